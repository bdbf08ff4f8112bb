//! Worksheets.

pub(crate) mod fault;
pub mod model;

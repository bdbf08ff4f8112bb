//! Units, dimensions, and how quantities are written for people.
//!
//! [`dimension`] is the algebra, [`scale`] the exact factors, [`catalog`] every
//! built-in unit and count noun as `const` data, [`quantities`] the system of
//! quantities that the catalogue's dimensions are read from.

pub mod catalog;
pub mod dimension;
pub mod format;
pub mod look;
pub mod quantities;
pub mod registry;
pub mod scale;
pub mod suggest;
pub mod words;

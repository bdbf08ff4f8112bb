//! What commands answer, as data.

pub mod derived;
pub mod evaluate;

//! Right by the rules, wrong by experience: what people do by hand on top of the units, or leave out.
//!
//! Each file recognizes one habit. None changes a value.

mod below_zero;
mod by_hand;
mod constants;
mod fixes;
mod names;
mod results;
mod tables;
mod times;
mod unitless;

pub use below_zero::without_sign;
pub(super) use times::nested;

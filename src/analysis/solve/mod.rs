//! The other direction: from a condition to the values of an input with which it holds.
//!
//! `domain` has the values that are tried, `stretch` finds the edges between those that hold and those that do not, and
//! `runs` tells whether one holds. `varied` is the input. `offers` asks for the nearest change of any input that makes a
//! failed check hold; `solution` answers for one input.

mod domain;
mod errors;
mod offers;
mod runs;
mod solution;
mod stretch;
mod varied;

pub use errors::varied;
pub use offers::Search;
pub use solution::{Bound, Found, Point, Question, Range, Solution, State};
pub use varied::{Varied, to_digits};

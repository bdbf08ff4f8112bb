//! Units, dimensions, and how quantities are written for people.
//!
//! [`dimension`] is the algebra, [`scale`] the exact factors, [`catalog`] every
//! built-in unit and count noun as `const` data, [`quantities`] the system of
//! quantities that the catalogue's dimensions are read from, [`registry`] what a
//! script declares besides. [`format`](mod@format) writes a value, in the unit that `choice`
//! picks, with the digits that [`number`] rounds.

pub mod catalog;
mod choice;
pub mod dimension;
pub mod format;
pub mod notation;
pub mod number;
pub mod quantities;
pub mod registry;
pub mod scale;
pub mod words;

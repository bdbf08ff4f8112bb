//! Units, dimensions, and how quantities are written.
//!
//! [`dimension`] is the algebra, [`scale`] the exact factors, [`catalog`] every
//! built-in unit and count noun as `const` data, [`quantities`] the system of
//! quantities that the catalogue's dimensions are read from, [`registry`] the units that a
//! script declares besides, and [`nouns`] which words may be a noun that nobody declared. [`spelling`] says how a quantity is written; the unit is the one [`asked`] for or the one
//! that fits the value, the digits are [`number`]'s, and the text is [`written`].
//!
//! Imports at most `text`.

pub mod asked;
mod beside;
pub mod catalog;
pub mod dimension;
mod fitting;
mod interval;
pub mod misread;
pub mod near_whole;
pub mod notation;
pub mod nouns;
pub mod number;
pub mod quantities;
pub mod registry;
pub mod scale;
pub mod spelling;
pub mod words;
pub mod written;

pub use interval::Uncertain;

//! Practice: questions whose answers the language computes.
//!
//! ```text
//! library::practice ─ a template, an app
//!   ─ number  ─► the numbers of a person for each slot, picked by a seed
//!   ─ draw    ─► text, inputs, answer; others are tried until the answer is within the bounds
//!   ─ working ─► how the head does it, step by step
//!   ─ deck    ─► one question after another, none too soon again
//! library::cheat_sheets ─ card ─► a number by its name, a name by its number
//! ```
//!
//! Nothing is random: a template and a seed give the same question on every machine. No input or output.

mod bounds;
mod card;
mod deck;
mod draw;
mod number;
mod question;
mod value;
mod working;

pub use card::{Asks, Card, cards, decks};
pub use deck::{Deck, Wanted};
pub use question::{ANSWER, Question, Stated, Topic, Working};

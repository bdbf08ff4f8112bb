//! Practice: questions whose answers the language computes.
//!
//! ```text
//! library::practice ─ a template, an app
//!   ─ number  ─► the numbers of a person for each slot, picked by a seed
//!   ─ draw    ─► text, inputs, answer; others are tried until the answer is within the bounds
//!   ─ working ─► how the head does it, step by step
//!   ─ deck    ─► one question after another, none too soon again
//! library::cheat_sheets ─ card ─► a number by its name, a name by its number
//!
//! what is typed
//!   ─ answer  ─► a value, by the language or by the reader of notes, in the unit asked for
//!   ─ range   ─► the ends of `10 to 20 TB`, and the middle of them
//!   ─ points  ─► by the factor between it and the truth
//!   ─ slip    ─► the question computed again with a number left out, twice, the other way
//!   ─ mark    ─► what is said of it
//!   ─ drill   ─► the next question, or card (deal)
//!   ─ record  ─► a line of the history, which progress and interval read
//! ```
//!
//! [`interview`] has mock interviews on presets.
//!
//! Nothing is random: a template and a seed give the same question on every machine. No input or output.

mod answer;
mod bounds;
mod card;
mod deal;
mod deck;
mod draw;
mod drill;
mod interval;
pub mod interview;
mod mark;
mod number;
mod points;
mod progress;
mod question;
mod range;
mod record;
mod slip;
mod unit;
mod value;
mod working;

pub use card::{Asks, Card, cards, decks};
pub use deal::dealt;
pub use deck::{Deck, Wanted};
pub use drill::{Done, Drill, Source, Step};
pub use interval::{BET, Guess, Sureness, Verdict, sureness};
pub use mark::{Mark, Outcome, Posed};
pub use progress::{OfTopic, by_topic, guesses, missed, seed_with_topics, weights};
pub use question::{ANSWER, Question, Stated, Topic, Working};
pub use record::{Record, records};
pub use slip::Slip;

//! Mock interviews: a preset is estimated line by line, and each line is judged from the candidate's own numbers.
//!
//! ```text
//! library::practice::interviews ─ guide ─► words, weight and stage of each input and estimate
//! a preset                      ─ bench ─► computed again with any of its values replaced
//!
//! a line with its value (said)
//!   ─ matching ─► an assumption (an input), an estimate (search, derived), or neither
//!   ─ explain  ─► the preset run with what was said; what explains the ratio: a role left out, one row alone
//!   ─ verdict  ─► what is said of it
//!   ─ exam     ─► the stages, the questions, what was said so far
//!   ─ card     ─► what it came to
//! ```
//!
//! A claim has its value from then on, so that an error counts once. A question too many is worse than a match too few.
//! No input or output.

mod bench;
mod card;
mod derived;
mod exam;
mod explain;
mod guide;
mod handed;
mod kind;
mod matching;
mod rests;
mod said;
mod search;
mod verdict;

pub(crate) use bench::{Bench, DIGITS, NodeId};
pub use card::Card;
pub(crate) use exam::{Exam, Pending};
pub use exam::{Heard, What};
pub(crate) use guide::Guide;
pub(crate) use kind::{Amount, Kind};
pub(crate) use said::{Leaf, Said};

//! Runs: from the requested values to numbers, errors and warnings.
//!
//! A caller requests values from a [`Run`] and gets a [`Ticket`] or a [`Wanted`] for each; [`Run::answers`] then runs
//! the program once, and the [`Answers`] are read with the tickets. All errors of evaluation and all warnings about
//! samples are found here, so that all commands report the same.

mod ask;
mod items;
pub mod repair;
mod settings;
mod show;
pub(crate) mod summary;
mod values;

pub use ask::{Answered, Answers, Run, Ticket, Wanted};
pub use settings::Settings;
pub use show::{Bars, Chosen, Show, Shown, Spread};
pub use values::Values;

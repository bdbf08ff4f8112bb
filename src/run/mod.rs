//! One run: from the values that are wanted to numbers, errors and warnings.
//!
//! A caller asks a [`Run`] for values and gets a [`Ticket`] or a [`Wanted`] for each; [`Run::answers`] then runs the
//! program once, and the [`Answers`] are read with the tickets. Every error of computing and every warning about
//! samples is found here, so that all commands report the same.

mod ask;
mod settings;
mod show;
mod values;

pub use ask::{Answers, Run, Ticket, Wanted};
pub use settings::Settings;
pub use show::{Bars, Show, Shown, Spread};
pub use values::Values;

//! napkin: back-of-the-envelope estimates with units that are proven.
#[macro_use]
extern crate uom;

pub mod analysis;
pub mod engine;
pub mod library;
pub mod lower;
pub mod report;
mod run;
pub mod syntax;
pub mod text;
pub mod units;
pub mod worksheet;

pub use report::evaluate::{Answer, Evaluation, Settings, evaluate};
pub use run::show::{Bars, Shown, Spread};

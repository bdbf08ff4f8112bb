//! napkin: back-of-the-envelope estimates with units that are proven.
#[macro_use]
extern crate uom;

pub mod analysis;
pub mod engine;
pub mod library;
pub mod lower;
pub mod report;
pub mod run;
pub mod syntax;
pub mod text;
pub mod units;
pub mod worksheet;

pub use report::{Answer, Evaluation, evaluate};
pub use run::{Bars, Settings, Shown, Spread, Values};
pub use worksheet::Worksheet;

//! napkin: back-of-the-envelope estimates with units that are proven.
#[macro_use]
extern crate uom;

pub mod codes;
pub mod diagnostic;
pub mod engine;
mod evaluate;
pub mod explain;
mod fault;
pub mod lower;
pub mod model;
pub mod prelude;
pub mod presets;
pub mod reference;
mod show;
pub mod source;
pub mod syntax;
pub mod units;

pub use evaluate::{Answer, Evaluation, Settings, evaluate};
pub use show::{Bars, Shown, Spread};

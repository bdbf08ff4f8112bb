//! napkin: back-of-the-envelope estimates with units that are proven.
//!
//! A model is read into a [`Worksheet`], which can be kept, run, given other inputs, and asked by name:
//!
//! ```
//! use napkin::{Settings, Worksheet};
//!
//! let text = r#"
//! [inputs]
//! users = "1M users"
//! posts = "2 to 4 posts/user/day"
//! size  = "2 KB/post"
//! [estimates]
//! storage = { formula = "users * posts * size * 5 years", unit = "TB" }
//! "#;
//! let sheet = Worksheet::model("posts.toml", text).unwrap();
//! let values = sheet.run(&Settings::default()).unwrap();
//! assert_eq!(values.shown("storage", 3).unwrap().written.literal(), "10.3 TB");
//!
//! // Three times the users. Nothing is read or planned again.
//! let more = values.with("users", "3M users").unwrap();
//! assert_eq!(more.shown("storage", 3).unwrap().written.literal(), "31 TB");
//! ```
//!
//! A single expression, or a script, is [evaluated](evaluate) at once. [`report`] has what the program's commands
//! answer, as data and as JSON; [`explain`] has derivations; [`library`] has the presets, formulas and cheat sheets. The
//! library does no input or output. Without the default feature `cli` it has none of the command line's dependencies.
// A crate of its own, for it alone is compiled for speed.
extern crate napkin_engine as engine;
#[macro_use]
extern crate uom;

mod analysis;
pub mod library;
mod lower;
pub mod practice;
pub mod report;
pub mod review;
mod run;
mod syntax;
pub mod text;
mod units;
mod worksheet;

#[cfg(test)]
#[path = "../tests/internals/mod.rs"]
mod internals;

pub use analysis::explain;
pub use engine::{Histogram, Sampling};
pub use report::{Answer, Evaluation, evaluate};
pub use run::{Bars, Settings, Shown, Spread, Values};
pub use syntax::is_name;
pub use units::written::{Interval, Written};
pub use worksheet::{Refused, Worksheet};

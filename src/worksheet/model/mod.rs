//! Models: estimates kept in a TOML file.
//!
//! The text goes through [`file`](mod@file) (plain data with places), `parse` (every formula
//! read), `graph` (an order in which each estimate follows what it names), the same
//! lowering and engine as an expression, and comes out as a [`Report`].

mod build;
mod check;
mod derive;
pub mod file;
mod graph;
mod inputs;
mod parse;
mod report;
mod results;
mod sensitivity;
mod summary;

pub(crate) use derive::explain;
pub use report::{CheckFirst, CheckRow, Comparison, Influence, Level, Report, Row, Section, Sensitivity};

pub(crate) use sensitivity::{NEGLIGIBLE, label};

/// What a caller asks of a run besides the model itself.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Replacements of inputs or estimates: a name and the text of its value.
    pub set: Vec<(String, String)>,
    /// How many digits are shown.
    pub digits: usize,
    /// How what is uncertain is computed.
    pub uncertainty: crate::Settings,
    /// Whether it is asked where the uncertainty comes from.
    pub sensitivity: Option<Wanted>,
}

/// Of which estimates the sensitivity is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Of all.
    All,
    /// Of the one with this name.
    One(String),
}

impl Default for Settings {
    fn default() -> Settings {
        let digits = crate::units::format::DIGITS;
        Settings { set: Vec::new(), digits, uncertainty: crate::Settings::default(), sensitivity: None }
    }
}

/// Runs a model: `name` is its path or the preset's name, `text` its TOML.
///
/// ```
/// let text = r#"
/// [inputs]
/// users = "1M users"
/// size  = "2 MB/user"
/// [estimates]
/// storage = "users * size"
/// "#;
/// let report = napkin::worksheet::model::run("photos.toml", text, &Default::default());
/// assert_eq!(report.estimates[0].rows[0].shown.written.literal(), "2 TB");
/// ```
pub fn run(name: &str, text: &str, settings: &Settings) -> Report {
    build::run(name, text, settings)
}

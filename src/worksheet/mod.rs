//! The compiled estimate: what a script or a model comes to when it has been read.
//!
//! A text goes in; a [`Worksheet`] comes out, which owns its texts, its tree and its program, so that it can be kept,
//! cloned cheaply and run as often as wanted. [`script`] and [`model`] are its two readers. Nothing here runs an
//! estimate; [`Worksheet`] has no numbers beyond the literals that were written.

mod change;
mod check;
pub(crate) mod fault;
mod item;
mod literal;
pub mod model;
pub mod script;

use std::collections::HashMap;
use std::sync::Arc;

pub use check::{Condition, Sides};
pub use item::{Cell, Check, Heading, Item, Level, Role, Table};
pub use literal::AsWritten;

use crate::engine::Slot;
use crate::lower::Compiled;
use crate::syntax::Ast;
use crate::text::diagnostic::Diagnostic;
use crate::text::source::{Sources, Text};

/// A compiled estimate.
///
/// It is read once and may be run again and again, with other values for its inputs too:
///
/// ```
/// use napkin::{Settings, Worksheet};
///
/// let text = r#"
/// [inputs]
/// users = "1M users"
/// size  = "2 MB/user"
/// [estimates]
/// storage = "users * size"
/// "#;
/// let sheet = Worksheet::model("photos.toml", text).unwrap();
/// let values = sheet.run(&Settings::default()).unwrap();
/// assert_eq!(values.shown("storage", 4).unwrap().written.literal(), "2 TB");
///
/// let more = values.with("users", "3M users").unwrap();
/// assert_eq!(more.shown("storage", 4).unwrap().written.literal(), "6 TB");
/// ```
#[derive(Clone)]
pub struct Worksheet {
    content: Arc<Content>,
    compiled: Compiled,
    /// Inputs first, estimates after them; in a script everything in its order.
    items: Arc<Vec<Item>>,
    /// The replacements of inputs and estimates, each a name and a text.
    set: Vec<(String, String)>,
}

/// What a reader puts together.
pub(crate) struct Content {
    pub name: String,
    pub title: Option<String>,
    pub summary: Option<Text>,
    pub sources: Sources,
    pub ast: Arc<Ast>,
    pub inputs: usize,
    pub input_headings: Vec<Heading>,
    pub estimate_headings: Vec<Heading>,
    pub tables: Vec<Table>,
    pub checks: Vec<Check>,
    /// Whether a script has no statement.
    pub is_empty: bool,
    pub remarks: Vec<String>,
    pub warnings: Vec<Diagnostic>,
    pub places: HashMap<String, usize>,
}

/// Why a text is no worksheet.
#[derive(Clone, Debug, Default)]
pub struct Refused {
    /// The texts that the diagnostics point into.
    pub sources: Sources,
    /// The model's title, if it could be read.
    pub title: Option<String>,
    /// What a reader must know, such as that the model redefines `month`.
    pub remarks: Vec<String>,
    /// The errors, and the warnings found on the way.
    pub diagnostics: Vec<Diagnostic>,
}

impl Worksheet {
    /// Reads a script; `name` is what its places are called.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn script(name: &str, text: &str) -> Result<Worksheet, Refused> {
        script::read(name, text)
    }

    /// Reads a model; `name` is its path or the preset's name, `text` its TOML.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn model(name: &str, text: &str) -> Result<Worksheet, Refused> {
        model::read(name, text, &[])
    }

    /// The path, the preset's name, or what the script's places are called.
    pub fn name(&self) -> &str {
        &self.content.name
    }

    /// The model's title.
    pub fn title(&self) -> Option<&str> {
        self.content.title.as_deref()
    }

    /// The line about the results, with names in braces.
    pub(crate) fn summary(&self) -> Option<&Text> {
        self.content.summary.as_ref()
    }

    /// The texts that it was read from.
    pub fn sources(&self) -> &Sources {
        &self.content.sources
    }

    /// The tree of all its formulas.
    pub(crate) fn ast(&self) -> &Arc<Ast> {
        &self.content.ast
    }

    /// What its formulas were lowered to.
    pub(crate) fn compiled(&self) -> &Compiled {
        &self.compiled
    }

    /// All items: a model's inputs, then its estimates; a script's bindings and expressions in order.
    pub(crate) fn items(&self) -> &[Item] {
        &self.items
    }

    /// A model's inputs; empty for a script.
    pub(crate) fn inputs(&self) -> &[Item] {
        self.items.get(..self.content.inputs).unwrap_or_default()
    }

    /// A model's estimates; all items of a script.
    pub(crate) fn estimates(&self) -> &[Item] {
        self.items.get(self.content.inputs..).unwrap_or_default()
    }

    /// Whether it is a script without any statement.
    pub(crate) fn is_empty(&self) -> bool {
        self.content.is_empty
    }

    /// The headings of the inputs and of the estimates.
    pub(crate) fn headings(&self) -> (&[Heading], &[Heading]) {
        (&self.content.input_headings, &self.content.estimate_headings)
    }

    /// A model's tables.
    pub(crate) fn tables(&self) -> &[Table] {
        &self.content.tables
    }

    /// A model's checks.
    pub(crate) fn checks(&self) -> &[Check] {
        &self.content.checks
    }

    /// The names of its items, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.items.iter().filter_map(|item| item.name.as_deref())
    }

    /// The place among all items of the one with this name; of a name that a script binds twice the last.
    pub(crate) fn position(&self, name: &str) -> Option<usize> {
        self.content.places.get(name).copied()
    }

    /// The item with this name.
    #[cfg(test)]
    pub(crate) fn item(&self, name: &str) -> Option<&Item> {
        self.items.get(self.position(name)?)
    }

    /// What a reader of its numbers must know, such as that the model redefines `month`.
    pub fn remarks(&self) -> &[String] {
        &self.content.remarks
    }

    /// What was found doubtful while it was read.
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.content.warnings
    }

    /// The slots of a model's inputs as formulas see them.
    pub(crate) fn input_slots(&self) -> Vec<Slot> {
        self.inputs().iter().map(|item| item.value.slot).collect()
    }
}

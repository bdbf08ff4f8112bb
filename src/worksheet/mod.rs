//! The compiled estimate: the common form of scripts and models.
//!
//! A [`Worksheet`] owns its texts, its tree and its program, so it can be kept, cloned cheaply and run as often as
//! needed. [`script`] and [`model`] read one from text. Nothing here runs an estimate; a [`Worksheet`] has no numbers
//! other than the literals in its text.

mod change;
mod check;
pub(crate) mod fault;
mod item;
mod literal;
pub mod model;
pub mod script;
mod unmet;
pub mod workspace;

use std::borrow::Cow;
use std::sync::Arc;

pub use check::{Condition, Sides};
pub use item::{
    About, Beside, By, Cell, Check, Column, Expected, Given, Heading, Item, Level, Role, Row, Scenario,
    Table, Unasked, Why,
};
pub use literal::AsWritten;

use crate::engine::Slot;
use crate::lower::{Compiled, FileId, Used};
use crate::syntax::Ast;
use crate::text::diagnostic::Diagnostic;
use crate::text::source::{Sources, Text};

/// A compiled estimate.
///
/// It is read once and can be run repeatedly, also with other values for its inputs:
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
    /// Inputs before estimates; the items of a script in order.
    items: Arc<Vec<Item>>,
    /// What replaces values of the model.
    changes: model::Changes,
}

/// The contents that a reader assembles.
pub(crate) struct Content {
    pub name: String,
    pub title: Option<String>,
    pub summary: Option<Text>,
    pub sources: Sources,
    pub ast: Arc<Ast>,
    /// The files that the model uses.
    pub used: Arc<Used>,
    pub inputs: usize,
    pub input_headings: Vec<Heading>,
    pub estimate_headings: Vec<Heading>,
    /// The headings of the estimates of files that the model uses, which follow its own.
    pub used_headings: Vec<Heading>,
    pub tables: Vec<Table>,
    pub checks: Vec<Check>,
    /// The checks that are not asked in this scenario, or of these values.
    pub unasked: Vec<Unasked>,
    pub scenarios: Vec<Scenario>,
    /// The names that the changes have and the model has not.
    pub unknown: Vec<String>,
    /// Whether this is a script without statements.
    pub is_empty: bool,
    pub remarks: Vec<String>,
    pub warnings: Vec<Diagnostic>,
}

/// The reasons for which a text cannot be read as a worksheet.
#[derive(Clone, Debug, Default)]
pub struct Refused {
    /// The texts that the diagnostics point into.
    pub sources: Sources,
    /// The model's title, if it could be read.
    pub title: Option<String>,
    /// Remarks on how to read the numbers, such as that the model redefines `month`.
    pub remarks: Vec<String>,
    /// The errors and warnings.
    pub diagnostics: Vec<Diagnostic>,
    /// The names that were to be set and that the model does not have.
    pub unknown: Vec<String>,
}

impl Worksheet {
    /// Reads a script; `name` identifies it in diagnostics.
    ///
    /// # Errors
    ///
    /// Returns the errors found in the text.
    pub fn script(name: &str, text: &str) -> Result<Worksheet, Refused> {
        script::read(name, text)
    }

    /// Reads a model; `name` is its path or the preset's name, `text` its TOML.
    ///
    /// # Errors
    ///
    /// Returns the errors found in the text.
    pub fn model(name: &str, text: &str) -> Result<Worksheet, Refused> {
        model::read(name, text, &model::Changes::default())
    }

    /// Returns the path, the preset's name, or the name that identifies a script.
    pub fn name(&self) -> &str {
        &self.content.name
    }

    /// Returns the model's title.
    pub fn title(&self) -> Option<&str> {
        self.content.title.as_deref()
    }

    /// Returns the summary line, with names in braces.
    pub(crate) fn summary(&self) -> Option<&Text> {
        self.content.summary.as_ref()
    }

    /// Returns the texts that it was read from.
    pub fn sources(&self) -> &Sources {
        &self.content.sources
    }

    /// Returns the tree of all its formulas.
    pub(crate) fn ast(&self) -> &Arc<Ast> {
        &self.content.ast
    }

    /// Returns the compiled formulas.
    pub(crate) fn compiled(&self) -> &Compiled {
        &self.compiled
    }

    /// Returns all items: a model's inputs, then its estimates; a script's bindings and expressions in order.
    pub(crate) fn items(&self) -> &[Item] {
        &self.items
    }

    /// Returns a model's inputs; empty for a script.
    pub(crate) fn inputs(&self) -> &[Item] {
        self.items.get(..self.content.inputs).unwrap_or_default()
    }

    /// Returns a model's estimates; all items of a script.
    pub(crate) fn estimates(&self) -> &[Item] {
        self.items.get(self.content.inputs..).unwrap_or_default()
    }

    /// Whether it is a script without statements.
    pub(crate) fn is_empty(&self) -> bool {
        self.content.is_empty
    }

    /// Returns its items, without copying them if no clone of the worksheet shares them.
    pub(crate) fn into_items(self) -> Vec<Item> {
        Arc::unwrap_or_clone(self.items)
    }

    /// Returns the files that the model uses.
    pub(crate) fn used(&self) -> Arc<Used> {
        Arc::clone(&self.content.used)
    }

    /// Returns the name that has in all of the model what an item's formula calls `name`.
    pub(crate) fn full_name<'t>(&self, item: &Item, name: &'t str) -> Cow<'t, str> {
        let used = &self.content.used;
        match item.name.as_deref() {
            Some(of) if used.count() > 1 => used.full(used.walk(FileId::default(), of).0, name),
            _ => Cow::Borrowed(name),
        }
    }

    /// Returns the headings of the inputs and of the estimates.
    pub(crate) fn headings(&self) -> (&[Heading], &[Heading]) {
        (&self.content.input_headings, &self.content.estimate_headings)
    }

    /// Returns the headings of the estimates of files that the model uses.
    pub(crate) fn used_headings(&self) -> &[Heading] {
        &self.content.used_headings
    }

    /// Returns how many of the estimates, the last ones, are of files that the model uses.
    pub(crate) fn used_estimates(&self) -> usize {
        self.content.used_headings.iter().map(|heading| heading.items).sum()
    }

    /// Returns a model's tables.
    pub(crate) fn tables(&self) -> &[Table] {
        &self.content.tables
    }

    /// Returns the cells that are given and not computed, each with its name: `instance.m5_large.price`.
    pub(crate) fn cells(&self) -> impl Iterator<Item = (String, &Cell)> {
        self.tables().iter().flat_map(|table| {
            table.rows.iter().flat_map(move |row| {
                let cells = table.columns.iter().zip(&row.cells);
                let given = cells.filter(|(column, cell)| column.formula.is_none() || cell.is_set);
                given
                    .map(move |(column, cell)| (format!("{}.{}.{}", table.name, row.name, column.name), cell))
            })
        })
    }

    /// Returns a model's checks.
    pub(crate) fn checks(&self) -> &[Check] {
        &self.content.checks
    }

    /// Returns the checks that are not asked.
    pub(crate) fn unasked(&self) -> &[Unasked] {
        &self.content.unasked
    }

    /// Returns a model's scenarios.
    pub(crate) fn scenarios(&self) -> &[Scenario] {
        &self.content.scenarios
    }

    /// Returns the names that were to be set and that the model does not have.
    pub(crate) fn unknown(&self) -> &[String] {
        &self.content.unknown
    }

    /// Returns the names of its items, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.items.iter().filter_map(|item| item.name.as_deref())
    }

    /// Returns the index among all items of the one with this name; of a name that a script binds twice, the last.
    pub(crate) fn position(&self, name: &str) -> Option<usize> {
        self.items.iter().rposition(|item| item.name.as_deref() == Some(name))
    }

    /// Returns the item with this name.
    #[cfg(test)]
    pub(crate) fn item(&self, name: &str) -> Option<&Item> {
        self.items.get(self.position(name)?)
    }

    /// Returns remarks on how to read the numbers, such as that the model redefines `month`.
    pub fn remarks(&self) -> &[String] {
        &self.content.remarks
    }

    /// Returns the warnings found while reading it.
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.content.warnings
    }

    /// Returns the slots of a model's inputs, as other formulas use them.
    pub(crate) fn input_slots(&self) -> Vec<Slot> {
        self.inputs().iter().map(|item| item.value().slot).collect()
    }
}

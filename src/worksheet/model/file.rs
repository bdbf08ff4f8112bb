//! The text of a TOML model in, its data with exact places out.
//!
//! What is checked here is the distribution: which tables, keys and fields there are, what type
//! each value has, which names are legal and defined once. Units, formulas and what a name
//! refers to are for others: a formula stays a [`Text`]. Nothing is looked up outside
//! the text, and all errors are returned, not only the first.

mod entries;
mod report;
mod strings;
mod syntax;
mod tables;
mod top;
mod values;
mod words;

pub use super::super::item::Level;
use crate::text::diagnostic::Diagnostic;
use crate::text::source::{Span, Text};

/// A model as it was written, everything in the order of the file.
#[derive(Clone, Debug, Default)]
pub struct ModelFile {
    /// Where the format's edition is given; 1 is the only one.
    pub edition: Option<Span>,
    /// What the model is called.
    pub title: Option<Text>,
    /// One line about the results, with names in braces.
    pub summary: Option<Text>,
    /// The group that a list shows it in.
    pub kind: Option<Text>,
    /// Other names of it.
    pub also: Vec<Text>,
    /// Count nouns that are not built in, each perhaps with its plural after a space.
    pub nouns: Vec<Text>,
    /// Definitions of functions, in the language.
    pub functions: Option<Text>,
    /// Derived units and redefinitions.
    pub units: Vec<Entry>,
    /// The inputs. Those that stand under no heading are in a section without a name.
    pub inputs: Vec<Section>,
    /// The small tables.
    pub tables: Vec<Table>,
    /// The formulas. Those that stand under no heading are in a section without a name.
    pub estimates: Vec<Section>,
    /// What must hold.
    pub checks: Vec<Check>,
}

/// A key that names something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// A legal name. Where the file has none, it is the one that the error offers, if any.
    pub text: String,
    /// The key in the file, with its quotes if it has any.
    pub span: Span,
}

/// Entries under one heading.
#[derive(Clone, Debug)]
pub struct Section {
    /// The heading.
    pub name: Option<Name>,
    /// What stands under it.
    pub entries: Vec<Entry>,
}

/// A unit, an input or an estimate. What most leave out stands apart, since a model may have many.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its name.
    pub name: Name,
    /// Its value or formula.
    pub value: Value,
    /// A remark.
    pub note: Option<Box<Text>>,
    /// Where the value comes from.
    pub source: Option<Box<Text>>,
    /// The unit to print in.
    pub unit: Option<Box<Text>>,
    /// The least value an input may be given.
    pub min: Option<Box<Value>>,
    /// The greatest value an input may be given.
    pub max: Option<Box<Value>>,
    /// Why a warning about it is accepted.
    pub ok: Option<Box<Text>>,
}

/// What a key is set to.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Text in the language.
    Formula(Text),
    /// A TOML number: finite and without a unit.
    Number {
        /// The number.
        value: f64,
        /// The number as it was written, like `1_000`.
        text: String,
        /// Its place.
        span: Span,
    },
    /// `true` or `false`.
    Bool {
        /// Which of the two.
        value: bool,
        /// Its place.
        span: Span,
    },
    /// Something else, or nothing. The error has been reported; the entry stays, so that
    /// its name is known.
    Invalid(Span),
}

/// A small table.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its name.
    pub name: Name,
    /// The columns, as the first row has them.
    pub columns: Vec<Name>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A row of a [`Table`].
#[derive(Clone, Debug)]
pub struct Row {
    /// Its name.
    pub name: Name,
    /// One value for each column of the table; a missing one has been reported and is
    /// [`Value::Invalid`].
    pub cells: Vec<Value>,
}

/// Something that must hold.
#[derive(Clone, Debug)]
pub struct Check {
    /// Its name, in a namespace of its own.
    pub name: Name,
    /// The condition.
    pub formula: Text,
    /// What comes of it when it does not hold.
    pub level: Level,
    /// A remark.
    pub note: Option<Text>,
    /// Why a warning about it is accepted.
    pub ok: Option<Text>,
}

impl ModelFile {
    /// All inputs, whatever their headings.
    pub fn all_inputs(&self) -> impl Iterator<Item = &Entry> {
        self.inputs.iter().flat_map(|section| &section.entries)
    }

    /// All estimates, whatever their headings.
    pub fn all_estimates(&self) -> impl Iterator<Item = &Entry> {
        self.estimates.iter().flat_map(|section| &section.entries)
    }
}

impl Value {
    /// Its place in the file, for text without the quotes.
    pub fn span(&self) -> Span {
        match self {
            Value::Formula(text) => text.all(),
            Value::Number { span, .. } | Value::Bool { span, .. } | Value::Invalid(span) => *span,
        }
    }
}

/// Reads a model that is number `source` of the run's sources.
///
/// The data is as complete as the errors allow: what is misspelt is read as what it was
/// likely meant to be. After an `E0501` entries may be missing, so that a name that
/// is not defined here need not be an error.
pub fn read(source: u16, text: &str) -> (ModelFile, Vec<Diagnostic>) {
    top::read(source, text)
}

#[cfg(test)]
mod tests;

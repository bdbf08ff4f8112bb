//! The file format of models.
//!
//! Takes the text of a TOML file and returns its data with exact places, and all errors of form: unknown tables, keys and
//! fields, values of the wrong type, and names that are invalid or defined twice. Formulas and units stay texts; names
//! in them are looked up later.

mod complete;
mod entries;
mod errors;
mod fields;
mod scenarios;
mod sharing;
mod strings;
mod syntax;
mod tables;
mod top;
mod values;
mod words;

pub use super::super::item::Level;
use crate::text::diagnostic::Diagnostic;
use crate::text::source::{Span, Text};
pub use entries::Kind;
pub use scenarios::BASE;
pub use strings::{breaks, offset};

/// The data of a model, in the order of the file.
#[derive(Clone, Debug, Default)]
pub struct ModelFile {
    /// The place of the format's edition; 1 is the only one.
    pub edition: Option<Span>,
    /// The title of the model.
    pub title: Option<Text>,
    /// One line about the results, with names of items in braces.
    pub summary: Option<Text>,
    /// The group in which lists show it.
    pub kind: Option<Text>,
    /// Other names of the model.
    pub also: Vec<Text>,
    /// Additional count nouns, each optionally followed by its plural.
    pub nouns: Vec<Text>,
    /// The model that this one changes: a preset or a path.
    pub extends: Option<Text>,
    /// What of that model is left out: `checks.fleet`.
    pub without: Vec<Without>,
    /// The other models whose values it reads.
    pub uses: Vec<Use>,
    /// The confidence with which checks on ranges must hold.
    pub confidence: Option<Value>,
    /// The definitions of functions. Those of a later text replace those of an earlier one.
    pub functions: Vec<Text>,
    /// The functions of the model that it extends that are left out, each with the number of texts before it.
    pub without_functions: Vec<(usize, Name)>,
    /// Derived units and redefinitions.
    pub units: Vec<Entry>,
    /// The inputs. Those outside a section are in one without a name.
    pub inputs: Vec<Section>,
    /// The tables.
    pub tables: Vec<Table>,
    /// The estimates. Those outside a section are in one without a name.
    pub estimates: Vec<Section>,
    /// The checks.
    pub checks: Vec<Check>,
    /// The scenarios.
    pub scenarios: Vec<Scenario>,
}

/// A named set of other values.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// Its name.
    pub name: Name,
    /// A note.
    pub note: Option<Text>,
    /// The scenario that it builds on.
    pub from: Option<Text>,
    /// The values.
    pub entries: Vec<Override>,
}

/// Another value of an input, an estimate or a cell.
#[derive(Clone, Debug)]
pub struct Override {
    /// Its dotted name.
    pub name: Name,
    /// The value.
    pub value: Value,
}

/// A key that is the name of an item, a table, a row or a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The name. If the key is not valid, the name that the error suggests, or else the key.
    pub text: String,
    /// The place of the key, including quotes.
    pub span: Span,
}

/// What a model leaves out of the one that it extends.
#[derive(Clone, Debug)]
pub struct Without {
    /// The table, the name and so on, as in `tables.tier.cold`.
    pub path: Vec<String>,
    /// Its place.
    pub span: Span,
}

/// Another model whose values a model reads under a name.
#[derive(Clone, Debug)]
pub struct Use {
    /// The name.
    pub name: Name,
    /// A preset or a path.
    pub model: Text,
    /// Values in place of its own.
    pub set: Vec<Override>,
}

/// The entries under one heading.
#[derive(Clone, Debug)]
pub struct Section {
    /// The heading.
    pub name: Option<Name>,
    /// The entries.
    pub entries: Vec<Entry>,
}

/// A unit, an input, an estimate, a cell or a column. Fields that are usually absent are boxed, since a model may have many entries.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its name.
    pub name: Name,
    /// Its value or formula.
    pub value: Value,
    /// A note.
    pub note: Option<Box<Text>>,
    /// The source of the value.
    pub source: Option<Box<Text>>,
    /// The unit to show it in.
    pub unit: Option<Box<Text>>,
    /// The minimum of an input.
    pub min: Option<Box<Value>>,
    /// The maximum of an input.
    pub max: Option<Box<Value>>,
    /// The other inputs that an input is correlated with.
    pub correlated: Vec<Correlation>,
    /// How an input or a cell changes with time.
    pub growth: Option<Box<Growth>>,
    /// What an estimate is expected to be.
    pub expect: Option<Box<Expect>>,
    /// By how much an estimate may rise from one version of the model to the next.
    pub max_increase: Option<MaxIncrease>,
    /// The reason why its warnings are accepted.
    pub ok: Option<Box<Text>>,
    /// The value that it has in the model that this one extends.
    pub was: Option<Box<Was>>,
}

/// By how much an estimate may rise from one version of the model to the next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MaxIncrease {
    /// The share of its old value: 0.1 is 10%.
    pub share: f64,
    /// Its place.
    pub span: Span,
}

/// A value that another one replaces.
#[derive(Clone, Debug)]
pub struct Was {
    /// The value.
    pub value: Value,
    /// What it has replaced itself.
    pub was: Option<Box<Was>>,
}

/// How a value changes with time. A run, which is of today, does not read it.
#[derive(Clone, Debug, Default)]
pub struct Growth {
    /// Its growth, a share per time.
    pub rate: Option<Value>,
    /// The value that it approaches.
    pub saturates: Option<Value>,
    /// Other values from some time on.
    pub steps: Vec<Step>,
}

/// Another value from some time on.
#[derive(Clone, Debug)]
pub struct Step {
    /// The time from today, like `6 months`.
    pub when: Text,
    /// The value.
    pub value: Value,
}

/// A correlation of an input with another.
#[derive(Clone, Debug)]
pub struct Correlation {
    /// The other input.
    pub input: Name,
    /// The correlation of their ranks.
    pub rank: f64,
    /// Its place.
    pub place: Span,
}

/// What an estimate is expected to be.
#[derive(Clone, Debug)]
pub struct Expect {
    /// A value, a range, or a value with a tolerance.
    pub value: Value,
    /// Where it was published, and in which year.
    pub source: Option<Text>,
}

/// The value of a key.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A formula.
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
        /// The value.
        value: bool,
        /// Its place.
        span: Span,
    },
    /// Observed values, in the unit of the entry.
    Data {
        /// The numbers.
        numbers: Vec<f64>,
        /// Their place.
        span: Span,
    },
    /// A missing value, or one of another type. An error was reported; the entry is kept so that its name is defined.
    Invalid(Span),
}

/// A table.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its name.
    pub name: Name,
    /// A note on all of it.
    pub note: Option<Box<Text>>,
    /// The source of all cells without one of their own.
    pub source: Option<Box<Text>>,
    /// The columns that are given: those of the first row, then those that only have a default. Before the table is
    /// complete also those of other rows.
    pub columns: Vec<Name>,
    /// For each of these columns the cell of the rows that leave it out.
    pub defaults: Vec<Option<Entry>>,
    /// The columns that are computed for every row.
    pub computed: Vec<Entry>,
    /// The rows.
    pub rows: Vec<Row>,
    /// Whether something that is no row was reported.
    pub has_faults: bool,
}

/// A row of a [`Table`].
#[derive(Clone, Debug)]
pub struct Row {
    /// Its name.
    pub name: Name,
    /// A note.
    pub note: Option<Box<Text>>,
    /// The source of its cells without one of their own.
    pub source: Option<Box<Text>>,
    /// The reason why the warnings of its cells are accepted.
    pub ok: Option<Box<Text>>,
    /// One cell for each column that is given, named like it; `None` for the default, or for a cell that stands in the
    /// model that this one extends, and [`Value::Invalid`] if an error was reported.
    pub cells: Vec<Option<Entry>>,
}

/// A condition that must hold.
#[derive(Clone, Debug)]
pub struct Check {
    /// Its name. Checks have a namespace of their own.
    pub name: Name,
    /// The condition.
    pub formula: Text,
    /// Whether it is an error or a warning if it does not hold.
    pub level: Level,
    /// The scenarios in which it is asked; in all of them if it names none.
    pub scenarios: Option<Box<[Text]>>,
    /// How long from today it must hold.
    pub horizon: Option<Box<Value>>,
    /// A note.
    pub note: Option<Text>,
    /// The reason why its warnings are accepted.
    pub ok: Option<Text>,
}

impl ModelFile {
    /// Returns the inputs of all sections.
    pub fn all_inputs(&self) -> impl Iterator<Item = &Entry> {
        self.inputs.iter().flat_map(|section| &section.entries)
    }

    /// Returns the estimates of all sections.
    pub fn all_estimates(&self) -> impl Iterator<Item = &Entry> {
        self.estimates.iter().flat_map(|section| &section.entries)
    }
}

impl Value {
    /// Returns its place in the file, without quotes.
    pub fn span(&self) -> Span {
        match self {
            Value::Formula(text) => text.all(),
            Value::Number { span, .. }
            | Value::Bool { span, .. }
            | Value::Data { span, .. }
            | Value::Invalid(span) => *span,
        }
    }
}

/// Reads the text of the model with the number `source`. Returns its data and the errors.
///
/// The data is as complete as possible: a misspelt key is read as the key that was probably meant. After an `E0501`
/// entries may be missing, so that undefined names are not necessarily errors.
pub fn read(source: u16, text: &str) -> (ModelFile, Vec<Diagnostic>) {
    top::read(source, text)
}

/// Reports what the tables of a model lack after it was merged with those that it extends, of which `root` extends none.
pub fn complete(file: &mut ModelFile, root: u16) -> Vec<Diagnostic> {
    let mut errors = errors::Errors::default();
    complete::complete(&mut file.tables, Some(root), &mut errors);
    errors.finish()
}

/// Reads a file of other values, as a scenario has them. Returns them and the errors.
pub fn overrides(source: u16, text: &str) -> (Vec<Override>, Vec<Diagnostic>) {
    top::overrides(source, text)
}

/// Returns the keys above the tables.
pub fn keys() -> impl Iterator<Item = &'static str> {
    top::FIELDS.into_iter()
}

/// Returns the tables.
pub fn tables() -> impl Iterator<Item = &'static str> {
    top::TABLES.into_iter()
}

#[cfg(test)]
mod tests;

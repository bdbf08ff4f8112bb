//! The contents of a worksheet: items, cells of tables, checks.

use super::check::Condition;
use super::literal::AsWritten;
use crate::engine::Slot;
use crate::lower::{Held, Value};
use crate::syntax::NodeId;
use crate::text::source::Span;

/// The role of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A given value: an entry under `[inputs]`, or a script's binding of a literal.
    Input,
    /// A formula with a name.
    Estimate,
    /// An expression of a script, which has no name.
    Result,
}

/// An input, an estimate or an expression.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its name; `None` for an expression of a script.
    pub name: Option<String>,
    /// Its role.
    pub role: Role,
    /// Its text: a script's statement, a model's formula on one line, or the value of `--set`.
    pub formula: String,
    /// Its expression; `None` for a TOML number or boolean.
    pub root: Option<NodeId>,
    /// Its place.
    pub span: Span,
    /// Its value for printing, in the requested unit if there is one.
    pub shown: Value,
    /// The slot of [`Item::shown`] in the unit in which it is reported.
    pub slot: Slot,
    /// Its literal, if it is a single literal and no other unit was requested.
    pub literal: Option<Box<AsWritten>>,
    /// What a model says beside its value, boxed because most formulas have nothing.
    pub beside: Option<Box<Beside>>,
    /// Whether a scenario or `--set` gave its value.
    pub is_set: bool,
    /// What only an input of a model has, boxed because most items have none.
    pub given: Option<Box<Given>>,
}

/// The two sides of `a ≈ b`.
#[derive(Clone, Debug)]
pub struct About {
    /// Both sides for printing, each with the slot in which it is reported.
    pub sides: [(Value, Slot); 2],
    /// The expressions of both sides.
    pub roots: [NodeId; 2],
    /// How far apart they are.
    pub held: Held,
    /// The sides that are printed as they are written: a literal, an interval, and a value with a tolerance.
    pub written: [Option<String>; 2],
    /// Whether the right side is an interval or has a tolerance.
    pub has_bounds: bool,
}

/// What puts another value in the place of the model's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    /// `--set`.
    Set,
    /// A file of values.
    File(String),
    /// A scenario.
    Scenario(String),
    /// The `use` of another model, by the name that this has in all of the model.
    Use(String),
}

impl By {
    /// Says where the value is from.
    pub fn words(&self) -> String {
        match self {
            By::Set => "by --set".to_owned(),
            By::File(name) => format!("by {name}"),
            By::Scenario(name) => format!("in {name}"),
            By::Use(name) => format!("for {name}"),
        }
    }
}

/// What a model says beside a value, or a statement consists of.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    /// The unit to print in.
    pub unit: Option<String>,
    /// The note.
    pub note: Option<String>,
    /// The source of the value.
    pub source: Option<String>,
    /// What gave the value, unless the model or `--set` did.
    pub by: Option<By>,
    /// By how much an estimate may rise from one version of the model to the next: a share of its old value, and its
    /// place.
    pub max_increase: Option<(f64, Span)>,
    /// The two sides of a statement that holds one value against another.
    pub about: Option<Box<About>>,
}

impl Item {
    /// Returns the two sides of a statement that holds one value against another.
    pub fn about(&self) -> Option<&About> {
        self.beside.as_ref()?.about.as_deref()
    }
}

/// An input of a model as formulas see it.
#[derive(Clone, Debug)]
pub struct Given {
    /// Its value, in the scale it was written in.
    pub value: Value,
    /// Its minimum and maximum, in the same scale.
    pub limits: (f64, f64),
}

impl Item {
    /// Returns the unit to print in, as given in a model.
    pub fn unit(&self) -> Option<&str> {
        self.beside.as_ref()?.unit.as_deref()
    }

    /// Returns its value for other formulas.
    pub fn value(&self) -> Value {
        self.given.as_ref().map_or(self.shown, |given| given.value)
    }

    /// Returns the minimum and maximum of an input, in the scale of its [value](Item::value).
    pub fn limits(&self) -> (f64, f64) {
        self.given.as_ref().map_or((f64::NEG_INFINITY, f64::INFINITY), |given| given.limits)
    }
}

/// Items under one heading.
#[derive(Clone, Debug)]
pub struct Heading {
    /// The heading; `None` for items before the first heading.
    pub name: Option<String>,
    /// The number of items under it.
    pub items: usize,
}

/// A table of a model.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// A note on all of it.
    pub note: Option<String>,
    /// Its columns: those that are given, then those that are computed.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// A column of a table.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its formula on one line, if it is computed for every row.
    pub formula: Option<String>,
    /// A note on it.
    pub note: Option<String>,
}

/// A row of a table.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its name.
    pub name: String,
    /// A note.
    pub note: Option<String>,
    /// A cell for every column.
    pub cells: Vec<Cell>,
}

/// A cell of a table.
#[derive(Clone, Debug)]
pub struct Cell {
    /// Its text on one line.
    pub formula: String,
    /// Its expression; `None` for a TOML number or boolean.
    pub root: Option<NodeId>,
    /// Its place.
    pub span: Span,
    /// Its value.
    pub value: Value,
    /// The slot of its value in the unit in which it is reported.
    pub slot: Slot,
    /// Its literal, if it is a single literal.
    pub literal: Option<AsWritten>,
    /// A note.
    pub note: Option<String>,
    /// The source: its own, that of its row, or that of the table.
    pub source: Option<String>,
    /// Whether `--set` gave its value.
    pub is_set: bool,
}

/// A condition that must hold.
#[derive(Clone, Debug)]
pub struct Check {
    /// Its name; checks have a separate namespace.
    pub name: String,
    /// The condition on one line.
    pub formula: String,
    /// The severity of its failure.
    pub level: Level,
    /// The note beside it.
    pub note: Option<String>,
    /// The place of the condition.
    pub span: Span,
    /// The condition.
    pub condition: Condition,
    /// What an estimate is expected to be, if that is the condition.
    pub expects: Option<Box<Expected>>,
}

/// A check that is not asked.
#[derive(Clone, Debug)]
pub struct Unasked {
    /// Its name.
    pub name: String,
    /// The condition on one line.
    pub formula: String,
    /// The estimate that is expected to be something, if that is the condition.
    pub estimate: Option<String>,
    /// Why it is not asked.
    pub why: Why,
}

/// Why a check is not asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// It is asked in these scenarios only.
    Elsewhere(Vec<String>),
    /// What is expected rests on a value that a scenario or the command line gave.
    Set(String),
}

/// A scenario of a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scenario {
    /// Its name.
    pub name: String,
    /// The note.
    pub note: Option<String>,
    /// Whether a check names it.
    pub is_asked: bool,
}

/// What an estimate is expected to be.
#[derive(Clone, Debug)]
pub struct Expected {
    /// The estimate.
    pub estimate: String,
    /// The value, the range, or the value with its tolerance, as written.
    pub text: String,
    /// Where it was published.
    pub source: Option<String>,
}

/// The severity of a failed check.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Level {
    /// The model fails.
    #[default]
    Error,
    /// The model passes, with a warning.
    Warn,
}

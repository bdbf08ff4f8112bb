//! What a worksheet consists of: items, cells of tables, checks.

use super::check::Condition;
use super::literal::AsWritten;
use crate::engine::Slot;
use crate::lower::Value;
use crate::syntax::NodeId;
use crate::text::source::Span;

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A value that is given: an entry under `[inputs]`, or a script's binding of a literal.
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
    /// What it is.
    pub role: Role,
    /// What was written for it: a script's statement, a model's formula on one line, or what `--set` gave.
    pub formula: String,
    /// Its expression; `None` where a model gives a TOML number or a boolean.
    pub root: Option<NodeId>,
    /// Where it is written.
    pub span: Span,
    /// Its value as other formulas see it.
    pub value: Value,
    /// Its value as it is shown: in the unit that was asked for, if any.
    pub shown: Value,
    /// The slot of [`Item::shown`] in the unit in which it is reported.
    pub slot: Slot,
    /// The literal that it is, if it is one and no other unit was asked for.
    pub literal: Option<AsWritten>,
    /// The unit to print in, as a model gives one.
    pub unit: Option<String>,
    /// The note beside it.
    pub note: Option<String>,
    /// Where its value is from.
    pub source: Option<String>,
    /// Whether `--set` gave its value.
    pub is_set: bool,
    /// The least and the greatest number that an input may have, in the scale of [`Item::value`].
    pub limits: (f64, f64),
}

/// Items under one heading.
#[derive(Clone, Debug)]
pub struct Heading {
    /// The heading; `None` for what stands before the first.
    pub name: Option<String>,
    /// The number of items under it.
    pub items: usize,
}

/// A table of a model.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// The names of its columns.
    pub columns: Vec<String>,
    /// Its rows, each with a cell for every column.
    pub rows: Vec<(String, Vec<Cell>)>,
}

/// A cell of a table.
#[derive(Clone, Debug)]
pub struct Cell {
    /// What was written, on one line.
    pub formula: String,
    /// Where.
    pub span: Span,
    /// Its value.
    pub value: Value,
    /// The literal that it is, if it is one.
    pub literal: Option<AsWritten>,
    /// Whether it is a text in the language, not a TOML number or a boolean.
    pub is_formula: bool,
}

/// Something that must hold.
#[derive(Clone, Debug)]
pub struct Check {
    /// Its name, in a namespace of its own.
    pub name: String,
    /// The condition on one line.
    pub formula: String,
    /// What it amounts to when it does not hold.
    pub level: Level,
    /// The note beside it.
    pub note: Option<String>,
    /// Where the condition is written.
    pub span: Span,
    /// The condition.
    pub condition: Condition,
}

/// What a [`Check`] that does not hold amounts to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Level {
    /// The model fails.
    #[default]
    Error,
    /// The model passes, with a warning.
    Warn,
}

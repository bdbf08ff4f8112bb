//! Formulas in which names are replaced by values, and the ways to replace them.

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use crate::syntax::{Ast, NodeId};

/// The meaning of a name in a formula.
#[derive(Clone, Debug)]
pub(crate) enum Meaning {
    /// The value of an entry.
    Entry(usize),
    /// A literal.
    Text(String),
    /// A parameter: the meaning of its argument, if it has one of these forms, and the index of its value.
    Argument(Option<Box<Meaning>>, usize),
}

/// A formula in which names are replaced by values.
#[derive(Clone, Debug)]
pub(crate) struct Body {
    pub ast: Arc<Ast>,
    pub root: NodeId,
    /// The meanings of its names.
    pub names: Rc<HashMap<String, Meaning>>,
    /// The index in the trace of the call whose body this is.
    pub within: Option<usize>,
}

/// How names are replaced.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mode {
    /// The number of digits of the values.
    pub digits: usize,
    /// Whether every value is parenthesized.
    pub parentheses: bool,
    /// Whether arguments are replaced by their values even if they could be kept as written.
    pub values: bool,
}

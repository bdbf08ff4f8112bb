//! A formula whose names are to be replaced by values, and how that is done.

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use crate::syntax::{Ast, NodeId};

/// What a name in a formula stands for.
#[derive(Clone, Debug)]
pub(crate) enum Meaning {
    /// The value of an entry.
    Entry(usize),
    /// A literal.
    Text(String),
    /// A parameter: what its argument means, and its value.
    Argument(Option<Box<Meaning>>, usize),
}

/// A formula in which values are put in.
#[derive(Clone, Debug)]
pub(crate) struct Body {
    pub ast: Arc<Ast>,
    pub root: NodeId,
    /// What its names mean.
    pub names: Rc<HashMap<String, Meaning>>,
    /// The call whose body it is, by its place in the trace.
    pub within: Option<usize>,
}

/// How values are put in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mode {
    /// How many digits they have.
    pub digits: usize,
    /// Whether each is put in parentheses.
    pub parentheses: bool,
    /// Whether arguments are values, even where they could be as they were written.
    pub values: bool,
}

//! A literal as it was written, to print it again or to write another number in its unit.

use crate::syntax::{Ast, Form, NodeId};
use crate::text::source::Span;
use crate::units::number;
use crate::units::written::Written;

/// A single literal.
#[derive(Clone, Debug, PartialEq)]
pub struct AsWritten {
    /// Its sign, number and unit as they stand.
    pub written: Written,
    /// What the number is of.
    pub form: Form,
    /// The number of words in its unit.
    words: usize,
}

impl AsWritten {
    /// The literal that a node is, or `None` if it is something else.
    pub fn of(ast: &Ast, root: NodeId) -> Option<AsWritten> {
        let literal = ast.literal(root)?;
        let number = ast.written_at(root, literal.number);
        let unit = ast.written_at(root, Span { start: literal.number.end, ..literal.span });
        let (sign, number) = match number.strip_prefix('$') {
            Some(number) => ("$", number),
            None => ("", number),
        };
        let written =
            Written { sign: sign.to_owned(), number: number.to_owned(), unit: unit.to_owned(), also: None };
        Some(AsWritten { written, form: literal.form, words: ast.words(&literal.suffix).len() })
    }

    /// A plain number, as TOML has them.
    pub fn number(text: &str) -> AsWritten {
        let written = Written { number: text.to_owned(), ..Written::default() };
        AsWritten { written, form: Form::Plain, words: 0 }
    }

    /// As it replaces a value that was written as `other`: a bare number is in the unit of that. Returns `None` for a
    /// bare number in place of what is no literal.
    pub fn in_place_of(mut self, other: Option<&AsWritten>) -> Option<AsWritten> {
        if self.form == Form::Plain && self.written.unit.is_empty() {
            self.written.unit.clone_from(&other?.written.unit);
        }
        Some(self)
    }

    /// Another number in the same unit.
    pub fn with(&self, number: f64) -> String {
        let sign = if self.form == Form::Money { "$" } else { "" };
        let number = number::scaled_number(number, self.words < 2);
        format!("{sign}{number}{}", self.written.unit)
    }
}

//! Literals as written, to print them again or to write another number in their unit.

use crate::syntax::{Ast, Form, Literal, Node, NodeId};
use crate::text::source::Span;
use crate::units::registry::Units;
use crate::units::written::Written;
use crate::units::{number, words};

/// A single literal.
#[derive(Clone, Debug, PartialEq)]
pub struct AsWritten {
    /// Its sign, number and unit as written.
    pub written: Written,
    /// The form of the number.
    pub form: Form,
    /// The number of words in its unit.
    words: usize,
}

impl AsWritten {
    /// Returns the literal of a node. Returns `None` if the node is not a literal, or one in which no other number can
    /// be written.
    pub fn of(ast: &Ast, root: NodeId) -> Option<AsWritten> {
        AsWritten::of_literal(ast, root, ast.literal(root)?)
    }

    fn of_literal(ast: &Ast, root: NodeId, literal: &Literal) -> Option<AsWritten> {
        // Number and unit of `1h30m` are one text.
        if literal.is_with_unit() {
            return None;
        }
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

    /// Returns the upper end of a range, in whose unit other numbers can be written; of a literal, itself.
    pub fn of_end(ast: &Ast, root: NodeId) -> Option<AsWritten> {
        match ast.node(root) {
            Node::Range { high, .. } => AsWritten::of_literal(ast, root, ast.literals.get(high as usize)?),
            _ => AsWritten::of(ast, root),
        }
    }

    /// Creates a plain number from the text of a TOML number.
    pub fn number(text: &str) -> AsWritten {
        let written = Written { number: text.to_owned(), ..Written::default() };
        AsWritten { written, form: Form::Plain, words: 0 }
    }

    /// Returns the literal as it replaces `other`: a bare number takes the unit of `other`. Returns `None` for a bare
    /// number if `other` is not a literal. In place of 25%, 0.3 stays what it is: a bare number is no percentage.
    pub fn in_place_of(mut self, other: Option<&AsWritten>, units: &Units) -> Option<AsWritten> {
        if self.form == Form::Plain && self.written.unit.is_empty() {
            let other = other?;
            if other.form != Form::Percent {
                self.written.unit = words::agreeing(units, &self.written.number, &other.written.unit);
            }
        }
        Some(self)
    }

    /// Returns the text of another number in the same unit, to the last digit.
    pub fn exactly(&self, number: f64) -> String {
        let sign = if self.form == Form::Money { "$" } else { "" };
        let minus = if number < 0.0 { "-" } else { "" };
        format!("{minus}{sign}{}{}{}", number.abs(), self.times(), self.written.unit)
    }

    /// Returns the text of another number in the same unit.
    pub fn with(&self, number: f64, units: &Units) -> String {
        let sign = if self.form == Form::Money { "$" } else { "" };
        let number = number::scaled_number(number, self.words < 2);
        let unit = words::agreeing(units, &number, &self.written.unit);
        format!("{sign}{number}{}{unit}", self.times())
    }

    /// The sign of a factor: `3x`.
    fn times(&self) -> &'static str {
        if self.form == Form::Factor && !self.written.number.is_empty() && !self.written.unit.starts_with('x')
        {
            "x"
        } else {
            ""
        }
    }
}

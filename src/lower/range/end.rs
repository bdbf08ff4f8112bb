//! The two sides of a range: a number, its magnitude, and the unit that one may lend the other.

use crate::lower::Quantity;
use crate::syntax::{Ast, Form, Join, Literal, Word};
use crate::text::source::Span;
use crate::units::{number, words};

/// The standard score of the ends of a 90% interval, for the numbers in a help line.
const NINETY: f64 = 1.644_853_626_951_472;

/// One end of a range, or what follows a `±`.
#[derive(Clone)]
pub(in crate::lower) struct End<'a> {
    /// Where its words are.
    pub ast: &'a Ast,
    /// Number and magnitude as written, with a `$` if it has one.
    pub text: &'a str,
    pub negative: bool,
    pub value: f64,
    pub form: Form,
    /// The unit above, and what it is per.
    pub above: Vec<Word>,
    pub below: Vec<Word>,
    pub span: Span,
    /// Whether the text says the unit above, as that of `1h30m` does.
    pub is_with_unit: bool,
}

impl<'a> End<'a> {
    /// A literal; `words` are those of its suffix.
    pub fn of(ast: &'a Ast, literal: &Literal, words: &[Word], negative: bool) -> End<'a> {
        let above = words.iter().take_while(|word| !word.join.divides()).count();
        let (above, below) = words.split_at(above);
        End {
            ast,
            text: ast.str(literal.text),
            negative,
            value: literal.value,
            form: literal.form,
            above: above.to_vec(),
            below: below.to_vec(),
            span: literal.span,
            is_with_unit: literal.is_with_unit(),
        }
    }

    /// Whether it has a unit above the line.
    pub fn has_unit(&self) -> bool {
        self.form == Form::Money || !self.above.is_empty()
    }

    /// Whether it is a number alone.
    pub fn is_bare(&self) -> bool {
        !self.has_unit() && self.below.is_empty() && self.form != Form::Percent
    }

    /// Takes the unit of the other end, as far as it has none of its own.
    pub fn borrow(&mut self, other: &End<'a>) {
        if !self.has_unit() && other.has_unit() && self.form != Form::Percent {
            self.above.clone_from(&other.above);
            if other.form == Form::Money {
                self.form = Form::Money;
            }
        }
        if self.below.is_empty() {
            self.below.clone_from(&other.below);
        }
    }

    /// Number and magnitude as written.
    pub fn number(&self) -> &'a str {
        self.text.strip_prefix('$').unwrap_or(self.text)
    }

    /// The factor of its magnitude: 1000 of `5k`; `None` if it has none.
    pub fn magnitude(&self) -> Option<f64> {
        if self.form == Form::Factor {
            return None;
        }
        let digits: String = self.text.chars().filter(|c| !matches!(c, '_' | ',' | '$')).collect();
        let digits = digits.trim_end_matches(|c: char| c.is_alphabetic() || c.is_whitespace());
        let factor = self.value / digits.parse::<f64>().ok()?;
        (factor > 1.5).then_some(factor)
    }

    /// The letters of its magnitude, with a blank before a word.
    pub fn magnitude_text(&self) -> &'a str {
        let digits = self.text.trim_end_matches(|c: char| c.is_alphabetic() || c.is_whitespace());
        self.text.get(digits.len()..).unwrap_or("")
    }

    /// Its unit as it can be written behind any number.
    pub fn unit(&self) -> String {
        let percent = if self.form == Form::Percent { "%" } else { "" };
        format!("{percent}{}", self.unit_of(&self.above))
    }

    fn unit_of(&self, above: &[Word]) -> String {
        let mut text = String::new();
        for word in above.iter().chain(&self.below) {
            match word.join {
                Join::Lead => text.push(' '),
                Join::Times => text.push('·'),
                Join::Slash | Join::Per if word.times != 1.0 => {
                    text.push_str(&format!(" per {} ", number::plain(word.times)));
                }
                Join::Slash | Join::Per => text.push('/'),
            }
            text.push_str(self.ast.str(word.text));
        }
        text
    }

    /// A literal of its unit with another number.
    pub fn with(&self, number: &str) -> String {
        let (sign, number) = match number.strip_prefix('-') {
            Some(number) => ("-", number),
            None => ("", number),
        };
        let dollar = if self.form == Form::Money { "$" } else { "" };
        // In a call a comma would separate arguments.
        let unit = words::agreeing_in_catalog(number, &self.unit());
        format!("{sign}{dollar}{}{unit}", number.replace(',', "_"))
    }

    /// A literal of it with its sign, and with the unit that it borrowed.
    pub fn written(&self) -> String {
        let number = self.number();
        if self.is_with_unit {
            return format!("{}{number}{}", if self.negative { "-" } else { "" }, self.unit_of(&[]));
        }
        let number = number.strip_suffix('x').filter(|_| self.form == Form::Factor).unwrap_or(number);
        self.with(&format!("{}{number}", if self.negative { "-" } else { "" }))
    }

    /// Its number with its sign.
    pub fn signed(&self) -> f64 {
        if self.negative { -self.value } else { self.value }
    }
}

/// Two ends with their common unit.
pub(in crate::lower) struct Ends<'a> {
    pub low: End<'a>,
    pub high: End<'a>,
    /// The numbers at one scale.
    pub numbers: (f64, f64),
    pub quantity: Quantity,
    /// The size of a 1 of the numbers in the high end's unit, to write others in it.
    pub in_high: f64,
    pub span: Span,
}

impl Ends<'_> {
    /// A number in the unit of the high end.
    pub fn written(&self, number: f64) -> String {
        let number = number * self.in_high;
        let sign = if number < 0.0 { "-" } else { "" };
        self.high.with(&format!("{sign}{}", number::scaled_number(number.abs(), false)))
    }

    /// The call of `uniform` with these ends.
    pub fn uniform(&self) -> String {
        format!("uniform({}, {})", self.low.written(), self.high.written())
    }

    /// The call of `normal` whose 90% interval has these ends.
    pub fn normal(&self) -> String {
        let (low, high) = self.numbers;
        let (mean, sd) = (f64::midpoint(low, high), (high - low) / 2.0 / NINETY);
        format!("normal({}, {})", self.written(mean), self.written(sd))
    }
}

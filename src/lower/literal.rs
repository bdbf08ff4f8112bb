//! What a literal's words mean: its unit, or a binding that cuts it short.

use super::{Frame, Lowering, Quantity, Type, Value};
use crate::engine::{Binary as Operation, Op};
use crate::syntax::{Ast, Form, Join, Literal, Word};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;
use crate::units::asked::Asked;
use crate::units::catalog::{Kind, UnitId, ids};
use crate::units::misread::{Misread, misread_unit};
use crate::units::scale::Scale;
use crate::units::written::PrintedUnit;

/// A product of units, as the words of a suffix or a target say it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Product {
    pub quantity: Quantity,
    /// Whether a word was unknown; that has been said.
    pub unknown: bool,
    /// The index of the first word that is a binding and no unit.
    pub cut: Option<usize>,
}

impl Lowering {
    /// A number with its unit.
    pub(super) fn literal(&mut self, ast: &Ast, index: u32, frame: Frame<'_>) -> Value {
        let Some(literal) = ast.literals.get(index as usize) else { return Value::UNKNOWN };
        let words = ast.words(&literal.suffix);
        if let Some(error) = self.refuse_literal(ast, literal, words, frame) {
            self.diagnostics.push(error);
            return Value::UNKNOWN;
        }
        let start = Lowering::start_of(literal.form);
        let product = self.product(ast, start, words, frame, true);
        if product.unknown {
            return Value::UNKNOWN;
        }
        let value = self.number(literal.value, product.quantity, literal.span, frame);
        match product.cut {
            Some(cut) => self.cut_short(ast, literal, words, cut, value, frame),
            None => value,
        }
    }

    /// `0.5/s to 1/s`, `3/min to 1/s`: a conversion to per second, or a range up to 1/s?
    pub(super) fn per_one(
        &mut self,
        ast: &Ast,
        low: u32,
        first: &Literal,
        second: &Literal,
        frame: Frame<'_>,
    ) -> Value {
        let value = self.literal(ast, low, frame);
        let product = self.product(ast, Quantity::NUMBER, ast.words(&second.suffix), frame, false);
        let (Some(from), false) = (value.quantity(), product.unknown) else { return Value::UNKNOWN };
        let to = product.quantity;
        let span = first.span.to(second.span);
        if from.dimension != to.dimension {
            let message = format!(
                "{} cannot be converted to {}",
                self.words(value),
                crate::units::words::in_words(&self.units, to.dimension, to.notation)
            );
            self.diagnostics.push(Diagnostic::error("E0302", message).at(span, ""));
            return Value::UNKNOWN;
        }
        if first.value * from.scale.over(to.scale).to_f64() < 1.0 {
            let (value, _) = self.divisors(ast, first, ast.words(&first.suffix), frame);
            self.diagnostics.push(
                Diagnostic::error("E0104", "this has two readings: a range, or a conversion to a unit")
                    .at(span, "")
                    .patch("to convert put the value in parentheses", first.span, value),
            );
            return Value::UNKNOWN;
        }
        let below: String =
            ast.words(&second.suffix).iter().map(|word| format!("/{}", ast.str(word.text))).collect();
        let unit = PrintedUnit::named(below.clone(), below.clone());
        let asked = self.units.ask(Asked { text: format!("1{below}"), unit });
        let notation = to.notation.asking(asked);
        let value = self.in_scale(value, to.scale, span, frame);
        Value { kind: Type::Quantity(Quantity { notation, ..to }), ..value }
    }

    /// The product of a unit's words, up to a word that is a binding.
    pub(super) fn product(
        &mut self,
        ast: &Ast,
        start: Quantity,
        words: &[Word],
        frame: Frame<'_>,
        in_literal: bool,
    ) -> Product {
        let mut product = Product { quantity: start, unknown: false, cut: None };
        for (at, word) in words.iter().enumerate() {
            let Some((id, unit)) = self.units.find(ast.str(word.text)) else {
                if in_literal && self.bound(ast.str(word.text), frame).is_some() {
                    product.cut = Some(at);
                    return product;
                }
                product.unknown = true;
                match misread_unit(ast.str(word.text)) {
                    Some(misread) => {
                        self.diagnostics.push(bytes_or_bits(ast.str(word.text), word.span, "", misread))
                    }
                    None => self.unknown_unit(ast.str(word.text), word.span),
                }
                continue;
            };
            let sign: i8 = if word.join.divides() { -1 } else { 1 };
            let (unit_dimension, unit_scale) = (unit.dimension, unit.scale);
            let times = if word.times == 1.0 { Scale::ONE } else { Scale::from_decimal(word.times) };
            let scale = unit_scale.times(times).to_the(sign);
            let dimension =
                unit_dimension.to_the(sign).and_then(|factor| product.quantity.dimension.times(factor));
            let Some(dimension) = dimension else {
                self.too_many_dimensions(word.span);
                product.unknown = true;
                return product;
            };
            product.quantity = Quantity {
                dimension,
                scale: product.quantity.scale.times(scale),
                notation: product.quantity.notation.with(id, sign),
            };
        }
        product
    }

    pub(super) fn too_many_dimensions(&mut self, span: Span) {
        self.diagnostics.push(
            Diagnostic::error("E0305", "this has more than six dimensions, or a power beyond 127")
                .at(span, "")
                .help("split the formula, or look for a unit that should have cancelled"),
        );
    }

    /// `10/n`: the suffix ends before a binding, and what is left divides.
    fn cut_short(
        &mut self,
        ast: &Ast,
        literal: &Literal,
        words: &[Word],
        cut: usize,
        value: Value,
        frame: Frame<'_>,
    ) -> Value {
        let mut value = value;
        for word in words.get(cut..).unwrap_or_default() {
            if word.join == Join::Lead {
                // `3 x` with `x` bound.
                let number = Span { end: word.span.start, ..literal.span };
                self.diagnostics.push(
                    Diagnostic::error(
                        "E0106",
                        format!("there is no operator before `{}`", ast.str(word.text)),
                    )
                    .at(literal.span, "multiplication is never implied")
                    .patch(
                        "to multiply write",
                        Span { start: literal.number.end, ..number },
                        " * ",
                    ),
                );
                return Value::UNKNOWN;
            }
            if literal.divides {
                let message =
                    format!("dividing by this has two readings, since `{}` is defined", ast.str(word.text));
                let (one, two) = self.divisors(ast, literal, words, frame);
                self.diagnostics.push(
                    Diagnostic::error("E0104", message)
                        .at(literal.span, "one divisor, or two?")
                        .patch("for one divisor write", literal.span, one)
                        .patch("for two write", literal.span, two),
                );
                return Value::UNKNOWN;
            }
            let operand = match self.bound(ast.str(word.text), frame) {
                Some(bound) => bound.value,
                None => {
                    let product = self.product(
                        ast,
                        Quantity::NUMBER,
                        &[Word { join: Join::Lead, ..*word }],
                        frame,
                        true,
                    );
                    if product.unknown {
                        return Value::UNKNOWN;
                    }
                    self.number(1.0, product.quantity, word.span, frame)
                }
            };
            let (Some(a), Some(b)) = (value.quantity(), operand.quantity()) else { return Value::UNKNOWN };
            let sign = if word.join.divides() { -1 } else { 1 };
            let dimension = b.dimension.to_the(sign).and_then(|factor| a.dimension.times(factor));
            let Some(dimension) = dimension else {
                self.too_many_dimensions(word.span);
                return Value::UNKNOWN;
            };
            let operation = if sign < 0 { Operation::Divide } else { Operation::Multiply };
            let slot =
                self.emit(Op::Binary(operation, value.slot, operand.slot), literal.span.to(word.span), frame);
            let quantity = Quantity {
                dimension,
                scale: a.scale.times(b.scale.to_the(sign)),
                notation: a.notation.times(b.notation, sign),
            };
            value = Value { slot, kind: Type::Quantity(quantity) };
        }
        value
    }

    /// Spellings with two readings that only show once the words are known.
    pub(super) fn refuse_literal(
        &self,
        ast: &Ast,
        literal: &Literal,
        words: &[Word],
        frame: Frame<'_>,
    ) -> Option<Diagnostic> {
        let span = literal.span;
        if literal.form == Form::Factor && self.bound("x", frame).is_some() {
            return Some(
                Diagnostic::error("E0104", "`x` is defined here, so this is a factor or a product")
                    .at(span, "")
                    .patch(
                        "for the product write",
                        Span { start: span.end.saturating_sub(1), ..span },
                        " * x",
                    ),
            );
        }
        let first = words.first();
        if let Some(word) =
            first.filter(|word| matches!(ast.str(word.text), "x" | "X") && word.join == Join::Lead)
            && self.bound(ast.str(word.text), frame).is_none()
            && self.units.lookup(ast.str(word.text)).is_none()
        {
            let tail = Span { start: literal.number.end, end: word.span.end, ..span };
            return Some(
                Diagnostic::error("E0104", "the `x` of a factor touches its number")
                    .at(span, "")
                    .patch("write", tail, "x"),
            );
        }
        if let Some(word) = first.filter(|word| matches!(ast.str(word.text), "percent" | "pct" | "pc"))
            && self.units.lookup(ast.str(word.text)).is_none()
        {
            let tail = Span { start: literal.number.end, end: word.span.end, ..span };
            return Some(
                Diagnostic::error("E0202", format!("`{}` is written `%`", ast.str(word.text)))
                    .at(word.span, "")
                    .patch("write", tail, "%"),
            );
        }
        if let Some(letter) = literal.large.map(|letter| ast.str(letter)) {
            let counts = first.and_then(|word| self.units.find(ast.str(word.text)));
            let is_count = counts.is_some_and(|(_, unit)| unit.kind != Kind::Physical);
            if !is_count && first.is_some_and(|word| self.units.lookup(ast.str(word.text)).is_some()) {
                let (large, unit) = if letter == "B" { ("bn", "bytes") } else { ("tn", "TB") };
                let at = Span { start: literal.number.end.saturating_sub(1), ..literal.number };
                return Some(
                    Diagnostic::error("E0104", format!("`{letter}` before a unit has more than one reading"))
                        .at(
                            literal.number,
                            if letter == "B" { "billion, or bytes?" } else { "trillion, or terabytes?" },
                        )
                        .patch("for the magnitude write", at, large)
                        .patch(
                            "for the unit write",
                            span,
                            format!("{} {unit}", ast.str(literal.text).trim_end_matches(letter)),
                        ),
                );
            }
        }
        for word in words {
            let Some((id, unit)) = self.units.find(ast.str(word.text)) else { continue };
            if word.join != Join::Lead && self.bound(ast.str(word.text), frame).is_some() {
                let spaced = match word.join {
                    Join::Times => " * ",
                    _ => " / ",
                };
                let join = Span { start: word.span.start.saturating_sub(1), ..word.span };
                let mut error = Diagnostic::error(
                    "E0204",
                    format!("`{}` is a unit here, and a name that is defined", ast.str(word.text)),
                )
                .at(word.span, "per one of it, or by all of it?")
                .patch(
                    "to use the value write",
                    join,
                    format!("{spaced}{}", ast.str(word.text)),
                );
                error = if unit.singular == ast.str(word.text) {
                    error.help("for the unit give the name another spelling")
                } else {
                    error.patch("for the unit write", word.span, unit.singular)
                };
                return Some(error);
            }
            if let Some(error) = self.refuse_terabits(ast, id, word, words) {
                return Some(error);
            }
        }
        if literal.divides && literal.form == Form::Plain && first.is_some_and(|word| word.join != Join::Lead)
        {
            let (one, two) = self.divisors(ast, literal, words, frame);
            return Some(
                Diagnostic::error("E0104", "dividing by this has two readings")
                    .at(span, "one divisor, or two?")
                    .patch("for one divisor write", span, one)
                    .patch("for two write", span, two),
            );
        }
        None
    }

    /// A literal after a `/` as one divisor, `(2/day)`, and as several, `2 / 1 day`.
    pub(super) fn divisors(
        &self,
        ast: &Ast,
        literal: &Literal,
        words: &[Word],
        frame: Frame<'_>,
    ) -> (String, String) {
        let sign = if literal.form == Form::Percent { "%" } else { "" };
        let number = format!("{}{sign}", ast.str(literal.text));
        let (mut one, mut several) = (format!("({number}"), number);
        for word in words {
            let joined = match word.join {
                Join::Lead => format!(" {}", ast.str(word.text)),
                Join::Times => format!("·{}", ast.str(word.text)),
                Join::Slash | Join::Per => format!("/{}", ast.str(word.text)),
            };
            one.push_str(&joined);
            match word.join {
                Join::Slash | Join::Per if self.bound(ast.str(word.text), frame).is_some() => {
                    several.push_str(&format!(" / {}", ast.str(word.text)));
                }
                Join::Slash | Join::Per => several.push_str(&format!(" / 1 {}", ast.str(word.text))),
                _ => several.push_str(&joined),
            }
        }
        one.push(')');
        (one, several)
    }

    /// `9 Tb`, `9 Pb`: terabits are a rate's unit, terabytes a size's.
    pub(super) fn refuse_terabits(
        &self,
        ast: &Ast,
        id: UnitId,
        word: &Word,
        words: &[Word],
    ) -> Option<Diagnostic> {
        let terabits =
            matches!(ast.str(word.text), "Tb" | "Pb") && (id == ids::TERABIT || id == ids::PETABIT);
        // Only a rate per second is commonly said in bits; `9 Tb/day` is as doubtful as `9 Tb`.
        let per_second = words
            .iter()
            .any(|other| other.join.divides() && self.units.lookup(ast.str(other.text)) == Some(ids::SECOND));
        let misread = misread_unit(ast.str(word.text)).filter(|_| terabits && !per_second)?;
        Some(bytes_or_bits(ast.str(word.text), word.span, " without a `/s`", misread))
    }
}

/// `mb`, `9 Tb`: bytes in one reading, bits in the other.
fn bytes_or_bits(text: &str, span: Span, circumstance: &str, misread: Misread) -> Diagnostic {
    let Misread { bytes, bytes_in_words, bits, bits_in_words } = misread;
    Diagnostic::error("E0203", format!("`{}`{circumstance} may be {bytes_in_words} or {bits_in_words}", text))
        .at(span, "bytes or bits?")
        .patch(format!("for {bytes_in_words}"), span, bytes)
        .patch(format!("for {bits_in_words}"), span, bits)
}

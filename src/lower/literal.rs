//! Literals: the unit that a literal's words name, or a binding that cuts the unit short.

use super::context::Context;
use super::diagnostics::{conversions, literals, operators, slips, units};
use super::nouns::Spot;
use super::reporter::{Lowered, Refused};
use super::short::short_time;
use super::unknown::InUnit;
use super::{Lowering, Quantity, Value};
use crate::engine::{Binary as Operation, Op};
use crate::syntax::{Form, Join, Literal, Word};
use crate::text::source::Span;
use crate::units::asked::Asked;
use crate::units::catalog::{self, UnitId, ids};
use crate::units::dimension::{Base, Dimension};
use crate::units::misread::misread_unit;
use crate::units::notation::Notation;
use crate::units::scale::Scale;
use crate::units::written::PrintedUnit;

/// A product of units, as the words of a suffix say it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Product {
    pub quantity: Quantity,
    /// The index of the first word that is a binding and no unit.
    pub cut: Option<usize>,
}

/// How a word is read that is no unit.
#[derive(Clone, Copy)]
enum Reading<'l> {
    /// As a binding, or as a new noun: the words are the suffix of a literal, which is there if all of it is.
    Suffix(Option<&'l Literal>),
    /// As an error: the words name a unit, as after `to`.
    Unit,
}

impl Lowering {
    /// A number with its unit; `index` is into [`Ast::literals`](crate::syntax::Ast::literals).
    pub(super) fn literal(&mut self, index: u32, cx: Context<'_>) -> Lowered {
        let Some(literal) = cx.ast.literals.get(index as usize) else { return Ok(Value::UNKNOWN) };
        let words = cx.ast.words(&literal.suffix);
        self.refuse_readings(literal, words, cx)?;
        self.refuse_adjectives(&literal.suffix, Some(literal), cx)?;
        let product = self.suffix(start_of(literal.form), words, Some(literal), cx)?;
        let value = self.emitter.number(literal.value, product.quantity, cx.place_at(literal.span));
        match product.cut {
            Some(cut) => self.cut_short(literal, cut, value, cx),
            None => Ok(value),
        }
    }

    /// `0.5/s to 1/s`, `3/min to 1/s`: a conversion to per second, or a range up to 1/s? `low` is the first literal,
    /// an index into [`Ast::literals`](crate::syntax::Ast::literals).
    pub(super) fn per_one(
        &mut self,
        low: u32,
        first: &Literal,
        second: &Literal,
        cx: Context<'_>,
    ) -> Lowered {
        let words = cx.ast.words(&second.suffix);
        let value = self.literal(low, cx);
        let to = self.unit(Quantity::NUMBER, words, cx);
        let (value, to) = (value?, to?);
        let from = value.quantity().ok_or(Refused::EARLIER)?;
        let span = first.span.to(second.span);
        if from.dimension != to.dimension {
            let units = self.scope.units();
            let (is, asked) = (from.words(units), to.words(units));
            return Err(self.reporter.refuse(conversions::to_per_one(span, &is, &asked)));
        }
        if first.value * from.scale.over(to.scale).to_f64() < 1.0 {
            let (converted, _) = self.divisors(first, cx.ast.words(&first.suffix), cx);
            return Err(self.reporter.refuse(literals::range_or_conversion(span, first.span, converted)));
        }
        let below: String = words.iter().map(|word| format!("/{}", cx.ast.str(word.text))).collect();
        let unit = PrintedUnit::named(below.clone(), below.clone());
        let asked = self.scope.units_mut().ask(Asked { text: format!("1{below}"), unit });
        let slot = self.emitter.rescale(value, to.scale, cx.place_at(span));
        Ok(Value::number(slot, Quantity { notation: to.notation.asking(asked), ..to }))
    }

    /// The product of the words of a literal's suffix, up to a word that is a binding. The literal itself is there for
    /// what is said of a word that is no unit.
    pub(super) fn suffix(
        &mut self,
        start: Quantity,
        words: &[Word],
        literal: Option<&Literal>,
        cx: Context<'_>,
    ) -> Lowered<Product> {
        self.product(start, words, Reading::Suffix(literal), cx)
    }

    /// The product of the words of a unit.
    pub(super) fn unit(&mut self, start: Quantity, words: &[Word], cx: Context<'_>) -> Lowered<Quantity> {
        self.product(start, words, Reading::Unit, cx).map(|product| product.quantity)
    }

    fn product(
        &mut self,
        start: Quantity,
        words: &[Word],
        reading: Reading<'_>,
        cx: Context<'_>,
    ) -> Lowered<Product> {
        let mut product = Product { quantity: start, cut: None };
        let mut refused = None;
        for (at, word) in words.iter().enumerate() {
            let text = cx.ast.str(word.text);
            let known = self.scope.units().lookup(text);
            let is_unit = |id| word.join == Join::Lead || !catalog::yields(id);
            let id = match (known, reading) {
                (Some(id), Reading::Unit) => id,
                (Some(id), Reading::Suffix(_)) if is_unit(id) || self.scope.bound(text, cx).is_none() => id,
                (_, Reading::Suffix(_)) if self.scope.bound(text, cx).is_some() => {
                    product.cut = Some(at);
                    break;
                }
                (_, _) => match self.unknown_word(words, at, reading, cx) {
                    Ok(id) => id,
                    Err(error) => {
                        refused = Some(error);
                        continue;
                    }
                },
            };
            let Some(unit) = self.scope.units().info(id) else { continue };
            let sign: i8 = if word.join.divides() { -1 } else { 1 };
            let times = if word.times == 1.0 { Scale::ONE } else { Scale::from_decimal(word.times) };
            let scale = unit.scale.times(times).to_the(sign);
            let dimension =
                unit.dimension.to_the(sign).and_then(|factor| product.quantity.dimension.times(factor));
            let Some(dimension) = dimension else { return Err(self.too_many_dimensions(word.span)) };
            product.quantity = Quantity {
                dimension,
                scale: product.quantity.scale.times(scale),
                notation: product.quantity.notation.with(id, sign),
            };
        }
        refused.map_or(Ok(product), Err)
    }

    /// The unit of a word that is no known one: a noun, if it may be a new one.
    fn unknown_word(
        &mut self,
        words: &[Word],
        at: usize,
        reading: Reading<'_>,
        cx: Context<'_>,
    ) -> Lowered<UnitId> {
        let (literal, spot) = match reading {
            Reading::Suffix(literal) => (literal, Spot::Suffix),
            Reading::Unit => (None, Spot::Elsewhere),
        };
        let word = InUnit::new(words, at, literal, cx.ast).ok_or(Refused::EARLIER)?;
        if let (Reading::Suffix(_), Some(short)) = (reading, short_time(word.text)) {
            return self.scope.units().lookup(short).ok_or(Refused::EARLIER);
        }
        let span = word.word.span;
        match (misread_unit(word.text), slips::refuse(word.text, span)) {
            (Some(misread), _) => {
                Err(self.reporter.refuse(units::bytes_or_bits(word.text, span, "", misread)))
            }
            (None, Some(slip)) => Err(self.reporter.refuse(slip)),
            (None, None) => self.noun_or_refusal(word, spot, cx),
        }
    }

    /// Refuses a product of more dimensions than a value can have.
    pub(super) fn too_many_dimensions(&mut self, span: Span) -> Refused {
        self.reporter.refuse(operators::too_many_dimensions(span))
    }

    /// `10/n`: the suffix ends before the word with the index `cut`, a binding, and what is left divides.
    fn cut_short(&mut self, literal: &Literal, cut: usize, value: Value, cx: Context<'_>) -> Lowered {
        let words = cx.ast.words(&literal.suffix);
        let mut value = value;
        for word in words.get(cut..).unwrap_or_default() {
            let text = cx.ast.str(word.text);
            if word.join == Join::Lead {
                // `3 x` with `x` bound.
                let gap = Span { start: literal.number.end, end: word.span.start, ..literal.span };
                return Err(self.reporter.refuse(literals::implied_product(text, literal.span, gap)));
            }
            if literal.divides {
                let divisors = self.divisors(literal, words, cx);
                return Err(self.reporter.refuse(literals::divisor_with_name(text, literal.span, divisors)));
            }
            let operand = match self.scope.bound(text, cx) {
                Some(bound) => bound.value,
                None => {
                    let word = Word { join: Join::Lead, ..*word };
                    let product = self.suffix(Quantity::NUMBER, &[word], None, cx)?;
                    self.emitter.number(1.0, product.quantity, cx.place_at(word.span))
                }
            };
            let (Some(a), Some(b)) = (value.quantity(), operand.quantity()) else {
                return Err(Refused::EARLIER);
            };
            let sign = if word.join.divides() { -1 } else { 1 };
            let dimension = b.dimension.to_the(sign).and_then(|factor| a.dimension.times(factor));
            let Some(dimension) = dimension else { return Err(self.too_many_dimensions(word.span)) };
            let operation = if sign < 0 { Operation::Divide } else { Operation::Multiply };
            let place = cx.place_at(literal.span.to(word.span));
            let slot = self.emitter.emit(Op::Binary(operation, value.slot, operand.slot), place);
            let quantity = Quantity {
                dimension,
                scale: a.scale.times(b.scale.to_the(sign)),
                notation: a.notation.times(b.notation, sign),
            };
            value = Value::number(slot, quantity);
        }
        Ok(value)
    }
}

/// The quantity that a literal or a unit of some form starts from, before its words.
pub(super) fn start_of(form: Form) -> Quantity {
    match form {
        Form::Money => Quantity {
            dimension: Dimension::base(Base::MONEY),
            scale: Scale::ONE,
            notation: Notation::NONE.with(ids::DOLLAR, 1),
        },
        Form::Percent => Quantity { scale: Scale::Exact(1, 100), ..Quantity::SHARE },
        Form::Plain | Form::Factor => Quantity::NUMBER,
    }
}

//! Ranges: two literals that say how far a number is known.
//!
//! `low to high` is the 90% interval of a lognormal, or of a logit-normal where both are percents; `x ± d` is a
//! normal. A range with two readings, or without a distribution, is refused here.

pub(super) mod end;

use end::{End, Ends};

use super::context::{Context, Place};
use super::diagnostics::ranges as diagnostics;
use super::emitter::Drawn;
use super::literal::start_of;
use super::reporter::{Lowered, Refused};
use super::{Lowering, Quantity, Value};
use crate::engine::Distribution;
use crate::syntax::{Ast, Form, Join, Literal, Node, NodeId, RangeKind, Word};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;
use crate::units::scale::{Scale, finer};
use crate::units::words::joined;

/// Ends farther apart than this are more likely a slip of a prefix than an estimate.
const FAR_APART: f64 = 1000.0;

/// The share of the samples within the interval of a range.
pub(super) const LEVEL: f64 = 0.9;

impl Lowering {
    /// `low to high`, `low .. high`, `x ± d`; or a conversion in disguise.
    pub(super) fn range(&mut self, id: NodeId, cx: Context<'_>) -> Lowered {
        // A literal is one variable, however many rows of a table it is written out for.
        let once = cx.is_in_row() && cx.call.is_none() && !cx.ast.has_bounds(id);
        if let Some(known) = self.row_ranges.get(id).filter(|_| once) {
            return Ok(known);
        }
        let value = self.range_at(id, cx);
        if once {
            self.row_ranges.note(id, *value.as_ref().unwrap_or(&Value::UNKNOWN));
        }
        value
    }

    fn range_at(&mut self, id: NodeId, cx: Context<'_>) -> Lowered {
        let ast = cx.ast;
        let Node::Range { low, high, kind, negative } = ast.node(id) else { return Err(Refused::EARLIER) };
        self.bounds = None;
        let (Some(first), Some(second)) = (ast.literals.get(low as usize), ast.literals.get(high as usize))
        else {
            return Err(Refused::EARLIER);
        };
        let (first_words, second_words) = (ast.words(&first.suffix), ast.words(&second.suffix));
        let joins = |words: &[Word]| words.first().is_some_and(|word| word.join != Join::Lead);
        let names_unit = second.value == 1.0 && second.whole && second.form == Form::Plain;
        let is_unit = names_unit && joins(second_words);
        let by_ends = matches!(kind, RangeKind::Interval | RangeKind::Between);
        if is_unit && by_ends && !first_words.is_empty() && negative == (false, false) {
            return self.per_one(low, first, second, cx);
        }
        self.refuse_readings(first, first_words, cx)?;
        self.refuse_readings(second, second_words, cx)?;
        for literal in [first, second] {
            self.refuse_adjectives(&literal.suffix, Some(literal), cx)?;
        }
        let span = ast.span(id);
        let bare = |literal: &Literal| literal.form == Form::Plain;
        if first.divides && bare(first) && bare(second) && (joins(first_words) || joins(second_words)) {
            return Err(self.reporter.refuse(diagnostics::divides(span)));
        }
        let low = End::of(ast, first, first_words, negative.0);
        let high = End::of(ast, second, second_words, negative.1);
        let (distribution, quantity, sign) = match kind {
            RangeKind::Interval => {
                let (distribution, quantity) = self.interval(low, high, span, cx)?;
                (distribution, quantity, "to")
            }
            RangeKind::PlusMinus => {
                let (distribution, quantity) = self.plus_minus(low, high, span, cx)?;
                (distribution, quantity, "±")
            }
            RangeKind::Between => {
                let ends = self.ordered_ends(low, high, span, cx)?;
                return Ok(self.bounded(ends.numbers, ends.quantity, cx.place(id)));
            }
            RangeKind::Around => {
                let (middle, half, quantity) = self.middle_and_half(low, high, span, cx)?;
                return Ok(self.bounded((middle - half, middle + half), quantity, cx.place(id)));
            }
        };
        let text = format!("{} {sign} {}", ast.str(first.text), ast.str(second.text));
        self.variable(distribution, quantity, &text, cx.place(id))
    }

    /// A value that differs between samples; `text` tells it from others of the same formula.
    pub(super) fn variable(
        &mut self,
        distribution: Distribution,
        quantity: Quantity,
        text: &str,
        place: Place,
    ) -> Lowered {
        let range = Drawn { owner: &self.entry.owner, text, distribution, quantity };
        match self.emitter.draw(range, place) {
            Some(value) => Ok(value),
            None => Err(self.reporter.refuse(diagnostics::too_many(place.span))),
        }
    }

    /// The ends of `low to high`, which are in order.
    pub(super) fn ordered_ends<'t>(
        &mut self,
        mut low: End<'t>,
        high: End<'t>,
        span: Span,
        cx: Context<'_>,
    ) -> Lowered<Ends<'t>> {
        self.check(spread_magnitude(&mut low, &high, span))?;
        let bare_high = high.form != Form::Percent && high.is_bare();
        if bare_high && low.form == Form::Percent && low.value < high.value {
            return Err(self.reporter.refuse(diagnostics::percent_or_number(&low, &high, span)));
        }
        let ends = self.ends(low, high, span, cx)?;
        if ends.numbers.0 > ends.numbers.1 {
            return Err(self.reporter.refuse(diagnostics::out_of_order(&ends)));
        }
        Ok(ends)
    }

    /// `low to high`.
    fn interval(
        &mut self,
        low: End<'_>,
        high: End<'_>,
        span: Span,
        cx: Context<'_>,
    ) -> Lowered<(Distribution, Quantity)> {
        let ends = self.ordered_ends(low, high, span, cx)?;
        let (from, to) = ends.numbers;
        let percent = ends.low.form == Form::Percent && ends.high.form == Form::Percent;
        if percent && (from <= 0.0 || to >= 100.0) {
            return Err(self.reporter.refuse(diagnostics::not_within_percents(&ends)));
        }
        if from <= 0.0 {
            return Err(self.reporter.refuse(diagnostics::not_above_zero(&ends)));
        }
        if from == to {
            self.reporter.report(diagnostics::equal_ends(span));
        } else if to > from * FAR_APART {
            self.reporter.report(diagnostics::far_apart(span, libm::round(to / from)));
        }
        let score = Distribution::score_of(LEVEL);
        let distribution = if percent {
            Distribution::LogitNormal { low: from, high: to, score, whole: 100.0 }
        } else {
            Distribution::Lognormal { low: from, high: to, score }
        };
        Ok((distribution, ends.quantity))
    }

    /// `x ± d`.
    fn plus_minus(
        &mut self,
        middle: End<'_>,
        half: End<'_>,
        span: Span,
        cx: Context<'_>,
    ) -> Lowered<(Distribution, Quantity)> {
        let (middle, half, quantity) = self.middle_and_half(middle, half, span, cx)?;
        if half == 0.0 {
            self.reporter.report(diagnostics::equal_ends(span));
        }
        let score = Distribution::score_of(LEVEL);
        Ok((Distribution::Normal { middle, half, score }, quantity))
    }

    /// The two numbers of `x ± d` in one unit.
    fn middle_and_half(
        &mut self,
        middle: End<'_>,
        half: End<'_>,
        span: Span,
        cx: Context<'_>,
    ) -> Lowered<(f64, f64, Quantity)> {
        if half.negative {
            return Err(self.reporter.refuse(diagnostics::negative_half(&middle, &half, span)));
        }
        if middle.form == Form::Percent && (half.form == Form::Percent || half.is_bare()) {
            return Err(self.reporter.refuse(diagnostics::points_or_share(&middle, &half, span)));
        }
        if half.form == Form::Percent {
            let quantity = self.quantity_of(&middle, cx)?;
            return Ok((middle.signed(), middle.value * half.value / 100.0, quantity));
        }
        self.check(magnitudes_of_half(&middle, &half, span))?;
        let ends = self.ends(middle, half, span, cx)?;
        Ok((ends.numbers.0, ends.numbers.1, ends.quantity))
    }

    fn check(&mut self, checked: Result<(), Box<Diagnostic>>) -> Lowered<()> {
        checked.map_err(|error| self.reporter.refuse(*error))
    }

    /// Both ends in one unit.
    fn ends<'t>(
        &mut self,
        first: End<'t>,
        second: End<'t>,
        span: Span,
        cx: Context<'_>,
    ) -> Lowered<Ends<'t>> {
        let (mut low, mut high) = (first.clone(), second.clone());
        low.borrow(&second);
        high.borrow(&first);
        let (x, y) = (self.quantity_of(&low, cx)?, self.quantity_of(&high, cx)?);
        let units = self.scope.units();
        if x.dimension != y.dimension {
            let words = (x.words(units), y.words(units));
            return Err(self.reporter.refuse(diagnostics::ends_differ((&first, &second), words, span)));
        }
        let scale = finer(x.scale, y.scale);
        let at = |value: f64, own: Scale| match own.over(scale) {
            ratio if ratio.is_one() => value,
            ratio => value * ratio.to_f64(),
        };
        let notation = joined(units, x.notation, y.notation, x.dimension);
        let numbers = (at(low.signed(), x.scale), at(high.signed(), y.scale));
        let in_high = scale.over(y.scale).to_f64();
        Ok(Ends { low, high, numbers, quantity: Quantity { scale, notation, ..x }, in_high, span })
    }

    /// The unit of an end.
    fn quantity_of(&mut self, end: &End<'_>, cx: Context<'_>) -> Lowered<Quantity> {
        let words: Vec<Word> = end.above.iter().chain(&end.below).copied().collect();
        let product = self.suffix(start_of(end.form), &words, None, cx)?;
        match product.cut.and_then(|cut| words.get(cut)) {
            Some(word) => {
                let error = diagnostics::name_in_range(cx.ast.str(word.text), word.span);
                Err(self.reporter.refuse(error))
            }
            None => Ok(product.quantity),
        }
    }

    /// `(2 to 3) * (2 to 3)`: two variables, or one that is meant twice?
    pub(super) fn warn_of_repeated_ranges(&mut self, root: NodeId, cx: Context<'_>) {
        let ast = cx.ast;
        let text = |id: NodeId| match ast.node(id) {
            Node::Range { low, high, kind: kind @ (RangeKind::Interval | RangeKind::PlusMinus), .. } => {
                let literal = |at: u32| {
                    let literal = ast.literals.get(at as usize)?;
                    let words: Vec<&str> =
                        ast.words(&literal.suffix).iter().map(|word| ast.str(word.text)).collect();
                    Some((ast.str(literal.text), words))
                };
                Some((literal(low)?, literal(high)?, kind == RangeKind::Interval))
            }
            _ => None,
        };
        let ranges: Vec<_> = ast.below(root).filter_map(|id| Some((id, text(id)?))).collect();
        let repeated = ranges.iter().enumerate().find_map(|(at, (id, range))| {
            let (earlier, _) = ranges.iter().take(at).find(|(_, other)| other == range)?;
            Some((*earlier, *id))
        });
        if let Some((first, second)) = repeated {
            self.reporter.report(diagnostics::repeated(ast.span(first), ast.span(second)));
        }
    }
}

/// `1 to 5M users`, `20 to 30%`: does the magnitude or the percent sign of the upper end hold for the lower one too?
fn spread_magnitude(low: &mut End<'_>, high: &End<'_>, span: Span) -> Result<(), Box<Diagnostic>> {
    // Where both have a unit of their own, a magnitude belongs to its number.
    if low.has_unit() && high.has_unit() || low.form == Form::Percent || low.negative || high.negative {
        return Ok(());
    }
    if high.form == Form::Percent && low.is_bare() {
        if low.value > high.value / 100.0 {
            // 20 to 0.3 is no range, so 20% it is.
            low.form = Form::Percent;
            return Ok(());
        }
        if low.value > high.value {
            return Ok(());
        }
        return Err(Box::new(diagnostics::number_or_percent(low, high, span)));
    }
    let (None, Some(factor)) = (low.magnitude(), high.magnitude()) else { return Ok(()) };
    if !matches!(low.form, Form::Plain | Form::Money)
        || low.value * factor > high.value
        || low.value > high.value
        || low.value == 0.0
    {
        return Ok(());
    }
    Err(Box::new(diagnostics::magnitude_of_low(low, high, span)))
}

/// `10k ± 2`: two, or two thousand? Half of an interval is smaller than its middle.
fn magnitudes_of_half(middle: &End<'_>, half: &End<'_>, span: Span) -> Result<(), Box<Diagnostic>> {
    if middle.has_unit() && half.has_unit() || middle.value == 0.0 || half.value == 0.0 {
        return Ok(());
    }
    match (middle.magnitude(), half.magnitude()) {
        (Some(factor), None) if half.value * factor <= middle.value => {
            Err(Box::new(diagnostics::magnitude_of_half(middle, half, span)))
        }
        (None, Some(_)) => Err(Box::new(diagnostics::magnitude_of_middle(middle, half, span))),
        _ => Ok(()),
    }
}

/// `1/2 to 3`: a half to three, or one over a range?
pub(super) fn divided(left: NodeId, right: NodeId, ast: &Ast) -> Option<Diagnostic> {
    let Node::Range { low, high, kind: RangeKind::Interval, negative: (false, false) } = ast.node(right)
    else {
        return None;
    };
    let dividend = ast
        .literal(left)
        .filter(|literal| matches!(literal.form, Form::Plain | Form::Money) && literal.suffix.is_empty())?;
    let plain = |literal: &&Literal| literal.form == Form::Plain && literal.suffix.is_empty();
    let divisor = ast.literals.get(low as usize).filter(plain)?;
    let high = ast.literals.get(high as usize)?;
    let quotient = dividend.value / divisor.value;
    if quotient >= high.value {
        return None;
    }
    let end = End::of(ast, high, ast.words(&high.suffix), false).written();
    let range = format!("{} to {end}", End::of(ast, divisor, &[], false).written());
    let span = ast.span(left).to(ast.span(right));
    Some(diagnostics::fraction(span, (ast.str(dividend.text), dividend.form), quotient, (&range, &end)))
}

/// The numbers of a range in percent.
pub(super) fn percents(ast: &Ast, node: NodeId) -> Option<(f64, f64)> {
    let Node::Range { low, high, kind: RangeKind::Interval, .. } = ast.node(node) else { return None };
    let (low, high) = (ast.literals.get(low as usize)?, ast.literals.get(high as usize)?);
    (high.form == Form::Percent).then_some((low.value, high.value))
}

//! Ranges: two literals that say how far a number is known.
//!
//! `low to high` is the 90% interval of a lognormal, or of a logit-normal where both are percents;
//! `x ± d` is a normal. What has two readings, or no distribution at all, is refused here, each with what
//! to write instead.

mod end;
mod refusal;

use end::{End, Ends};
use refusal::{
    Refusal, magnitudes_of_half, out_of_order, points_or_share, refused, spread_magnitude, two_readings,
};

use super::operator::trimmed;
use super::{Frame, Lowering, Quantity, Value};
use crate::engine::Distribution;
use crate::syntax::{Ast, Form, Join, Literal, Node, NodeId, RangeKind, Word};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;
use crate::units::dimension::{Base, Dimension};
use crate::units::number;
use crate::units::scale::Scale;

/// Ends farther apart than this are more likely a slip of a prefix than an estimate.
const FAR_APART: f64 = 1000.0;

impl Lowering {
    /// `low to high`, `low .. high`, `x ± d`; or a conversion in disguise.
    pub(super) fn range(&mut self, ast: &Ast, id: NodeId, frame: Frame<'_>) -> Value {
        // A literal is one variable, however many rows of a table it is written out for.
        let once = frame.row.is_some() && frame.call.is_none();
        if once && let Some(known) = self.row_ranges.get(&id) {
            return *known;
        }
        let value = self.range_at(ast, id, frame);
        if once {
            self.row_ranges.insert(id, value);
        }
        value
    }

    fn range_at(&mut self, ast: &Ast, id: NodeId, frame: Frame<'_>) -> Value {
        let Node::Range { low, high, kind, negative } = ast.node(id) else { return Value::UNKNOWN };
        let (Some(first), Some(second)) = (ast.literals.get(low as usize), ast.literals.get(high as usize))
        else {
            return Value::UNKNOWN;
        };
        let (first_words, second_words) = (ast.words(&first.suffix), ast.words(&second.suffix));
        let names_unit = second.value == 1.0 && second.whole && second.form == Form::Plain;
        let is_unit = names_unit && second_words.first().is_some_and(|word| word.join != Join::Lead);
        if is_unit && kind == RangeKind::Interval && !first_words.is_empty() && negative == (false, false) {
            return self.per_one(ast, low, first, second, frame);
        }
        for (literal, words) in [(first, first_words), (second, second_words)] {
            if let Some(error) = self.refuse_literal(ast, literal, words, frame) {
                self.diagnostics.push(error);
                return Value::UNKNOWN;
            }
        }
        let span = ast.span(id);
        let joins = |words: &[Word]| words.first().is_some_and(|word| word.join != Join::Lead);
        let bare = |literal: &Literal| literal.form == Form::Plain;
        if first.divides && bare(first) && bare(second) && (joins(first_words) || joins(second_words)) {
            let inner = ast.span(id);
            self.diagnostics.push(
                Diagnostic::error("E0104", "dividing by this has two readings")
                    .at(inner, "one divisor, or two?")
                    .help("put the range in parentheses, with its unit or without: `x / (2/day to 3/day)`, `x / (2 to 3) / 1 day`"),
            );
            return Value::UNKNOWN;
        }
        let low = End::of(ast, first, first_words, negative.0);
        let high = End::of(ast, second, second_words, negative.1);
        let result = match kind {
            RangeKind::Interval => self.interval(low, high, span, frame),
            RangeKind::PlusMinus => self.plus_minus(low, high, span, frame),
        };
        match result {
            Ok((distribution, quantity)) => {
                let sign = if kind == RangeKind::Interval { "to" } else { "±" };
                let text = format!("{} {sign} {}", ast.str(first.text), ast.str(second.text));
                self.variable(distribution, quantity, &text, span, frame)
            }
            Err(error) => {
                self.diagnostics.extend(error.map(|error| *error));
                Value::UNKNOWN
            }
        }
    }

    /// `low to high`.
    fn interval<'t>(
        &mut self,
        mut low: End<'t>,
        high: End<'t>,
        span: Span,
        frame: Frame<'_>,
    ) -> Result<(Distribution, Quantity), Refusal> {
        spread_magnitude(&mut low, &high, span)?;
        if high.form != Form::Percent && low.form == Form::Percent && high.is_bare() && low.value < high.value
        {
            return Err(two_readings(
                span,
                [
                    ("for both in percent write", format!("{} to {}%", low.written(), high.written())),
                    (
                        "for a share and a number write",
                        format!("{} to {}", trimmed(low.value / 100.0), high.written()),
                    ),
                ],
            ));
        }
        let ends = self.ends(low, high, span, frame)?;
        let (from, to) = ends.numbers;
        let percent = ends.low.form == Form::Percent && ends.high.form == Form::Percent;
        if from > to {
            return Err(out_of_order(&ends));
        }
        if percent && (from <= 0.0 || to >= 100.0) {
            let mut error = refused("a range of shares lies strictly between 0% and 100%", &ends).patch(
                "for any value between, all alike, write",
                span,
                ends.uniform(),
            );
            if from > 0.0 {
                let factors = format!("{} to {}", trimmed(from / 100.0), trimmed(to / 100.0));
                error = error.patch("for factors write", span, factors);
            }
            return Err(Some(Box::new(error)));
        }
        if from <= 0.0 {
            let error = refused("the ends of a range are above zero", &ends)
                .patch("for any value between, all alike, write", span, ends.uniform())
                .patch("for a bell curve with this 90% interval write", span, ends.normal());
            return Err(Some(Box::new(error)));
        }
        self.warn_of_ends(from, to, span);
        let score = Distribution::score_of(0.9);
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
        frame: Frame<'_>,
    ) -> Result<(Distribution, Quantity), Refusal> {
        let score = Distribution::score_of(0.9);
        if half.negative {
            let positive = End { negative: false, ..half };
            let error = Diagnostic::error("E0112", "what follows a `±` is above zero").at(span, "").patch(
                "write",
                span,
                format!("{} ± {}", middle.written(), positive.written()),
            );
            return Err(Some(Box::new(error)));
        }
        if middle.form == Form::Percent && (half.form == Form::Percent || half.is_bare()) {
            return Err(points_or_share(&middle, &half, span));
        }
        if half.form == Form::Percent {
            let start = self.quantity_of(&middle, frame)?;
            let half = middle.value * half.value / 100.0;
            self.warn_of_half(half, span);
            return Ok((Distribution::Normal { middle: middle.signed(), half, score }, start));
        }
        magnitudes_of_half(&middle, &half, span)?;
        let ends = self.ends(middle, half, span, frame)?;
        let (middle, half) = ends.numbers;
        self.warn_of_half(half, span);
        Ok((Distribution::Normal { middle, half, score }, ends.quantity))
    }

    /// Both ends in one unit.
    fn ends<'t>(
        &mut self,
        low: End<'t>,
        high: End<'t>,
        span: Span,
        frame: Frame<'_>,
    ) -> Result<Ends<'t>, Refusal> {
        let (mut low, mut high) = (low, high);
        let (first, second) = (low.clone(), high.clone());
        low.borrow(&second);
        high.borrow(&first);
        let (x, y) = (self.quantity_of(&low, frame)?, self.quantity_of(&high, frame)?);
        if x.dimension != y.dimension {
            let (is, other) = (self.words_of(x), self.words_of(y));
            let mut error = Diagnostic::error(
                "E0301",
                format!("the ends of a range have one dimension, not {is} and {other}"),
            )
            .at(first.span, is)
            .at(second.span, other);
            let with_unit = |end: &End<'_>, unit: &End<'_>| {
                let number = end.text.strip_prefix('$').unwrap_or(end.text);
                unit.with(number)
            };
            for (low, high) in [
                (first.written(), with_unit(&second, &first)),
                (with_unit(&first, &second), second.written()),
            ] {
                error = error.patch("if they have the same unit write", span, format!("{low} to {high}"));
            }
            return Err(Some(Box::new(error)));
        }
        let scale = super::sum::finer(x.scale, y.scale);
        let at = |value: f64, own: Scale| match own.over(scale) {
            ratio if ratio.is_one() => value,
            ratio => value * ratio.to_f64(),
        };
        let notation = self.join_notations(x.notation, y.notation, x.dimension);
        let numbers = (at(low.signed(), x.scale), at(high.signed(), y.scale));
        let in_high = scale.over(y.scale).to_f64();
        Ok(Ends { low, high, numbers, quantity: Quantity { scale, notation, ..x }, in_high, span })
    }

    /// The unit of an end.
    fn quantity_of(&mut self, end: &End<'_>, frame: Frame<'_>) -> Result<Quantity, Refusal> {
        let words: Vec<Word> = end.above.iter().chain(&end.below).copied().collect();
        let product = self.product(end.ast, Lowering::start_of(end.form), &words, frame, true);
        if product.unknown {
            return Err(None);
        }
        if let Some(word) = product.cut.and_then(|cut| words.get(cut)) {
            let message =
                format!("the ends of a range are literals, and `{}` is defined here", end.ast.str(word.text));
            let error = Diagnostic::error("E0112", message)
                .at(word.span, "not a unit")
                .help(format!("put the range in parentheses: `(… to …) / {}`", end.ast.str(word.text)));
            return Err(Some(Box::new(error)));
        }
        Ok(product.quantity)
    }

    fn warn_of_ends(&mut self, low: f64, high: f64, span: Span) {
        if low == high {
            self.diagnostics.push(
                Diagnostic::warning("W0109", "the ends of this range are equal")
                    .at(span, "one value")
                    .help("give the value alone, or how far it may be off"),
            );
        } else if high > low * FAR_APART {
            let ratio = libm::round(high / low);
            let factor = if ratio.is_finite() { number::plain(ratio) } else { "more than 10^308".to_owned() };
            self.diagnostics.push(
                Diagnostic::warning(
                    "W0109",
                    format!("the ends of this range are a factor of {factor} apart"),
                )
                .at(span, "a slip of a prefix?")
                .help(
                    "if that little is known, accept this with `# ok: reason`, in a model `ok = \"reason\"`",
                ),
            );
        }
    }

    fn warn_of_half(&mut self, half: f64, span: Span) {
        if half == 0.0 {
            self.diagnostics.push(
                Diagnostic::warning("W0109", "the ends of this range are equal")
                    .at(span, "one value")
                    .help("give the value alone, or how far it may be off"),
            );
        }
    }

    /// `(2 to 3) * (2 to 3)`: two variables, or one that is meant twice?
    pub(super) fn warn_of_repeated_ranges(&mut self, ast: &Ast, root: NodeId) {
        let text = |id: NodeId| match ast.node(id) {
            Node::Range { low, high, kind, .. } => {
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
        for (at, (id, range)) in ranges.iter().enumerate() {
            let earlier = ranges.iter().take(at).find(|(_, other)| other == range);
            let Some((first, _)) = earlier else { continue };
            self.diagnostics.push(
                Diagnostic::warning("W0110", "the same range stands twice: each is a variable of its own")
                    .at(ast.span(*id), "another variable")
                    .see(ast.span(*first), "one variable")
                    .help("if one is meant, give it a name and use the name twice"),
            );
            return;
        }
    }

    /// `1/2 to 3`: a half to three, or one over a range?
    pub(super) fn refuse_divided_range(&self, ast: &Ast, left: NodeId, right: NodeId) -> Option<Diagnostic> {
        let Node::Range { low, high, kind: RangeKind::Interval, negative: (false, false) } = ast.node(right)
        else {
            return None;
        };
        let plain = |literal: &&Literal| literal.form == Form::Plain && literal.suffix.is_empty();
        let dividend = ast.literal(left).filter(|literal| {
            matches!(literal.form, Form::Plain | Form::Money) && literal.suffix.is_empty()
        })?;
        let dollar = if dividend.form == Form::Money { "$" } else { "" };
        let divisor = ast.literals.get(low as usize).filter(plain)?;
        let high = ast.literals.get(high as usize)?;
        let quotient = dividend.value / divisor.value;
        if quotient >= high.value || ast.literal(left).is_none() {
            return None;
        }
        let span = ast.span(left).to(ast.span(right));
        let words = ast.words(&high.suffix);
        let end = End::of(ast, high, words, false).written();
        let range = format!("{} to {end}", End::of(ast, divisor, &[], false).written());
        Some(
            Diagnostic::error(
                "E0104",
                "this has two readings: a range from a fraction, or a number divided by a range",
            )
            .at(span, "")
            .patch("for the range write", span, format!("{dollar}{} to {end}", trimmed(quotient)))
            .patch("to divide write", span, format!("{} / ({range})", ast.str(dividend.text))),
        )
    }

    /// What a literal of a form starts from.
    pub(super) fn start_of(form: Form) -> Quantity {
        use crate::units::catalog::ids;
        use crate::units::notation::Notation;
        match form {
            Form::Money => Quantity {
                dimension: Dimension::base(Base::MONEY),
                scale: Scale::ONE,
                notation: Notation::NONE.with(ids::DOLLAR, 1),
            },
            Form::Percent => {
                Quantity { scale: Scale::Exact(1, 100), notation: Notation::PERCENT, ..Quantity::NUMBER }
            }
            Form::Plain | Form::Factor => Quantity::NUMBER,
        }
    }

    /// `x + 5% to 10%`: a range of shares added to something else than 1.
    pub(super) fn percent_range(ast: &Ast, node: NodeId) -> Option<(f64, f64)> {
        let Node::Range { low, high, kind: RangeKind::Interval, .. } = ast.node(node) else { return None };
        let (low, high) = (ast.literals.get(low as usize)?, ast.literals.get(high as usize)?);
        (high.form == Form::Percent).then_some((low.value, high.value))
    }
}

//! Ranges: two literals that say how far a number is known.
//!
//! `low to high` is the 90% interval of a lognormal, or of a logit-normal where both are percents;
//! `x ± d` is a normal. What has two readings, or no shape at all, is refused here, each with what
//! to write instead.

use super::operator::trimmed;
use super::{Frame, Lowering, Quantity, Type, Value};
use crate::diagnostic::Diagnostic;
use crate::engine::{Op, Shape, Slot, Variable};
use crate::source::Span;
use crate::syntax::{Ast, Form, Join, Literal, Node, NodeId, RangeKind, Word};
use crate::units::dimension::{Base, Dimension};
use crate::units::number;
use crate::units::scale::Scale;

/// The most ranges that a program may draw: each takes about 50 KB.
const MOST_VARIABLES: usize = 4096;

/// Ends farther apart than this are more likely a slip of a prefix than an estimate.
const FAR_APART: f64 = 1000.0;

/// The standard score of the ends of a 90% interval, for the numbers in a help line.
const NINETY: f64 = 1.644_853_626_951_472;

/// What the samples of a range are named after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// An input: its samples stay the same whatever is written for it.
    Input(String),
    /// A formula: a range in it is told from others by its text.
    Formula(String),
}

/// A range that was read.
#[derive(Clone, Copy, Debug)]
pub struct Range {
    /// Where it is written.
    pub span: Span,
    /// The number of its variable.
    pub variable: u32,
    /// The unit of its numbers.
    pub quantity: Quantity,
}

/// One end of a range, or what follows a `±`.
#[derive(Clone)]
struct End<'a> {
    /// Number and magnitude as written, with a `$` if it has one.
    text: &'a str,
    negative: bool,
    value: f64,
    form: Form,
    /// The unit above, and what it is per.
    above: Vec<Word<'a>>,
    below: Vec<Word<'a>>,
    span: Span,
}

impl<'a> End<'a> {
    fn of(literal: &Literal<'a>, words: &[Word<'a>], negative: bool) -> End<'a> {
        let above = words.iter().take_while(|word| !word.join.divides()).count();
        let (above, below) = words.split_at(above);
        End {
            text: literal.text,
            negative,
            value: literal.value,
            form: literal.form,
            above: above.to_vec(),
            below: below.to_vec(),
            span: literal.span,
        }
    }

    /// Whether it says what it is so many of.
    fn has_unit(&self) -> bool {
        self.form == Form::Money || !self.above.is_empty()
    }

    fn is_bare(&self) -> bool {
        !self.has_unit() && self.below.is_empty() && self.form != Form::Percent
    }

    /// Takes the unit of the other end, as far as it has none of its own.
    fn borrow(&mut self, other: &End<'a>) {
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

    /// The factor of its magnitude: 1000 of `5k`; nothing if it has none.
    fn magnitude(&self) -> Option<f64> {
        if self.form == Form::Factor {
            return None;
        }
        let digits: String = self.text.chars().filter(|c| *c != '_' && *c != '$').collect();
        let digits = digits.trim_end_matches(|c: char| c.is_alphabetic() || c.is_whitespace());
        let factor = self.value / digits.parse::<f64>().ok()?;
        (factor > 1.5).then_some(factor)
    }

    /// The letters of its magnitude, with a blank before a word.
    fn magnitude_text(&self) -> &'a str {
        let digits = self.text.trim_end_matches(|c: char| c.is_alphabetic() || c.is_whitespace());
        self.text.get(digits.len()..).unwrap_or("")
    }

    /// Its unit as it can be written behind any number.
    fn unit(&self) -> String {
        let mut text = String::new();
        if self.form == Form::Percent {
            text.push('%');
        }
        for word in self.above.iter().chain(&self.below) {
            match word.join {
                Join::Lead => text.push(' '),
                Join::Times => text.push('·'),
                Join::Slash | Join::Per if word.times != 1.0 => {
                    text.push_str(&format!(" per {} ", number::plain(word.times)));
                }
                Join::Slash | Join::Per => text.push('/'),
            }
            text.push_str(word.text);
        }
        text
    }

    /// A literal of its unit with another number.
    fn with(&self, number: &str) -> String {
        let (sign, number) = match number.strip_prefix('-') {
            Some(number) => ("-", number),
            None => ("", number),
        };
        let dollar = if self.form == Form::Money { "$" } else { "" };
        format!("{sign}{dollar}{number}{}", self.unit())
    }

    /// As it was meant, with its sign and its unit.
    fn written(&self) -> String {
        let number = self.text.strip_prefix('$').unwrap_or(self.text);
        let number = number.strip_suffix('x').filter(|_| self.form == Form::Factor).unwrap_or(number);
        self.with(&format!("{}{number}", if self.negative { "-" } else { "" }))
    }

    fn signed(&self) -> f64 {
        if self.negative { -self.value } else { self.value }
    }
}

/// Two ends with their common unit.
struct Ends<'a> {
    low: End<'a>,
    high: End<'a>,
    /// The numbers at one scale.
    numbers: (f64, f64),
    quantity: Quantity,
    /// How many of the high end's unit a 1 of the numbers is, to write others in it.
    in_high: f64,
    span: Span,
}

impl Ends<'_> {
    /// A number in the unit of the high end.
    fn written(&self, number: f64) -> String {
        let number = number * self.in_high;
        let sign = if number < 0.0 { "-" } else { "" };
        self.high.with(&format!("{sign}{}", number::scaled_number(number.abs(), false)))
    }

    /// What else two ends could mean.
    fn uniform(&self) -> String {
        format!("uniform({}, {})", self.low.written(), self.high.written())
    }

    fn normal(&self) -> String {
        let (low, high) = self.numbers;
        let (mean, sd) = (f64::midpoint(low, high), (high - low) / 2.0 / NINETY);
        format!("normal({}, {})", self.written(mean), self.written(sd))
    }
}

impl<'a> Lowering<'a> {
    /// `low to high`, `low .. high`, `x ± d`; or a conversion in disguise.
    pub(super) fn range(&mut self, ast: &Ast<'a>, id: NodeId, frame: Frame<'_>) -> Value {
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

    fn range_at(&mut self, ast: &Ast<'a>, id: NodeId, frame: Frame<'_>) -> Value {
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
            if let Some(error) = self.refuse_literal(literal, words, frame) {
                self.diagnostics.push(error);
                return Value::UNKNOWN;
            }
        }
        let span = ast.span(id);
        let low = End::of(first, first_words, negative.0);
        let high = End::of(second, second_words, negative.1);
        let result = match kind {
            RangeKind::Interval => self.interval(low, high, span, frame),
            RangeKind::PlusMinus => self.plus_minus(low, high, span, frame),
        };
        match result {
            Ok((shape, quantity)) => {
                let sign = if kind == RangeKind::Interval { "to" } else { "±" };
                let text = format!("{} {sign} {}", first.text, second.text);
                self.variable(shape, quantity, &text, span, frame)
            }
            Err(error) => {
                self.diagnostics.extend(error.map(|error| *error));
                Value::UNKNOWN
            }
        }
    }

    /// `low to high`.
    fn interval(
        &mut self,
        mut low: End<'a>,
        high: End<'a>,
        span: Span,
        frame: Frame<'_>,
    ) -> Result<(Shape, Quantity), Option<Box<Diagnostic>>> {
        spread_magnitude(&mut low, &high, span)?;
        if high.form != Form::Percent && low.form == Form::Percent && high.is_bare() {
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
        let score = Shape::score_of(0.9);
        let shape = if percent {
            Shape::LogitNormal { low: from, high: to, score, whole: 100.0 }
        } else {
            Shape::Lognormal { low: from, high: to, score }
        };
        Ok((shape, ends.quantity))
    }

    /// `x ± d`.
    fn plus_minus(
        &mut self,
        middle: End<'a>,
        half: End<'a>,
        span: Span,
        frame: Frame<'_>,
    ) -> Result<(Shape, Quantity), Option<Box<Diagnostic>>> {
        let score = Shape::score_of(0.9);
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
            return Ok((Shape::Normal { middle: middle.signed(), half, score }, start));
        }
        magnitudes_of_half(&middle, &half, span)?;
        let ends = self.ends(middle, half, span, frame)?;
        let (middle, half) = ends.numbers;
        self.warn_of_half(half, span);
        Ok((Shape::Normal { middle, half, score }, ends.quantity))
    }

    /// Both ends in one unit.
    fn ends(
        &mut self,
        low: End<'a>,
        high: End<'a>,
        span: Span,
        frame: Frame<'_>,
    ) -> Result<Ends<'a>, Option<Box<Diagnostic>>> {
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
            let with_unit = |end: &End<'a>, unit: &End<'a>| {
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
        let look = self.join_looks(x.look, y.look, x.dimension);
        let numbers = (at(low.signed(), x.scale), at(high.signed(), y.scale));
        let in_high = scale.over(y.scale).to_f64();
        Ok(Ends { low, high, numbers, quantity: Quantity { scale, look, ..x }, in_high, span })
    }

    /// The unit of an end.
    fn quantity_of(&mut self, end: &End<'a>, frame: Frame<'_>) -> Result<Quantity, Option<Box<Diagnostic>>> {
        let words: Vec<Word<'a>> = end.above.iter().chain(&end.below).copied().collect();
        let product = self.product(Lowering::start_of(end.form), &words, frame, true);
        if product.unknown {
            return Err(None);
        }
        if let Some(word) = product.cut.and_then(|cut| words.get(cut)) {
            let message = format!("the ends of a range are literals, and `{}` is defined here", word.text);
            let error = Diagnostic::error("E0112", message)
                .at(word.span, "not a unit")
                .help(format!("put the range in parentheses: `(… to …) / {}`", word.text));
            return Err(Some(Box::new(error)));
        }
        Ok(product.quantity)
    }

    /// A value that differs between worlds.
    pub(super) fn variable(
        &mut self,
        shape: Shape,
        quantity: Quantity,
        text: &str,
        span: Span,
        frame: Frame<'_>,
    ) -> Value {
        if self.ranges.len() >= MOST_VARIABLES {
            self.diagnostics.push(
                Diagnostic::error("E0207", format!("this has more than {MOST_VARIABLES} ranges"))
                    .at(span, "one too many")
                    .help("give a range that is used again a name, so that it is one variable"),
            );
            return Value::UNKNOWN;
        }
        let mut name = match &self.owner {
            Owner::Input(name) => name.clone(),
            Owner::Formula(name) => format!("{name} | {text}"),
        };
        let before = self.occurrences.entry(name.clone()).or_default();
        if *before > 0 {
            name.push_str(&format!(" #{before}"));
        }
        *before += 1;
        let variable = self.declare(Variable { name, shape });
        self.ranges.push(Range { span, variable, quantity });
        let slot = self.emit(Op::Input(variable), span, frame);
        Value { slot, kind: Type::Quantity(quantity) }
    }

    /// The number of a new variable.
    pub fn declare(&mut self, variable: Variable) -> u32 {
        self.variables.push(variable);
        u32::try_from(self.variables.len() - 1).unwrap_or(u32::MAX)
    }

    /// The shape of a slot that is a variable and nothing else.
    pub fn shape_of(&self, slot: Slot) -> Option<&Shape> {
        match self.program.op(slot) {
            Some(Op::Input(variable)) => {
                self.variables.get(variable as usize).map(|variable| &variable.shape)
            }
            _ => None,
        }
    }

    /// For each slot, whether it differs between worlds.
    pub fn varying(&self) -> Vec<bool> {
        let fixed =
            |input: u32| self.variables.get(input as usize).is_none_or(|input| input.shape.is_fixed());
        self.program.varying(|input| !fixed(input))
    }

    fn warn_of_ends(&mut self, low: f64, high: f64, span: Span) {
        if low == high {
            self.diagnostics.push(
                Diagnostic::warning("W0109", "the ends of this range are equal")
                    .at(span, "one value")
                    .help("give the value alone, or how far it may be off"),
            );
        } else if high > low * FAR_APART {
            let factor = number::plain(libm::round(high / low));
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
    pub(super) fn warn_of_repeated_ranges(&mut self, ast: &Ast<'a>, root: NodeId) {
        let text = |id: NodeId| match ast.node(id) {
            Node::Range { low, high, kind, .. } => {
                let literal = |at: u32| {
                    let literal = ast.literals.get(at as usize)?;
                    let words: Vec<&str> = ast.words(&literal.suffix).iter().map(|word| word.text).collect();
                    Some((literal.text, words))
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
    pub(super) fn refuse_divided_range(
        &self,
        ast: &Ast<'a>,
        left: NodeId,
        right: NodeId,
    ) -> Option<Diagnostic> {
        let Node::Range { low, high, kind: RangeKind::Interval, negative: (false, false) } = ast.node(right)
        else {
            return None;
        };
        let plain = |literal: &&Literal<'a>| literal.form == Form::Plain && literal.suffix.is_empty();
        let dividend = ast.literal(left).filter(plain)?;
        let divisor = ast.literals.get(low as usize).filter(plain)?;
        let high = ast.literals.get(high as usize)?;
        let quotient = dividend.value / divisor.value;
        if quotient >= high.value || ast.literal(left).is_none() {
            return None;
        }
        let span = ast.span(left).to(ast.span(right));
        let words = ast.words(&high.suffix);
        let end = End::of(high, words, false).written();
        let range = format!("{} to {end}", End::of(divisor, &[], false).written());
        Some(
            Diagnostic::error(
                "E0104",
                "this has two readings: a range from a fraction, or a number divided by a range",
            )
            .at(span, "")
            .patch("for the range write", span, format!("{} to {end}", trimmed(quotient)))
            .patch("to divide write", span, format!("{} / ({range})", dividend.text)),
        )
    }

    /// What a literal of a form starts from.
    pub(super) fn start_of(form: Form) -> Quantity {
        use crate::units::catalog::ids;
        use crate::units::look::Look;
        match form {
            Form::Money => Quantity {
                dimension: Dimension::base(Base::MONEY),
                scale: Scale::ONE,
                look: Look::NONE.with(ids::DOLLAR, 1),
            },
            Form::Percent => {
                Quantity { scale: Scale::Exact(1, 100), look: Look::PERCENT, ..Quantity::NUMBER }
            }
            Form::Plain | Form::Factor => Quantity::NUMBER,
        }
    }

    /// `x + 5% to 10%`: a range of shares added to something else than 1.
    pub(super) fn percent_range(ast: &Ast<'a>, node: NodeId) -> Option<(f64, f64)> {
        let Node::Range { low, high, kind: RangeKind::Interval, .. } = ast.node(node) else { return None };
        let (low, high) = (ast.literals.get(low as usize)?, ast.literals.get(high as usize)?);
        (high.form == Form::Percent).then_some((low.value, high.value))
    }
}

type Refusal = Option<Box<Diagnostic>>;

fn refused(message: &str, ends: &Ends<'_>) -> Diagnostic {
    Diagnostic::error("E0112", message).at(ends.span, "a 90% interval")
}

fn two_readings(span: Span, offers: [(&str, String); 2]) -> Refusal {
    let error = Diagnostic::error("E0104", "this range has two readings").at(span, "");
    Some(Box::new(offers.into_iter().fold(error, |error, (why, text)| error.patch(why, span, text))))
}

/// `1 to 5M users`, `20 to 30%`: does what stands at the upper end hold for the lower one too?
fn spread_magnitude<'a>(low: &mut End<'a>, high: &End<'a>, span: Span) -> Result<(), Refusal> {
    if low.has_unit() || low.form == Form::Percent || low.negative || high.negative {
        return Ok(());
    }
    if high.form == Form::Percent && low.is_bare() {
        let as_number = high.value / 100.0;
        if low.value > as_number {
            // 20 to 0.3 is no range, so 20% it is.
            low.form = Form::Percent;
            return Ok(());
        }
        if low.value > high.value {
            return Ok(());
        }
        return Err(two_readings(
            span,
            [
                ("for both in percent write", format!("{}% to {}", low.written(), high.written())),
                ("for a number and a share write", format!("{} to {}", low.written(), trimmed(as_number))),
            ],
        ));
    }
    let (None, Some(factor)) = (low.magnitude(), high.magnitude()) else { return Ok(()) };
    if low.form != Form::Plain
        || low.value * factor > high.value
        || low.value > high.value
        || low.value == 0.0
    {
        return Ok(());
    }
    // A unit at both ends takes the doubt away, and so does a number without a magnitude.
    let as_it_stands = match high.unit().as_str() {
        "" => format!("{} to {}", high.with(low.text), high.with(&number::unscaled(high.value, 15))),
        _ => format!("{} to {}", high.with(low.text), high.written()),
    };
    let same = high.with(&format!("{}{}", low.text, high.magnitude_text()));
    Err(two_readings(
        span,
        [
            ("for the same magnitude write", format!("{same} to {}", high.written())),
            ("for the number as it stands write", as_it_stands),
        ],
    ))
}

/// `10k ± 2`: two, or two thousand? Half of an interval is smaller than its middle.
fn magnitudes_of_half(middle: &End<'_>, half: &End<'_>, span: Span) -> Result<(), Refusal> {
    let number = |end: &End<'_>| end.text.strip_prefix('$').unwrap_or(end.text).to_owned();
    // Without a unit on both sides, a number without a magnitude is what takes the doubt away.
    let plain = |end: &End<'_>, unit: &str| match unit {
        "" => end.with(&number::unscaled(end.value, 15)),
        _ => end.written(),
    };
    let (same, as_it_stands) = match (middle.magnitude(), half.magnitude()) {
        (Some(factor), None) if half.is_bare() && half.value * factor <= middle.value => {
            let (unit, letters) = (middle.unit(), middle.magnitude_text());
            let same = middle.with(&format!("{}{letters}", number(half)));
            (
                format!("{} ± {same}", middle.written()),
                format!("{} ± {}", plain(middle, &unit), middle.with(&number(half))),
            )
        }
        (None, Some(_)) if !middle.has_unit() => {
            let (unit, letters) = (half.unit(), half.magnitude_text());
            let same = half.with(&format!("{}{letters}", number(middle)));
            (
                format!("{same} ± {}", half.written()),
                format!("{} ± {}", half.with(&number(middle)), plain(half, &unit)),
            )
        }
        _ => return Ok(()),
    };
    Err(two_readings(
        span,
        [("for the same magnitude write", same), ("for the number as it stands write", as_it_stands)],
    ))
}

/// `50% ± 5%`: five points, or five percent of fifty?
fn points_or_share(middle: &End<'_>, half: &End<'_>, span: Span) -> Refusal {
    let (x, d) = (middle.value, half.value);
    let mut error =
        Diagnostic::error("E0104", format!("`± {}%` of a percentage has two readings", trimmed(d)))
            .at(span, "points, or a share of the middle?");
    let offers = [
        ("for points write", x - d, x + d),
        ("for a share write", x * (1.0 - d / 100.0), x * (1.0 + d / 100.0)),
    ];
    for (why, low, high) in offers {
        let text = if low > 0.0 && high < 100.0 {
            format!("{}% to {}%", trimmed(low), trimmed(high))
        } else {
            format!("uniform({}%, {}%)", trimmed(low), trimmed(high))
        };
        error = error.patch(why, span, text);
    }
    Some(Box::new(error))
}

/// `5 to 2`, `5k to 10 users`.
fn out_of_order(ends: &Ends<'_>) -> Refusal {
    let Ends { low, high, span, .. } = ends;
    let mut error =
        Diagnostic::error("E0112", "the low end of a range comes first").at(*span, "from high to low");
    if let (Some(factor), None) = (low.magnitude(), high.magnitude())
        && high.value * factor >= low.value
    {
        let number = high.text.strip_prefix('$').unwrap_or(high.text);
        let other = high.with(&format!("{number}{}", low.magnitude_text()));
        error = error.patch("for the same magnitude write", *span, format!("{} to {other}", low.written()));
    }
    if ends.numbers.1 > 0.0 {
        error = error.patch("the other way round", *span, format!("{} to {}", high.written(), low.written()));
    } else {
        let swapped = format!("uniform({}, {})", high.written(), low.written());
        error = error.patch("for any value between, all alike, write", *span, swapped);
    }
    Some(Box::new(error))
}

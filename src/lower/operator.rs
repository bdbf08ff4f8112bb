//! Operators: which dimensions they take, and at which scale they meet.

use super::{Frame, Lowering, Quantity, Type, Value};
use crate::diagnostic::Diagnostic;
use crate::engine::{Binary as Operation, Op, Slot, Unary as Function};
use crate::source::Span;
use crate::syntax::{Ast, Binary, Form, Join, Node, NodeId, Unary, Word};
use crate::units::catalog::Kind;
use crate::units::dimension::{Base, Dimension};
use crate::units::look::Look;
use crate::units::scale::Scale;

impl<'a> Lowering<'a> {
    /// `-x`, `not x`.
    pub(super) fn unary(&mut self, unary: Unary, value: Value, span: Span, frame: Frame<'_>) -> Value {
        match (unary, value.kind) {
            (_, Type::Unknown) => Value::UNKNOWN,
            (Unary::Negate, Type::Quantity(quantity)) => {
                let look = quantity.look.unasked();
                let slot = self.emit(Op::Unary(Function::Negate, value.slot), span, frame);
                Value { slot, kind: Type::Quantity(Quantity { look, ..quantity }) }
            }
            (Unary::Not, Type::Bool) => {
                Value { slot: self.emit(Op::Unary(Function::Not, value.slot), span, frame), kind: Type::Bool }
            }
            (Unary::Negate, Type::Bool) => self.wrong_type(span, value, "`-` needs a number"),
            (Unary::Not, Type::Quantity(_)) => self.wrong_type(span, value, "`not` needs a condition"),
        }
    }

    /// An operator between two operands, each with its node.
    #[allow(clippy::too_many_arguments)] // both operands come with their nodes, which rules about spelling need
    pub(super) fn binary(
        &mut self,
        ast: &Ast<'a>,
        id: NodeId,
        binary: Binary,
        (left, a): (NodeId, Value),
        (right, b): (NodeId, Value),
        frame: Frame<'_>,
    ) -> Value {
        let span = ast.span(id);
        match binary {
            Binary::And | Binary::Or => {
                for (node, value) in [(left, a), (right, b)] {
                    if matches!(value.kind, Type::Quantity(_)) {
                        return self.wrong_type(
                            ast.span(node),
                            value,
                            format!("`{}` joins conditions", binary.symbol()),
                        );
                    }
                }
                if a.is_unknown() || b.is_unknown() {
                    return Value::UNKNOWN;
                }
                let operation = if binary == Binary::And { Operation::And } else { Operation::Or };
                Value {
                    slot: self.emit(Op::Binary(operation, a.slot, b.slot), span, frame),
                    kind: Type::Bool,
                }
            }
            Binary::Power => self.power(ast, id, (left, a), (right, b), frame),
            _ => {
                for (node, value) in [(left, a), (right, b)] {
                    if value.kind == Type::Bool {
                        return self.wrong_type(
                            ast.span(node),
                            value,
                            format!("`{}` needs numbers", binary.symbol()),
                        );
                    }
                }
                let (Some(x), Some(y)) = (a.quantity(), b.quantity()) else { return Value::UNKNOWN };
                match binary {
                    Binary::Multiply => self.product_of(ast, id, (left, a, x), (right, b, y), 1, frame),
                    Binary::Divide => self.product_of(ast, id, (left, a, x), (right, b, y), -1, frame),
                    _ => self.same_dimension(ast, id, binary, (left, a, x), (right, b, y), frame),
                }
            }
        }
    }

    /// `a * b`, or with `-1` `a / b`.
    fn product_of(
        &mut self,
        ast: &Ast<'a>,
        id: NodeId,
        (left, a, x): (NodeId, Value, Quantity),
        (right, b, y): (NodeId, Value, Quantity),
        sign: i8,
        frame: Frame<'_>,
    ) -> Value {
        let span = ast.span(id);
        if sign < 0
            && let Some(error) = self.refuse_spaced_unit(ast, left, right, frame)
        {
            self.diagnostics.push(error);
            return Value::UNKNOWN;
        }
        self.warn_of_hand_conversion(ast, (left, x), (right, y), sign);
        let dimension = y.dimension.to_the(sign).and_then(|factor| x.dimension.times(factor));
        let Some(dimension) = dimension else {
            self.too_many_dimensions(span);
            return Value::UNKNOWN;
        };
        // A bare unit is a factor of exactly one: only the scale changes.
        let one =
            |value: Value| matches!(self.program.op(value.slot), Some(Op::Const(number)) if number == 1.0);
        let slot = if one(b) {
            a.slot
        } else {
            let operation = if sign < 0 { Operation::Divide } else { Operation::Multiply };
            self.emit(Op::Binary(operation, a.slot, b.slot), span, frame)
        };
        let quantity = Quantity {
            dimension,
            scale: x.scale.times(y.scale.to_the(sign)),
            look: x.look.times(y.look, sign),
        };
        Value { slot, kind: Type::Quantity(quantity) }
    }

    /// `peak / 1000 req / s`: by the rate, or by the thousand and then per second?
    fn refuse_spaced_unit(
        &self,
        ast: &Ast<'a>,
        left: NodeId,
        right: NodeId,
        frame: Frame<'_>,
    ) -> Option<Diagnostic> {
        let Node::Name { text, .. } = ast.node(right) else { return None };
        if self.bound(text, frame).is_some() || self.units.lookup(text).is_none() {
            return None;
        }
        let Node::Binary(Binary::Divide, _, divisor) = ast.node(left) else { return None };
        let literal = ast.literal(divisor).filter(|literal| literal.divides)?;
        let span = literal.span.to(ast.span(right));
        let mut words = ast.words(&literal.suffix).to_vec();
        words.push(Word { text, span: ast.span(right), join: Join::Slash, times: 1.0 });
        let (one, two) = self.divisors(literal, &words, frame);
        Some(
            Diagnostic::error("E0104", "dividing by this has two readings")
                .at(span, "one divisor, or two?")
                .patch("for one divisor write", span, one)
                .patch("for two write", span, two),
        )
    }

    /// `+`, `-` and comparisons.
    fn same_dimension(
        &mut self,
        ast: &Ast<'a>,
        id: NodeId,
        binary: Binary,
        (left, a, x): (NodeId, Value, Quantity),
        (right, b, y): (NodeId, Value, Quantity),
        frame: Frame<'_>,
    ) -> Value {
        let span = ast.span(id);
        if matches!(binary, Binary::Add | Binary::Subtract)
            && let Some(error) = self.refuse_percent(ast, binary, left, right, x)
        {
            self.diagnostics.push(error);
            return Value::UNKNOWN;
        }
        if x.dimension != y.dimension {
            self.mismatch(ast, binary.symbol(), (left, a), (right, b));
            return Value::UNKNOWN;
        }
        if let Some(value) = self.sum_of_literals(ast, id, binary, (left, a, x), (right, b, y), frame) {
            return value;
        }
        let (a, b, scale) = self.align(a, b, span, frame);
        let operation = match binary {
            Binary::Add => Operation::Add,
            Binary::Subtract => Operation::Subtract,
            Binary::Less => Operation::Less,
            Binary::LessOrEqual => Operation::LessOrEqual,
            Binary::Greater => Operation::Greater,
            Binary::GreaterOrEqual => Operation::GreaterOrEqual,
            Binary::Equal => Operation::Equal,
            _ => Operation::NotEqual,
        };
        let slot = self.emit(Op::Binary(operation, a, b), span, frame);
        if binary.compares() {
            return Value { slot, kind: Type::Bool };
        }
        let look = self.join_looks(x.look, y.look, x.dimension);
        // What is missing to the whole is a share as well: `1 - hit_ratio`.
        let percent = look.percent || y.look.percent && is_whole(ast, left);
        let look = look.in_percent(percent);
        Value { slot, kind: Type::Quantity(Quantity { dimension: x.dimension, scale, look }) }
    }

    /// `1 - 99.95%` is 0.05%, exactly: two literals are added as the decimals that they are.
    fn sum_of_literals(
        &mut self,
        ast: &Ast<'a>,
        id: NodeId,
        binary: Binary,
        (left, a, x): (NodeId, Value, Quantity),
        (right, b, y): (NodeId, Value, Quantity),
        frame: Frame<'_>,
    ) -> Option<Value> {
        let sign = match binary {
            Binary::Add => 1,
            Binary::Subtract => -1,
            _ => return None,
        };
        ast.literal(left).and(ast.literal(right))?;
        let (Some(Op::Const(first)), Some(Op::Const(second))) =
            (self.program.op(a.slot), self.program.op(b.slot))
        else {
            return None;
        };
        let scale = finer(x.scale, y.scale);
        let sum = crate::units::scale::decimal_sum((first, x.scale), (second, y.scale), sign, scale)?;
        let look = self.join_looks(x.look, y.look, x.dimension);
        let look = look.in_percent(look.percent || y.look.percent && is_whole(ast, left));
        let quantity = Quantity { dimension: x.dimension, scale, look };
        Some(self.number(sum, quantity, ast.span(id), frame))
    }

    /// `x + 5%`: five points, or five percent of x?
    fn refuse_percent(
        &self,
        ast: &Ast<'a>,
        binary: Binary,
        left: NodeId,
        right: NodeId,
        x: Quantity,
    ) -> Option<Diagnostic> {
        let percent = ast.literal(right).filter(|literal| literal.form == Form::Percent)?;
        if is_whole(ast, left) {
            return None;
        }
        let sign = if binary == Binary::Add { 1.0 } else { -1.0 };
        let factor = trimmed(1.0 + sign * percent.value / 100.0);
        let span = ast.span(left).to(ast.span(right));
        let tail = Span { start: ast.span(left).end, ..ast.span(right) };
        let mut error = Diagnostic::error(
            "E0104",
            format!("`{} {}%` has two readings", binary.symbol(), trimmed(percent.value)),
        )
        .at(span, "a share of the left side, or points?");
        // `2 + 3 + 5%`: multiplying binds tighter, so a sum would need parentheses.
        let is_bare_sum = matches!(ast.node(left), Node::Binary(Binary::Add | Binary::Subtract, first, _)
            if ast.span(first).start == ast.span(left).start);
        error = if is_bare_sum {
            error.help(format!("for a share of the left side put it in parentheses: `(…) * {factor}`"))
        } else {
            error.patch("for a share of the left side write", tail, format!(" * {factor}"))
        };
        if x.dimension.is_none() {
            let points = format!(" {} {}", binary.symbol(), trimmed(percent.value / 100.0));
            error = error.patch("for points write", tail, points);
        }
        Some(error)
    }

    /// Two dimensions that cannot meet.
    pub(super) fn mismatch(
        &mut self,
        ast: &Ast<'a>,
        operator: &str,
        (left, a): (NodeId, Value),
        (right, b): (NodeId, Value),
    ) {
        let (Some(x), Some(y)) = (a.quantity(), b.quantity()) else { return };
        let (of_left, of_right) = (self.words(a), self.words(b));
        let mut error = Diagnostic::error(
            "E0301",
            format!("`{operator}` needs the same dimension on both sides, not {of_left} and {of_right}"),
        )
        .at(ast.span(left), of_left.clone())
        .at(ast.span(right), of_right.clone());
        let quotient = x.dimension.over(y.dimension).unwrap_or_default();
        let time = Dimension::base(Base::TIME);
        let plain = x.dimension.is_none() || y.dimension.is_none();
        let per_time = |quantity: Quantity| quantity.dimension.exponent(Base::TIME) < 0;
        if x.dimension.without_nouns() == y.dimension.without_nouns()
            && !x.dimension.is_none()
            && !y.dimension.is_none()
        {
            let unit = self.unit_text(x);
            error = error.help(format!("if they are the same thing here, relabel one: `(… as {unit})`"));
        } else if !plain && Some(quotient) == time.to_the(-1) && per_time(x) {
            error =
                error.help("the left side is per time; times a duration, `* 1 day`, it becomes an amount");
        } else if !plain && quotient == time && per_time(y) {
            error =
                error.help("the right side is per time; times a duration, `* 1 day`, it becomes an amount");
        } else if x.dimension.is_none() || y.dimension.is_none() {
            let (node, quantity) = if x.dimension.is_none() { (left, y) } else { (right, x) };
            if ast
                .literal(node)
                .is_some_and(|literal| literal.suffix.is_empty() && literal.form == Form::Plain)
            {
                let unit = self.unit_text(quantity);
                error = if quantity.dimension.exponent(Base::MONEY) == 1 {
                    error.patch("give the number its unit", ast.span(node).before(), "$")
                } else {
                    let text = if unit.starts_with('/') { unit } else { format!(" {unit}") };
                    error.patch("give the number its unit", ast.span(node).after(), text)
                };
            }
        }
        self.diagnostics.push(error);
    }

    /// The slots of two quantities of one dimension, at one scale: the finer one, so that whole numbers stay whole.
    pub(super) fn align(&mut self, a: Value, b: Value, span: Span, frame: Frame<'_>) -> (Slot, Slot, Scale) {
        let (Some(x), Some(y)) = (a.quantity(), b.quantity()) else { return (a.slot, b.slot, Scale::ONE) };
        let scale = finer(x.scale, y.scale);
        (self.rescale(a, scale, span, frame), self.rescale(b, scale, span, frame), scale)
    }

    /// What a sum or a choice remembers: the left side's words, but where the two sides count
    /// the same by different words, as reads and writes do, neither's.
    pub(super) fn join_looks(&self, x: Look, y: Look, dimension: Dimension) -> Look {
        if x == y {
            return x.unasked();
        }
        let noun = |look: Look, base| {
            crate::units::words::word_for(&self.units, base, look).map(|(_, plural)| plural)
        };
        let mut joined = Look::NONE.in_percent(x.percent && y.percent);
        let left = if x.iter().next().is_none() { y } else { x };
        for (id, exponent) in left.iter() {
            let Some(unit) = self.units.info(id) else { continue };
            let base = unit.dimension.iter().next().map(|(base, _)| base);
            let differs = unit.kind == Kind::Noun
                && base.is_some_and(|base| dimension.exponent(base) != 0 && noun(x, base) != noun(y, base));
            if !differs {
                joined = joined.with(id, exponent);
            }
        }
        joined
    }

    /// `a ^ b`.
    fn power(
        &mut self,
        ast: &Ast<'a>,
        id: NodeId,
        (left, a): (NodeId, Value),
        (right, b): (NodeId, Value),
        frame: Frame<'_>,
    ) -> Value {
        let span = ast.span(id);
        for (node, value) in [(left, a), (right, b)] {
            if value.kind == Type::Bool {
                return self.wrong_type(ast.span(node), value, "`^` needs numbers");
            }
        }
        let (Some(x), Some(y)) = (a.quantity(), b.quantity()) else { return Value::UNKNOWN };
        if ast
            .literal(left)
            .is_some_and(|literal| ast.words(&literal.suffix).iter().any(|word| word.join != Join::Lead))
        {
            self.diagnostics.push(
                Diagnostic::error("E0109", "a power after a unit or a division has two readings")
                    .at(span, "of the whole, or of what is next to it?")
                    .help("put parentheses, or blanks round the `/`"),
            );
            return Value::UNKNOWN;
        }
        if !y.dimension.is_none() {
            let words = self.words(b);
            self.diagnostics.push(
                Diagnostic::error("E0303", format!("an exponent is a plain number, not {words}"))
                    .at(ast.span(right), words)
                    .help("divide by a unit to make it plain: `x / 1 GB`"),
            );
            return Value::UNKNOWN;
        }
        let Some(exponent) = whole_literal(ast, right) else {
            if x.dimension.is_none() {
                let base = self.rescale(a, Scale::ONE, span, frame);
                let exponent = self.rescale(b, Scale::ONE, span, frame);
                let slot = self.emit(Op::Binary(Operation::Power, base, exponent), span, frame);
                return Value { slot, kind: Type::Quantity(Quantity::NUMBER) };
            }
            let words = self.words(a);
            self.diagnostics.push(
                Diagnostic::error(
                    "E0303",
                    format!("a power of {words} needs a whole number as its exponent, written out"),
                )
                .at(ast.span(left), words)
                .at(ast.span(right), "not a whole number like `2`")
                .help("divide by a unit first to take any power of a plain number: `(x / 1 GB) ^ y`"),
            );
            return Value::UNKNOWN;
        };
        let Some(dimension) = x.dimension.to_the(exponent) else {
            self.too_many_dimensions(span);
            return Value::UNKNOWN;
        };
        let slot = if exponent == 2 {
            self.emit(Op::Binary(Operation::Multiply, a.slot, a.slot), span, frame)
        } else {
            let exponent = self.emit(Op::Const(f64::from(exponent)), span, frame);
            self.emit(Op::Binary(Operation::Power, a.slot, exponent), span, frame)
        };
        let quantity = Quantity { dimension, scale: x.scale.to_the(exponent), look: x.look.to_the(exponent) };
        Value { slot, kind: Type::Quantity(quantity) }
    }

    /// `if c then a else b`.
    pub(super) fn conditional(
        &mut self,
        ast: &Ast<'a>,
        id: NodeId,
        (condition, c): (NodeId, Value),
        (yes, a): (NodeId, Value),
        (no, b): (NodeId, Value),
        frame: Frame<'_>,
    ) -> Value {
        let span = ast.span(id);
        if matches!(c.kind, Type::Quantity(_)) {
            return self.wrong_type(ast.span(condition), c, "`if` needs a condition");
        }
        match (a.kind, b.kind) {
            _ if a.is_unknown() || b.is_unknown() || c.is_unknown() => Value::UNKNOWN,
            (Type::Bool, Type::Bool) => {
                Value { slot: self.emit(Op::Select(c.slot, a.slot, b.slot), span, frame), kind: Type::Bool }
            }
            (Type::Quantity(x), Type::Quantity(y)) if x.dimension == y.dimension => {
                let (a, b, scale) = self.align(a, b, span, frame);
                let look = self.join_looks(x.look, y.look, x.dimension);
                let slot = self.emit(Op::Select(c.slot, a, b), span, frame);
                Value { slot, kind: Type::Quantity(Quantity { dimension: x.dimension, scale, look }) }
            }
            _ => {
                let (of_yes, of_no) = (self.words(a), self.words(b));
                self.diagnostics.push(
                    Diagnostic::error(
                        "E0301",
                        format!("both sides of an `if` need the same dimension, not {of_yes} and {of_no}"),
                    )
                    .at(ast.span(yes), of_yes)
                    .at(ast.span(no), of_no),
                );
                Value::UNKNOWN
            }
        }
    }

    /// A condition where a number is needed, or the other way round.
    pub(super) fn wrong_type(&mut self, span: Span, value: Value, message: impl Into<String>) -> Value {
        let words = self.words(value);
        self.diagnostics.push(
            Diagnostic::error("E0304", format!("{}, not {words}", message.into()))
                .at(span, words)
                .help("a condition is a comparison, like `x > 5 GB`"),
        );
        Value::UNKNOWN
    }
}

/// The scale at which two quantities meet: the finer one, so that whole numbers stay whole.
fn finer(x: Scale, y: Scale) -> Scale {
    match x.over(y) {
        Scale::Exact(numerator, 1) if numerator > 1 => y,
        _ => x,
    }
}

/// The literal `1` or `100%`.
fn is_whole(ast: &Ast<'_>, node: NodeId) -> bool {
    ast.literal(node).is_some_and(|literal| {
        let one = literal.value == 1.0 && literal.form == Form::Plain && literal.suffix.is_empty();
        one || literal.value == 100.0 && literal.form == Form::Percent
    })
}

/// The whole number that an exponent is, if it is written as one.
fn whole_literal(ast: &Ast<'_>, node: NodeId) -> Option<i8> {
    match ast.node(node) {
        Node::Group(inner) => whole_literal(ast, inner),
        Node::Unary(Unary::Negate, inner) => whole_literal(ast, inner).map(|exponent| -exponent),
        Node::Literal(_) => {
            let literal = ast.literal(node)?;
            let plain = literal.whole && literal.form == Form::Plain && literal.suffix.is_empty();
            #[allow(clippy::cast_possible_truncation)] // checked to fit
            (plain && literal.value <= 127.0).then_some(literal.value as i8)
        }
        _ => None,
    }
}

/// A number for a help line.
pub(super) fn trimmed(value: f64) -> String {
    let text = format!("{value:.10}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

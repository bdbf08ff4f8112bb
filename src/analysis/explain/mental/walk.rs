//! The traversal of a formula from its leaves up.

use super::super::Step;
use super::super::body::{Body, Meaning, Mode};
use super::super::derive::Entry;
use super::super::numbers::{base_of, without_noise};
use super::super::one_line::on_one_line;
use super::super::substitute::Part;
use super::amount::{Amount, Unit};
use super::digits::Decimal;
use super::head::{Head, per_many};
use super::held::Held;
use super::multiply::Factor;
use super::nearly_all::nearly_all_error;
use super::sum::Term;
use super::{Mental, Rounding, is_computed};
use crate::engine::Finding;
use crate::lower::Value;
use crate::lower::builtins::{self, Fold, MentalMethod};
use crate::run::Show;
use crate::syntax::{Binary, Form, Node, NodeId, Unary};
use crate::units::number::scaled_number;
use crate::worksheet::AsWritten;

/// The maximum relative difference between an argument and its value rounded to two digits.
const NEAR: f64 = 0.06;

/// A whole number that is off by more is computed from the exact argument.
const WRONG: f64 = 0.3;

/// Up to this whole number, one more or less is a different answer.
const FEW: f64 = 20.0;

/// How exact numbers are substituted in a formula.
const EXACT: Mode = Mode { digits: 15, parentheses: true, values: true };

/// The table and the row from which columns are read.
type InRow<'r> = Option<(&'r str, usize)>;

impl Head<'_> {
    /// Does the next entry. Returns `None` if there is nothing to compute.
    pub fn step(&mut self, entry: &Entry, step: &Step) -> Option<Mental> {
        let finding = self.numbers.entry(self.known.len())?;
        let exact = in_base(entry.value.0, finding.middle());
        self.lines.clear();
        self.step.clone_from(&step.name);
        if step.shown.truth {
            self.known.push(None);
            return None;
        }
        let given = self.held_as(&step.shown.written, exact, exact);
        if !is_computed(entry, step) {
            self.known.push(given);
            return None;
        }
        let wanted = given.as_ref().map(|given| given.unit.clone());
        let found = wanted.and_then(|wanted| self.root(entry, &wanted)).map(|held| Held { exact, ..held });
        // Half of a downtime, or twice of it, is another answer.
        let found =
            found.filter(|held| nearly_all_error(held).is_none_or(|error| (-0.5..=1.0).contains(&error)));
        let is_looked_up = found.is_none();
        if is_looked_up {
            self.lines.clear();
        }
        let held = found.or_else(|| {
            let given = given.clone()?;
            let value = exact.signum() * given.rounded() * given.unit.size;
            Some(Held { value, ..given })
        });
        let Some(mut held) = held.filter(|held| held.exact != 0.0) else {
            self.known.push(given);
            return None;
        };
        let show = Show { digits: held.precision(), ..*self.numbers.show };
        let shown_as = |base: f64| {
            let number = without_noise(base / in_base(entry.value.0, 1.0));
            show.value(entry.value.0, &Finding::One(number))
        };
        let before = held.value;
        let mut shown = shown_as(before);
        if let Some(known) = self.held_as(&shown.written, before, exact) {
            // Two digits in the printed unit, whatever unit it was computed in.
            let value = before.signum() * known.rounded() * known.unit.size;
            shown = shown_as(value);
            held = Held { value, costs: held.costs, ..known };
        }
        if let Some((line, amount)) = self.lines.last_mut().filter(|_| !is_looked_up)
            && (line.value / amount.reported(before) - 1.0).abs() < 1e-9
        {
            line.result = held.literal();
            line.is_exact &= (held.value / before - 1.0).abs() < 1e-9;
            line.value = amount.reported(held.value);
        }
        let costliest = held.costliest().cloned();
        let cancels = costliest.is_none() && held.costs.iter().any(Option::is_some);
        let nearly_all = nearly_all_error(&held);
        let (is_nearly_all, error) = (nearly_all.is_some(), nearly_all.unwrap_or(held.off() - 1.0));
        self.known.push(Some(held));
        let lines = self.lines.drain(..).map(|(line, _)| line).collect();
        Some(Mental { lines, shown, error, is_nearly_all, is_looked_up, cancels, costliest })
    }

    /// Evaluates a whole formula in the unit in which its result is printed.
    fn root(&mut self, entry: &Entry, wanted: &Unit) -> Option<Held> {
        let (body, _) = entry.body.as_ref()?;
        let mut root = body.root;
        loop {
            root = match body.ast.node(root) {
                Node::Group(inner) | Node::Convert { value: inner, relabel: false, .. } => inner,
                _ => break,
            };
        }
        let factor = |held| vec![Factor { held, divides: false, stands_for: None }];
        let factors = match body.ast.node(root) {
            Node::Binary(Binary::Add | Binary::Subtract, ..) => {
                let terms = self.terms(body, root, None)?;
                factor(self.sum(terms, Some(wanted))?)
            }
            Node::Binary(Binary::Divide, whole, together)
                if wanted.is_plain() && self.is_nearly_all(body, root) =>
            {
                match self.without_little(body, whole, together) {
                    Some(held) => factor(held),
                    None => self.factors(body, root, None)?,
                }
            }
            _ => self.factors(body, root, None)?,
        };
        self.product(factors, Some(wanted))
    }

    /// Evaluates a formula.
    pub(super) fn held(&mut self, body: &Body, root: NodeId, row: InRow<'_>) -> Option<Held> {
        let digits = self.numbers.show.digits;
        match body.ast.node(root) {
            Node::Group(inner) => self.held(body, inner, row),
            Node::Literal(_) => {
                let written = AsWritten::of(&body.ast, root)?.written;
                match written.number.split_once('^') {
                    _ if per_many(&written.unit).is_some() => {
                        let factors = self.factors(body, root, row)?;
                        self.product(factors, None)
                    }
                    Some((base, times)) => self.literal_power(&written, base, times),
                    None => self.literal(written),
                }
            }
            Node::Range { .. } => self.fitting(body.ast.written(root), digits),
            Node::Name { text, .. } => match (body.names.get(body.ast.str(text)), row) {
                (Some(meaning), _) => self.meaning(meaning),
                (None, Some((_, at))) => {
                    let cell = *self.deriver.cells.get(body.ast.str(text))?.get(at)?;
                    self.known.get(cell).cloned().flatten()
                }
                // `1 /partition`
                (None, None) => self.fitting(&format!("1 {}", body.ast.str(text)), digits),
            },
            Node::Binary(Binary::Multiply | Binary::Divide, ..) => {
                let factors = self.factors(body, root, row)?;
                self.product(factors, None)
            }
            Node::Binary(Binary::Add | Binary::Subtract, ..) => {
                let terms = self.terms(body, root, row)?;
                self.sum(terms, None)
            }
            Node::Binary(Binary::Power, base, exponent) => self.power(body, (root, base, exponent), row),
            Node::Unary(Unary::Negate, operand) => {
                let held = self.held(body, operand, row)?;
                Some(Held { signed: -held.signed, value: -held.value, exact: -held.exact, ..held })
            }
            Node::Call { name, start, count } => {
                self.call(body, root, (body.ast.str(name), start, count), row)
            }
            Node::If(condition, yes, no) => {
                let text = self.exactly(body, condition, row);
                let truth = self.number(&text)?;
                self.held(body, if truth == 0.0 { no } else { yes }, row)
            }
            Node::Convert { value, target, relabel } => self.converted(body, (value, target, relabel), row),
            Node::Bool(_) | Node::Unary(..) | Node::Binary(..) | Node::Where(..) => None,
        }
    }

    /// Evaluates a conversion: the line before it ends in the requested unit.
    fn converted(
        &mut self,
        body: &Body,
        (value, target, relabel): (NodeId, u32, bool),
        row: InRow<'_>,
    ) -> Option<Held> {
        let before = self.lines.len();
        let held = self.held(body, value, row)?;
        let target = body.ast.targets.get(target as usize)?;
        let text = body.ast.str(target.text);
        let (money, behind) = match (target.form, text.strip_prefix('$')) {
            (Form::Money, Some(rest)) => (true, rest.to_owned()),
            (Form::Percent, _) => (false, "%".to_owned()),
            _ if text.starts_with('/') => (false, text.to_owned()),
            _ => (false, format!(" {text}")),
        };
        let unit = self.unit(money, &behind)?;
        let number = Decimal::rounded((held.value / unit.size).abs(), 4).value();
        let signed = if held.value < 0.0 { -number } else { number };
        let held = Held { unit, digits: scaled_number(number, true), signed, ..held };
        if let Some((line, amount)) = self.lines.get_mut(before..).and_then(<[_]>::last_mut) {
            let keyword = if relabel { "as" } else { "to" };
            for form in [&mut line.formula].into_iter().chain(&mut line.between) {
                form.push_str(&format!(" {keyword} {text}"));
            }
            line.result = held.literal();
            *amount = Amount { base: amount.base, ..held.amount() };
        }
        Some(held)
    }

    fn meaning(&self, meaning: &Meaning) -> Option<Held> {
        match meaning {
            Meaning::Entry(at) => self.known.get(*at).cloned().flatten(),
            Meaning::Text(text) => self.as_written(text),
            Meaning::Argument(Some(meaning), at) => {
                let held = self.meaning(meaning)?;
                let (value, _) = self.deriver.others.get(*at)?;
                let has_unit = value.quantity().is_some_and(|quantity| !quantity.dimension.is_none());
                // A bare number is in the unit of the parameter.
                if held.is_plain() && has_unit { self.argument(*at) } else { Some(held) }
            }
            Meaning::Argument(None, at) => self.argument(*at),
        }
    }

    /// Returns the value of a parameter, by index.
    fn argument(&self, at: usize) -> Option<Held> {
        let (value, _) = self.deriver.others.get(at)?;
        let number = self.numbers.other(at)?.middle();
        let written = self.numbers.show.value(*value, &Finding::One(number)).written;
        let exact = in_base(*value, number);
        self.held_as(&written, exact, exact)
    }

    /// Returns a formula with exact numbers substituted.
    pub(super) fn exactly(&self, body: &Body, root: NodeId, row: InRow<'_>) -> String {
        self.deriver.part(body, Part { root, itself: false, row }, self.numbers, EXACT)
    }

    /// Returns the factors and divisors of a product, in order.
    pub(super) fn factors(&mut self, body: &Body, root: NodeId, row: InRow<'_>) -> Option<Vec<Factor>> {
        let mut factors = Vec::new();
        let mut open = vec![(root, false)];
        while let Some((node, divides)) = open.pop() {
            match body.ast.node(node) {
                Node::Group(inner) => open.push((inner, divides)),
                Node::Binary(binary @ (Binary::Multiply | Binary::Divide), left, right) => {
                    open.push((right, divides != (binary == Binary::Divide)));
                    open.push((left, divides));
                }
                Node::Literal(_) => {
                    let text = on_one_line(body.ast.written(node));
                    match per_many(&text) {
                        Some((size, each)) => {
                            for (text, divides) in [(size, divides), (each, !divides)] {
                                let held = self.as_written(text)?;
                                factors.push(Factor { held, divides, stands_for: None });
                            }
                        }
                        None => {
                            let held = self.held(body, node, row)?;
                            factors.push(Factor { held, divides, stands_for: None });
                        }
                    }
                }
                _ => factors.push(Factor { held: self.held(body, node, row)?, divides, stands_for: None }),
            }
        }
        Some(factors)
    }

    /// Returns the terms of a sum, in order.
    fn terms(&mut self, body: &Body, root: NodeId, row: InRow<'_>) -> Option<Vec<Term>> {
        let mut terms = Vec::new();
        let mut open = vec![(root, false)];
        while let Some((node, negative)) = open.pop() {
            match body.ast.node(node) {
                Node::Group(inner) => open.push((inner, negative)),
                Node::Binary(binary @ (Binary::Add | Binary::Subtract), left, right) => {
                    open.push((right, negative != (binary == Binary::Subtract)));
                    open.push((left, negative));
                }
                _ => terms.push(Term { held: self.held(body, node, row)?, negative }),
            }
        }
        Some(terms)
    }

    fn power(
        &mut self,
        body: &Body,
        (root, base, exponent): (NodeId, NodeId, NodeId),
        row: InRow<'_>,
    ) -> Option<Held> {
        let before = self.lines.len();
        let base = self.held(body, base, row)?;
        // The base is shown as it is, without the lines that compute it.
        self.lines.truncate(before);
        let times = self.number(&self.exactly(body, exponent, row))?;
        let exact = self.number(&self.exactly(body, root, row))?;
        self.powered(&base, times, exact)
    }

    fn call(
        &mut self,
        body: &Body,
        root: NodeId,
        (name, start, count): (&str, u32, u32),
        row: InRow<'_>,
    ) -> Option<Held> {
        if let Some(Some(known)) = self.deriver.opened(body, root).and_then(|entry| self.known.get(entry)) {
            return Some(known.clone());
        }
        // 2.04 servers are three, although 2.04 is 2 to two digits.
        let rounds_up = match builtins::find(name)?.mental {
            MentalMethod::LookedUp => return None,
            MentalMethod::Product => return self.over_time(body, (name, start, count), row),
            MentalMethod::Fold(fold) => return self.aggregate(body, root, (fold, name, start, count), row),
            MentalMethod::Digits => None,
            MentalMethod::Whole { up } => Some(up),
        };
        let [argument] = body.ast.arguments(start, count) else { return None };
        let exact = self.number(&self.exactly(body, root, row))?;
        let before = self.lines.len();
        let mut whole = self.applied(body, (name, argument.value), (exact, rounds_up), row)?;
        // One more or less of a few is a different answer: with two digits of each number it is seldom wrong.
        let is_wrong = |held: &Held| (held.value - exact).abs() > NEAR * exact.abs();
        let few = rounds_up.is_some() && exact.abs() / whole.unit.size <= FEW;
        if few && is_wrong(&whole) {
            self.lines.truncate(before);
            let was = std::mem::replace(&mut self.careful, true);
            let careful = self.applied(body, (name, argument.value), (exact, rounds_up), row);
            self.careful = was;
            whole = careful?;
        }
        let exactly = self.fitting(&self.exactly(body, argument.value, row), 4)?;
        let last = self.lines.get(before..).and_then(<[_]>::last).map(|(_, amount)| amount.base);
        let is_close = last.is_none_or(|argument| (argument / exactly.exact - 1.0).abs() < NEAR);
        let is_far = (whole.value - exact).abs() > WRONG * exact.abs();
        if few && is_wrong(&whole) && (is_close || is_far) {
            // Too close to a whole number for two digits.
            let argument = exactly;
            let text = format!("{name}({})", argument.literal());
            let amount = self.typed(&text)?;
            whole = Held::whole(self.units(), amount, exact, rounds_up == Some(true))?;
            let (of, taken) = (self.lines.last().map(|(line, _)| line.result.clone()), argument.literal());
            if let Some((line, _)) = self.lines.get(before..).and_then(<[_]>::last)
                && line.formula.starts_with(name)
            {
                self.lines.pop();
            }
            let of =
                self.lines.get(before..).and_then(<[_]>::last).map(|(line, _)| line.result.clone()).or(of)?;
            self.line(text, amount, &whole, vec![Rounding { of, taken, shortcut: None, error: 0.0 }]);
        }
        Some(whole)
    }

    /// Evaluates a function of one argument, whose exact result is known, from two digits of the argument; of a whole
    /// number, from the argument before it was rounded.
    fn applied(
        &mut self,
        body: &Body,
        (name, argument): (&str, NodeId),
        (exact, rounds_up): (f64, Option<bool>),
        row: InRow<'_>,
    ) -> Option<Held> {
        let before = self.lines.len();
        let held = self.held(body, argument, row)?;
        let last = self.lines.get(before..).and_then(<[_]>::last).filter(|_| rounds_up.is_some());
        let argument = match last.map(|(_, amount)| *amount) {
            // The last line is the argument, before it was rounded to two digits.
            Some(amount) if (amount.base / held.value - 1.0).abs() < NEAR => {
                amount.written(self.units(), amount.base, 4).0.literal()
            }
            _ => held.literal(),
        };
        let text = format!("{name}({argument})");
        let amount = self.typed(&text)?;
        let mut result = match rounds_up {
            Some(up) => Held::whole(self.units(), amount, exact, up)?,
            None => Held::few(self.units(), amount, exact, None)?,
        };
        result.inherit(&held.costs, |error| error);
        if result.literal() != argument {
            self.line(text, amount, &result, Vec::new());
        }
        Some(result)
    }

    /// Evaluates `sum`, `mean`, `min` or `max` over the rows of a table or over a list.
    fn aggregate(
        &mut self,
        body: &Body,
        root: NodeId,
        (fold, name, start, count): (Fold, &str, u32, u32),
        row: InRow<'_>,
    ) -> Option<Held> {
        let arguments = body.ast.arguments(start, count);
        let mut parts = Vec::new();
        match (arguments, self.deriver.table_of(body, root)) {
            ([argument], Some((table, rows))) if row.is_none() => {
                for at in 0..rows {
                    parts.push(self.held(body, argument.value, Some((table, at)))?);
                }
            }
            ([_], _) => return None,
            _ => {
                for argument in arguments {
                    parts.push(self.held(body, argument.value, row)?);
                }
            }
        }
        let exact = parts.iter().map(|part| part.exact);
        match fold {
            Fold::Min | Fold::Max => {
                let sign = if fold == Fold::Min { -1.0 } else { 1.0 };
                let exact = exact.map(|exact| sign * exact).fold(f64::NEG_INFINITY, f64::max) * sign;
                let texts: Vec<String> = parts.iter().map(Held::literal).collect();
                let amounts = parts.iter().map(Held::amount);
                let amount = amounts.reduce(|best, other| best.or_beyond(self.units(), other, sign))?;
                let best = parts.into_iter().max_by(|a, b| (sign * a.value).total_cmp(&(sign * b.value)))?;
                let best = Held { exact, ..best };
                self.line(format!("{name}({})", texts.join(", ")), amount, &best, Vec::new());
                Some(best)
            }
            Fold::Sum | Fold::Mean => {
                let count = parts.len() as f64;
                let sum =
                    self.sum(parts.into_iter().map(|held| Term { held, negative: false }).collect(), None)?;
                if fold == Fold::Sum {
                    return Some(sum);
                }
                let count = self.plain(count)?;
                let factor = |held, divides| Factor { held, divides, stands_for: None };
                self.product(vec![factor(sum, false), factor(count, true)], None)
            }
        }
    }
}

/// Converts a number of a value's slot to base units.
fn in_base(value: Value, number: f64) -> f64 {
    number * base_of(value)
}

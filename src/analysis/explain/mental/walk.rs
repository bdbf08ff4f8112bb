//! A formula from its leaves up, as a person does it.

use super::super::Step;
use super::super::derive::{Deriver, Entry, Meaning};
use super::super::numbers::Numbers;
use super::super::substitute::{Body, Mode, written_literal};
use super::digits::Decimal;
use super::held::{Costs, Held, in_base};
use super::multiply::Factor;
use super::sum::Term;
use super::{Line, Mental, Rounding, is_computed};
use crate::engine::Finding;
use crate::library::cheat_sheets;
use crate::lower::builtins::{self, Fold, MentalMethod};
use crate::run::Show;
use crate::syntax::{Binary, Form, Node, NodeId, Unary};
use crate::units::number::{scaled_number, unscaled};
use crate::units::written::Written;

/// How far the two digits that are held may be from what they are of.
const AS_HELD: f64 = 0.06;

/// How exact numbers are put into a formula.
const EXACT: Mode = Mode { digits: 15, parentheses: true, values: true };

/// What is held while the steps are done one by one.
pub(super) struct Head<'h> {
    pub deriver: &'h Deriver,
    numbers: &'h Numbers<'h>,
    /// The entries that are done.
    known: Vec<Option<Held>>,
    /// The name of the step.
    pub step: Option<String>,
    /// The step's lines.
    pub lines: Vec<Line>,
}

/// A row of a table that a column is read in.
type InRow<'r> = Option<(&'r str, usize)>;

impl<'h> Head<'h> {
    /// Nothing is done yet.
    pub fn new(deriver: &'h Deriver, numbers: &'h Numbers<'h>) -> Head<'h> {
        Head { deriver, numbers, known: Vec::new(), step: None, lines: Vec::new() }
    }

    /// Does the next entry; nothing if there is nothing to do.
    pub fn step(&mut self, entry: &Entry, step: &Step) -> Option<Mental> {
        let finding = self.numbers.entry(self.known.len())?;
        let exact = in_base(entry.value.0, finding.middle());
        self.lines.clear();
        self.step.clone_from(&step.name);
        if step.shown.truth {
            self.known.push(None);
            return None;
        }
        let given = self.deriver.held(step.shown.written.clone(), exact, exact);
        if !is_computed(entry, step) {
            self.known.push(given);
            return None;
        }
        let found = self.root(entry, step).map(|held| Held { exact, ..held });
        let is_looked_up = found.is_none();
        if is_looked_up {
            self.lines.clear();
        }
        let held = found.or_else(|| {
            let given = given?;
            let value = exact.signum() * Decimal::rounded(given.number(), 2).value() * given.unit;
            Some(Held { value, ..given })
        });
        let Some(mut held) = held.filter(|held| held.exact != 0.0) else {
            self.known.push(self.deriver.held(step.shown.written.clone(), exact, exact));
            return None;
        };
        let show = Show { digits: held.digits(), ..*self.numbers.show };
        let shown_as = |base: f64| {
            let number = without_noise(base / in_base(entry.value.0, 1.0));
            show.value(entry.value.0, &Finding::One(number))
        };
        let before = held.value;
        let mut shown = shown_as(before);
        if let Some(known) = self.deriver.held(shown.written.clone(), before, exact) {
            // To two digits in the unit in which it is printed, whatever it was computed in.
            let value = before.signum() * known.rounded() * known.unit;
            shown = shown_as(value);
            held = Held { value, costs: held.costs, ..known };
        }
        let reported = self.deriver.reported_of(entry.value.0);
        let last = self.lines.last_mut().filter(|_| !is_looked_up);
        if let Some(line) = last.filter(|line| (line.value * reported / before - 1.0).abs() < 1e-9) {
            line.result = held.written.literal();
            line.is_exact &= (held.value / before - 1.0).abs() < 1e-9;
            line.value = held.value / reported;
        }
        let costliest = held.costliest().cloned();
        if costliest.is_none() {
            held.costs = Costs::default();
        }
        let error = held.off() - 1.0;
        self.known.push(Some(held));
        Some(Mental { lines: std::mem::take(&mut self.lines), shown, error, is_looked_up, costliest })
    }

    /// The whole of a formula, in the unit in which its result is printed.
    fn root(&mut self, entry: &Entry, step: &Step) -> Option<Held> {
        let (body, _) = entry.body.as_ref()?;
        let mut root = body.root;
        loop {
            root = match body.ast.node(root) {
                Node::Group(inner) | Node::Convert { value: inner, relabel: false, .. } => inner,
                _ => break,
            };
        }
        let wanted = Some(&step.shown.written);
        let factors = match body.ast.node(root) {
            Node::Binary(Binary::Add | Binary::Subtract, ..) => {
                let terms = self.terms(body, root, None)?;
                let held = self.sum(terms, wanted)?;
                vec![Factor { held, divides: false, stands_for: None }]
            }
            _ => self.factors(body, root, None)?,
        };
        self.product(factors, wanted)
    }

    /// What a formula comes to.
    fn held(&mut self, body: &Body, root: NodeId, row: InRow<'_>) -> Option<Held> {
        let text = || body.ast.written(root);
        match body.ast.node(root) {
            Node::Group(inner) => self.held(body, inner, row),
            Node::Literal(_) => {
                let written = written_literal(&body.ast, root)?;
                match written.number.split_once('^') {
                    Some((base, times)) => self.literal_power(&written, base, times),
                    None => self.deriver.literal_held(text(), Some(written), self.numbers.show.digits),
                }
            }
            Node::Range { .. } => self.deriver.literal_held(text(), None, self.numbers.show.digits),
            Node::Name { text, .. } => match (body.names.get(body.ast.str(text)), row) {
                (Some(meaning), _) => self.meaning(meaning),
                (None, Some((_, at))) => {
                    let cell = *self.deriver.cells.get(body.ast.str(text))?.get(at)?;
                    self.known.get(cell).cloned().flatten()
                }
                // `1 /partition`
                (None, None) => self.deriver.literal_held(
                    &format!("1 {}", body.ast.str(text)),
                    None,
                    self.numbers.show.digits,
                ),
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
                let Held { mut written, unit, value, exact, costs } = self.held(body, operand, row)?;
                written.sign = match written.sign.strip_prefix('-') {
                    Some(rest) => rest.to_owned(),
                    None => format!("-{}", written.sign),
                };
                Some(Held { written, unit, value: -value, exact: -exact, costs })
            }
            Node::Call { name, start, count } => {
                self.call(body, root, (body.ast.str(name), start, count), row)
            }
            Node::If(condition, yes, no) => {
                let text = self.exactly(body, condition, row);
                let (_, truth) = self.deriver.value_of(&text)?;
                self.held(body, if truth == 0.0 { no } else { yes }, row)
            }
            Node::Convert { value, target, relabel } => {
                let before = self.lines.len();
                let held = self.held(body, value, row)?;
                let target = body.ast.targets.get(target as usize)?;
                let text = body.ast.str(target.text);
                let (sign, unit) = match (target.form, text.strip_prefix('$')) {
                    (Form::Money, Some(rest)) => ("$", rest.to_owned()),
                    (Form::Percent, _) => ("", "%".to_owned()),
                    _ if text.starts_with('/') => ("", text.to_owned()),
                    _ => ("", format!(" {text}")),
                };
                let (_, size) = self.deriver.value_of(&format!("{sign}1{unit}"))?;
                let minus = if held.value < 0.0 { "-" } else { "" };
                let number = Decimal::rounded((held.value / size).abs(), 4).value();
                let number = scaled_number(number, true);
                let written = Written { sign: format!("{minus}{sign}"), number, unit, also: None };
                if let Some(line) = self.lines.get_mut(before..).and_then(<[Line]>::last_mut) {
                    let keyword = if relabel { "as" } else { "to" };
                    for form in [&mut line.formula].into_iter().chain(&mut line.between) {
                        form.push_str(&format!(" {keyword} {text}"));
                    }
                    line.result = written.literal();
                }
                Some(Held { written, unit: size, ..held })
            }
            Node::Bool(_) | Node::Unary(..) | Node::Binary(..) => None,
        }
    }

    fn meaning(&self, meaning: &Meaning) -> Option<Held> {
        match meaning {
            Meaning::Entry(at) => self.known.get(*at).cloned().flatten(),
            Meaning::Text(text) => self.deriver.literal_held(text, None, self.numbers.show.digits),
            Meaning::Argument(Some(meaning), _) => self.meaning(meaning),
            Meaning::Argument(None, at) => {
                let (value, _) = self.deriver.others.get(*at)?;
                let number = self.numbers.other(*at)?.middle();
                let written = self.numbers.show.value(*value, &Finding::One(number)).written;
                let exact = in_base(*value, number);
                self.deriver.held(written, exact, exact)
            }
        }
    }

    /// A formula with the exact numbers put in.
    fn exactly(&self, body: &Body, root: NodeId, row: InRow<'_>) -> String {
        self.deriver.part(body, root, false, row, self.numbers, EXACT)
    }

    /// The factors and divisors of a product, in the order in which they stand.
    fn factors(&mut self, body: &Body, root: NodeId, row: InRow<'_>) -> Option<Vec<Factor>> {
        let mut factors = Vec::new();
        let mut open = vec![(root, false)];
        while let Some((node, divides)) = open.pop() {
            match body.ast.node(node) {
                Node::Group(inner) => open.push((inner, divides)),
                Node::Binary(binary @ (Binary::Multiply | Binary::Divide), left, right) => {
                    open.push((right, divides != (binary == Binary::Divide)));
                    open.push((left, divides));
                }
                _ => factors.push(Factor { held: self.held(body, node, row)?, divides, stands_for: None }),
            }
        }
        Some(factors)
    }

    /// The parts of a sum, in the order in which they stand.
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
        // The base is taken as it is, whatever it would be by itself.
        self.lines.truncate(before);
        let (_, times) = self.deriver.value_of(&self.exactly(body, exponent, row))?;
        let (_, exact) = self.deriver.value_of(&self.exactly(body, root, row))?;
        self.powered(&base, times, exact)
    }

    /// `2^32`, `10^8 users`
    fn literal_power(&mut self, written: &Written, base: &str, times: &str) -> Option<Held> {
        let whole = self.deriver.literal_held(&written.literal(), Some(written.clone()), 4)?;
        if base == "10" {
            return Some(whole);
        }
        let digits = self.numbers.show.digits;
        let (_, exact) = self.deriver.value_of(&written.number)?;
        let (_, times) = self.deriver.value_of(times)?;
        let base = self.deriver.literal_held(base, None, digits)?;
        let held = self.powered(&base, times, exact)?;
        if written.unit.is_empty() && written.sign.is_empty() {
            return Some(held);
        }
        let one = format!("{}1{}", written.sign, written.unit);
        let one = self.deriver.literal_held(&one, None, digits)?;
        let factor = |held| Factor { held, divides: false, stands_for: None };
        self.product(vec![factor(held), factor(one)], None)
    }

    /// A power: of 2 and those that people know by what they know, others to two digits.
    fn powered(&mut self, base: &Held, times: f64, exact: f64) -> Option<Held> {
        let is_number = base.unit == 1.0 && base.written.unit.is_empty();
        let whole = times > 1.0 && libm::trunc(times) == times;
        if is_number && base.exact == 2.0 && whole && (10.0..32.0).contains(&times) {
            return self.power_of_two(times, exact);
        }
        if is_number && base.exact == 2.0 && whole && times < 10.0 {
            // Everybody knows 128 and 256.
            let number = libm::pow(2.0, times);
            return self.deriver.literal_held(&number.to_string(), None, 4);
        }
        // What a share or a growth is off by would be off by as many times.
        let number = match base.written.unit.as_str() {
            "" | "%" => unscaled(base.exact, 6),
            _ => format!("({})", base.written.literal()),
        };
        let text = format!("{number}^{times}");
        let mut held = self.deriver.few(&text, exact, None)?;
        let name = by_heart(&text).filter(|_| whole);
        let taken = Decimal::rounded(held.number(), 2).text();
        let roundings: Vec<Rounding> = name
            .map(|name| Rounding {
                of: text.clone(),
                taken,
                shortcut: Some(name),
                error: held.value / exact - 1.0,
            })
            .into_iter()
            .collect();
        held.cost(self.step.as_ref(), &roundings);
        self.line(text, &held, roundings);
        Some(held)
    }

    /// 2^10 is about 10^3.
    fn power_of_two(&mut self, times: f64, exact: f64) -> Option<Held> {
        let thousands = libm::floor(times / 10.0);
        let rest = libm::pow(2.0, times - 10.0 * thousands);
        let tens = 3.0 * thousands;
        let (of, taken) = (format!("2^{}", 10.0 * thousands), format!("10^{tens}"));
        let name = ["kibi", "mebi", "gibi", "tebi"].into_iter().zip(1_u8..);
        let name = name.filter(|(_, at)| f64::from(*at) <= thousands).last().map(|(name, _)| name)?;
        let error = libm::pow(10.0, tens) / libm::pow(2.0, 10.0 * thousands) - 1.0;
        let text = if rest == 1.0 { taken.clone() } else { format!("{rest} × {taken}") };
        let mut held = self.deriver.few(&text, exact, None)?;
        let roundings = vec![Rounding { of, taken, shortcut: Some(format!("shortcut.{name}")), error }];
        held.cost(self.step.as_ref(), &roundings);
        self.line(text, &held, roundings);
        Some(held)
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
        // A third server is needed whatever two digits of 2.04 say.
        let rounds_up = match builtins::find(name)?.mental {
            MentalMethod::LookedUp => return None,
            MentalMethod::Fold(fold) => return self.aggregate(body, root, (fold, name, start, count), row),
            MentalMethod::Digits => None,
            MentalMethod::Whole { up } => Some(up),
        };
        let [argument] = body.ast.arguments(start, count) else { return None };
        let before = self.lines.len();
        let held = self.held(body, argument.value, row)?;
        let (_, exact) = self.deriver.value_of(&self.exactly(body, root, row))?;
        let last = self.lines.get(before..).and_then(<[Line]>::last).filter(|_| rounds_up.is_some());
        let typed = last.and_then(|line| self.deriver.value_of(&line.formula)).filter(|(_, base)| {
            // What stands there is the argument, before it was rounded to two digits.
            (base / held.value - 1.0).abs() < AS_HELD
        });
        let written = match typed {
            Some((value, base)) => self.deriver.printed(value, base, 4)?,
            None => held.written.clone(),
        };
        let text = format!("{name}({})", written.literal());
        let mut result = match rounds_up {
            Some(up) => self.deriver.whole(&text, exact, up)?,
            None => self.deriver.few(&text, exact, None)?,
        };
        result.inherit(&held.costs, |error| error);
        if result.written.literal() != written.literal() {
            self.line(text, &result, Vec::new());
        }
        Some(result)
    }

    /// `sum`, `mean`, `min` and `max`, over the rows of a table or of what is listed.
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
                let texts: Vec<String> = parts.iter().map(|part| part.written.literal()).collect();
                let best = parts.into_iter().max_by(|a, b| (sign * a.value).total_cmp(&(sign * b.value)))?;
                let best = Held { exact, ..best };
                self.line(format!("{name}({})", texts.join(", ")), &best, Vec::new());
                Some(best)
            }
            Fold::Sum | Fold::Mean => {
                let many = parts.len() as f64;
                let sum =
                    self.sum(parts.into_iter().map(|held| Term { held, negative: false }).collect(), None)?;
                if fold == Fold::Sum {
                    return Some(sum);
                }
                let many = self.deriver.literal_held(&many.to_string(), None, 4)?;
                let factor = |held, divides| Factor { held, divides, stands_for: None };
                self.product(vec![factor(sum, false), factor(many, true)], None)
            }
        }
    }
}

/// A number of few digits without what computing has left behind its 15th.
fn without_noise(number: f64) -> f64 {
    format!("{number:.14e}").parse().unwrap_or(number)
}

/// The name of a power that people know: `62^7` is `keyspace.base62_7`.
fn by_heart(power: &str) -> Option<String> {
    let constants = cheat_sheets::sheet("ids")?.constants();
    constants.iter().find(|constant| constant.literal == power).map(|constant| constant.name.clone())
}

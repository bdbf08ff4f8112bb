//! The edits that let units do what a number does by hand.

use super::by_hand::Habit;
use super::constants::{Factor, Run};
use crate::lower::context::Context;
use crate::lower::diagnostics::habits::Fix;
use crate::lower::{Lowering, Quantity};
use crate::syntax::{Ast, Binary, Join, Literal, Node, NodeId};
use crate::text::source::Span;
use crate::units::catalog::Kind;
use crate::units::dimension::{Base, Dimension};

/// The letters of the prefixes of data, from the smallest.
const PREFIXES: [&str; 8] = ["", "K", "M", "G", "T", "P", "E", "Z"];

impl Lowering {
    /// The fixes for a habit in a part of a run.
    pub(super) fn fixes(
        &self,
        id: NodeId,
        (run, part): (&Run, &[Factor]),
        habit: Habit,
        cx: Context<'_>,
    ) -> Vec<Fix> {
        let is_whole = part.len() == run.factors.len();
        let with_unit = |unit: &str| with_unit(part, unit);
        let converted = |to: Option<String>| self.converted(id, run, to.filter(|_| is_whole), cx);
        let dropped = || is_whole.then(|| vec![(run.removed, String::new())]);
        let number = part.iter().map(|factor| factor.value).product();
        if is_whole && self.is_converted_after(id, run, number, cx) {
            return vec![("without the factor".to_owned(), vec![(run.removed, String::new())])];
        }
        match habit {
            Habit::Data => {
                let factor = part.iter().map(|factor| factor.value).product();
                let label = if factor == 8.0 && !run.divides { "for bits" } else { "for the unit" };
                // A factor far above the number itself is no change of its prefix.
                let number = cx.ast.literal(run.base).map_or(1_024.0, |literal| literal.value);
                let unit = self.data_unit(run.quantity, factor, run.divides);
                match converted(unit.filter(|_| factor == 8.0 || factor <= number * 2.0)) {
                    Some(edits) => vec![(label.to_owned(), edits)],
                    None => {
                        dropped().map(|edits| ("without the factor".to_owned(), edits)).into_iter().collect()
                    }
                }
            }
            Habit::Thousands => {
                dropped().map(|edits| ("without the divisor".to_owned(), edits)).into_iter().collect()
            }
            Habit::Rate(period, counted) => self.of_rate(id, (run, part), (period, counted), cx),
            Habit::Parts(unit) => {
                let edits = converted(Some(unit.to_owned()));
                edits.map(|edits| (format!("in {unit}"), edits)).into_iter().collect()
            }
            Habit::Seconds => of_seconds((run, part), cx.ast).into_iter().collect(),
            Habit::Periods(unit) => {
                let is_rate = run.quantity.dimension.exponent(Base::TIME) < 0;
                let Some(edit) = with_unit(unit) else { return Vec::new() };
                if is_rate {
                    let mut fixes = vec![("for the amount".to_owned(), vec![edit])];
                    let days = if part.iter().map(|factor| factor.value).product::<f64>() == 3_600.0 {
                        "h"
                    } else {
                        "day"
                    };
                    let per_day = converted(self.per(run.quantity, days));
                    fixes.extend(per_day.map(|edits| (format!("for a rate per {days}"), edits)));
                    return fixes;
                }
                let one = counts(unit);
                let end = cx.ast.span(run.base).after();
                let per = match cx.ast.node(run.base) {
                    Node::Literal(_) => format!("/{one}"),
                    _ => format!(" / 1 {one}"),
                };
                vec![(format!("for an amount per {one}"), vec![(end, per), edit])]
            }
        }
    }

    /// The fix for a number beside a rate per period.
    fn of_rate(
        &self,
        id: NodeId,
        (run, part): (&Run, &[Factor]),
        (period, counted): (&'static str, Option<&'static str>),
        cx: Context<'_>,
    ) -> Vec<Fix> {
        let counted = counted.or(of_period(period, part));
        if let Some(unit) = counted.filter(|unit| counts(unit) == period && !run.divides) {
            let edit = with_unit(part, unit);
            return edit
                .map(|edit| (format!("so that the {period} cancels"), vec![edit]))
                .into_iter()
                .collect();
        }
        let other = match (period, part.last().map(|factor| factor.value)) {
            _ if counted == Some("s") => "s",
            ("day", _) => "h",
            ("hour", _) => "min",
            ("minute", _) => "s",
            ("year", Some(12.0)) => "month",
            _ => "day",
        };
        let to = self.per(run.quantity, other).filter(|_| part.len() == run.factors.len());
        let edits = self.converted(id, run, to, cx);
        edits.map(|edits| (format!("for a rate per {other}"), edits)).into_iter().collect()
    }

    /// The edits that take the numbers away and ask for a unit, where the run is the whole expression.
    fn converted(
        &self,
        id: NodeId,
        run: &Run,
        to: Option<String>,
        cx: Context<'_>,
    ) -> Option<Vec<(Span, String)>> {
        let to = to.filter(|_| self.root == Some(id) && cx.parameters.is_none() && !cx.is_in_row())?;
        let end = cx.ast.span(id).after();
        Some(if end.start == run.removed.end {
            vec![(run.removed, format!(" to {to}"))]
        } else {
            vec![(run.removed, String::new()), (end, format!(" to {to}"))]
        })
    }

    /// The unit of a rate with another period.
    fn per(&self, quantity: Quantity, period: &str) -> Option<String> {
        let time = Dimension::base(Base::TIME);
        self.unit_with(quantity, |dimension, word| match () {
            () if dimension == time => Some(period.to_owned()),
            () => Some(word.to_owned()),
        })
    }

    /// The unit that data has after a factor: bits for bytes, or another prefix.
    fn data_unit(&self, quantity: Quantity, factor: f64, divides: bool) -> Option<String> {
        let data = Dimension::base(Base::INFORMATION);
        let data_rate = Dimension::of(&[(Base::INFORMATION, 1), (Base::TIME, -1)]);
        self.unit_with(quantity, |dimension, word| {
            if dimension == data {
                return scaled(word, factor, divides);
            }
            if dimension == data_rate {
                let size = word.strip_suffix("bps")?;
                return scaled(&format!("{size}bit"), factor, divides).map(|unit| format!("{unit}/s"));
            }
            Some(word.to_owned())
        })
    }

    /// The unit of a quantity in its own words, each replaced by what `word` gives for it.
    fn unit_with(
        &self,
        quantity: Quantity,
        word: impl Fn(Dimension, &str) -> Option<String>,
    ) -> Option<String> {
        let units = self.scope.units();
        let (mut above, mut below, mut product) = (Vec::new(), String::new(), Dimension::NONE);
        let mut is_money = false;
        for (id, exponent) in quantity.notation.iter() {
            let unit = units.info(id)?;
            product = product.times(unit.dimension.to_the(exponent)?)?;
            // The name of a rate has its period in it: `qps` per day is `requests/day`.
            let is_spelled = unit.kind != Kind::Rate || unit.dimension.exponent(Base::INFORMATION) != 0;
            if exponent.abs() != 1 || !is_spelled {
                return None;
            }
            if exponent < 0 {
                below.push('/');
                below.push_str(&word(unit.dimension, unit.singular)?);
            } else if unit.singular == "$" {
                is_money = true;
            } else {
                above.push(word(unit.dimension, unit.plural)?);
            }
        }
        let sign = if is_money { "$" } else { "" };
        (product == quantity.dimension && (above.is_empty() || !is_money))
            .then(|| format!("{sign}{}{below}", above.join("·")))
    }
}

/// The fix for an amount over a number of seconds: the amount is per period.
fn of_seconds((run, part): (&Run, &[Factor]), ast: &Ast) -> Option<Fix> {
    let period = match part.iter().map(|factor| factor.value).product() {
        ..=3_600.0 => "hour",
        ..=1e5 => "day",
        ..=604_800.0 => "week",
        ..=2_628_000.0 => "month",
        _ => "year",
    };
    let amount = amount_of(run.base, ast).filter(|_| part.len() == run.factors.len());
    let edits = match amount {
        Some((end, per)) => {
            let text = if per { format!(" per {period}") } else { format!("/{period}") };
            // Two changes at one place are one.
            if end.end == run.removed.start {
                vec![(run.removed, text)]
            } else {
                vec![(end, text), (run.removed, String::new())]
            }
        }
        None => vec![with_unit(part, "s")?],
    };
    Some((format!("for each {period}"), edits))
}

/// The edit that makes a number, or a product of numbers, an amount of time.
fn with_unit(part: &[Factor], unit: &str) -> Option<(Span, String)> {
    if let [factor] = part {
        return Some((factor.literal?.after(), format!(" {unit}")));
    }
    // Of `5 * 365` the days are the 365; other products are a time that people know.
    let (first, last) = (part.first()?, part.last()?);
    let written = part.iter().all(|factor| factor.literal == Some(factor.place));
    if let [_, _] = part
        && let Some(days) = part.iter().find(|factor| factor.value == 365.0)
        && unit == "days"
    {
        return Some((days.literal?.after(), " days".to_owned()));
    }
    let number: f64 = part.iter().map(|factor| factor.value).product();
    let (number, unit) = match unit {
        "s" if number % 86_400.0 == 0.0 => (number / 86_400.0, "days"),
        "s" if number % 3_600.0 == 0.0 => (number / 3_600.0, "h"),
        "h" if number % 24.0 == 0.0 && number > 24.0 => (number / 24.0, "days"),
        "min" if number % 60.0 == 0.0 => (number / 60.0, "h"),
        _ => (number, unit),
    };
    let unit = if number == 1.0 { counts(unit) } else { unit };
    written.then(|| (first.place.to(last.place), format!("{number} {unit}")))
}

/// Where the last amount of a product ends that is per no time: `10 queries per user` in `users * 10 queries per user`.
fn amount_of(product: NodeId, ast: &Ast) -> Option<(Span, bool)> {
    let mut at = product;
    loop {
        let (rest, factor) = match ast.node(at) {
            Node::Binary(Binary::Multiply, left, right) => (Some(left), right),
            _ => (None, at),
        };
        let counts = |literal: &&Literal| {
            let words = ast.words(&literal.suffix);
            words.first().is_some_and(|word| !word.join.divides())
        };
        if let Some(literal) = ast.literal(factor).filter(counts) {
            let per = ast.words(&literal.suffix).iter().any(|word| word.join == Join::Per);
            return Some((literal.span.after(), per));
        }
        at = rest?;
    }
}

/// The period that a unit of time is a plural of.
fn counts(unit: &str) -> &str {
    match unit {
        "days" => "day",
        "weeks" => "week",
        "months" => "month",
        "h" => "hour",
        "min" => "minute",
        other => other,
    }
}

/// The plural of a period that a number of it counts.
fn of_period(period: &str, part: &[Factor]) -> Option<&'static str> {
    let [factor] = part else { return None };
    match (period, factor.value) {
        ("month", 12.0 | 24.0 | 36.0 | 60.0) => Some("months"),
        ("hour", 24.0) => Some("h"),
        _ => None,
    }
}

/// A unit of data after a factor.
fn scaled(word: &str, factor: f64, divides: bool) -> Option<String> {
    let (prefix, is_bits) = match word.strip_suffix("bit") {
        Some(prefix) => (prefix, true),
        None => (word.strip_suffix('B')?, false),
    };
    let unit = |bits: bool| if bits { "bit" } else { "B" };
    if factor == 8.0 {
        // A size in bits times eight is no conversion, nor is one in bytes over eight.
        return (is_bits == divides).then(|| format!("{prefix}{}", unit(!is_bits)));
    }
    let steps = [1_000.0, 1_024.0].into_iter().find_map(|base| {
        let mut power = 1.0;
        (1..PREFIXES.len()).find_map(|steps| {
            power *= base;
            (power == factor).then_some((steps, base == 1_024.0))
        })
    });
    let (steps, is_binary) = steps?;
    let letter = prefix.trim_end_matches('i').to_uppercase();
    let at = PREFIXES.iter().position(|known| *known == letter)?;
    let to = PREFIXES.get(at + steps)?;
    let binary = if is_binary || prefix.ends_with('i') { "i" } else { "" };
    Some(format!("{to}{binary}{}", unit(is_bits)))
}

//! Printed results with a dimension that nobody means.

use super::times;
use crate::lower::diagnostics::habits::{self as diagnostics, Fix};
use crate::lower::diagnostics::placement::{self, KEEPERS};
use crate::lower::{Lowering, Quantity, Value};
use crate::syntax::{Ast, Binary, Form, Node, NodeId, Word};
use crate::text::source::Span;
use crate::units::dimension::{Base, Dimension};
use crate::units::registry::UnitInfo;
use crate::units::{number, words};

/// What happens, so that it takes a time: for each of a group of nouns, the one that it is called by.
const DEEDS: [&str; 14] = [
    "request", "call", "job", "trip", "message", "event", "upload", "download", "update", "delivery",
    "batch", "packet", "prompt", "visit",
];

/// What of a value does not cancel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Two counts.
    Twice,
    /// A count times this: data, money or time.
    Times(&'static str),
    /// No count, but data that is kept for a time.
    Kept,
}

/// The least percentage per time that is an availability.
const LEAST_AVAILABILITY: f64 = 90.0;

impl Lowering {
    /// Warns of a printed result that counts two things at once, keeps data for a time, has lost a count, or has a
    /// power of data or time.
    pub fn warn_of_result(&mut self, quantity: Quantity, ast: &Ast, root: Option<NodeId>, span: Span) {
        if quantity.notation.asked.is_some() || self.warn_of_bare_count(quantity, span) {
            return;
        }
        if quantity.dimension.is_none() {
            if let Some(root) = root {
                self.warn_of_unitless(ast, root);
            }
            return;
        }
        if self.warn_of_power(quantity, ast, root, span) {
            return;
        }
        self.warn_of_counts(quantity, ast, root, span);
    }

    /// Warns of a value with counts that do not cancel: two of them, one times data, money or the time that each takes,
    /// or data that is kept for a time.
    pub fn warn_of_counts(&mut self, quantity: Quantity, ast: &Ast, root: Option<NodeId>, span: Span) {
        let words = quantity.words(self.scope.units());
        let Some(counted) = self.left_over(quantity) else {
            let below = quantity.dimension.iter().any(|(base, exponent)| base.is_noun() && exponent < 0);
            let factors =
                root.filter(|_| below).map(|root| self.written_factors(root, ast)).unwrap_or_default();
            if let Some(fix) = placement::of_quotient(&factors, quantity, ast, self.scope.units()) {
                self.reporter.report(diagnostics::for_each(&words, span, fix));
            }
            return;
        };
        if counted == Counted::Kept {
            let fix = root.and_then(|root| self.nested_times(quantity, root, ast));
            self.reporter.report(diagnostics::data_times_time(&words, span, fix));
            return;
        }
        let timed = root.filter(|_| counted == Counted::Times("time"));
        let within = timed.and_then(|root| self.nested_times(quantity, root, ast));
        let fix = match within {
            Some((fix, true)) => Some(fix),
            _ => root.and_then(|root| {
                let factors = self.written_factors(root, ast);
                placement::of_result(&factors, quantity, ast, self.scope.units())
            }),
        };
        self.reporter.report(match counted {
            Counted::Times(what) => diagnostics::count_times(&words, what, span, fix),
            _ => diagnostics::two_counts(&words, span, fix),
        });
    }

    /// The changes that say what a time within another is for.
    fn nested_times(&mut self, quantity: Quantity, root: NodeId, ast: &Ast) -> Option<(Fix, bool)> {
        let factors = self.written_factors(root, ast);
        let units = self.scope.units();
        let mut nouns = quantity.dimension.iter().filter(|(base, exponent)| base.is_noun() && *exponent > 0);
        let happens =
            nouns.any(|(base, _)| units.noun(base).is_none_or(|noun| !KEEPERS.contains(&noun.singular)));
        times::nested(&factors, quantity, (ast, units), happens)
    }

    /// Returns what of a value does not cancel.
    pub fn left_over(&self, quantity: Quantity) -> Option<Counted> {
        let nouns = quantity.dimension.iter().filter(|(base, exponent)| base.is_noun() && *exponent > 0);
        let counts: i32 = nouns.map(|(_, exponent)| i32::from(exponent)).sum();
        let above = |base| quantity.dimension.exponent(base) > 0;
        let kept = above(Base::INFORMATION) && above(Base::TIME);
        match counts {
            0 => kept.then_some(Counted::Kept),
            1 if above(Base::INFORMATION) => Some(Counted::Times("data")),
            1 if above(Base::MONEY) => Some(Counted::Times("money")),
            1 => self.is_time_of_each(quantity).then_some(Counted::Times("time")),
            _ => Some(Counted::Twice),
        }
    }

    /// Whether a count times a time is of what takes that time each: `10 calls * 20 ms`. Eight GPUs for an hour are GPU
    /// hours.
    fn is_time_of_each(&self, quantity: Quantity) -> bool {
        if quantity.dimension.exponent(Base::TIME) != 1 {
            return false;
        }
        let units = self.scope.units();
        let mut nouns = quantity.dimension.iter().filter(|(base, exponent)| base.is_noun() && *exponent > 0);
        let Some((base, _)) = nouns.next() else { return false };
        let Some(noun) = units.noun(base).map(|noun| noun.singular) else { return false };
        let second =
            |unit: UnitInfo<'_>| unit.dimension == Dimension::base(Base::TIME) && unit.scale.to_f64() < 1.0;
        let is_short =
            quantity.notation.iter().any(|(id, exponent)| exponent > 0 && units.info(id).is_some_and(second));
        DEEDS.contains(&noun) || is_short && !KEEPERS.contains(&noun)
    }

    /// Warns of `99.95% per month`: as a result, that is a rate of shares, where its downtime is meant; and of `99.95% in
    /// minutes per month`, which is the time up.
    pub fn warn_of_share_per_time(&mut self, root: NodeId, value: Value, ast: &Ast) {
        let Some(quantity) = value.quantity() else { return };
        if let Node::Convert { value: share, target, relabel: false } = ast.node(root)
            && quantity.dimension.is_none()
            && let Some(period) = self.period_of_share(target, ast)
        {
            if self.is_availability((share, value), ast) {
                let warning = diagnostics::time_up(period, ast.written(share), ast.span(share));
                self.reporter.report(warning);
            }
            return;
        }
        let share = match ast.node(root) {
            Node::Binary(Binary::Divide, share, _) => share,
            _ => root,
        };
        let literal = ast.literal(share).filter(|literal| literal.form == Form::Percent);
        let percent = literal.map_or(0.0, |literal| literal.value);
        if !(LEAST_AVAILABILITY..100.0).contains(&percent)
            || quantity.notation.asked.is_some()
            || quantity.dimension != Dimension::power(Base::TIME, -1)
        {
            return;
        }
        let mut units = quantity.notation.iter();
        let (Some((id, -1)), None) = (units.next(), units.next()) else { return };
        let Some(unit) = self.scope.units().info(id) else { return };
        self.reporter.report(diagnostics::share_per_time(percent, unit.singular, ast.span(root)));
    }

    /// Returns the period of a target such as `minutes per month`.
    fn period_of_share(&self, target: u32, ast: &Ast) -> Option<&str> {
        let target = ast.targets.get(target as usize)?;
        let [time, period] = ast.words(&target.words) else { return None };
        let unit = |word: &Word| {
            let (_, unit) = self.scope.units().find(ast.str(word.text))?;
            (unit.dimension == Dimension::base(Base::TIME)).then_some(unit)
        };
        unit(time)?;
        unit(period).filter(|_| period.join.divides()).map(|unit| unit.singular)
    }

    /// Whether a share, which is the value once it is converted, may be an availability.
    fn is_availability(&self, (share, value): (NodeId, Value), ast: &Ast) -> bool {
        let is_high = |share: f64| (LEAST_AVAILABILITY..100.0).contains(&share);
        let scale = value.quantity().map_or(1.0, |quantity| quantity.scale.to_f64());
        match ast.node(share) {
            Node::Range { low, .. } => {
                let low =
                    ast.literals.get(low as usize).filter(|low| low.form != Form::Plain || low.value < 1.0);
                low.is_some_and(|low| {
                    is_high(if low.form == Form::Percent { low.value } else { low.value * 100.0 })
                })
            }
            _ => self.number_of(value.slot).is_some_and(|number| is_high(number * scale * 100.0)),
        }
    }

    /// Warns of a rate over a time again, of data times data, time times time, and of money
    /// times data or time. Returns whether it did.
    fn warn_of_power(&mut self, quantity: Quantity, ast: &Ast, root: Option<NodeId>, span: Span) -> bool {
        let exponent = |base| quantity.dimension.exponent(base);
        // What is written as one literal, like an acceleration, is meant.
        let is_literal = root.is_some_and(|root| matches!(ast.node(root), Node::Literal(_)));
        let is_rate =
            exponent(Base::TIME) <= -2 && exponent(Base::LENGTH) == 0 && exponent(Base::ENERGY) == 0;
        let what = match () {
            () if is_rate => None,
            () if is_literal => return false,
            () if exponent(Base::INFORMATION) >= 2 => Some(["data", "data"]),
            () if exponent(Base::TIME) >= 2 && exponent(Base::LENGTH) == 0 => Some(["time", "time"]),
            () if exponent(Base::INFORMATION) >= 1 && exponent(Base::MONEY) >= 1 => Some(["data", "money"]),
            () if exponent(Base::MONEY) >= 1 && exponent(Base::TIME) >= 1 => Some(["money", "time"]),
            () => return false,
        };
        let words = quantity.words(self.scope.units());
        let warning = match what {
            Some(what) => {
                let fix = root.and_then(|root| self.of_power(quantity, ast, root));
                diagnostics::squared(&words, what, span, fix)
            }
            None => {
                let fix = root.and_then(|root| self.of_rate_again(ast, root));
                let other = root.and_then(|root| without_first_time(ast, root));
                diagnostics::per_time_again(&words, span, fix, other)
            }
        };
        self.reporter.report(warning);
        true
    }

    /// The fix of a result with a power, or with money times something, and whether it says what is meant.
    fn of_power(&mut self, quantity: Quantity, ast: &Ast, root: NodeId) -> Option<(Fix, bool)> {
        if let Some(points) = basis_points(ast, root) {
            return Some((points, false));
        }
        let factors = self.written_factors(root, ast);
        let is_money = quantity.dimension.exponent(Base::MONEY) > 0;
        let priced = || times::for_each_period(&factors, ast, self.scope.units());
        match if is_money { priced() } else { None } {
            Some(fix) => Some((fix, true)),
            None => self.nested_times(quantity, root, ast),
        }
    }

    /// The fix of a rate that is per a time again, and whether it says what is meant.
    fn of_rate_again(&self, ast: &Ast, root: NodeId) -> Option<(Fix, bool)> {
        let literal = ast.literal(root).and_then(|literal| {
            let is_money = literal.form == Form::Money;
            times::in_other_period(literal, is_money, ast, self.scope.units())
        });
        match literal {
            Some(fix) => Some((fix, true)),
            None => without_time(ast, root).map(|fix| (fix, false)),
        }
    }

    /// Warns of `users = 5M` and then `users * 2 req/user/day`, where the count lost its noun. Returns whether it did.
    fn warn_of_bare_count(&mut self, quantity: Quantity, span: Span) -> bool {
        let units = self.scope.units();
        let mut nouns = quantity.dimension.iter().filter(|(base, exponent)| base.is_noun() && *exponent < 0);
        let warning = nouns.find_map(|(base, _)| {
            let noun = units.noun(base)?;
            let (one, many) =
                words::word_for(units, base, quantity.notation).unwrap_or((noun.singular, noun.plural));
            let bound = self.scope.name(many)?;
            bound.value.quantity().filter(|quantity| quantity.dimension.is_none())?;
            Some(diagnostics::bare_count((one, many), span, bound.literal))
        });
        warning.map(|warning| self.reporter.report(warning)).is_some()
    }
}

/// The fix that reads `5 bps of $1M` as basis points.
fn basis_points(ast: &Ast, root: NodeId) -> Option<Fix> {
    let Node::Binary(_, left, right) = ast.node(root) else { return None };
    let points = |node| {
        let literal = ast.literal(node)?;
        let [word] = ast.words(&literal.suffix) else { return None };
        (ast.str(word.text) == "bps")
            .then(|| (literal.span, format!("{}%", number::plain(literal.value / 100.0))))
    };
    let share = points(left).or_else(|| points(right))?;
    Some(("for basis points".to_owned(), vec![share]))
}

/// The fix that leaves out the time by which a rate is divided last.
fn without_time(ast: &Ast, root: NodeId) -> Option<Fix> {
    let Node::Binary(Binary::Divide, left, right) = ast.node(root) else { return None };
    let place = Span { start: ast.span(left).end, ..ast.span(right) };
    Some(("without the second time".to_owned(), vec![(place, String::new())]))
}

/// The fix that leaves out the time by which what is divided again was divided first: `$150k/year / 2080 hours`.
fn without_first_time(ast: &Ast, root: NodeId) -> Option<Fix> {
    let Node::Binary(Binary::Divide, left, _) = ast.node(root) else { return None };
    let literal = ast.literal(left)?;
    let words = ast.words(&literal.suffix);
    let last = words.last().filter(|word| word.join.divides())?;
    let before =
        words.len().checked_sub(2).and_then(|at| words.get(at)).map_or(literal.number, |word| word.span);
    let place = Span { start: before.end, ..last.span };
    Some((format!("without `{}`", ast.str(last.text)), vec![(place, String::new())]))
}

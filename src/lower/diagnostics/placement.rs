//! Where a count that nothing cancels belongs: on the next size, price or count after the factor that has it.
//!
//! `300M users * 25% * 200 KB` is 200 KB for each user, not 25%: a share and a bare factor are never for each.

use crate::lower::{Quantity, Value};
use crate::syntax::{Ast, Binary, Form, Join, Literal, Node, NodeId};
use crate::text::source::Span;
use crate::units::dimension::{Base, Dimension};
use crate::units::notation::Notation;
use crate::units::registry::Units;
use crate::units::{number, words};

/// What is busy for a time, so that its hours, and its seconds, are counted; a rate beside it is of each.
pub(in crate::lower) const KEEPERS: [&str; 26] = [
    "user",
    "person",
    "server",
    "core",
    "gpu",
    "disk",
    "thread",
    "worker",
    "vm",
    "pod",
    "container",
    "host",
    "device",
    "connection",
    "session",
    "stream",
    "account",
    "driver",
    "shard",
    "replica",
    "region",
    "node",
    "partition",
    "zone",
    "client",
    "customer",
];

/// A factor of a product.
#[derive(Clone, Copy)]
pub(in crate::lower) struct Factor {
    pub node: NodeId,
    pub value: Value,
    /// Whether it divides.
    pub divides: bool,
    /// For a name, where its value is written, if that is a single literal.
    pub literal: Option<Span>,
}

/// The factors of a product that has counts left over.
pub(super) struct Counted<'r> {
    pub factors: &'r [Factor],
    pub ast: &'r Ast,
    pub units: &'r Units,
    pub notation: Notation,
}

/// The changes that make the counts cancel.
pub(super) struct Placed {
    pub edits: Vec<(Span, String)>,
    /// What they say, in a few words.
    pub label: String,
    /// Whether what is counted in the end has another name in the unit that is asked for.
    pub relabels: bool,
}

impl Counted<'_> {
    /// Returns the changes that make the left-over counts cancel. `None` if there is a factor for none of them.
    pub fn placed(&self, left_over: Dimension) -> Option<Placed> {
        let (mut above, mut below) = (Vec::new(), 0);
        for (base, exponent) in left_over.iter() {
            match exponent {
                _ if !base.is_noun() => return None,
                1 => above.push((self.holder(base)?, base)),
                -1 => below += 1,
                _ => return None,
            }
        }
        above.sort_unstable_by_key(|(holder, _)| *holder);
        let relabels = below == 1 && above.len() > 1;
        if relabels {
            above.pop();
        } else if below > 0 {
            return None;
        }
        let (mut edits, mut things) = (Vec::new(), Vec::new());
        for (holder, base) in above {
            let (one, _) = words::noun(self.units, base, self.notation);
            let (edit, thing) = self.placed_on(self.heir(holder, base)?, one)?;
            edits.extend(edit);
            things.push(thing);
        }
        let label = format!("with {}", things.join(" and "));
        (!edits.is_empty()).then_some(Placed { edits, label, relabels })
    }

    /// The number of the factor that has a count.
    fn holder(&self, base: Base) -> Option<usize> {
        self.factors.iter().position(|factor| {
            let exponent = factor.value.quantity().map_or(0, |quantity| quantity.dimension.exponent(base));
            if factor.divides { exponent < 0 } else { exponent > 0 }
        })
    }

    /// The number of the factor that may be for each: the next one after the holder, or else a size or a price before
    /// it, or else a count before it.
    fn heir(&self, holder: usize, base: Base) -> Option<usize> {
        let find = |time: bool| {
            let fits = |at: &usize| {
                self.factors.get(*at).is_some_and(|factor| self.may_be_for_each(factor, base, time))
            };
            let is_size = |at: &usize| {
                let quantity = self.factors.get(*at).and_then(|factor| factor.value.quantity());
                let above = |base| quantity.is_some_and(|quantity| quantity.dimension.exponent(base) > 0);
                above(Base::INFORMATION) || above(Base::MONEY)
            };
            // What divides by `800 requests/server` is what the servers are for.
            let holds_below = self.factors.get(holder).is_some_and(|factor| factor.divides);
            let before = || (0..holder).rev().filter(|at| !holds_below && fits(at));
            let after = (holder + 1..self.factors.len()).find(fits);
            // `10 users * 3 devices * 5 GB/user`: the users are for the size, and not for each device.
            let is_free = |at: &usize| self.factors.get(*at).is_some_and(|factor| !self.is_wanted(factor));
            // `$15 per 1M tokens * 400 tokens * 2M requests`: what has a price per so many is many for each.
            let is_last = holder + 1 == self.factors.len() && self.has_price_of_many();
            let any = || before().find(|_| is_last);
            after.or_else(|| before().find(is_size)).or_else(|| before().find(is_free)).or_else(any)
        };
        find(false).or_else(|| find(true))
    }

    /// Whether a factor is a price per a number of things: `$15 per 1M tokens`.
    fn has_price_of_many(&self) -> bool {
        self.factors.iter().filter_map(|factor| self.ast.literal(factor.node)).any(|literal| {
            let words = self.ast.words(&literal.suffix);
            literal.form == Form::Money && words.iter().any(|word| word.times > 1.0)
        })
    }

    /// Whether another factor is for each of what a factor counts.
    fn is_wanted(&self, factor: &Factor) -> bool {
        let Some(Quantity { dimension, .. }) = factor.value.quantity() else { return false };
        let below = |base| {
            self.factors.iter().filter(|other| !other.divides).any(|other| {
                other.value.quantity().is_some_and(|quantity| quantity.dimension.exponent(base) < 0)
            })
        };
        dimension.iter().any(|(base, exponent)| base.is_noun() && exponent > 0 && below(base))
    }

    /// Whether a factor may be for each of what is counted. With `time`, that is a duration: `3 hops * 40 ms`.
    fn may_be_for_each(&self, factor: &Factor, base: Base, time: bool) -> bool {
        let Some(Quantity { dimension, .. }) = factor.value.quantity() else { return false };
        let node = self.ast.node(factor.node);
        let is_written = matches!(node, Node::Literal(_) | Node::Range { .. })
            || factor.literal.is_some()
            || terms(factor.node, self.ast).is_some();
        let above = |base| dimension.exponent(base) > 0;
        let is_amount = above(Base::INFORMATION)
            || above(Base::MONEY)
            || above(Base::ENERGY)
            || above(Base::LENGTH)
            || dimension.iter().any(|(base, exponent)| base.is_noun() && exponent > 0);
        let is_time = time && dimension == Dimension::base(Base::TIME);
        // What is for each request already, and for nobody's request here, is not for each user as well.
        let is_for_each = dimension.iter().any(|(base, exponent)| base.is_noun() && exponent < 0);
        let fits = (is_amount || is_time) && dimension.exponent(base) == 0;
        is_written && !factor.divides && fits && !is_for_each
    }

    /// The change that makes a factor be for each, and what it says.
    fn placed_on(&self, at: usize, one: &str) -> Option<(Vec<(Span, String)>, String)> {
        let factor = self.factors.get(at)?;
        let written = |node| format!("{} per {one}", self.ast.written(node));
        if let Some(literal) = self.ast.literal(factor.node) {
            return Some((vec![behind_unit(literal, one, self.ast)], written(factor.node)));
        }
        if let Some(terms) = terms(factor.node, self.ast) {
            let edits = terms.into_iter().map(|term| behind_unit(term, one, self.ast)).collect();
            return Some((edits, written(factor.node)));
        }
        match self.ast.node(factor.node) {
            Node::Name { text, .. } => {
                let edit = (factor.literal?.after(), format!("/{one}"));
                Some((vec![edit], format!("{} per {one}", self.ast.str(text))))
            }
            // An end without a unit has that of the other.
            Node::Range { low, high, .. } => {
                let ends = [low, high].map(|end| self.ast.literals.get(end as usize));
                let with_unit = ends.into_iter().flatten().filter(|end| !end.suffix.is_empty());
                let edits = with_unit.map(|end| behind_unit(end, one, self.ast)).collect();
                Some((edits, written(factor.node)))
            }
            _ => None,
        }
    }
}

/// The literals of `(10 KB + 1 MB)`.
pub(in crate::lower) fn terms(node: NodeId, ast: &Ast) -> Option<Vec<&Literal>> {
    let (mut sum, mut terms) = (node, Vec::new());
    while let Node::Binary(Binary::Add, left, right) = ast.node(sum) {
        terms.push(ast.literal(right).filter(|term| !term.suffix.is_empty())?);
        sum = left;
    }
    terms.push(ast.literal(sum).filter(|term| !term.suffix.is_empty())?);
    (terms.len() > 1).then_some(terms)
}

/// Where the counts belong that one side of a sum has and the other has not.
pub(in crate::lower) fn of_product(
    factors: &[Factor],
    left_over: Dimension,
    notation: Notation,
    ast: &Ast,
    units: &Units,
) -> Option<(String, Vec<(Span, String)>)> {
    let Placed { edits, label, relabels } = Counted { factors, ast, units, notation }.placed(left_over)?;
    (!relabels).then_some((label, edits))
}

/// Where the counts of a result belong that do not cancel: `900M DAU * 40 emails/day * 75 KB`. What is counted last is what
/// a count without data or money counts.
pub(in crate::lower) fn of_result(
    factors: &[Factor],
    quantity: Quantity,
    ast: &Ast,
    units: &Units,
) -> Option<(String, Vec<(Span, String)>)> {
    let counted = Counted { factors, ast, units, notation: quantity.notation };
    let above = |base| quantity.dimension.exponent(base) > 0;
    let counts = quantity.dimension.iter().filter(|(base, exponent)| base.is_noun() && *exponent > 0);
    let mut counts: Vec<(usize, Base, i8)> = counts
        .map(|(base, exponent)| Some((counted.holder(base)?, base, exponent)))
        .collect::<Option<_>>()?;
    counts.sort_unstable_by_key(|(holder, ..)| *holder);
    let is_time = quantity.dimension.exponent(Base::TIME) > 0 && counts.len() == 1;
    if !above(Base::INFORMATION) && !above(Base::MONEY) && !is_time {
        // `100 rps * 3 users` counts requests, as a rate says what is counted; `100 rps * 2000 tokens` counts tokens: what
        // stands behind the rate, and has none of its own, is of each.
        let is_rate = |(holder, ..): &(usize, Base, i8)| {
            let factor = factors.get(*holder).filter(|factor| !factor.divides);
            let quantity = factor.and_then(|factor| factor.value.quantity());
            quantity.is_some_and(|quantity| quantity.dimension.exponent(Base::TIME) < 0)
        };
        let keeps = |(_, base, _): &(usize, Base, i8)| {
            units.noun(*base).is_some_and(|noun| KEEPERS.contains(&noun.singular))
        };
        let rate = counts.iter().rposition(is_rate).filter(|rate| {
            let behind = counts.get(rate + 1..).unwrap_or_default();
            behind.is_empty() || behind.iter().any(keeps)
        });
        match rate {
            Some(rate) => _ = counts.remove(rate),
            None => _ = counts.pop(),
        }
    }
    let mut left_over = Dimension::default();
    for (_, base, exponent) in counts {
        left_over = left_over.times(Dimension::base(base).to_the(exponent)?)?;
    }
    let Placed { edits, label, .. } = counted.placed(left_over)?;
    Some((label, edits))
}

/// Where the counts belong that divide a time: `1 TB / (8 servers * 1 Gbps)` takes a time, and not one per server, if
/// each server has the 1 Gbps; `3 GHz * 4 instructions/cycle` are cycles.
pub(in crate::lower) fn of_quotient(
    factors: &[Factor],
    quantity: Quantity,
    ast: &Ast,
    units: &Units,
) -> Option<(String, Vec<(Span, String)>)> {
    let mut nouns = quantity
        .dimension
        .iter()
        .filter(|(base, _)| base.is_noun() && quantity.dimension.exponent(*base) < 0);
    let (Some((base, -1)), None) = (nouns.next(), nouns.next()) else { return None };
    let (one, many) = words::noun(units, base, quantity.notation);
    let dimension = |factor: &Factor| factor.value.quantity().map(|quantity| quantity.dimension);
    let rate = Dimension::power(Base::TIME, -1);
    // Hertz alone have no word for what happens.
    let hertz = factors.iter().filter(|factor| !factor.divides && dimension(factor) == Some(rate));
    let hertz = hertz.filter_map(|factor| ast.literal(factor.node)).find_map(|literal| {
        let [word] = ast.words(&literal.suffix) else { return None };
        let (_, unit) = units.find(ast.str(word.text))?;
        let per_second = number::scaled_number(literal.value * unit.scale.to_f64(), true);
        (word.join == Join::Lead && ast.str(word.text).ends_with("Hz"))
            .then(|| (literal.span, format!("{per_second} {many}/s")))
    });
    if let Some(edit) = hertz {
        return Some((format!("for {many}"), vec![edit]));
    }
    if quantity.dimension.without_nouns() != Dimension::base(Base::TIME) {
        return None;
    }
    let counted = Counted { factors, ast, units, notation: quantity.notation };
    let holder = factors.iter().position(|factor| {
        factor.divides
            && dimension(factor) == Some(Dimension::base(base))
            && ast.literal(factor.node).is_some()
    })?;
    let heir = factors.iter().enumerate().skip(holder + 1).find(|(_, factor)| {
        let of = dimension(factor).unwrap_or_default();
        factor.divides
            && ast.literal(factor.node).is_some()
            && of.exponent(Base::TIME) == -1
            && of.exponent(base) == 0
    })?;
    let (edits, thing) = counted.placed_on(heir.0, one)?;
    Some((format!("with {thing}"), edits))
}

/// The insertion of `/user` before what a literal is per already: `10 posts/user/day`.
pub(in crate::lower) fn behind_unit(literal: &Literal, one: &str, ast: &Ast) -> (Span, String) {
    let words = ast.words(&literal.suffix);
    let Some(divisor) = words.iter().position(|word| word.join.divides()) else {
        return (literal.span.after(), format!("/{one}"));
    };
    let before = divisor.checked_sub(1).and_then(|before| words.get(before));
    let place = before.map_or(literal.number, |word| word.span).after();
    match words.get(divisor).map(|word| word.join) {
        Some(Join::Per) => (place, format!(" per {one}")),
        _ => (place, format!("/{one}")),
    }
}

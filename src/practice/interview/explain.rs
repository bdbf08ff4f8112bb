//! Why a candidate's value is what it is: the preset is run with what was said, and the ratio is explained.

use std::collections::HashSet;

use super::bench::{Bench, Form, NodeId, Pin};
use super::guide::Guide;
use super::kind::apart;
use super::said::{Leaf, Said};
use crate::library::practice::interviews::Role;
use crate::units::dimension::{Base, Dimension};

/// Values within this factor are the same.
const SAME: f64 = 1.1;

/// Values within this factor are close.
const CLOSE: f64 = 1.25;

/// A literal further from an input's own number than this is probably something else.
const LIKELY: f64 = 10.0;

/// An assumption of a certain input may be off by this factor.
const LIKE: f64 = 2.0;

/// Whole counts up to this may be off by one.
const FEW: f64 = 20.0;

/// A plain number further from the number of an input with a unit is none of that unit.
const PLAIN: f64 = 4.0;

/// A plain number larger than this may be a count.
const LARGE: f64 = 1000.0;

/// The most ways in which the literals of a line are given to inputs.
const WAYS: usize = 48;

/// The most nodes that a literal may stand for.
const TARGETS: usize = 5;

/// How much closer an input must bring a value to be named, as a power of the ratio.
const HELPS: f64 = 0.75;

/// Runs the preset with what a line's literals are taken for, and with other numbers; returns its value and the factor.
type Compare<'c> = dyn Fn(&[Pin], &[Pin]) -> Option<(f64, f64)> + 'c;

/// How a value compares with the preset's.
#[derive(Clone, Debug, PartialEq)]
pub struct Explained {
    /// What the preset gives with what was said, in base units.
    pub mine: f64,
    /// The value over that.
    pub factor: f64,
    /// The nodes that the literals of the line were taken for, with their numbers.
    pub taken: Vec<Pin>,
    /// What explains the factor.
    pub why: Why,
}

/// What explains a factor.
#[derive(Clone, Debug, PartialEq)]
pub enum Why {
    /// There is none.
    Same,
    /// It is near one.
    Close,
    /// A role was left out: that of an input.
    Without(NodeId),
    /// One row of a table was counted alone.
    Alone(String),
    /// It is twice the value.
    Twice,
    /// It is half the value.
    Half,
    /// Nothing does; these inputs, which were not said, would bring it closer.
    Off(Vec<NodeId>),
}

impl Explained {
    /// How good an explanation is; less is better.
    pub fn rank(&self) -> u8 {
        match self.why {
            Why::Same => 0,
            Why::Close => 1,
            Why::Without(_) | Why::Alone(_) => 2,
            Why::Twice | Why::Half => 3,
            Why::Off(_) => 4,
        }
    }
}

/// The preset with what was said so far.
#[derive(Clone, Copy, Debug)]
pub struct Judge<'a> {
    /// The preset.
    pub bench: &'a Bench,
    /// What is known of it.
    pub guide: &'a Guide,
    /// What was said.
    pub pins: &'a [Pin],
}

impl Judge<'_> {
    /// Explains a value as that of an estimate; `None` if the preset has no value for it.
    pub fn explain(&self, of: NodeId, said: &Said, leaves: &[&Leaf]) -> Option<Explained> {
        let stops: HashSet<NodeId> =
            self.pins.iter().map(|(node, _)| *node).filter(|node| *node != of).collect();
        let upstream = self.bench.upstream(of, &stops);
        let ways = self.ways(leaves, &upstream, &stops);
        let value = said.amount.number;
        let is_few = said.amount.kind.plain.is_none() && value <= FEW;
        let compare = |taken: &[Pin], more: &[Pin]| {
            let pins: Vec<Pin> = more.iter().chain(taken).chain(self.pins).copied().collect();
            let mine = self.bench.number(of, &pins)?;
            let factor = value / mine;
            (factor > 0.0 && factor.is_finite()).then_some((mine, factor))
        };
        let is_same = |mine: f64, factor: f64| {
            apart(factor) <= SAME || is_few && (value.ceil() - mine).abs() < 1.001 && mine >= 2.0
        };
        let spare: Vec<Pin> = self.with_role(&upstream, Role::Spare).map(|node| (node, 0.0)).collect();
        let found: Vec<(&Vec<Pin>, f64, f64)> = ways
            .iter()
            .filter_map(|taken| compare(taken, &[]).map(|(mine, factor)| (taken, mine, factor)))
            .collect();
        let explained =
            |taken: &[Pin], mine, factor, why| Explained { mine, factor, taken: taken.to_vec(), why };
        if let Some((taken, mine, factor)) = found.iter().find(|(_, mine, factor)| is_same(*mine, *factor)) {
            let role = self.left_out(of, &upstream, taken, said);
            return Some(explained(taken, *mine, *factor, role.map_or(Why::Same, Why::Without)));
        }
        for taken in ways.iter().filter(|_| !spare.is_empty()) {
            if let Some((mine, factor)) =
                compare(taken, &spare).filter(|(mine, factor)| is_same(*mine, *factor))
            {
                return Some(explained(taken, mine, factor, Why::Same));
            }
        }
        let is_close = |(taken, _, factor): &&(&Vec<Pin>, f64, f64)| {
            apart(*factor) <= CLOSE && self.left_out(of, &upstream, taken, said).is_none()
        };
        if let Some((taken, mine, factor)) = found.iter().find(is_close) {
            return Some(explained(taken, *mine, *factor, Why::Close));
        }
        for (why, without) in self.hypotheses(&upstream) {
            for taken in &ways {
                let is_said = |(node, _): &Pin| without.iter().any(|(other, _)| other == node);
                if taken.iter().any(is_said) || !taken.iter().all(|pin| self.is_likely(pin)) {
                    continue;
                }
                let more = [without.as_slice(), spare.as_slice()];
                let fits = more.iter().enumerate().any(|(count, _)| {
                    let pins = more.get(..=count).unwrap_or_default().concat();
                    compare(taken, &pins).is_some_and(|(mine, factor)| is_same(mine, factor))
                });
                if let Some((mine, factor)) = compare(taken, &[]).filter(|_| fits) {
                    return Some(explained(taken, mine, factor, why));
                }
            }
        }
        // Of the ways that take most literals for what they are likely to be, the closest.
        let likely = |taken: &[Pin]| taken.iter().filter(|pin| self.is_likely(pin)).count();
        let score = |taken: &[Pin]| 2 * likely(taken) as i32 - taken.len() as i32;
        let most = found.iter().map(|(taken, ..)| score(taken)).max()?;
        let all = found.iter().filter(|(taken, ..)| score(taken) == most);
        let (taken, mine, factor) = all.min_by(|a, b| apart(a.2).total_cmp(&apart(b.2)))?;
        let why = match *factor {
            factor if apart(factor / 2.0) <= 1.03 => Why::Twice,
            factor if apart(factor * 2.0) <= 1.03 => Why::Half,
            factor => Why::Off(self.unsaid(of, (taken, &upstream), factor, &compare)),
        };
        Some(explained(taken, *mine, *factor, why))
    }

    /// Returns the ways in which literals may stand for nodes, those that give a place to most literals first.
    fn ways(&self, leaves: &[&Leaf], upstream: &[NodeId], stops: &HashSet<NodeId>) -> Vec<Vec<Pin>> {
        let mut ways: Vec<Vec<Pin>> = vec![Vec::new()];
        // A literal with the nouns of one input is that input, unless others have the same nouns.
        let same = |leaf: &Leaf, at: NodeId| {
            let node =
                self.bench.nodes.get(at).filter(|node| node.form == Form::Input && !node.kind.is_bare());
            node.is_some_and(|node| leaf.amount.kind.likeness(&node.kind) == Some(3))
        };
        for leaf in leaves {
            let targets = self.targets(leaf, upstream, stops);
            let mut alike = targets.iter().copied().filter(|at| same(leaf, *at));
            let only = alike.next().filter(|_| alike.next().is_none());
            let is_sure = only.is_some_and(|at| leaves.iter().filter(|other| same(other, at)).count() == 1);
            let mut next = Vec::new();
            for way in &ways {
                for target in targets.iter().filter(|target| !way.iter().any(|(node, _)| node == *target)) {
                    let number = self.as_that(leaf, *target).unwrap_or(leaf.amount.number);
                    next.push([way.as_slice(), &[(*target, number)]].concat());
                }
            }
            if !is_sure || next.is_empty() {
                next.append(&mut ways);
            }
            next.truncate(WAYS);
            ways = next;
        }
        ways.sort_by_key(|way| std::cmp::Reverse(way.len()));
        ways
    }

    /// Returns a plain number as one of an input that is written with a unit, in base units: the 2 of `dau * 2 / day` as 2
    /// tweets a user and day. `None` for other numbers.
    fn as_that(&self, leaf: &Leaf, at: NodeId) -> Option<f64> {
        let node = self.bench.nodes.get(at).filter(|node| node.form == Form::Input)?;
        let kind = &leaf.amount.kind;
        let per_time = Dimension::base(Base::TIME).to_the(-1);
        let is_plain = kind.is_bare() && !kind.is_percent && Some(node.kind.plain) == per_time;
        is_plain.then(|| leaf.amount.number * self.bench.unit_size(at))
    }

    /// Returns the nodes that a literal may stand for, the likely ones first.
    fn targets(&self, leaf: &Leaf, upstream: &[NodeId], stops: &HashSet<NodeId>) -> Vec<NodeId> {
        let mut found: Vec<(u8, f64, NodeId)> = Vec::new();
        let is_cell =
            |at: NodeId| self.bench.nodes.get(at).is_some_and(|node| matches!(node.form, Form::Cell(..)));
        for at in upstream {
            let Some(node) = self.bench.nodes.get(*at) else { continue };
            let kind = &leaf.amount.kind;
            // An estimate that was claimed is what it was claimed to be, unless its value is said anew.
            let is_anew =
                matches!(node.form, Form::Input) || kind.likeness(&node.kind) == Some(3) && !kind.is_bare();
            if stops.contains(at) && !is_anew {
                continue;
            }
            if let Some(number) = self.as_that(leaf, *at) {
                let off = apart(number / node.number);
                found.extend((off <= PLAIN && !stops.contains(at)).then_some((1, off, *at)));
                continue;
            }
            let is_share = node.kind.is_percent || node.kind.is_bare() && node.number < 1.0;
            let fits_percent = !kind.is_percent || is_share;
            // A rate of one thing is none of another, and what has other nouns, or none, is one of its own size.
            let is_near = apart(leaf.amount.number / node.number) <= LIKELY;
            let is_strange = kind.likeness(&node.kind) == Some(0);
            let is_other = is_strange && kind.plain.exponent(Base::TIME) != 0;
            // No input has a number far from what is published in order that a value fits.
            let is_far = !stops.contains(at)
                && node.form == Form::Input
                && (kind.nouns.is_empty() && !kind.is_percent || is_strange)
                && !self.is_possible(*at, leaf.amount.number);
            if is_other || is_far || (kind.is_bare() || is_strange) && !is_near {
                continue;
            }
            let is_factor = kind.is_bare() && !kind.is_percent && leaf.amount.number > 1.0;
            if let Some(likeness) =
                kind.likeness(&node.kind).filter(|_| fits_percent && !(is_factor && is_share))
            {
                // `500M * 2 / day`
                let is_many = kind.is_bare() && node.kind.is_count() && leaf.amount.number > LARGE;
                let likeness = if is_many { 1 } else { likeness };
                found.push((likeness, apart(leaf.amount.number / node.number), *at));
            }
        }
        let best = found.iter().map(|(likeness, ..)| *likeness).max().unwrap_or(0);
        // What has other nouns stands for something only if nothing has the same.
        found.retain(|(likeness, ..)| *likeness > 0 || best == 0);
        // A row of a table is a part of what is said.
        found.sort_by(|a, b| is_cell(a.2).cmp(&is_cell(b.2)).then(b.0.cmp(&a.0)).then(a.1.total_cmp(&b.1)));
        found.into_iter().map(|(.., at)| at).take(TARGETS).collect()
    }

    /// Whether a number is about that of an input.
    pub fn is_likely(&self, (at, number): &Pin) -> bool {
        self.bench.nodes.get(*at).is_some_and(|node| {
            let is_anew = matches!(node.form, Form::Estimate(_));
            is_anew || apart(number / node.number) <= LIKELY || node.kind.is_count()
        })
    }

    /// Whether an input may have a number: within three times of what is published. Scope and periods are free.
    pub fn is_possible(&self, at: NodeId, number: f64) -> bool {
        const STEEPEST: f64 = 12.0;
        const ANY: f64 = 1000.0;
        const PERIOD: f64 = 100.0;
        let Some(node) = self.bench.nodes.get(at) else { return false };
        let off = apart(number / node.number);
        let is_share = node.kind.is_percent || node.kind.is_bare() && node.number < 1.0;
        let is_period = node.kind.plain == Dimension::base(Base::TIME) && node.number >= 86_400.0;
        if is_share && number > 1.0 {
            return false;
        }
        if self.guide.words(at).role == Some(Role::Scale) && node.kind.is_count() {
            return off <= ANY;
        }
        if is_period {
            return off <= PERIOD;
        }
        if self.guide.words(at).role == Some(Role::Peak) {
            return number > 1.0 && number <= STEEPEST;
        }
        // What is certain is a choice.
        let interval = self.bench.interval(at);
        let more = if interval.is_some() || self.guide.words(at).role.is_some() { 3.0 } else { 5.0 };
        let (low, high) = interval.unwrap_or((node.number, node.number));
        number * more >= low * 0.999 && number <= high * more * 1.001
    }

    /// Whether an estimate is another one without the peak or the copies that a role stands for.
    pub fn matters(&self, of: NodeId, role: NodeId, pins: &[Pin]) -> bool {
        let without = [&[(role, 1.0)], pins].concat();
        let numbers = (self.bench.number(of, pins), self.bench.number(of, &without));
        matches!(numbers, (Some(with), Some(without)) if apart(with / without) > CLOSE)
    }

    /// Returns the peak or the copies that an estimate is multiplied by and that a line does not speak of.
    fn left_out(&self, of: NodeId, upstream: &[NodeId], taken: &[Pin], said: &Said) -> Option<NodeId> {
        if said.is_simple() {
            return None;
        }
        let pins: Vec<Pin> = taken.iter().chain(self.pins).copied().collect();
        let peaks = self.with_role(upstream, Role::Peak).filter(|_| !said.is_at_peak());
        let mut roles = self.with_role(upstream, Role::Copies).chain(peaks);
        roles.find(|role| !pins.iter().any(|(node, _)| node == role) && self.matters(of, *role, &pins))
    }

    /// Whether a number may be one that is published, or near.
    pub fn is_usual(&self, (at, number): &Pin) -> bool {
        let own = self.bench.nodes.get(*at).map_or(f64::NAN, |node| node.number);
        let is_scope = self.guide.words(*at).role == Some(Role::Scale)
            || self.bench.nodes.get(*at).is_some_and(|node| node.kind.is_count());
        match self.bench.interval(*at) {
            _ if is_scope => true,
            Some((low, high)) => *number >= low * 0.999 && *number <= high * 1.001,
            None => apart(number / own) <= LIKE,
        }
    }

    fn with_role(&self, upstream: &[NodeId], role: Role) -> impl Iterator<Item = NodeId> {
        upstream.iter().copied().filter(move |node| self.guide.words(*node).role == Some(role))
    }

    /// Returns what a candidate may have left out, each with the numbers that mean so.
    pub fn hypotheses(&self, upstream: &[NodeId]) -> Vec<(Why, Vec<Pin>)> {
        let roles = [Role::Copies, Role::Peak, Role::Headroom, Role::Cached, Role::Envelope];
        let of_roles = roles.into_iter().flat_map(|role| {
            self.with_role(upstream, role).map(move |node| (Why::Without(node), vec![(node, neutral(role))]))
        });
        let cells: Vec<(NodeId, &str, &str)> = upstream
            .iter()
            .filter_map(|at| match &self.bench.nodes.get(*at)?.form {
                Form::Cell(table, row) => Some((*at, table.as_str(), row.as_str())),
                _ => None,
            })
            .collect();
        let mut rows: Vec<(&str, &str)> = cells.iter().map(|(_, table, row)| (*table, *row)).collect();
        rows.dedup();
        rows.sort_unstable();
        rows.dedup();
        let alone = |(table, row): (&str, &str)| {
            let others = cells.iter().filter(|(_, of, other)| *of == table && *other != row);
            (Why::Alone(row.replace('_', " ")), others.map(|(at, ..)| (*at, 0.0)).collect())
        };
        let of_rows: Vec<_> = rows.into_iter().map(alone).collect();
        of_roles.chain(of_rows).collect()
    }

    /// Returns up to two inputs that were not said and without which the preset comes closer to the value.
    fn unsaid(
        &self,
        of: NodeId,
        (taken, upstream): (&[Pin], &[NodeId]),
        factor: f64,
        compare: &Compare<'_>,
    ) -> Vec<NodeId> {
        let is_said = |node: &NodeId| self.pins.iter().chain(taken).any(|(said, _)| said == node);
        let open = upstream.iter().copied().filter(|node| *node != of && !is_said(node));
        let mut found: Vec<(f64, NodeId)> = Vec::new();
        for at in open {
            let node =
                self.bench.nodes.get(at).filter(|node| node.form == Form::Input && !node.kind.is_count());
            let Some(node) = node else { continue };
            if node.kind.is_bare() && apart(node.number) < SAME {
                continue;
            }
            let closest = if node.kind.is_bare() { vec![0.0, 1.0] } else { vec![0.0] };
            let without = closest.into_iter().filter_map(|neutral| compare(taken, &[(at, neutral)]));
            let best = without.map(|(_, factor)| apart(factor)).min_by(f64::total_cmp);
            if let Some(best) = best.filter(|best| libm::log(*best) < libm::log(apart(factor)) * HELPS) {
                found.push((best, at));
            }
        }
        found.sort_by(|a, b| a.0.total_cmp(&b.0));
        // One that explains it all is enough.
        let count = if found.first().is_some_and(|(best, _)| *best <= SAME) { 1 } else { 2 };
        let named: Vec<NodeId> = found.into_iter().map(|(_, at)| at).take(count).collect();
        // What does not explain it is no reason.
        let neutral =
            |numbers: &[f64]| -> Vec<Pin> { named.iter().copied().zip(numbers.iter().copied()).collect() };
        let explains = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]].iter().any(|numbers| {
            compare(taken, &neutral(numbers)).is_some_and(|(_, factor)| apart(factor) <= CLOSE)
        });
        if explains { named } else { Vec::new() }
    }
}

/// The number of an input that was left out.
fn neutral(role: Role) -> f64 {
    match role {
        Role::Peak | Role::Copies | Role::Headroom | Role::Cached | Role::Scale => 1.0,
        Role::Spare | Role::Envelope => 0.0,
    }
}

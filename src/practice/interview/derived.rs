//! Which estimate a line is by the numbers that it is computed from, whatever units and nouns it leaves out.
//!
//! `300M*2/86400` has no unit. Its numbers are those that the candidate gave, or such as an input may have, and periods: so
//! it is the estimate that is computed from these numbers, if it comes to the same.

use std::cmp::Reverse;
use std::collections::HashSet;

use super::bench::{Form, NodeId, Pin};
use super::exam::{Exam, Pending};
use super::explain::{Explained, Why};
use super::kind::{Amount, apart, readings};
use super::said::{Leaf, Said};
use crate::library::practice::interviews::Role;

/// Values within this factor are the same.
const SAME: f64 = 1.1;

/// The answer to a question, and what is computed from said numbers alone, may be off by this factor.
const CLOSE: f64 = 1.25;

/// A number that was said is repeated within this factor.
pub(super) const AGAIN: f64 = 1.04;

/// What rests on said numbers alone is this near, whatever it is computed from.
const EXACT: f64 = 1.02;

/// Values further off than this are not looked at.
const FAR: f64 = 1e4;

/// The most inputs that were not said and that a value may rest on.
const UNSAID: usize = 2;

/// Tells some nodes from others.
type Is<'a> = dyn Fn(&NodeId) -> bool + 'a;

/// An estimate that a line is, with its value as one of that estimate.
#[derive(Clone, Debug)]
pub struct Derived {
    /// The estimate.
    pub node: NodeId,
    /// How the value compares.
    pub explained: Explained,
    /// The value in base units of the estimate.
    pub number: f64,
}

/// What a line rests on, as it is compared with an estimate.
pub(super) struct Line<'a> {
    pub said: &'a Said,
    pub leaves: &'a [Leaf],
    /// The nodes that the names in it were taken for.
    pub named: Vec<NodeId>,
    /// All nodes with what was said so far, in base units.
    pub now: Vec<f64>,
}

impl Exam {
    /// Returns the estimate that a line is computed for; `None` if some of its numbers are of something else.
    pub(super) fn derived(&self, said: &Said, leaves: &[Leaf]) -> Option<Derived> {
        let known = |name: &String| self.known.iter().rev().find(|(own, _)| own == name).map(|(_, at)| *at);
        let named: Vec<NodeId> = said.names.iter().filter_map(known).collect();
        let line = Line { said, leaves, named, now: self.bench.all(&self.pins) };
        let mut best: Option<(_, Derived)> = None;
        let worded = self.worded(said);
        for at in (0..self.bench.nodes.len()).filter(|at| worded.is_empty() || worded.contains(at)) {
            let Some((unsaid, derived)) = self.as_estimate(at, &line) else { continue };
            let words = self.guide.words(at);
            let is_pending = matches!(self.pending, Pending::Goal(goal) if goal == at);
            let is_stage = words.stage == self.stage().unwrap_or_default();
            let is_called = said.called().any(|name| self.guide.is_called(at, name));
            let is_again = !line.named.is_empty() && line.named.iter().all(|named| *named == at);
            let anew = derived
                .explained
                .taken
                .iter()
                .filter(|(node, _)| !self.pins.iter().any(|(own, _)| own == node));
            let key = (
                (!is_called, derived.explained.rank()),
                !is_again,
                !is_pending,
                unsaid,
                anew.count(),
                words.key == 0,
                self.is_claimed(at),
                !is_stage,
                Reverse(words.key),
            );
            if best.as_ref().is_none_or(|(least, _)| key < *least) {
                best = Some((key, derived));
            }
        }
        best.map(|(_, derived)| derived)
    }

    /// Returns the goals that the words around a computed value speak of: these decide.
    pub(super) fn worded(&self, said: &Said) -> Vec<NodeId> {
        let is_worded = |at: NodeId| said.words.iter().any(|word| self.guide.is_called(at, word));
        let is_goal = |at: &NodeId| self.guide.words(*at).key > 0 && is_worded(*at);
        let measures = |at: &NodeId| {
            self.bench.nodes.get(*at).is_some_and(|node| node.kind.plain == said.amount.kind.plain)
        };
        let is_open = said.name.is_none() && !said.is_simple();
        (0..self.bench.nodes.len()).filter(|at| is_open && is_goal(at) && measures(at)).collect()
    }

    /// Whether all that an estimate is computed from was said, or may be left out.
    pub(super) fn is_all_said(&self, at: NodeId) -> bool {
        let stops: HashSet<NodeId> =
            self.pins.iter().map(|(node, _)| *node).filter(|node| *node != at).collect();
        self.unsaid_of(&self.bench.upstream(at, &stops), &|_| false, &stops).is_empty()
    }

    /// Compares a line with an estimate. Returns how many inputs of it were not said, and how the value compares.
    fn as_estimate(&self, at: NodeId, line: &Line<'_>) -> Option<(usize, Derived)> {
        let node = self.bench.nodes.get(at).filter(|node| matches!(node.form, Form::Estimate(_)))?;
        let now = *line.now.get(at)?;
        let is_called = line.said.called().any(|name| self.guide.is_called(at, name));
        // A plain number is hardly told from another.
        if node.kind.is_bare() && !is_called {
            return None;
        }
        let values = readings(&line.said.amount, &node.kind, (false, &node.name));
        let is_peak = line.said.is_at_peak();
        if values.iter().all(|value| apart(value / now) > FAR) || is_peak && !self.guide.is_at_peak(at) {
            return None;
        }
        let stops: HashSet<NodeId> =
            self.pins.iter().map(|(node, _)| *node).filter(|node| *node != at).collect();
        let upstream = self.bench.upstream(at, &stops);
        let is_pending = matches!(self.pending, Pending::Goal(goal) if goal == at);
        // What is computed otherwise from a named estimate is computed from its number.
        let is_beside = |named: &&NodeId| **named != at && !upstream.contains(named);
        let beside = line.named.iter().filter(is_beside).filter_map(|named| self.as_leaf(*named, &line.now));
        let named: Vec<NodeId> = line.named.iter().copied().filter(|named| !is_beside(&named)).collect();
        let leaves: Vec<Leaf> = line.leaves.iter().cloned().chain(beside).collect();
        let line =
            &Line { leaves: &leaves, named: line.named.clone(), now: line.now.clone(), said: line.said };
        if let Some(derived) = self.with_role(at, line, &values) {
            return Some((0, derived));
        }
        if let Some(derived) = self.as_all_said(at, line, (&upstream, &stops, &values)) {
            return Some((0, derived));
        }
        // A rate of other things needs a reason.
        let is_strange = line.said.amount.kind.likeness(&node.kind) == Some(0);
        let mut found: Option<(usize, Derived)> = None;
        let mut ways = self.ways_to(at, line, (&upstream, &stops), false);
        if ways.is_empty() && is_pending {
            ways = self.ways_to(at, line, (&upstream, &stops), true);
        }
        for (taken, same) in ways {
            let is_given = |node: &NodeId| taken.iter().any(|(own, _)| own == node) || same.contains(node);
            if same.contains(&at) || line.named.contains(&at) {
                // Said again in another unit.
                let is_alone = taken.is_empty() && same.iter().chain(&line.named).all(|node| *node == at);
                found = found.or_else(|| {
                    self.said_again(at, &values).filter(|_| is_alone).map(|derived| (0, derived))
                });
                continue;
            }
            let rests: HashSet<NodeId> =
                stops.iter().copied().chain(taken.iter().map(|(node, _)| *node)).collect();
            let upstream = self.bench.upstream(at, &rests);
            let unsaid = self.unsaid_of(&upstream, &is_given, &stops);
            let open = unsaid.len();
            let is_wanted = is_called
                || self.guide.words(at).key > 0
                || open == 0
                    && taken.is_empty()
                    && !named.is_empty()
                    && node.kind.plain == line.said.amount.kind.plain;
            let has_reason = is_wanted && (!line.named.is_empty() || !same.is_empty() || !taken.is_empty());
            if !has_reason || open > UNSAID || line.leaves.is_empty() && open > 0 || is_strange && open > 1 {
                continue;
            }
            let most = if open == 0 || is_pending { CLOSE } else { SAME };
            let pins: Vec<Pin> = taken.iter().chain(&self.pins).copied().collect();
            let is_used = |node: &NodeId| is_given(node) || line.named.contains(node);
            for (why, more) in self.hypotheses_of((at, &pins), line, (&upstream, &unsaid, &is_used)) {
                let compared: Vec<Pin> = more.iter().chain(&pins).copied().collect();
                let (Some(with), Some(mine)) =
                    (self.bench.number(at, &compared), self.bench.number(at, &pins))
                else {
                    continue;
                };
                let near =
                    values.iter().copied().min_by(|a, b| apart(a / with).total_cmp(&apart(b / with)))?;
                let off = apart(near / with);
                let is_left = why != Why::Same;
                if off.is_nan() || off > most || is_left && (off > SAME || self.guide.words(at).key == 0) {
                    continue;
                }
                let why = if off > SAME && why == Why::Same { Why::Close } else { why };
                let explained = Explained { mine, factor: near / mine, taken: taken.clone(), why };
                if found.as_ref().is_none_or(|(_, best)| explained.rank() < best.explained.rank()) {
                    found = Some((open, Derived { node: at, explained, number: near }));
                }
            }
        }
        found
    }

    /// Takes a line for an estimate that was claimed, with what was said of it.
    fn said_again(&self, at: NodeId, values: &[f64]) -> Option<Derived> {
        let mark = self.marks.iter().find(|mark| mark.node == at)?;
        let (_, before) = self.pins.iter().find(|(node, _)| *node == at)?;
        let number = values.iter().copied().find(|value| apart(value / before) <= AGAIN)?;
        let mine = number / mark.factor;
        let explained = Explained { mine, factor: mark.factor, taken: Vec::new(), why: mark.why.clone() };
        Some(Derived { node: at, explained, number })
    }

    /// Takes a line for an estimate of which all was said, and whose value it is to two digits.
    fn as_all_said(
        &self,
        at: NodeId,
        line: &Line<'_>,
        (upstream, stops, values): (&[NodeId], &HashSet<NodeId>, &[f64]),
    ) -> Option<Derived> {
        let node = self.bench.nodes.get(at)?;
        let is_input = |at: &&NodeId| {
            let is_estimate =
                self.bench.nodes.get(**at).is_some_and(|node| matches!(node.form, Form::Estimate(_)));
            !is_estimate && !stops.contains(*at) && self.guide.words(**at).role != Some(Role::Spare)
        };
        let is_like = line.said.amount.kind.likeness(&node.kind) > Some(0) && !node.kind.is_bare();
        if !is_like
            || stops.is_empty()
            || upstream.iter().any(|at| is_input(&at))
            || self.guide.words(at).key == 0
        {
            return None;
        }
        let mine = self.bench.number(at, &self.pins)?;
        let number = values.iter().copied().find(|value| apart(value / mine) <= EXACT)?;
        let explained = Explained { mine, factor: number / mine, taken: Vec::new(), why: Why::Same };
        Some(Derived { node: at, explained, number })
    }

    /// Returns the number of a node, as that of a line.
    fn as_leaf(&self, at: NodeId, now: &[f64]) -> Option<Leaf> {
        let (node, number) = (self.bench.nodes.get(at)?, *now.get(at)?);
        Some(Leaf { text: node.name.clone(), amount: Amount { number, kind: node.kind.clone() } })
    }

    /// Takes a line for the estimate that it goes on from, with what was asked for: `total * 3`, after `And copies?`.
    fn with_role(&self, at: NodeId, line: &Line<'_>, values: &[f64]) -> Option<Derived> {
        let mark = self.marks.iter().find(|mark| mark.node == at && line.named == [at])?;
        let (Why::Without(role), [leaf]) = (&mark.why, line.leaves) else { return None };
        let (_, before) = self.pins.iter().find(|(node, _)| *node == at)?;
        let by = leaf.amount.number;
        let is_plain = leaf.amount.kind.is_bare() && self.judge().is_possible(*role, by);
        let number = values
            .iter()
            .copied()
            .filter(|_| is_plain)
            .find(|value| apart(value / (before * by)) <= SAME || apart(value * by / before) <= SAME)?;
        let explained = Explained { mine: number, factor: 1.0, taken: vec![(*role, by)], why: Why::Same };
        Some(Derived { node: at, explained, number })
    }

    /// Returns the inputs that a value rests on and that were not said, without those that may be left out; of a table one
    /// cell.
    fn unsaid_of(&self, upstream: &[NodeId], is_given: &Is<'_>, stops: &HashSet<NodeId>) -> Vec<NodeId> {
        let mut tables: Vec<&str> = Vec::new();
        let mut is_open = |at: &&NodeId| {
            let Some(node) = self.bench.nodes.get(**at).filter(|_| !is_given(at) && !stops.contains(*at))
            else {
                return false;
            };
            let role = self.guide.words(**at).role;
            match &node.form {
                Form::Input => {
                    let is_slight = node.kind.is_bare() && apart(node.number) <= CLOSE;
                    let is_asked = [Role::Spare, Role::Peak, Role::Copies, Role::Headroom, Role::Cached];
                    !is_slight && !role.is_some_and(|role| is_asked.contains(&role))
                }
                Form::Cell(table, _) => {
                    let is_new = !tables.contains(&table.as_str());
                    tables.push(table);
                    is_new
                }
                Form::Estimate(_) => false,
            }
        };
        upstream.iter().filter(|at| is_open(at)).copied().collect()
    }

    /// Returns what may explain a value, each with the numbers that mean so. A peak or copies that the line does not
    /// multiply by are left out.
    fn hypotheses_of(
        &self,
        (at, pins): (NodeId, &[Pin]),
        line: &Line<'_>,
        (upstream, unsaid, is_used): (&[NodeId], &[NodeId], &Is<'_>),
    ) -> Vec<(Why, Vec<Pin>)> {
        let spare = |node: &&NodeId| self.guide.words(**node).role == Some(Role::Spare);
        let spare: Vec<Pin> = upstream.iter().filter(spare).map(|node| (*node, 0.0)).collect();
        let roles = [Role::Copies, Role::Peak, Role::Headroom, Role::Cached];
        let left: Vec<(NodeId, Role)> = upstream
            .iter()
            .filter(|node| !is_used(node))
            .filter_map(|node| {
                Some((*node, self.guide.words(*node).role.filter(|role| roles.contains(role))?))
            })
            .filter(|(_, role)| !(*role == Role::Peak && line.said.is_at_peak()))
            .filter(|(node, _)| self.judge().matters(at, *node, pins))
            .collect();
        let is_whole = !left.iter().any(|(_, role)| matches!(role, Role::Peak | Role::Copies));
        let mut found = Vec::new();
        if is_whole {
            found.push((Why::Same, Vec::new()));
            if !spare.is_empty() {
                found.push((Why::Same, spare.clone()));
            }
        }
        for (node, _) in &left {
            let must = left.iter().filter(|(_, role)| matches!(role, Role::Peak | Role::Copies));
            let mut pins: Vec<Pin> = must.map(|(node, _)| (*node, 1.0)).collect();
            pins.push((*node, 1.0));
            found.push((Why::Without(*node), [pins, spare.clone()].concat()));
        }
        if is_whole {
            let rows = self.judge().hypotheses(upstream).into_iter();
            // A part that has a name of its own is one.
            let is_part = line.said.name.as_ref().is_some_and(|name| !self.guide.is_called(at, name));
            let is_alone = |why: &Why| matches!(why, Why::Alone(row) if !is_part && !self.has_other_row(row));
            found.extend(rows.filter(|(why, _)| is_alone(why)));
            // A share or a factor that was not said, and is counted here.
            let is_bare = |at: &&NodeId| {
                let is_bare = self.bench.nodes.get(**at).is_some_and(|node| node.kind.is_bare());
                is_bare && self.bench.interval(**at).is_some()
            };
            let bare: Vec<NodeId> = unsaid.iter().filter(is_bare).copied().collect();
            for neutral in [1.0, 0.0] {
                found.extend(bare.iter().map(|at| (Why::Off(vec![*at]), vec![(*at, neutral)])));
            }
            if bare.len() > 1 {
                found.push((Why::Off(bare.clone()), bare.iter().map(|at| (*at, 1.0)).collect()));
            }
        }
        found
    }
}

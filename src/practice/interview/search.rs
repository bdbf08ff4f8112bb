//! Which estimate of the preset a line is.

use std::cmp::Reverse;
use std::collections::HashSet;

use super::bench::{Form, NodeId, Pin};
use super::exam::Exam;
use super::explain::{Explained, Judge, Why};
use super::kind::apart;
use super::said::{Leaf, Said};
use crate::library::practice::interviews::Role;
use crate::units::dimension::Base;

/// Values further off than this are another thing.
const FAR: f64 = 1000.0;

/// One copy of an estimate is this near to another estimate.
const EXACT: f64 = 1.005;

/// The value of an estimate that a line is not called is this near.
const NEAR: f64 = 1.02;

/// A plain number larger than this is a count.
const LARGE: f64 = 1000.0;

/// The most estimates that are offered.
const OFFERED: usize = 3;

/// A line that was taken for an estimate.
#[derive(Clone, Debug)]
pub struct Match {
    /// The estimate.
    pub node: NodeId,
    /// How the value compares.
    pub explained: Explained,
    /// The role that was left out on the way to the estimate that was named.
    pub without: Option<NodeId>,
}

impl Match {
    fn of((node, explained): (NodeId, Explained)) -> Match {
        Match { node, explained, without: None }
    }
}

/// A search for the estimate that a line is.
pub struct Search<'a> {
    exam: &'a Exam,
    said: &'a Said,
    /// The numbers that it rests on.
    leaves: Vec<&'a Leaf>,
    /// The estimates that measure the same, with how well the nouns fit.
    fitting: Vec<(NodeId, u8)>,
    /// The estimates that the names of the line were taken for.
    named: Vec<NodeId>,
}

impl<'a> Search<'a> {
    /// Begins a search.
    pub fn new(exam: &'a Exam, said: &'a Said, leaves: &'a [Leaf]) -> Search<'a> {
        let nodes = exam.bench.nodes.iter().enumerate();
        let estimates = nodes.filter(|(_, node)| matches!(node.form, Form::Estimate(_)));
        let fitting: Vec<(NodeId, u8)> =
            estimates.filter_map(|(at, node)| Some((at, said.amount.kind.likeness(&node.kind)?))).collect();
        let is_estimate = |at: &NodeId| {
            exam.bench.nodes.get(*at).is_some_and(|node| matches!(node.form, Form::Estimate(_)))
        };
        let known = |name: &String| exam.known.iter().rev().find(|(own, _)| own == name).map(|(_, at)| *at);
        let named = said.names.iter().filter_map(known).filter(is_estimate).collect();
        let mut search = Search { exam, said, leaves: leaves.iter().collect(), fitting, named };
        // What is said to be at peak is nothing else, if the preset has that.
        if said.is_at_peak()
            && search.fitting.iter().any(|(at, likeness)| *likeness > 0 && exam.guide.is_at_peak(*at))
        {
            search.fitting.retain(|(at, _)| exam.guide.is_at_peak(*at));
        }
        search
    }

    /// Returns the estimate, or those that the line may be, of which one may be asked for.
    pub fn found(&self) -> Result<Match, Vec<NodeId>> {
        let found = self.first()?;
        if self.has_reason(&found) { Ok(found) } else { Err(Vec::new()) }
    }

    fn first(&self) -> Result<Match, Vec<NodeId>> {
        let called = self.called();
        if let Some((_, explained)) = &called
            && explained.rank() <= 1
        {
            return called.map(Match::of).ok_or_else(Vec::new);
        }
        let same = self.same();
        if let Some(called) = called {
            let other = self.resting().filter(|_| called.1.rank() > 2 && !self.rests_on_named(called.0));
            if let Some(other) = other {
                return Ok(Match::of(other));
            }
            return Ok(self.rather(called, same));
        }
        if self.said.called().any(|name| self.is_row(name)) {
            return Err(Vec::new());
        }
        match same {
            Some(same) => Ok(Match::of(same)),
            None if self.said.amount.kind.is_bare() => Err(Vec::new()),
            None => self.likely(),
        }
    }

    fn judge(&self) -> Judge<'a> {
        self.exam.judge()
    }

    fn explain(&self, at: NodeId) -> Option<(NodeId, Explained)> {
        let explained = self.judge().explain(at, self.said, &self.leaves)?;
        let wrong = self.exam.wrong();
        if explained.rank() <= 2 || wrong.is_empty() {
            return Some((at, explained));
        }
        // An error counts once: what has no part in it is judged without.
        let is_right = |(node, _): &&Pin| !wrong.contains(node);
        let pins: Vec<Pin> = self.exam.pins.iter().filter(is_right).copied().collect();
        let without = Judge { pins: &pins, ..self.judge() }.explain(at, self.said, &self.leaves);
        Some((at, without.filter(|without| without.rank() <= 1).unwrap_or(explained)))
    }

    /// Whether there is more to say than that the value is another one. What has no reason is kept without a word.
    fn has_reason(&self, found: &Match) -> bool {
        let explained = &found.explained;
        let is_own = || {
            let upstream = self.exam.bench.upstream(found.node, &HashSet::new());
            self.rests_on_named(found.node) && !self.exam.wrong().iter().any(|wrong| upstream.contains(wrong))
        };
        match &explained.why {
            Why::Same | Why::Close => true,
            Why::Without(role) => {
                !(self.said.is_at_peak() && self.exam.guide.words(*role).role == Some(Role::Peak))
            }
            Why::Alone(row) => !self.exam.has_other_row(row),
            Why::Twice | Why::Half => !self.said.is_simple() && is_own(),
            Why::Off(unsaid) => {
                let has_slip = || self.said.slip(explained.factor).is_some();
                !self.said.is_simple() && is_own() && (!unsaid.is_empty() || has_slip())
            }
        }
    }

    /// Whether a line computes a plain number in the stage where it is asked for.
    fn is_computed(&self) -> bool {
        !self.said.is_simple() && self.leaves.len() + self.named.len() > 1
    }

    fn in_stage(&self, at: NodeId) -> bool {
        self.exam.guide.words(at).stage == self.exam.stage().unwrap_or_default()
    }

    fn is_goal(&self, at: NodeId) -> bool {
        self.exam.guide.words(at).key > 0
    }

    fn is_named(&self, at: NodeId) -> bool {
        self.said.called().any(|name| self.exam.guide.is_named(at, name))
    }

    /// Whether an estimate is computed from all estimates that the line names: what they have no part in is another.
    fn rests_on_named(&self, at: NodeId) -> bool {
        let upstream = self.exam.bench.upstream(at, &HashSet::new());
        self.named.iter().all(|named| *named == at || upstream.contains(named))
    }

    /// Returns the estimate that is called what the line is called.
    fn called(&self) -> Option<(NodeId, Explained)> {
        let guide = &self.exam.guide;
        let is_rate = self.said.amount.kind.plain.exponent(Base::TIME) != 0;
        let is_plain = self.said.amount.kind.nouns.is_empty();
        let is_called = |at: NodeId| self.said.called().any(|name| guide.is_called(at, name));
        let called = self.fitting.iter().filter(|(at, likeness)| {
            self.is_named(*at) || is_called(*at) && (*likeness > 0 || is_rate || is_plain)
        });
        // Words around a number may speak of another thing; its name does not.
        let is_told =
            |(_, explained): &(NodeId, Explained)| self.said.name.is_some() || apart(explained.factor) <= FAR;
        let explained = called.filter_map(|(at, _)| self.explain(*at)).filter(is_told);
        explained.min_by_key(|(at, explained)| {
            let is_off = explained.rank() > 2;
            let (rank, is_claimed) = (explained.rank(), self.exam.is_claimed(*at));
            (is_off, !self.is_goal(*at), rank, !self.in_stage(*at), is_claimed, !self.is_named(*at))
        })
    }

    /// Returns the estimate whose value it is, whatever the line is called.
    fn same(&self) -> Option<(NodeId, Explained)> {
        let (is_bare, number) = (self.said.amount.kind.is_bare(), self.said.amount.number);
        let is_rate = self.said.amount.kind.plain.exponent(Base::TIME) != 0;
        let has_nouns = !self.said.amount.kind.nouns.is_empty();
        let candidates = self
            .fitting
            .iter()
            .filter(|(at, likeness)| *likeness > 0 || is_bare || is_rate && self.exam.is_all_said(*at))
            .filter(|(at, _)| {
                let is_wanted = number > LARGE || self.is_computed() && self.in_stage(*at);
                !is_bare || is_wanted && self.is_goal(*at)
            })
            .filter(|(at, likeness)| self.in_stage(*at) || *likeness >= 2 && self.is_goal(*at));
        let found = candidates.filter_map(|(at, likeness)| {
            let found = self.explain(*at)?;
            // What is no goal, or is called otherwise, must be met well.
            let is_open = self.is_goal(*at) && !self.exam.is_claimed(*at);
            let is_near = found.1.why == Why::Close && is_open;
            // Without nouns any rate of data is like any other.
            let here = self.in_stage(*at);
            let is_like = *likeness == 3 && has_nouns || (*likeness >= 2 || is_bare) && here;
            let is_near_named = !self.named.is_empty() && self.rests_on_named(*at);
            let is_told = has_nouns || is_near_named || here || apart(found.1.factor) <= NEAR;
            let is_step = is_bare && is_open && matches!(found.1.why, Why::Without(_)) && here;
            let is_met = found.1.why == Why::Same && is_told || is_near && is_like || is_step;
            (is_met && !self.is_another(*at, &found.1)).then_some(found)
        });
        found.min_by_key(|(at, explained)| {
            let (here, is_claimed) = (self.in_stage(*at), self.exam.is_claimed(*at));
            let key = Reverse(self.exam.guide.words(*at).key);
            (!self.is_goal(*at), explained.rank(), !self.rests_on_named(*at), !here, is_claimed, key)
        })
    }

    /// Returns the only goal that rests on what the line names, and explains its value.
    fn resting(&self) -> Option<(NodeId, Explained)> {
        let goals = self.fitting.iter().map(|(at, _)| *at).filter(|at| self.is_goal(*at));
        let mut found = goals
            .filter(|at| self.rests_on_named(*at))
            .filter_map(|at| self.explain(at))
            .filter(|(_, explained)| explained.rank() <= 2);
        found.next().filter(|_| found.next().is_none())
    }

    /// Whether a line needs other numbers for an estimate than it was claimed with, or strange ones in another stage.
    fn is_another(&self, at: NodeId, explained: &Explained) -> bool {
        let is_known = |name: &String| self.exam.known.iter().any(|(own, node)| own == name && *node == at);
        let is_called = self.said.name.as_ref().is_some_and(is_known)
            || self.said.called().any(|name| self.exam.guide.is_called(at, name));
        let is_changed = |(node, number): &Pin| {
            self.exam.pins.iter().any(|(own, before)| own == node && apart(number / before) > NEAR)
        };
        let is_strange = |pin: &Pin| !self.judge().is_likely(pin);
        let taken = &explained.taken;
        !is_called
            && (self.exam.is_claimed(at) && taken.iter().any(is_changed)
                || !self.in_stage(at) && taken.iter().any(is_strange))
    }

    /// Takes the estimate that the line is called, or rather the one whose value it is.
    fn rather(&self, called: (NodeId, Explained), same: Option<(NodeId, Explained)>) -> Match {
        match (&called.1.why, same) {
            // One copy of what was named.
            (Why::Without(role), Some(same)) if apart(same.1.factor) <= EXACT => {
                Match { without: Some(*role), ..Match::of(same) }
            }
            (Why::Off(_) | Why::Twice | Why::Half, Some(same)) if self.goes_further(&same) => Match::of(same),
            _ => Match::of(called),
        }
    }

    /// Whether a line is rather another goal than what it is called: a value that fits beats a word.
    fn goes_further(&self, (other, explained): &(NodeId, Explained)) -> bool {
        self.is_goal(*other)
            && apart(explained.factor) <= NEAR
            && explained.taken.iter().all(|pin| self.judge().is_usual(pin))
    }

    /// Whether a name is that of a row of a table, which is a part of something.
    fn is_row(&self, name: &str) -> bool {
        let guide = &self.exam.guide;
        let singular = name.strip_suffix('s').unwrap_or(name);
        self.exam.bench.nodes.iter().enumerate().any(|(at, node)| {
            matches!(node.form, Form::Cell(..))
                && (guide.is_called(at, name) || guide.is_called(at, singular))
        })
    }

    /// Returns the only goal that it is likely to be, else those that may be asked for.
    fn likely(&self) -> Result<Match, Vec<NodeId>> {
        let goals = || self.fitting.iter().filter(|(at, _)| self.is_goal(*at) && !self.exam.is_claimed(*at));
        let open: Vec<(NodeId, Explained)> = goals()
            .filter(|(at, likeness)| *likeness >= 2 && self.in_stage(*at))
            .filter_map(|(at, _)| self.explain(*at))
            .filter(|(_, explained)| apart(explained.factor) <= FAR)
            .collect();
        let fits: Vec<&(NodeId, Explained)> =
            open.iter().filter(|(at, _)| self.rests_on_named(*at)).collect();
        if let ([fit], false) = (fits.as_slice(), self.named.is_empty()) {
            return Ok(Match::of((*fit).clone()));
        }
        let elsewhere: Vec<(NodeId, Explained)> = goals()
            .filter(|(at, likeness)| *likeness == 3 && !self.in_stage(*at) && self.rests_on_named(*at))
            .filter(|_| !self.said.amount.kind.nouns.is_empty() || !self.named.is_empty())
            .filter_map(|(at, _)| self.explain(*at))
            .collect();
        for found in [&open, &elsewhere].into_iter().take(if open.is_empty() { 2 } else { 1 }) {
            let most = if found.iter().any(|(at, _)| self.in_stage(*at)) { 2 } else { 1 };
            let likely = found
                .iter()
                .filter(|(at, explained)| explained.rank() <= most && !self.is_another(*at, explained));
            if let [likely] = likely.collect::<Vec<_>>().as_slice() {
                return Ok(Match::of((*likely).clone()));
            }
        }
        // One question in three lines is enough.
        let may_ask = self.exam.may_ask() && open.len() <= OFFERED;
        Err(if may_ask { open.into_iter().map(|(at, _)| at).collect() } else { Vec::new() })
    }
}

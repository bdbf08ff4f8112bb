//! What a line is: which input or estimate of the preset.

use std::collections::HashSet;

use super::bench::{Form, NodeId};
use super::exam::{Exam, Heard, Mark, Pending, What};
use super::explain::{Explained, Why};
use super::guide;
use super::kind::apart;
use super::said::{Leaf, Said};
use super::search::{Match, Search};
use super::verdict;
use crate::library::practice::interviews::Role;
use crate::units::dimension::{Base, Dimension};
use crate::worksheet::workspace::IT;

/// The least score with which a line is taken for an assumption.
const LEAST: u8 = 2;

/// An assumption further off than this is that of another input.
const UNLIKELY: f64 = 100.0;

/// A number without a name is that of an input within this factor.
const NEAR: f64 = 10.0;

/// As many letters tell what a word is about: `compresses` is `compression`.
const STEM: usize = 6;

/// Of two inputs that a value may be one of, the nearer one is nearer by this factor.
const CLEAR: f64 = 2.5;

impl Exam {
    /// Returns the estimates that were off without anything left out.
    pub(super) fn wrong(&self) -> Vec<NodeId> {
        let is_wrong = |mark: &&Mark| matches!(mark.why, Why::Twice | Why::Half | Why::Off(_));
        self.marks.iter().filter(is_wrong).map(|mark| mark.node).collect()
    }

    /// Whether another row of the table was estimated by its name, so that this one is not all that was thought of.
    pub(super) fn has_other_row(&self, row: &str) -> bool {
        let tables = self.bench.nodes.iter().filter_map(|node| match &node.form {
            Form::Cell(_, own) => Some(own),
            _ => None,
        });
        let mut others = tables.filter(|own| own.replace('_', " ") != row);
        others.any(|own| self.loose.iter().any(|(name, _)| guide::key(name) == guide::key(own)))
    }

    /// Returns the input or estimate that a simple line assumes; `None` if none is likely, or several are.
    pub(super) fn assumption(&self, said: &Said) -> Option<NodeId> {
        let is_simple = said.is_simple();
        let is_estimate = |at: NodeId| {
            let node = self.bench.nodes.get(at).filter(|node| matches!(node.form, Form::Estimate(_)));
            node.is_some_and(|node| node.kind.plain == said.amount.kind.plain)
                && said.name.as_deref().is_some_and(|name| self.guide.is_called(at, name))
        };
        if !is_simple && (0..self.bench.nodes.len()).any(is_estimate) {
            return None;
        }
        let mut best: Vec<(u8, NodeId)> = Vec::new();
        let is_rate = said.amount.kind.plain.exponent(Base::TIME) < 0;
        for (at, node) in self.bench.nodes.iter().enumerate() {
            let is_input = match node.form {
                Form::Input => true,
                Form::Estimate(_) => false,
                Form::Cell(..) => continue,
            };
            // A computed line is an assumption only by its name.
            let mut is_called = said.called().any(|name| self.guide.is_called(at, name));
            let kind = &said.amount.kind;
            let Some(mut likeness) = kind.likeness(&node.kind) else { continue };
            if self.is_of_each(said, at) {
                continue;
            }
            // A rate at peak is no mean.
            if is_rate && said.is_at_peak() && !self.guide.is_at_peak(at) {
                continue;
            }
            if is_input && is_simple && kind.is_bare() && !kind.is_percent && self.names_nouns(said, at) {
                is_called = true;
                likeness = 1;
            }
            if is_input && is_simple && self.is_per_head(said, at) {
                likeness = 3;
            } else if is_input && is_simple && self.is_of_noun(said, at) {
                is_called = true;
            }
            if is_called && is_simple && kind.is_bare() && node.kind.is_count() {
                // `users = 500M`
                likeness = 1;
            }
            if !(is_simple || is_input && is_called && likeness == 3) {
                continue;
            }
            let is_share = node.kind.is_percent || node.kind.is_bare() && node.number < 1.0;
            if kind.is_bare() && (kind.is_percent && !is_share || is_share && said.amount.number > 1.0) {
                continue;
            }
            // A goal or a rate is estimated, unless it is named.
            if !is_called && !is_input {
                continue;
            }
            let of_name = match (is_called, likeness) {
                (true, 1..) => 3,
                (true, 0) => 1,
                (false, _) => 0,
            };
            let is_phrase = |name: &str| name.contains('_') && self.guide.is_called(at, name);
            let of_name =
                of_name + 2 * u8::from(of_name > 1 && said.words.iter().any(|name| is_phrase(name)));
            let of_nouns = if likeness == 3 && !kind.is_bare() { 2 } else { 0 };
            let is_own = said.called().any(|name| self.guide.is_named(at, name));
            let is_scale = self.guide.words(at).role == Some(Role::Scale);
            let is_likely = is_scale || apart(said.amount.number / node.number) <= UNLIKELY;
            if !is_likely && !is_own {
                continue;
            }
            let score = (of_name + of_nouns + u8::from(is_own && likeness > 0))
                .saturating_sub(2 * u8::from(!is_likely));
            if score >= LEAST {
                best.push((score, at));
            }
        }
        let Some(most) = best.iter().map(|(score, _)| *score).max() else {
            return self.only_open(said).or_else(|| self.rate_of_stage(said));
        };
        let mut top = best.iter().filter(|(score, _)| *score == most).map(|(_, at)| *at);
        let first = top.next()?;
        if top.next().is_none() {
            // A rate that is asked for is rather that than an input that nobody named.
            let rate = self.rate_of_stage(said).filter(|_| most == LEAST);
            let is_part = |rate: &NodeId| self.bench.upstream(*rate, &HashSet::new()).contains(&first);
            return rate.filter(|rate| !is_part(rate)).or(Some(first));
        }
        // A name that is that of a goal too is that of the input, which is only said.
        let is_input = |(score, at): &&(u8, NodeId)| {
            *score == most && self.bench.nodes.get(*at).is_some_and(|node| node.form == Form::Input)
        };
        let mut inputs = best.iter().filter(is_input).map(|(_, at)| *at);
        let only = inputs.next().filter(|_| inputs.next().is_none());
        let is_scale = |at: &NodeId| self.guide.words(*at).role == Some(Role::Scale);
        let only = only.filter(|at| most > LEAST || is_scale(at) && said.amount.kind.plain.is_none());
        only.or_else(|| self.nearest(best.iter().filter(is_input).map(|(_, at)| *at), said.amount.number))
    }

    /// Returns the input whose published numbers a value is much nearer to than to those of others.
    fn nearest(&self, inputs: impl Iterator<Item = NodeId>, number: f64) -> Option<NodeId> {
        let off = |at: NodeId| {
            let own = self.bench.nodes.get(at).map_or(f64::NAN, |node| node.number);
            let (low, high) = self.bench.interval(at).unwrap_or((own, own));
            (low / number).max(number / high).max(1.0)
        };
        let mut all: Vec<(f64, NodeId)> = inputs.map(|at| (off(at), at)).collect();
        all.sort_by(|a, b| a.0.total_cmp(&b.0));
        let first = all.first().filter(|(off, _)| *off <= NEAR)?;
        let is_clear = all.get(1).is_none_or(|(off, _)| *off >= first.0 * CLEAR);
        is_clear.then_some(first.1)
    }

    /// Whether a rate is that of one user, who is not said: `5 videos/day`.
    fn is_per_head(&self, said: &Said, at: NodeId) -> bool {
        let Some(node) = self.bench.nodes.get(at) else { return false };
        let of = |nouns: &[(String, i8)]| -> Vec<(String, i8)> {
            nouns.iter().filter(|(_, exponent)| *exponent > 0).cloned().collect()
        };
        let own = &said.amount.kind;
        // Per user, and not per server.
        let is_head = |(noun, exponent): &(String, i8)| {
            *exponent > 0
                || self.bench.nodes.iter().enumerate().any(|(at, node)| {
                    let is_all = matches!(node.kind.nouns.as_slice(), [(own, 1)] if own == noun);
                    is_all && node.kind.plain.is_none() && self.guide.words(at).role == Some(Role::Scale)
                })
        };
        node.kind.nouns.iter().all(is_head)
            && own.is_count()
            && !own.plain.is_none()
            && own.nouns.len() < node.kind.nouns.len()
            && of(&own.nouns) == of(&node.kind.nouns)
            && apart(said.amount.number / node.number) <= UNLIKELY
    }

    /// Whether a value is said of each of what an input or estimate does not divide by: `each host writes 1000 lines/s`.
    fn is_of_each(&self, said: &Said, at: NodeId) -> bool {
        let Some(node) = self.bench.nodes.get(at) else { return false };
        let each = |word: &str| {
            let (each, noun) = word.split_once('_')?;
            let noun = self.same.get(noun).map_or(noun, String::as_str);
            let is_divided = node.kind.nouns.iter().any(|(own, exponent)| own == noun && *exponent < 0);
            (matches!(each, "each" | "every" | "per") && self.counts(noun) && !is_divided).then_some(())
        };
        let is_user = said.words.iter().any(|word| word.ends_with("_user") || word.ends_with("_person"));
        !is_user
            && said.amount.kind.plain.exponent(Base::TIME) < 0
            && said.words.iter().any(|word| each(word).is_some())
    }

    /// Takes another number of a line for the input that the line speaks of: `it compresses well, 10x: 26 TB/day`.
    fn beside(&mut self, said: &Said) -> Option<Heard> {
        let [leaf] = said.beside.as_slice() else { return None };
        let stem = |word: &str| word.get(..STEM).map(str::to_owned);
        let is_spoken = |at: &NodeId| {
            let aliases = &self.guide.words(*at).aliases;
            let mut stems = said.words.iter().filter_map(|word| stem(word));
            stems.any(|own| aliases.iter().any(|alias| alias.starts_with(&own)))
        };
        let inputs = (0..self.bench.nodes.len()).filter(|at| {
            let node =
                self.bench.nodes.get(*at).filter(|node| node.form == Form::Input && node.kind.is_bare());
            node.is_some() && leaf.amount.kind.is_bare() && self.judge().is_possible(*at, leaf.amount.number)
        });
        let mut inputs = inputs.filter(is_spoken);
        let at = inputs.next().filter(|_| inputs.next().is_none())?;
        drop(inputs);
        self.assume(at, leaf.amount.number, false);
        let name = self.bench.nodes.get(at).map_or("", |node| node.name.as_str()).replace('_', " ");
        let text = vec![format!("Noted as {name}; {}, kept.", said.written())];
        Some(Heard { what: What::Assumption, text, node: Some(at), ..Heard::default() })
    }

    /// Whether an amount without nouns is said of what an input is measured by: `a tweet is 300 bytes`.
    fn is_of_noun(&self, said: &Said, at: NodeId) -> bool {
        let Some(node) = self.bench.nodes.get(at) else { return false };
        let [(noun, -1)] = node.kind.nouns.as_slice() else { return false };
        let is_noun = |word: &String| {
            let one = word.strip_suffix('s').unwrap_or(word);
            self.same.get(one).map_or(one, String::as_str) == noun
        };
        said.amount.kind.nouns.is_empty()
            && !said.amount.kind.plain.is_none()
            && said.words.iter().any(is_noun)
            && apart(said.amount.number / node.number) <= UNLIKELY
    }

    /// Whether a line speaks of all that an input counts: `people read each paste 10 times` are reads a paste.
    fn names_nouns(&self, said: &Said, at: NodeId) -> bool {
        let Some(node) = self.bench.nodes.get(at).filter(|node| node.kind.plain.is_none()) else {
            return false;
        };
        let is_said = |(noun, _): &(String, i8)| {
            said.words.iter().any(|word| {
                let one = word.strip_suffix('s').unwrap_or(word);
                self.same.get(one).map_or(one, String::as_str) == noun
            })
        };
        node.kind.nouns.len() == 2 && !node.kind.is_count() && node.kind.nouns.iter().all(is_said)
    }

    /// Returns the only rate of this stage that counts what a line counts: `50M photos/day` is as many as that, whatever they
    /// are computed from.
    fn rate_of_stage(&self, said: &Said) -> Option<NodeId> {
        let kind = &said.amount.kind;
        let is_rate =
            said.is_simple() && kind.plain == Dimension::base(Base::TIME).to_the(-1)? && kind.is_count();
        let stage = self.stage().filter(|_| is_rate && !said.is_at_peak())?;
        let mut found = (0..self.bench.nodes.len()).filter(|at| {
            let words = self.guide.words(*at);
            words.key > 0
                && words.stage == stage
                && !self.guide.is_at_peak(*at)
                && !self.is_of_each(said, *at)
                && self.bench.nodes.get(*at).is_some_and(|node| {
                    kind.likeness(&node.kind) == Some(3)
                        && apart(said.amount.number / node.number) <= UNLIKELY
                })
        });
        found.next().filter(|_| found.next().is_none())
    }

    /// Returns the only input of this stage that was not said and that a number without a name is near to.
    fn only_open(&self, said: &Said) -> Option<NodeId> {
        let is_open = said.is_simple() && said.name.is_none() && !said.amount.kind.plain.is_none();
        let stage = self.stage().filter(|_| is_open)?;
        let goals = (0..self.bench.nodes.len())
            .filter(|at| self.guide.words(*at).key > 0 && self.guide.words(*at).stage == stage);
        let upstream: HashSet<NodeId> =
            goals.flat_map(|goal| self.bench.upstream(goal, &HashSet::new())).collect();
        let mut found = upstream.into_iter().filter(|at| {
            let Some(node) = self.bench.nodes.get(*at) else { return false };
            node.form == Form::Input
                && said.amount.kind.likeness(&node.kind) > Some(0)
                && apart(said.amount.number / node.number) <= NEAR
                && !self.pins.iter().any(|(own, _)| own == at)
        });
        found.next().filter(|_| found.next().is_none())
    }

    /// Returns the numbers that a line rests on: its literals, and the earlier lines that were taken for nothing.
    pub(super) fn leaves(&self, said: &Said) -> Vec<Leaf> {
        // A number is none of what it is computed from.
        if said.is_simple() {
            return said.beside.clone();
        }
        let named = |name: &String| self.loose.iter().rev().find(|(own, _)| own == name);
        let earlier = said.names.iter().filter_map(named).map(|(_, leaf)| leaf.clone());
        said.leaves.iter().cloned().chain(earlier).collect()
    }

    /// Takes a line for an estimate, asks which it is, or keeps it.
    pub(super) fn matched(&mut self, said: Said) -> Heard {
        let leaves = self.leaves(&said);
        let found = Search::new(self, &said, &leaves).found();
        let worded = self.worded(&said);
        let is_worded = |found: &Match| worded.is_empty() || worded.contains(&found.node);
        let found = found.and_then(|found| if is_worded(&found) { Ok(found) } else { Err(Vec::new()) });
        let rank = found.as_ref().map_or(u8::MAX, |found| found.explained.rank());
        let is_called = |at: NodeId| said.name.as_ref().is_some_and(|name| self.guide.is_called(at, name));
        let is_named = found.as_ref().is_ok_and(|found| is_called(found.node));
        let derived = if rank == 0 && said.beside.is_empty() { None } else { self.derived(&said, &leaves) };
        // What was left out of a goal is asked rather than that it is something else.
        let derived = derived.filter(|derived| !is_named || is_called(derived.node));
        if let Some(derived) = derived.filter(|derived| {
            rank > 2 || derived.explained.rank() < rank && self.guide.words(derived.node).key > 0
        }) {
            let mut said = said;
            said.amount.number = derived.number;
            return self.claim(derived.node, derived.explained, None, &said);
        }
        if rank > 2
            && let Some(heard) = self.beside(&said)
        {
            return heard;
        }
        match found {
            Ok(Match { node, explained, without }) => self.claim(node, explained, without, &said),
            Err(offered) => {
                let name = said.name.clone().unwrap_or_else(|| IT.to_owned());
                let leaf = Leaf { text: name.clone(), amount: said.amount.clone() };
                self.loose.retain(|(own, _)| own != IT);
                if name != IT {
                    self.loose.push((IT.to_owned(), leaf.clone()));
                }
                self.loose.push((name, leaf));
                let written = said.written();
                if offered.is_empty() {
                    let text = vec![format!("{written}, kept.")];
                    return Heard { what: What::Kept, text, ..Heard::default() };
                }
                let names: Vec<String> = offered
                    .iter()
                    .filter_map(|at| self.bench.nodes.get(*at).map(|node| format!("`{}`", node.name)))
                    .collect();
                self.pending = Pending::Which(offered, Box::new(said));
                let text = vec![format!("{written}. Is that {}?", names.join(" or "))];
                Heard { what: What::Kept, text, asks: true, ..Heard::default() }
            }
        }
    }

    /// Takes a line for an estimate, which has its value from then on.
    pub(super) fn claim(
        &mut self,
        node: NodeId,
        explained: Explained,
        without: Option<NodeId>,
        said: &Said,
    ) -> Heard {
        for (at, number) in &explained.taken {
            match self.bench.nodes.get(*at).map(|node| &node.form) {
                Some(Form::Input) => self.assume(*at, *number, false),
                _ => self.pin(*at, *number),
            }
        }
        self.pin_estimate(node, said.amount.number);
        self.know(said, node);
        let mine =
            said.written_as(explained.factor).unwrap_or_else(|| self.bench.written(node, explained.mine));
        let role = match explained.why {
            Why::Without(role) => Some(role),
            _ => without,
        };
        let is_again = role.is_some_and(|role| self.hinted.contains(&role));
        let is_answer = matches!(self.pending, Pending::Goal(goal) if goal == node);
        let (verdict, mut asks) = verdict::of(self, node, (&explained, role, is_again), (said, &mine));
        let mut phrase = self.guide.words(node).phrase.clone();
        if asks && matches!(explained.why, Why::Without(_)) {
            // What it is without that.
            phrase = phrase.replace(" with its copies", ", one copy").replace(" at peak", "");
            phrase = phrase.replace(" with its redundancy", "");
        }
        let mut text = vec![format!("{}: {phrase}. {verdict}", said.written())];
        self.marks.retain(|mark| mark.node != node);
        let (factor, why) = (explained.factor, explained.why.clone());
        self.marks.push(Mark { node, factor, why });
        if asks {
            self.hinted.extend(role);
            self.pending = Pending::Hint;
        } else {
            if is_answer {
                self.pending = Pending::Nothing;
            }
            let stage = self.stage().unwrap_or_default();
            let is_due = |after: NodeId| self.is_claimed(after) && self.guide.words(after).stage == stage;
            let mut turns = self.guide.turns.iter().enumerate();
            let turn = turns.find(|(at, (after, _))| is_due(*after) && !self.turned.contains(at));
            if let Some((at, (_, question))) = turn.filter(|_| self.may_ask()) {
                let question = question.clone();
                text.push(question.clone());
                self.turned.push(at);
                self.pending = Pending::Words(question);
                asks = true;
            }
        }
        self.advance(node);
        Heard {
            what: What::Estimate,
            text,
            node: Some(node),
            mine: Some(mine),
            factor: Some(explained.factor),
            asks,
        }
    }
}

//! What the numbers of a line stand for on the way to an estimate.

use std::cmp::Reverse;
use std::collections::HashSet;

use super::bench::{Form, NodeId, Pin};
use super::derived::{AGAIN, Line};
use super::exam::Exam;
use super::kind::{apart, readings};
use super::said::{Leaf, Said};
use crate::units::dimension::{Base, Dimension};

/// The most ways in which the numbers of a line are given to nodes.
const WAYS: usize = 32;

/// Numbers between periods and units, which are said of nothing.
const CONSTANTS: [f64; 14] =
    [86_400.0, 100_000.0, 3600.0, 60.0, 24.0, 30.0, 31.0, 365.0, 12.0, 52.0, 7.0, 8.0, 1000.0, 1024.0];

/// A number from which on it is hardly another one by accident.
const LARGE: f64 = 1000.0;

/// An intermediate value may be off by this factor, and an input that is named by the other.
const NEAR: f64 = 10.0;
const SPOKEN: f64 = 30.0;

impl Exam {
    /// Returns the ways in which all numbers of a line are those of nodes: what they say anew, and what they repeat.
    pub(super) fn ways_to(
        &self,
        at: NodeId,
        line: &Line<'_>,
        (upstream, stops): (&[NodeId], &HashSet<NodeId>),
        is_pending: bool,
    ) -> Vec<(Vec<Pin>, Vec<NodeId>)> {
        let mut ways = vec![(Vec::new(), Vec::new())];
        for leaf in line.leaves {
            let mut next: Vec<(Vec<Pin>, Vec<NodeId>)> = Vec::new();
            let (again, anew) = self.targets_of((leaf, line.said), (at, upstream, stops), &line.now);
            for (taken, same) in &ways {
                let is_free =
                    |node: &NodeId| !same.contains(node) && !taken.iter().any(|(own, _)| own == node);
                for node in again.iter().filter(|node| is_free(node)) {
                    next.push((taken.clone(), [same.as_slice(), &[*node]].concat()));
                }
                for pin in anew.iter().filter(|(node, _)| is_free(node)) {
                    next.push(([taken.as_slice(), &[*pin]].concat(), same.clone()));
                }
                if is_constant(leaf) || is_pending {
                    next.push((taken.clone(), same.clone()));
                }
            }
            next.truncate(WAYS);
            ways = next;
        }
        ways
    }

    /// Returns the nodes that a number repeats, and those that it may say anew, the likely ones first.
    fn targets_of(
        &self,
        (leaf, said): (&Leaf, &Said),
        (at, upstream, stops): (NodeId, &[NodeId], &HashSet<NodeId>),
        now: &[f64],
    ) -> (Vec<NodeId>, Vec<Pin>) {
        let (mut again, mut anew) = (Vec::new(), Vec::new());
        let all = self.bench.upstream(at, &HashSet::new());
        // A large number means again what it meant before.
        let is_number = leaf.amount.kind.plain.is_none() && leaf.amount.number > LARGE;
        let is_repeated = is_number
            && self.pins.iter().any(|(own, number)| {
                self.bench.nodes.get(*own).is_some_and(|node| {
                    let mut values = readings(&leaf.amount, &node.kind, (true, &node.name)).into_iter();
                    values.any(|value| apart(value / number) <= AGAIN)
                })
            });
        for own in all.into_iter().chain([at]) {
            let (Some(node), Some(now)) = (self.bench.nodes.get(own), now.get(own)) else { continue };
            let values = readings(&leaf.amount, &node.kind, (true, &node.name));
            let is_estimate = matches!(node.form, Form::Estimate(_));
            if (is_estimate || stops.contains(&own)) && values.iter().any(|value| apart(value / now) <= AGAIN)
            {
                again.push(own);
                continue;
            }
            // `10 deliveries/message` is no plain factor.
            let is_per = leaf.amount.kind.nouns.iter().any(|(_, exponent)| *exponent < 0);
            if is_repeated || is_per && node.kind.is_bare() {
                continue;
            }
            if own == at || !upstream.contains(&own) || is_estimate && stops.contains(&own) {
                continue;
            }
            let is_spoken = self.speaks_of(said, leaf, own);
            let is_like = |value: &f64| match is_estimate {
                // A rate of things that has a name is no other rate.
                true => {
                    !leaf.amount.kind.plain.is_none()
                        && leaf.amount.kind.nouns.is_empty()
                        && leaf.amount.kind.likeness(&node.kind) > Some(0)
                        && apart(value / now) <= NEAR
                }
                false => {
                    self.judge().is_possible(own, *value) || is_spoken && apart(value / node.number) <= SPOKEN
                }
            };
            let near = values.into_iter().filter(is_like);
            anew.extend(
                near.min_by(|a, b| apart(a / now).total_cmp(&apart(b / now))).map(|value| (own, value)),
            );
        }
        let likeness = |node: NodeId| {
            let kind = self.bench.nodes.get(node).map(|node| &node.kind);
            kind.and_then(|kind| leaf.amount.kind.likeness(kind)).unwrap_or(0)
        };
        let best = anew.iter().map(|(node, _)| likeness(*node)).max().unwrap_or(0);
        anew.retain(|(node, _)| likeness(*node) + 1 >= best);
        anew.sort_by_key(|(node, _)| (stops.contains(node), Reverse(likeness(*node))));
        (again, anew)
    }

    /// Whether a line names an input, or counts what it is an input of.
    fn speaks_of(&self, said: &Said, leaf: &Leaf, at: NodeId) -> bool {
        let Some(node) = self.bench.nodes.get(at) else { return false };
        let is_noun = |word: &str| {
            let one = word.strip_suffix('s').unwrap_or(word);
            let one = self.same.get(one).map_or(one, String::as_str);
            one != "user" && node.kind.nouns.iter().any(|(noun, _)| noun == one)
        };
        let mut words = said.called().chain(said.names.iter().map(String::as_str));
        let is_same = |(noun, exponent): &(String, i8)| {
            *exponent > 0 && node.kind.nouns.iter().any(|(own, of)| own == noun && *of > 0)
        };
        let is_counted = leaf.amount.kind.nouns.iter().any(is_same);
        is_counted
            || words.any(|word| self.guide.is_called(at, word) || is_noun(word) && !node.kind.is_bare())
    }
}

/// Whether a number is one of periods or units.
fn is_constant(leaf: &Leaf) -> bool {
    let (kind, number) = (&leaf.amount.kind, leaf.amount.number);
    let is_time = kind.nouns.is_empty() && kind.plain == Dimension::base(Base::TIME);
    let is_one = leaf.text.trim_start().starts_with("1 ") || leaf.text.trim() == "24 hours";
    !kind.is_percent
        && (kind.is_bare() && CONSTANTS.contains(&number) || is_one && (is_time || kind.plain.is_none()))
}

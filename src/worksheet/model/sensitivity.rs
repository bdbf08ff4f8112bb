//! Where the uncertainty of the estimates comes from.

use std::collections::HashMap;

use super::build::{Builder, Built};
use super::report::{CheckFirst, Influence, Report, Sensitivity};
use super::{Settings, Wanted};
use crate::engine::{self, Feed, Finding, Plan, Samples, Slot, Summaries, Summary};
use crate::run::show::Show;
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Text;
use crate::text::suggest;

/// An input that explains less than this is not worth a line.
pub(crate) const NEGLIGIBLE: f64 = 0.005;

/// How many digits a swing has at most.
const ROUGH: usize = 3;

impl<'a> Builder<'a> {
    /// Says which input to check first, and if it was asked for, how each estimate hangs on each input.
    pub(super) fn explain_spread(
        &self,
        built: &Built,
        show: &Show<'_>,
        found: &Summaries,
        settings: &Settings,
        summary: Option<&Text>,
        report: &mut Report,
    ) {
        let labels = self.labels(built);
        let estimates = found.findings.iter().skip(built.inputs.len()).take(built.estimates.len());
        let shares: Vec<Option<Vec<(usize, f64)>>> =
            estimates.map(|finding| summary_of(finding).map(|summary| by_label(summary, &labels))).collect();
        report.check_first = self.check_first(&shares, &labels, summary);
        let Some(wanted) = &settings.sensitivity else { return };
        let names: Vec<&str> =
            self.parsed.estimates.iter().map(|item| item.entry.name.text.as_str()).collect();
        if let Wanted::One(name) = wanted
            && !names.contains(&name.as_str())
        {
            report.diagnostics.push(unknown_estimate(name, &names));
            return;
        }
        let swings = self.swings(built, found, &labels);
        // A swing is as rough as the ends that it comes from.
        let rough = Show { digits: show.digits.min(ROUGH), ..*show };
        for (at, (name, shares)) in names.iter().zip(&shares).enumerate() {
            if matches!(wanted, Wanted::One(wanted) if wanted != name) {
                continue;
            }
            let (Some(shares), Some(shown)) = (shares, built.estimates.get(at)) else { continue };
            let Some(finding) = found.findings.get(built.inputs.len() + at) else { continue };
            let mut inputs: Vec<Influence> = shares
                .iter()
                .filter(|(_, share)| *share >= NEGLIGIBLE)
                .map(|(label, share)| {
                    let [low, high] = [0, 1].map(|end| {
                        let value = swings.get(label).and_then(|ends| ends.get(end)?.get(at).copied());
                        rough.value(shown.value, &Finding::One(value.unwrap_or(f64::NAN)))
                    });
                    let name = labels.names.get(*label).cloned().unwrap_or_default();
                    Influence { name, share: *share, low, high }
                })
                .collect();
            inputs.sort_by(|a, b| b.share.total_cmp(&a.share));
            let shown = show.value(shown.value, finding);
            report.sensitivity.push(Sensitivity { estimate: (*name).to_owned(), shown, inputs });
        }
    }

    /// What each variable is called; the ranges of one input have one name.
    fn labels(&self, built: &Built) -> Labels {
        let mut labels = Labels { names: Vec::new(), of: Vec::new(), inputs: HashMap::new() };
        let mut places: HashMap<String, usize> = HashMap::new();
        for variable in &self.lowering.variables {
            let name = label(&variable.name);
            let next = labels.names.len();
            let label = *places.entry(name.clone()).or_insert(next);
            if label == next {
                labels.names.push(name);
            }
            labels.of.push(label);
        }
        for (at, (item, value)) in self.parsed.inputs.iter().zip(&built.values).enumerate() {
            if let Some(label) = places.get(&item.entry.name.text) {
                labels.inputs.insert(*label, (at, value.slot));
            }
        }
        labels
    }

    /// The input that explains most of what the model is about: the estimates that its checks name, else those
    /// of its summary, else all.
    fn check_first(
        &self,
        shares: &[Option<Vec<(usize, f64)>>],
        labels: &Labels,
        summary: Option<&Text>,
    ) -> Option<CheckFirst> {
        let items = self.parsed.estimates.iter().zip(shares);
        let uncertain: Vec<(&str, &Vec<(usize, f64)>)> = items
            .filter_map(|(item, shares)| Some((item.entry.name.text.as_str(), shares.as_ref()?)))
            .filter(|(_, shares)| !shares.is_empty())
            .collect();
        // That an estimate of one input hangs on it is no news.
        let several: Vec<_> = uncertain.iter().filter(|(_, shares)| shares.len() > 1).copied().collect();
        let uncertain = if several.is_empty() { uncertain } else { several };
        let named_in = |texts: &[&str]| -> Vec<_> {
            let named = |name: &str| texts.iter().any(|text| names(text, name));
            uncertain.iter().filter(|(name, _)| named(name)).copied().collect()
        };
        let checks: Vec<&str> =
            self.parsed.checks.iter().map(|(check, _)| check.formula.text.as_str()).collect();
        let summary: Vec<&str> = summary.map(|text| text.text.as_str()).into_iter().collect();
        let main = [named_in(&checks), named_in(&summary)].into_iter().find(|main| !main.is_empty());
        let main = main.unwrap_or_else(|| uncertain.clone());
        let mut totals = vec![0.0; labels.names.len()];
        for (label, share) in main.iter().flat_map(|(_, shares)| shares.iter()) {
            if let Some(total) = totals.get_mut(*label) {
                *total += share;
            }
        }
        // The first of several that explain alike, so that the order of the file decides.
        let (first, _) =
            totals.iter().enumerate().fold(None, |best: Option<(usize, f64)>, (at, total)| {
                if best.is_some_and(|(_, most)| most >= *total) { best } else { Some((at, *total)) }
            })?;
        let share_in = |shares: &[(usize, f64)]| {
            shares.iter().find(|(label, _)| *label == first).map_or(0.0, |(_, share)| *share)
        };
        let (estimate, share) = main.iter().map(|(name, shares)| (*name, share_in(shares))).fold(
            None,
            |best: Option<(&str, f64)>, (name, share)| {
                if best.is_some_and(|(_, most)| most >= share) { best } else { Some((name, share)) }
            },
        )?;
        let input = labels.names.get(first)?.clone();
        (share > 0.0).then(|| CheckFirst { input, estimate: estimate.to_owned(), share })
    }

    /// For each label, all estimates with it at its 5th and at its 95th percentile and the others at their medians.
    fn swings(&self, built: &Built, found: &Summaries, labels: &Labels) -> HashMap<usize, [Vec<f64>; 2]> {
        let slots: Vec<Slot> = built.estimates.iter().map(|shown| shown.slot).collect();
        let medians = Samples::medians(&self.lowering.variables);
        let middle = self.computed_inputs(built, found, labels);
        let mut swings = HashMap::new();
        for (label, _) in labels.names.iter().enumerate() {
            let ends = [0.05, 0.95].map(|level| {
                let mut columns = medians.columns();
                for (number, (own, variable)) in labels.of.iter().zip(&self.lowering.variables).enumerate() {
                    if let (true, Some(column)) = (*own == label, columns.get_mut(number)) {
                        *column = engine::Column::One(variable.distribution.at_level(level));
                    }
                }
                // An input that is computed from several ranges moves as a whole.
                let pins: Vec<(Slot, f64)> = middle
                    .iter()
                    .map(|(own, slot, [low, median, high])| {
                        let moved = if level < 0.5 { low } else { high };
                        (*slot, if *own == label { *moved } else { *median })
                    })
                    .collect();
                let feed = Feed { columns: &columns, pins: &pins, samples: 1 };
                Plan::new(self.lowering.program.clone(), slots.clone(), &feed).point(&feed).0
            });
            swings.insert(label, ends);
        }
        swings
    }

    /// The inputs that are computed from ranges, with their percentiles in the scale of their slot.
    fn computed_inputs(
        &self,
        built: &Built,
        found: &Summaries,
        labels: &Labels,
    ) -> Vec<(usize, Slot, [f64; 3])> {
        let mut computed = Vec::new();
        for (label, (at, slot)) in &labels.inputs {
            if self.lowering.distribution_of(*slot).is_some() {
                continue;
            }
            let (Some(shown), Some(Finding::Many(summary))) =
                (built.inputs.get(*at), found.findings.get(*at))
            else {
                continue;
            };
            // The row is shown in another scale than the one that formulas see.
            let scale =
                match (built.values.get(*at).and_then(|value| value.quantity()), shown.value.quantity()) {
                    (Some(own), Some(shown)) => {
                        let shown = match shown.notation.asked {
                            Some(_) => shown.scale,
                            None => crate::units::format::report_scale(shown.dimension),
                        };
                        shown.over(own.scale).to_f64()
                    }
                    _ => 1.0,
                };
            computed.push((*label, *slot, [summary.p5, summary.p50, summary.p95].map(|value| value * scale)));
        }
        computed.sort_by_key(|(label, ..)| *label);
        computed
    }
}

/// What a variable is called: the input that its range stands in, or the range and its formula.
pub(crate) fn label(variable: &str) -> String {
    let name = variable.split(" #").next().unwrap_or_default();
    match name.split_once(" | ") {
        Some(("", text)) => text.to_owned(),
        Some((formula, text)) => format!("{text} in {formula}"),
        None => name.to_owned(),
    }
}

/// What the variables of a program are called.
struct Labels {
    /// The names, in the order in which they come up.
    names: Vec<String>,
    /// For each variable, its name.
    of: Vec<usize>,
    /// For each name that is an input's, the input's place and the slot of its value.
    inputs: HashMap<usize, (usize, Slot)>,
}

fn summary_of(finding: &Finding) -> Option<&Summary> {
    match finding {
        Finding::Many(summary) => Some(summary),
        Finding::One(_) | Finding::About(..) => None,
    }
}

/// The shares of a summary, those of one name added up.
fn by_label(summary: &Summary, labels: &Labels) -> Vec<(usize, f64)> {
    let mut shares: Vec<(usize, f64)> = Vec::new();
    for (variable, share) in &summary.shares {
        let Some(label) = labels.of.get(*variable as usize) else { continue };
        match shares.iter_mut().find(|(own, _)| own == label) {
            Some((_, total)) => *total += share,
            None => shares.push((*label, *share)),
        }
    }
    shares
}

/// Whether a text has a name as a word of its own.
fn names(text: &str, name: &str) -> bool {
    text.split(|c: char| !crate::syntax::continues_name(c)).any(|word| word == name)
}

fn unknown_estimate(name: &str, names: &[&str]) -> Diagnostic {
    let error = Diagnostic::error("E0510", format!("the model has no estimate `{name}`"));
    match suggest::nearest(name, names.iter().copied(), 3).as_slice() {
        [] => error.help(format!("the estimates are {}", names.join(", "))),
        near => {
            let near: Vec<String> = near.iter().map(|name| format!("`{name}`")).collect();
            error.help(format!("did you mean {}?", near.join(" or ")))
        }
    }
}

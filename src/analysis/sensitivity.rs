//! The contributions of the inputs to the uncertainty of the estimates.

use std::collections::{HashMap, HashSet};

use crate::engine::{Column, Explained, Finding, Group, Place, Plan, Samples, Slot};
use crate::run::{Answers, Show, Shown, Wanted as Asked};
use crate::syntax;
use crate::text::diagnostic::Diagnostic;
use crate::worksheet::Worksheet;

/// Inputs that explain a smaller share than this are omitted.
pub const NEGLIGIBLE: f64 = 0.005;

/// The maximum number of digits of a swing.
const ROUGH: usize = 3;

/// The estimates whose sensitivity is requested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// All of them.
    All,
    /// The one with this name.
    One(String),
}

/// Inputs whose shares differ by at most this much are named together, rather than by a coin.
const TOGETHER: f64 = 0.03;

/// The most estimates that the input to check first is found from, if neither a check nor the summary names any.
const MOST_MAIN: usize = 64;

/// The input that explains most of the uncertainty of a model's main results.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckFirst {
    /// The input.
    pub input: String,
    /// Those that explain as much, or nearly.
    pub others: Vec<String>,
    /// The estimate whose spread it explains most of.
    pub estimate: String,
    /// The share of that estimate's variance, at most 1.
    pub share: f64,
}

/// The contributions of the inputs to the uncertainty of an estimate.
#[derive(Clone, Debug)]
pub struct Sensitivity {
    /// The estimate.
    pub estimate: String,
    /// Whether the summary or a check rests on it.
    pub is_main: bool,
    /// Its value with its interval.
    pub shown: Shown,
    /// The inputs, the one that explains most first.
    pub inputs: Vec<Influence>,
    /// The share of the variance that no input explains by itself.
    pub together: f64,
    /// Whether it is the variance of the logarithm, which says more of a wide range.
    pub of_logarithm: bool,
    /// The inputs that are correlated with others of them: the share of each includes what they share.
    pub correlated: Vec<String>,
}

/// The effect of an input on an estimate.
#[derive(Clone, Debug)]
pub struct Influence {
    /// The input; a range within a formula is named after both.
    pub name: String,
    /// The share of the estimate's variance that it explains by itself; the rest comes from interactions between
    /// inputs.
    pub share: f64,
    /// The estimate with the input at its 5th percentile and the others at their medians.
    pub low: Shown,
    /// The same with the input at its 95th percentile.
    pub high: Shown,
}

/// The share of a variance that each label explains, by index of the label.
type Shares = Vec<(usize, f64)>;

/// The uncertainty of a model's estimates, and the inputs that cause it.
pub struct Spread<'w> {
    sheet: &'w Worksheet,
    answers: &'w Answers,
    /// The requested items, in order.
    items: &'w [Option<Asked>],
    labels: Labels,
}

impl<'w> Spread<'w> {
    /// Reads the uncertainty of all estimates from the answers of a run; `items` are the requested items.
    pub fn new(sheet: &'w Worksheet, answers: &'w Answers, items: &'w [Option<Asked>]) -> Spread<'w> {
        Spread { sheet, answers, items, labels: Labels::new(sheet) }
    }

    /// Returns the number of inputs with a label that an estimate depends on, if it is uncertain.
    fn inputs_of(&self, estimate: usize) -> Option<usize> {
        let asked = self.asked(self.sheet.inputs().len() + estimate)?;
        let slot = self.sheet.estimates().get(estimate)?.slot;
        if !matches!(self.answers[asked.ticket()], Finding::Many(_)) {
            return None;
        }
        let compiled = self.sheet.compiled();
        let is_uncertain = |input: &u32| {
            let variable = compiled.variables().get(*input as usize);
            variable.is_some_and(|variable| !variable.distribution.is_fixed())
        };
        let inputs = compiled.program().inputs_of([slot]).into_iter().filter(is_uncertain);
        let labels: HashSet<usize> =
            inputs.filter_map(|input| self.labels.of.get(input as usize).copied()).collect();
        Some(labels.len())
    }

    /// Returns the shares of some estimates by label, and whether they are of the logarithm.
    fn shares_of(&self, estimates: &[usize]) -> Vec<(Shares, bool)> {
        let first = self.sheet.inputs().len();
        let asked = estimates.iter().filter_map(|at| self.asked(first + at));
        let tickets: Vec<_> = asked.map(Asked::ticket).collect();
        let explained = self.answers.explained(&tickets).into_iter();
        explained.map(|explained| (self.labels.shares(&explained), explained.of_logarithm)).collect()
    }

    /// Returns the input that explains most of the main results: the estimates that the checks name, else those in the
    /// summary, else all. Returns `None` if nothing is uncertain.
    pub fn check_first(&self) -> Option<CheckFirst> {
        let estimates = self.sheet.estimates();
        // Those of models that it uses are not shown.
        let own = estimates.len() - self.sheet.used_estimates();
        let name = |at: usize| estimates.get(at).and_then(|item| item.name.as_deref());
        // What is expected of an estimate says nothing of how important it is.
        let checks = self.sheet.checks().iter().filter(|check| check.expects.is_none());
        let checks: Vec<&str> = checks.map(|check| check.formula.as_str()).collect();
        let summary: Vec<&str> = self.sheet.summary().map(|text| text.text.as_str()).into_iter().collect();
        let named_in = |texts: &[&str], at: usize| {
            name(at).is_some_and(|name| texts.iter().any(|text| names(text, name)))
        };
        // An estimate that depends on a single input gives no information.
        let main_of = |least: usize| {
            let chosen = |is_named: &dyn Fn(usize) -> bool| -> Vec<usize> {
                let named = (0..own).rev().filter(|at| is_named(*at));
                let depends = |at: &usize| self.inputs_of(*at).is_some_and(|inputs| inputs >= least);
                let mut main: Vec<usize> = named.filter(depends).take(MOST_MAIN).collect();
                main.reverse();
                main
            };
            let named = [&checks, &summary].into_iter().map(|texts| chosen(&|at| named_in(texts, at)));
            named.chain([chosen(&|_| true)]).find(|main| !main.is_empty())
        };
        let main = main_of(2).or_else(|| main_of(1))?;
        let shares = self.shares_of(&main);
        let mut totals = vec![0.0; self.labels.names.len()];
        for (label, share) in shares.iter().flat_map(|(shares, _)| shares) {
            if let Some(total) = totals.get_mut(*label) {
                *total += share;
            }
        }
        // Among equal inputs the first one, so that the order of the file decides.
        let (first, _) = largest(totals.into_iter().enumerate())?;
        let share_in = |shares: &Shares| {
            shares.iter().find(|(label, _)| *label == first).map_or(0.0, |(_, share)| *share)
        };
        let rows = main.iter().zip(&shares);
        let ((at, shares), share) = largest(rows.map(|(at, (own, _))| ((*at, own), share_in(own))))?;
        let label = |label: usize| self.labels.names.get(label).cloned();
        let is_near = |own: &f64| (share - own).abs() <= TOGETHER && *own >= 2.0 * TOGETHER;
        let others = shares.iter().filter(|(label, own)| *label != first && is_near(own));
        let others = others.filter_map(|(other, _)| label(*other)).collect();
        // Where more comes from inputs that act together, checking one is no advice.
        let together = 1.0 - shares.iter().map(|(_, share)| share).sum::<f64>();
        (share > together.max(0.0)).then_some(CheckFirst {
            input: label(first)?,
            others,
            estimate: name(at)?.to_owned(),
            share,
        })
    }

    /// Returns the sensitivity of the requested estimates, with values to a number of digits.
    ///
    /// # Errors
    ///
    /// Returns an error if the model has no estimate of the name.
    pub fn of(&self, wanted: &Wanted, digits: usize) -> Result<Vec<Sensitivity>, Diagnostic> {
        let names: Vec<&str> =
            self.sheet.estimates().iter().map(|item| item.name.as_deref().unwrap_or_default()).collect();
        if let Wanted::One(name) = wanted
            && !names.contains(&name.as_str())
        {
            let message = format!("the model has no estimate `{name}`");
            return Err(super::unknown_name(message, name, &names));
        }
        let swings = self.swings();
        // A swing is as imprecise as its ends.
        let rough = Show { digits: digits.min(ROUGH), ..self.answers.shows(digits) };
        let plain = self.answers.shows(digits);
        let chosen = names.iter().enumerate().filter(|(at, name)| {
            let is_wanted = !matches!(wanted, Wanted::One(wanted) if wanted != *name);
            let asked = self.asked(self.sheet.inputs().len() + at);
            is_wanted && asked.is_some_and(|asked| matches!(self.answers[asked.ticket()], Finding::Many(_)))
        });
        let chosen: Vec<usize> = chosen.map(|(at, _)| at).collect();
        let mut rows = Vec::new();
        for (at, (shares, of_logarithm)) in chosen.iter().copied().zip(self.shares_of(&chosen)) {
            let asked = self.asked(self.sheet.inputs().len() + at);
            let Some((item, asked)) = self.sheet.estimates().get(at).zip(asked) else { continue };
            let name = item.name.as_deref().unwrap_or_default();
            let explaining = shares.iter().filter(|(_, share)| *share >= NEGLIGIBLE);
            let mut inputs: Vec<Influence> = explaining
                .filter_map(|(label, share)| {
                    let [low, high] = swings.get(label)?;
                    let end = |numbers: &[f64]| {
                        Some(rough.value(item.shown, &Finding::One(numbers.get(at).copied()?)))
                    };
                    let name = self.labels.names.get(*label).cloned()?;
                    Some(Influence { name, share: *share, low: end(low)?, high: end(high)? })
                })
                .collect();
            inputs.sort_by(|a, b| b.share.total_cmp(&a.share));
            let shown = plain.value(item.shown, &self.answers[asked.ticket()]);
            let explained = shares.iter().map(|(_, share)| share).sum::<f64>();
            let correlated = self.labels.correlated(self.sheet.compiled().groups(), &shares);
            // What inputs share counts for each of them, so that nothing is left to tell.
            let is_told = shares.len() > 1 && correlated.is_empty();
            let together = if is_told { 1.0 - explained } else { 0.0 };
            rows.push(Sensitivity {
                estimate: name.to_owned(),
                is_main: self.is_main(name),
                shown,
                inputs,
                together,
                of_logarithm,
                correlated,
            });
        }
        Ok(rows)
    }

    /// Whether the summary or a check names an estimate.
    fn is_main(&self, name: &str) -> bool {
        let is_in =
            |text: &str| text.split(|c: char| !(c.is_alphanumeric() || c == '_')).any(|word| word == name);
        self.sheet.summary().is_some_and(|summary| is_in(&summary.text))
            || self.sheet.checks().iter().any(|check| is_in(&check.formula))
    }

    /// Returns the request of an item.
    fn asked(&self, at: usize) -> Option<&Asked> {
        self.items.get(at)?.as_ref()
    }

    /// Returns, for each label, all estimates with it at its 5th and at its 95th percentile and the others at their
    /// medians.
    fn swings(&self) -> HashMap<usize, [Vec<f64>; 2]> {
        let compiled = self.sheet.compiled();
        let slots: Vec<Slot> = self.sheet.estimates().iter().map(|item| item.slot).collect();
        let medians = Samples::medians(compiled.variables());
        let columns = medians.columns();
        let computed = self.computed_inputs();
        let pins: Vec<(Slot, f64)> =
            computed.iter().map(|(_, slot, [_, median, _])| (*slot, *median)).collect();
        let feed = crate::engine::Feed { columns: &columns, pins: &pins, samples: 1 };
        let plan = Plan::new(compiled.program().clone(), slots, &feed);
        let base = plan.summarise(&feed, false);
        let mut swings = HashMap::new();
        for label in 0..self.labels.names.len() {
            let has_label = |at: usize| self.labels.of.get(at) == Some(&label);
            let variables = compiled.variables().iter().zip(0_u32..).enumerate();
            let variables: Vec<_> = variables
                .filter(|(at, _)| has_label(*at))
                .map(|(_, (variable, number))| (variable, number))
                .collect();
            let pinned: Vec<_> = computed.iter().filter(|(of, ..)| *of == label).collect();
            let inputs = variables.iter().map(|(_, number)| Place::Input(*number));
            let places: Vec<Place> =
                inputs.chain(pinned.iter().map(|(_, slot, _)| Place::Pin(*slot))).collect();
            let probe = plan.vary(&feed, &base, &places);
            let ends = [(0.05, 0), (0.95, 2)].map(|(level, end)| {
                let inputs = variables.iter().map(|(variable, number)| {
                    (Place::Input(*number), Column::One(variable.distribution.at_level(level)))
                });
                // An input that is computed from several ranges moves as a whole.
                let pinned = pinned.iter().filter_map(|(_, slot, values)| {
                    Some((Place::Pin(*slot), Column::One(*values.get(end)?)))
                });
                probe.point(&inputs.chain(pinned).collect::<Vec<_>>()).0
            });
            swings.insert(label, ends);
        }
        swings
    }

    /// Returns the inputs that are computed from ranges, each with its label, slot, and 5th, 50th and 95th percentile
    /// in the scale of the slot.
    fn computed_inputs(&self) -> Vec<(usize, Slot, [f64; 3])> {
        let compiled = self.sheet.compiled();
        let mut computed = Vec::new();
        for (label, at) in &self.labels.inputs {
            let Some((item, asked)) = self.sheet.inputs().get(*at).zip(self.asked(*at)) else { continue };
            if compiled.distribution_of(item.value().slot).is_some() {
                continue;
            }
            let Finding::Many(summary) = &self.answers[asked.ticket()] else { continue };
            // The row is shown in another scale than formulas use.
            let scale = match (item.value().quantity(), item.shown.quantity()) {
                (Some(value), Some(shown)) => shown.reported_scale().over(value.scale).to_f64(),
                _ => 1.0,
            };
            let percentiles = [summary.p5, summary.p50, summary.p95].map(|value| value * scale);
            computed.push((*label, item.value().slot, percentiles));
        }
        computed.sort_by_key(|(label, ..)| *label);
        computed
    }
}

/// Returns the first item with the greatest number. Returns `None` if there are no items.
fn largest<T>(items: impl Iterator<Item = (T, f64)>) -> Option<(T, f64)> {
    items.fold(None, |best: Option<(T, f64)>, (item, number)| match best {
        Some((best, most)) if most >= number => Some((best, most)),
        _ => Some((item, number)),
    })
}

/// Whether a text contains a name as a whole word.
fn names(text: &str, name: &str) -> bool {
    text.split(|c: char| !syntax::continues_name(c)).any(|word| word == name)
}

/// Returns the label of a program's variable: the input that contains the range, or the range and its formula.
pub fn label(variable: &str) -> String {
    let name = variable.split(" #").next().unwrap_or_default();
    match name.split_once(" | ") {
        Some(("", text)) => text.to_owned(),
        Some((formula, text)) => format!("{text} in {formula}"),
        None => name.to_owned(),
    }
}

/// The labels of a program's variables; the ranges of one input share a label.
struct Labels {
    /// The labels, in order of appearance.
    names: Vec<String>,
    /// For each variable, the index of its label.
    of: Vec<usize>,
    /// For each label of an input, the index of the input.
    inputs: HashMap<usize, usize>,
}

impl Labels {
    fn new(sheet: &Worksheet) -> Labels {
        let mut labels = Labels { names: Vec::new(), of: Vec::new(), inputs: HashMap::new() };
        let mut places: HashMap<String, usize> = HashMap::new();
        for variable in sheet.compiled().variables() {
            let name = label(&variable.name);
            let next = labels.names.len();
            let label = *places.entry(name.clone()).or_insert(next);
            if label == next {
                labels.names.push(name);
            }
            labels.of.push(label);
        }
        for (at, item) in sheet.inputs().iter().enumerate() {
            if let Some(label) = item.name.as_ref().and_then(|name| places.get(name)) {
                labels.inputs.insert(*label, at);
            }
        }
        labels
    }

    /// Returns the labels with a share that are correlated with another one.
    fn correlated(&self, groups: &[Group], shares: &Shares) -> Vec<String> {
        let labels = |group: &Group| -> Vec<usize> {
            let labels = group.inputs().iter().filter_map(|input| self.of.get(*input as usize).copied());
            labels
                .filter(|label| shares.iter().any(|(own, share)| own == label && *share >= NEGLIGIBLE))
                .collect()
        };
        let found = groups.iter().map(labels).filter(|labels| labels.len() > 1).flatten();
        found.filter_map(|label| self.names.get(label).cloned()).collect()
    }

    /// Returns shares by label.
    fn shares(&self, explained: &Explained) -> Shares {
        let mut shares: Shares = Vec::new();
        for (variable, share) in &explained.shares {
            let Some(label) = self.of.get(*variable as usize) else { continue };
            match shares.iter_mut().find(|(known, _)| known == label) {
                Some((_, total)) => *total += share,
                None => shares.push((*label, *share)),
            }
        }
        shares
    }
}

/// Returns shares by name, the largest first, without the negligible ones.
pub fn shares_by_name(compiled: &crate::lower::Compiled, explained: &Explained) -> Vec<(String, f64)> {
    let mut shares: Vec<(String, f64)> = Vec::new();
    for (variable, share) in &explained.shares {
        let Some(variable) = compiled.variables().get(*variable as usize) else { continue };
        let name = label(&variable.name);
        match shares.iter_mut().find(|(known, _)| *known == name) {
            Some((_, total)) => *total += share,
            None => shares.push((name, *share)),
        }
    }
    shares.retain(|(_, share)| *share >= NEGLIGIBLE);
    shares.sort_by(|(_, a), (_, b)| b.total_cmp(a));
    shares
}

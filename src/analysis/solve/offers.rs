//! The changes of single inputs that would make a failed check hold.

use std::cell::OnceCell;
use std::collections::HashSet;

use super::runs::{Bench, Runs, Wanted};
use super::stretch::{Edges, Stretch, survey};
use super::varied::Varied;
use crate::engine::{Feed, Slot};
use crate::lower::{Compiled, Type};
use crate::run::{Answers, Run};
use crate::syntax::Binary;
use crate::worksheet::{Check, Worksheet};

/// The powers of ten by which an input is changed, up or down.
const DECADES: i32 = 2;

/// The budget of the search over all checks of a model, in operations on blocks of 64 samples.
const BUDGET: usize = 20_000_000;

/// About how many runs one input takes.
const RUNS: usize = 160;

/// The most runs that one input takes where a condition turns from better to worse.
const MORE: usize = 120;

/// The digits of a suggestion.
const DIGITS: usize = 3;

/// The maximum number of suggestions.
const OFFERED: usize = 2;

/// The most rows of a table that are tried.
const MOST_ROWS: usize = 24;

/// How near another row or the opposite of a condition counts as: as a factor of two.
const OTHER: f64 = core::f64::consts::LN_2;

/// The search for changes of single inputs, with the rest of its budget.
pub struct Search<'w> {
    sheet: &'w Worksheet,
    answers: &'w Answers,
    budget: usize,
}

impl<'w> Search<'w> {
    /// Starts with the whole budget.
    pub fn new(sheet: &'w Worksheet, answers: &'w Answers) -> Search<'w> {
        Search { sheet, answers, budget: BUDGET }
    }

    /// Returns changes of single inputs that would make a failed check hold, in the notation of the inputs. A change is
    /// only offered with all that lies beyond it if all of that holds.
    pub fn holds_with(&mut self, check: &Check) -> Vec<String> {
        let sides = check.condition.sides.as_ref();
        // Nearly everything is different.
        if sides.is_some_and(|sides| sides.comparison == Binary::NotEqual) {
            return Vec::new();
        }
        let is_equality = sides.is_some_and(|sides| sides.comparison == Binary::Equal);
        let mut compiled = self.sheet.compiled().clone();
        let wanted = Wanted::today(&mut compiled, check);
        let answers = self.answers;
        let mut offers = answers.with_feed(|feed| self.numbers((&compiled, &wanted), is_equality, feed));
        offers.extend(self.rows(check));
        // Distances that differ only by rounding count as equal; then the order of the file decides.
        offers.sort_by_key(|(distance, _)| (distance * 200.0) as i64);
        offers.into_iter().take(OFFERED).map(|(_, text)| text).collect()
    }

    /// The other numbers and conditions with which it holds, each with how far away it is.
    fn numbers(
        &mut self,
        (compiled, wanted): (&Compiled, &Wanted),
        is_equality: bool,
        feed: &Feed<'_>,
    ) -> Vec<(f64, String)> {
        let (program, sheet) = (compiled.program(), self.sheet);
        let slots: Vec<Slot> = wanted.slots().into_iter().take(1).collect();
        let steps = program.needed_for(&slots).len();
        let needed = program.inputs_of(slots);
        let bench: OnceCell<Bench<'_>> = OnceCell::new();
        let mut tried = HashSet::new();
        let mut offers = Vec::new();
        for varied in Varied::all(sheet) {
            let Some((input, present)) = varied.fed(sheet) else { continue };
            if !needed.contains(&input) || !tried.insert(input) {
                continue;
            }
            let runs = if varied.is_truth() { 1 } else { RUNS };
            let cost = steps.saturating_mul(runs * feed.samples.min(crate::engine::ROUGH).div_ceil(64));
            if cost > self.budget || !(varied.is_truth() || varied.is_literal()) {
                continue;
            }
            self.budget -= cost;
            let runs = Runs::new(bench.get_or_init(|| Bench::new(program, wanted, feed)), input);
            if varied.is_truth() {
                let other = 1.0 - present;
                if runs.read(other, true).share >= 1.0 {
                    offers.push((OTHER, format!("{} = {}", varied.name, other == 1.0)));
                }
                continue;
            }
            offers.extend(self.offer(&varied, (present, is_equality), &runs));
        }
        offers
    }

    /// The nearest value of a number with which it holds.
    fn offer(
        &self,
        varied: &Varied<'_>,
        (present, is_equality): (f64, bool),
        runs: &Runs<'_>,
    ) -> Option<(f64, String)> {
        let mut domain = varied.domain(present, DECADES);
        domain.grid.retain(|value| varied.is_foreseen(*value, present));
        let read = |value: f64| runs.read(value, false);
        let readings = survey(&mut domain, MORE, &read);
        let edges = Edges { level: 1.0, is_equality, read: &read, near: 1e-4 };
        let found = edges.stretches(&domain, &readings);
        let apart = |stretch: &Stretch| distance(stretch.nearest_to(present), present);
        let nearest = found.iter().min_by(|a, b| apart(a).total_cmp(&apart(b)))?;
        let holds = |value: f64| runs.read(value, true).share >= 1.0;
        let rounded = |end: f64, up: bool| varied.rounded((end, up), DIGITS, &domain, &holds);
        let (name, show) = (&varied.name, self.answers.shows(DIGITS));
        let write = |number: f64| varied.write(number, &show);
        let (from, to) =
            (nearest.from.beyond.map(|_| nearest.from.at), nearest.to.beyond.map(|_| nearest.to.at));
        let (at, text) = match (from, to) {
            (None, None) => return None,
            (Some(from), None) => {
                let from = rounded(from, true)?;
                (from, format!("{name} >= {}", write(from)))
            }
            (None, Some(to)) => {
                let to = rounded(to, false)?;
                (to, format!("{name} <= {}", write(to)))
            }
            (Some(from), Some(to)) => match (rounded(from, true), rounded(to, false)) {
                (Some(low), Some(high)) if low < high => {
                    let at = if present > high { high } else { low };
                    (at, format!("{name} from {} to {}", write(low), write(high)))
                }
                (Some(one), _) | (_, Some(one)) => (one, format!("{name} = {}", write(one))),
                _ => return None,
            },
        };
        Some((distance(at, present), text))
    }

    /// The other rows of tables with which it holds.
    fn rows(&mut self, check: &Check) -> Vec<(f64, String)> {
        let sheet = self.sheet;
        let mut offers = Vec::new();
        for varied in Varied::all(sheet) {
            let Type::Row(table) = varied.value.kind else { continue };
            let Some((_, rows)) = sheet.compiled().table(table) else { continue };
            let steps = sheet.compiled().program().needed_for(&[check.condition.holds]).len();
            let blocks = self.answers.found().samples.div_ceil(64);
            let cost = steps.saturating_mul(blocks.saturating_mul(rows.len()));
            if rows.len() > MOST_ROWS || cost > self.budget {
                continue;
            }
            self.budget -= cost;
            let held = rows.iter().find(|row| {
                let other = sheet.with(&varied.name, row).ok();
                other.is_some_and(|other| holds_in(&other, &check.name, self.answers))
            });
            offers.extend(held.map(|row| (OTHER, format!("{} = {row}", varied.name))));
        }
        offers
    }
}

/// Whether a check of a worksheet holds, with the samples of another run.
fn holds_in(sheet: &Worksheet, name: &str, answers: &Answers) -> bool {
    let Some(check) = sheet.checks().iter().find(|check| check.name == name) else { return false };
    let mut run = Run::new(sheet.compiled(), answers.settings(), &sheet.input_slots());
    let holds = run.ask(check.condition.holds);
    run.answers().is_ok_and(|answers| answers[holds].middle() == 1.0)
}

/// How far a value is from another one.
fn distance(value: f64, present: f64) -> f64 {
    match value / present {
        ratio if ratio > 0.0 && ratio.is_finite() => libm::log(ratio).abs(),
        // From nothing to something, or across zero.
        _ => f64::from(DECADES) * core::f64::consts::LN_10,
    }
}

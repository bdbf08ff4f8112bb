//! What a change of a model does: to its checks, its inputs and its estimates.
//!
//! Both sides are computed from the same samples, since an input's samples are seeded by its name, so that what did not
//! change does not move.

mod checks;
mod condition;
mod conditions;
mod formulas;
mod moves;
mod names;
mod rises;
mod unrun;

use super::model::{Cells, Changes, Report, Scenarios, Settings};
use crate::analysis::causes::{self, Before};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Sources;
use crate::worksheet::{Worksheet, model};

pub use checks::{Change, CheckChange};
pub use formulas::FormulaChange;
pub use moves::{InputChange, Move};
pub use rises::risen;

/// A version of a model: its name, its text, and the files that it may read.
#[derive(Clone, Debug)]
pub struct Version {
    /// The path, or the preset's name.
    pub name: String,
    /// Its TOML.
    pub text: String,
    /// The files that it may name.
    pub changes: Changes,
}

/// What became of a model.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// It is as it was.
    #[default]
    Same,
    /// It changed.
    Changed,
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// Its old version has errors, and the new one is judged by itself.
    Alone,
    /// Its new version, or the only one, has errors.
    Undecided,
}

/// The difference of two versions of a model.
#[derive(Clone, Debug, Default)]
pub struct Diff {
    /// Its name now; the old one if it is gone.
    pub name: String,
    /// The name that it had, if its file was renamed.
    pub was_named: Option<String>,
    /// What became of it.
    pub state: State,
    /// The texts that the diagnostics point into.
    pub sources: Sources,
    /// The errors of a version that has some.
    pub diagnostics: Vec<Diagnostic>,
    /// The checks that a reviewer must see, the worst first. Of a model that is new or gone all of them.
    pub checks: Vec<CheckChange>,
    /// The inputs, and cells of tables, that changed.
    pub inputs: Vec<InputChange>,
    /// The formulas that changed.
    pub formulas: Vec<FormulaChange>,
    /// The estimates that moved, the farthest first.
    pub estimates: Vec<Move>,
    /// The number of estimates that did not move.
    pub still: usize,
    /// The names that changed, old and new.
    pub renamed: Vec<(String, String)>,
    /// The names of all estimates of both versions.
    pub names: Vec<String>,
    /// The estimates of the summary line.
    pub main: Vec<String>,
    /// The files that it uses or extends and that changed; none if its own text did.
    pub shared: Vec<String>,
}

impl Diff {
    /// Whether there is nothing to report.
    pub fn is_empty(&self) -> bool {
        match self.state {
            State::Same => true,
            State::Changed => {
                self.checks.iter().all(|check| check.change == Change::StillFails)
                    && self.inputs.is_empty()
                    && self.formulas.is_empty()
                    && self.estimates.is_empty()
                    && self.renamed.is_empty()
            }
            State::Added | State::Removed | State::Alone | State::Undecided => false,
        }
    }

    /// Whether it changed, and neither an estimate nor a check did.
    pub fn is_still(&self) -> bool {
        self.state == State::Changed
            && self.estimates.is_empty()
            && self.checks.iter().all(|check| check.change == Change::StillFails)
    }

    /// Returns the estimate that says most of the change: of those in the summary line, or else of all, the one that moved
    /// farthest.
    pub fn leading(&self) -> Option<&Move> {
        let main = self.estimates.iter().find(|one| self.main.contains(&one.name));
        main.or_else(|| self.estimates.iter().find(|one| one.change.is_some())).or(self.estimates.first())
    }

    /// Returns the number of checks that broke.
    pub fn broken(&self) -> usize {
        self.checks.iter().filter(|check| check.change == Change::Breaks).count()
    }
}

/// Compares two versions of a model; one that is `None` does not exist. `settings` are those of both.
pub fn compare(old: Option<&Version>, new: Option<&Version>, settings: &Settings) -> Diff {
    let version = new.or(old);
    let name = version.map(|version| version.name.clone()).unwrap_or_default();
    let settings =
        Settings { scenarios: Scenarios::All, cells: Cells::Given, only_checks: false, ..settings.clone() };
    match (old, new) {
        (Some(old), Some(new)) => both(old, new, &settings),
        (Some(one), None) | (None, Some(one)) => {
            let state = if new.is_some() { State::Added } else { State::Removed };
            let report = run(one, &settings);
            if !report.is_ok() {
                return undecided(name, report);
            }
            let checks = checks::all(&report, state == State::Added);
            Diff { name, state, checks, still: 0, names: names_of(&report), ..Diff::default() }
        }
        (None, None) => Diff::default(),
    }
}

fn both(old: &Version, new: &Version, settings: &Settings) -> Diff {
    let name = new.name.clone();
    let read = |version: &Version| model::read(&version.name, &version.text, &version.changes);
    let (old_sheet, new_sheet) = (read(old), read(new));
    if let (Ok(old), Ok(new)) = (&old_sheet, &new_sheet)
        && is_same(old.sources(), new.sources())
    {
        return Diff { name, names: estimates(new), still: new.estimates().len(), ..Diff::default() };
    }
    let (before, after) = (run(old, settings), run(new, settings));
    // What is wrong now is more important than what was.
    if !after.is_ok() {
        let which = if before.is_ok() { "in the new version" } else { "in both versions" };
        return with_note(undecided(name, after), which);
    }
    if !before.is_ok() {
        let (checks, names) = (checks::alone(&after), names_of(&after));
        let errors = with_note(undecided(name, before), "in the old version");
        return Diff { state: State::Alone, checks, names, ..errors };
    }
    let mut all = names_of(&before);
    all.extend(names_of(&after));
    let names = names::Renamed::new(&before, &after);
    let causes = moves::causes(&before, &after, &names);
    let mut moves = moves::moved(&before, &after, &names);
    if let (Ok(old), Ok(new)) = (&old_sheet, &new_sheet)
        && let Some(old) = causes::values(old, &settings.uncertainty)
        && let Some(new) = causes::values(new, &settings.uncertainty)
    {
        moves::explain(&mut moves, &causes, &Before { old: &old, new: &new });
    }
    let (estimates, still) = moves::settled(moves, &after);
    let as_before = conditions::as_before((&before, &after), new, run, settings);
    let asked = checks::Asked { names: &names, as_before: &as_before };
    let mut renamed_checks = Vec::new();
    let mut checks = checks::changed((&before, &after), &asked, &mut renamed_checks);
    let mut inputs = moves::inputs(&before, &after, &names);
    let renamed: Vec<(String, String)> = names.pairs().iter().cloned().chain(renamed_checks).collect();
    let (unrun_inputs, unrun_checks) = unrun::changed((&old.text, &new.text), &renamed);
    checks.extend(rises::limits((&before, &after), &names, &estimates));
    inputs.extend(moves::in_scenarios(&before, &after));
    inputs.extend(unrun_inputs);
    checks.extend(unrun_checks);
    checks.sort_by_key(|check| check.change);
    Diff {
        name,
        state: State::Changed,
        checks,
        inputs,
        estimates,
        still,
        formulas: formulas::changed(&before, &after, &names),
        renamed,
        names: all,
        main: after.main.clone(),
        shared: shared(&before.sources, &after.sources),
        ..Diff::default()
    }
}

fn run(version: &Version, settings: &Settings) -> Report {
    let changes = Changes { confidence: settings.changes.confidence, ..version.changes.clone() };
    super::run(&version.name, &version.text, &Settings { changes, ..settings.clone() })
}

fn undecided(name: String, report: Report) -> Diff {
    let diagnostics = report.diagnostics.into_iter().filter(Diagnostic::is_error).collect();
    Diff { name, state: State::Undecided, sources: report.sources, diagnostics, ..Diff::default() }
}

fn with_note(mut diff: Diff, note: &str) -> Diff {
    diff.diagnostics = diff.diagnostics.into_iter().map(|found| found.note(note.to_owned())).collect();
    diff
}

/// The names and texts of the files that a version is made of, its own first.
fn texts(sources: &Sources) -> Vec<(&str, &str)> {
    let numbers = 0..u16::try_from(sources.all_names().count()).unwrap_or(u16::MAX);
    let sources = numbers.filter_map(|number| sources.get(number));
    sources.map(|source| (source.name.as_str(), source.text.as_str())).collect()
}

/// Whether two versions are made of the same texts.
fn is_same(old: &Sources, new: &Sources) -> bool {
    texts(old).into_iter().map(|(_, text)| text).eq(texts(new).into_iter().map(|(_, text)| text))
}

/// Returns the files that a model shares with others and that changed, unless its own text did.
fn shared(old: &Sources, new: &Sources) -> Vec<String> {
    let (old, new) = (texts(old), texts(new));
    let own = |texts: &[(&str, &str)]| texts.first().map(|(_, text)| (*text).to_owned());
    if own(&old) != own(&new) {
        return Vec::new();
    }
    let others = new.iter().skip(1).filter(|(_, text)| old.iter().skip(1).all(|(_, was)| was != text));
    let mut names: Vec<String> = others.map(|(name, _)| (*name).to_owned()).collect();
    names.sort();
    names.dedup();
    names
}

fn names_of(report: &Report) -> Vec<String> {
    names::rows(&report.estimates).map(|row| row.name.clone()).collect()
}

fn estimates(sheet: &Worksheet) -> Vec<String> {
    sheet.estimates().iter().filter_map(|item| item.name.clone()).collect()
}

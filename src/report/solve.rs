//! The results of `napkin solve`: the values of an input with which a condition holds, as data and in words.

use super::time::Labels;
use super::{Changes, Settings};
use crate::analysis::solve::Question;
use crate::text::diagnostic::Diagnostic;
use crate::text::list::{and_all, did_you_mean};
use crate::text::source::Sources;
use crate::text::suggest::nearest;
use crate::worksheet::model::{self, ASKED};
use crate::worksheet::{Refused, Why, Worksheet};

pub use crate::analysis::solve::{Bound, Found, Point, Range, Solution, State};

/// The most stretches that are named.
const NAMED: usize = 4;

/// The answer of `napkin solve`.
#[derive(Clone, Debug, Default)]
pub struct Solved {
    /// The texts that diagnostics point into.
    pub sources: Sources,
    /// The path or the preset's name.
    pub name: String,
    /// The check that was asked, unless it was a condition of the command line.
    pub check: Option<String>,
    /// The answer; `None` if there are errors.
    pub solution: Option<Solution>,
    /// Errors and warnings.
    pub diagnostics: Vec<Diagnostic>,
}

/// Returns the values of the input `vary` with which a condition, or the check of that name, holds.
pub fn solve(name: &str, text: &str, (vary, until): (&str, &str), settings: &Settings) -> Solved {
    let mut solved = Solved { name: name.to_owned(), ..Solved::default() };
    let read =
        |until: Option<String>| model::read(name, text, &Changes { until, ..settings.changes.clone() });
    let until = until.trim();
    let mut asked = until;
    let sheet = read(None).and_then(|sheet| match sheet.checks().iter().any(|check| check.name == until) {
        true => Ok(sheet),
        false if sheet.unasked().iter().any(|check| check.name == until) => Err(unasked(&sheet, until)),
        false if is_word(until) && sheet.position(until).is_none() => Err(no_check(&sheet, until)),
        false => {
            asked = ASKED;
            read(Some(until.to_owned()))
        }
    });
    let sheet = match sheet {
        Ok(sheet) => sheet,
        Err(Refused { sources, diagnostics, .. }) => return Solved { sources, diagnostics, ..solved },
    };
    solved.sources = sheet.sources().clone();
    solved.check = (asked != ASKED).then(|| asked.to_owned());
    let Some(check) = sheet.checks().iter().find(|check| check.name == asked) else { return solved };
    let (settings, digits) = (settings.uncertainty, settings.digits);
    match (Question { sheet: &sheet, check, vary, settings, digits }).answer() {
        Ok(solution) => solved.solution = Some(solution),
        Err(diagnostics) => solved.diagnostics.extend(diagnostics),
    }
    solved
}

/// Whether it is a name and no condition.
fn is_word(text: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    !text.is_empty() && text.chars().all(is_part) && !matches!(text, "true" | "false")
}

/// A name that no check has.
fn no_check(sheet: &Worksheet, name: &str) -> Refused {
    let known: Vec<&str> = sheet.checks().iter().map(|check| check.name.as_str()).collect();
    let error = Diagnostic::error("E0510", format!("`{}` has no check `{name}`", sheet.name()));
    let error = match (nearest(name, known.iter().copied(), 3).as_slice(), known.is_empty()) {
        ([], false) => error.help(format!("its checks are {}; or write a condition", and_all(&known))),
        ([], true) => error.help("write a condition, like `servers <= 200 servers`"),
        (near, _) => error.help(did_you_mean(near)),
    };
    Refused { sources: sheet.sources().clone(), diagnostics: vec![error], ..Refused::default() }
}

/// A check that is not asked of these values.
fn unasked(sheet: &Worksheet, name: &str) -> Refused {
    let found = sheet.unasked().iter().find(|check| check.name == name);
    let error = Diagnostic::error("E0510", format!("the check `{name}` is not asked here"));
    let error = match found.map(|check| &check.why) {
        Some(Why::Elsewhere(scenarios)) => {
            let first = scenarios.first().map_or("", String::as_str);
            error.help(format!("it is asked in {}: add `--scenario {first}`", and_all(scenarios)))
        }
        _ => error.help("write its condition in its place"),
    };
    Refused { sources: sheet.sources().clone(), diagnostics: vec![error], ..Refused::default() }
}

/// Says how far a value is from its limit: `12% to spare`, `7% past the limit`.
fn distance(margin: f64) -> String {
    let size = match margin.abs() * 100.0 {
        percent if percent >= 1000.0 => return format!("at {:.0} times the limit", 1.0 + margin.abs()),
        percent if percent >= 10.0 => format!("{percent:.0}%"),
        percent if percent >= 0.01 => format!("{percent:.2}%"),
        _ => return "at the limit".to_owned(),
    };
    if margin < 0.0 { format!("{size} past the limit") } else { format!("{size} to spare") }
}

/// A length of time: `6 months`.
fn length(seconds: f64) -> String {
    Labels { month: 365.0 * 86_400.0 / 12.0, start: None }.length(seconds)
}

/// Writes a share of samples.
fn percent(share: f64) -> String {
    match share * 100.0 {
        percent if share > 0.0 && percent < 1.0 => "under 1%".to_owned(),
        percent if share < 1.0 && percent > 99.0 => "over 99%".to_owned(),
        percent => format!("{percent:.0}%"),
    }
}

/// Two values with their unit once, if it is that of both: `22M to 41M users`.
fn between([low, high]: [&str; 2]) -> String {
    match (low.split_once(' '), high.split_once(' ')) {
        (Some((number, unit)), Some((_, same))) if unit == same => format!("{number} to {high}"),
        _ => format!("{low} to {high}"),
    }
}

impl Bound {
    /// The value, with the interval of an uncertain one: `31.2M users (90%: 22M to 41M users)`.
    pub fn text(&self) -> String {
        match &self.interval {
            Some([low, high]) => format!("{} (90%: {})", self.at.text, between([&low.text, &high.text])),
            None => self.at.text.clone(),
        }
    }
}

impl Range {
    /// The values: `up to 31.2M users`, `from 2 to 4 shards`.
    pub fn text(&self) -> String {
        let words = match (&self.from, &self.to) {
            (None, None) => "any".to_owned(),
            (None, Some(to)) => format!("up to {}", to.text()),
            (Some(from), None) => format!("from {} up", from.text()),
            (Some(from), Some(to)) if from.at.text == to.at.text => format!("= {}", from.text()),
            (Some(from), Some(to)) => format!("from {} to {}", from.text(), to.text()),
        };
        match self.to.as_ref().or(self.from.as_ref()).and_then(|bound| bound.then.as_ref()) {
            Some(then) if self.to.is_some() => format!("{words}; then {then}"),
            Some(then) => format!("{words}; below, {then}"),
            None => words,
        }
    }
}

impl State {
    /// What the condition is at this value: `holds, 12% to spare`.
    pub fn text(&self) -> String {
        let Some(share) = self.share else { return "has no value".to_owned() };
        let verdict = match share {
            1.0 => "holds".to_owned(),
            0.0 => "fails".to_owned(),
            share => format!("holds in {} of the samples", percent(share)),
        };
        match self.margin.filter(|_| share == 0.0 || share == 1.0) {
            Some(margin) => format!("{verdict}, {}", distance(margin)),
            None => verdict,
        }
    }
}

impl Solution {
    /// The answer in one line: `users up to 31.2M users; then by_cpu decides`.
    pub fn headline(&self) -> String {
        let input = &self.input;
        match &self.found {
            Found::Choices(states) => {
                let holds = |state: &&State| state.share.is_some_and(|share| share >= 0.5);
                let held: Vec<String> = states.iter().filter(holds).map(choice).collect();
                match held.len() {
                    0 => format!("{input}: no value holds"),
                    all if all == states.len() => format!("{input}: every value holds"),
                    _ => format!("{input} = {}", held.join(" or ")),
                }
            }
            Found::Ranges(ranges) => match ranges.as_slice() {
                [] => format!("{input}: no value that was tried holds{}", self.looked_at()),
                [Range { from: None, to: None }] => {
                    format!("{input}: every value that was tried holds{}", self.looked_at())
                }
                several => {
                    // That which reaches as far as was looked says where it ends.
                    let is_shown = |(at, range): &(usize, &Range)| {
                        *at < NAMED || range.from.is_none() || range.to.is_none()
                    };
                    let shown = several.iter().enumerate().filter(is_shown);
                    let shown: Vec<String> = shown.map(|(_, range)| range.text()).collect();
                    let more = several.len() - shown.len();
                    let more = if more > 0 { format!(", and {more} more") } else { String::new() };
                    format!("{input} {}{more}", shown.join(", and again "))
                }
            },
        }
    }

    /// What is said below the answer, a line each.
    pub fn details(&self) -> Vec<String> {
        let mut lines = vec![format!("now {}: {}", self.now.at.text, self.now.text())];
        if let Some(horizon) = self.horizon {
            lines.push(format!("asked of all times until {}, the check's horizon", length(horizon)));
        }
        if let Found::Choices(states) = &self.found {
            lines.extend(states.iter().map(|state| format!("{}: {}", state.at.text, state.text())));
        }
        if let Some(worst) = &self.worst {
            lines.push(format!("nearest to the limit at {}: {}", worst.at.text, worst.text()));
        }
        let is_open =
            matches!(&self.found, Found::Ranges(ranges) if !ranges.is_empty() && !self.is_settled());
        if let Some([low, high]) = self.tried.as_ref().filter(|_| is_open) {
            lines.push(format!("looked at {}", between([&low.text, &high.text])));
        }
        if let Some([low, high]) = &self.without_value {
            let place = if low == high { low.text.clone() } else { between([&low.text, &high.text]) };
            lines.push(format!("the condition has no value at {place}"));
        }
        lines
    }

    fn is_settled(&self) -> bool {
        matches!(&self.found, Found::Ranges(ranges) if matches!(ranges.as_slice(), [Range { from: None, to: None }]))
    }

    fn looked_at(&self) -> String {
        match &self.tried {
            Some([low, high]) => format!(", from {}", between([&low.text, &high.text])),
            None => String::new(),
        }
    }
}

/// A value that holds, with the share of samples if that is not all of them.
fn choice(state: &State) -> String {
    match state.share {
        Some(share) if share < 1.0 => format!("{} (in {} of the samples)", state.at.text, percent(share)),
        _ => state.at.text.clone(),
    }
}

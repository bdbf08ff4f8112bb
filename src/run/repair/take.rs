//! The one reading of an input that is refused: which of its fixes may be made without asking.
//!
//! A fix may be *taken* if it only says in the language what the words say already. Each error on the way must offer such
//! a fix, what it leaves out must say nothing, and where several work, they must have the same value. A reading whose
//! value nobody asks for, like bytes a token, gives way to one that is usual.

use super::{DEEPEST_READING, MOST_READINGS, PLACED, Trials, is_asked_elsewhere};
use crate::text::diagnostic::{Diagnostic, Gives, Help, Patch};
use crate::text::edits::Edits;
use crate::text::source::Span;
use crate::units::dimension::{Base, Dimension};
use crate::units::nouns::english::singular_of;
use crate::units::nouns::never::{Instead, never};
use crate::units::nouns::silent::{is_measure, is_noun, is_percentile, is_silent, misspells_number, speaks};
use crate::units::registry::{UnitInfo, Units};

/// The warning of a time up, where people mean the time down.
const UPTIME: &str = "W0113";

/// A reading that works.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    pub edits: Edits,
    /// What the fixes say that only place a count.
    pub placed: Vec<String>,
    gives: Option<Gives>,
    /// Whether it has a count that does not cancel, or a dimension that few mean.
    is_odd: bool,
    /// Whether it has a dimension that nobody means.
    is_absurd: bool,
}

/// What became of one way to go on.
enum Way {
    Works(Reading),
    /// It is refused; whether by a unit that is not in what was changed.
    Fails {
        asked: bool,
    },
}

impl Trials<'_> {
    /// Returns the one reading of the input, of which these are the diagnostics.
    pub(super) fn reading(&mut self, diagnostics: &[Diagnostic]) -> Option<Reading> {
        self.left = MOST_READINGS;
        let text = self.input.text.clone();
        let next = first_error(diagnostics)?;
        match self.follow(None, &text, next, Vec::new()) {
            Way::Works(reading) => Some(reading),
            Way::Fails { .. } => None,
        }
    }

    /// Follows the fixes of a diagnostic of the input with some edits, which is `text`.
    fn follow(&mut self, edits: Option<&Edits>, text: &str, of: &Diagnostic, placed: Vec<String>) -> Way {
        let (mut works, mut failed): (Vec<Reading>, Vec<bool>) = (Vec::new(), Vec::new());
        // Of the readings of a literal all are tried: what a person has to choose is not chosen for him.
        let is_choice = of.is_choice();
        for help in of.helps.iter().filter(|help| help.is_fix() && (is_choice || may_be_taken(help, text))) {
            let Some(next) = Edits::new(&help.edits) else { continue };
            let whole = edits.map_or_else(|| next.clone(), |edits| edits.then(&next));
            let mut labels = placed.clone();
            let is_placed = help.text.starts_with("with ");
            labels.push(if is_placed { help.text.clone() } else { String::new() });
            match self.go_on(whole, of, labels) {
                Way::Works(reading) => works.push(reading),
                Way::Fails { asked } => failed.push(asked),
            }
        }
        let all_asked = failed.iter().all(|asked| *asked);
        if is_choice && (works.len() != 1 || failed.is_empty() || !all_asked) {
            return Way::Fails { asked: false };
        }
        match chosen(works) {
            Some(reading) => Way::Works(reading),
            None => Way::Fails { asked: all_asked && !failed.is_empty() },
        }
    }

    /// Evaluates the input with some edits, and follows what is still wrong with it.
    fn go_on(&mut self, edits: Edits, of: &Diagnostic, placed: Vec<String>) -> Way {
        if placed.len() > DEEPEST_READING {
            return Way::Fails { asked: false };
        }
        let (Some(outcome), Some(input)) = (self.outcome(&edits), self.input.with(&edits, self.sources))
        else {
            return Way::Fails { asked: false };
        };
        if let Some(error) = first_error(&outcome.diagnostics) {
            let asked = is_asked_elsewhere(error, &edits);
            return match self.follow(Some(&edits), &input.text, error, placed) {
                Way::Fails { .. } => Way::Fails { asked },
                works => works,
            };
        }
        let gives = outcome.gives(&edits, of.span());
        let is_power = outcome.diagnostics.iter().any(|found| found.code == "W0115");
        let left_over = outcome.diagnostics.iter().any(|found| found.code == PLACED);
        let meant = outcome.diagnostics.iter().find(|found| is_meant(found));
        if let Some(left_over) = meant
            && let Way::Works(reading) = self.follow(Some(&edits), &input.text, left_over, placed.clone())
        {
            return Way::Works(reading);
        }
        let is_up = outcome.diagnostics.iter().any(|found| found.code == UPTIME);
        let is_odd = is_up || left_over || gives.as_ref().is_some_and(|gives| is_odd(&gives.unit));
        let is_absurd = is_power || gives.as_ref().is_some_and(is_absurd);
        let placed = placed.into_iter().filter(|label| !label.is_empty()).collect();
        Way::Works(Reading { edits, placed, gives, is_odd, is_absurd })
    }
}

/// Whether a warning says what is meant beyond doubt, so that its fix may be taken.
pub(super) fn is_meant(found: &Diagnostic) -> bool {
    let mut fixes = found.helps.iter().filter(|help| help.is_fix()).peekable();
    found.is_warning() && fixes.peek().is_some() && fixes.all(|help| help.leaves_out.is_some())
}

fn first_error(diagnostics: &[Diagnostic]) -> Option<&Diagnostic> {
    diagnostics.iter().filter(|found| found.is_error()).min_by_key(|found| found.span())
}

/// Returns the reading that several that work come to.
fn chosen(works: Vec<Reading>) -> Option<Reading> {
    let mut works = works;
    works.retain(|reading| !reading.is_absurd);
    if works.iter().any(|reading| !reading.is_odd) {
        works.retain(|reading| !reading.is_odd);
    }
    all_same(&works).then(|| works.into_iter().next()).flatten()
}

/// Whether readings have the same number. They may count different things, which stand in the note.
fn all_same(works: &[Reading]) -> bool {
    let number = |reading: &Reading| reading.gives.as_ref().map(|gives| gives.value);
    let first = works.first().and_then(number);
    works.iter().all(|reading| match (number(reading), first) {
        (Some(value), Some(first)) => (value - first).abs() <= 1e-9 * first.abs(),
        _ => false,
    })
}

/// Whether a unit has two units above, a power, or something below twice.
fn is_odd(unit: &str) -> bool {
    let mut below = unit.split('/').skip(1);
    let twice = |word: &str| unit.split('/').filter(|other| *other == word).count() > 1;
    unit.contains(['·', '²', '³']) || below.any(twice)
}

/// Whether a unit has one thing twice above, or data, as nobody means: `requests·requests/s`, `B·B/s`.
pub(super) fn is_square(unit: &str) -> bool {
    let units = Units::new();
    let counts = |word: &str| {
        let is_time = |(_, unit): (_, UnitInfo<'_>)| unit.dimension == Dimension::base(Base::TIME);
        !units.find(word).is_some_and(is_time)
    };
    let above = unit.split('/').next().unwrap_or("").split('·').filter(|word| counts(word));
    let mut met: Vec<String> = Vec::new();
    for word in above.map(singular_of) {
        if met.contains(&word) || word.ends_with(['²', '³']) {
            return true;
        }
        met.push(word);
    }
    false
}

/// Whether a value has a dimension that nobody asks for: a count per data, or anything but a size per money.
fn is_absurd(gives: &Gives) -> bool {
    let (above, below) = gives.unit.split_once('/').unwrap_or((&gives.unit, ""));
    let has = |unit: &str| below.split(['/', '·']).any(|word| word == unit);
    // `8 cores at 5 ms per request` is no number of core seconds per request.
    let is_of_each = !below.is_empty() && !below.split(['/', '·']).any(|word| word == "s");
    let is_left_over = above.contains('·') && (is_of_each || !above.split('·').any(|word| word == "s"));
    is_left_over || has("B") && !above.starts_with('$') || has("$")
}

/// Whether a fix may be taken in a text: it says so, and the words that it leaves out say nothing there.
fn may_be_taken(help: &Help, text: &str) -> bool {
    let Some(left_out) = &help.leaves_out else { return false };
    let units = Units::new();
    left_out.iter().all(|span| says_nothing(*span, text, &units))
}

/// Whether a fix does nothing but leave out a word that computes, a unit, or what may be a number: without its `less`,
/// `5 GB less 10%` is another line, and so are `5 milion` without its `milion` and `5 TB logs` without its `TB`.
pub(super) fn drops_meaning(help: &Help, text: &str) -> bool {
    let words = |patch: &Patch| text.get(patch.span.start as usize..patch.span.end as usize).unwrap_or("");
    let drops = |patch: &Patch| matches!(patch.replacement.trim(), "" | "*");
    // `3x replication of 10 TB` says the factor twice, and `100 TB total` what it says alone.
    let repeats = |word: &str| word == "total" || word.starts_with("replica") || word.starts_with("mirror");
    let is_asked = |word: &str| never(word) == Some(Instead::Asked);
    let units = Units::new();
    let computes = |word: &str| speaks(word) && !repeats(word) && !is_asked(word) || misspells_number(word);
    // `5 nautical miles`, `10 Canadian dollars`
    let names_unit = |patch: &Patch| {
        stands_before_unit(patch.span, text, &units)
            && !words(patch).split_whitespace().all(|word| is_silent(word, &units))
    };
    // `log retention` is no logarithm.
    let names_log = |word: &str, next: Option<&&str>| word == "log" && next.is_some();
    let left_out = help.edits.iter().flat_map(|patch| {
        let words = words(patch).split_whitespace().map(|word| word.trim_matches(['(', ')']));
        let words: Vec<&str> = words.collect();
        let said = words.iter().enumerate().filter(|(at, word)| !names_log(word, words.get(at + 1)));
        said.map(|(_, word)| *word).collect::<Vec<_>>()
    });
    let mut left_out = left_out;
    // `5 TB (x3)`
    let is_remark = help.text == "without the remark";
    let has_digit = |word: &str| is_remark && word.bytes().any(|byte| byte.is_ascii_digit());
    (is_remark || help.text.starts_with("without `"))
        && help.edits.iter().all(drops)
        && (left_out
            .any(|word| is_measure(word, &units) || has_digit(word) || computes(&word.to_lowercase()))
            || help.edits.iter().any(names_unit))
}

/// Whether words stand between a number and a unit of something measured, so that they may say which.
fn stands_before_unit(span: Span, text: &str, units: &Units) -> bool {
    let before = text.get(..span.start as usize).unwrap_or("").trim_end();
    let after = text.get(span.end as usize..).unwrap_or("").trim_start();
    before.ends_with(|c: char| c.is_ascii_digit())
        && first_word(after).is_some_and(|head| is_measure(head, units))
}

fn says_nothing(span: Span, text: &str, units: &Units) -> bool {
    let (start, end) = (span.start as usize, span.end as usize);
    let Some(words) = text.get(start..end) else { return false };
    let before = text.get(..start).unwrap_or("").trim_end();
    let after = text.get(end..).unwrap_or("").trim_start();
    if stands_before_unit(span, text, units) {
        return false;
    }
    let allows_nouns = allows_nouns(before, after, units);
    let mut words = words.split_whitespace();
    let is_label = after.starts_with(|c: char| c.is_ascii_digit() || c == '$' || c == '(' || c == '.');
    words.all(|word| {
        // `5M user photos`, but not `10 req users`
        let is_modifier = || word.len() > 3 && singular_of(word) == *word;
        let is_whole = before.is_empty() || !starts_word(after) || after.starts_with("x ");
        let counts = allows_nouns
            && is_noun(word, units)
            && !speaks(&word.to_lowercase())
            && !is_of_other_measure(before, word, units)
            && (is_whole || is_modifier());
        if matches!(word, "x" | "X") {
            return !is_defined(word, text);
        }
        // `100M total users`
        if word == "total" && first_word(after).is_some_and(|head| is_noun(head, units)) {
            return before.ends_with(|c: char| c.is_ascii_alphanumeric());
        }
        // A function without a parenthesis is none, but `sqrt 16` may be meant as one.
        let computes = is_label && computes(word);
        !is_defined(word, text) && !computes && (counts || is_silent(word, units))
    })
}

/// Whether a count noun may be left out here: behind a measure, as in `16TB drives`; before the noun that it describes,
/// as in `30 api calls`; and where it heads a line, as in `users 5M`.
fn allows_nouns(before: &str, after: &str, units: &Units) -> bool {
    if let Some(head) = first_word(after) {
        return singular_of(head) != head;
    }
    // `5 TB of raw logs`
    let measured = match before.rsplit_once(" of") {
        Some((measured, words)) if words.chars().all(|c| c.is_alphabetic() || c == ' ') => {
            measured.trim_end()
        }
        _ => before,
    };
    let last = measured.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let unit = last.trim_start_matches(|c: char| c.is_ascii_digit());
    // `$20 seats x 100`
    let is_price = before.rsplit(' ').next().is_some_and(|last| last.starts_with('$') && !last.contains('/'));
    let is_behind = is_price
        || is_measure(unit, units)
        || last.ends_with('x') && last.starts_with(|c: char| c.is_ascii_digit());
    let heads = before.is_empty() || before.ends_with(['\n', ';', '=', '(', '+', '*', ':']);
    is_behind || heads && after.starts_with(|c: char| c.is_ascii_digit() || c == '$' || c == '(')
}

/// People, who are neither long nor short.
const PEOPLE: [&str; 12] = [
    "user",
    "person",
    "people",
    "dau",
    "mau",
    "account",
    "customer",
    "merchant",
    "driver",
    "follower",
    "subscriber",
    "friend",
];

/// Whether a noun behind a measure is nothing that has it: `5 s users`, `5 mm requests`.
fn is_of_other_measure(before: &str, noun: &str, units: &Units) -> bool {
    let last = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let unit = units.find(last.trim_start_matches(|c: char| c.is_ascii_digit()));
    let measures = |base: Base| unit.is_some_and(|(_, unit)| unit.dimension == Dimension::base(base));
    let is_person = PEOPLE.contains(&singular_of(&noun.to_lowercase()).as_str());
    measures(Base::LENGTH) || is_person && measures(Base::TIME)
}

fn first_word(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len());
    text.get(..end).filter(|word| starts_word(word) && !crate::syntax::is_reserved(word) && *word != "x")
}

fn starts_word(text: &str) -> bool {
    text.starts_with(char::is_alphabetic)
}

/// Whether a word is a function or a formula, or a number in words.
fn computes(word: &str) -> bool {
    if word.len() > 2 && word.bytes().all(|b| b.is_ascii_uppercase()) || is_percentile(word) {
        return false;
    }
    let lower = word.to_lowercase();
    crate::lower::builtins::find(&lower).is_some()
        || crate::library::formulas::find(&lower).is_some()
        || crate::syntax::in_figures(&lower).is_some()
        || crate::syntax::is_reserved(&lower)
}

/// Whether a script defines a word, so that it may be meant.
fn is_defined(word: &str, text: &str) -> bool {
    let mut rest = text;
    while let Some(at) = rest.find(word) {
        let before = rest.get(..at).unwrap_or("").trim_end();
        let after = rest.get(at + word.len()..).unwrap_or("");
        let value = after.trim_start();
        if value.starts_with('=') && !value.starts_with("==")
            || before.ends_with("unit")
            || before.ends_with("fn")
        {
            return true;
        }
        rest = after;
    }
    false
}

//! Repairs: the fixes of diagnostics, each applied to the whole input and evaluated before it is shown.
//!
//! A fix whose input is refused again, but with fixes of its own, is tried with each of them, so that what is shown is
//! whole. A fix that does not work is left out. In a script, a reading may be *taken*: the input is evaluated as if it
//! had been written so, with a note.

mod take;
mod trial;

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::Settings;
use crate::text::diagnostic::{Diagnostic, Gives, Help};
use crate::text::edits::Edits;
use crate::text::excerpt::Lines;
use crate::text::fix;
use crate::text::list;
use crate::text::source::{Sources, Span};

use take::is_meant;
pub use trial::Input;
use trial::Outcome;

/// Maximum number of evaluations for an input.
const MOST: usize = 12;

/// Maximum number of evaluations for the one reading of an input.
const MOST_READINGS: usize = 16;

/// Maximum number of fixes of a reading.
const DEEPEST_READING: usize = 6;

/// Maximum number of diagnostics whose fixes are tried.
const TRIED: usize = 3;

/// Maximum number of fixes that are applied one after another.
const DEEPEST: usize = 4;

/// The warning of counts that do not cancel, whose fixes say what is for each of what.
const PLACED: &str = "W0104";

/// The error of a file that is not TOML.
const NOT_TOML: &str = "E0501";

/// The errors of prose, whose readings are guesses.
const PROSE: [&str; 2] = ["E0106", "E0113"];

/// The error of a sum or a comparison of different dimensions.
const MISMATCH: &str = "E0301";

/// The result of a repair.
#[derive(Debug)]
pub enum Repair {
    /// The diagnostics with the fixes that work.
    Offered(Vec<Diagnostic>),
    /// The text of the script as it is read, and the note on it.
    Taken(String, Diagnostic),
}

/// Tries the fixes of a model's diagnostics, and returns the diagnostics with those that work.
pub fn offered(
    input: impl FnOnce() -> Input,
    diagnostics: Vec<Diagnostic>,
    sources: &Sources,
    shown: (&Settings, usize),
) -> Vec<Diagnostic> {
    match repair(input, diagnostics, sources, shown) {
        Repair::Offered(diagnostics) => diagnostics,
        Repair::Taken(..) => Vec::new(),
    }
}

/// Tries the fixes of an input's diagnostics; its values are computed with some settings and shown to a number of
/// digits. Costs nothing if there are none.
pub fn repair(
    input: impl FnOnce() -> Input,
    diagnostics: Vec<Diagnostic>,
    sources: &Sources,
    (settings, digits): (&Settings, usize),
) -> Repair {
    if !diagnostics.iter().any(|diagnostic| diagnostic.helps.iter().any(Help::is_fix)) {
        return Repair::Offered(diagnostics);
    }
    let input = &input();
    let errors: HashSet<_> = diagnostics.iter().filter(|found| found.is_error()).map(complaint).collect();
    let mut kinds = HashMap::new();
    for diagnostic in &diagnostics {
        *kinds.entry(diagnostic.code).or_default() += 1;
    }
    let (left, failed, shown) = (MOST, Vec::new(), Vec::new());
    let mut trials = Trials { input, sources, settings, digits, errors, kinds, left, failed, shown };
    if input.is_script()
        && may_be_read(&diagnostics)
        && let Some(reading) = trials.reading(&diagnostics)
        && let Some(taken) = trials.read_as(&reading.edits, &reading.placed)
    {
        return taken;
    }
    trials.left = MOST;
    let mut tried = 0;
    let mut offered = Vec::with_capacity(diagnostics.len());
    for diagnostic in diagnostics {
        let fixes = diagnostic.helps.iter().filter(|help| help.is_fix()).count();
        // What a warning offers is of no use before there is a value.
        let counts = fixes > 0 && (trials.errors.is_empty() || diagnostic.is_error());
        if counts && tried < TRIED {
            tried += 1;
            let proven = trials.prove(&diagnostic);
            if let Some(taken) = trials.taken(&diagnostic, &proven) {
                return taken;
            }
            offered.push(trials.offer(diagnostic, proven));
        } else {
            let helps = diagnostic.helps.iter().map(|help| trials.untried(help)).collect();
            offered.push(diagnostic.with_helps(helps));
        }
    }
    Repair::Offered(offered)
}

/// A fix that works.
#[derive(Clone, Debug)]
struct Proven {
    labels: Vec<String>,
    edits: Edits,
    gives: Option<Gives>,
    /// Whether its value has a count that does not cancel.
    is_left_over: bool,
}

/// What came of one of a diagnostic's suggestions.
enum Tried {
    /// A machine cannot make it.
    Prose,
    /// It works, possibly in several ways.
    Works(Vec<Proven>),
    /// It mends its own error, and others remain; or it was not tried to the end.
    Remains,
    /// It mends its own error, and other entries of a model have errors that were not seen before.
    Elsewhere,
    /// It does not work.
    Fails,
}

struct Trials<'t> {
    input: &'t Input,
    sources: &'t Sources,
    settings: &'t Settings,
    digits: usize,
    /// The errors that there are without any fix.
    errors: HashSet<(&'static str, String)>,
    /// How many diagnostics there are of each code.
    kinds: HashMap<&'static str, usize>,
    /// How many evaluations are left.
    left: usize,
    /// For each reading that failed since the last diagnostic began, whether a unit elsewhere refused it.
    failed: Vec<bool>,
    /// The lines that are already offered.
    shown: Vec<Edits>,
}

impl Trials<'_> {
    /// Tries all suggestions of a diagnostic.
    fn prove(&mut self, diagnostic: &Diagnostic) -> Vec<Tried> {
        self.failed.clear();
        diagnostic.helps.iter().map(|help| self.try_one(diagnostic, help)).collect()
    }

    fn try_one(&mut self, diagnostic: &Diagnostic, help: &Help) -> Tried {
        if !help.is_fix() {
            return Tried::Prose;
        }
        let Some(edits) = Edits::new(&help.edits) else { return Tried::Fails };
        if take::drops_meaning(help, &self.input.text) {
            return Tried::Fails;
        }
        let mut out = (Vec::new(), Tried::Fails);
        self.explore(edits, vec![help.text.clone()], diagnostic, &mut out);
        if out.0.is_empty() { out.1 } else { Tried::Works(out.0) }
    }

    /// Evaluates the input with some edits; if it is refused, also with the fixes of what refuses it.
    fn explore(
        &mut self,
        edits: Edits,
        labels: Vec<String>,
        of: &Diagnostic,
        out: &mut (Vec<Proven>, Tried),
    ) {
        let Some(outcome) = self.outcome(&edits) else {
            if self.left == 0 {
                out.1 = Tried::Remains;
            }
            return;
        };
        let next =
            if outcome.is_ok() { self.unfinished(&outcome, of, &edits) } else { first_fixable(&outcome) };
        // A number that is given the unit of the other side is no reading of it, nor is a reciprocal.
        let takes =
            |next: &Diagnostic| next.is_choice() || next.helps.iter().any(|help| help.leaves_out.is_some());
        let reinterprets =
            |next: &Diagnostic| of.is_choice() && (next.code == MISMATCH || next.is_error() && !takes(next));
        // Counts that do not cancel are placed when the line is typed, so its value is that with the counts placed.
        // The entries of a model stand apart: each has fixes of its own.
        let follows = |next: &Diagnostic| {
            (labels.len() < DEEPEST || is_meant(next))
                && !reinterprets(next)
                && (self.input.is_script() || is_meant(next) || self.is_on_line_of(&edits, next))
        };
        if let Some(next) = next.filter(|next| follows(next)) {
            let before = out.0.len();
            let done = edits.patches();
            let text = self.input.with(&edits, self.sources).map(|input| input.text).unwrap_or_default();
            // What was inserted, and is asked for again at the same place, did not help.
            let is_again = |help: &Help| {
                help.edits.iter().all(|edit| edit.span.start == edit.span.end && done.contains(edit))
            };
            let may_help =
                |help: &&Help| help.is_fix() && !is_again(help) && !take::drops_meaning(help, &text);
            for help in next.helps.iter().filter(may_help) {
                let Some(further) = Edits::new(&help.edits).filter(|next| next.source == edits.source) else {
                    continue;
                };
                let mut labels = labels.clone();
                if !labels.contains(&help.text) {
                    labels.push(help.text.clone());
                }
                self.explore(edits.then(&further), labels, of, out);
            }
            if out.0.len() > before {
                return;
            }
        }
        if outcome.is_ok() {
            let again = outcome.diagnostics.iter().filter(|found| found.code == of.code).count();
            if again < self.kinds.get(of.code).copied().unwrap_or(1) {
                let is_left_over = outcome.diagnostics.iter().any(|found| found.code == PLACED);
                // Whether another value would be given by placing them was not tried.
                let is_open = is_left_over && self.left == 0;
                let gives = if is_open { None } else { outcome.gives(&edits, of.span()) };
                // `5 cubic * metres` is no product.
                let is_odd = gives.as_ref().is_some_and(|gives| gives.unit.contains('·'));
                if is_odd && labels.first().is_some_and(|label| label == "to multiply write") {
                    return;
                }
                out.0.push(Proven { labels, edits, gives, is_left_over });
            }
            return;
        }
        let errors: Vec<&Diagnostic> = outcome.diagnostics.iter().filter(|found| found.is_error()).collect();
        let is_known = |error: &&Diagnostic| self.errors.contains(&complaint(error));
        // A file that is not TOML hides the errors after the place at which it ends to be.
        let hid = of.code == NOT_TOML && !errors.iter().any(|error| complaint(error) == complaint(of));
        let is_gone = !errors.iter().any(|error| complaint(error) == complaint(of));
        if hid || errors.iter().all(is_known) && errors.len() < self.errors.len() {
            out.1 = Tried::Remains;
        } else if !self.input.is_script()
            && is_gone
            && (of.is_choice() || self.errors.len() > 1)
            && matches!(out.1, Tried::Fails)
            && !errors.iter().any(|error| self.is_on_line_of(&edits, error))
        {
            out.1 = Tried::Elsewhere;
        }
        self.failed.push(errors.iter().any(|error| is_asked_elsewhere(error, &edits)));
    }

    /// Returns what the input with some edits comes to; `None` if that cannot be tried.
    fn outcome(&mut self, edits: &Edits) -> Option<Outcome> {
        let input = self.input.with(edits, self.sources)?;
        self.left = self.left.checked_sub(1)?;
        Some(input.outcome(self.settings, self.digits))
    }

    /// Returns a warning with fixes that goes together with the one that is mended: of counts that do not cancel, or
    /// on the same line.
    fn unfinished<'o>(&self, outcome: &'o Outcome, of: &Diagnostic, edits: &Edits) -> Option<&'o Diagnostic> {
        let is_fixable = |found: &&Diagnostic| found.is_warning() && found.helps.iter().any(Help::is_fix);
        let mut warnings = outcome.diagnostics.iter().filter(is_fixable);
        warnings.find(|found| {
            let is_here = self.is_on_line_of(edits, found);
            is_meant(found) && (is_here || self.input.is_script()) || is_here && of.is_warning()
        })
    }

    /// Whether a diagnostic of the input with some edits is on the line that they change first.
    fn is_on_line_of(&self, edits: &Edits, found: &Diagnostic) -> bool {
        let (Some(span), Some(place)) = (found.span(), edits.places().next()) else { return false };
        let Some(input) = self.input.with(edits, self.sources).filter(|_| span.source == edits.source) else {
            return false;
        };
        let text = input.text_of(edits.source, self.sources).unwrap_or_default();
        let line = |at: usize| text.get(..at).map(|before| before.matches(['\n', ';']).count());
        line(span.start as usize) == line(place.start)
    }

    /// Returns a suggestion that was not tried to its end, since other errors remain. The entries of a model stand
    /// apart, so that its line is shown; a line of a script would be refused again.
    fn untried(&self, help: &Help) -> Help {
        if help.is_fix() && self.input.is_script() { in_words(help) } else { help.clone() }
    }

    /// Returns the diagnostic with the suggestions that work.
    fn offer(&mut self, diagnostic: Diagnostic, tried: Vec<Tried>) -> Diagnostic {
        let works =
            |tried: &Tried| matches!(tried, Tried::Works(found) if found.iter().any(|fix| !fix.is_left_over));
        let is_clean = tried.iter().any(works);
        let is_prose = PROSE.contains(&diagnostic.code);
        let is_plain =
            |fix: &Proven| !is_prose || !fix.gives.as_ref().is_some_and(|gives| take::is_square(&gives.unit));
        let has_plain =
            tried.iter().any(|tried| matches!(tried, Tried::Works(found) if found.iter().any(is_plain)));
        let has_better = tried.iter().any(|tried| matches!(tried, Tried::Works(_) | Tried::Remains));
        let mut helps = Vec::new();
        for (help, tried) in diagnostic.helps.iter().zip(tried) {
            match tried {
                Tried::Prose => helps.push(help.clone()),
                Tried::Remains => helps.push(self.untried(help)),
                Tried::Elsewhere if !has_better => helps.push(self.untried(help)),
                Tried::Elsewhere | Tried::Fails => {}
                Tried::Works(found) => {
                    for fix in found.into_iter().filter(|fix| !(is_clean && fix.is_left_over)) {
                        if self.shown.contains(&fix.edits) || has_plain && !is_plain(&fix) {
                            continue;
                        }
                        self.shown.push(fix.edits.clone());
                        helps.push(Help {
                            text: fix.labels.join(", "),
                            edits: fix.edits.patches(),
                            gives: fix.gives,
                            is_proven: true,
                            leaves_out: None,
                        });
                    }
                }
            }
        }
        diagnostic.with_helps(helps)
    }

    /// Returns the reading that is taken without asking, if there is one.
    ///
    /// Of a literal with several readings, one is taken if it is the only one that works and a unit in the input
    /// refuses all others. Of counts that do not cancel, a placement is taken if all placements have one value.
    fn taken(&self, diagnostic: &Diagnostic, tried: &[Tried]) -> Option<Repair> {
        if !self.input.is_script() {
            return None;
        }
        let works = tried.iter().filter_map(|tried| match tried {
            Tried::Works(found) => Some(found),
            _ => None,
        });
        let works: Vec<&Proven> = works.flatten().collect();
        let first = *works.first()?;
        let is_one = works.iter().all(|fix| is_same(fix.gives.as_ref(), first.gives.as_ref()));
        let takes = if is_meant(diagnostic) {
            is_one && !works.iter().any(|fix| fix.is_left_over)
        } else {
            diagnostic.is_choice()
                && works.len() == 1
                && !self.failed.is_empty()
                && self.failed.iter().all(|asked| *asked)
        };
        if !takes {
            return None;
        }
        self.read_as(&first.edits, &first.labels)
    }

    /// Returns the text of the input with some edits, and the note that it is read so; `labels` say how.
    fn read_as(&self, edits: &Edits, labels: &[String]) -> Option<Repair> {
        let text = self.input.with(edits, self.sources)?.text;
        let mut sources = Sources::new();
        sources.add("", text.as_str());
        let mut lines = Lines::new(&sources);
        let line_of = |place: Range<usize>| {
            let start = u32::try_from(place.start).ok()?;
            Some(lines.place(Span { source: 0, start, end: start })?.line)
        };
        let mut changed = edits.places().filter_map(line_of).collect::<Vec<_>>();
        changed.dedup();
        let line = list::and_all(changed.iter().map(|&line| lines.line(0, line).trim()));
        let message = match labels {
            [] => format!("read as {line}"),
            labels => {
                let said = |label: &String| {
                    // `with 350 bytes per write` names the noun.
                    if let Some(thing) = label.strip_prefix("with ") {
                        return thing.to_owned();
                    }
                    let bare = label.strip_prefix("for ").unwrap_or(label);
                    bare.strip_suffix(" write").unwrap_or(bare).to_owned()
                };
                let said: Vec<String> = labels.iter().map(said).collect();
                format!("read as {}: {line}", said.join(" and "))
            }
        };
        Some(Repair::Taken(text, Diagnostic::reading(message)))
    }
}

/// Whether an input may have one reading: one of its errors has a fix that may be taken.
fn may_be_read(diagnostics: &[Diagnostic]) -> bool {
    let mut errors = diagnostics.iter().filter(|found| found.is_error());
    errors.any(|error| error.helps.iter().any(|help| help.leaves_out.is_some()))
}

/// Returns the first error that has fixes.
fn first_fixable(outcome: &Outcome) -> Option<&Diagnostic> {
    outcome.diagnostics.iter().find(|found| found.is_error() && found.helps.iter().any(Help::is_fix))
}

/// Whether a unit that is not in what the edits wrote refuses the value.
fn is_asked_elsewhere(error: &Diagnostic, edits: &Edits) -> bool {
    let is_ours = |span: &Span| {
        edits.places().any(|place| place.start < span.end as usize && (span.start as usize) < place.end)
    };
    error.asking().iter().any(|span| !is_ours(span))
}

fn is_same(a: Option<&Gives>, b: Option<&Gives>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a.unit == b.unit && (a.value - b.value).abs() <= 1e-9 * b.value.abs(),
        _ => false,
    }
}

/// What identifies a complaint when its place has moved.
fn complaint(diagnostic: &Diagnostic) -> (&'static str, String) {
    (diagnostic.code, diagnostic.message.clone())
}

/// Returns a suggestion in words, with the replacement alone.
fn in_words(help: &Help) -> Help {
    let text = &help.text;
    let text = match help.edits.as_slice() {
        [edit] if !edit.replacement.trim().is_empty() && !edit.replacement.contains('\n') => {
            let replacement = edit.replacement.trim();
            if text.ends_with("did you mean") {
                format!("{text} `{replacement}`?")
            } else {
                fix::inline(text, replacement)
            }
        }
        _ => text.clone(),
    };
    Help { text, ..Help::default() }
}

//! Trials: an input with changes, read and run.

use std::sync::Arc;

use crate::engine::{Program, Slot};
use crate::run::{Run, Settings, Shown, summary};
use crate::text::diagnostic::{Diagnostic, Gives};
use crate::text::edits::Edits;
use crate::text::source::{Sources, Span};
use crate::worksheet::model::{self, Changes, Files, Loaded};
use crate::worksheet::workspace::Workspace;
use crate::worksheet::{Item, Refused, Role, Worksheet, script};

/// The input that diagnostics are about.
#[derive(Clone, Debug)]
pub struct Input {
    /// Its name in diagnostics.
    pub name: String,
    /// Its text.
    pub text: String,
    /// What is changed in a model; `None` for a script.
    pub changes: Option<Changes>,
    /// What was read before a script.
    pub after: Option<Arc<Workspace>>,
}

/// The files of a model, one of which has another text.
#[derive(Debug)]
struct Edited {
    files: Arc<dyn Files>,
    name: String,
    text: Arc<str>,
}

impl Files for Edited {
    fn identity(&self) -> String {
        self.files.identity()
    }

    fn load(&self, from: &str, path: &str) -> Result<Loaded, Box<Diagnostic>> {
        let loaded = self.files.load(from, path)?;
        Ok(if loaded.name == self.name { Loaded { text: self.text.clone(), ..loaded } } else { loaded })
    }
}

/// What an input comes to.
#[derive(Default)]
pub struct Outcome {
    /// The errors and warnings, in the order in which they are shown.
    pub diagnostics: Vec<Diagnostic>,
    /// The statements or entries with their values; empty if there is an error.
    values: Vec<(Span, Shown)>,
    /// What was run; `None` if there is an error.
    sheet: Option<Worksheet>,
    is_script: bool,
}

impl Input {
    /// Returns the number of its text among the sources.
    pub fn source(&self) -> u16 {
        self.after.as_ref().map_or(0, |after| after.next_source())
    }

    /// Whether it is a script, whose readings may be taken.
    pub fn is_script(&self) -> bool {
        self.changes.is_none()
    }

    /// Returns the input after some edits, or `None` if they are in none of its texts.
    pub fn with(&self, edits: &Edits, sources: &Sources) -> Option<Input> {
        let mut input = self.clone();
        match edits.source {
            source if source == self.source() => input.text = edits.apply(&self.text)?,
            source => {
                let changes = input.changes.as_mut()?;
                let edited = sources.get(source)?;
                let of_values = changes.value_files.iter_mut().find(|(name, _)| *name == edited.name);
                if let Some((_, text)) = of_values {
                    *text = edits.apply(text)?;
                    return Some(input);
                }
                let Some(name) = edited.name.strip_prefix("--set ") else {
                    let (name, text) = (edited.name.clone(), edits.apply(&edited.text)?.into());
                    changes.files = Arc::new(Edited { files: changes.files.clone(), name, text });
                    return Some(input);
                };
                let (_, value) = changes.set.iter_mut().find(|(known, _)| known == name)?;
                // The text of the source is the whole of `NAME=VALUE`.
                *value = edits
                    .apply(&format!("{name}={value}"))?
                    .strip_prefix(name)?
                    .strip_prefix('=')?
                    .to_owned();
            }
        }
        Some(input)
    }

    /// Returns its text from a source: its own, or a value that replaces one of a model.
    pub fn text_of(&self, source: u16, sources: &Sources) -> Option<String> {
        if source == self.source() {
            return Some(self.text.clone());
        }
        let of = sources.get(source)?;
        let Some(name) = of.name.strip_prefix("--set ") else { return Some(of.text.clone()) };
        let (_, value) = self.changes.as_ref()?.set.iter().find(|(known, _)| known == name)?;
        Some(format!("{name}={value}"))
    }

    /// Reads and runs it.
    pub fn outcome(&self, settings: &Settings, digits: usize) -> Outcome {
        let sheet = match (&self.changes, &self.after) {
            (None, None) => script::read(&self.name, &self.text),
            (None, Some(after)) => after.read(&self.name, &self.text).map(|(sheet, _)| sheet),
            (Some(changes), _) => model::read(&self.name, &self.text, changes),
        };
        let outcome = match sheet {
            Ok(sheet) if sheet.is_empty() => Outcome::nothing(),
            Ok(sheet) => run(&sheet, settings, digits),
            Err(Refused { diagnostics, .. }) => Outcome { diagnostics, ..Outcome::default() },
        };
        let diagnostics = model::in_order(outcome.diagnostics);
        Outcome { diagnostics, is_script: self.is_script(), ..outcome }
    }
}

/// The value of a statement or an entry.
struct Value<'s> {
    name: Option<&'s str>,
    span: Span,
    shown: Shown,
}

fn run(sheet: &Worksheet, settings: &Settings, digits: usize) -> Outcome {
    let mut diagnostics = sheet.warnings().to_vec();
    let settings = Settings { histogram: false, ..*settings };
    let mut run = Run::new(sheet.compiled(), &settings, &sheet.input_slots());
    let items = run.items(sheet);
    run.refuse_undecided_checks(sheet);
    match run.answers() {
        Ok(answers) => {
            diagnostics.extend(answers.warnings().to_vec());
            let values = sheet.items().iter().zip(&items).filter_map(|(item, wanted)| {
                let shown = answers.shown(item.shown, wanted.as_ref()?, digits);
                Some(Value { name: item.name.as_deref(), span: item.span, shown })
            });
            let values: Vec<Value<'_>> = values.collect();
            if let Some(text) = sheet.summary() {
                let named =
                    values.iter().filter_map(|value| Some((value.name?, value.shown.written.literal())));
                diagnostics.extend(summary::fill(text, &named.collect()).err().unwrap_or_default());
            }
            let values = values.into_iter().map(|value| (value.span, value.shown)).collect();
            Outcome { values, diagnostics, sheet: Some(sheet.clone()), ..Outcome::default() }
        }
        Err(errors) => Outcome { diagnostics: [diagnostics, errors].concat(), ..Outcome::default() },
    }
}

impl Outcome {
    /// The outcome of a text without statements.
    fn nothing() -> Outcome {
        let error = Diagnostic::error("E0103", "there is nothing to evaluate");
        Outcome { diagnostics: vec![error], ..Outcome::default() }
    }

    /// Whether there are values.
    pub fn is_ok(&self) -> bool {
        !self.diagnostics.iter().any(Diagnostic::is_error)
    }

    /// Returns the value of the statement that was refused at a place before the edits, or else of a script's last one.
    /// Of a definition, the result that follows from it is what its reader wants.
    pub fn gives(&self, edits: &Edits, place: Option<Span>) -> Option<Gives> {
        let place = place.filter(|place| place.source == edits.source);
        let place = place.map(|place| edits.moved(place.start as usize));
        let is_here = |span: Span| {
            let bytes = span.start as usize..=span.end as usize;
            span.source == edits.source && place.is_some_and(|place| bytes.contains(&place))
        };
        let here = self.values.iter().position(|(span, _)| is_here(*span));
        let here = here.and_then(|at| self.values.get(self.result_of(at).unwrap_or(at)));
        let last = || self.values.last().filter(|_| self.is_script);
        here.or_else(last).map(|(_, shown)| gives(shown))
    }

    /// Returns the last result of a script that depends on the definition with this index; `None` if there is none.
    fn result_of(&self, definition: usize) -> Option<usize> {
        let sheet = self.sheet.as_ref().filter(|_| self.is_script)?;
        let items = sheet.items();
        let definition = items.get(definition).filter(|item| item.role != Role::Result)?;
        let ops = sheet.compiled().program().ops();
        let first = definition.value().slot.index();
        let mut depends = vec![false; ops.len()];
        for (at, op) in ops.iter().enumerate().skip(first) {
            let follows = |slot: Slot| depends.get(slot.index()).copied().unwrap_or(false);
            let is_so = at == first || Program::operands(*op).any(follows);
            if let Some(known) = depends.get_mut(at) {
                *known = is_so;
            }
        }
        let is_result = |item: &Item| {
            item.role == Role::Result && depends.get(item.shown.slot.index()).copied().unwrap_or(false)
        };
        items.iter().rposition(is_result)
    }
}

fn gives(shown: &Shown) -> Gives {
    let text = match &shown.spread {
        None => shown.written.literal(),
        Some(spread) => format!("about {} (90%: {})", shown.written.literal(), spread.interval),
    };
    let ends = shown.spread.as_ref().map(|spread| [spread.p5, spread.p95]);
    Gives { text, value: shown.value, ends, truth: shown.truth, unit: shown.unit.clone() }
}

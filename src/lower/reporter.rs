//! The errors and warnings of a lowering.
//!
//! A [`Reporter`] knows the calls whose bodies are being lowered, and whether warnings are accepted, when a diagnostic
//! is reported. A stored diagnostic is final.

use std::collections::HashSet;

use super::diagnostics::units::Unknown;
use crate::library::formulas;
use crate::text::diagnostic::{Diagnostic, Label, capped};
use crate::text::source::Span;

/// The number of diagnostics after which lowering stops.
const MOST: usize = 1000;

/// How many undefined names get a search for similar ones.
pub(super) const SUGGESTIONS: usize = 20;

/// The proof that an error was reported, so that there is no value.
#[derive(Debug)]
pub(super) struct Refused(());

impl Refused {
    /// The error was reported where the operand was lowered: the operand has the type `Unknown`.
    pub const EARLIER: Refused = Refused(());
}

/// A value, or the proof that an error says why there is none.
pub(super) type Lowered<T = super::Value> = Result<T, Refused>;

/// A call whose body is being lowered.
#[derive(Clone, Debug)]
pub(super) struct InCall {
    pub name: String,
    pub span: Span,
    /// Whether it calls a formula of the library, no place of which is shown.
    pub is_formula: bool,
}

impl InCall {
    /// A diagnostic from the body, as it reads at the call. `None` for a warning that concerns nobody.
    fn seen_from_outside(&self, mut diagnostic: Diagnostic) -> Option<Diagnostic> {
        let label =
            Label { span: self.span, text: format!("in this call of `{}`", self.name), primary: true };
        if self.is_formula {
            let is_inside = |label: &Label| label.span.source == formulas::SOURCE;
            if !diagnostic.labels.iter().any(is_inside) {
                return Some(diagnostic);
            }
            if !diagnostic.is_error() {
                return None;
            }
            diagnostic.labels.retain(|label| !is_inside(label));
            if !diagnostic.labels.iter().any(|label| label.primary) {
                diagnostic.labels.push(label);
            }
        } else {
            for label in &mut diagnostic.labels {
                label.primary = false;
            }
            diagnostic.labels.insert(0, label);
        }
        // A patch would change the function for all its callers; one in the call of a formula does not.
        diagnostic.helps.retain(|help| {
            let in_call = |span: Span| self.is_formula && span.source != formulas::SOURCE;
            help.edits.iter().all(|edit| in_call(edit.span))
        });
        Some(diagnostic)
    }
}

/// Diagnostics that are not reported yet.
#[derive(Clone, Debug, Default)]
pub(super) struct Findings {
    diagnostics: Vec<Diagnostic>,
    unknown_units: Vec<Unknown>,
}

/// A point to which a reporter can go back.
#[derive(Debug)]
pub(super) struct Mark {
    findings: Findings,
    errors: usize,
    undefined: HashSet<String>,
}

/// Collects errors and warnings.
#[derive(Clone, Debug, Default)]
pub(super) struct Reporter {
    findings: Findings,
    /// How many diagnostics there are outside the findings that are collected apart.
    before: usize,
    errors: usize,
    accepts_warnings: bool,
    calls: Vec<InCall>,
    /// The warnings from bodies, by message and places: each is for the author of the function, once.
    from_bodies: HashSet<(String, Vec<Span>)>,
    undefined: HashSet<String>,
    /// The units whose declarations are wrong, which was reported.
    refused_units: HashSet<String>,
}

impl Reporter {
    /// Reports an error.
    pub fn refuse(&mut self, error: Diagnostic) -> Refused {
        self.report(error);
        Refused(())
    }

    /// Reports an error or a warning.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        if diagnostic.is_error() {
            self.errors += 1;
        } else if self.accepts_warnings {
            return;
        }
        let is_in_function = self.calls.iter().any(|call| !call.is_formula);
        let mut calls = self.calls.iter().rev();
        let Some(diagnostic) =
            calls.try_fold(diagnostic, |diagnostic, call| call.seen_from_outside(diagnostic))
        else {
            return;
        };
        if is_in_function && !diagnostic.is_error() {
            let labels = diagnostic.labels.iter().filter(|label| !label.primary);
            let key = (diagnostic.message.clone(), labels.map(|label| label.span).collect());
            if !self.from_bodies.insert(key) {
                return;
            }
        }
        self.findings.diagnostics.push(diagnostic);
    }

    /// Notes a word that is no unit. One error reports all of them in the end.
    pub fn unknown_unit(&mut self, unknown: Unknown) -> Refused {
        self.findings.unknown_units.push(unknown);
        Refused(())
    }

    /// Whether the declaration of a unit is wrong, which was reported.
    pub fn is_refused_unit(&self, word: &str) -> bool {
        self.refused_units.contains(word)
    }

    /// Notes a unit whose declaration is wrong: its uses are no further mistakes.
    pub fn refuse_unit(&mut self, singular: &str, plural: String) {
        self.refused_units.extend([singular.to_owned(), plural]);
    }

    /// Whether a name is reported as undefined for the first time.
    pub fn is_newly_undefined(&mut self, name: &str) -> bool {
        !self.undefined.contains(name) && self.undefined.insert(name.to_owned())
    }

    /// Whether undefined names still get a search for similar ones, which costs time for each.
    pub fn suggests(&self) -> bool {
        self.undefined.len() <= SUGGESTIONS
    }

    /// How many errors there were, reported or dropped; unknown units are not counted.
    pub fn errors(&self) -> usize {
        self.errors
    }

    /// Whether lowering stops because there are too many diagnostics.
    pub fn is_full(&self) -> bool {
        self.before + self.findings.diagnostics.len() > MOST
    }

    /// Begins to drop or to keep warnings. Returns whether they were dropped before.
    pub fn accept_warnings(&mut self, accepts: bool) -> bool {
        std::mem::replace(&mut self.accepts_warnings, accepts)
    }

    /// Enters the body of a call: what is reported until [`Reporter::leave`] is reported at the call.
    pub fn enter(&mut self, call: InCall) {
        self.calls.push(call);
    }

    /// Leaves the body of the call that was entered last.
    pub fn leave(&mut self) {
        self.calls.pop();
    }

    /// Begins to collect apart from what was found so far, which is returned.
    pub fn set_aside(&mut self) -> Findings {
        self.before += self.findings.diagnostics.len();
        std::mem::take(&mut self.findings)
    }

    /// Goes back to what was set aside. Returns what was found since.
    pub fn take_up(&mut self, outer: Findings) -> Findings {
        self.before -= outer.diagnostics.len();
        std::mem::replace(&mut self.findings, outer)
    }

    /// What is needed to forget all that is reported from now on.
    pub fn mark(&mut self) -> Mark {
        Mark { findings: self.set_aside(), errors: self.errors, undefined: self.undefined.clone() }
    }

    /// Forgets what was reported since.
    pub fn forget(&mut self, mark: Mark) {
        self.take_up(mark.findings);
        (self.errors, self.undefined) = (mark.errors, mark.undefined);
    }

    /// Reports what was collected apart.
    pub fn keep(&mut self, findings: Findings) {
        self.findings.diagnostics.extend(findings.diagnostics);
        self.findings.unknown_units.extend(findings.unknown_units);
    }

    /// The words that are no units.
    pub fn take_unknown_units(&mut self) -> Vec<Unknown> {
        std::mem::take(&mut self.findings.unknown_units)
    }

    /// All that was found, at most 20 of a kind, with the number of the others.
    pub fn finish(self) -> Vec<Diagnostic> {
        capped(self.findings.diagnostics)
    }
}

//! An error or a warning as data: what is wrong, where, and a way out.
//!
//! Nothing here prints. `cli/` turns a [`Diagnostic`] into text or JSON, with one
//! style for expressions and models alike.

use super::list;
use super::source::Span;

/// The longest sentence, in characters; a name of a megabyte is cut.
const LONGEST: usize = 300;

/// The errors of one kind that are told; the rest are counted.
const TOLD: usize = 20;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// Nothing is computed.
    Error,
    /// Right by the rules, wrong by experience; the value stands.
    Warning,
}

/// A marked place, with what is to be said of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What is there, in a few words; may be empty.
    pub text: String,
    /// The place the sentence is about, as opposed to one that explains it.
    pub primary: bool,
}

/// Text that can take the place of what stands in the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Patch {
    /// What is replaced; empty to insert.
    pub span: Span,
    /// What is put there.
    pub replacement: String,
}

/// A way out, shown as a `help:` line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Help {
    /// One sentence, lower case, without a full stop.
    pub text: String,
    /// The change that does it, when it can be made by a machine.
    pub patch: Option<Patch>,
}

/// One error or warning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Error or warning.
    pub severity: Severity,
    /// A stable code, like `E0302`.
    pub code: &'static str,
    /// One sentence, lower case, no full stop, names in backticks.
    pub message: String,
    /// The places, most important first.
    pub labels: Vec<Label>,
    /// The ways out.
    pub helps: Vec<Help>,
    /// Facts that belong to it but to no place, like a left-over unit.
    pub notes: Vec<String>,
}

impl Diagnostic {
    /// An error with a code that [`codes`](crate::library::codes) explains.
    pub fn error(code: &'static str, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Severity::Error, code, message.into())
    }

    /// A warning with a code that [`codes`](crate::library::codes) explains.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Severity::Warning, code, message.into())
    }

    fn new(severity: Severity, code: &'static str, message: String) -> Diagnostic {
        let message = clipped(message);
        Diagnostic { severity, code, message, labels: Vec::new(), helps: Vec::new(), notes: Vec::new() }
    }

    /// Adds the place that the sentence is about.
    #[must_use]
    pub fn at(mut self, span: Span, text: impl Into<String>) -> Diagnostic {
        self.labels.push(Label { span, text: clipped(text.into()), primary: true });
        self
    }

    /// Adds a place that explains.
    #[must_use]
    pub fn see(mut self, span: Span, text: impl Into<String>) -> Diagnostic {
        self.labels.push(Label { span, text: clipped(text.into()), primary: false });
        self
    }

    /// Adds a way out.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Diagnostic {
        self.helps.push(Help { text: clipped(text.into()), patch: None });
        self
    }

    /// Adds a way out with the text that goes in.
    #[must_use]
    pub fn patch(
        mut self,
        text: impl Into<String>,
        span: Span,
        replacement: impl Into<String>,
    ) -> Diagnostic {
        let replacement = replacement.into();
        // A cut replacement would be wrong, and nobody pastes so long a one.
        if replacement.chars().count() <= LONGEST {
            let patch = Patch { span, replacement };
            self.helps.push(Help { text: clipped(text.into()), patch: Some(patch) });
        }
        self
    }

    /// Suggests the words that were probably meant: a single one as a patch of the place, several as a list. Adds
    /// nothing if there are none.
    #[must_use]
    pub fn did_you_mean(self, place: Span, near: &[&str]) -> Diagnostic {
        match near {
            [] => self,
            [near] => self.patch("did you mean", place, *near),
            near => self.help(list::did_you_mean(near)),
        }
    }

    /// Adds a fact.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Diagnostic {
        self.notes.push(text.into());
        self
    }

    /// Whether nothing is computed because of it.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// The place to report: the first primary label, or the first label.
    pub fn span(&self) -> Option<Span> {
        self.labels.iter().find(|label| label.primary).or(self.labels.first()).map(|label| label.span)
    }
}

/// Returns the diagnostics in the order in which they are shown: errors first, and each kind in the order of the text.
pub fn in_order(diagnostics: &[Diagnostic]) -> Vec<&Diagnostic> {
    let mut ordered: Vec<&Diagnostic> = diagnostics.iter().collect();
    ordered.sort_by_key(|diagnostic| (!diagnostic.is_error(), diagnostic.span()));
    ordered
}

/// At most so many diagnostics of a kind, the others counted.
pub fn capped(diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    // Lowering stops after a thousand errors, so that there may be more than were counted.
    let over = if diagnostics.len() > 1000 { "over " } else { "" };
    let mut counts: Vec<(&'static str, usize)> = Vec::new();
    let mut told = Vec::new();
    for diagnostic in diagnostics {
        let at = counts.iter().position(|(code, _)| *code == diagnostic.code).unwrap_or_else(|| {
            counts.push((diagnostic.code, 0));
            counts.len() - 1
        });
        let Some((_, count)) = counts.get_mut(at) else { continue };
        *count += 1;
        if *count <= TOLD {
            told.push(diagnostic);
        } else if let Some(last) = told.iter_mut().rev().find(|told| told.code == diagnostic.code) {
            let more = *count - TOLD;
            let errors = if more == 1 { "one more of this kind" } else { "more of this kind" };
            let note = if more == 1 { errors.to_owned() } else { format!("{over}{more} {errors}") };
            if more > 1 {
                last.notes.pop();
            }
            last.notes.push(note);
        }
    }
    told
}

fn clipped(text: String) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or("")),
        None => text,
    }
}

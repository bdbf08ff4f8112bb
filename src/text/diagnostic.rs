//! Errors and warnings as data: a message, the places it is about, and suggested fixes.
//!
//! Nothing here prints. `cli/` turns a [`Diagnostic`] into text or JSON, in one style for expressions and models.

mod collector;

use std::borrow::Cow;

use super::list;
use super::source::Span;

pub(crate) use collector::Collector;
pub use collector::capped;

/// Maximum number of characters in a sentence. A name can have a megabyte.
const LONGEST: usize = 300;

/// How serious a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is computed.
    Error,
    /// A value is computed, but it is probably not the intended one.
    Warning,
    /// A value is computed from one of several readings; this says from which.
    Note,
}

/// A marked place with a remark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// A remark of a few words; may be empty.
    pub text: String,
    /// Whether the message is about this place. Other places explain it.
    pub primary: bool,
}

/// A replacement for a part of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Patch {
    /// The part to replace; empty to insert.
    pub span: Span,
    /// The new text.
    pub replacement: String,
}

/// A suggestion, shown as a `help:` line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Help {
    /// A few words, or one sentence in lower case without a full stop.
    pub text: String,
    /// The changes of one source that follow the suggestion; empty if a machine cannot make them.
    pub edits: Vec<Patch>,
    /// The value of the input with these changes, once they have been tried.
    pub gives: Option<Gives>,
    /// Whether the input with these changes was evaluated without an error.
    pub is_proven: bool,
    /// The words that it leaves out, if it may be the one reading of the input, which is taken with a note.
    pub leaves_out: Option<Vec<Span>>,
}

impl Help {
    /// Whether a machine can make its changes.
    pub fn is_fix(&self) -> bool {
        !self.edits.is_empty()
    }
}

/// The value of the statement that a fix changes.
#[derive(Clone, Debug, PartialEq)]
pub struct Gives {
    /// The value as printed: `30bn`, `about 50 GB (90%: 40 to 60 GB)`.
    pub text: String,
    /// The number in `unit`, 0 or 1 for a condition; the median of a range.
    pub value: f64,
    /// The ends of the 90% interval in `unit`, if the value is uncertain.
    pub ends: Option<[f64; 2]>,
    /// Whether it is a condition.
    pub truth: bool,
    /// The unit of `value`.
    pub unit: String,
}

/// What few diagnostics have.
#[derive(Clone, Debug, Default, PartialEq)]
struct Rare {
    /// Facts that have no place, such as a left-over unit.
    notes: Vec<String>,
    /// Whether the fixes are the readings of one literal.
    is_choice: bool,
    /// The places of units that the value cannot have.
    asking: Vec<Span>,
}

/// One error, warning or note.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// Error or warning.
    pub severity: Severity,
    /// A stable code, such as `E0302`.
    pub code: &'static str,
    /// One sentence in lower case, without a full stop, names in backticks.
    pub message: String,
    /// The places, most important first.
    pub labels: Vec<Label>,
    /// Suggestions.
    pub helps: Vec<Help>,
    /// Boxed, so that a result with a diagnostic stays small.
    rare: Option<Box<Rare>>,
    /// Number of diagnostics with the same code that are not listed; 0 unless this is the last one that is.
    unlisted: u32,
    /// Whether there may be more of them, since the text was not read to its end.
    or_more: bool,
}

impl Diagnostic {
    /// Creates an error with a code that [`codes`](crate::library::codes) explains.
    pub fn error(code: &'static str, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Severity::Error, code, message.into())
    }

    /// Creates a warning with a code that [`codes`](crate::library::codes) explains.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Severity::Warning, code, message.into())
    }

    /// Creates a note on how the input was read. It has no code.
    pub fn reading(message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Severity::Note, "", message.into())
    }

    fn new(severity: Severity, code: &'static str, message: String) -> Diagnostic {
        let message = clipped(message);
        Diagnostic {
            severity,
            code,
            message,
            labels: Vec::new(),
            helps: Vec::new(),
            rare: None,
            unlisted: 0,
            or_more: false,
        }
    }

    /// Adds a place that the message is about.
    #[must_use]
    pub fn at(mut self, span: Span, text: impl Into<String>) -> Diagnostic {
        self.labels.push(Label { span, text: clipped(text.into()), primary: true });
        self
    }

    /// Adds a place that explains the message.
    #[must_use]
    pub fn see(mut self, span: Span, text: impl Into<String>) -> Diagnostic {
        self.labels.push(Label { span, text: clipped(text.into()), primary: false });
        self
    }

    /// Adds a suggestion.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Diagnostic {
        self.helps.push(Help { text: clipped(text.into()), ..Help::default() });
        self
    }

    /// Adds a suggestion with the replacement that follows it.
    #[must_use]
    pub fn patch(self, text: impl Into<String>, span: Span, replacement: impl Into<String>) -> Diagnostic {
        self.edits(text, vec![(span, replacement.into())])
    }

    /// Adds a suggestion with all the replacements that it takes, in one source and apart from each other.
    #[must_use]
    pub fn edits(mut self, text: impl Into<String>, edits: Vec<(Span, String)>) -> Diagnostic {
        // A clipped replacement would be wrong, and nobody pastes one of this length.
        if edits.iter().all(|(_, replacement)| replacement.chars().count() <= LONGEST) {
            let edits = edits.into_iter().map(|(span, replacement)| Patch { span, replacement }).collect();
            self.helps.push(Help { text: clipped(text.into()), edits, ..Help::default() });
        }
        self
    }

    /// Adds a suggestion that is taken with a note if it is the only reading of the input that works, and if the words
    /// that it leaves out say nothing.
    #[must_use]
    pub fn taken(
        self,
        text: impl Into<String>,
        edits: Vec<(Span, String)>,
        leaves_out: Vec<Span>,
    ) -> Diagnostic {
        let known = self.helps.len();
        let mut diagnostic = self.edits(text, edits);
        if let Some(help) = diagnostic.helps.get_mut(known) {
            help.leaves_out = Some(leaves_out);
        }
        diagnostic
    }

    /// Says that its fixes are the readings of one literal: one of them is taken if a unit asks for it.
    #[must_use]
    pub fn choice(mut self) -> Diagnostic {
        self.rare.get_or_insert_default().is_choice = true;
        self
    }

    /// Adds a place whose unit is what refuses the value: the target of a conversion, the other side of a sum.
    #[must_use]
    pub fn asked_by(mut self, place: Span) -> Diagnostic {
        self.rare.get_or_insert_default().asking.push(place);
        self
    }

    /// Replaces its suggestions by those that were tried.
    #[must_use]
    pub(crate) fn with_helps(mut self, helps: Vec<Help>) -> Diagnostic {
        self.helps = helps;
        self
    }

    /// Suggests the words that were probably meant: a single one as a patch of the place, several as a list. Without
    /// words, adds nothing.
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
        self.rare.get_or_insert_default().notes.push(text.into());
        self
    }

    /// Returns the facts that have no place, and the number of unlisted diagnostics with this code.
    pub fn notes(&self) -> Vec<Cow<'_, str>> {
        let unlisted = match (self.unlisted, self.or_more) {
            (0, _) => None,
            (1, false) => Some(Cow::from("one more of this kind")),
            (count, false) => Some(format!("{count} more of this kind").into()),
            (count, true) => Some(format!("at least {count} more of this kind").into()),
        };
        self.rare.iter().flat_map(|rare| &rare.notes).map(Cow::from).chain(unlisted).collect()
    }

    /// Returns the number of diagnostics that this one represents: itself, and unlisted ones with the same code.
    pub fn count(&self) -> usize {
        1 + self.unlisted as usize
    }

    /// Returns whether its fixes are the readings of one literal, of which one may be taken.
    pub fn is_choice(&self) -> bool {
        self.rare.as_ref().is_some_and(|rare| rare.is_choice)
    }

    /// Returns the places of units that the value cannot have, if they are what refuses it.
    pub fn asking(&self) -> &[Span] {
        self.rare.as_ref().map_or(&[], |rare| &rare.asking)
    }

    /// Returns whether it is an error, so that nothing is computed.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// Returns whether it is a warning.
    pub fn is_warning(&self) -> bool {
        self.severity == Severity::Warning
    }

    /// Returns the place to report: that of the first primary label, or else of the first label.
    pub fn span(&self) -> Option<Span> {
        self.labels.iter().find(|label| label.primary).or(self.labels.first()).map(|label| label.span)
    }
}

/// Returns the diagnostics in the order in which they are shown: errors, warnings, notes, each by place.
pub fn in_order(diagnostics: &[Diagnostic]) -> Vec<&Diagnostic> {
    let mut ordered: Vec<&Diagnostic> = diagnostics.iter().collect();
    ordered.sort_by_key(|diagnostic| (diagnostic.severity, diagnostic.span()));
    ordered
}

fn clipped(text: String) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or("")),
        None => text,
    }
}

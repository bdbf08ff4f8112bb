//! The interface of an output format.

use std::fmt::Debug;

use napkin::text::diagnostic::Diagnostic;
use napkin::text::source::Sources;

use super::diagnostic;
use super::document::{Detail, Document};
use crate::cli::error::Result;
use crate::cli::paint::Paint;
use crate::cli::screen::{Screen, USUAL_WIDTH};

/// An output format.
///
/// [`OPTIONS`](super::OPTIONS) and [`DOCUMENTS`](super::DOCUMENTS) list the options and documents that a format
/// supports; the others are refused before a command runs.
pub trait Format: Debug + Sync {
    /// Returns the value of `--format` that selects it.
    fn name(&self) -> &'static str;

    /// Returns its description in `--help`.
    fn about(&self) -> &'static str;

    /// Returns its name in a sentence.
    fn title(&self) -> &'static str;

    /// Checks that a document without errors has a form, as far as that depends on its values.
    ///
    /// # Errors
    ///
    /// If it has none; then nothing of it is written.
    fn check(&self, _document: &Document, _view: &View) -> Result<()> {
        Ok(())
    }

    /// Writes a document without errors as whole lines.
    fn write(&self, document: &Document, view: &View) -> String;

    /// Returns a hint on how the results are read, for standard error.
    fn hint(&self, _document: &Document, _view: &View) -> Option<String> {
        None
    }

    /// Whether it has one value for each name.
    fn is_flat(&self) -> bool {
        false
    }

    /// Whether errors and warnings are part of standard output instead of standard error.
    fn holds_diagnostics(&self) -> bool {
        false
    }

    /// Whether the inputs and estimates of a model stand beside its checks.
    fn has_values_of_checks(&self) -> bool {
        false
    }

    /// Whether the probability that a check holds stands beside it.
    fn has_probabilities(&self) -> bool {
        false
    }

    /// Whether a person reads it from top to bottom, so that a pager helps.
    fn is_paged(&self) -> bool {
        false
    }

    /// Writes the errors and warnings of a command that computed nothing.
    fn failure(&self, diagnostics: &[Diagnostic], sources: &Sources, screen: &Screen) -> String {
        diagnostic::all(diagnostics, sources, screen)
    }

    /// Returns the screen for output that is quoted within a document.
    fn quoted_screen(&self, _screen: &Screen) -> Screen {
        Screen::default()
    }
}

/// How a document is shown.
#[derive(Clone, Copy, Debug, Default)]
pub struct View {
    /// Where it is shown.
    pub screen: Screen,
    /// How much of it is shown.
    pub detail: Detail,
}

impl View {
    /// Returns the styles of standard output.
    pub fn paint(&self) -> Paint {
        self.screen.out
    }

    /// Returns the width at which running text is wrapped.
    pub fn text_width(&self) -> usize {
        self.screen.width.unwrap_or(USUAL_WIDTH)
    }
}

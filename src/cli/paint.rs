//! Terminal styles.
//!
//! Color only repeats what the text says: without it, nothing is lost.

use anstyle::{AnsiColor, Style};

/// A heading.
pub const HEADING: Style = Style::new().bold();
/// A result.
pub const RESULT: Style = Style::new().bold();
/// Explanations: notes, and values in other units.
pub const DIM: Style = Style::new().dimmed();
/// A check that holds, or inserted text.
pub const GOOD: Style = AnsiColor::Green.on_default().bold();
/// A check that fails.
pub const BAD: Style = AnsiColor::Red.on_default().bold();
/// A failed check of level `warn`.
pub const WARN: Style = AnsiColor::Yellow.on_default().bold();
/// The label of a way out.
pub const HELP: Style = AnsiColor::Cyan.on_default().bold();

/// Applies styles, or leaves text as it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Paint(bool);

impl Paint {
    /// Creates a paint that applies styles if `on`.
    pub fn new(on: bool) -> Paint {
        Paint(on)
    }

    /// Whether it applies styles.
    pub fn is_on(self) -> bool {
        self.0
    }

    /// Returns the text in a style, but for the blanks before it.
    pub fn with_blanks(self, style: Style, text: &str) -> String {
        let rest = text.trim_start();
        if style.is_plain() || rest.is_empty() {
            return text.to_owned();
        }
        format!("{:blanks$}{}", "", self.with(style, rest), blanks = text.len() - rest.len())
    }

    /// Returns the text in a style.
    pub fn with(self, style: Style, text: &str) -> String {
        if self.0 && !text.is_empty() { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }
}

//! Colors, when they are wanted.
//!
//! Text comes in and goes out with or without the codes for a terminal. Color only repeats
//! what the text says.

use anstyle::{AnsiColor, Style};

/// A heading.
pub const HEADING: Style = Style::new().bold();
/// What explains: notes, other words for a number.
pub const DIM: Style = Style::new().dimmed();
/// What holds.
pub const GOOD: Style = AnsiColor::Green.on_default().bold();
/// What does not hold.
pub const BAD: Style = AnsiColor::Red.on_default().bold();
/// What should be looked at.
pub const WARN: Style = AnsiColor::Yellow.on_default().bold();
/// A way out.
pub const HELP: Style = AnsiColor::Cyan.on_default().bold();

/// Paints, or does not.
#[derive(Clone, Copy, Debug, Default)]
pub struct Paint(bool);

impl Paint {
    /// One that paints if it is told so.
    pub fn new(on: bool) -> Paint {
        Paint(on)
    }

    /// Whether it paints.
    pub fn is_on(self) -> bool {
        self.0
    }

    /// The text in a style.
    pub fn with(self, style: Style, text: &str) -> String {
        if self.0 && !text.is_empty() { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }
}

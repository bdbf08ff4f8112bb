//! The terminal that output goes to, as data.

use clap::ValueEnum;

use super::paint::Paint;

/// The width, in columns, that is assumed where it cannot be determined.
pub const USUAL_WIDTH: usize = 80;

/// The narrowest width that output is laid out for.
pub const LEAST_WIDTH: usize = 20;

/// When to use color.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Where results and errors are printed. The default is a file: no colors, no width, ASCII.
#[derive(Clone, Copy, Debug, Default)]
pub struct Screen {
    /// Styles of standard output.
    pub out: Paint,
    /// Styles of standard error.
    pub err: Paint,
    /// Whether standard error is a terminal.
    pub err_is_read: bool,
    /// The width of standard output in columns; `None` if it is not a terminal.
    pub width: Option<usize>,
    /// The width of standard error, likewise.
    pub err_width: Option<usize>,
    /// Whether strips are drawn beside intervals: on a terminal, or where color was asked for.
    pub strips: bool,
    /// Whether standard output can show characters beyond ASCII.
    pub unicode: bool,
}

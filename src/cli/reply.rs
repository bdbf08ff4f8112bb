//! The output of a command: text for both streams and the exit code.

use napkin::text::escape::{hidden, picture};

/// The exit code of a check that failed.
pub const FAILED: u8 = 1;
/// The exit code of an error: nothing was computed.
pub const UNDECIDED: u8 = 2;
/// The exit code, with `--strict`, of a check that other samples might decide the other way.
pub const TOO_CLOSE: u8 = 3;

/// What is printed, and the exit code.
#[derive(Clone, Debug, Default)]
pub struct Reply {
    /// Standard output: results.
    pub out: String,
    /// Standard error: errors, warnings and hints.
    pub err: String,
    /// The exit code.
    pub code: u8,
    /// Whether a pager may show standard output.
    pub pages: bool,
    /// Files that are written after this is printed.
    pub writes: Vec<Write>,
}

/// A file that is written whole, or not at all.
#[derive(Clone, Debug)]
pub struct Write {
    /// Its path.
    pub path: String,
    /// What happens to a file that is there.
    pub how: How,
    /// What is written.
    pub text: String,
}

/// What happens to a file that is there.
#[derive(Clone, Debug)]
pub enum How {
    /// It is replaced if it still has this text, which was read from it, and otherwise left as it is.
    Replace(String),
    /// It is replaced.
    Whole,
    /// It gets the text at its end.
    Append,
}

impl Reply {
    /// Returns the reply without what a reader cannot see: whatever a text came from, nothing but our own styles
    /// reaches a terminal.
    #[must_use]
    pub fn visible(self) -> Reply {
        let visible = |write: Write| match write.how {
            // The rest of the file is somebody's own text.
            How::Replace(_) => write,
            How::Whole | How::Append => Write { text: shown(write.text), ..write },
        };
        let writes = self.writes.into_iter().map(visible).collect();
        Reply { out: shown(self.out), err: shown(self.err), writes, ..self }
    }
}

/// Replaces what cannot be seen, but for styles and line endings.
fn shown(text: String) -> String {
    let mut out = String::new();
    let mut done = 0;
    for (at, c) in hidden(&text, "\n\t") {
        let rest = text.get(at + c.len_utf8()..).unwrap_or_default();
        if (c == '\u{1b}' && is_style(rest)) || (c == '\r' && rest.starts_with('\n')) {
            continue;
        }
        out.push_str(text.get(done..at).unwrap_or_default());
        out.push(picture(c));
        done = at + c.len_utf8();
    }
    if done == 0 {
        return text;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}

/// Whether a text begins like the rest of a style: `[1;31m`.
fn is_style(rest: &str) -> bool {
    let numbers =
        rest.strip_prefix('[').map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';'));
    numbers.is_some_and(|rest| rest.starts_with('m'))
}

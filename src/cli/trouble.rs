//! What is wrong outside an estimate: a file, a name on the command line, the shell.
//!
//! A [`Trouble`] travels as an error and is shown as a [`Diagnostic`], so that it looks like
//! every other error. Any other error that arrives is shown with its causes.

use std::fmt;

use napkin::text::diagnostic::Diagnostic;

/// The command line cannot be read.
pub const USAGE: &str = "E0601";
/// A file, or standard input, cannot be read or written.
pub const FILE: &str = "E0602";
/// What was read is no text.
pub const NO_TEXT: &str = "E0603";
/// A preset, a sheet or a unit that there is none of.
pub const UNKNOWN: &str = "E0604";
/// A model without checks was to be checked.
pub const NO_CHECKS: &str = "E0605";
/// The shell changed the expression.
pub const SHELL: &str = "E0606";

/// An error with a way out.
#[derive(Debug)]
pub struct Trouble {
    code: &'static str,
    message: String,
    help: Vec<String>,
}

impl Trouble {
    /// An error with its code: one sentence, lower case, no full stop, names in backticks.
    pub fn new(code: &'static str, message: impl Into<String>) -> Trouble {
        Trouble { code, message: message.into(), help: Vec::new() }
    }

    /// Adds a way out.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Trouble {
        self.help.push(help.into());
        self
    }

    /// What clap says, as one sentence.
    pub fn usage(error: &clap::Error) -> Trouble {
        let text = error.render().to_string();
        let said = text.lines().take_while(|line| !line.trim().is_empty()).map(str::trim);
        let said = said.collect::<Vec<_>>().join(" ");
        Trouble::new(USAGE, said.strip_prefix("error: ").unwrap_or(&said)).help("see `napkin --help`")
    }

    /// An unknown name, with what was meant if that can be guessed.
    pub fn unknown<'a>(kind: &str, name: &str, known: impl Iterator<Item = &'a str>, list: &str) -> Trouble {
        let trouble = Trouble::new(UNKNOWN, format!("there is no {kind} `{}`", super::render::escaped(name)));
        match napkin::text::suggest::nearest(name, known, 3).as_slice() {
            [] => trouble.help(format!("`{list}` lists them")),
            near => trouble.help(format!("did you mean {}?", one_of(near))),
        }
    }

    /// An error as data, whatever it is.
    pub fn diagnostic(error: &anyhow::Error) -> Diagnostic {
        match error.downcast_ref::<Trouble>() {
            Some(trouble) => {
                let start = Diagnostic::error(trouble.code, trouble.message.clone());
                trouble.help.iter().fold(start, |diagnostic, help| diagnostic.help(help.clone()))
            }
            None => Diagnostic::error(FILE, format!("{error:#}")),
        }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Trouble {}

/// Names in backticks: `` `a`, `b` or `c` ``.
fn one_of(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => String::new(),
    }
}

//! The one file that touches the world: arguments, standard input, files, the terminal.
//!
//! What comes from outside is text when it leaves here, or an error that says what to do.
//! Nothing here knows what an estimate is.

#![allow(clippy::disallowed_methods, reason = "this is where the world is")]

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, IsTerminal, Read, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::ValueEnum;

use super::paint::Paint;
use super::trouble::{self, Trouble};
use super::{Reply, UNDECIDED};

/// A model or a script that is larger is not read.
const LARGEST: u64 = 64 << 20;

/// What a terminal is taken to be wide.
pub const USUAL_WIDTH: usize = 80;

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

/// Where results and errors are printed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Screen {
    /// Colors of standard output.
    pub out: Paint,
    /// Colors of standard error.
    pub err: Paint,
    /// Whether a person reads standard error.
    pub err_is_read: bool,
    /// The columns of standard output; nothing if it is no terminal and may be as wide as it likes.
    pub width: Option<usize>,
    /// Whether standard output shows more than ASCII.
    pub unicode: bool,
}

impl Screen {
    /// What the terminal can do, as far as the user wants it.
    pub fn new(color: Color) -> Screen {
        let (out, err) = (io::stdout(), io::stderr());
        let wanted = |choice: anstream::ColorChoice| match color {
            Color::Auto => choice != anstream::ColorChoice::Never,
            Color::Always => true,
            Color::Never => false,
        };
        Screen {
            out: Paint::new(wanted(anstream::AutoStream::choice(&out))),
            err: Paint::new(wanted(anstream::AutoStream::choice(&err))),
            err_is_read: err.is_terminal(),
            width: out.is_terminal().then(terminal_width),
            unicode: is_utf8(),
        }
    }
}

/// Whether the locale says UTF-8; the first of its variables that is set decides, as in a C program.
fn is_utf8() -> bool {
    let set = |name: &&str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].iter().find(|name| set(name)).and_then(std::env::var_os);
    let locale = locale.map(|locale| locale.to_string_lossy().to_lowercase());
    cfg!(windows) || locale.is_some_and(|locale| locale.contains("utf-8") || locale.contains("utf8"))
}

fn terminal_width() -> usize {
    let columns = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    columns.filter(|&columns| columns >= 20).unwrap_or(USUAL_WIDTH)
}

/// The arguments without the program's name.
///
/// # Errors
///
/// When one is not text.
pub fn arguments() -> Result<Vec<String>> {
    let text = |(at, argument): (usize, OsString)| {
        argument.into_string().map_err(|argument| {
            let shown = super::render::escaped(&argument.to_string_lossy());
            let message = format!("argument {}, `{shown}`, is not UTF-8 text", at + 1);
            Trouble::new(trouble::NO_TEXT, message).into()
        })
    };
    std::env::args_os().skip(1).enumerate().map(text).collect()
}

/// Whether a person sits at standard input.
pub fn is_interactive() -> bool {
    io::stdin().is_terminal()
}

/// The text on standard input.
///
/// # Errors
///
/// When it cannot be read, is too large or is not text.
pub fn read_input() -> Result<String> {
    read("standard input", io::stdin().lock())
}

/// A file's text.
///
/// # Errors
///
/// When it cannot be read, is too large or is not text.
pub fn read_file(path: &str) -> Result<String> {
    let shown = format!("`{}`", super::render::escaped(path));
    let cannot =
        |error: &io::Error| Trouble::new(trouble::FILE, format!("{shown} cannot be read: {}", reason(error)));
    let file = File::open(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Trouble::new(trouble::FILE, format!("there is no file {shown}"))
            .help(format!("start one: `napkin new {}`", quoted(path))),
        _ => cannot(&error),
    })?;
    let about = file.metadata().map_err(|error| cannot(&error))?;
    if about.is_dir() {
        return Err(Trouble::new(trouble::FILE, format!("{shown} is a directory, not a model")).into());
    }
    read(&shown, file)
}

fn read(shown: &str, from: impl Read) -> Result<String> {
    let mut bytes = Vec::new();
    from.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|error| {
        Trouble::new(trouble::FILE, format!("{shown} cannot be read: {}", reason(&error)))
    })?;
    if bytes.len() as u64 > LARGEST {
        return Err(Trouble::new(trouble::FILE, format!("{shown} is larger than 64 MiB")).into());
    }
    let no_text = |at: usize, bytes: &[u8], what: &str| {
        let line = bytes.iter().take(at).filter(|&&byte| byte == b'\n').count() + 1;
        Trouble::new(trouble::NO_TEXT, format!("{shown} is not text: line {line} has {what}"))
            .help("save it as UTF-8")
    };
    if let Some(at) = bytes.iter().position(|&byte| byte == 0) {
        return Err(no_text(at, &bytes, "a byte that is 0").into());
    }
    let mut text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        no_text(at, error.as_bytes(), "a byte that is not UTF-8")
    })?;
    // Some editors and shells begin a file with the mark of its encoding.
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    Ok(text)
}

/// Writes a new file.
///
/// # Errors
///
/// When there is such a file, or it cannot be written; then nothing is left behind.
pub fn write_new(path: &str, text: &str) -> Result<()> {
    let shown = super::render::escaped(path);
    let mut file = File::create_new(path).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => {
            Trouble::new(trouble::FILE, format!("`{shown}` is there already and is not overwritten"))
                .help("choose another name, or remove it first")
        }
        _ => Trouble::new(trouble::FILE, format!("`{shown}` cannot be written: {}", reason(&error))),
    })?;
    let written = file.write_all(text.as_bytes()).and_then(|()| file.flush());
    if written.is_err() {
        drop(file);
        // The error that is reported is the first one.
        let _ = std::fs::remove_file(path);
    }
    written.with_context(|| format!("`{shown}` cannot be written"))
}

/// Whether there is such a file.
pub fn is_file(path: &str) -> bool {
    Path::new(path).is_file()
}

/// The names in the working directory that a shell's `*` stands for, sorted; nothing if
/// there are more than `at_most`.
pub fn names_here(at_most: usize) -> Option<Vec<String>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(".").ok()? {
        let name = entry.ok()?.file_name().into_string().ok()?;
        if !name.starts_with('.') {
            names.push(name);
        }
        if names.len() > at_most {
            return None;
        }
    }
    names.sort();
    Some(names)
}

/// A word as a shell reads it.
pub fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./+=,:@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such directory".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::NotADirectory => "a part of the path is not a directory".to_owned(),
        io::ErrorKind::IsADirectory => "it is a directory".to_owned(),
        io::ErrorKind::StorageFull => "no space is left".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the file system is read-only".to_owned(),
        _ => error.to_string().to_lowercase(),
    }
}

/// Prints a reply and gives the exit code. A reader that has gone away is no error: what was
/// decided stays decided.
pub fn print(reply: Reply) -> ExitCode {
    let printed = write(io::stdout().lock(), &reply.out);
    let Reply { mut err, mut code, .. } = reply;
    if let Err(error) = printed {
        err.push_str(&format!("error: the results cannot be written: {}\n", reason(&error)));
        code = UNDECIDED;
    }
    // There is no place left to report that errors cannot be printed.
    let _ = write(io::stderr().lock(), &err);
    ExitCode::from(code)
}

fn write(mut to: impl Write, text: &str) -> io::Result<()> {
    match to.write_all(text.as_bytes()).and_then(|()| to.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

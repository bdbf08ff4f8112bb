//! Access to the operating system: arguments, standard streams, files, the terminal.
//!
//! The only file that may call it, with those below it; `clippy.toml` lists what no other file may call. Input is text when it leaves
//! this file, or an error that says what to do.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "the one file that may")]

pub mod editor;
pub mod files;
mod folders;
pub mod git;
mod reason;
pub mod record;
pub mod server;
pub mod talk;
mod threads;
mod writes;

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, IsTerminal, Read, Write};
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use napkin::text::escape::escaped;

use super::error::{self, Error, Result};
use super::paint::Paint;
use super::quote;
use super::reply::{Reply, UNDECIDED};
use super::screen::{Color, LEAST_WIDTH, Screen, USUAL_WIDTH};
use reason::reason;

pub use folders::{files_beginning, files_like, files_under, is_folder, models_beside, names_here};
pub use threads::map;
pub use writes::{perform as write_whole, remove_new, write_new};

/// The largest input that is read, in bytes.
const LARGEST: u64 = 64 << 20;

/// Names of streams that are open already, such as that of `<(command)`.
const STREAMS: [&str; 3] = ["/dev/fd/", "/dev/stdin", "/proc/self/fd/"];

/// Determines what the terminal can show, within the limits of `color`.
pub fn screen(color: Color) -> Screen {
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
        err_width: err.is_terminal().then(terminal_width),
        strips: out.is_terminal() || color == Color::Always,
        unicode: is_utf8(),
    }
}

/// Returns the width of standard output; `None` if it is not a terminal.
pub fn width() -> Option<usize> {
    io::stdout().is_terminal().then(terminal_width)
}

/// Whether the locale uses UTF-8. The first of its variables that is set decides, as in a C program.
fn is_utf8() -> bool {
    let set = |name: &&str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].iter().find(|name| set(name)).and_then(std::env::var_os);
    let locale = locale.map(|locale| locale.to_string_lossy().to_lowercase());
    cfg!(windows) || locale.is_some_and(|locale| locale.contains("utf-8") || locale.contains("utf8"))
}

fn terminal_width() -> usize {
    let columns = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    columns.filter(|&columns| columns > 0).map_or(USUAL_WIDTH, |columns| columns.max(LEAST_WIDTH))
}

/// Returns the arguments without the name of the program.
///
/// # Errors
///
/// If an argument is not UTF-8.
pub fn arguments() -> Result<Vec<String>> {
    let text = |(at, argument): (usize, OsString)| {
        argument.into_string().map_err(|argument| {
            let shown = escaped(&argument.to_string_lossy());
            let message = format!("argument {}, `{shown}`, is not UTF-8 text", at + 1);
            Error::new(error::NOT_TEXT, message)
        })
    };
    std::env::args_os().skip(1).enumerate().map(text).collect()
}

/// Returns the file to which GitHub asks for a summary of the job; `None` outside of GitHub Actions.
pub fn summary_file() -> Option<String> {
    std::env::var("GITHUB_STEP_SUMMARY").ok().filter(|path| !path.is_empty())
}

/// Whether standard input is a terminal.
pub fn is_interactive() -> bool {
    io::stdin().is_terminal()
}

/// Whether both ends of a conversation are a terminal.
pub fn is_conversation() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal()
}

/// Reads standard input.
///
/// # Errors
///
/// If it cannot be read, is larger than [`LARGEST`] or is not text.
pub fn read_input() -> Result<String> {
    let shown = "standard input";
    text_of(shown, bytes_of(shown, io::stdin().lock())?)
}

/// A document, and whether it is UTF-8.
#[derive(Debug)]
pub struct Text {
    pub text: String,
    pub is_utf8: bool,
}

/// Reads a document that other programs wrote: bytes that are not UTF-8 are read as Latin-1. Standard input has no path.
///
/// # Errors
///
/// If it cannot be read, is larger than [`LARGEST`] or is not text.
pub fn read_document(path: Option<&str>) -> Result<Text> {
    let bytes = match path {
        Some(path) => read_bytes(path)?,
        None => bytes_of("standard input", io::stdin().lock())?,
    };
    let mut text = String::with_capacity(bytes.len());
    let mut is_utf8 = true;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|byte| char::from(*byte)));
        is_utf8 &= chunk.invalid().is_empty();
    }
    Ok(Text { text: without_mark(text), is_utf8 })
}

/// Reads a file.
///
/// # Errors
///
/// If it cannot be read, is larger than [`LARGEST`] or is not text.
pub fn read_file(path: &str) -> Result<String> {
    text_of(&format!("`{}`", escaped(path)), read_bytes(path)?)
}

fn read_bytes(path: &str) -> Result<Vec<u8>> {
    let shown = format!("`{}`", escaped(path));
    let cannot =
        |error: &io::Error| Error::new(error::FILE, format!("{shown} cannot be read: {}", reason(error)));
    // What is no file is not opened: a pipe without a writer would wait, and a device has no end.
    let about = std::fs::metadata(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound if path.contains(char::REPLACEMENT_CHARACTER) => {
            Error::new(error::FILE, format!("the name {shown} is not UTF-8, so that the file cannot be read"))
                .help("rename it")
        }
        io::ErrorKind::NotFound if Path::new(path).is_symlink() => {
            Error::new(error::FILE, format!("{shown} is a link, and there is no file where it leads"))
        }
        io::ErrorKind::NotFound => missing(path, &shown),
        _ => cannot(&error),
    })?;
    if about.is_dir() {
        return Err(Error::new(error::FILE, format!("{shown} is a directory, not a model")));
    }
    if !about.is_file() && !STREAMS.iter().any(|stream| path.starts_with(stream)) {
        return Err(Error::new(error::FILE, format!("{shown} is a device or a pipe, not a file"))
            .help("to read what another program prints, name `-`"));
    }
    let mut file = File::open(path).map_err(|error| cannot(&error))?;
    let state = |file: &File| file.metadata().map(|about| (about.len(), about.modified().ok()));
    let before = state(&file).map_err(|error| cannot(&error))?;
    if before.0 > LARGEST {
        return Err(too_large(&shown));
    }
    let bytes = bytes_of(&shown, &mut file);
    if about.is_file() && state(&file).map_err(|error| cannot(&error))? != before {
        return Err(Error::new(error::FILE, format!("{shown} changed while it was read"))
            .help("run it again when the file is complete"));
    }
    bytes
}

fn missing(path: &str, shown: &str) -> Error {
    let none = Error::new(error::FILE, format!("there is no file {shown}"));
    // Documents are not started by us.
    match Path::new(path).extension().is_some_and(|ending| ending != "toml") {
        true => none,
        false => none.help(format!("start one: `napkin new {}`", quote::argument(path))),
    }
}

fn too_large(shown: &str) -> Error {
    Error::new(error::FILE, format!("{shown} is larger than 64 MiB"))
}

fn bytes_of(shown: &str, from: impl Read) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Error::new(error::FILE, format!("{shown} cannot be read: {}", reason(&error))))?;
    if bytes.len() as u64 > LARGEST {
        return Err(too_large(shown));
    }
    match bytes.iter().position(|&byte| byte == 0) {
        Some(at) => Err(no_text(shown, &bytes, (at, "a byte that is 0"))),
        None => Ok(bytes),
    }
}

fn no_text(shown: &str, bytes: &[u8], (at, what): (usize, &str)) -> Error {
    let line = bytes.iter().take(at).filter(|&&byte| byte == b'\n').count() + 1;
    Error::new(error::NOT_TEXT, format!("{shown} is not text: line {line} has {what}"))
        .help("save it as UTF-8")
}

fn text_of(shown: &str, bytes: Vec<u8>) -> Result<String> {
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        no_text(shown, error.as_bytes(), (at, "a byte that is not UTF-8"))
    })?;
    Ok(without_mark(text))
}

/// Some editors and shells write a byte order mark.
fn without_mark(mut text: String) -> String {
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    text
}

/// Whether a file of that name exists.
pub fn is_file(path: &str) -> bool {
    Path::new(path).is_file()
}

/// Whether anything of that name exists.
pub fn exists(path: &str) -> bool {
    Path::new(path).exists()
}

/// Returns the path of the file that standard input is, relative to the working directory if it is below it; `None` if
/// it is no file or the system does not tell.
pub fn input_file() -> Option<String> {
    let path = std::fs::read_link("/proc/self/fd/0").ok().filter(|path| path.is_file())?;
    let below =
        std::env::current_dir().ok().and_then(|here| path.strip_prefix(here).ok().map(Path::to_path_buf));
    below.unwrap_or(path).into_os_string().into_string().ok()
}

/// Whether standard output was closed when the program started.
static IS_CLOSED: AtomicBool = AtomicBool::new(false);

// Before `main` the standard library opens the null device in place of a stream that is closed, and what is printed is
// lost without an error. This runs before it and only asks.
#[cfg(unix)]
#[ctor::ctor]
fn look() {
    let is_closed = rustix::io::fcntl_getfd(rustix::stdio::stdout()).is_err();
    IS_CLOSED.store(is_closed, Ordering::Relaxed);
}

/// Prints a reply and returns the exit code. A closed pipe is not an error and does not change the exit code.
pub fn print(reply: Reply) -> ExitCode {
    let reply = reply.visible();
    let printed = if reply.out.is_empty() || (reply.pages && page(&reply.out)) {
        Ok(())
    } else if IS_CLOSED.load(Ordering::Relaxed) {
        Err(io::Error::other("it is closed"))
    } else {
        write(io::stdout().lock(), &reply.out)
    };
    let Reply { mut err, mut code, mut writes, .. } = reply;
    if let Err(error) = printed {
        let what = "standard output cannot be written";
        err.push_str(&format!("error[{}]: {what}: {}\n", error::FILE, reason(&error)));
        code = UNDECIDED;
        writes.clear();
    }
    // What changes is shown before it is changed.
    for file in writes {
        if let Err(error) = writes::perform(&file) {
            err.push_str(&format!("error[{}]: {error}\n", error::FILE));
            code = UNDECIDED;
        }
    }
    // An error of standard error cannot be reported anywhere.
    let _ = write(io::stderr().lock(), &err);
    ExitCode::from(code)
}

/// Shows a text in a pager if it is longer than the terminal. Returns whether it was shown.
fn page(text: &str) -> bool {
    let set = |name: &str| std::env::var(name).ok();
    let is_away =
        !io::stdout().is_terminal() || set("CI").is_some() || set("TERM").as_deref() == Some("dumb");
    let Some((_, height)) = terminal_size::terminal_size().filter(|_| !is_away) else { return false };
    // The last line of the terminal is the prompt's.
    if text.lines().nth(usize::from(height.0).saturating_sub(1)).is_none() {
        return false;
    }
    let pager = set("NAPKIN_PAGER").or_else(|| set("PAGER")).unwrap_or_else(|| "less".to_owned());
    let pager = pager.trim();
    if matches!(pager, "" | "cat") {
        return false;
    }
    // Only a shell reads quotes and variables.
    let mut command = if pager.contains(|c: char| "|&;<>()$`\\\"'*?[#~=%".contains(c)) {
        let mut shell = Command::new("sh");
        shell.args(["-c", pager]);
        shell
    } else {
        let mut words = pager.split_whitespace();
        let mut command = Command::new(words.next().unwrap_or_default());
        command.args(words);
        command
    };
    for (name, value) in [("LESS", "FRX"), ("LV", "-c")] {
        if std::env::var_os(name).is_none() {
            command.env(name, value);
        }
    }
    #[cfg(unix)]
    {
        // The pager decides what an interrupt does; without it, the shell would ask for input beside the pager.
        let _ = signal_hook::flag::register(signal_hook::consts::SIGINT, Arc::new(AtomicBool::new(false)));
    }
    let Ok(mut pager) = command.stdin(Stdio::piped()).spawn() else { return false };
    if let Some(mut input) = pager.stdin.take() {
        // A pager that is left early closes its input.
        let _ = input.write_all(text.as_bytes());
    }
    // A shell reports a program that it cannot start.
    pager.wait().is_ok_and(|status| !matches!(status.code(), Some(126 | 127)))
}

fn write(mut to: impl Write, text: &str) -> io::Result<()> {
    match to.write_all(text.as_bytes()).and_then(|()| to.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

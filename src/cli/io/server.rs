//! A conversation on the standard streams, a line at a time, and work that may not take for ever.

use std::io::{self, BufRead, Write};
use std::path::{Component, Path};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use super::{Error, IsTerminal, Result, error, escaped, read_file, reason};

/// The longest line that is read, in bytes.
pub const LONGEST_LINE: u64 = 16 << 20;

/// The stack of a thread, as large as that of the program itself.
const STACK: usize = 8 << 20;

/// A line of standard input.
#[derive(Debug)]
pub enum Line {
    /// A line without its ending.
    Text(String),
    /// A line that is not UTF-8.
    NotText,
    /// A line longer than [`LONGEST_LINE`], which was not kept.
    TooLong,
}

/// Reads lines of standard input to its end, and prints the answer to each, if it has one. A reader that leaves ends the
/// conversation.
///
/// # Errors
///
/// If standard input cannot be read or standard output cannot be written.
pub fn converse(mut answer: impl FnMut(Line) -> Option<String>) -> Result<()> {
    let (mut input, mut out) = (io::stdin().lock(), io::stdout().lock());
    let failed = |stream: &str, what: &str, error: &io::Error| {
        Error::new(error::FILE, format!("standard {stream} cannot be {what}: {}", reason(error)))
    };
    while let Some(line) =
        next(&mut input as &mut dyn BufRead).map_err(|error| failed("input", "read", &error))?
    {
        let Some(text) = answer(line) else { continue };
        let written = out.write_all(text.as_bytes()).and_then(|()| out.write_all(b"\n"));
        match written.and_then(|()| out.flush()) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(()),
            Err(error) => return Err(failed("output", "written", &error)),
        }
    }
    Ok(())
}

/// Reads a line; `None` at the end.
pub(super) fn next(mut input: &mut dyn BufRead) -> io::Result<Option<Line>> {
    let mut bytes = Vec::new();
    if io::Read::take(&mut input, LONGEST_LINE + 1).read_until(b'\n', &mut bytes)? == 0 {
        return Ok(None);
    }
    if bytes.len() as u64 > LONGEST_LINE && bytes.last() != Some(&b'\n') {
        while bytes.last() != Some(&b'\n') {
            bytes.clear();
            if io::Read::take(&mut input, LONGEST_LINE).read_until(b'\n', &mut bytes)? == 0 {
                break;
            }
        }
        return Ok(Some(Line::TooLong));
    }
    let text = String::from_utf8(bytes).map(|text| text.trim_end_matches(['\n', '\r']).to_owned());
    Ok(Some(text.map_or(Line::NotText, Line::Text)))
}

/// Says on standard error that nobody speaks on standard input yet, if it is a terminal.
pub fn greet(text: &str) {
    if io::stdin().is_terminal() {
        // An error of standard error cannot be reported anywhere.
        let _ = writeln!(io::stderr(), "{text}");
    }
}

/// What came of work with a limit of time.
#[derive(Debug)]
pub enum Within<T> {
    /// Its result.
    Done(T),
    /// It goes on, and nobody waits for it any more.
    Late,
    /// It ended without a result.
    Lost,
}

/// Does some work in a thread of its own and waits for its result for some seconds.
pub fn within<T: Send + 'static>(seconds: u64, work: impl FnOnce() -> T + Send + 'static) -> Within<T> {
    let (sender, receiver) = mpsc::channel();
    let started = thread::Builder::new().stack_size(STACK).spawn(move || {
        // Nobody waits any more if it took too long.
        let _ = sender.send(work());
    });
    if started.is_err() {
        return Within::Lost;
    }
    match receiver.recv_timeout(Duration::from_secs(seconds)) {
        Ok(result) => Within::Done(result),
        Err(mpsc::RecvTimeoutError::Timeout) => Within::Late,
        Err(mpsc::RecvTimeoutError::Disconnected) => Within::Lost,
    }
}

/// Returns the path of a folder without links in it.
///
/// # Errors
///
/// If it is no folder.
pub fn folder(path: &str) -> Result<String> {
    let no_folder = || Error::new(error::FILE, format!("there is no folder `{}`", escaped(path)));
    let whole = std::fs::canonicalize(path).map_err(|_| no_folder())?;
    if !whole.is_dir() {
        return Err(no_folder());
    }
    whole.into_os_string().into_string().map_err(|_| no_folder())
}

/// Reads a file below a folder, which has no links in its path.
///
/// # Errors
///
/// If the path leads out of the folder, also through a link, or if it cannot be read.
pub fn read_below(root: &str, path: &str) -> Result<String> {
    let outside = || {
        Error::new(error::FILE, format!("`{}` is outside the folder of this server", escaped(path)))
            .help("give a path relative to that folder, without `..`")
    };
    let is_plain = |part: Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
    if path.contains('\\') && cfg!(windows) || !Path::new(path).components().all(is_plain) {
        return Err(outside());
    }
    let missing = || Error::new(error::FILE, format!("there is no file `{}`", escaped(path)));
    let whole = std::fs::canonicalize(Path::new(root).join(path)).map_err(|_| missing())?;
    if !whole.starts_with(root) {
        return Err(outside());
    }
    // A pipe or a device may never end.
    if !whole.is_file() {
        return Err(Error::new(error::FILE, format!("`{}` is no file", escaped(path))));
    }
    let whole = whole.to_str().ok_or_else(missing)?;
    read_file(whole).map_err(|error| error.renamed(whole, path))
}

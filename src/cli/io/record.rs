//! The history of practice: a file of lines in the folder of what people typed.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use napkin::text::escape::escaped;

use super::editor::data_folder;
use super::reason::reason;
use super::{Error, Result, error};

/// The name of the file.
const NAME: &str = "practice.jsonl";

/// Returns the path of the history.
///
/// # Errors
///
/// If the platform has no folder for it.
pub fn path() -> Result<PathBuf> {
    data_folder().map(|folder| folder.join(NAME)).ok_or_else(|| {
        Error::new(error::FILE, "there is no folder for the history, since `HOME` is not set")
            .help("set `NAPKIN_DATA_DIR`, or write `--no-history`")
    })
}

/// How much of a history is read.
#[derive(Clone, Copy, Debug)]
pub enum Extent {
    /// The last thousand answers or so: what the next drill depends on.
    Last,
    /// All of it, or the last ninety thousand answers or so.
    All,
}

/// A history that was read.
#[derive(Debug, Default)]
pub struct History {
    /// Its lines, whole ones.
    pub text: String,
    /// Whether it has more lines before these.
    pub is_cut: bool,
}

/// Returns the end of the history; empty if there is none yet.
///
/// # Errors
///
/// If it cannot be read, or is no file.
pub fn read(extent: Extent) -> Result<History> {
    let path = path()?;
    let failed =
        |why: &str| Error::new(error::FILE, format!("the history `{}` cannot be read: {why}", shown(&path)));
    let most = match extent {
        Extent::Last => 256 << 10,
        Extent::All => 16 << 20,
    };
    let read = || -> io::Result<History> {
        let mut file = File::open(&path)?;
        let begin = file.metadata()?.len().saturating_sub(most);
        file.seek(SeekFrom::Start(begin))?;
        let mut bytes = Vec::new();
        file.take(most).read_to_end(&mut bytes)?;
        // A torn line may end within a character.
        let text = String::from_utf8_lossy(&bytes);
        // The line that was cut is none.
        let whole =
            if begin > 0 { text.split_once('\n').map_or("", |(_, rest)| rest) } else { text.as_ref() };
        Ok(History { text: whole.to_owned(), is_cut: begin > 0 })
    };
    if !is_usual(&path).map_err(|error| failed(&reason(&error)))? {
        return Err(failed(NO_FILE));
    }
    match read() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(History::default()),
        Err(error) => Err(failed(&reason(&error))),
        Ok(history) => Ok(history),
    }
}

/// Why a pipe or a device is not opened: that might wait for ever.
const NO_FILE: &str = "it is no regular file";

/// Whether a path is a regular file, or nothing yet.
fn is_usual(path: &std::path::Path) -> io::Result<bool> {
    match fs::metadata(path) {
        Ok(found) => Ok(found.is_file() || found.is_dir()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error),
    }
}

/// Adds a line, which ends with a line break, in one write, so that those of two processes do not mix. A line that was
/// torn off before it is ended first.
///
/// # Errors
///
/// If it cannot be written.
pub fn add(line: &str) -> Result<()> {
    let path = path()?;
    let write = || {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        if !is_usual(&path)? {
            return Err(io::Error::other(NO_FILE));
        }
        let mut file = File::options().read(true).append(true).create(true).open(&path)?;
        let mut last = [b'\n'];
        if file.seek(SeekFrom::End(0))? > 0 {
            file.seek(SeekFrom::End(-1))?;
            file.read_exact(&mut last)?;
        }
        let start = if last == [b'\n'] { "" } else { "\n" };
        file.write_all(format!("{start}{line}").as_bytes())
    };
    write().map_err(|error| {
        Error::new(
            error::FILE,
            format!("the history `{}` cannot be written: {}", shown(&path), reason(&error)),
        )
    })
}

/// Removes the history.
///
/// # Errors
///
/// If it cannot be removed.
pub fn remove() -> Result<()> {
    let path = path()?;
    fs::remove_file(&path).map_err(|error| {
        Error::new(
            error::FILE,
            format!("the history `{}` cannot be removed: {}", shown(&path), reason(&error)),
        )
    })
}

/// Takes care that a history that may not grow is an error of writing, and not the end of the program (`ulimit -f`).
pub fn survive_limits() {
    #[cfg(unix)]
    {
        // Without it the program ends, as it would have.
        let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, std::sync::Arc::default());
    }
}

/// Returns the path as it is shown.
pub fn shown(path: &std::path::Path) -> String {
    escaped(&path.to_string_lossy())
}

/// Returns the seconds since 1970.
pub fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

/// Returns a number that differs from run to run.
pub fn any_number() -> u64 {
    let nanos = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.subsec_nanos());
    (now() ^ u64::from(nanos)).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20 ^ u64::from(std::process::id())
}

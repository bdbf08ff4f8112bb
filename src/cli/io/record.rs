//! The history of practice: a file of lines in the folder of what people typed.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use napkin::text::escape::escaped;

use super::editor::data_folder;
use super::reason::reason;
use super::{Error, LARGEST, Result, error};

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

/// Returns the history; empty if there is none yet.
///
/// # Errors
///
/// If it cannot be read.
pub fn read() -> Result<String> {
    let path = path()?;
    let failed = |error: &io::Error| {
        Error::new(error::FILE, format!("the history `{}` cannot be read: {}", shown(&path), reason(error)))
    };
    let file = match File::open(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(String::new()),
        Err(error) => return Err(failed(&error)),
    };
    let mut bytes = Vec::new();
    file.take(LARGEST).read_to_end(&mut bytes).map_err(|error| failed(&error))?;
    // A torn line may end within a character.
    Ok(String::from_utf8_lossy(&bytes).into_owned())
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

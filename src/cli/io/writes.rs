//! Files that are written: whole, or not at all.

use std::fs::{File, OpenOptions, Permissions};
use std::io::{self, Write as _};
use std::path::{Component, Path, PathBuf};

use napkin::text::escape::escaped;

use super::reason::reason;
use crate::cli::error::{self, Error, Result};
use crate::cli::reply::{How, Write};

/// The mark that some editors write at the beginning of a file.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// Maximum number of names that are tried for a file beside another.
const NAMES: usize = 100;

/// Writes a new file.
///
/// # Errors
///
/// If the file exists or cannot be written; in the second case it is removed.
pub fn write_new(path: &str, text: &str) -> Result<()> {
    let mut file = File::create_new(path).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => {
            Error::new(error::FILE, format!("`{}` already exists and is not overwritten", escaped(path)))
                .help("choose another name, or remove it first")
        }
        _ => cannot(path, &error),
    })?;
    let written = file.write_all(text.as_bytes()).and_then(|()| file.flush());
    if written.is_err() {
        drop(file);
        // The error of the write is reported, not one of the removal.
        let _ = std::fs::remove_file(path);
    }
    written.map_err(|error| cannot(path, &error))
}

/// Removes a file that was created here and stayed empty.
pub fn remove_new(path: &str) {
    if std::fs::metadata(path).is_ok_and(|about| about.is_file() && about.len() == 0) {
        // Nothing is lost with it.
        let _ = std::fs::remove_file(path);
    }
}

/// Writes a file as a reply says.
///
/// # Errors
///
/// If it cannot be written; then it is left as it was.
pub fn perform(file: &Write) -> Result<()> {
    match &file.how {
        How::Replace(old) => replace(file, old),
        How::Whole => whole(file),
        How::Append => append(file),
    }
}

/// Replaces the text of a file that was read.
fn replace(file: &Write, old: &str) -> Result<()> {
    let failed = |error: &io::Error| cannot(&file.path, error);
    let path = std::fs::canonicalize(&file.path).map_err(|error| failed(&error))?;
    let now = std::fs::read(&path).map_err(|error| failed(&error))?;
    let mark = if now.starts_with(MARK) { MARK } else { &[] };
    if now.get(mark.len()..) != Some(old.as_bytes()) {
        let message = format!("`{}` changed while it was read, and is left as it is", escaped(&file.path));
        return Err(Error::new(error::FILE, message));
    }
    let permissions = std::fs::metadata(&path).map_err(|error| failed(&error))?.permissions();
    beside(&path, &[mark, file.text.as_bytes()], Some(permissions)).map_err(|error| failed(&error))
}

/// Writes a file that may exist. A link in its place is not followed, and neither is one out of the folder that a relative
/// path starts in.
fn whole(file: &Write) -> Result<()> {
    let path = Path::new(&file.path);
    let shown = escaped(&file.path);
    let Some(name) = path.file_name() else {
        return Err(Error::new(error::FILE, format!("`{shown}` is no name of a file")));
    };
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let parent = parent.canonicalize().map_err(|error| cannot(&file.path, &error))?;
    if path.is_relative() {
        let up: PathBuf = path.components().take_while(|part| *part == Component::ParentDir).collect();
        let tree = Path::new(".").join(up).canonicalize().map_err(|error| cannot(&file.path, &error))?;
        if !parent.starts_with(&tree) {
            let message = format!("`{shown}` lies behind a link to another place, and is not written");
            return Err(Error::new(error::FILE, message).help("name the place itself"));
        }
    }
    let path = parent.join(name);
    match path.symlink_metadata() {
        Ok(about) if !about.is_file() => {
            let what = if about.is_dir() { "a directory" } else { "a link or a device" };
            let message = format!("`{shown}` is {what}, and is not replaced");
            return Err(Error::new(error::FILE, message).help("name a file"));
        }
        _ => {}
    }
    beside(&path, &[file.text.as_bytes()], None).map_err(|error| cannot(&file.path, &error))
}

/// Writes a file beside its place, and lets it take the name at once.
fn beside(path: &Path, texts: &[&[u8]], permissions: Option<Permissions>) -> io::Result<()> {
    let (mut new, at) = named_beside(path)?;
    let written = texts.iter().try_for_each(|text| new.write_all(text)).and_then(|()| {
        permissions.map_or(Ok(()), |permissions| new.set_permissions(permissions))?;
        new.sync_all()
    });
    let replaced = written.and_then(|()| std::fs::rename(&at, path));
    if replaced.is_err() {
        // The error of the write is reported, not one of the removal.
        let _ = std::fs::remove_file(&at);
    }
    replaced
}

/// Creates a file beside another. One that an interrupted run has left is not in its way.
fn named_beside(path: &Path) -> io::Result<(File, PathBuf)> {
    let mut tries = 0;
    loop {
        // Hidden, so that no pattern and no folder has what a killed run leaves behind.
        let mut name = std::ffi::OsString::from(".");
        name.push(path.file_name().unwrap_or_default());
        name.push(format!(".napkin-new-{}-{tries}", std::process::id()));
        let at = path.with_file_name(name);
        match File::create_new(&at) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && tries < NAMES => tries += 1,
            created => return created.map(|file| (file, at)),
        }
    }
}

/// Adds a block at the end of a file, which is created if there is none.
fn append(file: &Write) -> Result<()> {
    if std::fs::metadata(&file.path).is_ok_and(|about| !about.is_file()) {
        let message = format!("`{}` is no file, and nothing is added to it", escaped(&file.path));
        return Err(Error::new(error::FILE, message).help("name a file"));
    }
    let add = || {
        let mut open = OpenOptions::new().append(true).create(true).open(&file.path)?;
        let before = open.metadata()?.len();
        open.write_all(file.text.as_bytes()).and_then(|()| open.sync_all()).inspect_err(|_| {
            // The error of the write is reported, not one of taking it back.
            let _ = open.set_len(before);
        })
    };
    add().map_err(|error| cannot(&file.path, &error))
}

fn cannot(path: &str, error: &io::Error) -> Error {
    Error::new(error::FILE, format!("`{}` cannot be written: {}", escaped(path), reason(error)))
}

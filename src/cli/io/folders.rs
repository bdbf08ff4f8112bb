//! Folders: what is in them, what is below them, and what a pattern names.

use std::path::Path;

use napkin::text::escape::escaped;

use super::git;
use super::reason::reason;
use crate::cli::error::{self, Error, Result};
use crate::cli::pattern;

/// Maximum number of names that are read from a folder.
const MOST_NAMES: usize = 10_000;

/// Whether a folder of that name exists.
pub fn is_folder(path: &str) -> bool {
    Path::new(path).is_dir()
}

/// Returns the files in a folder and its folders with one of these endings, sorted. Hidden ones are passed over, what
/// others wrote (`node_modules`), what git ignores, and links, but for those to files if they are wanted.
///
/// # Errors
///
/// If the folder cannot be read.
pub fn files_under(path: &str, endings: &[&str], with_links: bool) -> Result<Vec<String>> {
    let is_wanted = |path: &Path| {
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        endings.contains(&ending.to_lowercase().as_str())
            && (!path.is_symlink() || with_links && !path.is_dir())
    };
    let mut found = walked(path, &is_wanted)?;
    // Git alone knows what it ignores. Without it, or outside a repository, nothing is.
    if let Some(ignored) = git::ignored(path, &found) {
        found.retain(|file| !ignored.contains(file));
    }
    found.sort();
    Ok(found)
}

/// Returns the files in a folder and its folders.
fn walked(path: &str, is_wanted: &dyn Fn(&Path) -> bool) -> Result<Vec<String>> {
    let mut found = Vec::new();
    let mut open = vec![Path::new(path).to_owned()];
    while let Some(folder) = open.pop() {
        let entries = std::fs::read_dir(&folder).map_err(|error| {
            let shown = escaped(&folder.to_string_lossy());
            Error::new(error::FILE, format!("`{shown}` cannot be read: {}", reason(&error)))
        })?;
        for entry in entries.flatten() {
            let (path, name) = (entry.path(), entry.file_name());
            let name = name.to_string_lossy();
            let Ok(kind) = entry.file_type() else { continue };
            if name.starts_with('.') || name == "node_modules" {
                continue;
            }
            if kind.is_dir() {
                open.push(path);
            } else if is_wanted(&path) {
                // A name that is not UTF-8 is an error when it is read.
                found.push(path.to_string_lossy().into_owned());
            }
        }
    }
    Ok(found)
}

/// Returns the models in the folder of a path, as they would be written in its place, sorted.
pub fn models_beside(path: &str) -> Vec<String> {
    listed(path).into_iter().filter(|name| name.ends_with(".toml")).collect()
}

/// Returns the names in the folder of a path that begin like it does: files with one of these endings, and folders with a
/// `/` behind them.
pub fn files_beginning(path: &str, endings: &[&str]) -> Vec<String> {
    let mut names = listed(path);
    let is_offered = |name: &str| name.ends_with('/') || endings.iter().any(|ending| name.ends_with(ending));
    names.retain(|name| name.starts_with(path) && is_offered(name));
    names
}

/// Returns the files that a pattern names, sorted: `*` and `?` stand for characters of one name, `**` for any folders.
/// Hidden files, and what stands in hidden folders, match no pattern.
pub fn files_like(pattern: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut parts = pattern.split_inclusive(std::path::is_separator).peekable();
    while let Some(part) = parts.next() {
        let is_last = parts.peek().is_none();
        let name = part.trim_end_matches(std::path::is_separator);
        let next = found.iter().flat_map(|before| match name {
            "**" => below(before, is_last),
            name if pattern::is_pattern(name) => {
                let mut names = listed(before);
                names.retain(|path| {
                    let own = path.get(before.len()..).unwrap_or_default();
                    own.ends_with('/') != is_last && pattern::matches(name, own.trim_end_matches('/'))
                });
                names
            }
            _ => {
                Some(format!("{before}{part}")).filter(|path| Path::new(path).exists()).into_iter().collect()
            }
        });
        found = next.take(MOST_NAMES).collect();
    }
    found.retain(|path| Path::new(path).is_file() || path.contains(char::REPLACEMENT_CHARACTER));
    found.sort();
    found.dedup();
    found
}

/// Returns a folder with all folders in it, or all files. Links are not followed.
fn below(folder: &str, are_files: bool) -> Vec<String> {
    let (mut files, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    let mut at = 0;
    while let Some(next) = folders.get(at).cloned().filter(|_| folders.len() < MOST_NAMES) {
        for path in listed(&next) {
            match path.strip_suffix('/') {
                Some(folder) if !Path::new(folder).is_symlink() => folders.push(path),
                Some(_) => {}
                None => files.push(path),
            }
        }
        at += 1;
    }
    if are_files { files } else { folders }
}

/// Returns the names in the folder of a path, at most [`MOST_NAMES`], with a `/` behind those of folders.
fn listed(path: &str) -> Vec<String> {
    let folder = path.rfind(std::path::is_separator).map_or("", |at| path.get(..=at).unwrap_or_default());
    let Ok(entries) = std::fs::read_dir(if folder.is_empty() { "." } else { folder }) else {
        return Vec::new();
    };
    let shown = |entry: std::fs::DirEntry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        (!name.starts_with('.'))
            .then(|| format!("{folder}{name}{}", if entry.path().is_dir() { "/" } else { "" }))
    };
    let mut names: Vec<String> = entries.take(MOST_NAMES).filter_map(|entry| shown(entry.ok()?)).collect();
    names.sort();
    names
}

/// Returns the names in the working directory that a shell puts in place of `*`, sorted; `None` if there are more
/// than `at_most` or the directory cannot be read.
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

//! Versions of models: files, presets, and files at a revision.

use std::collections::HashMap;
use std::sync::Arc;

use super::error::{self, Error, Result};
use super::io::git::{self, AtCommit};
use super::model::Model;
use napkin::report::Changes;
use napkin::report::diff::Version;
use napkin::text::escape::escaped;

/// What marks a file at a revision: `git:main:services/feed.toml`.
const AT: &str = "git:";

/// Returns the model that a word names; `read` reads what is not at a revision.
///
/// # Errors
///
/// If it cannot be read.
pub fn named(word: &str, read: impl Fn(&str) -> Result<Model>) -> Result<Version> {
    let Some((revision, path)) = word.strip_prefix(AT).and_then(|rest| rest.rsplit_once(':')) else {
        return read(word).map(of);
    };
    let commit = git::commit(revision)?;
    at(&commit, path)?.ok_or_else(|| {
        let message = format!("there is no file `{}` at `{}`", escaped(path), escaped(revision));
        Error::new(error::FILE, message).help("a path is relative to the working directory")
    })
}

/// Returns a model as it was at a commit; `None` if there was none.
///
/// # Errors
///
/// If it cannot be read.
pub fn at(commit: &str, path: &str) -> Result<Option<Version>> {
    let version = |text| {
        let files = Arc::new(AtCommit { commit: commit.to_owned(), model: path.to_owned() });
        Version { name: path.to_owned(), text, changes: Changes { files, ..Changes::default() } }
    };
    git::text_at(commit, path).map(|text| text.map(version))
}

/// Returns a model as it is.
pub fn of(model: Model) -> Version {
    let changes = model.changes(Changes::default());
    Version { name: model.name, text: model.text, changes }
}

/// What models are compared with.
#[derive(Debug)]
pub enum Old {
    /// The models at a commit, with the files that have another name since.
    Commit(String, HashMap<String, String>),
    /// One model.
    One(Version),
}

impl Old {
    /// Reads what a word names: a file that ends in `.toml`, a file at a revision, or a revision, of which it is the commit
    /// where the present one left it.
    ///
    /// # Errors
    ///
    /// If there is no such file or revision.
    pub fn read(word: &str, read: impl Fn(&str) -> Result<Model>) -> Result<Old> {
        match word.starts_with(AT) || word.to_ascii_lowercase().ends_with(".toml") {
            true => named(word, read).map(Old::One),
            false => git::merge_base(&git::commit(word)?).map(Old::at),
        }
    }

    /// Returns the models at a commit.
    pub fn at(commit: String) -> Old {
        let renames = git::renames(&commit);
        Old::Commit(commit, renames)
    }

    /// Returns the old version of a model; `None` if there is none.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    pub fn version(&self, model: &Model) -> Result<Option<Version>> {
        match self {
            Old::One(version) => Ok(Some(version.clone())),
            Old::Commit(..) if model.is_preset => Ok(None),
            Old::Commit(commit, _) => match (at(commit, &model.name)?, self.old_name(&model.name)) {
                (None, Some(old)) => at(commit, old),
                (found, _) => Ok(found),
            },
        }
    }

    /// Returns the name that a file had, if it was renamed.
    pub fn old_name(&self, path: &str) -> Option<&str> {
        match self {
            Old::One(_) => None,
            Old::Commit(_, renames) => renames.get(path).map(String::as_str),
        }
    }
}

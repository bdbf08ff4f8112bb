//! The files that a model names, as far as it may read them.
//!
//! A model that someone else wrote must not show what is in other places of this computer: a file is read under the
//! working directory only, or under the model's own if that lies elsewhere, wherever links lead.

use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use napkin::report::{Files, Loaded};
use napkin::text::diagnostic::Diagnostic;
use napkin::text::escape::escaped;
use napkin::text::list::did_you_mean;
use napkin::text::suggest::nearest;

use super::{models_beside, read_file};
use crate::cli::error::{self, Error};

/// The error of a file that a model may not read.
const FORBIDDEN: &str = "E0520";

/// Maximum number of files that are suggested.
const SUGGESTIONS: usize = 3;

/// Returns the files that a model may read, given its name on the command line.
pub fn beside(model: &str) -> Arc<dyn Files> {
    if model == "<stdin>" || model.is_empty() {
        return Arc::new(Beside { model: None, read: Mutex::default() });
    }
    Arc::new(Beside { model: Some(model.to_owned()), read: Mutex::default() })
}

/// Returns what tells a file from others, whatever path leads to it.
pub fn identity(path: &str) -> String {
    let found = Path::new(path).canonicalize().unwrap_or_else(|_| plain(Path::new(path)));
    found.to_string_lossy().into_owned()
}

/// Returns the path of a file from the top of the repository that it is in, with `/` between its parts; that of GitHub's
/// workspace if it is below that. What is in no repository keeps its name.
pub fn from_top(path: &str) -> String {
    let whole = || {
        let here = Path::new(".").canonicalize().ok()?;
        let whole = plain(&here.join(path));
        let workspace = std::env::var_os("GITHUB_WORKSPACE").map(PathBuf::from);
        let workspace = workspace.and_then(|workspace| workspace.canonicalize().ok());
        let is_top = |folder: &&Path| {
            folder.join(".git").exists() || workspace.as_ref().is_some_and(|workspace| workspace == folder)
        };
        let top = whole.ancestors().skip(1).find(is_top)?;
        whole.strip_prefix(top).ok()?.to_str().map(str::to_owned)
    };
    let shown = whole().unwrap_or_else(|| path.to_owned());
    if cfg!(windows) { shown.replace('\\', "/") } else { shown }
}

/// The files beside a model; each is read once.
#[derive(Debug)]
struct Beside {
    /// The path of the model; `None` if it is no file.
    model: Option<String>,
    read: Mutex<HashMap<PathBuf, Loaded>>,
}

impl Files for Beside {
    fn identity(&self) -> String {
        self.model.as_deref().map_or_else(String::new, identity)
    }

    fn load(&self, from: &str, path: &str) -> Result<Loaded, Box<Diagnostic>> {
        self.load_from(from, path).map_err(|error| Box::new(error.into()))
    }
}

impl Beside {
    fn load_from(&self, from: &str, path: &str) -> Result<Loaded, Error> {
        let forbidden = |why: &str| Error::new(FORBIDDEN, format!("`{}` {why}", escaped(path)));
        if !path.ends_with(".toml") {
            return Err(forbidden("is not read: a model is a file that ends in `.toml`"));
        }
        let here = Path::new(".").canonicalize().map_err(|_| forbidden("cannot be found from here"))?;
        let folder = |file: &str| Path::new(file).parent().unwrap_or(Path::new("")).to_path_buf();
        let own = match &self.model {
            Some(model) => Path::new("./").join(folder(model)).canonicalize().unwrap_or(here.clone()),
            None => here.clone(),
        };
        let root = if own.starts_with(&here) { &here } else { &own };
        let outside = || {
            forbidden("lies outside the folders that this model may read").help(format!(
                "it may read files under {}",
                if own.starts_with(&here) { "the working directory" } else { "its own folder" }
            ))
        };
        let start = if self.model.is_some() { Path::new("./").join(folder(from)) } else { here.clone() };
        let start = start.canonicalize().unwrap_or(here.clone());
        // Nothing outside is looked at, not even whether it is there.
        if !plain(&start.join(path)).starts_with(root) {
            return Err(outside());
        }
        let shown = plain(&folder(from).join(path));
        let shown = shown.to_string_lossy().into_owned();
        if self.model.as_ref().is_some_and(|model| plain(Path::new(model)) == Path::new(&shown)) {
            // The caller has the text of the model itself.
            return Ok(Loaded { name: shown, identity: self.identity(), text: "".into() });
        }
        let Ok(found) = start.join(path).canonicalize() else { return Err(missing(&shown)) };
        if !found.starts_with(root) {
            return Err(outside());
        }
        if found.extension().is_none_or(|ending| ending != "toml") {
            return Err(forbidden("is a link to a file that does not end in `.toml`, and is not read"));
        }
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = read.get(&found) {
            return Ok(known.clone());
        }
        if !found.is_file() {
            let what = if found.is_dir() { "is a directory, not a model" } else { "is not a regular file" };
            return Err(Error::new(error::FILE, format!("`{}` {what}", escaped(&shown))));
        }
        let path = found.to_string_lossy().into_owned();
        let text = read_file(&path).map_err(|error| error.renamed(&path, &shown))?.into();
        let loaded = Loaded { name: shown, identity: path, text };
        read.insert(found, loaded.clone());
        Ok(loaded)
    }
}

/// Takes `.` and `..` out of a path, without looking at any file.
pub(super) fn plain(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(out.components().next_back(), Some(Component::Normal(_))) => {
                out.pop();
            }
            Component::ParentDir if out.has_root() => {}
            part => out.push(part),
        }
    }
    out
}

fn missing(path: &str) -> Error {
    let error = Error::new(error::FILE, format!("there is no file `{}`", escaped(path)));
    let files = models_beside(path);
    match nearest(path, files.iter().map(String::as_str), SUGGESTIONS).as_slice() {
        [] => error.help("a path is relative to the file that has it"),
        near => error.help(did_you_mean(near)),
    }
}

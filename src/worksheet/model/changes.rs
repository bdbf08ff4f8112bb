//! What a run gives a model besides its text: the files that it names, and values in place of its own.

use std::fmt;
use std::sync::Arc;

use crate::text::diagnostic::Diagnostic;

/// A file that a model names.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// Its path, as errors show it.
    pub name: String,
    /// What tells it from other files, whatever path leads to it.
    pub identity: String,
    /// Its text.
    pub text: Arc<str>,
}

/// Reads the files that a model names. The library reads none itself.
pub trait Files: fmt::Debug + Send + Sync {
    /// Returns what tells the model itself from other files.
    fn identity(&self) -> String;

    /// Reads the file at a path that the file with the name `from` has written: the model itself, or one that was
    /// loaded.
    ///
    /// # Errors
    ///
    /// If there is no such file, or if a model may not read it; the error has no place yet.
    fn load(&self, from: &str, path: &str) -> Result<Loaded, Box<Diagnostic>>;
}

/// No files: of a text that came from nowhere.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoFiles;

impl Files for NoFiles {
    fn identity(&self) -> String {
        String::new()
    }

    fn load(&self, _: &str, path: &str) -> Result<Loaded, Box<Diagnostic>> {
        let message = format!("`{path}` cannot be read, since this model is a text without files beside it");
        Err(Box::new(Diagnostic::error("E0520", message).help("give the model as a file")))
    }
}

/// The name of the check that a run adds to a model.
pub const ASKED: &str = "--until";

/// What a run changes in a model.
#[derive(Clone, Debug)]
pub struct Changes {
    /// The scenario whose values count.
    pub scenario: Option<String>,
    /// Files of other values: their names and texts.
    pub value_files: Vec<(String, String)>,
    /// Replacements of inputs or estimates: a name and the text of its value.
    pub set: Vec<(String, String)>,
    /// The confidence with which plain checks on ranges must hold, in place of that of the model.
    pub confidence: Option<f64>,
    /// A condition that is asked beside the checks of the model; the name of that check is `--until`.
    pub until: Option<String>,
    /// Whether the changes are for this model alone, so that it must have all their names.
    pub is_one: bool,
    /// The files that the model may name.
    pub files: Arc<dyn Files>,
}

impl Default for Changes {
    fn default() -> Changes {
        Changes {
            scenario: None,
            value_files: Vec::new(),
            set: Vec::new(),
            confidence: None,
            until: None,
            is_one: true,
            files: Arc::new(NoFiles),
        }
    }
}

impl From<Vec<(String, String)>> for Changes {
    fn from(set: Vec<(String, String)>) -> Changes {
        Changes { set, ..Changes::default() }
    }
}

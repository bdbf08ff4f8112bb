//! Reads the model that a MODEL argument names.
//!
//! The argument is a path if it contains a `/` or ends in `.toml`, so that a file in the working directory never
//! hides a preset; `-` is standard input; anything else is the name of a preset.

use super::error::{Error, Result};
use super::{io, quote};
use napkin::library::presets::{self, Preset};

/// A model before it is parsed.
#[derive(Debug)]
pub struct Model {
    /// The path, the preset's name or `<stdin>`.
    pub name: String,
    /// Its TOML.
    pub text: String,
}

/// Reads the model that an argument names.
///
/// # Errors
///
/// If there is no such model or it cannot be read.
pub fn read(given: &str) -> Result<Model> {
    if given == "-" {
        return Ok(Model { name: "<stdin>".to_owned(), text: io::read_input()? });
    }
    if is_path(given) {
        return Ok(Model { name: given.to_owned(), text: io::read_file(given)? });
    }
    let preset = preset(given)?;
    Ok(Model { name: preset.name.to_owned(), text: preset.text.to_owned() })
}

/// Whether an argument must be a model. The name of a preset counts, although an estimate may have the same name.
pub fn is_model(given: &str) -> bool {
    given == "-" || is_path(given) || presets::find(given).is_some()
}

/// Whether an argument is a path rather than the name of a preset.
pub fn is_path(given: &str) -> bool {
    given.contains(std::path::is_separator) || given.ends_with(".toml")
}

/// Returns the preset of the given name.
///
/// # Errors
///
/// If there is none; the error suggests similar names.
pub fn preset(name: &str) -> Result<&'static Preset> {
    presets::find(name).ok_or_else(|| {
        let error = Error::unknown("preset", name, presets::names(), "napkin presets");
        if io::is_file(name) {
            return error.help(format!("for the file write `{}`", quote::argument(&format!("./{name}"))));
        }
        error
    })
}

//! From what was given as MODEL to its text.
//!
//! A path only if it has a `/` or ends in `.toml`, so that a stray file never takes the place
//! of a preset; `-` is standard input; anything else is the name of a preset.

use anyhow::Result;

use crate::cli::io;
use crate::cli::trouble::Trouble;
use napkin::library::presets::{self, Preset};

/// A model's name, as its places are called, and its text.
#[derive(Debug)]
pub struct Model {
    /// The path, the preset's name or `<stdin>`.
    pub name: String,
    /// Its TOML.
    pub text: String,
}

/// Reads the model that was named.
///
/// # Errors
///
/// When there is none, or it cannot be read.
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

/// Whether it can be a model and nothing else: no estimate is called by a path, and a preset is the model where
/// no other is given.
pub fn is_model(given: &str) -> bool {
    given == "-" || is_path(given) || presets::find(given).is_some()
}

/// Whether it is a path and not the name of a preset.
pub fn is_path(given: &str) -> bool {
    given.contains(std::path::is_separator) || given.ends_with(".toml")
}

/// The preset with this name.
///
/// # Errors
///
/// When there is none; the error says what was meant.
pub fn preset(name: &str) -> Result<&'static Preset> {
    presets::find(name).ok_or_else(|| {
        let trouble = Trouble::unknown("preset", name, presets::names(), "napkin presets");
        let file =
            io::is_file(name).then(|| format!("for the file write `{}`", io::quoted(&format!("./{name}"))));
        match file {
            Some(help) => trouble.help(help),
            None => trouble,
        }
        .into()
    })
}

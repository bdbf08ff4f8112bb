//! The models that ship inside the program.

/// A model inside the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preset {
    /// The name to run it by.
    pub name: &'static str,
    /// Its TOML.
    pub text: &'static str,
    /// Other names it answers to; a test holds them against `also` in the file.
    pub also: &'static [&'static str],
    /// What kind of system it is; a test holds it against `kind` in the file.
    pub kind: &'static str,
    /// One line for the list; a test holds it against `title` in the file.
    pub title: &'static str,
}

//! The arguments of a tool, by name and type.

use serde_json::{Map, Value};

use crate::cli::error::{Error, Result, USAGE};
use napkin::text::escape::escaped;
use napkin::text::list::{and_all, did_you_mean};
use napkin::text::suggest::nearest;

/// The longest text that is computed, in bytes.
const LONGEST: usize = 1 << 20;

/// The most samples that a call may ask for.
pub const MOST_SAMPLES: u64 = 1_000_000;

/// Arguments that were not asked for yet.
#[derive(Debug)]
pub struct Arguments(Map<String, Value>);

impl Arguments {
    /// Takes arguments whose names a tool knows.
    ///
    /// # Errors
    ///
    /// If a name is unknown.
    pub fn new(arguments: Map<String, Value>, known: &[&str]) -> Result<Arguments> {
        match arguments.keys().find(|name| !known.contains(&name.as_str())) {
            None => Ok(Arguments(arguments)),
            Some(name) => {
                let error = Error::new(USAGE, format!("there is no argument `{}`", escaped(name)));
                Err(match nearest(name, known.iter().copied(), 1).as_slice() {
                    [] => error.help(format!("the arguments are {}", and_all(known))),
                    near => error.help(did_you_mean(near)),
                })
            }
        }
    }

    /// Takes a text; `None` if it was not given.
    ///
    /// # Errors
    ///
    /// If it is no text, or too long.
    pub fn text(&mut self, name: &str) -> Result<Option<String>> {
        match self.0.remove(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) if text.len() > LONGEST => {
                Err(Error::new(USAGE, format!("`{name}` is longer than {} KiB", LONGEST >> 10)))
            }
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(Error::new(USAGE, format!("`{name}` is a text"))),
        }
    }

    /// Takes a text that must be there.
    ///
    /// # Errors
    ///
    /// If it is missing or no text.
    pub fn needed(&mut self, name: &str) -> Result<String> {
        self.text(name)?.ok_or_else(|| Error::new(USAGE, format!("the argument `{name}` is missing")))
    }

    /// Takes a truth, which is false if it was not given.
    ///
    /// # Errors
    ///
    /// If it is no truth.
    pub fn truth(&mut self, name: &str) -> Result<bool> {
        match self.0.remove(name) {
            None | Some(Value::Null) => Ok(false),
            Some(Value::Bool(truth)) => Ok(truth),
            Some(_) => Err(Error::new(USAGE, format!("`{name}` is true or false"))),
        }
    }

    /// Takes a whole number within limits; `None` if it was not given.
    ///
    /// # Errors
    ///
    /// If it is no such number.
    pub fn whole(&mut self, name: &str, (least, most): (u64, u64)) -> Result<Option<u64>> {
        match self.0.remove(name) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => match value.as_u64().filter(|number| (least..=most).contains(number)) {
                Some(number) => Ok(Some(number)),
                None => Err(Error::new(USAGE, format!("`{name}` is a whole number from {least} to {most}"))),
            },
        }
    }

    /// Takes a list of texts, which is empty if it was not given.
    ///
    /// # Errors
    ///
    /// If it is no list of texts.
    pub fn texts(&mut self, name: &str) -> Result<Vec<String>> {
        let wrong = || Error::new(USAGE, format!("`{name}` is a list of texts"));
        match self.0.remove(name) {
            None | Some(Value::Null) => Ok(Vec::new()),
            Some(Value::Array(items)) => {
                items.into_iter().map(|item| item.as_str().map(str::to_owned).ok_or_else(wrong)).collect()
            }
            Some(_) => Err(wrong()),
        }
    }

    /// Takes an object of texts or numbers, each with its name; empty if it was not given.
    ///
    /// # Errors
    ///
    /// If it is no such object.
    pub fn pairs(&mut self, name: &str) -> Result<Vec<(String, String)>> {
        let wrong = || Error::new(USAGE, format!("`{name}` is an object of names and values"));
        match self.0.remove(name) {
            None | Some(Value::Null) => Ok(Vec::new()),
            Some(Value::Object(pairs)) => pairs
                .into_iter()
                .map(|(name, value)| match value {
                    Value::String(text) => Ok((name, text)),
                    Value::Number(number) => Ok((name, number.to_string())),
                    _ => Err(wrong()),
                })
                .collect(),
            Some(_) => Err(wrong()),
        }
    }

    /// Takes an object as JSON; `None` if it was not given.
    ///
    /// # Errors
    ///
    /// If it is no object.
    pub fn object(&mut self, name: &str) -> Result<Option<String>> {
        match self.0.remove(name) {
            None | Some(Value::Null) => Ok(None),
            Some(value @ Value::Object(_)) => Ok(Some(value.to_string())),
            Some(_) => Err(Error::new(USAGE, format!("`{name}` is an object of names and values"))),
        }
    }
}

//! `napkin units [WORD]...`: units, count nouns and functions.

use clap::Args;

use super::{Context, Perform};
use crate::cli::error::{self, Error, Result};
use crate::cli::formats::document::{Answer, Document, Kind};
use crate::cli::options::Show;
use napkin::library::formulas;
use napkin::report::listing;
use napkin::text::escape::escaped;

// `napkin units [WORD]...`
#[derive(Args, Debug)]
pub struct UnitsArgs {
    /// Words to search for: parts of a unit's name, a group or a function
    #[arg(value_name = "WORD")]
    words: Vec<String>,
    // The format and the colors.
    #[command(flatten)]
    show: Show,
}

impl Perform for UnitsArgs {
    fn show(&self) -> &Show {
        &self.show
    }

    fn answers(&self) -> Kind {
        Kind::Listing
    }

    fn perform(&self, _: &Context) -> Result<Answer> {
        let phrase = self.words.join(" ");
        let word = Some(phrase.as_str()).filter(|phrase| !phrase.trim().is_empty());
        let listing = listing::units::matching(word);
        match word.filter(|_| listing.is_empty()) {
            Some(word) => Err(super::or_command(unknown(word), word)),
            None => Ok(Answer::new(Document::Listing(listing))),
        }
    }
}

/// The error for a word that nothing matches.
fn unknown(word: &str) -> Error {
    let shown = escaped(word);
    if formulas::find(word).is_some() {
        return Error::new(error::UNKNOWN, format!("`{shown}` is a formula, not a unit"))
            .help(format!("write `napkin formulas {shown}`"));
    }
    let error = Error::unknown("unit or function", word, listing::units::names(), "napkin units");
    if word.contains(' ') {
        return error;
    }
    error
        .help(format!("for a count noun of your own write `unit {shown}` in a script, or `nouns` in a model"))
}

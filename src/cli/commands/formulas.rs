//! `napkin formulas [WORD]...`: the built-in formulas.

use clap::Args;

use super::{Context, Perform};
use crate::cli::error::{Error, Result};
use crate::cli::formats::document::{Answer, Document, Kind};
use crate::cli::options::Show;
use napkin::library::formulas;
use napkin::report::listing;

// `napkin formulas [WORD]...`
#[derive(Args, Debug)]
pub struct FormulasArgs {
    /// Name of a formula, or words to search for in names, topics, descriptions and sources
    #[arg(value_name = "WORD")]
    words: Vec<String>,
    // The format and the colors.
    #[command(flatten)]
    show: Show,
}

impl Perform for FormulasArgs {
    fn show(&self) -> &Show {
        &self.show
    }

    fn answers(&self) -> Kind {
        Kind::Listing
    }

    fn perform(&self, _: &Context) -> Result<Answer> {
        let phrase = self.words.join(" ");
        let word = Some(phrase.as_str()).filter(|phrase| !phrase.trim().is_empty());
        if let Some(formula) = word.and_then(formulas::find) {
            return Ok(Answer::new(Document::Formula(Box::new(formula))));
        }
        let listing = word.map_or_else(listing::formulas::all, listing::formulas::matching);
        if let Some(word) = word.filter(|_| listing.is_empty()) {
            let error = Error::unknown("formula", word, formulas::names(), "napkin formulas");
            return Err(super::or_command(error, word));
        }
        let end = "`napkin formulas NAME` shows a formula with its parameters, source and examples";
        Ok(Answer::new(Document::Listing(listing.end(end))))
    }
}

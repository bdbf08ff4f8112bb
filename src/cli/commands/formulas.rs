//! `napkin formulas [WORD]`: the built-in formulas.

use clap::Args;

use super::{Context, Perform};
use crate::cli::error::{Error, Result};
use crate::cli::formats::document::{Answer, Document, Kind};
use crate::cli::options::Show;
use napkin::library::formulas;
use napkin::report::listing;

// `napkin formulas [WORD]`
#[derive(Args, Debug)]
pub struct FormulasArgs {
    /// Name of a formula, or word to search for in names, topics, descriptions and sources
    #[arg(value_name = "WORD")]
    word: Option<String>,
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
        let word = self.word.as_deref();
        if let Some(formula) = word.and_then(formulas::find) {
            return Ok(Answer::new(Document::Formula(Box::new(formula))));
        }
        let listing = word.map_or_else(listing::formulas::all, listing::formulas::matching);
        if let Some(word) = word.filter(|_| listing.is_empty()) {
            return Err(Error::unknown("formula", word, formulas::names(), "napkin formulas"));
        }
        let end = "`napkin formulas NAME` shows a formula with its parameters, source and examples";
        Ok(Answer::new(Document::Listing(listing.end(end))))
    }
}

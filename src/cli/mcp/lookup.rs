//! What a word finds: codes, formulas, numbers of cheat sheets, sources, units and models.

use crate::cli::error::{Error, Result};
use napkin::library::{cheat_sheets, formulas, presets};
use napkin::report::listing::{self, Listing};

/// Returns the lists in which a word is found.
///
/// # Errors
///
/// If it is in none.
pub fn found(word: &str) -> Result<Vec<Listing>> {
    let numbers = match cheat_sheets::sheet(&word.to_lowercase()) {
        Some(sheet) => listing::cheat_sheets::sheet(sheet, false),
        None => listing::cheat_sheets::matching(word, false),
    };
    let formulas = match formulas::find(word) {
        Some(formula) => listing::formulas::one(&formula),
        None => listing::formulas::matching(word),
    };
    // Numbers come with their sources.
    let sources = match numbers.is_empty() {
        true => listing::sources::matching(word),
        false => Listing::default(),
    };
    let units = listing::units::matching(Some(word));
    let models = listing::presets::of(&presets::matching(word));
    let mut found = vec![listing::codes::of(word), formulas, numbers, sources, units, models];
    found.retain(|listing| listing.parts.iter().any(|part| !part.rows.is_empty()));
    if !found.is_empty() {
        return Ok(found);
    }
    let known = formulas::names().chain(presets::names()).chain(listing::units::names());
    let known = known.chain(listing::cheat_sheets::words());
    Err(Error::unknown("number, formula, unit or model", word, known, "napkin --help"))
}

//! `napkin cheat [SHEET | WORD...]`: the cheat sheets.

use clap::Args;

use super::{Context, Perform};
use crate::cli::error::{self, Error, Result};
use crate::cli::formats::document::{Answer, Document, Kind};
use crate::cli::options::Show;
use napkin::library::cheat_sheets;
use napkin::report::listing;
use napkin::text::escape::escaped;

/// The closing line of a sheet of other sheets' numbers.
const DIGEST: &str = "Names and sources of these numbers: `napkin cheat interview --format markdown`";

/// The closing line of the sources.
const SOURCES: &str = "`napkin cheat LABEL` lists the numbers of a source, and `napkin run NAME --inputs` those of a \
                       preset with their sources";

/// The sheet that has classic numbers.
const CLASSIC: &str = "latency";

// `napkin cheat [SHEET | WORD...]`
#[derive(Args, Debug)]
pub struct CheatArgs {
    /// Sheet to print, or words to search for in all sheets and their sources; without them, the sheets are listed
    #[arg(value_name = "SHEET | WORD")]
    words: Vec<String>,
    /// Print the classic latency numbers of 2012
    #[arg(long)]
    classic: bool,
    // The format and the colors.
    #[command(flatten)]
    show: Show,
}

/// The way to the classic numbers.
fn classic() -> String {
    format!("write `napkin cheat {CLASSIC} --classic`")
}

/// Refuses `--classic` for a sheet.
fn without_classic(sheet: &str) -> Error {
    Error::new(error::USAGE, format!("the sheet `{sheet}` has no classic numbers")).help(classic())
}

impl Perform for CheatArgs {
    fn show(&self) -> &Show {
        &self.show
    }

    fn answers(&self) -> Kind {
        Kind::Listing
    }

    fn perform(&self, _: &Context) -> Result<Answer> {
        let phrase = self.words.join(" ");
        let word = match (phrase.trim(), self.classic) {
            (word, _) if !word.is_empty() => word,
            (_, true) => CLASSIC,
            (_, false) => {
                return Ok(Answer::new(Document::Listing(listing::cheat_sheets::all().end(
                    "`napkin cheat NAME` prints one, `napkin cheat WORD` searches all of them; an expression can \
                     use their numbers by name, like `latency.ssd_random_read`",
                ))));
            }
        };
        let listing = match cheat_sheets::sheet(&word.to_lowercase()) {
            None if word.eq_ignore_ascii_case(listing::sources::NAME) => match self.classic {
                false => listing::sources::all().end(SOURCES),
                true => return Err(without_classic(listing::sources::NAME)),
            },
            Some(sheet) => {
                let listing = listing::cheat_sheets::sheet(sheet, self.classic);
                if listing.is_empty() {
                    return Err(without_classic(sheet.name));
                }
                match sheet.is_digest() {
                    true => listing.end(DIGEST),
                    false => listing,
                }
            }
            None => {
                let listing = listing::cheat_sheets::matching(word, self.classic);
                if listing.is_empty()
                    && self.classic
                    && !listing::cheat_sheets::matching(word, false).is_empty()
                {
                    let message = format!("no classic number matches `{}`", escaped(word));
                    return Err(Error::new(error::USAGE, message).help(classic()));
                }
                let sources = listing::sources::matching(word);
                if listing.is_empty() && !sources.is_empty() {
                    return Ok(Answer::new(Document::Listing(sources.end(SOURCES))));
                }
                if listing.is_empty() {
                    let known = listing::cheat_sheets::words();
                    let kind = "cheat sheet or number";
                    let error = Error::unknown(kind, word, known.into_iter(), "napkin cheat");
                    return Err(super::or_command(error, word));
                }
                listing.end("`napkin cheat NAME` prints a whole sheet, with notes on its numbers")
            }
        };
        Ok(Answer::new(Document::Listing(listing)))
    }
}

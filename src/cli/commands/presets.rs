//! `napkin presets [NAME | WORD...]`: the built-in models.

use clap::Args;

use super::{Context, Perform};
use crate::cli::error::Result;
use crate::cli::formats::document::{Answer, Document, Kind};
use crate::cli::options::Show;
use crate::cli::{model, quote};
use napkin::library::presets;
use napkin::report::listing;

// `napkin presets [NAME | WORD...]`
#[derive(Args, Debug)]
pub struct PresetsArgs {
    /// Preset to print as TOML, or words to search for in names, titles and descriptions
    #[arg(value_name = "NAME | WORD")]
    words: Vec<String>,
    // The format and the colors.
    #[command(flatten)]
    show: Show,
}

impl Perform for PresetsArgs {
    fn show(&self) -> &Show {
        &self.show
    }

    fn answers(&self) -> Kind {
        if presets::named(&self.phrase()).is_some() { Kind::Preset } else { Kind::Listing }
    }

    fn perform(&self, _: &Context) -> Result<Answer> {
        let phrase = self.phrase();
        if self.words.is_empty() {
            let end = "`napkin run NAME` runs one, `napkin new FILE.toml --from NAME` starts from it";
            return Ok(Answer::new(Document::Listing(listing::presets::all().end(end))));
        }
        if let Some(preset) = presets::named(&phrase) {
            return Ok(Answer::new(Document::Preset(preset)));
        }
        let found = presets::matching(&phrase);
        let word = quote::argument(&phrase);
        let end = match found.as_slice() {
            [] => return model::preset(&phrase).map(|preset| Answer::new(Document::Preset(preset))),
            [one] => format!(
                "1 preset matches {word}: `napkin run {0}` runs it, `napkin new FILE.toml --from {0}` starts from it",
                one.name
            ),
            [first, ..] => format!(
                "{} presets match {word}: `napkin run NAME` runs one, like `napkin run {}`",
                found.len(),
                first.name
            ),
        };
        Ok(Answer::new(Document::Listing(listing::presets::of(&found).end(&end))))
    }
}

impl PresetsArgs {
    fn phrase(&self) -> String {
        self.words.join(" ")
    }
}

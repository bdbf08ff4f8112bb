//! `napkin presets [NAME]`: the built-in models.

use clap::Args;

use super::{Context, Perform};
use crate::cli::error::Result;
use crate::cli::formats::document::{Answer, Document, Kind};
use crate::cli::model;
use crate::cli::options::Show;
use napkin::report::listing;

// `napkin presets [NAME]`
#[derive(Args, Debug)]
pub struct PresetsArgs {
    /// Preset to print as TOML
    #[arg(value_name = "NAME")]
    name: Option<String>,
    // The format and the colors.
    #[command(flatten)]
    show: Show,
}

impl Perform for PresetsArgs {
    fn show(&self) -> &Show {
        &self.show
    }

    fn answers(&self) -> Kind {
        if self.name.is_some() { Kind::Preset } else { Kind::Listing }
    }

    fn perform(&self, _: &Context) -> Result<Answer> {
        Ok(Answer::new(match &self.name {
            Some(name) => Document::Preset(model::preset(name)?),
            None => Document::Listing(
                listing::presets::all()
                    .end("`napkin run NAME` runs one, `napkin new FILE.toml --from NAME` starts from it"),
            ),
        }))
    }
}

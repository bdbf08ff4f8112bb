//! `napkin schema`: the JSON Schema of model files, for editors.

use clap::Args;

use super::{Context, Perform};
use crate::cli::error::Result;
use crate::cli::formats::document::{Answer, Document, Kind};
use crate::cli::options::Show;
use napkin::report::json::model_schema;

const EXAMPLES: &str = "\
Examples:
  napkin schema > napkin-model.schema.json

An editor that reads the line `#:schema ./napkin-model.schema.json` at the top of
a model completes its keys and shows what they mean.";

// `napkin schema`
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct SchemaArgs {
    // The format and the colors.
    #[command(flatten)]
    show: Show,
}

impl Perform for SchemaArgs {
    fn show(&self) -> &Show {
        &self.show
    }

    fn answers(&self) -> Kind {
        Kind::Text
    }

    fn perform(&self, _: &Context) -> Result<Answer> {
        Ok(Answer::new(Document::Text(model_schema::text())))
    }
}

//! `napkin project MODEL --for TIME`: a model in the course of time.

use clap::{ArgAction, Args};

use super::{Context, Perform};
use crate::cli::error::Result;
use crate::cli::formats::document::{Answer, Detail, Document, Kind};
use crate::cli::model;
use crate::cli::options::{Confidence, Overrides, Results, Show};
use crate::cli::reply::UNDECIDED;
use napkin::report::projection::{self, Asked, Start};

// `napkin project MODEL --for TIME`
#[derive(Args, Debug)]
#[command(mut_arg("quiet", |quiet| quiet.help("Print the table of estimates only")))]
pub struct ProjectArgs {
    /// A file (containing `/` or ending in .toml), `-` for standard input, or the name of a preset
    #[arg(value_name = "MODEL", required = true)]
    model: Vec<String>,
    /// How far to look ahead, like '3 years'
    #[arg(long = "for", value_name = "TIME", allow_hyphen_values = true)]
    last: String,
    /// Length of the periods: month, quarter, year, or a time like '2 weeks'
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    every: Option<String>,
    /// Estimates to show, separated by commas (default: those of the summary and the checks, else the last six)
    #[arg(long, value_name = "NAME", value_delimiter = ',', action = ArgAction::Append)]
    show: Vec<String>,
    /// Label the periods by months from this one on, like 2026-12
    #[arg(long, value_name = "MONTH", value_parser = start)]
    starting: Option<Start>,
    // Values that replace those of the model.
    #[command(flatten)]
    overrides: Overrides,
    // The confidence of checks.
    #[command(flatten)]
    confidence: Confidence,
    /// Draw no charts of the checks
    #[arg(long)]
    plain: bool,
    // How results are computed and printed.
    #[command(flatten)]
    results: Results,
}

fn start(text: &str) -> std::result::Result<Start, String> {
    Start::read(text).ok_or_else(|| "must be a month, like 2026-12, or a day up to the 28th".to_owned())
}

impl Perform for ProjectArgs {
    fn show(&self) -> &Show {
        &self.results.show
    }

    fn answers(&self) -> Kind {
        Kind::Projection
    }

    /// Follows the model. A check that fails some day is printed and does not change the exit code.
    fn perform(&self, context: &Context) -> Result<Answer> {
        let words = model::phrases(&self.model);
        let name = words.join(" ");
        let model = context.model(&name, "project")?;
        let with = ("project", &self.overrides, self.confidence);
        let settings = context.settings(&model, with, &self.results)?;
        let asked = Asked {
            last: self.last.clone(),
            every: self.every.clone(),
            start: self.starting,
            shown: self.show.clone(),
        };
        let mut projection = projection::project(&model.name, &model.text, &asked, &settings);
        if let Some(error) = model::is_script(&model, &projection.diagnostics) {
            projection.diagnostics = vec![error.into()];
        }
        let code = if projection.is_ok() { 0 } else { UNDECIDED };
        let detail = Detail { plain: self.plain, ..self.results.detail() };
        Ok(Answer { code, ..Answer::new(Document::Projection(Box::new(projection))) }.detail(detail))
    }
}

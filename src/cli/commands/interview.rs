//! `napkin interview PRESET`: a mock interview.

use clap::Args;

use super::{Context, Perform};
use crate::cli::error::{self, Error, Result};
use crate::cli::formats::document::{Answer, Document, Kind};
use crate::cli::interview::{self, Options};
use crate::cli::options::Show;
use crate::cli::{io, model};
use napkin::library::practice::interviews;
use napkin::report::interview::Interview;
use napkin::report::listing;

const EXAMPLES: &str = "\
Examples:
  napkin interview url-shortener
  napkin interview twitter --minutes 20
  napkin interview chat --save chat.toml     the lines as a model, for `napkin run`
  napkin interview --list

Type one estimate a line: `dau = 100M users`, `reads = dau * 10 reads/user/day to reads/s`.
`done` ends a stage, `ask peak` asks for a number, `undo` takes a line back, `q` ends with a scorecard.";

// `napkin interview PRESET`
#[derive(Args, Debug)]
#[command(before_help = EXAMPLES)]
pub struct InterviewArgs {
    /// Preset to be asked about, as `napkin presets` lists them
    #[arg(value_name = "PRESET", required_unless_present = "list")]
    words: Vec<String>,
    /// Minutes after which the interview ends
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=600))]
    minutes: Option<u16>,
    /// Write the lines as a model to a new file, after each line
    #[arg(long, value_name = "FILE")]
    save: Option<String>,
    /// List the presets that an interview may be on
    #[arg(long, conflicts_with_all = ["words", "minutes", "save"])]
    list: bool,
    // The format and the colors.
    #[command(flatten)]
    show: Show,
}

impl Perform for InterviewArgs {
    fn show(&self) -> &Show {
        &self.show
    }

    fn answers(&self) -> Kind {
        if self.list { Kind::Listing } else { Kind::Practice }
    }

    fn perform(&self, context: &Context) -> Result<Answer> {
        if self.list {
            return Ok(Answer::new(Document::Listing(listing::presets::of_interviews())));
        }
        let preset = model::preset(&self.words.join(" "))?;
        let Some(interview) = Interview::new(preset) else {
            let names: Vec<&str> = interviews::names().collect();
            return Err(Error::new(error::USAGE, format!("there is no interview on `{}` yet", preset.name))
                .help(format!("there are interviews on {}", names.join(", ")))
                .help(format!("`napkin run {}` has its numbers", preset.name)));
        };
        if let Some(path) = &self.save {
            // Created before the first line, so that a place that cannot be written is told at once.
            io::write_new(path, "")?;
        }
        let minutes = self.minutes.map(f64::from);
        let options = Options { minutes, save: self.save.clone(), color: self.show.color };
        let card = interview::run(interview, &options, context)?;
        Ok(Answer::new(Document::Interview(Box::new(card))))
    }
}

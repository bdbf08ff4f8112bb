//! `napkin new FILE [--from PRESET]`: a model file to start from.

use clap::Args;

use super::{Context, Perform};
use crate::cli::error::{self, Error, Result};
use crate::cli::formats::document::{Answer, Document, Kind};
use crate::cli::options::Show;
use crate::cli::{io, model, quote};
use napkin::text::escape::escaped;

/// The model that is written if no preset is named.
const TEMPLATE: &str = include_str!("new/template.toml");

// `napkin new FILE [--from PRESET]`
#[derive(Args, Debug)]
pub struct NewArgs {
    /// File to create, ending in .toml; an existing file is never overwritten. Words beside it belong to the preset
    #[arg(value_name = "FILE", required = true)]
    words: Vec<String>,
    /// Preset to start from
    #[arg(long, value_name = "PRESET")]
    from: Option<String>,
    // The format and the colors.
    #[command(flatten)]
    show: Show,
}

impl Perform for NewArgs {
    fn show(&self) -> &Show {
        &self.show
    }

    fn answers(&self) -> Kind {
        Kind::Text
    }

    fn perform(&self, _: &Context) -> Result<Answer> {
        let file = self.words.iter().position(|word| word.ends_with(".toml")).unwrap_or(0);
        let path = self.words.get(file).map_or("", String::as_str);
        let others =
            self.words.iter().enumerate().filter(|(at, _)| *at != file).map(|(_, word)| word.as_str());
        let phrase = self.from.iter().map(String::as_str).chain(others).collect::<Vec<_>>().join(" ");
        if self.from.is_none() && self.words.len() > 1 {
            let message = format!("one file is created, and `{}` is not its name", escaped(&phrase));
            return Err(Error::new(error::USAGE, message).help(format!(
                "to start from a preset write `napkin new {} --from {}`",
                quote::argument(path),
                quote::argument(&phrase)
            )));
        }
        let text = match &self.from {
            Some(_) => model::preset(&phrase)?.text,
            None => TEMPLATE,
        };
        if !path.ends_with(".toml") {
            let better = quote::argument(&format!("{}.toml", path.trim_end_matches('.')));
            return Err(Error::new(error::FILE, "the file name of a model must end in `.toml`")
                .help(format!("write `napkin new {better}`")));
        }
        io::write_new(path, text)?;
        let (shown, quoted) = (escaped(path), quote::argument(path));
        Ok(Answer::new(Document::Text(format!(
            "{shown} is a model that runs as it is; edit it, then\n\n  napkin run {quoted}\n  napkin check {quoted}\n"
        ))))
    }
}

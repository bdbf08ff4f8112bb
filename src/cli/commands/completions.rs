//! `napkin completions SHELL`: a completion script.

use clap::Args;
use clap_complete::{Shell, generate};

use super::{Context, Perform};
use crate::cli::error::Result;
use crate::cli::formats::document::{Answer, Document, Kind};
use crate::cli::options::Show;

// `napkin completions SHELL`
#[derive(Args, Debug)]
pub struct CompletionsArgs {
    /// Shell
    #[arg(value_name = "SHELL", value_enum)]
    shell: Shell,
    // The format and the colors.
    #[command(flatten)]
    show: Show,
}

impl Perform for CompletionsArgs {
    fn show(&self) -> &Show {
        &self.show
    }

    fn answers(&self) -> Kind {
        Kind::Text
    }

    fn perform(&self, context: &Context) -> Result<Answer> {
        let mut script = Vec::new();
        generate(self.shell, &mut (context.definition)(), "napkin", &mut script);
        Ok(Answer::new(Document::Text(String::from_utf8_lossy(&script).into_owned())))
    }
}

//! `napkin completions SHELL`: a completion script, and the candidates that it asks for.

use clap::Args;
use clap_complete::{Shell, generate};

use super::{Context, Perform};
use crate::cli::complete::candidates;
use crate::cli::error::Result;
use crate::cli::formats::document::{Answer, Document, Kind};
use crate::cli::options::Show;
use napkin::report::completion::Candidate;

// `napkin completions SHELL`, and `napkin completions SHELL -- WORD...`
#[derive(Args, Debug)]
pub struct CompletionsArgs {
    /// Shell
    #[arg(value_name = "SHELL", value_enum)]
    shell: Shell,
    /// Words after `napkin`, up to the cursor; prints what may stand in place of the last one, as the script asks for
    #[arg(last = true, allow_hyphen_values = true, value_name = "WORD")]
    words: Vec<String>,
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
        let mut definition = (context.definition)();
        if !self.words.is_empty() {
            definition.build();
            let line = |Candidate { text, about }: &Candidate| format!("{text}\t{about}\n");
            let found = candidates(&self.words, &definition).iter().map(line).collect();
            return Ok(Answer::new(Document::Text(found)));
        }
        let script = match self.shell {
            Shell::Bash => include_str!("completions/napkin.bash").to_owned(),
            Shell::Zsh => include_str!("completions/napkin.zsh").to_owned(),
            Shell::Fish => include_str!("completions/napkin.fish").to_owned(),
            // The scripts of the other shells complete commands, options and their values.
            shell => {
                let mut script = Vec::new();
                generate(shell, &mut definition, "napkin", &mut script);
                String::from_utf8_lossy(&script).into_owned()
            }
        };
        Ok(Answer::new(Document::Text(script)))
    }
}

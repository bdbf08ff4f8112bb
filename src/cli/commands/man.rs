//! `napkin man`: one manual page for the program and all its commands.

use std::io;

use clap::{Args, Command};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::{Context, Perform};
use crate::cli::error::{self, Error, Result};
use crate::cli::formats::document::{Answer, Document, Kind};
use crate::cli::options::Show;

// `napkin man`
#[derive(Args, Debug)]
pub struct ManArgs {
    // The format and the colors.
    #[command(flatten)]
    show: Show,
}

impl Perform for ManArgs {
    fn show(&self) -> &Show {
        &self.show
    }

    fn answers(&self) -> Kind {
        Kind::Text
    }

    fn perform(&self, context: &Context) -> Result<Answer> {
        let mut definition = (context.definition)();
        definition.build();
        // Writing to memory cannot fail.
        let page = page(&definition).map_err(|error| Error::new(error::FILE, error.to_string()))?;
        Ok(Answer::new(Document::Text(page)))
    }
}

/// Writes the page in roff.
fn page(command: &Command) -> io::Result<String> {
    let page = Man::new(command.clone());
    let mut out = Vec::new();
    page.render_title(&mut out)?;
    page.render_name_section(&mut out)?;
    page.render_synopsis_section(&mut out)?;
    page.render_description_section(&mut out)?;
    page.render_options_section(&mut out)?;
    let mut commands = Roff::new();
    commands.control("SH", ["COMMANDS"]);
    for command in command.get_subcommands() {
        commands.control("SS", [format!("napkin {}", command.get_name()).as_str()]);
        commands.text([roman(command.get_about().map(ToString::to_string).unwrap_or_default())]);
        for argument in command.get_arguments().filter(|argument| !argument.is_hide_set()) {
            let names: Vec<String> = argument
                .get_short()
                .map(|short| format!("-{short}"))
                .into_iter()
                .chain(argument.get_long().map(|long| format!("--{long}")))
                .collect();
            let values: Vec<&str> = argument
                .get_value_names()
                .unwrap_or_default()
                .iter()
                .map(clap::builder::Str::as_str)
                .collect();
            let value = if argument.get_action().takes_values() { values.join(" ") } else { String::new() };
            let term = format!("{} {value}", names.join(", "));
            commands.control("TP", []);
            commands.text([bold(term.trim())]);
            commands.text([roman(argument.get_help().map(ToString::to_string).unwrap_or_default())]);
        }
    }
    commands.to_writer(&mut out)?;
    page.render_extra_section(&mut out)?;
    page.render_version_section(&mut out)?;
    Ok(String::from_utf8_lossy(&out).into_owned())
}

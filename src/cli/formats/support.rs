//! Refuses options and documents that a format does not support, before anything is computed.

use napkin::text::list::one_of;

use super::document::Kind;
use super::format::Format;
use super::{ALL, CONFLICTS, DOCUMENTS, OPTIONS};
use crate::cli::error::{Error, Result, USAGE};

/// Whether a format supports an option or a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Support {
    /// It changes its output accordingly.
    Yes,
    /// Its output always has what the option asks for.
    Always,
    /// It cannot; the message says why.
    No(&'static str),
}

/// Two options that cannot be combined.
#[derive(Clone, Copy, Debug)]
pub struct Conflict {
    /// The long names of the options.
    pub options: [&'static str; 2],
    /// The kinds of documents for which they conflict; empty for all.
    pub kinds: &'static [Kind],
    /// The names of the formats in which they conflict; empty for all.
    pub formats: &'static [&'static str],
    /// Why.
    pub message: &'static str,
    /// What to do.
    pub help: &'static str,
}

/// Checks that a format supports a kind of document and the options that were given, by their long names.
///
/// # Errors
///
/// If it does not, or two of the options conflict.
pub fn check(format: &dyn Format, kind: Kind, given: &[String]) -> Result<()> {
    let is_given = |option: &str| given.iter().any(|given| given == option);
    let documents = DOCUMENTS.iter().find(|(of, _)| *of == kind).map(|(_, decisions)| decisions);
    let options = || OPTIONS.iter().filter(|(option, _)| is_given(option));
    let all: Vec<_> = documents.into_iter().chain(options().map(|(_, decisions)| decisions)).collect();
    // A format that has no form for the document is no matter of an option.
    if let Some(reason) = documents.and_then(|decisions| refusal(format, decisions)) {
        let message = format!("{} has no form for {reason}", format.title());
        return Err(Error::new(USAGE, message).help(format!("use {}", supporting(&all))));
    }
    for (option, decisions) in options() {
        if let Some(reason) = refusal(format, decisions) {
            let help = format!("leave it out, or use {}", supporting(&all));
            return Err(Error::new(
                USAGE,
                format!("`--{option}` does not apply to {}: {reason}", format.title()),
            )
            .help(help));
        }
    }
    let applies = |conflict: &&Conflict| {
        conflict.options.iter().all(|option| is_given(option))
            && (conflict.kinds.is_empty() || conflict.kinds.contains(&kind))
            && (conflict.formats.is_empty() || conflict.formats.contains(&format.name()))
    };
    match CONFLICTS.iter().find(applies) {
        Some(conflict) => Err(Error::new(USAGE, conflict.message).help(conflict.help)),
        None => Ok(()),
    }
}

/// Returns the reason for which a format refuses; `None` if it does not.
fn refusal(format: &dyn Format, decisions: &[Support; ALL.len()]) -> Option<&'static str> {
    let formats = ALL.iter().zip(decisions);
    formats.filter(|(other, _)| other.name() == format.name()).find_map(|(_, support)| match support {
        Support::No(reason) => Some(*reason),
        Support::Yes | Support::Always => None,
    })
}

/// Lists the options that select a format which supports all of some options and documents.
fn supporting(all: &[&[Support; ALL.len()]]) -> String {
    let supports = |at: usize| all.iter().all(|decisions| !matches!(decisions.get(at), Some(Support::No(_))));
    let formats = ALL.iter().enumerate().filter(|(at, _)| supports(*at));
    one_of(formats.map(|(_, format)| format!("--format {}", format.name())))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::arguments::Cli;

    const PAGE: &str = include_str!("../../../docs/output.md");

    /// The options that choose a format, replace the output, or choose how long output is read.
    const APART: [&str; 5] = ["format", "help", "json", "no-pager", "version"];

    #[test]
    fn every_option_is_decided_for_every_format() {
        let mut command = Cli::command();
        command.build();
        let all = command.get_subcommands().chain([&command]).flat_map(clap::Command::get_arguments);
        let mut known: Vec<&str> =
            all.filter_map(clap::Arg::get_long).filter(|name| !APART.contains(name)).collect();
        known.sort_unstable();
        known.dedup();
        let decided = OPTIONS.map(|(option, _)| option);
        assert_eq!(
            decided.as_slice(),
            known,
            "on the left OPTIONS of src/cli/formats/mod.rs, on the right the options of all commands"
        );
        for conflict in &CONFLICTS {
            assert!(conflict.options.iter().all(|option| known.contains(option)), "{conflict:?}");
            assert!(conflict.formats.iter().all(|name| super::super::named(name).is_some()), "{conflict:?}");
        }
    }

    #[test]
    fn the_page_has_the_same_table() {
        let titles = ALL.map(|format| format.name()).join(" | ");
        assert!(PAGE.contains(&format!("| option | {titles} |")), "| option | {titles} |");
        let word = |support: &Support| match support {
            Support::Yes => "yes",
            Support::Always => "always",
            Support::No(_) => "refused",
        };
        for (option, decisions) in &OPTIONS {
            let row = format!("| `--{option}` | {} |", decisions.each_ref().map(word).join(" | "));
            assert!(PAGE.contains(&row), "docs/output.md has no line\n{row}");
        }
        for Conflict { options: [one, other], .. } in &CONFLICTS {
            let row = format!("| `--{one}` `--{other}` |");
            assert!(PAGE.contains(&row), "docs/output.md has no line\n{row}");
        }
    }
}

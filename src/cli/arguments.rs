//! The command line as clap reads it.
//!
//! Takes words, returns a [`Cli`]. Only errors that the words themselves show are found here: no file is opened and
//! no expression is read.

use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{ArgMatches, CommandFactory, FromArgMatches, Parser};

use super::commands::expression::ExpressionArgs;
use super::commands::{Command, Perform};
use super::screen::Color;
use super::{model, order};

const EXAMPLES: &str = "\
Examples:
  napkin '100M users * 10 requests/user/day to req/s'
  napkin 10 GB / 1 Gbit/s
  napkin run twitter
  napkin run url shortener --brief
  napkin check capacity.toml
  napkin explain twitter storage
  napkin explain --error E0302
  napkin cheat interview

Exit codes: 0 success, 1 a check failed, 2 an error (usage, file, units),
3 a check is too close to call (with --strict).";

/// Other names of commands.
const ALSO: [(&str, &str); 5] = [
    ("preset", "presets"),
    ("formula", "formulas"),
    ("cheats", "cheat"),
    ("cheatsheet", "cheat"),
    ("cheatsheets", "cheat"),
];

/// Maximum number of words that are looked at for the name of a model.
const MODEL_WORDS: usize = 10;

/// Back-of-the-envelope estimates with checked units.
#[derive(Debug, Parser)]
#[command(name = "napkin", version, after_help = EXAMPLES, disable_help_subcommand = true)]
#[command(
    override_usage = "napkin [OPTIONS] EXPRESSION...\n       napkin COMMAND ...\n       napkin < SCRIPT\n       napkin              (a session, on a terminal)"
)]
pub struct Cli {
    // A command; without one, an expression is evaluated.
    #[command(subcommand)]
    command: Option<Command>,
    // The expression and how it is shown.
    #[command(flatten)]
    expression: ExpressionArgs,
    // The long names of the options that were given.
    #[arg(skip)]
    given: Vec<String>,
}

impl Cli {
    /// Returns the arguments of the command.
    pub fn arguments(&self) -> &dyn Perform {
        self.command.as_ref().map_or(&self.expression, Command::arguments)
    }

    /// Returns the long names of the options that a format must support.
    pub fn given(&self) -> &[String] {
        &self.given
    }
}

/// Reads the command line, without the name of the program.
///
/// # Errors
///
/// If it is not valid, and for `--help` and `--version`, which clap reports the same way.
pub fn parse(words: Vec<String>, width: Option<usize>) -> Result<Cli, clap::Error> {
    // The width is that of the terminal, and text that is piped is not wrapped.
    let mut command = Cli::command().term_width(width.unwrap_or(0));
    let words = order::ordered(meant(words), &command, Command::is_name);
    let mut matches = match command.try_get_matches_from_mut(&words) {
        Err(error) if error.kind() == ErrorKind::MissingRequiredArgument => {
            command.try_get_matches_from_mut(order::without_value(words, model::is_model))?
        }
        // A row, before which there is no model.
        Ok(matches) if is_without_model(&matches) => {
            command.try_get_matches_from_mut(order::without_value(words, model::is_model))?
        }
        matches => matches?,
    };
    let given = given(matches.subcommand().map_or(&matches, |(_, matches)| matches));
    let mut cli = Cli::from_arg_matches_mut(&mut matches).map_err(|error| error.format(&mut command))?;
    // Only `always` asks for color.
    let no_color = cli.arguments().show().color != Color::Always;
    cli.given = given;
    cli.given.retain(|option| !(no_color && option == "color"));
    Ok(cli)
}

/// Returns the words with the command that they begin with as it is called: `help run`, `version`, `preset chat`. The
/// words of an expression stay as they are.
fn meant(mut words: Vec<String>) -> Vec<String> {
    let is_word =
        |word: &String| word.starts_with(|c: char| c.is_alphanumeric() || c == '-') && !word.contains(' ');
    let [first, rest @ ..] = words.as_slice() else { return words };
    match (first.as_str(), rest) {
        ("help", []) => return vec!["--help".to_owned()],
        ("help", [command]) if Command::is_name(command) => {
            return vec![command.clone(), "--help".to_owned()];
        }
        ("version", []) => return vec!["--version".to_owned()],
        _ => {}
    }
    let known = ALSO.iter().find(|(word, _)| word == first && rest.iter().all(is_word));
    if let (Some((_, command)), Some(first)) = (known, words.first_mut()) {
        *first = (*command).to_owned();
    }
    words
}

/// Whether the words of `run` begin with something else than a model.
fn is_without_model(matches: &ArgMatches) -> bool {
    let Some(("run", matches)) = matches.subcommand() else { return false };
    let words = matches.get_many::<String>("words").unwrap_or_default();
    let words: Vec<String> = words.take(MODEL_WORDS).cloned().collect();
    words.first().is_some_and(|first| !model::is_model(first)) && model::leading(&words).is_none()
}

/// Returns the names of the arguments that were given, in the form of long options.
fn given(matches: &ArgMatches) -> Vec<String> {
    let is_given = |id: &&clap::Id| matches.value_source(id.as_str()) == Some(ValueSource::CommandLine);
    matches.ids().filter(is_given).map(|id| id.as_str().replace('_', "-")).collect()
}

//! The command line as clap sees it.
//!
//! Words come in, a [`Cli`] goes out. Only what can be told from the words alone is checked
//! here: no file is opened and no expression is read.

use clap::error::ErrorKind;
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use super::commands::model;
use super::io::Color;
use super::order;
use napkin::Settings;
use napkin::engine::Sampling;

const EXAMPLES: &str = "\
Examples:
  napkin '100M users * 10 requests/user/day to req/s'
  napkin 10 GB / 1 Gbit/s
  napkin run twitter
  napkin check capacity.toml
  napkin explain twitter storage
  napkin explain --error E0302
  napkin cheat latency

Exit codes: 0 done, 1 a check failed, 2 nothing was decided (usage, file, units),
3 a check is too close to call (with --strict).";

/// Back-of-the-envelope estimates with units that are proven.
#[derive(Debug, Parser)]
#[command(name = "napkin", version, after_help = EXAMPLES, disable_help_subcommand = true)]
#[command(
    override_usage = "napkin [OPTIONS] EXPRESSION...\n       napkin COMMAND ...\n       napkin < SCRIPT"
)]
pub struct Cli {
    // A command; without one, an expression is evaluated.
    #[command(subcommand)]
    pub command: Option<Command>,
    // The expression and how to show it.
    #[command(flatten)]
    pub expression: ExpressionArgs,
}

/// What there is besides an expression.
#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub enum Command {
    /// Run a model and print its tables
    Run(RunArgs),
    /// Check models: say which checks fail, exit with 1 if any does
    Check(CheckArgs),
    /// Write a derivation step by step, of a model or of an expression; or explain an error
    Explain(ExplainArgs),
    /// List the models that napkin brings along, or print one as TOML
    Presets(PresetsArgs),
    /// Write a commented model to start from
    New(NewArgs),
    /// Print a cheat sheet, or find a number in all of them
    Cheat(CheatArgs),
    /// List or search units, count nouns and functions
    Units(UnitsArgs),
    /// List or search the field's formulas, or show one with its source
    Formulas(FormulasArgs),
    /// Print a completion script for a shell
    Completions(CompletionsArgs),
    /// Print the manual page
    Man(ManArgs),
}

// How results are printed.
#[derive(Args, Clone, Copy, Debug)]
pub struct Show {
    /// How to print results
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "table")]
    format: Format,
    /// Short for --format json
    #[arg(long, conflicts_with = "format")]
    json: bool,
    /// When to use color; NO_COLOR turns it off as well
    #[arg(long, value_enum, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
}

impl Show {
    /// The format that was asked for in either way.
    pub fn format(self) -> Format {
        if self.json { Format::Json } else { self.format }
    }
}

/// A way to print results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Table,
    /// For programs; values are never scaled
    Json,
    /// For spreadsheets
    Csv,
    /// For documents
    Markdown,
}

// How numbers are printed.
#[derive(Args, Clone, Copy, Debug)]
pub struct Numbers {
    /// How many significant digits to print; 17 print what is computed with
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = digits, allow_negative_numbers = true)]
    pub digits: usize,
    /// Print bare values
    #[arg(short, long)]
    pub quiet: bool,
}

// How ranges are computed.
#[derive(Args, Clone, Copy, Debug)]
pub struct Worlds {
    /// Seed of the samples; another one gives other digits and the same story
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub seed: u64,
    /// At least how many samples
    #[arg(long, value_name = "N", default_value_t = 16_360, value_parser = samples, allow_negative_numbers = true)]
    pub samples: usize,
}

impl Worlds {
    /// The same as the library takes it.
    pub fn settings(self) -> Settings {
        let sampling = Sampling { seed: self.seed, samples: self.samples };
        Settings { sampling, ..Settings::default() }
    }
}

// What there is to say of results wherever some are computed.
#[derive(Args, Clone, Copy, Debug)]
pub struct Results {
    // The format and the colors.
    #[command(flatten)]
    pub show: Show,
    // The digits.
    #[command(flatten)]
    pub numbers: Numbers,
    // The samples.
    #[command(flatten)]
    pub worlds: Worlds,
}

// What is different this time.
#[derive(Args, Debug)]
pub struct Overrides {
    /// Replace an input or an estimate; may be repeated
    #[arg(long, value_name = "NAME=VALUE", value_parser = override_of)]
    pub set: Vec<(String, String)>,
}

// `napkin EXPRESSION...`
#[derive(Args, Debug)]
pub struct ExpressionArgs {
    /// What to evaluate; several words are joined with blanks
    #[arg(value_name = "EXPRESSION")]
    pub words: Vec<String>,
    /// Take every range at its median
    #[arg(long)]
    pub point: bool,
    /// Print how the worlds of each uncertain result are spread
    #[arg(long)]
    pub histogram: bool,
    // How they are computed and printed.
    #[command(flatten)]
    pub results: Results,
}

// `napkin run MODEL`
#[derive(Args, Debug)]
pub struct RunArgs {
    /// A file (with a `/` or ending in .toml), `-` for standard input, or a preset's name
    #[arg(value_name = "MODEL")]
    pub model: String,
    // What is different this time.
    #[command(flatten)]
    pub overrides: Overrides,
    /// Print the inputs too, with notes and sources
    #[arg(long)]
    pub inputs: bool,
    /// Take every range at its median
    #[arg(long)]
    pub point: bool,
    /// Print how the worlds of each uncertain result are spread
    #[arg(long)]
    pub histogram: bool,
    /// Print where the uncertainty comes from, of all estimates or of one
    #[arg(long, value_name = "NAME", num_args = 0..=1, default_missing_value = "")]
    pub sensitivity: Option<String>,
    // How they are computed and printed.
    #[command(flatten)]
    pub results: Results,
}

// `napkin check MODEL...`
#[derive(Args, Debug)]
pub struct CheckArgs {
    /// Files (with a `/` or ending in .toml), `-` for standard input, or presets' names
    #[arg(value_name = "MODEL", required = true)]
    pub models: Vec<String>,
    // What is different this time.
    #[command(flatten)]
    pub overrides: Overrides,
    /// Fail on warnings, and on failed checks of level `warn`
    #[arg(long)]
    pub deny_warnings: bool,
    /// Exit with 3 where a check is within the sampling error of its limit
    #[arg(long)]
    pub strict: bool,
    /// Accept a model without checks
    #[arg(long)]
    pub allow_empty: bool,
    // How they are computed and printed.
    #[command(flatten)]
    pub results: Results,
}

// `napkin explain MODEL [NAME...]`, `napkin explain EXPRESSION...`, `napkin explain --error [CODE]`
#[derive(Args, Debug)]
pub struct ExplainArgs {
    /// A model as for `run` and the estimates to explain, by default all; or an expression
    #[arg(value_name = "MODEL [NAME]... | EXPRESSION", required_unless_present = "error")]
    pub words: Vec<String>,
    /// Explain an error or a warning by its code, like E0302; without a code, list them
    #[arg(long, value_name = "CODE", num_args = 0..=1, default_missing_value = "")]
    #[arg(conflicts_with_all = ["words", "set", "mental", "point", "digits", "quiet", "seed", "samples"])]
    pub error: Option<String>,
    // What is different this time.
    #[command(flatten)]
    pub overrides: Overrides,
    /// Do the arithmetic as people do it in the head, and say how far off that is
    #[arg(long)]
    pub mental: bool,
    /// Take every range at its median
    #[arg(long)]
    pub point: bool,
    // How they are computed and printed.
    #[command(flatten)]
    pub results: Results,
}

// `napkin presets [NAME]`
#[derive(Args, Debug)]
pub struct PresetsArgs {
    /// The preset to print as TOML
    #[arg(value_name = "NAME")]
    pub name: Option<String>,
    // The format and the colors.
    #[command(flatten)]
    pub show: Show,
}

// `napkin new FILE [--from PRESET]`
#[derive(Args, Debug)]
pub struct NewArgs {
    /// The file to write, ending in .toml; one that exists is never overwritten
    #[arg(value_name = "FILE")]
    pub file: String,
    /// Start from a preset
    #[arg(long, value_name = "PRESET")]
    pub from: Option<String>,
    // The format and the colors.
    #[command(flatten)]
    pub show: Show,
}

// `napkin cheat [SHEET | WORD]`
#[derive(Args, Debug)]
pub struct CheatArgs {
    /// The sheet to print, or a word to look for in all sheets; without it, they are listed
    #[arg(value_name = "SHEET | WORD")]
    pub sheet: Option<String>,
    /// The latency numbers of 2012 that are asked for in interviews
    #[arg(long)]
    pub classic: bool,
    // The format and the colors.
    #[command(flatten)]
    pub show: Show,
}

// `napkin units [WORD]`
#[derive(Args, Debug)]
pub struct UnitsArgs {
    /// What to look for: part of a unit's name, a group, a function
    #[arg(value_name = "WORD")]
    pub word: Option<String>,
    // The format and the colors.
    #[command(flatten)]
    pub show: Show,
}

// `napkin formulas [WORD]`
#[derive(Args, Debug)]
pub struct FormulasArgs {
    /// A formula's name, or what to look for: a topic, part of a name, a word
    #[arg(value_name = "WORD")]
    pub word: Option<String>,
    // The format and the colors.
    #[command(flatten)]
    pub show: Show,
}

// `napkin completions SHELL`
#[derive(Args, Debug)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    pub shell: clap_complete::Shell,
    // The format and the colors.
    #[command(flatten)]
    pub show: Show,
}

// `napkin man`
#[derive(Args, Debug)]
pub struct ManArgs {
    // The format and the colors.
    #[command(flatten)]
    pub show: Show,
}

impl Cli {
    /// How the command's results are printed.
    pub fn show(&self) -> &Show {
        match &self.command {
            None => &self.expression.results.show,
            Some(Command::Run(args)) => &args.results.show,
            Some(Command::Check(args)) => &args.results.show,
            Some(Command::Explain(args)) => &args.results.show,
            Some(Command::Presets(args)) => &args.show,
            Some(Command::New(args)) => &args.show,
            Some(Command::Cheat(args)) => &args.show,
            Some(Command::Units(args)) => &args.show,
            Some(Command::Formulas(args)) => &args.show,
            Some(Command::Completions(args)) => &args.show,
            Some(Command::Man(args)) => &args.show,
        }
    }
}

/// Reads the command line, without the program's name.
///
/// # Errors
///
/// When it cannot be read, and for `--help` and `--version`, which clap reports alike.
pub fn parse(words: Vec<String>) -> Result<Cli, clap::Error> {
    let mut command = Cli::command();
    let words = order::ordered(words, &command, Command::has_subcommand);
    let mut matches = match command.try_get_matches_from_mut(&words) {
        Err(error) if error.kind() == ErrorKind::MissingRequiredArgument => {
            command.try_get_matches_from_mut(order::without_value(words, model::is_model))?
        }
        matches => matches?,
    };
    Cli::from_arg_matches_mut(&mut matches).map_err(|error| error.format(&mut command))
}

/// Whether errors are wanted as JSON, told before the command line is read.
pub fn asks_for_json(words: &[String]) -> bool {
    let mut words = words.iter().map(String::as_str).take_while(|&word| word != "--");
    words.clone().any(|word| word == "--json" || word == "--format=json")
        || (words.by_ref().any(|word| word == "--format") && words.next() == Some("json"))
}

/// The names of the commands.
pub fn command_names() -> Vec<String> {
    let mut command = Cli::command();
    command.build();
    command.get_subcommands().map(|command| command.get_name().to_owned()).collect()
}

fn digits(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(digits @ 1..=17) => Ok(digits),
        _ => Err("it is a whole number from 1 to 17".to_owned()),
    }
}

fn samples(text: &str) -> Result<usize, String> {
    match text.replace('_', "").parse() {
        Ok(samples @ 1..=10_000_000) => Ok(samples),
        _ => Err("it is a whole number from 1 to 10_000_000, in rounds of 4090".to_owned()),
    }
}

fn override_of(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() && !value.trim().is_empty() => {
            Ok((name.trim().to_owned(), value.trim().to_owned()))
        }
        _ => Err("it is a name, `=` and a value, like `users=300M`".to_owned()),
    }
}

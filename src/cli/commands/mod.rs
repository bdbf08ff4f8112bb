//! The commands, one file each: arguments in, an answer out.
//!
//! A command is a file here with its arguments, which implement [`Perform`], a variant of [`Command`], and an
//! example in `README.md` or `docs/`.

mod cheat;
mod check;
mod codes;
mod completions;
mod diff;
mod explain;
pub mod expression;
mod formulas;
mod interview;
mod man;
mod mcp;
mod new;
mod practice;
mod presets;
mod project;
mod review;
mod run;
mod schema;
mod solve;
mod sweep;
mod units;

use clap::Subcommand;

use super::error::{Error, Result};
use super::formats::document::{Answer, Kind};
use super::formats::format::Format;
use super::io;
use super::model::{self, Model};
use super::options::{Confidence, Overrides, Results, Show};
use super::reply::Reply;
use super::screen::Screen;
use napkin::library::codes::{File, Input};
use napkin::report::code::Transcript;
use napkin::report::{Changes, Settings};

/// A command; without one, the words are an expression.
#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub enum Command {
    /// Run a model and print its results
    Run(run::RunArgs),
    /// Run the checks of models; exit with 1 if one fails
    Check(check::CheckArgs),
    /// Follow a model over time: its estimates at each period, and how long its checks hold
    Project(project::ProjectArgs),
    /// Show what a change of models does to their checks, inputs and estimates
    Diff(diff::DiffArgs),
    /// Say how far an input may go until a condition fails
    Solve(solve::SolveArgs),
    /// Show a model at many values of one or two inputs
    Sweep(sweep::SweepArgs),
    /// Compute the claims in documents again (`a × b = c`); exit with 1 if one is wrong
    Review(review::ReviewArgs),
    /// Show the derivation of a model or an expression step by step, or explain an error code
    Explain(explain::ExplainArgs),
    /// Answer assistants: a Model Context Protocol server on standard input and output
    Mcp(mcp::McpArgs),
    /// Practise estimates: questions, points for answers, what to practise next
    Practice(practice::PracticeArgs),
    /// Hold a mock interview on a built-in model, and judge each estimate
    Interview(interview::InterviewArgs),
    /// List the built-in models, or print one as TOML
    Presets(presets::PresetsArgs),
    /// Create a commented model file to start from
    New(new::NewArgs),
    /// Print a cheat sheet, or search all of them
    Cheat(cheat::CheatArgs),
    /// List or search units, count nouns and functions
    Units(units::UnitsArgs),
    /// List or search built-in formulas, or show one with its source
    Formulas(formulas::FormulasArgs),
    /// Print the JSON Schema of model files, for editors
    Schema(schema::SchemaArgs),
    /// Print a shell completion script
    Completions(completions::CompletionsArgs),
    /// Print the manual page
    Man(man::ManArgs),
}

/// The arguments of a command.
pub trait Perform {
    /// Returns how its output is formatted.
    fn show(&self) -> &Show;

    /// Returns the kind of document that it answers with.
    fn answers(&self) -> Kind;

    /// Runs the command.
    ///
    /// # Errors
    ///
    /// If it has no answer for a reason outside an estimate; errors in an estimate are part of the answer.
    fn perform(&self, context: &Context) -> Result<Answer>;
}

/// What a command uses besides its arguments.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The format of its output.
    pub format: &'a dyn Format,
    /// Where its output is printed.
    pub screen: &'a Screen,
    /// A model that is read in place of the file of that name; `None` except in examples of error codes.
    pub file: Option<&'a File>,
    /// Runs the program on the input of an example and returns what it prints.
    pub play: fn(&'static Input, &Screen) -> Transcript,
    /// Runs the program on some words.
    pub answer: fn(Vec<String>, &Screen) -> Reply,
    /// The definition of the command line.
    pub definition: fn() -> clap::Command,
}

impl Context<'_> {
    /// Reads a file that an option names.
    fn text(&self, name: &str) -> Result<String> {
        match self.file {
            Some(file) if file.name == name => Ok(file.text.clone()),
            _ => io::read_file(name),
        }
    }

    /// Returns the settings of a command that computes one model with other values in one scenario.
    ///
    /// # Errors
    ///
    /// If a file of values cannot be read, or several scenarios are named.
    fn settings(
        &self,
        model: &Model,
        (command, overrides, confidence): (&str, &Overrides, Confidence),
        results: &Results,
    ) -> Result<Settings> {
        let changes = Changes {
            confidence: confidence.confidence,
            scenario: overrides.one_scenario(&format!("`{command}`"))?,
            ..overrides.changes(1, |name| self.text(name))?
        };
        Ok(Settings {
            changes: model.changes(changes),
            digits: results.numbers.digits,
            uncertainty: results.settings(),
            ..Settings::default()
        })
    }

    /// Reads the model that an argument of a command names.
    fn model(&self, given: &str, command: &str) -> Result<Model> {
        match self.file {
            Some(file) if file.name == given => {
                Ok(Model { name: file.name.clone(), text: file.text.clone(), is_preset: false })
            }
            _ => model::read(given, command),
        }
    }
}

/// Adds the command that was probably meant to the error of a word that nothing matches.
fn or_command(error: Error, word: &str) -> Error {
    if Command::is_name(word) { error.instead(format!("did you mean `napkin {word}`?")) } else { error }
}

impl Command {
    /// Returns its arguments.
    pub fn arguments(&self) -> &dyn Perform {
        match self {
            Command::Run(arguments) => arguments,
            Command::Check(arguments) => arguments,
            Command::Project(arguments) => arguments,
            Command::Diff(arguments) => arguments,
            Command::Solve(arguments) => arguments,
            Command::Sweep(arguments) => arguments,
            Command::Review(arguments) => arguments,
            Command::Explain(arguments) => arguments,
            Command::Mcp(arguments) => arguments,
            Command::Practice(arguments) => arguments,
            Command::Interview(arguments) => arguments,
            Command::Presets(arguments) => arguments,
            Command::New(arguments) => arguments,
            Command::Cheat(arguments) => arguments,
            Command::Units(arguments) => arguments,
            Command::Formulas(arguments) => arguments,
            Command::Schema(arguments) => arguments,
            Command::Completions(arguments) => arguments,
            Command::Man(arguments) => arguments,
        }
    }

    /// Whether a word is the name of a command.
    pub fn is_name(word: &str) -> bool {
        Command::has_subcommand(word)
    }

    /// Returns the names of all commands.
    pub fn names() -> Vec<String> {
        let mut command = Command::augment_subcommands(clap::Command::new("napkin"));
        command.build();
        command.get_subcommands().map(|command| command.get_name().to_owned()).collect()
    }
}

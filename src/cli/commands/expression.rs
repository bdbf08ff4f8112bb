//! `napkin EXPRESSION...`, and a script on standard input.

use anyhow::Result;

use crate::cli::args::{self, ExpressionArgs};
use crate::cli::io::{self, Screen};
use crate::cli::render::{self, Options};
use crate::cli::{Reply, shell};
use napkin::Settings;
use napkin::library::presets;
use napkin::text::diagnostic::Diagnostic;

use super::model;

const EXAMPLES: &str = "\
napkin computes estimates with units:

  napkin '100M users * 10 requests/user/day to req/s'
  napkin '11.6k req/s * 2 KB/req to TB/day'
  napkin 10 GB / 1 Gbit/s
  napkin run twitter

Where to go next:

  napkin presets         models to look at and to start from
  napkin new FILE.toml   a model of your own
  napkin cheat latency   numbers to know
  napkin units           what can be counted and measured
  napkin --help          everything else
";

/// Evaluates the words, or standard input if there are none.
///
/// # Errors
///
/// When standard input cannot be read, or the shell has changed the expression.
pub fn run(args: &ExpressionArgs, screen: &Screen) -> Result<Reply> {
    let options = Options::of(&args.results, screen);
    let settings =
        Settings { point: args.point, histogram: args.histogram, ..args.results.worlds.settings() };
    if args.histogram {
        super::refuse_lost_histogram(&options, args.point)?;
    }
    let digits = args.results.numbers.digits;
    if args.words.is_empty() {
        if io::is_interactive() {
            return Ok(Reply::results(EXAMPLES.to_owned()));
        }
        let script = io::read_input()?;
        return Ok(render::evaluation(&napkin::evaluate("<stdin>", &script, digits, &settings), &options));
    }
    if let Some(trouble) = shell::emptied(&args.words) {
        return Err(trouble.into());
    }
    let mut evaluation = napkin::evaluate("<input>", &args.words.join(" "), digits, &settings);
    if !evaluation.is_ok() {
        if let Some(trouble) = shell::mangled(&args.words) {
            return Err(trouble.into());
        }
        if let (Some(hint), Some(error)) = (meant(&args.words), first_error(&mut evaluation.diagnostics)) {
            *error = error.clone().help(hint);
        }
    }
    Ok(render::evaluation(&evaluation, &options))
}

fn first_error(diagnostics: &mut [Diagnostic]) -> Option<&mut Diagnostic> {
    diagnostics.iter_mut().find(|diagnostic| diagnostic.is_error())
}

/// The command that was probably meant by what is no expression.
fn meant(words: &[String]) -> Option<String> {
    let [first, rest @ ..] = words else { return None };
    if rest.is_empty() && (presets::find(first).is_some() || (model::is_path(first) && io::is_file(first))) {
        return Some(format!("to run the model: `napkin run {}`", io::quoted(first)));
    }
    if first == "help" {
        let command: String = rest.iter().take(1).map(|word| format!("{} ", io::quoted(word))).collect();
        return Some(format!("to get help write `napkin {command}--help`"));
    }
    let commands = args::command_names();
    // A word that long is no slip for a command, and an expression in one argument is none.
    let near = napkin::text::suggest::nearest(first, commands.iter().map(String::as_str), 1);
    let command =
        near.first().filter(|_| first.len() > 1 && first.bytes().all(|byte| byte.is_ascii_alphabetic()))?;
    let rest: String = rest.iter().map(|word| format!(" {}", io::quoted(word))).collect();
    Some(format!("did you mean `napkin {command}{rest}`?"))
}

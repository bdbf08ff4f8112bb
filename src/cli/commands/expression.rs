//! `napkin EXPRESSION...`, and a script on standard input.

use clap::Args;

use super::{Command, Context, Perform};
use crate::cli::error::Result;
use crate::cli::formats::document::{Answer, Detail, Document, Kind};
use crate::cli::options::{Results, Show};
use crate::cli::reply::FAILED;
use crate::cli::session::{self, Options};
use crate::cli::{io, model, quote, shell};
use napkin::Settings;
use napkin::is_name;
use napkin::text::suggest::nearest;

/// Words that people put before an expression, as if they were commands.
const EVALUATE: [&str; 6] = ["eval", "evaluate", "calc", "calculate", "compute", "expr"];

/// The text that is printed at a terminal if there are no arguments.
const GUIDE: &str = "\
napkin computes estimates with units:

  napkin '100M users * 10 requests/user/day to req/s'
  napkin '11.6k req/s * 2 KB/req to TB/day'
  napkin 10 GB / 1 Gbit/s
  napkin run twitter

Where to go next:

  napkin presets         models to look at and to start from
  napkin new FILE.toml   a model of your own
  napkin cheat latency   numbers to know
  napkin units           units, count nouns and functions
  napkin --help          everything else
";

// `napkin EXPRESSION...`
#[derive(Args, Debug)]
pub struct ExpressionArgs {
    /// Expression to evaluate; several words are joined with spaces
    #[arg(value_name = "EXPRESSION")]
    words: Vec<String>,
    /// Replace every range by its median
    #[arg(long)]
    point: bool,
    /// Print a histogram of the samples of each uncertain result
    #[arg(long)]
    histogram: bool,
    // How results are computed and printed.
    #[command(flatten)]
    results: Results,
}

impl Perform for ExpressionArgs {
    fn show(&self) -> &Show {
        &self.results.show
    }

    fn answers(&self) -> Kind {
        if self.is_empty() { Kind::Text } else { Kind::Evaluation }
    }

    /// Evaluates the words, or standard input if there are none.
    fn perform(&self, context: &Context) -> Result<Answer> {
        if self.is_empty() && io::is_conversation() && context.format.is_paged() {
            let settings = Settings { point: self.point, ..self.results.settings() };
            let options =
                Options { settings, digits: self.results.numbers.digits, color: self.results.show.color };
            session::run(options, context)?;
            return Ok(Answer::new(Document::Text(String::new())));
        }
        if self.is_empty() {
            return Ok(Answer::new(Document::Text(GUIDE.to_owned())));
        }
        let settings = Settings { point: self.point, histogram: self.histogram, ..self.results.settings() };
        let digits = self.results.numbers.digits;
        let evaluation = if self.words.is_empty() {
            let text = io::read_input()?;
            let evaluation = napkin::evaluate("<stdin>", &text, digits, &settings);
            if let Some(error) = model::is_model_text(&text).filter(|_| !evaluation.is_ok()) {
                return Err(error);
            }
            evaluation
        } else {
            if let Some(error) = shell::emptied(&self.words) {
                return Err(error);
            }
            let evaluation = napkin::evaluate("<input>", &self.words.join(" "), digits, &settings);
            if !evaluation.is_ok()
                && let Some(error) = shell::mangled(&self.words)
            {
                return Err(error);
            }
            evaluation
        };
        let hint = if evaluation.is_ok() { None } else { intended(&self.words) };
        let code = if evaluation.holds() { 0 } else { FAILED };
        let answer = Answer { code, ..Answer::new(Document::Evaluation(evaluation)) };
        let detail = Detail { histogram: self.histogram, ..self.results.detail() };
        Ok(answer.detail(detail).hint(hint))
    }
}

impl ExpressionArgs {
    /// Whether there is nothing to evaluate.
    fn is_empty(&self) -> bool {
        self.words.is_empty() && io::is_interactive()
    }
}

/// Suggests the command that was probably intended by words that are not an expression.
fn intended(words: &[String]) -> Option<String> {
    let [first, rest @ ..] = words else { return None };
    let quoted = |words: &[String]| -> String {
        words.iter().map(|word| format!(" {}", quote::argument(word))).collect()
    };
    if let Some(hint) = file_or_preset(words) {
        return Some(hint);
    }
    if first == "help" {
        let command = quoted(rest.get(..1).unwrap_or_default());
        return Some(format!("to get help write `napkin{command} --help`"));
    }
    if EVALUATE.contains(&first.to_lowercase().as_str()) && !rest.is_empty() {
        // What is left of an expression without the word is among its fixes.
        return file_or_preset(rest);
    }
    let commands = Command::names();
    // A single letter is not a misspelt command, and neither is an expression in one argument.
    let near = nearest(first, commands.iter().map(String::as_str), 1);
    let command =
        near.first().filter(|_| first.len() > 1 && first.bytes().all(|byte| byte.is_ascii_alphabetic()))?;
    Some(format!("did you mean `napkin {command}{}`?", quoted(rest)))
}

/// Suggests how to run the model, or to evaluate the script, that words name.
fn file_or_preset(words: &[String]) -> Option<String> {
    let [first, rest @ ..] = words else { return None };
    if let Some((count, preset)) = model::leading(words)
        && words.iter().all(|word| is_name(&word.replace(['-', '.'], "_")) || word.contains(' '))
    {
        let rows: String =
            words.get(count..)?.iter().map(|word| format!(" {}", quote::argument(word))).collect();
        return Some(format!("to run the model: `napkin run {}{rows}`", preset.name));
    }
    let file = model::beside(first).filter(|_| rest.is_empty())?;
    let quoted = quote::argument(&file);
    Some(match file.ends_with(".toml") {
        true => format!("to run the model: `napkin run {quoted}`"),
        false => format!("to evaluate the script: `napkin < {quoted}`"),
    })
}

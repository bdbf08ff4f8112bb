//! The options that several commands share, and the parsers of their values.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{ArgAction, Args};

use super::error::{self, Error};
use super::formats::document::Detail;
use super::formats::format::Format;
use super::formats::{self, ALL};
use super::quote;
use super::screen::Color;
use napkin::Sampling;
use napkin::Settings;
use napkin::report::{self, Changes};
use napkin::text::escape::escaped;
use napkin::text::list::and_all;

// How the output is formatted.
#[derive(Args, Clone, Copy, Debug)]
pub struct Show {
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = ALL[0].name(), value_parser = format_parser())]
    format: &'static dyn Format,
    /// Short for --format json
    #[arg(long, conflicts_with = "format")]
    json: bool,
    /// When to use color; setting NO_COLOR also turns it off
    #[arg(long, value_enum, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
    /// Print without a pager, however long the output is
    #[arg(long)]
    no_pager: bool,
}

impl Show {
    /// Whether a pager may show the output.
    pub fn pages(self) -> bool {
        !self.no_pager
    }

    /// Returns the format that was asked for.
    pub fn format(self) -> &'static dyn Format {
        if self.json { formats::named("json").unwrap_or(self.format) } else { self.format }
    }
}

// How numbers are printed.
#[derive(Args, Clone, Copy, Debug)]
pub struct Numbers {
    /// Number of significant digits to print; 17 prints the full precision
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = digits, allow_negative_numbers = true)]
    pub digits: usize,
    /// Print bare values only
    #[arg(short, long)]
    pub quiet: bool,
}

// How ranges are sampled.
#[derive(Args, Clone, Copy, Debug)]
pub struct Samples {
    /// Random seed; another seed changes the trailing digits, and a choice or a check that is close
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = seed, allow_hyphen_values = true)]
    seed: u64,
    /// Minimum number of samples
    #[arg(long, value_name = "N", default_value_t = 16_250, value_parser = samples, allow_negative_numbers = true)]
    samples: usize,
}

// The options of every command that computes results.
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
    samples: Samples,
}

impl Results {
    /// Returns the settings of the library, without those that only some commands have.
    pub fn settings(&self) -> Settings {
        let Samples { seed, samples } = self.samples;
        Settings { sampling: Sampling { seed, samples }, ..Settings::default() }
    }

    /// Returns how much of a document is printed, without what only some commands have.
    pub fn detail(&self) -> Detail {
        Detail { quiet: self.numbers.quiet, ..Detail::default() }
    }
}

// The confidence of checks.
#[derive(Args, Clone, Copy, Debug)]
pub struct Confidence {
    /// Ask every plain check on ranges as P(…) >= SHARE, whatever the model says
    #[arg(long, value_name = "SHARE", value_parser = confidence)]
    pub confidence: Option<f64>,
}

// Values that replace those of a model.
#[derive(Args, Debug)]
pub struct Overrides {
    /// Override an input or an estimate; may be repeated
    #[arg(long, value_name = "NAME=VALUE", value_parser = override_of, action = ArgAction::Append)]
    pub set: Vec<(String, String)>,
    /// Override what a file says: TOML, or JSON if it ends in .json, with names and values; may be repeated
    #[arg(long, value_name = "FILE", action = ArgAction::Append)]
    set_file: Vec<String>,
    /// Use the values of a scenario of the model; `run` and `check` show it beside the model itself, and take several
    #[arg(long, value_name = "NAME", action = ArgAction::Append)]
    pub scenario: Vec<String>,
}

impl Overrides {
    /// Whether anything is changed.
    pub fn is_empty(&self) -> bool {
        self.set.is_empty() && self.set_file.is_empty() && self.scenario.is_empty()
    }

    /// Returns what is changed in `models` models, without the scenarios; `read` reads a file.
    ///
    /// # Errors
    ///
    /// If a file of values cannot be read.
    pub fn changes(
        &self,
        models: usize,
        read: impl Fn(&str) -> error::Result<String>,
    ) -> error::Result<Changes> {
        let read = |name: &String| read(name).map(|text| (name.clone(), text));
        let value_files = self.set_file.iter().map(read).collect::<error::Result<_>>()?;
        Ok(Changes { value_files, is_one: models == 1, ..Changes::from(self.set.clone()) })
    }

    /// Returns the one scenario that a command takes.
    ///
    /// # Errors
    ///
    /// If there are several; `what` takes one.
    pub fn one_scenario(&self, what: &str) -> error::Result<Option<String>> {
        match self.scenario.as_slice() {
            [] => Ok(None),
            [one] => Ok(Some(one.clone())),
            [first, ..] => {
                let message = format!("{what} takes one scenario, and there are {}", self.scenario.len());
                Err(Error::new(error::USAGE, message)
                    .help(format!("leave the others out: `--scenario {}`", quote::argument(first))))
            }
        }
    }
}

/// Returns the format in which an error of the command line itself is reported: one that holds its errors, if it is
/// among the words, else the default.
pub fn format_of_errors(words: &[String]) -> &'static dyn Format {
    let words = || words.iter().map(String::as_str).take_while(|&word| word != "--");
    let asked = words().zip(words().skip(1).chain([""])).filter_map(|(word, next)| match word {
        "--json" => Some("json"),
        "--format" => Some(next),
        _ => word.strip_prefix("--format="),
    });
    asked.filter_map(formats::named).find(|format| format.holds_diagnostics()).unwrap_or(ALL[0])
}

fn format_parser() -> impl TypedValueParser<Value = &'static dyn Format> {
    let names = ALL.map(|format| PossibleValue::new(format.name()).help(format.about()));
    PossibleValuesParser::new(names).map(|name| formats::named(&name).unwrap_or(ALL[0]))
}

fn digits(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(digits @ 1..=17) => Ok(digits),
        _ => Err("must be a whole number from 1 to 17".to_owned()),
    }
}

fn seed(text: &str) -> Result<u64, String> {
    text.replace('_', "").parse().map_err(|_| "must be a whole number, 0 or greater".to_owned())
}

fn samples(text: &str) -> Result<usize, String> {
    match text.replace('_', "").parse() {
        Ok(samples @ 1..=10_000_000) => Ok(samples),
        _ => {
            Err("must be a whole number from 1 to 10_000_000, rounded up to an odd multiple of 650"
                .to_owned())
        }
    }
}

fn confidence(text: &str) -> Result<f64, String> {
    report::share_of(text).ok_or_else(|| "must be a share between 0% and 100%, like `95%`".to_owned())
}

/// Reads a format and the file for it: `junit=checks.xml`.
///
/// # Errors
///
/// If there is no `=`, or no such format.
pub fn output_of(text: &str) -> Result<(&'static dyn Format, String), String> {
    let Some((name, path)) = text.split_once('=').filter(|(_, path)| !path.trim().is_empty()) else {
        return Err("must be a format, `=` and a file, like `junit=checks.xml`".to_owned());
    };
    let format = formats::named(name.trim()).ok_or_else(|| {
        let names: Vec<&str> = ALL.iter().map(|format| format.name()).collect();
        format!("has the format `{}`, and the formats are {}", escaped(name.trim()), and_all(&names))
    })?;
    Ok((format, path.trim().to_owned()))
}

fn override_of(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() && !value.trim().is_empty() => {
            Ok((name.trim().to_owned(), value.trim().to_owned()))
        }
        _ => Err("must be a name, `=` and a value, like `users=300M`".to_owned()),
    }
}

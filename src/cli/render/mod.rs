//! Results and errors as text, one file per format.
//!
//! What the library computed comes in, a reply goes out. A format only decides how results
//! look; that errors go to standard error, or with JSON into the object on standard
//! output, is decided here, once.

mod code;
mod csv;
mod diagnostic;
mod excerpt;
mod explanation;
mod grid;
mod histogram;
pub mod json;
pub mod listing;
mod markdown;
mod mental;
mod sensitivity;
mod table;
mod verdict;

use super::args::{Format, Results};
use super::io::{Screen, USUAL_WIDTH};
use super::paint;
use super::{Reply, UNDECIDED};
use listing::Listing;
use napkin::analysis::explain::Explanation;
use napkin::library::codes::{Code, Example, File};
use napkin::report::Report;
use napkin::text::diagnostic::Diagnostic;
use napkin::text::source::Sources;
use napkin::{Evaluation, Shown};
use unicode_width::UnicodeWidthStr;

/// How results are to be shown.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The format.
    pub format: Format,
    /// Where they are shown.
    pub screen: Screen,
    /// Whether values stand alone. It makes a difference to tables only.
    pub quiet: bool,
    /// Whether the inputs of a model are shown in full.
    pub inputs: bool,
    /// Whether it is shown where the uncertainty comes from, in place of a model's tables.
    pub sensitivity: bool,
}

impl Options {
    /// The usual.
    pub fn new(format: Format, screen: &Screen) -> Options {
        Options { format, screen: *screen, quiet: false, inputs: false, sensitivity: false }
    }

    /// As the command line says it.
    pub fn of(results: &Results, screen: &Screen) -> Options {
        Options { quiet: results.numbers.quiet, ..Options::new(results.show.format(), screen) }
    }
}

/// A model that was checked.
#[derive(Debug)]
pub struct Checked {
    /// How it came out.
    pub report: Report,
    /// Whether it passes, with the options that were given.
    pub passed: bool,
}

/// A code with its examples, each as it is and as it should be.
#[derive(Debug)]
pub struct Explained {
    /// The code.
    pub code: &'static Code,
    /// Its examples, with what comes of what is wrong and of what is right.
    pub examples: Vec<(&'static Example, Played, Played)>,
}

/// What the program was given, and what it said.
#[derive(Debug)]
pub struct Played {
    /// The command line as it is typed.
    pub command: String,
    /// The model that it names.
    pub file: Option<&'static File>,
    /// What is printed.
    pub reply: Reply,
}

/// A format. Each method returns whole lines.
trait Render {
    /// The values of an expression or a script without errors.
    fn evaluation(&self, evaluation: &Evaluation) -> String;
    /// The results of a model without errors.
    fn model(&self, report: &Report) -> String;
    /// How results come about, without errors.
    fn explanation(&self, explanation: &Explanation) -> String;
    /// How checks came out; models with errors are among them.
    fn checks(&self, checked: &[Checked]) -> String;
    /// An error or a warning, explained.
    fn code(&self, explained: &Explained) -> String;
    /// A list of what napkin knows.
    fn listing(&self, listing: &Listing) -> String;
}

fn renderer(options: &Options) -> Box<dyn Render> {
    match options.format {
        Format::Table => Box::new(table::Table::new(options)),
        Format::Json => Box::new(json::Json),
        Format::Csv => Box::new(csv::Csv { inputs: options.inputs }),
        Format::Markdown => {
            Box::new(markdown::Markdown { inputs: options.inputs, sensitivity: options.sensitivity })
        }
    }
}

/// An expression's values, or what is wrong with it.
pub fn evaluation(evaluation: &Evaluation, options: &Options) -> Reply {
    if !evaluation.is_ok() {
        return failure(&evaluation.diagnostics, &evaluation.sources, options.format, &options.screen);
    }
    let out = renderer(options).evaluation(evaluation);
    let mut err = warnings(&evaluation.diagnostics, &evaluation.sources, options);
    if let (Some(reading), Format::Table, false) = (&evaluation.reading, options.format, options.quiet) {
        // How a range is read is a hint, and no result.
        let hint = options.screen.err.with(paint::DIM, &escaped(reading));
        err.insert_str(0, &format!("{hint}\n"));
    }
    Reply { out, err, code: 0 }
}

/// A model's results, or what is wrong with it.
pub fn model(report: &Report, options: &Options) -> Reply {
    if !report.is_ok() {
        return failure(&report.diagnostics, &report.sources, options.format, &options.screen);
    }
    let out = renderer(options).model(report);
    Reply { out, err: warnings(&report.diagnostics, &report.sources, options), code: 0 }
}

/// How results come about, or what is wrong with them.
pub fn explanation(explanation: &Explanation, options: &Options) -> Reply {
    let Explanation { diagnostics, sources, .. } = explanation;
    if !explanation.is_ok() {
        return failure(diagnostics, sources, options.format, &options.screen);
    }
    let out = renderer(options).explanation(explanation);
    Reply { out, err: warnings(diagnostics, sources, options), code: 0 }
}

/// How the checks of all models came out, and what is wrong with the models; the exit code
/// is left to the command.
pub fn checks(checked: &[Checked], options: &Options) -> Reply {
    let out = renderer(options).checks(checked);
    let mut err = String::new();
    for Checked { report, .. } in checked {
        let more = warnings(&report.diagnostics, &report.sources, options);
        if !err.is_empty() && !more.is_empty() {
            err.push('\n');
        }
        err.push_str(&more);
    }
    let failed = checked.iter().find(|checked| !checked.report.is_ok());
    if let Some(Checked { report, .. }) = failed.filter(|_| options.format != Format::Json) {
        err.push_str(&more(&report.diagnostics, &options.screen));
    }
    Reply { out, err, code: 0 }
}

/// An error or a warning, explained.
pub fn code(explained: &Explained, options: &Options) -> Reply {
    Reply::results(renderer(options).code(explained))
}

/// Where an example is shown: within what is printed.
pub fn inside(options: &Options) -> Screen {
    match options.format {
        Format::Table => {
            let width = options.screen.width.unwrap_or(USUAL_WIDTH).saturating_sub(code::INDENT);
            Screen { err: options.screen.out, err_is_read: false, width: Some(width), ..options.screen }
        }
        _ => Screen::default(),
    }
}

/// A list of what napkin knows.
pub fn listing(listing: &Listing, options: &Options) -> Reply {
    Reply::results(renderer(options).listing(listing))
}

/// What is wrong, when nothing was computed.
pub fn failure(diagnostics: &[Diagnostic], sources: &Sources, format: Format, screen: &Screen) -> Reply {
    let mut reply = Reply { code: UNDECIDED, ..Reply::default() };
    match format {
        Format::Json => reply.out = json::failure(diagnostics, sources),
        _ => {
            reply.err = diagnostic::all(diagnostics, sources, screen.err);
            reply.err.push_str(&more(diagnostics, screen));
        }
    }
    reply
}

/// Where more is said of the first error, for a person. What is wrong on the command line says it all.
fn more(diagnostics: &[Diagnostic], screen: &Screen) -> String {
    let ordered = diagnostic::ordered(diagnostics);
    let first = ordered.first().filter(|first| first.is_error() && !first.code.starts_with("E06"));
    let Some(first) = first.filter(|_| screen.err_is_read) else { return String::new() };
    let line = format!("`napkin explain --error {}` says more", first.code);
    format!("{}\n", screen.err.with(paint::DIM, &line))
}

/// For people; JSON has them in its object.
fn warnings(diagnostics: &[Diagnostic], sources: &Sources, options: &Options) -> String {
    match options.format {
        Format::Json => String::new(),
        _ => diagnostic::all(diagnostics, sources, options.screen.err),
    }
}

/// A value without its unit, in full.
fn bare(shown: &Shown) -> String {
    if shown.truth { (shown.value != 0.0).to_string() } else { shown.value.to_string() }
}

/// Text on one line that cannot disturb a terminal: control characters become visible.
pub fn escaped(text: &str) -> String {
    if text.chars().all(is_harmless) {
        return text.to_owned();
    }
    let visible = |c: char| match c {
        '\t' => ' ',
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        c if is_harmless(c) => c,
        _ => '\u{fffd}',
    };
    text.chars().map(visible).collect()
}

/// Whether a character neither controls a terminal nor turns the direction of its text.
fn is_harmless(c: char) -> bool {
    !c.is_control() && !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Cuts text into lines of at most `width` characters, at blanks; a longer word is left whole.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    if text.len() <= width && !text.contains('\n') {
        return if text.is_empty() { Vec::new() } else { vec![text.to_owned()] };
    }
    let mut lines: Vec<String> = Vec::new();
    let mut room = 0;
    for word in text.split_whitespace() {
        let length = word.width();
        match lines.last_mut() {
            Some(line) if length < room => {
                line.push(' ');
                line.push_str(word);
                room -= length + 1;
            }
            _ => {
                lines.push(word.to_owned());
                room = width.saturating_sub(length);
            }
        }
    }
    lines
}

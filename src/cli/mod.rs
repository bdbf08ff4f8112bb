//! The command line program: arguments in, text and an exit code out.
//!
//! The only part that prints, reads files or uses clap. Estimates are computed by the library. From the bottom up:
//! `io` (the operating system), `formats` (from documents to text), `options` and `commands` (from arguments to
//! documents), `arguments` (from words to arguments).

pub mod arguments;
pub mod commands;
mod complete;
mod error;
pub mod formats;
mod interview;
pub mod io;
mod mcp;
mod model;
mod options;
mod order;
pub mod paint;
mod pattern;
mod practice;
mod quote;
pub mod reply;
pub mod screen;
mod session;
mod shell;
mod tree;
mod version;

use std::mem;
use std::process::ExitCode;

use arguments::Cli;
use clap::CommandFactory;
use commands::{Command, Context};
use error::{Error, USAGE};
use formats::format::Format;
use formats::{messages, printer, support};
use napkin::library::codes::{File, Input};
use napkin::report::code::Transcript;
use napkin::text::escape::escaped;
use napkin::text::source::Sources;
use reply::{Reply, UNDECIDED};
use screen::{Color, Screen};

/// Runs the program.
pub fn run() -> ExitCode {
    io::print(answer())
}

fn answer() -> Reply {
    let words = match io::arguments() {
        Ok(words) => words,
        Err(error) => return failed(error, formats::ALL[0], &Screen::default()),
    };
    let format = options::format_of_errors(&words);
    match arguments::parse(words.clone(), io::width()) {
        Ok(cli) => {
            let screen = io::screen(cli.arguments().show().color);
            fitted(perform(&cli, &screen, None), &screen)
        }
        Err(error) => {
            let screen = io::screen(Color::Auto);
            fitted(usage((words, error), format, &screen), &screen)
        }
    }
}

/// Fits the errors and warnings to the terminal.
fn fitted(reply: Reply, screen: &Screen) -> Reply {
    match screen.err_width {
        Some(width) => Reply { err: messages::fitted(reply.err, width), ..reply },
        None => reply,
    }
}

/// Performs a command line; `file` is read in place of the file of its name.
fn perform(cli: &Cli, screen: &Screen, file: Option<&File>) -> Reply {
    let arguments = cli.arguments();
    let format = arguments.show().format();
    let context = Context { format, screen, file, play, answer: of_words, definition: Cli::command };
    let checked = support::check(format, arguments.answers(), cli.given());
    match checked.and_then(|()| arguments.perform(&context)) {
        Ok(answer) => {
            debug_assert_eq!(answer.document.kind(), arguments.answers());
            let reply = printer::reply(&answer, format, screen);
            let pages = arguments.show().pages() && format.is_paged();
            // The process is about to end, and freeing a hundred thousand rows one by one would take time.
            mem::forget(answer);
            Reply { pages, ..reply }
        }
        Err(error) => failed(error, format, screen),
    }
}

/// Runs the program on some words.
fn of_words(words: Vec<String>, screen: &Screen) -> Reply {
    match arguments::parse(words.clone(), screen.width) {
        Ok(cli) => perform(&cli, screen, None),
        Err(error) => usage((words, error), formats::ALL[0], screen),
    }
}

/// Reports an error outside an estimate.
fn failed(error: Error, format: &dyn Format, screen: &Screen) -> Reply {
    printer::failure((&[error.into()], &Sources::new()), &[], format, screen)
}

/// Reports `--help`, `--version` or a command line that is not valid.
fn usage((words, error): (Vec<String>, clap::Error), format: &dyn Format, screen: &Screen) -> Reply {
    if error.use_stderr() && format.holds_diagnostics() {
        return failed(in_one_sentence(&error.render().to_string()), format, screen);
    }
    // The styles of a message can only be told from those in a word before the word is in the message.
    let shown: Vec<String> = words.iter().map(|word| escaped(word)).collect();
    let error =
        if shown == words { error } else { arguments::parse(shown, screen.width).err().unwrap_or(error) };
    let text = error.render();
    let painted = |on| if on { text.ansi().to_string() } else { text.to_string() };
    if !error.use_stderr() {
        let pages = !words.iter().any(|word| word == "--no-pager");
        return Reply { out: painted(screen.out.is_on()), pages, ..Reply::default() };
    }
    Reply { err: painted(screen.err.is_on()), code: UNDECIDED, ..Reply::default() }
}

/// Turns a message of clap into an error, without its hints.
fn in_one_sentence(text: &str) -> Error {
    let lines = text.lines().take_while(|line| !line.trim().is_empty()).map(str::trim);
    let message = lines.collect::<Vec<_>>().join(" ");
    Error::new(USAGE, message.strip_prefix("error: ").unwrap_or(&message)).help("see `napkin --help`")
}

/// Runs the program on the input of an example.
fn play(input: &'static Input, screen: &Screen) -> Transcript {
    let reply = match arguments::parse(input.words.clone(), None) {
        Err(error) => usage((input.words.clone(), error), formats::ALL[0], screen),
        Ok(cli) => perform(&cli, screen, input.file.as_ref()),
    };
    let word = |word: &String| match input.words.as_slice() {
        // An expression is always quoted, as its reader should write it.
        [_] if !Command::is_name(word) => quote::expression(&input.words),
        _ => quote::argument(word),
    };
    let words: Vec<String> = input.words.iter().map(word).collect();
    let Reply { out, err, code, .. } = reply;
    Transcript {
        command: format!("napkin {}", words.join(" ")),
        file: input.file.as_ref(),
        output: out + &err,
        exit: code,
    }
}

//! The command line: the only part that prints, reads files or knows clap.
//!
//! Arguments come in; a [`Reply`] with all that is to be printed and the exit code goes
//! out, and [`io::print`] prints it. A command computes nothing itself: estimates are
//! the library's.

pub mod args;
mod commands;
pub mod io;
mod order;
mod paint;
pub mod render;
mod shell;
mod trouble;

use std::process::ExitCode;

use args::{Cli, Command, Format};
use io::Screen;
use trouble::Trouble;

/// The exit code when nothing was decided.
pub const UNDECIDED: u8 = 2;

/// The exit code of a check that failed.
pub const FAILED: u8 = 1;

/// The exit code of a check that other samples might decide the other way, if that matters.
pub const TOO_CLOSE: u8 = 3;

/// What a command answers.
#[derive(Debug, Default)]
pub struct Reply {
    /// What goes to standard output: results.
    pub out: String,
    /// What goes to standard error: errors, warnings and hints.
    pub err: String,
    /// The exit code.
    pub code: u8,
}

impl Reply {
    /// Results alone.
    pub fn results(out: String) -> Reply {
        Reply { out, ..Reply::default() }
    }
}

/// Runs the program.
pub fn run() -> ExitCode {
    io::print(answer())
}

fn answer() -> Reply {
    let words = match io::arguments() {
        Ok(words) => words,
        Err(trouble) => return failed(&trouble, Format::Table, &Screen::default()),
    };
    let in_json = args::asks_for_json(&words);
    match args::parse(words) {
        Ok(cli) => {
            let screen = Screen::new(cli.show().color);
            perform(cli, &screen)
        }
        Err(error) => usage(&error, in_json, &Screen::new(io::Color::Auto)),
    }
}

/// The reply to a command line that could be read.
fn perform(cli: Cli, screen: &Screen) -> Reply {
    let format = cli.show().format();
    let reply = match cli.command {
        None => commands::expression::run(&cli.expression, screen),
        Some(Command::Run(args)) => commands::run::run(&args, screen),
        Some(Command::Check(args)) => commands::check::run(&args, screen),
        Some(Command::Explain(args)) => commands::explain::run(&args, screen),
        Some(Command::Presets(args)) => commands::presets::run(&args, screen),
        Some(Command::New(args)) => commands::new::run(&args),
        Some(Command::Cheat(args)) => commands::cheat::run(&args, screen),
        Some(Command::Units(args)) => commands::units::run(&args, screen),
        Some(Command::Formulas(args)) => commands::formulas::run(&args, screen),
        Some(Command::Completions(args)) => Ok(commands::completions::run(&args)),
        Some(Command::Man(_)) => commands::man::run(),
    };
    reply.unwrap_or_else(|error| failed(&error, format, screen))
}

/// The reply to what is wrong outside an estimate.
fn failed(error: &anyhow::Error, format: Format, screen: &Screen) -> Reply {
    let diagnostics = [Trouble::diagnostic(error)];
    render::failure(&diagnostics, &napkin::text::source::Sources::new(), format, screen)
}

/// The reply to `--help`, `--version` and a command line that cannot be read.
fn usage(error: &clap::Error, in_json: bool, screen: &Screen) -> Reply {
    if !error.use_stderr() {
        let text = error.render();
        return Reply::results(if screen.out.is_on() { text.ansi().to_string() } else { text.to_string() });
    }
    if in_json {
        return failed(&Trouble::usage(error).into(), Format::Json, screen);
    }
    let text = error.render();
    let err = if screen.err.is_on() { text.ansi().to_string() } else { text.to_string() };
    Reply { err, code: UNDECIDED, ..Reply::default() }
}

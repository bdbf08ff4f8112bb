//! A drill on a terminal or over pipes: questions out, answers in.
//!
//! What an answer is worth is decided by `napkin::practice`; here it is read, kept and printed.

mod words;

use napkin::practice::{BET, Done, Drill, Record, Step};
use napkin::report::json;
use napkin::report::practice::{Summary, asked};

use super::commands::Context;
use super::error::Result;
use super::formats::wrap::fitted;
use super::io;
use super::io::editor::Typed;
use super::io::record;
use super::io::talk::Talk;
use super::paint;
use super::reply::Reply;
use super::screen::{Color, Screen, USUAL_WIDTH};

/// How a drill is held.
#[derive(Clone, Debug)]
pub struct Options {
    /// Whether answers are kept.
    pub is_kept: bool,
    /// When to use color.
    pub color: Color,
    /// The command that asks the same questions again.
    pub again: String,
}

/// Holds a drill until its end. Returns what it came to.
///
/// # Errors
///
/// If standard input cannot be read.
pub fn run(drill: &mut Drill, records: Vec<Record>, options: &Options, context: &Context) -> Result<Summary> {
    let mut talk = Talk::new()?;
    let is_json = context.format.holds_diagnostics();
    let mut holding = Holding { options, records, is_json, is_first: true, was_warned: false };
    if drill.asks_ranges {
        holding.ask(BET, " ");
    }
    let mut was_dropped = false;
    let mut is_new = true;
    let mut before = 0.0;
    while let Some(question) = drill.question() {
        if is_new {
            holding.ask(&asked(drill, question), "  ");
            before = 0.0;
        }
        let (typed, seconds) = talk.read("> ")?;
        let seconds = before + seconds;
        let line = match typed {
            Typed::Line(line) => line,
            Typed::Dropped if !was_dropped => {
                was_dropped = true;
                is_new = false;
                before = seconds;
                holding.note("the line is dropped; `q`, or Ctrl-C again, ends the drill");
                continue;
            }
            Typed::Dropped | Typed::End => break,
        };
        was_dropped = false;
        let step = drill.line(&line, seconds);
        is_new = matches!(step, Step::Done(_));
        before = seconds;
        match step {
            Step::Quit => break,
            Step::Hint(text) | Step::Again(text) => holding.note(&text),
            Step::Done(done) => holding.done(&done),
        }
    }
    Ok(Summary::of(drill, &holding.records, options.again.clone()))
}

struct Holding<'o> {
    options: &'o Options,
    /// The answers that were given, those of earlier drills first.
    records: Vec<Record>,
    is_json: bool,
    /// Whether nothing was answered yet.
    is_first: bool,
    /// Whether it was said that answers cannot be kept.
    was_warned: bool,
}

impl Holding<'_> {
    /// The terminal as it is now: it may have been resized.
    fn screen(&self) -> Screen {
        io::screen(self.options.color)
    }

    /// Prints a question, for people, with some blanks behind its first word.
    fn ask(&self, text: &str, blanks: &str) {
        let screen = self.screen();
        let width = screen.err_width.map(|width| width.min(USUAL_WIDTH) + 1 - blanks.len());
        let text = fitted(text, width, "").replacen(' ', blanks, 1);
        // On a terminal, apart from what was said before.
        let apart = if width.is_some() && !self.is_first { "\n" } else { "" };
        self.print(Reply { err: format!("{apart}{text}\n"), ..Reply::default() });
    }

    /// Prints a line beside the answers.
    fn note(&self, text: &str) {
        let screen = self.screen();
        let text = fitted(text, screen.err_width, "  ");
        self.print(Reply { err: format!("{}\n", screen.err.with(paint::DIM, &text)), ..Reply::default() });
    }

    /// Keeps an answer, then prints what it is worth.
    fn done(&mut self, done: &Done) {
        if let Some(record) = Record::of(done, record::now()) {
            if self.options.is_kept
                && let Err(error) = record::add(&record.line())
                && !std::mem::replace(&mut self.was_warned, true)
            {
                self.note(&format!("warning: {error}; the answers of this drill are not kept"));
            }
            self.records.push(record);
        }
        self.is_first = false;
        let screen = self.screen();
        let out = match self.is_json {
            true => json::line(&json::drilled(done)),
            false => words::marked(done, &screen),
        };
        self.print(Reply { out, ..Reply::default() });
    }

    fn print(&self, reply: Reply) {
        io::print(reply);
    }
}

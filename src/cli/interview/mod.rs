//! A mock interview on a terminal or over pipes: lines in, verdicts out.
//!
//! What a line is worth is decided by `napkin::report::interview`; here it is read and printed.

use napkin::report::interview::{Card, Interview, Reply as Heard, What};
use napkin::report::json;

use super::commands::Context;
use super::error::Result;
use super::formats::wrap::fitted;
use super::io::editor::Typed;
use super::io::talk::Talk;
use super::reply::{How, Reply, Write};
use super::screen::{Color, Screen};
use super::{io, paint, quote};

/// The share of the time after which it is said how much is left.
const NEARLY: f64 = 0.8;

/// How an interview is held.
#[derive(Clone, Debug)]
pub struct Options {
    /// The minutes that it may take.
    pub minutes: Option<f64>,
    /// Where the lines are written at the end.
    pub save: Option<String>,
    /// When to use color.
    pub color: Color,
}

/// Holds an interview until its end. Returns what it came to.
///
/// # Errors
///
/// If standard input cannot be read.
pub fn run(mut interview: Interview, options: &Options, context: &Context) -> Result<Card> {
    let mut talk = Talk::new()?;
    let holding = Holding { options, is_json: context.format.holds_diagnostics() };
    let [question, how] = interview.opening();
    holding.note(&question, paint::HEADING, "");
    holding.note(&how, paint::DIM, "");
    if let Some(minutes) = options.minutes {
        holding.note(&format!("You have {minutes:.0} minutes."), paint::DIM, "");
    }
    let mut stage = String::new();
    let (mut was_dropped, mut was_told) = (false, false);
    let mut spent = 0.0;
    while let Some(now) = interview.stage().map(str::to_owned) {
        if stage != now && !talk.has_prompt() {
            holding.note(&now, paint::HEADING, "");
        }
        stage.clone_from(&now);
        let (typed, seconds) = talk.read(&format!("{now}> "))?;
        spent += seconds;
        let line = match typed {
            Typed::Line(line) => line,
            Typed::Dropped if !was_dropped => {
                was_dropped = true;
                holding.note(
                    "the line is dropped; `q`, or Ctrl-C again, ends the interview",
                    paint::DIM,
                    "  ",
                );
                continue;
            }
            Typed::Dropped | Typed::End => break,
        };
        was_dropped = false;
        let is_pasted = line.contains('\n');
        for line in line.split('\n') {
            if let Some(now) = interview.stage().filter(|_| is_pasted && talk.has_prompt()) {
                // Which of the lines an answer belongs to.
                holding.note(&format!("{now}> {line}"), paint::DIM, "");
            }
            let heard = interview.line(line, seconds);
            holding.heard(&heard);
        }
        holding.keep(&interview);
        if let Some(minutes) = options.minutes {
            let left = minutes - spent / 60.0;
            if left <= 0.0 {
                holding.note("Time is up.", paint::DIM, "  ");
                break;
            }
            if left < minutes * (1.0 - NEARLY) && !std::mem::replace(&mut was_told, true) {
                holding.note(&format!("{:.0} min left.", left.ceil()), paint::DIM, "  ");
            }
        }
    }
    interview.end();
    if let Some(path) = &options.save {
        holding.save(path, &interview);
    }
    Ok(interview.card())
}

struct Holding<'o> {
    options: &'o Options,
    is_json: bool,
}

impl Holding<'_> {
    /// The terminal as it is now: it may have been resized.
    fn screen(&self) -> Screen {
        io::screen(self.options.color)
    }

    /// Prints what is said beside the verdicts.
    fn note(&self, text: &str, style: anstyle::Style, indent: &str) {
        let screen = self.screen();
        let text = fitted(text, screen.err_width, indent);
        io::print(Reply { err: format!("{}\n", screen.err.with_blanks(style, &text)), ..Reply::default() });
    }

    /// Prints what is said of a line.
    fn heard(&self, heard: &Heard) {
        let screen = self.screen();
        if self.is_json {
            if heard.what != What::Nothing {
                io::print(Reply { out: json::line(&json::heard(heard)), ..Reply::default() });
            }
            return;
        }
        let mut out = String::new();
        for text in &heard.text {
            out.push_str(&fitted(text, screen.width, "  "));
            out.push('\n');
        }
        io::print(Reply { out, ..Reply::default() });
    }

    /// Writes the lines so far, so that they outlive whatever ends the program.
    fn keep(&self, interview: &Interview) {
        let Some(path) = &self.options.save else { return };
        if let Some(text) = interview.toml() {
            // What cannot be written now is told at the end.
            let _ = io::write_whole(&saved(path, text));
        }
    }

    fn save(&self, path: &str, interview: &Interview) {
        let Some(text) = interview.toml() else {
            io::remove_new(path);
            return self.note("nothing was estimated, so nothing is saved", paint::DIM, "");
        };
        match io::write_whole(&saved(path, text.clone())) {
            Ok(()) => {
                self.note(
                    &format!("saved; run it with `napkin run {}`", quote::argument(path)),
                    paint::DIM,
                    "",
                );
            }
            Err(error) => {
                self.note(&format!("warning: {error}; these are the lines:"), paint::DIM, "");
                io::print(Reply { err: text, ..Reply::default() });
            }
        }
    }
}

fn saved(path: &str, text: String) -> Write {
    Write { path: path.to_owned(), text, how: How::Whole }
}

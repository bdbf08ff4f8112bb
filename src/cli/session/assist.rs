//! What the editor asks about the line that is being typed.

use anstyle::{AnsiColor, Style};
use napkin::report::session::{Completion, Part, Session, is_open};

use crate::cli::io;
use crate::cli::io::editor::Assist;
use crate::cli::paint::{DIM, Paint};
use crate::cli::screen::USUAL_WIDTH;

/// How wide the names in a list of candidates are, in columns.
const NAME: usize = 28;

/// The columns of a row of candidates that stay empty.
const MARGIN: usize = 4;

const NUMBER: Style = AnsiColor::Cyan.on_default();
const UNIT: Style = AnsiColor::Green.on_default();
const NAMED: Style = Style::new().bold();
const FUNCTION: Style = AnsiColor::Blue.on_default();
const COMMAND: Style = AnsiColor::Magenta.on_default();

/// A session that a line is typed in.
pub struct Typing {
    /// The session.
    pub session: Session,
    /// The styles of the terminal.
    pub paint: Paint,
}

impl Assist for Typing {
    fn complete(&self, before: &str) -> (usize, Vec<(String, String)>) {
        let Completion { start, candidates } = self.session.complete(before);
        let width = io::width().unwrap_or(USUAL_WIDTH).saturating_sub(MARGIN);
        let mut found: Vec<(String, String)> = candidates
            .into_iter()
            .map(|candidate| {
                let listed = match candidate.about.as_str() {
                    "" => candidate.text.clone(),
                    about => format!("{:NAME$}  {about}", candidate.text),
                };
                let listed = if listed.chars().count() > width {
                    let cut: String = listed.chars().take(width.saturating_sub(1)).collect();
                    format!("{cut}…")
                } else {
                    listed
                };
                (listed, candidate.text)
            })
            .collect();
        let (command, path) = before.split_once(' ').unwrap_or((before, ""));
        if matches!(command, ":load" | ":save") {
            let files = io::files_beginning(path, &[".toml"]);
            found.extend(files.into_iter().filter(|file| file != path).map(|file| (file.clone(), file)));
            return (command.len() + 1, found);
        }
        (start, found)
    }

    fn preview(&self, line: &str) -> Option<String> {
        self.session.preview(line)
    }

    fn painted(&self, line: &str) -> String {
        let mut text = String::new();
        let mut done = 0;
        for (range, part) in self.session.highlight(line) {
            let style = match part {
                Part::Number => NUMBER,
                Part::Unit => UNIT,
                Part::Name => NAMED,
                Part::Function => FUNCTION,
                Part::Keyword | Part::Comment => DIM,
                Part::Command => COMMAND,
            };
            text.push_str(line.get(done..range.start).unwrap_or_default());
            text.push_str(&self.paint.with(style, line.get(range.clone()).unwrap_or_default()));
            done = range.end;
        }
        text.push_str(line.get(done..).unwrap_or_default());
        text
    }

    fn dimmed(&self, text: &str) -> String {
        self.paint.with(DIM, text)
    }

    fn is_open(&self, line: &str) -> bool {
        is_open(line)
    }
}

//! A conversation: lines that a person types, or that stand on standard input.

use std::io::{self, BufRead, IsTerminal, Write};
use std::time::Instant;

use super::editor::{Assist, Editor, Typed};
use super::server::{Line, next};
use super::{Error, Result, error, is_conversation, reason};

/// Assists in nothing: a value would be the answer.
#[derive(Debug)]
struct Silent;

impl Assist for Silent {
    fn complete(&self, before: &str) -> (usize, Vec<(String, String)>) {
        (before.len(), Vec::new())
    }

    fn preview(&self, _: &str) -> Option<String> {
        None
    }

    fn painted(&self, line: &str) -> String {
        line.to_owned()
    }

    fn dimmed(&self, text: &str) -> String {
        text.to_owned()
    }

    fn is_open(&self, _: &str) -> bool {
        false
    }
}

/// A conversation.
pub struct Talk {
    /// `None` if standard input or standard output is no terminal.
    editor: Option<Editor<Silent>>,
}

impl Talk {
    /// Begins a conversation.
    ///
    /// # Errors
    ///
    /// If the terminal cannot be read.
    pub fn new() -> Result<Talk> {
        let editor = if is_conversation() { Some(Editor::without_history(Silent)?) } else { None };
        Ok(Talk { editor })
    }

    /// Whether its prompts are shown.
    pub fn has_prompt(&self) -> bool {
        self.editor.is_some() || io::stdin().is_terminal()
    }

    /// Reads a line behind a prompt. Returns it with the seconds that it took.
    ///
    /// # Errors
    ///
    /// If standard input cannot be read.
    pub fn read(&mut self, prompt: &str) -> Result<(Typed, f64)> {
        let begun = Instant::now();
        let typed = match &mut self.editor {
            Some(editor) => editor.read(prompt)?,
            None => plain(prompt)?,
        };
        Ok((typed, begun.elapsed().as_secs_f64()))
    }
}

/// Reads a line of standard input; the prompt is for people alone.
fn plain(prompt: &str) -> Result<Typed> {
    let mut input = io::stdin().lock();
    if io::stdin().is_terminal() {
        let mut err = io::stderr().lock();
        // An error of standard error cannot be reported anywhere.
        let _ = err.write_all(prompt.as_bytes()).and_then(|()| err.flush());
    }
    let line = next(&mut input as &mut dyn BufRead).map_err(|error| {
        Error::new(error::FILE, format!("standard input cannot be read: {}", reason(&error)))
    })?;
    Ok(match line {
        None => Typed::End,
        Some(Line::Text(text)) => Typed::Line(text),
        Some(Line::NotText | Line::TooLong) => Typed::Line("\u{fffd}".to_owned()),
    })
}

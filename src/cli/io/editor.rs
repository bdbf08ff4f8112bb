//! The line that a person types at a terminal: editing, history, completion, what it comes to.

use std::borrow::Cow;
use std::cell::Cell;
use std::fs::{self, File};
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use rustyline::completion::Pair;
use rustyline::error::ReadlineError;
use rustyline::highlight::CmdKind;
use rustyline::hint::Hint;
use rustyline::history::{History, MemHistory};
use rustyline::validate::{ValidationContext, ValidationResult};
use rustyline::{CompletionType, Config, Context};
use unicode_width::UnicodeWidthStr;

use super::{Error, Result, error, terminal_width};

/// The most lines of the history that are read.
const MOST_LINES: usize = 1000;

/// The most candidates that are listed without a question.
const MOST_LISTED: usize = 60;

/// How long the value of a line may take while it is typed.
const PATIENCE: Duration = Duration::from_millis(60);

/// The terminals that cannot move the cursor.
const UNABLE: [&str; 3] = ["dumb", "cons25", "emacs"];

/// The size of the stack of a computation.
const STACK: usize = 8 << 20;

/// How often a computation is asked whether it was interrupted.
const ASKED: Duration = Duration::from_millis(20);

/// What the editor asks about the line that is being typed.
pub trait Assist {
    /// Returns where the word that a text ends with begins, and what may stand in its place: how it is listed, and its
    /// text.
    fn complete(&self, before: &str) -> (usize, Vec<(String, String)>);

    /// Returns what a line comes to.
    fn preview(&self, line: &str) -> Option<String>;

    /// Returns a line with styles, which take no columns.
    fn painted(&self, line: &str) -> String;

    /// Returns a preview with styles.
    fn dimmed(&self, text: &str) -> String;

    /// Whether a line goes on in the next.
    fn is_open(&self, line: &str) -> bool;
}

/// What was typed.
#[derive(Debug)]
pub enum Typed {
    /// A line, or several where one was open or they were pasted.
    Line(String),
    /// A line that was dropped.
    Dropped,
    /// The end.
    End,
}

/// An editor of lines.
pub struct Editor<A: Assist> {
    editor: rustyline::Editor<Helper<A>, MemHistory>,
    history: Option<PathBuf>,
}

impl<A: Assist> Editor<A> {
    /// Begins, with the history of earlier sessions.
    ///
    /// # Errors
    ///
    /// If the terminal cannot be read.
    pub fn new(assist: A) -> Result<Editor<A>> {
        let mut editor = Editor::without_history(assist)?;
        editor.history = data_folder().map(|folder| folder.join("lines"));
        let history = editor.history.as_ref();
        let text = history.and_then(|path| fs::read_to_string(path).ok()).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        for line in lines.iter().skip(lines.len().saturating_sub(MOST_LINES)) {
            let line = line.replace("\\n", "\n").replace("\\\\", "\\");
            // Memory alone.
            let _ = editor.editor.history_mut().add(&line);
        }
        Ok(editor)
    }

    /// Begins without earlier lines; those that are typed are kept in memory.
    ///
    /// # Errors
    ///
    /// If the terminal cannot be read.
    pub fn without_history(assist: A) -> Result<Editor<A>> {
        let failed =
            |error: &ReadlineError| Error::new(error::FILE, format!("the terminal cannot be read: {error}"));
        let config = Config::builder()
            .completion_type(CompletionType::List)
            .completion_prompt_limit(MOST_LISTED)
            .completion_show_all_if_ambiguous(true)
            .auto_add_history(false)
            .build();
        let mut editor =
            rustyline::Editor::with_history(config, MemHistory::new()).map_err(|error| failed(&error))?;
        editor.set_helper(Some(Helper { assist, prompt: String::new(), is_slow: Cell::new(false) }));
        Ok(Editor { editor, history: None })
    }

    /// Reads what is typed behind a prompt.
    ///
    /// # Errors
    ///
    /// If the terminal cannot be read.
    pub fn read(&mut self, prompt: &str) -> Result<Typed> {
        if let Some(helper) = self.editor.helper_mut() {
            prompt.clone_into(&mut helper.prompt);
            helper.is_slow.set(false);
        }
        match self.editor.readline(prompt) {
            Ok(line) => {
                self.remember(&line);
                Ok(Typed::Line(line))
            }
            Err(ReadlineError::Interrupted) => Ok(Typed::Dropped),
            Err(ReadlineError::Eof) => Ok(Typed::End),
            // The terminal was closed.
            Err(ReadlineError::Io(_)) => Ok(Typed::End),
            Err(error) => Err(Error::new(error::FILE, format!("the terminal cannot be read: {error}"))),
        }
    }

    /// Whether it can do more than read whole lines.
    pub fn completes(&self) -> bool {
        let term = std::env::var("TERM").unwrap_or_default();
        !UNABLE.contains(&term.as_str())
    }

    /// Returns who is asked about the line.
    pub fn assist(&mut self) -> Option<&mut A> {
        self.editor.helper_mut().map(|helper| &mut helper.assist)
    }

    /// Adds a line to the history. A history that cannot be written is kept in memory.
    fn remember(&mut self, line: &str) {
        if line.trim().is_empty() || !self.editor.history_mut().add(line).unwrap_or(false) {
            return;
        }
        let Some(path) = &self.history else { return };
        let line = format!("{}\n", line.replace('\\', "\\\\").replace('\n', "\\n"));
        let folder = path.parent().map(fs::create_dir_all);
        if folder.is_some_and(|made| made.is_ok())
            && let Ok(mut file) = File::options().append(true).create(true).open(path)
        {
            // One write, so that lines of two sessions do not mix.
            let _ = file.write_all(line.as_bytes());
        }
    }
}

/// Returns the folder in which napkin keeps what people typed; `None` if the platform has none.
pub(super) fn data_folder() -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let home = || std::env::home_dir().filter(|home| !home.as_os_str().is_empty());
    set("NAPKIN_DATA_DIR").or_else(|| {
        let folder = if cfg!(windows) {
            set("APPDATA")
        } else if cfg!(target_os = "macos") {
            home().map(|home| home.join("Library").join("Application Support"))
        } else {
            set("XDG_DATA_HOME").or_else(|| home().map(|home| home.join(".local").join("share")))
        };
        folder.map(|folder| folder.join("napkin"))
    })
}

/// Computes something that an interrupt ends; `None` if it did.
pub fn interruptible<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let interrupted = Arc::new(AtomicBool::new(false));
    #[cfg(unix)]
    let signal = signal_hook::flag::register(signal_hook::consts::SIGINT, interrupted.clone());
    let (sender, receiver) = mpsc::channel();
    let started = thread::Builder::new().stack_size(STACK).spawn(move || {
        // Nobody waits any more if it was interrupted.
        let _ = sender.send(work());
    });
    let result = loop {
        match receiver.recv_timeout(ASKED) {
            Ok(result) => break Some(result),
            Err(mpsc::RecvTimeoutError::Timeout) if !interrupted.load(Ordering::Relaxed) => {}
            Err(_) => break None,
        }
    };
    drop(started);
    #[cfg(unix)]
    if let Ok(signal) = signal {
        signal_hook::low_level::unregister(signal);
    }
    result
}

struct Helper<A> {
    assist: A,
    prompt: String,
    /// Whether the value of this line takes so long that it is not asked for any more.
    is_slow: Cell<bool>,
}

impl<A: Assist> rustyline::Helper for Helper<A> {}

impl<A: Assist> rustyline::completion::Completer for Helper<A> {
    type Candidate = Pair;

    fn complete(&self, line: &str, at: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<Pair>)> {
        let (start, found) = self.assist.complete(line.get(..at).unwrap_or(line));
        Ok((start, found.into_iter().map(|(display, replacement)| Pair { display, replacement }).collect()))
    }
}

/// What a line comes to, which is no text to be accepted.
struct Preview(String);

impl Hint for Preview {
    fn display(&self) -> &str {
        &self.0
    }

    fn completion(&self) -> Option<&str> {
        None
    }
}

impl<A: Assist> rustyline::hint::Hinter for Helper<A> {
    type Hint = Preview;

    /// Returns the preview, if it fits into the row.
    fn hint(&self, line: &str, at: usize, _: &Context<'_>) -> Option<Preview> {
        if at < line.len() || self.is_slow.get() {
            return None;
        }
        let begun = Instant::now();
        let preview = self.assist.preview(line);
        self.is_slow.set(begun.elapsed() > PATIENCE);
        let shown = format!("  = {}", preview?);
        let last = line.rsplit('\n').next().unwrap_or(line);
        let columns = self.prompt.width() + last.width() + shown.width();
        (columns < terminal_width()).then_some(Preview(shown))
    }
}

impl<A: Assist> rustyline::highlight::Highlighter for Helper<A> {
    fn highlight<'l>(&self, line: &'l str, _: usize) -> Cow<'l, str> {
        Cow::Owned(self.assist.painted(line))
    }

    fn highlight_prompt<'b, 's: 'b, 'p: 'b>(&'s self, prompt: &'p str, _: bool) -> Cow<'b, str> {
        Cow::Owned(self.assist.dimmed(prompt))
    }

    fn highlight_hint<'h>(&self, hint: &'h str) -> Cow<'h, str> {
        Cow::Owned(self.assist.dimmed(hint))
    }

    fn highlight_char(&self, _: &str, _: usize, kind: CmdKind) -> bool {
        kind != CmdKind::MoveCursor
    }
}

impl<A: Assist> rustyline::validate::Validator for Helper<A> {
    fn validate(&self, context: &mut ValidationContext<'_>) -> rustyline::Result<ValidationResult> {
        let is_open = self.assist.is_open(context.input());
        Ok(if is_open { ValidationResult::Incomplete } else { ValidationResult::Valid(None) })
    }
}

//! `napkin` alone on a terminal: a session.
//!
//! Reads lines with `io::editor`, evaluates them in a [`Session`], and prints what the commands print.

mod assist;

use assist::Typing;
use napkin::Settings;
use napkin::explain::Explanation;
use napkin::report::Changes;
use napkin::report::session::{COMMANDS, Command, Session, Variable, is_open};
use napkin::text::diagnostic::Diagnostic;
use napkin::text::escape::escaped;
use napkin::text::source::Sources;

use super::commands::Context;
use super::error::{self, Error, Result};
use super::formats::document::{Answer, Document};
use super::formats::{messages, printer};
use super::io::editor::{Editor, Typed, interruptible};
use super::model::{self, Model};
use super::paint;
use super::reply::Reply;
use super::screen::{Color, Screen};
use super::{io, quote};

/// How results are computed and printed.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// How uncertain values are computed.
    pub settings: Settings,
    /// The number of significant digits.
    pub digits: usize,
    /// When to use color.
    pub color: Color,
}

/// Runs a session until it is left. An error never ends it.
///
/// # Errors
///
/// If the terminal cannot be read.
pub fn run(options: Options, context: &Context) -> Result<()> {
    let session = Session::new(options.digits, options.settings);
    let screen = io::screen(options.color);
    let mut editor = Editor::new(Typing { session, paint: screen.out })?;
    let greeting = format!("napkin {} · :help, or Ctrl-D to leave", env!("CARGO_PKG_VERSION"));
    io::print(Reply { out: format!("{}\n", screen.out.with(paint::DIM, &greeting)), ..Reply::default() });
    let completes = editor.completes();
    let mut conversation = Conversation { context, options, completes, has_read: false };
    loop {
        let prompt =
            editor.assist().and_then(|typing| typing.session.model()).map(|model| model.name.clone());
        let text = match editor.read(&format!("{}> ", prompt.unwrap_or_default()))? {
            Typed::Line(text) => text,
            Typed::Dropped => continue,
            Typed::End => return Ok(()),
        };
        let Some(typing) = editor.assist() else { return Ok(()) };
        for line in lines(&text) {
            match Command::of(&line) {
                Ok(Some(Command::Quit)) => return Ok(()),
                Ok(Some(command)) => conversation.command(command, &mut typing.session),
                Ok(None) => conversation.line(line, &mut typing.session),
                Err(wrong) => {
                    let error = Error::new(error::USAGE, escaped(&wrong.message)).help(escaped(&wrong.help));
                    conversation.fail(error);
                }
            }
        }
    }
}

/// Returns the lines of what was typed or pasted, each with those that it goes on in.
fn lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut goes_on = false;
    for line in text.lines() {
        match lines.last_mut().filter(|_| goes_on) {
            Some(last) => {
                last.push('\n');
                last.push_str(line);
            }
            None => lines.push(line.to_owned()),
        }
        goes_on = lines.last().is_some_and(|last| is_open(last));
    }
    lines.retain(|line| !line.trim().is_empty() && !line.trim().starts_with('#'));
    lines
}

struct Conversation<'c> {
    context: &'c Context<'c>,
    options: Options,
    /// Whether Tab completes.
    completes: bool,
    /// Whether it was said how a range is read.
    has_read: bool,
}

impl Conversation<'_> {
    /// Returns the terminal as it is now: it may have been resized. What says more is named in other words here.
    fn screen(&self) -> Screen {
        Screen { err_is_read: false, ..io::screen(self.options.color) }
    }

    fn print(&self, reply: Reply) {
        let screen = self.screen();
        let err = match screen.err_width {
            Some(width) => messages::fitted(reply.err, width),
            None => reply.err,
        };
        io::print(Reply { err, pages: false, ..reply });
    }

    fn say(&self, text: &str) {
        self.print(Reply { out: format!("{text}\n"), ..Reply::default() });
    }

    fn show(&self, document: Document) {
        let screen = self.screen();
        self.print(printer::reply(&Answer::new(document), self.context.format, &screen));
    }

    fn fail(&self, error: Error) {
        self.refuse(&[error.into()], &Sources::new());
    }

    fn refuse(&self, diagnostics: &[Diagnostic], sources: &Sources) {
        let screen = self.screen();
        self.print(printer::failure((diagnostics, sources), &[], self.context.format, &screen));
    }

    /// Evaluates a line.
    fn line(&mut self, line: String, session: &mut Session) {
        let mut next = session.clone();
        let done = interruptible(move || {
            let evaluation = next.evaluate(&line);
            (next, evaluation)
        });
        let Some((next, mut evaluation)) = done else {
            self.say("interrupted");
            return;
        };
        *session = next;
        if evaluation.reading.is_some() && std::mem::replace(&mut self.has_read, true) {
            evaluation.reading = None;
        }
        let code = evaluation.diagnostics.iter().find(|found| found.is_error()).map(|error| error.code);
        self.show(Document::Evaluation(evaluation));
        if let Some(code) = code {
            let more = format!("`:explain {code}` says more");
            let text = match session.fixes().len() {
                0 => more,
                _ if !self.completes => more,
                1 => format!("Tab takes the fix; {more}"),
                _ => format!("Tab takes a fix; {more}"),
            };
            self.say(&self.screen().out.with(paint::DIM, &text));
        }
    }

    fn command(&mut self, command: Command, session: &mut Session) {
        match command {
            Command::Load(given) => self.load(&given, session),
            Command::Set(name, value) => self.set(&name, &value, session),
            Command::Vars => self.variables(session),
            Command::Run(rows) => self.run(rows, session),
            Command::Explain(of, mental) => self.explain(of.as_deref(), mental, session),
            Command::Program(words) => self.program(words),
            Command::Save(path) => self.save(&path, session),
            Command::Help => self.help(),
            Command::Quit => {}
        }
    }

    fn load(&self, given: &str, session: &mut Session) {
        let words: Vec<String> = given.split_whitespace().map(str::to_owned).collect();
        let model = match model::leading(&words).filter(|(count, _)| *count == words.len()) {
            Some((_, preset)) => {
                Ok(Model { name: preset.name.to_owned(), text: preset.text.to_owned(), is_preset: true })
            }
            None => model::read(given, "run"),
        };
        let model = match model {
            Ok(model) => model,
            Err(error) => return self.fail(error),
        };
        let changes = model.changes(Changes::default());
        match session.load(&model.name, &model.text, changes) {
            Ok(lost) => {
                let Some(loaded) = session.model() else { return };
                let title = loaded.title.as_deref().unwrap_or(&loaded.name);
                self.say(&format!(
                    "{}: {} inputs, {} estimates.\nType a name for its value, `:run` for all.",
                    escaped(title),
                    loaded.inputs.len(),
                    loaded.estimates.len()
                ));
                self.lost(&lost);
            }
            Err(refused) => self.refuse(&refused.diagnostics, &refused.sources),
        }
    }

    fn set(&self, name: &str, value: &str, session: &mut Session) {
        let Some(model) = session.model() else {
            return self.fail(
                Error::new(error::USAGE, "no model is loaded, so there is nothing to set")
                    .help(format!("define it: `{name} = {value}`, or load a model: `:load twitter`")),
            );
        };
        if !model.inputs.iter().chain(&model.estimates).any(|known| known == name) {
            let names = model.inputs.iter().map(String::as_str);
            return self.fail(Error::unknown("input", name, names, ":run"));
        }
        match session.set(name, value) {
            Ok(lost) => {
                self.lost(&lost);
                let mut shown = session.clone();
                self.show(Document::Evaluation(shown.evaluate(name)));
            }
            Err(refused) => self.refuse(&refused.diagnostics, &refused.sources),
        }
    }

    fn lost(&self, lines: &[String]) {
        for line in lines {
            self.say(&format!("forgotten, as it has an error now: {}", escaped(line)));
        }
    }

    fn variables(&self, session: &Session) {
        let variables = session.variables();
        if variables.is_empty() {
            return self.say("no names yet; define one: `users = 100M users`");
        }
        let width = variables.iter().map(|Variable { name, .. }| name.chars().count()).max().unwrap_or(0);
        let line = |Variable { name, value }: &Variable| {
            let equals = if value.starts_with('(') { "" } else { " = " };
            let width = if equals.is_empty() { 0 } else { width };
            format!("{name:width$}{equals}{}", escaped(value))
        };
        self.say(&variables.iter().map(line).collect::<Vec<_>>().join("\n"));
    }

    /// Returns the words of a command of the program on the loaded model.
    fn on_model(&self, command: &str, session: &Session) -> Option<Vec<String>> {
        let model = session.model()?;
        let mut words = vec![command.to_owned(), model.name.clone()];
        for (name, value) in &model.set {
            words.extend(["--set".to_owned(), format!("{name}={value}")]);
        }
        Some(words)
    }

    fn run(&self, rows: Vec<String>, session: &Session) {
        match self.on_model("run", session) {
            Some(words) => self.program([words, rows].concat()),
            None => self.fail(
                Error::new(error::USAGE, "no model is loaded")
                    .help("load one: `:load twitter`; `:presets` lists them"),
            ),
        }
    }

    fn explain(&self, of: Option<&str>, mental: bool, session: &Session) {
        let is_code = |word: &&str| {
            word.len() == 5
                && word.starts_with(['E', 'W'])
                && word.get(1..).is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
        };
        if let Some(code) = of.filter(is_code) {
            return self.program(vec!["explain".to_owned(), "--error".to_owned(), code.to_owned()]);
        }
        if let Some(name) = of.filter(|name| session.is_of_model(name))
            && let Some(mut words) = self.on_model("explain", session)
        {
            words.extend(mental.then(|| "--mental".to_owned()));
            words.push(name.to_owned());
            return self.program(words);
        }
        let (explained, of) = (session.clone(), of.map(str::to_owned));
        match interruptible(move || explained.explanation(of.as_deref(), mental)) {
            Some(Some(explanation)) if explanation.is_ok() => {
                self.show(Document::Explanation(Box::new(explanation)))
            }
            Some(Some(Explanation { diagnostics, sources, .. })) => self.refuse(&diagnostics, &sources),
            Some(None) => self.say("nothing to explain yet; type an expression first"),
            None => self.say("interrupted"),
        }
    }

    /// Runs a command of the program.
    fn program(&self, words: Vec<String>) {
        let screen = self.screen();
        let reply = (self.context.answer)(words, &screen);
        self.print(reply);
    }

    fn save(&self, path: &str, session: &Session) {
        let text = if path.ends_with(".toml") { session.toml() } else { Some(session.script()) };
        let Some(text) = text else {
            return self.fail(
                Error::new(error::USAGE, "these lines are not a model: a model gives each name one value")
                    .help("save them as a script: `:save estimate.napkin`"),
            );
        };
        if text.trim().is_empty() {
            return self.say("nothing to save yet");
        }
        match io::write_new(path, &text) {
            Ok(()) => {
                let quoted = quote::argument(path);
                let again = if path.ends_with(".toml") {
                    format!("napkin run {quoted}")
                } else {
                    format!("napkin < {quoted}")
                };
                self.say(&format!("saved; run it with `{again}`"));
            }
            Err(error) => self.fail(error),
        }
    }

    fn help(&self) {
        let mut text = String::from(
            "Type an expression, or a name and its value:\n\n  users = 100M users\n  users * 10 requests/user/day\n  it * 2 KB/request to TB/day     `it` is the last result\n  * 3 copies                      goes on from it\n\n",
        );
        for (name, arguments, about) in COMMANDS {
            let command = format!(":{name} {arguments}");
            text.push_str(&format!("  {command:<27}{about}\n"));
        }
        text.push_str("\nTab completes a word, or takes the fix of an error. Ctrl-C drops the line.");
        self.say(&text);
    }
}

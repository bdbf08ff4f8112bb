//! A session: lines that are evaluated one after another, each with the names of those before it.
//!
//! Takes lines, and returns what a terminal shows: values, errors with their fixes, what is being typed comes to, how
//! a word may go on, what its parts are. Nothing here reads or prints.

mod command;
mod complete;
mod highlight;
mod save;

use std::sync::Arc;

pub use command::{COMMANDS, Command, Wrong};
pub use complete::Completion;
pub use highlight::Part;

use super::evaluation::{self, Line};
use super::{Answer, Changes, Evaluation};
use crate::analysis::explain::{self, Explanation};
use crate::engine::Sampling;
use crate::run::Settings;
use crate::syntax;
use crate::text::diagnostic::Diagnostic;
use crate::text::edits::Edits;
use crate::worksheet::workspace::{IT, Workspace};
use crate::worksheet::{Item, Refused};
use highlight::words;

/// The longest line whose value is shown while it is typed, in bytes.
const LONGEST_PREVIEW: usize = 400;

/// Operators that no expression begins with: what begins with one goes on from the last result.
const GOES_ON: [&str; 8] = ["*", "×", "/", "÷", "+", "^", "≈", "~~"];

/// Words that no expression begins with, likewise.
const GOES_ON_WORDS: [&str; 4] = ["to", "in", "as", "per"];

/// A session.
#[derive(Clone, Debug)]
pub struct Session {
    workspace: Arc<Workspace>,
    lines: Vec<Kept>,
    model: Option<Loaded>,
    digits: usize,
    settings: Settings,
    /// The last line with each of the fixes of its error.
    fixes: Vec<String>,
}

/// A line that was evaluated.
#[derive(Clone, Debug)]
struct Kept {
    /// The line as it was read.
    text: String,
    /// The statements with values: the name, if it has one, and the text.
    results: Vec<(Option<String>, String)>,
}

/// A model whose names the lines may use.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The preset's name, or the path.
    pub name: String,
    /// Its title.
    pub title: Option<String>,
    /// What replaces values of the model, in the order in which it was set.
    pub set: Vec<(String, String)>,
    /// The names of its inputs.
    pub inputs: Vec<String>,
    /// The names of its estimates.
    pub estimates: Vec<String>,
    text: String,
    changes: Changes,
}

/// A name of a session and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// The name.
    pub name: String,
    /// Its value as printed; a function's definition.
    pub value: String,
}

impl Session {
    /// Begins a session that prints values to a number of digits.
    pub fn new(digits: usize, settings: Settings) -> Session {
        Session {
            workspace: Arc::new(Workspace::default()),
            lines: Vec::new(),
            model: None,
            digits,
            settings,
            fixes: Vec::new(),
        }
    }

    /// Evaluates a line. A line with an error changes nothing.
    ///
    /// ```
    /// use napkin::report::session::Session;
    ///
    /// let mut session = Session::new(4, Default::default());
    /// session.evaluate("users = 100M users");
    /// let rate = session.evaluate("users * 10 requests/user/day");
    /// assert_eq!(rate.answers[0].shown.written.literal(), "11.57k requests/s");
    /// let traffic = session.evaluate("it * 2 KB/request");
    /// assert_eq!(traffic.answers[0].shown.written.literal(), "2 TB/day");
    /// ```
    pub fn evaluate(&mut self, text: &str) -> Evaluation {
        let text = self.continued(text);
        let Line { evaluation, text, workspace } =
            evaluation::line(&self.workspace, &text, true, (self.digits, &self.settings));
        self.fixes = fixes(&text, self.workspace.next_source(), &evaluation.diagnostics);
        if let Some(workspace) = workspace {
            let result = |answer: &Answer| {
                answer.against.is_none().then(|| (answer.name.clone(), answer.source.clone()))
            };
            let results = evaluation.answers.iter().filter_map(result).collect();
            self.workspace = Arc::new(workspace);
            self.lines.push(Kept { text, results });
        }
        evaluation
    }

    /// Returns what a line comes to while it is typed; `None` if it has an error, or says so itself.
    pub fn preview(&self, text: &str) -> Option<String> {
        let text = text.trim();
        if text.is_empty() || text.len() > LONGEST_PREVIEW || text.starts_with(':') || is_open(text) {
            return None;
        }
        // `us` may become `users`.
        let is_begun = text.chars().all(syntax::continues_name) && text.starts_with(syntax::starts_name);
        if is_begun && !self.workspace.names().any(|name| name == text) {
            return None;
        }
        let text = self.continued(text);
        // Nobody waits between two keys.
        let usual = Settings::default().sampling.samples;
        let samples = self.settings.sampling.samples.min(usual);
        let sampling = Sampling { samples, ..self.settings.sampling };
        let settings = Settings { sampling, ..self.settings };
        let line = evaluation::line(&self.workspace, &text, false, (self.digits, &settings));
        let answer = line.evaluation.answers.last().filter(|_| line.evaluation.is_ok())?;
        let shown = match &answer.shown.spread {
            Some(spread) => format!("{} ({})", answer.shown.written.literal(), spread.interval),
            None if answer.against.is_some() => answer.shown.written.to_string(),
            None => answer.shown.written.literal(),
        };
        let said = answer.source.split_once('=').map_or(answer.source.as_str(), |(_, value)| value);
        let plain = |text: &str| text.replace([' ', '_'], "");
        // `20 GB` and `20 GB to 30 GB` say it themselves.
        let interval = answer.shown.spread.as_ref().map(|spread| plain(&spread.interval.to_string()));
        let says = plain(said) == plain(&shown) || interval.is_some_and(|interval| interval == plain(said));
        (!says).then_some(shown)
    }

    /// Returns the last line with each of the fixes of its error made; empty if it had none.
    pub fn fixes(&self) -> &[String] {
        &self.fixes
    }

    /// Returns what the lines so far left.
    pub(super) fn workspace(&self) -> &Workspace {
        &self.workspace
    }

    /// Whether a line can be read as it is.
    pub(super) fn reads(&self, text: &str) -> bool {
        evaluation::line(&self.workspace, &self.continued(text), false, (self.digits, &self.settings))
            .evaluation
            .is_ok()
    }

    /// Returns the model that was loaded.
    pub fn model(&self) -> Option<&Loaded> {
        self.model.as_ref()
    }

    /// Loads a model, whose names the lines may use from then on. Returns the lines that cannot be read with it, which
    /// are forgotten.
    ///
    /// # Errors
    ///
    /// Returns the errors of the model. Nothing changes.
    pub fn load(&mut self, name: &str, text: &str, changes: Changes) -> Result<Vec<String>, Box<Refused>> {
        let (sheet, workspace) = Workspace::of_model(name, text, &changes)?;
        let names = |items: &[Item]| items.iter().filter_map(|item| item.name.clone()).collect();
        self.model = Some(Loaded {
            name: name.to_owned(),
            title: sheet.title().map(str::to_owned),
            set: changes.set.clone(),
            inputs: names(sheet.inputs()),
            estimates: names(sheet.estimates()),
            text: text.to_owned(),
            changes,
        });
        Ok(self.read_again(workspace))
    }

    /// Sets an input or an estimate of the loaded model. Returns the lines that cannot be read any more, which are
    /// forgotten.
    ///
    /// # Errors
    ///
    /// Returns the errors of the model with that value. Nothing changes.
    pub fn set(&mut self, name: &str, value: &str) -> Result<Vec<String>, Box<Refused>> {
        let Some(model) = &self.model else { return Ok(Vec::new()) };
        let mut changes = model.changes.clone();
        changes.set.retain(|(known, _)| known != name);
        changes.set.push((name.to_owned(), value.to_owned()));
        let (name, text) = (model.name.clone(), model.text.clone());
        self.load(&name, &text, changes)
    }

    /// Reads all lines after another beginning.
    fn read_again(&mut self, mut workspace: Workspace) -> Vec<String> {
        let mut lost = Vec::new();
        self.lines.retain(|line| match workspace.read("<input>", &line.text) {
            Ok((_, next)) => {
                workspace = next;
                true
            }
            Err(_) => {
                lost.push(line.text.clone());
                false
            }
        });
        self.workspace = Arc::new(workspace);
        lost
    }

    /// Returns the names of the lines with their values, in the order in which they were first defined, and the last
    /// result. Functions stand with their definitions.
    pub fn variables(&self) -> Vec<Variable> {
        let mut names: Vec<&str> = Vec::new();
        for (name, _) in self.lines.iter().flat_map(|line| &line.results) {
            names.extend(name.as_deref().filter(|name| !names.contains(name)));
        }
        names.extend(self.workspace.names().find(|name| *name == IT));
        let value = |name: &&str| {
            let line = evaluation::line(&self.workspace, name, false, (self.digits, &self.settings));
            let shown = &line.evaluation.answers.last()?.shown;
            let value = match &shown.spread {
                Some(spread) => format!("{}  # 90%: {}", shown.written.literal(), spread.interval),
                None => shown.written.to_string(),
            };
            Some(Variable { name: (*name).to_owned(), value })
        };
        let mut variables: Vec<Variable> = names.iter().filter_map(value).collect();
        variables.extend(self.functions().map(|(name, value)| Variable { name, value }));
        variables
    }

    /// Returns the functions that lines define, each with the text behind its name.
    fn functions(&self) -> impl Iterator<Item = (String, String)> {
        let defines = |line: &str| {
            let rest = line.trim().strip_prefix("fn ")?.trim_start();
            let (name, rest) = rest.split_at(rest.find('(')?);
            Some((name.trim().to_owned(), rest.to_owned()))
        };
        self.lines.iter().flat_map(|line| line.text.lines()).filter_map(defines)
    }

    /// Whether a name is of the loaded model and of no line.
    pub fn is_of_model(&self, name: &str) -> bool {
        let is_of_line =
            self.lines.iter().flat_map(|line| &line.results).any(|(own, _)| own.as_deref() == Some(name));
        let has = |model: &Loaded| model.inputs.iter().chain(&model.estimates).any(|own| own == name);
        !is_of_line && self.model.as_ref().is_some_and(has)
    }

    /// Explains a name or an expression, or the last result; `None` if there is none. Names of the model stand with
    /// their values.
    pub fn explanation(&self, of: Option<&str>, mental: bool) -> Option<Explanation> {
        let last = || self.lines.iter().rposition(|line| !line.results.is_empty());
        let (before, wanted) = match of {
            Some(of) => (self.lines.as_slice(), self.continued(of)),
            None => {
                let at = last()?;
                (self.lines.get(..at)?, self.lines.get(at)?.text.clone())
            }
        };
        let script = format!("{}{}{wanted}", self.of_model(), save::definitions(before, &wanted));
        let settings = explain::Settings {
            digits: self.digits,
            uncertainty: self.settings,
            mental,
            ..explain::Settings::default()
        };
        Some(explain::script("<session>", &script, &settings))
    }

    /// Returns bindings of the names of the model that the lines use.
    fn of_model(&self) -> String {
        let Some(model) = &self.model else { return String::new() };
        let used = |name: &&String| {
            self.lines.iter().any(|line| words(&line.text).any(|word| word == name.as_str()))
        };
        let names = model.inputs.iter().chain(&model.estimates).filter(used);
        let value = |name: &String| {
            let line = evaluation::line(&self.workspace, name, false, (EXACT, &self.settings));
            let shown = &line.evaluation.answers.last()?.shown;
            let value = shown.spread.as_ref().map(|spread| spread.interval.to_string());
            Some(format!("{name} = {}\n", value.unwrap_or_else(|| shown.written.literal())))
        };
        names.filter_map(value).collect()
    }

    /// Returns a line that goes on from the last result as one that says so.
    fn continued(&self, text: &str) -> String {
        let begins = text.trim_start();
        let word = begins.split(|c: char| !syntax::continues_name(c)).next().unwrap_or_default();
        let goes_on = GOES_ON.iter().any(|sign| begins.starts_with(sign))
            || begins.starts_with("->")
            || GOES_ON_WORDS.contains(&word);
        if goes_on && self.workspace.names().any(|name| name == IT) {
            format!("{IT} {begins}")
        } else {
            text.to_owned()
        }
    }
}

/// The digits with which a value of a model is handed to an explanation.
const EXACT: usize = 12;

/// Whether a parenthesis is open at the end of a text, so that it goes on in the next line. An empty line ends it.
pub fn is_open(text: &str) -> bool {
    if text.ends_with('\n') {
        return false;
    }
    let code = text.lines().map(|line| line.split('#').next().unwrap_or_default());
    let depth = code.flat_map(str::chars).fold(0_i32, |depth, c| match c {
        '(' => depth + 1,
        ')' => depth - 1,
        _ => depth,
    });
    depth > 0
}

/// Returns a line with each of the fixes that were tried.
fn fixes(text: &str, source: u16, diagnostics: &[Diagnostic]) -> Vec<String> {
    let helps = diagnostics.iter().flat_map(|found| &found.helps).filter(|help| help.is_proven);
    let edits = helps.filter_map(|help| Edits::new(&help.edits)).filter(|edits| edits.source == source);
    let mut fixes: Vec<String> = Vec::new();
    for fixed in edits.filter_map(|edits| edits.apply(text)) {
        if !fixes.contains(&fixed) {
            fixes.push(fixed);
        }
    }
    fixes
}

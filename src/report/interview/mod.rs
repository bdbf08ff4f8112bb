//! A mock interview: lines in, verdicts out, and a card at the end.
//!
//! Lines are evaluated as those of a session, each after the ones before; what they are worth is decided by
//! `practice::interview`. Nothing here reads, prints or knows the time.

mod islands;
mod notation;
mod read;
mod save;
mod spoken;

pub use crate::practice::interview::{Card, What};

use super::session::Session;
use super::{Changes, Evaluation};
use crate::library::practice::interviews;
use crate::library::presets::Preset;
use crate::practice::interview::{Bench, DIGITS, Exam, Guide, Heard, NodeId, Pending};
use crate::run::Settings;
use crate::syntax;
use crate::text::diagnostic::Help;
use crate::text::edits::Edits;
use crate::text::escape::escaped;
use crate::worksheet::{Worksheet, model};
use islands::{Known, Spoken};
use read::Compared;

/// What may be typed beside a line with a value.
const HELP: &str = "\
Type estimates, one a line: `dau = 100M users`, then `reads = dau * 10 reads/user/day to reads/s`.
  ask WHAT     a number to work with: `ask peak`
  done         on to the next stage
  it is NAME   what the last line was, if it was taken for something else
  undo         takes the last line back
  q            ends with the scorecard";

/// The longest line that is read, in bytes.
const LONGEST_READ: usize = 2_000;

/// The most lines that are offered for one with an error.
const MOST_FIXES: usize = 2;

/// The most lines that can be taken back.
const KEPT: usize = 200;

/// A mock interview.
#[derive(Clone, Debug)]
pub struct Interview {
    /// The preset's name.
    pub preset: &'static str,
    session: Session,
    exam: Exam,
    /// The nouns that the preset declares.
    nouns: Vec<String>,
    /// The lines with values.
    lines: Vec<save::Line>,
    /// What values without a name were taken for.
    noted: Vec<(NodeId, String)>,
    /// What was before each line, with the number of lines.
    before: Vec<(Session, Exam, usize)>,
}

/// What comes of a line.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The stage in which it was typed.
    pub stage: String,
    /// The line.
    pub line: String,
    /// What it was.
    pub what: What,
    /// What is said of it, a line each: a verdict, and perhaps a question.
    pub text: Vec<String>,
    /// Its value, if it has one.
    pub value: Option<String>,
    /// What it was taken for.
    pub name: Option<String>,
    /// What the preset gives with what was said so far.
    pub mine: Option<String>,
    /// The value over that.
    pub factor: Option<f64>,
    /// Whether something is asked.
    pub asks: bool,
}

impl Interview {
    /// Begins an interview on a preset; `None` if there is none on it.
    pub fn new(preset: &'static Preset) -> Option<Interview> {
        let (mut own, shared) = interviews::of(preset.name)?;
        for (noun, same) in &shared.same {
            own.same.entry(noun.clone()).or_insert_with(|| same.clone());
        }
        let sheet: Worksheet = model::read(preset.name, preset.text, &Changes::default()).ok()?;
        let settings = Settings { point: true, ..Settings::default() };
        let mut session = Session::new(DIGITS, settings);
        let units = sheet.compiled().units();
        let nouns: Vec<String> = units.declared_names().map(str::to_owned).collect();
        let declared =
            nouns.iter().filter_map(|name| units.find(name)).map(|(_, unit)| unit.singular.to_owned());
        let mut nouns: Vec<String> = declared.collect();
        nouns.dedup();
        for noun in &nouns {
            // A candidate may count what the preset counts.
            session.evaluate(&format!("unit {noun}"));
        }
        let bench = Bench::new(sheet, &own.same);
        let guide = Guide::new(&bench, (&own, &shared));
        Some(Interview {
            preset: preset.name,
            session,
            nouns,
            exam: Exam::new(bench, guide, own.same),
            lines: Vec::new(),
            noted: Vec::new(),
            before: Vec::new(),
        })
    }

    /// Returns what is said first: the question, and how to answer.
    pub fn opening(&self) -> [String; 2] {
        let how = "Estimate what would change the design, a line at a time; say what you assume. `done` ends a stage, `ask peak` asks for a number, `help` says more.";
        [self.exam.guide.open.clone(), how.to_owned()]
    }

    /// Returns the name of the stage; `None` at the end.
    pub fn stage(&self) -> Option<&str> {
        self.exam.stage()
    }

    /// Takes a line that was typed after some seconds.
    pub fn line(&mut self, line: &str, seconds: f64) -> Reply {
        self.exam.spend(seconds);
        let stage = self.stage().unwrap_or_default().to_owned();
        let typed = line.trim();
        let before = (self.session.clone(), self.exam.clone(), self.lines.len());
        let (heard, value) = self.hear(typed);
        if !matches!(heard.what, What::Nothing | What::Refused) {
            self.before.push(before);
            let many = self.before.len().saturating_sub(KEPT);
            self.before.drain(..many);
        }
        let name = heard.node.and_then(|node| self.exam.bench.nodes.get(node));
        Reply {
            stage,
            line: typed.to_owned(),
            what: heard.what,
            text: heard.text,
            value,
            name: name.map(|node| node.name.clone()),
            mine: heard.mine,
            factor: heard.factor,
            asks: heard.asks,
        }
    }

    /// Ends the interview, as when time is up.
    pub fn end(&mut self) {
        self.exam.end();
    }

    /// Returns what it came to.
    pub fn card(&self) -> Card {
        self.exam.card()
    }

    /// Returns the lines as a model; `None` if nothing was estimated.
    pub fn toml(&self) -> Option<String> {
        save::toml(self.preset, &self.nouns, &self.lines)
    }

    fn hear(&mut self, typed: &str) -> (Heard, Option<String>) {
        let (word, rest) = typed.split_once(char::is_whitespace).unwrap_or((typed, ""));
        let rest = rest.trim();
        let lower = word.to_lowercase();
        match (lower.trim_end_matches(['.', '!']), rest) {
            ("", _) => return (Heard::default(), None),
            ("q" | "quit" | "exit" | ":q" | ":quit", "") => {
                self.exam.end();
                return (Heard { what: What::Nothing, ..Heard::default() }, None);
            }
            _ if spoken::is_done(typed) => return (self.exam.done(), None),
            ("help" | "?" | "h" | ":help", "") => {
                return (say(HELP.lines().map(str::to_owned).collect()), None);
            }
            ("undo" | "u", "") => return (self.undo(), None),
            ("ask", "") => return (say(vec!["Ask for what? Such as `ask peak`.".to_owned()]), None),
            ("ask", wanted) => return (self.exam.ask(wanted), None),
            ("it" | "that" | "this", rest) => {
                let name = rest.strip_prefix("is ").map(|name| name.trim().trim_end_matches('.'));
                if let Some(name) = name.filter(|name| syntax::is_name(name)) {
                    return (self.it_is(name), None);
                }
            }
            _ => {}
        }
        if let Some(heard) = self.exam.which(typed) {
            return (heard, None);
        }
        if typed.ends_with('?') && !typed.contains('=') {
            // A number with a question mark is an assumption: `25 messages a day?`
            if !spoken::is_question(typed) {
                let stated = self.read(typed.trim_end_matches('?').trim_end());
                if !matches!(stated.0.what, What::Words | What::Refused) {
                    return stated;
                }
            }
            return (self.exam.ask(typed), None);
        }
        self.read(typed)
    }

    fn undo(&mut self) -> Heard {
        match self.before.pop() {
            Some((session, exam, lines)) => {
                self.session = session;
                self.lines.truncate(lines);
                self.exam.back_to(exam);
                say(vec!["Taken back.".to_owned()])
            }
            None => say(vec!["There is nothing to take back.".to_owned()]),
        }
    }

    fn it_is(&mut self, name: &str) -> Heard {
        match self.exam.it_is(name) {
            Some(heard) => heard,
            None => say(vec![format!("I have no `{}` like that; the value is kept.", escaped(name))]),
        }
    }

    /// Reads a line: as it is typed, else as it is spoken, else as words.
    fn read(&mut self, typed: &str) -> (Heard, Option<String>) {
        if typed.len() > LONGEST_READ {
            return (refused(vec!["That is too long for an estimate.".to_owned()]), None);
        }
        let is_text = |text: &str| !text.chars().any(|c| c.is_ascii_digit() || "=*/+^×÷$%".contains(c));
        let digits = spoken::in_digits(typed);
        let is_said = digits.contains(['/', '*']) || digits.contains("peak") || typed.contains("illion");
        if is_text(typed) && typed.contains(' ') && (is_text(&digits) || !is_said) {
            return (self.exam.say(typed), None);
        }
        let session = self.with_noted(typed);
        // What is said around an estimate is told from it here, where the names are known.
        let is_name = |name: &str| session.workspace().names().any(|own| own == name);
        let renamed = notation::renamed(typed, is_name, |text| session.reads(text));
        let readable = |text: &str| {
            let all = || std::iter::once(text.to_owned()).chain(notation::variants(text));
            all().find(|text| session.reads(text))
        };
        let plain = if islands::has_claim(&renamed) { None } else { readable(&renamed) };
        let spoken = match plain {
            Some(text) => Some(Spoken { text, ..Spoken::default() }),
            None => {
                let is_noun = |noun: &str| self.exam.counts(noun);
                let reads = |text: &str| readable(text).is_some();
                let known = Known { reads: &reads, is_name: &is_name, is_noun: &is_noun };
                islands::reading(&renamed, &known)
            }
        };
        if let Some(spoken) = spoken {
            let text = readable(&spoken.text).unwrap_or_default();
            return self.judged(session, &text, &spoken);
        }
        let evaluation = session.clone().evaluate(typed);
        let is_answer = matches!(self.exam.pending, Pending::Words(_));
        if is_text(typed) && syntax::is_name(typed) && !is_answer || spoken::is_prose(typed) {
            return (self.exam.say(typed), None);
        }
        (refused(complaint(typed, &evaluation)), None)
    }

    /// Returns the session with the names of a line that were given to earlier values without one: `500M users`, then
    /// `users * 5`.
    fn with_noted(&self, typed: &str) -> Session {
        let mut session = self.session.clone();
        let words: Vec<&str> = typed.split_inclusive(|c: char| !syntax::continues_name(c)).collect();
        let is_sign =
            |word: Option<&&str>| word.is_some_and(|word| word.contains(['*', '/', '+', '-', '^', '×']));
        let mut is_behind = false;
        for (at, word) in words.iter().enumerate() {
            let name = word.trim_end_matches(|c: char| !syntax::continues_name(c));
            if name.is_empty() {
                is_behind |= is_sign(Some(word));
                continue;
            }
            // What is computed with has a sign beside it; `500M users * 5` and `2 KB/read` have units there.
            let next =
                words.get(at + 1).filter(|next| next.trim().chars().all(|c| !syntax::continues_name(c)));
            let before = at.checked_sub(1).and_then(|at| words.get(at)).unwrap_or(&"");
            let is_unit = before.starts_with(|c: char| c.is_ascii_digit()) || before.ends_with('/');
            let is_used = (is_behind || is_sign(Some(word)) || is_sign(next)) && !is_unit;
            is_behind = is_sign(Some(word));
            let is_new =
                is_used && syntax::is_name(name) && !session.workspace().names().any(|own| own == name);
            let is_it = |(node, _): &&(NodeId, String)| self.exam.guide.is_called(*node, name);
            if let Some((_, value)) = self.noted.iter().rev().filter(|_| is_new).find(is_it) {
                session.evaluate(&format!("{name} = {value}"));
            }
        }
        session
    }

    /// Evaluates and judges the reading of a line.
    fn judged(&mut self, before: Session, text: &str, spoken: &Spoken) -> (Heard, Option<String>) {
        let mut session = before.clone();
        let evaluation = session.evaluate(text);
        let Some(answer) = evaluation.answers.last() else {
            self.session = session;
            return (Heard::default(), None);
        };
        let mut written = answer.shown.written.literal();
        let (said, mut line) = read::said((&before, &session), answer, spoken, &self.exam);
        let Some(mut said) = said else {
            self.lines.push(line);
            self.session = session;
            let text = vec![format!("{written}, kept.")];
            return (Heard { what: What::Kept, text, ..Heard::default() }, Some(written));
        };
        let mut remark = None;
        if let Some(claim) = &spoken.claim {
            match read::compared(&before, claim, &said, &self.exam) {
                Compared::Fuller(amount) => {
                    // `50M * 2 MB = 100 TB/day` says more than `50M * 2 MB`.
                    let text = answer
                        .name
                        .as_ref()
                        .map_or_else(|| claim.clone(), |name| format!("{name} = {claim}"));
                    let mut other = before;
                    if let Some(answer) = other.evaluate(&text).answers.last() {
                        written = answer.shown.written.literal();
                        line = (line.0, claim.clone());
                        (said.amount, said.shown) = (amount, answer.shown.clone());
                        session = other;
                    }
                }
                Compared::Off(text) => remark = Some(text),
                Compared::Nothing => {}
            }
        }
        self.lines.push(line);
        self.session = session;
        let is_named = said.name.is_some();
        let mut heard = self.exam.hear(said);
        if let Some(node) = heard.node.filter(|_| !is_named) {
            self.noted.push((node, written.clone()));
        }
        heard.text.splice(..0, remark);
        (heard, Some(written))
    }
}

fn say(text: Vec<String>) -> Heard {
    Heard { what: What::Nothing, text, ..Heard::default() }
}

fn refused(text: Vec<String>) -> Heard {
    Heard { what: What::Refused, text, ..Heard::default() }
}

/// Says why a line cannot be read, with the lines that can.
fn complaint(typed: &str, evaluation: &Evaluation) -> Vec<String> {
    let Some(error) = evaluation.diagnostics.iter().find(|found| found.is_error()) else {
        return vec!["! it has no value".to_owned()];
    };
    let fixed = |help: &Help| {
        let line = Edits::new(&help.edits)?.apply(typed)?;
        let label = help.text.trim_end_matches("write").trim_end();
        let label = if label.is_empty() { "write".to_owned() } else { format!("{label}:") };
        let gives = help.gives.as_ref().map(|gives| format!(", which gives {}", gives.text));
        Some(format!("{label} `{}`{}", escaped(&line), gives.unwrap_or_default()))
    };
    let proven = error.helps.iter().filter(|help| help.is_proven);
    let mut text: Vec<String> = proven.filter_map(fixed).take(MOST_FIXES).collect();
    if text.is_empty() {
        text.extend(error.helps.iter().find(|help| !help.is_fix()).map(|help| help.text.clone()));
    }
    text.insert(0, format!("! {}", error.message));
    text
}

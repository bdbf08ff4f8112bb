//! An interview: stage after stage, and what comes of each thing that is said.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use super::bench::{Bench, Form, NodeId, Pin};
use super::explain::{Judge, Why};
use super::guide::Guide;
use super::said::{Leaf, Said};
use crate::library::practice::interviews::Role;
use crate::worksheet::workspace::IT;

/// Goals of this weight are not passed over.
const WANTED: u8 = 2;

/// How far outside its published interval an assumption is asked about.
const UNUSUAL: f64 = 3.0;

/// An interview.
#[derive(Clone, Debug)]
pub struct Exam {
    /// The preset.
    pub bench: Arc<Bench>,
    /// What is known of it.
    pub guide: Arc<Guide>,
    /// Nouns that stand for others.
    pub same: Arc<BTreeMap<String, String>>,
    /// The number of the stage.
    pub(super) at: usize,
    /// What was said, the last first.
    pub(super) pins: Vec<Pin>,
    /// The estimates that were claimed, and how.
    pub marks: Vec<Mark>,
    /// The inputs that were said.
    pub assumed: Vec<Assumed>,
    /// Named values that were taken for nothing.
    pub(super) loose: Vec<(String, Leaf)>,
    /// Names of lines, and `it`, with what they were taken for.
    pub(super) known: Vec<(String, NodeId)>,
    /// What was asked last.
    pub pending: Pending,
    /// The goals that were asked for.
    pub asked: Vec<NodeId>,
    /// The stages in which one was.
    pub(super) asked_in: Vec<usize>,
    /// Turns that were asked, by number.
    pub(super) turned: Vec<usize>,
    /// Inputs whose leaving out was asked about.
    pub hinted: Vec<NodeId>,
    /// Questions with the words that answered them.
    pub words: Vec<(String, String)>,
    /// The seconds of each stage.
    pub seconds: Vec<f64>,
    /// The lines with a value, and how many were taken for something.
    pub lines: (usize, usize),
    /// All that was typed.
    pub(super) typed: usize,
    /// The questions that were asked.
    pub questions: usize,
    /// The last line with a value.
    pub(super) last: Option<Said>,
}

/// An estimate that was claimed.
#[derive(Clone, Debug)]
pub struct Mark {
    /// The estimate.
    pub node: NodeId,
    /// The value over the preset's.
    pub factor: f64,
    /// What explains it.
    pub why: Why,
}

/// An input that was said.
#[derive(Clone, Debug)]
pub struct Assumed {
    /// The input.
    pub node: NodeId,
    /// Its number in base units.
    pub number: f64,
    /// Whether it was asked for.
    pub is_handed: bool,
}

/// What was asked last.
#[derive(Clone, Debug)]
pub enum Pending {
    /// Nothing.
    Nothing,
    /// A goal, before the next stage.
    Goal(NodeId),
    /// What was left out of an estimate.
    Hint,
    /// A question whose answer is kept.
    Words(String),
    /// Which of these estimates the line was.
    Which(Vec<NodeId>, Box<Said>),
}

/// What comes of something that was said.
#[derive(Clone, Debug, Default)]
pub struct Heard {
    /// What it was.
    pub what: What,
    /// What is said of it: a verdict, and perhaps a question.
    pub text: Vec<String>,
    /// What it was taken for.
    pub node: Option<NodeId>,
    /// What the preset gives, as printed.
    pub mine: Option<String>,
    /// The value over that.
    pub factor: Option<f64>,
    /// Whether the text asks something.
    pub asks: bool,
}

/// What something was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum What {
    /// Nothing to speak of.
    #[default]
    Nothing,
    /// An assumption.
    Assumption,
    /// An estimate.
    Estimate,
    /// A value that was taken for nothing.
    Kept,
    /// Words.
    Words,
    /// A number was asked for.
    Asked,
    /// A stage was ended.
    Done,
    /// It could not be read.
    Refused,
}

impl Exam {
    /// Begins an interview.
    pub fn new(bench: Bench, guide: Guide, same: BTreeMap<String, String>) -> Exam {
        let stages = guide.stages.len();
        Exam {
            bench: Arc::new(bench),
            guide: Arc::new(guide),
            same: Arc::new(same),
            at: 0,
            pins: Vec::new(),
            marks: Vec::new(),
            assumed: Vec::new(),
            loose: Vec::new(),
            known: Vec::new(),
            pending: Pending::Nothing,
            asked: Vec::new(),
            asked_in: Vec::new(),
            turned: Vec::new(),
            hinted: Vec::new(),
            words: Vec::new(),
            seconds: vec![0.0; stages],
            lines: (0, 0),
            typed: 0,
            questions: 0,
            last: None,
        }
    }

    /// Returns the name of the stage; `None` at the end.
    pub fn stage(&self) -> Option<&str> {
        self.guide.stages.get(self.at).map(String::as_str)
    }

    /// Whether a noun, in the singular, is one that the preset counts.
    pub fn counts(&self, noun: &str) -> bool {
        let noun = self.same.get(noun).map_or(noun, String::as_str);
        self.bench.nodes.iter().any(|node| node.kind.nouns.iter().any(|(own, _)| own == noun))
    }

    /// Counts something that was typed, and its seconds for the stage.
    pub fn spend(&mut self, seconds: f64) {
        self.typed += 1;
        if let Some(spent) = self.seconds.get_mut(self.at) {
            *spent += seconds;
        }
    }

    /// Goes back to an earlier state; the time goes on.
    pub fn back_to(&mut self, before: Exam) {
        let seconds = std::mem::take(&mut self.seconds);
        *self = Exam { seconds, ..before };
    }

    /// Ends the interview.
    pub fn end(&mut self) {
        self.at = self.guide.stages.len();
    }

    pub(super) fn judge(&self) -> Judge<'_> {
        Judge { bench: &self.bench, guide: &self.guide, pins: &self.pins }
    }

    pub(super) fn is_claimed(&self, node: NodeId) -> bool {
        self.marks.iter().any(|mark| mark.node == node)
    }

    /// Takes a line with a value.
    pub fn hear(&mut self, said: Said) -> Heard {
        self.lines.0 += 1;
        self.last = Some(said.clone());
        if !matches!(self.pending, Pending::Goal(_)) {
            self.pending = Pending::Nothing;
        }
        let name = said.name.clone();
        let before = self.known.clone();
        let heard = self.noted(&said).unwrap_or_else(|| self.matched(said));
        if heard.what == What::Kept {
            self.known = before;
            self.known.retain(|(own, _)| own != IT && Some(own) != name.as_ref());
        } else {
            self.loose.retain(|(own, _)| own != IT && Some(own) != name.as_ref());
        }
        self.lines.1 += usize::from(heard.what != What::Kept);
        self.counted(heard)
    }

    /// Whether another question that need not be asked is not too many.
    pub(super) fn may_ask(&self) -> bool {
        (self.questions + 1) * 3 <= self.typed
    }

    pub(super) fn counted(&mut self, heard: Heard) -> Heard {
        self.questions += usize::from(heard.asks);
        heard
    }

    /// Takes a line for an assumption, if it is one.
    fn noted(&mut self, said: &Said) -> Option<Heard> {
        let at = self.assumption(said).or_else(|| {
            let wider = Said { words: [said.words.as_slice(), &said.around].concat(), ..said.clone() };
            self.assumption(&wider).filter(|_| !said.around.is_empty())
        })?;
        let (node, words) = (self.bench.nodes.get(at)?, self.guide.words(at));
        // An estimate that is wanted is judged, even if it is only said, if it follows from anything that was.
        let is_said = |node: &NodeId| self.pins.iter().any(|(said, _)| said == node);
        if words.key > 0 && self.bench.upstream(at, &HashSet::new()).iter().any(is_said) {
            let explained = self.judge().explain(at, said, &[]);
            // How many there are is said, and is none of what was left open.
            if !node.kind.plain.is_none() || explained.is_some_and(|explained| explained.rank() <= 2) {
                return None;
            }
        }
        let is_own = said.name.as_deref().is_some_and(|name| self.guide.is_named(at, name));
        let mut text = match is_own {
            true => "Noted.".to_owned(),
            false => format!("Noted as {}.", node.name.replace('_', " ")),
        };
        let number = said.amount.number;
        let is_unusual = self.bench.interval(at).is_some_and(|(low, high)| {
            words.role != Some(Role::Scale) && (number > high * UNUSUAL || number * UNUSUAL < low)
        });
        let asks = is_unusual && !self.hinted.contains(&at) && self.may_ask();
        if asks {
            let question = format!("Most take {}: say why.", self.bench.published(at));
            text = format!("{text} {question}");
            self.hinted.push(at);
            self.pending = Pending::Words(question);
        }
        self.assume(at, number, false);
        self.know(said, at);
        Some(Heard { what: What::Assumption, text: vec![text], node: Some(at), asks, ..Heard::default() })
    }

    /// Keeps what a line was taken for.
    pub(super) fn know(&mut self, said: &Said, node: NodeId) {
        self.known.retain(|(own, _)| own != IT);
        self.known.extend(said.name.iter().cloned().chain([IT.to_owned()]).map(|name| (name, node)));
    }

    pub(super) fn assume(&mut self, node: NodeId, number: f64, is_handed: bool) {
        self.pin_estimate(node, number);
        self.assumed.retain(|own| own.node != node);
        self.assumed.push(Assumed { node, number, is_handed });
    }

    /// Pins a node, and the only input that it is computed from: pastes a second are pastes a month.
    pub(super) fn pin_estimate(&mut self, node: NodeId, number: f64) {
        let upstream = self.bench.upstream(node, &HashSet::new());
        let own = self.bench.nodes.get(node).map_or(f64::NAN, |node| node.number);
        let input = match upstream.as_slice() {
            [only] => self
                .bench
                .nodes
                .get(*only)
                .filter(|node| node.form == Form::Input)
                .map(|input| (*only, input)),
            _ => None,
        };
        if let Some((at, input)) = input {
            let scaled = input.number * number / own;
            let again = self.bench.number(node, &[(at, scaled)]);
            if again.is_some_and(|again| (again / number - 1.0).abs() < 1e-6) {
                self.pin(at, scaled);
            }
        }
        self.pin(node, number);
    }

    pub(super) fn pin(&mut self, node: NodeId, number: f64) {
        self.pins.retain(|(own, _)| *own != node);
        self.pins.insert(0, (node, number));
    }

    /// Ends the stage, unless something important is missing that was not asked for.
    pub fn done(&mut self) -> Heard {
        let missing = if self.asked_in.contains(&self.at) { None } else { self.missing(1) };
        self.pending = Pending::Nothing;
        let Some(goal) = missing else {
            self.at += 1;
            self.skip();
            return Heard { what: What::Done, ..Heard::default() };
        };
        self.asked.push(goal);
        self.asked_in.push(self.at);
        self.pending = Pending::Goal(goal);
        let text = vec![format!("Before we go on: {}?", self.guide.words(goal).phrase)];
        self.counted(Heard { what: What::Done, text, node: Some(goal), asks: true, ..Heard::default() })
    }

    /// Returns the most important goal of the stage, of this weight or more, that is neither claimed nor follows from what is.
    fn missing(&self, least: u8) -> Option<NodeId> {
        let is_open = |goal: &NodeId| !self.is_met(*goal) && !self.asked.contains(goal);
        let goals = self.goals().filter(is_open).filter(|goal| self.guide.words(*goal).key >= least);
        goals.max_by_key(|goal| (self.guide.words(*goal).key, std::cmp::Reverse(*goal)))
    }

    /// Returns the goals of the stage.
    fn goals(&self) -> impl Iterator<Item = NodeId> {
        let stage = self.stage().unwrap_or_default().to_owned();
        (0..self.bench.nodes.len())
            .filter(move |at| self.guide.words(*at).key > 0 && self.guide.words(*at).stage == stage)
    }

    /// Whether a goal was claimed, or something was that is computed from it.
    pub fn is_met(&self, goal: NodeId) -> bool {
        let follows = |of: NodeId| self.bench.upstream(of, &HashSet::new()).contains(&goal);
        self.marks.iter().any(|mark| mark.node == goal || follows(mark.node))
            || self.assumed.iter().any(|assumed| assumed.node == goal)
    }

    /// Goes on to the next stage when nothing of this one is open.
    pub(super) fn advance(&mut self, claimed: NodeId) {
        let is_answer = matches!(self.asked.last(), Some(goal) if *goal == claimed)
            && self.guide.words(claimed).stage == self.stage().unwrap_or_default();
        let is_done =
            self.goals().all(|goal| self.is_met(goal)) || is_answer && self.missing(WANTED).is_none();
        if is_done && !matches!(self.pending, Pending::Hint) {
            self.at += 1;
            self.skip();
        }
        // Whoever goes on has gone on, if nothing important is missing, or was asked for.
        let stage = &self.guide.words(claimed).stage;
        let to = self.guide.stages.iter().position(|own| own == stage).unwrap_or(0);
        if to > self.at && self.guide.words(claimed).key > 0 && self.missing(WANTED).is_none() {
            self.at = to;
            self.skip();
        }
    }

    fn skip(&mut self) {
        while self.stage().is_some() && self.goals().all(|goal| self.is_met(goal)) {
            self.at += 1;
        }
    }

    /// Keeps words that are no estimate.
    pub fn say(&mut self, words: &str) -> Heard {
        let question = match std::mem::replace(&mut self.pending, Pending::Nothing) {
            Pending::Words(question) => question,
            pending => {
                self.pending = pending;
                String::new()
            }
        };
        let is_answer = !question.is_empty();
        self.words.push((question, words.to_owned()));
        let text = if is_answer { vec!["Kept for the card.".to_owned()] } else { Vec::new() };
        Heard { what: What::Words, text, ..Heard::default() }
    }

    /// Takes an answer to the question which estimate a line was; `None` if it is none.
    pub fn which(&mut self, answer: &str) -> Option<Heard> {
        let Pending::Which(of, said) = &self.pending else { return None };
        let answer = answer.trim().trim_end_matches(['.', '!']).to_lowercase();
        let node = match (answer.as_str(), of.as_slice()) {
            ("yes" | "y" | "yep" | "yeah", [one, ..]) => *one,
            ("no" | "n" | "neither" | "none", _) => {
                self.pending = Pending::Nothing;
                return Some(Heard { what: What::Words, ..Heard::default() });
            }
            (name, of) => *of.iter().find(|at| self.guide.is_called(**at, name))?,
        };
        let said = said.as_ref().clone();
        self.pending = Pending::Nothing;
        Some(self.taken_for(node, &said))
    }

    /// Takes the last line for what a name says; `None` if the preset has no such name, or nothing was said.
    pub fn it_is(&mut self, name: &str) -> Option<Heard> {
        let said = self.last.clone()?;
        let all = || 0..self.bench.nodes.len();
        let fits = |at: &NodeId| {
            self.bench.nodes.get(*at).is_some_and(|node| node.kind.plain == said.amount.kind.plain)
        };
        let node = all().filter(fits).find(|at| self.guide.is_named(*at, name));
        let node = node.or_else(|| all().filter(fits).find(|at| self.guide.is_called(*at, name)))?;
        Some(self.taken_for(node, &said))
    }

    fn taken_for(&mut self, node: NodeId, said: &Said) -> Heard {
        self.lines.1 += 1;
        if self.bench.nodes.get(node).is_some_and(|node| node.form != Form::Input) {
            let leaves = self.leaves(said);
            let leaves: Vec<&Leaf> = leaves.iter().collect();
            if let Some(explained) = self.judge().explain(node, said, &leaves) {
                return self.claim(node, explained, None, said);
            }
        }
        self.assume(node, said.amount.number, false);
        Heard {
            what: What::Assumption,
            text: vec!["Noted.".to_owned()],
            node: Some(node),
            ..Heard::default()
        }
    }
}

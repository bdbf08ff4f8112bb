//! A drill: one question after another, and what comes of each line that is typed.

use std::collections::VecDeque;

use super::deck::{Deck, Wanted};
use super::mark::{Mark, Outcome, Posed};
use super::question::Question;

/// Where the questions come from.
#[derive(Debug)]
pub enum Source {
    /// Made as they are wanted.
    Deck(Deck, Wanted),
    /// Given.
    List(VecDeque<Question>),
    /// Cards.
    Cards(VecDeque<Posed>),
}

/// A drill.
#[derive(Debug)]
pub struct Drill {
    source: Source,
    /// How many questions it has.
    pub count: usize,
    /// The seconds that an answer may take.
    pub limit: Option<f64>,
    /// Whether 90% ranges are asked for.
    pub asks_ranges: bool,
    posed: Option<Posed>,
    hints: usize,
    was_told: bool,
    /// The questions so far that were answered or skipped.
    pub done: Vec<Done>,
}

/// A question that was answered or skipped.
#[derive(Clone, Debug)]
pub struct Done {
    /// The question.
    pub question: Question,
    /// The answer as it was typed; empty if the question was skipped.
    pub typed: String,
    /// What it is worth; `None` if it was skipped.
    pub mark: Option<Mark>,
    /// How many hints were given.
    pub hints: usize,
    /// The seconds that it took.
    pub seconds: f64,
    /// Whether it took too long, so that it has no points.
    pub is_late: bool,
    /// Whether to say that two digits are enough.
    pub says_digits: bool,
}

/// What comes of a line.
#[derive(Clone, Debug)]
pub enum Step {
    /// The question was answered or skipped.
    Done(Box<Done>),
    /// A hint.
    Hint(String),
    /// A line that needs a word more, and why.
    Again(String),
    /// The end was asked for.
    Quit,
}

impl Done {
    /// Returns its points; none for a question that was skipped.
    pub fn points(&self) -> f64 {
        self.mark.as_ref().filter(|_| !self.is_late).map_or(0.0, |mark| mark.points)
    }
}

impl Drill {
    /// Begins a drill of so many questions, or of all that there are.
    pub fn new(source: Source, count: usize, limit: Option<f64>, asks_ranges: bool) -> Drill {
        let count = match &source {
            Source::List(questions) => questions.len().min(count),
            Source::Cards(cards) => cards.len().min(count),
            Source::Deck(..) => count,
        };
        let mut drill = Drill {
            source,
            count,
            limit,
            asks_ranges,
            posed: None,
            hints: 0,
            was_told: false,
            done: Vec::new(),
        };
        drill.pose();
        drill
    }

    /// Returns the question that waits for its answer; `None` at the end.
    pub fn question(&self) -> Option<&Question> {
        self.posed.as_ref().map(|posed| &posed.question)
    }

    fn pose(&mut self) {
        self.hints = 0;
        self.posed = None;
        while self.done.len() < self.count && self.posed.is_none() {
            let next = match &mut self.source {
                Source::Deck(deck, wanted) => deck.next(wanted),
                Source::List(questions) => questions.pop_front(),
                Source::Cards(cards) => {
                    let Some(card) = cards.pop_front() else { return };
                    self.posed = Some(card);
                    return;
                }
            };
            let Some(question) = next else { return };
            self.posed = Posed::new(question, self.asks_ranges);
        }
    }

    /// Takes a line that was typed after some seconds.
    pub fn line(&mut self, typed: &str, seconds: f64) -> Step {
        let Some(posed) = &mut self.posed else { return Step::Quit };
        match typed.trim().to_lowercase().as_str() {
            "q" | "quit" | "exit" | ":q" | ":quit" => return Step::Quit,
            "?" | "??" | "???" => {
                let hint = posed.question.hints.get(self.hints);
                let text =
                    hint.cloned().unwrap_or_else(|| "there is no other hint; an empty line skips".to_owned());
                self.hints += usize::from(hint.is_some());
                return Step::Hint(text);
            }
            _ => {}
        }
        let mark = match typed.trim() {
            "" => None,
            answer => match posed.answer(answer) {
                Outcome::Marked(mark) => Some(*mark),
                Outcome::Again(text) => return Step::Again(text),
            },
        };
        let says_digits = mark.as_ref().is_some_and(|mark| mark.has_many_digits) && !self.was_told;
        self.was_told |= says_digits;
        let done = Done {
            question: posed.question.clone(),
            typed: typed.trim().to_owned(),
            is_late: mark.is_some() && self.limit.is_some_and(|limit| seconds > limit),
            mark,
            hints: self.hints,
            seconds,
            says_digits,
        };
        self.done.push(done.clone());
        self.pose();
        Step::Done(Box::new(done))
    }
}

//! What is said of an answer: its points, the truth, how far off it is, and why perhaps.

use super::answer::{self, Answer};
use super::interval::Guess;
use super::points::{self, points};
use super::question::Question;
use super::range::{self, Range};
use super::slip::{self, Slip};
use super::unit::Asked;

/// Answers with more points than this need no slip.
const SLIPS: f64 = 5.0;

/// Less than this many percent more or less of what is missing are not worth a word.
const NEAR: f64 = 5.0;

/// Digits from which on a person is told that two are enough.
const MANY: usize = 5;

/// The letters of names to choose from.
pub const LETTERS: [char; 6] = ['a', 'b', 'c', 'd', 'e', 'f'];

/// A question that waits for its answer.
#[derive(Clone, Debug)]
pub struct Posed {
    /// The question.
    pub question: Question,
    asked: Asked,
    /// Whether a 90% range is asked for.
    asks_range: bool,
    /// The names of which one is asked for, with the place of the right one.
    choices: Option<(Vec<String>, usize)>,
    /// Whether the last answer was asked about.
    was_asked: bool,
}

/// What came of a line that was typed as an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It was scored.
    Marked(Box<Mark>),
    /// It needs a word more; the question is asked again.
    Again(String),
}

/// What an answer is worth.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// 10, 8, 5, 2 or 0; of a range any number from -10 to 10.
    pub points: f64,
    /// The answer, or the middle of a range, over the truth; of shares near the whole, what it lacks over what the truth
    /// lacks.
    pub factor: f64,
    /// Whether the factor compares what is missing to the whole.
    pub of_missing: bool,
    /// What the answer was taken for, if its unit was not typed.
    pub taken: Option<String>,
    /// The mistake that may explain it.
    pub slip: Option<Slip>,
    /// Whether it has more digits than an estimate needs.
    pub has_many_digits: bool,
    /// The 90% range, if one was asked for.
    pub guess: Option<Guess>,
}

impl Posed {
    /// Poses a question, whose answer is a 90% range if it `asks_range`. `None` if the language does not know the unit
    /// that it asks for.
    pub fn new(question: Question, asks_range: bool) -> Option<Posed> {
        let asked = Asked::of(&question)?;
        Some(Posed { question, asked, asks_range, choices: None, was_asked: false })
    }

    /// Poses the question which of some names is meant; the number of the question is that of the `right` one.
    pub fn choice(question: Question, choices: Vec<String>, right: usize) -> Option<Posed> {
        let posed = Posed::new(question, false)?;
        Some(Posed { choices: Some((choices, right)), ..posed })
    }

    /// Reads and scores an answer.
    pub fn answer(&mut self, typed: &str) -> Outcome {
        if let Some((choices, right)) = &self.choices {
            return chosen(typed, choices, *right);
        }
        if self.asks_range {
            return self.range(typed);
        }
        let Posed { question, asked, was_asked, .. } = self;
        let read = match range::read(typed, asked, question.named, *was_asked, false) {
            Some(Range::Ends { low, high, taken }) => {
                Answer::Value { number: range::middle(low, high, asked.is_percent()), taken }
            }
            Some(Range::Asks(text)) => Answer::Asks(text),
            Some(Range::Unread(text)) => Answer::Unread(text),
            None => answer::read(typed, asked, question.named, *was_asked),
        };
        match read {
            Answer::Value { number, taken } => {
                let points = points(question, asked, number);
                let slip = if points <= SLIPS { slip::of(question, asked, number) } else { None };
                let truth = asked.nearest(number);
                let factor = points::factor(number, truth, asked.is_percent());
                Outcome::Marked(Box::new(Mark {
                    points,
                    factor,
                    of_missing: factor != number / truth,
                    taken,
                    slip,
                    has_many_digits: digits(typed) >= MANY,
                    guess: None,
                }))
            }
            Answer::Asks(text) => {
                *was_asked = true;
                Outcome::Again(text)
            }
            Answer::Unread(text) => Outcome::Again(text),
        }
    }

    /// Reads and scores a range.
    fn range(&mut self, typed: &str) -> Outcome {
        let Posed { question, asked, was_asked, .. } = self;
        let example = format!("`{}`", asked.example(question.named).replacen('5', "10 to 20", 1));
        let (low, high, taken) = match range::read(typed, asked, question.named, *was_asked, true) {
            Some(Range::Ends { low, high, taken }) => (low, high, taken),
            Some(Range::Asks(text)) => {
                *was_asked = true;
                return Outcome::Again(text);
            }
            Some(Range::Unread(why)) => return Outcome::Again(format!("{why}; a range is like {example}")),
            None => return Outcome::Again(format!("give both ends of a range, such as {example}")),
        };
        let (truth, to) = asked.range.map_or((asked.truth, None), |(from, to)| (from, Some(to)));
        let scaled = |number: f64| number / asked.size;
        let guess = Guess { low: scaled(low), high: scaled(high), truth: scaled(truth), to: to.map(scaled) };
        let middle = range::middle(low, high, asked.is_percent());
        Outcome::Marked(Box::new(Mark {
            points: guess.points(),
            factor: middle / asked.nearest(middle),
            of_missing: false,
            taken,
            slip: None,
            has_many_digits: false,
            guess: Some(guess),
        }))
    }
}

impl Mark {
    /// Says how far off the answer is: `you are 10% low`. `None` if it is exact, and for a range.
    pub fn off(&self) -> Option<String> {
        let factor = self.factor;
        if self.guess.is_some() {
            return None;
        }
        if !factor.is_finite() || factor <= 0.0 {
            return Some("you leave nothing missing".to_owned());
        }
        let percent = libm::round((factor - 1.0).abs() * 100.0);
        if percent < 1.0 {
            return None;
        }
        if self.of_missing && (0.5..2.0).contains(&factor) {
            let more = if factor > 1.0 { "more" } else { "less" };
            return (percent >= NEAR).then(|| format!("you leave {percent:.0}% {more} missing"));
        }
        if self.of_missing {
            return Some(match factor > 1.0 {
                true => format!("you leave {} times as much missing", times(factor)),
                false => format!("you leave {} times less missing", times(1.0 / factor)),
            });
        }
        Some(match factor {
            _ if (0.5..2.0).contains(&factor) => {
                format!("you are {percent:.0}% {}", if factor > 1.0 { "high" } else { "low" })
            }
            _ if factor > 1.0 => format!("you are {} times too high", times(factor)),
            _ => format!("you are {} times too low", times(1.0 / factor)),
        })
    }
}

/// Reads and scores a name: its letter, or a part of it that no other name has.
fn chosen(typed: &str, choices: &[String], right: usize) -> Outcome {
    let typed = typed.trim();
    // `c` and `c) a name`
    let typed =
        typed.split_once(')').filter(|(letter, _)| letter.len() == 1).map_or(typed, |(letter, _)| letter);
    let typed = typed.trim_end_matches('.').to_lowercase();
    let letter = |at: usize| LETTERS.get(at).is_some_and(|letter| typed == letter.to_string());
    let with_part = || -> Vec<usize> {
        let has = |(at, name): (usize, &String)| name.to_lowercase().contains(&typed).then_some(at);
        choices.iter().enumerate().filter_map(has).collect()
    };
    let at = match (0..choices.len()).find(|at| letter(*at)) {
        Some(at) => Some(at),
        None if typed.len() > 2 => with_part().first().copied().filter(|_| with_part().len() == 1),
        None => None,
    };
    let Some(at) = at else {
        let letters: Vec<String> = LETTERS.iter().take(choices.len()).map(char::to_string).collect();
        return Outcome::Again(format!("type one of {}", letters.join(", ")));
    };
    let is_right = at == right;
    Outcome::Marked(Box::new(Mark {
        points: if is_right { points::MOST } else { 0.0 },
        factor: 1.0,
        of_missing: false,
        taken: None,
        slip: None,
        has_many_digits: false,
        guess: None,
    }))
}

/// Writes a factor with two digits, up to a thousand.
fn times(factor: f64) -> String {
    match factor {
        _ if factor >= 1000.0 => "more than a thousand".to_owned(),
        _ if factor < 9.95 => format!("{factor:.1}").trim_end_matches(".0").to_owned(),
        _ => crate::units::number::unscaled(factor, 2),
    }
}

/// Counts the digits of a number that is typed alone and mean something: 3 for `5,560k`.
fn digits(typed: &str) -> usize {
    let typed = typed.trim();
    let end = typed.find(|c: char| !matches!(c, '0'..='9' | '.' | ',' | '_')).unwrap_or(typed.len());
    let (number, rest) = typed.split_at_checked(end).unwrap_or(("", typed));
    if rest.contains(['*', '/', '+', '^', '(']) {
        return 0;
    }
    let all: String = number.chars().filter(char::is_ascii_digit).collect();
    let all = all.trim_start_matches('0');
    if number.contains('.') { all.len() } else { all.trim_end_matches('0').len() }
}

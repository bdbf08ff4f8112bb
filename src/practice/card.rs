//! Cards: the numbers of a cheat sheet, asked by name, and the names, asked by number.

use super::draw::sentence;
use super::question::{ANSWER, Question, Topic, Working};
use super::value;
use crate::engine::Generator;
use crate::library::cheat_sheets;
use crate::library::practice::{Group, groups};
use crate::run::{Settings, Shown};
use crate::worksheet::Worksheet;

/// The names among which one is chosen.
const CHOICES: usize = 4;

/// How far apart the numbers of two choices are, at least.
const APART: f64 = 3.0;

/// The digits of a number that is printed.
const DIGITS: usize = 4;

/// A number to know by heart, in one direction.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// The constant of the cheat sheet: `latency.ssd_random_read`.
    pub name: String,
    /// What is asked.
    pub asks: Asks,
    /// The number with its source: `latency.ssd_random_read: 100 µs (napkin-math, 2026)`.
    pub reality: String,
}

/// What a card asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Asks {
    /// A number. The question states nothing, and its working is empty.
    Number {
        /// The question.
        question: Box<Question>,
        /// The ends if the sheet has a range, in the unit of the truth: an answer between them is a hit.
        range: Option<(f64, f64)>,
    },
    /// A name.
    Name {
        /// What is printed before the choices.
        text: String,
        /// The names.
        choices: Vec<String>,
        /// The place of the right one.
        right: usize,
    },
}

/// Returns the cards of a cheat sheet in an order by the seed, each number once and each name that can be asked for once.
/// Empty for a sheet that has none.
pub fn cards(sheet: &str, seed: u64) -> Vec<Card> {
    let mut generator = Generator::new(seed);
    let mut cards: Vec<Card> = Vec::new();
    for group in groups().iter().filter(|group| group.sheet == sheet) {
        let numbers: Vec<Card> =
            group.cards.iter().filter_map(|(name, said)| number(group, name, said)).collect();
        if let Some(which) = &group.which {
            cards
                .extend((0..numbers.len()).filter_map(|at| name(group, which, &numbers, at, &mut generator)));
        }
        cards.extend(numbers);
    }
    shuffle(&mut cards, &mut generator);
    cards
}

/// Returns the names of the sheets that have cards.
pub fn decks() -> Vec<&'static str> {
    let mut names: Vec<&str> = groups().iter().map(|group| group.sheet.as_str()).collect();
    names.dedup();
    names
}

/// The card that asks for the number of a constant.
fn number(group: &Group, name: &str, said: &str) -> Option<Card> {
    let formula = group.answer.as_ref().map_or(name.to_owned(), |answer| answer.replace("{}", name));
    let want = if group.named { unit(&shown(&formula)?) } else { group.want.clone() };
    let answer = if want.is_empty() { formula } else { format!("{formula} to {want}") };
    let truth = shown(&answer)?;
    let range = truth.spread.as_ref().map(|spread| (spread.p5, spread.p95));
    let literal = cheat_sheets::constant(name)?;
    let is_plain = group.answer.is_none() && group.want.is_empty() && !literal.contains(['^', '$']);
    let is_literal = range.is_some() || is_plain;
    let printed = if is_literal { literal.replace('_', ",") } else { value::written(&truth, DIGITS) };
    let (_, sources) = cheat_sheets::origin(name)?;
    let sources: Vec<String> = sources.iter().map(|source| source.label.clone()).collect();
    let reality = format!("{name}: {} ({})", literal.replace('_', ","), sources.join(", "));
    let question = Question {
        template: format!("card/{name}"),
        seed: 0,
        topic: Topic::named(&group.topic)?,
        level: 1,
        text: sentence(&group.ask.replace("{}", said)),
        inputs: Vec::new(),
        answer,
        named: group.named || !want.is_empty(),
        want,
        periods: Vec::new(),
        whole: false,
        working: Working { text: String::new(), value: truth.value },
        truth,
        shown: printed,
        hints: Vec::new(),
        reality: Some(reality.clone()),
    };
    Some(Card { name: name.to_owned(), asks: Asks::Number { question: Box::new(question), range }, reality })
}

/// Computes an answer, with its range.
fn shown(answer: &str) -> Option<Shown> {
    let sheet = Worksheet::script("", &format!("{ANSWER} = {answer}\n")).ok()?;
    sheet.run(&Settings::default()).ok()?.shown(ANSWER, DIGITS)
}

/// The unit that a value is printed in: `requests/s`, `$/GB`.
fn unit(shown: &Shown) -> String {
    format!("{}{}", shown.written.sign.trim_start_matches('-'), shown.written.unit.trim())
}

/// The card that asks for the name of a number of its group; `None` if too few other numbers are far enough from it.
fn name(group: &Group, which: &str, numbers: &[Card], at: usize, generator: &mut Generator) -> Option<Card> {
    let card = numbers.get(at)?;
    let (value, shown) = truth(card)?;
    let said =
        |card: &Card| group.cards.iter().find(|(name, _)| *name == card.name).map(|(_, said)| said.clone());
    let is_apart = |other: &&Card| {
        truth(other).is_some_and(|(other, _)| other / value >= APART || value / other >= APART)
    };
    let mut others: Vec<String> = numbers.iter().filter(is_apart).filter_map(said).collect();
    shuffle(&mut others, generator);
    let others = others.get(..CHOICES - 1)?;
    let mut choices = [&[said(card)?], others].concat();
    shuffle(&mut choices, generator);
    let right = choices.iter().position(|choice| Some(choice) == said(card).as_ref())?;
    let text = which.replace("{}", shown);
    Some(Card {
        name: card.name.clone(),
        asks: Asks::Name { text, choices, right },
        reality: card.reality.clone(),
    })
}

/// The number of a card that asks for one, and how it is printed.
fn truth(card: &Card) -> Option<(f64, &str)> {
    match &card.asks {
        Asks::Number { question, .. } => Some((question.truth.value, &question.shown)),
        Asks::Name { .. } => None,
    }
}

/// Puts a list into an order by the generator.
fn shuffle<T>(list: &mut [T], generator: &mut Generator) {
    for last in (1..list.len()).rev() {
        let bound = u32::try_from(last + 1).unwrap_or(u32::MAX);
        list.swap(last, generator.below(bound) as usize);
    }
}

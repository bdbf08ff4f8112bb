//! The cards of a sheet as questions, those that were missed first.

use std::collections::VecDeque;

use super::card::{Asks, Card, cards};
use super::mark::{LETTERS, Posed};
use super::question::Question;
use super::record::Record;

/// A card that was answered last with fewer points than this comes first.
const MISSED: f64 = 8.0;

/// Returns the cards of a sheet in an order by the seed, the missed ones first. With `ranges` those alone that ask for a
/// number, as 90% ranges. Empty for a sheet that has no cards.
pub fn dealt(sheet: &str, seed: u64, ranges: bool, records: &[Record]) -> VecDeque<Posed> {
    let all = cards(sheet, seed);
    let mut dealt: Vec<Posed> = all.iter().filter_map(|card| posed(card, &all, ranges)).collect();
    let is_missed = |posed: &Posed| {
        let last = records.iter().rev().find(|record| record.template == posed.question.template);
        last.is_some_and(|record| record.points < MISSED)
    };
    dealt.sort_by_key(|posed| !is_missed(posed));
    dealt.into()
}

fn posed(card: &Card, all: &[Card], ranges: bool) -> Option<Posed> {
    match &card.asks {
        Asks::Number { question, .. } => Posed::new((**question).clone(), ranges),
        Asks::Name { .. } if ranges => None,
        Asks::Name { text, choices, right } => {
            let number = all.iter().find_map(|other| match &other.asks {
                Asks::Number { question, .. } if other.name == card.name => Some(question),
                _ => None,
            })?;
            let listed: Vec<String> =
                LETTERS.iter().zip(choices).map(|(letter, name)| format!("{letter}) {name}")).collect();
            let letter = LETTERS.get(*right)?;
            let question = Question {
                template: format!("{}?", number.template),
                text: format!("{text} {}", listed.join(", ")),
                shown: format!("{letter}) {}", choices.get(*right)?),
                hints: Vec::new(),
                ..(**number).clone()
            };
            Posed::choice(question, choices.clone(), *right)
        }
    }
}

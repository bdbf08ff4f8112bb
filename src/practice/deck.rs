//! Questions one after another, none too soon again.

use std::collections::HashSet;

use super::draw::question;
use super::question::{Question, Topic};
use crate::engine::Generator;
use crate::library::practice::{TOPICS, Template};

/// How often a text that was seen is replaced by another.
const TRIES: usize = 200;

/// Which questions are wanted.
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted {
    /// The topics, each with how often it comes compared to others. Empty for all alike.
    pub topics: Vec<(Topic, u32)>,
    /// The level; `None` for any.
    pub level: Option<u8>,
}

/// A source of questions. The same seed gives the same questions, as long as the same are wanted.
#[derive(Clone, Debug)]
pub struct Deck {
    generator: Generator,
    /// The templates of the questions so far.
    drawn: Vec<String>,
    /// Their texts.
    texts: HashSet<String>,
}

impl Deck {
    /// Returns the deck of a seed.
    pub fn new(seed: u64) -> Deck {
        Deck { generator: Generator::new(seed), drawn: Vec::new(), texts: HashSet::new() }
    }

    /// Returns the next question. No template comes again within two thirds of those that are wanted, no text twice.
    /// `None` if there is no other question.
    pub fn next(&mut self, wanted: &Wanted) -> Option<Question> {
        (0..TRIES).find_map(|_| {
            let topic = self.topic(wanted)?;
            let template = self.template(topic, wanted)?;
            let drawn = question(topic, template, self.generator.word())?;
            if !self.texts.insert(drawn.text.clone()) {
                return None;
            }
            self.drawn.push(drawn.template.clone());
            Some(drawn)
        })
    }

    /// Returns the question of a template and a seed, such as one that was missed: [`Question::template`] and
    /// [`Question::seed`]. `None` if there is no such template.
    pub fn again(name: &str, seed: u64) -> Option<Question> {
        let (topic, name) = name.split_once('/')?;
        let topic = Topic::named(topic)?;
        let template = templates(topic).iter().find(|template| template.name == name)?;
        question(topic, template, seed)
    }

    /// A topic by its weight, of those with a template of the level. Only the file of the chosen topic is read.
    fn topic(&mut self, wanted: &Wanted) -> Option<Topic> {
        let mut open = wanted.topics.clone();
        if open.is_empty() {
            open.extend(Topic::ALL.map(|topic| (topic, 1)));
        }
        while !open.is_empty() {
            let sum = open.iter().fold(0_u32, |sum, (_, weight)| sum.saturating_add(*weight));
            let mut left = self.generator.below(sum);
            let at = open.iter().position(|(_, weight)| match left.checked_sub(*weight) {
                Some(rest) => {
                    left = rest;
                    false
                }
                None => true,
            })?;
            let (topic, _) = open.swap_remove(at);
            if pool(topic, wanted.level).next().is_some() {
                return Some(topic);
            }
        }
        None
    }

    /// A template that was not drawn lately.
    fn template(&mut self, topic: Topic, wanted: &Wanted) -> Option<&'static Template> {
        let pool: Vec<&Template> = pool(topic, wanted.level).collect();
        let is_named = |name: &String, template: &Template| {
            name.split_once('/').is_some_and(|(of, name)| of == topic.name() && name == template.name)
        };
        let of_pool =
            self.drawn.iter().rev().filter(|name| pool.iter().any(|template| is_named(name, template)));
        let late: Vec<&String> = of_pool.take(pool.len() * 2 / 3).collect();
        let is_fresh = |template: &&&Template| !late.iter().any(|name| is_named(name, template));
        let fresh: Vec<&'static Template> = pool.iter().filter(is_fresh).copied().collect();
        let bound = u32::try_from(fresh.len()).ok().filter(|bound| *bound > 0)?;
        fresh.get(self.generator.below(bound) as usize).copied()
    }
}

/// The templates of a topic and a level.
fn pool(topic: Topic, level: Option<u8>) -> impl Iterator<Item = &'static Template> {
    templates(topic).iter().filter(move |template| level.is_none_or(|level| level == template.level))
}

/// The templates of a topic.
fn templates(topic: Topic) -> &'static [Template] {
    TOPICS.iter().find(|file| file.name == topic.name()).map(|file| file.templates()).unwrap_or_default()
}

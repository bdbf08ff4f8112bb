//! Numbers that are handed out when a candidate asks for them.

use super::bench::{Form, NodeId};
use super::exam::{Exam, Heard, What};
use crate::units::dimension::Base;

/// The most words that are a name and no question.
const NAME: usize = 3;

/// The most words that are one alias.
const LONGEST: usize = 3;

impl Exam {
    /// Hands out a number.
    pub fn ask(&mut self, wanted: &str) -> Heard {
        let say = |text: &str| Heard { what: What::Asked, text: vec![text.to_owned()], ..Heard::default() };
        let Some(at) = self.wanted(wanted) else {
            let is_goal = (0..self.bench.nodes.len()).any(|at| self.guide.is_called(at, wanted));
            return match is_goal {
                true => say("That is yours to estimate."),
                false => say("I have no number for that: assume one, and say so."),
            };
        };
        if let Some((_, number)) = self.pins.iter().find(|(node, _)| *node == at) {
            let text = format!("You have {}.", self.bench.written(at, *number));
            return Heard { node: Some(at), ..say(&text) };
        }
        let own = self.bench.nodes.get(at).map_or(f64::NAN, |node| node.number);
        // Round in the unit that it is written in.
        let size = self.bench.unit_size(at);
        let is_range = self.bench.interval(at).is_some();
        let number =
            self.guide.words(at).draw.unwrap_or(if is_range { round(own / size) * size } else { own });
        self.assume(at, number, true);
        let text = if is_range { self.bench.written(at, number) } else { self.bench.published(at) };
        Heard { node: Some(at), ..say(&format!("Take {text}.")) }
    }

    /// Returns the input that a word or some words ask for: the one with the longest alias among them.
    fn wanted(&self, wanted: &str) -> Option<NodeId> {
        let all: Vec<&str> =
            wanted.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| word.len() > 2).collect();
        let lower = wanted.to_lowercase();
        let fits = |at: &NodeId| {
            let Some(node) = self.bench.nodes.get(*at).filter(|node| node.form == Form::Input) else {
                return false;
            };
            let (time, data) =
                (node.kind.plain.exponent(Base::TIME), node.kind.plain.exponent(Base::INFORMATION));
            // `how long` asks for a time, and `how many` for none.
            match () {
                () if lower.contains("how long") => time > 0 && data == 0,
                () if lower.contains("how many") => time <= 0 && data == 0,
                () if lower.contains("how big") || lower.contains("how large") => data > 0,
                () => true,
            }
        };
        let score = |at: &NodeId| {
            let mut best = 0;
            for count in 1..=LONGEST.min(all.len()) {
                for words in all.windows(count) {
                    let name = words.concat();
                    // A word more that is its own noun: `tweet size`.
                    let covers = 2 * count + usize::from(self.guide.is_named(*at, &name));
                    let is_it = self.guide.is_called(*at, &name);
                    best = best.max(if is_it { covers } else { 0 });
                }
            }
            best
        };
        let found = (0..self.bench.nodes.len()).filter(fits).map(|at| (score(&at), at));
        let (best, at) = found
            .filter(|(score, _)| *score > 0)
            .max_by_key(|(score, at)| (*score, std::cmp::Reverse(*at)))?;
        // `photo size` is no size of a tweet, and `daily users` are not all.
        let is_other = |word: &&&str| !self.is_about(at, word);
        let is_whole = best >= 2 * all.len()
            || all.len() > NAME
            || wanted.ends_with('?')
            || !all.iter().any(|word| is_other(&word));
        is_whole.then_some(at)
    }

    /// Whether a word of a name is said of an input: in an alias, its phrase or its nouns.
    fn is_about(&self, at: NodeId, word: &str) -> bool {
        let word = word.to_lowercase();
        let one = word.strip_suffix('s').unwrap_or(&word);
        let one = self.same.get(one).map_or(one, String::as_str);
        let words = self.guide.words(at);
        let is_noun =
            self.bench.nodes.get(at).is_some_and(|node| node.kind.nouns.iter().any(|(noun, _)| noun == one));
        is_noun
            || words.phrase.contains(&word)
            || words.aliases.iter().any(|alias| alias.contains(&word))
            || matches!(word.as_str(), "the" | "number" | "factor" | "average" | "mean" | "rate")
    }
}

/// Rounds a number to one that people say.
fn round(number: f64) -> f64 {
    const MANTISSAS: [f64; 11] = [1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0];
    let size = libm::pow(10.0, libm::floor(libm::log10(number)));
    let near = MANTISSAS.into_iter().min_by(|a, b| {
        let apart = |mantissa: f64| libm::log(number / (mantissa * size)).abs();
        apart(*a).total_cmp(&apart(*b))
    });
    near.map_or(number, |mantissa| mantissa * size)
}

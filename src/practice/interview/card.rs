//! What an interview came to.

use super::bench::NodeId;
use super::exam::Exam;
use super::explain::Why;
use crate::library::practice::interviews::Role;

/// What an interview came to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Card {
    /// The number of assumptions, without those that were asked for.
    pub assumptions: usize,
    /// How many of them are about what is published.
    pub usual: usize,
    /// The others: what, the value, what is published.
    pub unusual: Vec<(String, String, String)>,
    /// The number of goals.
    pub goals: usize,
    /// How many were met, on the way to others too.
    pub met: usize,
    /// The estimates that are off, each with the factor and what explains it.
    pub off: Vec<(String, f64, String)>,
    /// What had to be asked for.
    pub hints: Vec<String>,
    /// The goals that were left out, and what was left out of estimates.
    pub left_out: Vec<String>,
    /// Questions with the words that answered them.
    pub words: Vec<(String, String)>,
    /// The seconds of each stage that was begun.
    pub seconds: Vec<(String, f64)>,
    /// The lines with a value, and how many were taken for something.
    pub lines: (usize, usize),
}

impl Card {
    /// Returns its rows, each with a label and a text.
    pub fn rows(&self) -> Vec<(&'static str, String)> {
        let mut rows = Vec::new();
        let unusual = self
            .unusual
            .iter()
            .map(|(name, value, published)| format!("; {name} {value} (published {published})"));
        let usual = format!("{}, {} about what is published", self.assumptions, self.usual);
        rows.push(("assumptions", usual + &unusual.collect::<String>()));
        let off = self.off.iter().map(|(what, factor, why)| {
            let why = if why.is_empty() { String::new() } else { format!(", {why}") };
            format!("; off: {what} {}{why}", times(*factor))
        });
        let met = format!("{} of {} that matter", self.met, self.goals);
        rows.push(("estimates", met + &off.collect::<String>()));
        let list = |items: &[String]| match items {
            [] => "nothing".to_owned(),
            items => items.join(" · "),
        };
        rows.push(("needed a hint", list(&self.hints)));
        rows.push(("left out", list(&self.left_out)));
        for (question, words) in self.words.iter().filter(|(question, _)| !question.is_empty()) {
            rows.push(("in words", format!("{question} “{}”", crate::text::escape::escaped(words))));
        }
        let time = self.seconds.iter().map(|(stage, seconds)| format!("{stage} {}", clock(*seconds)));
        rows.push(("time", list(&time.collect::<Vec<_>>())));
        rows
    }
}

/// Writes seconds as minutes and seconds.
fn clock(seconds: f64) -> String {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // not negative
    let seconds = libm::round(seconds.max(0.0)) as u64;
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

impl Exam {
    /// Returns what the interview came to.
    pub fn card(&self) -> Card {
        let phrase = |at: NodeId| self.guide.words(at).phrase.clone();
        let judge = self.judge();
        let own: Vec<_> = self.assumed.iter().filter(|assumed| !assumed.is_handed).collect();
        let unusual = own.iter().filter(|assumed| !judge.is_usual(&(assumed.node, assumed.number)));
        let unusual: Vec<_> = unusual
            .map(|assumed| {
                let name = self.bench.nodes.get(assumed.node).map_or("", |node| node.name.as_str());
                let value = self.bench.written(assumed.node, assumed.number);
                (name.replace(['_', '.'], " "), value, self.bench.published(assumed.node))
            })
            .collect();
        let goals: Vec<NodeId> =
            (0..self.bench.nodes.len()).filter(|at| self.guide.words(*at).key > 0).collect();
        let off = self.marks.iter().filter_map(|mark| {
            let why = match &mark.why {
                Why::Same | Why::Close => return None,
                Why::Without(role) => format!("without {}", phrase(*role)),
                Why::Alone(row) => format!("{row} only"),
                Why::Twice | Why::Half | Why::Off(_) => String::new(),
            };
            Some((phrase(mark.node), mark.factor, why))
        });
        let asked = self.asked.iter().filter(|goal| self.is_met(**goal)).map(|goal| phrase(*goal));
        let roles: Vec<NodeId> = self
            .hinted
            .iter()
            .copied()
            .filter(|at| self.guide.words(*at).role.is_some_and(|role| role != Role::Scale))
            .collect();
        let is_without = |role: &NodeId| self.marks.iter().find(|mark| mark.why == Why::Without(*role));
        let given = roles.iter().filter(|role| is_without(role).is_none()).map(|role| phrase(*role));
        let missing = goals.iter().filter(|goal| !self.is_met(**goal) && self.guide.words(**goal).key > 1);
        let without = roles.iter().filter_map(|role| {
            is_without(role).map(|mark| format!("{} ({})", phrase(*role), times(mark.factor)))
        });
        let begun = self.guide.stages.iter().zip(&self.seconds).filter(|(_, seconds)| **seconds > 0.0);
        Card {
            assumptions: own.len(),
            usual: own.len() - unusual.len(),
            unusual,
            goals: goals.len(),
            met: goals.iter().filter(|goal| self.is_met(**goal)).count(),
            off: off.collect(),
            hints: asked.chain(given).collect(),
            left_out: missing.map(|goal| phrase(*goal)).chain(without).collect(),
            words: self.words.clone(),
            seconds: begun.map(|(stage, seconds)| (stage.clone(), *seconds)).collect(),
            lines: self.lines,
        }
    }
}

/// Writes a factor: `0.38×`.
pub fn times(factor: f64) -> String {
    format!("{}×", crate::units::number::unscaled(factor, 2))
}

//! What a drill asks.

use crate::run::Shown;

/// A question of a drill with its answer.
///
/// The truth is what the language computes for [`Question::script`].
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// The template that it was made from: `traffic/average-rate`. No template comes again too soon.
    pub template: String,
    /// With the template, what makes the same question again: [`Deck::again`](super::Deck::again).
    pub seed: u64,
    /// Its topic.
    pub topic: Topic,
    /// 1 is one step, 2 two or three, 3 a chain of four or more stated numbers.
    pub level: u8,
    /// What is printed: `An app has 40M daily users; …`.
    pub text: String,
    /// The numbers that the text states, in the order of the template. Each has a part in the answer.
    pub inputs: Vec<Stated>,
    /// The answer over the names of the inputs, in the language, with the conversion to the unit asked for:
    /// `users * uses to posts/s`.
    pub answer: String,
    /// The unit that the answer is shown in: `posts/s`, `$/month`. Empty if the value chooses it, as in "how much
    /// storage".
    pub want: String,
    /// Whether the text names that unit, so that a bare number takes it.
    pub named: bool,
    /// The calendar factors that an answer may miss or have twice: 86,400 if there is a rate a second of something a day,
    /// 365 and 12 if there is a year.
    pub periods: Vec<f64>,
    /// Whether the answer is a whole count of servers or disks.
    pub whole: bool,
    /// The value of the answer. Its number is in [`Question::want`], or in base units (data in bytes).
    pub truth: Shown,
    /// The answer as it is printed, with three digits: `5.56k posts/s`.
    pub shown: String,
    /// How it is done in the head.
    pub working: Working,
    /// One or two hints, the general one first.
    pub hints: Vec<String>,
    /// What real systems do, with its source.
    pub reality: Option<String>,
}

/// A number that a question states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    /// Its name in the answer: `users`.
    pub name: String,
    /// Its value in the language: `1.2M users`.
    pub value: String,
    /// What leaving it out comes to, in the language: `1 post/user/day` for 4 posts, `100%` for a share. `None` where
    /// nobody leaves it out, as with a size or a price.
    pub neutral: Option<String>,
}

/// How a question is done in the head.
#[derive(Clone, Debug, PartialEq)]
pub struct Working {
    /// One or two sentences: `40M × 12 = 480M posts/day; a day is about 10^5 s: 4.8k posts/s`.
    pub text: String,
    /// The value that it comes to, in the unit of [`Question::truth`].
    pub value: f64,
}

impl Question {
    /// Returns the question as a script of the language: a line for each input, and the answer, which is called
    /// `answer`. `other` replaces the value of the input at that place.
    pub fn script(&self, other: Option<(usize, &str)>) -> String {
        format!("{}{ANSWER} = {}\n", lines(&self.inputs, other), self.answer)
    }
}

/// Returns a line of the language for each input. `other` replaces the value of the input at that place.
pub(super) fn lines(inputs: &[Stated], other: Option<(usize, &str)>) -> String {
    let line = |(at, input): (usize, &Stated)| {
        let value = other.filter(|(place, _)| *place == at).map_or(input.value.as_str(), |(_, value)| value);
        format!("{} = {value}\n", input.name)
    };
    inputs.iter().enumerate().map(line).collect()
}

/// The name of the answer in a script.
pub const ANSWER: &str = "answer";

/// What a question is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Topic {
    /// Powers of two and ten, and units.
    Powers,
    /// How long operations take.
    Latency,
    /// From users to requests.
    Traffic,
    /// How much is kept.
    Storage,
    /// Data rates and transfer times.
    Bandwidth,
    /// How many machines.
    Servers,
    /// Hit ratios and memory.
    Cache,
    /// Time down, failures, error budgets.
    Availability,
    /// Arrivals, waits, backlogs.
    Queueing,
    /// Money.
    Cost,
    /// Chains over a whole system.
    Whole,
}

impl Topic {
    /// All topics, in the order in which they are listed.
    pub const ALL: [Topic; 11] = [
        Topic::Powers,
        Topic::Latency,
        Topic::Traffic,
        Topic::Storage,
        Topic::Bandwidth,
        Topic::Servers,
        Topic::Cache,
        Topic::Availability,
        Topic::Queueing,
        Topic::Cost,
        Topic::Whole,
    ];

    /// Returns its name: `traffic`.
    pub fn name(self) -> &'static str {
        match self {
            Topic::Powers => "powers",
            Topic::Latency => "latency",
            Topic::Traffic => "traffic",
            Topic::Storage => "storage",
            Topic::Bandwidth => "bandwidth",
            Topic::Servers => "servers",
            Topic::Cache => "cache",
            Topic::Availability => "availability",
            Topic::Queueing => "queueing",
            Topic::Cost => "cost",
            Topic::Whole => "whole",
        }
    }

    /// Returns what it is about, in a few words.
    pub fn about(self) -> &'static str {
        match self {
            Topic::Powers => "powers of two and ten, units",
            Topic::Latency => "how long operations take",
            Topic::Traffic => "from users to requests",
            Topic::Storage => "how much is kept",
            Topic::Bandwidth => "data rates, transfer times",
            Topic::Servers => "how many machines",
            Topic::Cache => "hit ratios, memory",
            Topic::Availability => "time down, failures, error budgets",
            Topic::Queueing => "arrivals, waits, backlogs",
            Topic::Cost => "money",
            Topic::Whole => "chains over a whole system",
        }
    }

    /// Returns the topic with this name.
    pub fn named(name: &str) -> Option<Topic> {
        Topic::ALL.into_iter().find(|topic| topic.name() == name)
    }
}

//! What drills ask: templates of questions, the kinds of apps that they are about, and cards of the cheat sheets; and
//! what interviews know of presets.
//!
//! A topic is a file, `topics/NAME.toml`. A template has texts with slots in braces, and for each slot the values that it
//! takes. Nothing is filled in or computed here; a file is read when a question of its topic is asked.

pub mod interviews;
mod packed;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

/// The templates of one topic.
#[derive(Debug)]
pub struct Topic {
    /// Its name, and that of its file: `traffic`.
    pub name: &'static str,
    templates: OnceLock<Vec<Template>>,
}

/// A question with slots.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// Its name in the topic: `average-rate`.
    pub name: String,
    /// 1 is one step, 2 two or three, 3 a chain.
    pub level: u8,
    /// The wordings, of which one is chosen.
    pub ask: Vec<String>,
    /// The slots that state a number.
    pub slots: Vec<Slot>,
    /// The answer over the slots, in the language.
    pub answer: String,
    /// The unit of the answer; empty if its value chooses it.
    #[serde(default)]
    pub want: String,
    /// Whether the text leaves the unit open: "how much", "how long".
    #[serde(default)]
    pub open: bool,
    /// The least and the most answer, in the unit asked for, where the bounds of all questions are too wide.
    #[serde(default)]
    pub between: Option<(f64, f64)>,
    /// How it is done in the head. `{= E}` is the value of an expression after an equals sign (or `≈`), `{: E}` the value
    /// alone; `it` is the value before. `{~ E}` and `{~= E}` are on the side: `it` stays.
    pub head: String,
    /// One or two hints, the general one first.
    pub hints: Vec<String>,
    /// What real systems do, with its source.
    #[serde(default)]
    pub reality: Option<String>,
    /// A call of a formula of the library that gives the same answer, which a test compares.
    #[serde(default)]
    pub formula: Option<String>,
}

/// A slot that states a number.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slot {
    /// Its name in the texts and in the answer.
    pub name: String,
    /// Its values as people say them: `250 KB`, `1M..500M` for the numbers of a person between two, `a fifth = 20%` for
    /// one that the language writes otherwise.
    #[serde(default)]
    pub of: Vec<String>,
    /// The column of the apps that has the values instead.
    #[serde(default)]
    pub app: Option<String>,
    /// What follows the value in the language: `posts/user/day`.
    #[serde(default)]
    pub unit: String,
}

/// A kind of app.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct App {
    /// The words of its slots: `app` is `a chat app`, `things` is `messages`.
    pub words: BTreeMap<String, String>,
    /// The values of its columns.
    pub columns: BTreeMap<String, Vec<String>>,
}

/// Cards that are asked in the same words.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// The cheat sheet whose numbers they are.
    pub sheet: String,
    /// The topic of drills that they belong to.
    pub topic: String,
    /// The question for a number, with a brace for the name of the card: `How long does {} take?`
    pub ask: String,
    /// The question for a name, with a brace for the number; `None` if the names cannot be told by their numbers.
    #[serde(default)]
    pub which: Option<String>,
    /// Another unit that `ask` names; empty if there is none.
    #[serde(default)]
    pub want: String,
    /// Whether `ask` names the unit of the constant as the sheet has it: "how many requests a second".
    #[serde(default)]
    pub named: bool,
    /// What is asked for, with a brace for the constant, if it is not the constant itself.
    #[serde(default)]
    pub answer: Option<String>,
    /// The constants with the names that the questions give them.
    pub cards: Vec<(String, String)>,
}

impl Topic {
    fn read(&self) -> Result<Templates, toml::de::Error> {
        read(packed::text(&format!("topics/{}.toml", self.name)))
    }

    /// Returns its templates. A file that cannot be read has none; a test ensures that there is no such file.
    pub fn templates(&'static self) -> &'static [Template] {
        self.templates.get_or_init(|| self.read().map(|file| file.template).unwrap_or_default())
    }
}

#[derive(Deserialize)]
struct Templates {
    template: Vec<Template>,
}

#[derive(Deserialize)]
struct Groups {
    group: Vec<Group>,
}

#[derive(Deserialize)]
struct Apps {
    app: Vec<App>,
}

/// Returns the kinds of apps.
pub fn apps() -> &'static [App] {
    static APPS: OnceLock<Vec<App>> = OnceLock::new();
    APPS.get_or_init(|| read::<Apps>(include_str!("apps.toml")).map(|file| file.app).unwrap_or_default())
}

/// Returns the cards of all sheets.
pub fn groups() -> &'static [Group] {
    static GROUPS: OnceLock<Vec<Group>> = OnceLock::new();
    GROUPS
        .get_or_init(|| read::<Groups>(include_str!("cards.toml")).map(|file| file.group).unwrap_or_default())
}

fn read<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, toml::de::Error> {
    toml::from_str(text)
}

/// `topic!("traffic")`
macro_rules! topic {
    ($name:literal) => {
        Topic { name: $name, templates: OnceLock::new() }
    };
}

/// All topics.
pub static TOPICS: [Topic; 11] = [
    topic!("powers"),
    topic!("latency"),
    topic!("traffic"),
    topic!("storage"),
    topic!("bandwidth"),
    topic!("servers"),
    topic!("cache"),
    topic!("availability"),
    topic!("queueing"),
    topic!("cost"),
    topic!("whole"),
];

//! What interviews know of presets beside their files: the question, the stages, the goals, the words for each.
//!
//! A preset's data is `NAME.toml`; what is the same in many presets is in `shared.toml`. An interview is possible on the
//! presets that have a file here. It is read when the interview begins.

use std::collections::BTreeMap;

use serde::Deserialize;

/// What an interview on a preset knows beside the preset.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Interview {
    /// What is to be designed, in one sentence.
    #[serde(default)]
    pub open: String,
    /// The stage of each section of the estimates: `timelines` is `fan-out`.
    #[serde(default)]
    pub stage: BTreeMap<String, String>,
    /// Nouns that people use in place of the preset's, by theirs: `link` is `url`.
    #[serde(default)]
    pub same: BTreeMap<String, String>,
    /// Questions that follow a goal, one to three.
    #[serde(default)]
    pub turn: Vec<Turn>,
    /// Words for inputs, by name.
    #[serde(default)]
    pub inputs: BTreeMap<String, OfInput>,
    /// Words for estimates, by name.
    #[serde(default)]
    pub estimates: BTreeMap<String, OfEstimate>,
}

/// A question that is asked once a goal is met, whose answer is kept as it is.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Turn {
    /// The estimate that it follows.
    pub after: String,
    /// The question.
    pub ask: String,
}

/// Words for an input.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfInput {
    /// What people call it, beside its name.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// How it is spoken of; its name if there is nothing here.
    #[serde(default)]
    pub say: Option<String>,
    /// What it does in a formula.
    #[serde(default)]
    pub role: Option<Role>,
    /// The number that is handed out, as the language writes it; a round one within its range if there is nothing here.
    #[serde(default)]
    pub draw: Option<String>,
}

/// What an input does in a formula, which decides what leaving it out means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The peak over the average; 1 if it is left out.
    Peak,
    /// The number of copies; 1 if it is left out.
    Copies,
    /// How much of a machine is used; all of it if it is left out.
    Headroom,
    /// What stands by; none if it is left out, and nobody is asked about it.
    Spare,
    /// The share that is worth caching; all of it if it is left out.
    Cached,
    /// What is stored or sent beside the content; none if it is left out.
    Envelope,
    /// How large the system is: a matter of scope.
    Scale,
}

/// Words for an estimate.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfEstimate {
    /// What people call it, beside its name.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// What it is: `redirects a second at peak`.
    #[serde(default)]
    pub phrase: Option<String>,
    /// How much an interviewer wants it: 3 most, 0 not at all.
    #[serde(default)]
    pub key: Option<u8>,
}

/// The presets with data.
#[rustfmt::skip]
const NAMES: &[&str] = &[
    "twitter", "news-feed", "instagram", "forum",
    "chat", "team-chat", "community-chat", "video-call", "email", "notification",
    "url-shortener", "pastebin",
    "youtube", "netflix", "short-video", "live-streaming", "music-streaming",
    "search-engine", "typeahead", "web-crawler",
    "file-sync", "document-editor", "object-store", "key-value-store",
    "e-commerce", "payment", "ticketing", "booking",
    "ride-hailing", "proximity", "maps",
    "rate-limiter", "job-scheduler", "ad-click", "metrics-store", "log-storage", "message-queue", "leaderboard", "iot-telemetry",
    "llm-serving",
];

/// Returns the names of the presets that an interview may be on.
pub fn names() -> impl Iterator<Item = &'static str> {
    NAMES.iter().copied()
}

/// Returns what an interview on a preset knows, and what all know; `None` if there is no interview on it. A file that
/// cannot be read knows nothing; a test ensures that there is no such file.
pub fn of(preset: &str) -> Option<(Interview, Interview)> {
    let name = NAMES.iter().find(|name| **name == preset)?;
    let read = |name: &str| read(name).unwrap_or_default();
    Some((read(name), read("shared")))
}

fn read(name: &str) -> Result<Interview, toml::de::Error> {
    super::read(super::packed::text(&format!("interviews/{name}.toml")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_files_can_be_read() {
        for name in NAMES.iter().copied().chain(["shared"]) {
            if let Err(error) = read(name) {
                panic!("{name}: {error}");
            }
        }
    }
}

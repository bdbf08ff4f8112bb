//! Presets: the models that ship with the program.
//!
//! Their texts are embedded. One is parsed when it is run.

mod phrase;

pub use phrase::{leading, matching, named, near};

/// A model that ships with the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preset {
    /// The name to run it by, and that of its file.
    pub name: &'static str,
    /// The text of its file.
    pub text: &'static str,
    /// Its other names. A test compares them with `also` in the file.
    pub also: &'static [&'static str],
    /// The kind of system. A test compares it with `kind` in the file.
    pub kind: &'static str,
    /// The title in lists. A test compares it with `title` in the file.
    pub title: &'static str,
}

impl Preset {
    /// Returns its description: the first paragraph of the comment at the top of its file.
    pub fn about(&self) -> String {
        let lines = self.text.lines().map_while(|line| line.strip_prefix("# "));
        lines.collect::<Vec<_>>().join(" ")
    }
}

/// `preset!("twitter", "Twitter", "social", ["x", "social-feed"])`
macro_rules! preset {
    ($name:literal, $title:literal, $kind:literal, [$($also:literal),*]) => {
        Preset {
            name: $name,
            text: include_str!(concat!("../../../presets/", $name, ".toml")),
            also: &[$($also),*],
            kind: $kind,
            title: $title,
        }
    };
}

/// All presets, grouped by kind.
pub const PRESETS: &[Preset] = &[
    preset!("twitter", "Twitter", "social", ["x", "social-feed"]),
    preset!("news-feed", "News feed", "social", ["facebook", "facebook-feed"]),
    preset!("instagram", "Instagram", "social", ["photo-sharing"]),
    preset!("forum", "News and comments", "social", ["reddit", "hacker-news"]),
    preset!("chat", "Chat", "messaging", ["whatsapp", "messenger", "facebook-messenger"]),
    preset!("team-chat", "Team chat", "messaging", ["slack"]),
    preset!("community-chat", "Community chat", "messaging", ["discord", "voice-chat"]),
    preset!("video-call", "Video call", "messaging", ["zoom"]),
    preset!("email", "Email", "messaging", ["gmail"]),
    preset!("notification", "Notifications", "messaging", ["push"]),
    preset!("url-shortener", "URL shortener", "links", ["tinyurl", "bitly"]),
    preset!("pastebin", "Pastebin", "links", []),
    preset!("youtube", "YouTube", "media", ["video-on-demand"]),
    preset!("netflix", "Netflix", "media", ["video-streaming"]),
    preset!("short-video", "Short video", "media", ["tiktok", "reels", "shorts"]),
    preset!("live-streaming", "Live streaming", "media", ["twitch", "twitch-tv"]),
    preset!("music-streaming", "Music streaming", "media", ["spotify"]),
    preset!("search-engine", "Search engine", "search", ["google-search"]),
    preset!("typeahead", "Typeahead", "search", ["autocomplete"]),
    preset!("web-crawler", "Web crawler", "search", ["crawler"]),
    preset!("file-sync", "File sync", "storage", ["dropbox", "google-drive"]),
    preset!("object-store", "Object store", "storage", ["s3"]),
    preset!("key-value-store", "Key-value store", "storage", ["dynamo", "dynamodb", "kv-store", "cassandra"]),
    preset!("document-editor", "Document editor", "storage", ["google-docs", "collaborative-editor"]),
    preset!("e-commerce", "E-commerce", "commerce", ["amazon"]),
    preset!("payment", "Payment gateway", "commerce", ["payment-gateway"]),
    preset!("ticketing", "Ticket sale", "commerce", ["ticketmaster", "ticket-booking"]),
    preset!("booking", "Hotel booking", "commerce", ["airbnb", "hotel"]),
    preset!("ride-hailing", "Ride hailing", "location", ["uber", "lyft"]),
    preset!("proximity", "Nearby places", "location", ["yelp"]),
    preset!("maps", "Maps", "location", ["google-maps"]),
    preset!("rate-limiter", "Rate limiter", "infrastructure", []),
    preset!("job-scheduler", "Job scheduler", "infrastructure", ["task-scheduler"]),
    preset!("ad-click", "Ad click aggregation", "infrastructure", ["ad-click-aggregator"]),
    preset!("metrics-store", "Metrics store", "infrastructure", ["monitoring", "prometheus"]),
    preset!("log-storage", "Log storage", "infrastructure", ["logging"]),
    preset!("message-queue", "Message queue", "infrastructure", ["kafka"]),
    preset!("iot-telemetry", "IoT telemetry", "infrastructure", ["iot", "telemetry", "connected-cars"]),
    preset!("leaderboard", "Leaderboard", "infrastructure", ["gaming-leaderboard", "game-leaderboard"]),
    preset!("llm-serving", "LLM serving", "ai", ["chatgpt", "llm"]),
];

/// Returns the preset with a name.
pub fn find(name: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.name == name || preset.also.contains(&name))
}

/// Returns all names, those in [`Preset::name`] before the other names of the same preset.
pub fn names() -> impl Iterator<Item = &'static str> {
    PRESETS.iter().flat_map(|preset| std::iter::once(preset.name).chain(preset.also.iter().copied()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn the_fields_of_a_preset_are_those_of_its_file() {
        for preset in PRESETS {
            let (file, diagnostics) = crate::worksheet::model::file::read(0, preset.text);
            assert_eq!(diagnostics, [], "{}", preset.name);
            assert_eq!(file.title.map(|title| title.text).as_deref(), Some(preset.title));
            assert_eq!(file.kind.map(|kind| kind.text).as_deref(), Some(preset.kind));
            let also: Vec<_> = file.also.into_iter().map(|also| also.text).collect();
            assert_eq!(also, preset.also, "{}", preset.name);
        }
    }

    #[test]
    fn names_are_unique_and_not_paths() {
        let mut seen = HashSet::new();
        for name in names() {
            assert!(seen.insert(name), "`{name}` is defined twice");
            assert!(!name.contains(['/', '.', ' ']) && find(name).is_some(), "{name}");
        }
        assert!(find("nothing").is_none());
    }

    #[test]
    fn presets_are_grouped_by_kind() {
        let mut kinds: Vec<_> = PRESETS.iter().map(|preset| preset.kind).collect();
        kinds.dedup();
        assert_eq!(kinds.len(), kinds.iter().collect::<HashSet<_>>().len());
    }
}

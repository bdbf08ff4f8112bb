//! The models that ship inside the program.
//!
//! Their text is embedded; it is parsed when one is run, never before.

/// A model inside the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preset {
    /// The name to run it by.
    pub name: &'static str,
    /// Its TOML.
    pub text: &'static str,
    /// Other names it answers to; a test holds them against `also` in the file.
    pub also: &'static [&'static str],
    /// What kind of system it is; a test holds it against `kind` in the file.
    pub kind: &'static str,
    /// One line for the list; a test holds it against `title` in the file.
    pub title: &'static str,
}

/// `preset!("twitter", "Twitter", "social", ["x", "social-feed"])`
macro_rules! preset {
    ($name:literal, $title:literal, $kind:literal, [$($also:literal),*]) => {
        Preset {
            name: $name,
            text: include_str!(concat!("../../presets/", $name, ".toml")),
            also: &[$($also),*],
            kind: $kind,
            title: $title,
        }
    };
}

/// All presets; those of one kind stand together.
pub const PRESETS: &[Preset] = &[
    preset!("twitter", "Twitter", "social", ["x", "social-feed"]),
    preset!("news-feed", "News feed", "social", ["facebook"]),
    preset!("instagram", "Instagram", "social", ["photo-sharing"]),
    preset!("chat", "Chat", "messaging", ["whatsapp", "messenger"]),
    preset!("team-chat", "Team chat", "messaging", ["slack"]),
    preset!("video-call", "Video call", "messaging", ["zoom"]),
    preset!("email", "Email", "messaging", []),
    preset!("notification", "Notifications", "messaging", ["push"]),
    preset!("url-shortener", "URL shortener", "links", ["tinyurl", "bitly"]),
    preset!("pastebin", "Pastebin", "links", []),
    preset!("youtube", "YouTube", "media", ["video-on-demand"]),
    preset!("netflix", "Netflix", "media", ["video-streaming"]),
    preset!("search-engine", "Search engine", "search", ["google-search"]),
    preset!("typeahead", "Typeahead", "search", ["autocomplete"]),
    preset!("web-crawler", "Web crawler", "search", ["crawler"]),
    preset!("file-sync", "File sync", "storage", ["dropbox", "google-drive"]),
    preset!("object-store", "Object store", "storage", ["s3"]),
    preset!("e-commerce", "E-commerce", "commerce", ["amazon"]),
    preset!("payment", "Payment gateway", "commerce", ["payment-gateway"]),
    preset!("booking", "Hotel booking", "commerce", ["airbnb", "hotel"]),
    preset!("ride-hailing", "Ride hailing", "location", ["uber", "lyft"]),
    preset!("proximity", "Nearby places", "location", ["yelp"]),
    preset!("maps", "Maps", "location", ["google-maps"]),
    preset!("rate-limiter", "Rate limiter", "infrastructure", []),
    preset!("job-scheduler", "Job scheduler", "infrastructure", ["task-scheduler"]),
    preset!("ad-click", "Ad click aggregation", "infrastructure", ["ad-click-aggregator"]),
    preset!("metrics-store", "Metrics store", "infrastructure", ["monitoring"]),
    preset!("log-storage", "Log storage", "infrastructure", ["logging"]),
    preset!("message-queue", "Message queue", "infrastructure", ["kafka"]),
    preset!("llm-serving", "LLM serving", "ai", ["chatgpt", "llm"]),
];

/// The preset with this name or other name.
pub fn find(name: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.name == name || preset.also.contains(&name))
}

/// All names, each preset's own first.
pub fn names() -> impl Iterator<Item = &'static str> {
    PRESETS.iter().flat_map(|preset| std::iter::once(preset.name).chain(preset.also.iter().copied()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn what_is_said_of_a_preset_is_what_its_file_says() {
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
    fn names_are_unique_and_are_no_paths() {
        let mut seen = HashSet::new();
        for name in names() {
            assert!(seen.insert(name), "`{name}` stands twice");
            assert!(!name.contains(['/', '.', ' ']) && find(name).is_some(), "{name}");
        }
        assert!(find("nothing").is_none());
    }

    #[test]
    fn those_of_one_kind_stand_together() {
        let mut kinds: Vec<_> = PRESETS.iter().map(|preset| preset.kind).collect();
        kinds.dedup();
        assert_eq!(kinds.len(), kinds.iter().collect::<HashSet<_>>().len());
    }
}

//! The texts that the build script packed.

use std::sync::OnceLock;

/// All texts, one after the other, compressed.
const ALL: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/practice.deflate"));

/// A line for each text, in their order: its file and its length.
const INDEX: &str = include_str!(concat!(env!("OUT_DIR"), "/practice.index"));

/// Returns the text of a file of this folder: `topics/traffic.toml`. Empty if there is none, which a test excludes.
pub fn text(file: &str) -> &'static str {
    static TEXTS: OnceLock<String> = OnceLock::new();
    let all = TEXTS.get_or_init(|| {
        let bytes = miniz_oxide::inflate::decompress_to_vec(ALL).unwrap_or_default();
        String::from_utf8(bytes).unwrap_or_default()
    });
    let mut start = 0;
    for line in INDEX.lines() {
        let Some((name, length)) = line.split_once(' ') else { continue };
        let end = start + length.parse::<usize>().unwrap_or(0);
        if name == file {
            return all.get(start..end).unwrap_or_default();
        }
        start = end;
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn texts_are_those_of_the_files() {
        assert_eq!(text("topics/traffic.toml"), include_str!("topics/traffic.toml"));
        assert_eq!(text("interviews/shared.toml"), include_str!("interviews/shared.toml"));
        assert_eq!(text("interviews/twitter.toml"), include_str!("interviews/twitter.toml"));
        assert_eq!(text("topics/nothing.toml"), "");
    }
}

//! Makes text safe to print: replaces control characters and changes of the writing direction.

/// Returns a text on one line, with each control character replaced by a visible one.
pub fn escaped(text: &str) -> String {
    if text.chars().all(is_harmless) {
        return text.to_owned();
    }
    let visible = |c: char| match c {
        '\t' => ' ',
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        c if is_harmless(c) => c,
        _ => '\u{fffd}',
    };
    text.chars().map(visible).collect()
}

/// Whether a character neither controls a terminal nor changes the writing direction.
fn is_harmless(c: char) -> bool {
    !c.is_control() && !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn control_characters_become_visible() {
        assert_eq!(escaped("10 µs"), "10 µs");
        assert_eq!(escaped("a\tb\n\u{1b}[31m\u{7f}"), "a b␊␛[31m␡");
        assert_eq!(escaped("\u{202e}\u{85}"), "\u{fffd}\u{fffd}");
    }
}

//! Makes text safe to print: replaces what a reader cannot see by a character that is seen.
//!
//! Control characters, changes of the writing direction, characters without a width and private ones could steer a
//! terminal, hide a part of a name or make two names look alike. Each is replaced by one character, so that columns
//! counted in characters stay. Marks that a script or an emoji needs stay where they have that use: combining accents,
//! a joiner within an emoji or between letters that join, one variation selector after a character that has variants.

use std::borrow::Cow;

/// What stands for a character that cannot be seen and has no picture.
const HIDDEN: char = '\u{fffd}';

/// Maximum number of combining marks on one letter. More reach into the lines around.
const MARKS: usize = 4;

/// Returns a text on one line, with each character that cannot be seen replaced by one that can.
pub fn escaped(text: &str) -> String {
    visible(text, "").into_owned()
}

/// Returns a text in lines, with each character that cannot be seen replaced by one that can; line feeds and tabs
/// stay.
pub fn escaped_lines(text: &str) -> Cow<'_, str> {
    visible(text, "\n\t")
}

/// Returns the ranges of bytes of the characters of a text that cannot be seen, but for those in `kept`.
pub fn hidden<'t>(text: &'t str, kept: &'t str) -> impl Iterator<Item = (usize, char)> + 't {
    let mut before = Before::default();
    let is_printable =
        text.bytes().all(|byte| matches!(byte, b' '..=b'~') || kept.as_bytes().contains(&byte));
    let text = if is_printable { "" } else { text };
    text.char_indices().filter(move |&(at, c)| {
        let after = || text.get(at + c.len_utf8()..).and_then(|rest| rest.chars().next());
        let is_hidden = !kept.contains(c) && before.hides(c, after);
        if !is_hidden {
            before.add(c);
        } else if !(is_mark(c) || is_selector(c)) {
            before.add(HIDDEN);
        }
        is_hidden
    })
}

/// Replaces the characters that cannot be seen, but for those in `kept`.
fn visible<'t>(text: &'t str, kept: &str) -> Cow<'t, str> {
    let mut out = String::new();
    let mut done = 0;
    for (at, c) in hidden(text, kept) {
        out.push_str(text.get(done..at).unwrap_or_default());
        out.push(picture(c));
        done = at + c.len_utf8();
    }
    if done == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(text.get(done..).unwrap_or_default());
    Cow::Owned(out)
}

/// Returns the visible character that stands for one that is not.
pub fn picture(c: char) -> char {
    match c {
        '\t' => ' ',
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(HIDDEN),
        '\u{7f}' => '\u{2421}',
        _ => HIDDEN,
    }
}

/// What stands before a character, as far as it decides whether the character can be seen.
#[derive(Debug)]
struct Before {
    /// The last character that is no mark.
    base: char,
    /// The last character.
    last: char,
    /// The number of marks after the base.
    marks: usize,
}

impl Default for Before {
    fn default() -> Before {
        Before { base: ' ', last: ' ', marks: 0 }
    }
}

impl Before {
    fn add(&mut self, c: char) {
        self.last = c;
        if is_mark(c) || is_selector(c) {
            self.marks += 1;
        } else {
            (self.base, self.marks) = (c, 0);
        }
    }

    /// Whether a character cannot be seen in its place.
    fn hides(&self, c: char, after: impl Fn() -> Option<char>) -> bool {
        if c.is_ascii() {
            return c.is_control();
        }
        match c {
            '\u{200d}' if is_emoji(self.base) => !after().is_some_and(is_emoji),
            '\u{200c}' | '\u{200d}' => !(joins(self.last) && after().is_none_or(joins)),
            c if is_selector(c) => is_selector(self.last) || !has_variants(self.base, c),
            c if is_mark(c) => self.marks >= MARKS,
            c => c.is_control() || is_hidden(c),
        }
    }
}

/// Whether a character cannot be seen, wherever it stands: formats, fillers, tags, private and unassigned characters.
fn is_hidden(c: char) -> bool {
    let is_filler = matches!(c, '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{2800}' | '\u{3164}' | '\u{ffa0}' | '\u{13430}'..='\u{1345f}' | '\u{e0000}'..='\u{e0fff}');
    let is_line = matches!(c, '\u{2028}' | '\u{2029}');
    // Blanks are seen as what they are, and a few signs before numbers count as formats.
    let is_sign = matches!(
        c,
        '\u{600}'..='\u{605}' | '\u{6dd}' | '\u{890}' | '\u{891}' | '\u{8e2}' | '\u{110bd}' | '\u{110cd}'
    );
    is_filler || is_line || !(c.is_whitespace() || is_sign || is_printable(c))
}

/// Whether the standard library prints a character within a text as it is.
fn is_printable(c: char) -> bool {
    let text = String::from_iter(['a', c]);
    text.escape_debug().nth(1) == Some(c)
}

/// Whether a character is put on the one before it.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{34e}' | '\u{350}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{1ab0}'..='\u{1aff}'
        | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

/// Whether a character chooses a variant of the one before it.
fn is_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Whether a character has variants that the selector chooses from: emoji and signs, or Chinese characters.
fn has_variants(base: char, selector: char) -> bool {
    match selector {
        '\u{fe0e}' | '\u{fe0f}' => is_emoji(base) || matches!(base, '0'..='9' | '#' | '*' | '©' | '®'),
        _ => matches!(base, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}'),
    }
}

/// Whether a character is an emoji or a sign that can be shown as one.
fn is_emoji(c: char) -> bool {
    matches!(c, '\u{203c}' | '\u{2049}' | '\u{2122}' | '\u{2139}' | '\u{2190}'..='\u{21ff}'
        | '\u{2300}'..='\u{23ff}' | '\u{24c2}' | '\u{25a0}'..='\u{27bf}' | '\u{2934}' | '\u{2935}'
        | '\u{2b00}'..='\u{2bff}' | '\u{3030}' | '\u{303d}' | '\u{3297}' | '\u{3299}' | '\u{1f000}'..='\u{1faff}')
}

/// Whether a character belongs to a script whose letters join, or are kept from joining, by a character without a
/// width: Arabic, Syriac, Mongolian, and those of India and around.
fn joins(c: char) -> bool {
    matches!(c, '\u{620}'..='\u{6ff}' | '\u{710}'..='\u{8ff}' | '\u{900}'..='\u{dff}' | '\u{f00}'..='\u{109f}'
        | '\u{1780}'..='\u{17b3}' | '\u{17b6}'..='\u{180a}' | '\u{1820}'..='\u{18af}' | '\u{a840}'..='\u{a87f}'
        | '\u{fb50}'..='\u{fdcf}' | '\u{fe70}'..='\u{fefc}' | '\u{11000}'..='\u{11fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_become_visible() {
        assert_eq!(escaped("10 µs"), "10 µs");
        assert_eq!(escaped("a\tb\n\u{1b}[31m\u{7f}"), "a b␊␛[31m␡");
        assert_eq!(escaped("\u{202e}\u{85}\u{9b}1m"), "\u{fffd}\u{fffd}\u{fffd}1m");
        assert_eq!(escaped_lines("a\tb\r\n\u{0}"), "a\tb␍\n␀");
    }

    /// Each character is replaced by one that is seen, or stays.
    #[test]
    fn what_cannot_be_seen_is_replaced_by_one_character() {
        for c in '\u{0}'..=char::MAX {
            let shown = escaped(&format!("a{c}b"));
            assert_eq!(shown.chars().count(), 3, "{c:?}");
            assert_eq!(escaped(&shown), shown, "{c:?}");
        }
        for range in [
            '\u{0}'..='\u{1f}',
            '\u{7f}'..='\u{9f}',
            '\u{ad}'..='\u{ad}',
            '\u{61c}'..='\u{61c}',
            '\u{180b}'..='\u{180f}',
            '\u{200b}'..='\u{200f}',
            '\u{2028}'..='\u{202e}',
            '\u{2060}'..='\u{206f}',
            '\u{e000}'..='\u{f8ff}',
            '\u{fdd0}'..='\u{fdef}',
            '\u{fe00}'..='\u{fe0f}',
            '\u{feff}'..='\u{feff}',
            '\u{fff0}'..='\u{fffb}',
            '\u{fffe}'..='\u{ffff}',
            '\u{1d173}'..='\u{1d17a}',
            '\u{e0000}'..='\u{e01ef}',
            '\u{f0000}'..=char::MAX,
        ] {
            for c in range {
                assert!(!escaped(&format!("a{c}b")).contains(c), "{c:?}");
            }
        }
    }

    #[test]
    fn other_languages_and_emoji_stay_readable() {
        for text in [
            "Größe, naïve, e\u{301}, Việt Nam, ñ",
            "Привет, 世界, こんにちは, 한국어, עברית, مرحبا, नमस्ते, ไทย",
            "می\u{200c}خواهم",
            "क\u{94d}\u{200d}ष",
            "👩\u{200d}💻 👨\u{200d}👩\u{200d}👧 ❤\u{fe0f} 1\u{fe0f}\u{20e3} 👍🏽 🇩🇪",
            "葛\u{e0100}",
            "a\u{a0}b\u{202f}c\u{3000}d",
        ] {
            assert_eq!(escaped(text), text);
        }
    }

    #[test]
    fn marks_without_their_use_are_replaced() {
        for (text, shown) in [
            ("us\u{200d}ers", "us\u{fffd}ers"),
            ("us\u{200c}ers", "us\u{fffd}ers"),
            ("a\u{fe0f}", "a\u{fffd}"),
            ("❤\u{fe0f}\u{fe0f}\u{fe01}", "❤\u{fe0f}\u{fffd}\u{fffd}"),
            ("👩\u{200d}", "👩\u{fffd}"),
            ("葛\u{e0100}\u{e0101}", "葛\u{e0100}\u{fffd}"),
            ("🏴\u{e0067}\u{e007f}", "🏴\u{fffd}\u{fffd}"),
        ] {
            assert_eq!(escaped(text), shown);
        }
        assert_eq!(escaped(&format!("z{}", "\u{300}".repeat(9))).matches('\u{300}').count(), MARKS);
    }
}

//! Wraps running text.

use unicode_width::UnicodeWidthStr;

/// Wraps text at spaces into lines of at most `width` columns; a longer word is left whole.
pub fn wrapped(text: &str, width: usize) -> Vec<String> {
    if text.len() <= width && !text.contains('\n') {
        return if text.is_empty() { Vec::new() } else { vec![text.to_owned()] };
    }
    let mut lines: Vec<String> = Vec::new();
    let mut room = 0;
    for word in text.split_whitespace() {
        let length = word.width();
        match lines.last_mut() {
            Some(line) if length < room => {
                line.push(' ');
                line.push_str(word);
                room -= length + 1;
            }
            _ => {
                lines.push(word.to_owned());
                room = width.saturating_sub(length);
            }
        }
    }
    lines
}

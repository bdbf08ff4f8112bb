//! Wraps running text.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::cli::screen::USUAL_WIDTH;

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

/// Fits running text to a terminal; each line begins with `indent`. Without a terminal it is one line.
pub fn fitted(text: &str, width: Option<usize>, indent: &str) -> String {
    let lines = match width {
        Some(width) => wrapped(text, width.min(USUAL_WIDTH).saturating_sub(indent.len()).max(1)),
        None => vec![text.to_owned()],
    };
    lines.iter().map(|line| format!("{indent}{line}")).collect::<Vec<_>>().join("\n")
}

/// Breaks the lines that are wider than the terminal: at a blank if there is one, else anywhere. Styles have no width.
pub fn folded(text: String, width: usize) -> String {
    if text.lines().all(|line| line.len() <= width || visible(line) <= width) {
        return text;
    }
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for line in text.lines() {
        let indent = line.len() - line.trim_start().len();
        let indent = (indent + 2).min(width / 2);
        let mut rest = line;
        let mut room = width;
        while visible(rest) > room {
            let at = break_of(rest, room);
            let (head, tail) = rest.split_at(at);
            out.push_str(head.trim_end());
            out.push_str(&format!("\n{:indent$}", ""));
            rest = tail.trim_start();
            room = width - indent;
        }
        out.push_str(rest);
        out.push('\n');
    }
    out
}

/// Returns the width of a line without its styles.
fn visible(line: &str) -> usize {
    columns(line).map(|(_, width, _)| width).sum()
}

/// Returns the byte at which a line that is wider than `room` is broken; never 0.
fn break_of(line: &str, room: usize) -> usize {
    let (mut column, mut blank, mut hard) = (0, None, None);
    let mut seen = false;
    for (at, width, c) in columns(line) {
        if column + width > room {
            hard = Some(at);
            break;
        }
        column += width;
        match c {
            ' ' if seen && width > 0 => blank = Some(at + 1),
            ' ' => {}
            _ if width > 0 => seen = true,
            _ => {}
        }
    }
    let first = line.chars().next().map_or(1, char::len_utf8);
    blank.or(hard).unwrap_or(line.len()).max(first)
}

/// Returns the characters of a line, each with its place and its width, which is 0 in a style.
fn columns(line: &str) -> impl Iterator<Item = (usize, usize, char)> {
    let mut is_style = false;
    line.char_indices().map(move |(at, c)| {
        is_style |= c == '\u{1b}';
        let width = if is_style { 0 } else { c.width().unwrap_or(0) };
        is_style &= c != 'm';
        (at, width, c)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folded_line_fits_whatever_is_in_it() {
        let style = "\u{1b}[1m";
        for text in
            ["one two three four", "onetwothreefour", "  a\u{301} 世界世界世界 bb", "    x", "", "a    b"]
        {
            let styled = text.replace('o', &format!("o{style}"));
            for line in [text, &styled] {
                for width in 4..20 {
                    let out = folded(format!("{line}\n"), width);
                    assert!(out.lines().all(|line| visible(line) <= width), "{width}: {out:?}");
                    let words = |text: &str| text.split_whitespace().collect::<String>();
                    assert_eq!(words(&out), words(line));
                }
            }
        }
    }
}

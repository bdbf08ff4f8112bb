//! Foreign text in Markdown: written so that it reads as it was written and does nothing else.
//!
//! Titles, notes, sources and formulas of a model come from anywhere. None of them begins a block, links, embeds an
//! image or HTML, or ends the block of code or the cell that it stands in.

use napkin::text::escape::escaped;

/// Writes code as it is written in the language, for a cell or a line.
pub fn code(text: &str) -> String {
    let text = on_one_line(text);
    if text.is_empty() {
        return text;
    }
    if text.contains("\\|") {
        // In a cell, no code holds a backslash before a bar.
        return inline(&text);
    }
    let fence = "`".repeat(longest_run(&text, '`') + 1);
    let blank = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{blank}{}{blank}{fence}", text.replace('|', "\\|"))
}

/// Returns a text on one line, without what cannot be seen.
pub fn on_one_line(text: &str) -> String {
    escaped(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Writes lines as a block of code that none of them ends.
pub fn fenced(lines: &str) -> String {
    let fence = "`".repeat(longest_run(lines, '`').max(2) + 1);
    format!("{fence}text\n{lines}{fence}\n")
}

/// Returns the length of the longest run of a character.
fn longest_run(text: &str, of: char) -> usize {
    text.split(|c| c != of).map(str::len).max().unwrap_or(0)
}

/// Writes a paragraph, a heading or an item of a list from foreign text: nothing in it begins a block, is a link, an
/// image or HTML, or looks different from how it was written.
pub fn text(text: &str) -> String {
    let line = inline(text);
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let at = match line.as_bytes().get(digits) {
        // A number of a list.
        Some(b'.' | b')') if digits > 0 => digits,
        // A heading, an item or a rule; the other signs of blocks are escaped wherever they stand.
        Some(b'-' | b'+' | b'=') if digits == 0 => 0,
        _ => return line,
    };
    let (before, after) = line.split_at(at);
    format!("{before}\\{after}")
}

/// Writes foreign text that stands within a line. Web addresses are no links either.
pub fn inline(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let text = on_one_line(text);
    let mut before = "";
    for (at, c) in text.char_indices() {
        let after = text.get(at + c.len_utf8()..).unwrap_or_default();
        let is_address = match c {
            ':' => after.starts_with("//") || before.ends_with("mailto") || before.ends_with("xmpp"),
            '.' => before.to_ascii_lowercase().ends_with("www"),
            '@' => true,
            _ => false,
        };
        if is_address || is_markup(c) {
            out.push('\\');
        }
        out.push(c);
        before = text.get(..at + c.len_utf8()).unwrap_or_default();
        before = before.get(before.len().saturating_sub(6)..).unwrap_or_default();
    }
    out
}

/// Writes a text of the library, whose web addresses stay links.
pub fn known(text: &str) -> String {
    on_one_line(text).chars().flat_map(|c| is_markup(c).then_some('\\').into_iter().chain([c])).collect()
}

/// Whether a character begins or ends markup, wherever it stands.
fn is_markup(c: char) -> bool {
    matches!(c, '|' | '\\' | '*' | '_' | '<' | '>' | '`' | '$' | '[' | ']' | '&' | '~' | '#')
}

//! Formulas on one line.

/// Joins the lines of a text and removes comments.
pub(crate) fn on_one_line(text: &str) -> String {
    let lines = text.lines().map(|line| line.split('#').next().unwrap_or_default());
    let words: Vec<&str> = lines.flat_map(str::split_whitespace).collect();
    words.join(" ").replace("( ", "(").replace(" )", ")")
}

/// Removes parentheses that enclose the whole formula.
pub(crate) fn without_parentheses(text: String) -> String {
    let mut depth = 0_usize;
    let closes = text.char_indices().find_map(|(at, c)| {
        depth = match c {
            '(' => depth + 1,
            ')' => depth.saturating_sub(1),
            _ => depth,
        };
        (depth == 0).then_some(at)
    });
    match text.strip_prefix('(').and_then(|text| text.strip_suffix(')')) {
        Some(inner) if closes == Some(text.len() - 1) => inner.to_owned(),
        _ => text,
    }
}

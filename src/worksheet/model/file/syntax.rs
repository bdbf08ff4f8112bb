//! What the TOML parser found wrong in; errors in our words, with a way out, out.
//!
//! The parser goes on after an error, so that one slip makes several of its errors: only
//! the first on each line is reported, and nothing else that is wrong on that line.

use std::borrow::Cow;

use toml::de::{DeTable, DeValue, Error};

use super::values::{Reader, ordered};
use super::words::{quoted, shown};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;

/// The TOML parser takes a time that grows with the square of this number.
pub const MOST_HEADINGS: usize = 10_000;

/// Where the colon of `name: "x"` stands in its line.
fn colon_after_key(line: &str) -> Option<usize> {
    let colon = line.find(':')?;
    let key = line.get(..colon)?.trim_end();
    (!key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))).then_some(colon)
}

/// The error for a file with more headings than that.
pub fn too_many_headings(source: u16) -> Diagnostic {
    let start = Span { source, start: 0, end: 0 };
    Diagnostic::error("E0501", format!("a model has at most {MOST_HEADINGS} headings"))
        .at(start, "")
        .help("write the rows of a table in braces, like `row = { column = \"…\" }`")
}

/// The text with spaces for the lines after which the parser reads no more, if there are any.
pub fn without_broken_lines(text: &str, errors: &[Error]) -> Option<String> {
    let ends_all = ["key with no value", "missing value for key", "extra `=`"];
    let is_last = |error: &&Error| ends_all.iter().any(|what| error.message().starts_with(what));
    let mut places: Vec<usize> =
        errors.iter().filter(is_last).filter_map(|error| Some(error.span()?.start)).collect();
    places.sort_unstable();
    let mut blanked = String::with_capacity(text.len());
    for place in places {
        if place < blanked.len() {
            continue;
        }
        let (start, end) = line_at(text, place);
        blanked.push_str(text.get(blanked.len()..start)?);
        blanked.extend(std::iter::repeat_n(' ', end - start));
    }
    if blanked.is_empty() {
        return None;
    }
    blanked.push_str(text.get(blanked.len()..)?);
    Some(blanked)
}

impl Reader<'_> {
    /// Reports the errors of the TOML parser.
    pub fn syntax_errors(&mut self, root: &DeTable<'_>, errors: &[Error]) {
        let mut found: Vec<(Span, &str)> = errors
            .iter()
            .map(|error| {
                let place = error.span().unwrap_or(0..0);
                let what =
                    error.message().split_once(", expected ").map_or(error.message(), |(what, _)| what);
                (self.range(place.start, place.end), what)
            })
            .collect();
        found.sort_by_key(|&(span, _)| span);
        found.dedup();
        let mut broken_to = None;
        for (span, what) in found {
            if what == "duplicate key" || what.starts_with("cannot extend value") {
                self.repeated_key(root, span, what);
                continue;
            }
            if broken_to.is_some_and(|end| span.start <= end) {
                continue;
            }
            let (start, mut end) = self.line(span);
            if what.ends_with("string") {
                end = self.after_open_text(span, end);
            }
            broken_to = Some(end);
            self.report.mark_broken(start, end);
            let text = self.text;
            self.report.add_anyway("E0501", span, || explained(text, span, what));
        }
    }

    /// The line that a span starts on, without its newline.
    fn line(&self, span: Span) -> (u32, u32) {
        let (start, end) = line_at(self.text, span.start as usize);
        let line = self.range(start, end);
        (line.start, line.end)
    }

    /// The end of the line that an open text breaks: also the next one if the quote
    /// that would close it stands there.
    fn after_open_text(&self, span: Span, line_end: u32) -> u32 {
        if span.start != line_end {
            return line_end;
        }
        let (start, end) = line_at(self.text, line_end as usize + 1);
        let next = self.text.get(start..end).unwrap_or("");
        let is_closed_there = ['"', '\''].iter().any(|&quote| next.matches(quote).count() % 2 == 1);
        if is_closed_there { self.range(start, end).end } else { line_end }
    }

    fn repeated_key(&mut self, root: &DeTable<'_>, span: Span, what: &str) {
        let text = self.text;
        let mut first = None;
        if self.report.is_shown("E0503") {
            let place = first_key(text, root, span).or_else(|| earlier_line(text, self.slice(span), span));
            first = place.map(|(start, end)| self.range(start, end));
        }
        let key = self.slice(span).to_owned();
        self.report.add_anyway("E0503", span, || {
            let (start, end) = line_at(text, span.start as usize);
            let line = text.get(start..end).unwrap_or("").trim();
            let heading = line.starts_with('[').then(|| line.get(..=line.find(']')?)).flatten();
            let (message, help) = match heading {
                _ if what != "duplicate key" => (
                    format!("{} has a value already and takes no further keys", shown(&key)),
                    "put all of it in one place",
                ),
                Some(heading) => (
                    format!("the heading {} stands in the file twice", shown(heading)),
                    "put all of it under one heading",
                ),
                None => {
                    (format!("{} is defined twice", shown(&key)), "rename one of the two, or leave it out")
                }
            };
            let error = Diagnostic::error("E0503", message).at(span, "the second time");
            match first {
                Some(first) => error.see(first, "the first time").help(help),
                None => error.help(help),
            }
        });
    }
}

fn line_at(text: &str, at: usize) -> (usize, usize) {
    let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
    let end = text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |newline| at + newline);
    (start, end)
}

/// The line above, under the same heading, that begins with a key.
fn earlier_line(text: &str, key: &str, second: Span) -> Option<(usize, usize)> {
    let mut end = line_at(text, second.start as usize).0;
    loop {
        let start = text.get(..end.checked_sub(1)?)?.rfind('\n').map_or(0, |newline| newline + 1);
        let line = text.get(start..end)?;
        let trimmed = line.trim_start();
        if trimmed.starts_with('[') {
            return None;
        }
        if trimmed.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('=')) {
            let from = start + line.len() - trimmed.len();
            return Some((from, from + key.len()));
        }
        end = start;
    }
}

/// The first place of a key that stands at `second` for the second time: the parser
/// knows it but does not tell.
fn first_key(text: &str, root: &DeTable<'_>, second: Span) -> Option<(usize, usize)> {
    let at = second.start as usize;
    let (start, end) = line_at(text, at);
    let heading = text.get(start..end)?.trim();
    if heading.starts_with('[') {
        let heading = heading.get(..=heading.find(']')?)?;
        let mut line_start = 0;
        for line in text.get(..start)?.split_inclusive('\n') {
            if line.trim_start().starts_with(heading) {
                let from = line_start + line.len() - line.trim_start().len();
                return Some((from, from + heading.len()));
            }
            line_start += line.len();
        }
        return None;
    }
    let key = text.get(at..second.end as usize)?;
    let mut owner = owner(text, root, at);
    loop {
        let inner = owner.iter().find_map(|(_, value)| match value.get_ref() {
            DeValue::Table(inner) if value.span().contains(&at) => Some(inner),
            _ => None,
        });
        match inner {
            Some(inner) => owner = inner,
            None => break,
        }
    }
    let (first, _) = owner.get_key_value(key)?;
    (first.span().start < at).then(|| (first.span().start, first.span().end))
}

/// The table whose heading is the last one before the place.
fn owner<'a, 't>(text: &str, root: &'a DeTable<'t>, at: usize) -> &'a DeTable<'t> {
    let mut last = (0, root);
    let mut open = vec![root];
    while let Some(table) = open.pop() {
        for (_, value) in ordered(table) {
            if let DeValue::Table(inner) = value.get_ref() {
                let start = value.span().start;
                let is_heading = text.get(start..).is_some_and(|rest| rest.starts_with('['));
                if is_heading && (last.0..at).contains(&start) {
                    last = (start, inner);
                }
                open.push(inner);
            }
        }
    }
    last.1
}

fn explained(text: &str, span: Span, what: &str) -> Diagnostic {
    let at = span.start as usize;
    let found = text.get(at..span.end as usize).unwrap_or("");
    let (line_start, line_end) = line_at(text, at);
    let line = text.get(line_start..line_end).unwrap_or("").trim();
    let next =
        text.get(at..).and_then(|rest| rest.chars().next()).filter(|next| !matches!(next, '\n' | '\r'));
    let insert = Span { end: span.start, ..span };
    let error = |message: &str| Diagnostic::error("E0501", message).at(span, "");

    if line.starts_with("//") {
        let start = line_start + leading(text, line_start, line_end);
        let slashes = super::strings::offset(start);
        let place = Span { source: span.source, start: slashes, end: slashes + 2 };
        return Diagnostic::error("E0501", "a comment starts with `#`").at(place, "").patch(
            "write `#`",
            place,
            "#",
        );
    }
    match what {
        "string values must be quoted" if found.is_empty() => error("a value is missing here"),
        "string values must be quoted" => {
            let bare = found.trim_matches(['“', '”', '„', '‘', '’', '«', '»', '"']);
            error("a value with units or words stands in quotes").patch(
                "put it in quotes",
                span,
                quoted(bare),
            )
        }
        "missing opening quote" => {
            let quote = if line.ends_with('\'') { "'" } else { "\"" };
            error("the opening quote is missing").patch("open the text here", insert, quote)
        }
        "missing escaped value" => {
            let letter: String = next.into_iter().collect();
            error(&format!("{} is no escape", shown(&format!("\\{letter}"))))
                .help("write `\\\\` for a backslash, or put the text in single quotes")
        }
        "too few unicode value digits" | "invalid value" => error("this escape stands for no character")
            .help("write `\\u` and 4 digits, like `\\u00b5`, or the character itself"),
        _ if what.ends_with("string") && next.is_none() => {
            let quote = closing_quote(text, at, what);
            error("the text is not closed").patch(format!("close it with `{quote}`"), insert, quote)
        }
        "invalid multi-line basic string" if next.is_some_and(|next| !next.is_control()) => {
            error("a backslash before a space must end its line").help("write `\\\\` for a backslash")
        }
        _ if what.ends_with("string") || what == "invalid comment character" => {
            let char = next.map(|next| shown(&next.to_string())).unwrap_or_default();
            error(&format!("the control character {char} cannot stand here")).help("delete it")
        }
        "unclosed table" => error("the heading is not closed").patch("close it with `]`", insert, "]"),
        "unclosed array table" => {
            error("the heading is not closed").help("a heading stands in single brackets, like `[inputs]`")
        }
        "unclosed inline table" => error("the braces are not closed").help("close them with `}`"),
        "unclosed array" => error("the list is not closed").help("close it with `]`"),
        "missing inline table opening" => error("a `{` is missing before this `}`"),
        "missing array opening" => error("a `[` is missing before this `]`"),
        "extra comma in array" | "extra comma in inline table" => error("there is a comma too many here"),
        _ if what.starts_with("missing comma") => {
            error("a comma is missing here").patch("write a comma", insert, ",")
        }
        "key with no value"
        | "missing value for key"
        | "missing value"
        | "missing assignment between key-value pairs" => match next {
            _ if line.starts_with("fn ") => error("a function cannot stand on a line of its own")
                .help("put it at the top of the file, in `functions = \"\"\"` … `\"\"\"`"),
            _ if colon_after_key(line).is_some() => {
                let colon =
                    line_start + leading(text, line_start, line_end) + colon_after_key(line).unwrap_or(0);
                let start = super::strings::offset(colon);
                let place = Span { start, end: start + 1, ..span };
                // `x: 1` needs a blank for looks, `x : 1` has one.
                let equals =
                    if text.get(..colon).is_some_and(|before| before.ends_with(' ')) { "=" } else { " =" };
                let error = Diagnostic::error("E0501", "a key and its value are joined by `=`").at(place, "");
                error.patch("write `=`", place, equals)
            }
            _ => match spaced_key(line) {
                Some(key) => {
                    let start = super::strings::offset(line_start + leading(text, line_start, line_end));
                    let place = Span { start, end: start + super::strings::offset(key.len()), ..span };
                    let name = key.split_whitespace().collect::<Vec<_>>().join("_");
                    error("a name has no spaces").patch(format!("write {}", shown(&name)), place, name)
                }
                None => error("`=` and a value are missing after the key")
                    .help("write it like `name = \"5 KB\"`; a comment starts with `#`"),
            },
        },
        "extra `=`" => error("there is an `=` too many here").patch("delete it", span, ""),
        "unexpected key or value" => match thousands(text, at, line_end) {
            Some((start, end, number)) => {
                let place =
                    Span { start: super::strings::offset(start), end: super::strings::offset(end), ..span };
                error("a number has no commas").patch("group its digits with `_`", place, number)
            }
            None if line.starts_with('[') => error("nothing but a comment can follow a heading"),
            None => error("nothing but a comment can follow the value")
                .help("one key and its value take one line; a comment starts with `#`"),
        },
        "invalid unquoted key" => error(&format!("{} cannot stand in a key", shown(found)))
            .help("a key has letters from a to z, digits and `_`; other letters need quotes around the key"),
        "unquoted keys cannot be empty" | "invalid table" | "missing key for inline table element" => {
            error("a name is missing here")
        }
        "invalid boolean" => {
            let lower = found.to_lowercase();
            match lower.as_str() {
                "true" | "false" => error("`true` and `false` are in lower case").patch(
                    format!("write `{lower}`"),
                    span,
                    lower,
                ),
                _ => error("a value with units or words stands in quotes").patch(
                    "put it in quotes",
                    span,
                    quoted(found),
                ),
            }
        }
        "unexpected leading zero" => error("a number does not start with `0`").patch("delete it", span, ""),
        "`_` may only go between digits" => {
            error("`_` stands between two digits only").patch("delete it", span, "")
        }
        "carriage return must be followed by newline" => {
            error("this line ends in a carriage return alone").help("end lines with a newline")
        }
        "invalid mantissa" => error("a digit is missing before the point").patch("write `0`", insert, "0"),
        "invalid fraction" => error("a digit is missing after the point").patch("write `0`", insert, "0"),
        "invalid exponent" => error("the digits of the exponent are missing"),
        "cannot recurse further; max recursion depth met" | "recursion limit" => {
            error("tables and lists are nested too deeply")
        }
        _ if what.starts_with("keys cannot be multi-line") => {
            error("a key stands on one line, in single quotes or none")
        }
        _ if what.starts_with("invalid") && starts_number(found) => error(&format!(
            "{} is no number",
            shown(found)
        ))
        .patch("a value with units or words stands in quotes", span, quoted(found)),
        _ => {
            let what = if what.starts_with(|first: char| first.is_lowercase()) {
                Cow::from(what)
            } else {
                what.to_lowercase().into()
            };
            error(&format!("this is not TOML: {what}"))
        }
    }
}

/// `peak factor` of `peak factor = "2"`.
fn spaced_key(line: &str) -> Option<&str> {
    let key = line.split_once('=')?.0.trim();
    let is_word = |char: char| char.is_ascii_alphanumeric() || matches!(char, '_' | ' ');
    (key.contains(' ') && key.chars().all(is_word)).then_some(key)
}

fn starts_number(found: &str) -> bool {
    found.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '+' | '-' | '.'))
}

fn leading(text: &str, start: usize, end: usize) -> usize {
    text.get(start..end).map_or(0, |line| line.len() - line.trim_start().len())
}

/// The quote that a text lacks which ends at `at`, the parser's `what` being about it.
fn closing_quote(text: &str, at: usize, what: &str) -> &'static str {
    let missing_one = |quote: char| text.get(..at).is_some_and(|before| before.ends_with(quote));
    match what {
        "invalid basic string" => "\"",
        "invalid literal string" => "'",
        "invalid multi-line literal string" if missing_one('\'') => "'",
        "invalid multi-line literal string" => "'''",
        _ if missing_one('"') => "\"",
        _ => "\"\"\"",
    }
}

/// `1,000` around a comma: its place and `1_000`.
fn thousands(text: &str, comma: usize, line_end: usize) -> Option<(usize, usize, String)> {
    let is_digit = |char: char| char.is_ascii_digit();
    let before = text.get(..comma)?;
    let start = before.trim_end_matches(is_digit).len();
    let rest = text.get(comma..line_end)?;
    let length = rest.find(|char: char| !is_digit(char) && char != ',' && char != '.').unwrap_or(rest.len());
    let number = text.get(start..comma + length)?;
    let is_grouped = rest.starts_with(',')
        && number.split(',').skip(1).all(|group| {
            let digits = group.split('.').next().unwrap_or("");
            digits.len() == 3 && digits.chars().all(is_digit)
        });
    (is_grouped && start < comma).then(|| (start, comma + length, number.replace(',', "_")))
}

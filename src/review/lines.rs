//! From a text to the pieces in which claims are looked for.
//!
//! A piece is a paragraph, a list item, a row of a table, or a line of code with the lines that go on with it. A scan of
//! bytes drops what has no digit or no sign that may claim something, which is most of any text.

use std::ops::Range;

/// The most bytes of a piece that is made of several lines.
const LONGEST: usize = 4000;

/// A line is cut at a blank before this; what has none is data, not text.
const LONGEST_LINE: usize = 100_000;

/// A part of a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// Its place in the text, in bytes.
    pub place: Range<usize>,
    /// The columns of a row, as the header of its table says them.
    pub columns: Option<Vec<Column>>,
}

/// A column of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Column {
    /// The unit of its numbers, empty if its heading says none.
    pub unit: String,
    /// Whether it has what the cell before it comes to.
    pub is_result: bool,
}

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Blank,
    /// Running text, or the rest of a list item.
    Prose,
    /// The start of a list item.
    Item,
    /// A row of a table, a heading, the edge of a block of code.
    Alone,
    Code,
}

/// What is known of a line.
#[derive(Clone, Copy, Debug)]
struct Line<'t> {
    text: &'t str,
    start: usize,
    shape: Shape,
    /// Whether it begins with an operator or a sign, or the line before it ends with one.
    goes_on: bool,
    has_digit: bool,
    has_sign: bool,
}

/// Returns the pieces of a text that may have a claim.
pub fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut open: Option<(Range<usize>, Shape, bool, bool)> = None;
    let mut in_code = false;
    let mut table = Table::default();
    let mut start = 0;
    let mut ends_open = false;
    for with_end in text.split_inclusive('\n').flat_map(parts) {
        let raw = with_end.trim_end_matches(['\n', '\r']);
        let line = Line::of(raw, start, &mut in_code, ends_open);
        start += with_end.len();
        ends_open = ends_with_operator(raw);
        table.read(&line);
        let end = line.start + line.text.len();
        let joins = match (&open, line.shape) {
            (_, Shape::Blank) | (None, _) => false,
            (Some((place, ..)), _) if end - place.start > LONGEST => false,
            (Some(_), _) if line.goes_on => true,
            // Two claims on two lines: the noun of the second is not the unit of the first.
            (Some((place, ..)), _) if claims(text.get(place.clone()).unwrap_or("")) && claims(line.text) => {
                false
            }
            (Some((_, Shape::Prose | Shape::Item, ..)), Shape::Prose) => true,
            _ => false,
        };
        if let (true, Some((place, _, digit, sign))) = (joins, &mut open) {
            place.end = end;
            *digit |= line.has_digit;
            *sign |= line.has_sign;
            continue;
        }
        close(&mut pieces, open.take());
        if table.is_row && line.has_digit && (line.has_sign || table.has_results()) {
            pieces.push(Piece { place: line.start..end, columns: Some(table.columns.clone()) });
        } else if line.shape != Shape::Blank && line.text.len() <= LONGEST_LINE && !table.is_row {
            open = Some((line.start..end, line.shape, line.has_digit, line.has_sign));
        }
    }
    close(&mut pieces, open);
    pieces
}

/// Cuts a line that is too long, such as a document on one line.
fn parts(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = line;
    std::iter::from_fn(move || {
        let most = (0..=LONGEST_LINE.min(rest.len())).rev().find(|at| rest.is_char_boundary(*at));
        let end = match most.and_then(|most| rest.get(..most)) {
            Some(start) if start.len() < rest.len() => {
                // A blob ends with the next blank.
                let blank = start.rfind(' ').or_else(|| rest.find(' '));
                blank.map_or(rest.len(), |blank| blank + 1)
            }
            _ => rest.len(),
        };
        let (part, behind) = rest.split_at_checked(end)?;
        rest = behind;
        (!part.is_empty()).then_some(part)
    })
}

fn close(pieces: &mut Vec<Piece>, open: Option<(Range<usize>, Shape, bool, bool)>) {
    if let Some((place, _, true, true)) = open {
        pieces.push(Piece { place, columns: None });
    }
}

impl<'t> Line<'t> {
    fn of(text: &'t str, start: usize, in_code: &mut bool, after_operator: bool) -> Line<'t> {
        let inner = text.trim_start_matches([' ', '\t', '>', '\u{2502}']);
        let is_fence = inner.starts_with("```") || inner.starts_with("~~~");
        if is_fence {
            *in_code = !*in_code;
        }
        let bytes = inner.as_bytes();
        let first = bytes.first().copied().unwrap_or(b' ');
        let second_is_blank = bytes.get(1).is_none_or(|byte| *byte == b' ');
        let numbered = || {
            let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
            (1..4).contains(&digits)
                && matches!(bytes.get(digits), Some(b'.' | b')'))
                && bytes.get(digits + 1) == Some(&b' ')
        };
        let shape = match first {
            _ if inner.is_empty() => Shape::Blank,
            _ if is_fence => Shape::Alone,
            _ if *in_code => Shape::Code,
            b'-' | b'*' | b'+' if second_is_blank => Shape::Item,
            b'|' | b'#' => Shape::Alone,
            _ if numbered() => Shape::Item,
            _ => Shape::Prose,
        };
        let starts_open = match first {
            b'*' | b'+' => *in_code && second_is_blank,
            b'=' | b'/' => second_is_blank,
            0xc3 | 0xe2 => ["×", "÷", "≈", "→", "−"].iter().any(|sign| inner.starts_with(sign)),
            _ => false,
        };
        let goes_on = !is_fence && first != b'|' && (starts_open || after_operator);
        let (has_digit, has_sign) = scan(text);
        Line { text, start, shape, goes_on, has_digit, has_sign }
    }
}

/// Whether a line has a sign of equality with a digit behind it.
fn claims(line: &str) -> bool {
    line.find(['=', '≈'])
        .and_then(|at| line.get(at..))
        .is_some_and(|rest| rest.contains(|c: char| c.is_ascii_digit()))
}

/// Whether a line has a digit, and something that may be the sign of a claim.
fn scan(line: &str) -> (bool, bool) {
    let (mut digit, mut sign, mut arrow, mut previous) = (false, false, false, 0);
    for &byte in line.as_bytes() {
        digit |= byte.is_ascii_digit();
        // The beginnings of `≈` and `→`, of commands and of entities.
        sign |= matches!(byte, b'=' | 0xe2 | b'\\' | b'&');
        arrow |= previous == b'-' && byte == b'>';
        previous = byte;
    }
    let said = || [" is ", "equals", "gives", "yields"].iter().any(|words| line.contains(words));
    (digit, sign || arrow || (digit && said()))
}

fn ends_with_operator(line: &str) -> bool {
    let line = line.trim_end();
    let bytes = line.as_bytes();
    match bytes.last() {
        Some(b'=' | b'+' | b'/') => bytes.get(bytes.len().wrapping_sub(2)) == Some(&b' '),
        Some(b'*') => line.ends_with(" *"),
        Some(_) => ["×", "÷", "≈", "→"].iter().any(|sign| line.ends_with(sign)),
        None => false,
    }
}

/// The table that a line belongs to.
#[derive(Debug, Default)]
struct Table {
    /// The row before the line of dashes.
    header: String,
    columns: Vec<Column>,
    is_row: bool,
}

impl Table {
    fn read(&mut self, line: &Line<'_>) {
        let text = line.text.trim_start();
        if !text.starts_with('|') || line.shape == Shape::Code {
            *self = Table::default();
            return;
        }
        self.is_row = true;
        if text.bytes().all(|byte| matches!(byte, b'|' | b'-' | b':' | b' ')) {
            self.columns = cells(&self.header).map(column).collect();
        } else if self.columns.is_empty() && text.len() <= LONGEST {
            text.clone_into(&mut self.header);
        }
    }
}

impl Table {
    fn has_results(&self) -> bool {
        self.columns.iter().any(|column| column.is_result)
    }
}

fn cells(row: &str) -> impl Iterator<Item = &str> {
    row.split('|').skip(1)
}

/// Reads the heading of a column: `Storage (GB)`, `Result`.
fn column(cell: &str) -> Column {
    let inner = cell.rsplit_once('(').and_then(|(_, rest)| rest.split_once(')'));
    let unit = inner.map_or("", |(unit, _)| unit).trim().to_owned();
    let heading = cell.trim_matches(|c: char| !c.is_alphabetic() && c != '=').to_lowercase();
    let first = heading.split(' ').next().unwrap_or("");
    Column { unit, is_result: matches!(first, "result" | "results" | "answer" | "equals" | "=" | "value") }
}

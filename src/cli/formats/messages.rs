//! Fits errors, warnings, helps and notes to the width of a terminal.
//!
//! Text comes in as it is printed elsewhere, possibly with styles. Words are never broken: a word that is wider than the
//! terminal is left whole. Sentences continue below their first word, and labels below theirs.

use unicode_width::UnicodeWidthChar;

/// The narrowest column in which a label is continued; where there is less room, it moves to the left.
const NARROW: usize = 24;

/// The beginnings of the lines that are sentences.
const SENTENCES: [&str; 4] = ["error", "warning", "note: ", "help: "];

/// Fits messages to a width in columns.
pub fn fitted(text: String, width: usize) -> String {
    if text.lines().all(|line| line.len() <= width) {
        return text;
    }
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for line in text.lines() {
        let line = Line::read(line);
        if line.cells.iter().map(Cell::width).sum::<usize>() <= width {
            line.write(&[&line.cells], &mut out);
            continue;
        }
        match line.margin() {
            Some(margin) => line.label(margin, width, &mut out),
            None => line.sentence(width, &mut out),
        }
    }
    out
}

/// A character and the number of its style.
#[derive(Clone, Copy, Debug)]
struct Cell {
    c: char,
    style: usize,
}

impl Cell {
    fn width(&self) -> usize {
        self.c.width().unwrap_or(0)
    }

    fn blanks(count: usize) -> Vec<Cell> {
        vec![Cell { c: ' ', style: 0 }; count]
    }
}

/// A line with its styles taken out.
#[derive(Debug)]
struct Line {
    cells: Vec<Cell>,
    /// The styles as they are written; the first is none.
    styles: Vec<String>,
}

impl Line {
    fn read(line: &str) -> Line {
        let (mut cells, mut styles, mut style) = (Vec::with_capacity(line.len()), vec![String::new()], 0);
        let mut rest = line.chars();
        while let Some(c) = rest.next() {
            if c != '\u{1b}' {
                cells.push(Cell { c, style });
                continue;
            }
            let mut code = String::from(c);
            for c in rest.by_ref() {
                code.push(c);
                if c == 'm' {
                    break;
                }
            }
            let ends = code == "\u{1b}[0m" || code == "\u{1b}[m";
            let before = styles.get(style).filter(|_| !ends).cloned();
            style = match before {
                Some(before) => {
                    styles.push(before + &code);
                    styles.len() - 1
                }
                None => 0,
            };
        }
        Line { cells, styles }
    }

    /// Writes pieces as one line, without the blanks at its end.
    fn write(&self, pieces: &[&[Cell]], out: &mut String) {
        let start = out.len();
        let mut style = 0;
        let mut to = |next: usize, out: &mut String| {
            if next != style {
                if style != 0 {
                    out.push_str("\u{1b}[0m");
                }
                out.push_str(self.styles.get(next).map_or("", String::as_str));
                style = next;
            }
        };
        for cell in pieces.iter().copied().flatten() {
            to(cell.style, out);
            out.push(cell.c);
        }
        to(0, out);
        out.truncate(out.trim_end_matches(' ').len().max(start));
        out.push('\n');
    }

    /// Returns the index after the margin of an excerpt, `  | `, if the line is one below a line of a source; the lines
    /// of a source themselves are cut to the width before.
    fn margin(&self) -> Option<usize> {
        let at = self.cells.iter().position(|cell| cell.c != ' ')?;
        (self.cells.get(at)?.c == '|').then_some((at + 2).min(self.cells.len()))
    }

    /// Wraps the label at the end of a line of marks.
    fn label(&self, margin: usize, width: usize, out: &mut String) {
        let is_mark = |cell: &Cell| " |^-~+_".contains(cell.c);
        let marks = self.cells.iter().skip(margin).take_while(|cell| is_mark(cell)).count();
        let (before, label) = self.cells.split_at(margin + marks);
        if width < before.len() + NARROW.min(label.len()) {
            // There is no room beside the marks. Below them, the label ends at the right.
            if before.iter().any(|cell| "^-".contains(cell.c)) {
                self.write(&[before], out);
            }
            let longest = wrapped(label, width.saturating_sub(margin)).iter().map(|line| columns(line)).max();
            let start =
                width.saturating_sub(longest.unwrap_or_default()).clamp(margin, before.len().max(margin));
            self.below(before.get(..start).unwrap_or(before), label, (width, false), out);
        } else {
            self.below(before, label, (width, true), out);
        }
    }

    /// Writes the lines of a label, each after the marks before it, or after what goes through the lines of an excerpt.
    fn below(&self, before: &[Cell], label: &[Cell], (width, has_marks): (usize, bool), out: &mut String) {
        let through = |cell: &Cell| if cell.c == '|' { *cell } else { Cell { c: ' ', style: 0 } };
        let through: Vec<Cell> = before.iter().map(through).collect();
        for (at, line) in wrapped(label, width.saturating_sub(before.len())).iter().enumerate() {
            self.write(&[if has_marks && at == 0 { before } else { &through }, line], out);
        }
    }

    /// Wraps a sentence, which continues below its first word after `help: `; other text below its second column.
    fn sentence(&self, width: usize, out: &mut String) {
        let plain: String = self.cells.iter().map(|cell| cell.c).collect();
        let colon = plain.find(": ").filter(|_| SENTENCES.iter().any(|start| plain.starts_with(start)));
        let blanks = self.cells.iter().take_while(|cell| cell.c == ' ').count();
        let (head, indent) = colon.map_or((blanks, blanks + 2), |at| (at + 2, at + 2));
        let indent = indent.min(width / 2);
        let (head, text) = self.cells.split_at(head.min(self.cells.len()));
        // The first line may be wider than the others, which begin at the indent.
        let room = width.saturating_sub(head.len().max(indent));
        for (at, line) in wrapped(text, room).iter().enumerate() {
            let indent = Cell::blanks(indent);
            self.write(&[if at == 0 { head } else { &indent }, line], out);
        }
    }
}

/// Breaks text at blanks into lines of at most `room` columns; a wider word is left whole, and code is if it fits on a
/// line, so that it can be copied.
fn wrapped(text: &[Cell], room: usize) -> Vec<&[Cell]> {
    let mut lines = Vec::new();
    let (mut start, mut end) = (0, 0);
    let piece = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
    for (from, to) in words(text, room) {
        if end == start {
            start = from;
        } else if columns(piece(start, to)) > room {
            lines.push(piece(start, end));
            start = from;
        }
        end = to;
    }
    if end > start {
        lines.push(piece(start, end));
    }
    lines
}

/// Returns the words of a text; code in backticks of at most `room` columns is part of one word.
fn words(text: &[Cell], room: usize) -> Vec<(usize, usize)> {
    let is_tick = |(_, cell): &(usize, &Cell)| cell.c == '`';
    let (mut words, mut from, mut code, mut whole) = (Vec::new(), None, 0, 0);
    for (at, cell) in text.iter().enumerate() {
        if cell.c == ' ' && at >= whole {
            words.extend(from.take().map(|from| (from, at)));
            continue;
        }
        from = from.or(Some(at));
        if cell.c == '`' && at >= code {
            let end = text.iter().enumerate().skip(at + 1).find(is_tick).map_or(at, |(end, _)| end);
            code = end + 1;
            if columns(text.get(at..code).unwrap_or_default()) <= room {
                whole = code;
            }
        }
    }
    words.extend(from.map(|from| (from, text.len())));
    words
}

/// Returns the width of a piece of text.
fn columns(text: &[Cell]) -> usize {
    text.iter().map(Cell::width).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_continue_below_their_first_word() {
        let text = "error[E0101]: one two three four five six\nhelp: a: `10bn * 3` gives 30bn\n  long code here\n\
                    help: abc: `10bn * 30`, `10bn * 3` and `1 2 3 4 5 6 7 8 9 10` x y\n\
                    help: `1 2 3 4 5 6 7 8 9 10 11` x `y z`\n";
        let lines = "\
error[E0101]: one two three
              four five six
help: a: `10bn * 3` gives
      30bn
  long code here
help: abc: `10bn * 30`,
      `10bn * 3` and
      `1 2 3 4 5 6 7 8 9 10`
      x y
help: `1 2 3 4 5 6 7 8 9 10
      11` x `y z`
";
        assert_eq!(fitted(text.to_owned(), 28), lines);
        assert_eq!(fitted("  aaa bbb ccc\n".to_owned(), 12), "  aaa bbb\n    ccc\n");
        assert_eq!(
            fitted("note: averyverylongword b\n".to_owned(), 12),
            "note: averyverylongword\n      b\n"
        );
    }

    #[test]
    fn a_label_continues_below_itself_or_moves_to_the_left() {
        let text = "1 | 1/2 s\n  | ^^^^^ a part of the time, or divided by it?\n";
        let lines = "\
1 | 1/2 s
  | ^^^^^ a part of the time, or
  |       divided by it?
";
        assert_eq!(fitted(text.to_owned(), 36), lines);
        let text = "1 | 100000000 users * 5 s\n  |       -             ^^^ one two three\n  |       |\n";
        let lines = "\
1 | 100000000 users * 5 s
  |       -             ^^^
  |                one two three
  |       |
";
        assert_eq!(fitted(text.to_owned(), 32), lines);
    }

    #[test]
    fn styles_have_no_width_and_are_repeated() {
        let text = "\u{1b}[1mhelp:\u{1b}[0m aa \u{1b}[31mbb cc\u{1b}[0m\n";
        let lines = "\u{1b}[1mhelp:\u{1b}[0m aa \u{1b}[31mbb\u{1b}[0m\n      \u{1b}[31mcc\u{1b}[0m\n";
        assert_eq!(fitted(text.to_owned(), 12), lines);
        assert_eq!(fitted(text.to_owned(), 14), text);
    }
}

//! Excerpts: the lines of a source that a diagnostic points at.
//!
//! Takes places, returns pieces of text with the places in them. A line may be a megabyte long and a file
//! may have millions of lines, so an excerpt is cut to a bounded length.

use std::borrow::Cow;
use std::ops::Range;

use super::escape::escaped_lines;
use super::source::{Source, Sources, Span};

/// How much of a line is shown where there is no terminal.
const ROOM: Room = Room { whole: 120, cut: 120 };

/// Maximum distance between lines that are shown in one excerpt.
const NEAR: usize = 2;

/// Finds lines in sources. The line starts of a source are computed once.
#[derive(Debug)]
pub struct Lines<'a> {
    sources: &'a Sources,
    starts: Vec<Option<Vec<usize>>>,
    room: Room,
}

/// How much of a line is shown, in bytes.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    /// The longest line that is shown whole.
    pub whole: usize,
    /// How much is shown of a longer one, besides the `…` on both sides.
    pub cut: usize,
}

impl Room {
    /// Returns the room of so many columns.
    pub fn of(columns: usize) -> Room {
        Room { whole: columns, cut: columns.saturating_sub(2) }
    }
}

/// A place: a line and a range of bytes in it. A span of several lines is cut at the end of its first line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The number of the source.
    pub source: u16,
    /// The line, counted from 0.
    pub line: usize,
    /// The range of bytes in the line.
    pub bytes: Range<usize>,
}

/// Consecutive lines of one source, with the places in them.
#[derive(Debug)]
pub struct Excerpt {
    /// The number of the source.
    pub source: u16,
    /// The first line, counted from 0.
    pub line: usize,
    /// If the line was cut: the column of the foremost place in `text` and its column in the file, both in
    /// characters, counted from 0.
    pub moved: Option<(usize, usize)>,
    /// The lines; long ones are cut on both sides.
    pub text: String,
    /// The byte ranges of the places in `text`, each with its index in the list that was passed in.
    pub marks: Vec<(Range<usize>, usize)>,
}

impl<'a> Lines<'a> {
    /// Finds lines in the given sources.
    pub fn new(sources: &'a Sources) -> Lines<'a> {
        Lines { sources, starts: Vec::new(), room: ROOM }
    }

    /// Sets how much of a line is shown from now on.
    pub fn set_room(&mut self, room: Room) {
        self.room = room;
    }

    /// Returns how much of a line is shown.
    pub fn room(&self) -> Room {
        self.room
    }

    /// Returns the source with the given number.
    pub fn source(&self, source: u16) -> Option<&'a Source> {
        self.sources.get(source)
    }

    fn starts(&mut self, source: u16) -> &[usize] {
        let at = usize::from(source);
        if self.starts.len() <= at {
            self.starts.resize(at + 1, None);
        }
        let text = self.sources.get(source).map_or("", |source| &source.text);
        let find = || std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        match self.starts.get_mut(at) {
            Some(starts) => starts.get_or_insert_with(find),
            None => &[],
        }
    }

    /// Returns a line, counted from 0, without its line ending; empty if there is no such line.
    pub fn line(&mut self, source: u16, line: usize) -> &'a str {
        let starts = self.starts(source);
        let (start, end) = (starts.get(line).copied(), starts.get(line + 1).copied());
        let text = self.sources.get(source).map_or("", |source| source.text.as_str());
        let line = start.and_then(|start| text.get(start..end.unwrap_or(text.len()))).unwrap_or_default();
        line.trim_end_matches(['\n', '\r'])
    }

    /// Returns the place of a span; `None` if its source does not exist.
    pub fn place(&mut self, span: Span) -> Option<Place> {
        let text = &self.sources.get(span.source)?.text;
        let start = boundary(text, span.start as usize);
        let end = boundary(text, (span.end as usize).max(start));
        let starts = self.starts(span.source);
        let line = starts.partition_point(|&begin| begin <= start).saturating_sub(1);
        let begin = starts.get(line).copied().unwrap_or(0);
        let length = self.line(span.source, line).len();
        let clip = |at: usize| (at - begin).min(length);
        Some(Place { source: span.source, line, bytes: clip(start)..clip(end) })
    }

    /// Returns the line and column of a span, both counted from 1, the column in characters.
    pub fn line_column(&mut self, span: Span) -> Option<(usize, usize)> {
        let place = self.place(span)?;
        Some((place.line + 1, self.column(&place) + 1))
    }

    fn column(&mut self, place: &Place) -> usize {
        let line = self.line(place.source, place.line);
        line.get(..place.bytes.start).map_or(0, |before| before.chars().count())
    }

    /// Returns the excerpts that cover the places. The one with the first place comes first.
    pub fn excerpts(&mut self, places: &[Place]) -> Vec<Excerpt> {
        let mut order: Vec<usize> = (0..places.len()).collect();
        order.sort_by_key(|&at| places.get(at).map(|place| (place.source, place.line, place.bytes.start)));
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for at in order {
            match groups.last_mut() {
                Some(group) if self.belongs(group, at, places) => group.push(at),
                _ => groups.push(vec![at]),
            }
        }
        groups.sort_by_key(|group| !group.contains(&0));
        groups.iter().filter_map(|group| self.excerpt(group, places)).collect()
    }

    fn belongs(&mut self, group: &[usize], at: usize, places: &[Place]) -> bool {
        let place = |at: &usize| places.get(*at);
        let (Some(first), Some(last), Some(next)) =
            (group.first().and_then(place), group.last().and_then(place), place(&at))
        else {
            return false;
        };
        if next.source != last.source || next.line - last.line > NEAR {
            return false;
        }
        let long = (first.line..=next.line).any(|line| self.line(next.source, line).len() > self.room.whole);
        if !long {
            return true;
        }
        let end = group.iter().filter_map(place).map(|place| place.bytes.end).chain([next.bytes.end]).max();
        first.line == next.line && end.unwrap_or_default() - first.bytes.start <= self.room.cut
    }

    fn excerpt(&mut self, group: &[usize], places: &[Place]) -> Option<Excerpt> {
        let found = || group.iter().filter_map(|&at| places.get(at).map(|place| (at, place)));
        let first = places.get(*group.first()?)?;
        let last_line = found().map(|(_, place)| place.line).max()?;
        let foremost = group.iter().min().and_then(|&at| places.get(at)).unwrap_or(first);
        let column = self.column(foremost);
        let mut excerpt = Excerpt {
            source: first.source,
            line: first.line,
            moved: None,
            text: String::new(),
            marks: Vec::new(),
        };
        for line in first.line..=last_line {
            let text = self.line(first.source, line);
            let here = || found().filter(|(_, place)| place.line == line);
            let start = here().map(|(_, place)| place.bytes.start).min().unwrap_or(0);
            let end = here().map(|(_, place)| place.bytes.end).max().unwrap_or(0);
            let (cut, from, shift) = window(text, start..end, self.room);
            let base = excerpt.text.len();
            for (at, place) in here() {
                // A mark may end in the part that was cut off, and so inside the `…` that replaces it.
                let inside = |byte: usize| boundary(&cut, byte.max(from) - from + shift);
                let bytes = inside(place.bytes.start)..inside(place.bytes.end);
                if place == foremost && cut.len() < text.len() {
                    let counted = cut.get(..bytes.start).map_or(0, |before| before.chars().count());
                    excerpt.moved = Some((counted, column));
                }
                excerpt.marks.push((base + bytes.start..base + bytes.end, at));
            }
            excerpt.push(&cut);
            if line < last_line {
                excerpt.text.push('\n');
            }
        }
        Some(excerpt)
    }
}

impl Excerpt {
    /// Adds a piece of a line and makes it visible. Characters are replaced one by one, and the marks in it follow.
    fn push(&mut self, piece: &str) {
        let base = self.text.len();
        let shown = escaped_lines(piece);
        self.text.push_str(&shown);
        if let Cow::Borrowed(_) = shown {
            return;
        }
        let pairs = || piece.char_indices().zip(shown.char_indices());
        let moved = |byte: usize| {
            let found = pairs().find(|((at, _), _)| base + at >= byte).map(|(_, (at, _))| at);
            base + found.unwrap_or(shown.len())
        };
        for (bytes, _) in self.marks.iter_mut().filter(|(bytes, _)| bytes.start >= base) {
            *bytes = moved(bytes.start)..moved(bytes.end);
        }
    }
}

/// Cuts a long line to the surroundings of a range of bytes. Returns the text, the byte of the line at which it
/// begins, and the length of the `…` before it.
pub fn window(line: &str, around: Range<usize>, room: Room) -> (String, usize, usize) {
    if line.len() <= room.whole {
        return (line.to_owned(), 0, 0);
    }
    let room = room.cut;
    let wanted = (around.end - around.start).min(room);
    let from =
        boundary(line, around.start.saturating_sub((room - wanted) / 2).min(line.len().saturating_sub(room)));
    let to = boundary(line, from + room);
    let (before, after) = (if from > 0 { "…" } else { "" }, if to < line.len() { "…" } else { "" });
    (format!("{before}{}{after}", line.get(from..to).unwrap_or_default()), from, before.len())
}

/// Returns the last character boundary at or before a byte.
fn boundary(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sources(text: &str) -> Sources {
        let mut sources = Sources::new();
        sources.add("a.toml", text);
        sources
    }

    fn span(start: u32, end: u32) -> Span {
        Span { source: 0, start, end }
    }

    #[test]
    fn a_place_is_a_line_and_its_bytes() {
        let sources = sources("one\r\ntwo\n");
        let mut lines = Lines::new(&sources);
        let place = |line, bytes| Some(Place { source: 0, line, bytes });
        assert_eq!(lines.place(span(5, 8)), place(1, 0..3));
        // A span that continues on the next line is cut at the end of its first.
        assert_eq!(lines.place(span(1, 7)), place(0, 1..3));
        assert_eq!(lines.place(span(9, 99)), place(2, 0..0));
        assert_eq!(lines.place(Span { source: 7, start: 0, end: 1 }), None);
        assert_eq!(lines.line_column(span(6, 7)), Some((2, 2)));
    }

    #[test]
    fn a_long_line_is_cut_around_its_place() {
        let text = format!("{}x{}", "é".repeat(5_000), "é".repeat(5_000));
        let sources = sources(&text);
        let mut lines = Lines::new(&sources);
        let places: Vec<Place> = lines.place(span(10_000, 10_001)).into_iter().collect();
        let excerpts = lines.excerpts(&places);
        let [excerpt] = excerpts.as_slice() else { panic!("{excerpts:?}") };
        assert!(
            excerpt.text.len() < 2 * ROOM.cut && excerpt.text.starts_with('…') && excerpt.text.ends_with('…')
        );
        let (bytes, _) = &excerpt.marks[0];
        assert_eq!(&excerpt.text[bytes.clone()], "x");
        assert_eq!(excerpt.moved.map(|(_, column)| column), Some(5_000));
    }

    #[test]
    fn a_mark_that_ends_beyond_the_cut_ends_at_the_cut() {
        let text = format!("x{}", " · é".repeat(5_000));
        let sources = sources(&text);
        for end in (1..4 * ROOM.cut).filter(|&end| text.is_char_boundary(end)) {
            let mut lines = Lines::new(&sources);
            let end = u32::try_from(end).expect("short");
            let places = [span(0, 1), span(0, end)].map(|span| lines.place(span).expect("a place"));
            for excerpt in lines.excerpts(&places) {
                for (bytes, _) in &excerpt.marks {
                    assert!(excerpt.text.get(bytes.clone()).is_some(), "{end}: {bytes:?}");
                }
            }
        }
    }

    #[test]
    fn lines_far_apart_are_shown_apart() {
        let sources = sources("a\nb\nc\nd\ne\nf\ng\n");
        let mut lines = Lines::new(&sources);
        let places: Vec<Place> =
            [span(12, 13), span(0, 1), span(2, 3)].into_iter().filter_map(|span| lines.place(span)).collect();
        let excerpts = lines.excerpts(&places);
        let texts: Vec<_> = excerpts.iter().map(|excerpt| (excerpt.line, excerpt.text.as_str())).collect();
        assert_eq!(texts, [(6, "g"), (0, "a\nb")]);
    }
}

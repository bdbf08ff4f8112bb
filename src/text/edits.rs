//! Changes to a text, which can be applied one set after another.

use std::ops::Range;

use super::diagnostic::Patch;
use super::source::Span;

/// Changes to one source, in ascending order and apart from each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edits {
    /// The number of the source.
    pub source: u16,
    edits: Vec<Edit>,
}

/// The replacement of a range of bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The first byte that is replaced.
    pub start: usize,
    /// The byte after the last that is replaced.
    pub end: usize,
    /// The new text.
    pub with: String,
}

impl Edits {
    /// Returns the edits that patches make, or `None` if there are none, if they are in several sources, or if they
    /// overlap.
    pub fn new(patches: &[Patch]) -> Option<Edits> {
        let source = patches.first()?.span.source;
        let edit = |patch: &Patch| Edit {
            start: patch.span.start as usize,
            end: patch.span.end as usize,
            with: patch.replacement.clone(),
        };
        let mut edits: Vec<Edit> = patches.iter().map(edit).collect();
        edits.sort_by_key(|edit| (edit.start, edit.end));
        let apart = edits.iter().zip(edits.iter().skip(1)).all(|(first, second)| first.end <= second.start);
        let same = patches.iter().all(|patch| patch.span.source == source);
        (apart && same).then_some(Edits { source, edits })
    }

    /// Returns the edits as patches.
    pub fn patches(&self) -> Vec<Patch> {
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let span =
            |edit: &Edit| Span { source: self.source, start: offset(edit.start), end: offset(edit.end) };
        let patch = |edit: &Edit| Patch { span: span(edit), replacement: edit.with.clone() };
        self.edits.iter().map(patch).collect()
    }

    /// Returns the edits.
    pub fn edits(&self) -> &[Edit] {
        &self.edits
    }

    /// Returns the text after the edits, or `None` if they are not inside it.
    pub fn apply(&self, text: &str) -> Option<String> {
        let (mut new, mut done) = (String::with_capacity(text.len() + 16), 0);
        for edit in &self.edits {
            new.push_str(text.get(done..edit.start)?);
            new.push_str(&edit.with);
            done = edit.end;
        }
        new.push_str(text.get(done..)?);
        Some(new)
    }

    /// Returns the ranges of bytes that the replacements have in the text after the edits.
    pub fn places(&self) -> impl Iterator<Item = Range<usize>> {
        let mut grown: usize = 0;
        let mut shrunk: usize = 0;
        self.edits.iter().map(move |edit| {
            let start = (edit.start + grown).saturating_sub(shrunk);
            grown += edit.with.len();
            shrunk += edit.end - edit.start;
            start..start + edit.with.len()
        })
    }

    /// Returns the offset after the edits of the byte at an offset before them; of one that is replaced, that of the
    /// replacement.
    pub fn moved(&self, at: usize) -> usize {
        let mut moved = at;
        for (edit, place) in self.edits.iter().zip(self.places()) {
            if edit.end <= at {
                moved = place.end + (at - edit.end);
            } else if edit.start <= at {
                return place.start;
            }
        }
        moved
    }

    /// Returns the edits that do to a text what these do, and then `next` to the result.
    #[must_use]
    pub fn then(&self, next: &Edits) -> Edits {
        let last_first = next.edits.iter().rev();
        let edits = last_first.fold(self.clone(), |edits, edit| edits.then_one(edit));
        Edits { source: self.source, edits: edits.edits }
    }

    /// Adds one edit of the text after the edits.
    fn then_one(&self, next: &Edit) -> Edits {
        let places: Vec<Range<usize>> = self.places().collect();
        let overlaps = |place: &Range<usize>| place.start < next.end && next.start < place.end;
        let (before, rest) = places.split_at(places.partition_point(|place| place.end <= next.start));
        let joined = rest.iter().take_while(|place| overlaps(place)).count();
        let replaced = self.edits.get(before.len()..before.len() + joined).unwrap_or_default();
        // An offset outside the replacements, in the text before the edits; what is deleted there may be passed.
        let original = |at: usize, passes: bool| {
            let is_passed = |place: &Range<usize>| place.end <= at && (passes || place.start < at);
            let passed = self.edits.iter().zip(&places).filter(|(_, place)| is_passed(place));
            let (removed, added) = passed.fold((0, 0), |(removed, added), (edit, place)| {
                (removed + edit.end - edit.start, added + place.len())
            });
            (at + removed).saturating_sub(added)
        };
        let mut edit = Edit {
            start: original(next.start, true),
            end: original(next.end, next.start == next.end),
            with: next.with.clone(),
        };
        // What is left of a replacement that is replaced in part stays.
        if let (Some(first), Some(place)) = (replaced.first(), rest.first())
            && place.start <= next.start
        {
            let kept = first.with.get(..next.start - place.start).unwrap_or_default();
            edit = Edit { start: first.start, with: format!("{kept}{}", edit.with), ..edit };
        }
        if let (Some(last), Some(place)) = (replaced.last(), rest.get(joined.wrapping_sub(1)))
            && place.end >= next.end
        {
            let kept = last.with.get(next.end - place.start..).unwrap_or_default();
            edit = Edit { end: last.end, with: format!("{}{kept}", edit.with), ..edit };
        }
        let mut edits = self.edits.get(..before.len()).unwrap_or_default().to_vec();
        edits.push(edit);
        edits.extend(self.edits.iter().skip(before.len() + joined).cloned());
        Edits { source: self.source, edits }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edits(edits: &[(usize, usize, &str)]) -> Edits {
        let edit = |&(start, end, with): &(usize, usize, &str)| Edit { start, end, with: with.to_owned() };
        Edits { source: 0, edits: edits.iter().map(edit).collect() }
    }

    #[test]
    fn edits_one_after_another_are_the_same_as_their_composition() {
        let text = "0123456789";
        let all = [(0, 0, "ab"), (2, 4, ""), (3, 7, "xyz"), (5, 6, "longer"), (8, 8, "!"), (9, 10, "-")];
        for first in all {
            for second in all.iter().filter(|second| second.0 > first.1) {
                let pair = edits(&[first, *second]);
                let middle = pair.apply(text).unwrap();
                for start in 0..=middle.len() {
                    for end in start..=middle.len() {
                        for with in ["", "Q", "QRS"] {
                            let next = edits(&[(start, end, with)]);
                            let whole = pair.then(&next);
                            assert_eq!(whole.apply(text), next.apply(&middle), "{pair:?} then {next:?}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn patches_that_overlap_or_lie_in_two_sources_are_no_edits() {
        let patch =
            |source, start, end| Patch { span: Span { source, start, end }, replacement: String::new() };
        assert!(Edits::new(&[patch(0, 3, 5), patch(0, 1, 3)]).is_some());
        assert!(Edits::new(&[patch(0, 3, 5), patch(0, 1, 4)]).is_none());
        assert!(Edits::new(&[patch(0, 3, 5), patch(1, 6, 7)]).is_none());
        assert!(Edits::new(&[]).is_none());
    }
}

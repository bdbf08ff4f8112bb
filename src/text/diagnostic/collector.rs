//! A limit on the number of diagnostics with one code.
//!
//! Takes diagnostics, or functions that make them, and returns the first few with each code and the number of the
//! others. A file in which every line is wrong has 100,000 errors; those that are not listed are not even made.

use std::collections::BTreeMap;

use super::Diagnostic;

/// Maximum number of diagnostics with one code that are listed.
const LISTED: usize = 20;

/// Number of diagnostics after which lowering stops, so that a longer list may be incomplete.
const COMPLETE: usize = 1000;

/// Collects diagnostics. Lists the first few with each code and counts the others.
#[derive(Debug, Default)]
pub(crate) struct Collector {
    listed: Vec<Diagnostic>,
    /// The diagnostics by code.
    kinds: BTreeMap<&'static str, Kind>,
}

/// The number of diagnostics with one code.
#[derive(Debug, Default)]
struct Kind {
    listed: usize,
    /// The index of the one that was listed last.
    last: usize,
    unlisted: u32,
    /// Whether there may be more of them than were added.
    or_more: bool,
}

impl Collector {
    /// Adds a diagnostic with a code. Calls `make` only if it is listed.
    pub fn add(&mut self, code: &'static str, make: impl FnOnce() -> Diagnostic) {
        let last = self.listed.len();
        let kind = self.kinds.entry(code).or_default();
        if kind.listed == LISTED {
            kind.unlisted = kind.unlisted.saturating_add(1);
        } else {
            kind.listed += 1;
            kind.last = last;
            self.listed.push(make());
        }
    }

    /// Adds a diagnostic, which may represent unlisted ones.
    fn push(&mut self, mut diagnostic: Diagnostic) {
        let code = diagnostic.code;
        let unlisted = std::mem::take(&mut diagnostic.unlisted);
        let or_more = std::mem::take(&mut diagnostic.or_more);
        self.add(code, || diagnostic);
        let kind = self.kinds.entry(code).or_default();
        kind.unlisted = kind.unlisted.saturating_add(unlisted);
        kind.or_more |= or_more;
    }

    /// Whether the next diagnostic with a code will be listed.
    pub fn lists(&self, code: &'static str) -> bool {
        self.kinds.get(code).is_none_or(|kind| kind.listed < LISTED)
    }

    /// Returns the listed diagnostics in the order in which they were added. The last one with each code has the
    /// number of the unlisted ones.
    pub fn finish(mut self) -> Vec<Diagnostic> {
        for kind in self.kinds.values().filter(|kind| kind.unlisted > 0) {
            if let Some(last) = self.listed.get_mut(kind.last) {
                (last.unlisted, last.or_more) = (kind.unlisted, kind.or_more);
            }
        }
        self.listed
    }
}

/// Returns the first few diagnostics with each code, in the given order.
///
/// Lists that were limited before can be joined and limited again: every diagnostic is counted once.
pub fn capped(diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let or_more = diagnostics.len() > COMPLETE;
    let mut collector = Collector::default();
    diagnostics.into_iter().for_each(|diagnostic| collector.push(diagnostic));
    collector.kinds.values_mut().for_each(|kind| kind.or_more |= or_more);
    collector.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diagnostics(code: &'static str, count: usize) -> Vec<Diagnostic> {
        (0..count).map(|n| Diagnostic::error(code, n.to_string())).collect()
    }

    /// The message and the notes of the last diagnostic with a code.
    #[track_caller]
    fn check(diagnostics: &[Diagnostic], code: &str, message: &str, notes: &[&str]) {
        let last = diagnostics.iter().rfind(|diagnostic| diagnostic.code == code).unwrap();
        assert_eq!(
            (last.message.as_str(), last.notes()),
            (message, notes.iter().map(|&note| note.into()).collect())
        );
        let noted = diagnostics.iter().filter(|each| each.code == code && !each.notes().is_empty());
        assert!(noted.count() <= 1, "{code}");
    }

    #[test]
    fn unlisted_diagnostics_are_counted_on_the_last_listed_one() {
        let found =
            capped([diagnostics("E0502", 30), diagnostics("E0503", 21), diagnostics("E0504", 20)].concat());
        assert_eq!(found.len(), 60);
        check(&found, "E0502", "19", &["10 more of this kind"]);
        check(&found, "E0503", "19", &["one more of this kind"]);
        check(&found, "E0504", "19", &[]);
    }

    #[test]
    fn diagnostics_that_were_limited_before_are_counted_once() {
        let limited = capped(diagnostics("E0502", 30));
        check(&capped(limited.clone()), "E0502", "19", &["10 more of this kind"]);
        check(&capped([limited.clone(), limited.clone()].concat()), "E0502", "19", &["40 more of this kind"]);
        check(&capped([diagnostics("E0502", 5), limited].concat()), "E0502", "14", &["15 more of this kind"]);
    }

    #[test]
    fn a_list_after_which_lowering_stopped_may_be_incomplete() {
        check(&capped(diagnostics("E0502", 1000)), "E0502", "19", &["980 more of this kind"]);
        check(
            &capped(capped(diagnostics("E0502", 1001))),
            "E0502",
            "19",
            &["at least 981 more of this kind"],
        );
    }

    #[test]
    fn diagnostics_that_are_not_listed_are_not_made() {
        let (mut collector, mut made) = (Collector::default(), 0);
        for _ in 0..30 {
            assert_eq!(collector.lists("E0502"), made < LISTED);
            collector.add("E0502", || {
                made += 1;
                Diagnostic::error("E0502", "")
            });
        }
        assert_eq!((made, collector.finish().len()), (LISTED, LISTED));
    }
}

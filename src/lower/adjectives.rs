//! Adjectives before a word of a unit: read over before a count, refused elsewhere.

use std::ops::Range;

use super::Lowering;
use super::context::Context;
use super::diagnostics::adjectives as diagnostics;
use super::reporter::Lowered;
use crate::syntax::{Literal, ReadOver, Word, adjective};
use crate::text::diagnostic::Diagnostic;
use crate::units::catalog::Kind;
use crate::units::nouns::english::singular_of;

/// Nouns that are counted on a day: `100M daily users`.
const BY_DAY: [&str; 5] = ["user", "account", "customer", "visitor", "subscriber"];

impl Lowering {
    /// Refuses an adjective that is no part of what is counted, in a range of the words of all units.
    pub(super) fn refuse_adjectives(
        &mut self,
        words: &Range<u32>,
        literal: Option<&Literal>,
        cx: Context<'_>,
    ) -> Lowered<()> {
        if cx.ast.adjectives.is_empty() {
            return Ok(());
        }
        let from = cx.ast.adjectives.partition_point(|read| read.word < words.start);
        let inside = cx.ast.adjectives.iter().skip(from).take_while(|read| read.word < words.end);
        match inside.filter_map(|read| self.wrong_adjective(read, literal, cx)).next() {
            Some(error) => Err(self.reporter.refuse(error)),
            None => Ok(()),
        }
    }

    fn wrong_adjective(
        &self,
        read: &ReadOver,
        literal: Option<&Literal>,
        cx: Context<'_>,
    ) -> Option<Diagnostic> {
        let word: &Word = cx.ast.words.get(read.word as usize)?;
        let noun = cx.ast.str(word.text);
        let text = cx.ast.str(read.text);
        let place =
            diagnostics::Place { read, text, word, noun, number: literal.map(|literal| literal.number) };
        let mut adjectives = text.split_whitespace();
        if let Some(name) = adjectives.clone().find(|word| self.scope.bound(word, cx).is_some()) {
            return Some(diagnostics::name(name, &place));
        }
        if self.scope.units().find(noun).is_some_and(|(_, unit)| unit.kind == Kind::Physical) {
            return Some(diagnostics::before_unit(&place));
        }
        let is_active = text.ends_with(" active");
        let period = adjectives.find_map(|word| adjective(word)?.period).filter(|_| !is_active)?;
        let is_by_day = period == "day" && BY_DAY.contains(&&*singular_of(noun));
        (!is_by_day).then(|| diagnostics::how_often(period, &place))
    }
}

//! Spellings with two readings that only show once it is known which words are units and which are names.

use super::context::Context;
use super::diagnostics::{literals, units};
use super::reporter::Lowered;
use super::{Lowering, diagnostics};
use crate::syntax::{Binary, Form, Join, Literal, Node, NodeId, Word};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;
use crate::units::catalog::{Kind, UnitId, ids};
use crate::units::misread::misread_unit;

impl Lowering {
    /// Refuses a literal with two readings; `words` are those of its suffix.
    pub(super) fn refuse_readings(
        &mut self,
        literal: &Literal,
        words: &[Word],
        cx: Context<'_>,
    ) -> Lowered<()> {
        match self.two_readings(literal, words, cx) {
            Some(error) => Err(self.reporter.refuse(error)),
            None => Ok(()),
        }
    }

    fn two_readings(&self, literal: &Literal, words: &[Word], cx: Context<'_>) -> Option<Diagnostic> {
        let (span, first) = (literal.span, words.first());
        if literal.form == Form::Factor && self.scope.bound("x", cx).is_some() {
            return Some(literals::factor_or_product(span));
        }
        let lead = first.map(|word| (cx.ast.str(word.text), word));
        let is_unit = |text: &str| self.scope.units().lookup(text).is_some();
        let tail = |word: &Word| Span { start: literal.number.end, end: word.span.end, ..span };
        match lead.filter(|(text, _)| !is_unit(text)) {
            Some((text @ ("x" | "X"), word))
                if word.join == Join::Lead && self.scope.bound(text, cx).is_none() =>
            {
                return Some(literals::factor_apart(span, tail(word)));
            }
            Some((text @ ("percent" | "pct" | "pc"), word)) => {
                return Some(literals::percent_word(text, word.span, tail(word)));
            }
            _ => {}
        }
        if let Some(letter) = literal.large.map(|letter| cx.ast.str(letter)) {
            let counts = lead.and_then(|(text, _)| self.scope.units().find(text));
            let is_count = counts.is_some_and(|(_, unit)| unit.kind != Kind::Physical);
            if !is_count && lead.is_some_and(|(text, _)| is_unit(text)) {
                let digits = cx.ast.str(literal.text).trim_end_matches(letter);
                return Some(literals::magnitude_or_unit(letter, digits, literal));
            }
        }
        for word in words {
            let text = cx.ast.str(word.text);
            let Some((id, unit)) = self.scope.units().find(text) else { continue };
            if word.join != Join::Lead && self.scope.bound(text, cx).is_some() {
                return Some(literals::unit_or_name(text, word, unit.singular));
            }
            if let Some(error) = self.terabits(id, word, words, cx) {
                return Some(error);
            }
        }
        if literal.divides && literal.form == Form::Plain && first.is_some_and(|word| word.join != Join::Lead)
        {
            return Some(literals::divisors(span, self.divisors(literal, words, cx)));
        }
        None
    }

    /// A literal after a `/` as one divisor, `(2/day)`, and as several, `2 / 1 day`.
    pub(super) fn divisors(&self, literal: &Literal, words: &[Word], cx: Context<'_>) -> (String, String) {
        let sign = if literal.form == Form::Percent { "%" } else { "" };
        let number = format!("{}{sign}", cx.ast.str(literal.text));
        let (mut one, mut several) = (format!("({number}"), number);
        for word in words {
            let text = cx.ast.str(word.text);
            let joined = match word.join {
                Join::Lead => format!(" {text}"),
                Join::Times => format!("·{text}"),
                Join::Slash | Join::Per => format!("/{text}"),
            };
            one.push_str(&joined);
            match word.join {
                Join::Slash | Join::Per if self.scope.bound(text, cx).is_some() => {
                    several.push_str(&format!(" / {text}"));
                }
                Join::Slash | Join::Per => several.push_str(&format!(" / 1 {text}")),
                _ => several.push_str(&joined),
            }
        }
        one.push(')');
        (one, several)
    }

    /// `9 Tb`, `9 Pb`: terabits are the unit of a rate, terabytes that of a size.
    pub(super) fn terabits(
        &self,
        id: UnitId,
        word: &Word,
        words: &[Word],
        cx: Context<'_>,
    ) -> Option<Diagnostic> {
        let text = cx.ast.str(word.text);
        let terabits = matches!(text, "Tb" | "Pb") && (id == ids::TERABIT || id == ids::PETABIT);
        // Only a rate per second is commonly given in bits; `9 Tb/day` is as doubtful as `9 Tb`.
        let is_second = |word: &Word| self.scope.units().lookup(cx.ast.str(word.text)) == Some(ids::SECOND);
        let per_second = || words.iter().any(|other| other.join.divides() && is_second(other));
        let misread = misread_unit(text).filter(|_| terabits && !per_second())?;
        Some(units::bytes_or_bits(text, word.span, " without a `/s`", misread))
    }

    /// `peak / 1000 req / s`: by the rate, or by the thousand and then per second?
    pub(super) fn spaced_unit(&self, left: NodeId, right: NodeId, cx: Context<'_>) -> Option<Diagnostic> {
        let ast = cx.ast;
        let Node::Name { text, .. } = ast.node(right) else { return None };
        let name = ast.str(text);
        if self.scope.bound(name, cx).is_some() || self.scope.units().lookup(name).is_none() {
            return None;
        }
        let Node::Binary(Binary::Divide, _, divisor) = ast.node(left) else { return None };
        if let Node::Range { low, .. } = ast.node(divisor)
            && ast.literals.get(low as usize).is_some_and(|literal| literal.divides)
        {
            return Some(diagnostics::ranges::divides_by_unit(ast.span(divisor).to(ast.span(right)), name));
        }
        let literal = ast.literal(divisor).filter(|literal| literal.divides)?;
        let mut words = ast.words(&literal.suffix).to_vec();
        words.push(Word { text, span: ast.span(right), join: Join::Slash, times: 1.0 });
        let span = literal.span.to(ast.span(right));
        Some(literals::divisors(span, self.divisors(literal, &words, cx)))
    }
}

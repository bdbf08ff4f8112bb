//! Spellings with two readings that only show once it is known which words are units and which are names.

use super::context::Context;
use super::diagnostics::{literals, units};
use super::literal::start_of;
use super::reporter::Lowered;
use super::short::short_time;
use super::{Lowering, diagnostics};
use crate::syntax::{self, Ast, Binary, Form, Join, Literal, Node, NodeId, Word, Writing};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;
use crate::units::catalog::{self, Kind, UnitId, ids};
use crate::units::dimension::{Base, Dimension};
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

    fn two_readings(&mut self, literal: &Literal, words: &[Word], cx: Context<'_>) -> Option<Diagnostic> {
        let (span, first) = (literal.span, words.first());
        if literal.writing != Writing::Usual
            && let Some(error) = self.written_otherwise(literal, cx)
        {
            return Some(error);
        }
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
            Some((text @ ("pi" | "π"), word)) if self.scope.bound(text, cx).is_none() => {
                let gap = Span { start: literal.number.end, end: word.span.start, ..span };
                return Some(literals::implied_product(text, span, gap));
            }
            _ => {}
        }
        if let Some(written) = literal.large.map(|large| cx.ast.str(large)) {
            let unit = lead.and_then(|(text, _)| self.scope.units().find(text));
            if let (Some((_, unit)), Some(large)) = (unit, syntax::large(written)) {
                let digits = cx.ast.str(literal.text);
                let digits = digits.strip_suffix(written).unwrap_or(digits).trim_end();
                if unit.kind == Kind::Physical {
                    return Some(literals::magnitude_or_unit(large, digits, literal));
                }
                // `500m cores` are half a core to Kubernetes.
                if written == "m" && is_core(unit.dimension) {
                    return Some(literals::millicores(digits, literal));
                }
            }
        }
        for (at, word) in words.iter().enumerate() {
            let text = cx.ast.str(word.text);
            if let Some(error) = self.hyphen_or_name(at, words, cx) {
                return Some(error);
            }
            let Some((id, unit)) = self.scope.units().find(text) else { continue };
            if word.join != Join::Lead && !catalog::yields(id) && self.scope.bound(text, cx).is_some() {
                return Some(literals::unit_or_name(text, word, unit.singular));
            }
            if let Some(error) = self.terabits(id, word, words, cx) {
                return Some(error);
            }
        }
        if literal.divides && literal.form == Form::Plain && first.is_some_and(|word| word.join != Join::Lead)
        {
            let error = literals::divisors(span, self.divisors(literal, words, cx));
            return Some(self.with_unit_of_dividend(error, literal, words, cx));
        }
        None
    }

    /// `96 vcpus / 4 per pod`: the number has the unit of what is divided. Where neither has one, a unit that is asked
    /// for tells whether there is one divisor, or two.
    fn with_unit_of_dividend(
        &self,
        error: Diagnostic,
        literal: &Literal,
        words: &[Word],
        cx: Context<'_>,
    ) -> Diagnostic {
        let ast = cx.ast;
        let is_noun = |word: &Word| {
            self.scope.units().find(ast.str(word.text)).is_none_or(|(_, unit)| unit.kind == Kind::Noun)
        };
        let dividend = self.dividend(literal, ast).filter(|dividend| dividend.form == Form::Plain);
        let Some(dividend) = dividend else { return error };
        let own = ast.words(&dividend.suffix);
        match (own, words) {
            ([], _) => error.choice(),
            ([unit], [each]) if unit.join == Join::Lead && each.join == Join::Per => {
                let label = format!("for each {}", ast.str(each.text));
                let edits = vec![(literal.number.after(), format!(" {}", ast.str(unit.text)))];
                if is_noun(each) {
                    error.taken(label, edits, Vec::new())
                } else if is_noun(unit) {
                    error.choice().edits(label, edits)
                } else {
                    error
                }
            }
            _ => error,
        }
    }

    /// The literal that a divisor divides, if it stands right before the `/`.
    fn dividend<'a>(&self, divisor: &Literal, ast: &'a Ast) -> Option<&'a Literal> {
        let before = ast.literals.iter().filter(|literal| {
            literal.span.source == divisor.span.source && literal.span.end <= divisor.span.start
        });
        let last = before.max_by_key(|literal| literal.span.end)?;
        let gap = Span { start: last.span.end, end: divisor.span.start, ..divisor.span };
        let sign = self.root.map_or("", |root| ast.written_at(root, gap)).trim();
        matches!(sign, "/" | "÷").then_some(last)
    }

    /// Reports what a comma means in `1,500`; refuses `1 year 30 days` where a year has another length, and words of a
    /// literal that are names here.
    fn written_otherwise(&mut self, literal: &Literal, cx: Context<'_>) -> Option<Diagnostic> {
        let (text, span) = (cx.ast.str(literal.text), literal.span);
        match literal.writing {
            Writing::Usual => None,
            Writing::OneComma => {
                self.reporter.report(literals::thousands(text, literal.number));
                None
            }
            // Decimals of three digits that end with a zero are hardly ever written, least of all of what is counted.
            Writing::Pointed => {
                let counts = cx.ast.words(&literal.suffix).first().is_some_and(|word| {
                    let unit = self.scope.units().find(cx.ast.str(word.text));
                    word.join == Join::Lead && unit.is_none_or(|(_, unit)| unit.kind != Kind::Physical)
                });
                let is_meant = literal.form != Form::Percent && (counts || text.ends_with(".000"));
                is_meant.then(|| literals::pointed(text, literal.number))
            }
            Writing::WithUnit | Writing::Calendar => {
                // `h30m = 4; 1h30m`, `ppm = 3; 5 ppm`
                let name = text.trim_start_matches(|c: char| !c.is_alphabetic() && c != '_');
                if syntax::is_name(name) && self.scope.bound(name, cx).is_some() {
                    let before = text.strip_suffix(name).unwrap_or(text);
                    let start = literal.number.start;
                    let gap =
                        Span { start: start + len(before.trim_end()), end: start + len(before), ..span };
                    return Some(literals::implied_product(name, span, gap));
                }
                let units = self.scope.units();
                let redefined = || ["month", "year"].iter().any(|word| units.redefined(word).is_some());
                (literal.writing == Writing::Calendar && redefined())
                    .then(|| literals::calendar(text, literal.number, syntax::as_sum(text)))
            }
        }
    }

    /// `mo = 3; 5 GB-mo`: less the value of the name, or the product of two units?
    fn hyphen_or_name(&self, at: usize, words: &[Word], cx: Context<'_>) -> Option<Diagnostic> {
        let (word, next) = (words.get(at)?, words.get(at + 1)?);
        if next.join == Join::Per || next.join == Join::Lead {
            return None;
        }
        let between = cx.ast.str(word.text.up_to(next.text));
        if !(between == "-" || between.trim().is_empty()) {
            return None;
        }
        let (first, second) = (cx.ast.str(word.text), cx.ast.str(next.text));
        let gap = word.span.until(next.span);
        if self.scope.bound(first, cx).is_none() && self.scope.bound(second, cx).is_none() {
            return None;
        }
        let product = if next.join.divides() { "/" } else { "·" };
        Some(literals::hyphen_or_name((first, second), gap, between == "-", product))
    }

    /// `900us-1ms`, `500 MB-1 GB`: two literals with a hyphen between them, the smaller first.
    pub(super) fn hyphen_range(
        &mut self,
        left: NodeId,
        right: NodeId,
        cx: Context<'_>,
    ) -> Option<Diagnostic> {
        let ast = cx.ast;
        let (low, sign, high) = glued(left, right, ast)?;
        let (low_words, high_words) = (ast.words(&low.suffix), ast.words(&high.suffix));
        let has_unit = |literal: &Literal, words: &[Word]| literal.form == Form::Money || !words.is_empty();
        if !has_unit(low, low_words) || !has_unit(high, high_words) {
            return None;
        }
        let low_unit = self.suffix(start_of(low.form), low_words, None, cx).ok()?.quantity;
        let high_unit = self.suffix(start_of(high.form), high_words, None, cx).ok()?.quantity;
        let ratio = low_unit.scale.over(high_unit.scale).to_f64();
        if low_unit.dimension != high_unit.dimension || low.value * ratio >= high.value {
            return None;
        }
        let span = low.span.to(high.span);
        Some(
            syntax::range_or_difference(ast.written_at(right, span), span)
                .patch("for a range", sign, " to ")
                .patch("to subtract", sign, " - "),
        )
    }

    /// `1/2 day`, `2/3 TB/day`: half a day, or a half for each day?
    pub(super) fn fraction(&self, left: NodeId, right: NodeId, cx: Context<'_>) -> Option<Diagnostic> {
        let ast = cx.ast;
        let (dividend, _, divisor) = glued(left, right, ast)?;
        let word = ast.words(&divisor.suffix).first()?;
        // Fractions are of small numbers: `100/5 min` is a rate.
        let small = |literal: &Literal| {
            literal.whole && literal.form == Form::Plain && (1.0..100.0).contains(&literal.value)
        };
        let spaced = word.join == Join::Lead && word.span.start > divisor.number.end;
        if !(small(dividend) && small(divisor) && spaced && dividend.suffix.is_empty() && !dividend.divides) {
            return None;
        }
        let is_time = self.scope.units().find(unit_of(ast.str(word.text)));
        let is_time = is_time.is_some_and(|(_, unit)| unit.dimension == Dimension::base(Base::TIME));
        let span = dividend.span.to(divisor.span);
        let unit = ast.written_at(right, Span { start: word.span.start, ..divisor.span });
        let texts = (ast.str(dividend.text), ast.str(divisor.text), unit);
        Some(literals::fraction(span, texts, (dividend.value / divisor.value, is_time)))
    }

    /// `x = 3; 5 x 3`: the product of the numbers, or with the value of the name?
    pub(super) fn times_or_name(
        &self,
        id: NodeId,
        left: NodeId,
        right: NodeId,
        cx: Context<'_>,
    ) -> Option<Diagnostic> {
        if !cx.ast.is_written_x(id) {
            return None;
        }
        let (from, to) = (cx.ast.span(left), cx.ast.span(right));
        let sign = from.until(to);
        let name = cx.ast.written_at(id, sign).trim();
        self.scope.bound(name, cx)?;
        Some(literals::times_or_name(name, sign))
    }

    /// A literal after a `/` as one divisor, `(2/day)`, and as several, `2 / 1 day`.
    pub(super) fn divisors(&self, literal: &Literal, words: &[Word], cx: Context<'_>) -> (String, String) {
        let sign = if literal.form == Form::Percent && !literal.is_with_unit() { "%" } else { "" };
        let number = format!("{}{sign}", cx.ast.str(literal.text));
        let (mut one, mut several) = (format!("({number}"), number);
        // `1h30m/day` says the first word with its number.
        for word in words.iter().skip(usize::from(literal.is_with_unit() && literal.form == Form::Plain)) {
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

/// Returns the literals on both sides of a sign of one byte that touches both, with the place of the sign: `1-2`, `1/2 day`.
fn glued(left: NodeId, right: NodeId, ast: &Ast) -> Option<(&Literal, Span, &Literal)> {
    let (from, to) = (ast.span(left), ast.span(right));
    if from.source != to.source || from.end + 1 != to.start {
        return None;
    }
    let after = ast.literal(right)?;
    let mut last = left;
    while let Node::Binary(_, _, operand) = ast.node(last) {
        last = operand;
    }
    let before = ast.literal(last).filter(|literal| literal.span.end == from.end)?;
    Some((before, from.until(to), after))
}

fn unit_of(word: &str) -> &str {
    short_time(word).unwrap_or(word)
}

fn is_core(dimension: Dimension) -> bool {
    catalog::lookup("core").and_then(catalog::unit).is_some_and(|core| core.dimension == dimension)
}

fn len(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_a_duration_have_the_lengths_of_the_catalog() {
        for period in &syntax::PERIODS {
            for word in period.words.iter().filter(|word| **word != "m") {
                let unit = catalog::lookup(unit_of(word)).and_then(catalog::unit).unwrap();
                assert_eq!(unit.dimension, Dimension::base(Base::TIME), "{word}");
                let nanoseconds = i128::from(period.nanoseconds);
                assert_eq!(unit.numerator * 1_000_000_000, nanoseconds * unit.denominator, "{word}");
            }
        }
        assert!(syntax::PERIODS.is_sorted_by(|a, b| a.nanoseconds > b.nanoseconds));
    }
}

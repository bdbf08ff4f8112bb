//! Domains of parameters: `share: % in 0% .. 100%`, `replicas: number whole >= 1`.

use nom::Parser as _;

use super::Parser;
use super::ast::{Domain, Limit, Node};
use super::token::{Parsed, keyword, literal_ahead};

impl<'a> Parser<'_, 'a> {
    /// Reads `in 0% .. 100%`, `in 0% ..< 100%`, `>= 0`, `whole >= 1` behind a parameter's unit, if it stands there.
    pub(super) fn domain(&mut self, input: &'a str) -> Parsed<'a, Option<Domain>> {
        let (start, _) = self.space(input)?;
        let (mut rest, whole) = match keyword("whole").parse(start) {
            Ok((after, _)) => (after, true),
            Err(_) => (start, false),
        };
        let (mut low, mut high) = (None, None);
        let (at, _) = self.space(rest)?;
        if let Ok((after, _)) = keyword("in").parse(at) {
            let (after, least) = self.limit(after, false)?;
            let (between, _) = self.space(after)?;
            let form = "the values of a parameter are `in LOW .. HIGH`, or `in LOW ..< HIGH` without the end";
            let Some(dots) = between.strip_prefix("..") else { return self.expected(between, "`..`", form) };
            let (dots, is_open) = dots.strip_prefix('<').map_or((dots, false), |after| (after, true));
            let (after, most) = self.limit(dots, is_open)?;
            (low, high, rest) = (Some(least), Some(most), after);
        } else if !at.starts_with("==") {
            let signs = [(">=", true, false), ("<=", false, false), (">", true, true), ("<", false, true)];
            let found = signs
                .into_iter()
                .find_map(|(sign, is_low, open)| at.strip_prefix(sign).map(|after| (after, is_low, open)));
            if let Some((after, is_low, is_open)) = found {
                let (after, limit) = self.limit(after, is_open)?;
                *(if is_low { &mut low } else { &mut high }) = Some(limit);
                rest = after;
            }
        }
        let is_domain = whole || low.is_some() || high.is_some();
        let (text, span) = (self.range(self.consumed(start, rest)), self.span(start, rest));
        let domain = is_domain.then_some(Domain { whole, low, high, text, span });
        Ok((self.space(if is_domain { rest } else { input })?.0, domain))
    }

    /// Reads an end of a domain.
    fn limit(&mut self, input: &'a str, is_open: bool) -> Parsed<'a, Limit> {
        let (sign, _) = self.space(input)?;
        let (start, is_negative) = sign.strip_prefix('-').map_or((sign, false), |after| (after, true));
        if !literal_ahead(start) {
            return self.expected(start, "a number with its unit", "an end is one literal: `0%`, `24 h`");
        }
        let (rest, literal) = self.literal(start, false)?;
        let value = self.ast.push(Node::Literal(literal), self.span(start, rest), None);
        Ok((rest, Limit { value, is_negative, is_open }))
    }
}

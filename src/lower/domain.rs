//! Domains of parameters: the values that an argument may have.
//!
//! An argument that is known to lie in its domain is passed as it is. Any other is guarded: where it leaves the domain,
//! the call has no value, which the engine reports with the share of samples.

use super::context::Context;
use super::diagnostics::calls as diagnostics;
use super::emitter::Guarded;
use super::function::Wanted;
use super::literal::start_of;
use super::reporter::{Lowered, Refused};
use super::{Lowering, Quantity, Value};
use crate::syntax::{Domain, Form, Limit};
use crate::text::source::Span;
use crate::units::scale::Scale;

impl Lowering {
    /// An argument that fits its parameter, guarded where it may leave the parameter's domain.
    pub(super) fn in_domain(
        &mut self,
        wanted: Wanted<'_>,
        value: Value,
        span: Span,
        cx: Context<'_>,
    ) -> Lowered {
        let (Some(domain), Some(mut quantity)) = (&wanted.parameter.domain, value.quantity()) else {
            return Ok(value);
        };
        let (place, mut slot) = (cx.place_at(span), value.slot);
        if domain.whole && quantity.scale != Scale::ONE {
            slot = self.emitter.rescale(value, Scale::ONE, place);
            quantity.scale = Scale::ONE;
        }
        let ends = self.domain_ends(domain, quantity, wanted, cx)?;
        let is_whole = |number: f64| (number - number.round()).abs() <= 1e-9 * number.abs().max(1.0);
        let is_proven = !domain.whole || self.emitter.constant(slot).is_some_and(is_whole);
        if is_proven && self.emitter.is_within(slot, ends[0], ends[1]) {
            return Ok(Value::number(slot, quantity));
        }
        let guarded = Guarded {
            function: wanted.function.to_owned(),
            parameter: wanted.name().to_owned(),
            domain: wanted.definition.str(domain.text).to_owned(),
            argument: Some(span).filter(|_| self.inlining.is_outside() && wanted.site.is_some()),
            ends,
            is_whole: domain.whole,
        };
        Ok(Value::number(self.emitter.guard(slot, guarded, place), quantity))
    }

    /// The ends of a domain in the unit of a quantity.
    fn domain_ends(
        &mut self,
        domain: &Domain,
        of: Quantity,
        wanted: Wanted<'_>,
        cx: Context<'_>,
    ) -> Lowered<[f64; 2]> {
        let low = match &domain.low {
            Some(limit) => {
                let end = self.end(*limit, of, wanted, cx)?;
                if limit.is_open { end.next_up() } else { end }
            }
            None => f64::MIN,
        };
        let high = match &domain.high {
            Some(limit) => {
                let end = self.end(*limit, of, wanted, cx)?;
                if limit.is_open { end.next_down() } else { end }
            }
            None => f64::MAX,
        };
        Ok([low, high])
    }

    /// An end of a domain. Zero needs no unit, nor does a number of what is counted.
    fn end(&mut self, limit: Limit, of: Quantity, wanted: Wanted<'_>, cx: Context<'_>) -> Lowered<f64> {
        let ast = wanted.definition;
        let Some(literal) = ast.literal(limit.value) else { return Err(Refused::EARLIER) };
        let is_bare = literal.suffix.is_empty() && matches!(literal.form, Form::Plain | Form::Factor);
        let (number, quantity) = match literal.form {
            _ if literal.value == 0.0 => return Ok(0.0),
            Form::Percent => (literal.value / 100.0, Quantity::NUMBER),
            _ if is_bare && of.takes_bare_number(self.scope.units()) => {
                (literal.value, Quantity { scale: Scale::ONE, ..of })
            }
            _ if is_bare => (literal.value, Quantity::NUMBER),
            _ => {
                let context = Context { ast, ..cx };
                let words = ast.words(&literal.suffix);
                (literal.value, self.suffix(start_of(literal.form), words, Some(literal), context)?.quantity)
            }
        };
        if quantity.dimension != of.dimension {
            let (text, name) = (ast.str(literal.text), wanted.name());
            let example = of.example(self.scope.units());
            return Err(self.reporter.refuse(diagnostics::limit(name, text, &example, literal.span)));
        }
        let number = if limit.is_negative { -number } else { number };
        Ok(number * quantity.scale.over(of.scale).to_f64())
    }
}

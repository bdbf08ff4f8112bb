//! Names: bindings, bare units, columns of tables, built-in constants, and names that are none of these.

use super::context::{Context, Place};
use super::diagnostics::names as diagnostics;
use super::emitter::Emitter;
use super::reporter::{Lowered, Refused};
use super::used::FileId;
use super::{Lowering, Quantity, Type, Value};
use crate::engine::Op;
use crate::library::cheat_sheets;
use crate::syntax::{self, Ast};
use crate::text::source::{Span, Text};
use crate::units::catalog::Kind;
use crate::units::registry::Units;

impl Lowering {
    /// The value of a name; `divides` says whether it stands right behind a `/`.
    pub(super) fn name(&mut self, text: &str, divides: bool, place: Place, cx: Context<'_>) -> Lowered {
        if let Some(bound) = self.scope.bound(text, cx) {
            return Ok(bound.value);
        }
        if text.contains('.') {
            return self.dotted(text, place, cx);
        }
        let known = self.scope.units().lookup(text);
        let id = known.or_else(|| if divides { self.lone_noun(text, place.span, cx) } else { None });
        if let Some((id, unit)) = id.and_then(|id| Some((id, self.scope.units().info(id)?))) {
            let one = Quantity::one(id, &unit);
            let is_plural = unit.plural == text && unit.singular != text;
            if unit.kind == Kind::Physical {
                return Ok(self.emitter.number(1.0, one, place));
            }
            if divides && !is_plural {
                if unit.kind == Kind::Noun && self.scope.bound(unit.plural, cx).is_some() {
                    self.reporter.report(diagnostics::divides_by_one(text, unit.plural, place.span));
                }
                return Ok(self.emitter.number(1.0, one, place));
            }
        }
        if matches!(text, "pi" | "π") {
            return Ok(self.emitter.number(std::f64::consts::PI, Quantity::NUMBER, place));
        }
        // `$0.40 per million`
        if divides && let Some(number) = syntax::number_of(text) {
            return Ok(self.emitter.number(number, Quantity::NUMBER, place));
        }
        Err(self.undefined(text, place, cx))
    }

    /// The value of a row, a cell or a constant: `instance.m5_large`, `best.price`, `latency.ssd_random_read`.
    fn dotted(&mut self, text: &str, place: Place, cx: Context<'_>) -> Lowered {
        if let Some(value) = self.path(text, place, cx) {
            return value;
        }
        match constant(&mut self.emitter, text, place) {
            Some(Ok(value)) => Ok(value),
            Some(Err(Unreadable)) => {
                Err(self.reporter.refuse(diagnostics::unreadable_constant(text, place.span)))
            }
            None => Err(self.undefined(text, place, cx)),
        }
    }

    /// Reports a name that nothing defines, once for each name.
    fn undefined(&mut self, text: &str, place: Place, cx: Context<'_>) -> Refused {
        if !self.reporter.is_newly_undefined(text) {
            return Refused::EARLIER;
        }
        if let (file, "") = self.scope.walk(text, cx) {
            if file == FileId::UNREAD {
                return Refused::EARLIER;
            }
            let error = diagnostics::not_in_file(text, (file, ""), place.span, &self.scope, cx.parameters);
            return self.reporter.refuse(error);
        }
        let suggests = self.reporter.suggests();
        let error = diagnostics::undefined(text, place.span, &self.scope, suggests, cx.parameters);
        let error =
            match self.before(place.span, cx.ast).strip_suffix("of").filter(|_| cx.parameters.is_none()) {
                // `16 GB of RAM`
                Some(before) => {
                    let start = u32::try_from(before.trim_end().len()).unwrap_or(place.span.start);
                    let out = Span { start, ..place.span };
                    error.taken(format!("without `of {text}`"), vec![(out, String::new())], vec![place.span])
                }
                None => error,
            };
        self.reporter.refuse(error)
    }

    /// The text before a place of the expression that is being lowered, without the blanks at its end.
    fn before<'t>(&self, span: Span, ast: &'t Ast) -> &'t str {
        let before = Span { start: 0, end: span.start, ..span };
        self.root.map_or("", |root| ast.written_at(root, before)).trim_end()
    }
}

/// A constant whose literal is none.
#[derive(Debug)]
pub(super) struct Unreadable;

/// The value of a constant of the cheat sheets, whose literal is read when it is named. `None` if there is no such
/// constant.
pub(super) fn constant(emitter: &mut Emitter, name: &str, place: Place) -> Option<Result<Value, Unreadable>> {
    let text = Text::whole(place.span.source, cheat_sheets::constant(name)?);
    let mut ast = Ast::new();
    let mut inner = Lowering::new(Units::new());
    let value = match syntax::expression(&mut ast, &text) {
        Ok(root) => inner.expression(&ast, root),
        Err(_) => Value::UNKNOWN,
    };
    let inner = inner.emitter;
    Some(match (inner.op(value.slot), inner.distribution_of(value.slot), value.kind) {
        (Some(Op::Const(number)), _, Type::Quantity(quantity)) => Ok(emitter.number(number, quantity, place)),
        (_, Some(distribution), Type::Quantity(quantity)) => {
            Ok(emitter.shared(name, (distribution.clone(), quantity), place))
        }
        _ => Err(Unreadable),
    })
}

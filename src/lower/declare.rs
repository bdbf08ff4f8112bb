//! Names and units that a script or a model declares.

use super::{Bound, Lowering, Type, Value};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;
use crate::units::dimension::{Base, Dimension};
use crate::units::registry::Refusal;
use crate::units::scale::Scale;

impl Lowering {
    /// Drops the warnings after the first `reported` diagnostics, where they are accepted.
    pub fn accept(&mut self, accepted: bool, reported: usize) {
        if accepted {
            let mut at = 0;
            self.diagnostics.retain(|diagnostic| {
                at += 1;
                at <= reported || diagnostic.is_error()
            });
        }
    }

    /// Binds a name, unless a physical unit has it.
    pub fn bind(&mut self, name: &str, span: Span, value: Value, literal: Option<Span>) {
        // A name that may not be is unknown afterwards, not the unit, so that nothing else is said of it.
        let value = if self.refuse_name(name, span) { Value::UNKNOWN } else { value };
        self.names.insert(name.to_owned(), Bound { value, literal });
    }

    /// Whether a name is a physical unit's and so cannot be defined; says so.
    pub fn refuse_name(&mut self, name: &str, span: Span) -> bool {
        let physical = self.units.is_physical(name);
        if physical {
            self.diagnostics.push(
                Diagnostic::error("E0208", format!("`{name}` is a unit and cannot be defined as a name"))
                    .at(span, "")
                    .help(format!("choose a longer name, like `{name}_value`")),
            );
        }
        physical
    }

    /// Declares a unit as so much of another.
    pub fn declare_unit(&mut self, name: &str, span: Span, size: Value, place: Span, redefine: bool) {
        let quantity = match size.kind {
            Type::Unknown => return,
            Type::Bool => {
                self.wrong_type(place, size, "a unit is so much of another");
                return;
            }
            Type::Quantity(quantity) => quantity,
        };
        if redefine && matches!(name, "month" | "year") && quantity.dimension != Dimension::base(Base::TIME) {
            let words = self.words(size);
            let message = format!("a {name} is a length of time, not {words}");
            self.diagnostics.push(Diagnostic::error("E0301", message).at(place, words));
            return;
        }
        let number = self.number_of(size.slot).filter(|number| number.is_finite() && *number > 0.0);
        let Some(number) = number else {
            let message = if self.varying().get(size.slot.index()) == Some(&true) {
                format!("a unit has one size, and one `{name}` is a range")
            } else {
                format!("one `{name}` is not a positive amount")
            };
            self.diagnostics.push(
                Diagnostic::error("E0208", message).at(place, "").help("for example `unit sprint = 14 days`"),
            );
            return;
        };
        let scale = Scale::from_decimal(number).times(quantity.scale);
        let declared = self.units.declare_unit(name, quantity.dimension, scale, redefine);
        self.report_refusal(name, span, declared.err());
    }

    /// Says why a unit cannot be declared.
    pub fn report_refusal(&mut self, name: &str, span: Span, refusal: Option<Refusal>) {
        let message = match refusal {
            None => return,
            Some(Refusal::BuiltIn) => format!("`{name}` is a unit that napkin brings along"),
            Some(Refusal::Twice) => format!("the unit `{name}` is declared twice"),
            Some(Refusal::Plural) => format!("`{name}` is the plural of a noun that napkin knows already"),
            Some(Refusal::TooMany) => "there are more declared units than napkin can number".to_owned(),
        };
        let error = Diagnostic::error("E0208", message).at(span, "");
        self.diagnostics.push(error.help("choose another name, or leave the declaration out"));
    }
}

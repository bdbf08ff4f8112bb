//! Names, tables, units and functions that a script or a model declares.

use std::collections::HashSet;
use std::sync::Arc;

use super::context::Context;
use super::diagnostics::declarations as diagnostics;
use super::inlining::Inlining;
use super::scope::Definition;
use super::{Bound, Lowering, Table, TableId, Type, Value, builtins};
use crate::syntax::{self, Ast, Function, Node};
use crate::text::source::Span;
use crate::units::dimension::{Base, Dimension};
use crate::units::nouns::english::plural_of;
use crate::units::registry::Refusal;
use crate::units::scale::Scale;

/// A unit that is declared by its size.
#[derive(Clone, Copy, Debug)]
pub struct NewUnit<'n> {
    /// Its name.
    pub name: &'n str,
    /// Where the name is.
    pub span: Span,
    /// One of it.
    pub size: Value,
    /// Where the size is.
    pub place: Span,
    /// Whether `month` and `year` may be redefined.
    pub redefine: bool,
}

/// Where a name's value is written.
#[derive(Clone, Copy, Debug, Default)]
pub struct Written {
    /// The place of a single literal.
    pub literal: Option<Span>,
    /// The place of a number of a file, which is a text if it has a unit.
    pub number: Option<Span>,
}

impl Lowering {
    /// Makes room for more names and for the operations of more nodes, so that nothing grows as they come.
    pub fn reserve(&mut self, names: usize, nodes: usize) {
        self.scope.reserve_names(names);
        self.emitter.reserve(nodes);
    }

    /// Binds a name, unless a physical unit has it.
    pub fn bind(&mut self, (name, span): (&str, Span), value: Value, written: Written, ast: &Ast) {
        // A name that may not be is unknown afterwards, not the unit, so that it is reported once.
        let physical = self.units().is_physical(name);
        if physical {
            let uses = ast.names().filter(|(_, used)| *used == name).map(|(id, _)| ast.span(id));
            let places = [span].into_iter().chain(uses).collect();
            let is_bare = value.quantity().is_some_and(|quantity| quantity.dimension.is_none());
            let bare = if is_bare { written } else { Written::default() };
            let unit = self
                .units()
                .find(name)
                .map(|(_, unit)| (unit.dimension, if unit.singular == name { unit.plural } else { name }));
            let error = diagnostics::binding_of_unit(name, places, bare, unit.unwrap_or_default());
            self.reporter.report(error);
        }
        let value = if physical { Value::UNKNOWN } else { value };
        self.scope.bind(name, Bound { value, literal: written.literal });
    }

    /// Gives a name no value: an error was reported.
    pub fn bind_unknown(&mut self, name: &str) {
        self.scope.bind(name, Bound { value: Value::UNKNOWN, literal: None });
    }

    /// Defines a table, which its file calls `name`.
    pub fn define_table(&mut self, name: &str, table: Table) -> TableId {
        self.emitter.kept_mut().note_table(table.name(), table.rows());
        self.scope.define_table(name, table)
    }

    /// Sets the cells of a column of a table.
    pub fn set_cells(&mut self, table: TableId, column: usize, cells: Vec<Value>) {
        self.scope.set_cells(table, column, cells);
    }

    /// Whether a name is a physical unit's and so cannot be defined, which is reported.
    pub fn refuse_name(&mut self, name: &str, span: Span) -> bool {
        let physical = self.units().is_physical(name);
        if physical {
            self.reporter.report(diagnostics::name_of_unit(name, span));
        }
        physical
    }

    /// Declares a count noun.
    pub fn declare_noun(&mut self, name: &str, span: Span, plural: Option<&str>) {
        if self.refuse_magnitude([Some(name), plural], span) {
            return;
        }
        let declared = self.scope.units_mut().declare_noun(name, plural);
        self.report_refusal(name, span, declared.err());
    }

    /// Declares a unit by its size.
    pub fn declare_unit(&mut self, unit: NewUnit<'_>) {
        let name = unit.name;
        if self.declared(unit).is_none() {
            self.reporter.refuse_unit(name, plural_of(name));
        }
    }

    /// Declares a unit. Returns `None` if it has no size, which is reported.
    fn declared(&mut self, unit: NewUnit<'_>) -> Option<()> {
        let NewUnit { name, size, place, redefine, .. } = unit;
        if self.refuse_magnitude([Some(name), None], unit.span) {
            return None;
        }
        let quantity = match size.kind {
            Type::Unknown => return None,
            Type::Bool | Type::Row(_) | Type::Rest(_) => {
                self.wrong_type(place, size, "a unit is defined by an amount of another");
                return None;
            }
            Type::Quantity(quantity) => quantity,
        };
        if redefine && matches!(name, "month" | "year") && quantity.dimension != Dimension::base(Base::TIME) {
            let words = size.words(self.scope.units());
            self.reporter.report(diagnostics::no_length_of_time(name, place, words));
            return None;
        }
        let number = self.number_of(size.slot).filter(|number| number.is_finite() && *number > 0.0);
        let Some(number) = number else {
            let is_range = self.varying().get(size.slot.index()) == Some(&true);
            self.reporter.report(diagnostics::no_size(name, place, is_range));
            return None;
        };
        let scale = Scale::from_decimal(number).times(quantity.scale);
        // The number of it in a base unit must be one as well.
        if !scale.to_f64().is_normal() || !scale.reciprocal().to_f64().is_normal() {
            self.reporter.report(diagnostics::beyond_numbers(name, place));
            return None;
        }
        let units = self.scope.units_mut();
        let declared = units.declare_unit(name, quantity.dimension, scale, redefine);
        self.report_refusal(name, unit.span, declared.err());
        Some(())
    }

    /// Whether a unit has a name that is a magnitude behind a number, which is reported.
    fn refuse_magnitude(&mut self, names: [Option<&str>; 2], span: Span) -> bool {
        let magnitude = names.into_iter().flatten().find(|name| syntax::is_magnitude(name));
        if let Some(name) = magnitude {
            self.reporter.report(diagnostics::unit_named_as_magnitude(name, span));
        }
        magnitude.is_some()
    }

    fn report_refusal(&mut self, name: &str, span: Span, refusal: Option<Refusal>) {
        if let Some(refusal) = refusal {
            self.reporter.report(diagnostics::unit(name, span, refusal));
        }
    }

    /// Defines a function, after checking that its body names nothing but its parameters.
    pub fn define(&mut self, ast: &Arc<Ast>, function: &Function) {
        let (name, span) = (ast.str(function.name.0), function.name.1);
        if builtins::find(name).is_some() {
            self.reporter.report(diagnostics::built_in_function(name, span));
            return;
        }
        if self.scope.is_new_function(name) {
            self.reporter.report(diagnostics::function_twice(name, span));
            return;
        }
        if self.scope.function(name).is_some() {
            // What calls of its earlier form came to does not hold for those of the new one.
            self.inlining = Inlining::default();
        }
        let parameters: Vec<(&str, Span)> = function
            .parameters
            .iter()
            .map(|parameter| (ast.str(parameter.name.0), parameter.name.1))
            .collect();
        for (name, span) in &parameters {
            self.refuse_name(name, *span);
        }
        let mut seen = HashSet::new();
        for (name, span) in &parameters {
            if !seen.insert(name) {
                self.reporter.report(diagnostics::parameter_twice(name, *span));
            }
        }
        let values: Vec<(&str, Value)> = parameters.iter().map(|(name, _)| (*name, Value::UNKNOWN)).collect();
        let cx = Context { parameters: Some(&values), ..Context::top(ast) };
        let defaults = function.parameters.iter().filter_map(|parameter| parameter.default);
        for body in defaults.chain([function.body]) {
            for id in ast.below(body) {
                // What a function reads of a table depends on the rows it runs over.
                if let Node::Name { text, divides } = ast.node(id)
                    && self.scope.table_named(ast.str(text), cx).is_none()
                {
                    // Only what it reports is of interest.
                    let _ = self.name(ast.str(text), divides, cx.place(id), cx);
                }
            }
        }
        let definition = Definition { function: Arc::new(function.clone()), ast: ast.clone() };
        self.scope.define_function(name, definition);
    }
}

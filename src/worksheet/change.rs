//! Replacing the values of inputs.

use std::sync::Arc;

use super::item::Item;
use super::literal::AsWritten;
use super::{Refused, Worksheet, model};
use crate::engine::{Distribution, Op};
use crate::lower::{Entry, Lowering, Owner, Quantity, Value};
use crate::syntax::{self, Ast, Form, Node};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Text;

/// A value that can be fed to the program without lowering it again.
struct Fed {
    /// The index of the program's input.
    input: u32,
    distribution: Distribution,
    literal: Option<AsWritten>,
}

impl Worksheet {
    /// Returns the model with another value of an input or an estimate, like `--set NAME=VALUE`.
    ///
    /// A number or range in the unit of an input is fed to the same program. For any other value the model is read
    /// again.
    ///
    /// # Errors
    ///
    /// Returns the errors in the value, or an error for an unknown name. A script has no inputs to replace.
    pub fn with(&self, name: &str, value: &str) -> Result<Worksheet, Refused> {
        let mut changes = self.changes.clone();
        changes.set.retain(|(known, _)| known != name);
        changes.set.push((name.to_owned(), value.to_owned()));
        let at = self.inputs().iter().position(|item| item.name.as_deref() == Some(name));
        let item = at.and_then(|at| self.items.get(at));
        let Some((at, fed)) = at.zip(item.and_then(|item| self.fed(item, name, value))) else {
            let text = self.sources().get(0).map(|source| source.text.as_str()).unwrap_or_default();
            return model::read(self.name(), text, &changes);
        };
        let mut sheet = Worksheet { changes, ..self.clone() };
        sheet.compiled.set_distribution(fed.input, fed.distribution);
        if let Some(item) = Arc::make_mut(&mut sheet.items).get_mut(at) {
            value.trim().clone_into(&mut item.formula);
            (item.literal, item.is_set) = (fed.literal.map(Box::new), true);
            if let Some(beside) = &mut item.beside {
                beside.source = None;
            }
        }
        Ok(sheet)
    }

    /// Returns the number that a text is in the place of a value, in the scale of that. A bare number has the unit of the
    /// value if that is a literal. `None` if the text is no single number of its dimension.
    pub(crate) fn number_for(&self, of: Value, is_literal: bool, text: &str) -> Option<f64> {
        let mut ast = Ast::new();
        let root = syntax::expression(&mut ast, &Text::whole(0, text)).ok()?;
        let units = self.compiled.units();
        let mut lowering = Lowering::new(units.clone());
        lowering.begin(Entry::default());
        let given = lowering.expression(&ast, root);
        let (compiled, found) = lowering.finish();
        if found.iter().any(Diagnostic::is_error) {
            return None;
        }
        let (old, new) = (of.quantity()?, given.quantity()?);
        let number = compiled.number_of(given.slot)?;
        if old.dimension == new.dimension {
            return Some(number * new.scale.over(old.scale).to_f64());
        }
        let is_bare = new.dimension.is_none() && !new.notation.percent;
        (is_bare && is_literal && old.takes_bare_number(units)).then(|| number * new.scale.to_f64())
    }

    /// Returns a replacement that differs from the input only in its number, so that feeding it is the same as lowering
    /// it. Returns `None` for any other value, and if there may be something to report.
    fn fed(&self, item: &Item, name: &str, value: &str) -> Option<Fed> {
        let Some(Op::Input(input)) = self.compiled.program().op(item.value().slot) else { return None };
        let was = self.compiled.distribution_of(item.value().slot)?;
        let mut ast = Ast::new();
        let root = syntax::expression(&mut ast, &Text::whole(0, value)).ok()?;
        if !matches!(ast.node(root), Node::Literal(_) | Node::Range { .. }) {
            return None;
        }
        let mut lowering = Lowering::new(self.compiled.units().clone());
        lowering.begin(Entry { owner: Owner::Input(name.to_owned()), ..Entry::default() });
        let given = lowering.expression(&ast, root);
        let (compiled, found) = lowering.finish();
        let (old, new) = (item.value().quantity()?, given.quantity().filter(|_| found.is_empty())?);
        let units = self.compiled.units();
        let literal =
            AsWritten::of(&ast, root).and_then(|given| given.in_place_of(item.literal.as_deref(), units));
        let is_bare =
            ast.literal(root).is_some_and(|literal| literal.form == Form::Plain && literal.suffix.is_empty());
        let in_unit = is_bare && item.unit().is_none() && literal.is_some() && !old.notation.percent;
        let unlike = |old: Quantity, new: Quantity| {
            (old.dimension, old.scale, old.notation) != (new.dimension, new.scale, new.notation)
        };
        if unlike(old, new) && !(in_unit && old.takes_bare_number(units)) {
            return None;
        }
        let distribution = match compiled.distribution_of(given.slot) {
            Some(distribution) => distribution.clone(),
            None => Distribution::Fixed(compiled.number_of(given.slot)?),
        };
        // Whether a check uses percentiles depends on which inputs vary.
        // A program has no rule for terms that cancel where no term can be negative.
        if was.is_never_negative() && !distribution.is_never_negative() {
            return None;
        }
        // Nor a guard for an argument that cannot leave the domain of its parameter.
        if was.is_below_one() && !distribution.is_below_one()
            || was.is_hardly_negative() && !distribution.is_hardly_negative()
        {
            return None;
        }
        let varies_now = was.is_fixed() && !distribution.is_fixed();
        let is_share = name.ends_with("_share") || name == "hit_ratio";
        let (least, most) = item.limits();
        let is_limited = least > f64::NEG_INFINITY || most < f64::INFINITY;
        let is_within = match distribution {
            Distribution::Fixed(number) => (least..=most).contains(&number),
            _ => !is_limited,
        };
        // A value below zero may be warned of.
        let is_positive = distribution.at_level(0.05) >= 0.0;
        (!varies_now && !is_share && is_within && is_positive).then_some(Fed { input, distribution, literal })
    }
}

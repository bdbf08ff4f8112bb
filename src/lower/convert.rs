//! Conversions: `to` within one dimension, `as` across what is counted.

use super::literal::Product;
use super::{Frame, Lowering, Quantity, Type, Value};
use crate::syntax::{Ast, Binary, Form, Join, Node, NodeId, Target, Word};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;
use crate::units::asked::{Asked, Joined};
use crate::units::catalog::Kind;
use crate::units::dimension::{Base, Dimension};
use crate::units::notation::{AskedId, Notation};
use crate::units::words;

impl Lowering {
    /// `value to unit`, `value as unit`.
    #[allow(clippy::too_many_arguments)]
    pub(super) fn convert(
        &mut self,
        ast: &Ast,
        id: NodeId,
        node: NodeId,
        value: Value,
        target: u32,
        relabel: bool,
        frame: Frame<'_>,
    ) -> Value {
        let Some(target) = ast.targets.get(target as usize) else { return Value::UNKNOWN };
        let Some(wanted) = self.target(ast, target, frame) else { return Value::UNKNOWN };
        let from = match value.kind {
            Type::Unknown => return Value::UNKNOWN,
            Type::Bool => {
                return self.wrong_type(ast.span(node), value, "only numbers have units to convert");
            }
            Type::Quantity(quantity) => quantity,
        };
        let fits = if relabel {
            from.dimension.without_nouns() == wanted.dimension.without_nouns()
        } else {
            from.dimension == wanted.dimension
        };
        if !fits {
            self.refuse_conversion(ast, node, value, from, target, wanted, relabel);
            return Value::UNKNOWN;
        }
        let slot = self.rescale(value, wanted.scale, ast.span(id), frame);
        Value { slot, kind: Type::Quantity(wanted) }
    }

    /// A value in a unit given apart from it, as a model's `unit =` does; `root` is its formula.
    pub fn shown_in(
        &mut self,
        ast: &Ast,
        root: Option<NodeId>,
        value: Value,
        target: u32,
        place: Span,
    ) -> Value {
        let Some(target) = ast.targets.get(target as usize) else { return value };
        let (Some(wanted), Some(from)) = (self.target(ast, target, Frame::TOP), value.quantity()) else {
            return Value::UNKNOWN;
        };
        if from.dimension == wanted.dimension {
            let slot = self.rescale(value, wanted.scale, place, Frame::TOP);
            return Value { slot, kind: Type::Quantity(wanted) };
        }
        match root {
            Some(root) => self.refuse_conversion(ast, root, value, from, target, wanted, false),
            None => {
                let (is, asked) =
                    (self.words(value), words::in_words(&self.units, wanted.dimension, wanted.notation));
                let message = format!("`{}` is {is}, not {asked}", self.subject.as_deref().unwrap_or("this"));
                let error = Diagnostic::error("E0302", message).at(target.span, format!("wanted: {asked}"));
                self.diagnostics.push(error.see(place, is));
            }
        }
        Value::UNKNOWN
    }

    /// The unit that a target names, as `unit =` gives one.
    pub fn unit_at(&mut self, ast: &Ast, target: u32) -> Option<Quantity> {
        let target = ast.targets.get(target as usize)?;
        self.target(ast, target, Frame::TOP)
    }

    /// The unit that a target names; nothing if a word of it is unknown, which has been said.
    pub(super) fn target(&mut self, ast: &Ast, target: &Target, frame: Frame<'_>) -> Option<Quantity> {
        let words = ast.words(&target.words);
        let start = Lowering::start_of(target.form);
        for word in words {
            if let Some(id) = self.units.lookup(ast.str(word.text))
                && let Some(error) = self.refuse_terabits(ast, id, word, words)
            {
                self.diagnostics.push(error);
                return None;
            }
        }
        let Product { quantity, unknown, .. } = self.product(ast, start, words, frame, false);
        if unknown {
            return None;
        }
        let asked = self.ask(ast, target, words);
        Some(Quantity { notation: quantity.notation.asking(asked), ..quantity })
    }

    /// Keeps the unit of a target, as it is printed.
    fn ask(&mut self, ast: &Ast, target: &Target, words: &[Word]) -> AskedId {
        let (percent, money) = (target.form == Form::Percent, target.form == Form::Money);
        let mut asked = Asked::new(ast.str(target.text).to_owned(), percent, money);
        for word in words {
            let Some((id, unit)) = self.units.find(ast.str(word.text)) else { continue };
            let joined = match word.join {
                Join::Lead => Joined::First,
                Join::Times => Joined::Times,
                Join::Slash | Join::Per => Joined::Per(word.times),
            };
            asked.push(joined, id, (unit.singular, unit.plural));
        }
        self.units.ask(asked)
    }

    /// Why a value cannot be had in a unit, and what would help.
    #[allow(clippy::too_many_arguments)]
    fn refuse_conversion(
        &mut self,
        ast: &Ast,
        node: NodeId,
        value: Value,
        from: Quantity,
        target: &Target,
        wanted: Quantity,
        relabel: bool,
    ) {
        let (is, asked) =
            (self.words(value), words::in_words(&self.units, wanted.dimension, wanted.notation));
        let message = match &self.subject {
            Some(name) => format!("`{name}` comes out as {is}, not {asked}"),
            None => format!("this comes out as {is}, not {asked}"),
        };
        let mut error = Diagnostic::error("E0302", message);
        let factors = self.factors(ast, node);
        for (factor, factor_value) in &factors {
            error = error.at(ast.span(*factor), self.words(*factor_value));
        }
        error = error.see(target.span, format!("wanted: {asked}"));
        let left_over = from.dimension.over(wanted.dimension).unwrap_or_default();
        let inverse = from.dimension.to_the(-1) == Some(wanted.dimension);
        if inverse {
            let whole = ast.span(node);
            error = error.note("a reciprocal is never taken silently").patch(
                "to take it write",
                whole,
                format!("1 / ({})", ast.str(target.value).trim()),
            );
        } else if left_over.without_nouns().is_none() && !left_over.is_none() && !relabel {
            error =
                error.note(format!("left over: {}", words::in_words(&self.units, left_over, from.notation)));
            error = self.help_with_count(ast, error, &factors, left_over, from.notation);
            // What counts one thing may be said to count another; what should have cancelled may not.
            let counts = |dimension: Dimension| -> i32 {
                dimension
                    .iter()
                    .filter(|(base, _)| base.is_noun())
                    .map(|(_, exponent)| i32::from(exponent))
                    .sum()
            };
            let relabels = counts(from.dimension) == counts(wanted.dimension) && counts(wanted.dimension) > 0;
            if relabels && target.keyword.start < target.keyword.end {
                error = error.patch("if these may be counted as those, write", target.keyword, "as");
            }
        } else if let Some((Base::TIME, exponent)) = only(left_over) {
            error =
                error.note(format!("left over: {}", words::in_words(&self.units, left_over, Notation::NONE)));
            error = error.help(if exponent < 0 {
                "a rate becomes an amount when multiplied by a duration: `* 1 day`"
            } else {
                "an amount becomes a rate when divided by a duration: `/ 1 day`"
            });
        } else {
            let unit = self.unit_text(from);
            if !unit.is_empty() {
                error = error.help(format!("a unit of {is} is `{unit}`"));
            }
        }
        self.diagnostics.push(error);
    }

    /// The factors of a product, as far as they are worth showing, with their values.
    fn factors(&mut self, ast: &Ast, node: NodeId) -> Vec<(NodeId, Value)> {
        const SHOWN: usize = 6;
        let mut nodes = Vec::new();
        let mut at = node;
        while let Node::Binary(Binary::Multiply | Binary::Divide, left, right) = ast.node(at) {
            nodes.push(right);
            at = left;
            if nodes.len() == SHOWN {
                break;
            }
        }
        nodes.push(at);
        nodes.reverse();
        // Lowered again for their dimensions: this happens once an error, and what it finds has been said.
        let said = self.diagnostics.len();
        let unknown = self.unknown_units.len();
        let factors = nodes.into_iter().map(|factor| (factor, self.walk(ast, factor, Frame::TOP))).collect();
        self.diagnostics.truncate(said);
        self.unknown_units.truncate(unknown);
        factors
    }

    /// If a named input is a plain size, the left-over count may be missing where it is defined.
    fn help_with_count(
        &self,
        ast: &Ast,
        error: Diagnostic,
        factors: &[(NodeId, Value)],
        left_over: Dimension,
        notation: Notation,
    ) -> Diagnostic {
        let Some((base, 1)) = only(left_over) else { return error };
        let one = words::word_for(&self.units, base, notation)
            .map(|(singular, _)| singular)
            .or_else(|| self.units.noun(base).map(|noun| noun.singular));
        let Some(one) = one else { return error };
        let time = Dimension::base(Base::TIME);
        // First what has no count at all, like a size; then what has another count, like tweets per day.
        for any_count in [false, true] {
            for (node, value) in factors {
                let Some(quantity) =
                    value.quantity().filter(|quantity| quantity.dimension.exponent(base) == 0)
                else {
                    continue;
                };
                let counts = quantity.dimension.iter().any(|(base, _)| base.is_noun());
                let rate = quantity.dimension.exponent(Base::TIME) < 0;
                if counts != any_count || counts && !rate || quantity.dimension.without_nouns() == time {
                    continue;
                }
                match ast.node(*node) {
                    Node::Literal(_) => {
                        let place = ast.span(*node).after();
                        return error.patch(
                            format!("if this is per {one}, say so"),
                            place,
                            format!("/{one}"),
                        );
                    }
                    Node::Name { text, .. } => {
                        let text = ast.str(text);
                        let Some(literal) = self.names.get(text).and_then(|bound| bound.literal) else {
                            continue;
                        };
                        let data = quantity.dimension.exponent(Base::INFORMATION) > 0;
                        let what = if data { "size of one" } else { "value for each" };
                        return error.patch(
                            format!("if `{text}` is the {what} {one}, say so where it is defined"),
                            literal.after(),
                            format!("/{one}"),
                        );
                    }
                    _ => {}
                }
            }
        }
        error
    }

    /// A value of the kind of a quantity, for a help line: `$5/GB`, `5 users`, `5/s`.
    pub fn example(&self, quantity: Quantity) -> String {
        let unit = self.unit_text(quantity);
        match unit.strip_prefix('$') {
            Some(rest) => format!("$5{rest}"),
            None if unit.starts_with('/') => format!("5{unit}"),
            None if unit.is_empty() => "5".to_owned(),
            None => format!("5 {unit}"),
        }
    }

    /// The unit in which a quantity would be printed, for a help line.
    pub fn unit_text(&self, quantity: Quantity) -> String {
        quantity.spelling(&self.units).unit_to_write()
    }

    /// Whether a quantity is a count or a rate of counts, for which a bare number is enough.
    pub fn takes_bare_number(&self, quantity: Quantity) -> bool {
        let physical = quantity.dimension.without_nouns();
        let counted = quantity.dimension.iter().any(|(base, _)| base.is_noun());
        let rate = Dimension::power(Base::TIME, -1);
        let rate_name = quantity
            .notation
            .iter()
            .any(|(id, _)| self.units.info(id).is_some_and(|unit| unit.kind == Kind::Rate));
        physical.is_none() || (physical == rate && (counted || rate_name))
    }
}

/// The base and exponent of a dimension that has only one.
fn only(dimension: Dimension) -> Option<(Base, i8)> {
    let mut powers = dimension.iter();
    let first = powers.next()?;
    powers.next().is_none().then_some(first)
}

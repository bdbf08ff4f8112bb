//! Calls: the built-in functions, and those a script defines, written out at the call.

use super::uncertain::{DISTRIBUTIONS, STATISTICS, is_uncertain, percentile};
use super::{Frame, Lowering, Quantity, Type, Value};
use crate::engine::{Binary as Operation, Op, Slot, Unary as Function};
use crate::syntax::{Argument, Ast, NodeId};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;
use crate::text::suggest;
use crate::units::notation::Notation;
use crate::units::scale::Scale;

/// Functions of numbers, with the names of their parameters; none for any number of them.
const NUMBERS: [(&str, &[&str]); 15] = [
    ("abs", &["x"]),
    ("round", &["x"]),
    ("floor", &["x"]),
    ("ceil", &["x"]),
    ("sqrt", &["x"]),
    ("ln", &["x"]),
    ("log2", &["x"]),
    ("log10", &["x"]),
    ("exp", &["x"]),
    ("clamp", &["x", "low", "high"]),
    ("min", &[]),
    ("max", &[]),
    ("sum", &[]),
    ("mean", &[]),
    ("if", &[]),
];

/// Whether a name is a function that napkin brings along.
pub fn is_built_in(name: &str) -> bool {
    name != "if" && NUMBERS.iter().any(|(known, _)| *known == name) || is_uncertain(name)
}

/// The functions that napkin brings along, with the names of their parameters.
pub fn built_in() -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    let numbers = NUMBERS.iter().copied().filter(|(name, _)| *name != "if");
    numbers.chain(STATISTICS).chain(DISTRIBUTIONS)
}

impl Lowering {
    /// A call with its arguments' values.
    pub(super) fn call(
        &mut self,
        ast: &Ast,
        id: NodeId,
        name: &str,
        arguments: &[Argument],
        values: &[Value],
        frame: Frame<'_>,
    ) -> Value {
        // A formula's body means napkin's own functions, whatever a script calls its own.
        if let Some(definition) = self.functions.get(name).cloned().filter(|_| self.prelude.is_none()) {
            return self.inline(ast, id, name, &definition, arguments, values, frame);
        }
        // Every percentile is called like `p95`.
        let known_as = if percentile(name).is_some() { "p95" } else { name };
        let parameters = built_in().find(|(known, _)| *known == known_as).map(|(_, parameters)| parameters);
        let Some(parameters) = parameters else {
            if let Some(value) = self.formula(ast, id, name, arguments, values, frame) {
                return value;
            }
            self.report_unknown_function(ast, id, name);
            return Value::UNKNOWN;
        };
        let Some(values) = self.arguments_in_order(ast, id, name, parameters, arguments, values) else {
            return Value::UNKNOWN;
        };
        match (values.as_slice(), STATISTICS.iter().any(|(known, _)| *known == known_as)) {
            ([value], true) => return self.statistic(ast, id, name, *value, frame),
            // The mean of one value is its mean over all worlds.
            ([value], false) if name == "mean" => return self.statistic(ast, id, name, *value, frame),
            _ => {}
        }
        if DISTRIBUTIONS.iter().any(|(known, _)| *known == name) {
            return self.distribution(ast, id, name, &values, frame);
        }
        let mut operands = Vec::with_capacity(values.len());
        for (node, value) in &values {
            match value.kind {
                Type::Unknown => return Value::UNKNOWN,
                Type::Bool => {
                    return self.wrong_type(ast.span(*node), *value, format!("`{name}` needs numbers"));
                }
                Type::Quantity(quantity) => operands.push((*node, *value, quantity)),
            }
        }
        let span = ast.span(id);
        match (name, operands.as_slice()) {
            ("abs", [(_, value, quantity)]) => self.apply(Function::Abs, value.slot, *quantity, span, frame),
            ("round" | "floor" | "ceil", [(node, value, quantity)]) => {
                self.whole_number(ast, name, (*node, *value, *quantity), span, frame)
            }
            ("sqrt", [(node, value, quantity)]) => {
                self.square_root(ast, (*node, *value, *quantity), span, frame)
            }
            ("ln" | "log2" | "log10" | "exp", [(node, value, quantity)]) => {
                if !quantity.dimension.is_none() {
                    let words = self.words(*value);
                    let unit = self.unit_text(*quantity);
                    self.diagnostics.push(
                        Diagnostic::error("E0303", format!("`{name}` needs a plain number, not {words}"))
                            .at(ast.span(*node), words)
                            .help(format!("divide by a unit first: `{name}(x / 1 {unit})`")),
                    );
                    return Value::UNKNOWN;
                }
                let slot = self.rescale(*value, Scale::ONE, span, frame);
                let function = match name {
                    "ln" => Function::Ln,
                    "log2" => Function::Log2,
                    "log10" => Function::Log10,
                    _ => Function::Exp,
                };
                self.apply(function, slot, Quantity::NUMBER, span, frame)
            }
            ("clamp", [x, low, high]) => {
                let raised = self.fold(ast, name, Operation::Max, &[*x, *low], span, frame);
                let Type::Quantity(quantity) = raised.kind else { return raised };
                self.fold(ast, name, Operation::Min, &[(x.0, raised, quantity), *high], span, frame)
            }
            ("min" | "max", operands) => {
                let operation = if name == "min" { Operation::Min } else { Operation::Max };
                let value = self.fold(ast, name, operation, operands, span, frame);
                let arguments = operands.iter().map(|(node, value, _)| (*node, *value));
                self.note_choice(ast, value, arguments, span, frame);
                value
            }
            ("sum", operands) => self.fold(ast, name, Operation::Add, operands, span, frame),
            ("mean", operands) => {
                let total = self.fold(ast, name, Operation::Add, operands, span, frame);
                let Type::Quantity(quantity) = total.kind else { return total };
                #[allow(clippy::cast_precision_loss)] // arguments are few
                let count = self.emit(Op::Const(operands.len() as f64), span, frame);
                let slot = self.emit(Op::Binary(Operation::Divide, total.slot, count), span, frame);
                Value { slot, kind: Type::Quantity(quantity) }
            }
            _ => Value::UNKNOWN,
        }
    }

    fn apply(
        &mut self,
        function: Function,
        slot: Slot,
        quantity: Quantity,
        span: Span,
        frame: Frame<'_>,
    ) -> Value {
        let notation = quantity.notation.unasked();
        let slot = self.emit(Op::Unary(function, slot), span, frame);
        Value { slot, kind: Type::Quantity(Quantity { notation, ..quantity }) }
    }

    /// `ceil(11.2 servers)`: whole numbers of plain numbers and of counts only.
    fn whole_number(
        &mut self,
        ast: &Ast,
        name: &str,
        (node, value, quantity): (NodeId, Value, Quantity),
        span: Span,
        frame: Frame<'_>,
    ) -> Value {
        if !quantity.dimension.is_count() {
            let words = self.words(value);
            let unit = self.unit_text(quantity);
            let one = match unit.contains('/') {
                true if unit.starts_with('/') => format!("(1{unit})"),
                true => format!("(1 {unit})"),
                false => format!("1 {unit}"),
            };
            let argument = ast.span(node);
            self.diagnostics.push(
                Diagnostic::error("E0303", format!("`{name}` of {words} depends on the unit"))
                    .at(argument, words)
                    .help(format!("say the unit: `{name}(x / {one}) * {one}`")),
            );
            return Value::UNKNOWN;
        }
        let slot = self.rescale(value, Scale::ONE, span, frame);
        let function = match name {
            "round" => Function::Round,
            "floor" => Function::Floor,
            _ => Function::Ceil,
        };
        let notation = quantity.notation.in_percent(false);
        self.apply(function, slot, Quantity { scale: Scale::ONE, notation, ..quantity }, span, frame)
    }

    fn square_root(
        &mut self,
        ast: &Ast,
        (node, value, quantity): (NodeId, Value, Quantity),
        span: Span,
        frame: Frame<'_>,
    ) -> Value {
        let Some(dimension) = quantity.dimension.square_root() else {
            let words = self.words(value);
            self.diagnostics.push(
                Diagnostic::error("E0303", format!("the square root of {words} has no unit"))
                    .at(ast.span(node), words)
                    .help("divide by a unit first to take the root of a plain number: `sqrt(x / 1 GB)`"),
            );
            return Value::UNKNOWN;
        };
        let slot = self.rescale(value, Scale::ONE, span, frame);
        self.apply(
            Function::Sqrt,
            slot,
            Quantity { dimension, scale: Scale::ONE, notation: Notation::NONE },
            span,
            frame,
        )
    }

    /// `min`, `max`, `sum` of operands of one dimension.
    fn fold(
        &mut self,
        ast: &Ast,
        name: &str,
        operation: Operation,
        operands: &[(NodeId, Value, Quantity)],
        span: Span,
        frame: Frame<'_>,
    ) -> Value {
        let Some(((first_node, first, quantity), rest)) = operands.split_first() else {
            return Value::UNKNOWN;
        };
        let mut total = (*first, *quantity);
        for (node, value, quantity) in rest {
            if quantity.dimension != total.1.dimension {
                self.mismatch(ast, name, (*first_node, total.0), (*node, *value));
                return Value::UNKNOWN;
            }
            let (a, b, scale) = self.align(total.0, *value, span, frame);
            let notation = self.join_notations(total.1.notation, quantity.notation, quantity.dimension);
            let quantity = Quantity { dimension: quantity.dimension, scale, notation };
            let slot = self.emit(Op::Binary(operation, a, b), span, frame);
            total = (Value { slot, kind: Type::Quantity(quantity) }, quantity);
        }
        total.0
    }

    /// Puts arguments into the order of the parameters.
    fn arguments_in_order(
        &mut self,
        ast: &Ast,
        id: NodeId,
        name: &str,
        parameters: &[&str],
        arguments: &[Argument],
        values: &[Value],
    ) -> Option<Vec<(NodeId, Value)>> {
        if parameters.is_empty() {
            if let Some((word, span)) = arguments.iter().find_map(|argument| argument.name) {
                let word = ast.str(word);
                let message = format!("`{name}` has no parameter `{word}`");
                self.diagnostics.push(
                    Diagnostic::error("E0206", message)
                        .at(span, "")
                        .help(format!("`{name}(a, b, …)` takes values alone")),
                );
                return None;
            }
            if arguments.is_empty() {
                let message = format!("`{name}` needs at least one value");
                self.diagnostics.push(Diagnostic::error("E0206", message).at(ast.span(id), ""));
                return None;
            }
            return Some(
                arguments.iter().zip(values).map(|(argument, value)| (argument.value, *value)).collect(),
            );
        }
        let places = self.places(ast, id, name, parameters, arguments)?;
        let optional = |parameter: &str| name == "interval" && parameter == "level";
        let missing =
            parameters.iter().zip(&places).find(|(parameter, place)| place.is_none() && !optional(parameter));
        if let Some((missing, _)) = missing {
            self.report_missing(ast, id, name, missing, parameters);
            return None;
        }
        let in_order = places.into_iter().flatten();
        Some(in_order.filter_map(|at| Some((arguments.get(at)?.value, *values.get(at)?))).collect())
    }

    /// For each parameter, the argument that gives it.
    pub(super) fn places(
        &mut self,
        ast: &Ast,
        id: NodeId,
        name: &str,
        parameters: &[&str],
        arguments: &[Argument],
    ) -> Option<Vec<Option<usize>>> {
        let mut places: Vec<Option<usize>> = vec![None; parameters.len()];
        let signature = self.signature(name, parameters);
        for (at, argument) in arguments.iter().enumerate() {
            let (place, span) = match argument.name {
                None => (Some(at), ast.span(argument.value)),
                Some((word, span)) => {
                    (parameters.iter().position(|parameter| *parameter == ast.str(word)), span)
                }
            };
            let error = match (place.and_then(|place| places.get_mut(place)), argument.name) {
                (Some(free @ None), _) => {
                    *free = Some(at);
                    continue;
                }
                (Some(Some(_)), Some((word, _))) => format!("`{name}` is given `{}` twice", ast.str(word)),
                (None, Some((word, _))) => format!("`{name}` has no parameter `{}`", ast.str(word)),
                _ if parameters.len() == 1 => format!("`{name}` takes 1 value, not {}", arguments.len()),
                _ => format!("`{name}` takes {} values, not {}", parameters.len(), arguments.len()),
            };
            let mut error = Diagnostic::error("E0206", error).at(span, "").see(ast.span(id), "in this call");
            let unknown = argument.name.filter(|_| place.is_none());
            let near =
                unknown.map(|(word, _)| suggest::nearest(ast.str(word), parameters.iter().copied(), 1));
            match near.as_deref() {
                Some([near]) => error = error.patch("did you mean", span, *near),
                _ => error = error.help(format!("it is {signature}")),
            }
            self.diagnostics.push(error);
            return None;
        }
        Some(places)
    }

    pub(super) fn report_missing(
        &mut self,
        ast: &Ast,
        id: NodeId,
        name: &str,
        missing: &str,
        parameters: &[&str],
    ) {
        self.diagnostics.push(
            Diagnostic::error("E0206", format!("`{name}` is not given its `{missing}`"))
                .at(ast.span(id), "")
                .help(format!("it is {}", self.signature(name, parameters))),
        );
    }

    /// A function's name and parameters, of a formula with their units.
    fn signature(&self, name: &str, parameters: &[&str]) -> String {
        match self.prelude.and_then(|_| crate::library::formulas::find(name)) {
            Some(formula) => format!("`{}`", formula.signature),
            None => format!("`{name}({})`", parameters.join(", ")),
        }
    }

    fn report_unknown_function(&mut self, ast: &Ast, id: NodeId, name: &str) {
        let span = ast.span(id);
        let place = Span { end: span.start + u32::try_from(name.len()).unwrap_or(0), ..span };
        let mut error = Diagnostic::error("E0206", format!("there is no function `{name}`")).at(place, "");
        let known = built_in().map(|(name, _)| name).chain(self.functions.keys().map(String::as_str));
        let known = known.chain(crate::library::formulas::names().map(|name| -> &str { name }));
        let mut near = suggest::nearest(name, known, 3);
        // One letter of three is another word: `sin` is not `min`.
        near.retain(|near| name.len() > 3 || near.chars().next() == name.chars().next());
        let is_value = self.names.contains_key(name) || self.units.is_physical(name);
        error = match (name, near.as_slice()) {
            _ if is_value => error.patch("to multiply write", place.after(), " * "),
            ("log", _) => error.help("the logarithms are `ln`, `log2` and `log10`"),
            ("pow" | "power", _) => error.help("a power is written `x^y`"),
            ("avg" | "average", _) => error.patch("write", place, "mean"),
            ("median", _) => error.patch("write", place, "p50"),
            ("percentile" | "quantile", _) => {
                error.help("the 95th percentile is `p95(x)`, and so with any number")
            }
            ("stddev" | "std" | "stdev" | "sigma", _) => error.patch("write", place, "sd"),
            (_, _) if percentile(&name.to_lowercase()).is_some() => {
                error.patch("write", place, name.to_lowercase())
            }
            (_, []) => {
                let names: Vec<&str> = built_in().map(|(name, _)| name).collect();
                error
                    .help(format!("the functions are {}", names.join(", ")))
                    .help("`napkin formulas` lists the formulas")
            }
            (_, near) => error.did_you_mean(place, near),
        };
        self.diagnostics.push(error);
    }
}

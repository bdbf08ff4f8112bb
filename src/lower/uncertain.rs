//! Functions about what is not known exactly: distributions by name, and statistics of them.

use super::{Frame, Lowering, Quantity, Type, Value};
use crate::engine::{Distribution, Op, Statistic};
use crate::syntax::{Ast, NodeId};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;
use crate::units::dimension::Dimension;
use crate::units::notation::Notation;

/// The distributions that have a name, with the names of their parameters.
pub(super) const DISTRIBUTIONS: [(&str, &[&str]); 6] = [
    ("uniform", &["low", "high"]),
    ("triangular", &["low", "mode", "high"]),
    ("pert", &["low", "mode", "high"]),
    ("normal", &["mean", "sd"]),
    ("lognormal", &["mean", "sd"]),
    ("interval", &["low", "high", "level"]),
];

/// The statistics, with the names of their parameters; `p95` stands for every percentile.
pub(super) const STATISTICS: [(&str, &[&str]); 3] = [("p95", &["x"]), ("sd", &["x"]), ("P", &["condition"])];

/// The level of an interval that does not say its own.
const USUAL_LEVEL: f64 = 0.9;

/// A percentile's level from its name: 0.999 of `p99.9`.
pub(super) fn percentile(name: &str) -> Option<f64> {
    let digits = name.strip_prefix('p')?;
    let plain = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    // As the decimal that was written: 99.9 / 100 is off in the last digit.
    format!("{}e-2", digits).parse().ok().filter(|_| plain)
}

/// Whether a name is a function about uncertain values.
pub(super) fn is_uncertain(name: &str) -> bool {
    percentile(name).is_some() || STATISTICS.iter().chain(&DISTRIBUTIONS).any(|(known, _)| *known == name)
}

/// Whether a function says something of all worlds at once.
pub(crate) fn is_statistic(name: &str) -> bool {
    percentile(name).is_some() || STATISTICS.iter().any(|(known, _)| *known == name)
}

impl Lowering {
    /// `p95(x)`, `mean(x)`, `sd(x)`, `P(condition)`.
    pub(super) fn statistic(
        &mut self,
        ast: &Ast,
        id: NodeId,
        name: &str,
        (node, value): (NodeId, Value),
        frame: Frame<'_>,
    ) -> Value {
        let span = ast.span(id);
        let level = percentile(name);
        let statistic = match (name, level) {
            ("P", _) => Statistic::Share,
            ("sd", _) => Statistic::Sd,
            (_, Some(_)) => Statistic::Quantile,
            _ => Statistic::Mean,
        };
        let quantity = match (statistic, value.kind) {
            (_, Type::Unknown) => return Value::UNKNOWN,
            (Statistic::Share, Type::Bool) => Quantity { notation: Notation::PERCENT, ..Quantity::NUMBER },
            (Statistic::Share, Type::Quantity(_)) => {
                return self.wrong_type(ast.span(node), value, "`P` needs a condition");
            }
            (_, Type::Bool) => {
                let message = format!("`{name}` needs a number");
                return self.wrong_type(ast.span(node), value, message);
            }
            (_, Type::Quantity(quantity)) => Quantity { notation: quantity.notation.unasked(), ..quantity },
        };
        if let Some(level) = level
            && !(level > 0.0 && level < 1.0)
        {
            self.diagnostics.push(
                Diagnostic::error("E0206", format!("`{name}` is no percentile"))
                    .at(Span { end: span.start + u32::try_from(name.len()).unwrap_or(0), ..span }, "")
                    .help("a percentile lies between 0 and 100, like `p5`, `p95` or `p99.9`"),
            );
            return Value::UNKNOWN;
        }
        let with = match level {
            Some(level) => self.emit(Op::Const(level), span, frame),
            None => value.slot,
        };
        let slot = self.emit(Op::Reduce(statistic, value.slot, with), span, frame);
        Value { slot, kind: Type::Quantity(quantity) }
    }

    /// `uniform(low, high)` and its like, whose numbers are known before anything runs.
    pub(super) fn distribution(
        &mut self,
        ast: &Ast,
        id: NodeId,
        name: &str,
        values: &[(NodeId, Value)],
        frame: Frame<'_>,
    ) -> Value {
        let span = ast.span(id);
        let mut quantities = Vec::with_capacity(values.len());
        for (node, value) in values {
            match value.kind {
                Type::Unknown => return Value::UNKNOWN,
                Type::Bool => {
                    return self.wrong_type(ast.span(*node), *value, format!("`{name}` needs numbers"));
                }
                Type::Quantity(quantity) => quantities.push((*node, *value, quantity)),
            }
        }
        let level = if name == "interval" { quantities.get(2).copied() } else { None };
        let ends = if name == "interval" { quantities.get(..2).unwrap_or_default() } else { &quantities };
        let Some(((first_node, first, x), rest)) = ends.split_first() else { return Value::UNKNOWN };
        let mut scale = x.scale;
        let mut notation = x.notation;
        for (node, value, quantity) in rest {
            if quantity.dimension != x.dimension {
                self.mismatch(ast, name, (*first_node, *first), (*node, *value));
                return Value::UNKNOWN;
            }
            scale = super::sum::finer(scale, quantity.scale);
            notation = self.join_notations(notation, quantity.notation, quantity.dimension);
        }
        let mut numbers = Vec::with_capacity(3);
        for (node, value, quantity) in ends {
            let Some(number) = self.fixed(ast, *node, *value, name) else { return Value::UNKNOWN };
            numbers.push(number * quantity.scale.over(scale).to_f64());
        }
        let level = match level {
            None => USUAL_LEVEL,
            Some((node, value, quantity)) => {
                let Some(number) = self.fixed(ast, node, value, name) else { return Value::UNKNOWN };
                let level = number * quantity.scale.to_f64();
                if quantity.dimension != Dimension::NONE || !(level > 0.0 && level < 1.0) {
                    let place = ast.span(node);
                    self.misshapen(
                        "the level of an interval lies between 0% and 100%",
                        place,
                        "like `level = 80%`",
                    );
                    return Value::UNKNOWN;
                }
                level
            }
        };
        // 100 where the numbers are percents.
        let whole = 1.0 / scale.to_f64();
        match distribution(name, &numbers, level, notation.percent, whole) {
            Ok(distribution) => {
                let quantity = Quantity { scale, notation: notation.unasked(), ..*x };
                self.variable(distribution, quantity, name, span, frame)
            }
            Err((message, help)) => {
                self.misshapen(message, span, help);
                Value::UNKNOWN
            }
        }
    }

    fn misshapen(&mut self, message: &str, span: Span, help: &str) {
        self.diagnostics.push(Diagnostic::error("E0403", message).at(span, "").help(help));
    }

    /// The number of an argument that must not differ between worlds, nor hang on an input.
    fn fixed(&mut self, ast: &Ast, node: NodeId, value: Value, name: &str) -> Option<f64> {
        let number = self.number_of(value.slot);
        if number.is_none() {
            self.diagnostics.push(
                Diagnostic::error(
                    "E0403",
                    format!("the numbers of `{name}` are fixed, and this hangs on an input"),
                )
                .at(ast.span(node), "")
                .help(format!(
                    "give the distribution a number, and move or scale it by the input: `x + {name}(…)`"
                )),
            );
        }
        number
    }
}

/// The distribution that a name and its numbers say, or what is wrong with them and a way out.
fn distribution(
    name: &str,
    numbers: &[f64],
    level: f64,
    percent: bool,
    whole: f64,
) -> Result<Distribution, (&'static str, &'static str)> {
    let score = Distribution::score_of(level);
    match (name, numbers) {
        ("uniform", &[low, high]) if low <= high => Ok(Distribution::Uniform { low, high }),
        ("uniform", _) => Err(("the low end of `uniform` comes first", "it is `uniform(low, high)`")),
        ("triangular", &[low, mode, high]) if low <= mode && mode <= high => {
            Ok(Distribution::Triangular { low, mode, high })
        }
        ("pert", &[low, mode, high]) if low <= mode && mode <= high => {
            Ok(Distribution::Pert { low, mode, high })
        }
        ("triangular", _) => Err((
            "the likeliest value lies between the lowest and the highest",
            "it is `triangular(low, mode, high)`, in this order",
        )),
        ("pert", _) => Err((
            "the likeliest value lies between the lowest and the highest",
            "it is `pert(low, mode, high)`, in this order",
        )),
        ("normal", &[mean, sd]) if sd >= 0.0 => {
            Ok(Distribution::Normal { middle: mean, half: sd, score: 1.0 })
        }
        ("normal" | "lognormal", &[_, sd]) if sd < 0.0 => {
            Err(("a standard deviation is not negative", "it is `normal(mean, sd)`"))
        }
        ("lognormal", &[mean, sd]) if mean > 0.0 => {
            // The moments of a lognormal: mean = m exp(s²/2), sd² = mean² (exp(s²) - 1).
            let ratio = sd / mean;
            let variance = libm::log1p(ratio * ratio);
            let (median, sigma) = (mean * libm::exp(-variance / 2.0), libm::sqrt(variance));
            Ok(Distribution::Lognormal {
                low: median * libm::exp(-sigma),
                high: median * libm::exp(sigma),
                score: 1.0,
            })
        }
        ("lognormal", _) => {
            Err(("the mean of a lognormal is above zero", "for values around zero use `normal(mean, sd)`"))
        }
        ("interval", &[low, high]) if percent && low > 0.0 && low <= high && high < whole => {
            Ok(Distribution::LogitNormal { low, high, score, whole })
        }
        ("interval", _) if percent => Err((
            "an interval of shares lies strictly between 0% and 100%",
            "for any value between, all alike, use `uniform(low, high)`",
        )),
        ("interval", &[low, high]) if low > 0.0 && low <= high => {
            Ok(Distribution::Lognormal { low, high, score })
        }
        _ => Err((
            "the ends of an interval are above zero, the low one first",
            "for values around zero use `normal(mean, sd)`, or `uniform(low, high)`",
        )),
    }
}

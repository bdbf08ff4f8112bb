//! A script from text to results: the front door for expressions.

use std::collections::HashSet;

use crate::diagnostic::{Diagnostic, capped};
use crate::engine::{self, Draws, Fault, FaultKind, Feed, Finding, Histogram, Op, Sampling, Slot, Summary};
use crate::lower::script::Row;
use crate::lower::{Asked, Lowering, Quantity, Range, Type, Value};
use crate::source::{Sources, Span, Text};
use crate::syntax::{self, Ast, Binary, Node, NodeId};
use crate::units::format::{self, Interval, Uncertain, Written};
use crate::units::registry::Units;
use crate::units::words;

/// A computed value, ready to be shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// The number in [`Shown::unit`], or 0 and 1 for false and true; of an uncertain value the median.
    pub value: f64,
    /// Whether it is true or false, not a number.
    pub truth: bool,
    /// The unit of `value`: what was asked for as it was written, else base units, data in bytes.
    pub unit: String,
    /// The dimension by base names: `request / time`.
    pub dimension: String,
    /// As a person reads it.
    pub written: Written,
    /// How sure it is; nothing if it is the same in every world.
    pub spread: Option<Box<Spread>>,
}

/// How a value differs between worlds; all numbers are in the unit of the value.
#[derive(Clone, Debug, PartialEq)]
pub struct Spread {
    /// 5% of the worlds lie below.
    pub p5: f64,
    /// 95% of the worlds lie below.
    pub p95: f64,
    /// The expected value.
    pub mean: f64,
    /// The standard deviation.
    pub sd: f64,
    /// The 90% interval as a person reads it: a legal range.
    pub interval: Interval,
    /// How many samples it was computed from.
    pub samples: usize,
    /// What they were seeded by.
    pub seed: u64,
    /// How the samples are spread, if that was asked for.
    pub histogram: Option<Bars>,
}

/// A histogram with its ends as a person reads them.
#[derive(Clone, Debug, PartialEq)]
pub struct Bars {
    /// The counts.
    pub histogram: Histogram,
    /// From the 1st to the 99th percentile.
    pub range: Interval,
}

/// How what is uncertain is computed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The samples.
    pub sampling: Sampling,
    /// Whether every range stands at its median.
    pub point: bool,
    /// Whether histograms are wanted.
    pub histogram: bool,
}

/// A result of a script.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The name it was bound to.
    pub name: Option<String>,
    /// What was written.
    pub source: String,
    /// Its value.
    pub shown: Shown,
}

/// What a script comes to.
#[derive(Clone, Debug, Default)]
pub struct Evaluation {
    /// The texts that the diagnostics point into.
    pub sources: Sources,
    /// The values of all bindings and expressions, in order; none if there is an error. A condition that is
    /// bound to a name and holds in some worlds only has no value and is left out.
    pub answers: Vec<Answer>,
    /// How the first range is read: `2 to 3 → 90% interval, lognormal, median 2.45`.
    pub reading: Option<String>,
    /// Errors and warnings.
    pub diagnostics: Vec<Diagnostic>,
}

impl Evaluation {
    /// Whether anything was computed.
    pub fn is_ok(&self) -> bool {
        !self.diagnostics.iter().any(Diagnostic::is_error)
    }
}

/// Evaluates a script; `name` is what its places are called, `digits` how many are shown.
///
/// ```
/// let evaluation = napkin::evaluate("<input>", "100M users * 10 requests/user/day to req/s", 4, &Default::default());
/// assert_eq!(evaluation.answers[0].shown.written.literal(), "11.57k requests/s");
///
/// let evaluation = napkin::evaluate("<input>", "20 GB * (2 to 3)", 4, &Default::default());
/// let spread = evaluation.answers[0].shown.spread.as_ref().unwrap();
/// assert_eq!(spread.interval.to_string(), "40 to 60 GB");
/// ```
pub fn evaluate(name: &str, text: &str, digits: usize, settings: &Settings) -> Evaluation {
    let mut sources = Sources::new();
    let source = sources.add(name, text);
    let text = Text::whole(source, text);
    let mut ast = Ast::new();
    let (statements, diagnostics) = syntax::script(&mut ast, &text);
    let mut diagnostics = capped(diagnostics);
    if statements.is_empty() && diagnostics.is_empty() {
        diagnostics.push(
            Diagnostic::error("E0103", "there is nothing to evaluate")
                .at(text.all(), "")
                .help("for example `100M users * 10 requests/user/day to req/s`"),
        );
    }
    let mut lowering = Lowering::new(Units::new());
    let mut rows = lowering.script(&ast, &statements);
    diagnostics.extend(lowering.take_diagnostics());
    let mut evaluation = Evaluation { sources, diagnostics, ..Evaluation::default() };
    if !evaluation.is_ok() {
        return evaluation;
    }
    let varying = lowering.varying();
    let only_names = rows.iter().all(|row| row.name.is_some());
    let undecided = |row: &Row<'_>| {
        !settings.point && row.value.kind == Type::Bool && varying.get(row.slot.index()) == Some(&true)
    };
    for row in rows.iter().filter(|row| undecided(row) && (row.name.is_none() || only_names)) {
        evaluation.diagnostics.push(undecided_truth(&ast, row.root, &|span| evaluation.sources.slice(span)));
    }
    rows.retain(|row| !undecided(row));
    let mut slots: Vec<Slot> = rows.iter().map(|row| row.slot).collect();
    slots.extend(rows.iter().flat_map(|row| lowering.choice(row.value)).map(|(_, share)| *share));
    let draws = draws(&lowering, &slots, settings);
    let columns = draws.columns();
    let feed = Feed { columns: &columns, pins: &[], samples: draws.samples() };
    let found = engine::summarise(&lowering.program, &feed, &slots, settings.histogram);
    evaluation.diagnostics.extend(faults(&lowering, &found.faults, found.samples));
    let lost = rows.iter().find(|row| row.value.is_unknown());
    evaluation.diagnostics.extend(lost.map(|row| without_value(row.source)));
    if !evaluation.is_ok() {
        return evaluation;
    }
    let show = Show { lowering: &lowering, digits, samples: found.samples, seed: settings.sampling.seed };
    let mut shares = found.findings.iter().skip(rows.len());
    for (row, finding) in rows.iter().zip(&found.findings) {
        let mut shown = show.value(row.value, finding);
        show.binding(row.value, &mut shares, &mut shown);
        evaluation.answers.push(Answer {
            name: row.name.map(str::to_owned),
            source: row.source.to_owned(),
            shown,
        });
    }
    evaluation.reading = if settings.point { None } else { show.reading(&slots, &evaluation.sources) };
    evaluation
}

/// The inputs for a run: samples, or a single point if nothing differs between worlds.
pub(crate) fn draws(lowering: &Lowering<'_>, slots: &[Slot], settings: &Settings) -> Draws {
    let uncertain = lowering.variables.iter().any(|variable| !variable.shape.is_fixed());
    if settings.point || !uncertain {
        return Draws::medians(&lowering.variables);
    }
    Draws::new(&lowering.program, slots.iter().copied(), &lowering.variables, settings.sampling)
}

/// What all values of a run are shown with.
#[derive(Clone, Copy)]
pub(crate) struct Show<'s, 'a> {
    pub lowering: &'s Lowering<'a>,
    pub digits: usize,
    pub samples: usize,
    pub seed: u64,
}

impl Show<'_, '_> {
    /// A computed value in words and units.
    pub fn value(&self, value: Value, finding: &Finding) -> Shown {
        let number = finding.middle();
        let Type::Quantity(quantity) = value.kind else {
            let text = if number == 0.0 { "false" } else { "true" };
            let written = Written { number: text.to_owned(), ..Written::default() };
            return Shown {
                value: number,
                truth: true,
                unit: String::new(),
                dimension: "boolean".to_owned(),
                written,
                spread: None,
            };
        };
        let units = &self.lowering.units;
        let asked = self.lowering.asked(quantity.look);
        let unit = match asked {
            Some(asked) => asked.unit.clone(),
            None => format::base_unit(units, quantity.dimension, quantity.look),
        };
        let dimension = words::in_symbols(units, quantity.dimension);
        let (written, spread) = match finding {
            Finding::One(number) => (self.certain(quantity, *number, self.digits), None),
            Finding::About(number, error) => {
                (self.certain(quantity, *number, supported(*number, *error, self.digits)), None)
            }
            Finding::Many(summary) => {
                let (written, interval) = self.uncertain(quantity, summary);
                let Summary { p5, p95, mean, sd, ref histogram, .. } = **summary;
                let (samples, seed) = (self.samples, self.seed);
                let histogram = histogram.as_ref().map(|histogram| {
                    let Histogram { low, high, .. } = *histogram;
                    let ends = Summary { p5: low, p95: high, errors: [0.0; 3], ..(**summary).clone() };
                    Bars { range: self.uncertain(quantity, &ends).1, histogram: histogram.clone() }
                });
                (written, Some(Box::new(Spread { p5, p95, mean, sd, interval, samples, seed, histogram })))
            }
        };
        Shown { value: number, truth: false, unit, dimension, written, spread }
    }

    /// Says which argument of a `max` or `min` decides; their shares come in the order of [`Lowering::choice`].
    pub fn binding(&self, value: Value, shares: &mut dyn Iterator<Item = &Finding>, shown: &mut Shown) {
        let names = self.lowering.choice(value).iter().map(|(name, _)| *name);
        let shares: Vec<(&str, f64)> = names.zip(shares.map(Finding::middle)).collect();
        if let Some(binding) = crate::lower::binding(&shares) {
            shown.written.also = Some(match shown.written.also.take() {
                Some(also) => format!("{also} · {binding}"),
                None => binding,
            });
        }
    }

    fn certain(&self, quantity: Quantity, number: f64, digits: usize) -> Written {
        match self.lowering.asked(quantity.look) {
            Some(Asked { singular, plural, money, .. }) => {
                format::write_asked(number, *money, singular, plural, quantity.dimension, digits)
            }
            None => format::write(&self.lowering.units, number, quantity.dimension, quantity.look, digits),
        }
    }

    /// The median and the interval, to the digits that the sampling error supports.
    fn uncertain(&self, quantity: Quantity, summary: &Summary) -> (Written, Interval) {
        let values = [summary.p5, summary.p50, summary.p95];
        let [low, middle, high] = summary.errors;
        let digits = [
            supported(summary.p5, low, self.digits),
            supported(summary.p50, middle, self.digits),
            supported(summary.p95, high, self.digits),
        ];
        let of = Uncertain { values, digits };
        match self.lowering.asked(quantity.look) {
            Some(Asked { singular, plural, money, .. }) => {
                format::write_uncertain_asked(of, *money, singular, plural, quantity.dimension)
            }
            None => format::write_uncertain(&self.lowering.units, of, quantity.dimension, quantity.look),
        }
    }

    /// How the first range is read that something shown hangs on.
    pub fn reading(&self, shown: &[Slot], sources: &Sources) -> Option<String> {
        let used = self.lowering.program.inputs_of(shown.iter().copied());
        let first = self.lowering.ranges.iter().find(|range| used.contains(&range.variable))?;
        let Range { span, variable, quantity } = *first;
        let shape = &self.lowering.variables.get(variable as usize)?.shape;
        let unasked = Quantity { look: quantity.look.unasked(), ..quantity };
        let scale = quantity.scale.over(format::report_scale(quantity.dimension)).to_f64();
        let median = shape.at_level(0.5) * scale;
        let summary = Summary { p5: median, p50: median, p95: median, ..Summary::default() };
        let (median, _) = self.uncertain(unasked, &summary);
        let written = sources.slice(span).split_whitespace().collect::<Vec<_>>().join(" ");
        let interval = if written.contains('(') { "" } else { "90% interval, " };
        Some(format!("{written} → {interval}{}, median {}", shape.name(), median.literal()))
    }
}

/// How many digits a value has that is known but for a sampling error: the last one may be half off.
fn supported(value: f64, error: f64, digits: usize) -> usize {
    if digits >= format::EXACT_DIGITS {
        return digits;
    }
    // More than three digits of an estimate are false precision, unless they are asked for.
    let most = if digits <= format::DIGITS { digits.min(format::DIGITS - 1) } else { digits };
    let relative = error.abs() / value.abs();
    if relative.is_nan() || relative == 0.0 {
        return most;
    }
    let fitting = 1.0 + libm::floor(libm::log10(0.5 / relative));
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // between 1 and 17
    let fitting = fitting.clamp(1.0, 17.0) as usize;
    fitting.min(most)
}

/// A condition that holds in some worlds only, where one truth is needed.
pub(crate) fn undecided_truth<'t>(
    ast: &Ast<'_>,
    root: NodeId,
    slice: &dyn Fn(Span) -> &'t str,
) -> Diagnostic {
    let message = "this holds in some worlds and not in others, so it is neither true nor false";
    let error = Diagnostic::error("E0401", message);
    let span = ast.span(root);
    let error = error.at(span, "hangs on a range").patch(
        "for the share of worlds in which it must hold write",
        span,
        format!("P({}) >= 95%", slice(span)),
    );
    let Node::Binary(binary, left, right) = ast.node(root) else { return error };
    // What must stay below a limit is judged by a high percentile.
    let percentile = match binary {
        Binary::Less | Binary::LessOrEqual => "p95",
        Binary::Greater | Binary::GreaterOrEqual => "p5",
        _ => return error,
    };
    let (left, right) = (slice(ast.span(left)), slice(ast.span(right)));
    let text = format!("{percentile}({left}) {} {right}", binary.symbol());
    error.patch("to judge one percentile write", span, text)
}

/// What has no value must have an error; a result is never made up for one that was lost.
pub(crate) fn without_value(what: &str) -> Diagnostic {
    Diagnostic::error("E0402", format!("`{what}` has no value, and napkin cannot say why"))
        .help("this is a mistake in napkin; please report it with the input")
}

/// The operations without a result, as errors at the places that made them, each once.
///
/// Where only some of the samples have none, their share is said.
pub(crate) fn faults(lowering: &Lowering<'_>, faults: &[Fault], samples: usize) -> Vec<Diagnostic> {
    let mut seen = HashSet::new();
    let mut errors = Vec::new();
    for fault in faults {
        let Some((span, call)) = lowering.site(fault.origin) else { continue };
        // A check's sides are computed once more to be shown; one place has one error.
        if !seen.insert((span, call)) {
            continue;
        }
        let (message, label) = match (fault.kind, lowering.program.op(fault.origin)) {
            (FaultKind::DivisionByZero, _) => ("this divides by zero", "the divisor is 0"),
            (FaultKind::ThroughZero, _) => {
                ("this divides by a value that passes through zero", "divides by zero in between")
            }
            (FaultKind::Overflow, _) => ("this is too large to compute with", "beyond about 1.8 × 10^308"),
            (FaultKind::Undefined, Some(Op::Unary(engine::Unary::Sqrt, _))) => {
                ("the square root of a negative number is undefined", "below 0")
            }
            (FaultKind::Undefined, Some(Op::Unary(..))) => {
                ("the logarithm of zero or less is undefined", "not above 0")
            }
            (FaultKind::Undefined, _) => ("this has no defined result", "undefined"),
        };
        // The operations of a formula's body are not the reader's: it is the formula that has no result.
        let formula = lowering.formula_at(span);
        let message = match formula {
            Some(name) => message.replacen("this", &format!("`{name}`"), 1),
            None => message.to_owned(),
        };
        let share = fault.samples as f64 / samples.max(1) as f64;
        let message = if fault.samples < samples {
            let share = match share * 100.0 {
                percent if percent < 0.1 => "less than 0.1%".to_owned(),
                percent if percent < 10.0 => format!("{percent:.1}%"),
                percent => format!("{percent:.0}%"),
            };
            match fault.kind {
                FaultKind::ThroughZero => {
                    format!("{message}: in {share} of the worlds it is on the other side")
                }
                _ => format!("{message} in {share} of the worlds"),
            }
        } else {
            message
        };
        let error = Diagnostic::error("E0402", message);
        let error = match call {
            Some(call) => error.at(call, "in this call").see(span, label),
            None => error.at(span, label),
        };
        if let Some(name) = formula {
            let error = match lowering.program.op(fault.origin) {
                Some(Op::Native(native, ..)) => error.help(format!("it needs {}", native.definition().needs)),
                _ => error,
            };
            errors.push(error.help(format!("`napkin formulas {name}` shows what it computes")));
            continue;
        }
        errors.push(match fault.kind {
            FaultKind::DivisionByZero => error.help("guard it: `if x != 0 then y / x else 0`"),
            FaultKind::ThroughZero => error
                .help("guard it: `if x > 0 then y / x else 0`")
                .help("if it cannot be zero or less, say so with a range: `low to high`"),
            FaultKind::Overflow => {
                error.help("look for a factor that should divide, or a unit that is far too small")
            }
            FaultKind::Undefined => error.help("guard it: `if x > 0 then … else 0`"),
        });
    }
    capped(errors)
}

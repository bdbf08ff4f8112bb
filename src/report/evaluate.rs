//! A script from text to results: the front door for expressions.

use crate::engine::{Feed, Plan, Samples, Sampling, Slot};
use crate::lower::script::Row;
use crate::lower::{Lowering, Type};
use crate::run::show::{Show, Shown};
use crate::syntax::{self, Ast};
use crate::text::diagnostic::{Diagnostic, capped};
use crate::text::source::{Sources, Text};
use crate::units::registry::Units;
use crate::worksheet::fault::{far_percentiles, faults, undecided_truth, without_value};

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
    let ast = std::sync::Arc::new(ast);
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
    let varies = |slot: Slot| varying.get(slot.index()) == Some(&true);
    let undecided = |row: &Row| !settings.point && row.value.kind == Type::Bool && varies(row.slot);
    for row in rows.iter().filter(|row| undecided(row) && (row.name.is_none() || only_names)) {
        let slice = |span| evaluation.sources.slice(span);
        let error = undecided_truth(&lowering.program, row.slot, (&ast, row.root), &varies, &slice);
        evaluation.diagnostics.push(error);
    }
    rows.retain(|row| !undecided(row));
    let mut slots: Vec<Slot> = rows.iter().map(|row| row.slot).collect();
    slots.extend(rows.iter().flat_map(|row| lowering.choice(row.value)).map(|(_, share)| *share));
    let draws = draws(&lowering, &slots, settings);
    let columns = draws.columns();
    let feed = Feed { columns: &columns, pins: &[], samples: draws.samples() };
    let found =
        Plan::new(lowering.program.clone(), slots.clone(), &feed).summarise(&feed, settings.histogram);
    evaluation.diagnostics.extend(faults(&lowering, &found.faults, found.samples));
    evaluation.diagnostics.extend(far_percentiles(&lowering, &found));
    let lost = rows.iter().find(|row| row.value.is_unknown());
    evaluation.diagnostics.extend(lost.map(|row| without_value(&row.source)));
    if !evaluation.is_ok() {
        return evaluation;
    }
    let show = Show { lowering: &lowering, digits, samples: found.samples, seed: settings.sampling.seed };
    let mut shares = found.findings.iter().skip(rows.len());
    for (row, finding) in rows.iter().zip(&found.findings) {
        let mut shown = show.value(row.value, finding);
        show.binding(row.value, &mut shares, &mut shown);
        evaluation.answers.push(Answer { name: row.name.clone(), source: row.source.clone(), shown });
    }
    evaluation.reading = if settings.point { None } else { show.reading(&slots, &evaluation.sources) };
    evaluation
}

/// The inputs for a run: samples, or a single point if nothing differs between worlds.
pub(crate) fn draws(lowering: &Lowering, slots: &[Slot], settings: &Settings) -> Samples {
    let uncertain = lowering.variables.iter().any(|variable| !variable.distribution.is_fixed());
    if settings.point || !uncertain {
        return Samples::medians(&lowering.variables);
    }
    Samples::new(&lowering.program, slots.iter().copied(), &lowering.variables, settings.sampling)
}

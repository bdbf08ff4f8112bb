//! The results of `napkin sweep`: a model at many values of one or two inputs.

use super::{Changes, Settings};
use crate::analysis::sweep::{self, Asked, Axis, Jobs, SCENARIO, SCENARIO_ITSELF};
use crate::run::summary;
use crate::text::diagnostic::Diagnostic;
use crate::text::list::{and_all, did_you_mean};
use crate::text::source::Sources;
use crate::text::suggest::nearest;
use crate::worksheet::{Refused, Worksheet, model};

pub use crate::analysis::sweep::{MOST, Point};

/// The error of values that cannot be tried.
const CODE: &str = "E0608";

/// How many values a range has unless that is said: of the first input, and of the second.
const STEPS: [usize; 2] = [11, 5];

/// The most estimates that are shown if none is named.
const SHOWN: usize = 3;

/// What is asked.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// What is varied: one input or two, each with its values.
    pub vary: Vec<String>,
    /// The estimates that are shown; those of the summary if there are none.
    pub show: Vec<String>,
    /// How many values a range has.
    pub steps: Option<usize>,
}

/// A model at many values.
#[derive(Clone, Debug, Default)]
pub struct Swept {
    /// The texts that diagnostics point into.
    pub sources: Sources,
    /// The path or the preset's name.
    pub name: String,
    /// The inputs that are varied, each with its values as they can be typed.
    pub axes: Vec<(String, Vec<String>)>,
    /// The estimates that are shown.
    pub shown: Vec<String>,
    /// How many estimates are not shown although nothing chose among them.
    pub left_out: usize,
    /// The checks.
    pub checks: Vec<String>,
    /// The points; the last input runs fastest.
    pub points: Vec<Point>,
    /// Errors and warnings; if there is an error, there are no points.
    pub diagnostics: Vec<Diagnostic>,
}

/// Computes a model at the values of one or two inputs; `jobs` runs the points.
pub fn sweep(name: &str, text: &str, question: &Question, settings: &Settings, jobs: Jobs<'_>) -> Swept {
    let mut swept = Swept { name: name.to_owned(), ..Swept::default() };
    let refused = |swept: Swept, refused: Refused| {
        let known = refused.sources.get(0).is_some();
        let sources = if known { refused.sources } else { swept.sources };
        Swept { sources, diagnostics: refused.diagnostics, points: Vec::new(), ..swept }
    };
    let sheet = match model::read(name, text, &settings.changes) {
        Ok(sheet) => sheet,
        Err(error) => return refused(swept, error),
    };
    swept.sources = sheet.sources().clone();
    let (axes, asked) = match axes(&sheet, question, &settings.changes.set)
        .and_then(|axes| Ok((axes, asked(&sheet, question)?)))
    {
        Ok(read) => read,
        Err(error) => return refused(swept, *error),
    };
    let texts = |axis: &Axis| axis.values.iter().map(|value| value.text.clone()).collect();
    swept.left_out = match question.show.is_empty() && is_last(&sheet, &asked.shown) {
        true => estimates(&sheet).len().saturating_sub(asked.shown.len()),
        false => 0,
    };
    swept.axes = axes.iter().map(|axis| (axis.name.clone(), texts(axis))).collect();
    (swept.shown, swept.checks) = (asked.shown.clone(), asked.checks.clone());
    match points((name, text), (&sheet, &axes), &asked, settings, jobs) {
        Ok(points) => Swept { points, ..swept },
        Err(error) => refused(swept, *error),
    }
}

/// Reads what is varied.
fn axes(sheet: &Worksheet, question: &Question, set: &[(String, String)]) -> Result<Vec<Axis>, Box<Refused>> {
    let error = |message: String, help: &str| {
        let diagnostics = vec![Diagnostic::error(CODE, message).help(help)];
        Box::new(Refused { diagnostics, ..Refused::default() })
    };
    if question.vary.len() > STEPS.len() {
        let message = format!("a sweep varies one input or two, and there are {}", question.vary.len());
        return Err(error(message, "give the others one value each with `--set`"));
    }
    let axes: Vec<Axis> = question
        .vary
        .iter()
        .zip(STEPS)
        .map(|(text, steps)| Axis::read(sheet, text, question.steps.unwrap_or(steps)))
        .collect::<Result<_, _>>()?;
    if let Some(axis) = axes.iter().find(|axis| set.iter().any(|(name, _)| *name == axis.name)) {
        let message = format!("`{}` is set, and varied as well", axis.name);
        return Err(error(message, "leave its `--set` out: the values of `--vary` are all that count"));
    }
    if let [one, other] = axes.as_slice()
        && one.name == other.name
    {
        return Err(error(format!("`{}` is varied twice", one.name), "give all of its values in one list"));
    }
    let count: usize = axes.iter().map(|axis| axis.values.len()).product();
    if count > MOST {
        let message = format!("these are {count} points, and a sweep has at most {MOST}");
        return Err(error(message, "take fewer with `--steps`"));
    }
    Ok(axes)
}

/// Finds the estimates that are shown, and the checks that are asked.
fn asked(sheet: &Worksheet, question: &Question) -> Result<Asked, Box<Refused>> {
    let named = question.show.iter().flat_map(|names| names.split(',')).map(str::trim);
    let mut shown: Vec<String> = named.filter(|name| !name.is_empty()).map(str::to_owned).collect();
    let known = || sheet.names();
    if let Some(name) = shown.iter().find(|name| sheet.position(name).is_none()) {
        let error =
            Diagnostic::error("E0510", format!("`{}` has no estimate `{name}` to show", sheet.name()));
        let error = match nearest(name, known(), 3).as_slice() {
            [] => error.help(format!("its estimates are {}", and_all(estimates(sheet)))),
            near => error.help(did_you_mean(near)),
        };
        return Err(Box::new(Refused { diagnostics: vec![error], ..Refused::default() }));
    }
    if shown.is_empty() {
        let summary = sheet.summary().map(|summary| summary.text.as_str()).unwrap_or_default();
        let all = estimates(sheet);
        let main = summary::names(summary).into_iter().filter(|name| all.contains(name)).take(SHOWN);
        shown = main.map(str::to_owned).collect();
        if shown.is_empty() {
            let last = all.len().saturating_sub(SHOWN);
            shown = all.into_iter().skip(last).map(str::to_owned).collect();
        }
    }
    // What an estimate is expected to be was published of the present values.
    let checks = sheet.checks().iter().filter(|check| check.expects.is_none());
    Ok(Asked { shown, checks: checks.map(|check| check.name.clone()).collect() })
}

/// Whether estimates are the last ones, which no summary names.
fn is_last(sheet: &Worksheet, shown: &[String]) -> bool {
    let summary = sheet.summary().map(|summary| summary.text.as_str()).unwrap_or_default();
    let named = summary::names(summary);
    !shown.iter().any(|name| named.contains(&name.as_str()))
}

fn estimates(sheet: &Worksheet) -> Vec<&str> {
    sheet.estimates().iter().filter_map(|item| item.name.as_deref()).collect()
}

/// Computes all points: those of axes that are read anew one after the other, those of numbers as jobs.
fn points(
    (name, text): (&str, &str),
    (sheet, axes): (&Worksheet, &[Axis]),
    asked: &Asked,
    settings: &Settings,
    jobs: Jobs<'_>,
) -> Result<Vec<Point>, Box<Refused>> {
    let (fed, anew): (Vec<usize>, Vec<usize>) =
        (0..axes.len()).partition(|at| axes.get(*at).is_some_and(Axis::is_fed));
    let of = |places: &[usize]| places.iter().filter_map(|at| axes.get(*at)).collect::<Vec<&Axis>>();
    let (fed_axes, anew_axes) = (of(&fed), of(&anew));
    let mut all = Vec::new();
    let mut next = vec![0; anew.len()];
    loop {
        let mut own = sheet.clone();
        for (axis, at) in anew_axes.iter().zip(&next) {
            let Some(value) = axis.values.get(*at) else { continue };
            own = if axis.name == SCENARIO && sheet.position(SCENARIO).is_none() {
                let scenario = Some(value.text.clone()).filter(|name| name != SCENARIO_ITSELF);
                model::read(name, text, &Changes { scenario, ..settings.changes.clone() })?
            } else {
                own.with(&axis.name, &value.text)?
            };
        }
        let sources = own.sources().clone();
        let computed = sweep::fed(&own, &fed_axes, asked, (&settings.uncertainty, settings.digits), jobs);
        let computed =
            computed.map_err(|diagnostics| Refused { sources, diagnostics, ..Refused::default() })?;
        all.extend(computed.into_iter().map(|point| {
            let mut at = vec![0; axes.len()];
            for (axis, place) in fed.iter().zip(&point.at).chain(anew.iter().zip(&next)) {
                if let Some(own) = at.get_mut(*axis) {
                    *own = *place;
                }
            }
            Point { at, ..point }
        }));
        // The next values of the axes that are read anew, like the digits of a number.
        let lengths: Vec<usize> = anew_axes.iter().map(|axis| axis.values.len()).collect();
        let Some(digit) = (0..next.len())
            .rev()
            .find(|at| next.get(*at).zip(lengths.get(*at)).is_some_and(|(now, length)| now + 1 < *length))
        else {
            break;
        };
        for (at, place) in next.iter_mut().enumerate().skip(digit) {
            *place = if at == digit { *place + 1 } else { 0 };
        }
    }
    all.sort_by(|a, b| a.at.cmp(&b.at));
    Ok(all)
}

impl Swept {
    /// Returns the text of a value that a point has on an axis.
    pub fn text(&self, point: &Point, axis: usize) -> &str {
        let text = || self.axes.get(axis)?.1.get(*point.at.get(axis)?);
        text().map_or("", String::as_str)
    }

    /// Returns the checks that fail at a point, and those that have no value.
    pub fn failing<'s>(&'s self, point: &'s Point) -> impl Iterator<Item = (&'s str, bool)> {
        let pairs = self.checks.iter().zip(&point.checks);
        pairs.filter(|(_, holds)| **holds != Some(true)).map(|(name, holds)| (name.as_str(), holds.is_some()))
    }

    /// Says what is new of the checks at a point after another one: `fleet fails from here`, `fleet holds again`.
    pub fn verdict(&self, point: &Point, before: Option<&Point>) -> String {
        let mut parts = Vec::new();
        for (at, name) in self.checks.iter().enumerate() {
            let now = point.checks.get(at).copied().flatten();
            let was = before.and_then(|before| before.checks.get(at).copied());
            match (was, now) {
                (Some(Some(true)), Some(false)) => parts.push(format!("{name} fails from here")),
                (_, Some(false)) => parts.push(format!("{name} fails")),
                (_, None) => parts.push(format!("{name} has no value")),
                (Some(Some(false) | None), Some(true)) => parts.push(format!("{name} holds again")),
                (_, Some(true)) => {}
            }
        }
        parts.join(", ")
    }
}

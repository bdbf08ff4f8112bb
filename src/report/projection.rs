//! The results of a model in the course of time, as data for any format.

use crate::analysis::projection::{self, Held, Point, Series, Stretch, Timeline};
use crate::analysis::unknown_name;
use crate::lower::Product;
use crate::run::repair::{self, Input};
use crate::run::{Shown, summary};
use crate::text::diagnostic::Diagnostic;
use crate::text::list;
use crate::text::source::{Sources, Span};
use crate::worksheet::{Check, Level, Refused, Worksheet, model};

use super::Settings;
use super::time::{self, Labels};
pub use super::time::{Order, Period, Start};

/// The most periods of a projection.
const MOST_PERIODS: f64 = 1000.0;

/// The most points at which checks are asked.
const MOST_POINTS: f64 = 600.0;

/// The most estimates that are shown without having been asked for.
const USUAL: usize = 6;

/// The most periods into which a projection is divided without having been asked for.
const USUAL_PERIODS: f64 = 13.0;

/// What a projection is asked for.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// How far it goes: `3 years`.
    pub last: String,
    /// The length of its periods: `quarter`, `2 weeks`.
    pub every: Option<String>,
    /// When it begins.
    pub start: Option<Start>,
    /// The estimates to show; those of the summary and the checks if there are none.
    pub shown: Vec<String>,
}

/// A model in the course of time.
#[derive(Clone, Debug, Default)]
pub struct Projection {
    /// The texts that diagnostics point into.
    pub sources: Sources,
    /// The path or the preset's name.
    pub name: String,
    /// The model's title.
    pub title: Option<String>,
    /// Remarks on how to read the numbers.
    pub remarks: Vec<String>,
    /// Today, and the ends of the periods.
    pub periods: Vec<Period>,
    /// The estimates.
    pub estimates: Vec<Course>,
    /// The checks, but for equalities and what is expected of estimates.
    pub checks: Vec<Outlook>,
    /// Errors and warnings; if there is an error, there is nothing else.
    pub diagnostics: Vec<Diagnostic>,
}

/// An estimate in the course of time.
#[derive(Clone, Debug)]
pub struct Course {
    /// Its name.
    pub name: String,
    /// Its value today and at the end of each period; `None` where it has none.
    pub values: Vec<Option<Shown>>,
    /// What money per time comes to in all.
    pub total: Option<Shown>,
    /// Whether it is the same at all times.
    pub is_still: bool,
}

/// A check in the course of time.
#[derive(Clone, Debug)]
pub struct Outlook {
    /// Its name.
    pub name: String,
    /// The condition as written.
    pub check: String,
    /// Its level.
    pub level: Level,
    /// The note beside it.
    pub note: Option<String>,
    /// Its place.
    pub span: Span,
    /// Until when it was asked.
    pub until: Period,
    /// The times in which it does not hold.
    pub fails: Vec<Failure>,
    /// The ends of the 90% interval of how long its condition holds, if that is uncertain; `None` for an end before today
    /// or after the last period.
    pub interval: Option<[Option<Period>; 2]>,
    /// Whether the condition is a plain one on ranges, and holds if it does in half of the samples.
    pub is_plain: bool,
    /// How long it must hold, its `horizon`.
    pub lead: Option<String>,
    /// By when something must be ordered that takes as long as its horizon; `None` if it holds all the time.
    pub order: Option<Order>,
    /// The points of a chart of its sides: seconds from today, and both values.
    pub chart: Vec<(f64, [f64; 2])>,
    /// The smallest and the largest of these values as printed.
    pub ends: [String; 2],
}

/// A time in which a check does not hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// The last time before at which it held; `None` if it does not hold today.
    pub held: Option<Period>,
    /// The first time at which it fails, and the last.
    pub from: Period,
    /// The last time at which it fails.
    pub to: Period,
    /// When it holds again; `None` if it does not.
    pub again: Option<Period>,
}

impl Projection {
    /// Whether there are no errors.
    pub fn is_ok(&self) -> bool {
        !self.diagnostics.iter().any(Diagnostic::is_error)
    }
}

impl Outlook {
    /// Says how long it holds: `holds until month 17 (90%: month 13 to 24): order by month 11`.
    pub fn sentence(&self) -> String {
        let in_half = if self.is_plain { " in half of the samples" } else { "" };
        let mut text = String::new();
        for (at, failure) in self.fails.iter().enumerate() {
            let Failure { held, from, to, again } = failure;
            let last = match again {
                Some(_) if from.label != to.label => format!(" to {}", to.label),
                _ => String::new(),
            };
            text.push_str(&match (held, at) {
                (None, _) => match again {
                    Some(_) => format!("fails{in_half} from today to {}", to.label),
                    None => format!("fails{in_half} from today on"),
                },
                (Some(held), 0) => match again {
                    None => format!("holds{in_half} until {}", held.label),
                    Some(_) => {
                        format!("holds{in_half} until {}, fails from {}{last}", held.label, from.label)
                    }
                },
                (Some(_), _) => match again {
                    None => format!(", fails from {} on", from.label),
                    Some(_) => format!(", fails again from {}{last}", from.label),
                },
            });
            if at == 0 && held.is_some() {
                text.push_str(&self.interval_in_words());
            }
            if let Some(again) = again {
                text.push_str(&format!(", holds again from {}", again.label));
            }
        }
        if self.fails.is_empty() {
            text = format!("holds{in_half} until {}, the end{}", self.until.label, self.interval_in_words());
        }
        if let Some(order) = &self.order {
            text.push_str(&format!("; {}", order.words()));
        }
        text
    }

    fn interval_in_words(&self) -> String {
        match &self.interval {
            None => String::new(),
            Some([low, high]) => {
                let (low, high) = (low.as_ref().map(|of| &of.label), high.as_ref().map(|of| &of.label));
                match (low, high) {
                    (Some(low), Some(high)) if low == high => format!(" (90%: {low})"),
                    (Some(low), Some(high)) => {
                        // `month 13 to 24`
                        let month = low.strip_prefix("month ").and_then(|_| high.strip_prefix("month "));
                        format!(" (90%: {low} to {})", month.unwrap_or(high))
                    }
                    (Some(low), None) => format!(" (90%: {low} or later)"),
                    (None, Some(high)) => format!(" (90%: {high} or earlier)"),
                    (None, None) => String::new(),
                }
            }
        }
    }
}

/// Follows a model in the course of time: `name` is its path or the preset's name, `text` its TOML.
pub fn project(name: &str, text: &str, asked: &Asked, settings: &Settings) -> Projection {
    let mut projection = match model::read(name, text, &settings.changes) {
        Ok(sheet) => of(&sheet, asked, settings),
        Err(Refused { sources, title, remarks, diagnostics, .. }) => Projection {
            sources,
            title,
            remarks,
            diagnostics,
            name: name.to_owned(),
            ..Projection::default()
        },
    };
    let diagnostics = model::in_order(std::mem::take(&mut projection.diagnostics));
    let input = || Input {
        name: name.to_owned(),
        text: text.to_owned(),
        changes: Some(settings.changes.clone()),
        after: None,
    };
    let with = (&settings.uncertainty, settings.digits);
    projection.diagnostics = repair::offered(input, diagnostics, &projection.sources, with);
    if !projection.is_ok() {
        projection.periods.clear();
        projection.estimates.clear();
        projection.checks.clear();
    }
    projection
}

fn of(sheet: &Worksheet, asked: &Asked, settings: &Settings) -> Projection {
    let mut projection = Projection {
        sources: sheet.sources().clone(),
        name: sheet.name().to_owned(),
        title: sheet.title().map(str::to_owned),
        remarks: sheet.remarks().to_vec(),
        diagnostics: sheet.warnings().to_vec(),
        ..Projection::default()
    };
    if let Err(errors) = fill(&mut projection, sheet, asked, settings) {
        projection.diagnostics.extend(errors);
    }
    projection
}

fn fill(
    projection: &mut Projection,
    sheet: &Worksheet,
    asked: &Asked,
    settings: &Settings,
) -> Result<(), Vec<Diagnostic>> {
    let units = sheet.compiled().units();
    let labels = Labels::of(units, asked.start);
    let (last, every) = times(asked, sheet, &labels, &mut projection.sources).map_err(|error| vec![error])?;
    known(sheet, &asked.shown)?;
    let label = |point: Point| labels.label(point);
    let new = || Timeline::new(sheet, last, &label);
    let mut timeline = new();
    if !timeline.is_moving() {
        return Err(vec![still(sheet)]);
    }
    let with = (&settings.uncertainty, settings.digits);
    let points = projection::periods(every, last);
    let period = |point: Point| Period::of(point, &labels);
    // Asked first, since the time of an error must not depend on the periods.
    let held = new().checks(&|_| Some(last), projection::periods(grid(every, last, &labels), last), with)?;
    let failing: Vec<bool> =
        held.iter().map(|held| held.as_ref().is_some_and(|held| !held.stretches().is_empty())).collect();
    let (items, left_out) = items(sheet, &asked.shown, &failing);
    projection.diagnostics.extend(by_hand(&timeline.products(&items), &projection.sources));
    projection.remarks.extend(timeline.remarks());
    if !left_out.is_empty() {
        let names = list::and_all(left_out.iter());
        projection.remarks.push(format!("not shown: {names}; name what you want to see with `--show`"));
    }
    let (series, warnings) = timeline.series(&items, &points, with)?;
    projection.periods = points.iter().map(|point| period(*point)).collect();
    projection.estimates = series.into_iter().filter_map(|series| course(sheet, series)).collect();
    projection.diagnostics.extend(warnings);
    let rows = sheet.checks().iter().zip(&held);
    projection.checks =
        rows.filter_map(|(check, held)| Some(outlook(check, held.as_ref()?, &labels))).collect();
    Ok(())
}

/// Returns how far a projection goes and the length of its periods, in seconds.
fn times(
    asked: &Asked,
    sheet: &Worksheet,
    labels: &Labels,
    sources: &mut Sources,
) -> Result<(f64, f64), Diagnostic> {
    let units = sheet.compiled().units();
    let last = time::seconds(("--for", &asked.last), units, sources)?;
    let Some(every) = &asked.every else {
        let usual = [1.0, 3.0, 12.0, 60.0, 120.0].map(|months| months * labels.month);
        let few = usual.into_iter().find(|every| last / every <= USUAL_PERIODS);
        return Ok((last, few.unwrap_or(last / 12.0)));
    };
    let every = time::seconds(("--every", every), units, sources)?;
    if last / every > MOST_PERIODS {
        let message = format!("that is {:.0} periods, and a projection has at most 1000", last / every);
        return Err(Diagnostic::error("E0505", message).help("take longer periods, or a shorter time"));
    }
    Ok((last, every))
}

/// Returns how often checks are asked: every month, more often in shorter periods, less often over a very long time.
pub(super) fn grid(every: f64, last: f64, labels: &Labels) -> f64 {
    let usual = every.min(labels.month);
    let months = libm::ceil(last / MOST_POINTS / labels.month);
    if last / usual > MOST_POINTS && months > 1.0 { labels.month * months } else { usual }
}

/// Refuses names of which the model has no estimate.
fn known(sheet: &Worksheet, shown: &[String]) -> Result<(), Vec<Diagnostic>> {
    let known: Vec<&str> = sheet.estimates().iter().filter_map(|item| item.name.as_deref()).collect();
    match shown.iter().find(|name| sheet.position(name).is_none()) {
        Some(name) => {
            let message = format!("`{}` has no estimate `{name}`", sheet.name());
            Err(vec![unknown_name(message, name, &known)])
        }
        None => Ok(()),
    }
}

/// Returns the places of the items to show, and the names of those that are left out: of those that the summary or a check
/// names, those of the checks that fail are the first to be seen.
fn items<'s>(sheet: &'s Worksheet, shown: &[String], failing: &[bool]) -> (Vec<usize>, Vec<&'s str>) {
    if !shown.is_empty() {
        return (shown.iter().filter_map(|name| sheet.position(name)).collect(), Vec::new());
    }
    let summary = sheet.summary().map(|text| summary::names(&text.text)).unwrap_or_default();
    let checks = || sheet.checks().iter().zip(failing).filter(|(check, _)| check.expects.is_none());
    let is_word = |text: &str, name: &str| {
        text.split(|c: char| !(c.is_alphanumeric() || "_.".contains(c))).any(|word| word == name)
    };
    let first = sheet.inputs().len();
    let own = sheet.estimates().len() - sheet.used_estimates();
    let all = || {
        let named = sheet.estimates().iter().take(own).enumerate();
        named.map(|(at, item)| (first + at, item.name.as_deref().unwrap_or_default()))
    };
    let fails = |name: &str| checks().any(|(check, fails)| *fails && is_word(&check.formula, name));
    let is_named =
        |name: &str| summary.contains(&name) || checks().any(|(check, _)| is_word(&check.formula, name));
    let mut named: Vec<(usize, &str)> = all().filter(|(_, name)| is_named(name)).collect();
    let most = match named.is_empty() {
        true => {
            named = all().collect();
            named.reverse();
            USUAL
        }
        false => USUAL.max(summary.len()),
    };
    named.sort_by_key(|(_, name)| !fails(name));
    let left_out = named.split_off(most.min(named.len()));
    let mut places: Vec<usize> = named.into_iter().map(|(at, _)| at).collect();
    places.sort_unstable();
    (places, left_out.into_iter().map(|(_, name)| name).filter(|name| is_named(name)).collect())
}

fn course(sheet: &Worksheet, series: Series) -> Option<Course> {
    let name = sheet.items().get(series.item)?.name.clone()?;
    let Series { values, total, is_still, .. } = series;
    Some(Course { name, values, total, is_still })
}

/// Returns by when something must be ordered that takes as long as a horizon, before the first time at which a check fails.
pub(super) fn order(horizon: Option<f64>, first: Option<&Stretch>, labels: &Labels) -> Option<Order> {
    let seconds = first?.held.map_or(0.0, |held| held.seconds) - horizon?;
    Some(match seconds > 0.0 {
        true => Order::By(Period::of(Point::at(seconds), labels)),
        false => Order::Now,
    })
}

fn outlook(check: &Check, held: &Held, labels: &Labels) -> Outlook {
    let period = |point: Point| Period::of(point, labels);
    let stretches = held.stretches();
    let lead = check.condition.horizon;
    let order = order(lead, stretches.first(), labels);
    let failure = |stretch: &Stretch| Failure {
        held: stretch.held.map(period),
        from: period(stretch.from),
        to: period(stretch.to),
        again: stretch.again.map(period),
    };
    let pairs = held.points.iter().zip(&held.sides);
    let chart: Vec<(f64, [f64; 2])> = pairs
        .map(|((point, _), sides)| (point.seconds, sides.shown.each_ref().map(|shown| shown.value)))
        .collect();
    let all = || held.sides.iter().flat_map(|sides| &sides.shown);
    let text = |shown: Option<&Shown>| shown.map(|shown| shown.written.literal()).unwrap_or_default();
    let ends = [
        text(all().min_by(|a, b| a.value.total_cmp(&b.value))),
        text(all().max_by(|a, b| a.value.total_cmp(&b.value))),
    ];
    Outlook {
        name: check.name.clone(),
        check: check.formula.clone(),
        level: check.level,
        note: check.note.clone(),
        span: check.span,
        until: period(Point::at(held.until)),
        fails: stretches.iter().map(failure).collect(),
        interval: held.interval().map(|ends| ends.map(|end| end.map(period))),
        is_plain: held.is_plain,
        lead: lead.map(|lead| labels.length(lead)),
        order,
        chart,
        ends,
    }
}

/// The error of a model in which nothing changes.
pub(super) fn still(sheet: &Worksheet) -> Diagnostic {
    let name = sheet.inputs().first().and_then(|item| item.name.as_deref()).unwrap_or("users");
    let users = sheet.names().find(|name| *name == "users").unwrap_or(name);
    Diagnostic::error("E0523", "nothing in this model changes with time")
        .help(format!("for a try: `--set {users}.growth=40%/year`"))
        .help("in the model: `users = { value = \"10M users\", growth = \"40%/year\" }`")
}

/// The most products that are warned of.
const WARNED: usize = 3;

/// The warnings of growing rates that are multiplied by a duration by hand.
fn by_hand(products: &[Product], sources: &Sources) -> Vec<Diagnostic> {
    let warning = |product: &Product| {
        let [rate, time] = [product.sides.0, product.sides.1].map(|span| sources.slice(span).trim());
        let (label, function) = match product.is_money {
            true => ("for what it comes to from today on", "over"),
            false => ("for what came in since", "kept"),
        };
        Diagnostic::warning(
            "W0118",
            "a rate that grows is multiplied by a duration, as if it had always been what it is at the end",
        )
        .at(product.span, "")
        .patch(label, product.span, format!("{function}({rate}, {time})"))
    };
    products.iter().take(WARNED).map(warning).collect()
}

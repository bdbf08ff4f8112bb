//! The values of an input with which a condition holds.

use super::domain::Domain;
use super::runs::{Bench, Runs, Seen, Wanted};
use super::stretch::{Edges, End, Reading, Stretch, look_closer, survey};
use super::varied::Varied;
use crate::analysis::margin::margin;
use crate::engine::Finding;
use crate::lower::{Type, bottleneck};
use crate::run::{Answers, Run, Settings, Show};
use crate::syntax::Binary;
use crate::text::diagnostic::Diagnostic;
use crate::worksheet::{Check, Worksheet};

/// The powers of ten by which an input is changed, up or down, if nothing limits it.
const DECADES: i32 = 6;

/// The most runs that are added where a condition turns from better to worse.
const MORE: usize = 400;

/// The most runs that are added where it comes near to its limit.
const CLOSER: usize = 400;

/// The shares of samples in which an uncertain condition holds at its usual edge, and at both ends of the interval.
const LEVELS: [f64; 3] = [0.5, 0.95, 0.05];

/// The digits of an edge that rests on samples, and of the ends of an interval.
const SAMPLED: [usize; 2] = [3, 2];

/// How near an edge is found that rests on samples at many times, relative to it.
const SAMPLED_EDGE: f64 = 1e-5;

/// A value of the input.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// The number in the unit in which the input is reported; a condition is 0 or 1, a row its place.
    pub value: f64,
    /// The text that can be typed.
    pub text: String,
}

/// The edge of a stretch.
#[derive(Clone, Debug, PartialEq)]
pub struct Bound {
    /// The last value with which the condition holds; of an uncertain one, where half of the samples do.
    pub at: Point,
    /// The first value beyond, with which it does not, in the unit in which the input is reported.
    pub beyond: f64,
    /// Where 95% and where 5% of the samples hold, the lesser first, if the condition is uncertain.
    pub interval: Option<[Point; 2]>,
    /// Which of several estimates decides beyond it.
    pub then: Option<String>,
}

/// Values of the input in which the condition holds; what has no bound reaches as far as was looked.
#[derive(Clone, Debug, PartialEq)]
pub struct Range {
    /// The least.
    pub from: Option<Bound>,
    /// The greatest.
    pub to: Option<Bound>,
}

/// What is said of the condition at one value.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// The value.
    pub at: Point,
    /// The share of samples in which it holds: 0 or 1 if it is certain. `None` if it has no value.
    pub share: Option<f64>,
    /// The distance from the limit, relative to the limit: positive within it.
    pub margin: Option<f64>,
}

/// The values with which it holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// Stretches of a number, the one next to the present value first.
    Ranges(Vec<Range>),
    /// The values of a condition or a row, each with what it gives.
    Choices(Vec<State>),
}

/// The answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Solution {
    /// The input.
    pub input: String,
    /// The unit in which its numbers are reported.
    pub unit: String,
    /// The condition as written.
    pub condition: String,
    /// Whether it holds in some samples only.
    pub is_uncertain: bool,
    /// The values with which it holds.
    pub found: Found,
    /// The state with the present value.
    pub now: State,
    /// The state that is nearest to the limit if all values hold, or no value does.
    pub worst: Option<State>,
    /// The first and the last value that were tried, if it is a number.
    pub tried: Option<[Point; 2]>,
    /// Whether these are limits, beyond which there is nothing.
    pub is_limited: (bool, bool),
    /// Values that were tried and with which the condition has no value: the least and the greatest.
    pub without_value: Option<[Point; 2]>,
    /// For how many seconds from today it must hold, if that is asked.
    pub horizon: Option<f64>,
}

/// What is asked.
#[derive(Clone, Copy)]
pub struct Question<'q> {
    /// The model.
    pub sheet: &'q Worksheet,
    /// The condition.
    pub check: &'q Check,
    /// The name of the input.
    pub vary: &'q str,
    /// How uncertain values are computed.
    pub settings: Settings,
    /// The digits of an edge.
    pub digits: usize,
}

impl Question<'_> {
    /// Returns the values of the input with which the condition holds.
    ///
    /// # Errors
    ///
    /// If there is no such input, or the condition does not depend on it.
    pub fn answer(&self) -> Result<Solution, Vec<Diagnostic>> {
        let varied = super::errors::varied(self.sheet, self.vary).map_err(|error| vec![*error])?;
        match varied.value.kind {
            Type::Row(table) => {
                let rows = self.sheet.compiled().table(table).map(|(_, rows)| rows.to_vec());
                self.choices(&varied, &rows.unwrap_or_default())
            }
            Type::Bool => self.choices(&varied, &["false".to_owned(), "true".to_owned()]),
            _ => self.number(&varied),
        }
    }

    /// Tries the values of a condition, or the rows of a table, one by one.
    fn choices(&self, varied: &Varied<'_>, texts: &[String]) -> Result<Solution, Vec<Diagnostic>> {
        let state = |sheet: &Worksheet, at: Point| {
            let check = sheet.checks().iter().find(|check| check.name == self.check.name);
            let asked = Asked::new(sheet, check.unwrap_or(self.check), &self.settings)?;
            let ahead = asked.wanted.ahead.as_ref().map(|ahead| ahead.horizon);
            Ok::<_, Vec<Diagnostic>>((self.state(at, asked.see().as_ref()), asked.wanted.is_certain, ahead))
        };
        let mut states = Vec::with_capacity(texts.len());
        let (mut is_uncertain, mut horizon) = (false, None);
        for (place, text) in texts.iter().enumerate() {
            #[allow(clippy::cast_precision_loss)] // rows are few
            let at = Point { value: place as f64, text: text.clone() };
            let sheet = self.sheet.with(self.vary, text).map_err(|refused| refused.diagnostics)?;
            let (state, is_certain, ahead) = state(&sheet, at)?;
            is_uncertain |= !is_certain;
            horizon = horizon.or(ahead);
            states.push(state);
        }
        let text = self.present(varied)?;
        let value = texts.iter().position(|known| *known == text);
        #[allow(clippy::cast_precision_loss)] // rows are few
        let at = Point { value: value.map_or(f64::NAN, |place| place as f64), text };
        let (now, ..) = state(self.sheet, at)?;
        Ok(Solution {
            input: varied.name.clone(),
            unit: String::new(),
            condition: self.check.formula.clone(),
            is_uncertain,
            found: Found::Choices(states),
            now,
            worst: None,
            tried: None,
            is_limited: (true, true),
            without_value: None,
            horizon,
        })
    }

    /// Returns the present value of an input as it is shown.
    fn present(&self, varied: &Varied<'_>) -> Result<String, Vec<Diagnostic>> {
        let mut run = Run::new(self.sheet.compiled(), &self.settings, &[]);
        let wanted = run.show(varied.shown, varied.slot, &varied.name);
        let answers = run.answers()?;
        Ok(answers.shown(varied.shown, &wanted, crate::units::number::EXACT_DIGITS + 1).written.literal())
    }

    /// Returns the median of an input, in the unit that it is written in.
    fn point_of(&self, varied: &Varied<'_>) -> Result<String, Vec<Diagnostic>> {
        let mut run = Run::new(self.sheet.compiled(), &self.settings, &[]);
        let ticket = run.ask(varied.value.slot);
        let median = run.answers()?[ticket].middle();
        varied.in_its_unit(self.sheet, median).map_or_else(|| self.present(varied), Ok)
    }

    /// Returns the stretches of a number.
    fn number(&self, varied: &Varied<'_>) -> Result<Solution, Vec<Diagnostic>> {
        // An uncertain input becomes a point, its median.
        let point = match varied.fed(self.sheet).filter(|_| varied.is_literal()) {
            Some(_) => None,
            None => {
                let text = self.point_of(varied)?;
                Some(self.sheet.with(self.vary, &text).map_err(|refused| refused.diagnostics)?)
            }
        };
        let sheet = point.as_ref().unwrap_or(self.sheet);
        let (varied, (_, present)) = super::errors::fed(sheet, self.vary).map_err(|error| vec![*error])?;
        let mut domain = varied.domain(present, DECADES);
        let first = domain.grid.iter().find(|value| !varied.is_foreseen(**value, present));
        let last = domain.grid.iter().rfind(|value| !varied.is_foreseen(**value, present));
        // A value below zero, or a number of at least one in the place of a share, is not what the program was written for.
        let farthest = first.filter(|first| **first < 0.0).or(last);
        let text = farthest.and_then(|value| varied.in_its_unit(sheet, *value));
        let opened = text.and_then(|text| self.sheet.with(self.vary, &text).ok());
        if opened.is_none() {
            domain.grid.retain(|value| varied.is_foreseen(*value, present));
        }
        let opened = opened.as_ref().unwrap_or(sheet);
        let (varied, (input, _)) = super::errors::fed(opened, self.vary).map_err(|error| vec![*error])?;
        let check = opened.checks().iter().find(|check| check.name == self.check.name);
        let asked = Asked::new(opened, check.unwrap_or(self.check), &self.settings)?;
        let program = asked.answers.compiled().program().clone();
        let needed = program.inputs_of(asked.wanted.slots().into_iter().take(1));
        if !needed.contains(&input) {
            return Err(vec![super::errors::independent(opened, self.check, self.vary, &needed)]);
        }
        asked.answers.with_feed(|feed| {
            let bench = Bench::new(&program, &asked.wanted, feed);
            let runs = Runs::new(&bench, input);
            let search = Search { question: self, varied: &varied, asked: &asked, runs: &runs };
            Ok(search.solution(domain))
        })
    }

    fn state(&self, at: Point, seen: Option<&Seen>) -> State {
        let below = self.check.condition.sides.as_ref().and_then(|sides| sides.below());
        // Nothing is relative to a limit of zero.
        let sides = seen.and_then(|seen| seen.sides).filter(|(_, limit)| *limit != 0.0).zip(below);
        let margin = sides.map(|((left, right), below)| margin(left, right, below));
        State { at, share: seen.map(|seen| seen.reading.share), margin }
    }
}

/// A run of a condition.
struct Asked {
    answers: Answers,
    wanted: Wanted,
    tickets: Vec<crate::run::Ticket>,
}

impl Asked {
    fn new(sheet: &Worksheet, check: &Check, settings: &Settings) -> Result<Asked, Vec<Diagnostic>> {
        let mut compiled = sheet.compiled().clone();
        let wanted = Wanted::of(&mut compiled, check)?;
        let mut run = Run::new(&compiled, settings, &[]);
        let tickets = wanted.slots().into_iter().map(|slot| run.ask_if_any(slot)).collect();
        Ok(Asked { answers: run.answers()?, wanted, tickets })
    }

    /// What it says without a change. `None` if the condition has no value.
    fn see(&self) -> Option<Seen> {
        if let Some(ahead) = &self.wanted.ahead {
            return self.answers.with_feed(|feed| {
                let program = self.answers.compiled().program();
                let bench = Bench::new(program, &self.wanted, feed);
                // The clock alone is varied.
                Runs::new(&bench, ahead.clock).see(0.0, true)
            });
        }
        if self.answers.found().faults.iter().any(|fault| fault.wanted == 0) {
            return None;
        }
        let numbers: Vec<f64> = self.tickets.iter().map(|ticket| self.answers[*ticket].middle()).collect();
        self.wanted.seen(&numbers)
    }
}

/// The search for the stretches of a number.
struct Search<'s> {
    question: &'s Question<'s>,
    varied: &'s Varied<'s>,
    asked: &'s Asked,
    runs: &'s Runs<'s>,
}

impl Search<'_> {
    fn solution(&self, mut domain: Domain) -> Solution {
        let is_uncertain = !self.asked.wanted.is_certain;
        let mut readings = survey(&mut domain, MORE, &|value| self.runs.read(value, false));
        if !is_uncertain && !self.is_equality() {
            readings = look_closer(&mut domain, readings, CLOSER, &|value| self.runs.read(value, true));
        }
        let stretches = |level: f64| {
            let edges = Edges {
                level,
                is_equality: self.is_equality(),
                read: &|value| self.runs.read(value, true),
                near: if is_uncertain && self.asked.wanted.ahead.is_some() { SAMPLED_EDGE } else { 0.0 },
            };
            edges.stretches(&domain, &readings)
        };
        let present = domain.present;
        let levels: Vec<Vec<Stretch>> = match is_uncertain {
            true => LEVELS.into_iter().map(stretches).collect(),
            false => vec![stretches(1.0)],
        };
        let mut found = levels.first().cloned().unwrap_or_default();
        let apart = |stretch: &Stretch| {
            let nearest = stretch.nearest_to(present);
            (nearest - present).abs() / (nearest.abs() + present.abs()).max(f64::MIN_POSITIVE)
        };
        found.sort_by(|a, b| apart(a).total_cmp(&apart(b)));
        let is_settled = found.is_empty() || found.iter().any(Stretch::is_all);
        let (low, high) = domain.ends();
        let without: Vec<f64> = domain
            .grid
            .iter()
            .zip(&readings)
            .filter(|(_, reading)| reading.share.is_nan())
            .map(|(value, _)| *value)
            .collect();
        let ends = without.first().zip(without.last());
        Solution {
            input: self.varied.name.clone(),
            unit: self.show(4).value(self.varied.shown, &Finding::One(1.0)).unit,
            condition: self.question.check.formula.clone(),
            is_uncertain,
            found: Found::Ranges(found.iter().map(|stretch| self.range(stretch, &domain, &levels)).collect()),
            now: self.question.state(self.point(present, 4), self.runs.see(present, true).as_ref()),
            worst: if is_settled { self.worst(&domain, &readings, found.is_empty()) } else { None },
            tried: Some([self.point(low, 3), self.point(high, 3)]),
            is_limited: domain.is_limited,
            without_value: ends.map(|(first, last)| [self.point(*first, 3), self.point(*last, 3)]),
            horizon: self.asked.wanted.ahead.as_ref().map(|ahead| ahead.horizon),
        }
    }

    fn is_equality(&self) -> bool {
        let sides = self.question.check.condition.sides.as_ref();
        sides.is_some_and(|sides| sides.comparison == Binary::Equal)
    }

    fn show(&self, digits: usize) -> Show<'_> {
        self.asked.answers.shows(digits)
    }

    fn point(&self, number: f64, digits: usize) -> Point {
        let value = self.varied.reported(number);
        Point {
            value,
            text: self.varied.write(super::varied::to_digits(number, None, digits), &self.show(digits)),
        }
    }

    /// A stretch with the intervals of its edges.
    fn range(&self, stretch: &Stretch, domain: &Domain, levels: &[Vec<Stretch>]) -> Range {
        let interval = |is_first: bool| {
            let [_, sure, rare] = levels else { return None };
            let ends = [sure, rare].map(|found| {
                let near = found.iter().min_by(|a, b| {
                    let apart = |one: &Stretch| (one.nearest_to(stretch.from.at) - stretch.from.at).abs();
                    apart(a).total_cmp(&apart(b))
                })?;
                let end = if is_first { near.from } else { near.to };
                end.beyond.map(|_| end.at)
            });
            let [Some(a), Some(b)] = ends else { return None };
            Some([a.min(b), a.max(b)].map(|end| self.point(end, SAMPLED[1])))
        };
        let bound = |end: End, is_first: bool| {
            let beyond = end.beyond?;
            Some(Bound {
                at: self.edge(end.at, is_first, domain),
                beyond: self.varied.reported(beyond),
                interval: interval(is_first),
                then: self.then(beyond),
            })
        };
        Range { from: bound(stretch.from, true), to: bound(stretch.to, false) }
    }

    /// An edge with the digits that it has, rounded so that the condition holds.
    fn edge(&self, number: f64, is_first: bool, domain: &Domain) -> Point {
        let is_sampled = self.asked.answers.found().samples > 1;
        let digits = if is_sampled { self.question.digits.min(SAMPLED[0]) } else { self.question.digits };
        if !self.asked.wanted.is_certain {
            return self.point(number, digits);
        }
        let holds = |value: f64| self.runs.read(value, true).share >= 1.0;
        let tried = [digits, digits + 3, digits + 6];
        let rounded = tried.into_iter().find_map(|digits| {
            Some((self.varied.rounded((number, is_first), digits, domain, &holds)?, digits))
        });
        let (shown, digits) = rounded.unwrap_or((number, 17));
        Point { value: self.varied.reported(number), text: self.varied.write(shown, &self.show(digits)) }
    }

    /// Which of several estimates decides at a value.
    fn then(&self, value: f64) -> Option<String> {
        let choice = &self.asked.wanted.choice;
        let seen = self.runs.see(value, true).filter(|_| !choice.is_empty())?;
        let shares = choice.iter().zip(&seen.choice).map(|((name, _), share)| (name.as_str(), *share));
        let words = bottleneck(&shares.collect::<Vec<_>>())?;
        Some(words.replace(" binds", " decides").replace(" bind", " decide"))
    }

    /// The state at the value that is nearest to the limit: of all that hold the last to do so, of all that fail the best.
    fn worst(&self, domain: &Domain, readings: &[Reading], fails: bool) -> Option<State> {
        let below = self.question.check.condition.sides.as_ref()?.below()?;
        let known = domain.grid.iter().zip(readings).filter(|(_, reading)| !reading.difference.is_nan());
        let far = |reading: &Reading| if below { reading.difference } else { -reading.difference };
        let by = |(_, a): &(&f64, &Reading), (_, b): &(&f64, &Reading)| far(a).total_cmp(&far(b));
        let (value, _) = if fails { known.min_by(by) } else { known.max_by(by) }?;
        Some(self.question.state(self.point(*value, 3), self.runs.see(*value, true).as_ref()))
    }
}

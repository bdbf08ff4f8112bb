//! The numbers of the steps: one run for all of them, and formulas that give what is printed.

use std::collections::HashSet;

use super::derive::{Deriver, Entry, Meaning};
use super::substitute::{Mode, without_parentheses};
use super::{Kind, Share, Step};
use crate::engine::{Feed, Finding, Plan, Samples, Slot};
use crate::lower::{Lowering, Quantity, Type, Value};
use crate::run::show::Show;
use crate::syntax::{self, Ast};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Text;
use crate::units::dimension::{Base, Dimension};
use crate::units::format::{self, Written};
use crate::units::registry::UnitInfo;
use crate::worksheet::fault;
use crate::worksheet::model::{NEGLIGIBLE, label};

/// How many digits are tried, until what is put in gives the value that is printed.
const MORE_DIGITS: [usize; 5] = [0, 5, 6, 9, 15];

/// In seconds.
const AN_HOUR: f64 = 3600.0;

/// How values are computed and shown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shows<'s> {
    pub digits: usize,
    pub settings: crate::Settings,
    /// Whether the steps are done in the head as well.
    pub mental: bool,
    /// The inputs that stand at a number of their own.
    pub pins: &'s [(Slot, f64)],
}

/// What everything comes to.
pub(super) struct Numbers<'n> {
    pub(super) show: &'n Show<'n>,
    pub(super) entries: &'n [Finding],
    pub(super) others: &'n [Finding],
}

impl Deriver<'_> {
    /// The slots of the steps.
    pub fn slots(&self) -> Vec<Slot> {
        self.entries.iter().map(|entry| entry.value.1).collect()
    }

    /// Computes all of it, and gives the steps with what has no result.
    pub fn steps(&mut self, shows: &Shows<'_>) -> (Vec<Step>, Vec<Diagnostic>) {
        let before = self.entries.iter().filter_map(|entry| entry.before.map(|(_, slot)| slot));
        let slots: Vec<Slot> = self
            .entries
            .iter()
            .map(|entry| entry.value.1)
            .chain(self.others.iter().map(|(_, slot)| *slot))
            .chain(before)
            .chain(
                self.entries
                    .iter()
                    .flat_map(|entry| self.lowering.choice(entry.value.0))
                    .map(|(_, share)| *share),
            )
            .collect();
        let draws = crate::report::evaluate::draws(self.lowering, &slots, &shows.settings);
        let columns = draws.columns();
        let feed = Feed { columns: &columns, pins: shows.pins, samples: draws.samples() };
        let found = Plan::new(self.lowering.program.clone(), slots, &feed).summarise(&feed, false);
        let mut errors = fault::faults(self.lowering, &found.faults, found.samples);
        let lost = self.entries.iter().find(|entry| entry.value.0.is_unknown());
        errors.extend(lost.map(|entry| fault::without_value(&entry.formula)));
        if !errors.is_empty() {
            return (Vec::new(), errors);
        }
        let show = Show {
            lowering: self.lowering,
            digits: shows.digits,
            samples: found.samples,
            seed: shows.settings.sampling.seed,
        };
        let (entries, rest) = found.findings.split_at_checked(self.entries.len()).unwrap_or_default();
        let (others, before) = rest.split_at_checked(self.others.len()).unwrap_or_default();
        let numbers = Numbers { show: &show, entries, others };
        let count = self.entries.iter().filter(|entry| entry.before.is_some()).count();
        let (before, shares) = before.split_at_checked(count).unwrap_or_default();
        let (mut before, mut shares) = (before.iter(), shares.iter());
        let steps = self.entries.iter().zip(entries).map(|(entry, finding)| {
            let before = entry.before.and_then(|(value, _)| Some((value, before.next()?)));
            let mut step = self.step(entry, finding, before, &numbers);
            show.binding(entry.value.0, &mut shares, &mut step.shown);
            step
        });
        let mut steps: Vec<Step> = steps.collect();
        if shows.mental {
            self.in_the_head(&mut steps, &numbers);
        }
        // The same call of the same values is one step, wherever it stands.
        let mut seen = HashSet::new();
        steps.retain(|step| {
            let same = (step.name.clone(), step.formula.clone(), step.substituted.clone());
            step.kind != Kind::Formula || step.shown.spread.is_some() || seen.insert(same)
        });
        (steps, errors)
    }

    fn step(
        &self,
        entry: &Entry,
        finding: &Finding,
        before: Option<(Value, &Finding)>,
        numbers: &Numbers<'_>,
    ) -> Step {
        let mut shown = numbers.show.value(entry.value.0, finding);
        if let Some(written) = &entry.written {
            shown.written = written.clone();
        }
        let substituted = match &entry.body {
            Some(_) => self.typed_back(entry, finding, &shown.written, numbers),
            None => match (&entry.written, &entry.unit) {
                (Some(written), _) => written.literal(),
                (None, unit) => {
                    let to = unit.as_ref().map_or_else(String::new, |unit| format!(" to {unit}"));
                    let text = format!("{}{to}", entry.formula);
                    // `--set` may give a bare number, which is so many of the unit that the model has.
                    let typed =
                        self.value_of(&text).and_then(|typed| self.prints(typed, entry, finding, numbers));
                    let gives = typed.is_some_and(|typed| {
                        matches!(finding, Finding::Many(_)) || reads_alike(&typed, &shown.written)
                    });
                    if gives || !entry.set { text } else { shown.written.literal() }
                }
            },
        };
        let is_given = entry.kind == Kind::Input;
        let own = |share: &Share| Some(share.input.as_str()) == entry.name.as_deref();
        let mut spread = if is_given { Vec::new() } else { self.spread(finding) };
        if spread.iter().all(own) {
            spread.clear();
        }
        let (value, of) = before.unwrap_or((entry.value.0, finding));
        let cancelled = if is_given { None } else { self.cancelled(value, of, &substituted, numbers) };
        Step {
            kind: entry.kind,
            name: entry.name.clone(),
            formula: entry.formula.clone(),
            opened: entry.opened.clone(),
            cancelled: cancelled.filter(|text| {
                let rest = substituted.strip_prefix(text.as_str());
                let is_there = rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(" to "));
                *text != shown.written.literal() && !is_there
            }),
            substituted,
            note: entry.note.clone(),
            source: entry.source.clone(),
            set: entry.set,
            spread,
            shown,
            mental: None,
        }
    }

    /// A rate of counts in the units that its operands left, where they are per hour or longer: `250M tweets/day`.
    /// Sizes and money read better as they are printed, and a unit that does not stand in the formula explains nothing.
    fn cancelled(
        &self,
        value: Value,
        finding: &Finding,
        substituted: &str,
        numbers: &Numbers<'_>,
    ) -> Option<String> {
        let quantity = value.quantity()?;
        let is_rate = |(base, _): (Base, _)| base.is_noun() || base == Base::TIME;
        let words = substituted.split(|c: char| !syntax::continues_name(c));
        let known: Vec<UnitInfo<'_>> = words.filter_map(|word| Some(self.units().find(word)?.1)).collect();
        let stands = |unit: UnitInfo<'_>| {
            known.iter().any(|known| known.dimension == unit.dimension && known.scale == unit.scale)
        };
        let mut units = quantity.notation.iter().filter_map(|(id, _)| self.units().info(id));
        let per_day = |(id, exponent)| {
            let unit = self.units().info(id).filter(|_| exponent == -1);
            unit.is_some_and(|unit| {
                unit.dimension == Dimension::base(Base::TIME) && unit.scale.to_f64() >= AN_HOUR
            })
        };
        let counts = quantity.dimension.iter().any(|(base, _)| base.is_noun());
        let is_rate =
            counts && quantity.notation.iter().any(per_day) && quantity.dimension.iter().all(is_rate);
        if quantity.notation.asked.is_some() || !is_rate || !units.all(stands) {
            return None;
        }
        let digits = match finding {
            Finding::Many(_) => numbers.show.digits.min(format::DIGITS - 1),
            _ => numbers.show.digits,
        };
        let Quantity { dimension, notation, .. } = quantity;
        let written = format::write_in_words(self.units(), finding.middle(), dimension, notation, digits)?;
        Some(written.literal())
    }

    /// Where a result's spread comes from.
    fn spread(&self, finding: &Finding) -> Vec<Share> {
        let Finding::Many(summary) = finding else { return Vec::new() };
        let mut shares: Vec<Share> = Vec::new();
        for (variable, share) in &summary.shares {
            let Some(variable) = self.lowering.variables.get(*variable as usize) else { continue };
            let input = label(&variable.name);
            match shares.iter_mut().find(|known| known.input == input) {
                Some(known) => known.share += share,
                None => shares.push(Share { input, share: *share }),
            }
        }
        shares.retain(|share| share.share >= NEGLIGIBLE);
        shares.sort_by(|a, b| b.share.total_cmp(&a.share));
        shares
    }

    /// The formula with the values put in, to as few digits as give the value that is printed.
    fn typed_back(
        &self,
        entry: &Entry,
        finding: &Finding,
        written: &Written,
        numbers: &Numbers<'_>,
    ) -> String {
        let mut first = None;
        let bodies = [(entry.body.as_ref(), false), (entry.body.as_ref(), true)];
        let bodies = bodies.into_iter().filter_map(|(body, values)| {
            let (body, itself) = body?;
            (!values || entry.call.is_some()).then_some((body, *itself, values))
        });
        let bodies = bodies.chain(entry.call.iter().map(|call| (call, true, false)));
        for (body, itself, values) in bodies {
            for parentheses in [false, true] {
                for more in MORE_DIGITS {
                    let digits = numbers.show.digits.max(more);
                    let mode = Mode { digits, parentheses, values };
                    let mut text = self.substituted(body, itself, numbers, mode);
                    if entry.call.is_some() {
                        text = without_parentheses(text);
                    }
                    if let Some(unit) = &entry.unit {
                        text = match parentheses {
                            true => format!("({text}) to {unit}"),
                            false => format!("{text} to {unit}"),
                        };
                    }
                    let result = self.value_of(&text);
                    let gives = result.and_then(|result| self.prints(result, entry, finding, numbers));
                    let first = first.get_or_insert_with(|| text.clone());
                    match gives {
                        // Where ranges are behind it, what medians give is no median.
                        Some(_) if matches!(finding, Finding::Many(_)) => return text,
                        Some(gives) if reads_alike(&gives, written) => return text,
                        Some(_) => {}
                        None => {
                            if *first == text {
                                first.clone_from(&text);
                            }
                            break;
                        }
                    }
                }
            }
        }
        first.unwrap_or_else(|| entry.formula.clone())
    }

    /// What an expression comes to in base units that names nothing, with ranges at their medians.
    pub(super) fn value_of(&self, text: &str) -> Option<(Value, f64)> {
        if let Some(known) = self.typed.borrow().get(text) {
            return *known;
        }
        let typed = self.type_in(text);
        self.typed.borrow_mut().insert(text.to_owned(), typed);
        typed
    }

    /// The same, not known yet.
    fn type_in(&self, text: &str) -> Option<(Value, f64)> {
        let text = Text::whole(0, text);
        let mut ast = Ast::new();
        let root = syntax::expression(&mut ast, &text).ok()?;
        let mut lowering = Lowering::new(self.lowering.units.clone());
        let value = lowering.expression(&ast, root);
        let slot = lowering.reported(value, text.all());
        let refused = lowering.take_diagnostics().iter().any(Diagnostic::is_error);
        if refused || value.is_unknown() {
            return None;
        }
        let medians = Samples::medians(&lowering.variables);
        let columns = medians.columns();
        let feed = Feed { columns: &columns, pins: &[], samples: 1 };
        let (numbers, faults) = Plan::new(lowering.program.clone(), vec![slot], &feed).point(&feed);
        let number = *numbers.first().filter(|_| faults.is_empty())?;
        Some((value, number * base_of(value)))
    }

    /// What an entry would be printed as if it had another value; nothing if that is of another kind.
    fn prints(
        &self,
        (value, number): (Value, f64),
        entry: &Entry,
        finding: &Finding,
        numbers: &Numbers<'_>,
    ) -> Option<Written> {
        let own = entry.value.0;
        let number = match (own.kind, value.kind) {
            (Type::Bool, Type::Bool) => number,
            (Type::Quantity(own), Type::Quantity(other)) if own.dimension == other.dimension => {
                number / base_of(entry.value.0)
            }
            _ => return None,
        };
        let finding = match finding {
            Finding::About(_, error) => Finding::About(number, *error),
            _ => Finding::One(number),
        };
        Some(numbers.show.value(own, &finding).written)
    }

    /// The value of an entry as it is put in for its name.
    pub(super) fn literal(&self, at: usize, numbers: &Numbers<'_>, mode: Mode) -> String {
        let (Some(entry), Some(finding)) = (self.entries.get(at), numbers.entries.get(at)) else {
            return String::new();
        };
        match &entry.written {
            Some(written) => written.literal(),
            None => literal(entry.value.0, finding, numbers, mode),
        }
    }

    /// What a name means as it is put in.
    pub(super) fn meaning(&self, meaning: &Meaning, numbers: &Numbers<'_>, mode: Mode) -> String {
        match meaning {
            Meaning::Entry(at) => self.literal(*at, numbers, mode),
            Meaning::Text(text) => text.clone(),
            Meaning::Argument(Some(meaning), _) if !mode.values => self.meaning(meaning, numbers, mode),
            Meaning::Argument(_, at) => match (self.others.get(*at), numbers.others.get(*at)) {
                (Some((value, _)), Some(finding)) => literal(*value, finding, numbers, mode),
                _ => String::new(),
            },
        }
    }
}

/// How many base units a 1 of a number is, in the unit that was asked for or in the one that is reported.
pub(super) fn base_of(value: Value) -> f64 {
    value.quantity().map_or(1.0, |quantity| match quantity.notation.asked {
        Some(_) => quantity.scale.to_f64(),
        None => format::report_scale(quantity.dimension).to_f64(),
    })
}

/// Whether two values are printed alike: a whole number in full says the other digits besides.
fn reads_alike(a: &Written, b: &Written) -> bool {
    let scaled = a.also.as_ref().map(|also| format!("{also}{}", a.unit));
    a.literal() == b.literal() || scaled.is_some_and(|scaled| scaled == b.literal())
}

/// A value to some digits, of one that is uncertain the median.
fn literal(value: Value, finding: &Finding, numbers: &Numbers<'_>, mode: Mode) -> String {
    if mode.digits == numbers.show.digits {
        return numbers.show.value(value, finding).written.literal();
    }
    let show = Show { digits: mode.digits, ..*numbers.show };
    show.value(value, &Finding::One(finding.middle())).written.literal()
}

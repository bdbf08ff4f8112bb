//! The steps with their numbers, computed in one run, and formulas that give the printed results.

use std::collections::HashSet;

use super::body::Mode;
use super::derive::{Deriver, Entry};
use super::numbers::{Numbers, base_of, without_noise};
use super::one_line::without_parentheses;
use super::{Derived, Kind, Settings, Share, Step};
use crate::analysis::sensitivity::shares_by_name;
use crate::engine::{Explained, Feed, Finding, Plan, Samples, Slot};
use crate::lower::{Lowering, Quantity, Type, Value};
use crate::run::{Run, Show, Shown, Ticket, Wanted};
use crate::syntax::NodeId;
use crate::syntax::{self, Ast, Node};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Text;
use crate::units::dimension::{Base, Dimension};
use crate::units::number::DIGITS;
use crate::units::registry::UnitInfo;
use crate::units::spelling::Spelling;
use crate::units::written::Written;
use crate::worksheet::Worksheet;

/// The numbers of digits to try, until the substituted formula gives the printed value.
const MORE_DIGITS: [usize; 5] = [0, 5, 6, 9, 15];

/// What no product of numbers says.
const OVER_TIME: &str = "from today on, with growth and steps";

/// The length of an hour in seconds.
const AN_HOUR: f64 = 3600.0;

impl Deriver {
    /// Computes all steps. The conditions in `undecided`, each with its node, are rejected.
    pub fn derived(
        &self,
        sheet: &Worksheet,
        undecided: &[(Slot, NodeId)],
        settings: &Settings,
    ) -> Result<Derived, Vec<Diagnostic>> {
        let mut run = Run::new(&self.compiled, &settings.uncertainty, &sheet.input_slots());
        for (slot, root) in undecided {
            run.refuse_undecided(*slot, (sheet.ast(), *root), sheet.sources());
        }
        let entries = self.entries.iter();
        let entries: Vec<Wanted> =
            entries.map(|entry| run.show(entry.value.0, entry.value.1, &entry.formula)).collect();
        let others: Vec<Ticket> = self.others.iter().map(|(_, slot)| run.ask(*slot)).collect();
        let before = self.entries.iter().map(|entry| entry.before);
        let before: Vec<Option<(Value, Ticket)>> =
            before.map(|before| before.map(|(value, slot)| (value, run.ask(slot)))).collect();
        let answers = run.answers()?;
        let warnings = answers.warnings().to_vec();
        let show = answers.shows(settings.digits);
        let tickets: Vec<Ticket> = entries.iter().map(Wanted::ticket).collect();
        let explained = answers.explained(&tickets);
        let numbers = Numbers { show: &show, answers: &answers, entries: &entries, others: &others };
        let rows = self.entries.iter().zip(&entries).zip(before).zip(&explained);
        let steps = rows.map(|(((entry, wanted), before), explained)| {
            let before = before.map(|(value, ticket)| (value, &answers[ticket]));
            let shown = answers.shown(entry.value.0, wanted, settings.digits);
            let step = self.step(entry, shown, &answers[wanted.ticket()], before, &numbers);
            Step { spread: self.spread(entry, explained), ..step }
        });
        let mut steps: Vec<Step> = steps.collect();
        if settings.mental {
            self.add_mental(&mut steps, &numbers);
        }
        // Calls of a function with the same values are one step.
        let mut seen = HashSet::new();
        steps.retain(|step| {
            let same = (step.name.clone(), step.formula.clone(), step.substituted.clone());
            step.kind != Kind::Formula || step.shown.spread.is_some() || seen.insert(same)
        });
        let reading = answers.reading(settings.digits, sheet.sources());
        Ok(Derived { steps, reading, warnings })
    }

    /// Whether a formula has a total of what grows, which no number in its place would give.
    fn is_over_time(&self, entry: &Entry) -> bool {
        let Some((body, _)) = &entry.body else { return false };
        let is_total =
            |id: NodeId| matches!(body.ast.node(id), Node::Call { name, .. } if body.ast.str(name) == "over");
        self.compiled.has_totals() && body.ast.below(body.root).any(is_total)
    }

    fn step(
        &self,
        entry: &Entry,
        mut shown: Shown,
        finding: &Finding,
        before: Option<(Value, &Finding)>,
        numbers: &Numbers<'_>,
    ) -> Step {
        if let Some(written) = &entry.written {
            shown.written = written.clone();
        }
        let is_over_time = self.is_over_time(entry);
        let substituted = match &entry.body {
            Some(_) if is_over_time => entry.formula.clone(),
            Some(_) => self.typed_back(entry, finding, &shown.written, numbers),
            None => match (&entry.written, &entry.unit) {
                (Some(written), _) => written.literal(),
                (None, unit) => {
                    let to = unit.as_ref().map_or_else(String::new, |unit| format!(" to {unit}"));
                    let text = format!("{}{to}", entry.formula);
                    // `--set` may give a bare number, which is in the unit of the model's value.
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
        let (value, of) = before.unwrap_or((entry.value.0, finding));
        let arithmetic = match finding {
            Finding::Many(_) if !is_given && !is_over_time => self.arithmetic(&substituted, entry, numbers),
            _ => None,
        };
        let cancelled =
            match is_given {
                true => None,
                false => {
                    self.cancelled(value, of, &substituted, numbers).map(|(text, comes_out)| match arithmetic
                        .as_ref()
                        .and_then(|result| self.leads_to(result, entry, (value, &substituted), numbers))
                    {
                        Some(text) => (text, true),
                        None => (text, comes_out),
                    })
                }
            };
        let (cancelled, comes_out) = cancelled.unzip();
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
            comes_out: comes_out.unwrap_or(true),
            substituted,
            arithmetic,
            note: match is_over_time {
                true => Some(
                    entry.note.as_deref().map_or(OVER_TIME.to_owned(), |note| format!("{note}; {OVER_TIME}")),
                ),
                false => entry.note.clone(),
            },
            source: entry.source.clone(),
            set: entry.set,
            spread: Vec::new(),
            shown,
            mental: None,
        }
    }

    /// Returns a rate of counts in the units of its operands, if those are per hour or longer: `250M tweets/day`. Sizes
    /// and money read better as printed, and a unit that is not in the formula explains nothing. Returns it with whether
    /// the substituted formula gives it.
    fn cancelled(
        &self,
        value: Value,
        finding: &Finding,
        substituted: &str,
        numbers: &Numbers<'_>,
    ) -> Option<(String, bool)> {
        let quantity = value.quantity()?;
        let is_rate = |(base, _): (Base, _)| base.is_noun() || base == Base::TIME;
        let words = substituted.split(|c: char| !syntax::continues_name(c));
        let known: Vec<UnitInfo<'_>> = words.filter_map(|word| Some(self.units().find(word)?.1)).collect();
        let is_in_formula = |unit: UnitInfo<'_>| {
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
        if !is_rate || !units.all(is_in_formula) {
            return None;
        }
        let digits = match finding {
            Finding::Many(_) => numbers.show.digits.min(DIGITS - 1),
            _ => numbers.show.digits,
        };
        let Quantity { dimension, notation, .. } = quantity;
        let spelling = Spelling::in_own_words(self.units(), dimension, notation)?;
        let text = spelling.write(finding.middle(), digits).literal();
        let typed = self.value_of(substituted).map(|(_, base)| base / base_of(value));
        let comes_out = typed.is_some_and(|typed| spelling.write(typed, digits).literal() == text);
        Some((text, comes_out))
    }

    /// Returns what the substituted formula of an uncertain value gives, to the digits of its median.
    fn arithmetic(&self, substituted: &str, entry: &Entry, numbers: &Numbers<'_>) -> Option<Shown> {
        let (value, number) = self.value_of(substituted)?;
        let printed = entry.value.0;
        let (one, other) = (printed.quantity()?, value.quantity()?);
        if one.dimension != other.dimension {
            return None;
        }
        let show = Show { digits: digits_of_a_median(numbers), ..*numbers.show };
        Some(show.value(printed, &Finding::One(without_noise(number / base_of(printed)))))
    }

    /// Returns the value of a substituted formula in the units of its operands, with the digits that give the result.
    fn leads_to(
        &self,
        result: &Shown,
        entry: &Entry,
        (value, substituted): (Value, &str),
        numbers: &Numbers<'_>,
    ) -> Option<String> {
        let (_, base) = self.value_of(substituted)?;
        let Quantity { dimension, notation, .. } = value.quantity()?;
        let spelling = Spelling::in_own_words(self.units(), dimension, notation)?;
        let least = digits_of_a_median(numbers);
        let mut texts =
            (least..=least + 3).map(|digits| spelling.write(base / base_of(value), digits).literal());
        texts.find(|text| {
            self.arithmetic(text, entry, numbers).is_some_and(|gives| gives.written == result.written)
        })
    }

    /// Returns the contributions of the inputs to a result's variance.
    fn spread(&self, entry: &Entry, explained: &Explained) -> Vec<Share> {
        let is_itself = |share: &Share| Some(share.input.as_str()) == entry.name.as_deref();
        let shares = shares_by_name(&self.compiled, explained).into_iter();
        let shares: Vec<Share> = shares.map(|(input, share)| Share { input, share }).collect();
        if entry.kind == Kind::Input || shares.iter().all(is_itself) { Vec::new() } else { shares }
    }

    /// Returns the formula with values substituted, with the fewest digits that give the printed value.
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
                        // If ranges are involved, a formula of medians does not give the median.
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

    /// Evaluates an expression without names in base units, with ranges at their medians.
    pub(super) fn value_of(&self, text: &str) -> Option<(Value, f64)> {
        if let Some(known) = self.typed.borrow().get(text) {
            return *known;
        }
        let typed = self.type_in(text);
        self.typed.borrow_mut().insert(text.to_owned(), typed);
        typed
    }

    /// Evaluates the expression without the cache.
    fn type_in(&self, text: &str) -> Option<(Value, f64)> {
        let text = Text::whole(0, text);
        let mut ast = Ast::new();
        let root = syntax::expression(&mut ast, &text).ok()?;
        let mut lowering = Lowering::new(self.compiled.units().clone());
        let value = lowering.expression(&ast, root);
        let slot = lowering.reported(value, text.all());
        let (compiled, found) = lowering.finish();
        let refused = found.iter().any(Diagnostic::is_error);
        if refused || value.is_unknown() {
            return None;
        }
        let medians = Samples::medians(compiled.variables());
        let columns = medians.columns();
        let feed = Feed { columns: &columns, pins: &[], samples: 1 };
        let (numbers, faults) = Plan::new(compiled.program().clone(), vec![slot], &feed).point(&feed);
        let number = *numbers.first().filter(|_| faults.is_empty())?;
        Some((value, number * base_of(value)))
    }

    /// Returns the text of a value as printed for an entry. Returns `None` if the value is of another dimension or
    /// type.
    fn prints(
        &self,
        (value, number): (Value, f64),
        entry: &Entry,
        finding: &Finding,
        numbers: &Numbers<'_>,
    ) -> Option<Written> {
        let printed = entry.value.0;
        let number = match (printed.kind, value.kind) {
            (Type::Bool, Type::Bool) => number,
            (Type::Quantity(one), Type::Quantity(other)) if one.dimension == other.dimension => {
                number / base_of(entry.value.0)
            }
            _ => return None,
        };
        let finding = match finding {
            Finding::About(_, error) => Finding::About(number, *error),
            _ => Finding::One(number),
        };
        Some(numbers.show.value(printed, &finding).written)
    }
}

/// The number of digits in which the median of an uncertain value is printed.
fn digits_of_a_median(numbers: &Numbers<'_>) -> usize {
    let digits = numbers.show.digits;
    if digits <= DIGITS { digits.min(DIGITS - 1) } else { digits }
}

/// Whether two values are printed alike; a number in full also has a scaled form.
fn reads_alike(a: &Written, b: &Written) -> bool {
    let scaled = a.also.as_ref().map(|also| format!("{also}{}", a.unit));
    a.literal() == b.literal() || scaled.is_some_and(|scaled| scaled == b.literal())
}

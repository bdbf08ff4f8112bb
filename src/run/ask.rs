//! Requests for values before a run, and their results after it.

mod again;

pub use again::Answered;

use std::ops::Index;
use std::sync::Arc;

use super::settings::Settings;
use super::show::{Show, Shown};
use crate::engine::{Explained, Fault, Feed, Finding, Measure, Op, Plan, Samples, Slot, Summaries};
use crate::lower::{Compiled, TableId, Type, Value};
use crate::syntax::{Ast, NodeId};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::{Sources, Span};
use crate::units::number::DIGITS;
use crate::worksheet::Worksheet;
use crate::worksheet::fault::{
    far_percentiles, faults, finds_no_row, undecided_truth, unprintable, without_value,
};

/// A claim on a value of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticket(u32);

/// A claim on all that is needed to show a value.
#[derive(Clone, Debug)]
pub struct Wanted {
    ticket: Ticket,
    /// The arguments if it is a `max` or `min`, each with the ticket of the share of samples in which it is the result.
    arguments: Vec<(String, Ticket)>,
    /// If it is a row of a table: for each row the ticket of the share of samples in which it is chosen, or, if it is the
    /// same in every sample, the place and the ticket of whether its value is that of the chosen row.
    rows: Vec<(usize, Ticket)>,
}

impl Wanted {
    /// Returns the ticket of its number.
    pub fn ticket(&self) -> Ticket {
        self.ticket
    }
}

/// A run in preparation.
pub struct Run {
    compiled: Compiled,
    settings: Settings,
    pins: Vec<(Slot, f64)>,
    varying: Vec<bool>,
    slots: Vec<Slot>,
    /// For each of these slots, whether it must have a value.
    needed: Vec<bool>,
    /// For each of these slots, whether its value is read.
    reads: Vec<bool>,
    /// For each slot of the program, its ticket if it was requested.
    tickets: Vec<Option<Ticket>>,
    refused: Vec<Diagnostic>,
    lost: Option<Diagnostic>,
}

impl Run {
    /// Prepares a run. With [`Settings::point`], the slots of `inputs` that are computed from ranges are fixed at their
    /// medians, like the inputs that are ranges themselves.
    pub fn new(compiled: &Compiled, settings: &Settings, inputs: &[Slot]) -> Run {
        let varying = compiled.varying();
        let pins = if settings.point { medians(compiled, settings, inputs, &varying) } else { Vec::new() };
        Run {
            compiled: compiled.clone(),
            settings: *settings,
            pins,
            varying,
            slots: Vec::new(),
            needed: Vec::new(),
            reads: Vec::new(),
            tickets: vec![None; compiled.program().ops().len()],
            refused: Vec::new(),
            lost: None,
        }
    }

    /// Requests the number of a slot.
    pub fn ask(&mut self, slot: Slot) -> Ticket {
        let ticket = self.ask_if_any(slot);
        if let Some(needed) = self.needed.get_mut(ticket.0 as usize) {
            *needed = true;
        }
        ticket
    }

    /// Requests the number of a slot, which need not have one: nothing rests on it.
    pub fn ask_if_any(&mut self, slot: Slot) -> Ticket {
        let ticket = self.claim(slot);
        if let Some(is_read) = self.reads.get_mut(ticket.0 as usize) {
            *is_read = true;
        }
        ticket
    }

    /// Requests that a slot have a value, which is not read unless another request reads it.
    pub(super) fn have(&mut self, slot: Slot) -> Wanted {
        let ticket = self.claim(slot);
        if let Some(needed) = self.needed.get_mut(ticket.0 as usize) {
            *needed = true;
        }
        Wanted { ticket, arguments: Vec::new(), rows: Vec::new() }
    }

    fn claim(&mut self, slot: Slot) -> Ticket {
        if slot.index() >= self.tickets.len() {
            self.tickets.resize(self.compiled.program().ops().len(), None);
        }
        let known = self.tickets.get_mut(slot.index());
        if let Some(Some(ticket)) = known {
            return *ticket;
        }
        let ticket = Ticket(u32::try_from(self.slots.len()).unwrap_or(u32::MAX));
        self.slots.push(slot);
        self.needed.push(false);
        self.reads.push(false);
        if let Some(known) = known {
            *known = Some(ticket);
        }
        ticket
    }

    /// Requests a value to be shown, whose number is in `slot`; `written` is its text, for error messages.
    pub fn show(&mut self, value: Value, slot: Slot, written: &str) -> Wanted {
        self.find_lost(value, written);
        let ticket = self.ask(slot);
        let choice = self.compiled.choice(value).to_vec();
        let arguments = choice.into_iter().map(|(name, share)| (name, self.ask(share))).collect();
        let rows = match value.kind {
            Type::Row(_) => {
                let rows = self.compiled.alternatives(value, self.varies(slot));
                rows.into_iter().map(|(row, slot)| (row, self.ask(slot))).collect()
            }
            _ => Vec::new(),
        };
        Wanted { ticket, arguments, rows }
    }

    /// Reports a value of which nothing is known.
    pub(super) fn find_lost(&mut self, value: Value, written: &str) {
        if value.is_unknown() && self.lost.is_none() {
            self.lost = Some(without_value(written));
        }
    }

    /// Requests a value like [`Run::show`], but without the share of each argument of a `max` or `min`.
    pub fn show_plainly(&mut self, slot: Slot) -> Wanted {
        Wanted { ticket: self.ask(slot), arguments: Vec::new(), rows: Vec::new() }
    }

    /// Requests a value to be shown as a cell of a table, which need not have one.
    pub fn show_if_any(&mut self, value: Value, slot: Slot) -> Wanted {
        let rows = match value.kind {
            Type::Row(_) => self.compiled.alternatives(value, self.varies(slot)),
            _ => Vec::new(),
        };
        let rows = rows.into_iter().map(|(row, slot)| (row, self.ask_if_any(slot))).collect();
        Wanted { ticket: self.ask_if_any(slot), arguments: Vec::new(), rows }
    }

    /// Requests a value in the unit in which it is reported, which need not have one.
    pub fn show_reported(&mut self, value: Value, place: Span) -> Wanted {
        let slot = self.compiled.reported(value, place);
        Wanted { ticket: self.ask_if_any(slot), arguments: Vec::new(), rows: Vec::new() }
    }

    /// Returns the compiled estimate.
    pub fn compiled(&self) -> &Compiled {
        &self.compiled
    }

    /// Whether a slot differs between samples.
    pub fn varies(&self, slot: Slot) -> bool {
        self.varying.get(slot.index()) == Some(&true)
    }

    /// Whether a value is a condition that holds in some samples only, which is neither true nor false.
    pub fn is_undecided(&self, value: Value, slot: Slot) -> bool {
        value.kind == Type::Bool && self.is_undecided_slot(slot)
    }

    /// Whether the slot of a condition holds in some samples only.
    pub fn is_undecided_slot(&self, slot: Slot) -> bool {
        !self.settings.point && self.varies(slot)
    }

    /// Reports a condition that [is undecided](Run::is_undecided) but must be true or false.
    pub fn refuse_undecided(&mut self, slot: Slot, (ast, root): (&Ast, NodeId), sources: &Sources) {
        let varies = |slot: Slot| self.varying.get(slot.index()) == Some(&true);
        let slice = |span| sources.slice(span);
        let error = finds_no_row(&self.compiled, slot)
            .unwrap_or_else(|| undecided_truth(self.compiled.program(), slot, (ast, root), &varies, &slice));
        self.refused.push(error);
    }

    /// Reports the checks of a worksheet that are undecided.
    pub fn refuse_undecided_checks(&mut self, sheet: &Worksheet) {
        for check in sheet.checks() {
            let condition = &check.condition;
            if let (true, Some(root)) = (self.is_undecided_slot(condition.holds), condition.root) {
                self.refuse_undecided(condition.holds, (sheet.ast(), root), sheet.sources());
                let help = "to ask this of every check: `confidence = \"95%\"` at the top of the model, or `--confidence 95%`";
                let error = self.refused.pop().map(|error| match error.code {
                    "E0401" => error.help(help),
                    _ => error,
                });
                self.refused.extend(error);
            }
        }
    }

    /// Runs the program for all requested values.
    ///
    /// # Errors
    ///
    /// Returns the errors reported so far and those of values without a result.
    pub fn answers(self) -> Result<Answers, Vec<Diagnostic>> {
        let Run { compiled, settings, pins, slots, needed, reads, refused, lost, .. } = self;
        let samples = samples(&compiled, &slots, &settings);
        let (plan, found) = {
            let feed = Feed { columns: &samples.columns(), pins: &pins, samples: samples.samples() };
            let plan = Plan::reading(compiled.program().clone(), slots, reads, &feed);
            let found = plan.summarise(&feed, settings.histogram);
            (Arc::new(plan), found)
        };
        let needed = Arc::new(needed);
        let answers =
            Answers { compiled, settings, pins, plan, samples, found, needed, warnings: Vec::new() };
        answers.checked(refused, lost)
    }
}

/// The results of a run.
pub struct Answers {
    compiled: Compiled,
    settings: Settings,
    pins: Vec<(Slot, f64)>,
    plan: Arc<Plan>,
    samples: Samples,
    found: Summaries,
    /// For each requested slot, whether it must have a value.
    needed: Arc<Vec<bool>>,
    warnings: Vec<Diagnostic>,
}

/// # Panics
///
/// If the ticket belongs to another run, this may panic or return the number of another value.
impl Index<Ticket> for Answers {
    type Output = Finding;

    fn index(&self, ticket: Ticket) -> &Finding {
        &self.found.findings[ticket.0 as usize]
    }
}

impl Answers {
    /// Adds the warnings, and returns the errors if there are any.
    fn checked(
        mut self,
        mut errors: Vec<Diagnostic>,
        lost: Option<Diagnostic>,
    ) -> Result<Answers, Vec<Diagnostic>> {
        let is_needed = |fault: &&Fault| self.needed.get(fault.wanted) != Some(&false);
        let needed: Vec<Fault> = self.found.faults.iter().filter(is_needed).copied().collect();
        errors.extend(faults(&self.compiled, &needed, self.found.samples));
        self.warnings = far_percentiles(&self.compiled, &self.found);
        if lost.is_none() && errors.is_empty() {
            return Ok(self);
        }
        errors.extend(self.warnings);
        errors.extend(lost);
        Err(errors)
    }

    /// Returns the warnings about samples.
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }

    /// Returns the errors of values that were computed and cannot be printed, since the unit they are printed in is too
    /// small or too large: a dollar a second is 2,628,000 a month.
    pub fn unprintable(&self, sheet: &Worksheet, requested: &[Option<Wanted>]) -> Vec<Diagnostic> {
        let show = self.shows(DIGITS);
        let refused = sheet.items().iter().zip(requested).filter_map(|(item, wanted)| {
            let finding = &self[wanted.as_ref()?.ticket];
            (!show.is_printable(item.shown, finding)).then(|| {
                let is_large = finding.middle().abs() > 1.0;
                unprintable(&self.compiled, item.shown.slot, is_large)
            })
        });
        refused.collect()
    }

    /// Returns a value that need not have one, ready to be shown; `None` if it has none in some sample.
    pub fn shown_if_any(&self, value: Value, wanted: &Wanted, digits: usize) -> Option<Shown> {
        let at = wanted.ticket.0 as usize;
        let is_lost = value.is_unknown() || self.found.faults.iter().any(|fault| fault.wanted == at);
        let is_printable = self.shows(digits).is_printable(value, &self[wanted.ticket]);
        (!is_lost && is_printable).then(|| self.shown(value, wanted, digits))
    }

    /// Returns the number of a requested slot, if it is the same in every sample.
    pub fn certain(&self, slot: Slot) -> Option<f64> {
        let at = self.plan.wanted().iter().position(|wanted| *wanted == slot)?;
        match self.found.findings.get(at)? {
            Finding::One(number) => Some(*number),
            Finding::About(..) | Finding::Many(_) => None,
        }
    }

    /// Returns the context for showing values to a number of digits.
    pub fn shows(&self, digits: usize) -> Show<'_> {
        let seed = self.settings.sampling.seed;
        Show { compiled: &self.compiled, digits, samples: self.found.samples, seed }
    }

    /// Returns a requested value ready to be shown, with the bottleneck of a `max` or `min`.
    pub fn shown(&self, value: Value, wanted: &Wanted, digits: usize) -> Shown {
        if let Type::Row(table) = value.kind {
            return self.shown_row(table, wanted, digits);
        }
        let mut shown = self.shows(digits).value(value, &self[wanted.ticket]);
        let shares = wanted.arguments.iter().map(|(name, ticket)| (name.as_str(), self[*ticket].middle()));
        shown.add_bottleneck(&shares.collect::<Vec<_>>());
        shown
    }

    /// Returns a requested row ready to be shown, with the rows that are as good, or the shares of all.
    fn shown_row(&self, table: TableId, wanted: &Wanted, digits: usize) -> Shown {
        let finding = &self[wanted.ticket];
        let found = wanted.rows.iter().map(|(row, ticket)| (*row, self[*ticket].middle()));
        match finding {
            Finding::One(number) => {
                let ties: Vec<usize> = found.filter(|(_, tie)| *tie == 1.0).map(|(row, _)| row).collect();
                #[allow(clippy::cast_precision_loss)] // rows are few
                let ties: Vec<usize> = ties.into_iter().filter(|row| *row as f64 != *number).collect();
                self.shows(digits).row(table, *number, (&[], &ties))
            }
            _ => {
                let shares: Vec<f64> = found.map(|(_, share)| share).collect();
                self.shows(digits).row(table, finding.middle(), (&shares, &[]))
            }
        }
    }

    /// Describes how the first range that affects a requested value is interpreted: `2 to 3 → 90% interval, lognormal,
    /// median 2.45`. Returns `None` for a point estimate and if there is no range.
    pub fn reading(&self, digits: usize, sources: &Sources) -> Option<String> {
        if self.settings.point { None } else { self.shows(digits).reading(self.plan.wanted(), sources) }
    }

    /// Returns which inputs explain the variance of requested values.
    pub fn explained(&self, tickets: &[Ticket]) -> Vec<Explained> {
        let wanted = self.plan.wanted();
        let slot = |ticket: &Ticket| wanted.get(ticket.0 as usize).copied().unwrap_or_default();
        let slots: Vec<Slot> = tickets.iter().map(slot).collect();
        if slots.is_empty() {
            return Vec::new();
        }
        self.with_feed(|feed| self.plan.explained(feed, &self.found, &slots))
    }

    /// Returns the settings of the run.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Returns the compiled estimate.
    pub fn compiled(&self) -> &Compiled {
        &self.compiled
    }

    /// Returns the statistics within the program, with their sampling errors, and the number of samples.
    pub fn found(&self) -> &Summaries {
        &self.found
    }

    /// Calls a function with the feed of the run, for further runs with other numbers.
    pub fn with_feed<T>(&self, run: impl FnOnce(&Feed<'_>) -> T) -> T {
        run(&Feed { columns: &self.samples.columns(), pins: &self.pins, samples: self.samples.samples() })
    }

    /// Whether a slot is the share of samples in which a condition holds.
    pub fn is_share(&self, slot: Slot) -> bool {
        match self.compiled.program().op(slot) {
            Some(Op::Reduce(statistic, ..)) => statistic.measure() == Measure::Share,
            _ => false,
        }
    }
}

/// Draws the samples for some slots, or a single one if nothing differs between samples.
fn samples(compiled: &Compiled, slots: &[Slot], settings: &Settings) -> Samples {
    let uncertain = compiled.variables().iter().any(|variable| !variable.distribution.is_fixed());
    if settings.point || !uncertain {
        return Samples::medians(compiled.variables());
    }
    let inputs = (compiled.variables(), compiled.groups());
    Samples::new(compiled.program(), slots.iter().copied(), inputs, settings.sampling)
}

/// Returns the medians of the inputs that are computed from ranges; other inputs have their own medians.
fn medians(compiled: &Compiled, settings: &Settings, inputs: &[Slot], varying: &[bool]) -> Vec<(Slot, f64)> {
    let computed = inputs
        .iter()
        .copied()
        .filter(|slot| varying.get(slot.index()) == Some(&true) && compiled.distribution_of(*slot).is_none());
    let slots: Vec<Slot> = computed.collect();
    if slots.is_empty() {
        return Vec::new();
    }
    let samples = samples(compiled, &slots, &Settings { point: false, ..*settings });
    let feed = Feed { columns: &samples.columns(), pins: &[], samples: samples.samples() };
    let plan = Plan::new(compiled.program().clone(), slots.clone(), &feed);
    let found = plan.summarise(&feed, false);
    slots.into_iter().zip(found.findings.iter().map(Finding::middle)).collect()
}

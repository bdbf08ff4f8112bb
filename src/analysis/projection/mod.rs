//! The values of a worksheet in the course of time, and how long its checks hold.
//!
//! The worksheet is lowered once. What changes with time is copied to the moment of a clock, which is an input of the
//! program: each period is a run of one plan, with the same samples and another number for the clock.

mod ahead;
mod breach;
mod held;
mod points;

pub use ahead::Ahead;
pub use breach::{Sample, lowest};
pub use held::{Held, Stretch};
pub use points::{Point, month, periods};

use crate::engine::{Finding, Slot};
use crate::lower::{Compiled, Moment, Product, Quantity, Type, Value};
use crate::run::{Answered, Answers, Run, Settings, Shown, Ticket, Wanted};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;
use crate::units::dimension::{Base, Dimension};
use crate::worksheet::{Check, Item, Worksheet};

/// A value that is asked for, with what it comes to in all.
struct Asked {
    shown: (Value, Wanted),
    total: Option<(Value, Wanted)>,
}

/// Money per time, whose total is worth a line.
const SPENDING: Dimension = Dimension::of(&[(Base::TIME, -1), (Base::MONEY, 1)]);

/// A worksheet with a clock.
pub struct Timeline<'w> {
    sheet: &'w Worksheet,
    compiled: Compiled,
    input: u32,
    moment: Moment,
    last: f64,
    /// Where the program became too large, if it did.
    too_large: Option<Span>,
    /// How a time is called in errors.
    label: &'w dyn Fn(Point) -> String,
}

/// An item over time.
#[derive(Clone, Debug)]
pub struct Series {
    /// Its place among the items of the worksheet.
    pub item: usize,
    /// Its value at each point; `None` where it has none.
    pub values: Vec<Option<Shown>>,
    /// What money per time comes to in all.
    pub total: Option<Shown>,
    /// Whether it is the same at all times.
    pub is_still: bool,
}

/// A value that must stay within limits.
struct Limited {
    slot: Slot,
    name: String,
    span: Span,
    limits: (f64, f64),
    is_share: bool,
    /// Whether it changes by steps alone.
    has_steps: bool,
}

impl<'w> Timeline<'w> {
    /// Adds a clock that runs for some seconds.
    pub fn new(sheet: &'w Worksheet, last: f64, label: &'w dyn Fn(Point) -> String) -> Timeline<'w> {
        let mut compiled = sheet.compiled().clone();
        let (input, moment) = compiled.clock(last);
        Timeline { sheet, compiled, input, moment, last, too_large: None, label }
    }

    /// Whether anything changes with time.
    pub fn is_moving(&mut self) -> bool {
        let items = self.sheet.items().iter().map(|item| item.slot);
        let slots: Vec<Slot> =
            items.chain(self.sheet.checks().iter().map(|check| check.condition.holds)).collect();
        slots.into_iter().any(|slot| self.compiled.changes(slot))
    }

    /// Returns the rates that grow and that a formula multiplies by a duration, as far as some items or the checks rest on
    /// the product.
    pub fn products(&mut self, items: &[usize]) -> Vec<Product> {
        let items = items.iter().filter_map(|at| Some(self.sheet.items().get(*at)?.slot));
        let checks = self.sheet.checks().iter().filter(|check| check.expects.is_none());
        let slots: Vec<Slot> = items.chain(checks.map(|check| check.condition.holds)).collect();
        let needed = self.compiled.program().needed_for(&slots);
        let mut products: Vec<_> = self.compiled.products().to_vec();
        products.retain(|product| needed.contains(&product.slot) && self.compiled.changes(product.rate));
        products
    }

    /// Says where amounts that are kept start.
    pub fn remarks(&mut self) -> Option<String> {
        let [given, steady] = self.compiled.stocks();
        let given = given.then_some("what is kept starts at its `now`, which ages out evenly");
        let steady = steady.then_some("what was kept before today came in at the rate of today");
        match (given, steady) {
            (Some(given), Some(steady)) => Some(format!("{given}; without `now`, {steady}")),
            (given, steady) => given.or(steady).map(str::to_owned),
        }
    }

    fn at(&mut self, slot: Slot, span: Span) -> Slot {
        match self.compiled.at(slot, &mut self.moment) {
            Some(copy) => copy,
            None => {
                self.too_large.get_or_insert(span);
                slot
            }
        }
    }

    /// Returns items at some points, and the total of those that are money per time.
    ///
    /// # Errors
    ///
    /// Returns the errors of values without a result, and of inputs that leave their limits, each with its time.
    pub fn series(
        mut self,
        items: &[usize],
        points: &[Point],
        (settings, digits): (&Settings, usize),
    ) -> Result<(Vec<Series>, Vec<Diagnostic>), Vec<Diagnostic>> {
        let sheet = self.sheet;
        let wanted: Vec<(usize, &Item)> =
            items.iter().filter_map(|at| Some((*at, sheet.items().get(*at)?))).collect();
        let mut slots = Vec::with_capacity(wanted.len());
        let mut moving = Vec::new();
        for (place, item) in &wanted {
            let (value, slot) = self.decided(item);
            let at = self.at(slot, item.span);
            if at != slot {
                moving.push(*place);
            }
            let slot = at;
            let total = value
                .quantity()
                .filter(|quantity| quantity.dimension == SPENDING)
                .map(|quantity| self.total(Value::number(item.shown.slot, quantity), item.span));
            slots.push((Value { slot, ..value }, slot, total));
        }
        let limited = self.limited();
        self.refuse_too_large()?;
        let mut run = Run::new(&self.compiled, settings, &[]);
        let asked: Vec<Asked> = slots
            .into_iter()
            .map(|(value, slot, total)| {
                let wanted = run.show_if_any(value, slot);
                let total = total.map(|(value, slot)| (value, run.show_if_any(value, slot)));
                Asked { shown: (value, wanted), total }
            })
            .collect();
        let limits: Vec<Ticket> = limited.iter().map(|limited| run.ask(limited.slot)).collect();
        let base = run.answers()?;
        let mut series: Vec<Series> = wanted
            .iter()
            .zip(&asked)
            .map(|((item, _), Asked { total, .. })| Series {
                item: *item,
                values: Vec::with_capacity(points.len()),
                total: total.as_ref().and_then(|(value, total)| base.shown_if_any(*value, total, digits)),
                is_still: !moving.contains(item),
            })
            .collect();
        base.varied(self.input, &mut |ask| {
            for point in points {
                let answers = self.at_point(ask, *point)?;
                self.refuse_beyond(&limited, &limits, &answers, *point)?;
                for (series, Asked { shown: (value, wanted), .. }) in series.iter_mut().zip(&asked) {
                    series.values.push(answers.shown_if_any(*value, wanted, digits));
                }
            }
            Ok(())
        })?;
        Ok((series, base.warnings().to_vec()))
    }

    /// Returns the checks at some points, at the steps and where something bends, as far as `until` has the seconds for
    /// which each must hold. Between these times more are asked where a check comes near to its limit, and where it begins
    /// to fail or to hold.
    ///
    /// # Errors
    ///
    /// Returns the errors of values without a result, and of inputs that leave their limits, each with its time.
    pub fn checks(
        mut self,
        until: &dyn Fn(&Check) -> Option<f64>,
        points: Vec<Point>,
        (settings, digits): (&Settings, usize),
    ) -> Result<Vec<Option<Held>>, Vec<Diagnostic>> {
        let sheet = self.sheet;
        let mut more = Vec::new();
        let mut asked: Vec<Option<held::Asked>> = Vec::with_capacity(sheet.checks().len());
        for check in sheet.checks() {
            let seconds = until(check).filter(|_| held::is_projected(check));
            if let Some(last) = seconds {
                more.extend(check.condition.horizon.into_iter().chain([last]));
                more.extend(self.compiled.bends(check.condition.holds));
            }
            asked.push(seconds.map(|until| held::Asked::new(&mut self, check, until)));
        }
        let points = points::with_more(points, &points::steps(&self.compiled), &more, self.last);
        let limited = self.limited();
        self.refuse_too_large()?;
        let mut run = Run::new(&self.compiled, settings, &[]);
        let tickets: Vec<Option<held::Tickets>> =
            asked.iter().map(|asked| asked.as_ref().map(|asked| asked.ask(&mut run))).collect();
        let limits: Vec<Ticket> = limited.iter().map(|limited| run.ask(limited.slot)).collect();
        let base = run.answers()?;
        let mut held: Vec<Option<Held>> =
            asked.iter().map(|asked| asked.as_ref().map(held::Asked::nothing_yet)).collect();
        base.varied(self.input, &mut |ask| {
            let all = || {
                asked.iter().zip(&tickets).filter_map(|(asked, tickets)| asked.as_ref().zip(tickets.as_ref()))
            };
            for point in &points {
                let answers = self.at_point(ask, *point)?;
                self.refuse_beyond(&limited, &limits, &answers, *point)?;
                for (held, (asked, tickets)) in held.iter_mut().flatten().zip(all()) {
                    asked.read((&answers, digits), tickets, *point, held);
                }
            }
            for (held, (asked, tickets)) in held.iter_mut().flatten().zip(all()) {
                breach::look(held, &mut |point, held| {
                    let answers = self.at_point(ask, point)?;
                    asked.read((&answers, digits), tickets, point, held);
                    Ok(())
                })?;
            }
            Ok(())
        })?;
        Ok(held)
    }

    /// The value of an item that is shown, with its slot: of a condition on ranges, how probable it is.
    fn decided(&mut self, item: &Item) -> (Value, Slot) {
        let is_open =
            item.shown.kind == Type::Bool && self.compiled.varying().get(item.slot.index()) == Some(&true);
        if !is_open {
            return (item.shown, item.slot);
        }
        let share = self.compiled.share(item.slot, item.span);
        (Value::number(share, Quantity::SHARE), share)
    }

    /// What money per time comes to until the last second.
    fn total(&mut self, rate: Value, span: Span) -> (Value, Slot) {
        let total = self.compiled.total(rate, self.last, span);
        (total, self.compiled.reported(total, span))
    }

    /// The values that grow and must stay within limits, at the moment of the clock.
    fn limited(&mut self) -> Vec<Limited> {
        let sheet = self.sheet;
        let futures = self.compiled.futures();
        let inputs = sheet
            .inputs()
            .iter()
            .map(|item| (item.value(), item.name.clone().unwrap_or_default(), item.span, item.limits()));
        let cells = sheet
            .cells()
            .map(|(name, cell)| (cell.value, name, cell.span, (f64::NEG_INFINITY, f64::INFINITY)));
        let growing: Vec<_> =
            inputs.chain(cells).filter(|(value, ..)| futures.contains_key(&value.slot)).collect();
        let mut limited = Vec::new();
        for (value, name, span, mut limits) in growing {
            let Some(quantity) = value.quantity() else { continue };
            let all = 1.0 / quantity.scale.to_f64();
            let today = self.compiled.distribution_of(value.slot).map(|today| today.ends().1);
            let is_percent = quantity.notation.percent && quantity.dimension.is_none();
            let is_share = is_percent && limits.1 > all && today.is_some_and(|today| today <= all);
            if is_share {
                limits.1 = all;
            }
            if limits.0 > f64::NEG_INFINITY || limits.1 < f64::INFINITY {
                let future = self.compiled.futures().get(&value.slot);
                let has_steps = future.is_some_and(|future| future.growth.is_none());
                let slot = self.at(value.slot, span);
                limited.push(Limited { slot, name, span, limits, is_share, has_steps });
            }
        }
        limited
    }

    /// Refuses inputs that have left their limits.
    fn refuse_beyond(
        &self,
        limited: &[Limited],
        tickets: &[Ticket],
        answers: &Answers,
        point: Point,
    ) -> Result<(), Vec<Diagnostic>> {
        /// What rounding may add.
        const ROUNDED: f64 = 1e-9;
        let mut errors = Vec::new();
        for (Limited { name, span, limits: (least, most), is_share, has_steps, .. }, ticket) in
            limited.iter().zip(tickets)
        {
            let (low, high) = match &answers[*ticket] {
                Finding::One(number) | Finding::About(number, _) => (*number, *number),
                Finding::Many(summary) => (summary.p5, summary.p95),
            };
            let problem =
                match (high > most + most.abs() * ROUNDED, low < least - least.abs() * ROUNDED, is_share) {
                    (true, _, true) => "passes 100%",
                    (true, _, false) => "passes its maximum",
                    (_, true, _) => "falls below its minimum",
                    _ => continue,
                };
            let when = (self.label)(point);
            // What is beyond its limit today is told when the model is read.
            let error = Diagnostic::error("E0513", format!("`{name}` {problem} by {when}")).at(*span, "");
            errors.push(if *has_steps {
                error.help("give its step a value within the limit, or project for a shorter time")
            } else if *is_share {
                error.help("a share saturates: `saturates = \"100%\"`; a factor is no share, write `0.8` and not `80%`")
            } else {
                error.help("give it less growth or a value at which it saturates, or project for a shorter time")
            });
        }
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }

    fn refuse_too_large(&self) -> Result<(), Vec<Diagnostic>> {
        match self.too_large {
            None => Ok(()),
            Some(span) => Err(vec![too_large(span)]),
        }
    }

    /// Runs the program at a point; its errors say which.
    fn at_point(&self, ask: &dyn Fn(f64) -> Answered, point: Point) -> Answered {
        ask(point.fed()).map_err(|errors| {
            let note = format!("at this time: {}", (self.label)(point));
            errors.into_iter().map(|error| error.note(note.as_str())).collect()
        })
    }
}

/// The error of what takes too many operations.
fn too_large(span: Span) -> Diagnostic {
    Diagnostic::error("E0207", "following this over time takes too many operations")
        .at(span, "")
        .help("shorten the time, or the retention; a value that leaps costs most")
}

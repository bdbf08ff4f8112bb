//! Runs of the same program with other values for some inputs.

use super::{Answers, medians};
use crate::engine::{Column, Feed, Place, Samples, Slot};
use crate::lower::Compiled;
use crate::text::diagnostic::Diagnostic;

/// The answers of a run, or its errors.
pub type Answered = Result<Answers, Vec<Diagnostic>>;

/// Runs the same program with another number.
pub type Again<'a> = &'a dyn Fn(f64) -> Answered;

impl Answers {
    /// Runs the same program with other distributions of some inputs. Only slots that depend on them are computed
    /// again.
    ///
    /// # Errors
    ///
    /// Returns the errors of values that have no result with these distributions.
    pub fn again(&self, compiled: &Compiled) -> Result<Answers, Vec<Diagnostic>> {
        let pairs = self.compiled.variables().iter().zip(compiled.variables()).zip(0_u32..);
        let changed: Vec<u32> = pairs.filter(|((was, is), _)| was != is).map(|(_, input)| input).collect();
        let settings = self.settings;
        let samples = match settings.point {
            true => Samples::medians(compiled.variables()),
            false => self.samples.with(compiled.variables(), &changed, settings.sampling),
        };
        let inputs: Vec<Slot> = self.pins.iter().map(|(slot, _)| *slot).collect();
        let pins = match settings.point {
            true => medians(compiled, &settings, &inputs, &compiled.varying()),
            false => Vec::new(),
        };
        let found = if settings.histogram || settings.point {
            let feed = Feed { columns: &samples.columns(), pins: &pins, samples: samples.samples() };
            self.plan.summarise(&feed, settings.histogram)
        } else {
            let columns = samples.columns();
            let changes = changed
                .iter()
                .filter_map(|input| Some((Place::Input(*input), *columns.get(*input as usize)?)));
            let changes: Vec<_> = changes.collect();
            let places: Vec<Place> = changes.iter().map(|(place, _)| *place).collect();
            self.with_feed(|feed| self.plan.vary(feed, &self.found, &places).summarise(&changes))
        };
        let (compiled, plan, needed) = (compiled.clone(), self.plan.clone(), self.needed.clone());
        let answers =
            Answers { compiled, settings, pins, plan, samples, found, needed, warnings: Vec::new() };
        answers.checked(Vec::new(), None)
    }

    /// Runs the same program with other numbers for one input, as often as `work` asks. Only slots that depend on the
    /// input are computed again.
    ///
    /// # Errors
    ///
    /// Returns the errors of `work`.
    pub fn varied(
        &self,
        input: u32,
        work: &mut dyn FnMut(Again<'_>) -> Result<(), Vec<Diagnostic>>,
    ) -> Result<(), Vec<Diagnostic>> {
        let place = Place::Input(input);
        self.with_feed(|feed| {
            let probe = self.plan.vary(feed, &self.found, &[place]);
            work(&|number| {
                let found = probe.summarise(&[(place, Column::One(number))]);
                let (compiled, settings, pins) = (self.compiled.clone(), self.settings, self.pins.clone());
                let (plan, samples, needed) = (self.plan.clone(), self.samples.clone(), self.needed.clone());
                let warnings = Vec::new();
                let answers = Answers { compiled, settings, pins, plan, samples, found, needed, warnings };
                answers.checked(Vec::new(), None)
            })
        })
    }
}

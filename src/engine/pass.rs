//! All blocks of a batch, one after the other.
//!
//! Where there are very many samples and nobody asks for them one by one, only the first of a column are
//! held. They say near which values the quantiles lie; of the others, each block is counted while it is
//! there, and what lies near is kept. Where the others are not as the first ones had it, the batch is computed
//! again with whole columns, so that the results are the same in any case.

use super::kernel::Operand;
use super::machine::{Item, Machine};
use super::program::{Slot, Statistic};
use super::run::BLOCK;
use super::samples::{ROUNDS, STRATA};
use super::schedule::{Batch, Home};
use super::statistic::{LEVELS, Reading};

/// How many samples of a column are held if not all are: as many as there are by default.
const HELD: usize = STRATA * ROUNDS;

/// So many times as many samples are so many that not all are held.
const LONG: usize = 4;

/// How many results of a batch are open that have only their first samples held. Those and what is kept of the
/// others are together never more than 16 columns.
pub(super) const STREAMED: usize = 32;

/// What became apparent while the blocks of a batch were computed.
#[derive(Debug, Default)]
pub(super) struct Passed {
    /// The blocks in which something may have no result, by where they start.
    pub suspicious: Vec<usize>,
    /// For each quotient whose divisor varies, which signs the divisor has.
    pub divisors: Vec<(Slot, (bool, bool))>,
}

impl Machine<'_> {
    /// Holds the first samples only if they are many, and not wanted as a whole.
    pub(super) fn hold_few(&mut self, whole: bool) {
        if !whole && self.feed.samples >= LONG * HELD {
            self.held = HELD;
        }
    }

    /// Whether only the first samples are held.
    pub(super) fn streams(&self) -> bool {
        self.held < self.feed.samples
    }

    /// Computes all blocks of a batch; nothing if what is not held turns out to be needed.
    pub(super) fn pass(&mut self, batch: &Batch, items: &mut [Item]) -> Option<Passed> {
        let samples = self.feed.samples;
        for _ in &batch.columns {
            let length = if self.streams() { self.held + BLOCK } else { samples };
            self.columns.push(self.spare.pop().unwrap_or_else(|| vec![0.0; length]));
        }
        // A number without a result may spoil what varies without showing in a register.
        let hidden = !self.poison.is_empty();
        let mut passed = Passed::default();
        let mut readings = Vec::new();
        for start in (0..samples).step_by(BLOCK) {
            if start == self.held {
                readings = self.readings(items)?;
            }
            let length = BLOCK.min(samples - start);
            if self.compute_block(batch, start, length, &mut passed.divisors) || hidden {
                passed.suspicious.push(start);
            }
            let streams = |item: &Item| item.reduces.iter().any(|(_, kind, _)| *kind != Statistic::Quantile);
            for item in items.iter_mut().filter(|item| streams(item)) {
                if let Operand::Many(values) = self.operand(item.slot, start, length) {
                    item.moments.add(values);
                    if item.reduces.iter().any(|(_, statistic, _)| *statistic == Statistic::Sd) {
                        item.moments.add_powers(values);
                    }
                }
            }
            for (at, _, reading) in &mut readings {
                if let Some(Operand::Many(values)) =
                    items.get(*at).map(|item| self.operand(item.slot, start, length))
                {
                    reading.add(values);
                }
            }
        }
        for (at, reduce, reading) in readings {
            let item = items.get_mut(at)?;
            let first = column_of(&self.columns, self.home(item.slot))?.get(..self.held)?;
            match reduce {
                None => item.summary = Some(reading.summary(first, &mut self.controls)?),
                Some(reduce) => {
                    item.estimates.push((reduce, reading.estimated(first, &mut self.controls)?));
                }
            }
        }
        Some(passed)
    }

    /// What is to be read of items whose first samples are held: by the place of the item, for the slot of a
    /// quantile, or for what is shown. Nothing if the first samples are not enough.
    fn readings(&mut self, items: &[Item]) -> Option<Vec<(usize, Option<Slot>, Reading)>> {
        let mut readings = Vec::new();
        for (at, item) in items.iter().enumerate().filter(|(_, item)| item.is_whole()) {
            let quantiles = item.reduces.iter().filter(|(_, statistic, _)| *statistic == Statistic::Quantile);
            let quantiles = quantiles.map(|(reduce, _, with)| (Some(*reduce), vec![self.number(*with)]));
            let shown = (!item.shown.is_empty()).then(|| (None, LEVELS.to_vec()));
            let wanted: Vec<_> = shown.into_iter().chain(quantiles).collect();
            for (reduce, levels) in wanted {
                let (inputs, samples) = (self.inputs(item.slot), self.feed.samples);
                let first = column_of(&self.columns, self.home(item.slot))?.get(..self.held)?;
                let reading = Reading::new(first, samples, &inputs, &levels, &mut self.controls)?;
                readings.push((at, reduce, reading));
            }
        }
        Some(readings)
    }
}

/// The column of a batch that has its home there.
pub(super) fn column_of(columns: &[Vec<f64>], home: Home) -> Option<&Vec<f64>> {
    match home {
        Home::Column(at) => columns.get(at as usize),
        _ => None,
    }
}

//! All that is worked out before a run: the schedule, and the batches of each way to run.

use std::sync::OnceLock;

use super::batch::{Batch, Batcher, Room, Target, targets};
use super::feed::Pattern;
use super::program::{Program, Slot};
use super::readers::Readers;
use super::schedule::{Claim, Schedule, Settled};
use super::size::{DEFAULT, is_long};

/// The most targets of a batch whose whole columns are open at the same time.
const OPEN: usize = 6;

/// One more target is open for each this many. Memory that is touched for the first time costs as much as computing a
/// column many times over, so that a single target at a time is fastest; but the more targets there are, the more is
/// computed again for each batch.
const TARGETS_PER_OPEN: usize = 20;

/// The most targets that are open if only their first samples are held.
const STREAMED: usize = 32;

/// How columns are divided between those that are given before a run and those that are kept during it.
///
/// The columns that are open, kept, made to be kept, and given are never more than 16 together; of fewer samples than
/// the default, as many given columns as take the same memory.
#[derive(Clone, Copy, Debug)]
pub(super) struct Division {
    /// The most columns that are given.
    pub given: usize,
    /// The most columns that are kept for later batches, and the most that a batch makes for them.
    pub kept: usize,
}

impl Division {
    /// Of a run of which nothing is known before.
    pub const ALONE: Division = Division { given: 0, kept: 5 };

    /// Of the run that computes the columns that are given to another.
    pub const BEFORE: Division = Division { given: 0, kept: 2 };

    /// Of a run that computes this many whole columns of this many samples.
    pub fn of(whole: usize, samples: usize) -> Division {
        let scale = (DEFAULT / samples.max(1)).max(1);
        if whole > 1 || is_long(samples) {
            Division { given: 4 * scale, kept: 3 }
        } else {
            // A single batch, which has nothing to keep columns for.
            Division { given: 10 * scale, kept: 0 }
        }
    }
}

/// How values are held while a program runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// Whole columns of what no exact distribution is known of.
    Held,
    /// The same, with only the first samples of a column held.
    Streamed,
    /// Whole columns of everything that is wanted.
    Whole,
}

/// All that is worked out before a run.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    pub pattern: Pattern,
    pub schedule: Schedule,
    /// The slots whose columns are known before the run.
    pub given: Vec<Slot>,
    /// The most columns that are kept.
    kept: usize,
    readers: OnceLock<Readers>,
    /// The batches of each mode, planned when they are run first.
    modes: [OnceLock<Vec<Planned>>; 3],
}

/// The batches of a level.
#[derive(Clone, Debug, Default)]
pub(super) struct Planned {
    pub targets: Vec<Target>,
    /// The batches of the first targets. Where there are very many operations, not all batches are planned ahead.
    pub batches: Vec<Batch>,
}

/// What is planned beforehand is at most this many times as long as the program.
const MOST_PLANNED: usize = 8;

impl Layout {
    /// Plans the computing of wanted slots, which come with their indices.
    pub fn new(
        program: &Program,
        wanted: &[Claim],
        pattern: Pattern,
        settled: Option<Settled<'_>>,
        division: Division,
    ) -> Layout {
        let schedule = Schedule::new(program, wanted, &pattern, settled);
        let given = settled.map(|settled| settled.given.to_vec()).unwrap_or_default();
        let (readers, modes) = Default::default();
        Layout { pattern, schedule, given, kept: division.kept, readers, modes }
    }

    /// The operations that read a slot, for the slots that are needed.
    pub fn readers(&self, program: &Program) -> &Readers {
        self.readers.get_or_init(|| Readers::new(program, self.schedule.needed()))
    }

    /// The batches of a level as they are if nothing goes wrong: all multiples of an input have an exact
    /// distribution, every operation has a result, and the first samples are like the others.
    pub fn planned(&self, program: &Program, mode: Mode, level: usize) -> Option<&Planned> {
        let at = match mode {
            Mode::Held => 0,
            Mode::Streamed => 1,
            Mode::Whole => 2,
        };
        self.modes.get(at)?.get_or_init(|| self.plan(program, mode)).get(level)
    }

    fn plan(&self, program: &Program, mode: Mode) -> Vec<Planned> {
        let mut batcher = self.batcher(program);
        let mut budget = MOST_PLANNED * program.ops().len();
        let mut kept: Vec<Slot> = Vec::new();
        let mut planned = Vec::with_capacity(self.schedule.levels.len());
        for level in &self.schedule.levels {
            let is_exact = |is_multiple: bool| is_multiple && mode != Mode::Whole;
            let targets = targets(level, |wanted| is_exact(wanted.is_multiple), |reduce| reduce.is_multiple);
            let open = open(&targets);
            self.keep_columns(program, &mut batcher, &targets, open);
            let room = self.room(open, mode == Mode::Streamed);
            let mut batches: Vec<Batch> = Vec::new();
            let mut left = targets.as_slice();
            while !left.is_empty() && budget > 0 {
                let batch = batcher.next(left, &kept, room);
                left = left.get(batch.targets.len()..).unwrap_or_default();
                kept = batch.keep.iter().map(|(slot, _)| *slot).collect();
                budget = budget.saturating_sub(batch.steps.len());
                batches.push(batch);
            }
            planned.push(Planned { targets, batches });
        }
        planned
    }

    /// Starts planning batches.
    pub fn batcher<'p>(&'p self, program: &'p Program) -> Batcher<'p> {
        Batcher::new(program, &self.schedule, &self.given)
    }

    /// Has a batcher keep columns, if the targets of a level are more than are open at the same time.
    pub fn keep_columns<'p>(
        &'p self,
        program: &'p Program,
        batcher: &mut Batcher<'p>,
        targets: &[Target],
        open: usize,
    ) {
        if whole(targets) > open {
            batcher.keep_columns(self.readers(program));
        }
    }

    /// The room of a batch, where this many targets may be open.
    pub fn room(&self, open: usize, streams: bool) -> Room {
        if streams {
            // What is not held cannot be kept.
            return Room { open: STREAMED, kept: 0 };
        }
        Room { open, kept: self.kept }
    }
}

/// The number of targets of a level whose whole columns are open at the same time.
pub(super) fn open(targets: &[Target]) -> usize {
    (whole(targets) / TARGETS_PER_OPEN).clamp(1, OPEN)
}

/// The number of targets whose whole columns are needed.
pub(super) fn whole(targets: &[Target]) -> usize {
    targets.iter().filter(|target| target.is_whole()).count()
}

//! Which inputs explain the results of a run.

use std::collections::HashMap;

use super::feed::{Feed, Pattern};
use super::found::{Purpose, Start, Values};
use super::layout::{Division, Layout};
use super::machine::Machine;
use super::plan::Plan;
use super::program::Slot;
use super::ratio::Explained;
use super::schedule::{Claim, Settled};
use super::size::DEFAULT;
use super::summary::{Known, Summaries};

impl Plan {
    /// Finds which inputs explain the variance of some slots that the run computed, at most with the first samples of a long
    /// run. `base` is what [`summarise`](Plan::summarise) returned for the same feed. What does not vary is explained by
    /// nothing.
    pub fn explained(&self, feed: &Feed<'_>, base: &Summaries, slots: &[Slot]) -> Vec<Explained> {
        let program = self.program();
        let base_layout = self.layout(feed);
        let wanted = Claim::all(slots);
        let settled = Settled { open: &[], given: &[], base: &base_layout.schedule };
        let layout = Layout::new(program, &wanted, Pattern::of(feed), Some(settled), Division::BEFORE);
        let poison = base.known.poison.iter().filter(|(slot, _)| layout.schedule.needs(**slot));
        let poison: HashMap<_, _> = poison.map(|(slot, poison)| (*slot, *poison)).collect();
        let known = Known { numbers: base.known.numbers.clone(), poison };
        let start = Start { known, given: &[], purpose: Purpose::Shares };
        let feed = Feed { samples: feed.samples.min(DEFAULT), ..*feed };
        let mut explained = vec![Explained::default(); slots.len()];
        Machine::new(program, &layout, &feed, start, false).run(&mut |at, values| {
            let own = match values {
                Values::Explained(explained) => explained,
                Values::Exact(_, input, _) => Explained::of_one(input),
                Values::One(_) | Values::Many(_) | Values::Summary(..) | Values::Unread(_) => return,
            };
            if let Some(place) = explained.get_mut(at) {
                *place = own;
            }
        });
        explained
    }
}

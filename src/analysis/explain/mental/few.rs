//! Lines with few factors: what is more than three is multiplied on lines before.

use std::collections::VecDeque;

use super::MOST_FACTORS;
use super::head::Head;
use super::multiply::Factor;

impl Head<'_> {
    /// Multiplies factors on lines before, until at most three are left that are not powers of ten.
    pub(super) fn at_most_three(&mut self, factors: Vec<Factor>) -> Option<Vec<Factor>> {
        let mut left = factors.iter().filter(|factor| factor.is_multiplied()).count();
        let mut rest = VecDeque::from(factors);
        while left > MOST_FACTORS {
            let mut group: Vec<Factor> = Vec::new();
            let mut multiplied = 0;
            while let Some(factor) = rest.pop_front() {
                multiplied += usize::from(factor.is_multiplied());
                if multiplied > MOST_FACTORS {
                    rest.push_front(factor);
                    break;
                }
                group.push(factor);
            }
            let before = self.lines.len();
            let Some(held) = self.product(group.clone(), None) else {
                self.lines.truncate(before);
                return Some(group.into_iter().chain(rest).collect());
            };
            let together = Factor { held, divides: false, stands_for: None };
            left = left - MOST_FACTORS + usize::from(together.is_multiplied());
            rest.push_front(together);
        }
        Some(rest.into())
    }

    /// Converts the first factor in bits to bytes on a line before.
    pub(super) fn in_bytes(&mut self, factors: &[Factor]) -> Option<Vec<Factor>> {
        let in_bits = |factor: &Factor| {
            factor.stands_for.is_none() && factor.is_multiplied() && factor.held.unit.behind.contains("bit/")
        };
        let at = factors.iter().position(in_bits).filter(|_| factors.len() > 1)?;
        let mut factors = factors.to_vec();
        let factor = factors.get_mut(at)?;
        let bytes = self.unit(factor.held.unit.money, &factor.held.unit.behind.replace("bit/", "B/"))?;
        let alone = Factor { divides: false, ..factor.clone() };
        let before = self.lines.len();
        match self.product(vec![alone], Some(&bytes)) {
            Some(held) => factor.held = held,
            None => {
                self.lines.truncate(before);
                return None;
            }
        }
        Some(factors)
    }

    /// Multiplies the first factors that are not powers of ten, so many of them, on a line of their own.
    pub(super) fn first_multiplied(&mut self, mut factors: Vec<Factor>, count: usize) -> Option<Vec<Factor>> {
        let mut rest = factors.split_off(place_of(&factors, count + 1).unwrap_or(factors.len()));
        if rest.is_empty() {
            // Of all there is no line before: powers of ten stay behind.
            (factors, rest) = factors.into_iter().partition(Factor::is_multiplied);
        }
        if rest.is_empty() {
            return None;
        }
        if factors.iter().filter(|factor| factor.is_multiplied()).count() < 2 {
            return None;
        }
        let held = self.product(factors, None)?;
        Some([Factor { held, divides: false, stands_for: None }].into_iter().chain(rest).collect())
    }
}

/// The place of a factor that is no power of ten, by its number from 1.
fn place_of(factors: &[Factor], number: usize) -> Option<usize> {
    let multiplied = factors.iter().enumerate().filter(|(_, factor)| factor.is_multiplied());
    multiplied.map(|(at, _)| at).nth(number - 1)
}

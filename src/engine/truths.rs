//! In which samples a condition holds.

use super::size::BLOCK;

/// The bits of a word.
const BITS: usize = 64;

/// The words of a block.
const WORDS: usize = BLOCK.div_ceil(BITS);

/// One bit for each sample, block by block.
#[derive(Clone, Debug, Default)]
pub(super) struct Truths {
    words: Vec<u64>,
    /// The number of samples, and of those in which the condition holds.
    pub samples: usize,
    pub held: usize,
}

impl Truths {
    /// Adds a block of truth values.
    pub fn add(&mut self, block: &[f64]) {
        let next = self.words.len() + WORDS;
        let words = block
            .chunks(BITS)
            .map(|chunk| chunk.iter().rev().fold(0_u64, |word, value| word << 1 | u64::from(*value != 0.0)));
        self.words.extend(words);
        self.words.resize(next, 0);
        self.samples += block.len();
        let own = self.words.get(next - WORDS..).unwrap_or_default();
        self.held += own.iter().map(|word| word.count_ones() as usize).sum::<usize>();
    }

    /// Calls a function with the place of each sample of a block in which the condition holds.
    pub fn each(&self, block: usize, mut apply: impl FnMut(usize)) {
        let own = self.words.get(block * WORDS..(block + 1) * WORDS).unwrap_or_default();
        for (at, word) in own.iter().enumerate() {
            let mut left = *word;
            while left != 0 {
                apply(at * BITS + left.trailing_zeros() as usize);
                left &= left - 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn truths_are_where_they_were() {
        let column: Vec<f64> = (0..1_000).map(|at| f64::from(u8::from(at % 7 == 3 || at == 649))).collect();
        let mut truths = Truths::default();
        column.chunks(BLOCK).for_each(|block| truths.add(block));
        assert_eq!((truths.samples, truths.held), (1_000, 144));
        let mut found = Vec::new();
        (0..2).for_each(|block| truths.each(block, |at| found.push(block * BLOCK + at)));
        let expected: Vec<usize> = (0..1_000).filter(|at| column[*at] != 0.0).collect();
        assert_eq!(found, expected);
    }
}

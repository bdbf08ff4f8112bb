//! Pseudorandom numbers: the same seed gives the same numbers on every machine.
//!
//! The generator is xoshiro256++ (Blackman and Vigna, 2021), its state filled by SplitMix64 as
//! its authors advise. It is part of this crate, so that no update of another changes a result.

/// The increment of SplitMix64: 2^64 divided by the golden ratio, made odd.
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// A generator with 256 bits of state.
#[derive(Clone, Debug)]
pub struct Generator {
    state: [u64; 4],
}

impl Generator {
    /// The generator of a seed.
    pub fn new(seed: u64) -> Generator {
        let word = |at: u64| mixed(seed.wrapping_add(GOLDEN.wrapping_mul(at + 1)));
        Generator { state: [word(0), word(1), word(2), word(3)] }
    }

    /// The next 64 bits.
    pub fn word(&mut self) -> u64 {
        let [a, b, c, d] = self.state;
        let result = a.wrapping_add(d).rotate_left(23).wrapping_add(a);
        let (c, d) = (c ^ a, d ^ b);
        self.state = [a ^ d, b ^ c, c ^ (b << 17), d.rotate_left(45)];
        result
    }

    /// A whole number below a bound. All are equally likely, except for a bias of less than `bound` / 2^32.
    pub fn below(&mut self, bound: u32) -> u32 {
        // The high half of the product: multiplying is faster than dividing, and with a bound of a few thousand the
        // bias is below one in a million.
        let product = (self.word() >> 32) * u64::from(bound);
        u32::try_from(product >> 32).unwrap_or(0)
    }
}

/// The finaliser of SplitMix64: every bit of the input affects every bit of the output.
pub(super) fn mixed(word: u64) -> u64 {
    let word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ (word >> 31)
}

/// The seed of a name in a run: the FNV-1a hash of the name, mixed with the seed of the run.
pub(super) fn seed_of(seed: u64, name: &str) -> u64 {
    let name = name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    mixed(mixed(seed.wrapping_add(GOLDEN)) ^ name)
}

/// The numbers below a bound in random order.
pub(super) fn shuffled(bound: usize, generator: &mut Generator) -> impl Iterator<Item = u32> + use<> {
    let mut order: Vec<u32> = (0..u32::try_from(bound).unwrap_or(u32::MAX)).collect();
    for at in (1..bound).rev() {
        let other = generator.below(u32::try_from(at + 1).unwrap_or(u32::MAX)) as usize;
        order.swap(at, other);
    }
    order.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generator_is_the_published_one() {
        // From the reference implementation of xoshiro256++ 1.0 with the state 1, 2, 3, 4.
        let mut generator = Generator { state: [1, 2, 3, 4] };
        let first: Vec<u64> = (0..5).map(|_| generator.word()).collect();
        assert_eq!(
            first,
            [41_943_041, 58_720_359, 3_588_806_011_781_223, 3_591_011_842_654_386, 9_228_616_714_210_784_205]
        );
    }

    #[test]
    fn the_state_is_filled_by_splitmix64() {
        // SplitMix64 of the seed 1234567, from its published test values.
        let state = Generator::new(1_234_567).state;
        assert_eq!(
            state,
            [
                6_457_827_717_110_365_317,
                3_203_168_211_198_807_973,
                9_817_491_932_198_370_423,
                4_593_380_528_125_082_431
            ]
        );
    }

    #[test]
    fn names_have_seeds_of_their_own() {
        assert_ne!(seed_of(0, "users"), seed_of(0, "reads"));
        assert_ne!(seed_of(0, "users"), seed_of(1, "users"));
    }
}

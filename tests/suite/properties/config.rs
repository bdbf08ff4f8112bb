//! The number of cases of a property, and where they begin.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// How often a property is tried, unless `PROPTEST_CASES` says it. The cases are the same in
/// every run unless `PROPTEST_RNG_SEED` says where else to begin.
pub fn config(cases: u32) -> ProptestConfig {
    let default = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    let cases = if std::env::var("PROPTEST_CASES").is_ok() { default.cases } else { cases };
    let rng_seed = match default.rng_seed {
        RngSeed::Fixed(seed) => RngSeed::Fixed(seed),
        RngSeed::Random => RngSeed::Fixed(1_234),
    };
    ProptestConfig { cases, rng_seed, ..default }
}

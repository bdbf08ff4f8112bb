//! The queueing formulas at any size, compared with the recurrence of Erlang B.
//!
//! The recurrence 1/B(c) = 1 + (c/a) / B(c − 1) is computed step by step or, for loads at which that takes too many
//! steps, as its expansion to a sum.

use proptest::prelude::*;

use super::config::config;
use crate::support::value;

/// 1/B for each number of servers from 0 on.
fn inverses(load: f64) -> impl Iterator<Item = f64> {
    let next =
        move |(servers, inverse): &(f64, f64)| Some((servers + 1.0, 1.0 + (servers + 1.0) / load * inverse));
    std::iter::successors(Some((0.0, 1.0)), next).map(|(_, inverse)| inverse)
}

/// 1/B as a sum: 1 + c/a + c (c − 1)/a² + …
fn inverse(load: f64, servers: f64) -> f64 {
    let (mut sum, mut term, mut k) = (1.0, 1.0, 0.0);
    while k < servers && term > sum * 1e-18 {
        term *= (servers - k) / load;
        k += 1.0;
        sum += term;
    }
    sum
}

/// The probability that an arrival waits longer than a number of service times.
fn late(load: f64, servers: f64, inverse: f64, wait: f64) -> f64 {
    if load >= servers {
        return 1.0;
    }
    let blocked = 1.0 / inverse;
    let waits = blocked / (1.0 - load / servers * (1.0 - blocked));
    waits * (-(servers - load) * wait).exp()
}

/// Whether two probabilities are so close that rounding decides which is smaller.
fn is_tie(a: f64, b: f64) -> bool {
    (a / b - 1.0).abs() < 1e-9
}

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn fleets_are_the_first_that_the_recurrence_allows(
        load in prop_oneof![0.01..20.0_f64, 20.0..2_000.0_f64, 5_000.0..20_000.0_f64],
        wait in prop_oneof![Just(0.0), 0.0..0.5_f64],
        late_share in prop_oneof![0.001..1.0_f64, 1e-9..0.001_f64],
    ) {
        let level = 1.0 - late_share;
        let share = 1.0 - level;
        let (blocking, waiting) = (
            value(&format!("servers_for_blocking({load} req/s, 1 s, {share})")).value,
            value(&format!("servers_for_wait({load} req/s, 1 s, {wait} s, {level})")).value,
        );
        let mut firsts = [None; 2];
        for (servers, inverse) in inverses(load).enumerate() {
            let servers = servers as f64;
            for (first, measure) in firsts.iter_mut().zip([1.0 / inverse, late(load, servers, inverse, wait)]) {
                prop_assume!(!is_tie(measure, share));
                if measure <= share && first.is_none() {
                    *first = Some(servers);
                }
            }
            if firsts.iter().all(Option::is_some) {
                break;
            }
        }
        prop_assert_eq!(firsts, [Some(blocking), Some(waiting)]);
    }

    #[test]
    fn erlang_b_is_the_sum_at_any_load(
        exponent in 3.9..8.99_f64,
        roots in prop_oneof![-10.0..10.0_f64, -50.0..30.0_f64],
    ) {
        let load = 10.0_f64.powf(exponent).round();
        let servers = (load + roots * load.sqrt()).round();
        let found = value(&format!("erlang_b({load} req/s, 1 s, {servers})")).value;
        let expected = 1.0 / inverse(load, servers);
        prop_assert!((found / expected - 1.0).abs() < 1e-9, "{found:e}, not {expected:e}");
    }

    #[test]
    fn fleets_are_the_first_at_any_load(
        exponent in 4.0..9.0_f64,
        wait in prop_oneof![Just(0.0), 0.0..0.001_f64],
        level in prop_oneof![0.05..0.999_f64, 0.999..0.999_999_9_f64],
    ) {
        let load = 10.0_f64.powf(exponent).round();
        let servers = value(&format!("servers_for_wait({load} req/s, 1 s, {wait} s, {level})")).value;
        let late = |servers: f64| late(load, servers, inverse(load, servers), wait);
        prop_assert!(late(servers) <= (1.0 - level) * (1.0 + 1e-9));
        prop_assert!(late(servers - 1.0) >= (1.0 - level) * (1.0 - 1e-9));
    }
}

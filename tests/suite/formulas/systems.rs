//! Formulas of scaling, durability, caches and stores compared with values found by other means: exact sums in
//! Python's `decimal`, the solution of a Markov chain in `fractions`, simulations, and published figures.

use crate::support::value;

/// Checks that the value of a script is close to an expected one, relative to its size.
#[track_caller]
fn check(tolerance: f64, cases: &[(&str, f64)]) {
    for (input, expected) in cases {
        let found = value(input).value;
        let off = (found - expected).abs() / expected.abs();
        assert!(off <= tolerance, "`{input}` is {found:e}, not {expected:e}: {off:e} off");
    }
}

#[test]
fn a_poisson_peak_is_a_quantile_of_the_exact_sum() {
    // Σ m^i e^(−m) / i! in 40 digits; the large ones by `math.lgamma` and a sum from 12 standard deviations below.
    for (mean, level, expected) in [
        ("0.1", "99%", 1.0),
        ("3", "50%", 3.0),
        ("10", "99%", 18.0),
        ("10", "99.9%", 21.0),
        ("100", "95%", 117.0),
        ("1000", "99%", 1074.0),
        ("12345.6", "99.9%", 12_690.0),
        ("1M", "99.9%", 1_003_092.0),
        ("6M", "99%", 6_005_699.0),
        ("100M", "99.9%", 100_030_903.0),
    ] {
        let found = value(&format!("poisson_peak({mean} req/s, 1 s, {level})"));
        // Above a million the expansion may be off by one, and so may the sum.
        let slack = if expected > 1e6 { 1.0 } else { 0.0 };
        assert!((found.value - expected).abs() <= slack, "{mean}, {level}: {}", found.value);
        assert_eq!(found.unit, "requests");
    }
}

#[test]
fn the_mean_time_to_data_loss_is_that_of_the_markov_chain() {
    // States are the numbers of failed devices, which are rebuilt one at a time; days, solved with `fractions`.
    check(
        1e-3,
        &[
            ("mttdl(2, 1, 36500 days, 1 day) / 1 day", 666_179_750.0),
            ("mttdl(3, 2, 36500 days, 1 day) / 1 day", 8_105_409_066_916.667),
            ("mttdl(12, 4, 36500 days, 1 day) / 1 day", 6.820_180_942_331_122e17),
        ],
    );
    check(1e-12, &[("mttdl(1, 0, 5 years, 1 day) / 1 year", 5.0)]);
    // −expm1(−x) in Python.
    check(
        1e-12,
        &[
            ("loss_probability(1M years, 1000)", 0.099_950_016_662_508_5 * 0.01),
            ("loss_probability(1bn years, 0.001)", 9.999_999_999_995e-13),
            ("mttf_of_failure_rate(1.57%) / 1 h", 553_570.231_565_946_2),
        ],
    );
}

#[test]
fn speed_ups_are_those_of_the_laws() {
    check(
        1e-12,
        &[
            ("amdahl_speedup(95%, 20 servers)", 20.0 / 1.95),
            ("usl_speedup(1 server, 2%, 0.05%)", 1.0),
            ("usl_speedup(32 servers, 2%, 0.05%)", 32.0 / (1.0 + 0.02 * 31.0 + 0.0005 * 32.0 * 31.0)),
            // Without coherency it is Amdahl's law of the same serial fraction.
            ("usl_speedup(20 servers, 5%) / amdahl_speedup(95%, 20 servers)", 1.0),
            (
                "closed_loop_rate(closed_loop_users(200 req/s, 500 ms, 4.5 s), 500 ms, 4.5 s) / (1 req/s)",
                200.0,
            ),
        ],
    );
    // The peak is a maximum: one server more or less has a lower throughput.
    let at = |servers: f64| value(&format!("usl_speedup({servers} servers, 2%, 0.05%)")).value;
    let peak = value("usl_peak(2%, 0.05%)").value;
    assert!(at(peak) > at(peak - 1.0) && at(peak) > at(peak + 1.0));
}

#[test]
fn approximations_of_queues_meet_the_exact_ones() {
    check(
        1e-12,
        &[
            ("gg1_wait(80 req/s, 10 ms, 1, 0) / mg1_wait(80 req/s, 10 ms, 0)", 1.0),
            ("ggc_wait(160 req/s, 10 ms, 2 servers, 1, 1) / mmc_wait(160 req/s, 10 ms, 2 servers)", 1.0),
            ("ggc_wait(80 req/s, 10 ms, 1 server, 2, 1) / (1 ms)", 100.0),
        ],
    );
}

#[test]
fn caches_and_rings_meet_their_simulations() {
    // 400,000 random requests at 0.5/s with 3 s: 0.5996; 2000 rings of 10 nodes with 20 points each: 0.2128.
    check(0.001, &[("ttl_hit_ratio(0.5 req/s, 3 s)", 0.5996)]);
    check(0.01, &[("ring_imbalance(10 nodes, 20)", 0.2128), ("ring_imbalance(5 nodes)", 0.8189)]);
    // 200 rumors among 1000 nodes: 18.1 rounds with one call each, 8.2 with three; the law leaves out a constant.
    check(0.15, &[("gossip_rounds(1000 nodes)", 18.1), ("gossip_rounds(1000 nodes, 3)", 8.2)]);
    check(1e-12, &[("cold_start_share(0.1 req/min, 15 min)", 0.223_130_160_148_429_82)]);
}

#[test]
fn a_connection_sends_its_windows_one_after_the_other() {
    // Counted: the window doubles from 14,600 bytes until all is sent.
    for (size, rounds) in [
        ("14.6 KB", 1.0),
        ("14601 B", 2.0),
        ("43.8 KB", 2.0),
        ("43801 B", 3.0),
        ("1 MB", 7.0),
        ("100 MB", 13.0),
    ] {
        assert_eq!(value(&format!("slow_start_rounds({size})")).value, rounds, "{size}");
    }
}

#[test]
fn published_figures_are_met() {
    // Llama 2 7B: 2tn tokens in 184,320 hours of A100s with 312 TFLOP/s are a utilisation of 40.57%.
    check(
        1e-3,
        &[("training_time(7bn parameters, 2tn tokens, 1 gpu, 312e12 flops/s/gpu, 40.57%) / 1 h", 184_320.0)],
    );
    // RocksDB: leveled compaction with a ratio of 10 takes 1.111 times the data.
    check(1e-3, &[("lsm_space_amplification(10)", 1.111)]);
    assert_eq!(value("btree_height(8M keys, 200)").value, 3.0);
    assert_eq!(value("btree_height(8_000_001 keys, 200)").value, 4.0);
    // AWS, Lambda pricing: 3M requests of 120 ms with 1536 MB (1.5 GB there) a month cost $0.60 and $9.00.
    check(1e-3, &[("serverless_cost(3M req/month, 120 ms, 1.5 GB) / ($1/month)", 9.6)]);
}

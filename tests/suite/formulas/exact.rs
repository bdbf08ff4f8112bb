//! Formulas compared with independent values: published tables and exact rational arithmetic.
//!
//! Long literals are exact fractions, computed with Python's `fractions` and written to 18 digits, with the
//! computation in a comment. Short ones are fractions of integers, computed here.

// Digits of a fraction, more of them than an `f64` has.
#![allow(clippy::excessive_precision)]

use crate::support::{codes, value};

/// Checks that the value of a script is close to an expected one, relative to its size.
#[track_caller]
fn check(tolerance: f64, cases: &[(&str, f64)]) {
    for (input, expected) in cases {
        let found = value(input).value;
        let off = (found - expected).abs() / expected.abs();
        assert!(off <= tolerance, "`{input}` is {found:e}, not {expected:e}: {off:e} off");
    }
}

/// An exact fraction.
#[derive(Clone, Copy)]
struct Fraction(i128, i128);

impl Fraction {
    fn new(numerator: i128, denominator: i128) -> Fraction {
        let (mut a, mut b) = (numerator.abs(), denominator.abs());
        while b != 0 {
            (a, b) = (b, a % b);
        }
        let sign = denominator.signum();
        Fraction(sign * numerator / a.max(1), sign * denominator / a.max(1))
    }

    fn plus(self, other: Fraction) -> Fraction {
        Fraction::new(self.0 * other.1 + other.0 * self.1, self.1 * other.1)
    }

    fn times(self, other: Fraction) -> Fraction {
        // Common factors are removed first, so that the products stay small.
        let (a, b) = (Fraction::new(self.0, other.1), Fraction::new(other.0, self.1));
        Fraction::new(a.0 * b.0, a.1 * b.1)
    }

    fn to_f64(self) -> f64 {
        self.0 as f64 / self.1 as f64
    }
}

/// Erlang C by its definition: (a^c/c!) c/(c−a) over the sum of a^k/k! below c and that.
fn erlang_c(load: i128, servers: i128) -> f64 {
    let (mut term, mut sum) = (Fraction(1, 1), Fraction(0, 1));
    for k in 0..servers {
        sum = sum.plus(term);
        term = term.times(Fraction::new(load, k + 1));
    }
    let last = term.times(Fraction::new(servers, servers - load));
    let all = sum.plus(last);
    last.times(Fraction(all.1, all.0)).to_f64()
}

#[test]
fn erlang_c_is_its_definition() {
    for (load, servers) in [(1, 2), (2, 3), (4, 5), (5, 8), (8, 10), (9, 10), (3, 12), (10, 14)] {
        // a requests per second of one second each are a load of a Erlangs.
        let call = format!("erlang_c({load} req/s, 1 s, {servers})");
        check(1e-12, &[(&call, erlang_c(load, servers))]);
    }
    // With one server the probability of waiting is the utilisation.
    check(1e-14, &[("erlang_c(80 req/s, 10 ms, 1)", 0.8)]);
}

#[test]
fn erlang_b_and_c_hold_for_thousands_of_servers() {
    // The recurrence of Erlang B over fractions, and C = B / (1 − a/c (1 − B)).
    check(
        1e-11,
        &[
            ("erlang_b(8 req/s, 1 s, 10)", 0.121_661_064_252_951_510),
            ("erlang_b(10 req/s, 1 s, 12)", 0.119_739_188_444_825_152),
            ("erlang_c(10 req/s, 1 s, 12)", 0.449_388_224_298_270_869),
            ("erlang_b(900 req/s, 1 s, 1000)", 5.929_862_670_146_224_4e-5),
            ("erlang_c(900 req/s, 1 s, 1000)", 5.926_699_663_787_812_19e-4),
            // The same in decimals of 60 digits.
            ("erlang_c(4950 req/s, 1 s, 5000)", 0.366_098_219_422_723_463),
            ("erlang_c(99_000 req/s, 1 s, 99_500)", 0.070_295_318_752_778_787),
        ],
    );
}

#[test]
fn erlang_b_holds_for_any_number_of_servers() {
    // The sum 1/B = 1 + c/a + c (c − 1)/a² + … in decimals of 40 digits.
    check(
        1e-12,
        &[
            ("erlang_b(10_000 req/s, 1 s, 500)", 0.950_005_261_991_944_401_20),
            ("erlang_b(10_000 req/s, 1 s, 9000)", 0.100_882_807_632_837_816_99),
            ("erlang_b(10_000 req/s, 1 s, 10_000)", 0.007_936_563_248_805_671_882_3),
            ("erlang_b(10_000 req/s, 1 s, 10_300)", 4.571_099_863_384_169_999_4e-5),
            ("erlang_b(12_345 req/s, 1 s, 13_000)", 1.341_117_247_808_794_349_6e-10),
            ("erlang_b(1M req/s, 1 s, 999_000)", 0.001_524_480_765_313_650_015_7),
            ("erlang_b(1M req/s, 1 s, 1_000_000)", 7.974_603_068_555_610_137_5e-4),
            ("erlang_b(1M req/s, 1 s, 1_003_000)", 4.451_168_639_812_919_456_2e-6),
            ("erlang_b(1e9 req/s, 1 s, 990_000_000)", 0.010_000_098_998_020_098_597),
            ("erlang_b(1e9 req/s, 1 s, 999_950_000)", 6.349_623_308_620_535_199_8e-5),
            ("erlang_b(1e9 req/s, 1 s, 1_000_000_000)", 2.523_090_081_205_638_584_8e-5),
        ],
    );
    // No servers, and so many that all of them are never busy.
    check(
        1e-12,
        &[("erlang_b(1e9 req/s, 1 s, 0)", 1.0), ("erlang_b(1e9 req/s, 1 s, 1)", 1.0 / (1.0 + 1e-9))],
    );
    assert_eq!(value("erlang_b(10_000 req/s, 1 s, 1e9)").value, 0.0);
}

#[test]
fn servers_for_a_blocking_are_those_of_the_tables() {
    // Erlang B tables, offered load for a number of lines at a blocking of 1%: 10 lines 4.461, 17 lines
    // 9.652, 18 lines 10.437, 100 lines 84.064 (Q.520 and textbooks since).
    check(
        0.0,
        &[
            ("servers_for_blocking(4.46 req/s, 1 s, 1%)", 10.0),
            ("servers_for_blocking(4.47 req/s, 1 s, 1%)", 11.0),
            ("servers_for_blocking(9.65 req/s, 1 s, 1%)", 17.0),
            ("servers_for_blocking(9.66 req/s, 1 s, 1%)", 18.0),
            ("servers_for_blocking(10.43 req/s, 1 s, 1%)", 18.0),
            // Half may be turned away: B(2, 3) = 9/17, B(3, 3) = 9/26, B(1, 1) = 1/2.
            ("servers_for_blocking(3 req/s, 1 s, 53%)", 2.0),
            ("servers_for_blocking(3 req/s, 1 s, 52%)", 3.0),
            ("servers_for_blocking(1 req/s, 1 s, 50%)", 1.0),
            ("servers_for_blocking(84.06 req/s, 1 s, 1%)", 100.0),
            ("servers_for_blocking(84.07 req/s, 1 s, 1%)", 101.0),
        ],
    );
}

#[test]
fn a_fleet_for_a_wait_is_the_least_that_keeps_it() {
    for (load, share) in [(10, 0.2), (10, 0.01), (3, 0.5), (9, 0.3)] {
        let least = (load + 1..).find(|servers| erlang_c(load, *servers) <= share).unwrap();
        let call = format!("servers_for_wait_probability({load} req/s, 1 s, {}%)", share * 100.0);
        check(0.0, &[(&call, least as f64)]);
        // A wait of at most zero is the same condition.
        let call = format!("servers_for_wait({load} req/s, 1 s, 0 s, {}%)", (1.0 - share) * 100.0);
        check(0.0, &[(&call, least as f64)]);
    }
    // P(W > t) = C e^(−(c − a) t/S): 16 servers are the first below 1% at a = 10, t/S = 0.4.
    let late = |servers: i128| erlang_c(10, servers) * (-(servers - 10) as f64 * 0.4).exp();
    assert!(late(15) > 0.01 && late(16) < 0.01, "{} {}", late(15), late(16));
    check(0.0, &[("servers_for_wait(200 req/s, 50 ms, 20 ms)", 16.0)]);
}

#[test]
fn waiting_times_are_those_of_the_textbook() {
    check(
        1e-12,
        &[
            // ρ/(μ − λ): 0.8 / (100 − 80).
            ("mm1_wait(80 req/s, 10 ms)", 0.04),
            // Half of it for service times that are all alike; the mean of both at cv² = ½.
            ("mg1_wait(80 req/s, 10 ms, 0)", 0.02),
            ("mg1_wait(80 req/s, 10 ms, sqrt(0.5))", 0.03),
            // C(2, 1.6) = 32/45, over c − a = 0.4, times 10 ms.
            ("mmc_wait(160 req/s, 10 ms, 2)", 0.01 * 32.0 / 45.0 / 0.4),
            // −ln(0.01/0.8) / (100 − 80) s, with ln 80 = 4.382026634673881.
            ("mmc_wait_percentile(80 req/s, 10 ms, 1)", 4.382_026_634_673_881 / 20.0),
            ("drain_time(36M messages, 15k messages/s, 5k messages/s)", 3600.0),
        ],
    );
    // Fewer than 1% wait at all.
    assert_eq!(value("mmc_wait_percentile(1 req/s, 1 s, 10)").value, 0.0);
}

#[test]
fn collisions_are_those_of_the_birthday_problem() {
    check(
        1e-11,
        &[
            // 1 − Π (N − i)/N over fractions.
            ("birthday_collision(23, 365)", 0.507_297_234_323_985_407),
            ("birthday_collision(70, 365)", 0.999_159_575_965_157_091),
            ("birthday_collision(300, 100_000)", 0.361_700_981_382_101_727),
            ("birthday_collision(500, 2^20)", 0.112_183_113_786_627_918),
            // ln of the product by sums of powers to the fifth, in decimals of 60 digits.
            ("birthday_collision(1bn keys, 2^64)", 0.026_741_008_874_431_358_99),
            ("birthday_collision(1tn keys, 2^122)", 9.403_954_806_568_539_4e-14),
            ("birthday_collision(10^18 * 1 key, 2^122)", 0.089_753_236_969_941_020_75),
            ("birthday_collision(2, 365)", 1.0 / 365.0),
            ("birthday_collision(366, 365)", 1.0),
        ],
    );
    assert_eq!(value("birthday_collision(1, 365)").value, 0.0);
    // The approximation is within 1% of the least number at even odds: 23 of 365 is 22.49.
    check(1e-3, &[("birthday_keys(365, 50%)", 22.494)]);
}

#[test]
fn enough_of_many_is_the_binomial_distribution() {
    // Sums of C(n, i) p^i (1 − p)^(n − i) over fractions.
    let binomial = |needed: i128, total: i128, (p, of): (i128, i128)| {
        let mut sum = Fraction(0, 1);
        for up in needed..=total {
            let mut term = Fraction(1, 1);
            for i in 0..up {
                term = term.times(Fraction::new(total - i, i + 1)).times(Fraction::new(p, of));
            }
            for _ in up..total {
                term = term.times(Fraction::new(of - p, of));
            }
            sum = sum.plus(term);
        }
        sum.to_f64()
    };
    for (needed, total, (p, of)) in
        [(2, 3, (99, 100)), (7, 10, (9, 10)), (1, 5, (1, 2)), (3, 5, (999, 1000)), (8, 8, (19, 20))]
    {
        let call = format!("k_of_n({needed}, {total}, {p} / {of})");
        check(1e-13, &[(&call, binomial(needed, total, (p, of)))]);
    }
    check(
        1e-12,
        &[
            ("k_of_n(90, 100, 95%)", 0.988_527_589_932_515_299),
            ("k_of_n(480, 500, 97%)", 0.920_203_216_395_639_904),
            ("k_of_n(30, 1000, 5%)", 0.999_280_802_719_784_772),
            ("k_of_n(4, 6, 99.99%)", 0.999_999_999_980_004_5),
            ("k_of_n(5 servers, 5 servers, 99%)", 0.950_990_049_9),
        ],
    );
}

#[test]
fn bloom_filters_are_those_of_the_tables() {
    // 9.585 bits a key and 7 hashes for 1%, 14.378 and 10 for 0.1%: −log2(p)/ln 2.
    check(
        1e-12,
        &[
            ("bloom_filter(1M keys, 1%) to bit", 9_585_058.377_367_439_1),
            ("bloom_hashes(1M keys, bloom_filter(1M keys, 1%))", 7.0),
            ("bloom_hashes(1M keys, bloom_filter(1M keys, 0.1%))", 10.0),
            // (1 − e^(−0.7))^7.
            ("bloom_false_positives(1M keys, 10M bit, 7)", 0.008_193_722_065_862_417_4),
        ],
    );
}

#[test]
fn zipf_shares_are_sums_of_the_ranks() {
    // Sums of i^(−s), each term by itself (Python's `fsum`).
    check(
        1e-12,
        &[
            ("zipf_hit_ratio(20k items, 100k items)", 0.866_881_847_800_107_6),
            ("zipf_hit_ratio(100 items, 10k items, 0.8)", 0.300_045_854_434_666_6),
            ("zipf_hit_ratio(1000 items, 1M items, 1.2)", 0.821_773_975_376_809_5),
            ("zipf_hit_ratio(10 items, 50 items, 2)", 0.953_625_324_937_587_6),
            // (ln n + γ + 1/2n − 1/12n²) for both, in decimals of 60 digits.
            ("zipf_hit_ratio(100M items, 1bn items)", 0.891_899_857_369_879_990),
            ("zipf_hit_ratio(50 items, 1000 items, 0)", 0.05),
            // All that there is, and more than there is.
            ("zipf_hit_ratio(7 items, 7 items, 1)", 1.0),
            ("zipf_hit_ratio(9 items, 7 items, 1)", 1.0),
        ],
    );
    // H(1)/H(10) = 34.1%, H(2)/H(10) = 51.2%; just below 100% takes all items.
    check(
        0.0,
        &[
            ("zipf_items(34%, 10 items)", 1.0),
            ("zipf_items(35%, 10 items)", 2.0),
            ("zipf_items(100%, 10 items)", 10.0),
            ("zipf_items(100%, 1000 items)", 1000.0),
            ("zipf_items(50%, 1000 items, 0)", 500.0),
        ],
    );
    // H(8909)/H(100 000) is below 80%, H(8910)/H(100 000) is not.
    check(0.0, &[("zipf_items(80%, 100k items)", 8910.0)]);
}

#[test]
fn an_lru_cache_hits_as_ches_equation_says() {
    // The equation Σ (1 − e^(−p t)) = cached, solved over all ranks one by one.
    check(
        2e-6,
        &[
            ("lru_hit_ratio(20k items, 100k items)", 0.812_419_806_428_959_6),
            ("lru_hit_ratio(100 items, 10k items, 0.8)", 0.156_624_635_759_295_22),
            ("lru_hit_ratio(1000 items, 20k items, 1.2)", 0.836_675_303_991_194_2),
            ("lru_hit_ratio(10 items, 50 items, 2)", 0.926_604_136_482_512_4),
            ("lru_hit_ratio(50 items, 1000 items, 0)", 0.05),
        ],
    );
    // Caches simulated over four million requests (Python's `random`), the first quarter left out.
    check(
        2e-3,
        &[
            ("lru_hit_ratio(100 items, 1000 items, 1)", 0.576_818),
            ("lru_hit_ratio(50 items, 1000 items, 0.8)", 0.262_022),
            ("lru_hit_ratio(20k items, 100k items, 1)", 0.812_468),
        ],
    );
    // A billion items: between the share of a tenth of them and what the right ones would get.
    let ratio = value("lru_hit_ratio(100M items, 1bn items)").value;
    assert!((0.1..0.891_899_9).contains(&ratio), "{ratio}");
}

#[test]
fn keys_are_as_long_as_powers_of_the_base_say() {
    check(
        0.0,
        &[
            ("key_length(1)", 1.0),
            ("key_length(62)", 1.0),
            ("key_length(63)", 2.0),
            // 62^6 = 56 800 235 584.
            ("key_length(56_800_235_584 urls)", 6.0),
            ("key_length(56_800_235_585 urls)", 7.0),
            ("key_length(2^53, 2)", 53.0),
            ("key_length(10^15, 10)", 15.0),
            ("key_length(10^15 + 1, 10)", 16.0),
            ("hyperloglog_size(0.8125%) to bit", 98_304.0),
        ],
    );
}

#[test]
fn what_a_formula_is_not_defined_for_is_an_error() {
    for call in [
        "erlang_c(200 req/s, 10 ms, 2)",
        "erlang_c(80 req/s, 10 ms, 0)",
        "mm1_wait(100 req/s, 10 ms)",
        "mmc_wait(300 req/s, 10 ms, 2)",
        "mmc_wait_percentile(80 req/s, 10 ms, 1, 100%)",
        "servers_for_wait(80 req/s, 10 ms, 20 ms, 100%)",
        "servers_for_wait(80 req/s, 10 ms, 0 s - 1 s)",
        "servers_for_blocking(80 req/s, 10 ms, 0%)",
        "drain_time(1M messages, 5k messages/s, 5k messages/s)",
        "drain_time(1M messages, 5k messages/s, 6k messages/s)",
        "k_of_n(4, 3, 99%)",
        "k_of_n(2, 3, 101%)",
        "birthday_collision(23, 0)",
        "bloom_filter(1M keys, 0%)",
        "bloom_filter(1M keys, 100%)",
        "bloom_hashes(0 keys, 1 MB)",
        "bloom_false_positives(1M keys, 0 B, 7)",
        "key_length(0)",
        "key_length(10, 1)",
        "zipf_hit_ratio(1 item, 0 items)",
        "zipf_hit_ratio(1 item, 10 items, -1)",
        "zipf_items(101%, 10 items)",
        "lru_hit_ratio(1 item, 0 items)",
        "servers(100 req/s, 0 req/s/server)",
        "nines(100%)",
        "doubling_time(0%)",
    ] {
        let found = codes(call);
        assert!(matches!(found.as_slice(), ["E0402" | "E0404"]), "`{call}`: {found:?}");
    }
}

//! Domains of parameters: what a formula is not defined for is refused with the parameter's name.

use crate::support::{codes, evaluate, said, value};

/// What was accepted silently once, each with the parameter that it leaves the domain of.
const OUTSIDE: [(&str, &str); 46] = [
    ("tail_at_scale(110%, 100)", "fast"),
    ("downtime(110%)", "availability"),
    ("error_budget(-5%)", "objective"),
    ("in_parallel(150%, 50%)", "first"),
    ("in_series(150%, 50%)", "first"),
    ("success_with_retries(150%, 2)", "failure"),
    ("rate_with_retries(1 req/s, 200%, 10)", "failure"),
    ("effective_latency(150%, 1 ms, 50 ms)", "hit_ratio"),
    ("origin_load(100 req/s, 120%)", "hit_ratio"),
    ("availability(-1 h, 2 h)", "mtbf"),
    ("availability_of_nines(-1)", "nines"),
    ("burn_rate(1%, 120%)", "objective"),
    ("budget_lasts(1%, 120%)", "objective"),
    ("quorum(0)", "replicas"),
    ("quorum(2.5)", "replicas"),
    ("failures_tolerated(0)", "replicas"),
    ("failures_tolerated(2.5)", "replicas"),
    ("square_root_staffing(2k req/s, 50 ms, -5)", "safety"),
    ("servers(-5 req/s, 1 req/s/server)", "rate"),
    ("servers(5 req/s, 1 req/s/server, 150%)", "utilisation"),
    ("shards(-1 TB, 1 GB/shard)", "size"),
    ("transfer_time(1 TB, 1 Gbit/s, 150%)", "efficiency"),
    ("dau(1M users, 150%)", "share"),
    ("peak_of_busy_hours(5M req/day, 48 h)", "busy"),
    ("concurrent_users(5M users, 30 h)", "time_per_day"),
    ("doubling_time(-5%)", "growth"),
    ("compound(-120%, 3)", "growth"),
    ("kafka_partitions(-1 MB/s, 1 MB/s/partition, 1 MB/s/partition)", "target"),
    ("backoff_time(1 s, -3)", "retries"),
    ("decode_rate(3.35 TB/s, 16 GB, -1)", "batch"),
    ("hyperloglog_size(200%)", "error"),
    ("erasure_overhead(6, 2.5)", "parity"),
    ("operations_time(10 reads, 1 s, 0.5)", "parallel"),
    ("qps(-1M users, 5 req/user/day)", "dau"),
    ("storage(1 req/s, -1 KB/req, 1 day)", "size"),
    ("bloom_filter(1M keys, 150%)", "false_positives"),
    ("raw_capacity(10 TB, 120%)", "fill"),
    ("amdahl_speedup(120%, 4 servers)", "parallel"),
    ("usl_peak(2%, 0%)", "coherency"),
    ("mttdl(2.5, 1, 10 years, 1 h)", "devices"),
    ("mttf_of_failure_rate(100%)", "annual"),
    ("poisson_peak(10 req/s, 1 s, 100%)", "level"),
    ("hedged_tail(101%, 2%)", "slow"),
    ("lsm_levels(1 TB, 64 MB, 1)", "ratio"),
    ("pods_per_node(16 cores/node, 64 GB/node, 0 cores/pod, 1 GB/pod)", "pod_cores"),
    ("training_cost(7bn parameters, 2tn tokens, 312e12 flops/s/gpu, $2/gpu/h, 140%)", "mfu"),
];

#[test]
fn an_argument_outside_its_domain_is_refused_by_its_name() {
    for (call, parameter) in OUTSIDE {
        let evaluation = evaluate(call);
        assert_eq!(codes(call), ["E0404"], "{call}");
        let text = said(&evaluation.diagnostics[0], &evaluation.sources);
        assert!(text.contains(&format!("`{parameter}` of `")), "{call}: {text}");
    }
}

#[test]
fn a_range_outside_says_in_what_share_of_the_samples() {
    let evaluation = evaluate("dau(5 ± 4 users, 10%)");
    let text = said(&evaluation.diagnostics[0], &evaluation.sources);
    // Φ(−5 / (4 / 1.6449)) = 2.0%.
    assert!(text.contains("in 2.0% of the samples"), "{text}");
    // One in a thousand would be below zero at 5 ± 2.66; a bell's far tail is not what a person means.
    assert!(evaluate("dau(5 ± 2 users, 10%)").is_ok());
    // A share is never above one, nor a size below zero.
    for sound in [
        "downtime(90% to 99.99%)",
        "shards(1 to 1000 TB, 1 GB/shard)",
        "x = 40% to 60%; origin_load(10 req/s, 1 - x)",
    ] {
        assert!(evaluate(sound).is_ok(), "{sound}: {:?}", evaluate(sound).diagnostics);
    }
}

#[test]
fn a_branch_that_is_not_taken_is_not_refused() {
    assert!(evaluate("if 1 > 2 then downtime(110%) else 5 s").is_ok());
    let guarded = "x = 50 ± 40 users; if x > 0 users then dau(x, 10%) else 0 users";
    assert!(evaluate(guarded).is_ok(), "{:?}", evaluate(guarded).diagnostics);
}

#[test]
fn a_function_of_ones_own_has_domains() {
    for (script, expected) in [
        ("fn f(x: % in 0% ..< 50%) = x; f(49.9%)", 0.499),
        ("fn f(x: h >= 5 min) = x; f(5 min)", 300.0),
        ("fn f(n: number whole >= 1 = 2) = n; f()", 2.0),
        ("fn f(n: number > -1) = n; f(-0.5)", -0.5),
        ("fn f(n: number <= 3) = n; f(3)", 3.0),
        ("fn f(n: servers whole) = n; f(0.1 servers * 30)", 3.0),
    ] {
        let found = value(script).value;
        assert!(
            (found - expected).abs() < 1e-12 || (found - expected * 100.0).abs() < 1e-9,
            "{script}: {found}"
        );
    }
    for script in [
        "fn f(x: % in 0% ..< 50%) = x; f(50%)",
        "fn f(x: h >= 5 min) = x; f(299 s)",
        "fn f(n: number whole >= 1 = 2) = n; f(1.5)",
        "fn f(n: number > -1) = n; f(-1)",
        "fn f(n: number < 3) = n; f(3)",
        "fn g(n: number >= 1) = n; fn f(n) = g(n - 5); f(3)",
    ] {
        assert_eq!(codes(script), ["E0404"], "{script}");
    }
    assert_eq!(codes("fn f(x: h >= 5) = x; f(3 h)"), ["E0302"]);
    for script in ["fn f(x: h in 5 h) = x", "fn f(x: h in 1 h ...) = x", "fn f(x: h >= y) = x"] {
        assert!(matches!(codes(script).as_slice(), ["E0101" | "E0113"]), "{script}: {:?}", codes(script));
    }
}

/// The values are those of the formulas with 50 digits, by `mpmath`.
#[test]
fn growth_is_exact_where_it_is_tiny() {
    let near = |call: &str, expected: f64| {
        let found = value(call).value;
        assert!((found / expected - 1.0).abs() < 1e-9, "{call}: {found} and not {expected}");
    };
    near("storage_with_growth(1 TB/day, 1e-14%, 5 years)", 1.825e15);
    near("storage_with_steady_growth(1 TB/day, 1e-14%, 5 years)", 1.825e15);
    near("doubling_time(1e-14%) to years", 6.931471805599453e15);
    near("operations_time(10 reads, 1 s, 7)", 2.0);
    near("operations_time(14 reads, 1 s, 7)", 2.0);
    assert!(value("time_to_fill(1 TB, 2 TB, 1 GB/s)").value.abs() < 1e-12);
    assert!(value("hit_ratio_needed(1k req/s, 5k req/s)").value.abs() < 1e-12);
}

//! Calls of formulas in scripts, with functions and nouns of the script.

use crate::support::{all, answers, codes, evaluate, run, said, sound, value};

#[track_caller]
fn shown(cases: &[(&str, &str)]) {
    for (input, expected) in cases {
        assert_eq!(answers(input).pop().unwrap().shown.written.literal(), *expected, "`{input}`");
    }
}

#[track_caller]
fn refused(cases: &[(&str, &str)]) {
    for (input, expected) in cases {
        let evaluation = evaluate(input);
        assert_eq!(codes(input).len(), 1, "`{input}`: {:?}", codes(input));
        let text = said(&evaluation.diagnostics[0], &evaluation.sources);
        assert!(text.contains(expected), "`{input}`:\n{text}");
    }
}

#[test]
fn things_are_whatever_is_counted_the_same_in_all_parameters() {
    shown(&[
        ("storage(100M urls/month, 500 B/url, 5 years)", "3 TB"),
        ("storage(2 tweets/s, 300 B/tweet, 10 s)", "6 KB"),
        ("unit parcel; storage(2 parcels/s, 300 B/parcel, 10 s)", "6 KB"),
        ("qps(10M users, 3 searches/user/day)", "347.2 searches/s"),
        ("peak(100 tweets/s)", "200 tweets/s"),
        ("servers(35k tweets/s, 1k tweets/s/server)", "35 servers"),
        // Aliases are the same count.
        ("servers(35k reads/s, 1k req/s/server)", "35 servers"),
        ("servers(each = 1k req/s/server, rate = 35k reads/s)", "35 servers"),
    ]);
    // A plain number is accepted as a count of any noun, even if the formula drops the noun.
    for (plain, counted) in [
        ("erlang_c(10/s, 1 s, 20 servers)", "erlang_c(10 req/s, 1 s, 20 servers)"),
        ("servers_for_wait(1000/s, 1 s, 10 ms)", "servers_for_wait(1000 req/s, 1 s, 10 ms)"),
        ("key_space_lasts(62^7, 100/s)", "key_space_lasts(62^7, 100 urls/s)"),
    ] {
        assert_eq!(value(plain).value, value(counted).value, "{plain}");
    }
    // 1 - 0.99^100
    shown(&[("tail_at_scale(99%, 100)", "63.4%")]);
    refused(&[
        ("storage(100M urls/month, 500 B, 5 years)", "`size` of `storage` is data per url, not data"),
        ("storage(100M urls/month, 500 B/tweet, 5 years)", "`size` of `storage` is data per url"),
        ("servers(35k tweets/s, 1k req/s/server)", "`each` of `servers` is tweets per server per time"),
        ("peak(5 GB/s)", "`rate` of `peak` is things per time, not data per time"),
        ("qps(10M users, 3 searches/day)", "`per_user` of `qps` is"),
        ("peak(5 users·tweets/s)", "`rate` of `peak` is things per time"),
        ("data_loss(5, 2k writes/s)", "is time, not a plain number"),
    ]);
}

#[test]
fn a_bare_number_is_as_many_of_what_is_counted() {
    shown(&[
        ("servers(35_000, 1000)", "35 servers"),
        ("servers(35k req/s, 1000)", "35 servers"),
        ("servers(35_000, 1000 req/s/server, spare = 2)", "37 servers"),
        ("qps(10M, 3 searches/user/day)", "347.2 searches/s"),
        ("peak(1000 tweets/s, 3x)", "3k tweets/s"),
        ("quorum(5)", "3 replicas"),
        // No formula is named.
        ("storage(100M/month, 500 B, 5 years)", "3 TB"),
        ("storage(size = 500 B, rate = 100M/month, retention = 5 years)", "3 TB"),
    ]);
    refused(&[
        ("storage(5, 500 B/url, 5)", "`retention` of `storage` is time, not a plain number"),
        ("storage(100 urls/s, 500, 5 days)", "`size` of `storage` is data per url, not a plain number"),
        ("egress_cost(10 TB/month, 0.09)", "`price` of `egress_cost` is money per data"),
        ("servers(50%, 1000)", "`rate` of `servers` is"),
    ]);
}

#[test]
fn a_share_above_one_says_whether_it_is_in_percent() {
    refused(&[
        ("dau(1bn users, 25)", "help: for the percentage write: dau(1bn users, 25%)"),
        ("dau(1bn users, 1)", "help: for the factor write: dau(1bn users, 100%)"),
        ("fn f(x: %) = x; f(share = 2)", "has no parameter"),
        ("fn f(x: %) = x; f(1.5)", "help: for the factor write: fn f(x: %) = x; f(150%)"),
    ]);
    shown(&[
        ("dau(1bn users, 0.25)", "250M users"),
        ("dau(1bn users, 1/4)", "250M users"),
        ("compound(150%, 2)", "6.25"),
        ("fn f(x: %) = x * 2; f(3x)", "6"),
        ("growth = 25; compound(growth, 1)", "26"),
    ]);
}

#[test]
fn a_function_of_ones_own_takes_the_place_of_a_formula() {
    shown(&[
        ("fn peak(x) = x * 5; peak(2)", "10"),
        ("fn dau(x) = x; dau(2 GB)", "2 GB"),
        // Other formulas are not affected: `mg1_wait` calls `mm1_wait`.
        ("fn mm1_wait(x) = x; mg1_wait(80 req/s, 10 ms, 1)", "40 ms"),
        ("fn offered_load(rate, service) = 1; erlang_c(160 req/s, 10 ms, 2)", "71.11%"),
        // A function may call the formulas that it does not replace.
        ("fn tier(rate) = servers(rate, 1k req/s/server); tier(5k req/s) + tier(2k req/s)", "7 servers"),
        ("fn mm1_wait(rate) = mg1_wait(rate, 10 ms, 1); mm1_wait(80 req/s)", "40 ms"),
    ]);
    refused(&[
        ("fn peak(x) = peak(x); peak(2)", "the function `peak` calls itself"),
        ("fn native_erlang_c(x) = x; native_erlang_c(1, 2)", "takes 1 value"),
        ("native_erlang_c(1, 2)", "there is no function `native_erlang_c`"),
    ]);
}

#[test]
fn a_script_may_count_things_of_its_own() {
    shown(&[
        ("unit thing; peak(5 things/s)", "10 things/s"),
        ("unit thing; peak(5 tweets/s)", "10 tweets/s"),
        ("unit thing; fn f(x: things) = x; f(5 things)", "5 things"),
        ("5 things/s * 2 s", "10 things"),
        ("unit server; servers(35k req/s, 1k req/s/server)", "35 servers"),
    ]);
    assert_eq!(codes("unit thing; fn f(x: things) = x; f(5 users)"), ["E0302"]);
}

#[test]
fn a_parameter_of_ones_own_may_count_anything() {
    shown(&[
        ("fn each(rate: things/s, size: B/thing) = rate * size; each(5 urls/s, 2 B/url)", "10 B/s"),
        ("fn twice(x: things) = x * 2; twice(5 users) / 1 user + twice(3 servers) / 1 server", "16"),
        ("fn twice(x: number) = x * 2; twice(3x)", "6"),
        ("unit number; fn f(x: number) = x; f(3 numbers)", "3 numbers"),
    ]);
    refused(&[
        (
            "fn each(rate: things/s, size: B/thing) = rate * size; each(5 urls/s, 2 B/user)",
            "`size` of `each` is data per url, not data per user",
        ),
        ("fn twice(x: number) = x * 2; twice(3 GB)", "`x` of `twice` is a plain number, not data"),
        ("fn twice(x: GB) = x * 2; twice(1 < 2)", "`x` of `twice` is data, not true or false"),
    ]);
}

#[test]
fn an_error_is_at_the_call() {
    let evaluation = evaluate("fn f(x) = erlang_c(x, 10 ms, 2)\nf(260 req/s)");
    let text = all(&evaluation.diagnostics, &evaluation.sources);
    assert!(
        text.contains("^ 2:1 `f(260 req/s)`") && text.contains("- 1:11 `erlang_c(x, 10 ms, 2)`"),
        "{text}"
    );
    let evaluation = evaluate("servers(100 req/s, 0 req/s/server)");
    let text = all(&evaluation.diagnostics, &evaluation.sources);
    assert!(text.contains("divides by zero") && text.contains("^ 1:1 `servers("), "{text}");
    refused(&[
        ("servers(100 req/s)", "`servers` needs its argument `each`"),
        ("servers(100 req/s, 10, utilization = 50%)", "`servers` has no parameter `utilization`"),
        ("servers(1, 2, 3%, 4, 5)", "`servers` takes 4 values, not 5"),
        ("server(100 req/s, 10)", "servers"),
        ("erlangc(1 req/s, 1 s, 2)", "erlang_c"),
    ]);
}

#[test]
fn a_formula_works_in_a_model() {
    let report = sound(run("napkin = 1\n[inputs]\nusers = \"100M users\"\n[estimates]\n\
         rate = \"qps(users, 10 req/user/day)\"\nfleet = \"servers(peak(rate), 1k req/s/server)\"\n\
         [checks]\nsmall = \"erlang_c(rate, 10 ms, 200) < 1%\"\n"));
    let row = crate::support::row(&report, "fleet");
    assert_eq!(row.shown.written.literal(), "24 servers");
    assert!(report.checks[0].passed);
}

#[test]
fn many_calls_are_written_out_once_for_each_set_of_arguments() {
    let mut script = "x = 1 req/s\n".to_owned();
    for at in 0..300 {
        script += &format!("y{at} = mmc_wait_percentile(x, 1 ms, {})\n", at % 3 + 1);
    }
    assert_eq!(answers(&script).len(), 301);
    assert_eq!(value("sum(peak(5 req/s), peak(5 req/s))").value, 20.0);
}

#[test]
fn a_table_is_read_row_by_row_through_a_formula() {
    let model = r#"
        napkin = 1
        [tables.media]
        photo = { rate = "2 posts/s", size = "1 MB/post" }
        video = { rate = "1 post/s", size = "10 MB/post" }
        [estimates]
        a_day = "sum(storage(media.rate, media.size, 1 day))"
    "#;
    // (2 × 1 MB + 10 MB) × 86 400.
    assert_eq!(crate::support::row(&sound(run(model)), "a_day").shown.value, 1_036_800e6);
}

#[test]
fn a_range_goes_through_a_formula_world_by_world() {
    // An increasing function maps the median and the ends of its argument: ρ with one server.
    let answer = answers("erlang_c(40 to 60 req/s, 10 ms, 1)").pop().unwrap();
    let spread = answer.shown.spread.as_ref().unwrap();
    for (found, expected) in
        [(answer.shown.value, 2400_f64.sqrt() / 100.0), (spread.p5, 0.4), (spread.p95, 0.6)]
    {
        assert!((found / expected - 1.0).abs() < 2e-3, "{found} {expected}");
    }
    // The same range in two parameters of a call is one variable by its name.
    assert_eq!(value("x = 2 to 3; compound(x * 10%, 1) / (1 + x * 10%)").value, 1.0);
    // A default is one variable for each parameter, and a plain number is a count even if it is uncertain.
    assert_eq!(value("servers(999 to 1000, 1000)").value, 1.0);
    assert!(value("storage(1M to 2M urls/day, 500 B/url, 1 year)").spread.is_some());
}

#[test]
fn a_formula_without_a_result_in_some_samples_says_in_how_many() {
    refused(&[
        ("erlang_c(50 to 200 req/s, 10 ms, 1)", "`erlang_c` has no defined result in 50% of the samples"),
        ("erlang_c(50 to 200 req/s, 10 ms, 1)", "it needs at least one server, and less work"),
        ("servers(100 req/s, 0 req/s/server)", "`napkin formulas servers` shows what it computes"),
    ]);
}

/// Each repair is computed by hand: 100/s for 200 ms are 20; 100/s of 2 KB for 5 years of 365 days are 31.536 TB.
#[test]
fn a_call_is_repaired_from_its_own_arguments() {
    for (input, repaired) in [
        ("shards(10TB, 2TB)", "`shards(10TB, 2TB/shard)` gives 5 shards"),
        ("shards(2 TB/shard, 10 TB)", "`shards(10 TB, 2 TB/shard)` gives 5 shards"),
        // In another order, also where it is not known yet what is counted.
        ("concurrent(200 ms, 100 rps)", "`concurrent(100 rps, 200 ms)` gives 20 requests"),
        ("storage(2 KB/req, 100 req/s, 5 years)", "`storage(100 req/s, 2 KB/req, 5 years)` gives 31.54 TB"),
        ("transfer_time(1 Gbps, 1 TB)", "`transfer_time(1 TB, 1 Gbps)` gives 2.222 h"),
        ("uniform(10, 1)", "`uniform(1, 10)` gives about 5.5"),
        ("triangular(3, 2, 1)", "`triangular(1, 2, 3)` gives about 2"),
        // With what is missing, as in the example of the formula: 1000 of 1001 hours.
        ("availability(1000h)", "for example: `availability(1000h, mttr = 1 h)` gives 99.9%"),
        ("availability(mtbf = 1000h)", "for example: `availability(mtbf = 1000h, mttr = 1 h)` gives 99.9%"),
        ("downtime()", "for example: `downtime(availability = 99.9%)` gives 8.76 h"),
        // By another name of the parameter, or of the function.
        ("dau(users = 5M users, share = 20%)", "`dau(total = 5M users, share = 20%)` gives 1M users"),
        ("availability(mttr=1h, mtfb=1000h)", "`availability(mttr=1h, mtbf=1000h)` gives 99.9%"),
        ("QPS(8640 users, 10)", "`qps(8640 users, 10)` gives 1 thing/s"),
        ("users(5)", "for an amount write: 5 users gives 5 users"),
        ("hours(5)", "for an amount write: 5 hours gives 5 h"),
        ("n = 3; n(3)", "to multiply write: n = 3; n * (3) gives 9"),
        ("growth(1 TB)", "`napkin formulas growth` finds `growth_rate`, `storage_with_growth`"),
        ("cache_size(5)", "`napkin formulas cache` finds `"),
        ("foo(3)", "the functions are min, max"),
    ] {
        let evaluation = evaluate(input);
        let text = all(&evaluation.diagnostics, &evaluation.sources).replace('`', "");
        assert!(!evaluation.is_ok() && text.contains(&repaired.replace('`', "")), "`{input}`:\n{text}");
        assert!(text.matches("the other way round").count() <= 1, "{text}");
    }
}

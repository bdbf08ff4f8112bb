//! The other direction: the values of an input with which a condition holds.

use napkin::report::{Changes, Report, Settings, solve, sweep};

use crate::support::{all, check_row, run, run_with, sound};

/// A model with these inputs, estimates and one check, `it`.
fn model(inputs: &str, estimates: &str, check: &str) -> String {
    format!("[inputs]\n{inputs}\n[estimates]\n{estimates}\n[checks]\nit = \"{check}\"\n")
}

/// What would make the failed check of a model hold.
#[track_caller]
fn offers(text: &str) -> Vec<String> {
    let report = sound(run(text));
    let row = check_row(&report, "it");
    assert!(!row.passed, "{text}");
    row.holds_with.clone()
}

/// Whether the check of a model holds with another value of an input.
#[track_caller]
fn holds(text: &str, name: &str, value: &str) -> bool {
    let report: Report = run_with(text, &[(name, value)]);
    check_row(&sound(report), "it").passed
}

#[test]
fn a_failed_check_offers_no_value_beyond_which_it_fails_again() {
    // The k-th tooth of a saw holds from 3k / 1.1 to 3k million users, and from the tenth on they meet: 27.3M.
    let text =
        model("users = \"19M users\"", "saw = \"ceil(users / 3M users) * 3M users / users\"", "saw <= 1.1");
    // 19M is 0.1M below the seventh, which begins at 21M / 1.1 = 19.09M.
    assert_eq!(offers(&text), ["users from 19.1M users to 21M users"]);
    for (value, is) in [("19.1M", true), ("21M", true), ("21.5M", false), ("24.5M", false), ("27.3M", true)] {
        assert_eq!(holds(&text, "users", value), is, "{value}");
    }
    let text = text.replace("19M users", "27.1M users");
    assert_eq!(offers(&text), ["users from 24.6M users to 27M users"]);
    let text = text.replace("27.1M users", "27.2M users");
    assert_eq!(offers(&text), ["users >= 27.3M users"]);
}

#[test]
fn what_is_counted_stays_whole_and_a_factor_need_not() {
    // 3 copies of 100 TB are 300 TB, and 2.5 would be 250.
    let of = |name: &str, value: &str| {
        model(
            &format!("size = {{ value = \"100 TB\", max = \"100 TB\", min = \"100 TB\" }}\n{name} = {value}"),
            &format!("stored = \"size * {name}\""),
            "stored <= 250 TB",
        )
    };
    assert_eq!(offers(&of("replication", "3")), ["replication <= 2"]);
    assert_eq!(offers(&of("replication", "\"3x\"")), ["replication <= 2x"]);
    assert_eq!(offers(&of("peak_factor", "3")), ["peak_factor <= 2.5"]);
    assert_eq!(offers(&of("copies", "3.5")), ["copies <= 2.5"]);
    // 1,000 GB on disks of 300 GB: three do not suffice, and four do.
    let text = model("disks = \"2 disks\"", "room = \"disks * 300 GB/disk\"", "room >= 1000 GB");
    assert_eq!(offers(&text), ["disks >= 4 disks"]);
}

#[test]
fn conditions_and_rows_are_tried_one_by_one() {
    let text = "[inputs]\nsize = { value = \"12 TB\", min = \"12 TB\", max = \"12 TB\" }\ndeduplicate = false\nmachine = \"node.small\"\n\
        [tables.node]\nsmall = { disk = \"10 TB\" }\nlarge = { disk = \"40 TB\" }\nhuge = { disk = \"80 TB\" }\n\
        [estimates]\nkept = \"if deduplicate then size / 2 else size\"\n[checks]\nit = \"kept <= machine.disk\"\n";
    // A disk that is a fifth larger is nearer than another machine.
    assert_eq!(offers(text), ["node.small.disk >= 12 TB", "deduplicate = true"]);
    let text = text.replace("if deduplicate then size / 2 else size", "if deduplicate then size else size");
    assert_eq!(offers(&text), ["node.small.disk >= 12 TB", "machine = large"]);
    assert!(holds(&text, "machine", "large") && !holds(&text, "machine", "small"));
}

#[test]
fn an_equality_offers_the_value_and_a_difference_nothing() {
    // 8 shards of 50 GB are 400 GB.
    let shards = "shards = \"4 shards\"";
    let text = model(shards, "room = \"shards * 50 GB/shard\"", "room == 400 GB");
    assert_eq!(offers(&text), ["shards = 8 shards"]);
    // 8.2 shards are none.
    assert_eq!(offers(&text.replace("400 GB", "410 GB")), [""; 0]);
    assert_eq!(offers(&text.replace("room == 400 GB", "room != 200 GB")), [""; 0]);
    let text = model("size = \"4 GB\"", "twice = \"size * 2\"", "twice == 10 GB");
    assert_eq!(offers(&text), ["size = 5 GB"]);
    // 1/3 has no short decimal.
    let text = model("size = \"4 GB\"", "thrice = \"size * 3\"", "thrice == 10 GB");
    assert_eq!(offers(&text), [""; 0]);
}

#[test]
fn compound_conditions_and_those_on_all_rows() {
    // 5 / 3 < x <= 2 ends below the present value, and x >= 10 begins above it: 3 is nearer to 2 than to 10.
    let text = model("x = \"3 s\"", "y = \"x * 3\"", "(y > 5 s and y <= 6 s) or x >= 10 s");
    assert_eq!(offers(&text), ["x from 1.67 s to 2 s"]);
    let text = "[inputs]\nneeded = \"5 TB\"\n[tables.node.a]\ndisk = \"2 TB\"\n[tables.node.b]\ndisk = \"3 TB\"\n\
        [estimates]\nhalf = \"needed / 2\"\n[checks]\nit = \"all(half <= node.disk)\"\n";
    assert_eq!(offers(text), ["needed <= 4 TB", "node.a.disk >= 2.5 TB"]);
    // The larger disk decides: 2.5 TB fit into 3 TB, 4 TB into none.
    let text = text.replace("all(", "any(").replace("5 TB", "8 TB");
    assert_eq!(offers(&text), ["needed <= 6 TB", "node.b.disk >= 4 TB"]);
}

#[test]
fn percentiles_and_probabilities() {
    // A lognormal 10 to 40 has the 95th percentile 40: 100 s / 40 are 2.5.
    let text = model("many = \"10 s\"\neach = \"10 to 40\"", "took = \"many * each\"", "p95(took) <= 100 s");
    assert_eq!(offers(&text), ["many <= 2.5 s"]);
    assert_eq!(offers(&text.replace("p95(took) <= 100 s", "P(took <= 100 s) >= 95%")), ["many <= 2.5 s"]);
}

/// The answer of `solve` for a model, in one line.
#[track_caller]
fn solved(text: &str, vary: &str, until: &str) -> solve::Solution {
    let solved = solve::solve("model.toml", text, (vary, until), &Settings::default());
    assert!(solved.diagnostics.is_empty(), "{}", all(&solved.diagnostics, &solved.sources));
    solved.solution.expect("there are no errors")
}

/// The messages of the errors of `solve`.
fn refused(text: &str, vary: &str, until: &str) -> String {
    let solved = solve::solve("model.toml", text, (vary, until), &Settings::default());
    assert!(solved.solution.is_none());
    all(&solved.diagnostics, &solved.sources)
}

#[test]
fn edges_that_algebra_knows() {
    let x = "x = \"10 s\"";
    for (estimate, until, answer) in [
        // 3x <= 90
        ("x * 3", "y <= 90 s", "x up to 30 s"),
        ("x * 3", "y >= 90 s", "x from 30 s up"),
        // x^2 - 25x + 100 <= 0 from 5 to 20
        ("x + (10 s)^2 / x", "y <= 25 s", "x from 5 s to 20 s"),
        // and the rest of it
        ("x + (10 s)^2 / x", "y >= 25 s", "x up to 5 s, and again from 20 s up"),
        // 2^(x / 1 s) <= 1e6 up to log2(1e6) = 19.93156…
        ("1 s * 2 ^ (x / 1 s)", "y <= 1M s", "x up to 19.93 s"),
        ("x * 0 + 5 s", "y <= 6 s", "x: every value that was tried holds, from 1e-5 to 10M s"),
        ("x * 0 + 7 s", "y <= 6 s", "x: no value that was tried holds, from 1e-5 to 10M s"),
        ("x * 4", "y == 51 s", "x = 12.75 s"),
        // no edge, but two sides of one
        ("x * 1", "y != 12 s and y != 13 s", "x: every value that was tried holds, from 1e-5 to 10M s"),
        // 0 <= log10(x - 5) from 6, and no value up to 5
        ("1 s * log10(x / 1 s - 5)", "y >= 0 s", "x from 6 s up"),
        ("min(x, 8 s)", "y >= 7 s", "x from 7 s up"),
    ] {
        let text = model(x, &format!("y = \"{estimate}\""), "x <= 1bn s");
        assert_eq!(solved(&text, "x", until).headline(), answer, "{estimate}, {until}");
    }
}

#[test]
fn shares_limits_and_values_below_zero() {
    // Two of 99% in parallel are 99.99%.
    let text = model("each = \"99.5%\"", "both = \"1 - (1 - each)^2\"", "both <= 100%");
    assert_eq!(solved(&text, "each", "both >= 99.99%").headline(), "each from 99% up");
    assert_eq!(solved(&text, "each", "both >= 99.9999%").headline(), "each from 99.9% up");
    let text = model(
        "celsius = { value = \"5.5\", min = \"-40\", max = \"60\", ok = \"a temperature\" }",
        "kelvin = \"celsius + 273.15\"",
        "kelvin >= 200",
    );
    assert_eq!(solved(&text, "celsius", "kelvin >= 260").headline(), "celsius from -13.15 up");
    assert_eq!(solved(&text, "celsius", "kelvin <= 300").headline(), "celsius up to 26.85");
    assert_eq!(
        solved(&text, "celsius", "kelvin >= 200").headline(),
        "celsius: every value that was tried holds, from -40 to 60"
    );
    // 0 users have 0 TB.
    let text = model("users = \"0 users\"", "size = \"users * 2 GB/user\"", "size <= 1 TB");
    assert_eq!(solved(&text, "users", "size <= 1 TB").headline(), "users up to 500 users");
}

#[test]
fn an_uncertain_condition_has_an_interval_and_a_percentile_has_one_edge() {
    // x * f <= 100 s has the edge 100 s / f, and f has the quantiles 10, 20 and 40.
    let text = model("x = \"1 s\"\nf = \"10 to 40\"", "y = \"x * f\"", "p50(y) <= 1bn s");
    assert_eq!(solved(&text, "x", "y <= 100 s").headline(), "x up to 5 s (90%: 2.5 to 10 s)");
    assert_eq!(solved(&text, "x", "p95(y) <= 100 s").headline(), "x up to 2.5 s");
    assert_eq!(solved(&text, "x", "P(y <= 100 s) >= 95%").headline(), "x up to 2.5 s");
    assert_eq!(solved(&text, "x", "p50(y) <= 100 s").headline(), "x up to 5 s");
    // An uncertain input becomes a point.
    assert_eq!(solved(&text, "f", "y <= 30 s").headline(), "f up to 30");
    let solution = solved(&text, "f", "y <= 30 s");
    assert!(!solution.is_uncertain && solution.now.at.text == "20", "{:?}", solution.now);
}

#[test]
fn what_decides_beyond_the_edge() {
    let text = model(
        "users = \"1M users\"\nreads = \"1 request/user/s\"\nsize = \"1 MB/user\"",
        "by_cpu = \"users * reads / (1000 requests/s/server)\"\n\
         by_memory = \"users * size / (2 GB/server)\"\nservers = \"ceil(max(by_cpu, by_memory))\"",
        "servers >= 1 server",
    );
    // One server takes 1,000 users by its processor, and 2,000 by its memory.
    let found = solved(&text, "users", "servers <= 40 servers").headline();
    assert_eq!(found, "users up to 40k users; then by_cpu decides");
    let found = solved(&text.replace("1 MB/user", "4 MB/user"), "users", "servers <= 40 servers").headline();
    assert_eq!(found, "users up to 20k users; then by_memory decides");
}

/// The condition holds at the edges that are told, and not just beyond.
#[test]
fn what_lies_inside_holds_and_what_lies_outside_does_not() {
    let inputs = "users = \"10M users\"\nreads = \"7 requests/user/day\"\nshare = \"80%\"\nreplicas = \"3 replicas\"\nf = \"2 to 3\"";
    let estimates = "rate = \"users * reads * share * 2.5\"\nsaw = \"ceil(users / 3M users) * 3M users / users\"\n\
        nodes = \"ceil(users * replicas / 1M users)\"\nwide = \"p90(f) * users * share\"\n\
        hill = \"(users / 10M users) * (2 - users / 10M users)\"";
    for (vary, until, unit) in [
        ("users", "rate <= 12345 requests/s", " users"),
        ("users", "saw <= 1.1", " users"),
        ("users", "hill >= 0.3", " users"),
        ("users", "wide <= 50M users", " users"),
        ("reads", "rate >= 3.7k requests/s", " requests/user/s"),
        ("share", "rate <= 1.5k requests/s", ""),
        ("replicas", "nodes <= 55 replicas", " replicas"),
        ("f", "wide <= 50M users", ""),
    ] {
        let text = model(inputs, estimates, until);
        let solution = solved(&text, vary, "it");
        let solve::Found::Ranges(ranges) = &solution.found else { panic!("{until}") };
        let bounds: Vec<_> = ranges.iter().flat_map(|range| range.from.iter().chain(&range.to)).collect();
        assert!(!bounds.is_empty(), "{until}");
        for bound in bounds {
            let set = |number: f64| format!("{number}{unit}");
            // The printed text holds as well.
            assert!(holds(&text, vary, &bound.at.text), "{until}: {}", bound.at.text);
            let (inner, outer) = (bound.at.value, bound.beyond);
            // In base units the last bit may be lost.
            let step = if unit == " replicas" || unit == " users" { 0.0 } else { 1e-9 };
            let towards = |from: f64, to: f64| from + (to - from).signum() * from.abs() * step;
            assert!(holds(&text, vary, &set(towards(inner, 2.0 * inner - outer))), "{until}: {inner}");
            assert!(!holds(&text, vary, &set(towards(outer, 2.0 * outer - inner))), "{until}: {outer}");
        }
    }
}

#[test]
fn rows_conditions_and_scenarios() {
    let text = "[inputs]\nsize = \"12 TB\"\nmachine = \"node.small\"\ncompress = false\n\
        [tables.node]\nsmall = { disk = \"10 TB\" }\nlarge = { disk = \"40 TB\" }\nhuge = { disk = \"80 TB\" }\n\
        [estimates]\nkept = \"if compress then size / 2 else size\"\n\
        [checks]\nfits = \"kept <= machine.disk\"\nlate = { check = \"kept <= 20 TB\", scenarios = [\"launch\"] }\n\
        [scenarios.launch]\nsize = \"30 TB\"\n";
    assert_eq!(solved(text, "machine", "fits").headline(), "machine = large or huge");
    assert_eq!(solved(text, "machine", "kept <= machine.disk * 10").headline(), "machine: every value holds");
    assert_eq!(solved(text, "compress", "fits").headline(), "compress = true");
    assert_eq!(solved(text, "node.small.disk", "fits").headline(), "node.small.disk from 12 TB up");
    let error = refused(text, "size", "late");
    assert!(error.contains("E0510") && error.contains("--scenario launch"), "{error}");
    let changes = Changes { scenario: Some("launch".to_owned()), ..Changes::default() };
    let settings = Settings { changes, ..Settings::default() };
    let solved = solve::solve("model.toml", text, ("size", "late"), &settings).solution.expect("no errors");
    assert_eq!(solved.headline(), "size up to 20 TB");
    assert_eq!(solved.now.text(), "fails, 50% past the limit");
}

#[test]
fn what_cannot_be_solved_is_an_error_with_a_way_out() {
    let text = model("x = \"10 s\"\nz = \"1 s\"", "y = \"x * 3\"\nw = \"y + z\"", "w <= 1bn s");
    for (vary, until, code, words) in [
        ("nope", "y <= 1 s", "E0510", "`x`"),
        ("y", "y <= 1 s", "E0608", "`x`"),
        ("z", "y <= 1 s", "E0608", "`x`"),
        ("x", "y", "E0304", "condition"),
        ("x", "y <= 1 GB", "E0301", "data"),
        ("x", "nope <= 1 s", "E0201", "nope"),
        ("x", "1 s <= 2 s", "E0516", "reads nothing"),
        ("x", "y <=", "E01", ""),
    ] {
        let error = refused(&text, vary, until);
        assert!(error.contains(code) && error.contains(words), "{vary}, {until}: {error}");
    }
}

/// A sweep whose points are computed in the order of a function.
fn swept_by(text: &str, vary: &[&str], show: &str, backwards: bool) -> sweep::Swept {
    let vary = vary.iter().map(|text| (*text).to_owned()).collect();
    let question = sweep::Question { vary, show: vec![show.to_owned()], steps: Some(5) };
    let jobs = |count: usize, point: &(dyn Fn(usize) -> sweep::Point + Sync)| {
        let mut points: Vec<sweep::Point> = match backwards {
            true => (0..count).rev().map(point).collect(),
            false => (0..count).map(point).collect(),
        };
        if backwards {
            points.reverse();
        }
        points
    };
    sweep::sweep("model.toml", text, &question, &Settings::default(), &jobs)
}

#[track_caller]
fn swept(text: &str, vary: &[&str], show: &str) -> sweep::Swept {
    let swept = swept_by(text, vary, show, false);
    assert!(swept.diagnostics.is_empty(), "{}", all(&swept.diagnostics, &swept.sources));
    swept
}

const FEED: &str = "[inputs]\nusers = \"10M users\"\nreads = \"20 to 60 requests/user/day\"\nreplication = \"3x\"\n\
    size = \"2 MB/user\"\nmachine = \"node.small\"\n\
    [tables.node]\nsmall = { rate = \"500 requests/s/server\" }\nlarge = { rate = \"2000 requests/s/server\" }\n\
    [estimates]\nrate = \"users * reads\"\nservers = \"ceil(rate / machine.rate)\"\nstorage = \"users * size * replication\"\n\
    [checks]\nfleet = \"p95(servers) <= 40 servers\"\nfits = \"storage <= 100 TB\"\n\
    [scenarios.launch]\nusers = \"50M users\"\n";

#[test]
fn a_point_of_a_sweep_is_a_run_with_these_values() {
    for vary in [
        &["users = 1M..100M users"][..],
        &["users = 1M..100M users", "replication = 2x, 3x"],
        &["reads = 10..30 requests/user/day", "users = 5M, 50M"],
        &["reads = 1 to 2, 30 requests/user/day", "users = 5M..7M"],
        &["machine = small, large", "users = 1M..100M"],
    ] {
        let swept = swept(FEED, vary, "rate,servers,storage");
        assert_eq!(swept.points.len(), swept.axes.iter().map(|(_, values)| values.len()).product::<usize>());
        for point in &swept.points {
            let set: Vec<(&str, &str)> = swept
                .axes
                .iter()
                .enumerate()
                .map(|(at, (name, _))| (name.as_str(), swept.text(point, at)))
                .collect();
            let report = sound(run_with(FEED, &set));
            let rows = report.estimates.iter().flat_map(|section| &section.rows);
            for (name, shown) in swept.shown.iter().zip(&point.values) {
                let row = rows.clone().find(|row| row.name == *name).expect("an estimate");
                let shown = shown.as_ref().expect("a value");
                assert_eq!(
                    (shown.value, &shown.spread),
                    (row.shown.value, &row.shown.spread),
                    "{set:?} {name}"
                );
            }
            let holds: Vec<Option<bool>> = report.checks.iter().map(|check| Some(check.passed)).collect();
            assert_eq!(point.checks, holds, "{set:?}");
        }
        let backwards = swept_by(FEED, vary, "rate,servers,storage", true);
        assert_eq!(format!("{:?}", backwards.points), format!("{:?}", swept.points));
    }
}

#[test]
fn the_values_of_a_sweep() {
    let values = |vary: &str| swept(FEED, &[vary], "storage").axes[0].1.clone();
    assert_eq!(
        values("users = 1M..10bn users"),
        ["1M users", "10M users", "100M users", "1bn users", "10bn users"]
    );
    assert_eq!(values("users=10M..50M"), ["10M users", "20M users", "30M users", "40M users", "50M users"]);
    assert_eq!(values("replication = 2x..4x"), ["2x", "3x", "4x"]);
    assert_eq!(values("size = 1, 2, 5 GB/user"), ["1 GB/user", "2 GB/user", "5 GB/user"]);
    assert_eq!(
        values("size = 500 KB/user .. 1 MB/user"),
        ["500 KB/user", "0.625 MB/user", "0.75 MB/user", "0.875 MB/user", "1 MB/user"]
    );
    assert_eq!(values("users = 1,000, 2,000"), ["1000 users", "2000 users"]);
    assert_eq!(values("users = 7M..7M"), ["7M users"]);
    let scenarios = swept(FEED, &["scenario = all"], "storage");
    assert_eq!(scenarios.axes[0].1, ["base", "launch"]);
    let text = |at: usize| scenarios.points[at].values[0].as_ref().expect("a value").written.literal();
    // 10M and 50M users with 2 MB, three times
    assert_eq!([text(0), text(1)], ["60 TB", "300 TB"]);
    assert_eq!(
        scenarios.verdict(&scenarios.points[1], scenarios.points.first()),
        "fleet fails from here, fits fails from here"
    );
}

#[test]
fn a_sweep_goes_on_where_there_is_no_value() {
    let text = model("x = \"10 s\"", "y = \"log10(x / 1 s - 5)\"", "y >= 0");
    let swept = swept(&text, &["x = 2, 4, 5.5, 6, 105 s"], "y");
    let shown: Vec<Option<f64>> =
        swept.points.iter().map(|point| point.values[0].as_ref().map(|y| y.value)).collect();
    assert_eq!(shown[..2], [None, None]);
    assert!(shown[2].is_some_and(|y| y < 0.0) && shown[3] == Some(0.0) && shown[4] == Some(2.0), "{shown:?}");
    let checks: Vec<Option<bool>> = swept.points.iter().map(|point| point.checks[0]).collect();
    assert_eq!(checks, [None, None, Some(false), Some(true), Some(true)]);
}

#[test]
fn what_cannot_be_swept_is_an_error_with_a_way_out() {
    let limited = FEED.replace("\"10M users\"", "{ value = \"10M users\", max = \"1bn users\" }");
    for (vary, code, words) in [
        (&["users"][..], "E0608", "users = 1..100"),
        (&["users = 5..1"], "E0608", "users = 1..5"),
        (&["users = 1M - 5M"], "E0608", "users = 1M..5M"),
        (&["users = 1M to 5M"], "E0608", "users = 1M..5M"),
        (&["users = 1M.."], "E0608", "users = 1M..10M users"),
        (&["users = ..5M users"], "E0608", "users = 500k users..5M users"),
        (&["users = -5..5"], "E0608", "begin at 0"),
        (&["users = 1..5 GB"], "E0302", "data"),
        (&["users = nope, 3"], "E0201", "nope"),
        (&["users = 1M..2bn users"], "E0513", "maximum"),
        (&["users = 1..2 to 3"], "E0608", "single number"),
        (&["nope = 1..3"], "E0510", "`users`"),
        (&["storage = 1..3 TB"], "E0608", "`size`"),
        (&["users = 1M, 2M", "users = 3M"], "E0608", "twice"),
        (&["users = 1", "size = 1 MB/user", "replication = 2x"], "E0608", "--set"),
        (&["machine = medium"], "E0201", "small"),
        (&["scenario = nope"], "E0510", "launch"),
    ] {
        let swept = swept_by(&limited, vary, "storage", false);
        let error = all(&swept.diagnostics, &swept.sources);
        assert!(
            swept.points.is_empty() && error.contains(code) && error.contains(words),
            "{vary:?}: {error}"
        );
    }
    let swept = swept_by(FEED, &["users = 1M, 2M"], "storrage", false);
    assert!(all(&swept.diagnostics, &swept.sources).contains("`storage`"));
}

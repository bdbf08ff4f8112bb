//! Models with ranges: their tables, checks and sensitivities.

use napkin::Sampling;
use napkin::report::{Report, Settings, Wanted};

use crate::support::{all, check_row, row, run, run_with, sound};

const FEED: &str = r#"
summary = "{storage}"

[inputs]
users  = "1M users"
size   = "1 to 4 MB/user"
copies = "2 to 4"

[estimates]
stored  = "users * size"
storage = { formula = "stored * copies", unit = "TB" }
disks   = "ceil(storage / (4 TB/disk))"

[checks]
fits   = "P(storage <= 20 TB) >= 95%"
few    = "p95(disks) <= 4 disks"
median = "p50(storage) <= 6 TB"
"#;

fn settled(text: &str, change: impl FnOnce(&mut Settings)) -> Report {
    let mut settings = Settings::default();
    change(&mut settings);
    sound(napkin::report::run("model.toml", text, &settings))
}

/// p5, median and p95 of a row.
#[track_caller]
fn quantiles(report: &Report, name: &str) -> [f64; 3] {
    let shown = &row(report, name).shown;
    let spread = shown.spread.as_ref().unwrap_or_else(|| panic!("`{name}` is certain"));
    [spread.p5, shown.value, spread.p95]
}

/// How far the ends of the product of two ranges lie from its median: each range by the factors of its ends.
fn half_of(factors: &[f64]) -> f64 {
    (factors.iter().map(|factor| factor.ln().powi(2)).sum::<f64>().sqrt() / 2.0).exp()
}

#[test]
fn tables_have_medians_and_intervals() {
    let report = sound(run(FEED));
    // 1M users × 2 MB × √8: the ends by the widths of both ranges.
    let (median, half) = (2.0 * 8.0_f64.sqrt(), half_of(&[4.0, 2.0]));
    for (found, expected) in quantiles(&report, "storage").iter().zip([median / half, median, median * half])
    {
        assert!((found / expected - 1.0).abs() < 0.003, "{found}, not {expected}");
    }
    assert_eq!(quantiles(&report, "stored"), [1e12, 2e12, 4e12]);
    assert!(row(&report, "users").shown.spread.is_none());
    assert_eq!(report.summary.as_deref(), Some("5.66 TB"));
    assert_eq!(report.reading.as_deref(), Some("1 to 4 MB/user → 90% interval, lognormal, median 2 MB/user"));
    // Whole disks: 5.66 TB / 4 TB is 1.41, and the ends are 2.6 and 12.3 TB.
    assert_eq!(quantiles(&report, "disks"), [1.0, 2.0, 4.0]);
}

#[test]
fn the_same_file_seed_and_version_give_the_same_numbers() {
    let text = FEED.replace("disks   =", "both = \"size + copies * 1 MB/user\"\ndisks   =");
    let own = quantiles(&sound(run(&text)), "both");
    assert_eq!(own, quantiles(&sound(run(&text)), "both"));
    let other = settled(&text, |settings| {
        settings.uncertainty.sampling = Sampling { seed: 7, ..Sampling::default() }
    });
    // What is known without samples is the same for each seed.
    assert_eq!(quantiles(&other, "storage"), quantiles(&sound(run(FEED)), "storage"));
    let other = quantiles(&other, "both");
    assert_ne!(own, other);
    for (own, other) in own.iter().zip(other) {
        assert!((own / other - 1.0).abs() < 0.005, "{own} and {other}");
    }
    // More samples: the same story, and no more rounds than are needed.
    let more = settled(&text, |settings| settings.uncertainty.sampling.samples = 20_000);
    let shown = &row(&more, "both").shown;
    assert_eq!(shown.spread.as_ref().map(|spread| spread.samples), Some(31 * 650));
    assert!((shown.value / own[1] - 1.0).abs() < 0.005);
}

#[test]
fn what_is_added_elsewhere_leaves_a_row_alone() {
    let own = sound(run(FEED));
    let storage = |report: &Report| row(report, "storage").shown.clone();
    for (what, with) in [
        (
            "an input and an estimate",
            FEED.replace(
                "[estimates]",
                "reads = \"5 to 9 reads/user/day\"\n[estimates]\nload = \"users * reads\"",
            ),
        ),
        (
            "an input before the others",
            FEED.replace("[inputs]", "[inputs]\nreads = { value = \"5 to 9\", ok = \"not used\" }"),
        ),
        ("a check", FEED.replace("[checks]", "[checks]\nmore = \"p5(stored) > 0.5 TB\"")),
        ("a range in another formula", FEED.replace("disks   =", "rough = \"stored * (1 to 2)\"\ndisks   =")),
        (
            "another order",
            FEED.replace(
                "size   = \"1 to 4 MB/user\"\ncopies = \"2 to 4\"",
                "copies = \"2 to 4\"\nsize   = \"1 to 4 MB/user\"",
            ),
        ),
    ] {
        assert_ne!(with, FEED, "{what}");
        assert_eq!(storage(&sound(run(&with))), storage(&own), "{what}");
    }
    // Other values of an input use the same samples: with twice the size in every sample, the result doubles.
    let double = sound(run_with(FEED, &[("size", "2 to 8 MB/user")]));
    for (own, double) in quantiles(&own, "storage").iter().zip(quantiles(&double, "storage")) {
        assert!((double / own - 2.0).abs() < 1e-9, "{own} and {double}");
    }
}

#[test]
fn set_and_point_take_ranges_away_and_bring_them() {
    let report = sound(run_with(FEED, &[("size", "2 MB/user"), ("copies", "3")]));
    assert!(row(&report, "storage").shown.spread.is_none());
    assert_eq!(row(&report, "storage").shown.value, 6.0);
    assert_eq!((report.reading.as_ref(), report.check_first.as_ref()), (None, None));
    let report = sound(run_with(FEED, &[("users", "1M to 4M"), ("size", "2 MB/user"), ("copies", "3")]));
    assert_eq!(quantiles(&report, "stored"), [2e12, 4e12, 8e12]);
    assert!(row(&report, "users").set);
    let report = sound(run_with(FEED, &[("stored", "1 to 4 TB"), ("copies", "3")]));
    for (found, expected) in quantiles(&report, "storage").iter().zip([3.0, 6.0, 12.0]) {
        assert!((found / expected - 1.0).abs() < 1e-12, "{found}, not {expected}");
    }
    let report = settled(FEED, |settings| settings.uncertainty.point = true);
    assert!(row(&report, "storage").shown.spread.is_none());
    assert!((row(&report, "storage").shown.value / (2.0 * 8.0_f64.sqrt()) - 1.0).abs() < 1e-12);
    // An input that is computed from ranges is set to its own median, which is not that of the largest range.
    let text =
        "[inputs]\nslowest = \"max(uniform(0, 1), uniform(0, 1))\"\n[estimates]\ntwice = \"slowest * 2\"";
    let report = settled(text, |settings| settings.uncertainty.point = true);
    let median = row(&report, "twice").shown.value / 2.0;
    assert!((median - 0.5_f64.sqrt()).abs() < 0.01, "{median}");
}

#[test]
fn checks_compare_with_confidence() {
    let report = sound(run(FEED));
    let sides = |name: &str| {
        let check = check_row(&report, name);
        (check.passed, check.probability, check.is_close)
    };
    // ln(20 / 5.657) is 2.68 standard deviations of the logarithm: 99.63% of the samples.
    let deviation = half_of(&[4.0, 2.0]).ln() / 1.644_853_6;
    assert!(((20.0 / (2.0 * 8.0_f64.sqrt())).ln() / deviation - 2.68).abs() < 0.01);
    let (passed, probability, close) = sides("fits");
    assert!(passed && !close && (probability.unwrap() - 0.996).abs() < 0.002, "{probability:?}");
    // 4 disks hold 16 TB: ln(16 / 5.657) is 2.21 deviations, 98.6%.
    let (passed, probability, _) = sides("few");
    assert!(passed && (probability.unwrap() - 0.986).abs() < 0.003, "{probability:?}");
    // ln(6 / 5.657): 0.125 deviations, 55.0%.
    let (passed, probability, close) = sides("median");
    assert!(passed && !close && (probability.unwrap() - 0.549).abs() < 0.01, "{probability:?}");

    let with = |check: &str| sound(run(&FEED.replace("P(storage <= 20 TB) >= 95%", check)));
    // The standard error of the probability is about 0.17 percentage points; that of the percentile is similar.
    for (check, passes, close) in [
        // Of one input the probability is exact. Of the sum it is 94.963%, by quadrature over the score of one.
        ("P(size <= 4 MB/user) >= 95%", Some(true), false),
        ("P(size + copies * 1 MB/user <= 7.15 MB/user) >= 95%", None, true),
        ("P(size <= 4 MB/user) >= 94%", Some(true), false),
        ("P(size <= 4 MB/user) >= 96%", Some(false), false),
        ("p95(size) <= 4.1 MB/user", Some(true), false),
        ("p95(size) <= 3.9 MB/user", Some(false), false),
        ("p5(size) >= 0.9 MB/user", Some(true), false),
        ("5% >= P(size > 4.1 MB/user)", Some(true), false),
        ("users <= 2M users", Some(true), false),
    ] {
        let report = with(check);
        let found = check_row(&report, "fits");
        assert_eq!(found.is_close, close, "`{check}`");
        assert!(passes.is_none_or(|passes| passes == found.passed), "`{check}`");
    }
    // The suggested value makes it hold, and a closer one does not.
    let report = with("p95(storage) <= 6 TB");
    let found = check_row(&report, "fits");
    assert!(!found.passed);
    let offer =
        found.holds_with.iter().find_map(|offer| offer.strip_prefix("users <= ")).expect("fewer users");
    let most = 6.0 / (2.0 * 8.0_f64.sqrt() * half_of(&[4.0, 2.0]));
    let offered = crate::support::value(offer).value / 1e6;
    assert!((offered / most - 1.0).abs() < 0.01, "{offer}, not {most}M");
}

#[test]
fn what_would_make_a_check_hold_is_within_its_limits() {
    let text = "[inputs]\nload = \"1000 requests/s\"\neach = { value = \"1 to 2\", min = 0, max = 2.5 }\n\
        [checks]\nfits = \"load * 0.01 s/request * p95(each) <= 1\"\nlarge = \"p5(each) * load >= 5000 requests/s\"";
    let report = sound(run(text));
    for name in ["fits", "large"] {
        let offers = &check_row(&report, name).holds_with;
        assert!(!offers.iter().any(|offer| offer.starts_with("each")), "{name}: {offers:?}");
        assert!(offers.iter().any(|offer| offer.starts_with("load")), "{name}: {offers:?}");
    }
}

#[test]
fn what_has_no_single_truth_is_refused_where_it_is_written() {
    let report = run(&FEED.replace("p50(storage) <= 6 TB", "storage <= 6 TB"));
    let error = report.diagnostics.first().expect("an error");
    assert_eq!((error.code, report.diagnostics.len()), ("E0401", 1));
    let offers: Vec<&str> =
        error.helps.iter().filter_map(|help| Some(help.edits.first()?.replacement.as_str())).collect();
    assert_eq!(offers, ["P(storage <= 6 TB) >= 95%", "p95(storage) <= 6 TB"]);
    assert!(report.checks.is_empty() && report.estimates.is_empty());
    for offer in offers {
        assert!(run(&FEED.replace("p50(storage) <= 6 TB", offer)).is_ok(), "{offer}");
    }
    let report = run(&FEED.replace("disks   =", "large = \"storage > 6 TB\"\ndisks   ="));
    assert_eq!(report.diagnostics.first().map(|error| error.code), Some("E0401"));
    let report = run(&FEED.replace("p50(storage) <= 6 TB", "storage <= stored * 5"));
    let helps = report.diagnostics.first().map(|error| error.helps.as_slice()).unwrap_or_default();
    let offers: Vec<&str> =
        helps.iter().filter_map(|help| Some(help.edits.first()?.replacement.as_str())).collect();
    assert_eq!(offers, ["P(storage <= stored * 5) >= 95%", "p95(storage) <= p5(stored * 5)"]);
    for offer in offers {
        assert!(run(&FEED.replace("p50(storage) <= 6 TB", offer)).is_ok(), "{offer}");
    }
    // A condition with the same result in every sample is a single truth value.
    assert!(run(&FEED.replace("disks   =", "large = \"users > 6 users\"\ndisks   =")).is_ok());
}

#[test]
fn sensitivities_are_shares_of_the_variance() {
    let report = settled(FEED, |settings| settings.sensitivity = Some(Wanted::All));
    let of = |name: &str| report.sensitivity.iter().find(|of| of.estimate == name).expect("it is uncertain");
    let storage = of("storage");
    let names: Vec<&str> = storage.inputs.iter().map(|input| input.name.as_str()).collect();
    assert_eq!(names, ["size", "copies"]);
    // Of a product of lognormals whose logarithms vary by s² and t²: (e^s² - 1) / (e^(s² + t²) - 1).
    let [size, copies] = [4.0_f64, 2.0].map(|factor| (factor.ln() / 2.0 / 1.644_853_6).powi(2));
    let [of_size, of_copies] = [size, copies].map(|own| own.exp_m1() / (size + copies).exp_m1());
    assert!(!storage.of_logarithm && (storage.together - (1.0 - of_size - of_copies)).abs() < 1e-6);
    for (input, share, low, high) in [
        (&storage.inputs[0], of_size, 8.0_f64.sqrt(), 4.0 * 8.0_f64.sqrt()),
        (&storage.inputs[1], of_copies, 4.0, 8.0),
    ] {
        assert!((input.share - share).abs() < 1e-6, "{}: {}", input.name, input.share);
        assert!((input.low.value / low - 1.0).abs() < 1e-12, "{}: {}", input.name, input.low.value);
        assert!((input.high.value / high - 1.0).abs() < 1e-12, "{}: {}", input.name, input.high.value);
    }
    assert_eq!(of("stored").inputs.len(), 1);
    assert_eq!(of("stored").inputs[0].share, 1.0);
    let first = report.check_first.as_ref().expect("something is uncertain");
    assert_eq!(first.input, "size");

    // A sum of bell curves: the squares of their widths, 3² and 4².
    let sum = "[inputs]\na_share = { value = \"100 ± 30\", ok = \"a test\" }\nrest = \"50 ± 40\"\n[estimates]\ntotal = \"a_share + rest + (10 ± 0.001)\"";
    let report = settled(sum, |settings| settings.sensitivity = Some(Wanted::One("total".to_owned())));
    let [total] = report.sensitivity.as_slice() else { panic!("one was asked for") };
    let shares: Vec<(&str, f64)> =
        total.inputs.iter().map(|input| (input.name.as_str(), input.share)).collect();
    assert_eq!(shares.iter().map(|(name, _)| *name).collect::<Vec<_>>(), ["rest", "a_share"]);
    assert!((shares[0].1 - 0.64).abs() < 0.02 && (shares[1].1 - 0.36).abs() < 0.02, "{shares:?}");

    // Cells of a table, several ranges in one input, and a range within a formula have names too.
    let text = r#"
[inputs]
users = "(1 to 2) * (1 to 2) * 1000 users"
[tables.media]
photo = { size = "1 to 4 MB/user" }
[estimates]
stored = "users * sum(media.size) * (1 to 3)"
"#;
    let report = settled(text, |settings| settings.sensitivity = Some(Wanted::All));
    let mut names: Vec<&str> = report.sensitivity[0].inputs.iter().map(|input| input.name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["1 to 3 in stored", "media.photo.size", "users"]);
    let unknown = napkin::report::run(
        "model.toml",
        FEED,
        &Settings { sensitivity: Some(Wanted::One("storge".to_owned())), ..Settings::default() },
    );
    assert_eq!(unknown.diagnostics.first().map(|error| error.code), Some("E0510"));
}

#[test]
fn limits_and_warnings_look_at_the_interval() {
    let share = |value: &str| {
        let text = format!("[inputs]\nhit_ratio = \"{value}\"\n[estimates]\nmisses = \"1 - hit_ratio\"");
        run(&text).diagnostics.iter().map(|diagnostic| diagnostic.code).collect::<Vec<_>>()
    };
    assert_eq!(share("80% to 99%"), [""; 0]);
    assert_eq!(share("uniform(50%, 150%)"), ["W0106"]);
    assert_eq!(share("uniform(50%, 101%)"), ["W0106"]);
    let limited = |value: &str| {
        let text = format!(
            "[inputs]\nload = {{ value = \"{value}\", min = \"10 req/s\", max = \"100 req/s\" }}\n[estimates]\ntwice = \"load * 2\""
        );
        let report = run(&text);
        assert!(
            report.diagnostics.iter().all(|diagnostic| diagnostic.code == "E0513"),
            "{}",
            all(&report.diagnostics, &report.sources)
        );
        report.is_ok()
    };
    assert!(limited("20 to 90 req/s") && limited("10 to 100 req/s"));
    assert!(!limited("5 to 50 req/s") && !limited("50 to 200 req/s"));
    // A distribution with a minimum and a maximum is limited by them, not by its interval, which is narrower.
    for shape in ["uniform(10 req/s, 100 req/s)", "triangular(10 req/s, 50 req/s, 100 req/s)"] {
        assert!(limited(shape), "{shape}");
        assert!(!limited(&shape.replace("100 req", "101 req")), "{shape}");
        assert!(!limited(&shape.replace("10 req", "9 req")), "{shape}");
    }
    assert!(!limited("pert(10 req/s, 50 req/s, 101 req/s)"));
}

#[test]
fn each_cell_and_each_literal_is_one_variable() {
    // The same cell in two columns' sums cancels; a literal inside `sum` is one variable for all rows.
    let text = r#"
[tables.media]
photo = { size = "1 to 4 MB", share = 1 }
video = { size = "2 to 9 MB", share = 1 }
[estimates]
none  = "sum(media.size) - sum(media.size * media.share)"
ratio = "sum(media.share * (1 to 3)) / 2"
"#;
    let report = sound(run(text));
    assert_eq!((row(&report, "none").shown.value, row(&report, "none").shown.spread.is_none()), (0.0, true));
    for (found, expected) in quantiles(&report, "ratio").iter().zip([1.0, 3.0_f64.sqrt(), 3.0]) {
        assert!((found / expected - 1.0).abs() < 1e-6, "{found}, not {expected}");
    }
}

#[test]
fn many_uncertain_rows_come_out_as_they_do_alone() {
    // More rows than are computed at once, each of which depends on the previous one and on the first.
    let estimates: String =
        (1..=60).map(|at| format!("r{at} = \"r{} + first * {at} MB\"\n", at - 1)).collect();
    let text = format!(
        "[inputs]\nfirst = \"1 to 3\"\nother = \"2 to 5 MB\"\n[estimates]\nr0 = \"first * other\"\n{estimates}"
    );
    let whole = sound(run(&text));
    for last in [1, 7, 20, 60] {
        let some: String =
            (1..=last).map(|at| format!("r{at} = \"r{} + first * {at} MB\"\n", at - 1)).collect();
        let text = format!(
            "[inputs]\nfirst = \"1 to 3\"\nother = \"2 to 5 MB\"\n[estimates]\nr0 = \"first * other\"\n{some}"
        );
        let name = format!("r{last}");
        assert_eq!(row(&sound(run(&text)), &name).shown, row(&whole, &name).shown, "{name}");
    }
}

#[test]
fn very_many_inputs_still_have_their_shares() {
    // One half of 30 and 80 of 1: the large one explains 900 of 980.
    let cells: String = (0..80).map(|at| format!("r{at} = {{ load = \"10 ± 1\" }}\n")).collect();
    let text = format!(
        "[inputs]\nlarge = \"500 ± 30\"\n[tables.small]\n{cells}[estimates]\ntotal = \"large + sum(small.load)\""
    );
    let report = settled(&text, |settings| settings.sensitivity = Some(Wanted::All));
    let first = &report.sensitivity[0].inputs[0];
    assert_eq!(first.name, "large");
    assert!((first.share - 900.0 / 980.0).abs() < 0.02, "{}", first.share);
    // Halves add by their squares: 1300 ± √980.
    for (found, expected) in quantiles(&report, "total").iter().zip([
        1_300.0 - 980.0_f64.sqrt(),
        1_300.0,
        1_300.0 + 980.0_f64.sqrt(),
    ]) {
        assert!((found / expected - 1.0).abs() < 0.001, "{found}, not {expected}");
    }
}

/// The variance of `c + u` where the sign of a product decides `c`, 0 or 10: 25 of 25 1/12 are nobody's own.
#[test]
fn what_only_acts_together_is_no_advice() {
    let text = "[inputs]\nleft = \"uniform(0, 1)\"\nright = \"uniform(0, 1)\"\nrest = \"uniform(0, 1)\"\n[estimates]\nq = \"if (left - 0.5) * (right - 0.5) > 0 then 10 + rest else rest\"";
    let report = settled(text, |settings| settings.sensitivity = Some(Wanted::All));
    assert_eq!(report.check_first, None);
    assert!(report.sensitivity[0].together > 0.9, "{:?}", report.sensitivity);
}

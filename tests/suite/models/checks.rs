//! Checks: whether they hold, their margins, and the changes that would make a failed one hold.

use napkin::report::{Level, Report};

use crate::support::{check_row, run, run_with, sound};

/// A model with one input of 5 GB and these checks.
#[track_caller]
fn model(checks: &str) -> Report {
    let head = "[inputs]\nsize = \"5 GB\"\ncount = { value = 10, ok = \"for some\" }\n[estimates]\ntwice = \"size * 2\"\n[checks]\n";
    sound(run(&format!("{head}{checks}")))
}

#[test]
fn a_check_holds_or_does_not() {
    for (condition, holds) in [
        ("size < 10 GB", true),
        ("size < 3 GB", false),
        ("size <= 5 GB", true),
        ("size < 5 GB", false),
        ("size >= 5000 MB", true),
        ("size > 5 GB", false),
        ("size == 5 GB", true),
        ("size != 5 GB", false),
        ("twice == 10 GB", true),
        ("size > 1 GB and size < 10 GB", true),
        ("size > 10 GB or twice > 9 GB", true),
        ("not (size < 10 GB)", false),
        ("size > 10 GB or false", false),
        ("if count > 5 then size < 10 GB else false", true),
        ("0.1 * count == 1", true),
    ] {
        let report = model(&format!("it = \"{condition}\""));
        let row = check_row(&report, "it");
        assert_eq!(row.passed, holds, "{condition}");
        assert_eq!(row.check, condition);
        assert_eq!(report.failures().count(), usize::from(!holds), "{condition}");
        assert_eq!(row.level, Level::Error);
    }
}

#[test]
fn only_failures_of_the_level_error_fail() {
    let report = model(
        "warned = { check = \"size < 3 GB\", level = \"warn\", note = \"soon\" }\n\
         failed = { check = \"size < 4 GB\", level = \"error\" }\nheld = \"size < 10 GB\"",
    );
    assert_eq!(report.failures().map(|check| check.name.as_str()).collect::<Vec<_>>(), ["failed"]);
    let warned = check_row(&report, "warned");
    assert!(!warned.passed && warned.level == Level::Warn);
    assert_eq!(warned.note.as_deref(), Some("soon"));
    assert_eq!(
        report.checks.iter().map(|check| check.name.as_str()).collect::<Vec<_>>(),
        ["warned", "failed", "held"]
    );
}

#[test]
fn a_comparison_tells_both_sides_and_the_margin() {
    // The margin is the distance to the limit, relative to the limit.
    for (condition, actual, limit, margin) in [
        ("size < 10 GB", "5 GB", "10 GB", 0.5),
        ("size <= 4 GB", "5 GB", "4 GB", -0.25),
        ("size >= 4 GB", "5 GB", "4 GB", 0.25),
        ("size > 20 GB", "5 GB", "20 GB", -0.75),
        ("size <= 5 GB", "5 GB", "5 GB", 0.0),
        ("twice <= 8000 MB", "10 GB", "8 GB", -0.25),
        ("count <= 8", "10", "8", -0.25),
        ("4 GB <= size", "4 GB", "5 GB", 0.2),
    ] {
        let report = model(&format!("it = \"{condition}\""));
        let comparison =
            check_row(&report, "it").comparison.as_ref().unwrap_or_else(|| panic!("{condition}"));
        assert_eq!(comparison.actual.written.literal(), actual, "{condition}");
        assert_eq!(comparison.limit.written.literal(), limit, "{condition}");
        let told = comparison.margin.unwrap_or_else(|| panic!("{condition} has no margin"));
        assert!((told - margin).abs() < 1e-12, "{condition}: {told}");
        assert_eq!(comparison.actual.unit, comparison.limit.unit, "{condition}");
    }
    for condition in ["size == 5 GB", "size != 3 GB"] {
        let report = model(&format!("it = \"{condition}\""));
        let comparison =
            check_row(&report, "it").comparison.as_ref().unwrap_or_else(|| panic!("{condition}"));
        assert_eq!(
            (comparison.actual.written.literal().as_str(), comparison.margin),
            ("5 GB", None),
            "{condition}"
        );
    }
    for condition in ["count > 3 or size < 10 GB", "size > 1 GB and size < 10 GB", "not (size > 3 GB)"] {
        assert!(
            check_row(&model(&format!("it = \"{condition}\"")), "it").comparison.is_none(),
            "{condition}"
        );
    }
}

#[test]
fn a_check_is_found_in_its_file() {
    let report = model("\"held\" = \"size < 9 GB\"\nfailed = { level = \"warn\", check = \"twice < 3 GB\" }");
    let place = check_row(&report, "failed").span;
    assert_eq!(report.sources.line_column(place), (8, 37));
    assert_eq!(report.sources.slice(place), "twice < 3 GB");
}

#[test]
fn a_failed_check_offers_inputs_that_make_it_hold() {
    let text = "[inputs]\nusers = \"100M users\"\nper_user = \"2 GB/user\"\nshare = \"80%\"\nunrelated = { value = \"3 s\", ok = \"for later\" }\n\
                [estimates]\ntotal = \"users * per_user * share\"\n[checks]\nfits = \"total <= 100 PB\"";
    let report = sound(run(text));
    let row = check_row(&report, "fits");
    // 100M users * 2 GB * 80% are 160 PB; 62.5M users or 1.25 GB or 50% give 100 PB.
    assert!(!row.passed && !row.holds_with.is_empty());
    for offer in &row.holds_with {
        let (name, rest) = offer.split_once(' ').unwrap();
        let (sign, value) = rest.split_once(' ').unwrap();
        assert_eq!(sign, "<=", "{offer}");
        let with = crate::support::run_with(text, &[(name, value)]);
        assert!(check_row(&sound(with), "fits").passed, "{offer} does not make it hold");
        let expected = match name {
            "users" => "62.5M users",
            "per_user" => "1.25 GB/user",
            "share" => "50%",
            other => panic!("{other} has nothing to do with it"),
        };
        assert_eq!(value, expected);
    }
    assert!(check_row(&model("it = \"size < 10 GB\""), "it").holds_with.is_empty(), "it holds");
    assert!(check_row(&model("it = \"size < size\""), "it").holds_with.is_empty(), "no input matters");
}

#[test]
fn a_warning_in_a_check_is_said_once() {
    let report = model("it = \"size * 8 < 100 GB\"");
    assert_eq!(report.diagnostics.iter().map(|found| found.code).collect::<Vec<_>>(), ["W0101"]);
    let report = model("it = { check = \"size * 8 < 100 GB\", ok = \"bits\" }");
    assert!(report.diagnostics.is_empty());
}

#[test]
fn names_of_checks_are_their_own() {
    let report = model("size = \"size < 10 GB\"\ntwice = \"twice < 20 GB\"");
    assert_eq!(report.checks.len(), 2);
    let report = run("[inputs]\nsize = \"5 GB\"\n[checks]\nfits = \"size < 10 GB\"\nagain = \"fits\"");
    assert_eq!(report.diagnostics.iter().map(|found| found.code).collect::<Vec<_>>(), ["E0201"]);
}

/// A model with values of all kinds, and this check.
fn kinds(check: &str) -> String {
    format!(
        "[inputs]\nusers = \"5M users\"\nrate = \"100 to 200 req/s\"\ncap = \"300 req/s\"\ndisk = \"2 TB\"\n\
         budget = \"40 min\"\nspent = \"10 min\"\nhit_ratio = \"99%\"\n[tables.t]\na = {{ x = 1, y = 2, z = 5 }}\nb = {{ x = 3, y = 4, z = 7 }}\n[estimates]\n\
         copy = \"used\"\nagain = \"rate\"\ndifference = \"used - copy\"\nis_there = \"used >= 0 GB\"\nfixed = \"5 GB\"\n\
         spread = \"5 to 7 GB\"\nfull = \"rate / cap\"\n\
         used = \"users * 100 KB/user\"\nstorage = {{ formula = \"used * 3\", unit = \"TB\" }}\n\
         busy = {{ formula = \"rate / cap\", unit = \"%\" }}\nload_ratio = \"rate / cap\"\npeak_ratio = \"disk / used\"\n\
         error_budget = \"budget - spent\"\nrest = \"disk * hit_ratio * sum(t.x) * sum(t.y)\"\n[checks]\nit = \"{check}\""
    )
}

/// The codes of the errors of a model with that check.
fn errors(check: &str) -> Vec<&'static str> {
    let report = run(&kinds(check));
    report.diagnostics.iter().filter(|found| found.is_error()).map(|found| found.code).collect()
}

#[test]
fn a_check_that_cannot_fail_is_an_error() {
    for check in [
        // It reads nothing of the model.
        "true",
        "1 < 2",
        "true # and used < 1 TB",
        "latency.ssd_random_read < 1 s",
        "0.1 * 3 == 0.3",
        // It holds by its form.
        "storage <= storage",
        "storage == storage",
        "storage <= storage * 2",
        "used < used + disk",
        "storage < 1 PB or true",
        "true or storage < 1 PB",
        "not (storage < 0 GB)",
        "min(storage, 1 TB) <= 1 TB",
        "1 TB >= min(1 TB, storage)",
        "max(storage, 1 TB) >= 1 TB",
        "min(used, disk) <= disk",
        "clamp(used, 1 GB, 2 GB) <= 2 GB",
        "if used > 1 GB then true else true",
        "used > 0 GB or used < 1 PB",
        // It holds by the signs of the inputs.
        "storage >= 0 GB",
        "used > 0 GB",
        "0 GB < used",
        "used != 0 GB",
        "used + disk > 0 TB",
        "used / disk > 0",
        "users > 0 users",
        "abs(budget - spent) >= 0 s",
        "max(budget - spent, 0 s) >= 0 s",
        "P(rate < cap) >= 0",
        "P(rate < cap) <= 1",
        "p95(rate) > 0 req/s",
        "used > -1 GB",
        "sum(t.x) > 0",
        // The same value by another name, and by a percentile.
        "used <= copy",
        "rate - again <= 1 req/s",
        "p95(rate) <= p95(again)",
        "p50(rate) <= p95(again)",
        "used / copy == 1",
        "difference <= 1 GB",
        "is_there",
        "used ≈ copy",
        "p95(rate) ≈ p95(again)",
        "rate ≈ again",
        "max(t.z) >= min(t.z)",
        "ceil(used / 1 GB) >= used / 1 GB",
        "floor(used / 1 GB) <= used / 1 GB",
        // It covers everything.
        "used < 1 PB or used >= 1 PB",
        "used < 1 PB or used > 900 TB",
        "used < 1 PB or not (used < 1 PB)",
        "not (used < 1 TB and used > 2 TB)",
        "if used < 1 TB then used < 2 TB else used >= 1 TB",
        "P(rate < cap or rate >= cap) >= 95%",
        // It reads no input, not even through its estimates.
        "fixed <= 6 GB",
        "max(fixed, 1 GB) <= 6 GB",
        "fixed + 1 GB > 1 TB",
    ] {
        assert_eq!(errors(check), ["E0516"], "{check}");
        // Neither a probability nor a confidence hides it.
        let probable = format!("P({check}) >= 95%");
        if !check.contains("P(") && !check.contains("p95(") && !check.contains('#') && !check.contains('≈')
        {
            assert_eq!(errors(&probable), ["E0516"], "{probable}");
        }
        let report = run(&format!("confidence = \"95%\"\n{}", kinds(check)));
        assert_eq!(report.diagnostics.iter().filter(|found| found.is_error()).count(), 1, "{check}");
    }
}

#[test]
fn a_check_that_cannot_fail_is_an_error_in_scenarios_and_with_other_values() {
    let text = |check: &str| {
        kinds(check).replace(
            "[checks]\n",
            "[scenarios.sale]\nusers = \"20M users\"\n[scenarios.loss]\nspent = \"-5 min\"\nfixed = \"9 GB\"\n[checks]\n",
        )
    };
    let codes = |check: &str, set: &[(&str, &str)]| -> Vec<&'static str> {
        let report = run_with(&text(check), set);
        report.diagnostics.iter().filter(|found| found.is_error()).map(|found| found.code).collect()
    };
    for check in ["used <= copy", "used > 0 GB", "used < 1 PB or true"] {
        assert_eq!(codes(check, &[]), ["E0516"], "{check}");
        assert_eq!(codes(check, &[("users", "7M users")]), ["E0516"], "{check}");
    }
    // A scenario can make these fail: by a sign, and by the value of an estimate that reads nothing.
    assert_eq!(codes("spent >= 0 min", &[]), [""; 0]);
    assert_eq!(codes("fixed <= 6 GB", &[]), [""; 0]);
    assert_eq!(codes("fixed <= 6 GB", &[("fixed", "1 GB")]), [""; 0]);
}

#[test]
fn a_check_that_can_fail_is_accepted() {
    for check in [
        "error_budget >= 0 min",
        "budget - spent > 0 s",
        "disk - used >= 0 GB",
        "used <= disk",
        "used <= storage",
        "storage <= disk and true",
        "min(storage, 1 TB) <= 500 GB",
        "max(storage, 1 TB) <= 1 TB",
        "P(rate < cap) >= 95%",
        "P(rate < cap) > 0",
        "used < 1 PB or disk < 1 PB",
        "users >= 1 users",
        "ceil(used / disk) >= 1",
        "hit_ratio <= 1",
        "sum(t.x) > 0.5",
        "copy <= storage",
        "p95(rate) <= p50(again)",
        "used / disk == 1",
        "used < 1 PB or used > 1 PB",
        "used < 1 PB or disk >= 1 PB",
        "used < 900 TB or used > 1 PB",
        "not (used < 2 TB and used > 1 TB)",
        "if used < 1 TB then used < 500 GB else used >= 1 TB",
        "ceil(used / 1 GB) <= used / 1 GB",
        "min(t.z) >= max(t.z)",
        "P(rate < cap or rate > 250 req/s) >= 95%",
        "fixed <= disk",
        "p95(spread) <= 9 GB",
        "used ≈ storage",
        "difference + used <= 1 TB",
    ] {
        assert_eq!(errors(check), [""; 0], "{check}");
    }
    // The value that `--set` gives an estimate is no part of the form.
    let report = run_with(&kinds("storage <= 3 TB"), &[("storage", "2 TB")]);
    assert!(check_row(&sound(report), "it").passed);
}

#[test]
fn a_share_beside_a_number_above_one_is_an_error() {
    for check in [
        "busy <= 70",
        "p95(busy) <= 70",
        "70 >= busy",
        "p95(load_ratio) < 70",
        "hit_ratio >= 95",
        "1 - hit_ratio <= 5",
        "(busy to %) <= 70",
        "P(rate < cap) <= 95",
        "P(rate < cap) < 2",
        "used < 1 PB and hit_ratio > 95",
        "P(busy < 70) >= 95%",
        // A part of a whole by its form.
        "rate / cap <= 70",
        "p95(full) <= 70",
        "full < 90 and used < disk",
        "80 >= used / disk",
        "P(full <= 70) >= 95%",
        // At least a share under 5%.
        "P(rate < cap) >= 0.95%",
        "P(rate < cap) > 0.0095",
        "0.95% <= P(rate < cap)",
        "P(rate < cap) >= 1%",
    ] {
        assert_eq!(errors(check), ["E0104"], "{check}");
    }
    for check in [
        "p95(busy) <= 70%",
        "hit_ratio >= 95%",
        "peak_ratio <= 3",
        "hit_ratio >= 0.95",
        "P(rate < cap) >= 5%",
        "P(rate > cap) <= 0.95%",
        "p95(busy) <= 0.7",
        "p95(full) <= 1.5",
        "p95(full) <= 10",
        "disk / used <= 70",
        "p95(rate * 100 / cap) <= 70",
        "used / disk <= 200%",
        "budget / spent <= 10",
        "used / disk >= 0.1",
    ] {
        assert_eq!(errors(check), [""; 0], "{check}");
    }
}

#[test]
fn an_input_among_the_units_and_a_name_set_twice_are_errors() {
    let codes = |text: &str| {
        let report = run(text);
        report.diagnostics.iter().map(|found| found.code).collect::<Vec<_>>()
    };
    let with = |formula: &str| {
        format!(
            "[units]\nphoto_size = \"300 KB\"\n[inputs]\nphotos = \"5M photos/day\"\n[estimates]\nx = \"{formula}\""
        )
    };
    for formula in ["photos * photo_size", "photo_size * photos", "photos * 2 * photo_size"] {
        assert!(codes(&with(formula)).contains(&"E0517"), "{formula}");
    }
    for formula in
        ["photos * 2 photo_size", "photos * 1 GB / photo_size", "photos * 1 GB to photo_size·photos/day"]
    {
        assert!(!codes(&with(formula)).contains(&"E0517"), "{formula}");
    }
    let report = run_with(&kinds("used < 1 PB"), &[("users", "1M"), ("disk", "1 TB"), ("users", "2M")]);
    assert_eq!(report.diagnostics.iter().map(|found| found.code).collect::<Vec<_>>(), ["E0518"]);
}

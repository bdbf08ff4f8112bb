//! What an estimate is expected to be: whether it is, and that it counts as a check.

use napkin::report::{Report, Settings};

use crate::support::{check_row, row, run, run_with, sound};

/// A model whose estimate is 100 GB, or 80 to 125 GB, with a field.
#[track_caller]
fn model(field: &str) -> Report {
    sound(run(&text(field)))
}

fn text(field: &str) -> String {
    format!(
        "[inputs]\nsize = \"10 GB/disk\"\nranged = \"8 to 12.5 GB/disk\"\nspare = {{ value = \"3 disks\", ok = \"unused\" }}\n\
         [estimates]\ntotal = {{ formula = \"size * 10 disks\", unit = \"GB\", {field} }}\n\
         wide = {{ formula = \"ranged * 10 disks\", {field} }}\n"
    )
}

#[test]
fn an_estimate_is_as_expected_or_not() {
    for (expect, total, wide) in [
        // Certain, it holds within a quarter; uncertain, if its 90% interval has the value in it.
        ("\"100 GB\"", true, true),
        ("\"80 GB\"", true, true),
        ("\"125 GB\"", true, true),
        ("\"79 GB\"", false, false),
        ("\"0.126 TB\"", false, false),
        ("\"60 to 110 GB\"", true, true),
        ("\"60 to 85 GB\"", false, true),
        ("\"60 to 75 GB\"", false, false),
        ("\"130 to 200 GB\"", false, false),
        ("\"101 GB ± 1%\"", true, true),
        ("\"102 GB ± 1%\"", false, true),
        ("\"140 GB ± 5%\"", false, false),
        ("\"140 GB ± 15%\"", false, true),
        ("\"100 GB ± 0%\"", true, true),
        ("\"size * 10 disks\"", true, true),
        ("\"size * 9.5 disks ± 6%\"", true, true),
        ("\"size * 9.5 disks ± 5%\"", false, true),
        ("\"size * spare\"", false, false),
    ] {
        let report = model(&format!("expect = {expect}"));
        for (name, holds) in [("total", total), ("wide", wide)] {
            let check = check_row(&report, &format!("{name}.expect"));
            assert_eq!(check.passed, holds, "{name}: {expect}");
            assert!(check.expects);
            assert_eq!(row(&report, name).expected.as_ref().unwrap().apart.holds, holds, "{name}: {expect}");
        }
        assert_eq!(report.failures().count(), usize::from(!total) + usize::from(!wide), "{expect}");
    }
}

#[test]
fn a_value_without_a_dimension_is_compared_in_its_own_unit() {
    // 500 hours a minute are 30,000 minutes a minute.
    for (expect, holds) in [("500 h/min", true), ("30_000", false), ("500", true)] {
        let report = sound(run(&format!(
            "[inputs]\nlength = \"3 min/video\"\n[estimates]\n\
             uploaded = {{ formula = \"10_000 videos/min * length\", unit = \"h/min\", expect = \"{expect}\" }}\n"
        )));
        assert_eq!(check_row(&report, "uploaded.expect").passed, holds, "{expect}");
    }
}

#[test]
fn a_bare_number_is_enough_for_a_count() {
    let text = |expect: &str| {
        format!(
            "[inputs]\nload = \"3500 req/s\"\n[estimates]\nservers = {{ formula = \"ceil(load / (1000 req/s/server))\", expect = {expect} }}\n"
        )
    };
    for (expect, holds) in
        [("4", true), ("5", true), ("\"5 ± 0%\"", false), ("\"4 ± 0%\"", true), ("6", false)]
    {
        assert_eq!(check_row(&sound(run(&text(expect))), "servers.expect").passed, holds, "{expect}");
    }
    for expect in ["\"4 GB\"", "\"4 users\"", "\"25%\""] {
        assert!(!run(&text(expect)).is_ok(), "{expect}");
    }
}

#[test]
fn how_far_off_it_is_has_the_name_of_a_slip() {
    let report = model("expect = \"1 TB\", expect_source = \"A talk, 2019\"");
    let expected = row(&report, "total").expected.clone().unwrap();
    assert_eq!((expected.text.as_str(), expected.source.as_deref()), ("1 TB", Some("A talk, 2019")));
    assert_eq!(
        expected.apart.sentence(),
        "1/10 as much: a digit, or `10 GB/disk` twice or left out?".replace("`10 GB/disk`", "`10 disks`")
    );
    assert_eq!(check_row(&report, "total.expect").note.as_deref(), Some("source: A talk, 2019"));
}

#[test]
fn medians_are_compared_if_ranges_are_fixed() {
    let mut settings = Settings::default();
    settings.uncertainty.point = true;
    for (expect, holds) in
        [("90 GB", true), ("126 GB", false), ("100 GB ± 1%", true), ("120 GB ± 10%", false)]
    {
        let report = napkin::report::run("model.toml", &text(&format!("expect = \"{expect}\"")), &settings);
        assert_eq!(check_row(&sound(report), "wide.expect").passed, holds, "{expect}");
    }
}

#[test]
fn it_is_not_asked_of_what_set_gives() {
    // What was published is not about other values.
    let text = text("expect = \"100 GB\"");
    for set in [("size", "1 GB/disk"), ("total", "110 GB")] {
        let report = sound(run_with(&text, &[set]));
        assert!(report.checks.iter().all(|check| check.name != "total.expect"), "{set:?}");
        assert!(report.unasked.iter().any(|row| row.name == "total.expect"), "{set:?}");
    }
}

#[test]
fn what_cannot_be_expected_is_refused() {
    for (field, code) in [
        ("expect = \"5 users\"", "E0302"),
        ("expect = 5", "E0302"),
        ("expect = \"true\"", "E0302"),
        ("expect = true", "E0505"),
        ("expect = \"nothing\"", "E0201"),
        ("expect = \"5 GB 6\"", "E0106"),
        ("expect = \"20 to 10 GB\"", "E0112"),
        ("expect_source = \"A talk, 2019\"", "E0505"),
        ("expects = \"5 GB\"", "E0502"),
    ] {
        let report = run(&text(field));
        assert!(
            report.diagnostics.iter().any(|diagnostic| diagnostic.code == code),
            "{field}: {:?}",
            report.diagnostics
        );
        assert!(!report.is_ok(), "{field}");
    }
    let report =
        run("[inputs]\nsize = { value = \"5 GB\", expect = \"5 GB\" }\n[estimates]\ntwice = \"2 * size\"\n");
    assert_eq!(report.diagnostics.first().unwrap().code, "E0502");
}

#[test]
fn a_check_may_use_it_too() {
    let text = text("note = \"x\"")
        + "[checks]\nnear = \"total ≈ 110 GB\"\nfar = \"total ≈ 100 TB\"\nrange = \"wide ~~ 90 to 110 GB\"\n";
    let report = sound(run(&text));
    let passed: Vec<bool> = report.checks.iter().map(|check| check.passed).collect();
    assert_eq!(passed, [true, false, true]);
    let far = check_row(&report, "far").apart.clone().unwrap();
    assert_eq!(far.sentence(), "1/1000 as much: a prefix (k, M, G)?");
    assert!(report.checks.iter().all(|check| !check.is_close && check.holds_with.is_empty()));
}

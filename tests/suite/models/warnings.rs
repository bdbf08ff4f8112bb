//! Warnings of models, and that `ok` accepts one.

use crate::support::{all, run, sound};

/// A model has these warnings.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let report = sound(run(text));
    let codes: Vec<&str> = report.diagnostics.iter().map(|found| found.code).collect();
    assert_eq!(codes, expected, "{text}\n{}", all(&report.diagnostics, &report.sources));
}

#[test]
fn inputs_and_tables_that_nothing_uses() {
    check("[inputs]\nused = 1\nunused = 2\n[estimates]\nx = \"used\"", &["W0107"]);
    check("[inputs]\nused = 1\n[checks]\nx = \"used > 0.5\"", &[]);
    check("[inputs]\nunused = { value = 2, ok = \"for later\" }\n[estimates]\nx = \"1\"", &[]);
    check("[tables.t]\na = { x = 1 }\n[estimates]\ny = \"1\"", &["W0107"]);
    check("[tables.t]\na = { x = 1 }\n[estimates]\ny = \"sum(t.x)\"", &[]);
    check("[inputs]\nparts = 4\n[estimates]\nx = \"100 GB/parts\"", &[]);
    check("[inputs]\nunused = 1", &["W0107"]);
}

#[test]
fn an_unused_input_is_no_news_beside_an_error() {
    let report = run("[inputs]\nunused = 2\n[estimates]\nx = \"(\"");
    let codes: Vec<&str> = report.diagnostics.iter().map(|found| found.code).collect();
    assert_eq!(codes, ["E0101"]);
}

#[test]
fn shares_above_all_or_with_a_unit() {
    let with =
        |name: &str, value: &str| format!("[inputs]\n{name} = \"{value}\"\n[estimates]\nx = \"{name}\"");
    check(&with("read_share", "120%"), &["W0106"]);
    check(&with("hit_ratio", "1.5"), &["W0106"]);
    check(&with("hit_ratio", "5 GB"), &["W0106"]);
    check(&with("user_share", "5 users"), &["W0106"]);
    check(&with("read_share", "100%"), &[]);
    check(&with("hit_ratio", "0.99"), &[]);
    check(&with("shared", "120%"), &[]);
    check(&with("ratio", "5 GB"), &[]);
}

#[test]
fn formulas_have_the_warnings_of_the_language() {
    check("[inputs]\nsize = \"5 GB\"\n[estimates]\nx = \"size * 8\"", &["W0101"]);
    check("[inputs]\nusers = \"5M users\"\n[estimates]\nx = \"users / 86400\"", &["W0102"]);
    check("[inputs]\nusers = \"5M users\"\n[estimates]\nx = \"users / (24 * 60 * 60)\"", &["W0102"]);
    check("[inputs]\nusers = \"5M users\"\nn = 86400\n[estimates]\nx = \"users / n\"", &["W0102"]);
    check("[inputs]\nusers = \"5M users\"\nn = \"24 * 60 * 60\"\n[estimates]\nx = \"users / n\"", &["W0102"]);
    check("[inputs]\nrate = \"1 TB/day\"\ndays_kept = 30\n[estimates]\nx = \"rate * days_kept\"", &["W0103"]);
    check("[inputs]\nactive = \"100M\"\neach = 10\n[estimates]\nx = \"active * each / 86400\"", &["W0117"]);
    check("[inputs]\nrate = \"5M posts/day\"\n[estimates]\nx = \"rate * 30\"", &["W0103"]);
    check("[inputs]\nusers = \"5M users\"\n[estimates]\nx = \"users * 1 GB\"", &["W0104"]);
    check("[inputs]\nusers = \"5M users\"\n[estimates]\nx = \"5 GB / user\"\ny = \"users\"", &["W0105"]);
    check("[inputs]\nsize = \"5 GB\"\n[checks]\nx = \"size / 1000 < 1 GB\"", &["W0101"]);
    check("[inputs]\nsize = \"5 GB * 8\"\n[estimates]\nx = \"size\"", &["W0101"]);
    check(
        "functions = \"fn bits(x) = x * 8\"\n[inputs]\nsize = \"5 GB\"\n[estimates]\nx = \"bits(size)\"",
        &["W0101"],
    );
    check(
        "[tables.t]\na = { x = \"1 GB\" }\nb = { x = \"2 GB\" }\n[estimates]\ny = \"sum(t.x * 8)\"",
        &["W0101"],
    );
}

#[test]
fn ok_accepts_the_warnings_of_its_entry() {
    check(
        "[inputs]\nsize = \"5 GB\"\n[estimates]\nx = { formula = \"size * 8\", ok = \"bits on the wire\" }",
        &[],
    );
    check("[inputs]\nsize = { value = \"5 GB * 8\", ok = \"bits\" }\n[estimates]\nx = \"size\"", &[]);
    check(
        "[inputs]\nhit_ratio = { value = \"120%\", ok = \"counted twice\" }\n[estimates]\nx = \"hit_ratio\"",
        &[],
    );
    check("[inputs]\nsize = \"5 GB\"\n[checks]\nx = { check = \"size * 8 < 90 GB\", ok = \"bits\" }", &[]);
    check(
        "[inputs]\nsize = { value = \"5 GB\", ok = \"not here\" }\n[estimates]\nx = \"size * 8\"",
        &["W0101"],
    );
    let report =
        run("[inputs]\nsize = { value = \"5 GB + 1 s\", ok = \"please\" }\n[estimates]\nx = \"size\"");
    assert!(!report.is_ok());
}

#[test]
fn names_that_say_a_unit() {
    let with = |entry: &str| {
        format!("[inputs]\n{entry}\n[estimates]\nx = \"1\"\ny = \"{}\"", entry.split(' ').next().unwrap())
    };
    for entry in [
        "storage_tb = 500",
        "storage_tb = \"500\"",
        "latency_ms = 20",
        "requests_per_day = \"5M\"",
        "cost = 200",
    ] {
        check(&with(entry), &["W0116"]);
    }
    for entry in [
        "storage_tb = \"500 TB\"",
        "reads_per_write = 100",
        "cost_ratio = 2",
        "users_min = 5",
        "days_per_month = 30",
    ] {
        check(&with(entry), &[]);
    }
    check("[inputs]\ndaily = \"2 TB/day\"\n[estimates]\nstorage_tb = \"daily * 1 year / 1 TB\"", &["W0116"]);
    check(
        "[inputs]\ndaily = \"2 TB/day\"\n[estimates]\nstorage_tb = { formula = \"daily * 1 year\", unit = \"TB\" }",
        &[],
    );
}

#[test]
fn counts_sizes_rates_and_prices_below_zero() {
    let with = |name: &str, value: &str| format!("[inputs]\n{name} = {value}\n[estimates]\nx = \"{name}\"");
    for (name, value) in [
        ("people", "\"-5M users\""),
        ("users", "-5"),
        ("active_users", "\"-5\""),
        ("size", "\"-5 KB\""),
        ("rate", "\"-5 req/s\""),
        ("traffic", "\"-5 MB/s\""),
        ("price", "\"-$5/GB\""),
        ("people", "\"normal(1M users, 4M users)\""),
    ] {
        check(&with(name, value), &["W0114"]);
    }
    for (name, value) in [
        ("offset", "\"-5 ms\""),
        ("balance", "\"-$5\""),
        ("trend", "\"-5%\""),
        ("delta", "-5"),
        ("people", "\"5 users\""),
    ] {
        check(&with(name, value), &[]);
    }
    check("[tables.t]\na = { x = \"-1 GB\" }\n[estimates]\ny = \"sum(t.x)\"", &["W0114"]);
    let text = "[inputs]\nusers = \"5M users\"\n[estimates]\nx = \"users * 2 GB/user\"";
    for set in ["-5M", "-5M users", "normal(1M users, 4M users)"] {
        let report = sound(crate::support::run_with(text, &[("users", set)]));
        assert_eq!(report.diagnostics.iter().map(|found| found.code).collect::<Vec<_>>(), ["W0114"], "{set}");
    }
}

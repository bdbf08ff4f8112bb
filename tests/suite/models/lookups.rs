//! Lookups that find nothing, names that are none, and what is said of them.

use napkin::report::Report;

use crate::support::{all, row, run, run_with, sound};

/// The errors of a model, as printed.
#[track_caller]
fn said(report: &Report, code: &str) -> String {
    let errors: Vec<&str> =
        report.diagnostics.iter().filter(|found| found.is_error()).map(|found| found.code).collect();
    let printed = all(&report.diagnostics, &report.sources);
    assert_eq!(errors, [code], "{printed}");
    printed
}

#[track_caller]
fn says(text: &str, code: &str, words: &[&str]) {
    let printed = said(&run(text), code);
    words.iter().for_each(|words| assert!(printed.contains(words), "{words}: {printed}"));
}

#[test]
fn tiers_begin_at_zero() {
    let tiers = |first: &str| {
        format!(
            "[tables.t]\na = {{ u = \"{first}\", p = 1 }}\nb = {{ u = \"10 GB\", p = 2 }}\n\
             c = {{ u = \"rest\", p = 3 }}\n[estimates]\nv = \"tiered(7 GB, t.u, t.p)\"\n"
        )
    };
    // 2 GB of the second tier at 2 would be counted from -5 GB on.
    says(&tiers("-5 GB"), "E0205", &["the tier `a` ends below zero", "-5 GB"]);
    says(&tiers("0 GB - 5 GB"), "E0205", &["the tier `a` ends below zero"]);
    says(&tiers("1 to 5 GB"), "E0205", &["the tier `a` is uncertain"]);
    says(&tiers("10 GB"), "E0205", &["the tiers `a` and `b` end at the same amount"]);
    // A tier of no size changes nothing: 7 GB at 2.
    let report = sound(run(&tiers("0 GB")));
    assert_eq!(row(&report, "v").shown.written.literal(), "14 GB");
    // The order of the rows means nothing: 7 GB at 2, of a tier to 10 GB that stands before one to 5 GB at 1.
    let report = sound(run(&tiers("20 GB")));
    assert_eq!(row(&report, "v").shown.written.literal(), "14 GB");
}

#[test]
fn an_amount_below_zero_is_answered_with_what_prices_it() {
    let text = "[tables.t]\na = { u = \"10 GB\", p = \"$2/GB\" }\n[estimates]\nx = \"5 GB - 7 GB\"\n\
                v = \"tiered(x, t.u, t.p)\"\n";
    says(text, "E0406", &["`max(x, 0 B)`"]);
    let report = sound(run(&text.replace("tiered(x,", "tiered(max(x, 0 B),")));
    assert_eq!(row(&report, "v").shown.value, 0.0);
}

#[test]
fn what_comes_nearest_is_told_with_the_right_numbers() {
    let table = "[tables.t]\na = { upto = \"10 GB\", p = 1 }\nb = { upto = \"20 GB\", p = 2 }\n";
    // The 95th percentile is 5 + 0.95 × 16 = 20.2.
    let text = format!(
        "[inputs]\nx = \"uniform(5 GB, 21 GB)\"\n{table}[estimates]\nv = \"argmin(t.p where p95(x) < t.upto)\""
    );
    says(&text, "E0406", &["the largest `t.upto` is 20 GB, and `p95(x)` is 20.2 GB"]);
    let text = format!(
        "[inputs]\nx = \"uniform(5 GB, 20.0005 GB)\"\n{table}[estimates]\nv = \"min(t.p where t.upto > x)\""
    );
    says(&text, "E0406", &["is 20 GB, and `x` is up to 20.000"]);
}

#[test]
fn nothing_passes_because_no_row_is_asked() {
    let table = "[tables.t]\na = { p = 1 }\nb = { p = 2 }\n";
    let text = format!(
        "{table}[inputs]\nk = 1\n[estimates]\nsum = \"sum(t.p)\"\n[checks]\nc = \"all(t.p <= k where t.p > 10)\""
    );
    says(&text, "E0406", &["else false"]);
    // In 20% of the samples the limit is above 2.
    let text = format!(
        "{table}[inputs]\nk = \"uniform(0, 2.5)\"\n[estimates]\nsum = \"sum(t.p)\"\n[checks]\nc = \"all(t.p <= 3 where t.p > k)\""
    );
    says(&text, "E0406", &["no row of `t` has `t.p > k` in 20% of the samples"]);
}

#[test]
fn a_row_that_is_none_is_answered_with_rows() {
    let table = "[tables.store]\nsan = { price = 1 }\nnas = { price = 2 }\n";
    let with = |rest: &str| format!("{table}{rest}");
    says(&with("[estimates]\nv = \"store.sun.price\""), "E0201", &["no row `sun`", "store.san.price"]);
    says(
        &with("[estimates]\nv = \"store.local.price\""),
        "E0201",
        &["the rows of `store` are `san` and `nas`"],
    );
    says(
        &with("[estimates]\nv = \"sum(store.price)\"\n[inputs]\ny = \"store.local\""),
        "E0201",
        &["`san`", "`nas`"],
    );
    let model = with("[inputs]\ny = \"store.san\"\n[estimates]\nv = \"y.price\"");
    for (name, value, code, words) in [
        ("y", "store.local", "E0201", "`san` and `nas`"),
        ("y", "sen", "E0201", "san"),
        ("store.local.price", "3", "E0510", "`store.san.price` or `store.nas.price`"),
        ("store.x.y", "3", "E0510", "the rows of `store` are `san` and `nas`"),
        ("store.sun.price", "3", "E0510", "store.san.price"),
        ("store.san", "3", "E0510", "like `store.san.price`"),
        ("store.price", "3", "E0510", "like `store.san.price`"),
        ("store", "3", "E0510", "like `store.san.price`"),
    ] {
        let printed = said(&run_with(&model, &[(name, value)]), code);
        assert!(printed.contains(words), "{name}={value}: {printed}");
    }
}

#[test]
fn an_input_with_the_name_of_its_table_is_renamed() {
    let table = "[tables.store]\nsan = { price = 1 }\nnas = { price = 2 }\n";
    let input = "[inputs]\nstore = \"store.san\"\n";
    let rest = "[estimates]\nv = \"store.price\"";
    for text in [format!("{table}{input}{rest}"), format!("{input}{table}{rest}")] {
        says(&text, "E0503", &["rename the input, like `chosen_store = \"store.san\"`"]);
    }
    sound(run(&format!(
        "{table}{}{}",
        input.replace("store =", "chosen_store ="),
        rest.replace("store", "chosen_store")
    )));
}

#[test]
fn the_shares_of_a_choice_are_a_whole() {
    // Each share is estimated by itself, that of the rare row with samples of its own.
    let text = "[inputs]\nx = \"normal(0 GB, 1 GB)\"\ny = \"normal(0 GB, 1 GB)\"\n[tables.t]\na = { at = \"0 GB\" }\n\
                b = { at = \"5 GB\" }\nc = { at = \"7 GB\" }\n[estimates]\nbest = \"argmin(abs(x + y - t.at))\"";
    let report = sound(run(text));
    let chosen = row(&report, "best").shown.row.as_ref().expect("a row");
    let whole: f64 = chosen.shares.iter().map(|(_, share)| share).sum();
    assert!(chosen.shares.len() == 3 && (whole - 1.0).abs() < 1e-12, "{:?}", chosen.shares);
}

#[test]
fn a_row_says_which_estimates_choose_it() {
    let text = "[tables.t]\na = { cost = 2 }\nb = { cost = 5 }\nc = { cost = 3 }\n[estimates]\n\
                best = \"argmin(t.cost)\"\nworst = \"argmax(t.cost)\"\nsame = \"best\"";
    let report = sound(run(text));
    let chosen: Vec<String> = report.tables[0].rows.iter().map(|row| row.chosen_by.join(" ")).collect();
    assert_eq!(chosen, ["best same", "worst", ""]);
}

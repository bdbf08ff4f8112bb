//! Growth, saturation and steps against their closed forms.

use super::{assert_near, follow, follow_with, numbers, sound};

/// Closed forms without ranges.
const EXACT: f64 = 1e-9;

/// An input, and an estimate that is it.
fn model(input: &str) -> String {
    format!("[inputs]\nx = {input}\n[estimates]\ny = {{ formula = \"x * 1\", unit = \"users\" }}\n")
}

#[test]
fn growth_compounds() {
    let found =
        sound(follow(&model(r#"{ value = "10M users", growth = "40%/year" }"#), "3 years", "6 months"));
    for (at, number) in numbers(&found, "y").into_iter().enumerate() {
        assert_near(number, 1e7 * 1.4_f64.powf(at as f64 / 2.0), EXACT);
    }
    // Each month, not a twelfth of the year's growth.
    let found = sound(follow(&model(r#"{ value = "10M users", growth = "3%/month" }"#), "1 year", "month"));
    assert_near(numbers(&found, "y")[12], 1e7 * 1.03_f64.powi(12), EXACT);
    let found = sound(follow(&model(r#"{ value = "8 users", growth = "-50%/year" }"#), "3 years", "year"));
    for (number, expected) in numbers(&found, "y").into_iter().zip([8.0, 4.0, 2.0, 1.0]) {
        assert_near(number, expected, EXACT);
    }
    let found = sound(follow(&model(r#"{ value = "8 users", growth = "0%/year" }"#), "1 year", "year"));
    assert_eq!(numbers(&found, "y"), [8.0, 8.0]);
    let found = sound(follow(&model(r#"{ value = "8 users", growth = "1e9%/year" }"#), "2 years", "year"));
    assert_near(numbers(&found, "y")[2], 8.0 * 10_000_001.0_f64.powi(2), EXACT);
}

#[test]
fn growth_saturates_along_a_logistic_curve() {
    let logistic = |v: f64, most: f64, growth: f64, years: f64| {
        let k = growth.ln_1p() / (1.0 - v / most);
        most / (1.0 + (most / v - 1.0) * (-k * years).exp())
    };
    let text = model(r#"{ value = "10M users", growth = "40%/year", saturates = "60M users" }"#);
    let found = sound(follow(&text, "20 years", "6 months"));
    let all = numbers(&found, "y");
    for (at, number) in all.iter().enumerate() {
        assert_near(*number, logistic(1e7, 6e7, 0.4, at as f64 / 2.0), EXACT);
    }
    assert!(all.last().is_some_and(|last| *last > 59.9e6 && *last < 60e6));
    // Downwards.
    let text = model(r#"{ value = "60 users", growth = "-20%/year", saturates = "10 users" }"#);
    let found = sound(follow(&text, "5 years", "year"));
    for (at, number) in numbers(&found, "y").into_iter().enumerate() {
        assert_near(number, logistic(60.0, 10.0, -0.2, at as f64), EXACT);
    }
    // What starts with nothing stays so, and what is set past the end stays where it is.
    let text = model(r#"{ value = "10 users", growth = "40%/year", saturates = "60 users" }"#);
    let found = sound(follow_with(&text, "2 years", "year", &[("x", "0 users")]));
    assert_eq!(numbers(&found, "y"), [0.0; 3]);
    let found = sound(follow_with(&text, "2 years", "year", &[("x", "90 users")]));
    assert_eq!(numbers(&found, "y"), [90.0; 3]);
}

#[test]
fn steps_replace_a_value_and_growth_goes_on() {
    let text = model(
        r#"{ value = "2 users", growth = "10%/year", steps = { "6 months" = "5 users", "18 months" = "8 users" } }"#,
    );
    let found = sound(follow(&text, "2 years", "3 months"));
    let all = numbers(&found, "y");
    let expected = |months: f64| match months {
        months if months < 6.0 => 2.0 * 1.1_f64.powf(months / 12.0),
        months if months < 18.0 => 5.0 * 1.1_f64.powf((months - 6.0) / 12.0),
        months => 8.0 * 1.1_f64.powf((months - 18.0) / 12.0),
    };
    for (at, number) in all.into_iter().enumerate() {
        assert_near(number, expected(at as f64 * 3.0), EXACT);
    }
    // In logistic growth the rate is that of today.
    let text = model(
        r#"{ value = "10 users", growth = "40%/year", saturates = "60 users", steps = { "1 year" = "20 users" } }"#,
    );
    let found = sound(follow(&text, "3 years", "year"));
    let k = 1.4_f64.ln() / (1.0 - 10.0 / 60.0);
    let all = numbers(&found, "y");
    assert_near(all[1], 20.0, EXACT);
    assert_near(all[3], 60.0 / (1.0 + 2.0 * (-2.0 * k).exp()), EXACT);
}

#[test]
fn rows_conditions_and_cells_have_steps() {
    let text = r#"
[inputs]
on    = { value = "store.san", steps = { "1 year" = "store.blob" } }
twice = { value = false, steps = { "6 months" = true, "18 months" = false } }
size  = "100 GB"
[tables.store]
san  = { price = "$5/GB", copies = 2 }
blob = { price = { value = "$2/GB", growth = "-10%/year" }, copies = { value = 1, steps = { "18 months" = 3 } } }
[tables.store.defaults]
fee = { value = "$1/GB", growth = "100%/year" }
[estimates]
cost = { formula = "size * (on.price + on.fee) * on.copies * (if twice then 2 else 1)", unit = "$" }
lives = "on"
"#;
    let found = sound(follow(text, "2 years", "6 months"));
    let cost = numbers(&found, "cost");
    let fee = |years: f64| 2.0_f64.powf(years);
    let blob = |years: f64| 2.0 * 0.9_f64.powf(years);
    let expected = [
        100.0 * (5.0 + fee(0.0)) * 2.0,
        100.0 * (5.0 + fee(0.5)) * 2.0 * 2.0,
        100.0 * (blob(1.0) + fee(1.0)) * 2.0,
        100.0 * (blob(1.5) + fee(1.5)) * 3.0,
        100.0 * (blob(2.0) + fee(2.0)) * 3.0,
    ];
    for (number, expected) in cost.into_iter().zip(expected) {
        assert_near(number, expected, EXACT);
    }
    let rows: Vec<String> = found
        .estimates
        .iter()
        .filter(|course| course.name == "lives")
        .flat_map(|course| &course.values)
        .map(|shown| shown.as_ref().expect("a row").written.literal())
        .collect();
    assert_eq!(rows, ["san", "san", "blob", "blob", "blob"]);
}

#[test]
fn a_range_of_growth_is_a_lognormal_factor() {
    // ln of the factor: median ln sqrt(1.2 * 1.6), sd ln(1.6/1.2) / 2 / 1.6449. Of users: sd ln 2 / 2 / 1.6449.
    let text = model(r#"{ value = "10M to 20M users", growth = "20% to 60%/year" }"#);
    let found = sound(follow(&text, "4 years", "year"));
    let course = &found.estimates[0];
    let score = 1.644_853_626_951_472_f64;
    let (middle, sd) = ((1.2_f64 * 1.6).sqrt(), (1.6_f64 / 1.2).ln() / 2.0 / score);
    let of_users = 2.0_f64.ln() / 2.0 / score;
    for (years, shown) in course.values.iter().enumerate() {
        let (shown, years) = (shown.as_ref().expect("a value"), years as f64);
        let spread = shown.spread.as_ref().expect("uncertain");
        let median = 2.0_f64.sqrt() * 1e7 * middle.powf(years);
        let wide = (of_users * of_users + years * years * sd * sd).sqrt();
        assert_near(shown.value, median, 0.004);
        assert_near(spread.p5, median * (-score * wide).exp(), 0.008);
        assert_near(spread.p95, median * (score * wide).exp(), 0.008);
    }
    // A fall by half and a doubling are alike.
    let found =
        sound(follow(&model(r#"{ value = "8 users", growth = "-50% to 100%/year" }"#), "1 year", "year"));
    let shown = found.estimates[0].values[1].clone().expect("a value");
    let spread = shown.spread.expect("uncertain");
    assert_near(shown.value, 8.0, 1e-6);
    assert_near(spread.p5, 4.0, 1e-6);
    assert_near(spread.p95, 16.0, 1e-6);
}

#[test]
fn the_range_of_a_step_is_the_same_variable() {
    // The ratio of the value after the step to the one before is the same function of it in every sample.
    let text = r#"
[inputs]
x = { value = "10 to 20 users", steps = { "1 year" = "30 to 90 users" } }
base = "10 to 20 users"
[estimates]
y = { formula = "x * 1", unit = "users" }
"#;
    let found = sound(follow(text, "1 year", "year"));
    let shown =
        found.estimates.iter().find(|course| course.name == "y").and_then(|course| course.values[1].clone());
    let spread = shown.expect("a value").spread.expect("uncertain");
    assert_near(spread.p5, 30.0, 1e-6);
    assert_near(spread.p95, 90.0, 1e-6);
    for (value, step) in [
        ("20% to 40%", "30% to 80%"),
        ("uniform(1, 2)", "uniform(5, 9)"),
        ("normal(10, 1)", "normal(20, 3)"),
        ("5", "6 to 8"),
        ("5 to 6", "8"),
    ] {
        let text = format!(
            "[inputs]\nx = {{ value = \"{value}\", steps = {{ \"6 months\" = \"{step}\" }} }}\n[estimates]\ny = \"x * 2\"\n"
        );
        sound(follow(&text, "1 year", "6 months"));
    }
}

#[test]
fn growth_reaches_files_that_are_used_and_extended_and_scenarios() {
    let text = r#"
[inputs]
users = { value = "10 users", growth = "10%/year" }
[estimates]
y = { formula = "users * 1", unit = "users" }
[scenarios.fast]
users.growth = "100%/year"
[scenarios.large]
users = "20 users"
"#;
    let in_scenario = |name: Option<&str>, set: &[(&str, &str)]| {
        let set: Vec<(String, String)> =
            set.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let changes = napkin::report::Changes {
            is_one: true,
            scenario: name.map(str::to_owned),
            ..napkin::report::Changes::from(set)
        };
        let settings = napkin::report::Settings { changes, ..Default::default() };
        let asked = napkin::report::projection::Asked {
            last: "2 years".to_owned(),
            every: Some("year".to_owned()),
            ..Default::default()
        };
        numbers(&sound(napkin::report::projection::project("m.toml", text, &asked, &settings)), "y")[2]
    };
    assert_near(in_scenario(None, &[]), 12.1, EXACT);
    assert_near(in_scenario(Some("fast"), &[]), 40.0, EXACT);
    assert_near(in_scenario(Some("large"), &[]), 24.2, EXACT);
    assert_near(in_scenario(Some("fast"), &[("users.growth", "0%/year")]), 10.0, EXACT);

    let used = "[inputs]\nusers = { value = \"10 users\", growth = \"10%/year\" }\n[estimates]\nhalf = \"users / 2\"\n";
    for (model, name) in [
        (
            "[use]\nfeed = \"feed.toml\"\n[estimates]\ny = { formula = \"feed.half * 2\", unit = \"users\" }\n",
            "feed.users",
        ),
        ("extends = \"feed.toml\"\n[estimates]\ny = { formula = \"half * 2\", unit = \"users\" }\n", "users"),
    ] {
        let follow = |set: &[(&str, &str)]| {
            let changes = crate::support::beside(&[("feed.toml", used)], set);
            let settings = napkin::report::Settings { changes, ..Default::default() };
            let asked = napkin::report::projection::Asked {
                last: "2 years".to_owned(),
                every: Some("year".to_owned()),
                shown: vec!["y".to_owned()],
                ..Default::default()
            };
            let found = napkin::report::projection::project("model.toml", model, &asked, &settings);
            numbers(&sound(found), "y")[2]
        };
        assert_near(follow(&[]), 12.1, EXACT);
        assert_near(follow(&[(&format!("{name}.growth"), "100%/year")]), 40.0, EXACT);
    }
}

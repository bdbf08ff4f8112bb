//! Measured values against predictions: forms of files, units, verdicts, exit codes, and what is refused.

use std::path::PathBuf;

use serde_json::Value;

use crate::command_line::{folder, napkin};

/// 10M users × 20 reads × 3 is 6944.4 reads/s; half of the values are certain.
const MODEL: &str = "\
[units]
month = \"30 days\"
[inputs]
users = \"5M to 20M users\"
reads = \"20 reads/user/day\"
size = \"2 KB/read\"
[estimates]
peak = \"users * reads * 3\"
egress = \"peak * size\"
stored = { formula = \"10M reads/day * size * 5 years\", unit = \"TB\" }
cost = { formula = \"stored * $0.02/GB/month\", unit = \"$/month\" }
servers = \"ceil(p95(peak) / 1000 reads/s/server)\"
large = \"stored > 1 TB\"
share = \"25% * 2\"
loss = \"0 - 5\"
up = \"99.95% * 99.95%\"
[checks]
fits = \"stored <= 100 TB\"
";

fn model(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let made = folder(&format!("measured-{name}"));
    std::fs::remove_dir_all(&made).expect("the folder can be removed");
    let made = folder(&format!("measured-{name}"));
    std::fs::write(made.join("model.toml"), MODEL).expect("a file can be written");
    std::fs::create_dir_all(made.join("days")).expect("a folder can be made");
    for (file, text) in files {
        std::fs::write(made.join(file), text).expect("a file can be written");
    }
    made
}

/// Runs the check with measured values in JSON and returns them by name: how they fit, and the number that was measured.
#[track_caller]
fn fits(name: &str, file: &str, text: &str) -> Vec<(String, String, f64)> {
    let folder = model(name, &[(file, text)]);
    let (out, err, code) = napkin(&folder, &["check", "model.toml", "--actual", file, "--json"], "");
    assert_eq!((err.as_str(), code), ("", Some(0)), "{text}: {out}");
    let object: Value = serde_json::from_str(&out).expect("JSON");
    let measured = object["models"][0]["measured"].as_array().expect("a list").clone();
    let one = |of: &Value| {
        let text = |field: &str| of[field].as_str().expect("a text").to_owned();
        let number = of["actual"]["value"].as_f64().unwrap_or_else(|| {
            of["actual"]["value"].as_bool().map_or(f64::NAN, |truth| f64::from(u8::from(truth)))
        });
        (text("name"), text("fit"), number)
    };
    measured.iter().map(one).collect()
}

/// A value is the same in each form of file, with its unit or as a number in that of the prediction.
#[test]
fn a_value_is_read_in_each_form() {
    // The unit of JSON for `egress` is B/s: 18 MB/s is 1.8e7, and so is 144 Mbit/s.
    for (file, text) in [
        ("a.json", "{\"egress\": \"18 MB/s\"}"),
        ("a.json", "{\"egress\": 18000000}"),
        ("a.json", "{\"egress\": 1.8e7}"),
        ("a.json", "{\"egress\": \"18000000\"}"),
        ("a.json", "{\"egress\": {\"value\": 144, \"unit\": \"Mbit/s\"}}"),
        ("a.json", "{\"egress\": {\"value\": \"18\", \"unit\": \"MB/s\", \"at\": \"noon\"}}"),
        ("a.json", "{\"egress\": \"18\\u0020MB/s\"}"),
        ("a.toml", "egress = \"18 MB/s\""),
        ("a.toml", "egress = 18_000_000"),
        ("a.toml", "egress = { value = 144, unit = \"Mbit/s\" }"),
        ("a.csv", "egress,18 MB/s\n"),
        ("a.csv", "name,value,unit\r\negress,144,Mbit/s\r\n"),
        ("a.csv", "# of May\n\nunit;value;name\nMB/s;18;egress\n"),
        ("a.csv", "name,value\n\"egress\",\"18,000,000 B/s\"\n"),
        ("a.tsv", "egress\t18000000\n"),
        ("a", "{\"egress\": \"18 MB/s\"}"),
        ("a", "egress = \"18 MB/s\""),
        ("a", "egress,18 MB/s"),
    ] {
        let found = fits("forms", file, text);
        assert_eq!(found.len(), 1, "{text}");
        let (name, fit, number) = &found[0];
        assert_eq!((name.as_str(), fit.as_str()), ("egress", "inside"), "{text}");
        assert!((number / 1.8e7 - 1.0).abs() < 1e-12, "{text}: {number}");
    }
}

#[test]
fn a_measured_value_may_leave_out_its_noun() {
    // 420k a minute are 7k a second. Reads are requests.
    for (name, value, number) in [
        ("peak", "7k/s", 7e3),
        ("peak", "420k reads/min", 7e3),
        ("peak", "7k rps", 7e3),
        ("servers", "12", 12.0),
        ("servers", "12 servers", 12.0),
    ] {
        let found = fits("nouns", "a.json", &format!("{{\"{name}\": \"{value}\"}}"));
        assert!((found[0].2 / number - 1.0).abs() < 1e-12, "{found:?}");
    }
    // A month has 30 days in this model: $1 a day is $30 a month.
    let found = fits("nouns", "a.json", "{\"cost\": \"$24/day\", \"share\": \"50%\", \"loss\": -5}");
    assert_eq!(found[0].2, 720.0, "{found:?}");
    assert_eq!(found[1].1, "as predicted");
    assert_eq!(found[2].1, "as predicted");
}

/// The prediction of `stored` is 10^7 × 2 KB × 1825 days: 36.5 TB.
#[test]
fn a_certain_value_is_as_predicted_within_a_quarter() {
    for (value, fit) in [
        ("36.5 TB", "as predicted"),
        ("45.6 TB", "as predicted"),
        ("45.8 TB", "not as predicted"),
        ("29.3 TB", "as predicted"),
        ("29.1 TB", "not as predicted"),
        ("0 TB", "not as predicted"),
        ("-36.5 TB", "not as predicted"),
    ] {
        let found = fits("quarter", "a.json", &format!("{{\"stored\": \"{value}\"}}"));
        assert_eq!(found[0].1, fit, "{value}");
    }
    // Of a share near the whole, what is missing to it counts: 0.1% by the model.
    for (value, fit) in
        [("99.91%", "as predicted"), ("99%", "not as predicted"), ("100%", "not as predicted")]
    {
        let found = fits("quarter", "a.json", &format!("{{\"up\": \"{value}\"}}"));
        assert_eq!(found[0].1, fit, "{value}");
    }
    let found = fits("quarter", "a.json", "{\"large\": true}");
    assert_eq!((found[0].1.as_str(), found[0].2), ("as predicted", 1.0));
    let found = fits("quarter", "a.json", "{\"large\": \"false\"}");
    assert_eq!((found[0].1.as_str(), found[0].2), ("not as predicted", 0.0));
}

#[test]
fn what_is_outside_says_by_how_much_and_names_a_slip() {
    let text = "{\n\"users\": \"12M users\",\n\"peak\": \"34.7k/s\",\n\"stored\": \"36.5 GB\",\n\"egress\": \"111.1 Mbit/s\"\n}";
    let folder = model("outside", &[("a.json", text)]);
    let (out, err, code) = napkin(&folder, &["check", "model.toml", "--actual", "a.json"], "");
    assert_eq!((err.as_str(), code), ("", Some(0)));
    let flat = out.split_whitespace().collect::<Vec<_>>().join(" ");
    for expected in [
        "ok model.toml 1 check holds",
        "ok a.json:2 users predicted 10M users (90%: 5M to 20M), measured 12M users: inside, 20% above the median",
        // 34.7 / 6.944 = 5.0
        "WARN a.json:3 peak predicted 6.94k reads/s (90%: 3.47k to 13.9k), measured 34.7k reads/s: outside, 5 times the median",
        "WARN a.json:4 stored predicted 36.5 TB, measured 0.0365 TB: not as predicted, 1/1000 as much: a prefix (k, M, G)?",
        "egress predicted 1.2 TB/day (90%: 0.6 to 2.4), measured 1.2 TB/day: inside, at the median",
        "calibration: 2 of 3 intervals held (67%; 90% expected), which may be chance",
    ] {
        assert!(flat.contains(expected), "{expected}\n{flat}");
    }
    let (quiet, ..) = napkin(&folder, &["check", "model.toml", "--actual", "a.json", "--quiet"], "");
    assert!(!quiet.contains("ok ") && !quiet.contains("calibration") && quiet.contains("peak"), "{quiet}");
}

#[test]
fn the_exit_code_is_that_of_the_checks_unless_it_is_asked_for() {
    let files = [("in.json", "{\"peak\": 7000}"), ("out.json", "{\"peak\": 70000}")];
    let folder = model("codes", &files);
    for (arguments, expected) in [
        (&["--actual", "in.json"][..], 0),
        (&["--actual", "out.json"], 0),
        (&["--actual", "in.json", "--fail-outside"], 0),
        (&["--actual", "out.json", "--fail-outside"], 1),
        (&["--actual", "out.json", "--deny-warnings"], 0),
        (&["--actual", "in.json", "--actual", "out.json", "--fail-outside"], 1),
        (&["--actual", "in.json", "--set", "stored=200 TB"], 1),
        (&["--fail-outside"], 2),
    ] {
        for format in [&[][..], &["--json"], &["--format", "csv"], &["--format", "markdown"]] {
            let arguments = [&["check", "model.toml"], arguments, format].concat();
            let (out, err, code) = napkin(&folder, &arguments, "");
            assert_eq!(code, Some(expected), "{arguments:?}: {out}{err}");
            if expected < 2 && format == ["--json"] {
                assert!(out.contains(&format!("\"passed\":{}", expected == 0)), "{out}");
            }
        }
    }
    let (out, ..) = napkin(&folder, &["check", "model.toml", "--actual", "out.json", "--fail-outside"], "");
    assert!(out.contains("ok    model.toml") && out.contains("FAIL  out.json:1  peak"), "{out}");
}

#[test]
fn files_are_found_by_a_pattern() {
    let days =
        [("days/1.json", "{\"peak\": 7000}"), ("days/2.json", "{\"peak\": 70000}"), ("days/3.csv", "peak,1")];
    let folder = model("pattern", &days);
    let (out, err, code) = napkin(&folder, &["check", "model.toml", "--actual", "days/*.json"], "");
    assert_eq!((err.as_str(), code), ("", Some(0)));
    assert!(
        out.contains("days/1.json:1") && out.contains("days/2.json:1") && !out.contains("3.csv"),
        "{out}"
    );
    assert!(
        out.contains("calibration: 1 of 2 intervals held (50%; 90% expected), which may be chance"),
        "{out}"
    );
    for (given, said) in [
        ("days/*.toml", "no file matches `days/*.toml`"),
        ("da*/4.json", "no file matches `da*/4.json`"),
        ("days/4.json", "there is no file `days/4.json`"),
        ("days", "`days` is a directory"),
    ] {
        let (out, err, code) = napkin(&folder, &["check", "model.toml", "--actual", given], "");
        assert!(out.is_empty() && code == Some(2) && err.contains(said), "{given}: {out}{err}");
        assert!(!err.contains("napkin new"), "{err}");
    }
    let input = "peak,7000";
    let (out, ..) = napkin(&folder, &["check", "model.toml", "--actual", "-"], input);
    assert!(out.contains("ok    <stdin>:1  peak"), "{out}");
    let (_, err, code) = napkin(&folder, &["check", "-", "--actual", "-"], input);
    assert!(code == Some(2) && err.contains("standard input can be read once"), "{err}");
    let (_, err, code) = napkin(&folder, &["check", "model.toml", "chat", "--actual", "days/1.json"], "");
    assert!(code == Some(2) && err.contains("check one model at a time"), "{err}");
}

/// Each is an error with the file and the line, and nothing is compared.
#[test]
fn what_cannot_be_compared_is_an_error_with_its_place() {
    for (file, text, line, said) in [
        ("a.json", "{\n\"peek\": \"7k/s\"\n}", 2, "did you mean `peak`?"),
        ("a.json", "{\n\"zzz\": 1}", 2, "the estimates are `peak`, `egress`"),
        (
            "a.json",
            "{\"peak\": \"7 users/s\"}",
            1,
            "`peak` is reads per time, and users per time was measured",
        ),
        ("a.json", "{\"peak\": \"7 GB\"}", 1, "`peak` is reads per time, and data was measured"),
        ("a.json", "{\"peak\": \"5 to 7 /s\"}", 1, "no single number"),
        ("a.json", "{\"peak\": \"2 * 7/s\"}", 1, "no single number"),
        ("a.json", "{\"egress\": \"10B\"}", 1, "more than one reading"),
        ("a.json", "{\"peak\":\n null}", 1, "is null"),
        ("a.json", "{\"peak\": [7000]}", 1, "is a list"),
        ("a.json", "{\"peak\": {\"v\": 1}}", 1, "an object without `value` and `unit`"),
        ("a.json", "{\"peak\": true}", 1, "`peak` is a value, and a condition was measured"),
        ("a.json", "{\"large\": 3}", 1, "`large` is a condition, and a value was measured"),
        ("a.json", "{\"peak\": 7,\n\"peak\": 8}", 2, "`peak` has two values in one file"),
        ("a.json", "{\"peak\": 7,\n", 2, "no JSON object of names and values"),
        ("a.json", "[1]", 1, "no JSON object of names and values"),
        ("a.json", "{}", 1, "`a.json` has no values"),
        ("a.toml", "peak = 7\npeak = 8", 2, "duplicate key"),
        ("a.toml", "peak = inf", 1, "no finite decimal number"),
        ("a.toml", "peak = 2025-05-01", 1, "a date"),
        ("a.toml", "egress = { value = 3, unit = \"widgets/parsec\" }", 1, "widgets"),
        ("a.csv", "name,value\npeak\n", 2, "this line has no name and value"),
        ("a.csv", "name,value\npeak,\"7\n", 2, "a quote is open"),
        ("a.csv", "", 1, "`a.csv` has no values"),
    ] {
        let folder = model("errors", &[(file, text)]);
        let (out, err, code) = napkin(&folder, &["check", "model.toml", "--actual", file], "");
        assert_eq!((out.as_str(), code), ("", Some(2)), "{text}: {err}");
        assert!(err.contains(said), "{text}: {err}");
        let place = if text.is_empty() { "a.csv".to_owned() } else { format!("{file}:{line}:") };
        assert!(err.contains(&place), "{text}: {err}");
        assert!(err.contains("help: "), "{text}: {err}");
        let (out, ..) = napkin(&folder, &["check", "model.toml", "--actual", file, "--json"], "");
        let object: Value = serde_json::from_str(&out).expect("JSON");
        assert_eq!(object["errors"][0]["file"], file, "{out}");
        assert_eq!(object["errors"][0]["line"], line, "{out}");
        assert!(object["models"][0]["measured"].is_null(), "{out}");
    }
}

/// What napkin prints of its presets is what they predict: a number in the unit of JSON, and a number with its unit.
#[test]
fn what_is_printed_is_as_predicted() {
    let folder = model("presets", &[]);
    for preset in napkin::library::presets::PRESETS {
        let (flat, ..) = napkin(&folder, &["run", preset.name, "--inputs", "--format", "flat"], "");
        let (csv, ..) = napkin(&folder, &["run", preset.name, "--inputs", "--format", "csv"], "");
        let csv: String = csv
            .lines()
            .filter(|line| !line.starts_with("checks,"))
            .map(|line| line.to_owned() + "\n")
            .collect();
        for (file, text) in [("all.json", flat), ("all.csv", csv)] {
            std::fs::write(folder.join(file), &text).expect("a file can be written");
            let (out, err, _) = napkin(&folder, &["check", preset.name, "--actual", file, "--json"], "");
            let object: Value = serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {err}"));
            let measured = object["models"][0]["measured"].as_array();
            let measured = measured.unwrap_or_else(|| panic!("{}: {out}", preset.name));
            assert!(measured.len() > 8, "{}", preset.name);
            for one in measured {
                let factor = one["factor"].as_f64().unwrap_or(1.0);
                assert!((factor - 1.0).abs() < 1e-9, "{} {file}: {one}", preset.name);
                assert!(
                    one["fit"] == "inside" || one["fit"] == "as predicted",
                    "{} {file}: {one}",
                    preset.name
                );
            }
        }
    }
}

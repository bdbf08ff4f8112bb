//! Names and numbers for other tools: what is printed, what is refused, and that a shell reads it.

use std::process::Command;

use serde_json::Value;

use crate::command_line::{folder, napkin};

/// A model with a whole number, a fraction, a truth, a huge and a tiny number.
const MODEL: &str = "\
[inputs]
users = \"25M users\"
rate = \"20k to 40k req/s\"
[estimates.sizes]
app_servers = \"ceil(p95(rate) / 1000 req/s/server)\"
cache_gib = \"users * 2 KB/user to GiB\"
is_large = \"users > 20M users\"
keys = \"2^40\"
[estimates]
loss = \"0 - 1 / 3\"
chance = \"1 / 10^9\"
sum = \"0.1 + 0.2\"
[checks]
fleet = \"app_servers <= 60 servers\"
";

/// Runs the model in a format.
fn run(name: &str, model: &str, arguments: &[&str]) -> (String, String, Option<i32>) {
    let folder = folder(name);
    std::fs::write(folder.join("model.toml"), model).expect("a file can be written");
    napkin(&folder, &[&["run", "model.toml"], arguments].concat(), "")
}

/// What the values of the model are: 40k / 1000 = 40; 25e6 * 2000 / 2^30 = 46.566128730773926; 2^40; 1/3 in 15 digits.
const VALUES: [(&str, &str); 7] = [
    ("app_servers", "40"),
    ("cache_gib", "46.5661287307739"),
    ("is_large", "true"),
    ("keys", "1099511627776"),
    ("loss", "-0.333333333333333"),
    ("chance", "0.000000001"),
    ("sum", "0.3"),
];

#[test]
fn a_flat_object_has_strings_only() {
    let (out, err, code) = run("flat-object", MODEL, &["--format", "flat"]);
    assert_eq!((err.as_str(), code), ("", Some(0)));
    let object: Value = serde_json::from_str(&out).expect("JSON");
    let object = object.as_object().expect("an object");
    assert_eq!(object.len(), VALUES.len(), "{out}");
    for (name, value) in VALUES {
        assert_eq!(object.get(name), Some(&Value::from(value)), "{name}");
    }
    // They are in the order of the model.
    let places: Vec<_> = VALUES.map(|(name, _)| out.find(&format!("\"{name}\":"))).to_vec();
    assert!(places.is_sorted() && !places.contains(&None), "{out}");
    let (out, ..) = run("flat-object", MODEL, &["--format", "flat", "--show", "users", "--show", "is_large"]);
    assert_eq!(out, "{\"users\":\"25000000\",\"is_large\":\"true\"}\n");
    let (out, ..) = run("flat-object", MODEL, &["--format", "flat", "--inputs", "--set", "users=3M users"]);
    // The median of a range whose ends are 20k and 40k is the root of their product.
    assert!(
        out.starts_with("{\"users\":\"3000000\",\"rate\":\"28284.2712474619\",\"app_servers\":\"40\","),
        "{out}"
    );
}

/// Sources what is printed in `sh` and prints the variables again.
#[test]
fn a_shell_reads_an_environment() {
    let (out, err, code) = run("env-shell", MODEL, &["--format", "env"]);
    assert_eq!((err.as_str(), code), ("", Some(0)));
    let folder = folder("env-shell");
    std::fs::write(folder.join("capacity.env"), &out).expect("a file can be written");
    let names = VALUES.map(|(name, _)| name.to_uppercase());
    let words: Vec<String> = names.iter().map(|name| format!("\"${name}\"")).collect();
    let script = format!("set -eu; . ./capacity.env; printf '%s\\n' {}", words.join(" "));
    let output = Command::new("sh").args(["-c", &script]).current_dir(&folder).env_clear().output();
    let output = output.expect("the shell runs");
    assert!(output.status.success(), "{output:?}");
    let read = String::from_utf8(output.stdout).expect("text");
    assert_eq!(read.lines().collect::<Vec<_>>(), VALUES.map(|(_, value)| value));
    // What is whole is a number to the shell.
    let script = ". ./capacity.env; echo $((APP_SERVERS + KEYS))";
    let output =
        Command::new("sh").args(["-c", script]).current_dir(&folder).output().expect("the shell runs");
    assert_eq!(output.stdout, b"1099511627816\n");
}

#[test]
fn names_that_are_no_variables_are_refused_and_nothing_is_printed() {
    let model = |estimates: &str| format!("[inputs]\nusers = \"3 users\"\n[estimates]\n{estimates}");
    for (estimates, said) in [
        ("\"größe\" = \"users * 2\"\nfine = \"users\"", "takes no variable that is named `größe`"),
        (
            "fleet = \"users * 2\"\nFleet = \"users * 3\"",
            "`fleet` and `Fleet` would both be the variable `FLEET`",
        ),
        ("path = \"users * 2\"", "`path` would be the variable `PATH`, which the shell uses itself"),
    ] {
        let (out, err, code) = run("env-names", &model(estimates), &["--format", "env"]);
        assert_eq!((out.as_str(), code), ("", Some(2)), "{estimates}");
        assert!(
            err.starts_with("error[E0601]") && err.contains(said) && err.contains("--show NAME"),
            "{err}"
        );
        // As keys of an object they do.
        let (_, err, code) = run("env-names", &model(estimates), &["--format", "flat"]);
        assert_eq!((err.as_str(), code), ("", Some(0)), "{estimates}");
    }
    let both = model("fleet = \"users * 2\"\nFleet = \"users * 3\"");
    let (out, ..) = run("env-names", &both, &["--format", "env", "--show", "users"]);
    assert_eq!(out, "USERS=3\n");
}

#[test]
fn what_has_no_list_of_names_is_refused() {
    let folder = folder("flat-refused");
    for format in ["flat", "env"] {
        for (arguments, said) in [
            (&["run", "feed.toml", "twitter"][..], "several models have no common list of names"),
            (&["run", "feed.toml", "none.toml"], "several models have no common list of names"),
            (&["run", "feed.toml", "budget"], "checks, which have no value"),
            (&["check", "feed.toml"], "has no form for what is not a list of named values"),
            (&["explain", "feed.toml"], "has no form for what is not a list of named values"),
            (&["units"], "has no form for what is not a list of named values"),
            (&["2 + 2"], "has no form for an expression, whose value has no name"),
            (&["run", "none.toml"], "there is no file `none.toml`"),
            (&["run", "feed.toml", "--set", "stored=3 users"], "stored"),
        ] {
            let (out, err, code) = napkin(&folder, &[arguments, &["--format", format]].concat(), "");
            assert_eq!((out.as_str(), code), ("", Some(2)), "{arguments:?}");
            assert!(err.contains(said), "{arguments:?}: {err}");
        }
    }
    let (out, err, code) = run("flat-refused", "[inputs]\nusers = \"3 users\"\n", &["--format", "flat"]);
    assert_eq!((out.as_str(), code), ("", Some(2)));
    assert!(err.contains("the model has no estimates") && err.contains("`--inputs`"), "{err}");
}

/// The estimates of every preset can be had in both forms.
#[test]
fn every_preset_has_both_forms() {
    let folder = folder("flat-presets");
    for preset in napkin::library::presets::PRESETS {
        for format in ["flat", "env"] {
            let (out, err, code) = napkin(&folder, &["run", preset.name, "--format", format], "");
            assert!(code == Some(0) && !out.is_empty(), "{}: {err}", preset.name);
        }
    }
    // bash loses what is assigned to some variables.
    let (_, err, code) = napkin(&folder, &["run", "message-queue", "--inputs", "--format", "env"], "");
    assert!(code == Some(2) && err.contains("`GROUPS`, which the shell uses itself"), "{err}");
}

//! Completion: what a shell offers for a line that is being typed.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use crate::command_line::{folder, napkin};

/// A folder with a model, a broken one, a file that is none, and a folder.
static FILES: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = folder("completion");
    for (file, text) in [
        ("my feed.toml", "[inputs]\nusers = \"5 users\"\n"),
        ("notes.txt", "no model"),
        ("measured.json", "{}"),
        ("measured.csv", ""),
        ("broken.toml", "[inputs\nusers"),
    ] {
        std::fs::write(folder.join(file), text).expect("a file can be written");
    }
    std::fs::create_dir_all(folder.join("models/old")).expect("a folder can be made");
    std::fs::write(folder.join("models/chat.toml"), "").expect("a file can be written");
    folder
});

/// The candidates for the last word of a line, without descriptions.
#[track_caller]
fn offered(line: &[&str]) -> Vec<String> {
    let (out, err, code) = napkin(&FILES, &[&["completions", "bash", "--"], line].concat(), "");
    assert_eq!((err.as_str(), code), ("", Some(0)), "{line:?}");
    out.lines().map(|line| line.split_once('\t').expect("a description").0.to_owned()).collect()
}

#[track_caller]
fn check(line: &[&str], expected: &[&str]) {
    assert_eq!(offered(line), expected, "{line:?}");
}

#[test]
fn commands_options_and_their_values() {
    check(&["exp"], &["explain"]);
    check(&["run", "twitter", "--sen"], &["--sensitivity"]);
    check(&["--format", "m"], &["markdown"]);
    check(&["run", "--format=c"], &["--format=csv"]);
    check(&["run", "--color", "al"], &["always"]);
    check(&["completions", "fi"], &["fish"]);
    check(&["explain", "--error", "E060"], &["E0601", "E0602", "E0603", "E0604", "E0605", "E0606", "E0608"]);
    let all = offered(&[""]);
    assert!(all.contains(&"run".to_owned()) && !all.contains(&"latency.memory_random".to_owned()), "{all:?}");
    check(&["run", "--nonsense", "--colo"], &["--color"]);
    check(&["man", "x"], &[]);
}

#[test]
fn models_are_presets_and_files() {
    check(&["run", "twitt"], &["twitter"]);
    check(&["check", "url"], &["url-shortener"]);
    check(&["run", "tiny"], &["tinyurl"]);
    check(&["check", "twitter", "./fe"], &["./feed.toml"]);
    check(&["run", "mod"], &["models/"]);
    check(&["run", "models/"], &["models/chat.toml", "models/old/"]);
    check(&["run", "my"], &["my feed.toml"]);
    check(&["run", "not"], &["notification"]);
    check(&["new", "mo"], &["models/"]);
    check(&["new", "a.toml", "--from", "video-o"], &["video-on-demand"]);
    check(&["check", "feed.toml", "--actual", "measured."], &["measured.csv", "measured.json"]);
    check(&["presets", "wh"], &["whatsapp"]);
}

#[test]
fn rows_of_a_model_are_completed_by_their_names() {
    check(&["run", "twitter", "celebrity_"], &["celebrity_lag", "celebrity_ok"]);
    check(&["run", "url", "shortener", "key_s"], &["key_space"]);
    check(&["run", "feed.toml", "--show", "cop"], &["copies"]);
    check(&["run", "feed.toml", "--set", "st"], &["stored="]);
    check(&["run", "feed.toml", "--set=st"], &["--set=stored="]);
    check(&["sweep", "feed.toml", "--vary", "st"], &["stored="]);
    check(&["solve", "feed.toml", "--vary", "st"], &["stored"]);
    check(&["solve", "twitter", "--until", "storage_f"], &["storage_fits"]);
    check(&["run", "twitter", "feed.toml", "--sensitivity", "cos"], &["cost"]);
    check(&["run", "--sensitivity", "feed.toml", "cos"], &["cost"]);
    check(&["explain", "feed.toml", "co"], &["cost", "copies"]);
    check(&["explain", "feed.toml", "cost", "stor"], &["stored"]);
    check(&["run", "broken.toml", "--set", ""], &[]);
    check(&["run", "none.toml", "celebrity_"], &[]);
    // Standard input is not waited for.
    check(&["run", "-", "--set", ""], &[]);
}

#[test]
fn names_of_the_library() {
    check(&["cheat", "inter"], &["interview"]);
    check(&["cheat", "uptime.five"], &["uptime.five_nines"]);
    check(&["formulas", "erlang"], &["erlang_b", "erlang_c"]);
    check(&["latency.blob_g"], &["latency.blob_get", "latency.blob_get_ranges"]);
    check(&["10k", "*", "latency.blob_l"], &["latency.blob_list"]);
    check(&["10k*latency.blob_l"], &["10k*latency.blob_list"]);
    check(&["--", "birthday_co"], &["birthday_collision"]);
    check(&["10 µs*"], &[]);
    check(&["5"], &[]);
}

/// Whether a shell is installed.
fn has(shell: &str) -> bool {
    Command::new(shell).args(["-c", "exit 0"]).output().is_ok_and(|output| output.status.success())
}

/// Runs a script in a shell, with napkin on the path, and returns what it prints.
#[track_caller]
fn in_shell(shell: &str, options: &[&str], script: &str) -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_napkin")).parent().expect("a folder");
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap_or_default());
    let mut command = Command::new(shell);
    let command = command.args(options).args(["-c", script]).env("PATH", path).current_dir(&*FILES);
    let output = command.output().expect("the shell runs");
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).expect("text")
}

/// bash splits a word at `=` before it calls the function.
#[test]
fn bash_completes_what_is_typed() {
    if !has("bash") {
        return;
    }
    let cases = [
        ("napkin run twitt", "twitter"),
        ("napkin run twitter --set us", "users="),
        ("napkin run twitter --set = us", "users="),
        ("napkin run --format = js", "json"),
        ("napkin run my", r"my\ feed.toml"),
        ("napkin explain twitter celebrity_l", "celebrity_lag"),
        ("napkin run feed.toml --show cop", "copies"),
        ("napkin check fe", "feed.toml"),
    ];
    let mut script = "source <(napkin completions bash)\n".to_owned();
    for (line, _) in cases {
        let last = line.split(' ').count() - 1;
        let call = format!("COMP_WORDS=({line}); COMP_CWORD={last}; COMPREPLY=(); _napkin");
        script.push_str(&format!("{call}; echo \"${{COMPREPLY[*]}}\"\n"));
    }
    let out = in_shell("bash", &["--norc"], &script);
    assert_eq!(out.lines().collect::<Vec<_>>(), cases.map(|(_, expected)| expected));
}

#[test]
fn fish_completes_what_is_typed() {
    if !has("fish") {
        return;
    }
    for (line, expected) in [
        ("napkin run twitt", "twitter"),
        ("napkin run twitter --set us", "users="),
        ("napkin run --format=j", "--format=json"),
        ("napkin explain twitter celebrity_l", "celebrity_lag"),
    ] {
        let script = format!("napkin completions fish | source; complete -C '{line}'");
        let out = in_shell("fish", &["--no-config"], &script);
        assert_eq!(out.split('\t').next(), Some(expected), "{line}");
    }
}

/// The function is called as zsh calls it, with a stand-in for `compadd`.
#[test]
fn zsh_completes_what_is_typed() {
    if !has("zsh") {
        return;
    }
    let script = "
        compdef() { :; }
        compadd() { print -r -- ${(P)@[-1]}; }
        source <(napkin completions zsh)
        for line in 'run twitt' 'run twitter --set us' 'run --format=j' 'run twitter --show celebrity_l'; do
            words=(napkin ${(z)line}); CURRENT=$#words; _napkin
        done
    ";
    let out = in_shell("zsh", &["-f"], script);
    assert_eq!(
        out.lines().collect::<Vec<_>>(),
        ["twitter", "users=", "--format=json --format=junit", "celebrity_lag"]
    );
}

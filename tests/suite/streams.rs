//! Streams that cannot be written: nothing is lost without a word.

#![cfg(unix)]

use std::process::Command;

/// Runs a command line in a shell, since only a shell closes a stream.
fn shell(line: &str) -> (String, Option<i32>) {
    let line = line.replace("napkin", env!("CARGO_BIN_EXE_napkin"));
    let output = Command::new("sh").args(["-c", &line]).output().expect("there is a shell");
    (String::from_utf8(output.stderr).expect("text"), output.status.code())
}

#[test]
fn results_that_cannot_be_printed_are_an_error_of_every_command() {
    for command in [
        "'1 GB'",
        "run twitter",
        "run twitter --json",
        "check twitter",
        "explain '2 * 3'",
        "explain --error E0302",
        "presets",
        "presets chat",
        "cheat latency",
        "units",
        "formulas",
        "completions bash",
        "man",
        "--help",
        "--version",
        "'1 GB +' --json",
    ] {
        let (err, code) = shell(&format!("napkin {command} >&-"));
        assert_eq!(code, Some(2), "{command}: {err}");
        assert!(
            err.contains("error[E0602]: standard output cannot be written: it is closed"),
            "{command}: {err}"
        );
        if cfg!(target_os = "linux") {
            let (err, code) = shell(&format!("napkin {command} >/dev/full"));
            assert!(code == Some(2) && err.contains("no space is left"), "{command}: {err}");
        }
    }
}

#[test]
fn nothing_is_lost_where_nothing_is_printed() {
    for line in [
        "napkin check -q chat >&-",
        "napkin '1 GB' >/dev/null",
        "napkin '1 GB' <>/dev/null >&0",
        "napkin '1 GB' 2>&-",
    ] {
        assert_eq!(shell(line), (String::new(), Some(0)), "{line}");
    }
}

#[test]
fn a_reader_that_leaves_early_is_no_error() {
    assert_eq!(shell("napkin cheat latency | true"), (String::new(), Some(0)));
    let (err, code) = shell("napkin '1 GB +' 2>&1 >&- | true; exit 2");
    assert_eq!((err.as_str(), code), ("", Some(2)));
}

/// Runs a command line on a terminal of that size, with `LC_ALL` for blocks, and returns what it shows.
#[cfg(target_os = "linux")]
fn on_terminal(line: &str, columns: usize, rows: usize, variables: &str) -> String {
    let line = line.replace("napkin", env!("CARGO_BIN_EXE_napkin"));
    let inner =
        format!("stty cols {columns} rows {rows}; env -u CI LC_ALL=C.UTF-8 TERM=xterm {variables} {line}");
    let output =
        Command::new("script").args(["-qec", &inner, "/dev/null"]).output().expect("there is `script`");
    String::from_utf8(output.stdout).expect("text").replace('\r', "")
}

/// Returns the lines of an output without their styles.
#[cfg(target_os = "linux")]
fn plain_lines(out: &str) -> Vec<String> {
    anstream::adapter::strip_str(out).to_string().lines().map(str::to_owned).collect()
}

#[cfg(target_os = "linux")]
#[test]
fn tables_fit_every_terminal() {
    for columns in [20, 33, 50, 66, 80, 120] {
        for command in [
            "run twitter",
            "run llm-serving --sensitivity",
            "cheat latency",
            "cheat",
            "check object-store",
            "units",
        ] {
            let out = on_terminal(&format!("napkin {command} --no-pager"), columns, 24, "A=1");
            for line in plain_lines(&out) {
                let width = unicode_width::UnicodeWidthStr::width(line.as_str());
                assert!(width <= columns, "{command}, {columns}: {width}: {line}");
            }
        }
    }
    let narrow = on_terminal("napkin cheat --no-pager", 12, 24, "A=1");
    assert_eq!(narrow, on_terminal("napkin cheat --no-pager", 20, 24, "A=1"));
}

#[cfg(target_os = "linux")]
#[test]
fn intervals_have_strips_on_a_terminal_unless_plain_is_asked_for() {
    let out = on_terminal("napkin run twitter --no-pager", 80, 24, "A=1");
    let row =
        |out: &str| plain_lines(out).into_iter().find(|line| line.starts_with("  dau ")).expect("a row");
    assert!(row(&out).ends_with('━') && out.contains("\u{1b}[1m"), "{out}");
    let plain = on_terminal("napkin run twitter --no-pager --plain", 80, 24, "A=1");
    assert!(row(&plain).ends_with("200M to 300M"), "{plain}");
    let shapes = on_terminal("napkin run twitter --no-pager --histogram", 80, 24, "A=1");
    assert!(row(&shapes).contains('█'), "{shapes}");
}

#[cfg(target_os = "linux")]
#[test]
fn long_tables_are_shown_in_a_pager() {
    let pager = "NAPKIN_PAGER='sed s/^/seen_by_the_pager/' PAGER=false";
    let paged = |line: &str, rows: usize, variables: &str| {
        on_terminal(line, 80, rows, variables).contains("seen_by_the_pager")
    };
    assert!(paged("napkin cheat latency", 24, pager));
    assert!(paged("napkin cheat latency", 24, "PAGER='sed s/^/seen_by_the_pager/'"));
    assert!(!paged("napkin cheat latency", 500, pager));
    assert!(!paged("napkin cheat latency --no-pager", 24, pager));
    assert!(!paged("napkin cheat latency --json", 24, pager));
    assert!(!paged("napkin cheat latency", 24, &format!("{pager} CI=true")));
    assert!(!paged("napkin cheat latency | head -1", 24, pager));
    for none in
        ["NAPKIN_PAGER=cat", "NAPKIN_PAGER=", "NAPKIN_PAGER=no-such-program", "NAPKIN_PAGER='no-such | cat'"]
    {
        let out = on_terminal("napkin cheat latency", 80, 24, none);
        assert!(none.contains('|') || out.contains("latency.system_call"), "{none}: {out}");
    }
    let out =
        on_terminal("napkin check twitter --set users=9bn; echo code $?", 80, 4, "NAPKIN_PAGER='sed -n 1p'");
    assert!(out.contains("code 1"), "{out}");
}

#[cfg(target_os = "linux")]
#[test]
fn errors_and_notes_fit_every_terminal() {
    let long = "500M tweets/day * 280 B/tweet * 3 + 100M users * 10 requests/user/day";
    for columns in [33, 40, 60, 80, 120] {
        for command in [
            "'1/2 s'".to_owned(),
            format!("'{long}'"),
            "'900M DAU * 40 emails/day * 75 KB * 30 days'".to_owned(),
            "'100 MB/s * 8; 50M req/day * 30 + 5M requests/day'".to_owned(),
            "'100M users * 20 KB/usr * 3 replicas * 365 days * 5 years * 12'".to_owned(),
            "run twiter".to_owned(),
            "run twitter --set users=10-20".to_owned(),
            "explain --error E0301".to_owned(),
        ] {
            let out = on_terminal(&format!("napkin {command} --no-pager"), columns, 24, "A=1");
            for line in plain_lines(&out) {
                let width = unicode_width::UnicodeWidthStr::width(line.as_str());
                let is_word = !line.trim_start_matches(['$', ' ']).contains(' ');
                assert!(
                    width <= columns || is_word || line.contains(" $ napkin"),
                    "{command}, {columns}: {width}: {line}"
                );
            }
        }
    }
    // Words are whole, and code is on one line where it fits.
    let out = on_terminal("napkin '900M DAU * 40 emails/day * 75 KB'", 72, 24, "A=1");
    assert_eq!(
        plain_lines(&out)[1..],
        [
            "note: read as 40 emails/day per DAU and 75 KB per email:",
            "      `900M DAU * 40 emails/DAU/day * 75 KB/email`"
        ]
    );
    let out = on_terminal(&format!("napkin '{long}'"), 60, 24, "A=1");
    let expected = "\
error[E0301]: `+` needs the same dimension on both sides,
              not data per time and requests per time
  |
1 | 500M tweets/day * 280 B/tweet * 3 + 100M users * 10 re…
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ data per time
  |
 :::
1 | … * 280 B/tweet * 3 + 100M users * 10 requests/user/day
  |                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |                                        requests per time
";
    let shown: Vec<_> = plain_lines(&out).iter().map(|line| line.trim_end().to_owned()).collect();
    let shown = shown.join("\n");
    assert!(shown.starts_with(expected.trim_end()), "{shown}");
}

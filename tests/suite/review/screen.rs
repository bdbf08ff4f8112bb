//! `napkin review` at the front door: files in, the screen and the exit code out.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use crate::command_line::{folder, napkin};

/// A folder with these files.
fn with(name: &str, files: &[(&str, &[u8])]) -> PathBuf {
    let made = folder(name);
    fs::remove_dir_all(&made).unwrap();
    let made = folder(name);
    for (path, bytes) in files {
        let path = made.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    made
}

const WRONG: &str =
    "# Crawler\n\n* Raw: 50B pages × 100 KB = 5,000 PB (huge)\n* Mail: 60M × $0.001 = $60,000\n";

#[test]
fn a_wrong_claim_is_shown_with_its_slip_below_it() {
    let made = with("review-screen", &[("docs/crawler.md", WRONG.as_bytes())]);
    let (out, err, code) = napkin(&made, &["review", "docs"], "");
    assert_eq!(err, "");
    assert_eq!(code, Some(1));
    assert_eq!(
        out,
        "docs/crawler.md:3   50B pages × 100 KB = 5,000 PB\n                                         \
         ^^^^^^^^ is 5 PB: 1000 times too much: a prefix (k, M, G)?\n2 claims: 1 holds, 1 does not\n"
    );
}

#[test]
fn the_exit_code_says_whether_a_claim_is_wrong() {
    let files: [(&str, &[u8]); 3] =
        [("right.md", b"2 x 3 = 6"), ("wrong.md", b"2 x 3 = 60"), ("none.md", b"no numbers")];
    let made = with("review-codes", &files);
    for (names, expected) in [
        (vec!["right.md"], 0),
        (vec!["none.md"], 0),
        (vec!["wrong.md"], 1),
        (vec!["right.md", "wrong.md"], 1),
        (vec!["wrong.md", "missing.md"], 2),
        (vec!["."], 1),
    ] {
        for format in ["table", "json", "github", "sarif", "markdown"] {
            let (out, err, code) = napkin(&made, &[&["review", "--format", format], &names[..]].concat(), "");
            assert_eq!(code, Some(expected), "{names:?} {format}: {out}{err}");
        }
    }
    let (out, _, code) = napkin(&made, &["review", "-"], "2 x 3 = 60");
    assert_eq!((out.starts_with("<stdin>:1   2 x 3 = 60\n"), code), (true, Some(1)), "{out}");
}

#[test]
fn annotations_and_sarif_have_the_place_of_the_number() {
    let made = with("review-places", &[("a b.md", "Füße: 2 × 3 = 60\n".as_bytes())]);
    let (out, ..) = napkin(&made, &["review", "a b.md", "--format", "github"], "");
    assert!(out.starts_with("::error file=a b.md,line=1,col=15,endColumn=17,title=napkin review::"), "{out}");
    let (out, ..) = napkin(&made, &["review", "a b.md", "--format", "sarif"], "");
    let sarif: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    let result = &sarif["runs"][0]["results"][0];
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "a%20b.md");
    assert_eq!(place["region"]["startColumn"], 15);
    assert_eq!(result["level"], "error");
    let rules = &sarif["runs"][0]["tool"]["driver"]["rules"];
    assert_eq!(rules[result["ruleIndex"].as_u64().unwrap() as usize]["id"], result["ruleId"]);
}

#[test]
fn a_comment_accepts_a_line() {
    for (text, accepted) in [
        ("2 × 3 = 60 <!-- napkin: ok by design -->", true),
        ("<!-- napkin: ok by design -->\n2 × 3 = 60", true),
        ("> napkin: ok by design\n\n2 × 3 = 60", true),
        ("<!-- napkin: ok by design -->\nother text\n\n2 × 3 = 60", false),
        ("2 × 3 = 60\n\nnothing is ok here", false),
    ] {
        let made = with("review-accept", &[("a.md", text.as_bytes())]);
        let (out, _, code) = napkin(&made, &["review", "a.md", "-v"], "");
        assert_eq!(code, Some(i32::from(!accepted)), "{text}: {out}");
        assert_eq!(out.contains("accepted: by design"), accepted, "{text}: {out}");
    }
}

#[test]
fn a_fix_shows_what_it_changes_and_leaves_nothing_to_find_there() {
    let text = "Mail: 60M × $0.001 = $60 a day.\r\n\r\n* 50B × 100KB = 5EB!\r\n* 2 MB × users = 5 TB\r\n";
    let made = with("review-fix", &[("a.md", text.as_bytes())]);
    let (out, err, code) = napkin(&made, &["review", "a.md", "--fix"], "");
    assert_eq!((err.as_str(), code), ("", Some(0)), "{out}");
    assert!(out.starts_with("a.md:1   $60 → $60,000\na.md:3   5EB → 5PB\n2 numbers replaced; "), "{out}");
    let fixed = text.replace("$60 a", "$60,000 a").replace("5EB!", "5PB!");
    assert_eq!(fs::read_to_string(made.join("a.md")).unwrap(), fixed);
    let (out, _, code) = napkin(&made, &["review", "a.md"], "");
    assert_eq!((out.as_str(), code), ("3 claims: 2 hold, 1 not understood (-v)\n", Some(0)));
    // Nothing else is left in the folder.
    let names = fs::read_dir(&made).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(names.into_iter().all(|name| !name.to_string_lossy().contains("napkin-new")));
    let (.., code) = napkin(&made, &["review", "-", "--fix"], "2 × 3 = 60");
    assert_eq!(code, Some(2));
}

#[test]
fn what_cannot_be_read_is_told_in_folders_too() {
    let files: [(&str, &[u8]); 5] = [
        ("docs/a.md", b"2 x 3 = 60"),
        ("docs/.hidden.md", b"2 x 3 = 70"),
        ("docs/binary.txt", b"2 x 3 = 80\0"),
        ("docs/code.rs", b"// 2 x 3 = 90"),
        ("docs/node_modules/b.md", b"2 x 3 = 95"),
    ];
    let made = with("review-folders", &files);
    let (out, err, code) = napkin(&made, &["review", "docs"], "");
    assert!(code == Some(2) && err.contains("binary.txt` is not text"), "{err}");
    assert!(out.contains("1 claim: 0 hold, 1 does not\n"), "{out}");
    let (_, err, code) = napkin(&made, &["review", "docs/binary.txt"], "");
    assert!(code == Some(2) && err.contains("E0603"), "{err}");
    let (out, _, code) = napkin(&made, &["review", "docs/code.rs"], "");
    assert_eq!(code, Some(1), "{out}");
}

/// An old accented letter hides no number.
#[test]
fn bytes_that_are_not_utf8_are_read_as_latin1() {
    let made =
        with("review-latin1", &[("docs/a.txt", b"caf\xe9: 2 \xd7 3 = 60"), ("docs/b.md", b"2 x 3 = 6")]);
    let (out, err, code) = napkin(&made, &["review", "docs"], "");
    assert_eq!((err.as_str(), code), ("", Some(1)));
    assert!(out.starts_with("docs/a.txt:1   2 × 3 = 60\n") && out.contains("2 claims: 1 holds"), "{out}");
    // What is written is UTF-8, so that the other letters would change.
    let (_, err, code) = napkin(&made, &["review", "docs", "--fix"], "");
    assert!(code == Some(2) && err.contains("`docs/a.txt` is not UTF-8"), "{err}");
    assert_eq!(fs::read(made.join("docs/a.txt")).unwrap(), b"caf\xe9: 2 \xd7 3 = 60");
}

/// Only where one reading says what was meant.
#[test]
fn a_fix_leaves_what_has_to_be_guessed() {
    for line in [
        "4 shards × 5 min = 5 min",
        "8 + 8 + 4 + 64 = 74 bytes",
        "5 TB × 3 = 10 TB",
        "$12/user × 4,000 users = $4,000",
    ] {
        let made = with("review-unfixed", &[("a.md", line.as_bytes())]);
        let (out, _, code) = napkin(&made, &["review", "a.md", "--fix"], "");
        assert_eq!(code, Some(1), "{line}: {out}");
        assert_eq!(fs::read_to_string(made.join("a.md")).unwrap(), line);
        assert!(
            out.ends_with("1 claim: 0 hold, 1 does not and is left: what was meant is not certain\n"),
            "{out}"
        );
    }
}

//! The server for assistants: a conversation with the program, its limits, and what lines in words come to.

use std::io::Write;
use std::path::Path;

use serde_json::{Value, json};

use crate::command_line::folder;
use crate::docs::{read, root, start};
use crate::schema::problems;

/// Writes some bytes to a server and returns its answers, a line each. It ends with its input, with exit code 0 and
/// without a word on standard error.
#[track_caller]
fn converse(folder: &Path, options: &[&str], input: &[u8]) -> Vec<Value> {
    let mut child = start(folder, &[&["mcp"], options].concat());
    let mut stdin = child.stdin.take().expect("it has an input");
    let input = input.to_vec();
    // It answers while it is asked.
    let writer = std::thread::spawn(move || {
        let _ = stdin.write_all(&input);
    });
    let output = child.wait_with_output().expect("napkin ends");
    writer.join().expect("the writer ends");
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr)), (Some(0), "".into()));
    let text = String::from_utf8(output.stdout).expect("text");
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        .collect()
}

/// A call of a tool, as a line.
fn call(id: u32, tool: &str, arguments: &Value) -> String {
    let params = json!({ "name": tool, "arguments": arguments });
    format!("{}\n", json!({ "jsonrpc": "2.0", "id": id, "method": "tools/call", "params": params }))
}

/// Whether a value is in another: each field of an object, and each element of a list at its place.
fn is_in(expected: &Value, found: &Value) -> bool {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => {
            expected.iter().all(|(name, value)| found.get(name).is_some_and(|found| is_in(value, found)))
        }
        (Value::Array(expected), Value::Array(found)) => {
            expected.len() <= found.len()
                && expected.iter().zip(found).all(|(value, found)| is_in(value, found))
        }
        _ => expected == found,
    }
}

#[test]
fn a_conversation_goes_as_it_is_written_down() {
    let text = read(&root().join("tests/fixtures/assistants/conversation.txt"));
    let of = |mark: &str| text.lines().filter_map(|line| line.strip_prefix(mark)).collect::<Vec<_>>();
    let (asked, expected) = (of("> "), of("< "));
    assert!(asked.len() > 40 && expected.len() > 40);
    let answers = converse(&folder("mcp"), &[], format!("{}\n", asked.join("\n")).as_bytes());
    assert_eq!(answers.len(), expected.len(), "{answers:?}");
    let schema: Value =
        serde_json::from_str(&read(&root().join("docs/napkin.schema.json"))).expect("a schema");
    for (expected, answer) in expected.iter().zip(&answers) {
        let expected: Value = serde_json::from_str(expected).expect("JSON");
        assert!(is_in(&expected, answer), "{expected}\nis not in\n{answer}");
        assert_eq!(answer["jsonrpc"], "2.0");
        assert!(answer["result"].is_null() != answer["error"].is_null(), "{answer}");
        let object = &answer["result"]["structuredContent"];
        if object.is_null() {
            continue;
        }
        let text = answer["result"]["content"][0]["text"].as_str().expect("the same as text");
        assert_eq!(&serde_json::from_str::<Value>(text).expect("JSON"), object);
        // Lists of several kinds have an object of their own.
        assert_eq!(problems(&schema, &schema, object, ""), [""; 0], "{object}");
    }
}

#[test]
fn a_version_is_agreed_on_and_says_whether_messages_come_together() {
    let folder = folder("mcp-versions");
    for (asked, agreed, takes_batches) in [
        ("2024-11-05", "2024-11-05", true),
        ("2025-03-26", "2025-03-26", true),
        ("2025-06-18", "2025-06-18", false),
        ("2025-11-25", "2025-11-25", false),
        ("2026-07-28", "2025-11-25", false),
        ("1.0", "2025-11-25", false),
    ] {
        let hello =
            json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": asked}});
        let ping = json!({"jsonrpc": "2.0", "id": 2, "method": "ping"});
        let note = json!({"jsonrpc": "2.0", "method": "notifications/initialized"});
        let batch = json!([ping, note, 5, hello]);
        let notes = json!([note, note]);
        let answers = converse(&folder, &[], format!("{hello}\n{batch}\n{notes}\n{ping}\n").as_bytes());
        assert_eq!(answers[0]["result"]["protocolVersion"], agreed);
        if takes_batches {
            let [_, together, last] = answers.as_slice() else { panic!("{answers:?}") };
            let expected = json!([{"id": 2, "result": {}}, {"id": null, "error": {"code": -32600}}, {"id": 1, "error": {"code": -32600}}]);
            assert!(is_in(&expected, together) && together.as_array().map(Vec::len) == Some(3), "{together}");
            assert_eq!(last["id"], 2);
        } else {
            let [_, one, other, last] = answers.as_slice() else { panic!("{answers:?}") };
            assert_eq!((&one["error"]["code"], &other["error"]["code"]), (&json!(-32600), &json!(-32600)));
            assert_eq!(last["id"], 2);
        }
    }
}

#[test]
fn lines_of_any_form_have_an_answer_and_end_nothing() {
    let folder = folder("mcp-lines");
    let mut input = b"\n\r\n  \n\xff\xfe{}\n".to_vec();
    // Longer than a line may be, then one that is long and may be.
    input.extend(std::iter::repeat_n(b'x', (16 << 20) + 100));
    input.push(b'\n');
    let long = format!("2 + {}2", " ".repeat(900 << 10));
    input.extend(call(1, "evaluate", &json!({ "expression": long })).bytes());
    input.extend(call(2, "evaluate", &json!({ "expression": "2".repeat(2 << 20) })).bytes());
    let deep = format!("{}{}\n", "[".repeat(100_000), "]".repeat(100_000));
    input.extend(deep.bytes());
    input.extend(
        call(
            3,
            "evaluate",
            &json!({ "expression": format!("{}1{}", "(".repeat(100_000), ")".repeat(100_000)) }),
        )
        .bytes(),
    );
    // The last line has no ending.
    input.extend(call(4, "evaluate", &json!({ "expression": "1 + 1" })).trim_end().bytes());
    let answers = converse(&folder, &[], &input);
    let codes: Vec<_> = answers
        .iter()
        .map(|answer| (&answer["id"], &answer["error"]["code"], &answer["result"]["isError"]))
        .collect();
    let null = &Value::Null;
    assert_eq!(
        codes,
        [
            (null, &json!(-32700), null),
            (null, &json!(-32600), null),
            (&json!(1), null, &json!(false)),
            (&json!(2), null, &json!(true)),
            (null, &json!(-32700), null),
            (&json!(3), null, &json!(true)),
            (&json!(4), null, &json!(false)),
        ]
    );
}

/// Files are read below the folder of the server, and nowhere else.
#[test]
fn a_path_leads_nowhere_but_below_the_root() {
    let folder = folder("mcp-root");
    let root = folder.join("models");
    std::fs::create_dir_all(root.join("inner")).expect("a folder can be made");
    let model = "[inputs]\nstored = \"5 TB\"\n[checks]\nfits = \"stored < 6 TB\"\n";
    for path in ["models/feed.toml", "models/inner/chat.toml", "outside.toml"] {
        std::fs::write(folder.join(path), model).expect("a file can be written");
    }
    std::fs::write(root.join("notes.md"), "5 TB × 2 = 10 TB\n").expect("a file can be written");
    std::fs::write(root.join("bytes.md"), [0xff, 0x00]).expect("a file can be written");
    #[cfg(unix)]
    for (to, link) in [("../outside.toml", "link.toml"), ("..", "up"), ("inner/chat.toml", "fine.toml")] {
        let _ = std::os::unix::fs::symlink(to, root.join(link));
    }
    let outside = folder.join("outside.toml").display().to_string();
    let within = root.join("feed.toml").display().to_string();
    let mut cases = vec![
        ("feed.toml", None),
        ("./inner/chat.toml", None),
        ("twitter", None),
        ("../outside.toml", Some("outside the folder")),
        ("inner/../feed.toml", Some("outside the folder")),
        ("inner/../../outside.toml", Some("outside the folder")),
        (outside.as_str(), Some("outside the folder")),
        (within.as_str(), Some("outside the folder")),
        ("/dev/zero", Some("outside the folder")),
        ("none.toml", Some("there is no file `none.toml`")),
        ("inner/", Some("`inner/` is no file")),
        ("feed.toml/x.toml", Some("there is no file")),
    ];
    if cfg!(unix) {
        cases.extend([
            ("fine.toml", None),
            ("link.toml", Some("outside the folder")),
            ("up/outside.toml", Some("outside the folder")),
        ]);
    }
    for tool in ["run", "check", "explain"] {
        let lines: String = cases.iter().map(|(path, _)| call(1, tool, &json!({ "model": path }))).collect();
        for ((path, said), answer) in
            cases.iter().zip(converse(&folder, &["--root", "models"], lines.as_bytes()))
        {
            let result = &answer["result"];
            assert_eq!(result["isError"], said.is_some(), "{tool} {path}: {answer}");
            if let Some(said) = said {
                let message =
                    result["structuredContent"]["errors"][0]["message"].as_str().unwrap_or_default();
                assert!(message.contains(said), "{tool} {path}: {message}");
            }
        }
    }
    let lines: String = ["notes.md", "../outside.toml", "bytes.md"]
        .map(|path| call(1, "review", &json!({ "path": path })))
        .concat();
    let answers = converse(&folder, &["--root", "models"], lines.as_bytes());
    assert_eq!(answers[0]["result"]["structuredContent"]["counts"]["hold"], 1, "{answers:?}");
    assert_eq!(answers[1]["result"]["isError"], true);
    let message =
        answers[2]["result"]["structuredContent"]["errors"][0]["message"].as_str().unwrap_or_default();
    // What is told of a file is its name as it was given.
    assert!(message.starts_with("`bytes.md` is not text"), "{message}");
    // Only a server with a folder speaks of paths.
    let list = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}\n";
    let with = converse(&folder, &["--root", "models"], list.as_bytes())[0].to_string();
    let without = converse(&folder, &[], list.as_bytes())[0].to_string();
    assert!(with.contains("\"path\"") && !without.contains("\"path\""));
    let (out, err, code) = crate::command_line::napkin(&folder, &["mcp", "--root", "none"], "");
    assert!(out.is_empty() && code == Some(2) && err.contains("there is no folder `none`"), "{err}");
}

/// A call that takes too long is given up, and others are answered; after some of them, the server asks for a new start.
#[test]
fn a_call_that_takes_too_long_does_not_hold_up_others() {
    let folder = folder("mcp-slow");
    let line =
        |at: i32| format!("x{} = sqrt(ln(2 + exp(x{at} / 9)) + ln(3 + exp(x{at} / 7))) * (1 to 2)\n", at + 1);
    let chain: String = (0..4000).map(line).collect();
    let slow = json!({ "expression": format!("x0 = 1 to 2\n{chain}") });
    let quick = json!({ "expression": "2 + 2" });
    let lines = [("a", &slow), ("b", &quick), ("c", &slow), ("d", &quick)]
        .map(|(_, arguments)| call(1, "evaluate", arguments));
    let answers = converse(&folder, &["--timeout", "1"], lines.concat().as_bytes());
    let message = |at: usize| {
        answers[at]["result"]["structuredContent"]["errors"][0]["message"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    assert!(message(0).contains("longer than 1 s"), "{answers:?}");
    assert_eq!(answers[1]["result"]["structuredContent"]["results"][0]["value"], 4.0);
    assert!(message(2).contains("longer than 1 s"), "{answers:?}");
    assert!(message(3).contains("start the server again"), "{answers:?}");
}

/// The value of a line in words, its physical dimension, and the fixes if it is refused.
fn tried(line: &str) -> Result<(f64, Vec<String>), Vec<String>> {
    let evaluation = crate::support::evaluate(line);
    let failure = napkin::report::json::failure(&evaluation.diagnostics, &evaluation.sources);
    let Some(answer) = evaluation.answers.last().filter(|_| evaluation.is_ok()) else {
        let object = serde_json::to_value(&failure).expect("JSON");
        let fixes =
            object["errors"].as_array().into_iter().flatten().filter_map(|error| error["fixes"].as_array());
        return Err(fixes.flatten().filter_map(|fix| fix["text"].as_str().map(str::to_owned)).collect());
    };
    let shown = &answer.shown;
    // The value in base units, whatever unit was asked for.
    let literal = written(shown.value, &shown.unit);
    let base = crate::support::evaluate(&literal);
    let base = base.answers.last().map_or(f64::NAN, |answer| answer.shown.value);
    let words = shown.dimension.split(|c: char| !c.is_ascii_lowercase());
    let physical = words.filter(|word| ["data", "time", "money", "length", "energy"].contains(word));
    Ok((base, physical.map(str::to_owned).collect()))
}

fn written(value: f64, unit: &str) -> String {
    match unit.strip_prefix('$') {
        Some(behind) => format!("${value}{behind}"),
        None if unit.starts_with(['/', '%']) => format!("{value}{unit}"),
        None => format!("{value} {unit}"),
    }
}

/// How many of the lines are taken, and repaired by their first fix, and how many of these are right: at least as many as
/// the page says.
#[test]
fn lines_in_words_are_taken_or_repaired_as_the_page_says() {
    let text = read(&root().join("tests/fixtures/assistants/estimates.toml"));
    let table: toml::Table = text.parse().expect("TOML");
    let lines = table["estimate"].as_array().expect("a list");
    assert_eq!(lines.len(), 60);
    let (mut at_once, mut repaired, mut other) = ((0, 0), (0, 0), Vec::new());
    for one in lines {
        let line = one["line"].as_str().expect("a line");
        let value = one["value"].as_float().or(one["value"].as_integer().map(|value| value as f64));
        let expected = tried(&written(value.expect("a number"), one["unit"].as_str().expect("a unit")));
        let expected = expected.unwrap_or_else(|_| panic!("the value of `{line}`"));
        let is_right = |(number, physical): &(f64, Vec<String>)| {
            *physical == expected.1 && (number / expected.0 - 1.0).abs() < 1e-3
        };
        match tried(line) {
            Ok(found) => at_once = (at_once.0 + 1, at_once.1 + usize::from(is_right(&found))),
            Err(fixes) => match fixes.first().map(|fix| tried(fix)) {
                Some(Ok(found)) => repaired = (repaired.0 + 1, repaired.1 + usize::from(is_right(&found))),
                _ => other.push(line),
            },
        }
    }
    let page = read(&root().join("docs/assistants.md"));
    let row = |title: &str| {
        let line = page.lines().find_map(|line| line.strip_prefix(&format!("| {title} |"))).expect("a row");
        let cells: Vec<usize> = line.split('|').filter_map(|cell| cell.trim().parse().ok()).collect();
        (cells[0], cells.get(1).copied().unwrap_or_default())
    };
    let (said_once, said_repaired) = (row("taken at once"), row("repaired by the first fix"));
    assert_eq!(said_once.0 + said_repaired.0 + row("neither").0, 60);
    let right = at_once.1 + repaired.1;
    let report = format!("taken {at_once:?}, repaired {repaired:?} (lines, right), neither {other:#?}");
    assert!(at_once.1 >= said_once.1 && right >= said_once.1 + said_repaired.1, "{report}");
    let percent = |right: usize| format!("{:.0}%", right as f64 / 0.6);
    let said = format!(
        "{} are right at once and {} after",
        percent(said_once.1),
        percent(said_once.1 + said_repaired.1)
    );
    assert!(page.contains(&said), "docs/assistants.md has no `{said}`");
}

/// What the page shows to paste is JSON, and starts the server.
#[test]
fn the_settings_on_the_page_are_json() {
    let page = read(&root().join("docs/assistants.md"));
    let blocks: Vec<&str> =
        page.split("```json\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert_eq!(blocks.len(), 2);
    for block in blocks {
        let settings: Value = serde_json::from_str(block).expect("JSON");
        let servers = settings.get("mcpServers").or(settings.get("servers")).expect("servers");
        assert_eq!(
            (&servers["napkin"]["command"], &servers["napkin"]["args"]),
            (&json!("napkin"), &json!(["mcp"]))
        );
    }
}

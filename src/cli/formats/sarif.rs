//! SARIF 2.1.0, the format of static analysis tools, for GitHub code scanning and editors.

use serde_json::{Value, json};

use super::document::Document;
use super::findings::{self, Badness, Finding};
use super::format::{Format, View};
use super::review::shown;
use napkin::report::review::{Reviewed, ReviewedClaim, Status};

/// One object on one line.
#[derive(Debug)]
pub struct Sarif;

/// The rules, each with what it says.
const RULES: [(Status, &str, &str); 5] = [
    (Status::Wrong, "wrong-claim", "A number is not what the expression before it comes to"),
    (Status::Off, "claim-off", "A number is within a quarter of what the expression comes to"),
    (Status::Shortcut, "claim-shortcut", "A day was taken for 100,000 seconds"),
    (Status::Accepted, "claim-accepted", "A wrong number was accepted"),
    (Status::NotUnderstood, "claim-not-understood", "A claim has no reading that proves anything"),
];

impl Format for Sarif {
    fn name(&self) -> &'static str {
        "sarif"
    }

    fn about(&self) -> &'static str {
        "For code scanning"
    }

    fn title(&self) -> &'static str {
        "SARIF"
    }

    fn write(&self, document: &Document, view: &View) -> String {
        let files = match document {
            Document::Review(files) => files,
            Document::Checks(checks) => {
                return of_findings(&findings::of_checks(checks, view.detail.verbose));
            }
            _ => return String::new(),
        };
        let rule =
            |(_, id, text): &(Status, &str, &str)| json!({"id": id, "shortDescription": {"text": text}});
        let rules: Vec<Value> = RULES.iter().map(rule).collect();
        let found = |file: &'_ Reviewed| -> Vec<Value> {
            let claims = file.claims.iter().filter(|claim| shown(claim, view.detail.verbose));
            claims.filter_map(|claim| result(file, claim)).collect()
        };
        let results: Vec<Value> = files.iter().flat_map(found).collect();
        whole(&rules, &results)
    }
}

fn whole(rules: &[Value], results: &[Value]) -> String {
    let driver = json!({"name": "napkin", "version": env!("CARGO_PKG_VERSION"), "rules": rules});
    let run = json!({"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results});
    let whole = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    });
    format!("{whole}\n")
}

/// Writes what was found in models: a rule for each check and for each code.
fn of_findings(findings: &[Finding]) -> String {
    let mut ids: Vec<&str> = Vec::new();
    let mut rules: Vec<Value> = Vec::new();
    let mut results: Vec<Value> = Vec::new();
    for finding in findings {
        let index = ids.iter().position(|id| *id == finding.rule).unwrap_or_else(|| {
            ids.push(&finding.rule);
            rules.push(json!({"id": finding.rule, "shortDescription": {"text": finding.about}}));
            ids.len() - 1
        });
        let mut location = json!({"artifactLocation": {"uri": uri(&finding.file)}});
        if let (Some((line, start, end)), Some(object)) = (finding.place, location.as_object_mut()) {
            let region = json!({"startLine": line, "startColumn": start, "endColumn": end});
            object.insert("region".to_owned(), region);
        }
        let (level, kind) = match finding.badness {
            Badness::Error => ("error", "fail"),
            Badness::Warning => ("warning", "fail"),
            Badness::Notice => ("none", "pass"),
        };
        results.push(json!({
            "ruleId": finding.rule,
            "ruleIndex": index,
            "kind": kind,
            "level": level,
            "message": {"text": format!("{}\n{}", finding.title, finding.message)},
            "locations": [{"physicalLocation": location}],
            "partialFingerprints": {"napkin/v1": fingerprint(&[&finding.file, &finding.rule, &finding.identity])},
        }));
    }
    whole(&rules, &results)
}

/// Returns a number for texts that differs from that of others: their 64-bit FNV-1a hash.
fn fingerprint(texts: &[&str]) -> String {
    let bytes = texts.iter().flat_map(|text| text.bytes().chain([0]));
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}

fn result(file: &Reviewed, claim: &ReviewedClaim) -> Option<Value> {
    let index = RULES.iter().position(|(status, ..)| *status == claim.status)?;
    let (_, id, _) = RULES.get(index)?;
    let (line, start, end) = claim.result;
    let mut result = json!({
        "ruleId": id,
        "ruleIndex": index,
        "level": if claim.status == Status::Wrong { "error" } else { "note" },
        "message": {"text": format!("{}: {}", claim.text.0, claim.sentence())},
        "locations": [{"physicalLocation": {
            "artifactLocation": {"uri": uri(&file.name)},
            "region": {"startLine": line, "startColumn": start, "endColumn": end},
        }}],
    });
    if let (Status::Accepted, Some(object), Some(reason)) =
        (claim.status, result.as_object_mut(), &claim.accepted)
    {
        object.insert("suppressions".to_owned(), json!([{"kind": "inSource", "justification": reason}]));
    }
    Some(result)
}

/// Writes a path as a relative URI.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.replace('\\', "/").bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' | b'~' => {
                uri.push(char::from(byte))
            }
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

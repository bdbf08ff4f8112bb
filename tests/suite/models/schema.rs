//! The schema of model files, which editors read.
//!
//! `NAPKIN_WRITE=1 cargo test model_schema` writes docs/napkin-model.schema.json.

use std::path::{Path, PathBuf};

use napkin::report::json::model_schema;
use napkin::report::{Settings, run};
use serde_json::Value;

use crate::docs::root;
use crate::schema::problems;

fn schema() -> Value {
    serde_json::from_str(&model_schema::text()).expect("JSON")
}

fn models_in(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            models_in(&path, found);
        } else if path.extension().is_some_and(|end| end == "toml") {
            found.push(path);
        }
    }
}

/// The texts of all presets, examples and good models.
fn models() -> Vec<String> {
    let mut paths = Vec::new();
    for folder in ["presets", "docs/examples", "tests/fixtures/models/good"] {
        models_in(&root().join(folder), &mut paths);
    }
    paths.sort();
    paths.into_iter().map(|path| std::fs::read_to_string(path).expect("a text")).collect()
}

/// What the schema says against a text; `None` if it is no TOML.
fn refused(schema: &Value, text: &str) -> Option<Vec<String>> {
    let value: Value = toml::from_str(text).ok()?;
    Some(problems(schema, schema, &value, ""))
}

#[test]
fn the_page_of_the_model_schema_is_what_is_generated() {
    let path = root().join("docs/napkin-model.schema.json");
    let text = model_schema::text();
    if std::env::var_os("NAPKIN_WRITE").is_some() {
        std::fs::write(&path, &text).expect("docs can be written");
    }
    let page = std::fs::read_to_string(path).unwrap_or_default();
    assert!(page == text, "docs/napkin-model.schema.json is not what is generated; see CONTRIBUTING.md");
}

#[test]
fn the_model_schema_accepts_every_model() {
    let schema = schema();
    let models = models();
    assert!(models.len() > 50, "{}", models.len());
    for text in models {
        assert_eq!(refused(&schema, &text), Some(Vec::new()), "{text}");
    }
}

/// Numbers that look random, the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % bound.max(1)
    }
}

/// A text with another key or another value on one of its lines.
fn changed(text: &str, numbers: &mut Numbers) -> Option<String> {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let keyed: Vec<usize> = (0..lines.len()).filter(|at| lines[*at].contains('=')).collect();
    let at = *keyed.get(numbers.below(keyed.len()))?;
    let places: Vec<usize> = lines[at].match_indices(" =").map(|(place, _)| place).collect();
    let place = *places.get(numbers.below(places.len()))?;
    let (before, after) = lines[at].split_at(place);
    let (before, after) = (before.to_owned(), after.to_owned());
    lines[at] = match numbers.below(6) {
        0 => format!("{}{after}", before.get(..before.len().checked_sub(1)?)?),
        1 => format!("{before}x{after}"),
        2 => format!("{before} = [1, 2]"),
        3 => format!("{before} = true"),
        4 => {
            format!("{before} = {{ {} = 3 }}", ["value", "set", "note", "growht", "level"][numbers.below(5)])
        }
        _ => format!("{before} = 5"),
    };
    Some(lines.join("\n"))
}

#[test]
fn what_the_model_schema_refuses_is_refused_when_it_is_read() {
    let (schema, models) = (schema(), models());
    let mut numbers = Numbers(29);
    let (mut tried, mut against) = (0, 0);
    while tried < 1_000 {
        let model = &models[numbers.below(models.len())];
        let Some(text) = changed(model, &mut numbers) else { continue };
        let Some(found) = refused(&schema, &text) else { continue };
        tried += 1;
        if found.is_empty() {
            continue;
        }
        against += 1;
        let settings = Settings::default();
        let report = run("model.toml", &text, &settings);
        assert!(!report.is_ok(), "{found:?}\n{text}");
    }
    assert!(against > 200, "{against}");
}

//! What each stage costs: `cargo bench`.
//!
//! Compare figures of one run with each other; a machine's noise is larger than most changes.
#![allow(missing_docs, clippy::unwrap_used)]

// The output formats belong to the program and not to the library.
#[allow(dead_code, unused_imports, reason = "only the formats are measured")]
#[path = "../src/cli/mod.rs"]
mod cli;

use cli::formats;
use cli::formats::document::Document;
use cli::formats::format::View;
use divan::Bencher;
use napkin::explain;
use napkin::report::session::Session;
use napkin::report::{self, Settings};
use napkin::{Values, Worksheet};

fn main() {
    divan::main();
}

const EXPRESSION: &str = "100M users * 10 requests/user/day to req/s";
const TWITTER: &str = include_str!("../presets/twitter.toml");

fn script(lines: usize) -> String {
    let mut text = String::from("a0 = 5 GB\n");
    for line in 1..=lines {
        text.push_str(&format!("a{line} = a{} + 1 MB\n", line - 1));
    }
    text
}

#[divan::bench(args = [1, 100, 10_000])]
fn read(bencher: Bencher, lines: usize) {
    let text = if lines == 1 { EXPRESSION.to_owned() } else { script(lines) };
    bencher.bench(|| napkin::Worksheet::script("<input>", &text).map(|sheet| sheet.names().count()).ok());
}

/// A model of this many chained formulas.
fn chain(formulas: usize) -> String {
    std::iter::once("[inputs]\na0 = \"5 GB\"\n[estimates]\n".to_owned())
        .chain((1..=formulas).map(|at| format!("a{at} = \"a{} + 1 MB\"\n", at - 1)))
        .collect()
}

#[divan::bench(args = [(100, "table"), (10_000, "table"), (10_000, "json")])]
fn write(bencher: Bencher, (formulas, format): (usize, &str)) {
    let report = report::run("chain.toml", &chain(formulas), &Settings::default());
    let (document, view) = (Document::Report(Box::new(report)), View::default());
    let format = formats::named(format).unwrap_or(formats::ALL[0]);
    bencher.bench(|| format.write(&document, &view).len());
}

#[divan::bench(args = ["expression", "twitter", "10000 formulas"])]
fn whole(bencher: Bencher, what: &str) {
    let chain = chain(10_000);
    let settings = Settings::default();
    bencher.bench(|| match what {
        "expression" => {
            napkin::evaluate("<input>", EXPRESSION, 4, &napkin::Settings::default()).answers.len()
        }
        "twitter" => report::run("twitter", TWITTER, &settings).estimates.len(),
        _ => report::run("chain", &chain, &settings).estimates.len(),
    });
}

/// A model of 200 estimates: fifty services, each with two ranges and four estimates.
fn services() -> String {
    let mut inputs = String::from("[inputs]\n");
    let mut estimates = String::from("[estimates]\n");
    for at in 0..50 {
        inputs.push_str(&format!(
            "users{at} = \"1M to 3M users\"\nreads{at} = \"5 to 20 reads/user/day\"\nsize{at} = \"20 KB/read\"\n"
        ));
        estimates.push_str(&format!(
            "rate{at} = \"users{at} * reads{at} to reads/s\"\npeak{at} = \"rate{at} * 3\"\n\
             egress{at} = \"peak{at} * size{at} to Gbit/s\"\nservers{at} = \"ceil(peak{at} / 500 reads/s/server)\"\n"
        ));
    }
    inputs + &estimates
}

/// A model of 200 estimates: from its text to its values, its worksheet run, and the kept run with another number for
/// one of its inputs, of which four estimates follow.
#[divan::bench(args = ["text", "worksheet", "other input"])]
fn kept(bencher: Bencher, what: &str) {
    let (text, settings) = (services(), napkin::Settings::default());
    let read = || Worksheet::model("services", &text).unwrap();
    let sheet = read();
    let values = sheet.run(&settings).unwrap();
    let number = |values: &Values| values.number("egress31").unwrap();
    bencher.bench(|| match what {
        "text" => number(&read().run(&settings).unwrap()),
        "worksheet" => number(&sheet.run(&settings).unwrap()),
        _ => number(&values.with("size31", "30 KB/read").unwrap()),
    });
}

/// The same model with a check of all egress that holds, and with one that fails, for which changes of inputs are
/// searched: fifty inputs may be changed, forty runs each.
/// What a key costs in a session with a model and a hundred names.
#[divan::bench(args = ["preview", "preview of a range", "complete", "highlight"])]
fn key(bencher: Bencher, what: &str) {
    let mut session = Session::new(4, napkin::Settings::default());
    session.load("twitter", TWITTER, report::Changes::default()).unwrap();
    for line in script(100).lines() {
        session.evaluate(line);
    }
    bencher.bench(|| match what {
        "preview" => session.preview("a50 * 3 + 7 MB").map_or(0, |value| value.len()),
        "preview of a range" => session.preview("peak_reads * 2 KB/read").map_or(0, |value| value.len()),
        "complete" => session.complete("a50 * s").candidates.len(),
        _ => session.highlight("peak_reads * 2 KB/read + max(3, 5) GB/s").len(),
    });
}

#[divan::bench(args = ["holds", "fails"])]
fn check(bencher: Bencher, what: &str) {
    let all: Vec<String> = (0..50).map(|at| format!("egress{at}")).collect();
    let limit = if what == "holds" { "9000 Gbit/s" } else { "2 Gbit/s" };
    let text = format!("{}[checks]\nfits = \"p95({}) <= {limit}\"\n", services(), all.join(" + "));
    let settings = Settings::default();
    bencher.bench(|| report::run("services", &text, &settings).checks.len());
}

/// One of 200 estimates: its steps alone are computed, exactly or in the head; in a chain all of them are.
#[divan::bench(args = ["services", "services in the head", "chain", "chain in the head"])]
fn explain(bencher: Bencher, what: &str) {
    let (text, name) = match what {
        "services" | "services in the head" => (services(), "egress31"),
        _ => (chain(200), "a200"),
    };
    let names = [name.to_owned()];
    let settings = explain::Settings { mental: what.ends_with("head"), ..explain::Settings::default() };
    bencher.bench(|| explain::model("model", &text, &names, &settings).steps.len());
}
/// A script of this many results, each with a quotient that a condition guards, and each read by the next.
fn guarded(results: usize) -> String {
    let mut text = String::from("x = uniform(-1, 1)\ny0 = x\n");
    for at in 1..=results {
        text.push_str(&format!("y{at} = y{} + (if x > 0 then {at}/x else 0)\n", at - 1));
    }
    text
}

/// As many results a second, however long the chain.
#[divan::bench(args = [50, 200])]
fn guarded_chain(bencher: Bencher, results: usize) {
    let (text, settings) = (guarded(results), Settings::default().uncertainty);
    let bencher = bencher.counter(divan::counter::ItemsCount::new(results));
    bencher.bench(|| napkin::evaluate("<input>", &text, 4, &settings).answers.len());
}

/// The same of a chain of which only the first samples are held.
#[divan::bench(args = [100, 400])]
fn long_chain(bencher: Bencher, results: usize) {
    let inputs = "[inputs]\na0 = { value = \"1 to 4 GB\", source = \"a guess of 2026\" }\n[estimates]\n";
    let text: String = std::iter::once(inputs.to_owned())
        .chain((1..=results).map(|at| format!("a{at} = \"a{} + a0\"\n", at - 1)))
        .collect();
    let mut settings = Settings::default();
    settings.uncertainty.sampling.samples = 70_000;
    let bencher = bencher.counter(divan::counter::ItemsCount::new(results));
    bencher.bench(|| report::run("chain.toml", &text, &settings).estimates.len());
}

/// Mental arithmetic of a product of this many factors.
#[divan::bench(args = [100, 1_000])]
fn mental(bencher: Bencher, factors: usize) {
    let factor = |at: usize| if at.is_multiple_of(2) { " * 1.7" } else { " / 1.6" };
    let text: String =
        std::iter::once("3 users".to_owned()).chain((1..factors).map(|at| factor(at).to_owned())).collect();
    let settings = explain::Settings { mental: true, ..explain::Settings::default() };
    let bencher = bencher.counter(divan::counter::ItemsCount::new(factors));
    bencher.bench(|| explain::script("<input>", &text, &settings).steps.len());
}

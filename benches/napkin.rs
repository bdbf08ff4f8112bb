//! What each stage costs: `cargo bench`.
//!
//! Compare figures of one run with each other; a machine's noise is larger than most changes.
#![allow(missing_docs, clippy::unwrap_used)]

// The output formats belong to the program and not to the library.
#[allow(dead_code, unused_imports, reason = "only the formats are measured")]
#[path = "../src/cli/mod.rs"]
mod cli;

use std::sync::Arc;

use cli::formats;
use cli::formats::document::Document;
use cli::formats::format::View;
use divan::{Bencher, black_box};
use napkin::analysis::explain;
use napkin::engine::{self, Column, Feed, Plan};
use napkin::report::{self, Settings};
use napkin::syntax::{self, Ast};
use napkin::text::source::Text;

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
fn parse(bencher: Bencher, lines: usize) {
    let text = Text::whole(0, if lines == 1 { EXPRESSION.to_owned() } else { script(lines) });
    bencher.bench(|| {
        let mut ast = Ast::new();
        black_box(syntax::script(&mut ast, &text).0.len())
    });
}

#[divan::bench(args = [1, 100, 10_000])]
fn read(bencher: Bencher, lines: usize) {
    let text = if lines == 1 { EXPRESSION.to_owned() } else { script(lines) };
    bencher.bench(|| napkin::worksheet::script::read("<input>", &text).map(|sheet| sheet.items().len()).ok());
}

#[divan::bench(args = [(10_000, 1), (100, 16_360)])]
fn run(bencher: Bencher, (lines, samples): (usize, usize)) {
    let mut program = engine::Program::default();
    let mut slot = program.push(engine::Op::Input(0));
    for _ in 0..lines {
        let one = program.push(engine::Op::Const(1.0));
        slot = program.push(engine::Op::Binary(engine::Binary::Add, slot, one));
    }
    let column: Vec<f64> = (0..samples).map(|sample| sample as f64).collect();
    let feed = Feed { columns: &[Column::Many(&column)], pins: &[], samples };
    let program = Arc::new(program);
    bencher.bench(|| Plan::new(program.clone(), vec![slot], &feed).columns(&feed).samples);
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

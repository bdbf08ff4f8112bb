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
use napkin::engine::{
    self, Binary, Column, Distribution, Feed, Op, Place, Plan, Program, STRATA, Samples, Sampling, Slot,
    Statistic, Variable,
};
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

/// Fifty services with an uncertain rate each, of which a certain size comes to a volume, and whether the sum of all
/// volumes stays below a limit in 95% of the samples: the program, the volumes, the condition, and the inputs.
fn volumes() -> (Arc<Program>, Vec<Slot>, Slot, Vec<Variable>) {
    let mut program = Program::default();
    let (mut volumes, mut variables, mut sum) = (Vec::new(), Vec::new(), None);
    for at in 0..50 {
        let mut input = |name: String, distribution: Distribution| {
            variables.push(Variable { name, distribution });
            program.push(Op::Input(u32::try_from(variables.len() - 1).unwrap()))
        };
        let users = input(format!("users{at}"), Distribution::lognormal(1e6, 3e6));
        let reads = input(format!("reads{at}"), Distribution::lognormal(5.0, 20.0));
        let size = input(format!("size{at}"), Distribution::Fixed(20e3));
        let rate = program.push(Op::Binary(Binary::Multiply, users, reads));
        let peak = program.push(Op::Binary(Binary::Add, rate, rate));
        let volume = program.push(Op::Binary(Binary::Multiply, peak, size));
        let total = sum.map_or(volume, |sum| program.push(Op::Binary(Binary::Add, sum, volume)));
        volumes.extend([rate, peak, volume, total]);
        sum = Some(total);
    }
    let limit = program.push(Op::Const(1e14));
    let holds = program.push(Op::Binary(Binary::LessOrEqual, sum.unwrap(), limit));
    let share = program.push(Op::Reduce(Statistic::Share, holds, holds));
    let wanted = program.push(Op::Const(0.95));
    let check = program.push(Op::Binary(Binary::GreaterOrEqual, share, wanted));
    (Arc::new(program), volumes, check, variables)
}

/// Another size for one of the services: of 200 results, or, forty times, of a condition on all of them.
#[divan::bench(args = ["results anew", "results again", "condition anew", "condition again"])]
fn rerun(bencher: Bencher, what: &str) {
    let (program, volumes, check, variables) = volumes();
    let wanted = if what.starts_with("results") { volumes } else { vec![check] };
    let inputs = Samples::new(&program, wanted.iter().copied(), &variables, Sampling::default());
    let columns = inputs.columns();
    let samples = if what.starts_with("results") { inputs.samples() } else { STRATA };
    let feed = Feed { columns: &columns, pins: &[], samples };
    let plan = Plan::new(program.clone(), wanted.clone(), &feed);
    let base = plan.summarise(&feed, false);
    let (size, runs) = (2, if what.starts_with("results") { 1 } else { 40 });
    bencher.bench(|| {
        let mut sum = 0.0;
        let probe = what.ends_with("again").then(|| plan.vary(&feed, &base, &[Place::Input(size)]));
        for run in 0..runs {
            let other = Column::One(20e3 + f64::from(run));
            let found = match &probe {
                Some(probe) => probe.summarise(&[(Place::Input(size), other)]),
                None => {
                    let mut columns = columns.clone();
                    columns[size as usize] = other;
                    let feed = Feed { columns: &columns, ..feed };
                    Plan::new(program.clone(), wanted.clone(), &feed).summarise(&feed, false)
                }
            };
            sum += found.findings[0].middle();
        }
        sum
    });
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

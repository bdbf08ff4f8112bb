//! The errors of sampled quantiles over many seeds.

use std::sync::Arc;

use crate::{
    Binary, Distribution, Estimated, Feed, Finding, Op, Plan, Program, Samples, Sampling, Slot, Statistic,
    Unary, Variable,
};

/// The quantiles of a program's result at the default number of samples.
fn quantiles(program: &Program, shown: Slot, variables: &[Variable], seed: u64) -> [f64; 3] {
    let draws = Samples::new(program, [shown], (variables, &[]), Sampling { seed, ..Sampling::default() });
    let columns = draws.columns();
    let feed = Feed { columns: &columns, pins: &[], samples: draws.samples() };
    assert_eq!(feed.samples, 16_250);
    match Plan::new(Arc::new(program.clone()), vec![shown], &feed).summarise(&feed, false).findings.first() {
        Some(Finding::Many(summary)) => [summary.p5, summary.p50, summary.p95],
        other => panic!("{other:?}"),
    }
}

/// The root mean square of the relative errors at p5, p50 and p95 over 100 seeds.
fn errors(program: &Program, shown: Slot, variables: &[Variable], exact: [f64; 3]) -> [f64; 3] {
    let mut sums = [0.0; 3];
    for seed in 0..100 {
        let found = quantiles(program, shown, variables, seed);
        for ((sum, found), exact) in sums.iter_mut().zip(found).zip(exact) {
            *sum += (found / exact - 1.0).powi(2);
        }
    }
    sums.map(|sum| (sum / 100.0).sqrt())
}

fn one_to_ten(count: usize) -> Vec<Variable> {
    let variable = |at| Variable { name: format!("x{at}"), distribution: Distribution::lognormal(1.0, 10.0) };
    (0..count).map(variable).collect()
}

fn product(program: &mut Program, inputs: std::ops::Range<u32>) -> Slot {
    let slots: Vec<Slot> = inputs.map(|input| program.push(Op::Input(input))).collect();
    slots[1..]
        .iter()
        .fold(slots[0], |product, slot| program.push(Op::Binary(Binary::Multiply, product, *slot)))
}

#[test]
fn a_product_of_six_is_within_half_a_percent() {
    // The logarithms add: the median is 10^3, and the ends lie √6 times as far out as those of one factor.
    let out = 10.0_f64.powf(6.0_f64.sqrt() / 2.0);
    let exact = [1_000.0 / out, 1_000.0, 1_000.0 * out];
    let mut program = Program::default();
    let shown = product(&mut program, 0..6);
    let errors = errors(&program, shown, &one_to_ten(6), exact);
    assert!(errors.iter().all(|error| *error < 0.005), "{errors:?}");
}

#[test]
fn a_sum_of_three_products_is_within_one_percent() {
    // P(x + y + z <= t) for three lognormals, by numerical integration over the scores of two of them,
    // the same to 9 digits with 1500 and with 3000 points a side.
    let exact = [14.492_886_125, 39.488_750_76, 114.329_509];
    let mut program = Program::default();
    let products: Vec<Slot> = [0..2, 2..4, 4..6].map(|inputs| product(&mut program, inputs)).to_vec();
    let sum = program.push(Op::Binary(Binary::Add, products[0], products[1]));
    let shown = program.push(Op::Binary(Binary::Add, sum, products[2]));
    let errors = errors(&program, shown, &one_to_ten(6), exact);
    assert!(errors.iter().all(|error| *error < 0.01), "{errors:?}");
}

/// A program that reads a statistic of a result, with its sampling error.
fn statistic(program: &mut Program, of: Slot, statistic: Statistic, level: f64) -> Slot {
    let level = program.push(Op::Const(level));
    program.push(Op::Reduce(statistic, of, if statistic == Statistic::Quantile { level } else { of }))
}

fn found(program: &Program, slot: Slot, variables: &[Variable], seed: u64) -> Estimated {
    let draws = Samples::new(program, [slot], (variables, &[]), Sampling { seed, ..Sampling::default() });
    let columns = draws.columns();
    let feed = Feed { columns: &columns, pins: &[], samples: draws.samples() };
    let found = Plan::new(Arc::new(program.clone()), vec![slot], &feed).summarise(&feed, false);
    found.statistics.get(&slot).cloned().expect("the statistic is computed")
}

/// The root mean square of errors, and of the errors that are stated, over some seeds.
fn spread(program: &Program, slot: Slot, variables: &[Variable], exact: f64, seeds: u32) -> (f64, f64) {
    let found: Vec<Estimated> = (0..seeds).map(|seed| found(program, slot, variables, seed.into())).collect();
    let mean = |of: &dyn Fn(&Estimated) -> f64| found.iter().map(of).sum::<f64>() / f64::from(seeds);
    (mean(&|own| (own.value - exact).powi(2)).sqrt(), mean(&|own| own.error.powi(2)).sqrt())
}

/// The sum of some inputs.
fn sum(program: &mut Program, inputs: std::ops::Range<u32>) -> Slot {
    let slots: Vec<Slot> = inputs.map(|input| program.push(Op::Input(input))).collect();
    slots[1..].iter().fold(slots[0], |sum, slot| program.push(Op::Binary(Binary::Add, sum, *slot)))
}

#[test]
fn tails_of_sums_are_not_cut_off() {
    // From benches/figures.py, to 0.15%: ten lognormals with ends 1 and 1000.
    let wide = |at| Variable { name: format!("x{at}"), distribution: Distribution::lognormal(1.0, 1000.0) };
    let variables: Vec<Variable> = (0..10).map(wide).collect();
    for (level, exact) in [(0.999, 80_623.6), (0.9999, 247_819.0)] {
        let mut program = Program::default();
        let all = sum(&mut program, 0..10);
        let slot = statistic(&mut program, all, Statistic::Quantile, level);
        let (error, _) = spread(&program, slot, &variables, exact, 6);
        assert!(error < 0.03 * exact, "{level}: {error}");
    }
}

#[test]
fn a_probability_has_the_error_that_it_states() {
    // From benches/figures.py: P(a sum of three products <= 114.329) is 95%, the level of the test above.
    let mut program = Program::default();
    let products: Vec<Slot> = [0..2, 2..4, 4..6].map(|inputs| product(&mut program, inputs)).to_vec();
    let two = program.push(Op::Binary(Binary::Add, products[0], products[1]));
    let all = program.push(Op::Binary(Binary::Add, two, products[2]));
    let limit = program.push(Op::Const(114.329_509));
    let holds = program.push(Op::Binary(Binary::LessOrEqual, all, limit));
    let slot = statistic(&mut program, holds, Statistic::Share, 0.0);
    let (error, stated) = spread(&program, slot, &one_to_ten(6), 0.95, 40);
    assert!(error < 0.0018 && (0.7..1.5).contains(&(error / stated)), "{error} {stated}");
}

#[test]
fn moments_of_wide_results_are_exact() {
    // Lognormals: e^(μ + σ²/2), and the variance is the square of that times e^(σ²) - 1.
    let sigma = 1000.0_f64.ln() / 2.0 / 1.644_853_626_951_472_7;
    let mean = (1000.0_f64.ln() / 2.0 + sigma * sigma / 2.0).exp();
    let sd = mean * (sigma * sigma).exp_m1().sqrt();
    let wide = |at| Variable { name: format!("x{at}"), distribution: Distribution::lognormal(1.0, 1000.0) };
    let variables: Vec<Variable> = (0..10).map(wide).collect();
    for (which, exact) in [(Statistic::Mean, 10.0 * mean), (Statistic::Sd, 10.0_f64.sqrt() * sd)] {
        let mut program = Program::default();
        let all = sum(&mut program, 0..10);
        let slot = statistic(&mut program, all, which, 0.0);
        let found = found(&program, slot, &variables, 0);
        assert!((found.value / exact - 1.0).abs() < 1e-12 && found.error == 0.0, "{which:?}: {found:?}");
    }
}

/// The first-order indices of two inputs, from integrals over a grid of 3201 scores a side (numpy), or as the variances of
/// the terms of a sum.
#[test]
fn shares_are_first_order_indices() {
    let lognormal = Distribution::lognormal;
    type Build = fn(&mut Program, Slot, Slot) -> Slot;
    let cases: [(&str, [Distribution; 2], [f64; 2], Build); 4] = [
        (
            "x + 100/x + y",
            [lognormal(10.0 / 3.0, 30.0), lognormal(1.0, 3.0)],
            [0.994, 0.006],
            |program, x, y| {
                let hundred = program.push(Op::Const(100.0));
                let part = program.push(Op::Binary(Binary::Divide, hundred, x));
                let both = program.push(Op::Binary(Binary::Add, x, part));
                program.push(Op::Binary(Binary::Add, both, y))
            },
        ),
        (
            "|x - 5| + y",
            [Distribution::Uniform { low: 0.0, high: 10.0 }, Distribution::Uniform { low: 0.0, high: 1.0 }],
            [0.9615, 0.0385],
            |program, x, y| {
                let five = program.push(Op::Const(5.0));
                let off = program.push(Op::Binary(Binary::Subtract, x, five));
                let off = program.push(Op::Unary(Unary::Abs, off));
                program.push(Op::Binary(Binary::Add, off, y))
            },
        ),
        (
            "max(0, x - y)",
            [lognormal(50.0, 150.0), lognormal(80.0, 120.0)],
            [0.896, 0.044],
            |program, x, y| {
                let zero = program.push(Op::Const(0.0));
                let over = program.push(Op::Binary(Binary::Subtract, x, y));
                program.push(Op::Binary(Binary::Max, zero, over))
            },
        ),
        ("x * y", [lognormal(1.0, 3.0), lognormal(2.0, 5.0)], [0.5668, 0.3875], |program, x, y| {
            program.push(Op::Binary(Binary::Multiply, x, y))
        }),
    ];
    for (name, distributions, exact, build) in cases {
        let mut program = Program::default();
        let (x, y) = (program.push(Op::Input(0)), program.push(Op::Input(1)));
        let result = build(&mut program, x, y);
        let variable =
            |(at, distribution): (usize, Distribution)| Variable { name: format!("x{at}"), distribution };
        let variables: Vec<Variable> = distributions.into_iter().enumerate().map(variable).collect();
        for seed in 0..10 {
            let draws =
                Samples::new(&program, [result], (&variables, &[]), Sampling { seed, ..Sampling::default() });
            let columns = draws.columns();
            let feed = Feed { columns: &columns, pins: &[], samples: draws.samples() };
            let plan = Plan::new(Arc::new(program.clone()), vec![result], &feed);
            let base = plan.summarise(&feed, false);
            let explained = plan.explained(&feed, &base, &[result]);
            for ((_, share), exact) in explained[0].shares.iter().zip(exact) {
                assert!((share - exact).abs() < 0.04, "{name}, seed {seed}: {explained:?}, not {exact}");
            }
        }
    }
}

//! The errors of sampled quantiles over many seeds.

use std::sync::Arc;

use crate::engine::{
    Binary, Distribution, Feed, Finding, Op, Plan, Program, Samples, Sampling, Slot, Variable,
};

/// The quantiles of a program's result at the default number of samples.
fn quantiles(program: &Program, shown: Slot, variables: &[Variable], seed: u64) -> [f64; 3] {
    let draws = Samples::new(program, [shown], variables, Sampling { seed, ..Sampling::default() });
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

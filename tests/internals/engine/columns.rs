//! A run with n samples has the results and the faults of n runs with one sample.

use std::sync::Arc;

use crate::{Binary, Column, Fault, FaultKind, Feed, Op, Outcome, Plan, Program, Slot, Unary};
use proptest::prelude::*;

use super::config::config;

/// Number of inputs of a program; all but the last two vary.
const INPUTS: usize = 6;

const UNARIES: [Unary; 11] = [
    Unary::Negate,
    Unary::Not,
    Unary::Abs,
    Unary::Round,
    Unary::Floor,
    Unary::Ceil,
    Unary::Sqrt,
    Unary::Ln,
    Unary::Log2,
    Unary::Log10,
    Unary::Exp,
];
const BINARIES: [Binary; 16] = [
    Binary::Add,
    Binary::Subtract,
    Binary::Multiply,
    Binary::Divide,
    Binary::Power,
    Binary::Min,
    Binary::Max,
    Binary::Largest,
    Binary::Less,
    Binary::LessOrEqual,
    Binary::Greater,
    Binary::GreaterOrEqual,
    Binary::Equal,
    Binary::NotEqual,
    Binary::And,
    Binary::Or,
];

/// Numbers that often cause faults: zero, one, negative and very large ones.
fn value() -> impl Strategy<Value = f64> {
    prop_oneof![
        3 => -5.0_f64..5.0,
        2 => prop::sample::select(vec![0.0, 1.0, -1.0, 2.0, 0.5]),
        1 => prop::sample::select(vec![1e300, -1e300, 1e-300, 1e10]),
    ]
}

/// An operation on slots before it.
fn operation() -> impl Strategy<Value = (u8, usize, [prop::sample::Index; 3], f64)> {
    (0_u8..10, 0_usize..1_000, prop::array::uniform3(any::<prop::sample::Index>()), value())
}

fn program(operations: &[(u8, usize, [prop::sample::Index; 3], f64)]) -> Program {
    let mut program = Program::default();
    for input in 0..INPUTS {
        program.push(Op::Input(u32::try_from(input).unwrap()));
    }
    for (kind, which, operands, constant) in operations {
        let slots = program.ops().len();
        let [a, b, c] = operands.map(|index| Slot(u32::try_from(index.index(slots)).unwrap()));
        let op = match kind {
            0 => Op::Const(*constant),
            1 | 2 => Op::Unary(UNARIES[which % UNARIES.len()], a),
            3 => Op::Select(a, b, c),
            // As sums are lowered: what is settled is made of the terms.
            4 => {
                let sum = if which % 2 == 0 { Binary::Add } else { Binary::Subtract };
                Op::Settle(program.push(Op::Binary(sum, a, b)), a, b)
            }
            _ => Op::Binary(BINARIES[which % BINARIES.len()], a, b),
        };
        program.push(op);
    }
    program
}

fn run(program: &Program, columns: &[Column<'_>], wanted: &[Slot], samples: usize) -> Outcome {
    let feed = Feed { columns, pins: &[], samples };
    Plan::new(Arc::new(program.clone()), wanted.to_vec(), &feed).columns(&feed)
}

/// The value of a shown slot in one sample of a run.
fn at(outcome: &Outcome, shown: usize, sample: usize) -> f64 {
    let column = &outcome.columns[shown];
    if column.len() == 1 { column[0] } else { column[sample] }
}

fn has(faults: &[Fault], like: &Fault) -> bool {
    faults
        .iter()
        .any(|fault| (fault.origin, fault.kind, fault.wanted) == (like.origin, like.kind, like.wanted))
}

fn check(program: &Program, columns: &[Vec<f64>], shown: &[Slot]) -> Result<(), TestCaseError> {
    let samples = columns[0].len();
    let whole: Vec<Column<'_>> = columns
        .iter()
        .enumerate()
        .map(|(at, column)| if at + 2 < INPUTS { Column::Many(column) } else { Column::One(column[0]) })
        .collect();
    let mut outcome = run(program, &whole, shown, samples);
    // Whether a divisor passes through zero between two samples cannot be seen in either of them. What is too small is
    // only looked for in the first sample.
    let is_in_each = |fault: &Fault| !matches!(fault.kind, FaultKind::ThroughZero | FaultKind::Underflow);
    outcome.faults.retain(is_in_each);
    prop_assert_eq!(outcome.samples, samples);
    for (at, column) in outcome.columns.iter().enumerate() {
        prop_assert!(
            column.len() == 1 || column.len() == samples,
            "column {} has {} samples",
            at,
            column.len()
        );
    }
    let mut counted: Vec<(Fault, usize)> = Vec::new();
    for sample in 0..samples {
        let single: Vec<Column<'_>> = columns
            .iter()
            .enumerate()
            .map(|(at, column)| Column::One(column[if at + 2 < INPUTS { sample } else { 0 }]))
            .collect();
        let one = run(program, &single, shown, 1);
        for (index, _) in shown.iter().enumerate() {
            let is_spoilt = one.faults.iter().any(|fault| fault.wanted == index);
            let (own, expected) = (at(&outcome, index, sample), at(&one, index, 0));
            if !is_spoilt {
                prop_assert_eq!(
                    own.to_bits(),
                    expected.to_bits(),
                    "slot {:?} in sample {}: {} and {}",
                    shown[index],
                    sample,
                    own,
                    expected
                );
                prop_assert!(own.is_finite(), "slot {:?} is {} and nothing is said", shown[index], own);
            }
        }
        for fault in one.faults.iter().filter(|fault| is_in_each(fault)) {
            prop_assert_eq!(fault.samples, 1);
            match counted.iter_mut().find(|(other, _)| has(&[*other], fault)) {
                Some((_, count)) => *count += 1,
                None => counted.push((*fault, 1)),
            }
        }
    }
    prop_assert_eq!(
        outcome.faults.len(),
        counted.len(),
        "{:?} and, sample by sample, {:?} in {:?} over {:?}",
        outcome.faults,
        counted,
        program.ops(),
        columns
    );
    for (fault, count) in counted {
        let found = outcome.faults.iter().find(|other| has(&[fault], other));
        let found = found.map(|found| found.samples);
        prop_assert_eq!(found, Some(count), "{:?}", fault);
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn a_column_is_its_samples(
        operations in prop::collection::vec(operation(), 1..40),
        columns in prop::collection::vec(prop::collection::vec(value(), 9), INPUTS),
        shown in prop::collection::vec(any::<prop::sample::Index>(), 1..5),
    ) {
        let program = program(&operations);
        let shown: Vec<Slot> = shown.iter().map(|index| Slot(u32::try_from(index.index(program.ops().len())).unwrap())).collect();
        check(&program, &columns, &shown)?;
    }

    #[test]
    fn what_is_not_shown_changes_nothing(
        operations in prop::collection::vec(operation(), 1..30),
        columns in prop::collection::vec(prop::collection::vec(value(), 5), INPUTS),
        shown in prop::collection::vec(any::<prop::sample::Index>(), 2..6),
    ) {
        let program = program(&operations);
        let shown: Vec<Slot> = shown.iter().map(|index| Slot(u32::try_from(index.index(program.ops().len())).unwrap())).collect();
        let columns: Vec<Column<'_>> = columns.iter().map(|column| Column::Many(column)).collect();
        let all = run(&program, &columns, &shown, 5);
        for (index, slot) in shown.iter().enumerate() {
            let alone = run(&program, &columns, &[*slot], 5);
            let is_spoilt = alone.faults.iter().any(|_| true);
            prop_assert_eq!(is_spoilt, all.faults.iter().any(|fault| fault.wanted == index));
            for sample in 0..5 {
                let (one, other) = (at(&alone, 0, sample), at(&all, index, sample));
                prop_assert!(is_spoilt || one.to_bits() == other.to_bits(), "{} and {}", one, other);
            }
        }
    }
}

#[test]
fn columns_longer_than_a_block_are_run_to_their_end() {
    // x * x - y over more samples than any block has, and not a multiple of one.
    let mut program = Program::default();
    let (x, y) = (program.push(Op::Input(0)), program.push(Op::Input(1)));
    let square = program.push(Op::Binary(Binary::Multiply, x, x));
    let result = program.push(Op::Binary(Binary::Subtract, square, y));
    let inverse = program.push(Op::Binary(Binary::Divide, x, y));
    for samples in [1, 2, 255, 256, 1_023, 1_024, 1_025, 5_000] {
        let column: Vec<f64> = (0..samples).map(f64::from).collect();
        let columns = [Column::Many(&column), Column::One(3.0)];
        let outcome = run(&program, &columns, &[result], column.len());
        let expected: Vec<f64> = column.iter().map(|x| x * x - 3.0).collect();
        assert_eq!(outcome.columns, [expected], "{samples}");
        // 0 / 0 in the first sample only, and a single number if nothing varies.
        let columns = [Column::One(5.0), Column::Many(&column)];
        let outcome = run(&program, &columns, &[inverse, square], column.len());
        assert_eq!(outcome.columns[1], [25.0]);
        assert_eq!(
            outcome
                .faults
                .iter()
                .map(|fault| (fault.origin, fault.wanted, fault.samples))
                .collect::<Vec<_>>(),
            [(inverse, 0, 1)]
        );
    }
    let outcome = run(&program, &[Column::One(1.0), Column::One(1.0)], &[], 1);
    assert!(outcome.columns.is_empty() && outcome.faults.is_empty());
}

//! A run with other values for a few inputs has the same bits as that of a plan made for those values.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::{
    Binary, Column, Distribution, Feed, Op, Place, Plan, Program, STRATA, Samples, Sampling, Slot, Statistic,
    Summaries, Unary, Variable,
};
use proptest::prelude::*;
use proptest::sample::Index;

use super::config::config;

const INPUTS: usize = 6;

/// The kind of an operation, the operation among those of its kind, its operands, and a number.
type Operation = (u8, usize, [Index; 3], f64);

fn operation() -> impl Strategy<Value = Operation> {
    let number = prop_oneof![
        3 => -5.0_f64..5.0,
        3 => prop::sample::select(vec![0.0, 1.0, -1.0, 2.0, 0.5]),
        1 => prop::sample::select(vec![1e300, 1e-300]),
    ];
    (0_u8..20, 0_usize..1_000, prop::array::uniform3(any::<Index>()), number)
}

/// A program of all kinds of operations; if `is_tame`, most have a result.
fn program(operations: &[Operation], is_tame: bool) -> Program {
    const TAME: [Binary; 5] =
        [Binary::Multiply, Binary::Add, Binary::Max, Binary::LessOrEqual, Binary::Multiply];
    const WILD: [Binary; 8] = [
        Binary::Divide,
        Binary::Subtract,
        Binary::Power,
        Binary::And,
        Binary::Or,
        Binary::Divide,
        Binary::Multiply,
        Binary::Equal,
    ];
    const STATISTICS: [Statistic; 4] =
        [Statistic::Quantile, Statistic::Mean, Statistic::Sd, Statistic::Share];
    let mut program = Program::default();
    let inputs = (0..INPUTS).map(|input| Op::Input(u32::try_from(input).unwrap()));
    for input in inputs {
        program.push(input);
    }
    for (kind, which, operands, number) in operations {
        let slots = program.ops().len();
        let [a, b, c] = operands.map(|index| Slot(u32::try_from(index.index(slots)).unwrap()));
        // Operands near the end make long chains.
        let late = Slot(u32::try_from(slots - 1 - operands[0].index(slots.min(5))).unwrap());
        let op = match kind {
            0 => Op::Const(if is_tame { number.abs() + 0.5 } else { *number }),
            1 => Op::Unary([Unary::Ceil, Unary::Abs][which % 2], a),
            2 if !is_tame => Op::Unary([Unary::Ln, Unary::Sqrt, Unary::Not][which % 3], a),
            3 => Op::Select(a, b, c),
            4 | 5 => match STATISTICS[which % 4] {
                Statistic::Quantile => {
                    let level = program.push(Op::Const([0.05, 0.5, 0.99][which % 3]));
                    Op::Reduce(Statistic::Quantile, a, level)
                }
                // A probability is that of a condition.
                Statistic::Share => {
                    let holds = program.push(Op::Binary(Binary::Less, a, b));
                    Op::Reduce(Statistic::Share, holds, holds)
                }
                statistic => Op::Reduce(statistic, a, a),
            },
            6..=9 if !is_tame => Op::Binary(WILD[which % WILD.len()], a, b),
            10..=13 => Op::Binary(TAME[which % TAME.len()], late, b),
            _ => Op::Binary(TAME[which % TAME.len()], a, b),
        };
        program.push(op);
    }
    program
}

/// How an input varies: not at all, in samples of a distribution, or sample by sample.
#[derive(Clone, Copy, Debug)]
enum Kind {
    One(f64),
    Sampled(u8),
    Many(f64),
}

fn kind() -> impl Strategy<Value = Kind> {
    prop_oneof![
        2 => prop::sample::select(vec![0.0, 1.0, 2.0, 2.0, 3.5]).prop_map(Kind::One),
        3 => (0_u8..4).prop_map(Kind::Sampled),
        1 => prop::sample::select(vec![1.0, 3.0, -2.0]).prop_map(Kind::Many),
    ]
}

/// Columns of some kinds; those that vary are owned by `owned`.
struct Columns {
    samples: Samples,
    kinds: Vec<Kind>,
    many: Vec<Vec<f64>>,
}

impl Columns {
    fn new(kinds: &[Kind], seed: u64, samples: usize) -> Columns {
        let mut program = Program::default();
        let variables: Vec<Variable> = (0..kinds.len())
            .map(|at| {
                program.push(Op::Input(u32::try_from(at).unwrap()));
                let distribution = match kinds[at] {
                    Kind::Sampled(0) => Distribution::lognormal(1.0, 10.0),
                    Kind::Sampled(1) => Distribution::Uniform { low: -1.0, high: 2.0 },
                    Kind::Sampled(2) => Distribution::lognormal(1e-2, 30.0),
                    _ => Distribution::Triangular { low: 1.0, mode: 2.0, high: 4.0 },
                };
                Variable { name: format!("{at}"), distribution }
            })
            .collect();
        let slots = (0..kinds.len()).map(|at| Slot(u32::try_from(at).unwrap()));
        let many = |kind: &Kind| match kind {
            Kind::Many(step) => (0..samples).map(|at| (at % 7) as f64 * step - 1.0).collect(),
            _ => Vec::new(),
        };
        Columns {
            samples: Samples::new(&program, slots, (&variables, &[]), Sampling { seed, samples }),
            kinds: kinds.to_vec(),
            many: kinds.iter().map(many).collect(),
        }
    }

    fn columns(&self) -> Vec<Column<'_>> {
        let sampled = self.samples.columns();
        let column = |(at, kind): (usize, &Kind)| match *kind {
            Kind::One(value) => Column::One(value),
            Kind::Sampled(_) => sampled[at],
            Kind::Many(_) => Column::Many(&self.many[at]),
        };
        self.kinds.iter().enumerate().map(column).collect()
    }
}

/// All results of a run as text, in which NaN equals itself.
fn text(found: &Summaries) -> String {
    let statistics: BTreeMap<_, _> = found.statistics.iter().collect();
    format!("{:?}\n{:?}\n{statistics:?} {}", found.findings, found.faults, found.samples)
}

#[derive(Clone, Debug)]
struct Case {
    program: Program,
    wanted: Vec<Slot>,
    pins: Vec<(Slot, f64)>,
    kinds: Vec<Kind>,
    others: Vec<Kind>,
    /// The number of inputs and of pins that are changed.
    places: (usize, usize),
    histogram: bool,
}

fn case(is_tame: bool, operations: usize, wanted: usize) -> impl Strategy<Value = Case> {
    let kinds = || prop::collection::vec(kind(), INPUTS);
    (
        prop::collection::vec(operation(), 1..operations),
        prop::collection::vec(any::<Index>(), 1..wanted),
        prop::collection::vec((any::<Index>(), 0.5_f64..3.0), 0..3),
        kinds(),
        kinds(),
        (1_usize..3, 0_usize..3),
        prop::bool::weighted(0.2),
    )
        .prop_map(move |(operations, wanted, pins, kinds, others, places, histogram)| {
            let program = program(&operations, is_tame);
            let slot = |index: Index| Slot(u32::try_from(index.index(program.ops().len())).unwrap());
            let mut pins: Vec<(Slot, f64)> =
                pins.into_iter().map(|(index, value)| (slot(index), value)).collect();
            pins.sort_by_key(|(slot, _)| *slot);
            pins.dedup_by_key(|(slot, _)| *slot);
            let wanted = wanted.into_iter().map(slot).collect();
            Case { program, wanted, pins, kinds, others, places, histogram }
        })
}

fn check(case: &Case, samples: usize) -> Result<(), TestCaseError> {
    let Case { program, wanted, pins, kinds, others, places: (inputs, changed_pins), histogram } = case;
    let (before, after) = (Columns::new(kinds, 1, samples), Columns::new(others, 2, samples));
    let program = Arc::new(program.clone());
    let columns = before.columns();
    let feed = Feed { columns: &columns, pins, samples };
    let plan = Plan::new(program.clone(), wanted.clone(), &feed);
    let base = plan.summarise(&feed, *histogram);
    prop_assert_eq!(text(&base), text(&plan.summarise(&feed, *histogram)));

    let number = |at: usize| u32::try_from(at).unwrap();
    let changes: Vec<(Place, Column<'_>)> = after
        .columns()
        .into_iter()
        .take(*inputs)
        .enumerate()
        .map(|(at, column)| (Place::Input(number(at)), column))
        .chain(
            pins.iter()
                .take(*changed_pins)
                .map(|(slot, value)| (Place::Pin(*slot), Column::One(value + 1.0))),
        )
        .collect();
    let places: Vec<Place> = changes.iter().map(|(place, _)| *place).collect();
    let probe = plan.vary(&feed, &base, &places);
    // The probe is planned for the first changes and used for others.
    let unchanged = probe.summarise(&[]);
    prop_assert_eq!(text(&unchanged), text(&base), "nothing changed");
    let again = probe.summarise(&changes);

    let mut columns = columns.clone();
    for (own, other) in columns.iter_mut().zip(after.columns()).take(*inputs) {
        *own = other;
    }
    let moved = |(at, (slot, value)): (usize, &(Slot, f64))| {
        (*slot, if at < *changed_pins { value + 1.0 } else { *value })
    };
    let pins: Vec<(Slot, f64)> = pins.iter().enumerate().map(moved).collect();
    let feed = Feed { columns: &columns, pins: &pins, samples };
    let fresh = Plan::new(program, wanted.clone(), &feed).summarise(&feed, *histogram);
    prop_assert_eq!(text(&again), text(&fresh), "{:?}\n{:?}", case, places);
    prop_assert_eq!(text(&plan.summarise(&feed, *histogram)), text(&fresh), "planned for another feed");
    let old = before.columns();
    let old = Feed { columns: &old, pins: &case.pins, samples };
    let planned_anew = plan.vary(&old, &base, &places).summarise(&changes);
    prop_assert_eq!(text(&planned_anew), text(&fresh), "{:?}\n{:?}", case, places);

    // A run with changes can be the base of another probe.
    let last = [Place::Input(number(INPUTS - 1))];
    let probe = plan.vary(&feed, &again, &last);
    let change = [(last[0], after.columns()[INPUTS - 1])];
    let mut last_columns = columns.clone();
    last_columns[INPUTS - 1] = change[0].1;
    let feed = Feed { columns: &last_columns, pins: &pins, samples };
    prop_assert_eq!(text(&probe.summarise(&change)), text(&plan.summarise(&feed, *histogram)), "{:?}", case);
    Ok(())
}

proptest! {
    #![proptest_config(config(250))]

    #[test]
    fn of_programs_without_results(case in case(false, 40, 6)) {
        check(&case, 900)?;
    }

    #[test]
    fn of_programs_with_many_results(case in case(true, 120, 40)) {
        check(&case, 900)?;
    }
}

proptest! {
    #![proptest_config(config(20))]

    #[test]
    fn of_all_default_samples(case in case(true, 40, 6)) {
        check(&case, 4 * STRATA)?;
    }

    #[test]
    fn of_so_many_samples_that_few_are_held(case in case(true, 20, 6)) {
        check(&case, 17 * STRATA)?;
    }
}

/// The column of what is rounded is not reached, but both its quantile, at another level, and a product are.
#[test]
fn of_a_quantile_of_a_column_that_is_given() {
    let mut program = Program::default();
    let (factor, x) = (program.push(Op::Input(0)), program.push(Op::Input(1)));
    let level = program.push(Op::Const(0.5));
    let whole = program.push(Op::Unary(Unary::Ceil, x));
    let quantile = program.push(Op::Reduce(Statistic::Quantile, whole, level));
    let product = program.push(Op::Binary(Binary::Multiply, factor, whole));
    let column: Vec<f64> = (1..=900).map(f64::from).collect();
    let columns = [Column::One(2.0), Column::Many(&column)];
    let feed = Feed { columns: &columns, pins: &[(level, 0.5)], samples: column.len() };
    let plan = Plan::new(Arc::new(program), vec![quantile, product], &feed);
    let base = plan.summarise(&feed, false);
    let probe = plan.vary(&feed, &base, &[Place::Input(0), Place::Pin(level)]);
    let again =
        probe.summarise(&[(Place::Pin(level), Column::One(0.25)), (Place::Input(0), Column::One(3.0))]);
    // Of 1 to 900, a quarter lies at 225 or the next, whichever way it is read.
    let quarter = again.findings[0].middle();
    assert!((225.0..=226.0).contains(&quarter), "{quarter}");
    assert!((1_350.0..=1_353.0).contains(&again.findings[1].middle()));
}

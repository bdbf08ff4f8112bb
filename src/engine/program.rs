//! Programs: flat lists of operations on numbered slots.

use std::collections::{BTreeSet, HashMap};

/// An operation of a [`Program`] and its value, by the number of the operation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Slot(pub u32);

impl Slot {
    /// The slot that an operation defines, by the operation's index.
    pub(super) fn at(index: usize) -> Slot {
        Slot(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// The number as an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A function written in Rust, by its place in the table that a [`Program`] was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Native(pub u16);

/// What a [`Native`] computes. An operation has at most three operands, so it takes as many.
pub type Function = fn([f64; 3]) -> f64;

/// One operation. Booleans are 0 and 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Op {
    /// A number.
    Const(f64),
    /// An input, by its number.
    Input(u32),
    /// A function of one slot.
    Unary(Unary, Slot),
    /// A function of two slots.
    Binary(Binary, Slot, Slot),
    /// The second slot if the first is true, else the third.
    Select(Slot, Slot, Slot),
    /// The first slot, which is a sum; zero if it is no more than the rounding error of the two others, which are its
    /// largest terms.
    Settle(Slot, Slot, Slot),
    /// A statistic of the first slot over the samples. The second slot is the level of a quantile; for other statistics
    /// it is the first slot again.
    Reduce(Statistic, Slot, Slot),
    /// A function written in Rust. One with fewer than three parameters gets its first operand again for each that
    /// it lacks.
    Native(Native, Slot, Slot, Slot),
}

/// Statistics of a value over all samples.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Statistic {
    /// The value below which a given share of the samples lies.
    Quantile,
    /// The mean.
    Mean,
    /// The standard deviation.
    Sd,
    /// The share of the samples in which a condition holds.
    Share,
    /// The same as far as the samples tell it: quicker, and within a hundredth of both ends as coarse as their number.
    Frequency,
    /// One of these over the samples in which a value is not [`ABSENT`].
    Given(Measure),
}

/// What a [`Statistic`] measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // as in `Statistic`
pub enum Measure {
    Quantile,
    Mean,
    Sd,
    Share,
}

/// The number that a value has in the samples that do not meet a condition: `if condition then x else ABSENT`.
pub const ABSENT: f64 = f64::MIN;

impl Statistic {
    /// What it measures.
    pub fn measure(self) -> Measure {
        match self {
            Statistic::Quantile => Measure::Quantile,
            Statistic::Mean => Measure::Mean,
            Statistic::Sd => Measure::Sd,
            Statistic::Share | Statistic::Frequency => Measure::Share,
            Statistic::Given(measure) => measure,
        }
    }

    /// The same over the samples in which a value is not [`ABSENT`].
    #[must_use]
    pub fn given(self) -> Statistic {
        Statistic::Given(self.measure())
    }
}

/// Functions of one value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // each is what its name says
pub enum Unary {
    Negate,
    Not,
    Abs,
    Round,
    Floor,
    Ceil,
    Sqrt,
    Ln,
    Log2,
    Log10,
    Exp,
}

/// Functions of two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // each is what its name says
pub enum Binary {
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
    Min,
    Max,
    /// The larger of two magnitudes.
    Largest,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Equal,
    NotEqual,
    And,
    Or,
}

/// A list of operations. Operation `i` defines slot `i`, and reads slots before it.
#[derive(Clone, Debug, Default)]
pub struct Program {
    ops: Vec<Op>,
    natives: &'static [Function],
}

impl Program {
    /// A program without operations whose [`Op::Native`] call the functions of a table by their places.
    pub fn new(natives: &'static [Function]) -> Program {
        Program { ops: Vec::new(), natives }
    }

    /// The function that a [`Native`] calls; one that is not in the table returns NaN.
    pub(super) fn native(&self, native: Native) -> Function {
        self.natives.get(usize::from(native.0)).copied().unwrap_or(|_| f64::NAN)
    }

    /// Makes room for more operations.
    pub fn reserve(&mut self, count: usize) {
        self.ops.reserve(count);
    }

    /// Adds an operation. Its operands must be slots that were added before; others read as `NaN`.
    pub fn push(&mut self, op: Op) -> Slot {
        self.ops.push(op);
        Slot(u32::try_from(self.ops.len() - 1).unwrap_or(u32::MAX))
    }

    /// The slot of the values that a statistic of a slot is about, where they are not absent.
    pub fn reduced(&self, statistic: Statistic, of: Slot) -> Slot {
        match (statistic, self.op(of)) {
            (Statistic::Given(_), Some(Op::Select(_, value, _))) => value,
            _ => of,
        }
    }

    /// The operations, in order.
    pub fn ops(&self) -> &[Op] {
        &self.ops
    }

    /// The operation that defines a slot.
    pub fn op(&self, slot: Slot) -> Option<Op> {
        self.ops.get(slot.index()).copied()
    }

    /// The slots that some slots need, themselves included, in order.
    pub fn needed_for(&self, slots: &[Slot]) -> BTreeSet<Slot> {
        let mut needed: BTreeSet<Slot> = slots.iter().copied().collect();
        let mut open = slots.to_vec();
        while let Some(next) = open.pop() {
            let operands = self.op(next).into_iter().flat_map(Program::operands);
            open.extend(operands.filter(|operand| needed.insert(*operand)));
        }
        needed
    }

    /// A program that computes some slots and what they need, and nothing else; with the slot that each of its own
    /// operations has here.
    pub(super) fn cone(&self, slots: &[Slot]) -> (Program, Vec<Slot>) {
        let needed: Vec<Slot> = self.needed_for(slots).into_iter().collect();
        let mut cone = Program { ops: Vec::with_capacity(needed.len()), natives: self.natives };
        let mut moved: HashMap<Slot, Slot> = HashMap::with_capacity(needed.len());
        for old in needed.iter().copied() {
            let to = |slot: Slot| moved.get(&slot).copied().unwrap_or(slot);
            let op = match self.op(old) {
                Some(Op::Unary(unary, a)) => Op::Unary(unary, to(a)),
                Some(Op::Binary(binary, a, b)) => Op::Binary(binary, to(a), to(b)),
                Some(Op::Select(a, b, c)) => Op::Select(to(a), to(b), to(c)),
                Some(Op::Settle(a, b, c)) => Op::Settle(to(a), to(b), to(c)),
                Some(Op::Reduce(statistic, a, b)) => Op::Reduce(statistic, to(a), to(b)),
                Some(Op::Native(native, a, b, c)) => Op::Native(native, to(a), to(b), to(c)),
                Some(leaf) => leaf,
                None => Op::Const(f64::NAN),
            };
            moved.insert(old, cone.push(op));
        }
        (cone, needed)
    }

    /// For each slot, whether it varies between samples; `input` tells whether an input does, by its number.
    pub fn varying(&self, input: impl Fn(u32) -> bool) -> Vec<bool> {
        let mut varies: Vec<bool> = Vec::with_capacity(self.ops.len());
        for op in &self.ops {
            let own = match op {
                Op::Const(_) | Op::Reduce(..) => false,
                Op::Input(number) => input(*number),
                _ => Program::operands(*op).any(|slot| varies.get(slot.index()) == Some(&true)),
            };
            varies.push(own);
        }
        varies
    }

    /// The numbers of the inputs that some slots depend on, in order.
    pub fn inputs_of(&self, slots: impl IntoIterator<Item = Slot>) -> BTreeSet<u32> {
        let mut open: Vec<Slot> = slots.into_iter().collect();
        let last = open.iter().map(|slot| slot.index()).max();
        let mut seen = vec![false; last.map_or(0, |last| last + 1)];
        let mut inputs = BTreeSet::new();
        while let Some(slot) = open.pop() {
            match seen.get_mut(slot.index()) {
                Some(seen @ false) => *seen = true,
                _ => continue,
            }
            match self.op(slot) {
                Some(Op::Input(number)) => {
                    inputs.insert(number);
                }
                Some(op) => open.extend(Program::operands(op)),
                None => {}
            }
        }
        inputs
    }

    /// The slot that a slot is a multiple of, and the constants by which that is multiplied and divided, in order.
    pub fn multiple(&self, slot: Slot) -> (Vec<(Binary, f64)>, Slot) {
        self.multiple_by(slot, |slot| match self.op(slot) {
            Some(Op::Const(factor)) => Some(factor),
            _ => None,
        })
    }

    /// The same for all factors that `number` returns a number for.
    pub fn multiple_by(
        &self,
        slot: Slot,
        number: impl Fn(Slot) -> Option<f64>,
    ) -> (Vec<(Binary, f64)>, Slot) {
        let mut factors = Vec::new();
        let mut at = slot;
        while let Some(Op::Binary(binary @ (Binary::Multiply | Binary::Divide), value, factor)) = self.op(at)
        {
            // The factor of a product may be on either side.
            match (number(factor), number(value)) {
                (Some(factor), _) => {
                    factors.push((binary, factor));
                    at = value;
                }
                (None, Some(other)) if binary == Binary::Multiply => {
                    factors.push((binary, other));
                    at = factor;
                }
                _ => break,
            }
        }
        factors.reverse();
        (factors, at)
    }

    /// The slots that an operation reads.
    pub fn operands(op: Op) -> impl Iterator<Item = Slot> {
        let slots = match op {
            Op::Const(_) | Op::Input(_) => [None; 3],
            Op::Unary(_, a) => [Some(a), None, None],
            Op::Binary(_, a, b) | Op::Reduce(_, a, b) => [Some(a), Some(b), None],
            Op::Select(a, b, c) | Op::Settle(a, b, c) | Op::Native(_, a, b, c) => [Some(a), Some(b), Some(c)],
        };
        slots.into_iter().flatten()
    }
}

//! The inputs of a program: what is fed in, and what differs between worlds.

use super::{Frame, Lowering, Quantity, Type, Value};
use crate::engine::{Distribution, Op, Slot, Variable};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;

/// The most ranges that a program may draw: each takes about 90 KB.
const MOST_RANGES: usize = 4096;

/// What the samples of a range are named after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// An input: its samples stay the same whatever is written for it.
    Input(String),
    /// A formula: a range in it is told from others by its text.
    Formula(String),
}

/// A range that was read.
#[derive(Clone, Copy, Debug)]
pub struct Range {
    /// Where it is written.
    pub span: Span,
    /// The number of its variable.
    pub variable: u32,
    /// The unit of its numbers.
    pub quantity: Quantity,
}

impl Lowering {
    /// A value that differs between worlds.
    pub(super) fn variable(
        &mut self,
        distribution: Distribution,
        quantity: Quantity,
        text: &str,
        span: Span,
        frame: Frame<'_>,
    ) -> Value {
        if self.ranges.len() >= MOST_RANGES {
            self.diagnostics.push(
                Diagnostic::error("E0207", format!("this has more than {MOST_RANGES} ranges"))
                    .at(span, "one too many")
                    .help("give a range that is used again a name, so that it is one variable"),
            );
            return Value::UNKNOWN;
        }
        let mut name = match &self.owner {
            Owner::Input(name) => name.clone(),
            Owner::Formula(name) => format!("{name} | {text}"),
        };
        let before = self.occurrences.entry(name.clone()).or_default();
        if *before > 0 {
            name.push_str(&format!(" #{before}"));
        }
        *before += 1;
        let variable = self.declare(Variable { name, distribution });
        self.ranges.push(Range { span, variable, quantity });
        let slot = self.emit(Op::Input(variable), span, frame);
        Value { slot, kind: Type::Quantity(quantity) }
    }

    /// The number of a new variable.
    pub fn declare(&mut self, variable: Variable) -> u32 {
        self.variables.push(variable);
        u32::try_from(self.variables.len() - 1).unwrap_or(u32::MAX)
    }

    /// The distribution of a slot that is a variable and nothing else.
    pub fn distribution_of(&self, slot: Slot) -> Option<&Distribution> {
        match self.program.op(slot) {
            Some(Op::Input(variable)) => {
                self.variables.get(variable as usize).map(|variable| &variable.distribution)
            }
            _ => None,
        }
    }

    /// For each slot, whether it differs between worlds.
    pub fn varying(&self) -> Vec<bool> {
        let fixed =
            |input: u32| self.variables.get(input as usize).is_none_or(|input| input.distribution.is_fixed());
        self.program.varying(|input| !fixed(input))
    }
}

//! The type of a slot: a truth value, or a quantity with its dimension.

use crate::engine::Slot;
use crate::syntax::NodeId;
use crate::units::catalog::UnitId;
use crate::units::dimension::Dimension;
use crate::units::notation::Notation;
use crate::units::registry::UnitInfo;
use crate::units::scale::Scale;
use crate::units::spelling::report_scale;

/// A slot and its type.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Value {
    /// The slot that holds the number.
    pub slot: Slot,
    /// The type of the number.
    pub kind: Type,
}

/// The number of a table of a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TableId(pub u32);

/// The type of a slot's number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Type {
    /// An error was reported. It fits everywhere, so that one mistake is reported once.
    Unknown,
    /// True or false.
    Bool,
    /// A number of some unit.
    Quantity(Quantity),
    /// A row of a table: the place of the row among the others, from 0.
    Row(TableId),
    /// The open end of the last tier, `"rest"`: above every value of the unit. It can be compared, and nothing else.
    Rest(Quantity),
}

/// The unit of a slot's number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quantity {
    /// The dimension: data, time, tweets per user.
    pub dimension: Dimension,
    /// The size of a 1 in the slot, in base units.
    pub scale: Scale,
    /// The units it was written in, which decide how it is printed.
    pub notation: Notation,
}

impl Quantity {
    /// A plain number.
    pub const NUMBER: Quantity =
        Quantity { dimension: Dimension::NONE, scale: Scale::ONE, notation: Notation::NONE };

    /// A plain number that is shown in percent.
    pub const SHARE: Quantity = Quantity { notation: Notation::PERCENT, ..Quantity::NUMBER };

    /// One of a unit.
    pub(super) fn one(id: UnitId, unit: &UnitInfo<'_>) -> Quantity {
        Quantity { dimension: unit.dimension, scale: unit.scale, notation: Notation::NONE.with(id, 1) }
    }

    /// The size of a 1 where the value is reported, in base units: of the unit that was asked for, else of base units
    /// with data in bytes.
    pub fn reported_scale(self) -> Scale {
        match self.notation.asked {
            Some(_) => self.scale,
            None => report_scale(self.dimension),
        }
    }

    /// The same, without the request for a unit.
    #[must_use]
    pub fn unasked(self) -> Quantity {
        Quantity { notation: self.notation.unasked(), ..self }
    }
}

impl Value {
    /// The value of what was refused; the error was reported.
    pub const UNKNOWN: Value = Value { slot: Slot(0), kind: Type::Unknown };

    /// A truth value.
    pub fn truth(slot: Slot) -> Value {
        Value { slot, kind: Type::Bool }
    }

    /// A number of a unit.
    pub fn number(slot: Slot, quantity: Quantity) -> Value {
        Value { slot, kind: Type::Quantity(quantity) }
    }

    /// A row of a table.
    pub fn row(slot: Slot, table: TableId) -> Value {
        Value { slot, kind: Type::Row(table) }
    }

    /// The table, if it is a row of one.
    pub fn table(self) -> Option<TableId> {
        match self.kind {
            Type::Row(table) => Some(table),
            _ => None,
        }
    }

    /// The quantity, if it is one.
    pub fn quantity(self) -> Option<Quantity> {
        match self.kind {
            Type::Quantity(quantity) => Some(quantity),
            _ => None,
        }
    }

    /// Whether an error was reported for it.
    pub fn is_unknown(self) -> bool {
        self.kind == Type::Unknown
    }
}

/// A value with the node that it is the value of, which rules about spelling and error messages need.
#[derive(Clone, Copy, Debug)]
pub(super) struct Operand {
    pub node: NodeId,
    pub value: Value,
}

/// An operand that is a number.
#[derive(Clone, Copy, Debug)]
pub(super) struct Number {
    pub node: NodeId,
    pub slot: Slot,
    pub quantity: Quantity,
}

impl Number {
    /// It as a value.
    pub fn value(self) -> Value {
        Value::number(self.slot, self.quantity)
    }
}

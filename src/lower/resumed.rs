//! Reading one text after another: what stays, and what is asked of it.

use super::Lowering;
use crate::units::registry::Units;

impl Lowering {
    /// Begins another text after those that were read: their names, functions, units and values stay, and nothing of
    /// what was reported.
    pub fn resumed(&self) -> Lowering {
        Lowering {
            scope: self.scope.resumed(),
            emitter: self.emitter.clone(),
            inlining: self.inlining.clone(),
            row_ranges: self.row_ranges.clone(),
            cells_read: self.cells_read.clone(),
            rows_known: self.rows_known.clone(),
            nouns: self.nouns.known(),
            ..Lowering::new(Units::default())
        }
    }

    /// Returns the names that have values, in no order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.scope.names()
    }

    /// Returns the names of the functions that were defined, in no order.
    pub fn functions(&self) -> impl Iterator<Item = &str> {
        self.scope.functions()
    }
}

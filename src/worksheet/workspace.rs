//! What the lines of a session share: names, functions, units and values, each line read after those before it.

use std::fmt;

use super::model::Changes;
use super::script::{self, Before};
use super::{Refused, Worksheet, model};
use crate::lower::Lowering;
use crate::text::source::Sources;
use crate::units::registry::Units;

/// The name that the last result has.
pub const IT: &str = "it";

/// All that was read, for the next line. Nothing is read twice.
#[derive(Clone)]
pub struct Workspace {
    sources: Sources,
    lowering: Lowering,
}

impl fmt::Debug for Workspace {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Workspace").field("names", &self.names().collect::<Vec<_>>()).finish()
    }
}

impl Default for Workspace {
    fn default() -> Workspace {
        Workspace { sources: Sources::new(), lowering: Lowering::new(Units::new()) }
    }
}

impl Workspace {
    /// Reads a model, whose names the lines that follow may use.
    ///
    /// # Errors
    ///
    /// Returns the errors found in the text, or in the changes.
    pub fn of_model(name: &str, text: &str, changes: &Changes) -> Result<(Worksheet, Workspace), Refused> {
        let (sheet, lowering) = model::read_on(name, text, changes)?;
        let workspace = Workspace { sources: sheet.sources().clone(), lowering };
        Ok((sheet, workspace))
    }

    /// Reads a line; `name` identifies it in diagnostics. The worksheet has the items of the line alone. The last
    /// result is [`IT`] in the workspace that is returned.
    ///
    /// # Errors
    ///
    /// Returns the errors found in the line.
    pub fn read(&self, name: &str, text: &str) -> Result<(Worksheet, Workspace), Refused> {
        let before =
            Before { sources: self.sources.clone(), lowering: self.lowering.resumed(), it: Some(IT) };
        let (sheet, lowering) = script::read_on(before, name, text)?;
        let workspace = Workspace { sources: sheet.sources().clone(), lowering };
        Ok((sheet, workspace))
    }

    /// Returns the number that the next text has among the sources.
    pub fn next_source(&self) -> u16 {
        u16::try_from(self.sources.all_names().count()).unwrap_or(u16::MAX)
    }

    /// Returns the names that have values, in no order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.lowering.names()
    }

    /// Returns the names of the functions that were defined, in no order.
    pub fn functions(&self) -> impl Iterator<Item = &str> {
        self.lowering.functions()
    }

    /// Returns the units.
    pub fn units(&self) -> &Units {
        self.lowering.units()
    }
}

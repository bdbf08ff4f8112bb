//! The values of a worksheet by name, which can be computed again with other inputs.

use std::sync::Arc;

use super::ask::{Answers, Run, Wanted};
use super::settings::Settings;
use super::show::Shown;
use crate::text::diagnostic::Diagnostic;
use crate::worksheet::{Item, Refused, Worksheet};

/// The values of a worksheet.
pub struct Values {
    sheet: Worksheet,
    answers: Answers,
    /// The requested items; `None` for an undecided condition.
    items: Vec<Option<Wanted>>,
}

impl Worksheet {
    /// Computes all items.
    ///
    /// # Errors
    ///
    /// Returns the errors of values without a result.
    pub fn run(&self, settings: &Settings) -> Result<Values, Vec<Diagnostic>> {
        let mut run = Run::new(self.compiled(), settings, &self.input_slots());
        let items = run.items(self);
        Ok(Values { sheet: self.clone(), answers: run.answers()?, items })
    }
}

impl Values {
    /// Returns the worksheet.
    pub fn worksheet(&self) -> &Worksheet {
        &self.sheet
    }

    /// Returns the value of the item with this name, to a number of digits. Returns `None` if there is no such item,
    /// and for a condition of a script that holds in some samples only.
    pub fn shown(&self, name: &str, digits: usize) -> Option<Shown> {
        let (item, wanted) = self.item(name)?;
        Some(self.answers.shown(item.shown, wanted, digits))
    }

    /// Returns the number of the item with this name, in the requested unit or in base units with data in bytes; of an
    /// uncertain value, the median.
    pub fn number(&self, name: &str) -> Option<f64> {
        let (_, wanted) = self.item(name)?;
        Some(self.answers[wanted.ticket()].middle())
    }

    /// Returns the warnings about samples.
    pub fn warnings(&self) -> &[Diagnostic] {
        self.answers.warnings()
    }

    /// Replaces the value of an input or an estimate, like [`Worksheet::with`], and computes only the values that
    /// depend on it.
    ///
    /// # Errors
    ///
    /// Returns the errors in the value, and those of values without a result.
    pub fn with(&self, name: &str, value: &str) -> Result<Values, Refused> {
        let sheet = self.sheet.with(name, value)?;
        let is_same = Arc::ptr_eq(sheet.compiled().program(), self.sheet.compiled().program());
        let result = match is_same {
            true => self.answers.again(sheet.compiled()).map(|answers| (answers, self.items.clone())),
            false => sheet.run(self.answers.settings()).map(|values| (values.answers, values.items)),
        };
        match result {
            Ok((answers, items)) => Ok(Values { sheet, answers, items }),
            Err(diagnostics) => {
                let (sources, title) = (sheet.sources().clone(), sheet.title().map(str::to_owned));
                Err(Refused { sources, title, diagnostics, ..Refused::default() })
            }
        }
    }

    /// Returns the item with this name, unless it is an undecided condition.
    fn item(&self, name: &str) -> Option<(&Item, &Wanted)> {
        let at = self.sheet.position(name)?;
        self.sheet.items().get(at).zip(self.items.get(at)?.as_ref())
    }
}

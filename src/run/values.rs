//! A worksheet that was run: its values by name, to be run again with other inputs.

use std::sync::Arc;

use super::ask::{Answers, Run, Wanted};
use super::settings::Settings;
use super::show::Shown;
use crate::text::diagnostic::Diagnostic;
use crate::worksheet::{Refused, Worksheet};

/// The values of a worksheet.
pub struct Values {
    sheet: Worksheet,
    answers: Answers,
    /// The items as they were asked for; `None` for a condition that has no single truth.
    items: Vec<Option<Wanted>>,
}

impl Worksheet {
    /// Runs it for all items.
    ///
    /// # Errors
    ///
    /// What has no result.
    pub fn run(&self, settings: &Settings) -> Result<Values, Vec<Diagnostic>> {
        let mut run = Run::new(self.compiled(), settings, &self.input_slots());
        let items = run.items(self);
        Ok(Values { sheet: self.clone(), answers: run.answers()?, items })
    }
}

impl Values {
    /// What was run.
    pub fn worksheet(&self) -> &Worksheet {
        &self.sheet
    }

    /// The value of the item with this name, to some digits. Returns `None` if there is no such item, and for a
    /// condition of a script that holds in some samples only.
    pub fn shown(&self, name: &str, digits: usize) -> Option<Shown> {
        Some(self.answers.shown(self.wanted(name)?, digits))
    }

    /// The number of the item with this name, in base units with data in bytes, or in the unit that was asked for; of
    /// an uncertain value the median.
    pub fn number(&self, name: &str) -> Option<f64> {
        Some(self.answers[self.wanted(name)?.ticket()].middle())
    }

    /// The warnings about samples.
    pub fn warnings(&self) -> &[Diagnostic] {
        self.answers.warnings()
    }

    /// The same with another value for an input or an estimate, as [`Worksheet::with`] has it. What the value does not
    /// reach is not computed again.
    ///
    /// # Errors
    ///
    /// What is wrong with the value, or has no result.
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

    fn wanted(&self, name: &str) -> Option<&Wanted> {
        let at = self.sheet.position(name)?;
        self.items.get(at)?.as_ref()
    }
}

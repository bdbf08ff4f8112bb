//! Requests for all items of a worksheet.

use super::ask::{Run, Wanted};
use crate::lower::Type;
use crate::worksheet::{Item, Worksheet};

impl Run {
    /// Requests that all items of a model have values. What is a number is not read.
    pub fn items_unread(&mut self, sheet: &Worksheet) -> Vec<Option<Wanted>> {
        self.items_by(sheet, |run, item| match item.shown.kind {
            Type::Row(_) => run.show_plainly(item.slot),
            _ => {
                run.find_lost(item.shown, item.name.as_deref().unwrap_or(&item.formula));
                run.have(item.slot)
            }
        })
    }

    /// Requests all items of a worksheet. An undecided condition is reported; if it is bound to a name and an
    /// expression of the script may use it, it is `None` instead.
    pub fn items(&mut self, sheet: &Worksheet) -> Vec<Option<Wanted>> {
        self.items_by(sheet, |run, item| {
            run.show(item.shown, item.slot, item.name.as_deref().unwrap_or(&item.formula))
        })
    }

    fn items_by(
        &mut self,
        sheet: &Worksheet,
        request: impl Fn(&mut Run, &Item) -> Wanted,
    ) -> Vec<Option<Wanted>> {
        let only_names = sheet.items().iter().all(|item| item.name.is_some());
        let ask = |item: &Item| {
            let undecided = self.is_undecided(item.shown, item.slot);
            if let (true, Some(root)) = (undecided && (item.name.is_none() || only_names), item.root) {
                self.refuse_undecided(item.slot, (sheet.ast(), root), sheet.sources());
            }
            (!undecided).then(|| request(self, item))
        };
        sheet.items().iter().map(ask).collect()
    }
}

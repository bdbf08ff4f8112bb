//! What estimates are expected to be, each a check that is written beside its estimate.

use super::builder::{Builder, Shown};
use super::parse::{Formula, Item, Parsed};
use super::written::written;
use crate::lower::{Entry, Owner};
use crate::worksheet::check::{self, Condition};
use crate::worksheet::{self, Level};

impl Builder<'_> {
    /// Lowers what each estimate is expected to be. `None` if nothing is, or if an error was reported.
    pub(super) fn lower_expectations(&mut self, shown: &[Shown]) -> Vec<Option<Condition>> {
        let parsed = self.parsed;
        if parsed.estimates.iter().all(|item| item.expect.is_none()) {
            return Vec::new();
        }
        parsed.estimates.iter().zip(shown).map(|(item, shown)| self.expectation(item, *shown)).collect()
    }

    fn expectation(&mut self, item: &Item<'_>, shown: Shown) -> Option<Condition> {
        let formula = **item.expect.as_ref()?;
        let entry = item.entry;
        let place = entry.expect.as_ref()?.value.span();
        let (name, span) = (entry.name.text.as_str(), entry.value.span());
        let owner = Owner::Formula(format!("{name}.expect"));
        self.lowering.begin(Entry {
            subject: None,
            owner,
            accepts_warnings: entry.ok.is_some(),
            ..Entry::default()
        });
        let ast = &self.parsed.ast;
        let found = match formula {
            Formula::Root(root) => self.lowering.expectation((name, span), shown.value, ast, root),
            Formula::Number(number, _) => {
                self.lowering.expected_number((name, span), shown.value, number, place)
            }
            Formula::Truth(..) | Formula::Data(_) | Formula::Rest(_) | Formula::Invalid => None,
        };
        self.lowering.begin(Entry::default());
        let (expected, held) = found?;
        let sides = ((shown.value, span), (expected, place));
        Some(check::expected(&mut self.lowering, formula.root(), sides, held))
    }
}

impl Parsed<'_> {
    /// Returns the checks that the estimates are as expected.
    pub fn expectations(&self, lowered: &[Option<Condition>]) -> Vec<worksheet::Check> {
        let checks = self.estimates.iter().zip(lowered).filter_map(|(item, condition)| {
            let (expect, name) = (item.entry.expect.as_ref()?, &item.entry.name.text);
            let expected = written(&expect.value);
            Some(worksheet::Check {
                name: format!("{name}.expect"),
                formula: format!("{name} ≈ {expected}"),
                level: Level::Error,
                note: expect.source.as_ref().map(|source| format!("source: {}", source.text)),
                span: expect.value.span(),
                condition: (*condition)?,
                expects: Some(Box::new(worksheet::Expected {
                    estimate: name.clone(),
                    text: expected,
                    source: expect.source.as_ref().map(|source| source.text.clone()),
                })),
            })
        });
        checks.collect()
    }
}

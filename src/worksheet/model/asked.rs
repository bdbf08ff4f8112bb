//! The checks that are asked: of this scenario, and of values that nothing replaced.

use super::builder::Built;
use super::file::BASE;
use super::parse::Parsed;
use super::written::on_one_line;
use crate::engine::Slot;
use crate::lower::Compiled;
use crate::worksheet::{self, Unasked, Why};

impl Parsed<'_> {
    /// Returns the checks that are asked, and those that are not.
    pub fn asked(
        &self,
        built: &Built,
        scenario: Option<&str>,
        compiled: &Compiled,
    ) -> (Vec<worksheet::Check>, Vec<Unasked>) {
        let mut checks = self.checks(&built.checks, &built.expected);
        let mut unasked = Vec::new();
        for (check, _) in &self.checks {
            let Some(limits) = &check.scenarios else { continue };
            let limits: Vec<String> = limits.iter().map(|limit| limit.text.trim().to_owned()).collect();
            if limits.iter().any(|limit| limit == scenario.unwrap_or(BASE)) {
                continue;
            }
            let name = check.name.text.clone();
            checks.retain(|asked| asked.expects.is_some() || asked.name != name);
            let formula = on_one_line(&check.formula.text);
            unasked.push(Unasked { name, formula, estimate: None, why: Why::Elsewhere(limits) });
        }
        let set = self.set_slots(built);
        if !set.is_empty() {
            checks.retain(|check| {
                let Some(expects) = &check.expects else { return true };
                let Some(name) = self.rests_on(&expects.estimate, &set, built, compiled) else { return true };
                unasked.push(Unasked {
                    name: check.name.clone(),
                    formula: check.formula.clone(),
                    estimate: Some(expects.estimate.clone()),
                    why: Why::Set(name),
                });
                false
            });
        }
        (checks, unasked)
    }

    /// Returns the values that replace those of the model, each with its name.
    fn set_slots(&self, built: &Built) -> Vec<(Slot, &str)> {
        let inputs = self.inputs.iter().zip(built.values.iter().map(|value| value.slot));
        let estimates = self.estimates.iter().zip(built.estimates.iter().map(|shown| shown.value.slot));
        let set = inputs.chain(estimates).filter(|(item, _)| item.set.is_some());
        set.map(|(item, slot)| (slot, item.entry.name.text.as_str())).collect()
    }

    /// Returns the first of some values on which an estimate rests.
    fn rests_on(
        &self,
        estimate: &str,
        set: &[(Slot, &str)],
        built: &Built,
        compiled: &Compiled,
    ) -> Option<String> {
        let at = self.estimates.iter().position(|item| item.entry.name.text == estimate)?;
        let slot = built.estimates.get(at)?.value.slot;
        let needed = compiled.program().needed_for(&[slot]);
        set.iter().find(|(slot, _)| needed.contains(slot)).map(|(_, name)| (*name).to_owned())
    }
}

//! A rate times a duration: `kept` and `over`.

use super::super::body::Body;
use super::head::Head;
use super::held::Held;
use super::multiply::Factor;

impl Head<'_> {
    /// Evaluates a rate times a duration as a product. A total of what grows is no product, and is looked up.
    pub(super) fn over_time(
        &mut self,
        body: &Body,
        (name, start, count): (&str, u32, u32),
        row: Option<(&str, usize)>,
    ) -> Option<Held> {
        if name == "over" && self.deriver.compiled.has_totals() {
            return None;
        }
        let mut factors: Vec<Factor> = Vec::new();
        for argument in body.ast.arguments(start, count).iter().take(2) {
            factors.extend(self.factors(body, argument.value, row)?);
        }
        self.product(factors, None)
    }
}

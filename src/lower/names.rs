//! Names: bindings, bare units, columns of tables, built-in constants, and what is none of these.

use super::{Bound, Frame, Lowering, Quantity, Range, SUGGESTIONS, Type, Value, call};
use crate::engine::{Distribution, Op, Variable};
use crate::library::cheat_sheets;
use crate::syntax::Ast;
use crate::text::diagnostic::Diagnostic;
use crate::text::source::{Span, Text};
use crate::text::{list, suggest};
use crate::units::catalog::{self, Kind};
use crate::units::notation::Notation;
use crate::units::registry::Units;

impl Lowering {
    /// What a formula calls a name, without the words for what is not known.
    pub(super) fn bound(&self, text: &str, frame: Frame<'_>) -> Option<Bound> {
        match frame.parameters {
            Some(parameters) => parameters
                .iter()
                .find(|(name, _)| *name == text)
                .map(|(_, value)| Bound { value: *value, literal: None }),
            None => self.names.get(text).copied(),
        }
    }

    pub(super) fn name(&mut self, text: &str, divides: bool, span: Span, frame: Frame<'_>) -> Value {
        if let Some(bound) = self.bound(text, frame) {
            return bound.value;
        }
        if text.contains('.') {
            return self.dotted(text, span, frame);
        }
        if let Some((id, unit)) = self.units.find(text) {
            let one = Quantity {
                dimension: unit.dimension,
                scale: unit.scale,
                notation: Notation::NONE.with(id, 1),
            };
            let (kind, plural) = (unit.kind, unit.plural.to_owned());
            let is_plural = unit.plural == text && unit.singular != text;
            if kind == Kind::Physical {
                return self.number(1.0, one, span, frame);
            }
            if divides && !is_plural {
                if kind == Kind::Noun && self.bound(&plural, frame).is_some() {
                    self.diagnostics.push(
                        Diagnostic::warning(
                            "W0105",
                            format!("`/ {text}` divides by one {text}, and `{plural}` is defined too"),
                        )
                        .at(span, format!("per {text}"))
                        .patch("to divide by all of them write", span, plural),
                    );
                }
                return self.number(1.0, one, span, frame);
            }
        }
        self.report_undefined(text, span, frame);
        Value::UNKNOWN
    }

    /// `latency.ssd_random_read`, `media.share`.
    fn dotted(&mut self, text: &str, span: Span, frame: Frame<'_>) -> Value {
        if let Some((table, column)) = text.split_once('.')
            && let Some(cells) = self.tables.get(table)
        {
            let Some(cells) = cells.columns.get(column) else {
                let known: Vec<&str> = cells.columns.keys().map(String::as_str).collect();
                let near = suggest::nearest(column, known.into_iter(), 1);
                let mut error =
                    Diagnostic::error("E0201", format!("table `{table}` has no column `{column}`"))
                        .at(span, "");
                if let Some(near) = near.first() {
                    error = error.patch("did you mean", span, format!("{table}.{near}"));
                }
                self.diagnostics.push(error);
                return Value::UNKNOWN;
            };
            if let Some((own, row)) = frame.row
                && own == table
            {
                return cells.get(row).copied().unwrap_or(Value::UNKNOWN);
            }
            let message = match frame.row {
                Some((other, _)) => {
                    format!("`{text}` and a column of `{other}` cannot be read row by row together")
                }
                None => format!("`{text}` is a column, not a single value"),
            };
            self.diagnostics.push(
                Diagnostic::error("E0205", message).at(span, "one value for each row").help(format!(
                    "one value comes of `sum`, `mean`, `min` or `max` with the column alone: `sum({text})`"
                )),
            );
            return Value::UNKNOWN;
        }
        if let Some(literal) = cheat_sheets::constant(text) {
            return self.constant(text, literal, span, frame);
        }
        self.report_undefined(text, span, frame);
        Value::UNKNOWN
    }

    /// A number of a cheat sheet, read when it is named.
    fn constant(&mut self, name: &str, literal: &'static str, span: Span, frame: Frame<'_>) -> Value {
        let text = Text::whole(span.source, literal);
        let mut ast = Ast::new();
        // The text lives as long as this call, and so do its words.
        let mut inner: Lowering = Lowering::new(Units::new());
        let value = match crate::syntax::expression(&mut ast, &text) {
            Ok(root) => inner.expression(&ast, root),
            Err(_) => Value::UNKNOWN,
        };
        match (inner.program.op(value.slot), inner.distribution_of(value.slot), value.kind) {
            (Some(Op::Const(number)), _, Type::Quantity(quantity)) => {
                self.number(number, quantity, span, frame)
            }
            (_, Some(distribution), Type::Quantity(quantity)) => {
                self.constant_range(name, *distribution, quantity, span, frame)
            }
            _ => {
                let message = format!("the built-in constant `{name}` cannot be read");
                self.diagnostics.push(Diagnostic::error("E0201", message).at(span, ""));
                Value::UNKNOWN
            }
        }
    }

    /// A constant that is a range: one variable of the constant's name, however often it is named.
    fn constant_range(
        &mut self,
        name: &str,
        distribution: Distribution,
        quantity: Quantity,
        span: Span,
        frame: Frame<'_>,
    ) -> Value {
        let known = self.variables.iter().position(|variable| variable.name == name);
        let variable = match known.and_then(|at| u32::try_from(at).ok()) {
            Some(variable) => variable,
            None => self.declare(Variable { name: name.to_owned(), distribution }),
        };
        self.ranges.push(Range { span, variable, quantity });
        Value { slot: self.emit(Op::Input(variable), span, frame), kind: Type::Quantity(quantity) }
    }

    /// A name that nothing defines, said once for each name.
    fn report_undefined(&mut self, text: &str, span: Span, frame: Frame<'_>) {
        if self.undefined.iter().any(|known| known == text) {
            return;
        }
        if self.undefined.len() < SUGGESTIONS {
            self.undefined.push(text.to_owned());
        }
        let mut error = Diagnostic::error("E0201", format!("`{text}` is not defined")).at(span, "");
        if frame.parameters.is_some() {
            error = error.note("a function sees its parameters and what is built in, nothing else");
        }
        if let Some(table) = self.tables.get(text) {
            let mut columns: Vec<&str> = table.columns.keys().map(String::as_str).collect();
            columns.sort_unstable();
            if let Some(column) = columns.first() {
                error = error
                    .note(format!("`{text}` is a table"))
                    .help(format!("a column of it is `{text}.{column}`"));
            }
            self.diagnostics.push(error);
            return;
        }
        let noun = self.units.find(text).filter(|(_, unit)| unit.kind != Kind::Physical);
        if let Some((_, unit)) = noun {
            let known = self.names.keys().map(String::as_str).filter(|_| frame.parameters.is_none());
            if let [near] = suggest::nearest(text, known, 2).as_slice() {
                error = error.patch("did you mean", span, *near);
            }
            error = error.help(format!("define it: `{text} = 500M {}`", unit.plural)).help(format!(
                "as a unit it follows a number, `5 {}`, or a `/`: `/ {}`",
                unit.plural, unit.singular
            ));
        } else if self.suggested < SUGGESTIONS {
            self.suggested += 1;
            let mut known: Vec<&str> = match frame.parameters {
                Some(parameters) => parameters.iter().map(|(name, _)| *name).collect(),
                None => self.names.keys().map(String::as_str).collect(),
            };
            known.sort_unstable();
            let columns: Vec<String>;
            if text.contains('.') {
                known.extend(cheat_sheets::constants().map(|(name, _)| name));
                let column = text.split_once('.').map_or("", |(_, column)| column);
                let tables = self.tables.iter().filter(|(_, table)| table.columns.contains_key(column));
                columns = tables.map(|(table, _)| format!("{table}.{column}")).collect();
                known.extend(columns.iter().map(String::as_str));
            }
            if self.functions.contains_key(text) || call::is_built_in(text) {
                error = error.help(format!(
                    "`{text}` is a function: `{text}(…)`, with the parenthesis right behind it"
                ));
            }
            match suggest::nearest(text, known.into_iter(), 3).as_slice() {
                [] if text.contains('.') => error = error.help("`napkin cheat` lists the built-in constants"),
                [] if frame.parameters.is_none() && error.helps.is_empty() => {
                    error = error.help(format!("define it first: `{text} = …`"))
                }
                near => error = error.did_you_mean(span, near),
            }
        }
        self.diagnostics.push(error);
    }

    /// Notes a word that is no unit; all of them are reported in one error.
    pub(super) fn unknown_unit(&mut self, word: &str, span: Span) {
        self.unknown_units.push((word.to_owned(), span));
    }

    pub(super) fn report_unknown_units(&mut self) {
        let unknown = std::mem::take(&mut self.unknown_units);
        let mut words: Vec<&str> = Vec::new();
        for (word, _) in &unknown {
            if !words.contains(&word.as_str()) && words.len() < SUGGESTIONS {
                words.push(word);
            }
        }
        let Some(first) = words.first() else { return };
        let message = match words.as_slice() {
            [one] => format!("`{one}` is no unit that napkin knows"),
            many => format!("{} are no units that napkin knows", list::and_all(many)),
        };
        let mut error = Diagnostic::error("E0202", message);
        for word in &words {
            let places = unknown.iter().filter(|(other, _)| other == word);
            for (_, span) in places.take(2) {
                error = error.at(*span, "");
            }
        }
        for word in &words {
            let magnitude = word.get(..1).filter(|letter| matches!(*letter, "k" | "K" | "M"));
            let rest = word.get(1..).unwrap_or("");
            if let Some(letter) = magnitude
                && self.units.lookup(rest).is_some()
            {
                error = error.help(format!("a magnitude stands apart from the unit: `10{letter} {rest}`"));
                continue;
            }
            if matches!(*word, "mo" | "mos" | "mon" | "mth" | "mnth") {
                error = error.help("a month is `month`: `5 TB/month`");
                continue;
            }
            let mut known: Vec<&str> = catalog::names().collect();
            known.extend(self.units.declared_names());
            let near = suggest::nearest(word, known.into_iter(), 3);
            if !near.is_empty() {
                error = error.help(format!("for `{word}`, {}", list::did_you_mean(&near)));
            }
        }
        if words.iter().any(|word| word.contains(|c: char| c.is_ascii_digit())) {
            error = error.help("quantities are added with an operator: `1 h + 30 min`");
            self.diagnostics.push(error);
            return;
        }
        const CURRENCIES: [&str; 9] = ["EUR", "GBP", "JPY", "INR", "CNY", "CHF", "CAD", "AUD", "BRL"];
        if let Some(currency) = words.iter().find(|word| CURRENCIES.contains(word)) {
            error =
                error.help(format!("a currency is declared by its price, like `unit {currency} = $1.08`"));
            self.diagnostics.push(error);
            return;
        }
        let singular = |word: &str| {
            let stem = word.strip_suffix('s').filter(|stem| stem.len() > 2 && !stem.ends_with('s'));
            stem.unwrap_or(word).to_owned()
        };
        error = error.help(match words.as_slice() {
            [_] => format!("a new thing to count is declared with `unit {}`", singular(first)),
            many => {
                let mut lines: Vec<String> =
                    many.iter().map(|word| format!("unit {}", singular(word))).collect();
                lines.dedup();
                format!("new things to count are declared with `{}`", lines.join("; "))
            }
        });
        self.diagnostics.push(error);
    }
}

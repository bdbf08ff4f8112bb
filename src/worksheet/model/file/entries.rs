//! The entries and sections of units, inputs, estimates and checks.
//!
//! Takes the TOML table of each and returns its entries. TOML does not distinguish a section (`[inputs.demand]`) from
//! an entry with fields (`[inputs.users]`, or in braces): both are tables. A table is an entry if it has the main
//! field or a misspelling of it, or if most of its keys are fields of an entry.

use toml::de::{DeTable, DeValue};

use super::values::{Key, Parsed, Reader, ordered};
use super::words::{distance, nearest, shown};
use super::{Check, Correlation, Entry, Expect, Growth, Level, MaxIncrease, Name, Section, Value};
use crate::text::diagnostic::Diagnostic;
use crate::text::list;
use crate::text::source::Text;

/// The kinds of entries.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Under `[units]`.
    Unit,
    /// Under `[inputs]`.
    Input,
    /// Under `[estimates]`.
    Estimate,
    /// Under `[checks]`.
    Check,
    /// In a row of a table, or under `[tables.NAME.defaults]`.
    Cell,
    /// Under `[tables.NAME.columns]`.
    Column,
}

/// The main fields of all kinds. One in the wrong kind of entry has a message of its own.
const MAIN: [&str; 3] = ["value", "formula", "check"];
/// Other names for a main field, which differ too much from it to be found by their spelling.
const MAIN_MISNOMERS: [&str; 4] = ["val", "expr", "expression", "eq"];
/// Fields of growth, which are names like any other under a heading.
const GROWTH: [&str; 3] = ["growth", "saturates", "steps"];

impl Kind {
    fn described(self) -> &'static str {
        match self {
            Kind::Unit => "a unit",
            Kind::Input => "an input",
            Kind::Estimate => "an estimate",
            Kind::Check => "a check",
            Kind::Cell => "a cell",
            Kind::Column => "a column",
        }
    }

    /// The required field; the first of [`Kind::fields`].
    fn main(self) -> &'static str {
        match self {
            Kind::Unit | Kind::Input | Kind::Cell => "value",
            Kind::Estimate | Kind::Column => "formula",
            Kind::Check => "check",
        }
    }

    /// All of them.
    #[cfg(test)]
    pub const ALL: [Kind; 6] =
        [Kind::Unit, Kind::Input, Kind::Estimate, Kind::Check, Kind::Cell, Kind::Column];

    /// Returns its fields, the required one first.
    pub fn fields(self) -> &'static [&'static str] {
        match self {
            Kind::Unit => &["value", "note", "source", "ok"],
            Kind::Input => &[
                "value",
                "data",
                "note",
                "source",
                "unit",
                "min",
                "max",
                "correlated",
                "growth",
                "saturates",
                "steps",
                "ok",
            ],
            Kind::Estimate => {
                &["formula", "note", "source", "unit", "expect", "expect_source", "max_increase", "ok"]
            }
            Kind::Check => &["check", "level", "note", "ok", "scenarios", "horizon"],
            Kind::Cell => &["value", "note", "source", "growth", "saturates", "steps", "ok"],
            Kind::Column => &["formula", "note", "source", "unit", "ok"],
        }
    }

    fn is_field(self, word: &str) -> bool {
        self.fields().contains(&word)
    }
}

/// The fields of any kind of entry.
#[derive(Default)]
pub(super) struct Fields {
    pub main: Option<Value>,
    note: Option<Text>,
    source: Option<Text>,
    unit: Option<Text>,
    min: Option<Value>,
    max: Option<Value>,
    correlated: Vec<Correlation>,
    growth: Option<Box<Growth>>,
    expect: Option<Value>,
    expect_source: Option<Text>,
    max_increase: Option<MaxIncrease>,
    ok: Option<Text>,
    level: Level,
    scenarios: Option<Box<[Text]>>,
    horizon: Option<Value>,
}

impl Fields {
    fn into_entry(self, name: Name) -> Entry {
        let value = self.main.unwrap_or(Value::Invalid(name.span));
        let Fields { note, source, unit, min, max, correlated, growth, expect, expect_source, .. } = self;
        let Fields { max_increase, ok, .. } = self;
        let (note, source) = (note.map(Box::new), source.map(Box::new));
        let (unit, ok) = (unit.map(Box::new), ok.map(Box::new));
        let (min, max) = (min.map(Box::new), max.map(Box::new));
        let expect = expect.map(|value| Box::new(Expect { value, source: expect_source }));
        Entry {
            name,
            value,
            note,
            source,
            unit,
            min,
            max,
            correlated,
            growth,
            expect,
            max_increase,
            ok,
            was: None,
        }
    }
}

impl Reader<'_> {
    /// Reads the entries of `[units]`.
    pub fn units(&mut self, table: &DeTable<'_>) -> Vec<Entry> {
        let mut units = Vec::new();
        for (key, value) in ordered(table) {
            if !self.slipped(key, value) {
                units.push(self.entry(Kind::Unit, key, value));
            }
        }
        units
    }

    /// Reads the entries of `[checks]`, except those without a formula.
    pub fn checks(&mut self, table: &DeTable<'_>) -> Vec<Check> {
        let mut checks = Vec::new();
        for (key, value) in ordered(table) {
            if self.slipped(key, value) {
                continue;
            }
            let name = self.name(key);
            let Fields { main, note, ok, level, scenarios, horizon, .. } =
                self.fields(Kind::Check, &name, key, value);
            let horizon = horizon.map(Box::new);
            if let Some(Value::Formula(formula)) = main {
                checks.push(Check { name, formula, level, scenarios, horizon, note, ok });
            }
        }
        checks
    }

    /// Reads the sections of `[inputs]` or `[estimates]`.
    pub fn sections(&mut self, kind: Kind, table: &DeTable<'_>) -> Vec<Section> {
        let mut sections: Vec<Section> = Vec::new();
        for (key, value) in ordered(table) {
            if self.slipped(key, value) {
                continue;
            }
            if let Some(entries) = self.as_section(kind, value) {
                let name = self.name(key);
                let entries = self.section(kind, &name, entries);
                sections.push(Section { name: Some(name), entries });
                continue;
            }
            let entry = self.entry(kind, key, value);
            match sections.last_mut().filter(|section| section.name.is_none()) {
                Some(section) => section.entries.push(entry),
                None => sections.push(Section { name: None, entries: vec![entry] }),
            }
        }
        sections
    }

    fn section(&mut self, kind: Kind, heading: &Name, table: &DeTable<'_>) -> Vec<Entry> {
        let mut entries = Vec::new();
        for (key, value) in ordered(table) {
            let is_table = matches!(value.get_ref(), DeValue::Table(_));
            if !self.is_inline(value) && self.as_section(kind, value).is_some() {
                self.nested_section(heading, key);
            } else if kind.is_field(key.get_ref()) && !is_table && !GROWTH.contains(&key.get_ref().as_ref()) {
                self.field_of_section(heading, key);
            } else if !self.slipped(key, value) {
                entries.push(self.entry(kind, key, value));
            }
        }
        entries
    }

    /// Returns the table of a section. `None` if the value is an entry.
    fn as_section<'a, 't>(&self, kind: Kind, value: &'a Parsed<'t>) -> Option<&'a DeTable<'t>> {
        let value_of = value;
        let DeValue::Table(table) = value.get_ref() else { return None };
        let (mut fields, mut others) = (0_usize, 0_usize);
        for (key, value) in table {
            let word: &str = key.get_ref();
            let is_table = matches!(value.get_ref(), DeValue::Table(_));
            match word {
                // A section may have an entry of this name that has fields of its own.
                _ if is_table => others += 1,
                "value" | "formula" => return None,
                _ if GROWTH.contains(&word) && !self.is_inline(value_of) => others += 1,
                _ if kind.is_field(word) || is_nearly_main(word) => fields += 1,
                _ => others += 1,
            }
        }
        let is_empty_braces = table.is_empty() && self.is_inline(value);
        ((fields == 0 || others > fields) && !is_empty_braces).then_some(table)
    }

    fn nested_section(&mut self, heading: &Name, key: &Key<'_>) {
        let span = self.span(key);
        self.errors.add("E0502", span, || {
            let (inner, outer) = (shown(key.get_ref()), shown(&heading.text));
            Diagnostic::error("E0502", format!("{inner} is a section inside the section {outer}"))
                .at(span, "")
                .see(heading.span, "the outer section")
                .help("sections cannot be nested; put its entries under a heading of their own")
        });
    }

    fn field_of_section(&mut self, heading: &Name, key: &Key<'_>) {
        let span = self.span(key);
        self.errors.add("E0502", span, || {
            let (field, section) = (shown(key.get_ref()), shown(&heading.text));
            Diagnostic::error("E0502", format!("{section} is a section and has no {field}"))
                .at(span, "")
                .see(heading.span, "a section, since it has entries")
                .help(format!(
                    "give {field} to an entry, like `NAME = {{ value = \"…\", {} = \"…\" }}`",
                    key.get_ref()
                ))
        });
    }

    /// Reads an entry.
    pub fn entry(&mut self, kind: Kind, key: &Key<'_>, value: &Parsed<'_>) -> Entry {
        let name = self.name(key);
        self.entry_named(kind, name, (key, value))
    }

    /// Reads an entry whose name is known.
    pub fn entry_named(&mut self, kind: Kind, name: Name, (key, value): (&Key<'_>, &Parsed<'_>)) -> Entry {
        self.fields(kind, &name, key, value).into_entry(name)
    }

    fn fields(&mut self, kind: Kind, name: &Name, key: &Key<'_>, value: &Parsed<'_>) -> Fields {
        let mut fields = Fields::default();
        let DeValue::Table(table) = value.get_ref() else {
            fields.main = self.main_value(kind, key.get_ref(), value);
            return fields;
        };
        let is_inline = self.is_inline(value);
        let mut has_unknown_main = false;
        for (key, value) in ordered(table) {
            let word: &str = key.get_ref();
            if kind.is_field(word) {
                self.known_field(kind, word, value, &mut fields);
            } else if is_inline || !self.slipped(key, value) {
                let meant = kind.meant(word).filter(|&meant| !table.contains_key(meant));
                self.unknown_field(kind, key, meant);
                if let Some(meant) = meant {
                    self.known_field(kind, meant, value, &mut fields);
                    has_unknown_main |= meant == kind.main();
                }
            }
        }
        if let (Some(source), None) = (&fields.expect_source, &fields.expect) {
            self.no_expectation(name, source);
        }
        if fields.main.is_none() && !has_unknown_main && !table.contains_key(kind.main()) {
            self.no_main(kind, name);
        }
        fields
    }

    fn main_value(&mut self, kind: Kind, word: &str, value: &Parsed<'_>) -> Option<Value> {
        match kind {
            Kind::Check => self.text(word, value).map(Value::Formula),
            _ => Some(self.value(word, value)),
        }
    }

    fn known_field(&mut self, kind: Kind, word: &str, value: &Parsed<'_>, fields: &mut Fields) {
        match word {
            "note" => fields.note = self.text(word, value),
            "source" => fields.source = self.text(word, value),
            "unit" => fields.unit = self.text(word, value),
            "ok" => fields.ok = self.text(word, value),
            "min" => fields.min = Some(self.limit(word, value)),
            "max" => fields.max = Some(self.limit(word, value)),
            "data" => self.data(value, fields),
            "correlated" => fields.correlated = self.correlations(value),
            "expect" => fields.expect = Some(self.limit(word, value)),
            "expect_source" => fields.expect_source = self.text(word, value),
            "max_increase" => fields.max_increase = self.max_increase(value),
            "level" => fields.level = self.level(value),
            "scenarios" => fields.scenarios = self.list(word, value),
            "horizon" => fields.horizon = Some(self.limit(word, value)),
            _ if GROWTH.contains(&word) => self.growth(word, value, &mut fields.growth),
            _ if matches!(fields.main, Some(Value::Data { .. })) => {
                let span = self.span(value);
                self.errors.add("E0505", span, || {
                    Diagnostic::error("E0505", "an input has a `value` or `data`, not both").at(span, "")
                });
            }
            _ => fields.main = self.main_value(kind, word, value),
        }
    }

    fn unknown_field(&mut self, kind: Kind, key: &Key<'_>, meant: Option<&'static str>) {
        let span = self.span(key);
        self.errors.add("E0502", span, || {
            let word: &str = key.get_ref();
            let message = format!("{} has no field {}", kind.described(), shown(word));
            let error = Diagnostic::error("E0502", message).at(span, "");
            match (word, meant) {
                (_, Some(meant)) if MAIN.contains(&word) => {
                    error.patch(format!("{} has a `{meant}`", kind.described()), span, meant)
                }
                (_, Some(meant)) => error.patch(format!("did you mean `{meant}`?"), span, meant),
                ("min" | "max", None) => {
                    error.help("only an input has limits; put the condition under `[checks]`")
                }
                ("max_increase", None) => {
                    error.help("only an estimate is held against its value in another version of the model")
                }
                ("level", None) => error.help("only a check has a level"),
                ("scenarios", None) => error.help("only a check is limited to scenarios"),
                ("horizon", None) => error.help("only a check has a horizon, until which it must hold"),
                (word, None) if GROWTH.contains(&word) => {
                    error.help("only an input or a cell of a table grows; what follows from it grows with it")
                }
                ("expect" | "expect_source", None) => {
                    error.help("only an estimate is expected to be something")
                }
                _ => error.help(format!("its fields are {}", list::and_all(kind.fields()))),
            }
        });
    }

    fn no_expectation(&mut self, name: &Name, source: &Text) {
        let span = source.all();
        self.errors.add("E0505", span, || {
            let what = shown(&name.text);
            Diagnostic::error("E0505", format!("{what} has an `expect_source` and no `expect`"))
                .at(span, "the source of what?")
                .help("give the published value too, like `expect = \"5 TB\"`")
        });
    }

    fn no_main(&mut self, kind: Kind, name: &Name) {
        self.errors.add("E0505", name.span, || {
            let (what, main) = (shown(&name.text), kind.main());
            let error = Diagnostic::error("E0505", format!("{what} has no `{main}`")).at(name.span, "");
            match kind {
                Kind::Check | Kind::Unit => error.help(format!("write {}", example(kind, name))),
                _ => error.help(format!(
                    "write {}; a section has entries, and none of them is named like a field",
                    example(kind, name)
                )),
            }
        });
    }
}

impl Kind {
    /// Returns the field of which an unknown word is probably a misspelling.
    fn meant(self, word: &str) -> Option<&'static str> {
        if MAIN.contains(&word) || is_nearly_main(word) {
            return Some(self.main());
        }
        nearest(word, self.fields())
    }
}

fn example(kind: Kind, name: &Name) -> String {
    format!("`{} = {{ {} = \"…\" }}`", super::words::as_key(&name.text), kind.main())
}

fn is_nearly_main(word: &str) -> bool {
    MAIN_MISNOMERS.contains(&word)
        || distance(word, "value", 1).is_some()
        || distance(word, "formula", 2).is_some()
}

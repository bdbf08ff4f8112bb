//! The units, count nouns and built-in functions as lists.

use super::{Column, Field, Listing, Part};
use crate::lower::builtins;
use crate::units::catalog::{self, Group, Kind, Unit, UnitId};
use crate::units::{number, words};

/// Lists all units and functions, or those that match each of some words. Empty if there are none.
pub fn matching(words: Option<&str>) -> Listing {
    let words: Vec<&str> = words.into_iter().flat_map(str::split_whitespace).collect();
    let mut listing = Listing::new("groups");
    for group in catalog::groups() {
        let is_of = |(id, unit): &(UnitId, &'static Unit)| {
            words.iter().all(|word| is_in(group.name, word) || is_about(*id, unit, word))
        };
        let units = group.units.iter().filter_map(|&id| Some((id, catalog::unit(id)?)));
        let units: Vec<_> = units.filter(is_of).collect();
        if units.is_empty() {
            continue;
        }
        let mut part = part(group, &units);
        match listing.parts.last_mut() {
            // Bits and bytes share a table.
            Some(last) if last.heading == part.heading => last.rows.append(&mut part.rows),
            _ => listing.parts.push(part),
        }
    }
    let functions = builtins::all()
        .filter(|builtin| words.iter().all(|word| is_in("functions", word) || is_in(builtin.name, word)));
    let rows: Vec<_> = functions
        .map(|builtin| vec![Field::text(builtin.signature()), Field::text(builtin.summary)])
        .collect();
    if !rows.is_empty() {
        let columns = vec![Column::text("name", "name"), Column::text("what", "what")];
        listing.parts.push(Part { heading: "functions".to_owned(), columns, rows, ..Part::default() });
    }
    listing
}

/// Returns all names that can be searched for: units in every spelling, and functions.
pub fn names() -> impl Iterator<Item = &'static str> {
    catalog::names().chain(builtins::all().map(|builtin| builtin.name))
}

/// Whether a unit matches a word in one of its names, or counts the same thing.
fn is_about(id: UnitId, unit: &Unit, word: &str) -> bool {
    if catalog::lookup(word) == Some(id) {
        return true;
    }
    let same_count = unit.kind == Kind::Noun
        && catalog::lookup(word)
            .and_then(catalog::unit)
            .is_some_and(|other| other.kind == Kind::Noun && other.dimension == unit.dimension);
    same_count || catalog::spellings(id).iter().any(|spelling| is_in(spelling, word))
}

/// Whether a name matches a word: words of one or two letters match whole names only.
fn is_in(text: &str, word: &str) -> bool {
    if word.chars().count() <= 2 {
        return text == word;
    }
    text.to_lowercase().contains(&word.to_lowercase())
}

fn part(group: &Group, units: &[(UnitId, &'static Unit)]) -> Part {
    let heading = group.name.to_owned();
    let nouns = units.iter().all(|(_, unit)| unit.kind == Kind::Noun);
    if nouns {
        let columns =
            vec![Column::text("name", "name"), Column::text("counts", "counts"), Column::note("also")];
        let rows = units.iter().map(|&(id, unit)| {
            vec![Field::text(unit.singular), counted(id, unit), Field::Words(other_spellings(id, unit))]
        });
        return Part { heading, columns, rows: rows.collect(), ..Part::default() };
    }
    let columns = vec![Column::text("name", "name"), Column::text("is", "is"), Column::note("also")];
    let rows = units.iter().map(|&(id, unit)| {
        vec![
            Field::text(unit.singular),
            Field::text(factor(group, unit)),
            Field::Words(other_spellings(id, unit)),
        ]
    });
    Part { heading, columns, rows: rows.collect(), ..Part::default() }
}

fn other_spellings(id: UnitId, unit: &Unit) -> Vec<&'static str> {
    catalog::spellings(id).iter().copied().filter(|spelling| *spelling != unit.singular).collect()
}

/// Returns the noun that a noun is an alias of.
fn counted(id: UnitId, unit: &Unit) -> Field {
    let base = unit.dimension.iter().next().map(|(base, _)| base);
    match base.and_then(catalog::canonical_noun).filter(|&noun| noun != id).and_then(catalog::unit) {
        Some(noun) => Field::text(format!("counts as {}", noun.plural)),
        None => Field::Empty,
    }
}

/// Returns the factor of a unit to the unit that defines its group: `10^9 B`, `86_400 s`.
fn factor(group: &Group, unit: &Unit) -> String {
    let numerator = unit.numerator / group.size;
    let behind = format!("{}{}", if group.base.starts_with('/') { "" } else { " " }, group.base);
    let number = match unit.denominator {
        1 if numerator >= 1 << 10 && numerator.count_ones() == 1 => {
            format!("2^{}", numerator.trailing_zeros())
        }
        1 => decimal(numerator),
        100 if numerator == 1 => "0.01".to_owned(),
        per if numerator == 1 => decimal(per).replacen("10^", "10^-", 1),
        per => format!("{numerator}/{per}"),
    };
    let behind = words::agreeing_in_catalog(&number, &behind);
    format!("{number}{behind}")
}

fn decimal(number: i128) -> String {
    let digits = number.to_string();
    let zeros = digits.len() - 1;
    if zeros >= 3 && digits.trim_end_matches('0') == "1" {
        return format!("10^{zeros}");
    }
    number::grouped(&digits)
}

//! Words that are no units.

use std::collections::HashSet;

use crate::lower::builtins;
use crate::lower::unknown::{Declaration, InUnit, Why};
use crate::syntax::{self, Ast, Form, Join};
use crate::text::diagnostic::Diagnostic;
use crate::text::lookalike::lookalike;
use crate::text::source::Span;
use crate::text::{list, suggest};
use crate::units::catalog::{self, Kind};
use crate::units::misread::Misread;
use crate::units::nouns::english::{plural_of, singular_of};
use crate::units::nouns::never::{Instead, bare_unit, is_certain, never};
use crate::units::number;
use crate::units::registry::Units;

/// How many words are named; the others are counted.
const NAMED: usize = 20;

/// How many places of a word are shown.
const PLACES: usize = 2;

/// A word of a unit that is no unit and no new noun.
#[derive(Clone, Debug)]
pub(in crate::lower) struct Unknown {
    word: String,
    span: Span,
    /// What the word may be instead: each with its label, the place to change, and the new text.
    fixes: Vec<(String, Span, String)>,
    /// What to do instead, where no change of the text says it.
    help: Option<String>,
    /// What its letters are, where they are not what they look like.
    remark: Option<String>,
    /// Whether it may be declared as a noun.
    may_count: bool,
    /// Whether the first of the fixes is taken if it works.
    is_certain: bool,
}

impl Unknown {
    /// Describes a word, with the ways out.
    pub fn new(word: &InUnit<'_>, why: &Why, ast: &Ast) -> Unknown {
        let span = word.word.span;
        let mut unknown = Unknown {
            word: word.text.to_owned(),
            span,
            fixes: Vec::new(),
            help: None,
            remark: None,
            may_count: true,
            is_certain: false,
        };
        match why {
            Why::Never(Instead::Currency(code)) => {
                let name = word.text;
                let amount = if *code == name { String::new() } else { format!(" and write `{code}`") };
                // No price is made up: what an amount in dollars is asked of has to be said.
                unknown.help =
                    Some(format!("to convert it declare its price in dollars, `unit {code} = $…`{amount}"));
                unknown.may_count = true;
            }
            Why::Never(instead) => {
                unknown.fixes.extend(replaced(word, *instead, ast));
                unknown.may_count = false;
                unknown.is_certain = is_certain(word.text, *instead);
            }
            Why::Unit(unit) => {
                let unit = bare_unit(unit, word.word.join.divides());
                unknown.fixes.push((format!("for `{unit}`"), span, unit));
                unknown.may_count = false;
                unknown.is_certain = is_certain_case(word.text);
            }
            Why::Near(words) => {
                unknown.fixes.extend(words.iter().map(|near| (format!("for `{near}`"), span, near.clone())));
            }
            Why::Name(name, literal) => {
                let operator = if word.word.join.divides() { "/" } else { "*" };
                unknown.fixes.push((
                    format!("for the value of `{name}`"),
                    word.joined,
                    format!(" {operator} {name}"),
                ));
                let plural = plural_of(&singular_of(name));
                let counted = literal.map(|literal| {
                    (format!("if `{name}` counts {plural}"), literal.after(), format!(" {plural}"))
                });
                unknown.fixes.extend(counted);
            }
            Why::Magnitude => {
                let letter = word.text.get(..1).unwrap_or("");
                let rest = word.text.get(1..).unwrap_or("");
                if word.word.join == Join::Lead {
                    unknown.fixes.push((
                        format!("for the magnitude `{letter}`"),
                        word.joined,
                        format!("{letter} {rest}"),
                    ));
                    // `5 Mreqs` counts requests, where `5 kJ` and the like are other units.
                    unknown.is_certain = rest.len() > 2;
                }
                unknown.may_count = false;
            }
            Why::Unknown => {}
        }
        unknown.may_count &= may_be_declared(word.text);
        if let Some(found) = lookalike(word.text) {
            unknown.fixes = vec![("in Latin letters".to_owned(), span, found.latin)];
            (unknown.remark, unknown.help, unknown.may_count) = (Some(found.remark), None, false);
        }
        unknown
    }
}

/// Whether the declaration of a word as a noun is accepted: `unit million` is not. The name of a function is no noun.
fn may_be_declared(word: &str) -> bool {
    let is_taken = |name: &str| syntax::is_magnitude(name) || builtins::find(name).is_some();
    !declared(word).split(' ').chain([word]).any(is_taken)
}

/// What a word that is never a noun is replaced by: the label, the place and the new text.
fn replaced(word: &InUnit<'_>, instead: Instead, ast: &Ast) -> Option<(String, Span, String)> {
    let literal = word.literal;
    // The number with the word, where the word follows it directly.
    let lead = literal.filter(|literal| word.word.join == Join::Lead && literal.form == Form::Plain);
    let with_number = lead.map(|literal| (literal, Span { start: literal.number.start, ..word.word.span }));
    let divides = word.word.join.divides();
    // `x / 5 GB/weekend` divides by all of it, which a number in the place of the word would not.
    let alone = literal.is_none_or(|literal| !literal.divides) && word.is_last && divides;
    Some(match instead {
        Instead::Unit(unit) => {
            if divides && unit.contains('/') {
                return None;
            }
            let unit = bare_unit(unit, divides);
            (format!("for `{unit}`"), word.word.span, unit)
        }
        Instead::Times(factor) => match with_number {
            Some((literal, span)) => ("for the number".to_owned(), span, exact(literal.value * factor)),
            None if alone => ("for the number".to_owned(), word.word.span, exact(factor)),
            None => return None,
        },
        Instead::Amount(factor, unit) => {
            let amount = |number: f64| format!("{} {unit}", exact(number));
            match with_number {
                Some((literal, span)) => (format!("in {unit}"), span, amount(literal.value * factor)),
                None if alone => (format!("in {unit}"), word.word.span, amount(factor)),
                None => return None,
            }
        }
        Instead::Nines => {
            let (literal, span) = with_number?;
            let nines = (1..=9_u8).find(|nines| f64::from(*nines) == literal.value)?;
            let share = match nines {
                1 => "90%".to_owned(),
                2 => "99%".to_owned(),
                more => format!("99.{}%", "9".repeat(usize::from(more) - 2)),
            };
            ("for the share".to_owned(), span, share)
        }
        Instead::Factor => ("for a factor".to_owned(), lead.map(|_| word.joined)?, "x".to_owned()),
        Instead::Dollars => {
            let (literal, span) = with_number?;
            ("in dollars".to_owned(), span, format!("${}", ast.str(literal.text)))
        }
        Instead::Per(period) => ("for a rate".to_owned(), lead.map(|_| word.joined)?, format!("/{period}")),
        // `9 out of 10`
        Instead::Asked if word.text == "out" => return None,
        Instead::Nothing | Instead::Asked => {
            literal?;
            (format!("without `{}`", word.text), word.joined, String::new())
        }
        Instead::Currency(_) => return None,
    })
}

/// A number with all its digits, with a magnitude if that is exact.
fn exact(value: f64) -> String {
    let short = number::scaled_number(value, true);
    if number::said(&short) == Some(value) { short } else { number::unscaled(value, 17) }
}

/// `3 kafka_topics`, `100M usres`: all words of a script or model that are no units, each with its place. `None` if there
/// are none.
pub(in crate::lower) fn unknown(
    unknown: &[Unknown],
    units: &Units,
    declaration: Declaration,
) -> Option<Diagnostic> {
    let mut named: Vec<&Unknown> = Vec::new();
    let mut known: HashSet<&str> = HashSet::new();
    for word in unknown {
        if known.insert(&word.word) && named.len() < NAMED {
            named.push(word);
        }
    }
    let words: Vec<&str> = named.iter().map(|word| word.word.as_str()).collect();
    let message = match words.as_slice() {
        [] => return None,
        [one] => format!("`{one}` is not a unit that napkin knows"),
        many => format!("{} are not units that napkin knows", list::and_more(many, known.len() - many.len())),
    };
    let mut error = Diagnostic::error("E0202", message);
    for word in &words {
        let mut places: Vec<Span> = Vec::new();
        for Unknown { span, .. } in unknown.iter().filter(|other| other.word == *word) {
            // A word in a formula that is written out is met again and again.
            if places.len() < PLACES && !places.contains(span) {
                places.push(*span);
            }
        }
        error = places.into_iter().fold(error, |error, span| error.at(span, ""));
    }
    for word in &named {
        error = with_fixes(error, word, units);
        error = word.remark.iter().fold(error, Diagnostic::note);
    }
    if words.iter().any(|word| is_run_together(word, units)) {
        return Some(error.help("quantities are added with an operator: `1 h + 30 min`"));
    }
    let error = with_declaration(error, &named, declaration);
    Some(named.iter().filter_map(|word| word.help.as_ref()).fold(error, Diagnostic::help))
}

/// Adds the ways out of one word.
fn with_fixes(error: Diagnostic, unknown: &Unknown, units: &Units) -> Diagnostic {
    let fixes = unknown.fixes.iter();
    let error = fixes.fold(error, |error, (label, span, text)| {
        if unknown.is_certain {
            error.taken(label, vec![(*span, text.clone())], Vec::new())
        } else {
            error.patch(label, *span, text)
        }
    });
    if !unknown.fixes.is_empty() || unknown.help.is_some() {
        return error;
    }
    let known = catalog::names().map(|name| -> &str { name }).chain(units.declared_names());
    let near = suggest::nearest(&unknown.word, known, 3);
    near.into_iter().fold(error, |error, near| error.patch(format!("for `{near}`"), unknown.span, near))
}

/// Adds how to declare the words that may be nouns.
fn with_declaration(error: Diagnostic, named: &[&Unknown], declaration: Declaration) -> Diagnostic {
    let mut nouns: Vec<String> = Vec::new();
    for word in named.iter().filter(|word| word.may_count) {
        let noun = declared(&word.word);
        if !nouns.contains(&noun) {
            nouns.push(noun);
        }
    }
    let Some(first) = named.iter().find(|word| word.may_count) else { return error };
    let label = format!("to count {}", list::and_all(nouns.iter().map(|noun| plural(noun))));
    let start = Span { start: 0, end: 0, ..first.span };
    let statements = || -> String { nouns.iter().map(|noun| format!("unit {noun}; ")).collect() };
    match declaration {
        Declaration::Statement => error.patch(label, start, statements()),
        list => listed(error, label, &nouns, list),
    }
}

/// Adds the fix that puts nouns into the list of a model.
fn listed(diagnostic: Diagnostic, label: String, nouns: &[String], declaration: Declaration) -> Diagnostic {
    let quoted: Vec<String> = nouns.iter().map(|noun| format!("\"{noun}\"")).collect();
    let quoted = quoted.join(", ");
    match declaration {
        Declaration::List(place) => diagnostic.patch(label, place, format!(", {quoted}")),
        Declaration::NewList(place) => {
            let line = format!("nouns = [{quoted}]");
            // A fix of its own line is not shown.
            diagnostic.patch(
                format!("{label}, at the top of the model: `{line}`"),
                place,
                format!("{line}\n"),
            )
        }
        Declaration::Statement => diagnostic,
    }
}

/// The declaration of a word as a noun: its singular, with its plural if that is not what one would expect.
fn declared(word: &str) -> String {
    let singular = singular_of(word);
    // `5 EUR`, `5 yen`
    if singular == word && matches!(never(word), Some(Instead::Currency(_))) {
        return format!("{word} {word}");
    }
    if singular == word || plural_of(&singular) == word { singular } else { format!("{singular} {word}") }
}

/// The plural of a declaration.
fn plural(noun: &str) -> String {
    noun.split_once(' ').map_or_else(|| plural_of(noun), |(_, plural)| plural.to_owned())
}

/// Whether a word can only be a unit in other letters: `gbit`, `GHZ`, `DAYS`. Letters that tell bytes from bits, or a size
/// from a rate, do not say which: `MBPS`, `mbs`.
fn is_certain_case(word: &str) -> bool {
    let lower = word.to_lowercase();
    let is_exact_plural = word.strip_suffix('s').is_some_and(|stem| catalog::lookup(stem).is_some());
    is_exact_plural
        || !lower.ends_with("ps")
            && !lower.ends_with("ib")
            && (lower.len() > 3 || lower.ends_with("hz") || lower.ends_with("wh"))
}

/// Whether a word is a unit, a number and a unit, as in `h30min`.
fn is_run_together(word: &str, units: &Units) -> bool {
    let is_letter = |c: char| c.is_alphabetic();
    let rest = word.trim_start_matches(is_letter);
    let last = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let first = word.get(..word.len() - rest.len()).unwrap_or("");
    let is_unit = |word| units.find(word).is_some_and(|(_, unit)| unit.kind == Kind::Physical);
    last.len() < rest.len() && is_unit(first) && is_unit(last)
}

/// The warning of a model that `nouns` of its formulas are not declared; each is a declaration and the place of its first
/// use.
pub(in crate::lower) fn new_nouns(nouns: &[(String, Span)], declaration: Declaration) -> Option<Diagnostic> {
    let declarations: Vec<String> = nouns.iter().map(|(noun, _)| noun.clone()).collect();
    let words: Vec<String> = declarations.iter().map(|noun| plural(noun)).collect();
    let (shown, more) = words.split_at(words.len().min(NAMED));
    let message = match words.as_slice() {
        [] => return None,
        [one] => format!("`{one}` are counted and not declared"),
        _ => format!("{} are counted and not declared", list::and_more(shown, more.len())),
    };
    let places = nouns.iter().take(NAMED).map(|(_, span)| *span);
    let warning = places.fold(Diagnostic::warning("W0112", message), |warning, span| warning.at(span, ""));
    Some(listed(warning, "to declare what is meant".to_owned(), &declarations, declaration))
}

/// `mb`, and `9 Tb` with `circumstance` ` without a `/s``: bytes in one reading, bits in the other.
pub(in crate::lower) fn bytes_or_bits(
    text: &str,
    span: Span,
    circumstance: &str,
    misread: Misread,
) -> Diagnostic {
    let Misread { bytes, bytes_in_words, bits, bits_in_words } = misread;
    let error = Diagnostic::error(
        "E0203",
        format!("`{text}`{circumstance} may be {bytes_in_words} or {bits_in_words}"),
    )
    .at(span, "bytes or bits?");
    let bytes = (format!("for {bytes_in_words}"), bytes);
    let bits = (format!("for {bits_in_words}"), bits);
    // What is per second with a `p` is the speed of a link, which is in bits.
    let readings = if text.ends_with("ps") { [bits, bytes] } else { [bytes, bits] };
    readings.into_iter().fold(error, |error, (label, text)| error.patch(label, span, text))
}

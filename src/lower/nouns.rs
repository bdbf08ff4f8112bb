//! New nouns: words after a number that nobody declared, and why others are none.

use std::collections::HashMap;

use super::context::Context;
use super::diagnostics::units::{self as diagnostics, Unknown};
use super::reporter::{Lowered, Refused};
use super::unknown::{Declaration, InUnit, Why};
use super::{Lowering, builtins};
use crate::syntax::{self, Ast, Join, TextRange, Word};
use crate::text::source::Span;
use crate::units::catalog::UnitId;
use crate::units::nouns::english::{is_plural_of, other_forms, plural_of, singular_of};
use crate::units::nouns::near::near;
use crate::units::nouns::never::never;
use crate::units::nouns::silent::computes;
use crate::units::nouns::{is_noun_like, misspelt_unit};

/// The number of new nouns after which a word is an unknown unit.
const MOST: usize = 1000;

/// How many names an unknown word is compared with.
const NAMES: usize = 2000;

/// Where a word stands that is no known unit.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Spot {
    /// After a number, where a noun may be new.
    Suffix,
    /// Elsewhere: after `to`, or alone after a `/`. A noun is one there if it stands after a number too.
    Elsewhere,
}

/// A noun that nobody declared.
#[derive(Clone, Copy, Debug)]
struct NewNoun {
    id: UnitId,
    /// Where it is first used.
    span: Span,
}

/// How often a word occurs.
#[derive(Clone, Copy, Debug, Default)]
struct Occurrences {
    /// In the units of literals.
    in_suffixes: u32,
    /// Anywhere in a unit.
    all: u32,
}

/// The new nouns of a script or model.
#[derive(Clone, Debug, Default)]
pub(super) struct Nouns {
    /// How nouns are declared.
    pub declaration: Declaration,
    /// The words of all units, in lower case; counted when the first unknown one is met.
    occurrences: Option<HashMap<String, Occurrences>>,
    /// The words that are read as a new noun, in lower case.
    forms: HashMap<String, UnitId>,
    new: Vec<NewNoun>,
}

impl Nouns {
    /// Those of a script or model with a way to declare nouns.
    pub fn declared_by(declaration: Declaration) -> Nouns {
        Nouns { declaration, ..Nouns::default() }
    }

    /// Those that another text, which is read after this one, finds declared.
    pub fn known(&self) -> Nouns {
        Nouns { declaration: Declaration::default(), occurrences: None, ..self.clone() }
    }

    fn occurrences(&mut self, ast: &Ast) -> &HashMap<String, Occurrences> {
        self.occurrences.get_or_insert_with(|| {
            let mut found: HashMap<String, Occurrences> = HashMap::new();
            let suffixes = ast.literals.iter().map(|literal| (&literal.suffix, 1));
            let targets = ast.targets.iter().map(|target| (&target.words, 0));
            for (words, in_suffix) in suffixes.chain(targets) {
                for word in ast.words(words) {
                    let known = found.entry(ast.str(word.text).to_lowercase()).or_default();
                    known.in_suffixes += in_suffix;
                    known.all += 1;
                }
            }
            found
        })
    }

    fn of(&mut self, word: &str, ast: &Ast) -> Occurrences {
        self.occurrences(ast).get(&word.to_lowercase()).copied().unwrap_or_default()
    }
}

impl Lowering {
    /// Reports the nouns that a model does not declare.
    pub fn warn_of_new_nouns(&mut self) {
        let units = self.scope.units();
        let noun = |new: &NewNoun| {
            let unit = units.info(new.id).filter(|_| units.is_new(new.id))?;
            let is_regular = unit.singular == unit.plural || plural_of(unit.singular) == unit.plural;
            let noun = if is_regular {
                unit.singular.to_owned()
            } else {
                format!("{} {}", unit.singular, unit.plural)
            };
            Some((noun, new.span))
        };
        let nouns: Vec<(String, Span)> = self.nouns.new.iter().filter_map(noun).collect();
        if let Some(warning) = diagnostics::new_nouns(&nouns, self.nouns.declaration) {
            self.reporter.report(warning);
        }
    }

    /// Reads an unknown word of a unit as a new noun, or reports it.
    pub(super) fn noun_or_refusal(
        &mut self,
        word: InUnit<'_>,
        spot: Spot,
        cx: Context<'_>,
    ) -> Lowered<UnitId> {
        if self.reporter.is_refused_unit(word.text) {
            return Err(Refused::EARLIER);
        }
        match self.new_noun(&word, spot, cx) {
            Ok(id) => Ok(id),
            Err(why) => {
                let unknown = Unknown::new(&word, &why, cx.ast);
                Err(self.reporter.unknown_unit(unknown))
            }
        }
    }

    /// The unit of a noun that stands alone after a `/`, where it may be one that only literals name.
    pub(super) fn lone_noun(&mut self, text: &str, span: Span, cx: Context<'_>) -> Option<UnitId> {
        let word = Word { text: TextRange::default(), span, join: Join::Slash, times: 1.0 };
        let word = InUnit { text, word, joined: span, is_last: true, literal: None };
        self.new_noun(&word, Spot::Elsewhere, cx).ok()
    }

    /// Reads an unknown word as a new noun.
    ///
    /// # Errors
    ///
    /// Returns why it is none.
    fn new_noun(&mut self, word: &InUnit<'_>, spot: Spot, cx: Context<'_>) -> Result<UnitId, Why> {
        let text = word.text;
        if let Some(&id) = self.nouns.forms.get(&text.to_lowercase()).filter(|_| cx.formula.is_none()) {
            self.scope.units_mut().name_noun(text, id);
            return Ok(id);
        }
        if let Some(why) = self.is_never(text, cx) {
            return Err(why);
        }
        let own = self.nouns.of(text, cx.ast);
        let forms = other_forms(text);
        let other = forms.iter().find(|form| self.nouns.of(form, cx.ast).in_suffixes > 0);
        if spot == Spot::Elsewhere && own.in_suffixes == 0 && other.is_none() || self.nouns.new.len() >= MOST
        {
            return Err(self.resembles(text, cx).unwrap_or(Why::Unknown));
        }
        if other.is_none()
            && let Some(why) = self
                .is_form_of_name(&forms, cx)
                .or_else(|| if own.all > 1 { None } else { self.resembles(text, cx) })
        {
            return Err(why);
        }
        let (singular, plural) = printed(text, other.map(String::as_str), word.word.join);
        let units = self.scope.units_mut();
        let Some(id) = units.add_new_noun(&singular, &plural) else { return Err(Why::Unknown) };
        units.name_noun(text, id);
        for form in forms.into_iter().chain([text.to_lowercase()]) {
            self.nouns.forms.entry(form).or_insert(id);
        }
        if !self.entry.accepts_warnings {
            self.nouns.new.push(NewNoun { id, span: word.word.span });
        }
        Ok(id)
    }

    /// Returns why a word cannot be a noun whatever else the input says.
    fn is_never(&self, text: &str, cx: Context<'_>) -> Option<Why> {
        if let Some(instead) = never(text) {
            return Some(Why::Never(instead));
        }
        // `5 TB * 3 halved` counts no halves.
        if computes(&text.to_lowercase()) {
            return Some(Why::Unknown);
        }
        if let Some(unit) = misspelt_unit(text, self.scope.units()) {
            return Some(Why::Unit(unit));
        }
        let is_magnitude = text.starts_with(['k', 'K', 'M'])
            && text.get(1..).is_some_and(|rest| self.scope.units().lookup(rest).is_some());
        if is_magnitude {
            return Some(Why::Magnitude);
        }
        let is_function = builtins::find(text).is_some() || self.scope.function(text).is_some();
        // A name of the script is no noun in a function that does not see it.
        let is_name = self.scope.name(text).is_some() && cx.parameters.is_some();
        // `$0.40 per million` is a price of a million things, not of a new one.
        let is_number = syntax::is_magnitude(text);
        if !is_noun_like(text) || is_number || is_function || is_name || cx.formula.is_some() {
            return Some(self.resembles(text, cx).unwrap_or(Why::Unknown));
        }
        None
    }

    /// Returns the name that is one of a word's other forms: `100 GB/widgets`, where `widget` is defined.
    fn is_form_of_name(&self, forms: &[String], cx: Context<'_>) -> Option<Why> {
        let (name, bound) = forms.iter().find_map(|form| Some((form, self.scope.bound(form, cx)?)))?;
        let is_number = bound.value.quantity().is_some_and(|quantity| quantity.dimension.is_none());
        Some(Why::Name(name.clone(), bound.literal.filter(|_| is_number)))
    }

    /// Returns the known words of which a word is probably a misspelling.
    fn resembles(&self, text: &str, cx: Context<'_>) -> Option<Why> {
        let declared = self.scope.units().declared_names();
        // In a function the names of the script are not defined.
        let names = self.scope.names().take(if cx.parameters.is_some() { 0 } else { NAMES });
        let near = near(text, declared.chain(names));
        let words: Vec<String> = near.into_iter().map(str::to_owned).collect();
        (!words.is_empty()).then_some(Why::Near(words))
    }
}

/// Returns the words that a new noun is printed as, singular and plural: those that the input has, and an English
/// singular for a plural that stands alone.
fn printed(text: &str, other: Option<&str>, join: Join) -> (String, String) {
    let (own, singular) = (text.to_owned(), singular_of(text));
    match other {
        Some(other) if is_plural_of(text, other) => (other.to_owned(), own),
        Some(other) => (own, other.to_owned()),
        None if !join.divides() => (singular, own),
        None if singular != text => (own.clone(), own),
        None => (singular, plural_of(text)),
    }
}

//! The units one run knows: the catalogue, and what a script or model declared.

use std::collections::HashMap;

use super::asked::Asked;
use super::catalog::{self, Kind, UNITS, UnitId};
use super::dimension::{Base, Dimension};
use super::notation::{AskedId, Notation};
use super::nouns::english::{plural_of, regular_plural};
use super::scale::Scale;

/// What is known of a unit, built in or declared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UnitInfo<'a> {
    /// As printed in a denominator or after a 1.
    pub singular: &'a str,
    /// As printed otherwise.
    pub plural: &'a str,
    /// Physical, a count noun, or the name of a rate.
    pub kind: Kind,
    /// Its dimension.
    pub dimension: Dimension,
    /// How many base units it is.
    pub scale: Scale,
}

#[derive(Clone, Debug)]
struct Declared {
    singular: String,
    plural: String,
    kind: Kind,
    dimension: Dimension,
    scale: Scale,
    /// Whether it is a noun that nobody declared.
    is_new: bool,
}

/// Why a unit cannot be declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is a physical unit of the catalogue.
    BuiltIn,
    /// It was declared before.
    Twice,
    /// It is the plural of a noun of the catalogue.
    Plural,
    /// There is no number left for it.
    TooMany,
}

/// All units of one run.
#[derive(Clone, Debug, Default)]
pub struct Units {
    declared: Vec<Declared>,
    names: HashMap<String, UnitId>,
    nouns: u16,
    asked: Vec<Asked>,
}

/// A unit is asked for anew unless it is one of this many that were asked for last.
const RECENT: usize = 64;

impl Units {
    /// The catalogue alone.
    pub fn new() -> Units {
        Units::default()
    }

    /// The unit that a word names.
    pub fn lookup(&self, word: &str) -> Option<UnitId> {
        if !self.names.is_empty()
            && let Some(&id) = self.names.get(word)
        {
            return Some(id);
        }
        catalog::lookup(word)
    }

    /// What is known of a unit.
    pub fn info(&self, id: UnitId) -> Option<UnitInfo<'_>> {
        if let Some(unit) = catalog::unit(id) {
            return Some(UnitInfo {
                singular: unit.singular,
                plural: unit.plural,
                kind: unit.kind,
                dimension: unit.dimension,
                // The catalogue's factors are reduced; a test says so.
                scale: Scale::Exact(unit.numerator, unit.denominator),
            });
        }
        self.declared(id).map(|unit| UnitInfo {
            singular: &unit.singular,
            plural: &unit.plural,
            kind: unit.kind,
            dimension: unit.dimension,
            scale: unit.scale,
        })
    }

    /// A word's unit with what is known of it.
    pub fn find(&self, word: &str) -> Option<(UnitId, UnitInfo<'_>)> {
        let id = self.lookup(word)?;
        Some((id, self.info(id)?))
    }

    /// Whether a word is a noun that means a value in the unit of a literal if its name has one; see
    /// [`catalog::yields`].
    pub fn yields(&self, word: &str) -> bool {
        self.lookup(word).is_some_and(catalog::yields)
    }

    /// Whether a word is a unit that a script may not bind or redeclare.
    pub fn is_physical(&self, word: &str) -> bool {
        self.find(word).is_some_and(|(_, unit)| unit.kind == Kind::Physical)
    }

    /// The names that were declared, in no order.
    pub fn declared_names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().filter(|(_, id)| !self.is_new(**id)).map(|(name, _)| name.as_str())
    }

    /// Whether a unit is a noun that nobody declared.
    pub fn is_new(&self, id: UnitId) -> bool {
        self.declared(id).is_some_and(|unit| unit.is_new)
    }

    fn declared(&self, id: UnitId) -> Option<&Declared> {
        self.declared.get(usize::from(id.0).wrapping_sub(UNITS.len()))
    }

    /// The scale of a built-in physical unit that was declared anew: a model's year may have 360 days.
    pub fn redefined(&self, word: &str) -> Option<Scale> {
        let id = *self.names.get(word)?;
        self.info(id).filter(|unit| unit.kind == Kind::Physical).map(|unit| unit.scale)
    }

    /// Keeps a unit that a conversion asked for.
    pub fn ask(&mut self, asked: Asked) -> AskedId {
        let recent = self.asked.len().saturating_sub(RECENT);
        let known = self.asked.iter().skip(recent).rposition(|other| *other == asked);
        let at = known.map_or(self.asked.len(), |at| recent + at);
        if known.is_none() {
            self.asked.push(asked);
        }
        AskedId(u32::try_from(at).unwrap_or(u32::MAX))
    }

    /// The unit that a conversion asked for.
    pub fn asked(&self, notation: Notation) -> Option<&Asked> {
        self.asked.get(notation.asked?.0 as usize)
    }

    /// Declares a count noun. Its plural is the regular one unless it is given.
    ///
    /// # Errors
    ///
    /// When a physical unit or an earlier declaration has one of the names.
    pub fn declare_noun(&mut self, singular: &str, plural: Option<&str>) -> Result<UnitId, Refusal> {
        let regular = regular_plural(singular);
        let plural = plural.map_or_else(|| plural_of(singular), str::to_owned);
        if let Some(id) = self.new_noun(singular).or_else(|| self.new_noun(&plural)) {
            return self.confirm(id, singular, &plural);
        }
        for name in [singular, plural.as_str()] {
            self.refuse(name, false)?;
        }
        // `unit tweets` would make a second kind of tweet beside the first.
        let known = catalog::lookup(singular).filter(|id| !catalog::yields(*id)).and_then(catalog::unit);
        if known.is_some_and(|unit| unit.plural == singular && unit.singular != singular) {
            return Err(Refusal::Plural);
        }
        let is_regular = plural == plural_of(singular);
        let id = self.add_noun((singular, &plural), false)?;
        self.names.insert(singular.to_owned(), id);
        self.names.insert(plural, id);
        if is_regular {
            // `unit leaf` reads `leafs` too.
            self.names.entry(regular).or_insert(id);
        }
        Ok(id)
    }

    /// Adds a noun that nobody declared, with the words that it is printed as; `None` if there is no number left.
    /// [`Units::name_noun`] gives it the words that it is read by.
    pub fn add_new_noun(&mut self, singular: &str, plural: &str) -> Option<UnitId> {
        self.add_noun((singular, plural), true).ok()
    }

    /// Lets a word be read as a noun that nobody declared.
    pub fn name_noun(&mut self, word: &str, id: UnitId) {
        self.names.insert(word.to_owned(), id);
    }

    /// The noun of a word that nobody declared.
    fn new_noun(&self, word: &str) -> Option<UnitId> {
        self.names.get(word).copied().filter(|id| self.is_new(*id))
    }

    /// Declares a noun that was used before its declaration.
    fn confirm(&mut self, id: UnitId, singular: &str, plural: &str) -> Result<UnitId, Refusal> {
        let is_own = |known: Option<&UnitId>| known.is_none_or(|known| *known == id);
        if !is_own(self.names.get(singular)) || !is_own(self.names.get(plural)) {
            return Err(Refusal::Twice);
        }
        let at = usize::from(id.0).wrapping_sub(UNITS.len());
        if let Some(noun) = self.declared.get_mut(at) {
            (noun.singular, noun.plural) = (singular.to_owned(), plural.to_owned());
            noun.is_new = false;
        }
        self.names.insert(singular.to_owned(), id);
        self.names.insert(plural.to_owned(), id);
        Ok(id)
    }

    fn add_noun(&mut self, (singular, plural): (&str, &str), is_new: bool) -> Result<UnitId, Refusal> {
        let base = catalog::FIRST_DECLARED_BASE.checked_add(self.nouns).ok_or(Refusal::TooMany)?;
        self.nouns += 1;
        self.add(Declared {
            singular: singular.to_owned(),
            plural: plural.to_owned(),
            kind: Kind::Noun,
            dimension: Dimension::base(Base(base)),
            scale: Scale::ONE,
            is_new,
        })
    }

    /// Declares a unit as a number of base units. In a model, `month` and `year` may be
    /// redefined; what is defined from them follows.
    ///
    /// # Errors
    ///
    /// When a physical unit or an earlier declaration has the name.
    pub fn declare_unit(
        &mut self,
        name: &str,
        dimension: Dimension,
        scale: Scale,
        redefine: bool,
    ) -> Result<UnitId, Refusal> {
        let calendar = redefine && matches!(name, "month" | "year");
        self.refuse(name, calendar)?;
        // A noun that nobody declared may have been met in the other form.
        if self.new_noun(&plural_of(name)).is_some() {
            return Err(Refusal::Twice);
        }
        let plural = if calendar { plural_of(name) } else { name.to_owned() };
        let id = self.add_physical(name, &plural, dimension, scale)?;
        self.names.insert(name.to_owned(), id);
        // A declared unit has a plural when that is free: `unit sprint = 14 days` reads `2 sprints`.
        let regular = plural_of(name);
        if calendar || self.lookup(&regular).is_none_or(catalog::yields) {
            if let Some(unit) = self.declared.last_mut().filter(|_| name.len() > 3) {
                unit.plural.clone_from(&regular);
            }
            self.names.insert(regular, id);
        }
        if calendar && name == "year" {
            for (follower, numerator, denominator) in [("month", 1, 12), ("quarter", 1, 4), ("decade", 10, 1)]
            {
                if !self.names.contains_key(follower) {
                    let scale = scale.times(Scale::fraction(numerator, denominator));
                    let plural = plural_of(follower);
                    let id = self.add_physical(follower, &plural, dimension, scale)?;
                    self.names.insert(follower.to_owned(), id);
                    self.names.insert(plural, id);
                }
            }
            for alias in ["yr", "yrs"] {
                self.names.insert(alias.to_owned(), id);
            }
        }
        Ok(id)
    }

    fn add_physical(
        &mut self,
        name: &str,
        plural: &str,
        dimension: Dimension,
        scale: Scale,
    ) -> Result<UnitId, Refusal> {
        let (singular, plural) = (name.to_owned(), plural.to_owned());
        self.add(Declared { singular, plural, kind: Kind::Physical, dimension, scale, is_new: false })
    }

    fn add(&mut self, unit: Declared) -> Result<UnitId, Refusal> {
        let id = u16::try_from(UNITS.len() + self.declared.len()).map_err(|_| Refusal::TooMany)?;
        self.declared.push(unit);
        Ok(UnitId(id))
    }

    fn refuse(&self, name: &str, calendar: bool) -> Result<(), Refusal> {
        if self.names.contains_key(name) && !calendar {
            return Err(Refusal::Twice);
        }
        if calendar {
            return Ok(());
        }
        match catalog::lookup(name).and_then(catalog::unit) {
            Some(unit) if unit.kind == Kind::Physical => Err(Refusal::BuiltIn),
            _ => Ok(()),
        }
    }

    /// The noun that a count dimension is called by.
    pub fn noun(&self, base: Base) -> Option<UnitInfo<'_>> {
        if let Some(id) = catalog::canonical_noun(base) {
            return self.info(id);
        }
        let wanted = Dimension::base(base);
        let at = self.declared.iter().position(|unit| unit.kind == Kind::Noun && unit.dimension == wanted)?;
        self.info(UnitId(u16::try_from(UNITS.len() + at).ok()?))
    }
}

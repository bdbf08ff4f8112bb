//! The unit in which a quantity is printed where none was asked for.
//!
//! It follows the words that the quantity's operands were written in; sizes, durations
//! and the like move to the unit of their series that fits the number.

use super::catalog::{self, HEADS, Head, KEPT, Kind, Period, SLOW, Series, Step, UnitId, base_info, ids};
use super::dimension::{Base, Dimension};
use super::notation::Notation;
use super::number::EXACT_DIGITS;
use super::registry::Units;
use super::scale::Scale;
use super::words;
use super::written::PrintedUnit;

/// A price below this many dollars for one thing is too small to read: `$3 per 1M tokens`.
const SMALL_PRICE: f64 = 1e-4;

/// Whole seconds below this many are not written in minutes unless they are tenths of one.
const MANY_SECONDS: f64 = 600.0;

/// A quantity whose unit is to be chosen.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fitting<'u> {
    pub units: &'u Units,
    pub dimension: Dimension,
    pub notation: Notation,
    /// The period of a rate, unless it is the one that fits.
    pub period: Option<UnitId>,
}

/// A word of a unit.
#[derive(Clone, Copy)]
struct Word<'u> {
    /// Where it stands among the units that were written.
    place: usize,
    id: UnitId,
    singular: &'u str,
    plural: &'u str,
}

/// The words of a unit but for its head.
#[derive(Default)]
struct Words<'u> {
    above: Vec<Word<'u>>,
    below: Vec<Word<'u>>,
    money: bool,
    /// How many base units they are together.
    scale: Option<Scale>,
}

impl<'u> Words<'u> {
    fn add(&mut self, word: Word<'u>, exponent: i8) {
        let side = if exponent < 0 { &mut self.below } else { &mut self.above };
        side.extend((0..exponent.unsigned_abs()).map(|_| word));
    }

    /// The units, after those at the head.
    fn notation(&self, head: Notation) -> Notation {
        let above = self.above.iter().fold(head, |notation, word| notation.with(word.id, 1));
        self.below.iter().fold(above, |notation, word| notation.with(word.id, -1))
    }

    /// The text behind the number 1, or behind others, after a head.
    fn text(&self, head: &str, many: bool) -> String {
        let mut text = String::new();
        if !head.is_empty() {
            text.push(' ');
            text.push_str(head);
        }
        for (at, word) in self.above.iter().enumerate() {
            text.push(if at == 0 && head.is_empty() { ' ' } else { '·' });
            text.push_str(if many { word.plural } else { word.singular });
        }
        for word in &self.below {
            text.push('/');
            text.push_str(word.singular);
        }
        text
    }
}

impl<'u> Fitting<'u> {
    /// The unit for a value in base units, with data in bytes.
    pub fn unit(&self, value: f64, digits: usize) -> PrintedUnit {
        let exact = digits >= EXACT_DIGITS;
        // To round-trip, a number is printed in base units, whatever it was written in.
        let notation = if exact { self.nouns() } else { self.notation };
        Fitting { notation, ..*self }.chosen(value, digits, exact)
    }

    fn chosen(&self, value: f64, digits: usize, exact: bool) -> PrintedUnit {
        let head = self.head();
        let headed = head.map(|(head, _)| head.dimension).unwrap_or_default();
        let rest = self.dimension.over(headed).unwrap_or(self.dimension);
        let words = self.words(rest, value, head.is_none(), exact);
        if let Some(unit) = self.price_of_many(&words, value, exact) {
            return unit;
        }
        let size = words.scale.unwrap_or(Scale::ONE).to_f64();
        let start = if words.money { Notation::NONE.with(ids::DOLLAR, 1) } else { Notation::NONE };
        let plain = PrintedUnit { size, money: words.money, ..PrintedUnit::plain() };
        let Some((_, series)) = head else {
            let (singular, plural) = (words.text("", false), words.text("", true));
            return PrintedUnit { singular, plural, notation: words.notation(start), ..plain };
        };
        let step = if exact { series.base_step() } else { self.step(series, value, size, digits) };
        let (singular, plural) = step
            .and_then(|step| catalog::unit(step.id))
            .map_or(("", ""), |unit| (unit.singular, unit.plural));
        PrintedUnit {
            size: size * step.map_or(1.0, |step| step.size),
            singular: words.text(singular, false),
            plural: words.text(plural, true),
            notation: words.notation(step.map_or(start, |step| start.with(self.current(step.id), 1))),
            fitted: true,
            ..plain
        }
    }

    /// What the unit begins with: a series and the dimension that its units have.
    fn head(&self) -> Option<(&'static Head, Series)> {
        HEADS.iter().filter(|head| head.fits(self.dimension)).find_map(|head| {
            // A unit without a series is printed as itself, and so is one that was declared.
            let is_own =
                |kind: Kind, dimension: Dimension| kind == Kind::Physical && dimension == head.dimension;
            let mut said = self.notation.iter().filter_map(|(id, _)| match catalog::unit(id) {
                Some(unit) => match head.series_of(unit, self.dimension) {
                    None if is_own(unit.kind, unit.dimension) => Some(None),
                    series => series.map(Some),
                },
                None => {
                    let unit = self.units.info(id)?;
                    // A month that a model declares anew is still a month.
                    let known = catalog::lookup(unit.singular).and_then(catalog::unit);
                    let is_new = known.is_none_or(|known| known.kind != Kind::Physical);
                    (is_new && is_own(unit.kind, unit.dimension)).then_some(None)
                }
            });
            Some((head, said.next().unwrap_or(head.usual)?))
        })
    }

    /// The unit of a series that fits a value in base units, beside others of a size.
    fn step(&self, series: Series, value: f64, size: f64, digits: usize) -> Option<Step> {
        let mut step = series.fitting(value / size, digits)?;
        // 80 s are more readable than 1.333 min.
        let seconds = value.abs();
        let whole = seconds < MANY_SECONDS && libm::trunc(seconds) == seconds && seconds % 6.0 != 0.0;
        if step.id == ids::MINUTE && whole {
            step = series.base_step()?;
        }
        // A model may say that its year has 360 days.
        let redefined = catalog::unit(step.id).and_then(|unit| self.units.redefined(unit.singular));
        Some(Step { size: redefined.map_or(step.size, Scale::to_f64), ..step })
    }

    /// The words for what the head leaves of the dimension.
    fn words(&self, rest: Dimension, value: f64, headless: bool, exact: bool) -> Words<'u> {
        let mut words = Words::default();
        let mut scale = Scale::ONE;
        for (base, exponent) in rest.iter() {
            let place = self.place(base);
            if base.is_noun() {
                let (singular, plural) = words::noun(self.units, base, self.notation);
                let id = self.units.lookup(singular).unwrap_or(ids::THING);
                words.add(Word { place, id, singular, plural }, exponent);
                continue;
            }
            if base == Base::MONEY {
                // A `$` stands before the number only where no other unit would follow it.
                let alone = headless && rest.iter().all(|(other, exponent)| other == base || exponent < 0);
                if exponent == 1 && alone {
                    words.money = true;
                } else {
                    let id = ids::DOLLAR;
                    words.add(Word { place, id, singular: "USD", plural: "USD" }, exponent);
                }
                continue;
            }
            let id = match base {
                Base::TIME if exponent == -1 && !exact => Some(self.period.unwrap_or(self.period(value))),
                // Per day and per day once more is no period of anything.
                Base::TIME if exponent < -1 => self.steady_period(),
                _ => self.remembered(base),
            };
            let id = id.or_else(|| base_info(base).map(|info| info.unit));
            let Some((id, info)) = id.and_then(|id| Some((id, self.units.info(id)?))) else { continue };
            let own = if base == Base::INFORMATION { info.scale.over(BYTE) } else { info.scale };
            scale = scale.times(own.to_the(exponent));
            words.add(Word { place, id, singular: info.singular, plural: info.plural }, exponent);
        }
        words.scale = Some(scale);
        // Units stand in the order in which they were written, those that nobody wrote last.
        words.above.sort_by_key(|word| word.place);
        words.below.sort_by_key(|word| word.place);
        words
    }

    /// The unit ` per 1M tokens` for the price of one thing that is too small to read.
    fn price_of_many(&self, words: &Words<'u>, value: f64, exact: bool) -> Option<PrintedUnit> {
        let is_small = value != 0.0 && value.abs() < SMALL_PRICE;
        if !words.money || exact || !is_small || !words.above.is_empty() || words.below.len() != 1 {
            return None;
        }
        let (base, exponent) = self.dimension.iter().find(|(base, _)| base.is_noun())?;
        if exponent != -1 || self.dimension.iter().count() != 2 {
            return None;
        }
        let (_, many) = words::noun(self.units, base, self.notation);
        let text = format!(" per 1M {many}");
        let notation = words.notation(Notation::NONE.with(ids::DOLLAR, 1));
        Some(PrintedUnit { size: 1e-6, money: true, notation, ..PrintedUnit::named(text.clone(), text) })
    }

    /// The notation without its physical units.
    fn nouns(&self) -> Notation {
        self.notation.iter().fold(Notation::NONE, |nouns, (id, exponent)| {
            let noun = self.units.info(id).is_some_and(|unit| unit.kind == Kind::Noun);
            if noun { nouns.with(id, exponent) } else { nouns }
        })
    }

    /// The first physical unit of a base dimension that the notation remembers.
    fn remembered(&self, base: Base) -> Option<UnitId> {
        self.notation.iter().map(|(id, _)| id).find(|id| {
            let unit = self.units.info(*id);
            unit.is_some_and(|unit| unit.kind == Kind::Physical && unit.dimension == Dimension::base(base))
        })
    }

    /// The place of a base among the units that the notation remembers.
    fn place(&self, base: Base) -> usize {
        let has = |id| self.units.info(id).is_some_and(|unit| unit.dimension.exponent(base) != 0);
        self.notation.iter().position(|(id, _)| has(id)).unwrap_or(usize::MAX)
    }

    /// The unit that has the name of a built-in one: a model may declare its year anew.
    pub fn current(&self, id: UnitId) -> UnitId {
        let name = catalog::unit(id).map(|unit| unit.singular);
        name.and_then(|name| self.units.lookup(name)).unwrap_or(id)
    }

    /// The period by which people plan that all of the quantity was written in.
    pub fn kept(&self) -> Option<UnitId> {
        let period = words::period_of(self.units, self.notation)?;
        KEPT.into_iter().any(|kept| self.current(kept) == period).then_some(period)
    }

    /// The period of what is per time more than once: that of rates of its dimension, whatever it was written in.
    fn steady_period(&self) -> Option<UnitId> {
        match catalog::period(self.dimension) {
            Period::Per(id) => Some(self.current(id)),
            Period::AsWritten => self.remembered(Base::TIME),
            Period::Kept | Period::SecondUnlessSlow => None,
        }
    }

    /// The period that a rate is printed in.
    fn period(&self, value: f64) -> UnitId {
        let as_written = || self.remembered(Base::TIME).unwrap_or(ids::SECOND);
        match catalog::period(self.dimension) {
            Period::Per(id) => self.current(id),
            Period::AsWritten => as_written(),
            Period::Kept => self.kept().unwrap_or(ids::SECOND),
            Period::SecondUnlessSlow if value != 0.0 && value.abs() < SLOW => as_written(),
            Period::SecondUnlessSlow => ids::SECOND,
        }
    }
}

/// The scale of a byte, in which data is reported.
pub(super) const BYTE: Scale = Scale::Exact(8, 1);

//! A number with the words behind it, and the readings that they have.

use std::ops::Range;

use super::mask::NOTHING;
use super::token::{Kind, Token, digit_of};
use super::words::{self, Measure, Part, Quality, singular};

/// The most readings of an amount.
const MOST: usize = 4;

/// A number as written, with its readings.
#[derive(Clone, Debug, PartialEq)]
pub struct Amount {
    /// The place of the number with its currency and what belongs to it, in the piece.
    pub place: Range<usize>,
    /// The places of the digits, and of the magnitude behind them (empty if there is none).
    pub digits: Range<usize>,
    pub magnitude: Range<usize>,
    /// The digits without commas.
    pub number: String,
    /// How many of them mean something.
    pub significant: usize,
    /// Whether it is said to be rough.
    pub is_rough: bool,
    /// Whether it counts in a unit with a prefix of its own: `5 TFLOP`.
    pub has_prefix: bool,
    /// Whether it is in points of a hundred.
    pub is_of_hundred: bool,
    /// Whether a word stands behind it.
    pub has_words: bool,
    /// What it may be, the likely reading first; never empty.
    pub readings: Vec<Reading>,
}

/// What a number may be.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    pub measure: Measure,
    pub is_percent: bool,
}

impl Amount {
    /// Returns the number as written, without a magnitude.
    pub fn value(&self) -> f64 {
        self.number.parse().unwrap_or(0.0)
    }

    /// Whether it is a share.
    pub fn is_percent(&self) -> bool {
        self.readings.iter().any(|reading| reading.is_percent)
    }

    /// Whether nothing says what it counts or measures.
    pub fn is_bare(&self) -> bool {
        let bare = |reading: &Reading| {
            let Measure { over, under, exponent, times } = &reading.measure;
            over.is_empty() && under.is_empty() && *exponent == 0 && *times == 1.0 && !reading.is_percent
        };
        self.readings.iter().all(bare)
    }

    /// Returns the number with its magnitude, if nothing says what it counts or measures.
    pub fn plain(&self) -> Option<f64> {
        let of = |reading: &Reading| {
            let Measure { over, under, exponent, times } = &reading.measure;
            let is_plain = over.is_empty() && under.is_empty() && !reading.is_percent;
            is_plain.then(|| self.value() * times * libm::pow(10.0, f64::from(*exponent)))
        };
        // A noun says what it counts.
        let has_noun = self.has_words && self.magnitude.is_empty();
        self.readings.iter().find_map(of).filter(|value| *value > 0.0 && !has_noun)
    }

    /// Adds what a unit says that stands elsewhere, as in the header of a table.
    pub fn with_unit(&mut self, unit: &str) {
        let tokens = super::resolve::resolved(unit, super::token::tokens(unit));
        let mut reader = Reader::new(unit, &tokens);
        reader.words(0);
        for reading in reader.readings {
            if !self.readings.contains(&reading) {
                self.readings.push(reading);
            }
        }
    }
}

/// Reads the amount whose number is the token at `at`; the tokens end where its words do. `None` if a word behind the
/// number may be a unit that nobody knows.
pub fn amount(text: &str, tokens: &[Token], at: usize) -> Option<Amount> {
    let number = tokens.get(at).filter(|token| token.kind == Kind::Number)?;
    let written = text.get(number.place.clone())?;
    let clean = |c: char| match c {
        ',' | '_' | NOTHING => None,
        c => Some(digit_of(c).unwrap_or(c)),
    };
    let digits: String = written.chars().filter_map(clean).collect();
    let digits = if digits.starts_with('.') { format!("0{digits}") } else { digits };
    let mut reader = Reader::new(text, tokens);
    reader.end = number.place.end;
    let mut start = number.place.start;
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    if let Some(sign) = before.filter(|sign| sign.kind == Kind::Currency) {
        start = sign.place.start;
        reader.money(text.get(sign.place.clone())?);
    }
    reader.words(at + 1);
    if reader.is_unknown {
        return None;
    }
    Some(Amount {
        place: start..reader.end,
        digits: number.place.clone(),
        magnitude: reader.magnitude.clone().unwrap_or(number.place.end..number.place.end),
        significant: significant(&digits),
        number: digits,
        // `500M+` is at least so much.
        is_rough: tokens.iter().skip(at + 1).take(2).any(|token| text.get(token.place.clone()) == Some("+")),
        has_prefix: reader
            .magnitude
            .clone()
            .and_then(|place| text.get(place))
            .is_some_and(words::is_prefixed),
        is_of_hundred: tokens.iter().skip(at + 1).take(2).any(|token| {
            let word = text.get(token.place.clone()).unwrap_or("");
            matches!(word, "points" | "point" | "percentage" | "pp" | "pct")
        }),
        has_words: tokens.get(at + 1).is_some_and(|next| matches!(next.kind, Kind::Word | Kind::Slash)),
        readings: reader.readings,
    })
}

/// Counts the digits that mean something: those of `1,500` are 2, of `0.50` 2, of `100` 1.
fn significant(digits: &str) -> usize {
    let mantissa = digits.split(['e', 'E']).next().unwrap_or("");
    let has_point = mantissa.contains('.');
    let all: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let all = all.trim_start_matches('0');
    let all = if has_point { all } else { all.trim_end_matches('0') };
    all.len().max(1)
}

struct Reader<'t> {
    text: &'t str,
    tokens: &'t [Token],
    readings: Vec<Reading>,
    end: usize,
    magnitude: Option<Range<usize>>,
    is_money: bool,
    is_unknown: bool,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str, tokens: &'t [Token]) -> Reader<'t> {
        let readings = vec![Reading::default()];
        Reader { text, tokens, readings, end: 0, magnitude: None, is_money: false, is_unknown: false }
    }

    fn word(&self, at: usize) -> Option<&'t str> {
        let token = self.tokens.get(at).filter(|token| token.kind == Kind::Word)?;
        self.text.get(token.place.clone())
    }

    fn kind(&self, at: usize) -> Option<Kind> {
        self.tokens.get(at).map(|token| token.kind)
    }

    /// Extends the amount over a token.
    fn take(&mut self, at: usize) {
        self.end = self.tokens.get(at).map_or(self.end, |token| token.place.end);
    }

    fn money(&mut self, sign: &str) {
        self.is_money = true;
        let text = if sign == "\u{a2}" { "cents" } else { "$" };
        for reading in &mut self.readings {
            reading.measure.over.push(Part { text, quality: Quality::Money });
        }
    }

    /// Reads what follows the number.
    fn words(&mut self, at: usize) {
        let mut at = self.head(at);
        let mut last = at.checked_sub(1).and_then(|last| self.word(last));
        while let Some(kind) = self.kind(at) {
            match kind {
                Kind::Open => at = self.comment(at),
                Kind::Slash => at = self.under(at + 1),
                Kind::Word => {
                    let word = self.word(at).unwrap_or("");
                    let of_worker = last.is_some_and(words::is_worker);
                    at = self.word_behind(at, word, of_worker);
                    last = Some(word);
                }
                Kind::Currency if !self.is_money => {
                    let sign = self.tokens.get(at).and_then(|token| self.text.get(token.place.clone()));
                    self.money(sign.unwrap_or("$"));
                    self.take(at);
                    at += 1;
                }
                _ => return,
            }
        }
    }

    /// Reads the magnitude and the unit.
    fn head(&mut self, at: usize) -> usize {
        if self.kind(at) == Some(Kind::Percent) {
            self.readings.iter_mut().for_each(|reading| reading.is_percent = true);
            self.take(at);
            return at + 1;
        }
        let Some(word) = self.word(at).filter(|word| *word != "per") else { return at };
        if matches!(word, "percent" | "pct") {
            self.readings.iter_mut().for_each(|reading| reading.is_percent = true);
            self.take(at);
            return at + 1;
        }
        let glued = self.tokens.get(at).is_some_and(|token| !token.spaced);
        let counts =
            matches!(word, "K" | "k" | "M" | "m" | "B" | "b" | "T" | "t" | "G") && self.counts(at + 1);
        let measures = if self.is_money || counts { Vec::new() } else { split(word) };
        let mut next = at;
        let mut readings = Vec::new();
        if let Some((mut exponent, mut times)) = words::magnitude(word).filter(|_| glued || word != "L") {
            self.magnitude = self.tokens.get(at).map(|token| token.place.clone());
            next = at + 1;
            // `18 billion billion`
            let spelled = |word: &str| words::magnitude(word).filter(|_| word.len() > 3);
            while let Some((more, by)) = self.word(next).and_then(spelled) {
                (exponent, times) = (exponent + more, times * by);
                self.take(next);
                next += 1;
            }
            let unit = self.word(next).map(split).unwrap_or_default();
            let scaled = |measure: Measure| Measure {
                exponent: measure.exponent + exponent,
                times: measure.times * times,
                ..measure
            };
            if unit.is_empty() {
                readings.push(scaled(Measure::default()));
            } else {
                readings.extend(unit.into_iter().map(scaled));
                self.take(next);
                next += 1;
            }
        }
        if next == at && measures.is_empty() {
            // `2n` and `1.4C` have a variable.
            let is_letter = glued && word.chars().count() == 1 && !matches!(word, "x" | "X");
            self.is_unknown = words::may_be_unit(word) || is_letter || glued && word.contains(is_superscript);
        } else if matches!(word, "k" | "b" | "m" | "t")
            && self.tokens.get(at + 1).is_some_and(|next| matches!(next.kind, Kind::Op(_)) && !next.spaced)
        {
            self.is_unknown = true;
        }
        // `10M seconds`: the letter before a unit is none.
        let measures = if next > at + 1 { Vec::new() } else { measures };
        if !glued && word == "B" {
            // `2,400 B` are bytes.
            readings.splice(0..0, measures);
        } else {
            readings.extend(measures);
        }
        if readings.is_empty() {
            return at + 1;
        }
        self.end = self.end.max(self.tokens.get(at).map_or(0, |token| token.place.end));
        let with = |own: &Reading, measure: Measure| {
            let mut reading = own.clone();
            reading.measure.over.extend(measure.over);
            reading.measure.under.extend(measure.under);
            reading.measure.exponent += measure.exponent;
            reading.measure.times *= measure.times;
            reading
        };
        let own = self.readings.first().cloned().unwrap_or_default();
        self.readings = readings.into_iter().take(MOST).map(|measure| with(&own, measure)).collect();
        if next > at { next } else { at + 1 }
    }

    /// Whether a noun in the plural stands at a place, so that a letter before it is a magnitude.
    fn counts(&self, at: usize) -> bool {
        let word = self.word(at).unwrap_or("");
        self.tokens.get(at).is_some_and(|token| token.spaced)
            && word.len() > 2
            && word.ends_with('s')
            && words::measures(word).is_empty()
    }

    /// Passes over a comment in parentheses.
    fn comment(&self, at: usize) -> usize {
        let mut depth = 0_usize;
        for (at, token) in self.tokens.iter().enumerate().skip(at) {
            match token.kind {
                Kind::Open => depth += 1,
                Kind::Close if depth <= 1 => return at + 1,
                Kind::Close => depth -= 1,
                _ => {}
            }
        }
        self.tokens.len()
    }

    /// Reads the unit behind a `/` or a `per`.
    fn under(&mut self, at: usize) -> usize {
        let Some(word) = self.word(at) else { return at };
        self.take(at);
        // `per GPU hour`
        let at = match self.word(at + 1) {
            Some(second) if words::is_worker(word) && is_time(second) => {
                self.divide(second);
                self.take(at + 1);
                return at + 2;
            }
            _ => at,
        };
        self.divide(word);
        at + 1
    }

    fn divide(&mut self, word: &str) {
        if let Some((exponent, times)) = words::magnitude(word)
            .filter(|_| words::measures(word).is_empty() || matches!(word, "K" | "M" | "B"))
        {
            // `$0.40 per million`
            for reading in &mut self.readings {
                reading.measure.exponent -= exponent;
                reading.measure.times /= times;
            }
            return;
        }
        let measures = split(word);
        let Some(measure) = measures.into_iter().find(|measure| measure.under.is_empty()) else { return };
        for reading in &mut self.readings {
            reading.measure.under.extend(measure.over.iter().copied().map(singular));
        }
    }

    fn word_behind(&mut self, at: usize, word: &str, of_worker: bool) -> usize {
        let lower = word.to_ascii_lowercase();
        let next = self.word(at + 1);
        match lower.as_str() {
            "per" => return self.under(at + 1),
            "a" | "an" | "each" | "every" if next.is_some_and(is_time) => return self.under(at + 1),
            "per-second" | "per-day" => return at + 1,
            _ => {}
        }
        let is_per =
            |measure: &Measure| measure.over.is_empty() && !measure.under.is_empty() && measure.times == 1.0;
        let measures = words::measures(word);
        if let Some(measure) = measures.first().filter(|measure| is_per(measure))
            && self.readings.iter().all(|reading| reading.measure.under.is_empty())
        {
            for reading in &mut self.readings {
                reading.measure.under.extend(measure.under.iter().copied());
            }
            self.take(at);
        } else if of_worker
            && is_time(word)
            && self.readings.iter().all(|reading| reading.measure.over.is_empty())
        {
            for reading in &mut self.readings {
                reading.measure.over.extend(measures.iter().flat_map(|measure| measure.over.iter().copied()));
            }
            self.take(at);
        }
        at + 1
    }
}

fn is_superscript(c: char) -> bool {
    digit_of(c).is_some() && !c.is_ascii_digit()
}

fn is_time(word: &str) -> bool {
    let measures = words::measures(word);
    measures.iter().any(|measure| measure.over.iter().any(|part| part.quality == Quality::Time))
}

/// Returns what a word measures; of a compound such as `GPU-hours` or `GB-months`, what its parts do.
fn split(word: &str) -> Vec<Measure> {
    if !word.contains('-') {
        return words::measures(word);
    }
    let mut whole = Measure::default();
    for part in word.split('-') {
        if let Some(measure) = words::measures(part).into_iter().next() {
            whole.over.extend(measure.over);
            whole.under.extend(measure.under);
        }
    }
    let last = word.rsplit('-').next().unwrap_or("");
    let first = word.split('-').next().map(words::measures).unwrap_or_default();
    if words::measures(last).is_empty()
        && first.iter().any(|of| of.over.iter().any(|part| part.quality == Quality::Data))
    {
        // `2.2 TB-equivalent`
        return first;
    }
    if words::measures(last).is_empty() { Vec::new() } else { vec![whole] }
}

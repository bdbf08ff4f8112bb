//! One question from a template.

use super::bounds;
use super::number::{Number, numbers};
use super::question::{ANSWER, Question, Stated, Topic, lines};
use super::value::{self, values};
use super::working::{self, Given, Rounding};
use crate::engine::Generator;
use crate::library::practice::{App, Template, apps};

/// How often other numbers are tried until the answer is within the bounds.
const TRIES: usize = 60;

/// The digits of an answer that is printed.
const DIGITS: usize = 3;

/// How far the head may be from the truth.
const HEAD: f64 = 0.25;

/// Makes the question of a template and a seed; `None` if its bounds cannot be kept.
pub fn question(topic: Topic, template: &Template, seed: u64) -> Option<Question> {
    let mut generator = Generator::new(seed);
    (0..TRIES).find_map(|_| attempt(topic, template, seed, &mut generator))
}

fn attempt(topic: Topic, template: &Template, seed: u64, generator: &mut Generator) -> Option<Question> {
    let filled = Filled::of(template, generator)?;
    let text = filled.text(pick(&template.ask, generator)?)?;
    if filled.is_trivial() {
        return None;
    }
    let inputs = filled.stated(template);
    let want = filled.text(&template.want)?;
    let bare = filled.text(&template.answer)?;
    let answer = if want.is_empty() { bare.clone() } else { format!("{bare} to {want}") };
    let given = lines(&inputs, None);
    let found = values(&format!("{given}{ANSWER} = {answer}\nbase = {bare}\n"))?;
    let truth = found.shown(ANSWER, DIGITS)?;
    if !bounds::hold(template, &want, &truth, found.number("base")?) {
        return None;
    }
    let rounding = Rounding::of(&template.answer);
    let from = Given { inputs: &given, want: &want, unit: truth.written.unit.trim(), rounding };
    let mut working = working::worked(&filled.partly(&template.head)?, from)?;
    working.text = sentence(&working.text);
    if value::error(working.value, truth.value, &want) > HEAD {
        return None;
    }
    let is_whole = rounding.is_some();
    let shown = if is_whole { value::whole(&truth, DIGITS) } else { value::written(&truth, DIGITS) };
    Some(Question {
        template: format!("{}/{}", topic.name(), template.name),
        seed,
        topic,
        level: template.level,
        text: sentence(&text),
        periods: periods(&inputs, &answer),
        inputs,
        answer,
        want,
        named: !template.open,
        whole: is_whole,
        truth,
        shown,
        working,
        hints: template
            .hints
            .iter()
            .map(|hint| Some(sentence(&filled.text(hint)?)))
            .collect::<Option<_>>()?,
        reality: template.reality.clone(),
    })
}

/// A template with numbers, and an app, for its slots.
struct Filled {
    app: Option<&'static App>,
    numbers: Vec<(String, Number)>,
}

impl Filled {
    fn of(template: &Template, generator: &mut Generator) -> Option<Filled> {
        let columns: Vec<&String> = template.slots.iter().filter_map(|slot| slot.app.as_ref()).collect();
        let suits = |app: &&App| columns.iter().all(|column| app.columns.contains_key(*column));
        let fitting: Vec<&'static App> = apps().iter().filter(suits).collect();
        let app = pick(&fitting, generator).copied();
        let number = |slot: &crate::library::practice::Slot| {
            let of = match &slot.app {
                Some(column) => app?.columns.get(column)?,
                None => &slot.of,
            };
            let all: Vec<Number> = of.iter().flat_map(|text| numbers(text)).collect();
            Some((slot.name.clone(), pick(&all, generator)?.clone()))
        };
        let numbers = template.slots.iter().map(number).collect::<Option<_>>()?;
        Some(Filled { app, numbers })
    }

    /// Whether there is nothing to multiply: fewer than two numbers that are no power of ten, of two or more.
    fn is_trivial(&self) -> bool {
        let is_one = |number: &Number| {
            let digits = number.value.chars().filter(char::is_ascii_digit);
            digits.filter(|digit| *digit != '0').eq(['1'])
        };
        let others = self.numbers.iter().filter(|(_, number)| !is_one(number)).count();
        others < self.numbers.len().min(2)
    }

    /// What a slot says.
    fn slot(&self, name: &str) -> Option<String> {
        if let Some((_, number)) = self.numbers.iter().find(|(slot, _)| slot == name) {
            return Some(number.said.clone());
        }
        let words = &self.app?.words;
        if let Some(word) = words.get(name) {
            return Some(word.clone());
        }
        // A name with a capital is the word at the start of a sentence.
        let mut letters = words.get(&name.to_lowercase())?.chars();
        Some(letters.next()?.to_uppercase().chain(letters).collect())
    }

    /// Fills all slots of a text.
    fn text(&self, text: &str) -> Option<String> {
        self.fill(text, |_| false)
    }

    /// Fills the slots of a working, and leaves what it computes, with the words of the app in it.
    fn partly(&self, text: &str) -> Option<String> {
        self.fill(text, |inner| inner.starts_with(['=', ':', '~']))
    }

    fn fill(&self, text: &str, is_left: impl Fn(&str) -> bool) -> Option<String> {
        let mut filled = String::new();
        let mut rest = text;
        while let Some((before, braced)) = rest.split_once('{') {
            let (inner, after) = braced.split_once('}')?;
            filled.push_str(before);
            match is_left(inner) {
                true => filled.extend(["{", inner, "}"]),
                false => filled.push_str(&self.slot(inner)?),
            }
            rest = after;
        }
        filled.push_str(rest);
        Some(filled)
    }

    /// The numbers in the language.
    fn stated(&self, template: &Template) -> Vec<Stated> {
        let stated = |(slot, (name, number)): (&crate::library::practice::Slot, &(String, Number))| {
            let unit = self.text(&slot.unit).unwrap_or_default();
            let with = |value: &str| match unit.as_str() {
                "" => value.to_owned(),
                unit if unit.starts_with('/') => format!("{value}{unit}"),
                unit => format!("{value} {unit}"),
            };
            let neutral = neutral(&number.value).map(with);
            Stated { name: name.clone(), value: with(&number.value), neutral }
        };
        template.slots.iter().zip(&self.numbers).map(stated).collect()
    }
}

/// What leaving a number out comes to, without its unit: 1 for a count or a factor, all for a share, a unit of a time.
fn neutral(value: &str) -> Option<&'static str> {
    let neutral = match value {
        _ if value.ends_with(" ms") || value.ends_with(" µs") || value.ends_with(" s") => "1 s",
        _ if value.ends_with(" minutes") => "1 minute",
        _ if value.ends_with(" hours") => "1 hour",
        share if share.ends_with('%') => "100%",
        factor if factor.ends_with('x') => "1x",
        count if count.ends_with(|last: char| last.is_ascii_digit() || "kMn".contains(last)) => "1",
        _ => return None,
    };
    (value != neutral && !value.contains(['/', '$'])).then_some(neutral)
}

/// Begins a text with a capital: `an hour is …`, of a slot, is `An hour is …`.
pub fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// The calendar factors that occur in a question.
fn periods(inputs: &[Stated], answer: &str) -> Vec<f64> {
    /// Words of a period, and its factors to others.
    const FACTORS: [(&[&str], &[f64]); 6] = [
        (&["min", "minute", "minutes"], &[60.0]),
        (&["h", "hour", "hours"], &[60.0, 3600.0]),
        (&["day", "days"], &[24.0, 86_400.0]),
        (&["week", "weeks"], &[7.0]),
        (&["month", "months"], &[30.0]),
        (&["year", "years"], &[12.0, 365.0]),
    ];
    let texts = inputs.iter().map(|input| input.value.as_str()).chain([answer]);
    let words: Vec<&str> =
        texts.flat_map(|text| text.split(|letter: char| !letter.is_alphabetic())).collect();
    let occurs = |names: &[&str]| words.iter().any(|word| names.contains(word));
    FACTORS
        .iter()
        .filter(|(names, _)| occurs(names))
        .flat_map(|(_, factors)| factors.iter().copied())
        .collect()
}

/// One of a list.
pub fn pick<'l, T>(list: &'l [T], generator: &mut Generator) -> Option<&'l T> {
    let bound = u32::try_from(list.len()).ok().filter(|bound| *bound > 0)?;
    list.get(generator.below(bound) as usize)
}

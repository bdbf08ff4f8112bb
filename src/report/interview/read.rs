//! What a line says: its value with what it measures, and the numbers that it rests on.

use super::islands::Spoken;
use super::save::Line;
use super::spoken;
use crate::practice::interview::{Amount, Exam, Kind, Leaf, Said};
use crate::report::evaluation::Answer;
use crate::report::session::Session;
use crate::run::Settings;
use crate::syntax::{self, Ast, Node};
use crate::text::source::Text;
use crate::units::nouns::english::singular_of;
use crate::worksheet::workspace::{IT, Workspace};

/// The most numbers of a line that are looked at.
const MOST: usize = 12;

/// The name of a number while it is read.
const NAME: &str = "napkin_leaf_";

/// Returns what an answer says, read `before` and `after` it, `None` if it has no number; and the line to be saved.
pub fn said(
    (before, after): (&Session, &Session),
    answer: &Answer,
    spoken: &Spoken,
    exam: &Exam,
) -> (Option<Said>, Line) {
    let words = spoken.words.clone();
    let formula = match &answer.name {
        Some(_) => answer.source.split_once('=').map_or(answer.source.as_str(), |(_, formula)| formula),
        None => answer.source.as_str(),
    };
    let line = (answer.name.clone(), formula.trim().to_owned());
    let (literals, names) = parts(formula.trim());
    let amount = amounts(after.workspace(), &[IT.to_owned()], exam).into_iter().next().flatten();
    let values = amounts(before.workspace(), &literals, exam);
    let beside = amounts(before.workspace(), &spoken.beside, exam);
    let leaf = |(text, amount): (String, Option<Amount>)| Some(Leaf { text, amount: amount? });
    // `50M DAU`: its nouns may say what it is.
    let is_lone = answer.name.is_none() && literals.len() == 1 && names.is_empty();
    let counts = |word: &str| {
        let one = singular_of(word);
        amount.as_ref().is_some_and(|amount| amount.kind.nouns.iter().any(|(noun, _)| *noun == one))
    };
    let parts = formula.split(|c: char| !c.is_alphanumeric());
    let nouns: Vec<&str> = parts.filter(|word| is_noun(word) && !counts(word)).collect();
    let words = if is_lone { [words, spoken::named(&nouns)].concat() } else { words };
    let known = |name: &String| before.workspace().names().any(|own| own == name);
    let said = amount.map(|amount| Said {
        name: answer.name.clone(),
        words,
        around: spoken.around.clone(),
        amount,
        shown: answer.shown.clone(),
        leaves: literals.into_iter().zip(values).filter_map(leaf).collect(),
        beside: spoken.beside.iter().cloned().zip(beside).filter_map(leaf).collect(),
        names: names.into_iter().filter(known).collect(),
    });
    (said, line)
}

/// How what an estimate is said to come to compares with its value.
pub enum Compared {
    /// It is the same, or cannot be compared.
    Nothing,
    /// It is the same, and says more of what it measures.
    Fuller(Amount),
    /// It is another: what is said of it.
    Off(String),
}

/// Rounded in the head, a value may be off by this factor.
const ROUNDED: f64 = 1.16;

/// Compares what an estimate is said to come to with its value.
pub fn compared(before: &Session, claim: &str, said: &Said, exam: &Exam) -> Compared {
    let Some(amount) = amounts(before.workspace(), &[claim.to_owned()], exam).into_iter().next().flatten()
    else {
        return Compared::Nothing;
    };
    match said.over(&amount) {
        Some(ratio) if ratio.max(1.0 / ratio) <= ROUNDED => {
            let is_fuller = amount.kind.plain != said.amount.kind.plain && !amount.kind.plain.is_none();
            if is_fuller { Compared::Fuller(amount) } else { Compared::Nothing }
        }
        Some(ratio) if amount.kind.plain == said.amount.kind.plain && ratio > 0.0 => {
            let slip = said.slip(ratio).map_or_else(|| ".".to_owned(), |slip| format!(": {slip}"));
            Compared::Off(format!("You say {claim}, but it comes to {}{slip}", said.written()))
        }
        _ => Compared::Nothing,
    }
}

/// Whether a part of a literal is a word.
fn is_noun(word: &str) -> bool {
    word.len() > 1 && word.chars().all(char::is_alphabetic)
}

/// Returns the literals and the names of an expression.
fn parts(formula: &str) -> (Vec<String>, Vec<String>) {
    let mut ast = Ast::new();
    if syntax::expression(&mut ast, &Text::whole(0, formula)).is_err() {
        return Default::default();
    }
    let (mut literals, mut names) = (Vec::new(), Vec::new());
    for id in (0..ast.len()).filter_map(|at| u32::try_from(at).ok()).map(syntax::NodeId) {
        match ast.node(id) {
            Node::Literal(_) | Node::Range { .. } => literals.push(ast.written(id).to_owned()),
            Node::Name { text, .. } => names.push(ast.str(text).to_owned()),
            _ => {}
        }
    }
    literals.truncate(MOST);
    (literals, names)
}

/// Computes texts after what was read before.
fn amounts(after: &Workspace, texts: &[String], exam: &Exam) -> Vec<Option<Amount>> {
    let lines: Vec<String> =
        texts.iter().enumerate().map(|(at, text)| format!("{NAME}{at} = {text}")).collect();
    let settings = Settings { point: true, ..Settings::default() };
    let found = after.read("", &lines.join("\n")).ok().and_then(|(sheet, _)| {
        let values = sheet.run(&settings).ok()?;
        let units = sheet.compiled().units();
        let amount = |at: usize| {
            let name = format!("{NAME}{at}");
            let item = sheet.items().iter().find(|item| item.name.as_deref() == Some(&name))?;
            let quantity = item.shown.quantity()?;
            let number = values.number(&name)? * quantity.reported_scale().to_f64();
            let kind = Kind::of(quantity, units, &exam.same);
            number.is_finite().then_some(Amount { number, kind })
        };
        Some((0..texts.len()).map(amount).collect::<Vec<_>>())
    });
    match found {
        Some(found) => found,
        None if texts.len() > 1 => {
            texts.iter().flat_map(|text| amounts(after, std::slice::from_ref(text), exam)).collect()
        }
        None => vec![None; texts.len()],
    }
}

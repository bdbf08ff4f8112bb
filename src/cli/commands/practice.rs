//! `napkin practice`: drills.

use std::collections::VecDeque;

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::{Context, Perform};
use crate::cli::error::{self, Error, Result};
use crate::cli::formats::document::{Answer, Document, Kind};
use crate::cli::io::editor::Typed;
use crate::cli::io::record::{self, Extent, History};
use crate::cli::io::talk::Talk;
use crate::cli::options::Show;
use crate::cli::practice::{self, Options};
use crate::cli::reply::Reply;
use crate::cli::{io, quote};
use napkin::practice::{
    Deck, Drill, Question, Record, Source, Topic, Wanted, dealt, decks, missed, records, seed_with_topics,
    weights,
};
use napkin::report::listing::{self, Listing};

const EXAMPLES: &str = "\
Examples:
  napkin practice                            ten questions; weak topics come more often
  napkin practice --topic traffic --level 1
  napkin practice --count 5 --timed 60
  napkin practice --again                    what was missed
  napkin practice --cards latency            numbers to know by heart
  napkin practice --stats

Answers are any expression: `12k`, `12k req/s`, `~0.01M/s`, `1.2M*4/1e5`, `2h13m`.
`?` gives a hint, an empty line skips, `q` ends.";

// `napkin practice`
#[derive(Args, Debug)]
#[command(before_help = EXAMPLES)]
pub struct PracticeArgs {
    /// Topic of the questions; several are separated by commas
    #[arg(long, value_name = "TOPIC", value_delimiter = ',', value_parser = topic_parser())]
    topic: Vec<Topic>,
    /// Level of the questions: 1 is one step, 2 two or three, 3 a chain
    #[arg(long, value_name = "1 to 3", value_parser = clap::value_parser!(u8).range(1..=3))]
    level: Option<u8>,
    /// Number of questions
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=1000))]
    count: u16,
    /// Seconds that an answer may take; a later one has no points
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u16).range(1..=3600))]
    timed: Option<u16>,
    /// Seed of the questions; the same seed asks the same questions
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Ask for numbers of a cheat sheet by name, and for names by number; those that were missed come first
    #[arg(long, value_name = "SHEET", conflicts_with_all = ["topic", "level", "again"])]
    cards: Option<String>,
    /// Ask for 90% ranges, and say whether you are as sure as you should be; for --cards, and --level 3 with --timed
    #[arg(long)]
    interval: bool,
    /// Ask the questions again that were missed
    #[arg(long, conflicts_with_all = ["topic", "level", "seed"])]
    again: bool,
    /// Do not keep the answers
    #[arg(long)]
    no_history: bool,
    /// List the topics
    #[arg(long, group = "instead")]
    list: bool,
    /// Show how each topic went
    #[arg(long, group = "instead", conflicts_with_all = ["topic", "level", "timed", "cards", "interval", "again"])]
    stats: bool,
    /// Print where the answers are kept
    #[arg(long, group = "instead")]
    history: bool,
    /// Delete the answers that are kept, after a question
    #[arg(long, group = "instead")]
    forget: bool,
    // The format and the colors.
    #[command(flatten)]
    show: Show,
}

impl Perform for PracticeArgs {
    fn show(&self) -> &Show {
        &self.show
    }

    fn answers(&self) -> Kind {
        match () {
            () if self.list || self.stats => Kind::Listing,
            () if self.history || self.forget => Kind::Text,
            () => Kind::Practice,
        }
    }

    fn perform(&self, context: &Context) -> Result<Answer> {
        match () {
            () if self.list => Ok(Answer::new(Document::Listing(listing::practice::topics()))),
            () if self.history => {
                Ok(Answer::new(Document::Text(format!("{}\n", record::shown(&record::path()?)))))
            }
            () if self.forget => forget(),
            () if self.stats => stats(),
            () => self.drill(context),
        }
    }
}

impl PracticeArgs {
    fn drill(&self, context: &Context) -> Result<Answer> {
        if self.interval && self.cards.is_none() && !(self.level == Some(3) && self.timed.is_some()) {
            return Err(Error::new(
                error::USAGE,
                "`--interval` asks for ranges, which no question of one step needs",
            )
            .help("write `napkin practice --interval --level 3 --timed 60`")
            .help("or for the numbers of a cheat sheet `napkin practice --interval --cards latency`"));
        }
        record::survive_limits();
        let known = self.known()?;
        let (source, again) = self.source(&known)?;
        let limit = self.timed.map(f64::from);
        let mut drill = Drill::new(source, usize::from(self.count), limit, self.interval);
        if drill.question().is_none() && self.again {
            return Ok(Answer::new(Document::Practice(Box::default())));
        }
        if drill.question().is_none() {
            return Err(Error::new(error::USAGE, "there is no question of this topic and level")
                .help("`napkin practice --list` has the topics with their levels"));
        }
        let options = Options { is_kept: !self.no_history, color: self.show.color, again };
        let summary = practice::run(&mut drill, known, &options, context)?;
        Ok(Answer::new(Document::Practice(Box::new(summary))))
    }

    /// Returns the answers that were kept: the last ones, or all to ask again what was missed. A history that cannot be
    /// read is none, with a warning.
    ///
    /// # Errors
    ///
    /// If it cannot be read, and questions of it are wanted.
    fn known(&self) -> Result<Vec<Record>> {
        if self.again {
            return Ok(records(&all()?.text).0);
        }
        if self.no_history {
            return Ok(Vec::new());
        }
        match record::read(Extent::Last) {
            Ok(history) => Ok(records(&history.text).0),
            Err(error) => {
                warn(&error.to_string());
                Ok(Vec::new())
            }
        }
    }

    /// Returns where the questions come from, and the command that asks them again.
    fn source(&self, known: &[Record]) -> Result<(Source, String)> {
        if self.again {
            let missed: VecDeque<Question> = missed(known)
                .iter()
                .filter_map(|(template, seed)| Deck::again(template, *seed))
                .take(usize::from(self.count))
                .collect();
            return Ok((Source::List(missed), "napkin practice --again".to_owned()));
        }
        if let Some(sheet) = &self.cards {
            let cards = dealt(sheet, self.seed.unwrap_or_else(record::any_number), self.interval, known);
            if cards.is_empty() {
                return Err(Error::unknown(
                    "sheet with cards",
                    sheet,
                    decks().into_iter(),
                    "napkin practice --list",
                ));
            }
            return Ok((Source::Cards(cards), format!("napkin practice --cards {}", quote::argument(sheet))));
        }
        let seed = match self.seed {
            Some(seed) => seed,
            None if self.topic.is_empty() => seed_with_topics(record::any_number(), known),
            None => seed_with_topics(record::any_number(), &[]),
        };
        let topics = match self.topic.as_slice() {
            [] => weights(seed),
            topics => topics.iter().map(|topic| (*topic, 1)).collect(),
        };
        let mut words = vec!["napkin practice".to_owned(), format!("--seed {seed}")];
        if !self.topic.is_empty() {
            let names: Vec<&str> = self.topic.iter().map(|topic| topic.name()).collect();
            words.push(format!("--topic {}", quote::argument(&names.join(","))));
        }
        words.extend(self.level.map(|level| format!("--level {level}")));
        words.extend((self.count != 10).then(|| format!("--count {}", self.count)));
        words.extend(self.timed.map(|seconds| format!("--timed {seconds}")));
        words.extend(self.interval.then(|| "--interval".to_owned()));
        let source = Source::Deck(Deck::new(seed), Wanted { topics, level: self.level });
        Ok((source, words.join(" ")))
    }
}

/// Returns the whole history, or says that its beginning is left out.
fn all() -> Result<History> {
    let history = record::read(Extent::All)?;
    if history.is_cut {
        let path = record::shown(&record::path()?);
        warn(&format!("the history `{path}` is long; its last 16 MiB are read"));
    }
    Ok(history)
}

fn warn(text: &str) {
    io::print(Reply { err: format!("warning: {text}\n"), ..Reply::default() });
}

/// Shows how each topic went.
fn stats() -> Result<Answer> {
    let (kept, foreign) = records(&all()?.text);
    if foreign > 0 {
        let path = record::shown(&record::path()?);
        let lines = if foreign == 1 { "1 line is".to_owned() } else { format!("{foreign} lines are") };
        warn(&format!("{lines} no answer in `{path}`; passed over, and kept"));
    }
    let listing = match kept.is_empty() {
        true => Listing::new("practice").end("no answers yet: `napkin practice` asks ten questions"),
        false => listing::practice::stats(&kept),
    };
    Ok(Answer::new(Document::Listing(listing)))
}

/// Deletes the history, after a question.
fn forget() -> Result<Answer> {
    let path = record::shown(&record::path()?);
    let text = |text: String| Ok(Answer::new(Document::Text(text)));
    let (kept, _) = records(&all()?.text);
    if !io::exists(&record::path()?.to_string_lossy()) {
        return text("there is no history\n".to_owned());
    }
    let question = format!("Delete `{path}` with {} answers? [y/N] ", kept.len());
    let (typed, _) = Talk::new()?.read(&question)?;
    match typed {
        Typed::Line(line) if matches!(line.trim().to_lowercase().as_str(), "y" | "yes") => {
            record::remove()?;
            text("deleted\n".to_owned())
        }
        _ => text("kept\n".to_owned()),
    }
}

fn topic_parser() -> impl TypedValueParser<Value = Topic> {
    let names = Topic::ALL.map(|topic| PossibleValue::new(topic.name()).help(topic.about()));
    PossibleValuesParser::new(names).map(|name| Topic::named(&name).unwrap_or(Topic::Whole))
}

//! What an interview knows of each node of a preset: words, importance, stage; merged from the preset's data and the shared.

use super::bench::{Bench, Form, NodeId};
use crate::library::practice::interviews::{Interview, OfEstimate, OfInput, Role};

/// The stages of an interview with what is asked in each.
#[derive(Clone, Debug)]
pub struct Guide {
    /// What is to be designed.
    pub open: String,
    /// The names of the stages with a goal, in order.
    pub stages: Vec<String>,
    /// What is known of each node.
    pub of: Vec<Words>,
    /// Questions with the goals that they follow.
    pub turns: Vec<(NodeId, String)>,
}

/// What is known of a node.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// What people call it, as [keys](key); its name is the first.
    pub aliases: Vec<String>,
    /// What it is, in words.
    pub phrase: String,
    /// How much it is wanted; 0 is not at all.
    pub key: u8,
    /// What it does in a formula.
    pub role: Option<Role>,
    /// The name of its stage; empty for an input.
    pub stage: String,
    /// The number that is handed out, in base units.
    pub draw: Option<f64>,
}

impl Guide {
    /// Merges the data of a preset with that of all.
    pub fn new(bench: &Bench, (own, shared): (&Interview, &Interview)) -> Guide {
        let words = |at: NodeId| match bench.nodes.get(at).map(|node| (&node.form, node.name.as_str())) {
            Some((Form::Estimate(heading), name)) => {
                let of = [own, shared].map(|of| of.estimates.get(name).cloned().unwrap_or_default());
                of_estimate(name, own.stage.get(heading).unwrap_or(heading), of)
            }
            Some((Form::Input, name)) => {
                let of = [own, shared].map(|of| of.inputs.get(name).cloned().unwrap_or_default());
                of_input(bench, at, of)
            }
            Some((Form::Cell(_, row), name)) => {
                Words { aliases: vec![key(row)], phrase: name.replace(['.', '_'], " "), ..Words::default() }
            }
            None => Words::default(),
        };
        let of: Vec<Words> = (0..bench.nodes.len()).map(words).collect();
        let mut stages: Vec<String> = Vec::new();
        for words in of.iter().filter(|words| words.key > 0) {
            if !stages.contains(&words.stage) {
                stages.push(words.stage.clone());
            }
        }
        let turn = |turn: &crate::library::practice::interviews::Turn| {
            Some((bench.named(&turn.after)?, turn.ask.clone()))
        };
        Guide { open: own.open.clone(), stages, of, turns: own.turn.iter().filter_map(turn).collect() }
    }

    /// Returns what is known of a node.
    pub fn words(&self, of: NodeId) -> &Words {
        const NOTHING: &Words = &Words {
            aliases: Vec::new(),
            phrase: String::new(),
            key: 0,
            role: None,
            stage: String::new(),
            draw: None,
        };
        self.of.get(of).unwrap_or(NOTHING)
    }

    /// Whether a name is that of a node, or what people call it.
    pub fn is_called(&self, of: NodeId, name: &str) -> bool {
        let name = key(name);
        !name.is_empty() && self.words(of).aliases.contains(&name)
    }

    /// Whether a node is what it is at peak.
    pub fn is_at_peak(&self, of: NodeId) -> bool {
        let words = self.words(of);
        words.phrase.contains("peak") || words.aliases.first().is_some_and(|name| name.starts_with("peak"))
    }

    /// Whether a name is a node's own.
    pub fn is_named(&self, of: NodeId, name: &str) -> bool {
        self.words(of).aliases.first().is_some_and(|own| *own == key(name))
    }
}

fn of_estimate(name: &str, stage: &str, of: [OfEstimate; 2]) -> Words {
    let [own, shared] = of;
    Words {
        aliases: aliases(name, [own.aliases, shared.aliases]),
        phrase: own.phrase.or(shared.phrase).unwrap_or_else(|| spoken(name)),
        key: own.key.or(shared.key).unwrap_or(0),
        stage: stage.to_owned(),
        ..Words::default()
    }
}

fn of_input(bench: &Bench, at: NodeId, of: [OfInput; 2]) -> Words {
    let [own, shared] = of;
    let (name, kind) = bench.nodes.get(at).map(|node| (node.name.as_str(), &node.kind)).unzip();
    let name = name.unwrap_or_default();
    // 100M users and 100M urls/month are a matter of scope.
    let scale = kind.is_some_and(|kind| kind.is_count()).then_some(Role::Scale);
    let draw = own.draw.or(shared.draw).and_then(|text| bench.read(at, &text));
    Words {
        aliases: aliases(name, [own.aliases, shared.aliases]),
        phrase: own.say.or(shared.say).unwrap_or_else(|| spoken(name)),
        role: own.role.or(shared.role).or(scale),
        draw,
        ..Words::default()
    }
}

fn aliases(name: &str, more: [Vec<String>; 2]) -> Vec<String> {
    std::iter::once(key(name)).chain(more.iter().flatten().map(|alias| key(alias))).collect()
}

fn spoken(name: &str) -> String {
    name.replace('_', " ")
}

/// Returns a name as it is compared: `Peak_Reads2` is `peakreads`.
pub fn key(name: &str) -> String {
    let name = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '_');
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

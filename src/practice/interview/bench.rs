//! A preset that is computed again and again with what a candidate says.
//!
//! It is lowered once. What was said is pinned: an input, a cell of a table or an estimate has the number said in place of
//! its own, and what follows from it is computed from that.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::kind::Kind;
use crate::engine::{Feed, Finding, Plan, Program, Samples, Slot};
use crate::lower::{Quantity, Value};
use crate::practice::value;
use crate::run::Show;
use crate::worksheet::Worksheet;

/// The number of a node of a [`Bench`].
pub type NodeId = usize;

/// A node with a number in base units, which it has in place of its own.
pub type Pin = (NodeId, f64);

/// An input, a cell or an estimate.
#[derive(Clone, Debug)]
pub struct Node {
    /// Its name; `table.row.column` of a cell.
    pub name: String,
    /// Which of the three it is.
    pub form: Form,
    /// What it measures.
    pub kind: Kind,
    /// Its own number, in base units: the median.
    pub number: f64,
    /// The unit of its slot.
    quantity: Quantity,
    slot: Slot,
    shown: Value,
}

/// What a node is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// An input.
    Input,
    /// A cell of a table: the table and the row.
    Cell(String, String),
    /// An estimate, under this heading.
    Estimate(String),
}

/// A preset to be computed with other numbers.
#[derive(Clone)]
pub struct Bench {
    sheet: Worksheet,
    samples: Samples,
    by_slot: HashMap<Slot, NodeId>,
    /// The inputs, the cells, the estimates, each in the order of the file.
    pub nodes: Vec<Node>,
}

impl std::fmt::Debug for Bench {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Bench").field("name", &self.sheet.name()).finish_non_exhaustive()
    }
}

impl Bench {
    /// Prepares a model; `same` has nouns that stand for others.
    pub fn new(sheet: Worksheet, same: &BTreeMap<String, String>) -> Bench {
        let samples = Samples::medians(sheet.compiled().variables());
        let units = sheet.compiled().units();
        let node = |name: &str, form, value: Value, shown: Value| {
            let quantity = value.quantity()?;
            let kind = Kind::of(shown.quantity().unwrap_or(quantity), units, same);
            Some(Node { name: name.to_owned(), form, kind, number: 0.0, quantity, slot: value.slot, shown })
        };
        let inputs = sheet.inputs().iter();
        let mut nodes: Vec<Node> = inputs
            .filter_map(|item| node(item.name.as_deref()?, Form::Input, item.value(), item.shown))
            .collect();
        for (name, cell) in sheet.cells() {
            let mut parts = name.splitn(3, '.').map(str::to_owned);
            let form = Form::Cell(parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
            nodes.extend(node(&name, form, cell.value, cell.value));
        }
        let mut items = sheet.estimates().iter();
        for heading in sheet.headings().1 {
            let under = heading.name.clone().unwrap_or_default();
            let own = items.by_ref().take(heading.items);
            nodes.extend(own.filter_map(|item| {
                node(item.name.as_deref()?, Form::Estimate(under.clone()), item.value(), item.shown)
            }));
        }
        let mut by_slot = HashMap::new();
        for (at, node) in nodes.iter().enumerate() {
            by_slot.entry(node.slot).or_insert(at);
        }
        let mut bench = Bench { sheet, samples, by_slot, nodes };
        let numbers = bench.all(&[]);
        for (node, number) in bench.nodes.iter_mut().zip(numbers) {
            node.number = number;
        }
        bench
    }

    /// Computes all nodes with some slots pinned, each in the unit of its slot.
    fn numbers(&self, pins: &[(Slot, f64)]) -> Vec<f64> {
        let columns = self.samples.columns();
        let feed = Feed { columns: &columns, pins, samples: 1 };
        let slots = self.nodes.iter().map(|node| node.slot).collect();
        Plan::new(Arc::clone(self.sheet.compiled().program()), slots, &feed).point(&feed).0
    }

    /// Returns the node of this name.
    pub fn named(&self, name: &str) -> Option<NodeId> {
        self.nodes.iter().position(|node| node.name == name)
    }

    /// Computes a node with numbers in place of those of other nodes; of two for one node the first counts, and one for the
    /// node itself does not. `None` if it has no value.
    pub fn number(&self, of: NodeId, pins: &[Pin]) -> Option<f64> {
        let node = self.nodes.get(of)?;
        // Devices and their connections may be one number.
        let is_one =
            |(at, _): &&Pin| *at != of && self.nodes.get(*at).is_some_and(|other| other.slot == node.slot);
        if let Some((at, number)) = pins.iter().find(is_one) {
            let other = self.nodes.get(*at)?.quantity.scale.to_f64();
            return Some(number / other * node.quantity.scale.to_f64());
        }
        let mut pinned: Vec<(Slot, f64)> = Vec::new();
        for (at, number) in pins {
            let Some(other) = self.nodes.get(*at) else { continue };
            if other.slot != node.slot && !pinned.iter().any(|(slot, _)| *slot == other.slot) {
                pinned.push((other.slot, number / other.quantity.scale.to_f64()));
            }
        }
        let columns = self.samples.columns();
        let feed = Feed { columns: &columns, pins: &pinned, samples: 1 };
        let plan = Plan::new(Arc::clone(self.sheet.compiled().program()), vec![node.slot], &feed);
        let (numbers, _) = plan.point(&feed);
        let number = numbers.first()? * node.quantity.scale.to_f64();
        number.is_finite().then_some(number)
    }

    /// Computes all nodes with numbers in place of those of some, in base units.
    pub fn all(&self, pins: &[Pin]) -> Vec<f64> {
        let mut pinned: Vec<(Slot, f64)> = Vec::new();
        for (at, number) in pins {
            let Some(node) = self.nodes.get(*at) else { continue };
            if !pinned.iter().any(|(slot, _)| *slot == node.slot) {
                pinned.push((node.slot, number / node.quantity.scale.to_f64()));
            }
        }
        let numbers = self.numbers(&pinned).into_iter().zip(&self.nodes);
        numbers.map(|(number, node)| number * node.quantity.scale.to_f64()).collect()
    }

    /// Returns the nodes that a node is computed from. What one of `stops` is computed from is not among them, unless by
    /// another way.
    pub fn upstream(&self, of: NodeId, stops: &HashSet<NodeId>) -> Vec<NodeId> {
        let program = self.sheet.compiled().program();
        let Some(start) = self.nodes.get(of).map(|node| node.slot) else { return Vec::new() };
        let mut open = vec![start];
        let mut seen: HashSet<Slot> = open.iter().copied().collect();
        let mut found = Vec::new();
        while let Some(slot) = open.pop() {
            let node = self.by_slot.get(&slot).copied().filter(|_| slot != start);
            found.extend(node);
            if node.is_some_and(|node| stops.contains(&node)) {
                continue;
            }
            let operands = program.op(slot).into_iter().flat_map(Program::operands);
            open.extend(operands.filter(|operand| seen.insert(*operand)));
        }
        found.sort_unstable();
        found
    }

    /// Returns the published 90% interval of an input, in base units; `None` if it is certain or computed.
    pub fn interval(&self, of: NodeId) -> Option<(f64, f64)> {
        let node = self.nodes.get(of)?;
        let distribution = self.sheet.compiled().distribution_of(node.slot)?;
        let size = node.quantity.scale.to_f64();
        let at = |level: f64| distribution.at_level(level) * size;
        (!distribution.is_fixed()).then(|| (at(0.05), at(0.95)))
    }

    /// Returns the size of the unit that a node is written in, in base units.
    pub fn unit_size(&self, of: NodeId) -> f64 {
        self.nodes.get(of).map_or(f64::NAN, |node| node.quantity.scale.to_f64())
    }

    /// Returns an input as it is published: `0.5 to 4 tweets/user/day`.
    pub fn published(&self, of: NodeId) -> String {
        let Some(node) = self.nodes.get(of) else { return String::new() };
        let formula = self.sheet.position(&node.name).and_then(|at| self.sheet.items().get(at));
        let formula = formula.map(|item| item.formula.as_str()).filter(|formula| !formula.contains('*'));
        // A number of TOML has its unit elsewhere.
        formula
            .filter(|formula| formula.contains(' '))
            .map_or_else(|| self.written(of, node.number), str::to_owned)
    }

    /// Reads a text in the place of a node's value, in base units.
    pub fn read(&self, of: NodeId, text: &str) -> Option<f64> {
        let node = self.nodes.get(of)?;
        let value = Value::number(node.slot, node.quantity);
        Some(self.sheet.number_for(value, true, text)? * node.quantity.scale.to_f64())
    }

    /// Writes a number in base units in the unit of a node: `38.1 urls/s`.
    pub fn written(&self, of: NodeId, number: f64) -> String {
        let Some(node) = self.nodes.get(of) else { return String::new() };
        let quantity = node.shown.quantity().unwrap_or(node.quantity).unasked();
        let value = Value::number(node.shown.slot, quantity);
        let show = Show { compiled: self.sheet.compiled(), digits: DIGITS, samples: 1, seed: 0 };
        let reported = number / quantity.reported_scale().to_f64();
        value::written(&show.value(value, &Finding::One(reported)), DIGITS)
    }
}

/// The digits of all numbers of an interview.
pub const DIGITS: usize = 3;

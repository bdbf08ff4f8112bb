//! The inputs of a program: the values that are fed in, and the ranges.

use std::collections::HashMap;

use super::value::Quantity;
use crate::engine::{Distribution, Variable};
use crate::text::source::Span;

/// The most ranges that a program may have: each takes about 90 KB.
pub(super) const MOST_RANGES: usize = 4096;

/// The owner of a range, whose name seeds its samples.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// An input: its samples stay the same whatever is written for it.
    Input(String),
    /// A formula: a range in it is told from others by its text.
    Formula(String),
    /// A formula in a copy of a file: its ranges are those of the formula `of` in the first copy.
    Copy {
        /// Its own name.
        name: String,
        /// The name in the first copy.
        of: String,
    },
}

/// A range that was read.
#[derive(Clone, Copy, Debug)]
pub struct Range {
    /// Where it is written.
    pub span: Span,
    /// The number of its variable.
    pub variable: u32,
    /// The unit of its numbers.
    pub quantity: Quantity,
}

/// The inputs of a program, numbered in the order in which they are declared.
#[derive(Clone, Debug, Default)]
pub(super) struct Variables {
    variables: Vec<Variable>,
    ranges: Vec<Range>,
    correlations: Vec<(u32, u32, f64)>,
    places_of_correlations: Vec<Span>,
    /// The number of variables that ranges drew.
    drawn: usize,
    /// How many variables share a name, which a number then tells apart.
    occurrences: HashMap<String, u32>,
}

impl Variables {
    /// All of them.
    pub fn all(&self) -> &[Variable] {
        &self.variables
    }

    /// The ranges in the order in which they were read. A named constant has one for each place.
    pub fn ranges(&self) -> &[Range] {
        &self.ranges
    }

    /// The distribution of the variable with a number.
    pub fn distribution(&self, variable: u32) -> Option<&Distribution> {
        self.variables.get(variable as usize).map(|variable| &variable.distribution)
    }

    /// The number of a new variable.
    pub fn declare(&mut self, name: String, distribution: Distribution) -> u32 {
        self.variables.push(Variable { name, distribution });
        u32::try_from(self.variables.len() - 1).unwrap_or(u32::MAX)
    }

    /// The number of the variable of a range that is written as `text`. `None` if there are too many ranges.
    pub fn draw(&mut self, owner: &Owner, text: &str, distribution: Distribution) -> Option<u32> {
        if self.drawn >= MOST_RANGES {
            return None;
        }
        self.drawn += 1;
        let (counted, mut name) = match owner {
            Owner::Input(name) => (name.clone(), name.clone()),
            Owner::Formula(name) => (format!("{name} | {text}"), format!("{name} | {text}")),
            Owner::Copy { name, of } => (format!("{name} | {text}"), format!("{of} | {text}")),
        };
        let before = self.occurrences.entry(counted).or_default();
        if *before > 0 {
            name.push_str(&format!(" #{before}"));
        }
        *before += 1;
        Some(match owner {
            Owner::Copy { .. } => self.shared(&name, distribution),
            _ => self.declare(name, distribution),
        })
    }

    /// The rank correlations between variables, in the order in which they were given.
    pub fn correlations(&self) -> &[(u32, u32, f64)] {
        &self.correlations
    }

    /// Where each of them is written.
    pub fn places_of_correlations(&self) -> &[Span] {
        &self.places_of_correlations
    }

    /// Adds the rank correlation of two variables.
    pub fn add_correlation(&mut self, correlation: (u32, u32, f64), place: Span) {
        self.correlations.push(correlation);
        self.places_of_correlations.push(place);
    }

    /// Gives a variable another distribution, and forgets where its range is written.
    pub fn redraw(&mut self, variable: u32, distribution: Distribution) {
        self.drop_range(variable);
        if let Some(own) = self.variables.get_mut(variable as usize) {
            own.distribution = distribution;
        }
    }

    /// Forgets where the range of a variable is written.
    pub fn drop_range(&mut self, variable: u32) {
        self.ranges.retain(|range| range.variable != variable);
    }

    /// The number of the one variable of a named range, however often it is named.
    pub fn shared(&mut self, name: &str, distribution: Distribution) -> u32 {
        let known = self.variables.iter().position(|variable| variable.name == name);
        match known.and_then(|at| u32::try_from(at).ok()) {
            Some(variable) => variable,
            None => self.declare(name.to_owned(), distribution),
        }
    }

    /// Notes where the range of a variable is written.
    pub fn note_range(&mut self, range: Range) {
        self.ranges.push(range);
    }
}

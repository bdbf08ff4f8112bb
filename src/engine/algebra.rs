//! Means and standard deviations by algebra.
//!
//! A slot is written as a sum of terms, each a number times functions of one input each. If the inputs are independent, the
//! mean of a term is the product of the means of its functions, and the variance of the sum follows from products of two
//! terms. The means of functions are closed forms, or integrals over the input's normal score.

use std::collections::HashMap;
use std::rc::Rc;

use super::atom::{Atom, Atoms, Factor};
use super::cone::varying;
use super::program::{Binary, Op, Slot, Unary};
use super::state::State;

/// The most terms of a sum.
const MOST: usize = 48;

/// A number times functions of one input each, in the order of the inputs.
#[derive(Clone, Debug)]
struct Term {
    coefficient: f64,
    factors: Vec<(u32, Vec<Factor>)>,
}

impl Term {
    fn number(coefficient: f64) -> Term {
        Term { coefficient, factors: Vec::new() }
    }

    fn times(&self, other: &Term) -> Term {
        let mut product = self.clone();
        product.coefficient *= other.coefficient;
        for (input, factors) in &other.factors {
            match product.factors.binary_search_by_key(input, |(input, _)| *input) {
                Ok(at) => {
                    if let Some((_, own)) = product.factors.get_mut(at) {
                        own.extend(factors.iter().copied());
                        own.sort_unstable_by_key(|(atom, _)| *atom);
                        own.dedup_by(|(next, power), (atom, own)| {
                            let same = next == atom;
                            *own += if same { *power } else { 0.0 };
                            same
                        });
                        own.retain(|(_, power)| *power != 0.0);
                    }
                }
                Err(at) => product.factors.insert(at, (*input, factors.clone())),
            }
        }
        product.factors.retain(|(_, factors)| !factors.is_empty());
        product
    }

    /// The term to a power, if that is a term.
    fn to(&self, state: &State<'_>, power: f64) -> Option<Term> {
        // The root of a square is not the base where that is negative.
        let is_positive = |(input, factors): &(u32, Vec<Factor>)| {
            let sampled = state.sampled(*input);
            let is_lognormal = sampled.is_some_and(|sampled| sampled.distribution().is_lognormal());
            is_lognormal && factors.iter().all(|(atom, _)| *atom == Atom::Input)
        };
        if libm::trunc(power) != power && !self.factors.iter().all(is_positive) {
            return None;
        }
        let mut result = self.clone();
        result.coefficient = libm::pow(self.coefficient, power);
        for (_, own) in result.factors.iter_mut().flat_map(|(_, factors)| factors) {
            *own *= power;
        }
        result.coefficient.is_finite().then_some(result)
    }
}

type Terms = Rc<Vec<Term>>;

/// The mean and the standard deviation of a slot that varies, if they are known without samples.
pub(super) fn moments(state: &State<'_>, slot: Slot, atoms: &mut Atoms) -> Option<(f64, f64)> {
    if !state.are_independent(slot) {
        return None;
    }
    let mut known: HashMap<Slot, Option<Terms>> = HashMap::new();
    for slot in varying(state, slot)? {
        let terms = expanded(state, slot, &known).or_else(|| atom(state, slot));
        known.insert(slot, terms.filter(|terms| terms.len() <= MOST).map(Rc::new));
    }
    let terms = known.get(&slot)?.clone()?;
    // What a power of a function may not be is only known of all its values.
    let mut means: Vec<Vec<f64>> = Vec::with_capacity(terms.len());
    for term in terms.iter() {
        let own = term.factors.iter().map(|(input, factors)| atoms.mean(state, *input, factors));
        means.push(own.collect::<Option<_>>()?);
    }
    let of_term = |term: &Term, means: &[f64]| term.coefficient * means.iter().product::<f64>();
    let mut mean = Sum::default();
    terms.iter().zip(&means).for_each(|(term, means)| mean.add(of_term(term, means)));
    let mut variance = Sum::default();
    for (at, (a, own)) in terms.iter().zip(&means).enumerate() {
        for (other_at, (b, other)) in terms.iter().zip(&means).enumerate().take(at + 1) {
            let times = if at == other_at { 1.0 } else { 2.0 };
            variance.add(times * covariance(state, atoms, (a, own), (b, other))?);
        }
    }
    let (mean, variance) = (mean.settled(), variance.settled());
    (mean.is_finite() && variance.is_finite() && variance > 0.0).then(|| (mean, libm::sqrt(variance)))
}

/// A sum with the size of what is added.
#[derive(Default)]
struct Sum {
    sum: f64,
    size: f64,
}

impl Sum {
    fn add(&mut self, number: f64) {
        self.sum += number;
        self.size += number.abs();
    }

    /// The sum; zero if no more than rounding errors are left of it.
    fn settled(&self) -> f64 {
        if self.sum.abs() <= 1e-13 * self.size { 0.0 } else { self.sum }
    }
}

/// The covariance of two terms with the means of their functions.
fn covariance(
    state: &State<'_>,
    atoms: &mut Atoms,
    (a, a_means): (&Term, &[f64]),
    (b, b_means): (&Term, &[f64]),
) -> Option<f64> {
    // The mean of the product less the product of the means, factor by factor, so that nothing cancels.
    let (mut difference, mut product) = (0.0, a.coefficient * b.coefficient);
    let mut b_left: Vec<bool> = vec![true; b.factors.len()];
    for ((input, own), a_mean) in a.factors.iter().zip(a_means) {
        let found = b.factors.binary_search_by_key(input, |(input, _)| *input).ok();
        let other = found.and_then(|at| Some((&b.factors.get(at)?.1, *b_means.get(at)?)));
        let Some((other, b_mean)) = other else {
            difference *= a_mean;
            product *= a_mean;
            continue;
        };
        if let Some(left) = found.and_then(|at| b_left.get_mut(at)) {
            *left = false;
        }
        let shared = atoms.covariance(state, *input, (own, *a_mean), (other, b_mean))?;
        difference = difference * (a_mean * b_mean + shared) + product * shared;
        product *= a_mean * b_mean;
    }
    for mean in b_means.iter().zip(b_left).filter(|(_, left)| *left).map(|(mean, _)| mean) {
        difference *= mean;
    }
    Some(difference)
}

/// A slot as a function of a single input.
fn atom(state: &State<'_>, slot: Slot) -> Option<Vec<Term>> {
    let [input] = *state.schedule.inputs(slot) else { return None };
    Some(vec![Term { coefficient: 1.0, factors: vec![(input, vec![(Atom::Slot(slot), 1.0)])] }])
}

/// A slot as a sum of terms by its operation, given those of its operands.
fn expanded(state: &State<'_>, slot: Slot, known: &HashMap<Slot, Option<Terms>>) -> Option<Vec<Term>> {
    let number = |slot: Slot| (!state.schedule.varies(slot)).then(|| state.known.number(slot));
    let terms = |slot: Slot| match number(slot) {
        Some(number) => Some(Rc::new(vec![Term::number(number)])),
        None => known.get(&slot).cloned().flatten(),
    };
    let product = |a: &[Term], b: &[Term]| {
        let fits = a.len() * b.len() <= MOST;
        fits.then(|| a.iter().flat_map(|a| b.iter().map(move |b| a.times(b))).collect::<Vec<Term>>())
    };
    match state.program.op(slot)? {
        Op::Input(input) => {
            state.sampled(input)?;
            Some(vec![Term { coefficient: 1.0, factors: vec![(input, vec![(Atom::Input, 1.0)])] }])
        }
        Op::Binary(binary @ (Binary::Add | Binary::Subtract), a, b) => {
            let sign = if binary == Binary::Add { 1.0 } else { -1.0 };
            let (a, b) = (terms(a)?, terms(b)?);
            let negated = b.iter().map(|term| Term { coefficient: sign * term.coefficient, ..term.clone() });
            Some(a.iter().cloned().chain(negated).collect())
        }
        Op::Settle(sum, ..) => terms(sum).map(|terms| terms.to_vec()),
        Op::Unary(Unary::Negate, a) => product(&terms(a)?, &[Term::number(-1.0)]),
        Op::Binary(Binary::Multiply, a, b) => product(&terms(a)?, &terms(b)?),
        Op::Binary(Binary::Divide, a, b) => {
            let inverse = match terms(b)?.as_slice() {
                [term] => term.to(state, -1.0)?,
                // What is no single term may be a function of one input.
                _ => atom(state, b)?.first()?.to(state, -1.0)?,
            };
            product(&terms(a)?, &[inverse])
        }
        Op::Binary(Binary::Power, a, b) => {
            let (power, base) = (number(b)?, terms(a)?);
            match base.as_slice() {
                [term] => Some(vec![term.to(state, power)?]),
                _ if power == 2.0 => product(&base, &base),
                _ => None,
            }
        }
        Op::Unary(Unary::Sqrt, a) => match terms(a)?.as_slice() {
            [term] => Some(vec![term.to(state, 0.5)?]),
            _ => None,
        },
        _ => None,
    }
}

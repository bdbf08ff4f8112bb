//! Native functions: formulas that the language cannot express, as Rust functions over typed quantities.
//!
//! A function takes and returns quantities in base units (bits, seconds, dimensionless counts). Outside its domain it
//! returns NaN, which the engine reports at the call. Its dimensions are read from its Rust type, so that a function
//! which adds a rate to a time does not compile, and a call that passes data for a time is refused. The formulas that
//! call it name its parameters and their units.
//!
//! Powers, logarithms and exponentials are those of libm, which gives the same bits on every machine.

mod availability;
mod cache;
mod chance;
mod domain;
mod growth;
mod identifiers;
mod queueing;

use std::marker::PhantomData;

use crate::units::quantities::{self, Exponents};

/// Maximum number of parameters.
pub const MOST: usize = 3;

/// A function with its dimensions and its description.
#[derive(Debug)]
pub struct Definition {
    /// Its name in Rust. Bodies of formulas call it `native_NAME`.
    pub name: &'static str,
    /// The dimensions of its parameters. All counts have the same dimension.
    pub parameters: &'static [Exponents],
    /// The dimension of its result.
    pub result: Exponents,
    /// The name by which bodies call it, and the formula that it computes.
    pub computes: &'static str,
    /// The domain on which it has a result, as the object of "it needs".
    pub needs: &'static str,
}

/// Returns the number of the function that bodies call by a name: its index in [`DEFINITIONS`] and [`FUNCTIONS`].
pub fn find(name: &str) -> Option<u16> {
    let name = name.strip_prefix("native_")?;
    let at = DEFINITIONS.iter().position(|definition| definition.name == name)?;
    u16::try_from(at).ok()
}

/// Returns the definition of the function with a number.
pub fn definition(number: u16) -> Option<&'static Definition> {
    DEFINITIONS.get(usize::from(number))
}

/// A quantity that is stored as a number of base units.
trait Measured {
    /// Its dimension.
    const EXPONENTS: Exponents;
    /// Creates the quantity from a number of base units.
    fn of(number: f64) -> Self;
    /// Returns the number of base units.
    fn number(self) -> f64;
}

impl Measured for f64 {
    const EXPONENTS: Exponents =
        Exponents { information: 0, time: 0, money: 0, length: 0, energy: 0, count: 0 };

    fn of(number: f64) -> f64 {
        number
    }

    fn number(self) -> f64 {
        self
    }
}

impl<D: quantities::Dimension + ?Sized> Measured for quantities::Quantity<D, quantities::U<f64>, f64> {
    const EXPONENTS: Exponents = Exponents::of::<D>();

    fn of(number: f64) -> Self {
        quantities::Quantity { dimension: PhantomData, units: PhantomData, value: number }
    }

    fn number(self) -> f64 {
        self.value
    }
}

/// A Rust function over quantities, with the dimensions of its signature.
trait Typed<Arguments> {
    const PARAMETERS: &'static [Exponents];
    const RESULT: Exponents;
    fn apply(&self, numbers: [f64; MOST]) -> f64;
}

impl<A: Measured, R: Measured, F: Fn(A) -> R> Typed<(A,)> for F {
    const PARAMETERS: &'static [Exponents] = &[A::EXPONENTS];
    const RESULT: Exponents = R::EXPONENTS;

    fn apply(&self, [a, ..]: [f64; MOST]) -> f64 {
        self(A::of(a)).number()
    }
}

impl<A: Measured, B: Measured, R: Measured, F: Fn(A, B) -> R> Typed<(A, B)> for F {
    const PARAMETERS: &'static [Exponents] = &[A::EXPONENTS, B::EXPONENTS];
    const RESULT: Exponents = R::EXPONENTS;

    fn apply(&self, [a, b, ..]: [f64; MOST]) -> f64 {
        self(A::of(a), B::of(b)).number()
    }
}

impl<A: Measured, B: Measured, C: Measured, R: Measured, F: Fn(A, B, C) -> R> Typed<(A, B, C)> for F {
    const PARAMETERS: &'static [Exponents] = &[A::EXPONENTS, B::EXPONENTS, C::EXPONENTS];
    const RESULT: Exponents = R::EXPONENTS;

    fn apply(&self, [a, b, c]: [f64; MOST]) -> f64 {
        self(A::of(a), B::of(b), C::of(c)).number()
    }
}

const fn parameters<Arguments, F: Typed<Arguments>>(_: &F) -> &'static [Exponents] {
    F::PARAMETERS
}

const fn result<Arguments, F: Typed<Arguments>>(_: &F) -> Exponents {
    F::RESULT
}

macro_rules! natives {
    ($($module:ident::$name:ident: $computes:literal, needs $needs:literal;)*) => {
        /// The definitions of all functions.
        pub static DEFINITIONS: &[Definition] = &[$(Definition {
            name: stringify!($name),
            parameters: parameters(&$module::$name),
            result: result(&$module::$name),
            computes: concat!("native_", stringify!($name), ": ", $computes),
            needs: $needs,
        }),*];

        /// All functions, over numbers of base units. Numbers beyond a function's parameters are ignored.
        pub static FUNCTIONS: &[fn([f64; MOST]) -> f64] =
            &[$(|numbers| Typed::apply(&$module::$name, numbers)),*];
    };
}

natives! {
    queueing::plain_count: "the count as a plain number",
        needs "a count";
    queueing::erlang_b: "B(c) by 1/B(c) = 1 + (c/a) / B(c − 1) from B(0) = 1, with a Erlangs and c servers",
        needs "a load of 0 or more, and not more than a billion servers";
    queueing::erlang_c: "C = B / (1 − a/c (1 − B)), with a Erlangs, c servers and B of Erlang B",
        needs "at least one server, and less work than the servers can do";
    queueing::waiting_time: "C / (c − a) service times, with a Erlangs, c servers and C of Erlang C",
        needs "at least one server, and less work than the servers can do";
    queueing::wait_quantile: "ln(C / (1 − level)) / (c − a) service times, at least 0",
        needs "at least one server, less work than the servers can do, and a level below 100%";
    queueing::servers_for_blocking: "the least c with B(c, a) ≤ share",
        needs "a load of 0 or more, and a share between 0% and 100%";
    queueing::servers_for_waiting: "the least c with C(c, a) ≤ share",
        needs "a load of 0 or more, and a share between 0% and 100%";
    queueing::servers_for_wait: "the least c with C(c, a) e^(−(c − a) wait) ≤ 1 − level, the wait in service times",
        needs "a load and a wait of 0 or more, and a level between 0% and 100%";
    queueing::drain_time: "backlog / (drain − arrivals)",
        needs "a drain that is faster than the arrivals";
    cache::zipf_share: "H(cached) / H(items), where H(n) = Σ i^−exponent for i from 1 to n",
        needs "at least one item, and an exponent from 0 to 10";
    cache::zipf_count: "the least n with H(n) / H(items) ≥ share, where H(n) = Σ i^−exponent for i from 1 to n",
        needs "a share from 0% to 100%, at least one item, and an exponent from 0 to 10";
    cache::lru_share: "Σ p (1 − e^(−p t)) with Σ (1 − e^(−p t)) = cached, where p falls as rank^−exponent",
        needs "at least one item, and an exponent from 0 to 10";
    availability::at_least: "Σ C(total, i) p^i (1 − p)^(total − i) for i from needed to total",
        needs "no more needed than there are, and an availability from 0% to 100%";
    identifiers::length: "the least n ≥ 1 with base^n ≥ count",
        needs "at least one key, and a base of 2 or more";
    identifiers::collision: "1 − Π (1 − i/space) for i below keys",
        needs "0 or more keys, and a space of 1 or more";
    identifiers::bloom_size: "−keys × ln p / (ln 2)² bits",
        needs "a share between 0% and 100%";
    identifiers::bloom_hashes: "round(bits / keys × ln 2), at least 1",
        needs "at least one key, and some bits";
    identifiers::bloom_false_positives: "(1 − e^(−hashes × keys / bits))^hashes",
        needs "some bits, and at least one hash";
    growth::growth_sum: "((1 + growth)^periods − 1) / growth",
        needs "a growth above -100%";
    growth::growth_integral: "((1 + growth)^periods − 1) / ln(1 + growth)",
        needs "a growth above -100%";
    growth::log_of_growth: "ln(1 + growth)",
        needs "a growth above -100%";
    chance::orders: "total × (total − 1) × …, with so many factors",
        needs "more devices than failures that they tolerate, and at most ten thousand of these";
    chance::at_least_one: "1 − e^(−expected)",
        needs "0 or more expected events";
    chance::poisson_quantile: "the least n with Σ mean^i e^(−mean) / i! ≥ level for i from 0 to n",
        needs "a mean of 0 or more, and a level below 100%";
    domain::within: "the value, between two ends",
        needs "a value between them";
    domain::whole_within: "the value, whole and between two ends",
        needs "a whole value between them";
}

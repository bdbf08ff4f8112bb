//! Formulas that the language cannot say, as Rust functions over typed quantities.
//!
//! In go base quantities (bits, seconds, one of what is counted), out comes one; a value
//! for which a function is not defined gives NaN, which the engine reports at the call.
//! What a function takes and gives at run time is read from its Rust type, so that a
//! formula which adds a rate to a time does not compile, and a call that passes data for
//! a time is refused. The formulas of the prelude name the parameters and their units.
//!
//! Powers, logarithms and exponentials come from libm, so that every machine agrees.

mod availability;
mod cache;
mod identifiers;
mod queueing;

use std::marker::PhantomData;

use crate::units::quantities::{self, Exponents};

/// The most values that a function takes.
pub const MOST: usize = 3;

/// The number of a function in the table of all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Native(u8);

/// A function with what its type says.
#[derive(Debug)]
pub struct Definition {
    /// What a formula of the prelude calls it by.
    pub name: &'static str,
    /// The dimensions of its parameters, with one kind of count.
    pub parameters: &'static [Exponents],
    /// The dimension of its result.
    pub result: Exponents,
    /// What must hold for it to have a result, as a sentence goes on after "this needs".
    pub needs: &'static str,
    apply: fn([f64; MOST]) -> f64,
}

impl Native {
    /// What is known of it.
    pub fn definition(self) -> &'static Definition {
        // A number comes from `find` alone.
        DEFINITIONS.get(usize::from(self.0)).unwrap_or(&DEFINITIONS[0])
    }

    /// Its result for numbers of base units; those beyond its parameters are not read.
    pub fn apply(self, numbers: [f64; MOST]) -> f64 {
        (self.definition().apply)(numbers)
    }
}

/// The function that bodies call by this name.
pub fn find(name: &str) -> Option<Native> {
    let name = name.strip_prefix("native_")?;
    let at = DEFINITIONS.iter().position(|definition| definition.name == name)?;
    u8::try_from(at).ok().map(Native)
}

/// A quantity as a slot of a program holds it: so many base units.
trait Measured {
    /// Its dimension.
    const EXPONENTS: Exponents;
    /// So many base units of it.
    fn of(number: f64) -> Self;
    /// How many base units it is.
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

/// A Rust function of measured quantities, whose signature is read from its type.
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
    ($($module:ident::$name:ident: $needs:literal;)*) => {
        &[$(Definition {
            name: stringify!($name),
            parameters: parameters(&$module::$name),
            result: result(&$module::$name),
            needs: $needs,
            apply: |numbers| Typed::apply(&$module::$name, numbers),
        }),*]
    };
}

/// All functions.
pub static DEFINITIONS: &[Definition] = natives! {
    queueing::plain_count: "a count";
    queueing::erlang_b: "a load of 0 or more, and servers of 0 or more";
    queueing::erlang_c: "at least one server, and less work than the servers can do";
    queueing::waiting_time: "at least one server, and less work than the servers can do";
    queueing::wait_quantile: "at least one server, less work than the servers can do, and a level below 100%";
    queueing::servers_for_blocking: "a load of 0 or more, and a share between 0% and 100%";
    queueing::servers_for_waiting: "a load of 0 or more, and a share between 0% and 100%";
    queueing::servers_for_wait: "a load and a wait of 0 or more, and a level between 0% and 100%";
    queueing::drain_time: "a drain that is faster than the arrivals";
    cache::zipf_share: "at least one item, and an exponent from 0 to 10";
    cache::zipf_count: "a share from 0% to 100%, at least one item, and an exponent from 0 to 10";
    cache::lru_share: "at least one item, and an exponent from 0 to 10";
    availability::at_least: "no more needed than there are, and an availability from 0% to 100%";
    identifiers::length: "at least one key, and a base of 2 or more";
    identifiers::collision: "0 or more keys, and a space of 1 or more";
    identifiers::bloom_size: "a share between 0% and 100%";
    identifiers::bloom_hashes: "at least one key, and some bits";
    identifiers::bloom_false_positives: "some bits, and at least one hash";
};

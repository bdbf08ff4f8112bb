//! The algebra of dimensions: exponents are added, or the result is `None` if it does not fit.

use std::collections::BTreeMap;

use crate::units::dimension::{Base, Dimension};
use proptest::prelude::*;

use super::config::config;

/// The exponents by base, without limits: a model of a dimension.
type Powers = BTreeMap<u16, i32>;

/// The dimension of some powers. `None` if there are more than six, or if one is beyond ±127.
fn fits(powers: &Powers) -> Option<Dimension> {
    let powers: Vec<(Base, i8)> = powers
        .iter()
        .filter(|(_, exponent)| **exponent != 0)
        .map(|(base, exponent)| {
            i8::try_from(*exponent)
                .ok()
                .filter(|exponent| *exponent > i8::MIN)
                .map(|exponent| (Base(*base), exponent))
        })
        .collect::<Option<_>>()?;
    (powers.len() <= 6).then(|| Dimension::of(&powers))
}

fn powers_of(dimension: Dimension) -> Powers {
    dimension.iter().map(|(base, exponent)| (base.0, i32::from(exponent))).collect()
}

fn combined(a: &Powers, b: &Powers, sign: i32) -> Powers {
    let mut all = a.clone();
    for (base, exponent) in b {
        *all.entry(*base).or_default() += sign * exponent;
    }
    all
}

/// Small dimensions of a few bases, which often coincide, and some at the limits.
fn dimension() -> impl Strategy<Value = Dimension> {
    let base = prop_oneof![
        Just(1_u16),
        Just(2),
        Just(3),
        Just(16),
        Just(17),
        Just(40),
        Just(200),
        Just(1_000),
        Just(u16::MAX)
    ];
    let exponent =
        prop_oneof![6 => -3_i32..=3, 1 => prop::sample::select(vec![-127, -100, -64, 64, 100, 127])];
    prop::collection::btree_map(base, exponent, 0..6).prop_map(|powers| fits(&powers).unwrap())
}

proptest! {
    #![proptest_config(config(4_000))]

    #[test]
    fn a_product_adds_exponents_or_is_nothing(a in dimension(), b in dimension()) {
        let (x, y) = (powers_of(a), powers_of(b));
        prop_assert_eq!(a.times(b), fits(&combined(&x, &y, 1)));
        prop_assert_eq!(a.over(b), fits(&combined(&x, &y, -1)));
    }

    #[test]
    fn a_product_is_commutative(a in dimension(), b in dimension()) {
        prop_assert_eq!(a.times(b), b.times(a));
    }

    #[test]
    fn a_product_is_associative_where_it_fits(a in dimension(), b in dimension(), c in dimension()) {
        let left = a.times(b).and_then(|product| product.times(c));
        let right = b.times(c).and_then(|product| a.times(product));
        if let (Some(left), Some(right)) = (left, right) {
            prop_assert_eq!(left, right);
        }
    }

    #[test]
    fn the_plain_number_is_neutral_and_a_quotient_by_itself(a in dimension()) {
        prop_assert_eq!(a.times(Dimension::NONE), Some(a));
        prop_assert_eq!(Dimension::NONE.times(a), Some(a));
        prop_assert_eq!(a.over(a), Some(Dimension::NONE));
        prop_assert_eq!(a.to_the(1), Some(a));
        prop_assert_eq!(a.to_the(0), Some(Dimension::NONE));
        prop_assert_eq!(a.to_the(-1).and_then(|inverse| inverse.to_the(-1)), Some(a));
        prop_assert_eq!(a.is_none(), a == Dimension::NONE);
    }

    #[test]
    fn a_power_multiplies_exponents_or_is_nothing(a in dimension(), power in any::<i8>()) {
        let powers: Powers = powers_of(a).into_iter().map(|(base, exponent)| (base, exponent * i32::from(power))).collect();
        prop_assert_eq!(a.to_the(power), fits(&powers));
    }

    #[test]
    fn powers_of_a_product_are_products_of_powers(a in dimension(), b in dimension(), power in -4_i8..=4) {
        let whole = a.times(b).and_then(|product| product.to_the(power));
        let parts = a.to_the(power).zip(b.to_the(power)).and_then(|(a, b)| a.times(b));
        if let (Some(whole), Some(parts)) = (whole, parts) {
            prop_assert_eq!(whole, parts);
        }
    }

    #[test]
    fn a_square_root_undoes_a_square(a in dimension()) {
        if let Some(square) = a.to_the(2) {
            prop_assert_eq!(square.square_root(), Some(a));
        }
        let is_square = a.iter().all(|(_, exponent)| exponent % 2 == 0);
        prop_assert_eq!(a.square_root().is_some(), is_square);
        if let Some(root) = a.square_root() {
            prop_assert_eq!(root.to_the(2), Some(a));
        }
    }

    #[test]
    fn nouns_are_told_from_the_rest(a in dimension()) {
        let rest: Powers = powers_of(a).into_iter().filter(|(base, _)| *base < Base::FIRST_NOUN.0).collect();
        prop_assert_eq!(Some(a.without_nouns()), fits(&rest));
        let counts = powers_of(a).iter().all(|(base, exponent)| *base >= Base::FIRST_NOUN.0 && *exponent > 0);
        prop_assert_eq!(a.is_count(), counts);
        for (base, exponent) in a.iter() {
            prop_assert_eq!(a.exponent(base), exponent);
        }
        prop_assert_eq!(a.exponent(Base(4_242)), 0);
    }
}

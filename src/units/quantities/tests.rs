//! uom's units against the catalogue.

use super::*;
use crate::units::catalog::{self, UnitId, ids};
use crate::units::dimension::Dimension;
use crate::units::scale::Scale;

/// The exact factor and the dimension of `B`, `$/GB/month` and the like.
fn catalogued(spelling: &str) -> (Scale, Dimension) {
    let notation = |word: &str| {
        let unit = catalog::lookup(word).and_then(catalog::unit);
        let unit = unit.unwrap_or_else(|| panic!("`{word}` of `{spelling}` is not in the catalogue"));
        (Scale::fraction(unit.numerator, unit.denominator), unit.dimension)
    };
    let mut words = spelling.split('/').map(notation);
    let first = words.next().unwrap();
    words.fold(first, |(scale, dimension), (by, per)| (scale.over(by), dimension.over(per).unwrap()))
}

/// Every unit of a quantity, by uom's own list and uom's own parser, against the catalogue.
macro_rules! check {
    ($($module:ident::$quantity:ident)*) => {$(
        for unit in $module::units() {
            for spelling in [unit.abbreviation(), unit.singular(), unit.plural()] {
                let one: typed::$quantity = format!("1 {spelling}").parse().unwrap();
                let (scale, dimension) = catalogued(spelling);
                let exact = scale.to_f64();
                assert!((one.value / exact - 1.0).abs() < 1e-15, "{spelling}: {} is not {exact}", one.value);
                assert_eq!(dimension, dimension_of::<$module::Dimension>(counted()), "{spelling}");
            }
        }
    )*};
}

fn counted() -> Base {
    catalog::unit(ids::REQUEST).unwrap().dimension.iter().next().unwrap().0
}

#[test]
fn every_typed_unit_agrees_with_the_catalogue() {
    check! {
        information::Information time::Time money::Money length::Length energy::Energy count::Count
        power::Power data_rate::DataRate frequency::Frequency count_rate::CountRate
        velocity::Velocity cost_rate::CostRate transfer_price::TransferPrice
        storage_price::StoragePrice size_each::SizeEach
    }
}

#[test]
fn every_physical_unit_of_the_catalogue_is_typed() {
    // Bits with a binary prefix beyond these are in the catalogue for completeness alone.
    let untyped = [ids::TEBIBIT, ids::PEBIBIT, ids::EXBIBIT, ids::ZEBIBIT];
    let typed: Vec<UnitId> = std::iter::empty()
        .chain(information::units().map(|unit| unit.plural()))
        .chain(time::units().map(|unit| unit.plural()))
        .chain(money::units().map(|unit| unit.plural()))
        .chain(length::units().map(|unit| unit.plural()))
        .chain(energy::units().map(|unit| unit.plural()))
        .chain(power::units().map(|unit| unit.plural()))
        .filter_map(catalog::lookup)
        .collect();
    for (id, unit) in catalog::all().filter(|(_, unit)| unit.kind == catalog::Kind::Physical) {
        assert!(typed.contains(&id) || untyped.contains(&id), "{} is not typed", unit.singular);
    }
}

#[test]
fn types_multiply_to_the_types_they_should() {
    let size: typed::Information =
        typed::DataRate::new::<data_rate::gigabit_per_second>(8.0) * typed::Time::new::<time::minute>(1.0);
    assert!((size.get::<information::gigabyte>() - 60.0).abs() < 1e-12);
}

//! The quantiles, means and standard deviations of all distributions agree.

use super::*;
use crate::metalog::Metalog;

/// One of each, skewed if it can be. A new variant does not compile here before it stands in the list.
fn every() -> Vec<Distribution> {
    let (low, mode, high) = (2.0, 3.0, 11.0);
    let all = vec![
        Distribution::Fixed(5.0),
        Distribution::Lognormal { low, high, score: 1.5 },
        Distribution::LogitNormal { low: 10.0, high: 60.0, score: 1.5, whole: 100.0 },
        Distribution::Normal { middle: 4.0, half: 3.0, score: 1.5 },
        Distribution::Uniform { low, high },
        Distribution::Triangular { low, mode, high },
        Distribution::Pert { low, mode, high },
        Distribution::Exponential { mean: 3.0 },
        Distribution::Gamma { shape: 2.5, scale: 3.0 },
        Distribution::Beta { a: 2.0, b: 5.0 },
        Distribution::Poisson { mean: 300.0 },
        Distribution::Binomial { count: 1_000.0, chance: 0.3 },
        Distribution::Metalog(Metalog::through([(0.1, -2.0), (0.5, 3.0), (0.9, 11.0)]).unwrap()),
        Distribution::Metalog(Metalog::through([(0.1, 2.0), (0.5, 3.0), (0.9, 5.0)]).unwrap()),
        Distribution::Data([2.0, 3.0, 3.0, 11.0].into()),
        Distribution::truncated(Distribution::Normal { middle: 4.0, half: 3.0, score: 1.5 }, 3.0, 9.0)
            .unwrap(),
        Distribution::Mixture(
            [(0.7, Distribution::Uniform { low, high }), (0.3, Distribution::Fixed(20.0))].into(),
        ),
    ];
    for distribution in &all {
        match distribution {
            Distribution::Fixed(_)
            | Distribution::Lognormal { .. }
            | Distribution::LogitNormal { .. }
            | Distribution::Normal { .. }
            | Distribution::Uniform { .. }
            | Distribution::Triangular { .. }
            | Distribution::Pert { .. }
            | Distribution::Exponential { .. }
            | Distribution::Gamma { .. }
            | Distribution::Beta { .. }
            | Distribution::Poisson { .. }
            | Distribution::Binomial { .. }
            | Distribution::Metalog(_)
            | Distribution::Data(_)
            | Distribution::Truncated(_)
            | Distribution::Mixture(_) => {}
        }
    }
    let mut names: Vec<String> = all.iter().map(Distribution::name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all.len(), "each variant once, under a name of its own");
    all
}

/// The mean and the standard deviation by Simpson's rule over the levels, which are stretched towards both ends: with
/// the level 3t² - 2t³, the far tails count little.
fn numerically(distribution: &Distribution) -> (f64, f64) {
    let parts = 20_000;
    let quantiles = distribution.quantiles();
    let expected = |of: &dyn Fn(f64) -> f64| {
        let term = |at: i32| {
            let t = f64::from(at) / f64::from(parts);
            let level = t * t * (3.0 - 2.0 * t);
            let weight = if at % 2 == 1 { 4.0 } else { 2.0 };
            weight * of(quantiles.at(level, normal::quantile(level), None)) * 6.0 * t * (1.0 - t)
        };
        (1..parts).map(term).sum::<f64>() / (3.0 * f64::from(parts))
    };
    let mean = expected(&|x| x);
    (mean, libm::sqrt(expected(&|x| (x - mean) * (x - mean))))
}

#[test]
fn mean_and_standard_deviation_are_those_of_the_quantiles() {
    for distribution in every() {
        let (mean, sd) = numerically(&distribution);
        let stated = (distribution.mean(), distribution.sd());
        let within = if distribution.leaps() { 1e-3 } else { 1e-4 };
        let near = |a: f64, b: f64| (a - b).abs() <= within * b.abs().max(1e-3);
        assert!(
            near(stated.0, mean) && near(stated.1, sd),
            "{}: src/engine/average.rs states the mean and the standard deviation {stated:?}, and its \
             quantiles have ({mean}, {sd})",
            distribution.name()
        );
    }
}

#[test]
fn the_ends_are_in_order() {
    for distribution in every() {
        let (low, high) = distribution.ends();
        assert!(low <= distribution.at_level(0.05) && distribution.at_level(0.95) <= high, "{low} {high}");
    }
}

#[test]
fn shares_are_those_of_the_quantiles() {
    for distribution in every().into_iter().filter(|distribution| !distribution.is_fixed()) {
        let quantiles = distribution.quantiles();
        for level in [1e-6, 0.01, 0.2, 0.5, 0.69, 0.9, 0.999] {
            let x = quantiles.at(level, normal::quantile(level), None);
            let (below, (up_to, above)) = (quantiles.below(x), quantiles.tails(x));
            let name = distribution.name();
            assert!((up_to + above - 1.0).abs() < 1e-9, "{name} {level}: {up_to} {above}");
            let is_there = below <= level * (1.0 + 1e-9) && level <= up_to * (1.0 + 1e-9);
            assert!(is_there, "{name} {level}: {below} to {up_to}");
            if !distribution.leaps() {
                assert!((up_to / level - 1.0).abs() < 1e-9, "{name} {level}: {up_to}");
            }
        }
    }
}

#[test]
fn scaled_distributions_have_scaled_values() {
    for distribution in every() {
        let Some(scaled) = distribution.scaled(2.5) else { continue };
        for level in [0.01, 0.3, 0.5, 0.9] {
            let (own, of) = (distribution.at_level(level), scaled.at_level(level));
            assert!((of - 2.5 * own).abs() <= 1e-12 * of.abs(), "{}: {own} {of}", distribution.name());
        }
    }
}

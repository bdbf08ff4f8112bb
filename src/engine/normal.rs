//! The standard normal distribution.

// The coefficients are written as they were published.
#![allow(clippy::excessive_precision)]

use super::exponential::exp;

/// The standard normal score below which a share `p` lies, for `p` strictly between 0 and 1.
///
/// Wichura (1988), algorithm AS 241 (PPND16), with a relative error of about 1e-16.
pub(super) fn quantile(p: f64) -> f64 {
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180_625 - q * q;
        return q * horner(&CENTRE.0, r) / horner(&CENTRE.1, r);
    }
    let tail = if q < 0.0 { p } else { 1.0 - p };
    let r = libm::sqrt(-libm::log(tail));
    let size = if r <= 5.0 {
        horner(&MIDDLE.0, r - 1.6) / horner(&MIDDLE.1, r - 1.6)
    } else {
        horner(&FAR.0, r - 5.0) / horner(&FAR.1, r - 5.0)
    };
    if q < 0.0 { -size } else { size }
}

/// The share below a score.
pub(super) fn share_below(z: f64) -> f64 {
    0.5 * libm::erfc(-z * std::f64::consts::FRAC_1_SQRT_2)
}

/// The share beyond a score of at least 0, with a relative error below 1e-7: what weighs samples needs no more.
///
/// `exp(-z²/2)` times a polynomial in `1/(1 + 0.275 z)`, fitted to `erfcx` for scores up to 39.
pub(super) fn share_beyond(z: f64) -> f64 {
    let t = 1.0 / (1.0 + 0.275 * z);
    let scaled = BEYOND.iter().fold(0.0, |sum, coefficient| (sum + coefficient) * t);
    exp(-0.5 * z * z) * scaled
}

/// The coefficients of [`share_beyond`], that of the highest power first.
const BEYOND: [f64; 9] = [
    0.027_168_163_9,
    -0.110_676_278_5,
    0.130_172_201_8,
    -0.035_163_564_3,
    0.088_008_237_4,
    0.078_935_694_7,
    0.102_190_496_7,
    0.109_654_356_3,
    0.109_710_685_9,
];

/// The score of the upper end of a central 90% interval: 1.6449.
#[cfg(test)]
pub(super) fn ninety() -> f64 {
    -quantile(0.05)
}

/// The value of a polynomial whose coefficients start with that of the highest power.
fn horner(coefficients: &[f64; 8], x: f64) -> f64 {
    coefficients.iter().fold(0.0, |sum, coefficient| sum * x + coefficient)
}

/// The numerator and the denominator of a rational approximation.
type Ratio = ([f64; 8], [f64; 8]);

const CENTRE: Ratio = (
    [
        2.509_080_928_730_122_672_7e3,
        3.343_057_558_358_812_810_5e4,
        6.726_577_092_700_870_085_3e4,
        4.592_195_393_154_987_145_7e4,
        1.373_169_376_550_946_112_5e4,
        1.971_590_950_306_551_442_7e3,
        1.331_416_678_917_843_774_5e2,
        3.387_132_872_796_366_608,
    ],
    [
        5.226_495_278_852_854_561e3,
        2.872_908_573_572_194_267_4e4,
        3.930_789_580_009_271_061e4,
        2.121_379_430_158_659_586_7e4,
        5.394_196_021_424_751_107_7e3,
        6.871_870_074_920_579_083e2,
        4.231_333_070_160_091_125_2e1,
        1.0,
    ],
);

const MIDDLE: Ratio = (
    [
        7.745_450_142_783_414_076_4e-4,
        2.272_384_498_926_918_458_33e-2,
        2.417_807_251_774_506_117_7e-1,
        1.270_458_252_452_368_382_58,
        3.647_848_324_763_204_605_04,
        5.769_497_221_460_691_405_5,
        4.630_337_846_156_545_295_9,
        1.423_437_110_749_683_577_34,
    ],
    [
        1.050_750_071_644_416_843_24e-9,
        5.475_938_084_995_344_946e-4,
        1.519_866_656_361_645_719_66e-2,
        1.481_039_764_274_800_745_9e-1,
        6.897_673_349_851_000_045_5e-1,
        1.676_384_830_183_803_849_4,
        2.053_191_626_637_758_821_87,
        1.0,
    ],
);

const FAR: Ratio = (
    [
        2.010_334_399_292_288_132_65e-7,
        2.711_555_568_743_487_578_15e-5,
        1.242_660_947_388_078_438_6e-3,
        2.653_218_952_657_612_309_3e-2,
        2.965_605_718_285_048_912_3e-1,
        1.784_826_539_917_291_335_8,
        5.463_784_911_164_114_369_9,
        6.657_904_643_501_103_777_2,
    ],
    [
        2.044_263_103_389_939_785_64e-15,
        1.421_511_758_316_445_888_7e-7,
        1.846_318_317_510_054_681_8e-5,
        7.868_691_311_456_132_591e-4,
        1.487_536_129_085_061_485_25e-2,
        1.369_298_809_227_358_053_1e-1,
        5.998_322_065_558_879_376_9e-1,
        1.0,
    ],
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_are_those_of_published_tables() {
        // To 15 digits, from a computation with 50 digits.
        for (p, z) in [
            (0.5, 0.0),
            (0.95, 1.644_853_626_951_472_7),
            (0.975, 1.959_963_984_540_054_2),
            (0.999, 3.090_232_306_167_813_5),
            (0.8, 0.841_621_233_572_914_2),
            (1e-10, -6.361_340_902_404_056),
            (1e-20, -9.262_340_089_798_408),
        ] {
            assert!((quantile(p) - z).abs() <= 4e-15 * z.abs(), "{p}: {}", quantile(p));
            assert!((share_below(z) - p).abs() <= 1e-13 * p, "{z}: {}", share_below(z));
        }
        assert_eq!(ninety(), -quantile(0.05));
    }

    #[test]
    fn the_quick_share_is_near_the_exact_one() {
        for at in 0..3_700 {
            let z = f64::from(at) * 0.01;
            let exact = share_below(-z);
            assert!((share_beyond(z) - exact).abs() <= 1e-7 * exact, "{z}: {} {exact}", share_beyond(z));
        }
    }
}

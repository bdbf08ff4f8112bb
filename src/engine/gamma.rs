//! The gamma distribution with a scale of 1.

use super::beta::newton;

/// A gamma distribution.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gamma {
    shape: f64,
    /// The logarithm of the gamma function of the shape.
    log_gamma: f64,
}

/// The most terms of a series; one of the largest shape that is allowed takes about a thousand.
const MOST_TERMS: u32 = 20_000;

/// A large shape.
const LARGE: f64 = 1_000.0;

impl Gamma {
    /// The distribution of a shape from 0.01 to a million.
    pub fn new(shape: f64) -> Gamma {
        Gamma { shape, log_gamma: libm::lgamma(shape) }
    }

    /// The shares below and above `x`, which is above zero: the regularised incomplete gamma functions, by the series and
    /// the continued fraction of Press et al., Numerical Recipes, section 6.2.
    pub fn tails(self, x: f64) -> (f64, f64) {
        if x < self.shape + 1.0 {
            let below = self.series(x);
            (below, 1.0 - below)
        } else {
            let above = self.fraction(x);
            (1.0 - above, above)
        }
    }

    /// The density at `x` times `x`.
    fn front(self, x: f64) -> f64 {
        // Of a large shape by Stirling's series: the logarithms would cancel.
        if self.shape > LARGE {
            let off = (x - self.shape) / self.shape;
            let series = 1.0 / (12.0 * self.shape) - 1.0 / (360.0 * libm::pow(self.shape, 3.0));
            let exponent = self.shape * (off - libm::log1p(off)) + series;
            return libm::sqrt(self.shape / (2.0 * std::f64::consts::PI)) * libm::exp(-exponent);
        }
        libm::exp(self.shape * libm::log(x) - x - self.log_gamma)
    }

    fn series(self, x: f64) -> f64 {
        let (mut term, mut sum) = (1.0 / self.shape, 1.0 / self.shape);
        for step in 1..MOST_TERMS {
            term *= x / (self.shape + f64::from(step));
            sum += term;
            if term < sum * 1e-17 {
                break;
            }
        }
        self.front(x) * sum
    }

    fn fraction(self, x: f64) -> f64 {
        const TINY: f64 = 1e-300;
        let away_from_zero = |value: f64| if value.abs() < TINY { TINY } else { value };
        let mut b = x + 1.0 - self.shape;
        let mut c = 1.0 / TINY;
        let mut d = 1.0 / away_from_zero(b);
        let mut result = d;
        for step in 1..MOST_TERMS {
            let i = f64::from(step);
            let a = -i * (i - self.shape);
            b += 2.0;
            d = 1.0 / away_from_zero(a * d + b);
            c = away_from_zero(b + a / c);
            result *= d * c;
            if (d * c - 1.0).abs() < 1e-16 {
                break;
            }
        }
        self.front(x) * result
    }

    /// The value with these shares below and above.
    pub fn quantile(self, below: f64, above: f64) -> f64 {
        // Where nearly everything lies above, the share below is a power of the value.
        let small = (libm::log(below) + self.log_gamma + libm::log(self.shape)) / self.shape;
        let start = if self.shape > 1.0 { libm::log(self.shape) } else { small.min(0.0) };
        let bracket = (small.min(start) - 1.0, libm::log(self.shape + 1.0) + 8.0);
        let of = |t: f64| {
            let x = libm::exp(t);
            let (lower, upper) = self.tails(x);
            (lower, upper, self.front(x))
        };
        libm::exp(newton(of, (below, above), start, bracket))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_have_closed_forms_for_whole_shapes() {
        // Of the shape 1 the share above x is exp(-x); of 3 it is exp(-x) (1 + x + x²/2).
        for x in [1e-6_f64, 0.1, 1.0, 2.5, 10.0, 40.0] {
            let exp = libm::exp(-x);
            assert!((Gamma::new(1.0).tails(x).1 - exp).abs() < 1e-14, "{x}");
            assert!((Gamma::new(3.0).tails(x).1 - exp * (1.0 + x + x * x / 2.0)).abs() < 1e-14, "{x}");
        }
    }

    #[test]
    fn quantiles_are_those_of_scipy() {
        for &(shape, p, x) in QUANTILES {
            let found = Gamma::new(shape).quantile(p, 1.0 - p);
            assert!((found / x - 1.0).abs() < 2e-11, "{shape} {p}: {found}, not {x}");
        }
    }

    /// Shape, level and quantile: scipy.stats.gamma.ppf of scipy 1.17.1, but for the first of the shape of a million, which is
    /// from the series with 40 digits (mpmath): there scipy is off in the ninth.
    const QUANTILES: &[(f64, f64, f64)] = &[
        (0.05, 0.05, 5.573_875_481_878_824e-27),
        (0.05, 0.5, 5.573_878_440_746_256e-7),
        (0.05, 0.95, 0.265_932_302_425_840_9),
        (0.05, 0.999_999, 8.696_862_667_893_743),
        (0.5, 1e-6, 7.853_981_633_978_593e-13),
        (0.5, 0.05, 0.001_966_070_000_009_761),
        (0.5, 0.5, 0.227_468_211_559_786),
        (0.5, 0.95, 1.920_729_410_347_062),
        (0.5, 0.999_999, 11.964_063_488_439_734),
        (1.0, 1e-6, 1.000_000_500_000_333_8e-6),
        (1.0, 0.05, 0.051_293_294_387_550_53),
        (1.0, 0.5, 0.693_147_180_559_945_5),
        (1.0, 0.95, 2.995_732_273_553_989_5),
        (1.0, 0.999_999, 13.815_510_557_935_518),
        (2.5, 1e-6, 0.006_448_080_103_248_543_5),
        (2.5, 0.05, 0.572_738_113_030_884_6),
        (2.5, 0.5, 2.175_730_095_547_763),
        (2.5, 0.95, 5.535_248_846_758_176),
        (2.5, 0.999_999, 17.944_093_439_805_21),
        (40.0, 1e-6, 16.753_150_234_308_055),
        (40.0, 0.05, 30.195_739_194_344_732),
        (40.0, 0.5, 39.667_165_010_689_1),
        (40.0, 0.95, 50.939_736_982_717_94),
        (40.0, 0.999_999, 77.540_261_154_028_83),
        (3_000.0, 1e-6, 2_746.804_284_429_474_6),
        (3_000.0, 0.05, 2_910.479_743_011_234),
        (3_000.0, 0.5, 2_999.666_673_251_83),
        (3_000.0, 0.95, 3_090.657_265_462_611),
        (3_000.0, 0.999_999, 3_267.591_033_080_280_3),
        (1e6, 1e-6, 995_253.771_977_5),
        (1e6, 0.05, 998_355.715_083_717_8),
        (1e6, 0.5, 999_999.666_666_686_4),
        (1e6, 0.95, 1_001_645.421_945_19),
        (1e6, 0.999_999, 1_004_760.624_713_467_8),
    ];
}

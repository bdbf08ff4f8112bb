//! Queueing: the Erlang formulas, and the number of servers for a limit on blocking or waiting.
//!
//! Arrivals are Poisson, service times exponential; a load is in Erlangs, the arrival rate times the mean service
//! time. Everything is computed from the recurrence of Erlang B, 1/B(c) = 1 + (c/a) / B(c − 1), or from its expansion
//! 1/B(c) = 1 + c/a + c (c − 1)/a² + …, whose terms are positive, so that nothing cancels, and decrease beyond k = c
//! − a. Their number grows with the square root of the load. For large loads the same sum is computed as the integral
//! 1/B(c) = a ∫ e^(−a t) (1 + t)^c dt from 0 to ∞, which takes a few hundred nodes.
//!
//! Sources: A. K. Erlang, "Solution of some problems in the theory of probabilities of significance in automatic
//! telephone exchanges", 1917; L. Kleinrock, "Queueing Systems", volume 1, 1975; D. L. Jagerman, "Some Properties of
//! the Erlang Loss Function", 1974, for the integral; M. Abramowitz and I. A. Stegun, "Handbook of Mathematical
//! Functions", 1964, 25.4.30, for the nodes.

use crate::units::quantities::typed::{Count, CountRate, Time};

/// Maximum number of servers, and of Erlangs.
const MOST: f64 = 1e9;

/// Load in Erlangs from which Erlang B is computed as the integral. Integral and sum are both accurate to 12 digits.
const LARGE: f64 = 1e4;

/// Number of steps of the recurrence that take as much time as one computation of Erlang B.
const WALK: f64 = 500.0;

/// The positive nodes of the eight-point Gauss–Legendre rule on (−1, 1), with their weights.
const GAUSS: [(f64, f64); 4] = [
    (0.183_434_642_495_649_8, 0.362_683_783_378_362),
    (0.525_532_409_916_329, 0.313_706_645_877_887_3),
    (0.796_666_477_413_626_7, 0.222_381_034_453_374_5),
    (0.960_289_856_497_536_3, 0.101_228_536_290_376_3),
];

/// Returns a count as a plain number.
pub fn plain_count(count: Count) -> f64 {
    count.value
}

/// Returns the probability that an arrival is blocked if there is no queue: Erlang B.
pub fn erlang_b(load: f64, servers: Count) -> f64 {
    blocked(load, servers.value)
}

/// Returns the probability that an arrival waits: Erlang C. Defined if the load is below the number of servers.
pub fn erlang_c(load: f64, servers: Count) -> f64 {
    waiting(load, servers.value)
}

/// Returns the mean waiting time in an M/M/c queue: C(c, a) / (c − a) service times.
pub fn waiting_time(arrivals: CountRate, service: Time, servers: Count) -> Time {
    let load = arrivals.value * service.value;
    service * (waiting(load, servers.value) / (servers.value - load))
}

/// Returns a quantile of the waiting time in an M/M/c queue, in service times: max(0, ln(C / (1 − level)) / (c − a)),
/// since P(W > t) = C e^(−(c − a) t).
pub fn wait_quantile(load: f64, servers: Count, level: f64) -> f64 {
    if !(0.0..1.0).contains(&level) {
        return f64::NAN;
    }
    let waiting = waiting(load, servers.value);
    if waiting.is_nan() {
        return f64::NAN;
    }
    let exceeds = waiting / (1.0 - level);
    if exceeds <= 1.0 { 0.0 } else { libm::log(exceeds) / (servers.value - load) }
}

/// Returns the smallest number of servers with which the blocking probability is at most `share`.
pub fn servers_for_blocking(load: f64, share: f64) -> Count {
    fewest(load, share, |blocked, _| blocked)
}

/// Returns the smallest number of servers with which the probability of waiting is at most `share`.
pub fn servers_for_waiting(load: f64, share: f64) -> Count {
    fewest(load, share, |blocked, servers| of_waiting(blocked, load, servers))
}

/// Returns the smallest number of servers with which a quantile of the waiting time is at most `wait` service times.
pub fn servers_for_wait(load: f64, wait: f64, level: f64) -> Count {
    if wait.is_nan() || wait < 0.0 {
        return count(f64::NAN);
    }
    fewest(load, 1.0 - level, |blocked, servers| {
        of_waiting(blocked, load, servers) * libm::exp(-(servers - load).max(0.0) * wait)
    })
}

/// Returns the time until a backlog is processed while arrivals continue.
pub fn drain_time(backlog: Count, drain: CountRate, arrivals: CountRate) -> Time {
    let net = drain - arrivals;
    backlog / if net.value > 0.0 { net } else { net * f64::NAN }
}

/// Returns Erlang B, interpolated linearly between whole numbers of servers.
fn blocked(load: f64, servers: f64) -> f64 {
    if !((0.0..=MOST).contains(&load) && (0.0..=MOST).contains(&servers)) {
        return f64::NAN;
    }
    let whole = libm::floor(servers);
    let (inverse, between) = (inverse(load, whole), servers - whole);
    let here = 1.0 / inverse;
    if between == 0.0 { here } else { here + between * (1.0 / next(load, whole + 1.0, inverse) - here) }
}

/// Returns 1/B for a whole number of servers; infinite if B is too small for an `f64`.
fn inverse(load: f64, servers: f64) -> f64 {
    if load < LARGE { sum(load, servers) } else { integral(load, servers) }
}

/// Returns 1/B as the sum.
fn sum(load: f64, servers: f64) -> f64 {
    let (mut sum, mut term, mut k) = (1.0, 1.0, 0.0);
    while k < servers {
        term *= (servers - k) / load;
        k += 1.0;
        let grown = sum + term;
        if grown == sum || grown.is_infinite() {
            return grown;
        }
        sum = grown;
    }
    sum
}

/// Returns 1/B as the integral.
fn integral(load: f64, servers: f64) -> f64 {
    let spare = servers - load;
    let exponent = |t: f64| servers * curvature(t) + spare * t;
    // The maximum of the integrand: it decreases on both sides, or, without spare servers, from 0 on.
    let peak = spare.max(0.0) / load;
    let height = exponent(peak);
    // Above this e^height overflows; below it servers and load are of the same order.
    if height > 710.0 {
        return f64::INFINITY;
    }
    // Within this width it decreases no faster than a normal density within its standard deviation.
    let width = 1.0 / (libm::sqrt(load) + (-spare).max(0.0));
    let part = |from: f64, to: f64| {
        let (middle, half) = (f64::midpoint(from, to), (to - from) / 2.0);
        let at = |t: f64| libm::exp(exponent(t) - height);
        half * GAUSS
            .iter()
            .map(|(x, weight)| weight * (at(middle - x * half) + at(middle + x * half)))
            .sum::<f64>()
    };
    let mut area = 0.0;
    let mut right = peak;
    loop {
        let grown = area + part(right, right + width);
        if grown == area {
            break;
        }
        (area, right) = (grown, right + width);
    }
    let mut left = peak;
    while left > 0.0 {
        let from = (left - width).max(0.0);
        let grown = area + part(from, left);
        if grown == area {
            break;
        }
        (area, left) = (grown, from);
    }
    load * area * libm::exp(height)
}

/// Returns ln(1 + t) − t, without cancellation for small t.
fn curvature(t: f64) -> f64 {
    if t > 0.5 {
        return libm::log1p(t) - t;
    }
    // With r = t/(2 + t): ln(1 + t) = 2 (r + r³/3 + r⁵/5 + …), and t = 2 r + r t.
    let r = t / (2.0 + t);
    let (mut sum, mut power, mut n) = (-r * t, 2.0 * r, 1.0);
    loop {
        power *= r * r;
        n += 2.0;
        let grown = sum + power / n;
        if grown == sum {
            return sum;
        }
        sum = grown;
    }
}

/// Returns 1/B for `servers`, given the `inverse` for one server less.
fn next(load: f64, servers: f64, inverse: f64) -> f64 {
    1.0 + servers / load * inverse
}

/// Returns Erlang C; NaN if the queue is not stable.
fn waiting(load: f64, servers: f64) -> f64 {
    // Also false if either is NaN.
    if load < servers && servers >= 1.0 {
        of_waiting(blocked(load, servers), load, servers)
    } else {
        f64::NAN
    }
}

/// Returns Erlang C from Erlang B; 1 if the load is not below the number of servers.
fn of_waiting(blocked: f64, load: f64, servers: f64) -> f64 {
    if load >= servers { 1.0 } else { blocked / (1.0 - load / servers * (1.0 - blocked)) }
}

/// Returns the smallest number of servers for which a function of Erlang B is at most `share`. The function must
/// decrease with the number of servers.
fn fewest(load: f64, share: f64, measure: impl Fn(f64, f64) -> f64) -> Count {
    if !((0.0..=MOST).contains(&load) && share > 0.0 && share < 1.0) {
        return count(f64::NAN);
    }
    if load == 0.0 {
        return count(0.0);
    }
    let fits = |inverse: f64, servers: f64| measure(1.0 / inverse, servers) <= share;
    let fits_at = |servers: f64| fits(inverse(load, servers), servers);
    // The answer is a few times the square root of the load above the load, or below it if a large fraction may be
    // blocked. It exists, since B decreases to 0.
    let (mut too_few, mut enough) = (-1.0, libm::floor(load));
    let mut step = libm::ceil(libm::sqrt(load)).max(WALK);
    while !fits_at(enough) {
        (too_few, enough) = (enough, enough + step);
        step *= 2.0;
    }
    while enough - too_few > WALK {
        let middle = libm::floor(f64::midpoint(too_few, enough));
        if fits_at(middle) { enough = middle } else { too_few = middle }
    }
    let (mut servers, mut inverse_b) = (too_few, inverse(load, too_few));
    while servers < enough {
        servers += 1.0;
        inverse_b = next(load, servers, inverse_b);
        if fits(inverse_b, servers) {
            break;
        }
    }
    count(servers)
}

fn count(number: f64) -> Count {
    Count::new::<crate::units::quantities::count::one>(number)
}

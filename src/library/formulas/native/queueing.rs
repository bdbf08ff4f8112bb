//! Waiting lines: Erlang's formulas, and how many servers keep a wait short.
//!
//! Arrivals are Poisson, service times exponential; a load is in Erlangs, arrivals times
//! service time. Everything rests on the recurrence of Erlang B,
//! 1/B(c) = 1 + (c/a) / B(c − 1), and on what it makes when it is written out,
//! 1/B(c) = 1 + c/a + c (c − 1)/a² + …: positive terms that fall beyond k = c − a, so that
//! nothing cancels. Their number grows with the root of the load; for large loads the same sum
//! is an integral, 1/B(c) = a ∫ e^(−a t) (1 + t)^c dt from 0 on, and takes a few hundred points.
//! Sources: A. K. Erlang, "Solution of some problems in the theory of probabilities of
//! significance in automatic telephone exchanges", 1917; L. Kleinrock, "Queueing Systems",
//! volume 1, 1975; D. L. Jagerman, "Some Properties of the Erlang Loss Function", 1974, for the
//! integral; M. Abramowitz and I. A. Stegun, "Handbook of Mathematical Functions", 1964, 25.4.30
//! for the points.

use crate::units::quantities::typed::{Count, CountRate, Time};

/// The most servers, and Erlangs: whole numbers, of which an `f64` still tells one from the next.
const MOST: f64 = 1e9;

/// From this load on Erlang B is computed by the integral: to twelve digits, as the sum is.
const LARGE: f64 = 1e4;

/// So many steps of the recurrence are no more work than Erlang B once more.
const WALK: f64 = 500.0;

/// Gauss's eight points between −1 and 1, on one side of 0, with their weights.
const GAUSS: [(f64, f64); 4] = [
    (0.183_434_642_495_649_8, 0.362_683_783_378_362),
    (0.525_532_409_916_329, 0.313_706_645_877_887_3),
    (0.796_666_477_413_626_7, 0.222_381_034_453_374_5),
    (0.960_289_856_497_536_3, 0.101_228_536_290_376_3),
];

/// A count as a plain number, whatever is counted.
pub fn plain_count(count: Count) -> f64 {
    count.value
}

/// The share of arrivals that are turned away when nobody can wait: Erlang B.
pub fn erlang_b(load: f64, servers: Count) -> f64 {
    blocked(load, servers.value)
}

/// The share of arrivals that wait: Erlang C. Defined while the load is below the servers.
pub fn erlang_c(load: f64, servers: Count) -> f64 {
    waiting(load, servers.value)
}

/// The mean time in the queue of M/M/c, in service times: C(c, a) / (c − a).
pub fn waiting_time(arrivals: CountRate, service: Time, servers: Count) -> Time {
    let load = arrivals.value * service.value;
    service * (waiting(load, servers.value) / (servers.value - load))
}

/// The time in the queue of M/M/c that a share `level` of the arrivals does not exceed, in
/// service times: max(0, ln(C / (1 − level)) / (c − a)), as P(W > t) = C e^(−(c − a) t).
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

/// The fewest servers with which no more than a share of arrivals is turned away.
pub fn servers_for_blocking(load: f64, share: f64) -> Count {
    fewest(load, share, |blocked, _| blocked)
}

/// The fewest servers with which no more than a share of arrivals waits.
pub fn servers_for_waiting(load: f64, share: f64) -> Count {
    fewest(load, share, |blocked, servers| of_waiting(blocked, load, servers))
}

/// The fewest servers with which a share `level` of the arrivals waits no longer than so
/// many service times.
pub fn servers_for_wait(load: f64, wait: f64, level: f64) -> Count {
    if wait.is_nan() || wait < 0.0 {
        return count(f64::NAN);
    }
    fewest(load, 1.0 - level, |blocked, servers| {
        of_waiting(blocked, load, servers) * libm::exp(-(servers - load).max(0.0) * wait)
    })
}

/// The time until a backlog is gone, while arrivals go on.
pub fn drain_time(backlog: Count, drain: CountRate, arrivals: CountRate) -> Time {
    let net = drain - arrivals;
    backlog / if net.value > 0.0 { net } else { net * f64::NAN }
}

/// Erlang B for a whole number of servers, and between two of them the straight line.
fn blocked(load: f64, servers: f64) -> f64 {
    if !((0.0..=MOST).contains(&load) && (0.0..=MOST).contains(&servers)) {
        return f64::NAN;
    }
    let whole = libm::floor(servers);
    let (inverse, between) = (inverse(load, whole), servers - whole);
    let here = 1.0 / inverse;
    if between == 0.0 { here } else { here + between * (1.0 / next(load, whole + 1.0, inverse) - here) }
}

/// 1/B for a whole number of servers, infinite where B is too small for an `f64`.
fn inverse(load: f64, servers: f64) -> f64 {
    if load < LARGE { sum(load, servers) } else { integral(load, servers) }
}

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

fn integral(load: f64, servers: f64) -> f64 {
    let spare = servers - load;
    let exponent = |t: f64| servers * curvature(t) + spare * t;
    // The integrand falls from here to both sides, or, where there is nothing to spare, from 0 on.
    let peak = spare.max(0.0) / load;
    let height = exponent(peak);
    // Beyond this e^height is no `f64`; below it servers and load are of one size.
    if height > 710.0 {
        return f64::INFINITY;
    }
    // Within one of these it falls no faster than a bell does within its standard deviation.
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

/// ln(1 + t) − t, for a small t without the difference of two numbers that are nearly the same.
fn curvature(t: f64) -> f64 {
    if t > 0.5 {
        return libm::log1p(t) - t;
    }
    // With r = t/(2 + t) the logarithm is 2 (r + r³/3 + r⁵/5 + …), and t is 2 r + r t.
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

/// 1/B for one server more.
fn next(load: f64, servers: f64, inverse: f64) -> f64 {
    1.0 + servers / load * inverse
}

fn waiting(load: f64, servers: f64) -> f64 {
    // Also false where either is no number.
    if load < servers && servers >= 1.0 {
        of_waiting(blocked(load, servers), load, servers)
    } else {
        f64::NAN
    }
}

/// Erlang C from Erlang B; 1 where the work is more than the servers can do.
fn of_waiting(blocked: f64, load: f64, servers: f64) -> f64 {
    if load >= servers { 1.0 } else { blocked / (1.0 - load / servers * (1.0 - blocked)) }
}

/// The fewest servers for which a measure of Erlang B, falling with their number, is at most a share.
fn fewest(load: f64, share: f64, measure: impl Fn(f64, f64) -> f64) -> Count {
    if !((0.0..=MOST).contains(&load) && share > 0.0 && share < 1.0) {
        return count(f64::NAN);
    }
    if load == 0.0 {
        return count(0.0);
    }
    let fits = |inverse: f64, servers: f64| measure(1.0 / inverse, servers) <= share;
    let fits_at = |servers: f64| fits(inverse(load, servers), servers);
    // The answer lies some roots of the load above it, or, where many may be turned away, below. There is
    // one, as B falls to 0.
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

//! Waiting lines: Erlang's formulas, and how many servers keep a wait short.
//!
//! Arrivals are Poisson, service times exponential; a load is in Erlangs, arrivals times
//! service time. Everything rests on the recurrence of Erlang B,
//! 1/B(c) = 1 + (c/a) / B(c − 1), and on what it makes when it is written out,
//! 1/B(c) = 1 + c/a + c (c − 1)/a² + …: positive terms that fall beyond k = c − a, so that
//! nothing cancels, and a million servers take some thousand of them.
//! Sources: A. K. Erlang, "Solution of some problems in the theory of probabilities of
//! significance in automatic telephone exchanges", 1917; L. Kleinrock, "Queueing Systems",
//! volume 1, 1975.

use crate::units::quantities::typed::{Count, CountRate, Time};

/// The most servers, and Erlangs: the time that a result takes grows with their root.
const MOST: f64 = 1e9;

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
    // The answer lies some roots of the load above it, or, where many may be turned away, below.
    let mut servers = libm::floor(load);
    let mut inverse_b = inverse(load, servers);
    if measure(1.0 / inverse_b, servers) > share {
        while servers < 2.0 * MOST {
            servers += 1.0;
            inverse_b = next(load, servers, inverse_b);
            if measure(1.0 / inverse_b, servers) <= share {
                return count(servers);
            }
        }
        return count(f64::NAN);
    }
    let (mut enough, mut too_few) = (servers, -1.0);
    while enough - too_few > 1.0 {
        let middle = libm::floor((enough + too_few) / 2.0);
        let fits = measure(1.0 / inverse(load, middle), middle) <= share;
        if fits { enough = middle } else { too_few = middle }
    }
    count(enough)
}

fn count(number: f64) -> Count {
    Count::new::<crate::units::quantities::count::one>(number)
}

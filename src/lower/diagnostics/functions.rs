//! Functions of other languages, and what does the same here: a row each.
//!
//! `{1}` and `{2}` are the arguments, `{1*}` in parentheses if it is more than a number or a name. An offer without
//! them is the name of a function that takes the same arguments.

/// A function that napkin does not have.
pub(super) struct Foreign {
    pub names: &'static [&'static str],
    /// The number of its arguments; `None` for any number.
    pub takes: Option<usize>,
    /// Each meaning in a few words, with what has it.
    pub offers: &'static [(&'static str, &'static str)],
}

const fn row(
    names: &'static [&'static str],
    takes: Option<usize>,
    offers: &'static [(&'static str, &'static str)],
) -> Foreign {
    Foreign { names, takes, offers }
}

/// The table; of two rows with the same name, the one whose number of arguments is the call's.
#[rustfmt::skip]
pub(super) const FOREIGN: &[Foreign] = &[
    // log(100M)/log(62): the base is not said.
    row(&["log"], Some(1), &[("for base 10", "log10"), ("for the natural logarithm", "ln"), ("for base 2", "log2")]),
    row(&["log", "logb"], Some(2), &[("for base {2}", "ln({1}) / ln({2})")]),
    row(&["lg"], Some(1), &[("for base 2", "log2"), ("for base 10", "log10")]),
    row(&["lb", "ld", "log_2"], Some(1), &[("for base 2", "log2")]),
    row(&["log_10"], Some(1), &[("for base 10", "log10")]),
    row(&["loge", "log_e"], Some(1), &[("for the natural logarithm", "ln")]),
    // pow(2, 10), POWER(62, 7)
    row(&["pow", "power"], Some(2), &[("for a power", "{1*}^{2*}")]),
    row(&["sq", "sqr", "square", "squared"], Some(1), &[("for a square", "{1*}^2")]),
    row(&["cbrt"], Some(1), &[("for a cube root", "{1*}^(1/3)")]),
    row(&["root"], Some(1), &[("for a square root", "sqrt")]),
    // mod(17, 5)
    row(&["mod", "modulo", "rem", "fmod"], Some(2), &[("for the remainder", "({1*} - floor({1*} / {2*}) * {2*})")]),
    row(&["div", "quotient", "intdiv"], Some(2), &[("for a whole quotient", "floor({1*} / {2*})")]),
    row(&["ceiling", "roundup"], Some(1), &[("to round up", "ceil")]),
    row(&["trunc", "int", "rounddown"], Some(1), &[("to round down", "floor")]),
    row(&["rint", "nearest"], Some(1), &[("to round", "round")]),
    // avg(3, 5), total(1 GB, 2 GB)
    row(&["avg", "average"], None, &[("for the mean", "mean")]),
    row(&["total", "add", "plus"], None, &[("for the sum", "sum")]),
    row(&["maximum", "greatest", "largest"], None, &[("for the greatest", "max")]),
    row(&["minimum", "least", "smallest"], None, &[("for the least", "min")]),
    // median(1, 2, 9) is of several values, p50 of one that is uncertain.
    row(&["median"], Some(1), &[("for the median", "p50")]),
    row(&["median"], None, &[("for the mean", "mean")]),
    row(&["stddev", "std", "stdev", "sigma", "stdev_s", "stdev_p"], Some(1), &[("for the standard deviation", "sd")]),
    row(&["percentile", "quantile", "pct"], Some(2), &[("for that percentile", "p{2}({1})")]),
    row(&["range", "between"], Some(2), &[("for a range", "({1} to {2})")]),
    row(&["rand", "random", "randint"], Some(2), &[("for a uniform distribution", "uniform")]),
    row(&["prob", "probability", "pr"], Some(1), &[("for the probability", "P")]),
];

/// Returns the function of a name that takes a number of arguments.
pub(super) fn foreign(name: &str, arguments: usize) -> Option<&'static Foreign> {
    let mut named = FOREIGN.iter().filter(|row| row.names.iter().any(|own| own.eq_ignore_ascii_case(name)));
    named.find(|row| row.takes.is_none_or(|takes| takes == arguments))
}

/// Returns an offer with the arguments in it.
pub(super) fn written(offer: &str, arguments: &[&str]) -> String {
    let mut text = offer.to_owned();
    for (at, argument) in arguments.iter().enumerate() {
        let is_one = !argument.trim().contains([' ', '+', '-', '*', '/', '^']);
        let wrapped = if is_one { (*argument).to_owned() } else { format!("({argument})") };
        text = text.replace(&format!("{{{}*}}", at + 1), &wrapped);
        text = text.replace(&format!("{{{}}}", at + 1), argument);
    }
    text
}

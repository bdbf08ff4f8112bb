//! Phrases of prose and what says the same in the language: a row each, the first that matches wins.
//!
//! A test runs every row: its line is refused, the first text offered makes the line of the last column, and that has
//! a value. The section "Prose" of the language reference has the same lines.

/// A phrase, and the texts that are offered for it.
#[derive(Debug)]
pub(crate) struct Pattern {
    /// The phrase, as elements that [`matching`](super::matching) explains.
    pub typed: &'static str,
    /// Each reading in a few words, with its text.
    pub written: &'static [(&'static str, &'static str)],
    /// A line with the phrase.
    #[cfg_attr(not(test), allow(dead_code))]
    pub line: &'static str,
    /// The line with the first text in place of the phrase.
    #[cfg_attr(not(test), allow(dead_code))]
    pub becomes: &'static str,
}

const fn row(
    typed: &'static str,
    written: &'static [(&'static str, &'static str)],
    line: &'static str,
    becomes: &'static str,
) -> Pattern {
    Pattern { typed, written, line, becomes }
}

/// The table. What is longer stands before what is a part of it.
#[rustfmt::skip]
pub(crate) const PATTERNS: &[Pattern] = &[
    // Questions, and what stands around a formula.
    row("^ how many|much W are|is|in|makes|per ~in|per a|an|one W $", &[("to convert", "1 {2} to {1}")],
        "how many seconds in a day", "1 day to seconds"),
    row("^ how many|much W in|is|are|makes .. $", &[("to convert", "{2} to {1}")],
        "how many MB are 2 GB", "2 GB to MB"),
    row("^ how many W ~~ .. at|with|@ .. each $", &[("for each of them", "{2+} / ({3}/{1-})")],
        "how many disks do we need for 100 TB with 4 TB each", "100 TB / (4 TB/disk)"),
    row("^ how many W ~~ .. at|with|@ .. per|/ W $", &[("for each of them", "{2+} / ({3} per {4})")],
        "how many servers for 33k rps at 1k rps per server", "33k rps / (1k rps per server)"),
    row("^ how many W ~~ .. at|with|@ .. $", &[("for each of them", "{2+} / ({3}/{1-})")],
        "how many servers for 33k rps at 1k rps", "33k rps / (1k rps/server)"),
    row("^ how long ~~ .. at|over|with|@|through|on .. $", &[("for the time", "{1+} / {2*}")],
        "how long to transfer 10 TB at 1 Gbps", "10 TB / 1 Gbps"),
    row("^ how many|much W ~~ .. $", &[("without the question", "{2}")],
        "how much storage for 100 GB/day * 30 days", "100 GB/day * 30 days"),
    row("^ what|whats ~'|s ~s|is|are|of ~the %|percent|percentage of .. is .. $", &[("for the share", "{2+} / {1*} to %")],
        "what percentage of 80 GB is 20 GB", "20 GB / 80 GB to %"),
    row("^ .. is what ~% ~percent|percentage|share|fraction of .. $", &[("for the share", "{1+} / {2*} to %")],
        "20 GB is what % of 80 GB", "20 GB / 80 GB to %"),
    row("^ what|whats|what's ~'|s ~s|is|are ~the .. $", &[("without the question", "{1}")],
        "what is 5% of 2M users", "5% of 2M users"),
    row("^ calculate|calc|compute|convert|estimate|evaluate|find|solve|total|show ~the ~: .. $", &[("without the word", "{1}")],
        "convert 3 days to hours", "3 days to hours"),
    row("^ ? W ~in|=|are|is|== .. $", &[("to convert", "{2} to {1}")],
        "? GB = 2 TB", "2 TB to GB"),
    row("=|==|is|are|equals ?|what|how ~many|much W", &[("to convert", "to {1}")],
        "1TB = ? GB", "1TB to GB"),
    row("in|to how ~many|much W", &[("to convert", "to {1}")],
        "3 days in how many hours", "3 days to hours"),
    row("Q =|== ~? $", &[("without it", "{1}")],
        "3 * 5 GB = ?", "3 * 5 GB"),

    // Conditionals and brackets of other languages.
    row("^ if|iff ( .. , .. , .. ) $", &[("for a conditional", "if {1} then {2} else {3}")],
        "if(2 > 1, 5, 6)", "if 2 > 1 then 5 else 6"),
    row("if|iff ( .. , .. , .. )", &[("for a conditional", "(if {1} then {2} else {3})")],
        "2 * if(2 > 1, 5, 6)", "2 * (if 2 > 1 then 5 else 6)"),
    row("O if .. then .. else .. $", &[("in parentheses", "{1} (if {2} then {3} else {4})")],
        "2 * if 2 > 1 then 5 else 6", "2 * (if 2 > 1 then 5 else 6)"),
    row("^ .. ? .. : .. $", &[("for a conditional", "if {1} then {2} else {3}")],
        "2 > 1 ? 5 : 6", "if 2 > 1 then 5 else 6"),
    row("^ .. if .. else .. $", &[("for a conditional", "if {2} then {1} else {3}")],
        "5 if 2 > 1 else 6", "if 2 > 1 then 5 else 6"),
    row("^ if .. ~then : .. else|; ~else ~: .. $", &[("for a conditional", "if {1} then {2} else {3}")],
        "if 2 > 1: 5 else: 6", "if 2 > 1 then 5 else 6"),
    row("^ if ( .. ) Q else .. $", &[("for a conditional", "if {1} then {2} else {3}")],
        "if (2 > 1) 5 else 6", "if 2 > 1 then 5 else 6"),
    row("W ( [ ... ] )", &[("without brackets", "{1}({2})")],
        "max([1, 2, 9])", "max(1, 2, 9)"),
    row("[ Q , Q ]", &[("for a range", "{1} to {2}"), ("for a uniform distribution", "uniform({1}, {2})")],
        "[1, 20] * 5 GB", "1 to 20 * 5 GB"),
    row("[ .. ]", &[("in parentheses", "({1})")],
        "[2 + 3] * 5 GB", "(2 + 3) * 5 GB"),
    row("{ .. }", &[("in parentheses", "({1})")],
        "{2 + 3} * 5 GB", "(2 + 3) * 5 GB"),

    // Signs of other languages.
    row("^ W ( W ) = .. $", &[("to define a function", "fn {1}({2}) = {3}")],
        "f(x) = x * 2", "fn f(x) = x * 2"),
    row("^ W ( W , W ) = .. $", &[("to define a function", "fn {1}({2}, {3}) = {4}")],
        "f(x, y) = x * y", "fn f(x, y) = x * y"),
    row("= <", &[("to compare", "<=")], "3 GB =< 5 GB", "3 GB <= 5 GB"),
    row("= >", &[("to compare", ">=")], "3 GB => 5 GB", "3 GB >= 5 GB"),
    row("< >", &[("to compare", "!=")], "3 GB <> 5 GB", "3 GB != 5 GB"),
    row("= = =", &[("to compare", "==")], "3 GB === 5 GB", "3 GB == 5 GB"),

    // Shares.
    row("^ .. as|in ~a ~% ~percent|percentage|share|fraction of .. $", &[("for the share", "{1+} / {2*} to %")],
        "10 as % of 100", "10 / 100 to %"),

    // Nines.
    row("two|2 nines|9s", &[("as a share", "99%")], "two nines of 1M requests", "99% of 1M requests"),
    row("three|3 nines|9s", &[("as a share", "99.9%")], "three nines", "99.9%"),
    row("four|4 nines|9s", &[("as a share", "99.99%")], "four nines", "99.99%"),
    row("five|5 nines|9s", &[("as a share", "99.999%")], "five nines", "99.999%"),
    row("six|6 nines|9s", &[("as a share", "99.9999%")], "six nines", "99.9999%"),
    row("seven|7 nines|9s", &[("as a share", "99.99999%")], "seven nines", "99.99999%"),
    row("eleven|11 nines|9s", &[("as a share", "99.999999999%")], "eleven nines", "99.999999999%"),

    // Availability.
    row("P ~of uptime|availability|available|up|sla|slo|reliability|reliable ~in|over|per|for|of a|an|one|per|each|every|/ T",
        &[("for the downtime", "(1 - {1}) * 1 {2-}")],
        "99.9% uptime per month", "(1 - 99.9%) * 1 month"),
    row("P ~of uptime|availability|available|up|sla|slo|reliability|reliable in|over|for|during N T",
        &[("for the downtime", "(1 - {1}) * {2} {3}")],
        "99.95% availability over 30 days", "(1 - 99.95%) * 30 days"),
    row("downtime ~at|of|for|with P ~uptime|availability ~in|over|per|for|of a|an|one|per|each|every|/ T",
        &[("for the downtime", "(1 - {1}) * 1 {2-}")],
        "downtime at 99.9% per month", "(1 - 99.9%) * 1 month"),
    row("P downtime|unavailable|unavailability ~in|over|per|for|of a|an|one|per|each|every|/ T",
        &[("for the downtime", "{1} * 1 {2-}")],
        "0.1% downtime per month", "0.1% * 1 month"),

    // Growth and discounts.
    row("&value ~*|×|+|with|plus|and|at|by ~growing|grows ~at|by P ~of ~growth|yoy|more|increase ~growth|yoy per|a|an|each|every|/ T for|over|in N T",
        &[("for the growth", "* (1 + {1})^({3} {4} / 1 {2})")],
        "10 TB 20% growth per year for 3 years", "10 TB * (1 + 20%)^(3 years / 1 year)"),
    row("&value ~*|×|+|with|plus|and|at P annual|yearly|annually|yoy ~growth ~rate for|over|in N T",
        &[("for the growth", "* (1 + {1})^({2} {3} / 1 year)")],
        "10 TB with 20% yearly growth for 5 years", "10 TB * (1 + 20%)^(5 years / 1 year)"),
    row("&value ~*|×|+|with|plus|and|at P monthly ~growth ~rate for|over|in N T",
        &[("for the growth", "* (1 + {1})^({2} {3} / 1 month)")],
        "10 TB with 2% monthly growth over 1 year", "10 TB * (1 + 2%)^(1 year / 1 month)"),
    row("&value ~and growing|grows|grow|increased|increases|rising|up ~at|by P ~growth", &[("for the growth", "* (1 + {1})")],
        "10 TB growing by 20%", "10 TB * (1 + 20%)"),
    row("&value ~and shrinking|reduced|decreased|cut|down|discounted|lowered ~at|by P ~off", &[("for the rest", "* (1 - {1})")],
        "$1000/month reduced by 30%", "$1000/month * (1 - 30%)"),
    row("&value ~*|×|+|with|plus|and|at ~a|an ~extra P ~of headroom|buffer|slack|margin|spare|free|reserve ~capacity",
        &[("for that much more", "* (1 + {1})"), ("for that share free", "/ (1 - {1})")],
        "10 TB + 20% headroom", "10 TB * (1 + 20%)"),
    row("&value ~*|×|+|with|plus|and|at|for ~a|an ~extra P ~annual|yearly|monthly|of growth|overhead|more|extra|increase|larger|bigger|higher|tax|vat|markup|surcharge|redundancy|safety|padding|metadata",
        &[("for that much more", "* (1 + {1})")],
        "10 TB * 20% growth", "10 TB * (1 + 20%)"),
    row("&value ~*|×|-|with|minus|less|at|for|and ~a|an P off|discount|discounted|less|cheaper|smaller|lower|fewer|savings|saving|reduction|decrease|drop|churn",
        &[("for the rest", "* (1 - {1})")],
        "$1000/month 30% off", "$1000/month * (1 - 30%)"),
    row("&value at|@ P utilization|utilisation|load|full|usage|occupancy|capacity",
        &[("for the part in use", "* {1}"), ("for the whole of which it is a part", "/ {1}")],
        "100 TB at 70% utilization", "100 TB * 70%"),

    row("P to P W /|per W", &[("for factors", "{1%} to {2%} {3}/{4}")],
        "0.2% to 1% messages/user", "0.002 to 0.01 messages/user"),

    // How often.
    row("O once|1x a|an|per|each|every T", &[("for a rate", "{1} 1/{2-}")],
        "5M users * once a day", "5M users * 1/day"),
    row("O twice|2x a|an|per|each|every T", &[("for a rate", "{1} 2/{2-}")],
        "5M users * twice a day", "5M users * 2/day"),
    row("O N times|x a|an|per|each|every T", &[("for a rate", "{1} {2}/{3-}")],
        "5M users * 3 times a day", "5M users * 3/day"),
    row("&value once a|an|per|each|every T", &[("for a rate", "* 1/{1-}")],
        "5M users once a day", "5M users * 1/day"),
    row("&value twice a|an|per|each|every T", &[("for a rate", "* 2/{1-}")],
        "5M users twice a day", "5M users * 2/day"),
    row("&value N times|x a|an|per|each|every T", &[("for a rate", "* {1}/{2-}")],
        "(2M users) 3 times a day", "(2M users) * 3/day"),
    row("~once every|each N T", &[("for a rate", "/ {1} {2}")],
        "1 request every 4 seconds", "1 request / 4 seconds"),
    row("&value every other T", &[("for a rate", "/ 2 {1}")],
        "5M requests every other day", "5M requests / 2 day"),

    // A part of a time, and one of it.
    row("^ W in|per ~a|an|one|1 W $", &[("to convert", "1 {2} to {1}")],
        "seconds in a day", "1 day to seconds"),
    row("~a half ~of ~a|an|the T", &[("in figures", "0.5 {1}")], "half a day", "0.5 day"),
    row("~a quarter of ~a|an|the T", &[("in figures", "0.25 {1}")], "100 GB/day * a quarter of a year", "100 GB/day * 0.25 year"),
    row("of a|an|one|the T", &[("in figures", "of 1 {1-}")], "1% of a year", "1% of 1 year"),
    row("&value ~with|in|within|during|over a|an|one T", &[("for a rate", "per {1-}")],
        "100M urls a month", "100M urls per month"),
    row("&value each|every T", &[("for a rate", "per {1-}")],
        "5 TB every day", "5 TB per day"),

    // Numbers as words.
    row("twice|double N", &[("in figures", "2 * {1}")], "double 100M users", "2 * 100M users"),
    row("triple|thrice N", &[("in figures", "3 * {1}")], "triple 100M users", "3 * 100M users"),
    row("a|one million", &[("in figures", "1 million")], "a million users", "1 million users"),
    row("a|one billion", &[("in figures", "1 billion")], "a billion users", "1 billion users"),
    row("a|one thousand", &[("in figures", "1_000")], "a thousand users", "1_000 users"),
    row("a|one hundred", &[("in figures", "100")], "a hundred users", "100 users"),
    row("a|one dozen", &[("in figures", "12")], "a dozen servers", "12 servers"),
    row("F W", &[("in figures", "{1} {2}")], "5 KB * two million", "5 KB * 2 million"),

    // Operators as words.
    row("^ N mod|modulo|% N $", &[("for the remainder", "{1} - floor({1} / {2}) * {2}")],
        "17 mod 5", "17 - floor(17 / 5) * 5"),
    row("divided|split|spread|shared|sharded|partitioned by|over|across|among|between|into", &[("to divide", "/")],
        "100 TB divided by 20", "100 TB / 20"),
    row("multiplied by", &[("to multiply", "*")], "100 TB multiplied by 3", "100 TB * 3"),
    row("~to ~the ~power raised|power ~to ~of ~the ~power ~of", &[("for a power", "^")], "62 to the power of 7", "62 ^ 7"),
    row("&value squared", &[("for a power", "^ 2")], "(3 * 5) squared", "(3 * 5) ^ 2"),
    row("&value cubed", &[("for a power", "^ 3")], "(3 * 5) cubed", "(3 * 5) ^ 3"),
    row("&value ~replicated N times|ways|copies|replicas", &[("to multiply", "* {1}")], "(100 TB) replicated 3 times", "(100 TB) * 3"),
    row("plus ~another", &[("to add", "+")], "5 TB plus 3 TB", "5 TB + 3 TB"),
    row("minus", &[("to subtract", "-")], "5 TB minus 3 TB", "5 TB - 3 TB"),
    row("times", &[("to multiply", "*")], "5 TB times 3", "5 TB * 3"),
    row("over|during|for &rate N T", &[("for a total", "* {1} {2}")],
        "100 GB/day for 30 days", "100 GB/day * 30 days"),
    row("in|within &rate N T", &[("for a total", "* {1} {2}"), ("to divide", "/ {1} {2}")],
        "100 GB/day in 30 days", "100 GB/day * 30 days"),
    row("in|within|over|during !rate N T", &[("for a rate", "/ {1} {2}")],
        "5M requests in 10 min", "5M requests / 10 min"),
    row("across|over|among|between Q", &[("to divide", "/ {1}")],
        "100 TB across 20 servers", "100 TB / 20 servers"),
    row("N W at|@|by N =2", &[("to divide", "{1} {2} / {3} {2}")],
        "33k rps at 1k rps", "33k rps / 1k rps"),
    row("at|@|for|with|having|each ~with|having|sending|making|posting|doing|using Q", &[("to multiply", "* {1}")],
        "33k req/s at 2 KB/req", "33k req/s * 2 KB/req"),
    row("&value sending|making|posting|uploading|doing|using|storing|generating|issuing|watching|reading|writing|viewing|producing N",
        &[("to multiply", "* {1}")],
        "10M users sending 5 messages/user/day", "10M users * 5 messages/user/day"),
    row("about|roughly|approximately|approx|around|circa|nearly|almost|say|exactly|only N", &[("without the word", "{1}")],
        "about 100M users", "100M users"),
    row("of the W", &[("without the article", "of {1}")],
        "dau = 2M users; 5% of the dau", "dau = 2M users; 5% of dau"),
    row("the W", &[("without the article", "{1}")],
        "dau = 2M users; 3 * the dau", "dau = 2M users; 3 * dau"),
    row("?|! $", &[("without it", "")], "100 GB / 5 GB ?", "100 GB / 5 GB"),
];

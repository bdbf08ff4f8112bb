//! Words after a number that mean something else than a new noun, each with what to write instead.

/// What to write instead of a word.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Instead {
    /// A unit or a noun, in the plural: `5 gigs` → `5 GB`.
    Unit(&'static str),
    /// A factor of the number: `5 dozen` → `60`.
    Times(f64),
    /// So many of a unit: `2 fortnights` → `4 weeks`.
    Amount(f64, &'static str),
    /// A share: `3 nines` → `99.9%`.
    Nines,
    /// A factor: `3 times` → `3x`.
    Factor,
    /// A price in dollars: `5 bucks` → `$5`.
    Dollars,
    /// A rate: `500 daily` → `500/day`.
    Per(&'static str),
    /// A declaration of the currency with this code: `5 EUR`.
    Currency(&'static str),
    /// The number alone: `5 total` → `5`.
    Nothing,
    /// The number alone, if somebody says so: `5 each` → `5`.
    Asked,
}

use super::super::catalog;
use Instead::{Amount, Asked, Currency, Dollars, Factor, Nines, Nothing, Per, Times, Unit};

/// Words that mean the same, what to write instead, and a line that needs the row with the line that it becomes. A line
/// that becomes nothing has no fix that a machine can make.
pub struct Row {
    /// The words.
    pub words: &'static [&'static str],
    /// What to write instead of them.
    pub instead: Instead,
    /// A line with one of them, for the test of the table.
    #[cfg_attr(not(test), allow(dead_code))]
    pub line: &'static str,
    /// The line after the change.
    #[cfg_attr(not(test), allow(dead_code))]
    pub becomes: &'static str,
}

const fn row(
    words: &'static [&'static str],
    instead: Instead,
    line: &'static str,
    becomes: &'static str,
) -> Row {
    Row { words, instead, line, becomes }
}

/// Returns what to write instead of a word; `None` if it may be a noun.
pub fn never(word: &str) -> Option<Instead> {
    ROWS.iter().find(|row| row.words.contains(&word)).map(|row| row.instead)
}

/// Words that may mean something else than what the table says, so that a person is asked.
const ASKED: [&str; 40] = [
    "c",
    "percents",
    "percentage",
    "percentages",
    "prcent",
    "precent",
    "dozen",
    "dozens",
    "grand",
    "half",
    "halves",
    "twice",
    "thrice",
    "times",
    "fold",
    "gig",
    "kilo",
    "kilos",
    "mega",
    "giga",
    "tera",
    "peta",
    "milli",
    "micro",
    "nano",
    "mon",
    "workday",
    "workdays",
    "workweek",
    "workweeks",
    "weekend",
    "weekends",
    "weekday",
    "weekdays",
    "mps",
    "wps",
    "cps",
    "rpm",
    "pence",
    "foot",
];

/// Whether what the table says of a word is taken without asking.
pub fn is_certain(word: &str, instead: Instead) -> bool {
    !matches!(instead, Asked | Currency(_) | Per(_) | Factor) && !ASKED.contains(&word)
}

/// Returns a unit that is given in the plural, in the singular if it stands after a `/`.
pub fn bare_unit(unit: &str, divides: bool) -> String {
    let known = catalog::lookup(unit).and_then(catalog::unit).filter(|_| divides);
    known.map_or(unit, |unit| unit.singular).to_owned()
}

/// The table.
pub const ROWS: &[Row] = &[
    // Numbers.
    row(&["dozen", "dozens"], Times(12.0), "5 dozen * 2", "60 * 2"),
    row(&["hundred", "hundreds"], Times(100.0), "3 hundred * 2 KB", "300 * 2 KB"),
    row(&["thousands", "grand"], Times(1e3), "5 grand / 2", "5000 / 2"),
    row(&["millions"], Times(1e6), "5 millions / 10", "5M / 10"),
    row(&["milliard", "milliards", "billions", "bil"], Times(1e9), "2 milliards / 10", "2bn / 10"),
    row(&["trillions", "tril"], Times(1e12), "2 trillions / 10", "2tn / 10"),
    row(&["quadrillion", "quadrillions"], Times(1e15), "7 quadrillion * 5", "7e15 * 5"),
    row(&["lac", "lacs", "lakh", "lakhs"], Times(1e5), "5 lakh / 10", "500k / 10"),
    row(&["crore", "crores"], Times(1e7), "2 crore / 10", "20M / 10"),
    row(&["half", "halves"], Times(0.5), "5 half", "2.5"),
    row(&["percents", "percentage", "percentages", "prcent", "precent"], Unit("percent"), "7 percents", "7%"),
    row(&["business", "working", "calendar"], Asked, "5 business", "5"),
    row(&["third", "thirds"], Times(1.0 / 3.0), "6 thirds", "2"),
    row(&["fifth", "fifths"], Times(0.2), "2 fifths", "0.4"),
    row(&["tenth", "tenths"], Times(0.1), "5 tenths", "0.5"),
    row(&["twice"], Times(2.0), "5 twice", "10"),
    row(&["thrice"], Times(3.0), "5 thrice", "15"),
    row(&["nines", "nine"], Nines, "3 nines", "99.9%"),
    row(&["times", "fold"], Factor, "3 times", "3x"),
    row(&["MFLOP", "MFLOPs", "MFlop", "Mflop"], Amount(1e6, "flops"), "5 MFLOP", "5M flops"),
    row(
        &["MFLOPS", "MFlops", "Mflops", "mflops", "megaflops"],
        Amount(1e6, "flops/s"),
        "5 MFLOPS",
        "5M flops/s",
    ),
    row(&["GFLOP", "GFLOPs", "GFlop", "Gflop"], Amount(1e9, "flops"), "5 GFLOP", "5bn flops"),
    row(
        &["GFLOPS", "GFlops", "Gflops", "gflops", "gigaflops"],
        Amount(1e9, "flops/s"),
        "5 GFLOPS",
        "5bn flops/s",
    ),
    row(&["TFLOP", "TFLOPs", "TFlop", "Tflop"], Amount(1e12, "flops"), "5 TFLOP", "5tn flops"),
    row(
        &["TFLOPS", "TFlops", "Tflops", "tflops", "teraflops"],
        Amount(1e12, "flops/s"),
        "5 TFLOPS",
        "5tn flops/s",
    ),
    row(&["PFLOP", "PFLOPs", "PFlop", "Pflop"], Amount(1e15, "flops"), "5 PFLOP", "5e15 flops"),
    row(
        &["PFLOPS", "PFlops", "Pflops", "pflops", "petaflops"],
        Amount(1e15, "flops/s"),
        "5 PFLOPS",
        "5e15 flops/s",
    ),
    row(&["EFLOP", "EFLOPs", "EFlop", "Eflop"], Amount(1e18, "flops"), "5 EFLOP", "5e18 flops"),
    row(
        &["EFLOPS", "EFlops", "Eflops", "eflops", "exaflops"],
        Amount(1e18, "flops/s"),
        "5 EFLOPS",
        "5e18 flops/s",
    ),
    row(&["ZFLOP", "ZFLOPs", "ZFlop", "Zflop"], Amount(1e21, "flops"), "5 ZFLOP", "5e21 flops"),
    row(
        &["ZFLOPS", "ZFlops", "Zflops", "zflops", "zettaflops"],
        Amount(1e21, "flops/s"),
        "5 ZFLOPS",
        "5e21 flops/s",
    ),
    // Units as they are said.
    row(
        &["gig", "gigs", "giga", "gigas", "gbyte", "gbytes", "Gbyte", "Gbytes", "GByte", "GBytes"],
        Unit("GB"),
        "5 gigs",
        "5 GB",
    ),
    row(
        &["meg", "megs", "mega", "megas", "mbyte", "mbytes", "Mbyte", "Mbytes", "MByte", "MBytes"],
        Unit("MB"),
        "5 Mbytes/s",
        "5 MB/s",
    ),
    row(
        &["kilo", "kilos", "kbyte", "kbytes", "Kbyte", "Kbytes", "KByte", "KBytes"],
        Unit("KB"),
        "5 kbytes",
        "5 KB",
    ),
    row(
        &["tera", "teras", "tbyte", "tbytes", "Tbyte", "Tbytes", "TByte", "TBytes"],
        Unit("TB"),
        "5 tera",
        "5 TB",
    ),
    row(
        &["peta", "petas", "pbyte", "pbytes", "Pbyte", "Pbytes", "PByte", "PBytes"],
        Unit("PB"),
        "5 peta",
        "5 PB",
    ),
    row(&["GbE", "gbe", "GBE"], Unit("Gbps"), "100 GbE", "100 Gbps"),
    row(&["octet", "octets"], Unit("B"), "20 octets/packet", "20 B/packet"),
    row(&["milli", "millis"], Unit("ms"), "5 millis", "5 ms"),
    row(&["micro", "micros"], Unit("us"), "5 micros", "5 us"),
    row(&["nano", "nanos"], Unit("ns"), "5 nanos", "5 ns"),
    row(&["mon", "mths", "mnths"], Unit("months"), "5 TB/mths", "5 TB/month"),
    row(&["qtr", "qtrs"], Unit("quarters"), "2 qtrs", "2 quarters"),
    // Lengths and times.
    row(&["fortnight", "fortnights"], Amount(2.0, "weeks"), "2 fortnights", "4 weeks"),
    row(&["century", "centuries"], Amount(100.0, "years"), "3 centuries", "300 years"),
    row(&["millennium", "millennia"], Amount(1000.0, "years"), "2 millennia", "2000 years"),
    row(&["semester", "semesters"], Amount(6.0, "months"), "2 semesters", "12 months"),
    row(&["workday", "workdays"], Amount(8.0, "hours"), "5 workdays", "40 hours"),
    row(&["workweek", "workweeks"], Amount(40.0, "hours"), "2 workweeks", "80 hours"),
    row(&["weekday", "weekdays"], Unit("days"), "5 weekdays", "5 days"),
    row(&["weekend", "weekends"], Amount(2.0, "days"), "5 GB/weekend", "5 GB/2 days"),
    row(&["inch", "inches"], Amount(2.54, "cm"), "10 inches", "25.4 cm"),
    row(&["foot", "feet"], Amount(30.48, "cm"), "10 feet", "304.8 cm"),
    row(&["yard", "yards"], Amount(91.44, "cm"), "100 yards", "9144 cm"),
    // Rates.
    row(&["pps"], Unit("packets/s"), "5k pps", "5k packets/s"),
    row(&["fps"], Unit("frames/s"), "60 fps", "60 frames/s"),
    row(&["eps"], Unit("events/s"), "5k eps", "5k events/s"),
    row(&["mps"], Unit("messages/s"), "5k mps", "5k messages/s"),
    row(&["wps"], Unit("writes/s"), "5k wps", "5k writes/s"),
    row(&["cps"], Unit("connections/s"), "5k cps", "5k connections/s"),
    row(&["rpm", "qpm"], Unit("requests/min"), "600 rpm", "600 requests/min"),
    row(&["rph", "qph"], Unit("requests/h"), "600 rph", "600 requests/h"),
    row(&["rpd", "qpd"], Unit("requests/day"), "600 rpd", "600 requests/day"),
    row(&["tpm"], Unit("tokens/min"), "90k tpm", "90k tokens/min"),
    row(&["wpm"], Unit("words/min"), "200 wpm", "200 words/min"),
    row(&["mph"], Unit("miles/h"), "60 mph", "60 miles/h"),
    row(&["kph", "kmh"], Unit("km/h"), "60 kmh", "60 km/h"),
    row(&["daily"], Per("day"), "500 daily", "500/day"),
    row(&["hourly"], Per("hour"), "500 hourly", "500/hour"),
    row(&["weekly"], Per("week"), "500 weekly", "500/week"),
    row(&["monthly"], Per("month"), "500 monthly", "500/month"),
    row(&["quarterly"], Per("quarter"), "500 quarterly", "500/quarter"),
    row(&["yearly", "annual", "annually"], Per("year"), "500 yearly", "500/year"),
    // Currencies.
    row(&["buck", "bucks"], Dollars, "5 bucks", "$5"),
    row(&["penny", "pennies"], Unit("cents"), "5 pennies", "5 cents"),
    row(&["c"], Unit("cents"), "9c/GB * 100 TB", "9cents/GB * 100 TB"),
    row(&["EUR", "eur", "euro", "euros"], Currency("EUR"), "5 euros", ""),
    row(&["GBP", "gbp", "pound", "pounds", "quid", "pence"], Currency("GBP"), "5 pounds", ""),
    row(&["JPY", "jpy", "yen"], Currency("JPY"), "5 yen", ""),
    row(&["INR", "inr", "rupee", "rupees"], Currency("INR"), "5 rupees", ""),
    row(&["CNY", "cny", "yuan", "rmb", "RMB"], Currency("CNY"), "5 yuan", ""),
    row(&["CHF", "chf", "franc", "francs"], Currency("CHF"), "5 francs", ""),
    row(&["CAD", "cad"], Currency("CAD"), "5 CAD", ""),
    row(&["AUD", "aud"], Currency("AUD"), "5 AUD", ""),
    row(&["BRL", "brl"], Currency("BRL"), "5 BRL", ""),
    row(&["SEK"], Currency("SEK"), "5 SEK", ""),
    row(&["NOK"], Currency("NOK"), "5 NOK", ""),
    row(&["DKK"], Currency("DKK"), "5 DKK", ""),
    row(&["PLN"], Currency("PLN"), "5 PLN", ""),
    row(&["KRW"], Currency("KRW"), "5 KRW", ""),
    row(&["SGD"], Currency("SGD"), "5 SGD", ""),
    row(&["HKD"], Currency("HKD"), "5 HKD", ""),
    row(&["NZD"], Currency("NZD"), "5 NZD", ""),
    row(&["MXN"], Currency("MXN"), "5 MXN", ""),
    row(&["ZAR"], Currency("ZAR"), "5 ZAR", ""),
    row(&["RUB"], Currency("RUB"), "5 RUB", ""),
    // Words of prose, which say nothing that the number does not.
    row(
        &["avg", "average", "averages", "total", "totals", "overall", "maximum", "minimum"],
        Nothing,
        "5 total",
        "5",
    ),
    row(
        &[
            "rule", "rules", "ratio", "ratios", "factor", "factors", "rate", "rates", "number", "count",
            "value",
        ],
        Nothing,
        "3 ratio",
        "3",
    ),
    row(&["each", "apiece"], Nothing, "5 KB * 3 each", "5 KB * 3"),
    row(
        &[
            "peak",
            "active",
            "concurrent",
            "concurrently",
            "online",
            "offline",
            "registered",
            "unique",
            "idle",
            "busy",
            "hot",
            "cold",
            "warm",
            "live",
            "new",
            "old",
            "extra",
            "free",
            "used",
            "spare",
            "current",
            "currently",
        ],
        Nothing,
        "5k concurrent",
        "5k",
    ),
    row(
        &[
            "every", "both", "all", "any", "some", "other", "others", "more", "less", "fewer", "most",
            "least", "only", "just", "ish", "odd",
        ],
        Asked,
        "5 KB * 3 more",
        "5 KB * 3",
    ),
    row(
        &[
            "about",
            "around",
            "approx",
            "approximately",
            "roughly",
            "nearly",
            "almost",
            "maybe",
            "perhaps",
            "circa",
            "estimated",
            "approximate",
        ],
        Nothing,
        "5k approx",
        "5k",
    ),
    row(
        &[
            "and",
            "plus",
            "minus",
            "mod",
            "modulo",
            "over",
            "under",
            "above",
            "below",
            "divided",
            "multiplied",
            "equals",
            "equal",
            "via",
        ],
        Asked,
        "5 over",
        "5",
    ),
    row(
        &[
            "out", "with", "without", "for", "from", "into", "onto", "upto", "until", "till", "during",
            "within", "after", "before", "between", "against", "across", "because", "since", "while", "when",
            "where", "which", "that", "this", "these", "those", "the", "its", "our", "their", "has", "have",
            "are", "was", "were", "will", "can", "may", "must", "should", "would", "but", "etc", "then",
            "than", "also", "too", "very", "now",
        ],
        Asked,
        "5 with",
        "5",
    ),
    row(
        &[
            "today",
            "tomorrow",
            "yesterday",
            "once",
            "again",
            "always",
            "never",
            "often",
            "later",
            "ago",
            "forever",
        ],
        Asked,
        "5 today",
        "5",
    ),
    row(
        &[
            "high", "low", "big", "small", "large", "long", "short", "fast", "slow", "good", "bad", "full",
            "empty", "heavy", "light",
        ],
        Nothing,
        "5 high",
        "5",
    ),
];

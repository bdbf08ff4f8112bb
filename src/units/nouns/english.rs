//! English plurals: of a noun, back to it, and whether two words are forms of one noun.

/// Nouns whose plural does not add `s`, `es` or `ies`, each with its plurals. The first one is printed.
const IRREGULAR: [(&str, &[&str]); 54] = [
    ("analysis", &["analyses"]),
    ("appendix", &["appendices"]),
    ("axis", &["axes"]),
    ("bacterium", &["bacteria"]),
    ("calf", &["calves"]),
    ("child", &["children"]),
    ("crisis", &["crises"]),
    ("criterion", &["criteria"]),
    ("curriculum", &["curricula"]),
    ("diagnosis", &["diagnoses"]),
    ("die", &["dice"]),
    ("echo", &["echoes"]),
    ("elf", &["elves"]),
    ("foot", &["feet"]),
    ("genus", &["genera"]),
    ("goose", &["geese"]),
    ("half", &["halves"]),
    ("hero", &["heroes"]),
    ("hypothesis", &["hypotheses"]),
    ("index", &["indexes", "indices"]),
    ("knife", &["knives"]),
    ("leaf", &["leaves"]),
    ("life", &["lives"]),
    ("loaf", &["loaves"]),
    ("louse", &["lice"]),
    ("man", &["men"]),
    ("matrix", &["matrices"]),
    ("mouse", &["mice"]),
    ("nucleus", &["nuclei"]),
    ("ovum", &["ova"]),
    ("ox", &["oxen"]),
    ("parenthesis", &["parentheses"]),
    ("person", &["people"]),
    ("phenomenon", &["phenomena"]),
    ("potato", &["potatoes"]),
    ("quiz", &["quizzes"]),
    ("radius", &["radii"]),
    ("schema", &["schemas", "schemata"]),
    ("self", &["selves"]),
    ("shelf", &["shelves"]),
    ("simplex", &["simplices"]),
    ("stimulus", &["stimuli"]),
    ("stratum", &["strata"]),
    ("synthesis", &["syntheses"]),
    ("thesis", &["theses"]),
    ("thief", &["thieves"]),
    ("tomato", &["tomatoes"]),
    ("tooth", &["teeth"]),
    ("vertex", &["vertices"]),
    ("veto", &["vetoes"]),
    ("vortex", &["vortices"]),
    ("wife", &["wives"]),
    ("wolf", &["wolves"]),
    ("woman", &["women"]),
];

/// Nouns that end like a plural and are none.
const NOT_PLURAL: [&str; 30] = [
    "alias",
    "asbestos",
    "atlas",
    "bias",
    "canvas",
    "chaos",
    "christmas",
    "cosmos",
    "ethos",
    "gas",
    "jeans",
    "kudos",
    "lens",
    "mathematics",
    "means",
    "news",
    "pancreas",
    "physics",
    "pants",
    "pathos",
    "postgres",
    "kubernetes",
    "rhinoceros",
    "scissors",
    "series",
    "species",
    "tennis",
    "texas",
    "trousers",
    "yes",
];

/// Nouns that end in an `e` which their plural keeps before the `s`: `caches`, `movies`.
const ENDS_IN_E: [&str; 39] = [
    "ache",
    "avalanche",
    "brownie",
    "cache",
    "calorie",
    "canoe",
    "cause",
    "clause",
    "cliche",
    "cookie",
    "creche",
    "die",
    "excuse",
    "foe",
    "fuse",
    "genie",
    "headache",
    "house",
    "lie",
    "moustache",
    "movie",
    "muse",
    "niche",
    "oboe",
    "pastiche",
    "pause",
    "pie",
    "prairie",
    "quiche",
    "rookie",
    "selfie",
    "shoe",
    "sortie",
    "spouse",
    "tie",
    "toe",
    "warehouse",
    "use",
    "zombie",
];

/// Returns the plural of a noun: `users`, `boxes`, `queries`, `vertices`.
pub fn plural_of(noun: &str) -> String {
    match IRREGULAR.iter().find(|(one, _)| *one == noun) {
        Some((_, [first, ..])) => (*first).to_owned(),
        _ => regular_plural(noun),
    }
}

/// Returns the regular plural of a noun: `users`, `boxes`, `queries`.
pub fn regular_plural(noun: &str) -> String {
    let before_y = noun.strip_suffix('y').filter(|stem| {
        stem.chars()
            .next_back()
            .is_some_and(|letter| letter.is_alphabetic() && !"aeiouAEIOU".contains(letter))
    });
    if let Some(stem) = before_y {
        return format!("{stem}ies");
    }
    // `s` after a hiss would not be heard; `az` is said letter by letter.
    let hisses = ["s", "x", "ch", "sh"].iter().any(|ending| noun.ends_with(ending));
    format!("{noun}{}", if hisses { "es" } else { "s" })
}

/// Returns whether one word is the plural of the other: with `s`, `es` or `ies`, or as the table of irregular plurals
/// says. The case of the letters does not matter.
pub fn is_plural_of(many: &str, one: &str) -> bool {
    let (many, one) = (many.to_lowercase(), one.to_lowercase());
    many.strip_prefix(&*one).is_some_and(|ending| matches!(ending, "s" | "es"))
        || one.strip_suffix('y').zip(many.strip_suffix("ies")).is_some_and(|(one, many)| one == many)
        || IRREGULAR.iter().any(|(known, plurals)| *known == one && plurals.contains(&&*many))
}

/// Returns all words, in lower case, that are a plural of a word or that it is a plural of.
pub fn other_forms(word: &str) -> Vec<String> {
    let word = word.to_lowercase();
    let mut forms = vec![format!("{word}s"), format!("{word}es")];
    forms.extend(word.strip_suffix('y').map(|stem| format!("{stem}ies")));
    forms.extend(word.strip_suffix('s').map(str::to_owned));
    forms.extend(word.strip_suffix("es").map(str::to_owned));
    forms.extend(word.strip_suffix("ies").map(|stem| format!("{stem}y")));
    for (one, plurals) in &IRREGULAR {
        if *one == word {
            forms.extend(plurals.iter().map(|plural| (*plural).to_owned()));
        } else if plurals.contains(&&*word) {
            forms.push((*one).to_owned());
        }
    }
    forms
}

/// Returns the singular of a plural, and any other word as it is: `address`, `batch`, `entry`, `index`, `status`.
pub fn singular_of(word: &str) -> String {
    if let Some((one, _)) = IRREGULAR.iter().find(|(_, plurals)| plurals.contains(&word)) {
        return (*one).to_owned();
    }
    // Short words in `s` are abbreviations, like `dns`.
    let Some(stem) = word.strip_suffix('s').filter(|stem| stem.chars().count() > 2) else {
        return word.to_owned();
    };
    let is_singular = |word: &str| NOT_PLURAL.contains(&word) || ends_in_singular(word);
    if is_singular(word) {
        return word.to_owned();
    }
    if let Some(root) = stem.strip_suffix("ie").filter(|_| !ENDS_IN_E.contains(&stem)) {
        return format!("{root}y");
    }
    match stem.strip_suffix('e').filter(|_| !ENDS_IN_E.contains(&stem)) {
        Some(root) if ["x", "ch", "sh", "o"].iter().any(|ending| root.ends_with(ending)) => root.to_owned(),
        Some(root) if root.ends_with('s') && is_singular(root) => root.to_owned(),
        _ => stem.to_owned(),
    }
}

/// Returns whether a word in `s` ends like a singular: `status`, `address`, `analysis`.
fn ends_in_singular(word: &str) -> bool {
    ["us", "ss", "is"].iter().any(|ending| word.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_lead_back_to_their_singulars() {
        let nouns = "address batch entry index company bus status box branch brush glass hero city day key cache movie \
            cookie axis analysis vertex matrix child person leaf mouse car class process match witness query gate wave \
            drive size prize house cause course database response license virus bonus lens alias";
        for noun in nouns.split_whitespace() {
            let plural = plural_of(noun);
            assert_eq!(singular_of(&plural), noun, "{plural}");
            assert!(is_plural_of(&plural, noun), "{plural}");
            assert!(!is_plural_of(noun, &plural), "{plural}");
            assert!(other_forms(&plural).contains(&noun.to_owned()), "{plural}");
            assert!(other_forms(noun).contains(&plural), "{plural}");
        }
    }

    #[test]
    fn a_singular_stays_as_it_is() {
        for word in [
            "status", "bus", "cache", "movie", "series", "news", "gas", "redis", "postgres", "aws", "dns",
            "cat", "UUID",
        ] {
            assert_eq!(singular_of(word), word);
        }
        assert_eq!(singular_of("UUIDs"), "UUID");
        assert_eq!(singular_of("indices"), "index");
        assert_eq!(singular_of("axes"), "axis");
    }

    #[test]
    fn two_forms_are_one_noun() {
        for (many, one) in [
            ("cars", "car"),
            ("batches", "batch"),
            ("companies", "company"),
            ("leaves", "leaf"),
            ("mice", "mouse"),
            ("indices", "index"),
            ("indexes", "index"),
            ("UUIDs", "uuid"),
            ("people", "person"),
        ] {
            assert!(is_plural_of(many, one), "{many}");
        }
        for (many, one) in
            [("cars", "cart"), ("leaves", "leave s"), ("status", "statu s"), ("car", "car"), ("ties", "ty s")]
        {
            assert!(!is_plural_of(many, one), "{many}");
        }
    }

    #[test]
    fn the_tables_say_what_the_rules_do_not() {
        for (one, plurals) in IRREGULAR {
            let has_other = plurals.iter().any(|plural| *plural != regular_plural(one));
            assert!(has_other && plurals.iter().all(|plural| singular_of(plural) == one), "{one}");
        }
        for word in NOT_PLURAL.iter().filter(|word| !ends_in_singular(word)) {
            assert_eq!(singular_of(word), *word);
        }
        for word in ENDS_IN_E {
            assert_eq!(singular_of(&format!("{word}s")), word);
        }
    }
}

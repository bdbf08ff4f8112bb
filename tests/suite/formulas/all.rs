//! All formulas of the library: examples, units and errors.

use napkin::library::formulas::{self, Example, Formula};

use crate::support::{all, answers, assert_well_made, codes, evaluate};

fn formulas() -> impl Iterator<Item = Formula> {
    formulas::topics().iter().flat_map(|topic| topic.formulas())
}

/// The arguments of an example that is a single call.
fn arguments(formula: &Formula) -> Vec<String> {
    let call = formula.examples[0].call;
    let start = call.find(&format!("{}(", formula.name)).unwrap() + formula.name.len() + 1;
    let (mut depth, mut arguments) = (0, vec![String::new()]);
    for c in call[start..].chars() {
        match c {
            ')' if depth == 0 => break,
            ',' if depth == 0 => arguments.push(String::new()),
            _ => {
                depth += i32::from(c == '(') - i32::from(c == ')');
                arguments.last_mut().unwrap().push(c);
            }
        }
    }
    arguments.retain(|argument| !argument.is_empty());
    arguments.iter().map(|argument| argument.trim().to_owned()).collect()
}

/// The names of the parameters with their units and defaults.
fn parameters(formula: &Formula) -> Vec<(String, String, Option<String>)> {
    let inside = formula.signature.split_once('(').unwrap().1.trim_end_matches(')');
    let parameters = inside.split(", ").filter(|parameter| !parameter.is_empty());
    parameters
        .map(|parameter| {
            let (name, unit) = parameter.split_once(": ").unwrap();
            let (unit, default) = match unit.split_once(" = ") {
                Some((unit, default)) => (unit, Some(default.to_owned())),
                None => (unit, None),
            };
            (name.to_owned(), unit.to_owned(), default)
        })
        .collect()
}

#[test]
fn every_example_comes_to_what_it_says() {
    let mut wrong = String::new();
    for formula in formulas() {
        for Example { call, result, .. } in &formula.examples {
            let evaluation = evaluate(call);
            let shown: Vec<String> =
                evaluation.answers.iter().map(|answer| answer.shown.written.literal()).collect();
            if shown != [*result] || !evaluation.diagnostics.is_empty() {
                wrong += &format!(
                    "{call} = {result}, not {shown:?}\n{}",
                    all(&evaluation.diagnostics, &evaluation.sources)
                );
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn no_argument_of_a_wrong_dimension_is_taken_and_the_error_names_the_parameter() {
    // Nothing is measured in metres and joules together, nor counted in parcels.
    for wrong in ["(1 m·J)", "(1 parcel)", "(1 s·s·s)", "(1 USD·B)"] {
        for formula in formulas() {
            let (arguments, parameters) = (arguments(&formula), parameters(&formula));
            for (at, (parameter, unit, default)) in parameters.iter().enumerate() {
                let right = arguments.get(at).cloned().or(default.clone()).unwrap();
                // A plain number is accepted as a count, and one of parcels is not.
                let mut given: Vec<String> = Vec::new();
                for (other, argument) in arguments.iter().enumerate() {
                    given.push(if other == at {
                        format!("({argument}) * {wrong}")
                    } else {
                        argument.clone()
                    });
                }
                if at >= arguments.len() {
                    given.push(format!("{parameter} = ({right}) * {wrong}"));
                }
                let call = format!("unit parcel\n{}({})", formula.name, given.join(", "));
                let evaluation = evaluate(&call);
                let said = all(&evaluation.diagnostics, &evaluation.sources);
                let named = format!("`{parameter}` of `{}`", formula.name);
                // A parameter for any count accepts any noun.
                let bare = wrong == "(1 parcel)" && unit.contains("thing") && right.parse::<f64>().is_ok();
                if bare && evaluation.is_ok() {
                    continue;
                }
                let errors = evaluation.diagnostics.iter().filter(|found| found.is_error());
                assert!(
                    errors.count() == 1 && said.contains(&named) && said.contains("error[E0302]"),
                    "{call}:\n{said}"
                );
                assert!(said.contains(&format!("it is `{}(", formula.name)), "{call}:\n{said}");
                for found in &evaluation.diagnostics {
                    assert_well_made(found, &evaluation.sources);
                }
            }
        }
    }
}

#[test]
fn a_condition_is_no_argument() {
    for formula in formulas() {
        for (parameter, ..) in parameters(&formula) {
            let others = arguments(&formula);
            let given: Vec<String> = parameters_with(&formula, &parameter, &others);
            let call = format!("{}({})", formula.name, given.join(", "));
            assert_eq!(codes(&call), ["E0302"], "{call}");
        }
    }
}

/// The arguments by name, with `true` for one of them.
fn parameters_with(formula: &Formula, wrong: &str, arguments: &[String]) -> Vec<String> {
    let parameters = parameters(formula);
    let given = parameters.iter().enumerate().filter_map(|(at, (name, ..))| {
        let value = if name == wrong { "true" } else { arguments.get(at)? };
        Some(format!("{name} = {value}"))
    });
    given.collect()
}

#[test]
fn extreme_values_give_a_finite_result_or_an_error() {
    for formula in formulas() {
        let arguments = arguments(&formula);
        for at in 0..arguments.len() {
            for factor in ["0", "-1", "0.5", "1e-9", "1e9", "1e-300", "1e300"] {
                let mut given = arguments.clone();
                given[at] = format!("({}) * ({factor})", given[at]);
                let call = format!("{}({})", formula.name, given.join(", "));
                let evaluation = evaluate(&call);
                let finite = evaluation.answers.iter().all(|answer| answer.shown.value.is_finite());
                let said = all(&evaluation.diagnostics, &evaluation.sources);
                assert!(finite, "{call}");
                let is_refused = codes(&call).iter().all(|code| ["E0402", "E0404"].contains(code));
                assert!(evaluation.is_ok() || is_refused, "{call}:\n{said}");
            }
        }
    }
}

#[test]
fn arguments_are_given_by_name_in_any_order_too() {
    for formula in formulas() {
        let call = formula.examples[0].call;
        let parameters = parameters(&formula);
        let mut given: Vec<String> = arguments(&formula)
            .iter()
            .zip(&parameters)
            .map(|(argument, (name, ..))| format!("{name} = {argument}"))
            .collect();
        let by_place = call.to_owned();
        given.reverse();
        let from = call.find(&format!("{}(", formula.name)).unwrap();
        let inside = arguments(&formula).join(", ");
        let by_name = by_place.replace(&inside, &given.join(", "));
        assert!(from == 0 || by_place.contains(&inside), "{by_place}");
        let (a, b) = (answers(&by_place), answers(&by_name));
        assert_eq!(a[0].shown, b[0].shown, "{by_name}");
    }
}

#[test]
fn no_formula_warns() {
    for formula in formulas() {
        for Example { call, .. } in &formula.examples {
            assert_eq!(codes(call), [""; 0], "{call}");
        }
    }
}

#[test]
fn the_page_lists_every_formula() {
    let page = include_str!("../../../docs/formulas.md");
    for formula in formulas() {
        assert!(page.contains(&format!("`{}`", formula.name)), "{}", formula.name);
    }
}

#[test]
fn formulas_of_the_lists_are_there() {
    // Names that others may have written into their models: none may go.
    for name in [
        "dau",
        "qps",
        "peak",
        "reads",
        "writes",
        "concurrent",
        "concurrent_users",
        "messages_per_connection",
        "fan_out_on_write",
        "fan_out_on_read",
        "storage",
        "storage_with_growth",
        "row_size",
        "media_mix",
        "compressed",
        "erasure_coded",
        "raw_capacity",
        "index_size",
        "bandwidth",
        "average_bandwidth",
        "transfer_time",
        "window_throughput",
        "propagation_delay",
        "servers",
        "servers_by_memory",
        "servers_by_disk",
        "servers_by_network",
        "connections_per_server",
        "shards",
        "working_set",
        "effective_latency",
        "origin_load",
        "cache_memory",
        "zipf_hit_ratio",
        "lru_hit_ratio",
        "utilisation",
        "mm1_wait",
        "mmc_wait",
        "erlang_b",
        "erlang_c",
        "servers_for_wait",
        "servers_for_wait_probability",
        "square_root_staffing",
        "kafka_partitions",
        "drain_time",
        "availability",
        "in_series",
        "in_parallel",
        "k_of_n",
        "downtime",
        "nines",
        "error_budget",
        "burn_rate",
        "quorum",
        "rpo",
        "data_loss",
        "key_length",
        "key_space",
        "birthday_collision",
        "snowflake_lifetime",
        "bloom_filter",
        "bloom_hashes",
        "hyperloglog_error",
        "serial_latency",
        "parallel_latency",
        "tail_at_scale",
        "attempts",
        "storage_cost",
        "egress_cost",
        "compute_cost",
        "request_cost",
        "total_cost",
        "cost_per_user",
        "cost_per_request",
        "blended_cost",
        "kv_cache",
        "weights_memory",
        "decode_rate",
        "gpus_by_memory",
        "vector_memory",
        "metrics_storage",
        "log_volume",
        "read_time",
        "compound",
        "doubling_time",
        "time_to_reach",
    ] {
        assert!(formulas::definition(name).is_some(), "{name}");
    }
}

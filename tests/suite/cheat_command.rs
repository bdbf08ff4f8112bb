//! The command `cheat`: what it prints, finds and refuses.

use std::process::{Command, Output};

use napkin::library::cheat_sheets::{self, SHEETS};
use napkin::library::sources;

use crate::cheat::check_cells;
use crate::support::evaluate;

fn napkin(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_napkin")).args(arguments).output().expect("napkin runs")
}

fn printed(arguments: &[&str]) -> String {
    let output = napkin(arguments);
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    String::from_utf8(output.stdout).expect("text")
}

#[test]
fn every_sheet_fits_80_columns() {
    for sheet in &SHEETS {
        for line in printed(&["cheat", sheet.name]).lines() {
            let width = line.chars().count();
            // A link is a single word.
            assert!(width <= 80 || !line.trim().contains(' '), "{}: {width}: {line}", sheet.name);
        }
    }
}

#[test]
fn every_sheet_prints_all_its_names_in_every_format() {
    for sheet in &SHEETS {
        for format in ["table", "json", "csv", "markdown"] {
            let text = printed(&["cheat", sheet.name, "--format", format]).replace("\\_", "_");
            let classic =
                if sheet.name == "latency" { printed(&["cheat", "--classic"]) } else { String::new() };
            for table in sheet.tables() {
                for row in &table.rows {
                    let name = table.name_of(row);
                    if sheet.is_digest() && format == "table" {
                        assert!(text.contains(&row.what), "{}", row.what);
                        continue;
                    }
                    assert!(text.contains(&name) || classic.contains(&name), "{format}: {name}");
                }
            }
        }
    }
}

/// 24 lines have room for the prompt below.
#[test]
fn the_interview_is_on_one_screen_and_has_the_numbers_of_other_sheets() {
    let out = printed(&["cheat", "interview"]);
    assert!(out.lines().count() <= 23, "{out}");
    let sheet = cheat_sheets::sheet("interview").expect("a sheet");
    assert!(sheet.is_digest() && sheet.constants().is_empty());
    for row in sheet.tables().iter().flat_map(|table| &table.rows) {
        let number = &row.cells["number"];
        let names: Vec<&str> = cheat_sheets::named_in(number).collect();
        assert!(!names.is_empty(), "{number}");
        // Its sources are those of its constants.
        for name in names {
            let (_, sources) = cheat_sheets::origin(name).expect("a constant");
            let own: Vec<_> = row.sources.iter().filter_map(|id| sources::source(id)).collect();
            assert!(
                sources.iter().all(|source| own.iter().any(|each| each.label == source.label)),
                "{number}"
            );
        }
    }
    // A search finds a number in its own sheet only.
    assert!(!printed(&["cheat", "photo"]).contains("INTERVIEW"));
    // 2^20 B are 1.048576 MB; a million a day is 10^6 / 86 400 = 11.574; 1 MB at 20 GiB/s takes 10^6 / 21.47e9 s.
    check_cells("interview", "value", &[("two_20", "1.05 MB"), ("million_a_day", "11.6/s")]);
    check_cells(
        "interview",
        "value",
        &[("memory_1mb", "46.6 µs"), ("gbit_1mb", "8 ms"), ("disk_1mb", "3.81 ms")],
    );
    check_cells("interview", "value", &[("four_nines", "52.6 min"), ("redis", "80k to 180k ops/s/server")]);
}

#[test]
fn a_word_finds_rows_of_all_sheets() {
    let text = printed(&["cheat", "SSD"]);
    for row in ["latency.ssd_random_read", "classic.ssd_random_read", "cost.ssd_zonal"] {
        assert!(text.contains(row), "{row}");
    }
    assert!(!text.contains("latency.hash"), "only what has the word");
    assert!(text.contains("\nCOST: STORAGE"), "rows are grouped by sheet: {text}");
    // By heading, by name and by description. A pattern of two letters matches whole words.
    assert!(printed(&["cheat", "pgbench"]).contains("throughput.postgres_4_cpu"));
    assert!(printed(&["cheat", "throughput.redis"]).contains("throughput.redis_get"));
    assert!(printed(&["cheat", "whatsapp"]).contains("connections.most"));
    assert!(!printed(&["cheat", "3g"]).contains("cost."));
}

#[test]
fn a_source_finds_the_rows_that_cite_it() {
    // By its label, and what is known of it, if no row matches.
    assert!(printed(&["cheat", "Dean"]).contains("classic.l1_cache"));
    assert!(printed(&["cheat", "jeff", "dean"]).contains("classic.disk_seek"));
    assert!(printed(&["cheat", "eskildsen"]).contains("latency.ssd_random_read"));
    assert!(printed(&["cheat", "aws"]).contains("limit.gp3_iops"));
    assert!(printed(&["cheat", "KIP-578"]).contains("limit.kafka_partitions_per_broker"));
    // A row that has the word itself is not lost among those that only cite it.
    assert!(!printed(&["cheat", "redis"]).contains("latency.ssd"));
}

#[test]
fn a_row_with_another_source_than_its_table_says_so() {
    // The primer's table ends at 2^40.
    let powers = printed(&["cheat", "powers"]);
    assert!(powers.contains("values of a 64-bit ID · arithmetic"), "{powers}");
    assert!(powers.contains("Where no source is named: system-design-primer"), "{powers}");
    let cost = printed(&["cheat", "egress"]);
    assert!(
        cost.contains("from a CDN to the internet") && cost.contains(" · AWS prices, napkin-math\n"),
        "{cost}"
    );
    assert!(cost.contains("\nSOURCES\n") && cost.contains("  AWS prices: AWS price lists"), "{cost}");
    // A table with a single source has no labels.
    assert!(!printed(&["cheat", "latency"]).contains("SOURCES"));
}

#[test]
fn what_is_nowhere_is_an_error_that_says_what_was_meant() {
    for (word, meant) in [("redsi", "`redis`"), ("latncy", "`latency`"), ("unicorns", "`napkin cheat`")] {
        let output = napkin(&["cheat", word]);
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{word}");
        assert!(error.starts_with("error[E0604]") && error.contains(meant), "{word}: {error}");
        assert!(output.stdout.is_empty(), "{word}");
    }
}

#[test]
fn a_word_without_classic_numbers_is_not_called_unknown() {
    let output = napkin(&["cheat", "redis", "--classic"]);
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(error.starts_with("error[E0601]: no classic number matches `redis`"), "{error}");
    assert!(error.contains("`napkin cheat latency --classic`"), "{error}");
}

#[test]
fn an_unknown_constant_has_its_neighbours() {
    for (name, meant) in [
        ("cost.blob_storag", "cost.blob_storage"),
        ("size.uid", "size.uuid"),
        ("throughput.rediss", "throughput.redis"),
        ("uptime.three_nine", "uptime.three_nines"),
    ] {
        let evaluation = evaluate(name);
        let said = format!("{:?}", evaluation.diagnostics);
        assert!(!evaluation.is_ok() && said.contains(meant), "{name}: {said}");
    }
}

#[test]
fn sources_say_what_a_reviewer_needs() {
    let all = printed(&["cheat", "sources"]);
    for (_, source) in sources::all().filter(|(_, source)| source.trust != sources::Trust::Exact) {
        assert!(all.contains(source.label.as_str()), "{}", source.label);
    }
    for said in ["PRIMARY", "REFERENCE", "COMMUNITY", "appendix B", "2016", "https://sre.google/sre-book/"] {
        assert!(all.contains(said), "{said}");
    }
    // Which numbers rest on a source, for people and for programs.
    assert!(all.contains("gpu.mi300x.bandwidth, gpu.mi300x.flops and 5 more"), "{all}");
    let json = printed(&["cheat", "sources", "--json"]);
    assert!(json.contains("\"gpu.mi325x.power\"") && json.contains("\"presets\":[\"job-scheduler\"]"));
    // A source that only presets cite is found by a word.
    assert!(printed(&["cheat", "elasticache"]).contains("presets: twitter, news-feed, instagram"));
    let output = napkin(&["cheat", "sources", "--classic"]);
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(error.starts_with("error[E0601]: the sheet `sources` has no classic numbers"), "{error}");
}

#[test]
fn the_inputs_of_a_preset_end_with_its_sources() {
    let inputs = printed(&["run", "llm-serving", "--inputs"]);
    assert!(inputs.contains("gpu_memory     gpu.h100.memory            = 80 GB/gpu\n"), "{inputs}");
    let sources = inputs.split("\nSOURCES\n").nth(1).expect("sources");
    assert!(sources.contains("  vLLM: vLLM documentation (engine arguments, read 2026)"), "{sources}");
    assert!(!sources.contains("Twilio") && !printed(&["run", "llm-serving"]).contains("SOURCES"));
    let markdown = printed(&["run", "llm-serving", "--inputs", "--format", "markdown"]);
    assert!(markdown.contains("\n## Sources\n\n* "), "{markdown}");
}

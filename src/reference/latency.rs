//! The latency sheet: how long operations take, today and in the classic table.
//!
//! A row states each number once, as `100 us` or `70 MiB`; the literal that an
//! expression uses and the value that a comparison needs are both made from it by
//! the macros below, so that they cannot differ.

use super::{Constant, Rows, Sheet, Source, Table};

/// How long one operation takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Time {
    /// Its name and its literal: `latency.ssd_random_read`, `100 µs`.
    pub constant: Constant,
    /// The same in nanoseconds, above 0.
    pub ns: f64,
}

/// How much data goes through in a second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Throughput {
    /// Its name and its literal: `throughput.ssd_random_read`, `70 MiB/s`.
    pub constant: Constant,
    /// The same in bytes per second, above 0.
    pub bytes_per_second: f64,
}

impl Throughput {
    /// The seconds that so many bytes take, as in the columns "1 MiB" and "1 GiB".
    pub fn seconds_for(self, bytes: f64) -> f64 {
        bytes / self.bytes_per_second
    }
}

/// An operation, with what is known of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Latency {
    /// The row's name, stable: `ssd_random_read`.
    pub name: &'static str,
    /// What is done, in a few words.
    pub what: &'static str,
    /// How long one takes; nothing where the source gives none.
    pub latency: Option<Time>,
    /// How fast many go; nothing where the source gives none, or names another limit.
    pub throughput: Option<Throughput>,
}

impl Latency {
    /// The row's constants, the latency first.
    pub fn constants(&self) -> impl Iterator<Item = Constant> + use<> {
        let latency = self.latency.map(|time| time.constant);
        latency.into_iter().chain(self.throughput.map(|throughput| throughput.constant))
    }

    /// The seconds it would take if an L1 hit took one second.
    pub fn human_seconds(&self) -> Option<f64> {
        self.latency.map(|time| human_seconds(time.ns, L1_NS))
    }
}

/// The seconds an operation would take if an L1 hit took one second; both in
/// nanoseconds, `l1_ns` above 0.
pub fn human_seconds(latency_ns: f64, l1_ns: f64) -> f64 {
    latency_ns / l1_ns
}

/// What counts as one second of human time, in nanoseconds.
///
/// The current table has no row for the L1 cache, so this is the classic table's;
/// it equals the current table's 64 bytes of sequential memory, which caches serve.
pub const L1_NS: f64 = L1.ns;

#[rustfmt::skip]
macro_rules! nanoseconds {
    (ns) => { 1.0 };
    (us) => { 1e3 };
    (ms) => { 1e6 };
}

#[rustfmt::skip]
macro_rules! time_symbol {
    (ns) => { "ns" };
    (us) => { "µs" };
    (ms) => { "ms" };
}

#[rustfmt::skip]
macro_rules! bytes {
    (MiB) => { 1_048_576.0 };
    (GiB) => { 1_073_741_824.0 };
}

/// `time!("latency.", ssd_random_read, 100 us)`
macro_rules! time {
    ($group:literal, $name:ident, $number:literal $unit:ident) => {
        Time {
            constant: Constant {
                name: concat!($group, stringify!($name)),
                literal: concat!($number, " ", time_symbol!($unit)),
            },
            ns: $number as f64 * nanoseconds!($unit),
        }
    };
}

/// `throughput!(ssd_random_read, 70 MiB)`: per second.
macro_rules! throughput {
    ($name:ident, $number:literal $unit:ident) => {
        Throughput {
            constant: Constant {
                name: concat!("throughput.", stringify!($name)),
                literal: concat!($number, " ", stringify!($unit), "/s"),
            },
            bytes_per_second: $number as f64 * bytes!($unit),
        }
    };
}

/// `row!(ssd_random_read: 100 us; 70 MiB; "random SSD read, 8 KiB")`; either number may be absent.
macro_rules! row {
    ($name:ident: $($latency:literal $time:ident)?; $($rate:literal $size:ident)?; $what:literal) => {
        Latency {
            name: stringify!($name),
            what: $what,
            latency: optional!($(time!("latency.", $name, $latency $time))?),
            throughput: optional!($(throughput!($name, $rate $size))?),
        }
    };
}

/// `classic!(l2_cache: 7 ns; "L2 cache reference")`
macro_rules! classic {
    ($name:ident: $latency:literal $time:ident; $what:literal) => {
        Latency {
            name: stringify!($name),
            what: $what,
            latency: Some(time!("classic.", $name, $latency $time)),
            throughput: None,
        }
    };
}

/// Today's numbers: napkin-math, measured again on 8 March 2026 on one kind of cloud server.
///
/// The source also prints times for 1 MiB and 1 GiB, rounded on their own; here they
/// follow from the throughput ([`Throughput::seconds_for`]).
#[rustfmt::skip] // a table
pub const LATENCY: [Latency; 40] = [
    row!(memory_sequential: 0.5 ns; 20 GiB; "sequential memory read or write, 64 B, one thread"),
    row!(memory_sequential_threaded: 0.5 ns; 200 GiB; "sequential memory read or write, 64 B, all threads"),
    row!(same_zone_in_vpc: ; 10 GiB; "network in one zone, inside the VPC"),
    row!(same_zone: ; 3 GiB; "network in one zone, outside the VPC"),
    row!(hash: 10 ns; 5 GiB; "hash, not crypto-safe, 64 B"),
    row!(memory_random: 20 ns; 3 GiB; "random memory read or write, 64 B"),
    row!(serialize_fast: ; 1 GiB; "fast serialization, a plain binary format"),
    row!(deserialize_fast: ; 1 GiB; "fast deserialization, a plain binary format"),
    row!(system_call: 300 ns; ; "system call"),
    row!(hash_crypto: 100 ns; 1 GiB; "hash, crypto-safe, 64 B"),
    row!(ssd_sequential_read: 1 us; 8 GiB; "sequential SSD read, 8 KiB"),
    row!(context_switch: 10 us; ; "context switch"),
    row!(ssd_sequential_write: 2 us; 3 GiB; "sequential SSD write without fsync, 8 KiB"),
    row!(tcp_echo: 50 us; 500 MiB; "TCP echo server, 32 KiB"),
    row!(ssd_random_read: 100 us; 70 MiB; "random SSD read, 8 KiB"),
    row!(decompress: ; 1 GiB; "decompression"),
    row!(compress: ; 500 MiB; "compression"),
    row!(sort: ; 500 MiB; "sorting 64-bit integers"),
    row!(proxy: 50 us; ; "proxy: Envoy, ProxySQL, nginx, HAProxy"),
    row!(same_region: 250 us; 2 GiB; "network within a region"),
    row!(same_zone_premium: 250 us; 25 GiB; "premium network within a zone or VPC"),
    row!(ssd_sequential_write_fsync: 300 us; 30 MiB; "sequential SSD write with fsync, 8 KiB"),
    row!(database_query: 500 us; ; "MySQL, Memcached or Redis query"),
    row!(serialize: ; 100 MiB; "serialization, JSON or alike"),
    row!(deserialize: ; 100 MiB; "deserialization, JSON or alike"),
    row!(hdd_sequential_read: 10 ms; 250 MiB; "sequential HDD read, 8 KiB"),
    row!(hdd_random_read: 10 ms; 0.7 MiB; "random HDD read, 8 KiB"),
    row!(blob_not_modified: 30 ms; ; "blob GET answered 304, not modified"),
    row!(blob_get: 80 ms; 100 MiB; "blob GET, 1 connection, 128 KiB"),
    row!(blob_get_ranges: 80 ms; ; "blob GET of ranges, n connections: as fast as the network"),
    row!(blob_list: 100 ms; ; "blob LIST"),
    row!(blob_put: 200 ms; 100 MiB; "blob PUT, 1 connection, 128 KiB"),
    row!(blob_put_multipart: 200 ms; ; "blob PUT in parts, n connections: as fast as the network"),
    row!(na_central_east: 25 ms; 25 MiB; "between regions: North America Central, East"),
    row!(na_central_west: 40 ms; 25 MiB; "between regions: North America Central, West"),
    row!(na_east_west: 60 ms; 25 MiB; "between regions: North America East, West"),
    row!(eu_west_na_east: 80 ms; 25 MiB; "between regions: Europe West, North America East"),
    row!(eu_west_na_central: 100 ms; 25 MiB; "between regions: Europe West, North America Central"),
    row!(na_west_singapore: 180 ms; 25 MiB; "between regions: North America West, Singapore"),
    row!(eu_west_singapore: 160 ms; 25 MiB; "between regions: Europe West, Singapore"),
];

const L1: Time = time!("classic.", l1_cache, 0.5 ns);

/// The numbers every programmer should know, in the column of the jboner gist of 2012.
///
/// Its variants differ (a mutex 25 or 100 ns, 1 MB from disk 20 or 30 ms), so it is named.
#[rustfmt::skip] // a table
pub const CLASSIC: [Latency; 14] = [
    Latency { name: "l1_cache", what: "L1 cache reference", latency: Some(L1), throughput: None },
    classic!(branch_mispredict: 5 ns; "branch mispredict"),
    classic!(l2_cache: 7 ns; "L2 cache reference"),
    classic!(mutex: 25 ns; "mutex lock or unlock"),
    classic!(memory: 100 ns; "main memory reference"),
    classic!(compress_1kb: 3 us; "compress 1 KB with Zippy (Snappy)"),
    classic!(send_1kb: 10 us; "send 1 KB over a 1 Gbit/s network"),
    classic!(ssd_random_read: 150 us; "random SSD read, 4 KB"),
    classic!(memory_read_1mb: 250 us; "read 1 MB sequentially from memory"),
    classic!(datacenter_round_trip: 500 us; "round trip within a datacenter"),
    classic!(ssd_read_1mb: 1 ms; "read 1 MB sequentially from SSD"),
    classic!(disk_seek: 10 ms; "disk seek"),
    classic!(disk_read_1mb: 20 ms; "read 1 MB sequentially from disk"),
    classic!(california_netherlands: 150 ms; "round trip California to the Netherlands"),
];

/// `napkin cheat latency`.
pub const SHEET: Sheet = Sheet {
    name: "latency",
    title: "Latency and throughput",
    tables: &[
        Table {
            title: "Today",
            source: Source {
                name: "napkin-math by Simon Eskildsen, measured in March 2026 on GCP c4-standard-48-lssd",
                year: 2026,
                url: Some("https://github.com/sirupsen/napkin-math"),
            },
            note: "Rounded to be remembered; the author expects few numbers to be off by more than a \
                   factor of 2 to 3. Rows that one host cannot measure (networks, hard disks) are older. \
                   Human time takes 0.5 ns, the classic L1 hit and the 64 B of sequential memory here, as \
                   one second.",
            rows: Rows::Latency(&LATENCY),
        },
        Table {
            title: "Classic, 2012",
            source: Source {
                name: "latency numbers every programmer should know, as in the gist by Jonas Bonér",
                year: 2012,
                url: Some("https://gist.github.com/jboner/2841832"),
            },
            note: "History, still asked for in interviews. Other copies differ: a mutex takes 25 or 100 \
                   ns, 1 MB from disk 20 or 30 ms. Memory, SSDs and disks have become faster since, light \
                   has not. Human time takes its L1 hit of 0.5 ns as one second.",
            rows: Rows::Latency(&CLASSIC),
        },
    ],
};

#[cfg(test)]
mod tests {
    use super::*;

    fn find(rows: &[Latency], name: &str) -> Latency {
        *rows.iter().find(|row| row.name == name).unwrap_or_else(|| panic!("no row `{name}`"))
    }

    /// The value of a literal, read independently of the macros.
    fn value(literal: &str) -> f64 {
        let (number, unit) = literal.split_once(' ').expect("a number and a unit");
        let factor = match unit {
            "ns" => 1.0,
            "µs" => 1_000.0,
            "ms" => 1_000_000.0,
            "MiB/s" => 1024.0 * 1024.0,
            "GiB/s" => 1024.0 * 1024.0 * 1024.0,
            other => panic!("unknown unit `{other}`"),
        };
        number.parse::<f64>().expect("a number") * factor
    }

    #[test]
    fn literal_and_value_agree() {
        for row in LATENCY.iter().chain(&CLASSIC) {
            assert!(row.constants().next().is_some(), "`{}` has no number", row.name);
            assert!(row.constants().all(|constant| constant.name.ends_with(&format!(".{}", row.name))));
            if let Some(time) = row.latency {
                assert_eq!(time.ns, value(time.constant.literal), "{}", time.constant.name);
            }
            if let Some(throughput) = row.throughput {
                assert_eq!(throughput.bytes_per_second, value(throughput.constant.literal), "{}", row.name);
            }
        }
    }

    #[test]
    fn values_of_the_sources() {
        let current = |name| find(&LATENCY, name).latency.map(|time| time.ns);
        assert_eq!(current("memory_random"), Some(20.0));
        assert_eq!(current("system_call"), Some(300.0));
        assert_eq!(current("ssd_random_read"), Some(100e3));
        assert_eq!(current("database_query"), Some(500e3));
        assert_eq!(current("hdd_random_read"), Some(10e6));
        assert_eq!(current("na_west_singapore"), Some(180e6));
        assert_eq!(current("compress"), None);
        let rate = |name| find(&LATENCY, name).throughput.map(|throughput| throughput.constant.literal);
        assert_eq!(rate("memory_sequential"), Some("20 GiB/s"));
        assert_eq!(rate("hdd_random_read"), Some("0.7 MiB/s"));
        assert_eq!(rate("blob_get_ranges"), None);
        let classic = |name| find(&CLASSIC, name).latency.map(|time| time.ns);
        assert_eq!(classic("l1_cache"), Some(0.5));
        assert_eq!(classic("mutex"), Some(25.0));
        assert_eq!(classic("ssd_random_read"), Some(150_000.0));
        assert_eq!(classic("disk_read_1mb"), Some(20_000_000.0));
        assert_eq!(classic("california_netherlands"), Some(150_000_000.0));
    }

    #[test]
    fn time_of_a_mebibyte_follows_from_the_throughput() {
        let rate = find(&LATENCY, "serialize").throughput.expect("a throughput");
        assert_eq!(rate.seconds_for(1_048_576.0), 0.01);
    }

    #[test]
    fn human_time_makes_an_l1_hit_a_second() {
        assert_eq!(find(&CLASSIC, "l1_cache").human_seconds(), Some(1.0));
        assert_eq!(find(&LATENCY, "memory_sequential").human_seconds(), Some(1.0));
        assert_eq!(find(&CLASSIC, "memory").human_seconds(), Some(200.0));
        // A random SSD read takes 2.3 days.
        assert_eq!(find(&LATENCY, "ssd_random_read").human_seconds(), Some(200_000.0));
        assert_eq!(find(&LATENCY, "sort").human_seconds(), None);
        assert_eq!(human_seconds(100.0, 1.0), 100.0);
    }
}

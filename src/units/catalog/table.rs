//! The table of built-in units and count nouns; `catalog.rs` says how a row is read.
//!
//! To add a unit, add a row. A prefixed form is a row of its own, so that no prefix
//! exists which is not written here. The singular is what is printed in a denominator.
//! A unit that names no series is printed as itself: 3 miles stay 3 miles.

use super::series::Series;
use super::{Group, Kind, Unit, UnitId, noun_base};
use crate::units::quantities::{
    Exponents, count, count_rate, data_rate, energy, frequency, information, length, money, power, time,
};

const KILO: i128 = 1_000;
const MEGA: i128 = 1_000 * KILO;
const GIGA: i128 = 1_000 * MEGA;
const TERA: i128 = 1_000 * GIGA;
const PETA: i128 = 1_000 * TERA;
const EXA: i128 = 1_000 * PETA;
const ZETTA: i128 = 1_000 * EXA;

const KIBI: i128 = 1 << 10;
const MEBI: i128 = 1 << 20;
const GIBI: i128 = 1 << 30;
const TEBI: i128 = 1 << 40;
const PEBI: i128 = 1 << 50;
const EXBI: i128 = 1 << 60;
const ZEBI: i128 = 1 << 70;

table! {
    // `kb`, `mb`, `gb` and the like are left out: half of those who write them mean bytes.
    // `Tb` and `Pb` are read only where `/s` follows, which is checked where a literal is;
    // `Eb` and `Zb` are always a slip.
    "information" in "bit" = 1, Physical, Exponents::of::<information::Dimension>() => {
        BIT: "bit" + "bits" | "b", in Bits;
        KILOBIT: "kbit" | "Kbit" | "Kb" | "kbits" | "Kbits" | "kilobit" | "kilobits" = KILO, in Bits;
        MEGABIT: "Mbit" | "Mb" | "Mbits" | "megabit" | "megabits" = MEGA, in Bits;
        GIGABIT: "Gbit" | "Gb" | "Gbits" | "gigabit" | "gigabits" = GIGA, in Bits;
        TERABIT: "Tbit" | "Tb" | "Tbits" | "terabit" | "terabits" = TERA, in Bits;
        PETABIT: "Pbit" | "Pb" | "Pbits" | "petabit" | "petabits" = PETA, in Bits;
        EXABIT: "Ebit" | "Ebits" | "exabit" | "exabits" = EXA, in Bits;
        ZETTABIT: "Zbit" | "Zbits" | "zettabit" | "zettabits" = ZETTA, in Bits;
        KIBIBIT: "Kibit" | "Kib" | "kibibit" | "kibibits" = KIBI, like Bits;
        MEBIBIT: "Mibit" | "Mib" | "mebibit" | "mebibits" = MEBI, like Bits;
        GIBIBIT: "Gibit" | "Gib" | "gibibit" | "gibibits" = GIBI, like Bits;
        TEBIBIT: "Tibit" | "tebibit" | "tebibits" = TEBI, like Bits;
        PEBIBIT: "Pibit" | "pebibit" | "pebibits" = PEBI, like Bits;
        EXBIBIT: "Eibit" | "exbibit" | "exbibits" = EXBI, like Bits;
        ZEBIBIT: "Zibit" | "zebibit" | "zebibits" = ZEBI, like Bits;
    }

    "information" in "B" = 8, Physical, Exponents::of::<information::Dimension>() => {
        BYTE: "B" | "byte" | "bytes", in Bytes | BinaryBytes;
        KILOBYTE: "KB" | "kB" | "kilobyte" | "kilobytes" = KILO, in Bytes;
        MEGABYTE: "MB" | "megabyte" | "megabytes" = MEGA, in Bytes;
        GIGABYTE: "GB" | "gigabyte" | "gigabytes" = GIGA, in Bytes;
        TERABYTE: "TB" | "terabyte" | "terabytes" = TERA, in Bytes;
        PETABYTE: "PB" | "petabyte" | "petabytes" = PETA, in Bytes;
        EXABYTE: "EB" | "exabyte" | "exabytes" = EXA, in Bytes;
        ZETTABYTE: "ZB" | "zettabyte" | "zettabytes" = ZETTA, in Bytes;
        KIBIBYTE: "KiB" | "kibibyte" | "kibibytes" = KIBI, in BinaryBytes;
        MEBIBYTE: "MiB" | "mebibyte" | "mebibytes" = MEBI, in BinaryBytes;
        GIBIBYTE: "GiB" | "gibibyte" | "gibibytes" = GIBI, in BinaryBytes;
        TEBIBYTE: "TiB" | "tebibyte" | "tebibytes" = TEBI, in BinaryBytes;
        PEBIBYTE: "PiB" | "pebibyte" | "pebibytes" = PEBI, in BinaryBytes;
        EXBIBYTE: "EiB" | "exbibyte" | "exbibytes" = EXBI, in BinaryBytes;
        ZEBIBYTE: "ZiB" | "zebibyte" | "zebibytes" = ZEBI, in BinaryBytes;
    }

    // The two signs for micro notation alike: U+00B5 is on keyboards, U+03BC is the Greek letter.
    // A year is 365 days and a month a twelfth of it, so that twelve months are a year.
    "time" in "s" = 1, Physical, Exponents::of::<time::Dimension>() => {
        NANOSECOND: "ns" | "nsec" | "nanosecond" | "nanoseconds" = 1, per GIGA, in Durations;
        MICROSECOND: "\u{b5}s" | "\u{3bc}s" | "us" | "usec" | "microsecond" | "microseconds" = 1, per MEGA, in Durations;
        MILLISECOND: "ms" | "msec" | "millisecond" | "milliseconds" = 1, per KILO, in Durations;
        SECOND: "s" | "sec" | "secs" | "second" | "seconds", in Durations;
        MINUTE: "min" | "mins" | "minute" | "minutes" = 60, in Durations;
        HOUR: "h" | "hr" | "hrs" | "hour" | "hours" = 3_600, in Durations;
        DAY: "day" + "days" | "d" = 86_400, in Durations;
        WEEK: "week" + "weeks" = 604_800, like Durations;
        MONTH: "month" + "months" = 2_628_000, like Durations;
        QUARTER: "quarter" + "quarters" = 7_884_000, like Durations;
        YEAR: "year" + "years" | "yr" | "yrs" = 31_536_000, in Durations;
        DECADE: "decade" + "decades" = 315_360_000, like Durations;
    }

    "money" in "USD" = 1, Physical, Exponents::of::<money::Dimension>() => {
        DOLLAR: "$" | "USD" | "dollar" | "dollars";
        CENT: "cent" + "cents" = 1, per 100;
    }

    "length" in "m" = 1, Physical, Exponents::of::<length::Dimension>() => {
        NANOMETRE: "nm" | "nanometre" | "nanometres" | "nanometer" | "nanometers" = 1, per GIGA, in Lengths;
        MICROMETRE: "\u{b5}m" | "\u{3bc}m" | "um" | "micrometre" | "micrometres" | "micrometer" | "micrometers" = 1, per MEGA, in Lengths;
        MILLIMETRE: "mm" | "millimetre" | "millimetres" | "millimeter" | "millimeters" = 1, per KILO, in Lengths;
        CENTIMETRE: "cm" | "centimetre" | "centimetres" | "centimeter" | "centimeters" = 1, per 100, like Lengths;
        METRE: "m" | "metre" | "metres" | "meter" | "meters", in Lengths;
        KILOMETRE: "km" | "kilometre" | "kilometres" | "kilometer" | "kilometers" = KILO, in Lengths;
        MILE: "mile" + "miles" = 201_168, per 125;
    }

    "energy" in "J" = 1, Physical, Exponents::of::<energy::Dimension>() => {
        JOULE: "J" | "joule" | "joules", in Joules;
        KILOJOULE: "kJ" | "kilojoule" | "kilojoules" = KILO, in Joules;
        MEGAJOULE: "MJ" | "megajoule" | "megajoules" = MEGA, in Joules;
        WATT_HOUR: "Wh" = 3_600, in WattHours;
        KILOWATT_HOUR: "kWh" = 3_600 * KILO, in WattHours;
        MEGAWATT_HOUR: "MWh" = 3_600 * MEGA, in WattHours;
        GIGAWATT_HOUR: "GWh" = 3_600 * GIGA, in WattHours;
    }

    "power" in "J/s" = 1, Physical, Exponents::of::<power::Dimension>() => {
        WATT: "W" | "watt" | "watts", in Watts, like WattHours;
        KILOWATT: "kW" | "kilowatt" | "kilowatts" = KILO, in Watts, like WattHours;
        MEGAWATT: "MW" | "megawatt" | "megawatts" = MEGA, in Watts, like WattHours;
        GIGAWATT: "GW" | "gigawatt" | "gigawatts" = GIGA, in Watts, like WattHours;
    }

    "data rates" in "bit/s" = 1, Rate, Exponents::of::<data_rate::Dimension>() => {
        BIT_PER_SECOND: "bps";
        KILOBIT_PER_SECOND: "kbps" | "Kbps" = KILO;
        MEGABIT_PER_SECOND: "Mbps" = MEGA;
        GIGABIT_PER_SECOND: "Gbps" = GIGA;
        TERABIT_PER_SECOND: "Tbps" = TERA;
        PETABIT_PER_SECOND: "Pbps" = PETA;
    }

    "request rates" in "requests/s" = 1, Rate, Exponents::of::<count_rate::Dimension>() => {
        QPS: "qps" is REQUEST;
        KQPS: "kqps" | "kQPS" is REQUEST = KILO;
        MQPS: "Mqps" | "MQPS" is REQUEST = MEGA;
        RPS: "rps" is REQUEST;
        KRPS: "krps" | "kRPS" is REQUEST = KILO;
        MRPS: "Mrps" | "MRPS" is REQUEST = MEGA;
        TPS: "tps" is REQUEST;
        KTPS: "ktps" | "kTPS" is REQUEST = KILO;
        MTPS: "Mtps" | "MTPS" is REQUEST = MEGA;
        IOPS: "iops" is REQUEST;
        KIOPS: "kiops" | "kIOPS" is REQUEST = KILO;
        MIOPS: "Miops" | "MIOPS" is REQUEST = MEGA;
    }

    "frequencies" in "/s" = 1, Rate, Exponents::of::<frequency::Dimension>() => {
        HERTZ: "Hz", in Hertz;
        KILOHERTZ: "kHz" = KILO, in Hertz;
        MEGAHERTZ: "MHz" = MEGA, in Hertz;
        GIGAHERTZ: "GHz" = GIGA, in Hertz;
    }

    "nouns" in "" = 1, Noun, Exponents::of::<count::Dimension>() => {
        USER: "user" + "users";
        PERSON: "person" + "people" | "persons" is USER;
        DAU: "DAU" | "dau" is USER;
        MAU: "MAU" | "mau" is USER;
        ACCOUNT: "account" + "accounts";
        CUSTOMER: "customer" + "customers";
        MERCHANT: "merchant" + "merchants";

        REQUEST: "request" + "requests" | "req" | "reqs";
        QUERY: "query" + "queries" is REQUEST;
        READ: "read" + "reads" is REQUEST;
        WRITE: "write" + "writes" is REQUEST;
        OP: "op" + "ops" is REQUEST;
        HIT: "hit" + "hits" is REQUEST;
        LOOKUP: "lookup" + "lookups" is REQUEST;
        SEARCH: "search" + "searches" is REQUEST;
        REDIRECT: "redirect" + "redirects" is REQUEST;
        TRANSACTION: "transaction" + "transactions" is REQUEST;

        RECORD: "record" + "records";
        ROW: "row" + "rows" is RECORD;
        ITEM: "item" + "items" is RECORD;
        OBJECT: "object" + "objects" is RECORD;
        DOCUMENT: "document" + "documents" is RECORD;
        ENTRY: "entry" + "entries" is RECORD;
        KEY: "key" + "keys" is RECORD;

        MESSAGE: "message" + "messages";
        POST: "post" + "posts";
        TWEET: "tweet" + "tweets" is POST;
        COMMENT: "comment" + "comments";
        LIKE: "like" + "likes";
        PHOTO: "photo" + "photos";
        IMAGE: "image" + "images" is PHOTO;
        PICTURE: "picture" + "pictures" is PHOTO;
        VIDEO: "video" + "videos";
        STREAM: "stream" + "streams";
        FILE: "file" + "files";
        PAGE: "page" + "pages";
        VIEW: "view" + "views";
        VISIT: "visit" + "visits" is VIEW;
        CLICK: "click" + "clicks";
        IMPRESSION: "impression" + "impressions";
        PASTE: "paste" + "pastes";
        WORD: "word" + "words";
        URL: "url" + "urls";
        LINK: "link" + "links" is URL;
        EVENT: "event" + "events";
        NOTIFICATION: "notification" + "notifications";
        DELIVERY: "delivery" + "deliveries";
        EMAIL: "email" + "emails";

        ORDER: "order" + "orders";
        PRODUCT: "product" + "products";
        PAYMENT: "payment" + "payments";
        TRIP: "trip" + "trips";
        RIDE: "ride" + "rides" is TRIP;
        DRIVER: "driver" + "drivers";
        LOCATION: "location" + "locations";
        BOOKING: "booking" + "bookings";
        RESERVATION: "reservation" + "reservations" is BOOKING;
        ROOM: "room" + "rooms";
        SESSION: "session" + "sessions";
        CONNECTION: "connection" + "connections";
        FOLLOWER: "follower" + "followers";
        SUBSCRIBER: "subscriber" + "subscribers" is FOLLOWER;
        FRIEND: "friend" + "friends";

        JOB: "job" + "jobs";
        TASK: "task" + "tasks" is JOB;
        LOG: "log" + "logs";
        LINE: "line" + "lines" is LOG;
        METRIC: "metric" + "metrics";
        SAMPLE: "sample" + "samples";
        SERIES: "series";
        VECTOR: "vector" + "vectors";
        TOKEN: "token" + "tokens" | "tok" | "toks";
        PARAMETER: "parameter" + "parameters";
        FLOP: "flop" + "flops";

        SERVER: "server" + "servers";
        NODE: "node" + "nodes" is SERVER;
        MACHINE: "machine" + "machines" is SERVER;
        INSTANCE: "instance" + "instances" is SERVER;
        BOX: "box" + "boxes" is SERVER;
        CORE: "core" + "cores";
        CPU: "cpu" + "cpus" is CORE;
        VCPU: "vcpu" + "vcpus" | "vCPU" | "vCPUs" is CORE;
        GPU: "gpu" + "gpus";
        DISK: "disk" + "disks";
        DRIVE: "drive" + "drives" is DISK;
        SHARD: "shard" + "shards";
        PARTITION: "partition" + "partitions";
        REPLICA: "replica" + "replicas";
        COPY: "copy" + "copies" is REPLICA;
        REGION: "region" + "regions";
        DATACENTER: "datacenter" + "datacenters" is REGION;
        ZONE: "zone" + "zones";
        AZ: "az" + "azs" is ZONE;
        RACK: "rack" + "racks";
        THREAD: "thread" + "threads";
        WORKER: "worker" + "workers";
        BROKER: "broker" + "brokers";
        // In a parameter's unit it stands for whatever is counted.
        THING: "thing" + "things";

        // From here on a noun yields to a name in the unit of a literal, since models bind such names.
        AD: "ad" + "ads";
        VM: "vm" + "vms";
        POD: "pod" + "pods";
        CONTAINER: "container" + "containers";
        HOST: "host" + "hosts";
        DEVICE: "device" + "devices";
        SENSOR: "sensor" + "sensors";
        UPLOAD: "upload" + "uploads";
        DOWNLOAD: "download" + "downloads";
        UPDATE: "update" + "updates";
        SEAT: "seat" + "seats";
        TICKET: "ticket" + "tickets";
        PROMPT: "prompt" + "prompts";
        CALL: "call" + "calls";
        PACKET: "packet" + "packets";
        FRAME: "frame" + "frames";
        BATCH: "batch" + "batches";
        TOPIC: "topic" + "topics";
        QUEUE: "queue" + "queues";
        TENANT: "tenant" + "tenants";
        LAYER: "layer" + "layers";
        HEAD: "head" + "heads";
        BLOCK: "block" + "blocks";
        CHUNK: "chunk" + "chunks";
        INDEX: "index" + "indexes" | "indices";
        CHARACTER: "character" + "characters";
        CHAR: "char" + "chars" is CHARACTER;
        MSG: "msg" + "msgs" is MESSAGE;
        TXN: "txn" + "txns" is REQUEST;
        TX: "tx" + "txs" is REQUEST;
        DOC: "doc" + "docs" is RECORD;
        CONN: "conn" + "conns" is CONNECTION;
        PARAM: "param" + "params" is PARAMETER;
        RETWEET: "retweet" + "retweets" is POST;
    }
}

//! The figures of presets without a published estimate, from inputs without uncertainty.
//!
//! The expected numbers were computed in Python from the same inputs, in the units that are named, without this program:
//! a year has 365 days, a month is a twelfth of it, units are decimal.

use napkin::library::presets;
use napkin::report::{Settings, run};

use crate::support::{row, sound};

/// A preset, its inputs without ranges, and its estimates: name, number and unit.
type Figures =
    (&'static str, &'static [(&'static str, &'static str)], &'static [(&'static str, f64, &'static str)]);

const FIGURES: &[Figures] = &[
    (
        "live-streaming",
        &[
            ("viewed", "90 min/user/day"),
            ("audience", "25 users/channel"),
            ("chat", "0.02 messages/user/min"),
            ("chat_readers", "1000 deliveries/message"),
            ("peak_factor", "2x"),
            ("source_rate", "5 Mbit/s/channel"),
            ("transcoded", "30%"),
            ("recorded", "60%"),
            ("kept", "30 days"),
            ("edge", "100 Gbit/s/server"),
            ("per_server", "4000 req/s/server"),
            ("delivery", "$0.005/GB"),
            ("chat_size", "300 B/delivery"),
        ],
        &[
            ("watching", 2_187_500.0, "users"),
            ("channels", 87_500.0, "channels"),
            ("encode_cores", 135_000.0, "cores"),
            ("egress", 7.054_687_5, "Tbit/s"),
            ("peak_egress", 14.109_375, "Tbit/s"),
            ("edge_servers", 203.0, "servers"),
            ("recordings", 2.835, "PB/day"),
            ("stored", 85.05, "PB"),
            ("chat_rate", 729.166_666_666_666_6, "messages/s"),
            ("chat_deliveries", 1_458_333.333_333_333_3, "deliveries/s"),
            ("peak_requests", 21_875.0, "req/s"),
            ("app_servers", 9.0, "servers"),
            ("egress_cost", 11_587_324.218_75, "$/month"),
            ("encode_cost", 2_025_000.0, "$/month"),
        ],
    ),
    (
        "community-chat",
        &[
            ("daily_share", "40%"),
            ("messages", "30 messages/user/day"),
            ("recipients", "60 deliveries/message"),
            ("online_share", "30%"),
            ("voice_time", "30 min/user/day"),
            ("channel_size", "4 users"),
            ("talking", "30%"),
            ("reads", "50 reads/user/day"),
            ("peak_factor", "2.5x"),
            ("packet_extra", "60 B/packet"),
            ("message_size", "120 B/message"),
            ("event_size", "0.7 KB/delivery"),
            ("per_voice", "150k packets/s/server"),
            ("per_gateway", "200k connections/server"),
            ("per_push", "90k deliveries/s/server"),
            ("per_server", "4000 req/s/server"),
            ("db_disk", "6 TB/server"),
            ("per_db", "20k ops/s/server"),
            ("transit", "$0.002/GB"),
        ],
        &[
            ("message_rate", 20_833.333_333_333_332, "messages/s"),
            ("peak_voice", 3_125_000.0, "users"),
            ("voice_down", 79.199_999_999_999_99, "kbit/s/user"),
            ("voice_egress", 247.499_999_999_999_97, "Gbit/s"),
            ("voice_servers", 1_341.0, "servers"),
            ("messages_kept", 3_284_999_999_999.999_5, "messages"),
            ("stored", 0.394_199_999_999_999_94, "PB"),
            ("gateways", 130.0, "servers"),
            ("database_servers", 282.0, "servers"),
            ("event_egress", 7.0, "Gbit/s"),
            ("storage_cost", 236_519.999_999_999_97, "$/month"),
        ],
    ),
    (
        "short-video",
        &[
            ("daily_share", "56%"),
            ("viewed", "90 min/user/day"),
            ("watched", "15 s/video"),
            ("uploads", "0.3 videos/user/day"),
            ("peak_factor", "2x"),
            ("clip_length", "40 s/video"),
            ("upload_rate_bits", "5 Mbit/s"),
            ("watch_rate", "2 Mbit/s"),
            ("preloaded", "1.4x"),
            ("ladder_rate", "5 Mbit/s"),
            ("kept_share", "75%"),
            ("hot_share", "10%"),
            ("row_size", "2 KB/video"),
            ("encode_cores", "3 cores"),
            ("rank_time", "100 ms·core/read"),
            ("per_server", "4000 req/s/server"),
            ("actions", "1.2 writes/video"),
            ("db_disk", "6 TB/server"),
            ("per_db", "20k ops/s/server"),
            ("delivery", "$0.005/GB"),
        ],
        &[
            ("view_rate", 2_333_333.333_333_333_5, "videos/s"),
            ("peak_reads", 583_333.333_333_333_4, "reads/s"),
            ("encode_busy", 666_667.0, "cores"),
            ("rank_cores", 83_334.0, "cores"),
            ("daily", 4.2, "PB/day"),
            ("stored", 5.748_75, "EB"),
            ("egress", 98.0, "Tbit/s"),
            ("app_servers", 2_001.0, "servers"),
            ("rows", 459.9, "TB"),
            ("egress_cost", 160_965_000.0, "$/month"),
        ],
    ),
    (
        "music-streaming",
        &[
            ("daily_share", "45%"),
            ("tracks", "20 tracks/user/day"),
            ("track_length", "3 min/track"),
            ("on_device", "50%"),
            ("searches", "1 search/user/day"),
            ("lists", "10 reads/user/day"),
            ("peak_factor", "2x"),
            ("codecs", "1.5x"),
            ("master", "30 MB/track"),
            ("playlists", "20 playlists/user"),
            ("entries", "50 tracks/playlist"),
            ("entry_size", "30 B/track"),
            ("play_size", "300 B/track"),
            ("hit_ratio", "95%"),
            ("per_server", "4000 req/s/server"),
            ("db_disk", "6 TB/server"),
            ("per_db", "20k ops/s/server"),
            ("delivery", "$0.01/GB"),
        ],
        &[
            ("play_rate", 62_500.0, "tracks/s"),
            ("listening_now", 22_500_000.0, "users"),
            ("ladder", 112.5, "KB/s"),
            ("catalog", 5.025, "PB"),
            ("playlist_rows", 18.0, "TB"),
            ("play_log", 1.182_6, "PB"),
            ("bitrate", 156.4, "kbit/s"),
            ("egress", 879.75, "Gbit/s"),
            ("app_servers", 71.0, "servers"),
            ("egress_cost", 2_889_978.75, "$/month"),
        ],
    ),
    (
        "ticketing",
        &[
            ("users", "13M users"),
            ("sold_share", "85%"),
            ("per_order", "2.5 tickets/order"),
            ("window", "6 h"),
            ("at_once", "70%"),
            ("wait", "1 h"),
            ("poll", "20 s"),
            ("pages", "20 req/user"),
            ("bots", "1.5x"),
            ("converts", "50%"),
            ("busiest", "8%"),
            ("burst_factor", "2.5x"),
            ("poll_size", "0.8 KB/req"),
            ("map_size", "50 KB/req"),
            ("map_refresh", "4 s"),
            ("shopping", "8 min"),
            ("row_size", "300 B/ticket"),
            ("order_size", "3 KB/order"),
            ("per_cache", "100k req/s/server"),
            ("per_server", "1000 req/s/server"),
            ("order_ops", "20 ops/order"),
            ("per_db", "10k queries/s/server"),
            ("internet", "$0.03/GB"),
        ],
        &[
            ("polls", 2_340_000_000.0, "requests"),
            ("requests", 3_900_000_000.0, "requests"),
            ("peak_polls", 682_500.0, "req/s"),
            ("sold", 2_210_000.0, "tickets"),
            ("order_rate", 40.925_925_925_925_924, "orders/s"),
            ("inside", 98_222.222_222_222_22, "users"),
            ("map_rate", 24_555.555_555_555_555, "req/s"),
            ("queue_servers", 15.0, "servers"),
            ("hottest_ops", 163.703_703_703_703_7, "ops/s"),
        ],
    ),
    (
        "forum",
        &[
            ("posts", "0.02 posts/user/day"),
            ("comments", "0.12 comments/user/day"),
            ("votes", "3 votes/user/day"),
            ("reads", "25 reads/user/day"),
            ("logged_in", "50%"),
            ("peak_factor", "2x"),
            ("hot_share", "5%"),
            ("post_size", "1.5 KB/post"),
            ("comment_size", "400 B/comment"),
            ("vote_size", "40 B/vote"),
            ("media_share", "40%"),
            ("media_size", "2 MB/post"),
            ("media_seen", "400 KB/read"),
            ("page_bytes", "40 KB/read"),
            ("hit_ratio", "97%"),
            ("page_hit", "90%"),
            ("per_server", "1000 req/s/server"),
            ("per_write", "4000 writes/s/server"),
            ("db_disk", "6 TB/server"),
            ("per_db", "20k ops/s/server"),
        ],
        &[
            ("vote_rate", 3_472.222_222_222_222, "votes/s"),
            ("text_daily", 7.8, "GB/day"),
            ("rows", 36.135, "TB"),
            ("media", 2.92, "PB"),
            ("egress", 101.851_851_851_851_85, "Gbit/s"),
            ("app_servers", 47.0, "servers"),
            ("database_servers", 26.0, "servers"),
            ("egress_cost", 708_936.666_666_666_6, "$/month"),
        ],
    ),
];

#[test]
fn estimates_are_what_their_inputs_give() {
    for (name, set, estimates) in FIGURES {
        let preset = presets::find(name).expect("a preset");
        let changes: Vec<(String, String)> =
            set.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let uncertainty = napkin::Settings { point: true, ..napkin::Settings::default() };
        let settings = Settings { changes: changes.into(), uncertainty, ..Settings::default() };
        let report = sound(run(preset.name, preset.text, &settings));
        for (estimate, expected, unit) in *estimates {
            let shown = &row(&report, estimate).shown;
            assert_eq!(shown.unit, *unit, "{name}: {estimate}");
            let error = (shown.value / expected - 1.0).abs();
            assert!(error < 1e-9, "{name}: {estimate} is {}, not {expected} {unit}", shown.value);
        }
    }
}

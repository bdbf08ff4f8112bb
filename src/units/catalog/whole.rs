//! What comes whole: nobody buys a third of a server.

use super::{UnitId, ids};

/// The nouns of what comes whole; other words for the same come whole as well, as nodes do.
///
/// What is counted on average stays a number: 33.3 connections are open, 1.5 cores are busy, 2.4 requests wait.
pub const WHOLE: [UnitId; 10] = [
    ids::SERVER,
    ids::GPU,
    ids::DISK,
    ids::RACK,
    ids::REGION,
    ids::ZONE,
    ids::SHARD,
    ids::PARTITION,
    ids::BROKER,
    ids::WORKER,
];

#!/usr/bin/env bash
# Many lines of people in a hurry with slips of the hand: what is offered must work, and what is read must have the value
# of the line that it is read as. Prints the lines that fail.
#   benches/mutated.sh [LINES] [SEED]
set -euo pipefail
cd "$(dirname "$0")/.."
PROPTEST_CASES=${1:-20000} PROPTEST_RNG_SEED=${2:-1} RUST_BACKTRACE=0 \
    cargo test --quiet --test suite lines_with_slips -- --nocapture

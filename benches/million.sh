#!/usr/bin/env bash
# A million samples of a product of five lognormals with three percentiles: napkin as a whole
# process against numpy within one, both on one thread. Prints both and their ratio.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --release --quiet --bin napkin
venv=target/numpy
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/python" -c 'import numpy' 2>/dev/null || "$venv/bin/pip" install --quiet numpy
OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 "$venv/bin/python" benches/million.py target/release/napkin "${1:-15}"

#!/usr/bin/env bash
# What starting napkin costs beside an empty program on the same machine, interleaved,
# by minimum and median; then peak memory and the size of the program.
#   benches/startup.sh [RUNS]
set -euo pipefail
cd "$(dirname "$0")/.."
runs=${1:-500}
out=${CARGO_TARGET_DIR:-target}/startup
mkdir -p "$out"
cargo build --release --quiet
napkin=${CARGO_TARGET_DIR:-target}/release/napkin
rustc --edition 2024 -O -C strip=symbols -C panic=abort -o "$out/empty" benches/startup/empty.rs
rustc --edition 2024 -O -o "$out/race" benches/startup/race.rs

models="$out/models"
mkdir -p "$models"
for n in 10000 100000; do
    {
        printf '[inputs]\na0 = "5 GB"\n[estimates]\n'
        seq "$n" | awk '{ print "a" $1 " = \"a" $1 - 1 " + 1 MB\"" }'
    } >"$models/chain$n.toml"
done

"$out/race" "$runs" "$out/empty" "$napkin|1 + 1" "$napkin|100M users * 10 requests/user/day to req/s" \
    "$napkin|run|twitter" "$napkin|cheat|latency"
"$out/race" 10 "$out/empty" "$napkin|run|$models/chain10000.toml" "$napkin|run|$models/chain100000.toml"

printf '\nbytes of the program: %s\n' "$(stat -c %s "$napkin")"
if command -v /usr/bin/time >/dev/null; then
    for command in '1 + 1' 'run twitter'; do
        # shellcheck disable=SC2086
        case $command in run*) set -- run twitter ;; *) set -- "$command" ;; esac
        printf 'peak memory of `napkin %s`: ' "$command"
        /usr/bin/time -f '%M KB' "$napkin" "$@" 2>&1 >/dev/null | tail -n 1
    done
fi

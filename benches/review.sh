#!/usr/bin/env bash
# What `napkin review` finds in a folder of notes and how long it takes, and the time of texts that nobody wrote.
#   benches/review.sh FOLDER
set -euo pipefail
folder=$(cd "${1:?a folder of notes}" && pwd)
cd "$(dirname "$0")/.."
cargo build --release --quiet
napkin=$PWD/${CARGO_TARGET_DIR:-target}/release/napkin

lines=$(find "$folder" -name '*.md' -type f -print0 | xargs -0 cat | wc -l)
printf '%s lines of Markdown\n' "$lines"
time "$napkin" review "$folder" > /dev/null || true
"$napkin" review "$folder" || true

hostile() { # name, text, times
    printf '%s\n' "$1"
    python3 -c 'import sys; sys.stdout.write(sys.argv[1].encode().decode("unicode_escape") * int(sys.argv[2]))' "$2" "$3" |
        { time "$napkin" review - > /dev/null; } 2>&1 | grep real || true
}
hostile '10 MB of =' '=' 10000000
hostile '10 MB of = with blanks' '= ' 5000000
hostile 'open parentheses' '5 * (' 2000000
hostile 'claims on one line' '5 * 3 = 15 ' 1000000
hostile 'claims on lines of their own' '5 * 3 = 15\n' 1000000
hostile 'rows of tables' '| 5 * 3 = 15 | x |\n' 500000

#!/usr/bin/env bash
# Packs a built program with what belongs to it: pack.sh FOLDER-OF-THE-PROGRAM NAME writes NAME.tar.gz.
set -euo pipefail

folder=$1
name=$2
program="$folder/napkin"
[ -f "$program" ] || program="$folder/napkin.exe"
rm -rf "$name"
mkdir -p "$name/completions" "$name/man"
cp "$program" README.md CHANGELOG.md LICENSE-MIT LICENSE-APACHE "$name"
for shell in bash elvish fish powershell zsh; do
    "$program" completions "$shell" >"$name/completions/napkin.$shell"
done
"$program" man >"$name/man/napkin.1"
tar -czf "$name.tar.gz" -C "$(dirname "$name")" "$(basename "$name")"

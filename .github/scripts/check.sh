#!/usr/bin/env bash
# Checks MODELS with more ARGUMENTS, and how far estimates rose since REVISION if that is set and any model says how far
# they may.
set -euo pipefail

read -ra models <<<"$MODELS"
read -ra arguments <<<"$ARGUMENTS"
if [ -n "$REVISION" ]; then
    arguments+=(--against "$REVISION")
fi
napkin check "${models[@]}" --format github --summary "${arguments[@]}"

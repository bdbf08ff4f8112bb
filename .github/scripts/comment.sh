#!/usr/bin/env bash
# Writes what a pull request does to MODELS, compared with REVISION, into the comment of the last run, or a new one.
set -euo pipefail

body="${RUNNER_TEMP:?}/napkin-diff.md"
read -ra models <<<"$MODELS"
code=0
napkin diff --against "$REVISION" "${models[@]}" --format markdown >"$body" || code=$?
if [ ! -s "$body" ]; then
    exit "$code"
fi
comments="repos/${GITHUB_REPOSITORY:?}/issues/${PULL_REQUEST:?}/comments"
mark='<!-- napkin diff -->'
last=$(gh api --paginate "$comments" --jq ".[] | select(.body | rtrimstr(\"\n\") | endswith(\"$mark\")) | .id" | tail -n 1)
if [ -n "$last" ]; then
    gh api --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$last" --field "body=@$body" >/dev/null
else
    gh api --method POST "$comments" --field "body=@$body" >/dev/null
fi
# Errors are reported by the check, which follows.

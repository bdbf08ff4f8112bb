#!/usr/bin/env bash
# Installs a release of napkin: REPOSITORY has it under VERSION, for SYSTEM.
set -euo pipefail

case "$SYSTEM" in
    Linux-X64) target=x86_64-unknown-linux-musl ;;
    Linux-ARM64) target=aarch64-unknown-linux-musl ;;
    macOS-X64) target=x86_64-apple-darwin ;;
    macOS-ARM64) target=aarch64-apple-darwin ;;
    Windows-X64) target=x86_64-pc-windows-msvc ;;
    *) echo "::error::there is no release for $SYSTEM" && exit 2 ;;
esac
folder="${RUNNER_TEMP:?}/napkin"
mkdir -p "$folder"
address="${GITHUB_SERVER_URL:?}/$REPOSITORY/releases/download/$VERSION/napkin-$target.tar.gz"
curl --fail --silent --show-error --location --retry 3 "$address" | tar -xz -C "$folder" --strip-components 1
echo "$folder" >>"${GITHUB_PATH:?}"

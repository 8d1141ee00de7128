#!/bin/sh
# Draws the pictures of the guide: runs every command that figures.md shows, and takes the figures that it writes.
# From anywhere; with the winset of this repository's target/release if there is one, else with the one in PATH.
set -eu
cd "$(dirname "$0")/../.."
PATH="$PWD/target/release:$PATH"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
ln -s "$PWD/docs" "$PWD/scenarios" "$work"
commands=$(sed -n 's/^\$ //p' docs/guide/figures.md)
( cd "$work" && printf '%s\n' "$commands" | sh -eu >/dev/null )
for picture in "$work"/results/*/plots/*.svg; do
    cp "$picture" docs/guide/pictures/
done
ls -l docs/guide/pictures

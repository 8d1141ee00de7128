#!/bin/sh
# Draws the pictures of the guide: runs every command that figures.md shows, and takes the figures that it shows.
# From anywhere; with the winset of this repository's target/release if there is one, else with the one in PATH.
# `pictures/NAME.svg` is the figure NAME of any of the results or, where none has such a one, the only one in results/NAME.
set -eu
cd "$(dirname "$0")/../.."
PATH="$PWD/target/release:$PATH"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
ln -s "$PWD/docs" "$PWD/scenarios" "$work"
# A command goes on where its line ends in a backslash.
commands=$(awk 'sub(/^\$ /, "") { on = 1 } on { print; on = /\\$/ }' docs/guide/figures.md)
(cd "$work" && printf '%s\n' "$commands" | sh -eu >/dev/null)
for picture in $(sed -n 's|^!\[.*](pictures/\(.*\)\.svg)$|\1|p' docs/guide/figures.md); do
    set -- "$work"/results/*/plots/"$picture".svg
    test -e "$1" || set -- "$work/results/$picture"/plots/*.svg
    test $# = 1
    cp "$1" "docs/guide/pictures/$picture.svg"
done
ls -l docs/guide/pictures

#!/bin/sh
# Makes docs/pictures/matrix.png: a page of the sample study as a browser shows it. Run it by hand, after `make`, when the look of the
# page has changed; no build and no test runs it. It needs chromium, which nothing else here does.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: docs/pictures/make.sh [PROGRAM]     (else $ESPALIER, else ./espalier of the source folder)
set -eu
source=$(cd "$(dirname "$0")/../.." && pwd)
program=${1:-${ESPALIER:-$source/espalier}}
case $program in /*) ;; *) program=$(pwd)/$program ;; esac
[ -x "$program" ] || { echo "make.sh: there is no program at '$program'; run make first, or name it" >&2; exit 1; }
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome) \
  || { echo "make.sh: chromium is missing; apt-get install chromium" >&2; exit 1; }

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 1' HUP INT TERM
unset ESPALIER_STUDY ESPALIER_CODER
study=$scratch/care.espalier
sample=$source/corpora/recovery-care
"$program" --quiet new "$study" --study "$sample/study.xml" --framework "$source/frameworks/care-planning.xml" --coder C1
"$program" --quiet -s "$study" import "$sample/documents" >"$scratch/report"
"$program" --quiet -s "$study" import "$sample/analysis.xml"
"$program" --quiet -s "$study" export matrix --section recovery --where site=Burgundy --to "$scratch/whole.html"

# The places under the first two summaries are opened, to show what is behind them.
awk '/<td/ { cell = 1 } cell && opened < 2 && /<details>/ { sub (/<details>/, "<details open>"); opened++ } { print }' \
  "$scratch/whole.html" >"$scratch/matrix.html"

# --no-sandbox: a container's root has no other way. The only page it sees is our own.
"$browser" --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
  --disable-component-update --disable-sync --hide-scrollbars --user-data-dir="$scratch/browser" --window-size=1600,900 \
  --screenshot="$scratch/matrix.png" "file://$scratch/matrix.html" 2>"$scratch/messages" \
  || { cat "$scratch/messages" >&2; exit 1; }
[ -s "$scratch/matrix.png" ] || { cat "$scratch/messages" >&2; exit 1; }
cp "$scratch/matrix.png" "$source/docs/pictures/matrix.png"
echo "wrote 'docs/pictures/matrix.png', $(wc -c <"$source/docs/pictures/matrix.png") bytes"

#!/bin/sh
# What the README and the guide print is what the program prints: every command that stands there after a '$' is run, in the order
# of the page, on the files that the page has, and its answer compared; and every message that the guide explains is one of ours.
# SPDX-License-Identifier: GPL-3.0-or-later
. "${srcdir:-.}/tests/cli/lib.sh"

if ! command -v python3 >/dev/null; then
  skip "the pages tell what the program prints" "there is no python3 (apt-get install python3)"
  done_testing
fi

# The sample study, of which some of the guide's examples are, and a page on which one word was changed.
mkdir ../sample ../home ../home/transcripts ../wrong
ln -s "$PWD/corpora" "$PWD/frameworks" ../sample
ln -s "$PWD/corpora" "$PWD/frameworks" ../wrong
(cd ../sample && espalier new care.espalier --study corpora/recovery-care/study.xml --framework frameworks/care-planning.xml --coder C1 \
  && espalier import corpora/recovery-care/documents && espalier import corpora/recovery-care/analysis.xml) >"$scratch/out" 2>"$scratch/err"
report $? "the sample study of the guide is made"

page="$srcdir/tests/support/pages.py"
run python3 "$page" run "$srcdir/README.md" "$scratch/here"
check_status 0 "what the README prints is what the program prints"
run python3 "$page" run "$srcdir/docs/guide.md" "$scratch/home" "$scratch/sample"
check_status 0 "what the guide prints is what the program prints"
run python3 "$page" messages "$srcdir/docs/guide.md" "$srcdir/src"
check_status 0 "every message that the guide explains stands in the source"

sed 's/^31 files imported/30 files imported/; s/who are you?/who art thou?/' "$srcdir/README.md" >"$scratch/README.md"
run python3 "$page" run "$scratch/README.md" "$scratch/wrong"
check_status 1 "a page with another number is noticed"
sed 's/`who are you?`/`who art thou?`/' "$srcdir/docs/guide.md" >"$scratch/guide.md"
run python3 "$page" messages "$scratch/guide.md" "$srcdir/src"
check_status 1 "so is a message that the program does not have"
done_testing

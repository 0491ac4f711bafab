#!/bin/sh
# The history as a person asks for it: chosen, proven, written as a page; and taken back with what stands on it.
# SPDX-License-Identifier: GPL-3.0-or-later
. "${srcdir:-.}/tests/cli/lib.sh"

run espalier new one --coder Ann
run espalier analyses add first --coder Ann --reason "to begin with"
run espalier analyses add second --coder Ben
run espalier framework import --analysis first "$srcdir/frameworks/care-planning.xml" --coder Ben
check_status 0 "a framework"

run espalier log --stage framework
check_status 0 "one stage"
check_out "framework import" "its changes are listed"
run espalier log --stage study
check_out "analyses add" "another stage"
run espalier log --stage cooking
check_status 2 "no such stage"
check_err "there are: study, corpus, framework, indexing, chart" "the stages are listed"
run espalier log --coder ben
check_status 1 "a person whom the study does not know is refused"
check_err "^espalier: nobody who changed 'one.espalier' is called 'ben'; there is Ben$" "with whom it knows"
run espalier log --coder Ben --json
check_status 0 "one person, for programs"
run espalier log --since 2100-01-01
check_out "^no changes" "nothing in the future"
run espalier log --since 2020-01-01 --until 2100-01-01
check_out "analyses add" "all of it in a century"
run espalier log --until tomorrow
check_status 2 "no day"
check_err "write it as 2026-11-03" "how a day is written"
run espalier log --case X-1
check_status 1 "no such case"
run espalier log --verify
check_out "each proven by the one before it" "the history is proven"
check_out "^seal: [0-9a-f]+$" "its seal"
run espalier log --verify --json
check_out '"seal": "[0-9a-f]*"' "its seal, for programs"
run espalier log --merges
check_out "no copies were merged" "no merges yet"
run espalier log --verify --limit 3
check_status 2 "--verify is about all of it"
run espalier log --merges --verify
check_status 2 "one at a time"
run espalier log --report history.html --coder Ann
check_status 0 "a page"
check_out "^wrote 'history.html'" "says what it wrote"

run espalier undo --with-later --dry-run --coder Ann
check_status 0 "undo of the last of a person, tried"
check_out "^dry run, nothing is stored: would undo 2 changes, 1 of them by Ben$" "how much would be undone, and whose"
check_out "^[0-9a-f]{8} .* Ben +framework import" "each of them on a line"
check_out "^[0-9a-f]{8} .* Ann +analyses add" "that of the person, too"
done_testing

#!/bin/sh
# A damaged study: told in plain words, what can be read of it written to a new one, never changed itself. Compact backups.
# SPDX-License-Identifier: GPL-3.0-or-later
. "${srcdir:-.}/tests/cli/lib.sh"
command -v sqlite3 >/dev/null || { echo "1..0 # SKIP sqlite3 is missing: apt-get install sqlite3"; exit 0; }
export ESPALIER_CODER=C1

espalier new care --study corpora/recovery-care/study.xml --framework frameworks/care-planning.xml >/dev/null \
  && espalier import --recurse corpora/recovery-care/documents >/dev/null \
  && espalier code B-SM-001 recovery/meaning --turn 4 >/dev/null \
  && espalier chart set B-SM-001 recovery/meaning --text "It is work." --evidence-turn 4 >/dev/null \
  && espalier chart set B-SM-001 recovery/meaning --text "Another wording." --evidence-turn 4 >/dev/null \
  && espalier undo >/dev/null || { echo "Bail out! there is no study to damage"; exit 1; }
run espalier export archive --to whole.xml
check_status 0 "the whole study is written as an archive"

# ---- whole
mkdir new
run espalier check
check_status 0 "the study is whole"
check_out '^ok +taken back .*1 summary or note .*backup --compact FILE' "check counts words of what was taken back"
run espalier backup --recover new/whole.espalier
check_status 0 "recovering a whole study loses nothing"
check_out 'nothing is lost: the history is whole' "and says so"
espalier -s new/whole.espalier export archive --to again.xml >/dev/null
cmp -s whole.xml again.xml; report $? "the new study is the same"

# ---- damaged where the content stands: the history makes it anew
damage_table () {
  cp care.espalier damaged.espalier
  for page in $(sqlite3 care.espalier "SELECT pageno FROM dbstat WHERE name = '$1'"); do
    head -c 4096 /dev/urandom | dd of=damaged.espalier bs=4096 seek=$((page - 1)) conv=notrunc 2>/dev/null
  done
  before=$(sha256sum <damaged.espalier)
}
untouched () { [ "$before" = "$(sha256sum <damaged.espalier)" ]; report $? "the damaged file is as it was: $1"; }
export ESPALIER_STUDY=damaged.espalier
damage_table coding
run espalier check
check_status 1 "check tells of a damaged page"
check_out "^PROBLEM +file .*keep the file as it is.*backup --recover" "and says what to do"
run espalier backup --recover new/coding.espalier
check_status 0 "codings are made anew from the history"
espalier -s new/coding.espalier export archive --to again.xml >/dev/null
cmp -s whole.xml again.xml; report $? "the content is that of before"
untouched "codings"

# ---- nothing can be opened: the first page
head -c 4096 /dev/urandom | dd of=damaged.espalier bs=4096 conv=notrunc 2>/dev/null
before=$(sha256sum <damaged.espalier)
run espalier log
check_status 1 "a file without its first page is no study"
run espalier backup --recover new/first.espalier
check_status 0 "what it holds is recovered all the same"
espalier -s new/first.espalier export archive --to again.xml >/dev/null
cmp -s whole.xml again.xml; report $? "and is all there"
untouched "the first page"

# ---- the texts: the history stands, the words are named
damage_table text_body
run espalier backup --recover new/texts.espalier
check_status 3 "where something is lost, the exit status says so"
check_out "^lost +the words of the document '.*': import the same file again" "documents whose words are lost are named"
run espalier -s new/texts.espalier show B-SM-001
check_status 1 "a command that needs the words fails"
check_err "^espalier: the words of the document 'B-SM-001.*' are lost: import the same file again, or merge" "and says what helps"
run espalier -s new/texts.espalier documents
check_status 0 "documents are listed without their words"
run espalier -s new/texts.espalier log
check_status 0 "the history does not need the words"
run espalier -s new/texts.espalier import --recurse corpora/recovery-care/documents
check_status 0 "the files are imported again"
run espalier -s new/texts.espalier check
check_status 0 "and the study is whole"
untouched "texts"

# ---- summaries and definitions: a copy that has them brings them back
damage_table prose
run espalier backup --recover new/prose.espalier
check_status 3 "lost summaries and definitions are told"
run espalier -s new/prose.espalier check
check_out "^PROBLEM +prose .* lost; .*merge a copy that has them" "check names them as lost, and what helps"
grep -c PROBLEM "$scratch/out" | grep -qx 1; report $? "and nothing else as wrong"
run espalier -s new/prose.espalier export matrix --to lost.csv
check_status 0 "the matrix is written without them"
grep -q "words lost: the file was damaged" lost.csv; report $? "and says where words are lost"
run espalier -s new/prose.espalier merge care.espalier
check_status 0 "the study from which it came is merged"
run espalier -s new/prose.espalier check
check_status 0 "and has the words"
espalier -s new/prose.espalier export archive --to again.xml >/dev/null
cmp -s whole.xml again.xml; report $? "all of them"
untouched "prose"

# ---- the history
damage_table history_change
run espalier backup --recover new/history.espalier --json
check_status 3 "a lost history is told"
check_out '"changes_lost": [1-9]' "in numbers"
run espalier -s new/history.espalier check
check_status 0 "what was found in the tables is a sound study"
run espalier -s new/history.espalier log
check_out 'backup --recover' "the rows as found are one change of the person who recovered"
espalier -s new/history.espalier show cases >/dev/null 2>&1
run espalier -s new/history.espalier codings
check_out 'recovery/meaning|Meaning' "codings are there as found"
untouched "history"

# ---- refusals
run espalier backup --recover new/history.espalier
check_status 1 "a file that is there is not replaced"
check_err "there already" "and named"
run espalier backup --recover --compact new/both.espalier
check_status 2 "both at once is wrong usage"
touch damaged.espalier-journal
run espalier backup --recover new/journal.espalier
check_err "damaged.espalier-journal' is there" "a journal is told of"
test -f damaged.espalier-journal; report $? "and left alone"
rm -f damaged.espalier-journal
head -c 100000 /dev/urandom >damaged.espalier
run espalier backup --recover new/noise.espalier
check_status 1 "of noise nothing is recovered"
check_err "has nothing of a study" "and that is said"
test ! -e new/noise.espalier; report $? "no file is left"
ls new | grep -q -e '\.new-'; test $? -ne 0; report $? "nor anything beside"

# ---- compact
export ESPALIER_STUDY=care.espalier
run espalier backup --compact new/compact.espalier
check_status 0 "a compact backup is written"
check_out "without 1 text|without 1 .* taken back" "what it left out is counted"
run espalier -s new/compact.espalier check
check_status 0 "it is whole"
check_out "taken back .*a compact backup left 1 of them out" "and check tells what it cannot bring back"
espalier export matrix -s care.espalier --to a.csv >/dev/null && espalier -s new/compact.espalier export matrix --to b.csv >/dev/null
cmp -s a.csv b.csv; report $? "its matrix is the same"
done_testing

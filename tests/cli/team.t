#!/bin/sh
# A team of three: each works in a copy of their own, and the copies are joined in whatever order they come. Witnesses are the
# bytes of files, and the archive, which says all of a study but its history.
# SPDX-License-Identifier: GPL-3.0-or-later
. "${srcdir:-.}/tests/cli/lib.sh"
command -v sqlite3 >/dev/null || { echo "1..0 # SKIP sqlite3 is missing: apt-get install sqlite3"; exit 0; }

# same WANTED GOT CLAIM
same () {
  [ "$1" = "$2" ] || echo "wanted '$1', got '$2'" >>"$scratch/err"
  test "$1" = "$2"
  report $? "$3"
}
ask () { sqlite3 "file:$1?mode=ro" "$2"; }
bytes () { sha256sum <"$1"; }
seal () { espalier -s "$1" log --verify --json | sed -n 's/.*"seal": "\([0-9a-f]*\)".*/\1/p'; }
# alike A B CLAIM: two studies say the same.
alike () {
  espalier -s "$1" export archive --to one.xml --quiet && espalier -s "$2" export archive --to other.xml --quiet \
    && cmp one.xml other.xml >>"$scratch/err" 2>&1
  report $? "$3"
}
# whole STUDY CLAIM
whole () {
  run espalier -s "$1" check
  check_status 0 "$2"
}
# refused STATUS PATTERN CLAIM COMMAND ...: one sentence that fits, and the study stays as it was, to the byte.
refused () {
  wanted=$1 pattern=$2 claim=$3
  shift 3
  before=$(bytes care.espalier)
  run "$@"
  why=
  [ "$status" -eq "$wanted" ] || why="exit status $status instead of $wanted"
  head -n 1 "$scratch/err" | grep -Eq -e "^espalier: $pattern" || why="$why; the message is another"
  [ "$wanted" -eq 2 ] || [ "$(wc -l <"$scratch/err")" -eq 1 ] || why="$why; not one line of message"
  [ "$before" = "$(bytes care.espalier)" ] || why="$why; the study has changed"
  [ -z "$why" ] || echo "$why" >>"$scratch/err"
  test -z "$why"
  report $? "$claim"
}

mkdir team
documents=corpora/recovery-care/documents
espalier new care --study corpora/recovery-care/study.xml --framework frameworks/care-planning.xml --coder C1 >/dev/null \
  && espalier import "$documents/B-SP-001.txt" "$documents/A-CC-001.txt" >/dev/null \
  && espalier chart set B-SP-001 recovery/meaning --text "One line is a care plan." --evidence "That's a care plan, that one line" >/dev/null \
  || { echo "Bail out! there is no study to copy"; exit 1; }

# ---- taking a copy
before=$(bytes care.espalier)
run espalier clone care.espalier team/C2.espalier --coder C2
check_status 0 "a copy for C2"
check_out "^copied 'care.espalier' to 'team/C2.espalier' for C2: send it to C2.*'espalier merge team/C2.espalier'" "it is said what to do with it"
run espalier clone team/C3 --coder C3
check_status 0 "a copy of the study in this folder, for C3"
same "$before" "$(bytes care.espalier)" "the study itself is as it was"
same 600 "$(stat -c %a team/C3.espalier)" "a copy is for its owner only"
same "C1 C2" "$(espalier -s team/C2.espalier coders | tail -n +1 | grep -Eo 'C[0-9]' | tr '\n' ' ' | sed 's/ $//')" "the copy knows C2"
same "C2|clone|copy for C2" "$(ask team/C2.espalier "SELECT coder, command, about FROM history_change ORDER BY lamport DESC LIMIT 1")" "its history says who took it"
run espalier clone team/mine --coder C1
check_status 0 "a copy for somebody whom the study knows"
same "C1|clone" "$(ask team/mine.espalier "SELECT coder, command FROM history_change ORDER BY lamport DESC LIMIT 1")" "is a line of the history too"
same 0 "$(ask team/mine.espalier "SELECT length (changes) FROM history_change ORDER BY lamport DESC LIMIT 1")" "that changes nothing"
whole team/mine.espalier "and the copy is whole"
run espalier -s team/C2.espalier --coder C2 undo
check_status 1 "taking a copy is no work that could be undone by mistake"
run env ESPALIER_CODER=C9 espalier clone care.espalier team/nobody.espalier
check_status 2 "a copy for nobody is refused, whoever works here"
check_err "say for whom with --coder" "with what to do"
refused 1 "'team/C2.espalier' is there already" "nothing is replaced" espalier clone team/C2 --coder C2
refused 1 "'care.espalier' is there already" "nor the study itself" espalier clone care.espalier care.espalier --coder C2
refused 2 "there is a coder 'C1'; write the name the same way" "one person has one name" espalier clone team/c1 --coder c1
refused 2 "a copy is for a person" "a name that drives a terminal is none" espalier clone team/x --coder "$(printf 'C\0332')"
refused 2 "a copy is for a person" "an empty name is none" espalier clone team/x --coder ""
refused 1 "cannot make 'nowhere/x.espalier': there is no such folder" "there must be a folder" espalier clone nowhere/x --coder C2
refused 2 "the study is given twice" "one study is copied" espalier -s care.espalier clone care.espalier team/x --coder C2
refused 1 "cannot open 'none.espalier': there is no such file" "there must be a study" espalier clone none.espalier team/x --coder C2
same "C2.espalier C3.espalier mine.espalier" "$(ls team | tr '\n' ' ' | sed 's/ $//')" "what failed leaves nothing behind"
sqlite3 team/mine.espalier "PRAGMA journal_mode = WAL" >/dev/null
run espalier clone team/mine.espalier team/again --coder C4
check_status 0 "a study in another journal mode is copied"
whole team/again.espalier "and that copy is whole"
same "" "$(ls team | grep -E 'wal|shm|new-')" "nothing is left beside it"
rm team/mine.espalier team/again.espalier

# ---- everybody works
export ESPALIER_CODER=C2
run espalier -s team/C2.espalier code B-SP-001 recovery/meaning --quote "where is she"
check_status 1 "C2 codes, and must be exact"
{ espalier -s team/C2.espalier code B-SP-001 recovery/meaning --quote "I put a sticky note on" \
    && espalier -s team/C2.espalier code A-CC-001 recovery/meaning --quote "it's my I" \
    && espalier -s team/C2.espalier attributes set B-SP-001 number=7 \
    && espalier -s team/C2.espalier chart set B-SP-001 recovery/meaning --text "Hearing the person." --evidence "I can't hear the person in it"; } >/dev/null
report $? "C2 has worked"
export ESPALIER_CODER=C3
{ espalier -s team/C3.espalier code B-SP-001 recovery/meaning --quote "one line" --turn 10 \
    || espalier -s team/C3.espalier code B-SP-001 recovery/meaning --quote "The rest is just postage"; } >/dev/null 2>&1
{ espalier -s team/C3.espalier attributes set B-SP-001 number=8 \
    && espalier -s team/C3.espalier import "$documents/C-SM-001.txt" \
    && espalier -s team/C3.espalier chart set B-SP-001 recovery/meaning --text "The rest is postage." --evidence "The rest is just postage"; } >/dev/null
report $? "C3 has worked"
export ESPALIER_CODER=C1
espalier code A-CC-001 recovery/meaning --quote "It's a date people can see" >/dev/null
espalier backup team/start.espalier >/dev/null

# ---- what would come
before=$(bytes care.espalier)
run espalier merge --dry-run team/C2.espalier
check_status 0 "a merge is tried"
check_out "^dry run, nothing is stored: merging 'team/C2.espalier' would bring 5 changes" "it says that it is one"
check_out "^  C2 would add 2 codings, 1 summary, 1 piece of evidence; alter 1 attribute of a case" "what would come, in words"
same "$before" "$(bytes care.espalier)" "the study is as it was, to the byte"

# ---- joining
before=$(bytes team/C2.espalier)
run espalier merge team/C2.espalier
check_status 0 "the copy of C2 is merged"
check_out "^merged 'team/C2.espalier': 5 changes" "so many changes came"
check_out "^  C2: 2 codings, 1 summary, 1 piece of evidence added; 1 attribute of a case altered" "what came, in words"
check_out "^'team/C2.espalier' lacks 1 change of this study: send this study back, or let C2 merge it" "what the copy lacks"
same "$before" "$(bytes team/C2.espalier)" "the copy is as it was, to the byte"
run espalier merge team/C3.espalier
check_status 0 "the copy of C3 is merged"
check_out "^  C3: 1 case, 1 document, 1 coding, 1 summary, 1 piece of evidence, ([0-9]+ [a-z ]+, )*1 text of a document, [0-9]+ speakers? in documents?[a-z0-9, ]* added" "with the details by their names"
check_out "2 conflicts \(.*B-SP-001.*\); 'espalier conflicts' shows both sides" "and two conflicts"
whole care.espalier "the study is whole"
before=$(espalier log --json | sha256sum)
run espalier merge team/C3.espalier
check_status 0 "the same copy again"
check_out "^nothing new in 'team/C3.espalier' \(it has not seen 6 changes of yours: send this study back\)" "brings nothing, and says what it lacks"
same "$before" "$(espalier log --json | sha256sum)" "and changes nothing"

espalier backup team/C1.espalier >/dev/null
run espalier -s team/start.espalier merge team/C3.espalier team/C2.espalier
check_status 0 "two copies at once, in the other order"
alike care.espalier team/start.espalier "the order of merging does not matter"
same "$(seal care.espalier)" "$(seal team/start.espalier)" "nor for the seal of the history"
run espalier -s team/C2.espalier --coder C2 merge team/C1.espalier
check_status 0 "C2 merges what C1 sent back"
run espalier -s team/C3.espalier --coder C3 merge team/C1.espalier
check_status 0 "so does C3"
alike care.espalier team/C2.espalier "C2 has all of it"
alike care.espalier team/C3.espalier "C3 has all of it"
run espalier merge team/C2.espalier
check_out "^nothing new in 'team/C2.espalier': it and this study have the same history" "then there is nothing to join"

# ---- conflicts
run espalier conflicts
check_status 0 "the conflicts are listed"
check_out "B-SP-001" "with what they are about"
run espalier conflicts --json
conflict=$(sed -n 's/.*"id": "\([0-9a-f]\{8\}\).*/\1/p' "$scratch/out" | head -n 1)
run espalier resolve "$conflict" --keep 1
check_status 0 "one is settled"
run espalier -s team/C2.espalier --coder C2 merge care.espalier
check_out "^  C1: .*1 conflict settled" "the others get it with the next merge"
alike care.espalier team/C2.espalier "and have the same again"

# ---- taking back what came
coding=$(espalier log --coder C2 --json | sed -n 's/.*"id": "\([0-9a-f]\{8\}\).*"command": "code".*/\1/p' | head -n 1)
run espalier undo "$coding"
check_status 0 "a change that came with a merge can be undone"
run espalier -s team/C3.espalier --coder C3 merge care.espalier
check_out "^  C1: .*1 coding removed" "which the others are told"
run espalier -s team/C2.espalier --coder C2 merge team/C3.espalier
check_status 0 "from whomever they get it"
same "$(seal care.espalier)" "$(seal team/C2.espalier)" "in the end all seals are equal: C2"
same "$(seal care.espalier)" "$(seal team/C3.espalier)" "in the end all seals are equal: C3"
alike team/C2.espalier team/C3.espalier "and all studies"
whole team/C2.espalier "which are whole"

# ---- what is no copy
refused 1 ".*'care.espalier'.*itself" "a study is not merged into itself" espalier merge care.espalier
ln -s care.espalier same.espalier
refused 1 ".*itself" "under whatever name" espalier -s care.espalier merge same.espalier
rm same.espalier
espalier new team/other --coder C1 >/dev/null
refused 1 "'team/other.espalier' is no copy of this study: it is another one, 'other'" "another study is not merged" espalier merge team/other.espalier
head -c 30000 team/C2.espalier >team/cut.espalier
refused 1 ".*'team/cut.espalier'" "a copy that was cut off is not merged" espalier merge team/cut.espalier
echo "Dear diary" >team/text.espalier
refused 1 "'team/text.espalier' is not an Espalier study" "nor a text" espalier merge team/text.espalier
refused 1 "'team' is not an Espalier study: it is a folder" "nor a folder" espalier merge team
refused 1 "cannot open 'team/none.espalier': there is no such file" "nor nothing" espalier merge team/none.espalier
refused 2 "'merge' needs COPY" "a copy must be named" espalier merge
sqlite3 team/cut.espalier "SELECT 1" >/dev/null 2>&1
cp team/C2.espalier team/forged.espalier
sqlite3 team/forged.espalier "UPDATE history_change SET coder = 'C3' WHERE command = 'code'"
refused 1 ".*team/forged.espalier.*(does not hold|altered)" "a history that somebody rewrote is not merged" espalier merge team/forged.espalier

# ---- some of several
espalier -s team/C2.espalier --coder C2 code B-SP-001 recovery/meaning --quote "It's a team thing up to a point" >/dev/null
run espalier merge team/text.espalier team/C2.espalier
check_status 3 "one of two copies is refused"
check_err "^espalier: not merged: 'team/text.espalier' is not an Espalier study" "it is said which"
check_out "^merged 'team/C2.espalier': 1 change" "the other is merged"
espalier -s team/C2.espalier --coder C2 code B-SP-001 recovery/meaning --quote "They groan" >/dev/null
run espalier merge --json team/C2.espalier team/none.espalier
check_status 3 "the same for programs"
check_out '"changes": 1' "with what came"
check_out '"why": "cannot open' "and what did not"

# ---- the page for an audit
run espalier log --report history.html
check_status 0 "the history as a page"
for words in "Who did what" "Copies merged" "Settled: 1" "copy for C2" "undone by"; do
  grep -q "$words" history.html
  report $? "the page says '$words'"
done
grep -q ">Other<" history.html && why=1 || why=0
report $why "every command stands at a stage of the method"
grep -q "The rest is postage" history.html && why=1 || why=0
report $why "no words of a summary are on it"
done_testing

#!/bin/sh
# Searching at the command line: what grep finds too, counts, files, and coding what was found.
# SPDX-License-Identifier: GPL-3.0-or-later
. "${srcdir:-.}/tests/cli/lib.sh"

espalier -q new care --study corpora/recovery-care/study.xml --framework frameworks/care-planning.xml --coder C1 || exit 1
espalier -q import corpora/recovery-care/documents >/dev/null || exit 1

# ---- the same as grep: the words of each numbered turn, one turn a line
espalier documents --json | sed -n 's/.*"name": "\([^"]*\)".*/\1/p' >names
while read -r name; do
  espalier show "$name" --json
done <names | awk '/"number": / { number = $2 + 0 } /"words": / && number > 0' | sed 's/\\n/ /g; s/.*"words": //' >turns
for word in hope plan medication form signed; do
  wanted=$(grep -icw -e "$word" turns)
  run espalier search "$word"
  check_out "^$wanted turns? in " "'$word' is found in the $wanted turns in which grep finds it"
done
run espalier search --regex 'plan(s|ned|ning)?\b' --limit 2
wanted=$(grep -icE -e 'plan(s|ned|ning)?\b' turns)
check_out "^$wanted turns in " "and so is a pattern, in $wanted turns"
test "$(grep -c '^      ' "$scratch/out")" -eq 2
report $? "--limit shows two"
check_out "^… and [0-9]+ more$" "and says that there are more"

# ---- what is printed
run espalier search 'hope NEAR/3 part'
check_status 0 "a search succeeds"
check_out '^B-SM-001, turn 20, own, 2 times$' "it prints a place as code takes it, and whose words"
check_out 'but \*hope\* is \*part\* of it' "what was found stands between stars"
check_out '^1 turn in 1 document of 1 case \(in their own words: 1 turn, 1 of 30 cases\)$' "and it ends with the counts"
run espalier search zebra
check_status 0 "to find nothing is no failure"
check_out '^no turn has it$' "and is said"
run espalier search hope --by site
check_out '^site +turns +in own words +cases +in own words +of$' "counts by an attribute have headings"
check_out '^Burgundy +1 +1 +1 +1 +[0-9]+$' "and a row for each value"
run espalier search hope --by case
check_out '^B-SM-001 +1 +1$' "counts by case too"
run espalier search hope --speaker interviewer
check_out '^no turn has it$' "only the interviewer's words"
run sh -c 'printf "hope NEAR/3 part\n" | espalier search - --json'
check_status 0 "a search is read from standard input"
check_out '"snippet": ".*\*hope\* is \*part\* of it' "and answered in JSON"
check_out '"start_cp": 4095' "with the characters of what was found"
run espalier search hope --to found.csv
check_out "^wrote 'found.csv': 3 turns in 3 documents" "a file is written"
test "$(sqlite3 :memory: -cmd '.import --csv found.csv found' 'SELECT count (*), sum (matches) FROM found')" = '3|4'
report $? "which another program reads"
run espalier search hope --to found.html
check_status 2 "not in every format"
run espalier search hope dog
check_status 2 "words without quotation marks are too many"
run espalier search '(hope'
check_status 1 "what cannot be read is refused"
check_err "^espalier: the search cannot be read at its character 1: the parenthesis that opens here is never closed$" "with its place"
run espalier search hope --speaker me
check_status 2 "nobody is called me"
run espalier search hope --unit turn
check_status 2 "--unit is for --code"
run espalier search hope --code recovery/meaning --limit 1
check_status 2 "--code codes all"
run espalier search hope --to few.csv --limit 1
check_status 2 "and --to writes all"
test ! -e few.csv
report $? "so that no file has only some"
run espalier search hope --code no/such
check_status 1 "a theme that is not there is refused"
test ! -s "$scratch/out"
report $? "before anything is shown"
run espalier search hope --code recovery/meaning --unit page
check_status 2 "and so is a unit that is none"
test ! -s "$scratch/out"
report $? "before anything is shown"

# ---- other writing
mkdir scripts
espalier -q new scripts/scripts --coder C1
cat >S1.txt <<'TEXT'
Interviewer: Where?

S1: Die Straße in İstanbul. Ο Οδυσσεύς και ο καφές. Łódź.

S1: الكتاب والكتاب. שָׁלוֹם שלום. ความหวัง 希望在这里 희망이 있습니다 हिन्दी.
TEXT
espalier -q -s scripts/scripts.espalier import S1.txt 2>/dev/null
found () { # SEARCH WORDS: what is between the stars
  espalier -s scripts/scripts.espalier search "$1" ${3:-} 2>/dev/null | sed -n 's/^[^*]*\*\([^*]*\)\*.*/\1/p' >"$scratch/found"
  test "$(cat "$scratch/found")" = "$2"
  report $? "'$1' finds '$2'"
}
found istanbul İstanbul
found οδυσσεύσ Οδυσσεύς
found lodz ''
found strasse ''
found καφες ''
found الكتاب الكتاب
found שלום שלום
run espalier -s scripts/scripts.espalier search ความหวัง
check_status 1 "words that cannot be told apart are refused"
check_err '[-]-regex' "with the way to find them"
found ความหวัง ความหวัง --regex
found हिन्दी हिन्दी
found 希望 希望
found 希望 希望 --regex
found หวัง หวัง --regex
found 희망 ''
found '희망*' 희망이

# ---- coding
before=$(sha256sum care.espalier)
run espalier search hope --code recovery/meaning --dry-run
check_out '^dry run, nothing is stored: 3 codings in 3 documents at recovery/meaning$' "a dry run says what would be coded"
check_out '^B-SM-001, turn 20, own' "and shows it"
test "$before" = "$(sha256sum care.espalier)"
report $? "and stores nothing"
run espalier search 'hope OR "care plan"' --code recovery/meaning --unit match --reason "to refine it"
check_status 0 "what was found is coded"
if grep -q '^[^ ].*, interviewer' "$scratch/out"; then false; else true; fi
report $? "and nothing an interviewer said"
run espalier codings --theme recovery/meaning --json
test "$(grep -c '"origin": "hand"' "$scratch/out")" -eq "$(grep -ciE '"words": "(hope|care.plan)"' "$scratch/out")"
report $? "just the words that were found"
run espalier search hope --within recovery/meaning
check_out '^3 turns in 3 documents' "within the theme they are found"
run espalier log --limit 1 --json
check_out "at recovery/meaning, found by 'hope OR \\\\\"care plan\\\\\"'" "the history says by what"
check_out 'to refine it' "and why"
run espalier search 'hope OR "care plan"' --code recovery/meaning --unit match
check_out '^0 codings in 0 documents at recovery/meaning; coded with it before: [0-9]+$' "what is coded is not coded again"
run sh -c 'printf "front door\n" | espalier search - --code recovery/meaning'
check_status 0 "words from standard input are coded"
run espalier log --limit 1
check_out 'found by a search$' "and do not stand in the history"
run espalier undo
check_status 0 "undo takes the codings of one search back"
run espalier search '"care plan"' --speaker interviewer --code recovery/meaning --dry-run
check_out ', interviewer' "an interviewer's words are coded when they are asked for"
run espalier search hope --code recovery
check_status 1 "a section is not coded"
check_err "is a section; code its themes" "which is said"
run espalier check
check_status 0 "the study is whole"
done_testing

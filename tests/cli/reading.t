#!/bin/sh
# Reading a document: its turns, times, lines, and what is coded beside them, in a pipe and on a terminal; sessions; gaps in labels.
# SPDX-License-Identifier: GPL-3.0-or-later
. "${srcdir:-.}/tests/cli/lib.sh"
export ESPALIER_CODER=C1

# on_terminal COLUMNS COMMAND: runs it on a terminal of that width, without colours and carriage returns.
on_terminal () {
  columns=$1; shift
  TERM=xterm-256color PAGER=cat script -qec "stty cols $columns rows 50; $*" /dev/null </dev/null 2>"$scratch/err" | tr -d '\r' >"$scratch/out"
  status=$?
}

# skip CLAIM WHY
skip () { count=$((count + 1)); echo "ok $count - $1 # SKIP $2"; }

# same WANTED CLAIM: what was printed is this file.
same () {
  diff "$1" "$scratch/out" >>"$scratch/err"
  report $? "$2"
}

espalier new care.espalier --study corpora/recovery-care/study.xml --framework frameworks/care-planning.xml -q

# ---- a transcript with times, several lines, headings, and letters of every width
mkdir texts
printf 'Title of it all\n\n[00:00:05] Interviewer: Shall we begin?\n\n[00:14:03] B-SM-020: I hope so. Yes.\nIt goes on here,\n\nand here.\n\n[01:02:03] Interviewer: And then?\n\nB-SM-020: 呂家華訪談，關於平台的分析與設計以及人們所說的話。é e\314\201 ok\n' >texts/B-SM-020.txt
run espalier import texts
check_status 0 "a transcript with times is read"
run espalier show B-SM-020
cat >"$scratch/wanted" <<'END'
B-SM-020: interview, micro

                Title of it all
   1  00:00:05  Interviewer: Shall we begin?
   2  00:14:03  B-SM-020: I hope so. Yes.
                It goes on here,

                and here.
   3  01:02:03  Interviewer: And then?
   4            B-SM-020: 呂家華訪談，關於平台的分析與設計以及人們所說的話。é é ok
END
printf '%s\n' "s/é é/é $(printf 'e\314\201')/" >"$scratch/sed"
sed -f "$scratch/sed" "$scratch/wanted" >"$scratch/wanted2"
mv "$scratch/wanted2" "$scratch/wanted"
same "$scratch/wanted" "times stand beside turns, and no line ends with a space"

espalier code B-SM-020 3a --quote "hope so" -q
espalier code B-SM-020 3b --turn 2 -q --coder C2
espalier code B-SM-020 3a --quote "It goes on" -q --coder C2
printf 'recovery/barriers,begin\nrecovery/barriers,goes on\n' >rules.csv
espalier autocode rules.csv -q
run espalier show B-SM-020 --turns 1..2
cat >"$scratch/wanted" <<'END'
B-SM-020: interview, micro

   1  00:00:05             Interviewer: Shall we begin?
   2  00:14:03  3a 3b      B-SM-020: I hope so. Yes.
                3a 3b 3c?  It goes on here,
                3b
                3b         and here.

3a  Recovery / Meaning
3b  Recovery / Support for recovery
3c  Recovery / Barriers
END
same "$scratch/wanted" "in a pipe each line has the numbers of its themes"
run espalier show B-SM-020 --coder C2 --theme recovery/meaning
check_out '^ {16}3a  It goes on here,$' "the margin can be of one coder and one theme"
grep -q '3b' "$scratch/out"; test $? -eq 1
report $? "and has no other"
run espalier show B-SM-020 --turns 2 --paths
check_out '^ +recovery/barriers\? recovery/meaning recovery/support  It goes' "or the paths of themes"

# ---- memos
espalier memos add --document B-SM-020 --quote "and here" --text "where is that?" -q
espalier memos add --document B-SM-020 --text "A short talk" --kind reflexive -q
run espalier show B-SM-020
check_out '^ +\*1 3b +and here\.$' "a memo stands in the margin"
check_out '^\*1  analytic by C1: where is that\?$' "and its words at the end"
check_out '^\*   reflexive by C1: A short talk$' "so do those of one on the document"
run espalier show B-SM-020 --turns 1
! grep -q 'where is that' "$scratch/out"
report $? "but only of what is shown"
run espalier show B-SM-020 --theme 3
! grep -q '\*' "$scratch/out"
report $? "and not beside one theme"

# ---- marks of one theme that meet are one
espalier code B-SM-020 3a --turn 4 -q
espalier code B-SM-020 3a --turn 4 -q --coder C2
espalier code B-SM-020 3a --quote "é" -q --coder C2 2>/dev/null
run espalier show B-SM-020 --turns 4
check_out '^   4 +3a  B-SM-020: ' "what two people coded with one theme is one mark"

# ---- lines and paragraphs, as other programs count them
run espalier show B-SM-020 --lines --paragraphs
awk '/Title of it all$/ || /Shall we begin\?$/ || /I hope so\. Yes\.$/ || /It goes on here,$/ || /and here\.$/ || /And then\?$/' \
  "$scratch/out" | sed 's/^ *\([0-9]*\) *\([0-9]*\) .*[ :]\([^ ]* [^ ]*\)$/\1 \2 \3/' >"$scratch/told"
awk 'NF { paragraph++; print NR, paragraph, $(NF - 1), $NF }' texts/B-SM-020.txt | head -6 >"$scratch/counted"
diff "$scratch/counted" "$scratch/told" >>"$scratch/err"
report $? "lines and paragraphs are numbered as awk counts them"
run espalier show B-SM-020 --turns 3 --around 1 --lines
check_out '^line  turn$' "columns of numbers have names"
test "$(grep -c '^ *[0-9]* *[234]  ' "$scratch/out")" -eq 3
report $? "turns around one are shown with it"
run espalier show B-SM-020 --around 1
check_status 2 "--around wants --turns"
run espalier show B-SM-020 --turns 9..12
check_err "there is no turn 9 in 'B-SM-020'; its last is 4" "a turn that is not there is refused"
for turns in 0 x 3-1 3..1 .. - 4-x; do
  run espalier show B-SM-020 --turns "$turns"
  check_status 2 "--turns $turns is wrong usage"
done

if command -v jq >/dev/null; then
  run sh -c "espalier show B-SM-020 --json | jq -r '.items[] | select(.number == 2) | \"\(.time_ms) \(.line) \(.paragraph) \(.codings | length) \(.codings[0].coder) \(.themes | join(\",\"))\"'"
  check_out '^843000 5 3 4 C[12] 3a,3b,3c\?$|^843000 5 3 4 C[12] 3b,3a,3c\?$' "JSON has times, lines, paragraphs and codings"
else
  skip "JSON has times, lines, paragraphs and codings" "jq is missing: apt-get install jq"
fi

# ---- on a terminal
if command -v script >/dev/null && [ "$(script -qec "echo so" /dev/null </dev/null 2>/dev/null | tr -d "\r")" = so ]; then
  on_terminal 40 espalier show B-SM-020 --turns 2
  check_out '^   2  00:14:03 .*┌3b' "a coding is a bracket with its theme at the top"
  check_out '│.*It goes on|└.*It goes on' "which goes on beside the next line"
  awk '{ if (length ($0) > 60) exit 1 }' "$scratch/out"
  report $? "words are wrapped"
  if command -v python3 >/dev/null; then
    for columns in 60 80 133; do
      on_terminal $columns espalier show B-SM-020
      python3 - "$scratch/out" $columns <<'END' >>"$scratch/err" 2>&1
import sys, unicodedata
wide = 0
for line in open (sys.argv[1], encoding='utf-8').read ().split ('\n'):
    width = sum (0 if unicodedata.combining (c) else 2 if unicodedata.east_asian_width (c) in 'WF' else 1 for c in line)
    wide = max (wide, width)
    if line.endswith ('，') or any (line.strip ().startswith (c) for c in '，。'):
        assert not line.strip ().startswith (('，', '。')), line
assert wide <= int (sys.argv[2]), wide
END
      report $? "no line is wider than $columns columns, as python counts wide and combining letters"
    done
  fi
  # A terminal that tells its width would have bash, should it run the program, set COLUMNS to that.
  on_terminal 0 COLUMNS=66 espalier show B-SM-020
  test "$(wc -L <"$scratch/out")" -le 66
  report $? "COLUMNS says the width"
  unset NO_COLOR
  on_terminal 80 espalier show B-SM-020 --turns 1-2
  printf '\033[1mB-SM-020: \033[0m' >"$scratch/bold"
  grep -qF "$(cat "$scratch/bold")" "$scratch/out"
  report $? "the name of who speaks is bold"
  printf '\033[2mShall we begin?\033[0m' >"$scratch/faint"
  grep -qF "$(cat "$scratch/faint")" "$scratch/out"
  report $? "what the interviewer says is faint"
  export NO_COLOR=1
  on_terminal 80 espalier show B-SM-020 --turns 1-2
  ! grep -q "$(printf '\033')" "$scratch/out"
  report $? "NO_COLOR takes the colours away"
  TERM=xterm script -qec "stty cols 80; PAGER='head -n 1' espalier show B-SM-020" /dev/null </dev/null >"$scratch/out" 2>"$scratch/err"
  status=$?
  check_status 0 "a pager that is left early is no failure"
  test "$(grep -c . "$scratch/out")" -eq 1
  report $? "and nothing more is printed"
  TERM=xterm LESS= script -qec "stty cols 80; unset LESS; PAGER='printenv LESS; cat >/dev/null' espalier show B-SM-020" /dev/null </dev/null | tr -d '\r' >"$scratch/out"
  check_out '^FRX$' "LESS is set where it was not"
else
  skip "a document on a terminal" "there is no script (apt-get install bsdutils), or no terminal for it"
fi

# ---- nothing of a transcript drives the terminal
printf 'Interviewer: Well?\n\nB-SU-007: \033[31mred\033]0;title\007 \302\233 tab\there \342\200\256back\n' >texts/B-SU-007.txt
printf 'Interview B-SM-020\n\nInterviewer: Again?\n\nB-SM-020: Again.\n' >texts/tape.txt
espalier import texts -q >/dev/null 2>&1
run espalier show B-SU-007
LC_ALL=C tr -d '\n' <"$scratch/out" | LC_ALL=C grep -q "$(printf '[\001-\037\177]')"
test $? -ne 0
report $? "no control character is printed"
! grep -q "$(printf '\342\200\256')" "$scratch/out"
report $? "nor what turns the writing around"

espalier memos add --document B-SU-007 --text "elsewhere" -q
run espalier show B-SM-020
! grep -q 'elsewhere' "$scratch/out"
report $? "a memo on another document is not shown"

# ---- a long document, left early
awk 'BEGIN { for (i = 1; i <= 4000; i++) printf "Interviewer: What of the %d?\n\nB-SU-008: I have nothing to say about number %d at all.\n\n", i, i }' >texts/B-SU-008.txt
espalier import texts -q >/dev/null 2>&1
if command -v script >/dev/null && [ "$(script -qec "echo so" /dev/null </dev/null 2>/dev/null | tr -d "\r")" = so ]; then
  TERM=xterm script -qec "stty cols 80; PAGER='head -n 1' espalier show B-SU-008; echo status \$?" /dev/null </dev/null 2>"$scratch/err" | tr -d '\r' >"$scratch/out"
  check_out '^status 0$' "leaving the pager before all is written is no failure"
  test "$(grep -c . "$scratch/out")" -eq 2
  report $? "and nobody is told"
fi

# ---- sessions
espalier import corpora/recovery-care/documents -q >/dev/null 2>&1
run espalier sessions
check_out '^A-SM-001 +interview +A-SM-001 +2014-03-04 +58 +face to face' "sessions are listed as the definition has them"
check_out '^B-SM-020 +interview +B-SM-020 +62 by times' "a length that nobody recorded is told by the times"
! grep -q '^policy-wales' "$scratch/out"
report $? "a policy has no session"
check_out '^[0-9]+ sessions, .*: [0-9]+ to [0-9]+ minutes, mean [0-9.]+; [0-9]+ without a date$' "and counted"
# The mean that the line has, from the table.
wanted=$(espalier sessions --json | grep -o '"minutes": [0-9][0-9.]*' | awk '{ n++; all += $2 } END { printf "%.1f", all / n }' | sed 's/\.0$//')
check_out "mean $wanted;" "the mean is that of the table"
run espalier sessions set B-SM-020 date=2026-03-14 minutes=61.5 "place=her office" --reason "from the diary"
check_out '^session of B-SM-020: date = 2026-03-14, minutes = 61.5, place = her office$' "a session is said"
run espalier sessions B-SM-020
check_out '^B-SM-020 +.*2026-03-14 +61.5 +her office$' "and listed"
run espalier show B-SM-020 --turns 1
check_out '^B-SM-020: interview, micro, 2026-03-14, 61.5 minutes, her office$' "show tells of it"
run espalier log
check_out 'sessions set .*from the diary' "it is a change with a reason"
run espalier sessions set B-SM-020 minutes=
check_out 'minutes = not recorded' "what was said can be taken away"
for wrong in date=yesterday minutes=0 minutes=1h colour=red; do
  run espalier sessions set B-SM-020 place=x $wrong
  check_status 1 "$wrong is refused"
done
run espalier sessions B-SM-020
check_out 'her office$' "a refusal changes nothing"
run espalier sessions set B-SM-020
check_status 2 "saying nothing is wrong usage"
run espalier sessions set no-such-thing place=x
check_err "there is no document or case 'no-such-thing'" "so is no document"

# ---- gaps
run espalier cases gaps
check_out '^missing +B-SU-005 to B-SU-006 +2  between B-SU-004, B-SU-007$' "numbers that nobody has are listed"
check_out '^several +B-SM-020 +2  of the kind interview: B-SM-020, tape$' "so is what stands twice"
mkdir more
printf 'Interviewer: Oh?\n\nB-SU-010: Yes, oh.\n' >more/B-SU-010.txt
run espalier import more
check_out "^[0-9]+ gaps in the numbers of labels \(.*\); 1 case with several documents of a kind \(B-SM-020\): 'espalier cases gaps' lists them$" \
  "an import ends with them on one line"
run espalier import more
! grep -q 'cases gaps' "$scratch/out"
report $? "one that brings nothing does not"
mkdir crowd
for i in $(seq 1 20); do printf 'Someone %s: Oh?\n\nOther %s: Yes, oh.\n\nSomeone %s: Hm.\n\nOther %s: Well.\n' $i $i $i $i >crowd/C-SU-1$(printf %02d "$i").txt; done
run espalier import crowd
check_out '^[0-9]+ unknown speakers: .* and [0-9]+ more names$' "a long list of speakers is cut in the closing page"
test "$(espalier cases unknown --json | grep -c '"document": "C-SU-1')" -ge 20
report $? "and whole in 'cases unknown'"

# ---- somebody who speaks in many documents, with long names, on a narrow terminal
mkdir many
for i in $(seq 1 9); do
  printf 'Wilhelmina Marguerite-Beaumont: Shall we begin?\n\nOther %s: Yes, by all means, and at some length this time.\n\nWilhelmina Marguerite-Beaumont: Good.\n\nOther %s: Now.\n' \
    "$i" "$i" >"many/2016-03-0$i-Interview-with-somebody-at-the-公司法修法與社會企業第二次焦點座談會.txt"
done
espalier new narrow.espalier --study corpora/recovery-care/study.xml --framework frameworks/care-planning.xml >/dev/null
run espalier -s narrow.espalier import many
run espalier -s narrow.espalier cases name 'Wilhelmina Marguerite-Beaumont' Q-1
check_err "speaks in 9 documents \('2016-03-01[^']*', '[^']*', '[^']*', '[^']*' and 5 more\); say in which it is this person: --in DOCUMENT" \
  "of many documents the first are named"
if command -v script >/dev/null && command -v python3 >/dev/null \
   && [ "$(script -qec "echo so" /dev/null </dev/null 2>/dev/null | tr -d "\r")" = so ]; then
  for table in "cases unknown" cases documents "import --dry-run many"; do
    espalier -s narrow.espalier $table >"$scratch/whole" 2>/dev/null
    on_terminal 80 espalier -s narrow.espalier $table
    python3 - "$scratch/out" "$scratch/whole" "$table" <<'END' >>"$scratch/err" 2>&1
import re, sys, unicodedata
def wide (line): return sum (0 if unicodedata.combining (c) else 2 if unicodedata.east_asian_width (c) in 'WF' else 1 for c in line)
shown, whole = (re.sub (r'(?s)\A.*\x1b\[K', '', open (name, encoding='utf-8').read ()).split ('\n\n')[0] for name in sys.argv[1:3])
assert max (map (wide, whole.split ('\n'))) > 80 >= max (map (wide, shown.split ('\n'))), shown
# Nothing is lost: the letters of both, whatever their order, are the same.
assert sorted (shown.replace (' ', '')) .__len__ () - shown.count ('\n') == len (whole.replace (' ', '')) - whole.count ('\n'), (shown, whole)
assert all (sorted (shown).count (c) == whole.count (c) for c in set (whole) - set (' \n'))
END
    report $? "'$table' fits 80 columns, and nothing of it is lost"
  done
else
  skip "tables on a narrow terminal" "there is no script (apt-get install bsdutils), no terminal for it, or no python3"
fi
run espalier -s narrow.espalier cases name 'Wilhelmina Marguerite-Beaumont' --as interviewer
check_out "is interviewer in [^,]*, [^,]*, [^,]*, [^,]* and 5 more; gone, as nothing is left of them: .* and 5 more$" \
  "saying who asks in nine documents is told in one line"
done_testing

#!/bin/sh
# Real texts that nobody on the project wrote, where they are at hand: nothing crashes, what is refused says why, turns and speakers
# are as many as grep counts in the files, and the words of a turn are those of the file. ESP_SHARED: the folder with corpora/.
# SPDX-License-Identifier: GPL-3.0-or-later
. "${srcdir:-.}/tests/cli/lib.sh"
shared=${ESP_SHARED:-$srcdir/../shared}/corpora
[ -d "$shared" ] || { echo "1..0 # SKIP THE REAL TEXTS WERE NOT TRIED: there is no folder $shared (ESP_SHARED says where it is)"; exit 0; }
command -v sqlite3 >/dev/null || { echo "1..0 # SKIP sqlite3 is missing: apt-get install sqlite3"; exit 0; }
ask () { sqlite3 "file:real.espalier?mode=ro" "$1"; }

# turns NAME / speakers NAME: as the study has them.
layout="$layout_items i, document_version v, document d WHERE i.hash = v.layout_hash AND v.document_id = d.id AND i.kind = 'turn'"
turns () { ask "SELECT count (*) FROM $layout AND d.name = '$1'"; }
speakers () { ask "SELECT count (DISTINCT speaker) FROM $layout AND d.name = '$1'"; }

# same WANTED GOT CLAIM
same () {
  [ "$1" = "$2" ] || echo "wanted $1, got $2" >>"$scratch/err"
  test "$1" = "$2"
  report $? "$3"
}
# near WANTED GOT CLAIM: within one in twenty.
near () {
  echo "wanted about $1, got $2" >>"$scratch/err"
  test $((20 * ($1 - $2))) -le "$1" && test $((20 * ($2 - $1))) -le "$1"
  report $? "$3"
}

# take STATUS FOLDER FILES ...: imports, and imports again.
take () {
  wanted=$1 folder=$2
  shift 2
  run espalier import "$@"
  check_status "$wanted" "$folder: ends with $wanted"
  sed -n 's/^refused  \(.*\/\([^/]*\)\): \(.*\)$/\2\t\3/p' "$scratch/out" >"$scratch/refused"
  run espalier import "$@"
  check_out "^0 files imported" "$folder: a second time nothing is imported"
  same "$wanted" "$([ "$status" -eq 1 ] && echo 3 || echo "$status")" "$folder: and it ends as before"
}
refused () {
  grep -q "^$1	.*$2" "$scratch/refused"
  report $? "$1 is refused: $2"
}

espalier new real --coder C1 >/dev/null || { echo "Bail out! no study"; exit 1; }

# ---- Markdown interviews, English and Chinese; a heading of the third level is a speaker
take 0 tang-cc0 "$shared/tang-cc0/data"
wrong=0
: >"$scratch/err"
for file in "$shared"/tang-cc0/data/*.md; do
  name=$(basename "$file" .md)
  [ "$(turns "$name")" -eq "$(grep -c '^### ' "$file")" ] || { wrong=1; echo "$name: $(turns "$name") turns" >>"$scratch/err"; }
  heads=$(sed -n 's/^### *//p' "$file" | sed 's/[:：][[:space:]]*$//' | sort -u | wc -l)
  [ "$(speakers "$name")" -eq "$heads" ] || { wrong=1; echo "$name: $(speakers "$name") speakers, $heads headings" >>"$scratch/err"; }
done
report $wrong "tang-cc0: each file has as many turns as headings, and as many speakers as different ones"
same 55 "$(speakers '2018-01-23-PO共識營-Day-1')" "tang-cc0: the workshop has 55 speakers"

# ---- meetings with up to 105 speakers; a line is a turn
take 0 qmsum-multispeaker "$shared/qmsum-multispeaker/data/derived-txt"
wrong=0
: >"$scratch/err"
for file in "$shared"/qmsum-multispeaker/data/derived-txt/*.txt; do
  name=$(basename "$file" .txt)
  # A line that has a label and no words is nobody's turn.
  lines=$(grep -cE ': .*[^[:space:]]' "$file")
  [ "$(turns "$name")" -eq "$lines" ] || { wrong=1; echo "$name: $(turns "$name") turns, $lines lines" >>"$scratch/err"; }
done
report $wrong "qmsum-multispeaker: each file has as many turns as lines"
for pair in Bmr014=6 Bro019=7 ES2004a=4 covid_9=105 education_13=7 education_17=11; do
  same "${pair#*=}" "$(speakers "${pair%=*}")" "qmsum-multispeaker: ${pair%=*} has ${pair#*=} speakers"
done
for name in ES2004a TS3004b; do
  sed -n 's/^[A-Z][A-Za-z ]*: //p' "$shared/qmsum-multispeaker/data/derived-txt/$name.txt" >"$scratch/wanted"
  ask "SELECT substr (b.body, i.start_cp + 1, i.end_cp - i.start_cp) FROM text_body b, $layout AND b.hash = v.text_hash
         AND d.name = '$name' ORDER BY i.position" >"$scratch/got"
  diff "$scratch/wanted" "$scratch/got" >"$scratch/err"
  report $? "qmsum-multispeaker: the spans of $name are the words of its lines"
done

# ---- transcripts of a community, in several styles and languages
take 0 bitcointranscripts-md "$shared/bitcointranscripts-md/data"
count_near () { near "$(grep -cE "$2" "$shared/bitcointranscripts-md/data/$1.md")" "$(turns "$1")" "bitcointranscripts-md: turns of $1"; }
count_near bitcoin-review-podcast_covenants-introspection-ctv-and-activation-impasse '^[A-Z][A-Za-z. ]{1,30}: *[0-9][0-9]:'
count_near chaincode-podcast_watchtowers-lightning-privacy '^[A-Z][A-Za-z. ]{1,30}: *[0-9][0-9]:'
count_near chaincode-podcast_2020-11-30-carl-dong-reproducible-builds '^([A-Z]{1,2}|[A-Z][A-Za-z ]+ \([A-Z]{1,2}\)): '
count_near london-bitcoin-devs_2020-06-16-socratic-seminar-bip-schnorr '^([A-Z][A-Za-z. ]{1,30}|stefanwouldgo|nothingmuch): '
count_near stephan-livera-podcast_2020-09-28-michael-flaxman-security-guide '^[A-Z][A-Za-z. ]{1,30}: '
same "" "$(speakers lightning-hack-day_2020-05-09-sergei-tikhomirov-lightning-privacy.pt | grep -E '^[0-9]{2}')" \
  "bitcointranscripts-md: a talk has no crowd of speakers"

# ---- Word files that other programs stumble over
take 3 awkward-mammoth "$shared"/awkward-mammoth/data/test/test-data/*.docx
refused empty.docx "no words"
same 4 "$(wc -l <"$scratch/refused")" "awkward-mammoth: pictures alone are refused too, and nothing else"
take 3 awkward-tika "$shared"/awkward-tika/data/*.docx
refused protected_normal_case.docx "password"
refused testWORD_protected_passtika.docx "password"
same 1 "$(grep -cE '^testWORD_truncated.docx	.*(damaged|cut short)' "$scratch/refused")" "testWORD_truncated.docx is refused as cut short"
same 8 "$(wc -l <"$scratch/refused")" "awkward-tika: as many are refused as are known to have no words, a password or damage"
same 1 "$(ask "SELECT (length (body) - length (replace (body, 'Datum plane', ''))) / length ('Datum plane') FROM text_body b, document_version v
  WHERE b.hash = v.text_hash AND v.original_name = 'text-box.docx'")" "text-box.docx: what its file says twice, for old and new programs, is read once"

# ---- what is shown, for every document
if command -v jq >/dev/null; then
  wrong=0
  : >"$scratch/err"
  ask "SELECT name FROM document" >"$scratch/names"
  while IFS= read -r name; do
    espalier --json show "$name" </dev/null | jq -r '.items[] | "\(.start_cp) \(.end_cp) \(.words)"' >"$scratch/shown"
    ask "SELECT i.start_cp || ' ' || i.end_cp || ' ' || substr (b.body, i.start_cp + 1, i.end_cp - i.start_cp)
           FROM $layout_items i, document_version v, document d, text_body b
           WHERE i.hash = v.layout_hash AND v.document_id = d.id AND b.hash = v.text_hash AND d.name = '$(echo "$name" | sed "s/'/''/g")'
           ORDER BY i.position" >"$scratch/cut"
    cmp -s "$scratch/shown" "$scratch/cut" || { wrong=1; echo "$name: other words are shown than its spans cut out" >>"$scratch/err"; }
  done <"$scratch/names"
  report $wrong "what is shown of $(wc -l <"$scratch/names") documents is what its spans cut out of the text"
else
  count=$((count + 1))
  echo "ok $count - what is shown is what the spans cut out # SKIP jq is missing: apt-get install jq"
fi
run espalier check
check_status 0 "the study of all of them is whole"
done_testing

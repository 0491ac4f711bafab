#!/bin/sh
# The benchmark: how long the program takes, beside what anyone can run (unzip, xmllint, sqlite3, pcre2grep, pdftotext) for the bare work.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Called by `make bench` with the program, the folder of the generator and of the worker, and the folder of this script. Ours and the floor run in turns, and the
# median of RUNS counts, so that other work on the machine weighs on both alike.
#
#   RUNS=5        how often each is measured
#   PARTS=...     of: docx odt text vtt srt rtf html pdf memory autocode search matrix start growth commit merge changes
#   GROWTH=...    numbers of documents for the growth from the first to the last
#   GROWTH_WORDS  words in each of them; 9000 is full size, and takes several gigabytes
#   CODINGS=...   numbers of codings for merging, checking and undoing them
#   CHANGES=...   numbers of changes in the history, for opening, logging and checking
#   BENCH_DIR     where the texts are kept between runs; else they are made anew
set -u
LC_ALL=C.UTF-8
export LC_ALL
espalier=$1 generate=$2/generate work_in=$2/work here=$3
# The program itself, not libtool's script before it.
if [ -x "$(dirname "$espalier")/.libs/espalier" ]; then
  LD_LIBRARY_PATH=$(cd "$(dirname "$espalier")/.libs" && pwd)
  export LD_LIBRARY_PATH
  espalier=$LD_LIBRARY_PATH/espalier
fi
runs=${RUNS:-5}
parts=${PARTS:-docx odt text vtt srt rtf html pdf memory autocode search matrix start growth commit merge changes}
growth=${GROWTH:-100 1000 10000}
growth_words=${GROWTH_WORDS:-500}
codings=${CODINGS:-1000 10000 100000}
changes=${CHANGES:-500 5000 50000}

# ---- what is needed

missing=
for tool in unzip:unzip xmllint:libxml2-utils sqlite3:sqlite3 pcre2grep:pcre2-utils pdftotext:poppler-utils; do
  command -v "${tool%%:*}" >/dev/null || missing="$missing ${tool#*:}"
done
if [ -n "$missing" ]; then
  echo "bench: these Debian packages are missing:$missing" >&2
  exit 1
fi

if [ -n "${BENCH_DIR:-}" ]; then
  work=$BENCH_DIR
  mkdir -p "$work" || exit 1
else
  work=$(mktemp -d) || exit 1
  trap 'rm -rf "$work"' EXIT
  trap 'exit 1' HUP INT TERM
fi
ESPALIER_CODER=C1
export ESPALIER_CODER

# ---- measuring

die () {
  echo "bench: $*" >&2
  exit 1
}

# time_of COMMAND...: its microseconds. A command that fails ends the benchmark.
time_of () {
  begin=$(date +%s%N)
  "$@" >"$work/out" 2>"$work/err" || die "failed: $*: $(tail -n 3 "$work/err")"
  end=$(date +%s%N)
  echo $(((end - begin) / 1000))
}

median () {
  sort -n | awk '{ v[NR] = $1 } END { print v[int ((NR + 1) / 2)] }'
}

heading () {
  printf '\n%-52s %10s %10s %7s %7s  %s\n' "$1" "ours, s" "floor, s" ratio goal met
}

# pair WHAT GOAL OURS FLOOR [PREPARE]: two functions measured in turns; PREPARE goes before both, outside the clock.
pair () {
  : >"$work/ours"
  : >"$work/floor"
  i=0
  while [ $i -lt "$runs" ]; do
    ${5:-true} || die "failed: $5"
    time_of "$4" >>"$work/floor" || exit 1
    time_of "$3" >>"$work/ours" || exit 1
    i=$((i + 1))
  done
  awk -v what="$1" -v goal="$2" -v ours="$(median <"$work/ours")" -v floor="$(median <"$work/floor")" 'BEGIN {
    printf "%-52s %10.3f %10.3f %7.2f %7s  %s\n", what, ours / 1e6, floor / 1e6, ours / floor, goal, ours / floor <= goal ? "yes" : "NO" }'
}

# alone WHAT GOAL COMMAND...: measured against a number of seconds, or '-'.
alone () {
  what=$1 goal=$2
  shift 2
  : >"$work/ours"
  i=0
  while [ $i -lt "$runs" ]; do
    time_of "$@" >>"$work/ours" || exit 1
    i=$((i + 1))
  done
  awk -v what="$what" -v goal="$goal" -v ours="$(median <"$work/ours")" 'BEGIN {
    printf "%-52s %10.3f %10s %7s %7s  %s\n", what, ours / 1e6, "", "", goal == "-" ? "" : goal " s",
           goal == "-" ? "" : ours / 1e6 < goal ? "yes" : "NO" }'
}

# texts FOLDER NUMBER WORDS [SUFFIX]: made once.
texts () {
  [ -d "$work/$1" ] && return
  rm -rf "$work/$1.part"
  "$generate" texts "$work/$1.part" "$2" "$3" ${4+"$4"} && mv "$work/$1.part" "$work/$1" || die "cannot make the texts"
}

new_study () {
  rm -f "$1"
  "$espalier" --quiet new "$1" --study "$here/study.xml" --framework "$work/framework.xml" || die "cannot make a study"
}

"$generate" framework 5 7 >"$work/framework.xml" && "$generate" rules >"$work/rules.csv" || die "cannot write to '$work'"
pattern=$("$generate" pattern)

# ---- importing Word documents

docx_study () {
  new_study "$work/docx.espalier"
}
import_docx () {
  "$espalier" -s "$work/docx.espalier" --quiet import "$work/docx"
}
stream_docx () {
  for file in "$work"/docx/*.docx; do
    unzip -p "$file" word/document.xml | xmllint --stream --noout - || return 1
  done
}

# ---- importing texts

text_study () {
  new_study "$work/text.espalier"
}
import_text () {
  "$espalier" -s "$work/text.espalier" --quiet import "$work/text"
}
insert_text () {
  rm -f "$work/floor.db"
  sqlite3 "$work/floor.db" <"$work/floor.sql"
}
write_floor_sql () {
  echo "CREATE VIRTUAL TABLE words USING fts5 (body); BEGIN;"
  for file in "$work"/text/*.txt; do
    echo "INSERT INTO words VALUES (CAST (readfile ('$file') AS TEXT));"
  done
  echo "COMMIT;"
}

# ---- importing captions: the same words, each line a cue with its voice and its time

vtt_texts () {
  texts said 200 9000
  [ -d "$work/vtt" ] && return
  mkdir -p "$work/vtt.part" || die "cannot make the captions"
  for file in "$work"/said/*.txt; do
    awk 'BEGIN { print "WEBVTT" }
      function clock(s) { return sprintf ("%02d:%02d:%02d.000", s / 3600, s / 60 % 60, s % 60) }
      { name = ""
        if (match ($0, /^[^:]*: /)) { name = "<v " substr ($0, 1, RLENGTH - 2) ">"; $0 = substr ($0, RLENGTH + 1) } }
      $0 != "" { n++; printf "\n%d\n%s --> %s\n%s%s\n", n, clock(9 * n), clock(9 * n + 8), name, $0 }' \
      "$file" >"$work/vtt.part/$(basename "$file" .txt).vtt" || die "cannot make the captions"
  done
  mv "$work/vtt.part" "$work/vtt"
}

# ---- importing other formats, with the same words: as texts, or as tools that everyone has read them

kind_study () {
  new_study "$work/kind.espalier" && new_study "$work/said.espalier"
}
import_kind () {
  "$espalier" -s "$work/kind.espalier" --quiet import "$work/$kind"
}
import_said () {
  "$espalier" -s "$work/said.espalier" --quiet import "$work/said"
}
stream_odt () {
  for file in "$work"/odt/*.odt; do
    unzip -p "$file" content.xml | xmllint --stream --noout - || return 1
  done
}
parse_html () {
  xmllint --html --noout "$work"/html/*.html && import_said
}
print_pdf () {
  for file in "$work"/pdf/*.pdf; do
    pdftotext "$file" - || return 1
  done
}

# ---- memory

# The most memory, in KiB, that the import of so many documents takes. From 1,000 on, what SQLite keeps and what waits for the
# full-text index are as large as they get; what grows is the changeset and the report, some 7 KB a document. Were the texts kept,
# 4,000 would take 165 MB more.
peak_of () {
  texts "many-$1" "$1" 9000
  new_study "$work/many.espalier"
  "$work_in" peak "$espalier" -s "$work/many.espalier" --quiet import "$work/many-$1" || die "cannot measure the memory"
}
memory () {
  first=$(peak_of 1000) && second=$(peak_of 4000) || exit 1
  awk -v first="$first" -v second="$second" 'BEGIN {
    printf "\n%-52s %10s %10s %7s %7s  %s\n", "memory", "4,000, MB", "1,000, MB", "ratio", "goal", "met"
    printf "%-52s %10.1f %10.1f %7.2f %7s  %s\n", "import of texts of 9,000 words: 4,000 : 1,000", second / 1024, first / 1024,
           second / first, 1.25, second / first <= 1.25 ? "yes" : "NO" }'
}

# ---- coding by pattern

autocode_dry () {
  "$espalier" -s "$work/text.espalier" autocode "$work/rules.csv" --unit match --dry-run
}
autocode_really () {
  "$espalier" -s "$work/coded.espalier" autocode "$work/rules.csv" --unit match
}
before_autocode () {
  cp "$work/text.espalier" "$work/coded.espalier"
}
grep_texts () {
  pcre2grep -u -o -i -h "$pattern" "$work"/text/*.txt
}

# ---- searching: a word that stands in one text, and one that stands in all

search_study () {
  printf 'Interviewer: And then?\n\nParticipant: Then a quokka.\n' >"$work/A-SU-999.txt"
  cp "$work/text.espalier" "$work/search.espalier" && "$espalier" -s "$work/search.espalier" --quiet import "$work/A-SU-999.txt" >/dev/null
}
search_common () {
  "$espalier" -s "$work/search.espalier" search --limit 10 the
}
grep_common () {
  grep -i -w -c the "$work"/text/*.txt
}
search_pattern () {
  "$espalier" -s "$work/search.espalier" search --limit 10 --regex "$pattern"
}

# ---- a charted matrix

chart_study () {
  texts docx 117 8000 docx
  docx_study && import_docx || die "cannot import"
  "$espalier" -s "$work/docx.espalier" --quiet export archive --to "$work/plain.xml" \
    && "$generate" charts "$work/plain.xml" >"$work/charts.xml" \
    && "$espalier" -s "$work/docx.espalier" --quiet import "$work/charts.xml" || die "cannot chart the study"
}

# ---- growth

# One line of microseconds a document for each number of documents.
grow () {
  study=$work/growth.espalier
  for number in $growth; do
    texts "growth-$number" "$number" "$growth_words"
    new_study "$study"
    set -- "$(time_of "$espalier" -s "$study" --quiet import "$work/growth-$number")"
    set -- "$@" "$(time_of "$espalier" -s "$study" --quiet autocode "$work/rules.csv")"
    set -- "$@" "$(time_of "$espalier" -s "$study" --quiet codings accept --all)"
    for command in "codings" "documents" "cases" "export matrix --to $work/growth.html" "export archive --to $work/growth.xml" \
      "check" "log --limit 1"; do
      set -- "$@" "$(time_of "$espalier" -s "$study" $command)"
    done
    echo "$number $*"
  done
}
# growth_table UNIT ROWS: from lines of a number and its microseconds, the time of each of that number; ROWS are named with '|'.
growth_table () {
  awk -v unit="$1" -v rows="$2" '{ n[NR] = $1; for (i = 2; i <= NF; i++) t[NR, i] = $i }
    END {
      split (rows, what, "|")
      printf "\n%-30s", unit
      for (r = 1; r <= NR; r++) printf " %10d", n[r]
      printf " %10s  %s\n", "growth", "linear"
      for (i = 1; i in what; i++) {
        printf "%-30s", what[i]
        for (r = 1; r <= NR; r++) printf " %10.3f", t[r, i + 1] / n[r] / (unit ~ /^ms/ ? 1000 : 1)
        grown = (t[NR, i + 1] / n[NR]) / (t[NR > 1 ? NR - 1 : 1, i + 1] / n[NR > 1 ? NR - 1 : 1])
        printf " %10.2f  %s\n", grown, grown <= 1.5 ? "yes" : "NO"
      }
      print "growth: the time of each at the last number, over that at the one before it"
    }'
}

# ---- the history

# A study with documents and a framework, and nothing done in it.
bare_study () {
  [ -f "$work/bare.espalier" ] && return
  texts bare 20 9000
  new_study "$work/part.espalier" && "$espalier" -s "$work/part.espalier" --quiet import "$work/bare" && mv "$work/part.espalier" "$work/bare.espalier" \
    || die "cannot make a study"
}
fresh_studies () {
  cp "$work/bare.espalier" "$work/ours.espalier" && cp "$work/bare.espalier" "$work/plain.espalier"
}
commit_ours () { "$work_in" code "$work/ours.espalier" C1 "$number"; }
commit_plain () { "$work_in" plain "$work/plain.espalier" C1 "$number"; }

# One line of microseconds for each number of codings: merged, merged again, merged with work on both sides, checked, undone.
merges () {
  bare_study
  for number in $codings; do
    cp "$work/bare.espalier" "$work/clone.espalier"
    "$work_in" code "$work/clone.espalier" C2 "$number" 20 || die "cannot code"
    cp "$work/bare.espalier" "$work/ours.espalier"
    cp "$work/bare.espalier" "$work/both.espalier"
    "$work_in" code "$work/both.espalier" C1 "$number" 20 || die "cannot code"
    set -- "$(time_of "$espalier" -s "$work/ours.espalier" merge "$work/clone.espalier")"
    set -- "$@" "$(time_of "$espalier" -s "$work/both.espalier" merge "$work/clone.espalier")"
    set -- "$@" "$(time_of "$espalier" -s "$work/both.espalier" merge "$work/clone.espalier")"
    set -- "$@" "$(time_of "$espalier" -s "$work/both.espalier" check)"
    cp "$work/bare.espalier" "$work/ours.espalier"
    "$work_in" code "$work/ours.espalier" C1 "$number" || die "cannot code"
    set -- "$@" "$(time_of "$espalier" -s "$work/ours.espalier" undo)"
    set -- "$@" "$(time_of "$espalier" -s "$work/ours.espalier" check)"
    echo "$number $*"
  done
}

# The same for each number of changes: the whole history looked through, and one look into a study that has it.
histories () {
  bare_study
  for number in $changes; do
    cp "$work/bare.espalier" "$work/long.espalier"
    "$work_in" code "$work/long.espalier" C1 "$number" "$number" || die "cannot code"
    set -- "$(time_of "$espalier" -s "$work/long.espalier" check)"
    set -- "$@" "$(time_of "$espalier" -s "$work/long.espalier" log --verify)"
    cp "$work/bare.espalier" "$work/ours.espalier"
    set -- "$@" "$(time_of "$espalier" -s "$work/ours.espalier" merge "$work/long.espalier")"
    for command in coders "log --limit 10" code undo; do
      : >"$work/one"
      i=0
      while [ $i -lt "$runs" ]; do
        case $command in
          code) place="A-CC-001 section-1/theme-1-1 --span $((100 + i * 60))-$((180 + i * 60))" ;;
          *) place= ;;
        esac
        time_of "$espalier" -s "$work/long.espalier" $command $place >>"$work/one"
        i=$((i + 1))
      done
      set -- "$@" "$(median <"$work/one")"
    done
    echo "$number $*"
  done
}
print_constant () {
  awk '{ n[NR] = $1; for (i = 5; i <= NF; i++) t[NR, i] = $i / 1000 }
    END {
      split ("open and list the coders|log --limit 10|code a passage|undo it", what, "|")
      printf "\n%-30s", "ms, whatever the history"
      for (r = 1; r <= NR; r++) printf " %10d", n[r]
      printf " %10s  %s\n", "growth", "constant"
      for (i = 1; i in what; i++) {
        printf "%-30s", what[i]
        for (r = 1; r <= NR; r++) printf " %10.3f", t[r, i + 4]
        printf " %10.2f  %s\n", t[NR, i + 4] / t[1, i + 4], t[NR, i + 4] / t[1, i + 4] <= 1.5 ? "yes" : "NO"
      }
      print "growth: the time at the last number of changes, over that at the first"
    }'
}

# ---- the table

echo "$("$espalier" --version 2>/dev/null | head -n 1), $(getconf _NPROCESSORS_ONLN) processors, medians of $runs"
heading "against a floor"
for part in $parts; do
  case $part in
    docx)
      texts docx 117 8000 docx
      pair "import of 117 docx : unzip | xmllint --stream" 0.7 import_docx stream_docx docx_study
      ;;
    text)
      texts text 1000 9000
      write_floor_sql >"$work/floor.sql"
      pair "import of 1,000 texts : sqlite3, into FTS5" 1.3 import_text insert_text text_study
      ;;
    vtt)
      vtt_texts
      kind=vtt
      pair "import of 200 vtt : the same as plain texts" 1.3 import_kind import_said kind_study
      ;;
    srt | rtf)
      texts said 200 9000
      texts $part 200 9000 $part
      kind=$part
      pair "import of 200 $part : the same as plain texts" 1.3 import_kind import_said kind_study
      ;;
    odt)
      texts odt 200 9000 odt
      kind=odt
      pair "import of 200 odt : unzip | xmllint --stream" 0.7 import_kind stream_odt kind_study
      ;;
    html)
      texts said 200 9000
      texts html 200 9000 html
      kind=html
      pair "import of 200 html : xmllint --html, and plain texts" 1.3 import_kind parse_html kind_study
      ;;
    pdf)
      texts pdf 50 9000 pdf
      kind=pdf
      pair "import of 50 pdf : pdftotext" 0.7 import_kind print_pdf kind_study
      ;;
    memory)
      memory
      ;;
    autocode)
      texts text 1000 9000
      [ -f "$work/text.espalier" ] || { text_study && import_text; } || die "cannot import"
      pair "autocode, dry run : pcre2grep -u -o" 3 autocode_dry grep_texts
      pair "autocode : pcre2grep -u -o" 3 autocode_really grep_texts before_autocode
      ;;
    search)
      texts text 1000 9000
      [ -f "$work/text.espalier" ] || { text_study && import_text; } || die "cannot import"
      search_study || die "cannot import"
      alone "search for a word of one text of 1,001" 0.1 "$espalier" -s "$work/search.espalier" search quokka
      pair "search for a word of all texts : grep -i -w -c" 3 search_common grep_common
      pair "search for a pattern : pcre2grep -u -o" 3 search_pattern grep_texts
      ;;
    matrix)
      chart_study
      alone "matrix of 117 cases x 40 themes to HTML" 0.2 \
        "$espalier" -s "$work/docx.espalier" --quiet export matrix --to "$work/matrix.html"
      ;;
    start)
      [ -f "$work/docx.espalier" ] || chart_study
      alone "log --limit 1" - "$espalier" -s "$work/docx.espalier" log --limit 1
      alone "check, 117 documents of 8,000 words" - "$espalier" -s "$work/docx.espalier" check
      alone "export archive, 117 documents of 8,000 words" - \
        "$espalier" -s "$work/docx.espalier" --quiet export archive --to "$work/archive.xml"
      ;;
    growth)
      grow >"$work/grown" && growth_table "ms a document" \
        "import|autocode|codings accept|codings|documents|cases|matrix to HTML|export archive|check|open" <"$work/grown"
      ;;
    commit)
      bare_study
      for number in 17000 100000; do
        pair "commit of $number codings : without history" 2 commit_ours commit_plain fresh_studies
      done
      ;;
    merge)
      merges >"$work/merged" && growth_table "us a coding" \
        "merge of a copy|merge, work on both sides|merge again, nothing new|check after it|undo of them all|check after the undo" <"$work/merged"
      ;;
    changes)
      histories >"$work/long" && growth_table "us a change" "check|log --verify|merge of a copy" <"$work/long" && print_constant <"$work/long"
      ;;
    *) die "PARTS: there is no '$part'" ;;
  esac
done

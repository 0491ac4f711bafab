#!/bin/sh
# Commands that are killed at random moments leave all of what they do, or nothing. ESP_KILLS: how many times in all; ESP_SEED: the
# seed of the moments, to see a failure again.
# SPDX-License-Identifier: GPL-3.0-or-later
kills=$(cd "${top_builddir:-.}" && pwd)/tests/support/kills
. "${srcdir:-.}/tests/cli/lib.sh"

# in STUDY CODER COMMAND ...
in_study () {
  in=$1 by=$2
  shift 2
  espalier -s "$in.espalier" --coder "$by" "$@" >/dev/null || { echo "Bail out! cannot prepare '$in': $*"; exit 1; }
}
# The first word of eight hexadecimal digits that a command prints.
id_of () { espalier "$@" | grep -oE '\b[0-9a-f]{8}\b' | head -n 1; }

espalier new empty --study corpora/recovery-care/study.xml --framework frameworks/care-planning.xml --coder C1 >/dev/null || exit 1
cp empty.espalier imported.espalier
in_study imported C1 import corpora/recovery-care/documents
cp imported.espalier worked.espalier
in_study worked C1 code B-SM-001 recovery/meaning --turn 4
in_study worked C1 chart set B-SM-001 recovery/meaning --text "First." --evidence "hope is part of it"
# Two people go on, each in a copy, with much that is the same and a summary that is not.
cp worked.espalier apart.espalier
cp worked.espalier busy.espalier
in_study busy C2 autocode corpora/recovery-care/rules.csv
in_study busy C2 codings accept --all
in_study busy C2 chart set B-SM-001 recovery/meaning --text "Second." --evidence "hope is part of it"
in_study apart C1 autocode corpora/recovery-care/rules.csv
in_study apart C1 chart set B-SM-001 recovery/meaning --text "Third." --evidence "hope is part of it"
cp apart.espalier torn.espalier
in_study torn C1 chart set B-SM-001 recovery/other --text "No more." --draft
in_study torn C1 undo
in_study torn C1 merge busy.espalier
sed 's/caseload/load of cases/; s/ten/eleven/g' corpora/recovery-care/documents/D-SP-003.md >corrected.md
id_of -s busy.espalier log --stage corpus >imported.id
id_of -s torn.espalier conflicts >conflict.id
export ESPALIER_CODER=C1
"$kills" "$ESPALIER" "${ESP_KILLS:-200}" "${ESP_SEED:-$(date +%s)}"

#!/bin/sh
# Three people write to one study at once while a fourth copies and a fifth reads: no change is lost. ESP_WRITERS_SECONDS: how long.
# SPDX-License-Identifier: GPL-3.0-or-later
writers=$(cd "${top_builddir:-.}" && pwd)/tests/support/writers
. "${srcdir:-.}/tests/cli/lib.sh"

espalier new care --study corpora/recovery-care/study.xml --framework frameworks/care-planning.xml --coder C1 >/dev/null \
  && espalier --coder C1 import corpora/recovery-care/documents/B-SM-001.docx >/dev/null \
  || { echo "Bail out! there is no study to begin with"; exit 1; }
"$writers" "$ESPALIER" care.espalier "${ESP_WRITERS_SECONDS:-5}"

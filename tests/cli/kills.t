#!/bin/sh
# Commands that are killed at random moments leave all of what they do, or nothing. ESP_KILLS: how many times in all; ESP_SEED: the
# seed of the moments, to see a failure again.
# SPDX-License-Identifier: GPL-3.0-or-later
kills=$(cd "${top_builddir:-.}" && pwd)/tests/support/kills
. "${srcdir:-.}/tests/cli/lib.sh"

espalier new empty --study corpora/recovery-care/study.xml --framework frameworks/care-planning.xml --coder C1 >/dev/null \
  && cp empty.espalier imported.espalier && espalier -s imported.espalier import corpora/recovery-care/documents >/dev/null \
  && cp imported.espalier worked.espalier && espalier -s worked.espalier code B-SM-001 recovery/meaning --turn 4 >/dev/null \
  || { echo "Bail out! there is no study to begin with"; exit 1; }
export ESPALIER_CODER=C1
"$kills" "$ESPALIER" "${ESP_KILLS:-200}" "${ESP_SEED:-$(date +%s)}"

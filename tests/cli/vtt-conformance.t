#!/bin/sh
# The test files of WebVTT that nobody on the project wrote: our parser reads each as the parse beside it says. ESP_SHARED: the folder
# with corpora/.
# SPDX-License-Identifier: GPL-3.0-or-later
srcdir=$(cd "${srcdir:-.}" && pwd)
files=${ESP_SHARED:-$srcdir/../shared}/corpora/webvtt-conformance/data/tests
program=${top_builddir:-.}/tests/support/vtt-conformance
[ -d "$files" ] || { echo "1..0 # SKIP THE TEST FILES OF WEBVTT WERE NOT TRIED: there is no folder $files (ESP_SHARED says where it is)"; exit 0; }
[ -x "$program" ] || { echo "Bail out! there is no program at $program"; exit 1; }
G_DEBUG=fatal-criticals G_SLICE=always-malloc exec "$program" "$files"

#!/bin/sh
# demo.sh SOURCES BUILD: makes the sample study in BUILD/demo, as a person would, and says where its matrix is.
# SPDX-License-Identifier: GPL-3.0-or-later
set -eu
sources=$1 build=$2
sample=$sources/corpora/recovery-care
demo=$build/demo
unset ESPALIER_STUDY
export ESPALIER_CODER=C1
espalier () { "$build/espalier" "$@"; }

rm -rf "$demo"
mkdir "$demo"
cd "$demo"
espalier new care.espalier --study "$sample/study.xml" --framework "$sources/frameworks/care-planning.xml" --quiet
espalier import "$sample/documents" >import.txt
espalier import "$sample/analysis.xml" --quiet
espalier export matrix --to matrix.html --quiet
espalier export matrix --to matrix.xml --quiet
espalier export matrix --to matrix.csv --quiet
espalier export matrix --section recovery --to recovery.html --quiet
espalier compare across --by site --to sites.html --quiet
espalier compare within "Triad Burgundy" --to triad-burgundy.html --quiet
espalier check >check.txt
echo "the sample study is made; its matrix: $demo/matrix.html"

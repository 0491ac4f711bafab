/* The RELAX NG schemas of docs/schemas as strings: the build makes each .inc from its file.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/schemas.h"

const char schema_study_rng[] =
#include "base/study.rng.inc"
    ;

const char schema_framework_rng[] =
#include "base/framework.rng.inc"
    ;

const char schema_rules_rng[] =
#include "base/rules.rng.inc"
    ;

const char schema_archive_rng[] =
#include "base/archive.rng.inc"
    ;

const char schema_matrix_rng[] =
#include "base/matrix.rng.inc"
    ;

const char schema_comparison_rng[] =
#include "base/comparison.rng.inc"
    ;

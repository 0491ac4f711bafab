/* The RELAX NG schemas of docs/schemas, each as one string of C that the build makes from its file.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_SCHEMAS_H
#define BASE_SCHEMAS_H

extern const char schema_study_rng[];
extern const char schema_framework_rng[];
extern const char schema_rules_rng[];
extern const char schema_archive_rng[];
extern const char schema_matrix_rng[];
extern const char schema_comparison_rng[];

#endif

/* What should not stand in a study: values that say who a person is.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef STUDY_PERSONAL_H
#define STUDY_PERSONAL_H

#include "espalier.h"

/* Whether ten digits whose last one checks the others (modulus 11, as NHS numbers have it) stand in
 * a text, together or as 3, 3 and 4. */
gboolean personal_nhs_number (const char *text);

/* Whether a text is, or has in it, a date 10 to 110 years before today. A date that begins with its
 * year counts only under a heading of births, or beside the word "born"; written day by month by
 * year it always does. */
gboolean personal_birth_date (const char *text, gboolean under_births, const GDate *today);

/* Whether a text looks like a person's first and last name, or a name with a title before it, or
 * has one in the midst of a sentence. */
gboolean personal_name (const char *text);

/* Whether what should be the label of a case looks like any of these. */
gboolean personal_label (const char *text);

/* Whether a heading announces births, or names of people. */
gboolean personal_births_heading (const char *heading);
gboolean personal_names_heading (const char *heading);

#endif

/* Labels of participants, such as B-SM-001: reading them by the study's label schemes.
 *
 * A written form is folded first (any hyphen, dash or space counts as '-' or ' '), then read by the
 * first scheme whose pattern matches all of it. Its parts give attributes: the code B is the site
 * Burgundy, which is in Wales.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef STUDY_LABEL_H
#define STUDY_LABEL_H

#include "base/uuid.h"
#include "espalier.h"

/* All label schemes of a study; only read after loading, so that threads can share it. */
typedef struct _LabelSchemes LabelSchemes;
LabelSchemes *label_schemes_load (EspStudy *study, GError **error);
void label_schemes_free (LabelSchemes *schemes);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabelSchemes, label_schemes_free)
guint label_schemes_count (const LabelSchemes *schemes);
/* Whether labels of some scheme have a part of that name. */
gboolean label_schemes_have_part (const LabelSchemes *schemes, const char *part);

/* An attribute that a label says. */
typedef struct
{
  Uuid attribute_id;
  const char
      *attribute; /* its name; borrowed from the schemes, as the label is used while they live */
  char *value;
} LabelFact;

typedef struct
{
  char *canonical;
  Uuid scheme_id;
  GArray *facts;      /* LabelFact, each attribute once */
  GHashTable *parts;  /* char * -> char *: named groups of the pattern, as the canonical form
                         writes them */
  gboolean corrected; /* written otherwise, beyond kinds of dashes and spaces: 'D-CC- 004' */
  /* Where a part of the label counts, the last one that does: 'B-SM-', 3, ''. */
  char *before, *after; /* NULL where none does */
  guint64 number;
  guint digits;
} Label;

/* A label as it stands, of no scheme. */
Label *label_plain (const char *text);
void label_free (Label *label);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Label, label_free)

/* LabelFact: what the label says when a person gave other values for some of its attributes: these,
 * and what follows from them, not from the codes. `given`: Uuid of an attribute -> its value (char
 * *). To be unreferenced before the schemes are freed. */
GArray *label_facts_given (const LabelSchemes *schemes, const Label *label, GHashTable *given);

/* Reads a label. FALSE with *why NULL: not a label at all; with *why set (to be freed): it looks
 * like one, but ("the site 'Z' is not in the label scheme"). `label` and `why` may be NULL.
 * Thread-safe. */
gboolean label_read (const LabelSchemes *schemes, const char *written, Label **label, char **why);

/* The first label inside a longer text: the name of a file, a heading. It is not part of a longer
 * word or number. As label_read, with *why of the first that looks like a label when none can be
 * read. Thread-safe. */
gboolean label_find_in (const LabelSchemes *schemes, const char *text, Label **label, char **why);

#endif

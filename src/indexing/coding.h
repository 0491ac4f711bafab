/* Codings as the rooms above count them: where, of which theme, whose.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef INDEXING_CODING_H
#define INDEXING_CODING_H

#include "corpus/transcript.h"
#include "framework/theme.h"

/* A coding that counts (by hand, accepted or imported). */
typedef struct
{
  Uuid id;
  guint theme;  /* index in the tree */
  DocSpan span; /* where it stands */
  Uuid case_id; /* whose words they are, or whose document; nil for a group's */
  EspPart part; /* whose words it begins with */
} CodingRef;

/* The codings of an analysis, also those made on a text that was corrected since; of one case only
 * when `case_id` is not NULL. Ordered by document, place, id. A document that has lost its words
 * and is of none of `cases` (Uuid), nor does one of them speak in it, is passed over. */
GArray *coding_refs_load (EspStudy *study, DocTexts *docs, const ThemeTree *tree,
                          const Uuid *case_id, GHashTable *cases, GError **error);

void coding_free (gpointer coding); /* an EspCoding */

/* The theme that a person means to code with: as theme_tree_find, and no section. */
const ThemeEntry *coding_theme (const ThemeTree *tree, const char *text, GError **error);

/* Takes a coding away, with the records that somebody looked at it. */
gboolean coding_remove (EspStudy *study, const Uuid *id, GError **error);

/* Adds a coding of the open change's coder: *id gets it. `origin` is "hand" or "proposed". A coding
 * that stands there already, be it made on an earlier text, is ESP_ERROR_EXISTS by hand, and left
 * as it is (*added FALSE) for a proposal. */
gboolean coding_add (EspStudy *study, const ThemeEntry *theme, const DocText *doc, gsize start_cp,
                     gsize end_cp, const char *origin, Uuid *id, gboolean *added, GError **error);

#endif

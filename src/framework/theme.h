/* Themes: the tree of a framework in memory, and finding the theme that a person means.
 *
 * Numbers. A theme has the number that its framework gives it, or else a counted one: its place
 * among its siblings, after the number of the theme above it: "1", "1.1", "1.1a", "1.1a.i", and
 * deeper in the same turn: "1.1a.i.1", "1.1a.i.1a" ... (a letter after a letter gets a dot between:
 * "1a.a"). A theme that has no number among siblings that
 * have "1a", "1b" goes on with "1c". Where a given number is in the way the next free one is taken,
 * so that no two themes have the same.
 *
 * Paths are made of short names, "recovery/meaning"; titles of names, "Recovery / Meaning".
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FRAMEWORK_THEME_H
#define FRAMEWORK_THEME_H

#include "base/uuid.h"
#include "espalier.h"

typedef struct
{
  Uuid id;
  Uuid parent;        /* nil for a section */
  EspTheme *theme;    /* its index is that of the entry */
  char *slug;         /* its step in a path */
  char *short_name;   /* as given; '' for one made from the name */
  char *given_number; /* as given; '' for a counted one */
} ThemeEntry;

typedef struct
{
  Uuid analysis;
  char *framework_name;
  GPtrArray *entries; /* ThemeEntry, depth first, in order */
  GHashTable *by_id;  /* Uuid * -> ThemeEntry */
} ThemeTree;

/* The themes without their definitions and counts. */
ThemeTree *theme_tree_load (EspStudy *study, const Uuid *analysis, GError **error);
void theme_tree_free (ThemeTree *tree);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ThemeTree, theme_tree_free)

/* Fills in definitions, inclusions, exclusions, examples, and the counts of codings. */
gboolean theme_tree_fill (ThemeTree *tree, EspStudy *study, GError **error);

/* Gives the themes away as an array of EspTheme that frees them; the tree is only to be freed then.
 */
GPtrArray *theme_tree_steal (ThemeTree *tree);

const ThemeEntry *theme_tree_entry (const ThemeTree *tree, guint index);
const ThemeEntry *theme_tree_by_id (const ThemeTree *tree,
                                    const Uuid *id); /* NULL when it is not in the tree */

/* The index after the last theme below the one at `index`: it and all below it are [index, end). */
guint theme_tree_end (const ThemeTree *tree, guint index);

/* The theme that a person means: by number ("3.1"), by path ("recovery/meaning", "Recovery /
 * Meaning"), or by the end of a path that only one theme has ("meaning"). A whole path wins over
 * the end of another. Names and short names both do, in any case. Errors list what fits
 * (ESP_ERROR_AMBIGUOUS) or is near (ESP_ERROR_NOT_FOUND). */
const ThemeEntry *theme_tree_find (const ThemeTree *tree, const char *text, GError **error);

/* As theme_tree_find, by index; FALSE with error. */
gboolean theme_tree_index (const ThemeTree *tree, const char *text, guint *index, GError **error);

void theme_free (gpointer theme); /* an EspTheme */

#endif

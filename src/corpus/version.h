/* The versions of one document's text, and the ways between them.
 *
 * What people marked keeps the version and the span that it was made on. Where it stands in the
 * text in force follows from the differences along the tree of versions: to the version that both
 * come from, read backwards, and from there on. Versions of the same words are the same place on
 * that way, so what was taken out and put back is where it was.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CORPUS_VERSION_H
#define CORPUS_VERSION_H

#include "base/uuid.h"
#include "corpus/difference.h"

typedef struct _VersionTree VersionTree;

VersionTree *version_tree_load (EspStudy *study, const Uuid *document, GError **error);
void version_tree_free (VersionTree *tree);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VersionTree, version_tree_free)

/* 1 for the first text of the document, 2 for the first correction of it. */
guint version_tree_number (const VersionTree *tree, const Uuid *version);

/* Whether the one text is the other, or was corrected into it. */
gboolean version_tree_leads (const VersionTree *tree, const Uuid *from, const Uuid *to);

/* Where a span of one version stands in another one. FALSE with error when what is said to differ
 * cannot be read. Without a way between them nothing is left of it. */
gboolean version_tree_map (VersionTree *tree, const Uuid *from, const Uuid *to, Span *span,
                           EspCarried *carried, GError **error);

/* Since when the words of a span of a version are what they are there: the time of the oldest of
 * the texts which that version comes from, itself included, that has them. Without a span: the time
 * of that version. FALSE with error. */
gboolean version_tree_since (VersionTree *tree, const Uuid *version, const Span *span,
                             const char **since, GError **error);

/* The texts in force of the documents that were corrected: Uuid of any of their versions -> Uuid of
 * the one in force. Where nothing was, it is empty, and costs one look. */
GHashTable *versions_in_force (EspStudy *study, GError **error);

#endif

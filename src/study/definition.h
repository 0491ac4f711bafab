/* What the files that load a study definition share: what is being loaded, and the checks. For
 * study/definition*.c alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef STUDY_DEFINITION_H
#define STUDY_DEFINITION_H

#include "base/element.h"
#include "store/store.h"
#include "study/attribute.h"
#include "study/label.h"
#include "study/stated_row.h"

typedef struct
{
  EspStudy *study;
  const XmlDoc *doc;
  GPtrArray *attributes; /* Attribute: of the study, once those of the file are written */
  LabelSchemes *schemes; /* likewise */
} Definition;

/* ---- the parts of the file, in the order in which they are loaded */

gboolean definition_load_attributes (Definition *definition, const XmlNode *root, GError **error);
gboolean definition_load_labels (Definition *definition, const XmlNode *root, GError **error);
gboolean definition_load_speakers (const Definition *definition, const XmlNode *root,
                                   GError **error);
gboolean definition_load_transcripts (const Definition *definition, const XmlNode *root,
                                      GError **error);
gboolean definition_load_groups (const Definition *definition, const XmlNode *root, GError **error);
/* Those of one kind of group. */
gboolean definition_load_group_rules (const Definition *definition, const XmlNode *node,
                                      const Uuid *kind_id, const char *kind, GError **error);
gboolean definition_load_schedules (const Definition *definition, const XmlNode *root,
                                    GError **error);
gboolean definition_load_documents (const Definition *definition, const XmlNode *root,
                                    GError **error);

/* ---- checks: each sets an error with file and line */

/* An empty set of names, for definition_is_new. */
GHashTable *definition_names (void);
/* FALSE when the name, but for case and dashes, stands in `seen` already; it stands there now. */
gboolean definition_is_new (const Definition *definition, const XmlNode *node, GHashTable *seen,
                            const char *what, const char *name, GError **error);
/* Puts the place before an error that a check set; FALSE. */
gboolean definition_fail_at (const Definition *definition, const XmlNode *node, GError **error);

/* The attribute of that name. NULL with an error when there is none. */
const Attribute *definition_attribute (const Definition *definition, const XmlNode *node,
                                       const char *name, GError **error);
/* The value as the attribute stores it, to be freed. */
char *definition_value (const Definition *definition, const XmlNode *node,
                        const Attribute *attribute, const char *value, GError **error);
/* The label as its scheme writes it, to be freed. */
char *definition_label (const Definition *definition, const XmlNode *node, const char *written,
                        GError **error);

#endif

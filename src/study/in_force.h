/* Which text of a document is in force: the newest that nothing in force replaces. Two that people
 * made side by side are a conflict; while it is open, everyone has the same one of them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef STUDY_IN_FORCE_H
#define STUDY_IN_FORCE_H

/* SQL: the id of that version, or NULL; `document` is an expression for the document's id. */
#define TEXT_IN_FORCE(document)                                                                    \
  "(SELECT h.id FROM document_version h WHERE h.document_id = " document                           \
  " AND h.gone = 0 AND NOT EXISTS (SELECT 1 FROM document_version n WHERE n.replaces_id = h.id"    \
  " AND n.gone = 0) ORDER BY h.made_at DESC, h.id DESC LIMIT 1)"

#endif

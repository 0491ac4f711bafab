/* Where the words of an RTF file go: RTF says at the end of a paragraph that it was one, and at the
 * end of a cell that there was a table. Notes, headers and text boxes are texts of their own, one
 * inside the other.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READING_RTF_FLOW_H
#define READING_RTF_FLOW_H

#include "reading/prose.h"

typedef enum
{
  RTF_FLOW_BOX,  /* comes after the paragraph it hangs on */
  RTF_FLOW_NOTE, /* comes after the text */
  RTF_FLOW_PAGE, /* a header or footer: as a note, and once */
} RtfFlowKind;

typedef struct
{
  Prose *text;
  GArray *open;      /* of the texts inside one another; the first is the document */
  GHashTable *pages; /* char *: what headers and footers said */
} RtfFlows;

RtfFlows *rtf_flows_new (Source *source); /* borrowed */
void rtf_flows_free (RtfFlows *flows);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RtfFlows, rtf_flows_free)

/* `rows` is how many tables inside one another the paragraph says that it stands in. */
void rtf_flows_add (RtfFlows *flows, guint rows, const char *words, gsize size, gboolean bold);
void rtf_flows_anchor (RtfFlows *flows, guint rows, guint comment, gboolean is_end);
/* The number or bullet of the paragraph that comes next. */
void rtf_flows_mark (RtfFlows *flows, const char *words);
/* The paragraph ends; level: of a heading, 0 for none. */
void rtf_flows_paragraph (RtfFlows *flows, guint rows, guint level);
/* A cell ends. */
void rtf_flows_cell (RtfFlows *flows, guint rows);
/* A row ends: the outermost, or the innermost of a table inside a table. */
void rtf_flows_row (RtfFlows *flows);
void rtf_flows_nested_row (RtfFlows *flows);

/* A text inside the text begins; how many are open; it ends. */
void rtf_flows_begin (RtfFlows *flows, guint rows, RtfFlowKind kind);
guint rtf_flows_depth (const RtfFlows *flows);
void rtf_flows_end (RtfFlows *flows, guint level);

/* All of them end, and the source gets its words. */
void rtf_flows_finish (RtfFlows *flows, guint level);

#endif

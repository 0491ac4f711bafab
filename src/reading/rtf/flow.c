/* Putting paragraphs, cells and rows of an RTF file together. A paragraph is opened by its first
 * word; what it says of itself by then decides in which row it stands.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/rtf/flow.h"

#include <string.h>

typedef struct
{
  RtfFlowKind kind;
  guint base;         /* frames that were open when it began */
  gboolean in_cell;   /* of the innermost row that is open */
  gboolean was_aside; /* see prose_aside */
  guint later;        /* notes that were there when it began */
  char *mark;         /* of the paragraph that comes next; NULL: none */
} Flow;

static void
flow_clear (gpointer flow)
{
  g_free (((Flow *)flow)->mark);
}

static Flow *
flow_top (const RtfFlows *self)
{
  return &g_array_index (self->open, Flow, self->open->len - 1);
}

RtfFlows *
rtf_flows_new (Source *source)
{
  RtfFlows *self = g_new0 (RtfFlows, 1);
  const Flow document = { 0 };

  self->text = prose_new (source);
  self->open = g_array_new (FALSE, TRUE, sizeof (Flow));
  self->pages = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_array_set_clear_func (self->open, flow_clear);
  g_array_append_val (self->open, document);
  return self;
}

void
rtf_flows_free (RtfFlows *self)
{
  if (self == NULL)
    return;
  prose_free (self->text);
  g_array_unref (self->open);
  g_hash_table_unref (self->pages);
  g_free (self);
}

/* ---- rows */

static gboolean
has_paragraph (const RtfFlows *self)
{
  return self->text->frames->len > flow_top (self)->base && !prose_top (self->text)->is_row;
}

static guint
rows_open (const RtfFlows *self)
{
  return self->text->frames->len - flow_top (self)->base - (has_paragraph (self) ? 1 : 0);
}

/* No paragraph is open. Where a row is left, its cell goes on. */
static void
row_close (RtfFlows *self)
{
  prose_close (self->text);
  flow_top (self)->in_cell = rows_open (self) > 0;
}

static void
cell_open (RtfFlows *self)
{
  prose_cell (self->text);
  flow_top (self)->in_cell = TRUE;
}

/* Opens and closes rows until there are so many, with a cell open in the innermost. */
static void
rows_ensure (RtfFlows *self, guint rows)
{
  while (rows_open (self) > rows)
    row_close (self);
  if (rows_open (self) > 0 && !flow_top (self)->in_cell)
    cell_open (self);
  while (rows_open (self) < rows)
    {
      prose_open (self->text, TRUE);
      cell_open (self);
    }
}

/* ---- paragraphs */

/* A number is written as it stands, a bullet as "- "; where a list says who speaks ("Moderator:"),
 * that is words. */
static void
mark_write (RtfFlows *self, char *mark)
{
  const char *rest = g_utf8_next_char (g_strstrip (mark));
  gboolean has_number = FALSE;

  for (const char *at = mark; *at != '\0'; at = g_utf8_next_char (at))
    has_number = has_number || g_unichar_isalnum (g_utf8_get_char (at));
  /* A letter 'o' alone is the bullet of Courier New. */
  if (!has_number || (*mark == 'o' && *rest == '\0'))
    {
      prose_mark (self->text, "- ");
      return;
    }
  g_autofree char *words = g_strconcat (mark, " ", NULL);
  if (strchr (mark, ':') != NULL)
    prose_add (self->text, words, strlen (words), FALSE);
  else
    prose_mark (self->text, words);
}

static void
paragraph_ensure (RtfFlows *self, guint rows)
{
  if (has_paragraph (self))
    return;
  rows_ensure (self, rows);
  prose_open (self->text, FALSE);
  g_autofree char *mark = g_steal_pointer (&flow_top (self)->mark);
  if (mark != NULL && *mark != '\0')
    mark_write (self, mark);
}

void
rtf_flows_add (RtfFlows *self, guint rows, const char *words, gsize size, gboolean bold)
{
  paragraph_ensure (self, rows);
  prose_add (self->text, words, size, bold);
}

void
rtf_flows_anchor (RtfFlows *self, guint rows, guint comment, gboolean is_end)
{
  paragraph_ensure (self, rows);
  prose_anchor (self->text, comment, is_end);
}

void
rtf_flows_mark (RtfFlows *self, const char *words)
{
  Flow *flow = flow_top (self);

  if (has_paragraph (self))
    return;
  g_free (flow->mark);
  flow->mark = g_strdup (words);
  g_strdelimit (flow->mark, "\t\n", ' ');
}

static void
paragraph_close (RtfFlows *self, guint level)
{
  if (!has_paragraph (self))
    return;
  prose_top (self->text)->level = level;
  prose_close (self->text);
}

void
rtf_flows_paragraph (RtfFlows *self, guint rows, guint level)
{
  paragraph_ensure (self, rows);
  paragraph_close (self, level);
}

/* ---- cells */

void
rtf_flows_cell (RtfFlows *self, guint rows)
{
  if (has_paragraph (self) && rows_open (self) == 0)
    {
      prose_wrap (self->text);
      flow_top (self)->in_cell = TRUE;
    }
  if (has_paragraph (self))
    paragraph_close (self, 0);
  else
    rows_ensure (self, MAX (rows, 1));
  while (rows_open (self) > MAX (rows, 1))
    row_close (self);
  flow_top (self)->in_cell = FALSE;
  g_clear_pointer (&flow_top (self)->mark, g_free);
}

void
rtf_flows_row (RtfFlows *self)
{
  paragraph_close (self, 0);
  while (rows_open (self) > 0)
    row_close (self);
}

void
rtf_flows_nested_row (RtfFlows *self)
{
  if (rows_open (self) < 2)
    return;
  paragraph_close (self, 0);
  row_close (self);
}

/* ---- texts inside the text */

void
rtf_flows_begin (RtfFlows *self, guint rows, RtfFlowKind kind)
{
  if (kind == RTF_FLOW_BOX)
    paragraph_ensure (self, rows);
  const Flow flow = { .kind = kind,
                      .base = self->text->frames->len,
                      .later = self->text->later->len,
                      .was_aside = self->text->aside };
  g_array_append_val (self->open, flow);
  if (kind != RTF_FLOW_BOX)
    prose_aside (self->text, TRUE);
}

guint
rtf_flows_depth (const RtfFlows *self)
{
  return self->open->len;
}

/* Every part of a document may say its header again. */
static void
page_drop_repeated (RtfFlows *self, guint first)
{
  GPtrArray *later = self->text->later;

  prose_aside_drop_repeated (self->text, first);
  for (guint i = later->len; i > first; i--)
    {
      const ProseFrame *frame = g_ptr_array_index (later, i - 1);
      if (!g_hash_table_add (self->pages, g_strdup (frame->text->str)))
        g_ptr_array_remove_index (later, i - 1);
    }
}

void
rtf_flows_end (RtfFlows *self, guint level)
{
  const Flow *flow = flow_top (self);

  paragraph_close (self, level);
  rtf_flows_row (self);
  prose_aside (self->text, flow->was_aside);
  if (flow->kind == RTF_FLOW_PAGE)
    page_drop_repeated (self, flow->later);
  g_array_set_size (self->open, self->open->len - 1);
}

void
rtf_flows_finish (RtfFlows *self, guint level)
{
  while (self->open->len > 1)
    rtf_flows_end (self, level);
  paragraph_close (self, level);
  rtf_flows_row (self);
  prose_finish (self->text);
}

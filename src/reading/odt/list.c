/* Counting the lists of an OpenDocument text.
 *
 * A list counts by itself, at all its levels, unless it goes on with an earlier one. An item has
 * its number from its first paragraph; one that only holds a deeper list has none.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/odt/list.h"

#include "reading/odt/attr.h"

#include <string.h>

#define START_MAX 100000
#define UNSAID G_MAXUINT

typedef struct
{
  guint count[ODT_LEVELS];
  gboolean begun[ODT_LEVELS];
} Counts;

/* A list that is open. */
typedef struct
{
  char *style;      /* NULL: not said */
  char *item_style; /* instead, of the item; NULL: none */
  Counts *counts;
  gboolean wants_mark; /* an item whose first paragraph has not come yet */
  guint start;         /* of the item; UNSAID: counts on */
} Open;

struct _OdtLists
{
  const OdtStyles *styles;
  GPtrArray *all;       /* Counts */
  GHashTable *by_id;    /* id of a list -> Counts */
  GHashTable *by_style; /* name of a list style -> Counts of the last list that had it */
  GArray *open;         /* Open */
  guint floor;          /* the lists below it are around a text box, a note, a cell */
  Counts headings;
};

static void
open_clear (gpointer open)
{
  g_free (((Open *)open)->style);
  g_free (((Open *)open)->item_style);
}

OdtLists *
odt_lists_new (const OdtStyles *styles)
{
  OdtLists *self = g_new0 (OdtLists, 1);

  self->styles = styles;
  self->all = g_ptr_array_new_with_free_func (g_free);
  self->by_id = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->by_style = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->open = g_array_new (FALSE, TRUE, sizeof (Open));
  g_array_set_clear_func (self->open, open_clear);
  return self;
}

void
odt_lists_free (OdtLists *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->all);
  g_hash_table_unref (self->by_id);
  g_hash_table_unref (self->by_style);
  g_array_unref (self->open);
  g_free (self);
}

/* ---- what is open */

guint
odt_lists_enter (OdtLists *self)
{
  const guint before = self->floor;

  self->floor = self->open->len;
  return before;
}

void
odt_lists_leave (OdtLists *self, guint before)
{
  self->floor = before;
}

static Open *
lists_top (const OdtLists *self)
{
  return self->open->len > self->floor ? &g_array_index (self->open, Open, self->open->len - 1)
                                       : NULL;
}

gboolean
odt_lists_inside (const OdtLists *self)
{
  return lists_top (self) != NULL;
}

/* The counts of a list that is not inside another one. */
static Counts *
counts_for (OdtLists *self, const XmlAttrs *attrs, const char *style)
{
  const char *earlier = xml_attrs_get (attrs, "continue-list");
  Counts *counts = earlier != NULL ? g_hash_table_lookup (self->by_id, earlier) : NULL;

  if (counts == NULL && earlier == NULL && odt_attr_is (attrs, "continue-numbering", "true"))
    counts = g_hash_table_lookup (self->by_style, style != NULL ? style : "");
  if (counts == NULL)
    {
      counts = g_new0 (Counts, 1);
      g_ptr_array_add (self->all, counts);
    }
  g_hash_table_replace (self->by_style, g_strdup (style != NULL ? style : ""), counts);
  return counts;
}

void
odt_lists_open (OdtLists *self, const XmlAttrs *attrs)
{
  const Open *around = lists_top (self);
  const char *style = xml_attrs_get (attrs, "style-name");
  const char *id = xml_attrs_get (attrs, "id");
  Open open = { .start = UNSAID };

  if (style == NULL && around != NULL)
    style = around->style;
  open.style = g_strdup (style);
  open.counts = around != NULL ? around->counts : counts_for (self, attrs, style);
  if (id != NULL)
    g_hash_table_replace (self->by_id, g_strdup (id), open.counts);
  g_array_append_val (self->open, open);
}

void
odt_lists_close (OdtLists *self)
{
  g_array_set_size (self->open, self->open->len - 1);
}

static guint
start_of (const XmlAttrs *attrs)
{
  return odt_attr_number (attrs, "start-value", 0, START_MAX, UNSAID);
}

void
odt_lists_item (OdtLists *self, const XmlAttrs *attrs, gboolean is_header)
{
  Open *top = lists_top (self);

  if (top == NULL)
    return;
  top->wants_mark = !is_header;
  top->start = start_of (attrs);
  g_free (top->item_style);
  top->item_style = g_strdup (xml_attrs_get (attrs, "style-override"));
}

/* ---- counting */

static void
count_on (Counts *counts, const OdtListStyle *style, guint at, guint start)
{
  if (start != UNSAID)
    counts->count[at] = start;
  else
    counts->count[at] = counts->begun[at] ? counts->count[at] + 1 : style->levels[at].start;
  counts->begun[at] = TRUE;
  for (guint i = 0; i < at; i++)
    if (!counts->begun[i])
      {
        counts->count[i] = style->levels[i].start;
        counts->begun[i] = TRUE;
      }
  for (guint i = at + 1; i < ODT_LEVELS; i++)
    counts->begun[i] = FALSE;
}

/* The levels that are shown, a full stop between them; those without numbers are passed over. */
static void
append_levels (GString *words, const OdtListStyle *style, const Counts *counts, guint at)
{
  const guint shown = CLAMP (style->levels[at].display, 1, at + 1);
  gboolean is_first = TRUE;

  for (guint i = at + 1 - shown; i <= at; i++)
    {
      if (style->levels[i].format == LIST_NOTHING)
        continue;
      if (!is_first)
        g_string_append_c (words, '.');
      list_number_append (words, style->levels[i].format, counts->count[i]);
      is_first = FALSE;
    }
}

/* "%1%.%2%)": the numbers of levels at their places. */
static void
append_pattern (GString *words, const OdtListStyle *style, const Counts *counts, guint at)
{
  for (const char *p = style->levels[at].pattern; *p != '\0';)
    {
      char *end = NULL;
      const guint64 level = *p == '%' ? g_ascii_strtoull (p + 1, &end, 10) : 0;
      if (level >= 1 && level <= at + 1 && *end == '%')
        {
          list_number_append (words, style->levels[level - 1].format, counts->count[level - 1]);
          p = end + 1;
        }
      else
        g_string_append_c (words, *p++);
    }
}

static char *
mark_of (const OdtListStyle *style, const Counts *counts, guint at)
{
  const OdtListLevel *level = &style->levels[at];
  GString *words = g_string_new (NULL);

  if (level->is_bullet)
    g_string_append_c (words, '-');
  else if (level->format != LIST_NOTHING && level->pattern != NULL)
    append_pattern (words, style, counts, at);
  else if (level->is_number)
    {
      g_string_append (words, level->prefix != NULL ? level->prefix : "");
      append_levels (words, style, counts, at);
      g_string_append (words, level->suffix != NULL ? level->suffix : "");
    }
  g_strstrip (words->str);
  g_string_truncate (words, strlen (words->str));
  if (words->len > 0)
    g_string_append_c (words, ' ');
  return g_string_free (words, words->len == 0);
}

char *
odt_lists_mark (OdtLists *self, const char *style)
{
  Open *top = lists_top (self);

  if (top == NULL || !top->wants_mark)
    return NULL;
  top->wants_mark = FALSE;
  const char *name = top->item_style != NULL ? top->item_style
                     : top->style != NULL    ? top->style
                                             : odt_styles_list (self->styles, style);
  const OdtListStyle *list = name != NULL ? g_hash_table_lookup (self->styles->lists, name) : NULL;
  const guint at = MIN (self->open->len - self->floor, ODT_LEVELS) - 1;
  if (list == NULL)
    return g_strdup ("- "); /* as word processors show a list of which nothing is said */
  count_on (top->counts, list, at, top->start);
  return mark_of (list, top->counts, at);
}

char *
odt_lists_heading (OdtLists *self, guint level, const XmlAttrs *attrs)
{
  const OdtListStyle *outline = &self->styles->outline;
  const guint at = level - 1;
  const gboolean restarts = odt_attr_is (attrs, "restart-numbering", "true");

  if (at >= ODT_LEVELS || !outline->levels[at].is_number
      || odt_attr_is (attrs, "is-list-header", "true"))
    return NULL;
  const guint start = start_of (attrs);
  count_on (&self->headings, outline, at,
            start == UNSAID && restarts ? outline->levels[at].start : start);
  return outline->levels[at].format != LIST_NOTHING ? mark_of (outline, &self->headings, at) : NULL;
}

/* The first look at a page.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/html/plan.h"

#include "base/html.h"
#include "reading/html/element.h"

#include <string.h>

/* A table with more paragraphs than this in one cell lays the page out: to read a cell as one line
 * would make one line of a transcript. */
#define CELL_MOST 20

/* Lists and tables that are open; those deeper inside one another are not looked at. */
#define DEPTH_MOST 256

typedef struct
{
  guint table;         /* place in the plan's tables */
  guint cells, widest; /* in the row; of the widest */
  guint paragraphs, most, all;
} OpenTable;

typedef struct
{
  HtmlPlan *plan;
  GArray *tables;  /* OpenTable */
  GArray *lists;   /* guint: places in the plan's lists, G_MAXUINT for those that do not count */
  GString *style;  /* of the style element that is open */
  HtmlTag special; /* title or style that is open */
  gboolean has_title;
  guint pictures; /* that are open: their titles are not the page's */
} Planner;

/* ---- tables */

static OpenTable *
table_top (const Planner *self)
{
  return self->tables->len > 0 ? &g_array_index (self->tables, OpenTable, self->tables->len - 1)
                               : NULL;
}

static void
planner_paragraph (Planner *self, guint count)
{
  OpenTable *table = table_top (self);

  if (table == NULL)
    return;
  table->paragraphs += count;
  table->all += count;
  table->most = MAX (table->most, table->paragraphs);
}

static void
planner_table (Planner *self)
{
  const OpenTable fresh = { .table = self->plan->tables->len };
  const guint8 lays_out = 0;

  g_byte_array_append (self->plan->tables, &lays_out, 1);
  if (self->tables->len < DEPTH_MOST)
    g_array_append_val (self->tables, fresh);
}

/* Whether its rows are rows is known at its end. What it holds counts for the cell around it. */
static void
planner_table_end (Planner *self)
{
  const OpenTable *top = table_top (self);

  if (top == NULL)
    return;
  const guint all = top->all;
  self->plan->tables->data[top->table] = top->widest > 1 && top->most <= CELL_MOST;
  g_array_set_size (self->tables, self->tables->len - 1);
  planner_paragraph (self, all);
}

static void
planner_cell (Planner *self)
{
  OpenTable *table = table_top (self);

  if (table == NULL)
    return;
  table->cells++;
  table->widest = MAX (table->widest, table->cells);
  table->paragraphs = 0;
}

static void
planner_row (Planner *self)
{
  planner_paragraph (self, 1);
  if (table_top (self) != NULL)
    table_top (self)->cells = 0;
}

/* ---- lists */

static void
planner_list (Planner *self, gboolean counts)
{
  const guint none = 0;
  const guint place = counts ? self->plan->lists->len : G_MAXUINT;

  if (counts)
    g_array_append_val (self->plan->lists, none);
  if (self->lists->len < DEPTH_MOST)
    g_array_append_val (self->lists, place);
}

static void
planner_item (Planner *self)
{
  const guint place
      = self->lists->len > 0 ? g_array_index (self->lists, guint, self->lists->len - 1) : G_MAXUINT;

  if (place != G_MAXUINT)
    g_array_index (self->plan->lists, guint, place)++;
  planner_paragraph (self, 1);
}

/* ---- the scan */

static gboolean planner_end (const char *name, gpointer data);

/* What LibreOffice and OpenOffice say of themselves. */
static gboolean
is_of_libreoffice (const HtmlAttrs *attrs)
{
  g_autofree char *name = html_attrs_get (attrs, "name");
  g_autofree char *program = html_attrs_get (attrs, "content");

  return name != NULL && program != NULL && g_ascii_strcasecmp (name, "generator") == 0
         && (strstr (program, "LibreOffice") != NULL || strstr (program, "OpenOffice") != NULL);
}

static gboolean
planner_start (const char *name, const HtmlAttrs *attrs, gboolean closed, gpointer data)
{
  Planner *self = data;
  const HtmlElement *element = html_element (name);

  self->plan->scripts += element->tag == HTML_SCRIPT;
  self->plan->frames += element->tag == HTML_FRAME;
  self->plan->embedded += element->tag == HTML_IFRAME;
  if (element->tag == HTML_LINK && strcmp (name, "meta") == 0)
    self->plan->of_libreoffice = self->plan->of_libreoffice || is_of_libreoffice (attrs);
  else if (element->tag == HTML_TABLE)
    planner_table (self);
  else if (element->tag == HTML_TR)
    planner_row (self);
  else if (element->tag == HTML_TD)
    planner_cell (self);
  else if (element->tag == HTML_OL || element->tag == HTML_LIST)
    planner_list (self, element->tag == HTML_OL);
  else if (element->tag == HTML_LI)
    planner_item (self);
  else if ((element->flags & HTML_BLOCK) || element->tag == HTML_BR)
    planner_paragraph (self, 1);
  else if (element->tag == HTML_STYLE || (element->tag == HTML_TITLE && self->pictures == 0))
    self->special = element->tag;
  else
    self->pictures += element->tag == HTML_SVG;
  return closed && planner_end (name, self);
}

static gboolean
planner_end (const char *name, gpointer data)
{
  Planner *self = data;
  const HtmlTag tag = html_element (name)->tag;

  if (tag == HTML_TABLE)
    planner_table_end (self);
  else if ((tag == HTML_OL || tag == HTML_LIST) && self->lists->len > 0)
    g_array_set_size (self->lists, self->lists->len - 1);
  else if (tag == HTML_STYLE)
    {
      html_sheet_read (self->plan->sheet, self->style->str, self->style->len);
      g_string_truncate (self->style, 0);
    }
  else if (tag == HTML_TITLE)
    self->has_title = self->has_title || self->pictures == 0;
  else if (tag == HTML_SVG && self->pictures > 0)
    self->pictures--;
  self->special = HTML_OTHER;
  return FALSE;
}

static void
planner_text (const char *text, gsize size, gpointer data)
{
  Planner *self = data;

  if (self->special == HTML_STYLE)
    g_string_append_len (self->style, text, (gssize)size);
  else if (self->special == HTML_TITLE && !self->has_title)
    g_string_append_len (self->plan->title, text, (gssize)size);
}

HtmlPlan *
html_plan_new (const char *text, gsize size_bytes)
{
  static const HtmlScan scan = { planner_start, planner_end, planner_text, NULL };
  HtmlPlan *plan = g_new0 (HtmlPlan, 1);
  Planner self = { .plan = plan };

  plan->sheet = html_sheet_new ();
  plan->title = g_string_new (NULL);
  plan->tables = g_byte_array_new ();
  plan->lists = g_array_new (FALSE, FALSE, sizeof (guint));
  self.tables = g_array_new (FALSE, FALSE, sizeof (OpenTable));
  self.lists = g_array_new (FALSE, FALSE, sizeof (guint));
  self.style = g_string_new (NULL);
  html_scan (text, size_bytes, &scan, &self);
  while (self.tables->len > 0)
    planner_table_end (&self);
  g_array_unref (self.tables);
  g_array_unref (self.lists);
  g_string_free (self.style, TRUE);
  return plan;
}

void
html_plan_free (HtmlPlan *plan)
{
  if (plan == NULL)
    return;
  html_sheet_free (plan->sheet);
  g_string_free (plan->title, TRUE);
  g_byte_array_unref (plan->tables);
  g_array_unref (plan->lists);
  g_free (plan);
}

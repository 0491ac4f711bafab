/* Rows of named columns, printed for people (aligned) or for programs (JSON): the same rows for
 * both.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/table.h"

#include "cli/terminal.h"
#include "cli/wording.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GAP 2           /* columns of space between two cells */
#define LAST_LEAST 24u  /* the last column gives way first, to this */
#define OTHER_LEAST 16u /* then the widest ones, to this */

typedef struct
{
  char *inside, *key, *heading;
  gboolean is_number; /* aligned to the right */
  gboolean is_empty;  /* in all rows so far */
  guint width;        /* of its widest cell */
  guint shown;        /* as it is printed: what is wider is wrapped */
} Column;

struct _Table
{
  gboolean as_json;
  GArray *columns;  /* Column */
  GPtrArray *texts; /* char *: the cells, row by row, when for people */
  json_t *rows;     /* the rows, when for programs */
  json_t *row;      /* the one being filled; owned by rows */
  guint filled;     /* cells in it */
};

static void
column_clear (gpointer column)
{
  Column *c = column;
  g_free (c->inside);
  g_free (c->key);
  g_free (c->heading);
}

Table *
table_new (gboolean as_json)
{
  Table *table = g_new0 (Table, 1);
  table->as_json = as_json;
  table->columns = g_array_new (FALSE, TRUE, sizeof (Column));
  g_array_set_clear_func (table->columns, column_clear);
  table->texts = g_ptr_array_new_with_free_func (g_free);
  table->rows = json_array ();
  return table;
}

void
table_free (Table *table)
{
  g_array_unref (table->columns);
  g_ptr_array_unref (table->texts);
  json_decref (table->rows);
  g_free (table);
}

void
table_column (Table *table, const char *key, const char *heading)
{
  table_column_inside (table, NULL, key, heading);
}

void
table_column_inside (Table *table, const char *inside, const char *key, const char *heading)
{
  Column column
      = { .inside = g_strdup (inside), .key = g_strdup (key), .heading = g_strdup (heading) };
  column.is_empty = TRUE;
  column.width = heading != NULL ? wording_width (heading) : 0;
  g_array_append_val (table->columns, column);
}

static Column *
table_at (const Table *table, guint i)
{
  return &g_array_index (table->columns, Column, i);
}

/* Puts a value under the column's key, in the object it stands inside. */
static void
table_put_json (Table *table, const Column *column, json_t *value)
{
  json_t *object = table->row;
  if (column->inside != NULL)
    {
      object = json_object_get (table->row, column->inside);
      if (object == NULL)
        {
          object = json_object ();
          json_object_set_new (table->row, column->inside, object);
        }
    }
  json_object_set_new (object, column->key, value);
}

/* Adds a cell that says the same in two ways; both are taken, `value` may be NULL for a column that
 * JSON does not have. */
static void
table_add (Table *table, char *text, json_t *value)
{
  Column *column = table_at (table, table->filled);
  if (table->filled == 0 && table->as_json)
    {
      table->row = json_object ();
      json_array_append_new (table->rows, table->row);
    }
  if (table->as_json && column->key != NULL)
    table_put_json (table, column, value);
  else
    json_decref (value);
  if (!table->as_json)
    {
      column->width = MAX (column->width, wording_width (text));
      column->is_empty = column->is_empty && text[0] == '\0';
      g_ptr_array_add (table->texts, g_steal_pointer (&text));
    }
  g_free (text);
  table->filled = (table->filled + 1) % table->columns->len;
}

json_t *
table_json_text (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  return json_string (valid);
}

void
table_text (Table *table, const char *text)
{
  table_add (table, wording_line (text), table_json_text (text));
}

void
table_id (Table *table, const char *id)
{
  table_add (table, wording_short_id (id), table_json_text (id));
}

void
table_ids (Table *table, const GPtrArray *ids)
{
  GString *printed = g_string_new (NULL);
  json_t *all = json_array ();
  for (guint i = 0; i < ids->len; i++)
    {
      g_autofree char *id = wording_short_id (ids->pdata[i]);
      g_string_append_printf (printed, "%s%s", i > 0 ? " " : "", id);
      json_array_append_new (all, table_json_text (ids->pdata[i]));
    }
  table_add (table, g_string_free (printed, FALSE), all);
}

void
table_time (Table *table, const char *utc)
{
  table_add (table, wording_local_time (utc, FALSE), table_json_text (utc));
}

void
table_uint (Table *table, guint64 number)
{
  table_at (table, table->filled)->is_number = TRUE;
  table_add (table, g_strdup_printf ("%" G_GUINT64_FORMAT, number),
             json_integer ((json_int_t)number));
}

void
table_flag (Table *table, gboolean flag)
{
  table_add (table, g_strdup (flag ? "yes" : ""), json_boolean (flag));
}

void
table_list (Table *table, const GPtrArray *texts)
{
  g_autoptr (GString) line = g_string_new (NULL);
  json_t *array = json_array ();
  for (guint i = 0; i < texts->len; i++)
    {
      g_autofree char *one = wording_line (texts->pdata[i]);
      g_string_append_printf (line, "%s%s", i > 0 ? ", " : "", one);
      json_array_append_new (array, table_json_text (texts->pdata[i]));
    }
  table_add (table, g_strdup (line->str), array);
}

void
table_json (Table *table, json_t *value)
{
  table_add (table, g_strdup (""), value);
}

guint
table_rows (const Table *table)
{
  return table->as_json ? (guint)json_array_size (table->rows)
                        : table->texts->len / table->columns->len;
}

/* Prints JSON text with DEL and the C1 controls escaped, as the C0 controls are: they would reach a
 * terminal raw. */
static void
table_print_escaped (const char *json)
{
  for (const char *at = json; *at != '\0'; at = wording_next (at))
    {
      gunichar c = g_utf8_get_char (at);
      if (c >= 0x7F && c <= 0x9F)
        printf ("\\u%04x", c);
      else
        fwrite (at, 1, (gsize)(wording_next (at) - at), stdout);
    }
}

void
table_print_json (const json_t *value)
{
  char *text = json_dumps (value, JSON_INDENT (2) | JSON_ENCODE_ANY);
  table_print_escaped (text);
  putchar ('\n');
  free (text);
}

/* One row a line, so that line tools can work on it. */
static void
table_print_rows_json (const Table *table)
{
  gsize n = json_array_size (table->rows);
  putchar ('[');
  for (gsize i = 0; i < n; i++)
    {
      char *text = json_dumps (json_array_get (table->rows, i), 0);
      fputs (i > 0 ? ",\n " : "\n ", stdout);
      table_print_escaped (text);
      free (text);
    }
  puts (n > 0 ? "\n]" : "]");
}

static gboolean
table_shows (const Table *table, guint i)
{
  const Column *column = table_at (table, i);
  return column->heading != NULL && !column->is_empty;
}

static void
print_spaces (guint n)
{
  printf ("%*s", (int)n, "");
}

/* A column's width where it may have `most`; numbers and headings stay whole. */
static guint
column_within (const Column *column, guint most, guint least)
{
  least = MAX (least, wording_width (column->heading));
  return column->is_number ? column->shown : MIN (column->shown, MAX (most, least));
}

/* The width of a line whose columns may each have `most`. */
static guint
table_width (const Table *table, guint last, guint most)
{
  guint width = 0;
  for (guint i = 0; i <= last; i++)
    if (table_shows (table, i))
      width += column_within (table_at (table, i), most, OTHER_LEAST) + (i < last ? GAP : 0);
  return width;
}

/* Says how wide each column is printed, in lines of `width` columns, 0: of any. */
static void
table_fit (const Table *table, guint last, guint width)
{
  for (guint i = 0; i <= last; i++)
    table_at (table, i)->shown = table_at (table, i)->width;
  const guint whole = table_width (table, last, G_MAXUINT);
  if (width == 0 || whole <= width)
    return;
  Column *end = table_at (table, last);
  guint excess = whole - width, kept = end->shown > excess ? end->shown - excess : 0;
  end->shown = column_within (end, kept, LAST_LEAST);
  guint fits = 0, too_wide = G_MAXUINT;
  while (too_wide - fits > 1)
    {
      guint middle = fits + (too_wide - fits) / 2;
      if (table_width (table, last, middle) <= width)
        fits = middle;
      else
        too_wide = middle;
    }
  for (guint i = 0; i <= last; i++)
    if (table_shows (table, i))
      table_at (table, i)->shown = column_within (table_at (table, i), fits, OTHER_LEAST);
}

/* Prints one line of a cell, and the space to the next one. */
static void
table_print_cell (const Column *column, TerminalStyle style, const char *text, gboolean is_end)
{
  guint width = wording_width (text), space = column->shown > width ? column->shown - width : 0;
  if (column->is_number)
    print_spaces (space);
  terminal_print (style, text);
  if (!is_end)
    print_spaces (GAP + (column->is_number ? 0 : space));
}

/* The lines of each cell of a row; NULL where the column is not printed. The last cell that holds
 * something has the room of those behind it. */
static GPtrArray *
table_wrap (const Table *table, char *const *cells, guint end, guint last)
{
  GPtrArray *wrapped = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ptr_array_unref);
  for (guint i = 0; i <= end; i++)
    {
      const Column *column = table_at (table, i);
      guint room = column->shown < column->width ? column->shown : 0;
      for (guint j = i + 1; room > 0 && i == end && j <= last; j++)
        if (table_shows (table, j))
          room += GAP + table_at (table, j)->shown;
      g_ptr_array_add (wrapped,
                       table_shows (table, i) ? wording_wrap (cells[i], room) : g_ptr_array_new ());
    }
  return wrapped;
}

/* What of a cell stands on a line of its row. */
static const char *
table_piece (const GPtrArray *wrapped, guint column, guint line)
{
  const GPtrArray *lines = wrapped->pdata[column];
  return line < lines->len ? lines->pdata[line] : "";
}

/* Prints a row, each line to its last cell that holds something. */
static void
table_print_row (const Table *table, TerminalStyle style, char *const *cells, guint last)
{
  guint end = last, height = 1;
  while (end > 0 && (!table_shows (table, end) || cells[end][0] == '\0'))
    end--;
  g_autoptr (GPtrArray) wrapped = table_wrap (table, cells, end, last);
  for (guint i = 0; i <= end; i++)
    height = MAX (height, ((const GPtrArray *)wrapped->pdata[i])->len);
  for (guint line = 0; line < height; line++)
    {
      guint stop = end;
      while (stop > 0 && *table_piece (wrapped, stop, line) == '\0')
        stop--;
      for (guint i = 0; i <= stop; i++)
        if (table_shows (table, i))
          table_print_cell (table_at (table, i), style, table_piece (wrapped, i, line), i == stop);
      putchar ('\n');
    }
}

void
table_print (const Table *table, guint width)
{
  if (table->as_json)
    {
      table_print_rows_json (table);
      return;
    }
  guint n = table->columns->len, last = n;
  g_autofree char **headings = g_new0 (char *, n);
  for (guint i = 0; i < n; i++)
    if (table_shows (table, i))
      {
        headings[i] = table_at (table, i)->heading;
        last = i;
      }
  if (last == n)
    return;
  table_fit (table, last, width);
  table_print_row (table, STYLE_HEADING, headings, last);
  for (guint i = 0; i < table->texts->len; i += n)
    table_print_row (table, STYLE_PLAIN, (char *const *)table->texts->pdata + i, last);
}

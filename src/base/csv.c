/* Comma-separated values, RFC 4180.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/csv.h"
#include "base/error.h"

#include <string.h>

typedef struct
{
  const char *at;
  guint line;
  char separator;
} Cursor;

static void
record_free (gpointer data)
{
  CsvRecord *record = data;
  g_ptr_array_unref (record->fields);
  g_free (record);
}

static gboolean
at_field_end (const Cursor *cursor)
{
  const char *at = cursor->at;
  return *at == '\0' || *at == cursor->separator || *at == '\n' || (at[0] == '\r' && at[1] == '\n');
}

/* The cursor stands after the opening quote, and ends after the closing one. NULL with error. */
static char *
read_quoted (Cursor *cursor, GError **error)
{
  const guint opened = cursor->line;
  g_autoptr (GString) field = g_string_new (NULL);
  for (;; cursor->at++)
    {
      if (*cursor->at == '\0')
        {
          fail (error, ESP_ERROR_INPUT, "line %u: the quote that opens here is never closed",
                opened);
          return NULL;
        }
      if (*cursor->at == '"')
        {
          if (cursor->at[1] != '"')
            break;
          cursor->at++;
        }
      else if (*cursor->at == '\n')
        cursor->line++;
      g_string_append_c (field, *cursor->at);
    }
  cursor->at++;
  if (!at_field_end (cursor))
    {
      fail (error, ESP_ERROR_INPUT,
            "line %u: words stand after a closing quote; a quote inside a quoted field is written "
            "twice",
            cursor->line);
      return NULL;
    }
  return g_string_free (g_steal_pointer (&field), FALSE);
}

static char *
read_plain (Cursor *cursor)
{
  const char *from = cursor->at;
  while (!at_field_end (cursor))
    cursor->at++;
  return g_strndup (from, (gsize)(cursor->at - from));
}

/* One record, up to and with its line end. FALSE with error. */
static gboolean
read_record (Cursor *cursor, CsvRecord *record, GError **error)
{
  for (;;)
    {
      char *field;
      if (*cursor->at == '"')
        {
          cursor->at++;
          field = read_quoted (cursor, error);
          if (!field)
            return FALSE;
        }
      else
        field = read_plain (cursor);
      g_ptr_array_add (record->fields, field);
      if (*cursor->at != cursor->separator)
        break;
      cursor->at++;
    }
  if (*cursor->at == '\r')
    cursor->at++;
  if (*cursor->at == '\n')
    {
      cursor->at++;
      cursor->line++;
    }
  return TRUE;
}

GPtrArray *
csv_read (const char *text, GError **error)
{
  return csv_read_by (text, ',', error);
}

GPtrArray *
csv_read_by (const char *text, char separator, GError **error)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (record_free);
  Cursor cursor = { text, 1, separator };
  while (*cursor.at)
    {
      CsvRecord *record = g_new0 (CsvRecord, 1);
      record->line = cursor.line;
      record->fields = g_ptr_array_new_with_free_func (g_free);
      const gboolean is_empty
          = *cursor.at == '\n' || (cursor.at[0] == '\r' && cursor.at[1] == '\n');
      const gboolean read = read_record (&cursor, record, error);
      if (read && !is_empty)
        g_ptr_array_add (records, record);
      else
        record_free (record);
      if (!read)
        return NULL;
    }
  return g_steal_pointer (&records);
}

/* ---- which separator */

#define LOOK_BYTES 65536 /* of the beginning; more would not tell more */
#define LOOK_LINES 100

static const char separators[] = { ',', ';', '\t' };

/* How often each separator stands outside quotes in a line, from `at` on; the end of the line. */
static const char *
separators_count (const char *at, const char *end, guint *counts)
{
  gboolean quoted = FALSE, at_field = TRUE;
  for (; at < end && (quoted || *at != '\n'); at++)
    {
      const char *which = *at != '\0' ? memchr (separators, *at, sizeof separators) : NULL;
      if (quoted && *at == '"')
        quoted = FALSE;
      else if (!quoted && *at == '"' && (at_field || at[-1] == '"'))
        quoted = TRUE;
      else if (!quoted && which != NULL)
        counts[which - separators]++;
      at_field = which != NULL;
    }
  return at;
}

char
csv_separator (const char *text)
{
  const char *end = text + strnlen (text, LOOK_BYTES);
  guint first[sizeof separators] = { 0 }, same[sizeof separators] = { 0 };
  gsize best = 0;
  for (guint line = 0; text < end && line < LOOK_LINES; text += text < end)
    {
      guint counts[sizeof separators] = { 0 };
      const char *from = text;
      text = separators_count (text, end, counts);
      if (text == from || (text - from == 1 && *from == '\r'))
        continue;
      for (gsize i = 0; i < sizeof separators; i++)
        {
          if (line == 0)
            first[i] = counts[i];
          same[i] += first[i] > 0 && counts[i] == first[i];
        }
      line++;
    }
  for (gsize i = 1; i < sizeof separators; i++)
    if (same[i] > same[best] || (same[i] == same[best] && first[i] > first[best]))
      best = i;
  return separators[best];
}

/* ---- writing */

/* [+-] digits [. digits] [e [+-] digits]: what a spreadsheet takes for a number, and never runs. */
static gboolean
is_plain_number (const char *value)
{
  if (*value == '+' || *value == '-')
    value++;
  if (!g_ascii_isdigit (*value))
    return FALSE;
  while (g_ascii_isdigit (*value))
    value++;
  if (*value == '.' && g_ascii_isdigit (value[1]))
    for (value++; g_ascii_isdigit (*value);)
      value++;
  if (*value == 'e' || *value == 'E')
    {
      value++;
      if (*value == '+' || *value == '-')
        value++;
      if (!g_ascii_isdigit (*value))
        return FALSE;
      while (g_ascii_isdigit (*value))
        value++;
    }
  return *value == '\0';
}

void
csv_append_field (GString *out, const char *value)
{
  const gboolean is_formula = *value && strchr ("=+-@\t\r", *value) && !is_plain_number (value);
  const gboolean is_quoted = strpbrk (value, ",\"\r\n") != NULL;
  if (is_quoted)
    g_string_append_c (out, '"');
  if (is_formula)
    g_string_append_c (out, '\'');
  for (; *value; value++)
    {
      if (*value == '"')
        g_string_append_c (out, '"');
      g_string_append_c (out, *value);
    }
  if (is_quoted)
    g_string_append_c (out, '"');
}

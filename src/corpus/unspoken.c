/* Lines that nobody says, by the patterns of the study definition.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/unspoken.h"

#include "base/pattern.h"
#include "store/store.h"

#include <string.h>

typedef struct
{
  char *source;
  Pattern *pattern;
  Unspoken kind;
  int costly; /* atomic */
} UnspokenPattern;

struct _UnspokenLines
{
  GPtrArray *patterns; /* UnspokenPattern */
};

static void
unspoken_pattern_free (gpointer data)
{
  UnspokenPattern *one = data;
  g_free (one->source);
  pattern_free (one->pattern);
  g_free (one);
}

UnspokenLines *
unspoken_lines_load (EspStudy *study, GError **error)
{
  g_autoptr (UnspokenLines) lines = g_new0 (UnspokenLines, 1);
  lines->patterns = g_ptr_array_new_with_free_func (unspoken_pattern_free);
  g_autoptr (Query) query = store_query (
      study, "SELECT pattern, kind FROM not_speech WHERE gone = 0 ORDER BY sort_key, id");
  while (query_step (query, error))
    {
      UnspokenPattern *one = g_new0 (UnspokenPattern, 1);
      g_ptr_array_add (lines->patterns, one);
      one->source = g_strdup (query_text (query, 0));
      one->kind
          = g_str_equal (query_text (query, 1), "question") ? UNSPOKEN_QUESTION : UNSPOKEN_NOTE;
      one->pattern = pattern_new (one->source, PATTERN_WHOLE, error);
      if (one->pattern == NULL)
        {
          g_prefix_error (error, "in the lines that are not speech: ");
          return NULL;
        }
    }
  return query_failed (query) ? NULL : g_steal_pointer (&lines);
}

void
unspoken_lines_free (UnspokenLines *lines)
{
  if (lines == NULL)
    return;
  g_ptr_array_unref (lines->patterns);
  g_free (lines);
}

Unspoken
unspoken_line (UnspokenLines *lines, const char *line)
{
  const gsize size = strlen (line);
  for (guint i = 0; i < lines->patterns->len; i++)
    {
      UnspokenPattern *one = lines->patterns->pdata[i];
      g_autoptr (GError) why = NULL;
      gsize start, end;
      if (g_atomic_int_get (&one->costly))
        continue;
      g_autoptr (PatternScan) scan = pattern_scan_new (one->pattern, line, size);
      if (pattern_scan_next (scan, &start, &end, &why))
        return one->kind;
      if (why != NULL)
        g_atomic_int_set (&one->costly, 1);
    }
  return SPOKEN;
}

const char *
unspoken_lines_costly (const UnspokenLines *lines)
{
  for (guint i = 0; i < lines->patterns->len; i++)
    {
      const UnspokenPattern *one = lines->patterns->pdata[i];
      if (g_atomic_int_get (&one->costly))
        return one->source;
    }
  return NULL;
}

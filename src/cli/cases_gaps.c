/* espalier cases gaps: numbers that are missing between labels, and what stands twice.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cases_gaps.h"

#include "cli/call.h"
#include "cli/verbs.h"
#include "cli/wording.h"

#include <string.h>

#define MOST_NAMED 3u /* of each, on one line */

static const char *const whats[] = { [ESP_LABELS_MISSING] = "missing",
                                     [ESP_LABELS_ONE_NUMBER] = "one number",
                                     [ESP_LABELS_SEVERAL] = "several" };

/* "B-SM-003", "P-SU-004 to P-SU-010". */
static char *
gaps_labels (const EspLabelNote *note)
{
  if (strcmp (note->first, note->last) == 0)
    return g_strdup (note->first);
  return g_strdup_printf ("%s %s %s", note->first, note->what == ESP_LABELS_MISSING ? "to" : "and",
                          note->last);
}

static char *
gaps_where (const EspLabelNote *note)
{
  switch (note->what)
    {
    case ESP_LABELS_MISSING:
      return g_strdup_printf ("between %s", note->beside);
    case ESP_LABELS_SEVERAL:
      return g_strdup_printf ("of the kind %s: %s", note->kind, note->beside);
    default:
      return g_strdup ("written with other zeros");
    }
}

static void
gaps_add (Table *table, const EspLabelNote *note)
{
  g_autofree char *labels = gaps_labels (note), *where = gaps_where (note);
  table_text (table, whats[note->what]);
  table_text (table, labels);
  table_text (table, note->first);
  table_text (table, note->last);
  table_uint (table, note->count);
  table_text (table, note->kind);
  table_text (table, where);
  table_text (table, note->beside);
}

/* Counts the notes of a kind, and names the first few; NULL for none. */
static char *
gaps_part (const GPtrArray *notes, EspLabelsWhat what, const char *one, const char *many)
{
  g_autoptr (GString) named = g_string_new (NULL);
  guint n = 0;
  for (guint i = 0; i < notes->len; i++)
    {
      const EspLabelNote *note = notes->pdata[i];
      if (note->what != what)
        continue;
      g_autofree char *labels = gaps_labels (note);
      if (n++ < MOST_NAMED)
        g_string_append_printf (named, "%s%s", named->len > 0 ? ", " : "", labels);
    }
  return n == 0 ? NULL
                : g_strdup_printf ("%u %s (%s%s)", n, n == 1 ? one : many, named->str,
                                   n > MOST_NAMED ? " …" : "");
}

char *
cases_gaps_line (const GPtrArray *notes)
{
  static const char *const parts[][2] = {
    [ESP_LABELS_MISSING] = { "gap in the numbers of labels", "gaps in the numbers of labels" },
    [ESP_LABELS_ONE_NUMBER] = { "number written in two ways", "numbers written in two ways" },
    [ESP_LABELS_SEVERAL]
    = { "case with several documents of a kind", "cases with several documents of a kind" },
  };
  GString *line = g_string_new (NULL);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *part = gaps_part (notes, (EspLabelsWhat)i, parts[i][0], parts[i][1]);
      if (part != NULL)
        g_string_append_printf (line, "%s%s", line->len > 0 ? "; " : "", part);
    }
  return g_string_free (line, FALSE);
}

static gboolean
run (Call *call, GError **error)
{
  static const char *const columns[][2]
      = { { "what", "what" },   { NULL, "label" }, { "first", NULL }, { "last", NULL },
          { "count", "count" }, { "kind", NULL },  { NULL, "where" }, { "beside", NULL } };
  if (!call_begin (call, NULL, 0, 0, error))
    return FALSE;
  g_autoptr (GPtrArray) notes = esp_label_notes (call->study, error);
  if (notes == NULL)
    return FALSE;
  g_autoptr (Table) table = table_new (call->json);
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    table_column (table, columns[i][0], columns[i][1]);
  for (guint i = 0; i < notes->len; i++)
    gaps_add (table, notes->pdata[i]);
  call_table (call, table, "no number is missing between labels, and nothing stands twice");
  return TRUE;
}

const Command cases_gaps = {
  .name = "cases gaps",
  .about = "list the numbers missing between labels, and what stands twice",
  .usage = "",
  .example = "espalier cases gaps",
  .needs = STUDY_READ,
  .run = run,
};

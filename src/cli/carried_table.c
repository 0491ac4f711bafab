/* What was carried over to a corrected text, as rows of a table: the words before and after it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/carried_table.h"

#include "cli/wording.h"

static void
carried_add (Table *table, const EspCarriedItem *item)
{
  g_autofree char *theme = wording_theme (item->theme_number, item->theme_title);
  const gboolean quoted = *item->quote != '\0';
  const gboolean said = g_str_has_suffix (item->before, item->quote);
  g_autofree char *other = quoted && !said ? g_strdup_printf (" '%s'", item->quote) : g_strdup ("");
  /* For people: what a reader has to compare. */
  g_autofree char *words = g_strdup_printf (
      "%s → %s%s%s%s%s", item->before, *item->after != '\0' ? item->after : "(taken out)",
      quoted ? "; the quote" : "", other, quoted ? " is " : "",
      quoted ? esp_quote_match_name (item->match) : "");
  table_id (table, item->id);
  table_text (table, item->kind);
  table_text (table, item->document);
  table_text (table, item->case_label);
  table_text (table, item->where);
  table_uint (table, item->start_cp);
  table_uint (table, item->end_cp);
  table_text (table, item->analysis);
  table_text (table, theme);
  table_text (table, item->theme_number);
  table_text (table, item->theme_title);
  table_text (table, item->coder);
  table_text (table, esp_carried_name (item->carried));
  table_text (table, item->looked_at_by);
  table_text (table, item->before);
  table_text (table, item->after);
  table_text (table, item->quote);
  table_text (table, quoted ? esp_quote_match_name (item->match) : "");
  table_text (table, words);
}

Table *
carried_table (const GPtrArray *items, gboolean as_json, gboolean looked_at)
{
  const char *const columns[][2] = {
    { "id", "id" },
    { "kind", "what" },
    { "document", "document" },
    { "case", NULL },
    { "where", "where" },
    { "start_cp", NULL },
    { "end_cp", NULL },
    { "analysis", NULL },
    { NULL, "theme" },
    { "theme_number", NULL },
    { "theme_title", NULL },
    { "coder", "by" },
    { "carried", NULL },
    { "looked_at_by", looked_at ? "looked at by" : NULL },
    { "before", NULL },
    { "after", NULL },
    { "quote", NULL },
    { "match", NULL },
    { NULL, "words before → after" },
  };
  Table *table = table_new (as_json);
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    table_column (table, columns[i][0], columns[i][1]);
  for (guint i = 0; i < items->len; i++)
    carried_add (table, items->pdata[i]);
  return table;
}

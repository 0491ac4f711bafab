/* espalier uncode: takes codings away.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"
#include "cli/coding_table.h"
#include "cli/wording.h"

static void
coding_free (gpointer coding)
{
  esp_coding_free (coding);
}

static gboolean
uncode_all (Call *call, GPtrArray *codings, GError **error)
{
  for (guint i = 0; i < call->n_arguments; i++)
    {
      EspCoding *coding = NULL;
      if (!esp_uncode (call->study, call->arguments[i], &coding, error))
        return FALSE;
      g_ptr_array_add (codings, coding);
    }
  return TRUE;
}

static gboolean
run (Call *call, GError **error)
{
  g_autoptr (GPtrArray) codings = g_ptr_array_new_with_free_func (coding_free);
  if (!call_begin (call, NULL, 1, -1, error) || !uncode_all (call, codings, error))
    return FALSE;
  g_autofree char *about = codings->len == 1 ? coding_about (codings->pdata[0])
                                             : wording_count (codings->len, "coding");
  if (!call_commit (call, about, error))
    return FALSE;
  if (call->json)
    {
      g_autoptr (Table) table = coding_table_new (TRUE);
      for (guint i = 0; i < codings->len; i++)
        coding_table_add (table, codings->pdata[i]);
      call_table (call, table, "");
    }
  for (guint i = 0; i < codings->len; i++)
    {
      g_autofree char *line = coding_line (codings->pdata[i]);
      call_say (call, "no longer coded: %s", line);
    }
  return TRUE;
}

const Command command_uncode = {
  .name = "uncode",
  .stage = "indexing",
  .about = "take codings away",
  .usage = "CODING …",
  .example = "espalier uncode a1b2c3d4",
  .needs = STUDY_WRITE,
  .run = run,
};

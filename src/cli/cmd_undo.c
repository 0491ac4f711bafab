/* espalier undo: takes changes back, as a change of its own.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"
#include "cli/change_table.h"
#include "cli/wording.h"

static void
say_undone (Call *call, const EspChange *undone)
{
  g_autofree char *id = wording_short_id (undone->id);
  g_autofree char *when = wording_local_time (undone->made_at, TRUE);
  call_say (call, "undone: '%s' of %s, %s: %s (%s)", undone->command, undone->coder, when,
            undone->about, id);
}

/* "would undo 42 changes, 6 of them by Lou, 1 by Ben", others than who undoes by their names. */
static void
say_how_many (Call *call, const GPtrArray *undone)
{
  g_autoptr (GPtrArray) coders = g_ptr_array_new ();
  for (guint i = 0; i < undone->len; i++)
    {
      const char *coder = ((const EspChange *)undone->pdata[i])->coder;
      if (g_strcmp0 (coder, call->coder) != 0
          && !g_ptr_array_find_with_equal_func (coders, coder, g_str_equal, NULL))
        g_ptr_array_add (coders, (gpointer)coder);
    }
  g_autoptr (GString) others = g_string_new (NULL);
  for (guint k = 0; k < coders->len; k++)
    {
      guint theirs = 0;
      for (guint i = 0; i < undone->len; i++)
        theirs += g_str_equal (((const EspChange *)undone->pdata[i])->coder, coders->pdata[k]);
      g_string_append_printf (others, ", %u %sby %s", theirs, k == 0 ? "of them " : "",
                              (const char *)coders->pdata[k]);
    }
  g_autofree char *changes = wording_count (undone->len, "change");
  call_say (call, "%s %s%s", call->dry_run ? "would undo" : "undone:", changes, others->str);
}

static void
show_undone (Call *call, const GPtrArray *undone)
{
  say_how_many (call, undone);
  if (call->quiet)
    return;
  g_autoptr (Table) table = table_new (FALSE);
  table_column (table, "id", "change");
  table_column (table, "made_at", "when (local time)");
  table_column (table, "coder", "who");
  table_column (table, "command", "command");
  table_column (table, "about", "about");
  for (guint i = 0; i < undone->len; i++)
    {
      const EspChange *one = undone->pdata[i];
      table_id (table, one->id);
      table_time (table, one->made_at);
      table_text (table, one->coder);
      table_text (table, one->command);
      table_text (table, one->about);
    }
  call_table (call, table, "");
}

static gboolean
run (Call *call, GError **error)
{
  gboolean with_later = FALSE;
  const GOptionEntry options[] = {
    { "with-later", 0, 0, G_OPTION_ARG_NONE, &with_later,
      "Undo the changes that are in the way, too", NULL },
    G_OPTION_ENTRY_NULL,
  };
  if (!call_begin (call, options, 0, 1, error))
    return FALSE;
  g_autoptr (GPtrArray) undone
      = esp_undo (call->study, call->arguments[0], call->coder, with_later, error);
  if (undone == NULL)
    return FALSE;
  /* The oldest is the one that was asked for, or one that did the same. */
  const EspChange *oldest = undone->pdata[undone->len - 1];
  g_autofree char *about = undone->len == 1
                               ? g_strdup_printf ("%s: %s", oldest->command, oldest->about)
                               : g_strdup_printf ("%s: %s; and %u more", oldest->command,
                                                  oldest->about, undone->len - 1);
  if (!call_commit (call, about, error))
    return FALSE;
  if (call->json)
    {
      g_autoptr (Table) table = change_table_new (TRUE);
      for (guint i = 0; i < undone->len; i++)
        change_table_add (table, undone->pdata[i]);
      call_table (call, table, "");
    }
  else if (undone->len == 1)
    say_undone (call, oldest);
  else
    show_undone (call, undone);
  return TRUE;
}

const Command command_undo = {
  .name = "undo",
  .stage = "study",
  .about = "take back your last change, or the change named",
  .usage = "[CHANGE]",
  .example = "espalier undo --reason \"coded the wrong passage\"",
  .needs = STUDY_WRITE,
  .run = run,
};

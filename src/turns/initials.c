/* Joining a name in full and its initials.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "turns/initials.h"

#include "base/text.h"

#include <string.h>

#define INITIALS_MAX 6 /* bytes */

/* The speaker called by what stands in parentheses at the end of a name; NULL: nobody is. */
static Speaker *
speaker_of_initials (const Speakers *speakers, const Speaker *full)
{
  const gsize size = strlen (full->name);
  const char *open = strrchr (full->name, '(');

  if (open == NULL || open == full->name || open[-1] != ' ' || full->name[size - 1] != ')'
      || !g_unichar_isupper (g_utf8_get_char (open + 1)) || strlen (open) > INITIALS_MAX + 2)
    return NULL;
  g_autofree char *initials = g_strndup (open + 1, strlen (open) - 2);
  g_autofree char *folded = text_fold_name (initials);
  return g_hash_table_lookup (speakers->folded, folded);
}

void
initials_join (Lines *lines, const Speakers *speakers)
{
  g_autoptr (GHashTable) same = g_hash_table_new (NULL, NULL); /* Speaker -> Speaker */
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, speakers->folded);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Speaker *full = value, *brief = speaker_of_initials (speakers, full);
      if (brief == NULL || brief == full || (full->known && brief->known))
        continue;
      g_hash_table_insert (same, full->known ? brief : full, full->known ? full : brief);
    }
  if (g_hash_table_size (same) == 0)
    return;
  for (guint i = 0; i < lines_count (lines); i++)
    {
      Line *line = lines_get (lines, i);
      Speaker *speaker = line->speaker != NULL ? g_hash_table_lookup (same, line->speaker) : NULL;
      if (speaker != NULL)
        line->speaker = speaker;
    }
}

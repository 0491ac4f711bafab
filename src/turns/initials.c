/* Joining a name in full and its initials.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "turns/initials.h"

#include "base/text.h"

#include <string.h>

#define INITIALS_MAX 6 /* bytes */

/* Whether the letters are those of a name, in its order, the first one opening a word: 'RW' and
 * 'INT' are of 'Rita Wood' and 'Interviewer'; the 'M' of 'Tom (M)' is none of Tom. */
static gboolean
are_initials (const char *initials, const char *name, const char *end)
{
  g_autofree char *letters = g_utf8_casefold (initials, -1);
  g_autofree char *whole = g_utf8_casefold (name, end - name);
  const char *at = whole;

  for (const char *letter = letters; *letter != '\0'; letter = g_utf8_next_char (letter))
    {
      const gunichar c = g_utf8_get_char (letter);
      const char *found = g_unichar_isalpha (c) ? g_utf8_strchr (at, -1, c) : letter;
      while (letter == letters && found != NULL && found > whole
             && g_unichar_isalpha (g_utf8_get_char (g_utf8_prev_char (found))))
        found = g_utf8_strchr (g_utf8_next_char (found), -1, c);
      if (found == NULL)
        return FALSE;
      if (g_unichar_isalpha (c))
        at = g_utf8_next_char (found);
    }
  return TRUE;
}

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
  if (!are_initials (initials, full->name, open))
    return NULL;
  return g_hash_table_lookup (speakers->folded, folded);
}

void
initials_join (Lines *lines, const Speakers *speakers)
{
  g_autoptr (GHashTable) same = g_hash_table_new (NULL, NULL);  /* Speaker -> Speaker */
  g_autoptr (GHashTable) whose = g_hash_table_new (NULL, NULL); /* initials -> names in full */
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, speakers->folded);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Speaker *brief = speaker_of_initials (speakers, value);
      const guint n = GPOINTER_TO_UINT (g_hash_table_lookup (whose, brief));
      if (brief != NULL)
        g_hash_table_insert (whose, brief, GUINT_TO_POINTER (n + 1));
    }
  g_hash_table_iter_init (&iter, speakers->folded);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Speaker *full = value, *brief = speaker_of_initials (speakers, full);
      if (brief == NULL || brief == full
          || (full->known && brief->known)
          /* Of two people who share them, nobody is called by them alone. */
          || GPOINTER_TO_UINT (g_hash_table_lookup (whose, brief)) > 1)
        continue;
      g_hash_table_insert (same, full->known ? brief : full, full->known ? full : brief);
    }
  lines_join (lines, same);
}

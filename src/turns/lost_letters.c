/* Joining a name that lost letters and the name as it is elsewhere.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "turns/lost_letters.h"

#include <string.h>

#define LOST 0xFFFD

/* Whether a name is what another was that lost letters: each run of U+FFFD stands for at least one
 * letter, and at most as many as it has signs, as each is a byte. */
static gboolean
fits (const char *damaged, const char *whole)
{
  for (; *damaged != '\0' && g_utf8_get_char (damaged) != LOST;
       damaged = g_utf8_next_char (damaged), whole = g_utf8_next_char (whole))
    if (g_utf8_get_char (damaged) != g_utf8_get_char (whole))
      return FALSE;
  if (*damaged == '\0' || *whole == '\0')
    return *damaged == *whole;
  guint run = 0;
  for (; g_utf8_get_char (damaged) == LOST; damaged = g_utf8_next_char (damaged))
    run++;
  for (; run > 0 && *whole != '\0'; run--)
    {
      whole = g_utf8_next_char (whole);
      if (fits (damaged, whole))
        return TRUE;
    }
  return FALSE;
}

/* The only other name without U+FFFD that fits; NULL for none, and for several. */
static Speaker *
speaker_of_damaged (const Speakers *speakers, const char *damaged)
{
  GHashTableIter iter;
  gpointer folded, value;
  Speaker *found = NULL;

  g_hash_table_iter_init (&iter, speakers->folded);
  while (g_hash_table_iter_next (&iter, &folded, &value))
    if (strstr (folded, "\uFFFD") == NULL && fits (damaged, folded))
      {
        if (found != NULL)
          return NULL;
        found = value;
      }
  return found;
}

void
lost_letters_join (Lines *lines, const Speakers *speakers)
{
  g_autoptr (GHashTable) same = g_hash_table_new (NULL, NULL); /* Speaker -> Speaker */
  GHashTableIter iter;
  gpointer folded, value;

  g_hash_table_iter_init (&iter, speakers->folded);
  while (g_hash_table_iter_next (&iter, &folded, &value))
    {
      Speaker *whole
          = strstr (folded, "\uFFFD") != NULL ? speaker_of_damaged (speakers, folded) : NULL;
      if (whole != NULL)
        g_hash_table_insert (same, value, whole);
    }
  lines_join (lines, same);
}

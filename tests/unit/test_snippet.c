/* The words around what a search found: on one line, none lost between the ellipses, and what was
 * found in every second piece.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexing/search_snippet.h"
#include "indexing/search_turn.h"
#include "support/temporary_study.h"

/* Runs of white space as one space each. */
static char *
one_spaced (const char *words)
{
  g_autoptr (GRegex) spaces = g_regex_new ("\\s+", 0, 0, NULL);
  return g_regex_replace_literal (spaces, words, -1, 0, " ", 0, NULL);
}

static GPtrArray *
snippet_of (const char *words, const char *wanted)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (FoundBytes));
  for (const char *at = words; (at = strstr (at, wanted)) != NULL; at += strlen (wanted))
    {
      const FoundBytes one = { (gsize)(at - words), (gsize)(at - words) + strlen (wanted) };
      g_array_append_val (found, one);
    }
  return search_snippet (words, found);
}

Test (snippet, is_one_line_of_the_words_with_what_was_found_between)
{
  g_autoptr (GRand) chance = g_rand_new_with_seed (11);
  static const char *const pieces[]
      = { "hope",     " ", "  ", "\n", "\t \n", "day", "so", "caf\xc3\xa9", "\xf0\x9f\x98\x80",
          "\xc2\xa0 " };
  for (guint round = 0; round < 2000; round++)
    {
      g_autoptr (GString) words = g_string_new ("w");
      for (gint n = g_rand_int_range (chance, 1, 120); n > 0; n--)
        g_string_append (words, pieces[g_rand_int_range (chance, 0, G_N_ELEMENTS (pieces))]);
      g_string_append (words, " hope end");
      g_autoptr (GPtrArray) snippet = snippet_of (words->str, "hope");
      cr_assert_eq (snippet->len % 2, 1, "what was found stands between other words");
      GString *all = g_string_new (NULL);
      for (guint i = 0; i < snippet->len; i++)
        {
          const char *piece = snippet->pdata[i];
          /* The end may cut what was found last. */
          if (i % 2 == 1)
            cr_assert (g_str_has_prefix ("hope", piece), "%s in %s", piece, words->str);
          cr_assert_null (strpbrk (piece, "\n\t"), "%s", piece);
          cr_assert_null (strstr (piece, "  "), "%s", piece);
          g_string_append (all, piece);
        }
      g_autofree char *line = g_string_free (all, FALSE);
      const gsize from = g_str_has_prefix (line, "\u2026 ") ? strlen ("\u2026 ") : 0;
      gsize to = strlen (line);
      if (g_str_has_suffix (line, " \u2026"))
        to -= strlen (" \u2026");
      g_autofree char *inner = g_strndup (line + from, to - from), *plain = one_spaced (words->str),
                      *own = one_spaced (inner);
      cr_assert_not_null (strstr (plain, own), "'%s' is not in '%s'", own, plain);
      cr_assert (from > 0 || g_str_has_prefix (plain, own), "%s", line);
      cr_assert (to < strlen (line) || g_str_has_suffix (plain, own), "%s", line);
    }
}

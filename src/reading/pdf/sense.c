/* Whether the letters of a PDF are those of words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/pdf/sense.h"

#include <string.h>

gboolean
sense_is_letters (const char *text)
{
  gsize letters = 0, others = 0;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      const gunichar letter = g_utf8_get_char (at);
      if (g_unichar_isalnum (letter) || g_unichar_ismark (letter))
        letters++;
      /* Lines of dots and dashes stand in forms. */
      else if (letter == 0xFFFD
               || (!g_unichar_isspace (letter) && strchr ("._-", (int)MIN (letter, 127)) == NULL))
        others++;
    }
  return others <= letters || letters + others < 20;
}

/* ---- vowels */

/* In texts of 20 languages hardly a word of four letters has none (Czech and Welsh have a few), in
 * transcripts (hmm, mhm, codes) up to six of a hundred; where letters stand for others, mostly more
 * than twelve. */
#define WORD_LETTERS 4
#define SHARE 12
#define WORDS_MIN 50

/* With and without accents: what is left of a letter that is taken apart. */
static gboolean
is_vowel (gunichar letter)
{
  static const char vowels[] = "aeiouyæøœıəаеиоуыэюяієαεηιουω";
  gunichar base[G_UNICHAR_MAX_DECOMPOSITION_LENGTH] = { 0 };

  g_unichar_fully_decompose (g_unichar_tolower (letter), FALSE, base, G_N_ELEMENTS (base));
  return g_utf8_strchr (vowels, -1, base[0]) != NULL;
}

static gboolean
has_vowels_written (gunichar letter)
{
  const GUnicodeScript script = g_unichar_get_script (letter);

  return script == G_UNICODE_SCRIPT_LATIN || script == G_UNICODE_SCRIPT_GREEK
         || script == G_UNICODE_SCRIPT_CYRILLIC;
}

guint
sense_vowelless (const char *text, guint *words)
{
  guint letters = 0, without = 0;
  gboolean has_vowel = FALSE, is_ours = TRUE;

  *words = 0;
  for (const char *at = text;; at = g_utf8_next_char (at))
    {
      const gunichar c = g_utf8_get_char (at);
      if (g_unichar_isalpha (c))
        {
          letters++;
          has_vowel = has_vowel || is_vowel (c);
          is_ours = is_ours && has_vowels_written (c);
          continue;
        }
      if (g_unichar_ismark (c))
        continue;
      if (letters >= WORD_LETTERS && is_ours)
        {
          (*words)++;
          without += !has_vowel;
        }
      letters = 0;
      has_vowel = FALSE;
      is_ours = TRUE;
      if (c == 0)
        break;
    }
  return *words >= WORDS_MIN && (guint64)without * 100 > (guint64)*words * SHARE ? without : 0;
}

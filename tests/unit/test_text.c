/* Text: code points against bytes on any Unicode, folding, excerpts.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/text.h"
#include "support/temporary_study.h"

/* ---- random texts: ASCII, combining marks, right to left, dashes, spaces, outside the BMP */

static const gunichar interesting[]
    = { 'a',  'b',    'Z',    '0',    ' ',     '\n',    '.',      '-',
        0xe9, 0x301,  0x5d0,  0x627,  0x202e,  0x2019,  0x2014,   0xa0,
        0xad, 0x200d, 0x4e2d, 0xfffd, 0x1f600, 0x1f468, 0x10ffff, 0x1d11e };

static GArray *
random_code_points (GRand *chance, guint max)
{
  GArray *cps = g_array_new (FALSE, FALSE, sizeof (gunichar));
  const guint n = chance_below (chance, max + 1);
  for (guint i = 0; i < n; i++)
    g_array_append_val (cps, interesting[chance_below (chance, G_N_ELEMENTS (interesting))]);
  return cps;
}

static char *
encode (const GArray *cps)
{
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < cps->len; i++)
    g_string_append_unichar (text, g_array_index (cps, gunichar, i));
  return g_string_free (text, FALSE);
}

Test (text, code_points_and_bytes_go_both_ways)
{
  guint32 seed;
  g_autoptr (GRand) chance = chance_new (&seed);
  for (guint round = 0; round < 400; round++)
    {
      g_autoptr (GArray) cps = random_code_points (chance, 300);
      g_autofree char *text = encode (cps);
      g_autoptr (TextIndex) index = text_index_new (text, -1);
      cr_assert_eq (text_index_length (index), cps->len, "seed %u", seed);
      gsize byte = 0;
      for (guint cp = 0; cp <= cps->len; cp++)
        {
          cr_assert_eq (text_index_bytes (index, cp), byte, "seed %u, code point %u", seed, cp);
          const gsize next
              = cp < cps->len ? byte + (gsize)g_utf8_skip[(guchar)text[byte]] : byte + 1;
          for (gsize inside = byte; inside < next; inside++)
            cr_assert_eq (text_index_cp (index, inside), cp, "seed %u, byte %zu", seed, inside);
          byte = next;
        }
    }
}

Test (text, slices_put_together_are_the_text)
{
  guint32 seed;
  g_autoptr (GRand) chance = chance_new (&seed);
  for (guint round = 0; round < 300; round++)
    {
      g_autoptr (GArray) cps = random_code_points (chance, 200);
      g_autofree char *text = encode (cps);
      g_autoptr (TextIndex) index = text_index_new (text, -1);
      g_autoptr (GString) together = g_string_new (NULL);
      for (gsize at = 0; at < cps->len;)
        {
          const gsize step = 1 + chance_below (chance, 70), end = MIN (at + step, cps->len);
          g_autofree char *slice = text_slice (text, index, at, end);
          cr_assert_eq ((gsize)g_utf8_strlen (slice, -1), end - at, "seed %u", seed);
          g_string_append (together, slice);
          at = end;
        }
      cr_assert_str_eq (together->str, text, "seed %u", seed);
    }
}

Test (text, counts_code_points_from_and_to_any_byte)
{
  guint32 seed;
  g_autoptr (GRand) chance = chance_new (&seed);
  for (guint round = 0; round < 300; round++)
    {
      g_autoptr (GArray) cps = random_code_points (chance, 60);
      g_autofree char *text = encode (cps);
      const gsize size = strlen (text), start = chance_below (chance, (guint)size + 1);
      gsize count = 0;
      for (gsize end = start; end <= size; end++)
        {
          cr_assert_eq (text_count_cp (text + start, end - start), count, "seed %u", seed);
          count += ((guint8)text[end] & 0xc0) != 0x80;
        }
    }
}

Test (text, is_blank_when_there_is_nothing_but_white_space_of_any_script)
{
  static const char *const blank[] = { "", " \t\r\n\f", "\xC2\xA0", "\xE3\x80\x80 \xE2\x80\xA8" };
  static const char *const words[] = { "x", " é", "\xE2\x80\x8B", "\xC2\xA0\xCC\x81", "\x01" };
  for (gsize i = 0; i < G_N_ELEMENTS (blank); i++)
    cr_expect (text_is_blank (blank[i], blank[i] + strlen (blank[i])), "%zu", i);
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    cr_expect (!text_is_blank (words[i], words[i] + strlen (words[i])), "%zu", i);
  static const char cut[] = " x";
  cr_expect (text_is_blank (cut, cut + 1));
}

/* ---- excerpts */

Test (text, excerpt_is_one_line_within_its_length)
{
  guint32 seed;
  g_autoptr (GRand) chance = chance_new (&seed);
  for (guint round = 0; round < 3000; round++)
    {
      g_autoptr (GArray) cps = random_code_points (chance, 60);
      g_autofree char *text = encode (cps);
      const gsize max = 1 + chance_below (chance, 50);
      g_autofree char *excerpt = text_excerpt (text, max);
      cr_assert (g_utf8_validate (excerpt, -1, NULL), "seed %u", seed);
      cr_assert_leq ((gsize)g_utf8_strlen (excerpt, -1), max, "seed %u: '%s' is longer than %zu",
                     seed, excerpt, max);
      cr_assert_null (strchr (excerpt, '\n'), "seed %u", seed);
    }
}

static const struct
{
  const char *text;
  gsize max;
  const char *excerpt;
} excerpts[] = {
  { "one two three", 20, "one two three" },
  { "one two three", 13, "one two three" },
  { "one two three", 9, "one two…" },
  { "one two three", 8, "one two…" },
  { "one two three", 7, "one…" },
  { "abcde f", 5, "abcd…" },
  { "abcdefgh", 4, "abc…" },
  { "  a \n\t b  ", 9, "a b" },
  { "ab", 1, "…" },
  { "", 3, "" },
};

Test (text, excerpt_is_cut_at_a_word)
{
  for (gsize i = 0; i < G_N_ELEMENTS (excerpts); i++)
    {
      g_autofree char *excerpt = text_excerpt (excerpts[i].text, excerpts[i].max);
      cr_expect_str_eq (excerpt, excerpts[i].excerpt, "'%s' in %zu: '%s'", excerpts[i].text,
                        excerpts[i].max, excerpt);
    }
}

/* ---- folding */

static const struct
{
  const char *written, *folded;
} labels[] = {
  { "B\u2011SM\u2011001", "B-SM-001" },
  { "B\u2013SM\u2212001", "B-SM-001" },
  { " B-SM-\u00a0001 ", "B-SM- 001" },
  { "B-\u00adSM-001\u200b", "B-SM-001" },
  { "Cafe\u0301", "Caf\u00e9" },
  { "a\t\n b", "a b" },
  { "", "" },
  { "snake_case", "snake_case" },
};

Test (text, folds_labels_once_and_for_all)
{
  for (gsize i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      g_autofree char *folded = text_fold_label (labels[i].written),
                      *again = text_fold_label (folded);
      cr_expect_str_eq (folded, labels[i].folded);
      cr_expect_str_eq (again, folded);
    }
  g_autofree char *name = text_fold_name (" \u00c9cole \u2014 Nord"),
                  *slug = text_slug ("Friends' & Family (old)");
  cr_expect_str_eq (name, "\u00e9cole - nord");
  cr_expect_str_eq (slug, "friends-family-old");
}

Test (text, counts_words_as_a_person_would)
{
  cr_expect_eq (text_count_words ("I don\u2019t \u2014 we won't; 3 of 4!"), 7);
  cr_expect_eq (text_count_words (" ' \u2014 "), 0);
}

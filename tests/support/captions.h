/* Sources of captions as text that a test can compare.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_SUPPORT_CAPTIONS_H
#define TESTS_SUPPORT_CAPTIONS_H

#include "support/sources.h"

/* What holds for every source of captions: every paragraph begins after an empty line, or goes on
 * after a space or, in scripts without, nothing; and nothing else stands between them. */
static inline void
captions_hold (const Source *source)
{
  gsize last = 0;

  expect_sound (source);
  for (guint i = 0; i < source->paras->len; i++)
    {
      const Para *para = &g_array_index (source->paras, Para, i);
      if (para->start > 0)
        cr_assert (para->start == last || (para->start == last + 1 && source->text[last] == ' ')
                   || (para->start == last + 2 && memcmp (source->text + last, "\n\n", 2) == 0));
      last = para->end;
    }
  cr_assert_eq (last, source->size);
}

/* A line for each paragraph: time, speaker, mark in brackets, words; and one for each finding. */
static inline char *
captions_shown (const Source *source)
{
  GString *out = g_string_new (NULL);

  captions_hold (source);
  for (guint i = 0; i < source->paras->len; i++)
    {
      const Para *para = &g_array_index (source->paras, Para, i);
      const char *words = source->text + para->start;
      const gsize size = para->end - para->start - para->mark;
      if (para->kind == PARA_NOTE)
        g_string_append (out, "note ");
      else if (para->has_time)
        g_string_append_printf (out, "%" G_GINT64_FORMAT " ", para->time_ms);
      else
        g_string_append (out, "- ");
      if (para->speaker > 0)
        g_string_append_printf (out,
                                "%s: ", (const char *)source->speakers->pdata[para->speaker - 1]);
      if (para->mark > 0)
        g_string_append_printf (out, "[%.*s]", (int)para->mark, words);
      g_string_append_printf (out, "%.*s\n", (int)size, words + para->mark);
    }
  for (guint i = 0; i < source->findings->len; i++)
    {
      const EspFinding *finding = source->findings->pdata[i];
      g_string_append_printf (out, "! %u %s\n", finding->line, finding->what);
    }
  return g_string_free (out, FALSE);
}

static inline void
captions_expect (const Reader *reader, const char *bytes, const char *expected)
{
  g_autoptr (Source) source = source_of (reader, bytes, strlen (bytes));
  g_autofree char *shown = captions_shown (source);

  cr_expect_str_eq (shown, expected, "got:\n%swanted:\n%s", shown, expected);
}

/* A file of tests/fixtures/readers, by the reader that takes it. */
static inline void
captions_expect_file (const Reader *wanted, const char *name, const char *expected)
{
  g_autoptr (Source) source = read_fixture (wanted, name);
  g_autofree char *shown = captions_shown (source);

  cr_expect (g_str_has_prefix (shown, expected), "got:\n%swanted:\n%s", shown, expected);
}

static inline void
captions_refuse (const Reader *reader, const char *bytes, const char *message)
{
  g_autoptr (GError) error = NULL;

  cr_expect_null (reader->read (bytes, strlen (bytes), NULL, &error), "%s", bytes);
  cr_assert_not_null (error);
  cr_expect_eq (error->code, ESP_ERROR_INPUT);
  cr_expect_str_eq (error->message, message);
}

/* Cut at every length, and with every byte changed: a source that holds, or an error. */
static inline void
captions_damage (const Reader *reader, const char *bytes)
{
  static const char others[] = "\0\n<&>-:\x80 9";
  const gsize size = strlen (bytes);

  for (gsize cut = 0; cut < 2 * size; cut++)
    {
      g_autofree char *copy = g_memdup2 (bytes, size + 1);
      g_autoptr (GError) error = NULL;
      if (cut >= size)
        copy[cut - size] = others[cut % (sizeof others - 1)];
      reader->bid (copy, MIN (cut, size), "cut");
      g_autoptr (Source) source = reader->read (copy, MIN (cut, size), NULL, &error);
      cr_assert ((source == NULL) == (error != NULL));
      if (source != NULL)
        captions_hold (source);
    }
}

/* `head`, then `part` over and over up to 2 MB, then `tail`: time and memory stay in proportion. */
static inline void
captions_flood (const Reader *reader, const char *head, const char *part, const char *tail)
{
  g_autoptr (GString) bytes = g_string_new (head);
  g_autoptr (GError) error = NULL;

  while (bytes->len < 2 * 1000 * 1000)
    g_string_append (bytes, part);
  g_string_append (bytes, tail);
  g_autoptr (Source) source = reader->read (bytes->str, bytes->len, NULL, &error);
  cr_assert ((source == NULL) == (error != NULL), "%s", part);
  if (source != NULL)
    captions_hold (source);
}

/* ---- cues at random */

typedef struct
{
  gint64 start_ms;
  guint speaker; /* 1 ... 3 */
  char *words;   /* words with one space between them */
} RandomCue;

static inline void
random_cue_clear (gpointer data)
{
  RandomCue *cue = data;
  g_free (cue->words);
}

/* The same for the same seed. */
static inline GArray *
random_cues (guint32 seed)
{
  static const char *const words[] = { "well",
                                       "I",
                                       "\xC3\xA9t\xC3\xA9",
                                       "\xF0\x9F\x98\x80",
                                       "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D",
                                       "e\xCC\x81",
                                       "don't",
                                       "12",
                                       "R&D",
                                       "a<b",
                                       "ok.",
                                       "\xE2\x80\x9Cyes\xE2\x80\x9D",
                                       "(laughs)" };
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  GArray *cues = g_array_new (FALSE, FALSE, sizeof (RandomCue));
  const gint count = g_rand_int_range (rand, 1, 30);

  g_array_set_clear_func (cues, random_cue_clear);
  for (gint i = 0; i < count; i++)
    {
      RandomCue cue = { .start_ms = 1000 * i + g_rand_int_range (rand, 0, 1000),
                        .speaker = (guint)g_rand_int_range (rand, 1, 4) };
      g_autoptr (GString) said = g_string_new ("so");
      for (gint left = g_rand_int_range (rand, 0, 9); left > 0; left--)
        g_string_append_printf (said, " %s",
                                words[g_rand_int_range (rand, 0, (gint32)G_N_ELEMENTS (words))]);
      cue.words = g_strdup (said->str);
      g_array_append_val (cues, cue);
    }
  return cues;
}

#endif

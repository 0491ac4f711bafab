/* What the readers make of a file, as text that a test can compare, and what every test of a reader
 * asks of it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_SUPPORT_SOURCES_H
#define TESTS_SUPPORT_SOURCES_H

#include "reading/reader.h"

#include <criterion/criterion.h>
#include <string.h>

/* A file of tests/fixtures/readers; to be freed. */
static inline char *
fixture (const char *name, gsize *size)
{
  const char *srcdir = g_getenv ("srcdir");
  g_autofree char *path = g_build_filename (srcdir != NULL ? srcdir : ".", "tests", "fixtures",
                                            "readers", name, NULL);
  char *bytes = NULL;

  cr_assert (g_file_get_contents (path, &bytes, size, NULL), "no fixture '%s'", path);
  return bytes;
}

/* What holds for every source. */
static inline void
expect_sound (const Source *source)
{
  gsize last = 0;

  cr_assert_eq (strlen (source->text), source->size);
  cr_assert (g_utf8_validate (source->text, -1, NULL));
  cr_assert_null (strchr (source->text, '\r'));
  for (guint i = 0; i < source->paras->len; i++)
    {
      const Para *para = &g_array_index (source->paras, Para, i);
      cr_assert (para->start >= last && para->end > para->start && para->end <= source->size);
      cr_assert_null (memchr (source->text + para->start, '\n', para->end - para->start));
      cr_assert_leq (para->mark, para->end - para->start);
      cr_assert_leq (para->bold_end, para->end - para->start);
      cr_assert_leq (para->speaker, source->speakers->len);
      cr_assert (!para->has_time || para->time_ms >= 0);
      last = para->end;
    }
  for (guint i = 0; i < source->comments->len; i++)
    {
      const SourceComment *comment = &g_array_index (source->comments, SourceComment, i);
      cr_assert (comment->start <= comment->end && comment->end <= source->size);
      cr_assert (g_utf8_validate (comment->text, -1, NULL));
    }
}

/* What the reader makes of bytes that it can read. */
static inline Source *
source_of (const Reader *reader, const char *bytes, gsize size)
{
  g_autoptr (GError) error = NULL;
  Source *source = reader->read (bytes, size, NULL, &error);

  cr_assert_not_null (source, "%s", error != NULL ? error->message : "");
  cr_assert_null (error);
  expect_sound (source);
  return source;
}

/* The same, as an import does it: by whoever bids highest, and that is this one. */
static inline Source *
source_bid_for (const Reader *wanted, const char *bytes, gsize size)
{
  g_autoptr (GError) error = NULL;
  const Reader *reader = reader_for (bytes, size, "file", &error);

  cr_assert_eq (reader, wanted, "%s", error != NULL ? error->message : "another reader");
  cr_assert_null (error);
  return source_of (reader, bytes, size);
}

static inline Source *
read_fixture (const Reader *wanted, const char *name)
{
  gsize size = 0;
  g_autofree char *bytes = fixture (name, &size);

  return source_bid_for (wanted, bytes, size);
}

/* Whatever comes in: a source that is sound, or an error. */
static inline void
expect_source_or_error (const Reader *reader, const char *bytes, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Source) source = reader->read (bytes, size, NULL, &error);

  cr_assert_eq (source == NULL, error != NULL);
  if (source != NULL)
    expect_sound (source);
}

/* Refused in words that begin so. `reader` NULL: whoever bids highest, or all of them. */
static inline void
expect_refused (const Reader *reader, const char *bytes, gsize size, const char *message)
{
  g_autoptr (GError) error = NULL;
  const Reader *one = reader != NULL ? reader : reader_for (bytes, size, "file", &error);
  g_autoptr (Source) source = one != NULL ? one->read (bytes, size, NULL, &error) : NULL;

  cr_assert_null (source, "'%s' was read: %s", source != NULL ? source->text : "", message);
  cr_assert_not_null (error);
  cr_expect_eq (error->code, ESP_ERROR_INPUT);
  cr_expect (g_str_has_prefix (error->message, message), "'%s', not '%s'", error->message, message);
}

static inline void
expect_fixture_refused (const Reader *reader, const char *name, const char *message)
{
  gsize size = 0;
  g_autofree char *bytes = fixture (name, &size);

  expect_refused (reader, bytes, size, message);
}

/* Every paragraph as "kind level words", one a line: the mark of a list between brackets, what is
 * bold behind it between '*'. */
static inline char *
describe (const Source *source)
{
  static const char *const kinds[] = { "text", "heading", "row", "note" };
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < source->paras->len; i++)
    {
      const Para *para = &g_array_index (source->paras, Para, i);
      const char *words = source->text + para->start;
      const gsize bold = MAX (para->bold_end, para->mark);
      g_string_append_printf (all, "%s %u ", kinds[para->kind], para->level);
      if (para->mark > 0)
        g_string_append_printf (all, "[%.*s]", (int)para->mark, words);
      if (bold > para->mark)
        g_string_append_printf (all, "*%.*s*", (int)(bold - para->mark), words + para->mark);
      g_string_append_len (all, words + bold, (gssize)(para->end - para->start - bold));
      g_string_append_c (all, '\n');
    }
  return g_string_free (all, FALSE);
}

static inline void
expect_paras (const Source *source, const char *wanted)
{
  g_autofree char *paras = describe (source);

  cr_expect_str_eq (paras, wanted, "got:\n%swanted:\n%s", paras, wanted);
}

/* The first finding that has these words in what it says; NULL: none. */
static inline const EspFinding *
finding_of (const Source *source, const char *words)
{
  for (guint i = 0; i < source->findings->len; i++)
    {
      const EspFinding *finding = g_ptr_array_index (source->findings, i);
      if (strstr (finding->what, words) != NULL)
        return finding;
    }
  return NULL;
}

static inline void
expect_graded (const EspFinding *finding, EspGrade grade, const char *words)
{
  cr_assert_not_null (finding, "no finding '%s'", words);
  cr_expect_eq (finding->grade, grade, "%s", words);
  cr_expect_str_neq (finding->done, "");
}

/* A finding that says just this. */
static inline void
expect_finding (const Source *source, EspGrade grade, const char *what)
{
  const EspFinding *found = NULL;

  for (guint i = 0; i < source->findings->len && found == NULL; i++)
    {
      const EspFinding *finding = g_ptr_array_index (source->findings, i);
      if (strcmp (finding->what, what) == 0)
        found = finding;
    }
  expect_graded (found, grade, what);
}

/* A finding that has these words in what it says. */
static inline void
expect_finding_with (const Source *source, EspGrade grade, const char *words)
{
  expect_graded (finding_of (source, words), grade, words);
}

/* The comment at that place, with the words that it is about. */
static inline void
expect_comment (const Source *source, guint at, const char *about, const char *author,
                const char *made_at, const char *text)
{
  cr_assert_lt (at, source->comments->len);
  const SourceComment *comment = &g_array_index (source->comments, SourceComment, at);
  g_autofree char *words = g_strndup (source->text + comment->start, comment->end - comment->start);

  cr_expect_str_eq (words, about);
  cr_expect_str_eq (comment->author, author);
  cr_expect_str_eq (comment->made_at, made_at);
  cr_expect_str_eq (comment->text, text);
}

#endif

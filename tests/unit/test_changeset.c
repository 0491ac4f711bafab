/* Changesets: the strict reader takes what sessions write, and nothing that SQLite would read
 * otherwise; the writer writes the same bytes again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "history/history.h"
#include "support/changeset_oracle.h"
#include "support/undoing.h"

/* A study with many kinds of rows, new and changed. */
static void
study_with_history (TemporaryStudy *temporary)
{
  g_autoptr (GError) error = NULL;
  written_study_open (temporary);
  g_autofree char *coding
      = code_quote (temporary->study, "Anna", "N-SU-001", "help/meaning", "Hope is part of it");
  chart_quote (temporary->study, "Ben", "N-SU-001", "help/meaning",
               "It keeps her going \u2014 \U0001F600.", "Hope is part of it");
  change_begin (temporary->study);
  cr_assert (esp_case_set_attribute (temporary->study, "N-SU-001", "age", "18-30", &error));
  cr_assert (esp_uncode (temporary->study, coding, NULL, &error));
  cr_assert (esp_study_set_title (temporary->study, "Another", &error));
  change_commit (temporary->study);
  undo_last (temporary->study, "Anna");
}

Test (changeset, of_a_session_is_written_again_to_the_byte)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  study_with_history (&temporary);
  g_autoptr (History) history = history_load (temporary.study, NULL);
  cr_assert_gt (history->lines->len, 8);
  for (guint i = 0; i < history->lines->len; i++)
    {
      const ChangeRecord *record = history_record (history, i);
      gboolean accepted;
      g_autoptr (GByteArray) written = g_byte_array_new ();
      const char *differs = changeset_oracle (temporary.study, record->changes,
                                              record->changes_size, &accepted, written);
      cr_expect (accepted, "line %u", i);
      cr_expect_null (differs, "line %u: %s differs from what SQLite reads", i, differs);
      cr_expect (written->len == record->changes_size
                     && memcmp (written->data, record->changes, written->len) == 0,
                 "line %u", i);
      cr_expect_gt (changeset_count (temporary.study, record->changes, record->changes_size), 0);
    }
}

/* Whether the bytes are a table's head without rows, which says nothing. */
static gboolean
is_empty_table (EspStudy *study, const guint8 *bytes, gsize size)
{
  return size == 0 || (bytes[0] == 'T' && changeset_each (study, bytes, size, NULL, NULL, NULL));
}

/* One that ends early is refused, unless it ends behind a whole row: then it says just the rows up
 * to there. */
Test (changeset, that_ends_early_is_refused)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  study_with_history (&temporary);
  g_autoptr (History) history = history_load (temporary.study, NULL);
  guint refused = 0, taken = 0;
  for (guint i = 1; i < history->lines->len; i++)
    {
      const ChangeRecord *record = history_record (history, i);
      const guint8 *bytes = record->changes;
      for (gsize size = 0; size < MIN (record->changes_size, 4000); size++)
        {
          g_autofree guint8 *part = g_memdup2 (bytes, size);
          g_autoptr (GByteArray) written = g_byte_array_new ();
          gboolean accepted;
          const char *differs = changeset_oracle (temporary.study, part, size, &accepted, written);
          cr_assert_null (differs, "line %u, %zu bytes: %s", i, size, differs);
          refused += !accepted;
          taken += accepted;
          if (accepted)
            cr_assert (
                written->len <= size
                    && (written->len == 0 || memcmp (written->data, bytes, written->len) == 0)
                    && is_empty_table (temporary.study, bytes + written->len, size - written->len),
                "line %u, %zu bytes", i, size);
        }
    }
  cr_expect_gt (refused, 20 * taken);
}

Test (changeset, of_another_byte_is_never_read_in_two_ways)
{
  guint32 seed;
  g_autoptr (GRand) chance = chance_new (&seed);
  g_auto (TemporaryStudy) temporary = { 0 };
  study_with_history (&temporary);
  g_autoptr (History) history = history_load (temporary.study, NULL);
  guint taken = 0;
  for (guint round = 0; round < 20000; round++)
    {
      const ChangeRecord *record
          = history_record (history, 1 + chance_below (chance, history->lines->len - 1));
      g_autofree guint8 *bytes = g_memdup2 (record->changes, record->changes_size);
      const guint at = chance_below (chance, (guint)record->changes_size);
      bytes[at] = chance_below (chance, 2) == 0
                      ? bytes[at] ^ (guint8)(1u << chance_below (chance, 8))
                      : (guint8)chance_below (chance, 256);
      gboolean accepted;
      g_autoptr (GByteArray) written = g_byte_array_new ();
      const char *differs
          = changeset_oracle (temporary.study, bytes, record->changes_size, &accepted, written);
      cr_assert_null (differs, "seed %u, round %u, byte %u: %s", seed, round, at, differs);
      taken += accepted;
      if (accepted)
        cr_assert (written->len == record->changes_size
                       && memcmp (written->data, bytes, written->len) == 0,
                   "seed %u, round %u, byte %u", seed, round, at);
    }
  cr_expect_gt (taken, 100, "most bytes are those of names and texts");
}

/* ---- each thing that no change writes */

typedef struct
{
  const char *wrong;
  const char *bytes;
  gsize size;
} Refused;

#define REFUSED(wrong, bytes)                                                                      \
  {                                                                                                \
    wrong, bytes, sizeof (bytes) - 1                                                               \
  }
#define CODER "T\3\1\0\0coder\0"
#define ID "\4\20abcdefghijklmnop"
#define GONE_0 "\1\0\0\0\0\0\0\0\0"
#define GONE_1 "\1\0\0\0\0\0\0\0\1"
#define NAME "\3\3Ann"
#define INSERT "\22\0"
#define UPDATE "\27\0"

static const Refused refusals[] = {
  REFUSED ("names no table", INSERT ID GONE_0 NAME),
  REFUSED ("names no table", "X"),
  REFUSED ("does what no change does", CODER "\5\0"),
  REFUSED ("does what no change does", CODER "\22\1" ID GONE_0 NAME),
  REFUSED ("deletes", CODER "\11\0" ID GONE_0 NAME),
  REFUSED ("not content", "T\3\1\0\0prose\0"),
  REFUSED ("not content", "T\3\1\0\0history_change\0"),
  REFUSED ("not content", "T\3\1\0\0sqlite_schema\0"),
  REFUSED ("not content", "T\3\1\0\0Coder\0"),
  REFUSED ("not content", "T\3\1\0\0coder"),
  REFUSED ("another number of columns", "T\4\1\0\0\0coder\0"),
  REFUSED ("another number of columns", "T\0coder\0"),
  REFUSED ("another number of columns", "T\1\1coder\0"),
  REFUSED ("another number of columns", "T\100\1\0"),
  REFUSED ("another key", "T\3\0\0\0coder\0"),
  REFUSED ("another key", "T\3\1\1\0coder\0"),
  REFUSED ("another key", "T\3\2\0\0coder\0"),
  REFUSED ("a table twice", CODER INSERT ID GONE_0 NAME CODER),
  REFUSED ("not whole", CODER INSERT ID GONE_0 "\0"),
  REFUSED ("another type", CODER INSERT ID GONE_0 "\5"),
  REFUSED ("another type", CODER INSERT ID GONE_0 "\4\3Ann"),
  REFUSED ("another type", CODER INSERT ID "\2\0\0\0\0\0\0\0\0" NAME),
  REFUSED ("another type", CODER INSERT "\4\17abcdefghijklmno" GONE_0 NAME),
  REFUSED ("no type", CODER INSERT ID GONE_0 "\6"),
  REFUSED ("not UTF-8", CODER INSERT ID GONE_0 "\3\1\377"),
  REFUSED ("not UTF-8", CODER INSERT ID GONE_0 "\3\3a\0b"),
  REFUSED ("longer than what there is", CODER INSERT ID GONE_0 "\3\4Ann"),
  REFUSED ("longer than what there is", CODER INSERT ID GONE_0 "\3\217\377\377\377\177"),
  REFUSED ("a size in it is none", CODER INSERT ID GONE_0 "\3\377\377\377\377\377\377\377\377\377"),
  REFUSED ("a size in it is none", CODER INSERT ID GONE_0 "\3\200\3Ann"),
  REFUSED ("ends inside a row", CODER INSERT ID GONE_0),
  REFUSED ("no identity", CODER INSERT "\4\20\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0" GONE_0 NAME),
  REFUSED ("no identity", CODER UPDATE "\0" GONE_0 "\0"
                                       "\0" GONE_1 "\0"),
  REFUSED ("no identity", CODER UPDATE ID GONE_0 "\0" ID GONE_1 "\0"),
  REFUSED ("not whole", CODER UPDATE ID GONE_0 "\0"
                                               "\0\0" NAME),
  REFUSED ("not whole", CODER UPDATE ID GONE_0 NAME "\0" GONE_1 "\0"),
  REFUSED ("changes nothing", CODER UPDATE ID "\0\0"
                                              "\0\0\0"),
};

Test (changeset, that_no_change_writes_is_refused)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  static const Refused good[]
      = { REFUSED ("", ""), REFUSED ("", CODER), REFUSED ("", CODER INSERT ID GONE_0 NAME),
          REFUSED ("", CODER UPDATE ID GONE_0 "\0"
                                              "\0" GONE_1 "\0"),
          REFUSED ("", "T\2\1\0coder\0" INSERT ID GONE_0) };
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;
      cr_expect (changeset_each (temporary.study, good[i].bytes, good[i].size, NULL, NULL, &error),
                 "%zu: %s", i, error ? error->message : "");
    }
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *bytes = g_memdup2 (refusals[i].bytes, refusals[i].size);
      expect_failure (changeset_each (temporary.study, bytes, refusals[i].size, NULL, NULL, &error),
                      &error, ESP_ERROR_DAMAGED, refusals[i].wrong);
    }
}

static gboolean
stop (const ChangesetRow *row, gpointer data, GError **error)
{
  (void)row;
  ++*(guint *)data;
  return fail (error, ESP_ERROR_INPUT, "enough");
}

Test (changeset, is_read_no_further_when_its_reader_stops)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  guint rows = 0;
  temporary_study_open (&temporary);
  static const char two[] = CODER INSERT ID GONE_0 NAME INSERT "\4\20bbcdefghijklmnop" GONE_0 NAME;
  cr_expect_eq (changeset_count (temporary.study, two, sizeof two - 1), 2);
  expect_failure (changeset_each (temporary.study, two, sizeof two - 1, stop, &rows, &error),
                  &error, ESP_ERROR_INPUT, "enough");
  cr_expect_eq (rows, 1);
}

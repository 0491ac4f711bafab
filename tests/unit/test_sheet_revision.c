/* Correcting what came from a sheet by the sheet as it is now: it must be as if the new sheet had
 * been imported at once, and what was marked is where its words are, or listed.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/pair.h"
#include "support/sql.h"
#include "support/undoing.h"

static const char *const answers[] = { "id=case", "a=question", "b=question", NULL };
static const char *const turns[]
    = { "file=document", "who=speaker", "at=time", "said=words", NULL };

typedef struct
{
  const char *rows;
  const char *const *columns;
} Map;

static const Map of_answers = { "respondent", answers }, of_turns = { "turn", turns };

static void
import_sheet (const TemporaryStudy *temporary, const char *csv, const Map *map)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = temporary_file (temporary, "rows.csv", csv, -1);
  const char *const paths[] = { path, NULL };
  const EspImportOptions options = { .rows = map->rows, .columns = map->columns };
  change_begin (temporary->study);
  g_autoptr (EspImportReport) report = esp_import (temporary->study, paths, &options, &error);
  cr_assert_not_null (report, "%s", error != NULL ? error->message : "");
  cr_assert_eq (report->refused, 0);
  change_commit (temporary->study);
}

static EspSheetRevision *
try_revise (const TemporaryStudy *temporary, const char *name, const char *csv, const Map *map,
            EspReviseOptions options, GError **error)
{
  g_autofree char *path = temporary_file (temporary, name, csv, -1);
  options.rows = map->rows;
  options.columns = map->columns;
  change_begin_as (temporary->study, "Anna", "revise");
  EspSheetRevision *report = esp_revise_sheet (temporary->study, path, &options, error);
  if (report != NULL)
    change_commit (temporary->study);
  else
    esp_change_abandon (temporary->study);
  return report;
}

static EspSheetRevision *
revise_sheet (const TemporaryStudy *temporary, const char *csv, const Map *map)
{
  g_autoptr (GError) error = NULL;
  EspSheetRevision *report
      = try_revise (temporary, "clean.csv", csv, map, (EspReviseOptions){ .anyway = TRUE }, &error);
  cr_assert_not_null (report, "%s", error != NULL ? error->message : "");
  return report;
}

/* Every document with its turns, times and speakers. */
static char *
documents_text (EspStudy *study)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) documents = esp_documents (study, NULL, &error);
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < documents->len; i++)
    {
      const EspDocument *document = documents->pdata[i];
      g_autoptr (EspTranscript) transcript = esp_transcript (study, document->name, &error);
      cr_assert_not_null (transcript, "%s", error != NULL ? error->message : "");
      g_string_append_printf (text, "== %s\n%s\n", document->name, transcript->text);
      for (guint k = 0; k < transcript->items->len; k++)
        {
          const EspItem *item = transcript->items->pdata[k];
          g_string_append_printf (text, "%d %u %zu-%zu %s %s %" G_GINT64_FORMAT "\n", item->kind,
                                  item->number, item->start_cp, item->end_cp, item->speaker,
                                  item->case_label, item->time_ms);
        }
    }
  return g_string_free (text, FALSE);
}

/* What the same sheet is in a study that never had another. */
static char *
imported_text (const char *csv, const Map *map)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  import_sheet (&temporary, csv, map);
  return documents_text (temporary.study);
}

static const char *const words[]
    = { "walk", "sleep", "my dog", "\xf0\x9f\x98\x80", "na\xc3\xafve", "work; and", "caf\xc3\xa9" };

static char *
some_words (GRand *random)
{
  GString *text = g_string_new ("I");
  for (int n = g_rand_int_range (random, 3, 9); n > 0; n--)
    g_string_append_printf (text, " %s", words[g_rand_int_range (random, 0, G_N_ELEMENTS (words))]);
  return g_string_free (text, FALSE);
}

#define PEOPLE 12

typedef char *Cells[PEOPLE][2];

static char *
sheet_of (Cells cells, const guint *order)
{
  GString *csv = g_string_new ("id,a,b\n");
  for (guint i = 0; i < PEOPLE; i++)
    g_string_append_printf (csv, "P%u,\"%s\",\"%s\"\n", order[i], cells[order[i]][0],
                            cells[order[i]][1]);
  return g_string_free (csv, FALSE);
}

static guint
code_cells (EspStudy *study, Cells cells)
{
  guint n = 0;
  change_begin (study);
  for (guint i = 0; i < PEOPLE; i++)
    for (guint k = 0; k < 2; k++)
      {
        g_autofree char *label = g_strdup_printf ("P%u", i);
        g_autoptr (GError) error = NULL;
        const EspPlace place = { .turn = k + 1 };
        cr_assert (esp_code (study, NULL, label, "help/meaning", &place, NULL, &error), "%s",
                   error != NULL ? error->message : "");
        n += cells[i][k] != NULL;
      }
  change_commit (study);
  return n;
}

/* Random answers, changed at random, in another order of rows: the documents are those of the new
 * sheet; a coding of an answer that is as it was has its words; of one that is not, it is listed.
 */
Test (sheet_revision, is_as_if_the_new_sheet_had_been_imported, .timeout = 120)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (11);
  for (guint round = 0; round < 6; round++)
    {
      g_auto (TemporaryStudy) temporary = { 0 };
      temporary_study_open (&temporary);
      framework_import_path (temporary.study, "tests/fixtures/framework/small.xml");
      Cells cells = { 0 };
      guint order[PEOPLE], changed = 0;
      for (guint i = 0; i < PEOPLE; i++)
        {
          order[i] = (i * 5 + round) % PEOPLE;
          cells[i][0] = some_words (random);
          cells[i][1] = some_words (random);
        }
      g_autofree char *first = sheet_of (cells, order);
      import_sheet (&temporary, first, &of_answers);
      const guint codings = code_cells (temporary.study, cells);
      g_autofree char *before = live_text (temporary.study);
      for (guint i = 0; i < PEOPLE; i++)
        for (guint k = 0; k < 2; k++)
          if (g_rand_int_range (random, 0, 3) == 0)
            {
              g_autofree char *old = cells[i][k];
              cells[i][k] = g_strconcat (old, " and more", NULL);
              memmove (cells[i][k], "U", 1);
              changed++;
            }
      for (guint i = 0; i < PEOPLE; i++)
        order[i] = (i * 7 + round) % PEOPLE;
      g_autofree char *second = sheet_of (cells, order);
      g_autoptr (EspSheetRevision) report = revise_sheet (&temporary, second, &of_answers);
      g_autofree char *now = documents_text (temporary.study),
                      *imported = imported_text (second, &of_answers);
      cr_expect_str_eq (now, imported);
      guint listed = 0, kept = 0;
      for (guint i = 0; i < report->revisions->len; i++)
        {
          const EspRevision *one = report->revisions->pdata[i];
          listed += one->changed->len;
          cr_expect_eq (one->version, 2);
        }
      const EspCodingFilter all = { .origin = "any" };
      g_autoptr (GPtrArray) now_coded = esp_codings (temporary.study, &all, NULL);
      for (guint i = 0; i < now_coded->len; i++)
        kept += ((const EspCoding *)now_coded->pdata[i])->carried == ESP_CARRIED_AS_IT_WAS;
      cr_expect_eq (listed, changed);
      cr_expect_eq (kept, codings - changed);
      cr_expect_eq (report->same + report->revisions->len, PEOPLE);
      expect_whole (temporary.study);
      g_autoptr (EspSheetRevision) again = revise_sheet (&temporary, second, &of_answers);
      cr_expect_eq (again->same, PEOPLE);
      cr_expect_eq (again->revisions->len, 0);
      undo_last (temporary.study, "Anna");
      g_autofree char *after = live_text (temporary.study);
      cr_expect_str_eq (before, after);
      for (guint i = 0; i < PEOPLE; i++)
        for (guint k = 0; k < 2; k++)
          g_free (cells[i][k]);
    }
}

static const char talk[] = "file,who,at,said\none,Int,0:00:01,Hello there.\none,Ann,0:00:04,It is "
                           "good to be here today.\ntwo,Bo,0:00:09,Not for me.\n";

Test (sheet_revision, takes_times_speakers_and_turns_that_differ_alone)
{
  static const char *const others[][2] = { { "0:00:04", "0:00:05" }, { "Ann", "Bea" } };
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_auto (TemporaryStudy) temporary = { 0 };
      temporary_study_open (&temporary);
      import_sheet (&temporary, talk, &of_turns);
      g_auto (GStrv) parts = g_strsplit (talk, others[i][0], 2);
      g_autofree char *other = g_strjoinv (others[i][1], parts);
      g_autofree char *before = live_text (temporary.study);
      g_autoptr (EspSheetRevision) report = revise_sheet (&temporary, other, &of_turns);
      cr_assert_eq (report->revisions->len, 1);
      cr_expect ((((const EspRevision *)report->revisions->pdata[0])->same_text));
      g_autofree char *now = documents_text (temporary.study),
                      *imported = imported_text (other, &of_turns);
      if (i == 0)
        cr_expect_str_eq (now, imported);
      cr_expect_not_null (strstr (now, i == 0 ? "5000" : "Bea"), "%s", now);
      expect_whole (temporary.study);
      undo_last (temporary.study, "Anna");
      g_autofree char *after = live_text (temporary.study);
      cr_expect_str_eq (before, after);
    }
}

Test (sheet_revision, takes_the_row_of_one_document)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  import_sheet (&temporary, "id,a,b\nP1,I walk a lot,x\nP2,I swim a lot,y\n", &of_answers);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = temporary_file (
      &temporary, "new.csv", "id,a,b\nP2,I swam a lot,z\nP1,I walked a lot,x\nP3,,\n", -1);
  const EspReviseOptions options = { .rows = "respondent", .columns = answers };
  change_begin_as (temporary.study, "Anna", "revise");
  g_autoptr (EspRevision) revision
      = esp_revise (temporary.study, "P1, rows", path, &options, &error);
  cr_assert_not_null (revision, "%s", error != NULL ? error->message : "");
  change_commit (temporary.study);
  g_autofree char *now = documents_text (temporary.study);
  cr_expect_not_null (strstr (now, "I walked a lot"));
  cr_expect_not_null (strstr (now, "I swim a lot"));
}

/* A row of another person is not taken for want of one's own; nor is a name taken for another with
 * something in brackets. */
Test (sheet_revision, puts_nobodys_words_over_anothers)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  temporary_study_open (&temporary);
  import_sheet (&temporary, "id,a,b\nP1,I walk a lot,x\nAnna (2023),I swim a lot each day,y\n",
                &of_answers);
  g_autofree char *before = live_text (temporary.study);
  g_autofree char *path
      = temporary_file (&temporary, "new.csv", "id,a,b\nP9,I walk a lot now,x\n", -1);
  const EspReviseOptions options = { .rows = "respondent", .columns = answers };
  change_begin_as (temporary.study, "Anna", "revise");
  cr_expect_null (esp_revise (temporary.study, "P1, rows", path, &options, &error));
  esp_change_abandon (temporary.study);
  g_clear_error (&error);
  g_autoptr (EspSheetRevision) report = try_revise (
      &temporary, "clean.csv", "id,a,b\nP1,I walk a lot,x\nAnna,I swim a lot each week,y\n",
      &of_answers, (EspReviseOptions){ 0 }, &error);
  cr_assert_not_null (report, "%s", error != NULL ? error->message : "");
  cr_expect_eq (report->revisions->len, 0);
  g_autofree char *after = live_text (temporary.study);
  cr_expect_str_eq (before, after);
}

/* ---- what was said of the columns */

static gboolean
revises_alone (const TemporaryStudy *temporary, const char *name, const char *csv,
               EspReviseOptions options, GError **error)
{
  static const Map nothing = { NULL, NULL };
  g_autoptr (EspSheetRevision) report = try_revise (temporary, name, csv, &nothing, options, error);
  return report != NULL && report->revisions->len == 1;
}

Test (sheet_revision, knows_what_was_said_of_the_columns_on_import)
{
  static const char *const others[] = { "id=case", "b=question:What else?", "a=nothing", NULL };
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  temporary_study_open (&temporary);
  import_sheet (&temporary, "id,a,b\nP1,I walk a lot,often\nP2,my two cats,never\n", &of_answers);
  cr_expect (revises_alone (&temporary, "clean.csv", "id,a,b\nP1,I walked a lot,often\n",
                            (EspReviseOptions){ .of = "rows.csv" }, &error),
             "%s", error != NULL ? error->message : "");
  g_autofree char *text = documents_text (temporary.study);
  cr_expect_not_null (strstr (text, "a\nI walked a lot\n\nb\noften"), "%s", text);

  /* What is said later holds: a third person, with another question. */
  import_sheet (&temporary, "id,a,b\nP3,x,some of the time\n",
                &(Map){ .rows = "respondent", .columns = others });
  cr_expect_eq (one_number (temporary.study, "SELECT count (*) FROM document_rule WHERE gone = 0"),
                2, "of each of the names");
  cr_expect (revises_alone (&temporary, "rows.csv", "id,a,b\nP3,y,most of the time\n",
                            (EspReviseOptions){ 0 }, &error),
             "%s", error != NULL ? error->message : "");
  g_autofree char *now = documents_text (temporary.study);
  cr_expect_not_null (strstr (now, "What else?\nmost of the time"), "%s", now);
}

Test (sheet_revision, forgets_what_was_said_when_the_import_is_undone)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  temporary_study_open (&temporary);
  import_sheet (&temporary, "id,a,b\nP1,I walk a lot,often\n", &of_answers);
  undo_last (temporary.study, "Anna");
  g_autofree char *path = temporary_file (&temporary, "rows.csv", "id,a,b\nP1,I walk,x\n", -1);
  const char *const paths[] = { path, NULL };
  const EspImportOptions options = { 0 };
  change_begin (temporary.study);
  g_autoptr (EspImportReport) report = esp_import (temporary.study, paths, &options, &error);
  cr_assert_not_null (report);
  cr_expect_eq (report->refused, 1, "nobody says what its columns are");
  esp_change_abandon (temporary.study);
}

static const struct
{
  const char *csv, *why;
  EspError code;
  gboolean anyway;
} refused[] = {
  { "id,a,b\n", "has headings and no rows", ESP_ERROR_INPUT, TRUE },
  { "id,a\nP1,x\n", "no column 'b'", ESP_ERROR_NOT_FOUND, TRUE },
  { "id,a,b\nP8,x,y\n", "none of its rows", ESP_ERROR_INPUT, TRUE },
  { "id,a,b\nP1,they swim and dive,no\nP2,some cats here now,no\n", "labels stand beside",
    ESP_ERROR_INPUT, FALSE },
  { "id,a,b\nP2,they swim and dive,no\n", "would stand in 1 of 1 documents", ESP_ERROR_INPUT,
    FALSE },
  { "", "empty", ESP_ERROR_INPUT, TRUE },
};

Test (sheet_revision, refuses_what_is_not_that_sheet_and_changes_nothing)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  import_sheet (&temporary, "id,a,b\nP1,I walk every day in parks,x\nP2,my dog and my two cats,y\n",
                &of_answers);
  g_autofree char *before = live_text (temporary.study);
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;
      expect_failure (try_revise (&temporary, "clean.csv", refused[i].csv, &of_answers,
                                  (EspReviseOptions){ .anyway = refused[i].anyway }, &error)
                          != NULL,
                      &error, refused[i].code, refused[i].why);
    }
  g_autoptr (GError) error = NULL;
  expect_failure (try_revise (&temporary, "clean.csv", "id,a,b\nP1,x,y\n", &of_answers,
                              (EspReviseOptions){ .of = "other.csv" }, &error)
                      != NULL,
                  &error, ESP_ERROR_NOT_FOUND, "some came from 'rows.csv'");
  g_autofree char *after = live_text (temporary.study);
  cr_expect_str_eq (before, after);
}

/* Study definitions: what loading stores, that loading again changes nothing, and what it refuses
 * with file and line.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/case.h"
#include "study/schedule.h"
#include "support/faults.h"
#include "support/sql.h"

#include <string.h>

static const struct
{
  const char *sql;
  gint64 rows;
} sample_rows[] = {
  { "SELECT count(*) FROM attribute", 4 },
  { "SELECT count(*) FROM attribute_value", 13 },
  { "SELECT count(*) FROM attribute WHERE is_key", 3 },
  { "SELECT count(*) FROM label_example", 3 },
  { "SELECT count(*) FROM label_value", 11 },
  { "SELECT count(*) FROM label_derived", 6 },
  { "SELECT count(*) FROM speaker_name", 13 },
  { "SELECT count(*) FROM speaker_name WHERE main_name = 'Participant'", 7 },
  { "SELECT count(*) FROM group_kind WHERE from_attribute_id IS NOT NULL", 3 },
  { "SELECT count(*) FROM group_member", 9 },
  { "SELECT count(*) FROM schedule WHERE attribute_id IS NOT NULL", 5 },
  { "SELECT count(*) FROM question", 67 },
  { "SELECT count(*) FROM document_rule", 31 },
  { "SELECT count(*) FROM document_rule WHERE has_session", 26 },
  { "SELECT count(*) FROM document_rule WHERE minutes IS NULL", 5 },
};

Test (definition, stores_all_that_the_sample_says)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  definition_load_path (temporary.study, "corpora/recovery-care/study.xml");
  for (gsize i = 0; i < G_N_ELEMENTS (sample_rows); i++)
    {
      const gint64 rows = one_number (temporary.study, sample_rows[i].sql);
      cr_expect_eq (rows, sample_rows[i].rows, "%s: %ld", sample_rows[i].sql, (long)rows);
    }
  g_autofree char *title = esp_study_title (temporary.study, NULL);
  cr_expect_str_eq (title, "Recovery and care planning (synthetic sample)");
}

static const char *const definitions[]
    = { "corpora/recovery-care/study.xml", "tests/fixtures/study/small.xml",
        "tests/fixtures/study/small-amended.xml" };

Test (definition, loaded_twice_changes_nothing)
{
  for (gsize i = 0; i < G_N_ELEMENTS (definitions); i++)
    {
      g_auto (TemporaryStudy) temporary = { 0 };
      temporary_study_open (&temporary);
      definition_load_path (temporary.study, definitions[i]);
      const guint before = history_length (temporary.study);
      cr_expect_gt (before, 0);
      definition_load_path (temporary.study, definitions[i]);
      cr_expect_eq (history_length (temporary.study), before, "%s", definitions[i]);
    }
}

static void
add_case (EspStudy *study, const char *written)
{
  g_autoptr (LabelSchemes) schemes = label_schemes_load (study, NULL);
  g_autoptr (Label) label = NULL;
  Uuid id;
  cr_assert (label_read (schemes, written, &label, NULL));
  change_begin (study);
  cr_assert (case_ensure (study, schemes, label, &id, NULL, NULL));
  change_commit (study);
}

Test (definition, amended_changes_only_what_differs)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  definition_load_path (temporary.study, "tests/fixtures/study/small.xml");
  add_case (temporary.study, "N1");
  definition_load_path (temporary.study, "tests/fixtures/study/small-amended.xml");
  g_autoptr (GPtrArray) log = log_lines (temporary.study, NULL, 1);
  const EspChange *change = g_ptr_array_index (log, 0);
  /* title, a value, a code, a derived value, a wording, minutes; and the case that the derived
   * value is of */
  cr_expect_eq (change->rows, 7, "%u", change->rows);
  g_autofree char *title = esp_study_title (temporary.study, NULL);
  cr_expect_str_eq (title, "A small study, amended");
  g_autofree char *wording
      = one_text (temporary.study, "SELECT q.wording FROM question AS q"
                                   " JOIN schedule AS s ON s.id = q.schedule_id"
                                   " WHERE q.number = '1' AND s.version = '1'");
  cr_expect_str_eq (wording, "What has helped?");
  g_autoptr (GPtrArray) cases = esp_cases (temporary.study, NULL, NULL);
  const EspCase *one = g_ptr_array_index (cases, 0);
  cr_expect_str_eq (g_hash_table_lookup (one->attributes, "lives alone"), "no");
}

Test (definition, gives_attributes_in_order)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  definition_load_path (temporary.study, "tests/fixtures/study/small.xml");
  g_autoptr (GPtrArray) attributes = esp_attributes (temporary.study, NULL);
  cr_assert_eq (attributes->len, 4);
  const EspAttribute *site = g_ptr_array_index (attributes, 0),
                     *age = g_ptr_array_index (attributes, 1);
  cr_expect_str_eq (site->title, "site");
  cr_expect (site->is_key);
  cr_expect_str_eq (age->title, "Age band");
  cr_expect_str_eq (age->type, "ordered");
  cr_expect_str_eq (g_ptr_array_index (age->values, 1), "31-60");
}

/* ---- faults: small.xml with one piece replaced */

static const Fault faults[] = {
  { "name=\"number\" type=\"integer\"", "name=\"Site\" type=\"integer\"", 10,
    "the attribute 'Site' is there twice" },
  { "<value name=\"18-30\"/><value name=\"31-60\"/>", "", 8,
    "the attribute 'age' is ordered and must list its values" },
  { "<attribute name=\"number\" type=\"integer\"/>",
    "<attribute name=\"number\" type=\"integer\"><value name=\"1\"/></attribute>", 10,
    "which lists no values" },
  { "pattern=\"^(?", "pattern=\"^((?", 12, "the pattern" },
  { "canonical=\"{site}{number}\"", "canonical=\"{site}{age}\"", 12,
    "'age', which is no named group" },
  { "canonical=\"{site}{number}\"", "canonical=\"{site\"", 12, "does not close it" },
  { "<part name=\"number\"", "<part name=\"nummer\"", 18,
    "the part 'nummer' is no named group of the pattern" },
  { "attribute=\"number\"", "attribute=\"nummer\"", 18, "there is no attribute 'nummer'" },
  { "<example label=\"N1\"/>", "<example label=\"X1\"/>", 13,
    "the site 'X' is not in the label scheme" },
  { "<example label=\"N1\"/>", "<example label=\"N\"/>", 13, "the pattern does not match it" },
  { "name=\"lives alone\" value=\"true\"", "name=\"lives alone\" value=\"perhaps\"", 15,
    "it needs yes or no" },
  { "code=\"S\" name=\"South\"", "code=\"S\" name=\"Sud\"", 16, "it can be: North, South" },
  { "code=\"S\" name=\"South\"", "code=\"N\" name=\"South\"", 16, "the code 'N' is there twice" },
  { "<alias name=\"INT\"/>", "<alias name=\"interviewer\"/>", 21,
    "the speaker 'interviewer' is there twice" },
  { "from=\"site\"", "from=\"village\"", 24, "there is no attribute 'village'" },
  { "member label=\"S2\"", "member label=\"X2\"", 25,
    "the label 'X2' cannot be read: the site 'X'" },
  { "member label=\"S2\"", "member label=\"Anna\"", 25, "'Anna' is not a label" },
  { "member label=\"S2\"", "member label=\"N1\"", 25, "the member 'N1' is there twice" },
  { "version=\"2\" for=\"site\" value=\"North\"", "version=\"1\" for=\"site\" value=\"North\"", 32,
    "is there twice" },
  { "version=\"1\" for=\"site\" value=\"North\"", "version=\"1\" for=\"site\" value=\"Nord\"", 28,
    "no value 'Nord'" },
  { "number=\"2\" text", "number=\"1\" text", 30, "the question '1' is there twice" },
  { "schedule=\"North\"", "schedule=\"East\"", 37, "there is no schedule 'East'" },
  { "case=\"S2\"", "case=\"S\"", 40, "'S' is not a label" },
  { "group=\"South\"", "group=\"East\"", 41, "it can be: North, South" },
  { "group-kind=\"pair\"", "group-kind=\"trio\"", 42, "there is no kind of group 'trio'" },
  { "group=\"First pair\"", "group=\"Second pair\"", 42,
    "there is no group 'Second pair' of the kind 'pair'" },
  { "file=\"pair.txt\"", "file=\"rules.txt\"", 42, "the file 'rules.txt' is there twice" },
};

Test (definition, refuses_what_does_not_hold_together_with_file_and_line)
{
  expect_faults ("tests/fixtures/study/small.xml", faults, G_N_ELEMENTS (faults),
                 esp_definition_load);
}

Test (definition, is_only_loaded_inside_a_change)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  g_autofree char *file = source_path ("tests/fixtures/study/small.xml");
  cr_assert_not (esp_definition_load (temporary.study, file, NULL));
}

/* ---- what schedules ask */

static const struct
{
  const char *path;
  Asked north, first_version; /* by the attribute: both versions; by the first version alone */
} asked_of[] = {
  { "help", ASKED_YES, ASKED_YES },
  { "help/meaning", ASKED_YES, ASKED_YES },
  { "help/friends/old-friends/from-work", ASKED_YES, ASKED_YES },
  { "help/other", ASKED_NOT_KNOWN, ASKED_NOT_KNOWN },
  { "hindrance", ASKED_YES, ASKED_NO },
  { "hindrance/meaning", ASKED_YES, ASKED_NO },
  { "setting", ASKED_YES, ASKED_YES },
  { "setting/home", ASKED_YES, ASKED_YES },
  { "setting/work", ASKED_NO, ASKED_NO },
};

static Asked
asked_at (const GPtrArray *themes, const guint8 *asked, const char *path)
{
  guint i = 0;
  while (i < themes->len
         && !g_str_equal (((const EspTheme *)g_ptr_array_index (themes, i))->path, path))
    i++;
  cr_assert_lt (i, themes->len, "no theme %s", path);
  return asked[i];
}

Test (schedules, tell_what_was_asked_of_a_case)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  definition_load_path (temporary.study, "tests/fixtures/study/small.xml");
  framework_import_path (temporary.study, "tests/fixtures/framework/small.xml");
  g_autoptr (GPtrArray) themes = esp_framework (temporary.study, NULL, NULL);
  g_autoptr (Schedules) schedules = schedules_load (temporary.study, NULL);
  g_autoptr (ScheduleMap) map = schedule_map_new (schedules, themes);
  g_autofree guint8 *by_site = g_new (guint8, themes->len), *given = g_new (guint8, themes->len);
  g_autoptr (GHashTable) attributes = g_hash_table_new (g_str_hash, g_str_equal);
  cr_assert_not (schedule_map_case (map, attributes, NULL, 0, by_site));
  cr_expect_eq (by_site[0], ASKED_NOT_KNOWN);
  char site[] = "site", north[] = "North";
  g_hash_table_insert (attributes, site, north);
  const Schedule *first = schedules_find (schedules, "North 1");
  cr_assert_not_null (first);
  cr_assert (schedule_map_case (map, attributes, NULL, 0, by_site));
  cr_assert (schedule_map_case (map, attributes, &first->id, 1, given));
  for (gsize i = 0; i < G_N_ELEMENTS (asked_of); i++)
    {
      cr_expect_eq (asked_at (themes, by_site, asked_of[i].path), asked_of[i].north, "%s",
                    asked_of[i].path);
      cr_expect_eq (asked_at (themes, given, asked_of[i].path), asked_of[i].first_version, "%s",
                    asked_of[i].path);
    }
}

Test (schedules, name_paths_that_no_theme_has)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  definition_load_path (temporary.study, "tests/fixtures/study/small.xml");
  framework_import_path (temporary.study, "tests/fixtures/framework/small.xml");
  g_autoptr (GPtrArray) themes = esp_framework (temporary.study, NULL, NULL);
  g_autoptr (Schedules) schedules = schedules_load (temporary.study, NULL);
  cr_expect_str_eq (schedules_find (schedules, "north")->version, "2",
                    "of several versions the last");
  cr_expect_null (schedules_find (schedules, "South"));
  g_autoptr (GPtrArray) unknown = schedule_unknown_paths (schedules, themes);
  cr_assert_eq (unknown->len, 1);
  const EspUnknownPath *one = g_ptr_array_index (unknown, 0);
  cr_expect_str_eq (one->path, "not-there");
  cr_expect_str_eq (one->near, "");
}

Test (schedules, tell_a_slip_in_a_path_and_what_is_near_it)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  g_autoptr (GError) error = NULL;
  g_autofree char *sample = NULL;
  g_autofree char *source = source_path ("corpora/recovery-care/study.xml");
  cr_assert (g_file_get_contents (source, &sample, NULL, NULL));
  g_auto (GStrv) parts = g_strsplit (sample, "recovery/barriers", -1);
  g_autofree char *slipped = g_strjoinv ("recovery/bariers", parts);
  g_autofree char *file = temporary_file (&temporary, "study.xml", slipped, -1);
  change_begin (temporary.study);
  cr_assert (esp_definition_load (temporary.study, file, &error), "%s", error->message);
  change_commit (temporary.study);
  framework_import_path (temporary.study, "frameworks/care-planning.xml");
  g_autoptr (GPtrArray) unknown = esp_schedule_unknown_paths (temporary.study, NULL, NULL);
  cr_assert_eq (unknown->len, 1);
  const EspUnknownPath *one = g_ptr_array_index (unknown, 0);
  cr_expect_str_eq (one->path, "recovery/bariers");
  cr_expect_str_eq (one->near, "recovery/barriers");
}

Test (schedules, of_the_sample_ask_about_themes_of_its_framework)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  temporary_study_open (&temporary);
  definition_load_path (temporary.study, "corpora/recovery-care/study.xml");
  framework_import_path (temporary.study, "frameworks/care-planning.xml");
  g_autoptr (GPtrArray) themes = esp_framework (temporary.study, NULL, NULL);
  g_autoptr (Schedules) schedules = schedules_load (temporary.study, NULL);
  g_autoptr (GPtrArray) unknown = schedule_unknown_paths (schedules, themes);
  cr_expect_eq (unknown->len, 0);
}

/* Opening: whatever the file is, it opens as a study or is refused in a sentence, soon.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/sqlite.h"
#include "support/copies.h"
#include "support/sql.h"

#include <fcntl.h>
#include <unistd.h>

#define WRITABLE "PRAGMA writable_schema = ON;"

static const struct
{
  const char *sql;
  EspError code;
  const char *says;
} altered[] = {
  { "DROP TABLE summary", ESP_ERROR_DAMAGED, "altered" },
  { "DROP TABLE evidence; CREATE VIEW evidence AS SELECT * FROM coding", ESP_ERROR_DAMAGED,
    "'evidence' was altered" },
  { "CREATE VIEW other AS SELECT * FROM coding", ESP_ERROR_DAMAGED, "view that no Espalier made" },
  { "CREATE TRIGGER coding_t AFTER INSERT ON coding BEGIN DELETE FROM summary; END",
    ESP_ERROR_DAMAGED, "trigger that no Espalier made ('coding_t')" },
  { "CREATE VIRTUAL TABLE other USING fts5 (words)", ESP_ERROR_DAMAGED, "no Espalier made" },
  { "DROP TABLE words_lost; CREATE VIRTUAL TABLE words_lost USING fts5 (hash, kind, why, lost_at)",
    ESP_ERROR_DAMAGED, "altered" },
  { "ALTER TABLE coding ADD COLUMN x TEXT AS (upper (origin))", ESP_ERROR_DAMAGED,
    "'coding' was altered" },
  { "ALTER TABLE coding RENAME COLUMN origin TO source", ESP_ERROR_DAMAGED, "altered" },
  { WRITABLE "UPDATE sqlite_schema SET sql = replace (sql, 'length (id) = 16', 'length (id) > 1')"
             " WHERE name = 'coding'",
    ESP_ERROR_DAMAGED, "'coding' was altered" },
  { WRITABLE "UPDATE sqlite_schema SET sql = replace (sql, 'sz BLOB', 'sz BLOB CHECK (sz > 1)')"
             " WHERE name = 'search_words_docsize'",
    ESP_ERROR_DAMAGED, "'search_words_docsize' was altered" },
  { "CREATE TABLE search_words_more (x)", ESP_ERROR_DAMAGED, "no Espalier made" },
  { "DROP INDEX coding_theme; CREATE INDEX coding_theme ON coding (theme_id) WHERE gone = 0",
    ESP_ERROR_DAMAGED, "'coding_theme' was altered" },
  { "DROP INDEX coding_theme", ESP_ERROR_DAMAGED, "'coding_theme' is missing" },
  { "CREATE INDEX more ON coding (abs (start_cp))", ESP_ERROR_DAMAGED,
    "no Espalier made ('more')" },
  { "ANALYZE", ESP_ERROR_DAMAGED, "no Espalier made" },
  { WRITABLE "UPDATE sqlite_schema SET sql = 'nonsense' WHERE name = 'coding'", ESP_ERROR_DAMAGED,
    "damaged" },
  { WRITABLE "UPDATE sqlite_schema SET rootpage = 2 WHERE name = 'summary'", ESP_ERROR_DAMAGED,
    "" },
  { WRITABLE "UPDATE sqlite_schema SET rootpage = 1 WHERE name = 'theme'", ESP_ERROR_DAMAGED, "" },
  { WRITABLE "UPDATE sqlite_schema SET rootpage = 123456789 WHERE name = 'theme'",
    ESP_ERROR_DAMAGED, "damaged" },
  { WRITABLE "DELETE FROM sqlite_schema", ESP_ERROR_DAMAGED, "missing" },
  { "PRAGMA user_version = 0", ESP_ERROR_DAMAGED, "schema is 0" },
  { "PRAGMA user_version = -1", ESP_ERROR_DAMAGED, "schema is -1" },
  { "PRAGMA user_version = 2147483647", ESP_ERROR_NEWER, "newer" },
  { "PRAGMA application_id = 1", ESP_ERROR_NOT_STUDY, "not an Espalier study" },
};

/* What check and backup say of such a file does not matter here; only that they end. */
static void
examine (const char *path)
{
  g_autoptr (EspStudy) study = esp_study_examine (path, NULL);
  if (study == NULL)
    return;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) items = esp_check (study, &error);
  cr_expect (items != NULL || error != NULL);
  g_autofree char *to = g_strconcat (path, ".copy", NULL);
  esp_study_backup (study, to, NULL);
  g_unlink (to);
}

Test (opening, refuses_a_study_whose_tables_were_altered)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  for (gsize i = 0; i < G_N_ELEMENTS (altered); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *path = copy_path (&temporary, "altered.espalier");
      alter (path, altered[i].sql);
      for (int for_writing = 0; for_writing < 2; for_writing++)
        {
          g_autoptr (EspStudy) study = esp_study_open (path, for_writing, &error);
          /* Two tables on one page are told by `check`, which reads every page. */
          if (*altered[i].says == '\0' && study != NULL)
            {
              g_autofree char *wrong = check_text (study);
              cr_expect_str_not_empty (wrong, "%s", altered[i].sql);
              continue;
            }
          expect_failure (study != NULL, &error, altered[i].code, altered[i].says);
        }
      examine (path);
    }
}

Test (opening, says_what_was_altered_in_check)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  g_autofree char *path = copy_path (&temporary, "altered.espalier");
  alter (path, "DROP TABLE evidence");
  g_autoptr (EspStudy) study = esp_study_examine (path, NULL);
  cr_assert_not_null (study);
  g_autofree char *wrong = check_text (study);
  cr_expect_not_null (strstr (wrong, "structure: tables are missing or altered: its 'evidence"),
                      "%s", wrong);
}

/* ---- another form of the same content */

Test (opening, takes_pages_of_any_size)
{
  static const char *const sizes[]
      = { "PRAGMA page_size = 512; VACUUM", "PRAGMA page_size = 65536; VACUUM",
          "PRAGMA auto_vacuum = FULL; VACUUM" };
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *path = copy_path (&temporary, "pages.espalier");
      alter (path, sizes[i]);
      g_autoptr (EspStudy) study = esp_study_open (path, TRUE, NULL);
      cr_assert_not_null (study, "%s", sizes[i]);
      expect_whole (study);
      g_free (code_quote (study, "Anna", "N-SU-001", "help/meaning", "Hope is part of it"));
      expect_whole (study);
    }
}

Test (opening, refuses_words_in_another_encoding)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  temporary_study_open (&temporary);
  g_autofree char *path = g_build_filename (temporary.folder, "wide.espalier", NULL);
  g_autofree char *sql = g_strdup_printf (
      "PRAGMA encoding = 'UTF-16le'; PRAGMA application_id = %d; PRAGMA user_version = %d; %s",
      STORE_APPLICATION_ID, STORE_SCHEMA, store_schema_sql);
  alter (path, sql);
  expect_failure (esp_study_open (path, FALSE, &error) != NULL, &error, ESP_ERROR_DAMAGED,
                  "encoding");
  examine (path);
}

/* A program that keeps the newest changes in a second file leaves them there when it is killed. */
Test (opening, makes_one_file_of_what_another_program_divided)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  written_study_open (&temporary);
  for (int for_writing = 0; for_writing < 2; for_writing++)
    {
      g_autofree char *path = copy_path (&temporary, "divided.espalier"),
                      *second = g_strconcat (path, "-wal", NULL),
                      *beside = g_build_filename (temporary.folder, "kept.espalier", NULL),
                      *kept_second = g_strconcat (beside, "-wal", NULL), *bytes = NULL,
                      *second_bytes = NULL;
      gsize size, second_size;
      sqlite3 *db;
      cr_assert_eq (sqlite3_open (path, &db), SQLITE_OK);
      cr_assert_eq (sqlite3_exec (db,
                                  "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0;"
                                  "CREATE TABLE x (y); DROP TABLE x;"
                                  "UPDATE study SET title = 'In the second file'",
                                  NULL, NULL, NULL),
                    SQLITE_OK);
      cr_assert (g_file_get_contents (path, &bytes, &size, NULL));
      cr_assert (g_file_get_contents (second, &second_bytes, &second_size, NULL));
      sqlite3_close (db);
      cr_assert (g_file_set_contents (beside, bytes, (gssize)size, NULL));
      cr_assert (g_file_set_contents (kept_second, second_bytes, (gssize)second_size, NULL));
      EspStudy *study = esp_study_open (beside, for_writing, &error);
      cr_assert_not_null (study, "%s", error ? error->message : "");
      g_autofree char *title = esp_study_title (study, NULL);
      cr_expect_str_eq (title, "In the second file");
      esp_study_close (study);
      cr_expect_not (g_file_test (kept_second, G_FILE_TEST_EXISTS));
      g_unlink (path);
      g_unlink (beside);
    }
}

/* ---- what lies beside it */

/* A journal that SQLite takes for part of a larger transaction, whose file it then deletes. */
static void
write_journal (const char *study, const char *named)
{
  static const guint8 sign[] = { 0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7 };
  g_autofree char *path = g_strconcat (study, "-journal", NULL);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint32 head[5] = { 0, 0, GUINT32_TO_BE (2), GUINT32_TO_BE (512), GUINT32_TO_BE (4096) };
  guint32 sum = 0;
  g_byte_array_append (bytes, sign, sizeof sign);
  g_byte_array_append (bytes, (const guint8 *)head, sizeof head);
  g_byte_array_set_size (bytes, 512);
  memset (bytes->data + 28, 0, 512 - 28);
  for (const char *c = named; *c != '\0'; c++)
    sum += (guint32)(guint8)*c;
  const guint32 page = GUINT32_TO_BE (0x40000000 / 4096 + 1),
                length = GUINT32_TO_BE ((guint32)strlen (named)), sum_be = GUINT32_TO_BE (sum);
  g_byte_array_append (bytes, (const guint8 *)&page, 4);
  g_byte_array_append (bytes, (const guint8 *)named, (guint)strlen (named));
  g_byte_array_append (bytes, (const guint8 *)&length, 4);
  g_byte_array_append (bytes, (const guint8 *)&sum_be, 4);
  g_byte_array_append (bytes, sign, sizeof sign);
  cr_assert (g_file_set_contents (path, (const char *)bytes->data, bytes->len, NULL));
}

Test (opening, deletes_no_file_that_a_journal_names)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  g_autofree char *victim = temporary_file (&temporary, "victim.txt", "mine", -1),
                  *link = g_build_filename (temporary.folder, "link.espalier", NULL);
  for (int for_writing = 0; for_writing < 2; for_writing++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *path = copy_path (&temporary, "copy.espalier");
      write_journal (path, victim);
      expect_failure (esp_study_open (path, for_writing, &error) != NULL, &error, ESP_ERROR_DAMAGED,
                      "move it away");
      g_unlink (link);
      cr_assert_eq (symlink (path, link), 0);
      expect_failure (esp_study_open (link, for_writing, &error) != NULL, &error, ESP_ERROR_DAMAGED,
                      "move it away");
      cr_expect_null (esp_study_examine (path, NULL));
      cr_expect (g_file_test (victim, G_FILE_TEST_EXISTS));
    }
}

Test (opening, ends_whatever_the_journal_is)
{
  guint32 seed;
  g_autoptr (GRand) chance = chance_new (&seed);
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  for (guint round = 0; round < 60; round++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *path = copy_path (&temporary, "copy.espalier"),
                      *journal = g_strconcat (path, "-journal", NULL);
      write_journal (path, "x");
      gsize size;
      g_autofree char *bytes = NULL;
      cr_assert (g_file_get_contents (journal, &bytes, &size, NULL));
      for (guint n = chance_below (chance, 12); n > 0; n--)
        bytes[chance_below (chance, n % 2 == 0 ? 28 : (guint)size)]
            = (char)chance_below (chance, 256);
      cr_assert (
          g_file_set_contents (journal, bytes, (gssize)(size - chance_below (chance, 20)), NULL));
      g_autoptr (EspStudy) study = esp_study_open (path, round % 2 == 0, &error);
      cr_expect (study != NULL || error != NULL, "seed %u", seed);
      examine (path);
      g_unlink (journal);
    }
}

/* ---- sizes that are not what they seem */

static void
poke (const char *path, off_t at, guint32 number)
{
  const guint32 number_be = GUINT32_TO_BE (number);
  int file = open (path, O_WRONLY | O_CLOEXEC);
  cr_assert (file >= 0 && pwrite (file, &number_be, 4, at) == 4);
  close (file);
}

/* In the head of the file: its pages (28), the first free one (32), how many are free (36). */
Test (opening, believes_no_number_of_pages)
{
  static const guint32 numbers[] = { 0, 1, 2, 1000, 0x7fffffff, 0xfffffffe, 0xffffffff };
  static const off_t places[] = { 28, 32, 36, 44, 48, 52, 56, 64, 92, 96 };
  g_auto (TemporaryStudy) temporary = { 0 };
  written_study_open (&temporary);
  for (gsize i = 0; i < G_N_ELEMENTS (numbers) * G_N_ELEMENTS (places); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *path = copy_path (&temporary, "pages.espalier");
      poke (path, places[i / G_N_ELEMENTS (numbers)], numbers[i % G_N_ELEMENTS (numbers)]);
      g_autoptr (EspStudy) study = esp_study_open (path, i % 2 == 0, &error);
      cr_expect (study != NULL || error != NULL);
      examine (path);
    }
}

Test (opening, refuses_more_tables_than_any_study_has)
{
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  written_study_open (&temporary);
  g_autofree char *path = copy_path (&temporary, "many.espalier");
  alter (path, WRITABLE
         "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 200000)"
         "INSERT INTO sqlite_schema SELECT 'view', 'v' || i, 'v' || i, 0, 'CREATE VIEW v' || i ||"
         " ' AS SELECT 1' FROM n");
  const gint64 before = cpu_time ();
  expect_failure (esp_study_open (path, FALSE, &error) != NULL, &error, ESP_ERROR_DAMAGED, "");
  cr_expect_lt (cpu_time () - before, 5 * G_USEC_PER_SEC);
}

/* A page of a table: its head at `head`, room for cells at its end. */
typedef struct
{
  guint8 *page, *head;
  guint content, n;
  gboolean leaf;
} Page;

static Page
page_begin (guint8 *file, guint32 number, gboolean leaf)
{
  Page page = { .page = file + (gsize)(number - 1) * 4096, .content = 4096, .leaf = leaf };
  page.head = page.page + (number == 1 ? 100 : 0);
  memset (page.head, 0, (gsize)(page.page + 4096 - page.head));
  page.head[0] = leaf ? 13 : 5;
  return page;
}

static void
page_add (Page *page, const void *cell, guint size)
{
  page->content -= size;
  memcpy (page->page + page->content, cell, size);
  guint8 *place = page->head + (page->leaf ? 8 : 12) + 2 * page->n++;
  place[0] = (guint8)(page->content >> 8), place[1] = (guint8)page->content;
  page->head[3] = (guint8)(page->n >> 8), page->head[4] = (guint8)page->n;
  page->head[5] = (guint8)(page->content >> 8), page->head[6] = (guint8)page->content;
}

static void
page_add_child (Page *page, guint32 child)
{
  const guint8 cell[] = { (guint8)(child >> 24), (guint8)(child >> 16), (guint8)(child >> 8),
                          (guint8)child, (guint8)(page->n % 100 + 1) };
  page_add (page, cell, sizeof cell);
  memcpy (page->head + 8, cell, 4);
}

/* Of pages that all name the next one many times the list of tables has more rows than could ever
 * be read: a table, and then its index again and again. */
Test (opening, ends_where_the_list_of_tables_does_not)
{
  static const char table[] = "\60\1\6\27\17\17\1\121table"
                              "t"
                              "t"
                              "\3"
                              "CREATE TABLE t(x TEXT PRIMARY KEY)";
  static const char index[] = "\41\1\6\27\65\17\1\0index"
                              "sqlite_autoindex_t_1"
                              "t"
                              "\4";
  enum
  {
    LEVELS = 12,
    CHILDREN = 300,
    PAGE = 4096
  };
  g_auto (TemporaryStudy) temporary = { 0 };
  g_autoptr (GError) error = NULL;
  written_study_open (&temporary);
  g_autofree char *path = copy_path (&temporary, "endless.espalier"), *bytes = NULL;
  gsize size;
  cr_assert (g_file_get_contents (path, &bytes, &size, NULL));
  g_autofree guint8 *file = g_malloc0 (size + LEVELS * PAGE);
  memcpy (file, bytes, size);
  const guint32 first = (guint32)(size / PAGE) + 1;
  Page leaf = page_begin (file, first, TRUE);
  page_add (&leaf, table, sizeof table - 1);
  for (guint32 level = 1; level < LEVELS; level++)
    {
      Page page = page_begin (file, level == 1 ? 1 : first + level - 1, FALSE);
      if (level == 1)
        page_add_child (&page, first);
      for (guint i = 0; i < CHILDREN; i++)
        page_add_child (&page, first + level);
    }
  Page last = page_begin (file, first + LEVELS - 1, TRUE);
  page_add (&last, index, sizeof index - 1);
  cr_assert (g_file_set_contents (path, (const char *)file, (gssize)(size + LEVELS * PAGE), NULL));
  poke (path, 28, (guint32)(size / PAGE) + LEVELS);
  const gint64 before = cpu_time ();
  expect_failure (esp_study_open (path, FALSE, &error) != NULL, &error, ESP_ERROR_DAMAGED,
                  "does not come to an end");
  cr_expect_lt (cpu_time () - before, 5 * G_USEC_PER_SEC);
  examine (path);
}

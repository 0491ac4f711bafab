/* Correcting the documents of a sheet by the sheet as it is now.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/sheet_revision.h"

#include "base/error.h"
#include "store/store.h"
#include "study/in_force.h"

#include <string.h>

#define LISTED 20

/* A document that came from a sheet. */
typedef struct
{
  Uuid document, version; /* the text in force */
  char *name, *origin;
  guint8 text_hash[32], layout_hash[32];
  gboolean seen;
} SheetDoc;

/* What a correction needs on its way through the rows. */
typedef struct
{
  EspStudy *study;
  const Rulebook *book;
  const EspReviseOptions *options;
  SheetRevisions *report;
  GPtrArray *docs;     /* SheetDoc, by name */
  GHashTable *by_name; /* folded name -> SheetDoc */
  char *file;          /* as it is called now */
} Rows;

static void
sheet_doc_free (gpointer doc)
{
  SheetDoc *one = doc;
  g_free (one->name);
  g_free (one->origin);
  g_free (one);
}

static void
rows_clear (Rows *rows)
{
  sheet_revisions_free (rows->report);
  g_clear_pointer (&rows->docs, g_ptr_array_unref);
  g_clear_pointer (&rows->by_name, g_hash_table_unref);
  g_free (rows->file);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Rows, rows_clear)

static void
revision_free_one (gpointer revision)
{
  revision_free (revision);
}

void
sheet_revisions_free (SheetRevisions *revisions)
{
  if (revisions == NULL)
    return;
  g_free (revisions->sheet);
  g_clear_pointer (&revisions->revisions, g_ptr_array_unref);
  g_clear_pointer (&revisions->findings, g_ptr_array_unref);
  g_free (revisions);
}

/* ---- reading */

gboolean
sheet_revision_is_sheet (const Rulebook *book, const char *name)
{
  const DocumentRule *rule = rulebook_rule (book, name);
  return sheet_documents_named (name) || (rule != NULL && rule->map != NULL);
}

/* The sheet, as the definition says of either of its names, or else the person. *used gets what was
 * said of its columns, which *said or the book owns. */
static Intake *
open_sheet (const Rulebook *book, const char *origin, const char *file,
            const EspReviseOptions *options, SheetMap **said, const SheetMap **used, GError **error)
{
  g_autofree char *base = g_path_get_basename (file), *name = g_filename_display_name (base);
  if ((options->rows != NULL || options->columns != NULL)
      && (*said = sheet_map_said (options->rows, options->columns, error)) == NULL)
    return NULL;
  const SheetWish wish = { *said, options->sheet, options->encoding, options->accept };
  *used = sheet_documents_map (book, &wish, origin);
  if (*used == NULL)
    *used = sheet_documents_map (book, &wish, name);
  g_autoptr (Intake) whole
      = sheet_documents_read (file, book, *used, &wish, options->keep_original);
  if (whole->error == NULL)
    return g_steal_pointer (&whole);
  g_propagate_prefixed_error (error, g_steal_pointer (&whole->error), "cannot read '%s': ", name);
  return NULL;
}

/* An import of the file, which adds what is new in it, need not be told its columns again. */
static gboolean
keep_map (const Rows *rows, const SheetMap *used, GError **error)
{
  const SheetWish nothing = { 0 };
  const SheetMap *known = sheet_documents_map (rows->book, &nothing, rows->file);
  return rows->report->revisions->len == 0 || used == NULL || used == known
         || (known != NULL && !known->is_kept) || !sheet_documents_named (rows->file)
         || sheet_map_keep (rows->study, used, rows->file, rows->book->attributes, error);
}

/* The bytes of the file go with the first text that is stored. */
static void
give_bytes (Intake *whole, Intake *part)
{
  part->bytes = g_steal_pointer (&whole->bytes);
  part->bytes_size = whole->bytes_size;
}

/* ---- one document */

/* A row of a sheet, and what was decided of it. */
typedef struct
{
  Intake *intake;
  Belonging *belonging;
} Row;

static void
row_clear (Row *row)
{
  g_clear_pointer (&row->intake, intake_free);
  g_clear_pointer (&row->belonging, belonging_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Row, row_clear)

/* The next row; its intake may have an error. FALSE at the end. */
static gboolean
row_next (Row *row, const Rulebook *book, const Intake *whole, const char *origin)
{
  row_clear (row);
  row->intake = sheet_documents_next (whole->sheet, whole);
  if (row->intake == NULL)
    return FALSE;
  if (row->intake->error == NULL
      && (row->belonging = revision_decide (book, row->intake, origin, &row->intake->error))
             == NULL)
    g_prefix_error (&row->intake->error, "row %u: ", row->intake->row);
  return TRUE;
}

static Intake *
row_take (Row *row, Intake *whole, Belonging **belonging)
{
  *belonging = g_steal_pointer (&row->belonging);
  give_bytes (whole, row->intake);
  return g_steal_pointer (&row->intake);
}

/* A row that says whose it is is that person's. */
static gboolean
is_nobodys (const Row *row, const DocText *doc)
{
  const Label *label = row->belonging->label;
  return label == NULL || g_str_equal (label->canonical, doc->case_label);
}

Intake *
sheet_revision_row (const Rulebook *book, const DocText *doc, const char *origin, const char *file,
                    const EspReviseOptions *options, Belonging **belonging, GError **error)
{
  g_autoptr (SheetMap) said = NULL;
  const SheetMap *used = NULL;
  g_autoptr (Intake) whole = open_sheet (book, origin, file, options, &said, &used, error);
  g_autoptr (GError) refused = NULL;
  g_auto (Row) row = { 0 }, only = { 0 };
  guint n = 0;
  if (whole == NULL)
    return NULL;
  for (; row_next (&row, book, whole, origin); n++)
    {
      if (row.belonging != NULL && text_same_name (row.belonging->name, doc->name))
        return row_take (&row, whole, belonging);
      if (row.belonging == NULL && refused == NULL)
        refused = g_error_copy (row.intake->error);
      row_clear (&only);
      only = row;
      row = (Row){ 0 };
    }
  if (n == 1 && only.belonging != NULL && (options->anyway || is_nobodys (&only, doc)))
    return row_take (&only, whole, belonging);
  fail (error, ESP_ERROR_NOT_FOUND, "no row of '%s' is of the document '%s'%s%s", whole->name,
        doc->name, refused != NULL ? "; refused is " : "", refused != NULL ? refused->message : "");
  return NULL;
}

/* ---- all documents */

static gboolean
docs_load (Rows *rows, GError **error)
{
  rows->docs = g_ptr_array_new_with_free_func (sheet_doc_free);
  rows->by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (Query) query = store_query (
      rows->study, "SELECT d.id, v.id, d.name, r.original_name, v.text_hash, v.layout_hash"
                   " FROM document d JOIN document_version r ON r.document_id = d.id"
                   " AND r.replaces_id IS NULL AND r.gone = 0 AND r.reader IN ('csv', 'xlsx')"
                   " JOIN document_version v ON v.id = " TEXT_IN_FORCE (
                       "d.id") " WHERE d.gone = 0 ORDER BY d.name, d.id");
  while (query_step (query, error))
    {
      SheetDoc *doc = g_new0 (SheetDoc, 1);
      g_ptr_array_add (rows->docs, doc);
      doc->document = query_uuid (query, 0);
      doc->version = query_uuid (query, 1);
      doc->name = g_strdup (query_text (query, 2));
      doc->origin = g_strdup (query_text (query, 3));
      memcpy (doc->text_hash, query_hash (query, 4), sizeof doc->text_hash);
      memcpy (doc->layout_hash, query_hash (query, 5), sizeof doc->layout_hash);
    }
  return !query_failed (query);
}

/* "'a.csv', 'b.csv'" */
static char *
origins_words (const Rows *rows, guint *n)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GString *words = g_string_new (NULL);
  for (guint i = 0; i < rows->docs->len; i++)
    {
      const SheetDoc *doc = rows->docs->pdata[i];
      if (g_hash_table_add (seen, doc->origin) && g_hash_table_size (seen) <= LISTED)
        g_string_append_printf (words, "%s'%s'", words->len > 0 ? ", " : "", doc->origin);
    }
  *n = g_hash_table_size (seen);
  return g_string_free (words, FALSE);
}

static gboolean
came_from (const Rows *rows, const char *origin)
{
  for (guint i = 0; i < rows->docs->len; i++)
    if (g_str_equal (((const SheetDoc *)rows->docs->pdata[i])->origin, origin))
      return TRUE;
  return FALSE;
}

/* Of which sheet the file is the new state: the one that the person says, or that is called so, or
 * the only one. */
static gboolean
find_origin (Rows *rows, GError **error)
{
  guint n;
  g_autofree char *words = origins_words (rows, &n);
  const char *said = rows->options->of;
  if (n == 0)
    return fail (error, ESP_ERROR_NOT_FOUND,
                 "no document of the study came from a sheet; 'espalier import' brings one in");
  if (said == NULL && !came_from (rows, rows->file) && n > 1)
    return fail (error, ESP_ERROR_AMBIGUOUS,
                 "documents came from %s; say of which of them '%s' is the new state: --of NAME",
                 words, rows->file);
  if (said != NULL && !came_from (rows, said))
    return fail (error, ESP_ERROR_NOT_FOUND,
                 "no document came from a sheet '%s'; some came from %s", said, words);
  const SheetDoc *first = rows->docs->pdata[0];
  rows->report->sheet = g_strdup (said != NULL                   ? said
                                  : came_from (rows, rows->file) ? rows->file
                                                                 : first->origin);
  return TRUE;
}

/* The documents of the sheet by their names; one that got a number behind its name, as another
 * had it, by the name without it too. */
static void
docs_index (Rows *rows)
{
  g_autoptr (GPtrArray) all = g_steal_pointer (&rows->docs);
  g_ptr_array_set_free_func (all, NULL);
  rows->docs = g_ptr_array_new_with_free_func (sheet_doc_free);
  for (guint i = 0; i < all->len; i++)
    {
      SheetDoc *doc = all->pdata[i];
      if (g_str_equal (doc->origin, rows->report->sheet))
        g_ptr_array_add (rows->docs, doc);
      else
        sheet_doc_free (doc);
    }
  for (guint numbered = 0; numbered < 2; numbered++)
    for (guint i = 0; i < rows->docs->len; i++)
      {
        SheetDoc *doc = rows->docs->pdata[i];
        const char *bracket = strrchr (doc->name, '(');
        const gsize digits = bracket != NULL ? strspn (bracket + 1, "0123456789") : 0;
        const gboolean has_number
            = digits > 0 && digits <= 3 && g_str_equal (bracket + 1 + digits, ")");
        g_autofree char *name = numbered && has_number && bracket > doc->name
                                    ? g_strndup (doc->name, (gsize)(bracket - doc->name))
                                    : g_strdup (doc->name);
        char *key = text_fold_name (g_strchomp (name));
        if (g_hash_table_contains (rows->by_name, key))
          g_free (key);
        else
          g_hash_table_insert (rows->by_name, key, doc);
      }
}

static void
note (Rows *rows, EspGrade grade, guint row, char *what, const char *done)
{
  g_ptr_array_add (rows->report->findings, finding_new (grade, row, what, done));
}

static gboolean
row_is_as_before (const SheetDoc *doc, const Intake *intake)
{
  return memcmp (doc->text_hash, intake->text_hash, sizeof doc->text_hash) == 0
         && memcmp (doc->layout_hash, intake->layout_key, sizeof doc->layout_hash) == 0;
}

static gboolean
row_revise (Rows *rows, const SheetDoc *to, Row *row, Intake *whole, GError **error)
{
  g_autoptr (DocText) doc = doc_text_load (rows->study, &to->version, error);
  if (doc == NULL)
    return FALSE;
  give_bytes (whole, row->intake);
  Revision *revision
      = revision_take (rows->study, rows->book, doc, row->intake, row->belonging, error);
  if (revision == NULL)
    return FALSE;
  g_ptr_array_add (rows->report->revisions, revision);
  if (revision_is_doubtful (revision))
    g_ptr_array_add (
        revision->findings,
        finding_new (ESP_GRADE_WARNING, row->intake->row,
                     g_strdup_printf ("only %" G_GSIZE_FORMAT " of its %" G_GSIZE_FORMAT
                                      " words are in row %u",
                                      revision->words.before - revision->words.removed,
                                      revision->words.before, row->intake->row),
                     "look whether it is the same person's"));
  return TRUE;
}

/* One row, or group of rows. FALSE only when the study fails. */
static gboolean
row_apply (Rows *rows, Row *row, Intake *whole, GError **error)
{
  SheetRevisions *report = rows->report;
  const guint number = row->intake->row;
  if (row->belonging == NULL)
    {
      report->refused++;
      note (rows, ESP_GRADE_REFUSED, number, g_strdup (row->intake->error->message), "");
      return TRUE;
    }
  g_autofree char *key = text_fold_name (row->belonging->name);
  SheetDoc *doc = g_hash_table_lookup (rows->by_name, key);
  if (doc == NULL)
    {
      report->unknown++;
      note (rows, ESP_GRADE_WARNING, number,
            g_strdup_printf ("row %u: '%s' is not in the study", number, row->belonging->name),
            "left out; 'espalier import' adds it");
      return TRUE;
    }
  if (doc->seen)
    {
      report->refused++;
      note (rows, ESP_GRADE_REFUSED, number,
            g_strdup_printf ("row %u: another row is '%s' too", number, doc->name), "left out");
      return TRUE;
    }
  doc->seen = TRUE;
  if (!row_is_as_before (doc, row->intake))
    return row_revise (rows, doc, row, whole, error);
  report->same++;
  return TRUE;
}

/* Documents that the sheet says nothing of any more. */
static void
note_without_row (Rows *rows)
{
  g_autoptr (GString) names = g_string_new (NULL);
  SheetRevisions *report = rows->report;
  for (guint i = 0; i < rows->docs->len; i++)
    {
      const SheetDoc *doc = rows->docs->pdata[i];
      if (!doc->seen && report->left++ < LISTED)
        g_string_append_printf (names, "%s'%s'", names->len > 0 ? "; " : "", doc->name);
    }
  if (report->left > LISTED)
    g_string_append_printf (names, " and %u more", report->left - LISTED);
  if (report->left > 0)
    note (rows, ESP_GRADE_WARNING, 0, g_strdup_printf ("it has no words for %s", names->str),
          report->left > 1 ? "they stay as they are" : "it stays as it is");
}

/* Where the answers of most people would be others, the rows have been mixed up, or it is another
 * sheet. */
static gboolean
is_correction (const Rows *rows, GError **error)
{
  const SheetRevisions *report = rows->report;
  guint doubtful = 0;
  for (guint i = 0; i < report->revisions->len; i++)
    doubtful += revision_is_doubtful (report->revisions->pdata[i]);
  if (report->revisions->len + report->same == 0)
    return fail (error, ESP_ERROR_INPUT, "none of its rows is a document that came from '%s'%s%s",
                 report->sheet, report->findings->len > 0 ? "; the first: " : "",
                 report->findings->len > 0 ? ((const EspFinding *)report->findings->pdata[0])->what
                                           : "");
  return rows->options->anyway || 2 * doubtful <= report->revisions->len + report->same
         || fail (error, ESP_ERROR_INPUT,
                  "other words would stand in %u of %u documents: is it another sheet, or do the "
                  "labels stand beside rows of others? --anyway takes it",
                  doubtful, report->revisions->len + report->same);
}

static gboolean
rows_run (Rows *rows, const char *file, GError **error)
{
  if (!docs_load (rows, error) || !find_origin (rows, error))
    return FALSE;
  docs_index (rows);
  g_autoptr (SheetMap) said = NULL;
  const SheetMap *used = NULL;
  g_autoptr (Intake) whole
      = open_sheet (rows->book, rows->report->sheet, file, rows->options, &said, &used, error);
  if (whole == NULL)
    return FALSE;
  g_auto (Row) row = { 0 };
  while (row_next (&row, rows->book, whole, rows->report->sheet))
    if (!row_apply (rows, &row, whole, error))
      return FALSE;
  if (!is_correction (rows, error))
    {
      g_prefix_error (error, "cannot take '%s': ", rows->file);
      return FALSE;
    }
  GPtrArray *findings = sheet_documents_findings (whole->sheet);
  while (findings->len > 0)
    g_ptr_array_add (rows->report->findings, g_ptr_array_steal_index (findings, 0));
  note_without_row (rows);
  return keep_map (rows, used, error);
}

SheetRevisions *
sheet_revisions_make (EspStudy *study, const char *file, const EspReviseOptions *options,
                      GError **error)
{
  if (!store_in_change (study, error)
      || (options->encoding != NULL && !esp_encoding_check (options->encoding, error)))
    return NULL;
  g_autoptr (Rulebook) book = rulebook_load (study, error);
  if (book == NULL)
    return NULL;
  g_auto (Rows) rows = { .study = study, .book = book, .options = options };
  g_autofree char *base = g_path_get_basename (file);
  rows.file = g_filename_display_name (base);
  rows.report = g_new0 (SheetRevisions, 1);
  rows.report->revisions = g_ptr_array_new_with_free_func (revision_free_one);
  rows.report->findings = g_ptr_array_new_with_free_func (finding_free);
  return rows_run (&rows, file, error) ? g_steal_pointer (&rows.report) : NULL;
}

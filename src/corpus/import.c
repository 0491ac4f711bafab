/* Importing: files that were read ahead (read_ahead.h) are stored in the order of their names.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/decode.h"
#include "base/error.h"
#include "corpus/belonging.h"
#include "corpus/layout_lines.h"
#include "corpus/memo.h"
#include "corpus/misfit.h"
#include "corpus/read_ahead.h"
#include "corpus/session.h"
#include "corpus/sheet_documents.h"
#include "corpus/stored.h"
#include "corpus/transcript.h"
#include "store/store.h"
#include "study/case.h"
#include "study/group.h"

#include <string.h>

/* ---- the report */

static void
imported_file_free (gpointer file)
{
  EspImportedFile *one = file;
  g_free (one->path);
  g_free (one->reader);
  g_free (one->document);
  g_free (one->kind);
  g_free (one->belongs_to);
  g_free (one->style);
  g_ptr_array_unref (one->first_turns);
  g_ptr_array_unref (one->findings);
  g_free (one);
}

static EspImportReport *
report_new (void)
{
  EspImportReport *report = g_new0 (EspImportReport, 1);
  report->files = g_ptr_array_new_with_free_func (imported_file_free);
  report->new_cases = g_ptr_array_new_with_free_func (g_free);
  report->corrected_labels = g_ptr_array_new_with_free_func (g_free);
  report->unknown_speakers = g_ptr_array_new_with_free_func ((GDestroyNotify)esp_speaker_free);
  report->passed_over = g_ptr_array_new_with_free_func (g_free);
  return report;
}

void
esp_import_report_free (EspImportReport *report)
{
  if (report == NULL)
    return;
  g_ptr_array_unref (report->files);
  g_ptr_array_unref (report->new_cases);
  g_ptr_array_unref (report->corrected_labels);
  g_ptr_array_unref (report->unknown_speakers);
  g_ptr_array_unref (report->passed_over);
  g_free (report);
}

static EspImportedFile *
report_file (EspImportReport *report, const Intake *intake)
{
  EspImportedFile *file = g_new0 (EspImportedFile, 1);
  file->path = g_filename_display_name (intake->path);
  file->reader = g_strdup (intake->reader != NULL ? intake->reader->name : "");
  file->row = intake->row;
  file->style = g_strdup (intake->layout != NULL ? intake->layout->style : "");
  file->document = g_strdup ("");
  file->kind = g_strdup ("");
  file->belongs_to = g_strdup ("");
  file->findings = g_ptr_array_new_with_free_func (finding_free);
  file->first_turns = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (report->files, file);
  return file;
}

static void
report_refused (EspImportReport *report, EspImportedFile *file, const GError *why)
{
  file->outcome = ESP_OUTCOME_REFUSED;
  report->refused++;
  g_ptr_array_add (file->findings, finding_new (ESP_GRADE_REFUSED, 0, g_strdup (why->message), ""));
}

static void
report_skipped (EspImportReport *report, EspImportedFile *file, EspGrade grade,
                const char *document, const char *what, const char *done)
{
  file->outcome = ESP_OUTCOME_SKIPPED;
  report->skipped++;
  g_free (file->document);
  file->document = g_strdup (document);
  g_ptr_array_add (
      file->findings,
      finding_new (grade, 0, g_strdup_printf ("%s is in the study as '%s'", what, document), done));
}

static void
replace (char **text, const char *with)
{
  g_free (*text);
  *text = g_strdup (with);
}

#define FIRST_TURNS 4
#define FIRST_TURN_CP 70

static void
report_turns (EspImportedFile *file, const Intake *intake)
{
  const GArray *items = intake->layout->items;
  for (guint i = 0; i < items->len && file->first_turns->len < FIRST_TURNS; i++)
    {
      const LayoutItem *item = &g_array_index (items, LayoutItem, i);
      if (item->kind != ESP_ITEM_TURN && item->kind != ESP_ITEM_PARAGRAPH)
        continue;
      g_autofree char *words
          = text_slice (intake->source->text, intake->index, item->start_cp, item->end_cp);
      g_autofree char *excerpt = text_excerpt (words, FIRST_TURN_CP);
      g_ptr_array_add (
          file->first_turns,
          g_strdup_printf ("%s%s%s", item->speaker, *item->speaker != '\0' ? ": " : "", excerpt));
    }
}

static void
report_imported (EspImportReport *report, EspImportedFile *file, Intake *intake,
                 const Belonging *belonging)
{
  file->outcome = ESP_OUTCOME_IMPORTED;
  report->imported++;
  replace (&file->document, belonging->name);
  replace (&file->kind, belonging->kind);
  if (belonging->label != NULL)
    replace (&file->belongs_to, belonging->label->canonical);
  else if (belonging->rule != NULL && *belonging->rule->group_name != '\0')
    {
      g_free (file->belongs_to);
      file->belongs_to
          = g_strdup_printf ("%s: %s", belonging->rule->group_kind, belonging->rule->group_name);
    }
  file->speakers = belonging->speakers->len;
  file->length_cp = text_index_length (intake->index);
  file->turns = layout_numbered (intake->layout->items);
  file->confidence = intake->layout->confidence;
  file->unfit = intake->layout->unfit;
  report_turns (file, intake);
  while (intake->source->findings->len > 0)
    g_ptr_array_add (file->findings, g_ptr_array_steal_index (intake->source->findings, 0));
  for (guint i = 0; i < belonging->corrected->len; i++)
    if (!g_ptr_array_find_with_equal_func (report->corrected_labels, belonging->corrected->pdata[i],
                                           g_str_equal, NULL))
      g_ptr_array_add (report->corrected_labels, g_strdup (belonging->corrected->pdata[i]));
  for (guint i = 0; i < belonging->unknown->len; i++)
    {
      EspSpeaker *speaker = g_new0 (EspSpeaker, 1);
      *speaker = (EspSpeaker){ .document = g_strdup (belonging->name),
                               .name = g_strdup (belonging->unknown->pdata[i]),
                               .part = ESP_PART_UNKNOWN,
                               .case_label = g_strdup (""),
                               .first_words = g_strdup ("") };
      g_ptr_array_add (report->unknown_speakers, speaker);
    }
}

/* ---- storing */

typedef struct
{
  EspStudy *study;
  Rulebook *book;
  const EspImportOptions *options;
  const SheetWish *wish;
  EspImportReport *report;
  Storing storing;
  GHashTable *names; /* of the documents, folded -> Uuid */
} Importer;

static gboolean
names_are_near (const char *name, const char *other)
{
  g_autofree char *folded = text_fold_name (name);
  g_autofree char *other_folded = text_fold_name (other);
  return strstr (folded, other_folded) != NULL || strstr (other_folded, folded) != NULL;
}

/* Whether a file that has the text of a document is called as if it were somebody else's: by
 * another label, or, where labels do not tell, by a name that is not like the document's. */
static gboolean
is_called_otherwise (const Rulebook *book, const Intake *intake, const char *document,
                     const char *case_label)
{
  g_autoptr (Label) label = NULL;
  if (label_find_in (book->schemes, intake->stem, &label, NULL))
    return !g_str_equal (label->canonical, *case_label != '\0' ? case_label : document);
  return !names_are_near (intake->stem, document);
}

static void
report_duplicate (Importer *importer, const Intake *intake, EspImportedFile *file, Query *known,
                  gboolean restored)
{
  const char *document = query_text (known, 0);
  const char *encoding = importer->options->encoding;
  const gboolean is_same_file = query_int (known, 1) != 0, is_same_text = query_int (known, 3) != 0;
  if (is_same_file && !is_same_text && encoding != NULL)
    {
      const char *quote = strchr (document, ' ') != NULL ? "\"" : "";
      g_autofree char *done
          = g_strdup_printf ("skipped; 'espalier revise %s%s%s FILE --encoding %s' reads it so",
                             quote, document, quote, encoding);
      report_skipped (importer->report, file, ESP_GRADE_WARNING, document, "the same file", done);
    }
  else if (restored)
    report_skipped (importer->report, file, ESP_GRADE_NOTE, document,
                    is_same_file ? "the same file" : "the same text",
                    "its words, which were lost, are stored again");
  else if (is_called_otherwise (importer->book, intake, document, query_text (known, 2)))
    {
      g_autofree char *what = g_strdup_printf ("the text of '%s'", intake->name);
      report_skipped (importer->report, file, ESP_GRADE_WARNING, document, what,
                      "skipped; if they are two interviews, one was saved under the other's name");
    }
  else
    report_skipped (importer->report, file, ESP_GRADE_NOTE, document,
                    is_same_file ? "the same file" : "the same text", "skipped");
}

static gboolean
find_duplicate (Importer *importer, const Intake *intake, EspImportedFile *file, gboolean *found,
                GError **error)
{
  g_autoptr (Query) query = store_query (
      importer->study,
      "SELECT d.name, v.original_hash = :original, ifnull (c.label, ''), v.text_hash = :text FROM"
      " document_version v JOIN document d ON d.id = v.document_id LEFT JOIN study_case c ON c.id "
      "= d.case_id"
      " WHERE (v.original_hash = :original OR v.text_hash = :text) AND v.gone = 0 AND d.gone = 0"
      " ORDER BY v.original_hash = :original DESC, v.text_hash = :text DESC LIMIT 1");
  query_bind_blob (query, ":original", intake->original_hash, 32);
  query_bind_blob (query, ":text", intake->text_hash, 32);
  *found = query_step (query, error);
  gboolean restored = FALSE;
  /* A file that is imported again brings back what was lost of it. */
  if (*found && !stored_words (importer->study, intake, TRUE, &restored, error))
    return FALSE;
  if (*found)
    report_duplicate (importer, intake, file, query, restored);
  return !query_failed (query);
}

/* A corrected copy of a transcript: most lines of the longer text are in the other one too. */
#define NEARLY_SAME 0.8

static gboolean
texts_are_near (const char *text, const char *other)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1), others = g_strsplit (other, "\n", -1);
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  guint n = 0, there = 0, n_others = 0;
  for (char **line = others; *line != NULL; line++)
    if (*g_strstrip (*line) != '\0')
      {
        g_hash_table_add (known, *line);
        n_others++;
      }
  for (char **line = lines; *line != NULL; line++)
    if (*g_strstrip (*line) != '\0')
      {
        n++;
        there += g_hash_table_contains (known, *line);
      }
  return there > 0 && there >= NEARLY_SAME * MAX (n, n_others);
}

/* Looks for another document of the case, of the same kind, by nearly the same name or with nearly
 * the same words. */
static gboolean
look_for_copy (EspStudy *study, Intake *intake, const Belonging *belonging, const Uuid *case_id,
               const Uuid *document, GError **error)
{
  if (uuid_is_nil (case_id))
    return TRUE;
  g_autoptr (Query) query = store_query (
      study, "SELECT d.id, d.name, t.body FROM document d JOIN document_version v ON v.document_id "
             "= d.id AND v.gone = 0 JOIN text_body t ON t.hash = v.text_hash"
             " WHERE d.gone = 0 AND d.case_id = :case AND d.kind = :kind ORDER BY d.name, d.id");
  query_bind_uuid (query, ":case", case_id);
  query_bind_text (query, ":kind", belonging->kind);
  while (query_step (query, error))
    {
      Uuid id = query_uuid (query, 0);
      const char *name = query_text (query, 1);
      if (uuid_equal (&id, document)
          || !(names_are_near (belonging->name, name)
               || texts_are_near (intake->source->text, query_text (query, 2))))
        continue;
      const char *quote = strchr (name, ' ') != NULL ? "\"" : "";
      g_autofree char *done = g_strdup_printf (
          "both are kept; if this is a corrected copy, undo this import: 'espalier revise %s%s%s "
          "FILE' makes it the new text",
          quote, name, quote);
      source_find (intake->source, ESP_GRADE_WARNING, 0,
                   g_strdup_printf ("'%s' is in the study with other words", name), done);
      return TRUE;
    }
  return !query_failed (query);
}

static GHashTable *
load_names (EspStudy *study, GError **error)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (Query) query = store_query (study, "SELECT id, name FROM document WHERE gone = 0");
  while (query_step (query, error))
    {
      Uuid id = query_uuid (query, 0);
      g_hash_table_insert (names, text_fold_name (query_text (query, 1)),
                           g_memdup2 (&id, sizeof id));
    }
  return query_failed (query) ? NULL : g_steal_pointer (&names);
}

/* A name by which a person can mean this document only: the file's, or with a number after it. */
static void
take_free_name (Importer *importer, const Uuid *document, Belonging *belonging, Intake *intake)
{
  g_autofree char *name = g_strdup (belonging->name);
  for (guint n = 2;; n++)
    {
      g_autofree char *folded = text_fold_name (name);
      const Uuid *owner = g_hash_table_lookup (importer->names, folded);
      if (owner == NULL || uuid_equal (owner, document))
        {
          if (n > 2)
            source_find (intake->source, ESP_GRADE_WARNING, 0,
                         g_strdup_printf ("another document is called '%s'", belonging->name),
                         "a number was put after this one's name");
          replace (&belonging->name, name);
          g_hash_table_insert (importer->names, g_steal_pointer (&folded),
                               g_memdup2 (document, sizeof *document));
          return;
        }
      g_free (name);
      name = g_strdup_printf ("%s (%u)", belonging->name, n);
    }
}

static gboolean
find_schedule (EspStudy *study, const char *name, Uuid *id, GError **error)
{
  *id = UUID_NIL;
  if (*name == '\0')
    return TRUE;
  g_autoptr (Query) query = store_query (
      study,
      "SELECT id FROM schedule WHERE name = :name AND gone = 0 ORDER BY version DESC LIMIT 1");
  query_bind_text (query, ":name", name);
  if (query_step (query, error))
    *id = query_uuid (query, 0);
  return !query_failed (query);
}

static gboolean
store_document (Importer *importer, const Belonging *belonging, const Uuid *document,
                const Uuid *case_id, GError **error)
{
  Uuid group = UUID_NIL, schedule = UUID_NIL;
  const DocumentRule *rule = belonging->rule;
  if (rule != NULL && *rule->group_name != '\0' && belonging->label == NULL
      && !group_ensure (importer->study, rule->group_kind, rule->group_name, &group, error))
    return FALSE;
  if (rule != NULL && !find_schedule (importer->study, rule->schedule_name, &schedule, error))
    return FALSE;
  g_autoptr (Query) insert
      = store_query (importer->study,
                     "INSERT INTO document (id, name, kind, level, case_id, group_id, schedule_id)"
                     " VALUES (:id, :name, :kind, :level, :case, :group, :schedule) ON CONFLICT "
                     "(id) DO UPDATE SET gone = 0,"
                     " name = excluded.name, kind = excluded.kind, level = excluded.level, case_id "
                     "= excluded.case_id,"
                     " group_id = excluded.group_id, schedule_id = excluded.schedule_id");
  query_bind_uuid (insert, ":id", document);
  query_bind_text (insert, ":name", belonging->name);
  query_bind_text (insert, ":kind", belonging->kind);
  query_bind_text (insert, ":level", belonging->level);
  query_bind_uuid (insert, ":case", case_id);
  query_bind_uuid (insert, ":group", &group);
  query_bind_uuid (insert, ":schedule", &schedule);
  return query_run (insert, error);
}

/* Two people may give the same answers, so a document of a sheet is known by its label and part
 * too. */
static Uuid
document_id (const Intake *intake, const Belonging *belonging)
{
  g_autofree char *text_hex = hex_encode (intake->text_hash, 32);
  if (intake->row == 0 || (intake->written == NULL && *intake->part == '\0'))
    return uuid_derived ("document", text_hex, NULL);
  return uuid_derived ("document", text_hex,
                       intake->written != NULL ? belonging->label->canonical : "", intake->part,
                       NULL);
}

static gboolean
store_intake (Importer *importer, Intake *intake, Belonging *belonging, GError **error)
{
  g_autofree char *text_hex = hex_encode (intake->text_hash, 32);
  Uuid document = document_id (intake, belonging), case_id = UUID_NIL;
  g_autofree char *document_text = uuid_dup_text (&document);
  Uuid version = uuid_derived ("document_version", document_text, text_hex, NULL);
  if (belonging->label != NULL
      && !stored_case (&importer->storing, belonging->label, &case_id, error))
    return FALSE;
  if (!look_for_copy (importer->study, intake, belonging, &case_id, &document, error))
    return FALSE;
  take_free_name (importer, &document, belonging, intake);
  return stored_words (importer->study, intake, FALSE, NULL, error)
         && store_document (importer, belonging, &document, &case_id, error)
         && stored_version (importer->study, intake, &document, &version, NULL, "", error)
         && stored_speakers (&importer->storing, belonging, &version, &case_id, NULL, error)
         && memo_write_comments (importer->study, intake->source, intake->index, &version, error)
         && session_store (importer->study, belonging->rule, &document, error);
}

/* The document of a respondent that has the words of the row in a later text: those of a sheet that
 * 'revise --all' took, and that is called otherwise than the one they came from. UUID_NIL: none. */
static gboolean
find_corrected_row (Importer *importer, const Intake *intake, const Belonging *belonging,
                    Uuid *document, GError **error)
{
  *document = UUID_NIL;
  if (intake->written == NULL || *intake->part != '\0')
    return TRUE;
  g_autoptr (Query) query = store_query (
      importer->study,
      "SELECT d.id FROM study_case c JOIN document d ON d.case_id = c.id AND d.gone = 0"
      " JOIN document_version v ON v.document_id = d.id AND v.gone = 0 AND v.text_hash = :text"
      " JOIN document_version r ON r.document_id = d.id AND r.gone = 0 AND r.replaces_id IS NULL"
      " AND r.reader IN ('csv', 'xlsx') WHERE c.label = :label AND c.gone = 0"
      " ORDER BY d.name, d.id LIMIT 1");
  query_bind_blob (query, ":text", intake->text_hash, 32);
  query_bind_text (query, ":label", belonging->label->canonical);
  if (query_step (query, error))
    *document = query_uuid (query, 0);
  return !query_failed (query);
}

/* Of a sheet that was imported before, what is there already: the document itself, in whatever
 * wording it has now, or one of its name with other words. */
static gboolean
find_imported_row (Importer *importer, const Intake *intake, const Belonging *belonging,
                   EspImportedFile *file, gboolean *found, GError **error)
{
  const Uuid id = document_id (intake, belonging);
  g_autofree char *name = text_fold_name (belonging->name);
  const Uuid *named = g_hash_table_lookup (importer->names, name);
  Uuid corrected;
  if (!find_corrected_row (importer, intake, belonging, &corrected, error))
    return FALSE;
  g_autoptr (Query) query = store_query (
      importer->study,
      "SELECT d.name, d.id IN (:id, :corrected) OR v.text_hash = :text, v.reader FROM document d"
      " JOIN document_version v ON v.document_id = d.id AND v.gone = 0"
      " WHERE d.gone = 0 AND d.id IN (:id, :corrected, :named) ORDER BY 2 DESC LIMIT 1");
  query_bind_uuid (query, ":id", &id);
  query_bind_uuid (query, ":corrected", uuid_is_nil (&corrected) ? &id : &corrected);
  query_bind_uuid (query, ":named", named != NULL ? named : &id);
  query_bind_blob (query, ":text", intake->text_hash, 32);
  *found = FALSE;
  if (!query_step (query, error))
    return !query_failed (query);
  g_autofree char *document = g_strdup (query_text (query, 0));
  const gboolean same = query_int (query, 1),
                 by_row = g_str_equal (query_text (query, 2), intake->reader->name);
  query_end (g_steal_pointer (&query));
  gboolean restored = FALSE;
  *found = same || by_row;
  if (same && !stored_words (importer->study, intake, TRUE, &restored, error))
    return FALSE;
  if (same)
    report_skipped (importer->report, file, ESP_GRADE_NOTE, document, "it",
                    restored ? "its words, which were lost, are stored again" : "skipped");
  else if (by_row)
    {
      g_autoptr (GError) why = NULL;
      fail (&why, ESP_ERROR_INPUT,
            "row %u: '%s' is in the study with other words; 'espalier revise --all' takes the new "
            "ones",
            intake->row, document);
      report_refused (importer->report, file, why);
    }
  return TRUE;
}

/* Says of a pattern that took too long that what it was to find may stand as speech. Files are read
 * ahead, so that whichever file was too much for it, those read with it are told too. */
static void
note_costly (const Importer *importer, Intake *intake)
{
  const char *pattern = unspoken_lines_costly (importer->book->unspoken);
  if (pattern != NULL)
    source_find (
        intake->source, ESP_GRADE_WARNING, 0,
        g_strdup_printf ("the pattern '%s' of lines that nobody says took too long", pattern),
        "not used; make its repeated parts more exact, and import the file again");
}

/* One file, or one document of a sheet: refused, skipped or stored. FALSE only when the study
 * fails. */
static gboolean
import_one (Importer *importer, Intake *intake, GError **error)
{
  EspImportedFile *file = report_file (importer->report, intake);
  if (intake->error != NULL)
    {
      report_refused (importer->report, file, intake->error);
      return TRUE;
    }
  gboolean duplicate = FALSE;
  if (intake->row == 0 && !find_duplicate (importer, intake, file, &duplicate, error))
    return FALSE;
  if (duplicate)
    return TRUE;
  g_autoptr (GError) why = NULL;
  g_autoptr (Belonging) belonging = belonging_decide (importer->book, intake, &why);
  if (belonging == NULL)
    {
      report_refused (importer->report, file, why);
      return TRUE;
    }
  misfit_note (intake, belonging->name, belonging_is_spoken (belonging));
  note_costly (importer, intake);
  if (intake->row > 0 && !find_imported_row (importer, intake, belonging, file, &duplicate, error))
    return FALSE;
  if (duplicate)
    return TRUE;
  if (!store_intake (importer, intake, belonging, error))
    return FALSE;
  report_imported (importer->report, file, intake, belonging);
  return TRUE;
}

/* Whether a document of the row was refused: then nothing more needs to be said of it. */
static gboolean
row_is_refused (const GPtrArray *files, guint first, guint row)
{
  for (guint i = first; i < files->len; i++)
    {
      const EspImportedFile *file = files->pdata[i];
      if (file->row == row && file->outcome == ESP_OUTCOME_REFUSED)
        return TRUE;
    }
  return FALSE;
}

/* What a person said of the columns, and the definition does not, is kept: for corrections. */
static gboolean
keep_map (const Importer *importer, const Intake *whole, GError **error)
{
  const SheetMap *said = importer->wish->map;
  return said == NULL || sheet_documents_map (importer->book, importer->wish, whole->name) != said
         || sheet_map_keep (importer->study, said, whole->name, importer->book->attributes, error);
}

/* The documents of a sheet, one after the other; what there is to say of the sheet stands with the
 * first one. The bytes of the file go with the first one that is stored. */
static gboolean
import_sheet (Importer *importer, Intake *whole, GError **error)
{
  const GPtrArray *files = importer->report->files;
  const guint first = files->len, refused = importer->report->refused;
  for (;;)
    {
      g_autoptr (Intake) part = sheet_documents_next (whole->sheet, whole);
      if (part == NULL)
        break;
      part->bytes = g_steal_pointer (&whole->bytes);
      part->bytes_size = whole->bytes_size;
      if (!import_one (importer, part, error))
        return FALSE;
      if (((const EspImportedFile *)files->pdata[files->len - 1])->outcome != ESP_OUTCOME_IMPORTED)
        whole->bytes = g_steal_pointer (&part->bytes);
    }
  const gboolean any = importer->report->refused - refused < files->len - first;
  if (any
      && (!keep_map (importer, whole, error)
          || !sheet_documents_attributes (whole->sheet, importer->study, importer->options->accept,
                                          error)))
    return FALSE;
  GPtrArray *findings = sheet_documents_findings (whole->sheet);
  const EspImportedFile *file = files->pdata[first];
  while (findings->len > 0)
    {
      EspFinding *finding = g_ptr_array_steal_index (findings, 0);
      if (finding->line > 0 && row_is_refused (files, first, finding->line))
        finding_free (finding);
      else
        g_ptr_array_add (file->findings, finding);
    }
  return TRUE;
}

gboolean
esp_encoding_check (const char *name, GError **error)
{
  return decode_find (name) != NULL
         || fail (error, ESP_ERROR_USAGE,
                  "there is no encoding '%s'; 'iconv -l' lists those there are", name);
}

EspImportReport *
esp_import (EspStudy *study, const char *const *paths, const EspImportOptions *options,
            GError **error)
{
  if (!store_in_change (study, error)
      || (options->encoding != NULL && !esp_encoding_check (options->encoding, error)))
    return NULL;
  g_autoptr (SheetMap) map = NULL;
  if ((options->rows != NULL || options->columns != NULL)
      && (map = sheet_map_said (options->rows, options->columns, error)) == NULL)
    return NULL;
  g_autoptr (Rulebook) book = rulebook_load (study, error);
  if (book == NULL)
    return NULL;
  g_autoptr (EspImportReport) report = report_new ();
  g_autoptr (GPtrArray) files = intake_paths (paths, options->recurse, report->passed_over);
  g_autoptr (GHashTable) names = load_names (study, error);
  if (names == NULL)
    return NULL;
  const SheetWish wish = { map, options->sheet, options->encoding, options->accept };
  Importer importer
      = { study, book, options, &wish, report, { study, book, report->new_cases }, names };
  ReadAhead *ahead = read_ahead_new (files, book, &wish, options);
  gboolean good = TRUE;
  for (guint i = 0; good && i < files->len; i++)
    {
      g_autoptr (Intake) intake = read_ahead_take (ahead, i);
      good = intake->sheet != NULL ? import_sheet (&importer, intake, error)
                                   : import_one (&importer, intake, error);
      if (good && options->progress != NULL)
        options->progress (i + 1, files->len, intake->path, options->progress_data);
    }
  read_ahead_free (ahead);
  return good ? g_steal_pointer (&report) : NULL;
}

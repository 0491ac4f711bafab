/* Correcting a text: a new version of a document, with what differs from the one that it replaces.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/revision.h"

#include "base/error.h"
#include "corpus/document.h"
#include "corpus/memo.h"
#include "corpus/sheet_revision.h"
#include "corpus/stored.h"
#include "store/store.h"

#include <string.h>

/* Fewer words left than this part of them, or of the new text fewer that were there before: it is
 * another text, or has another one in it, as far as can be told. */
#define LEFT_LEAST 0.5

void
revision_free (Revision *revision)
{
  if (revision == NULL)
    return;
  g_free (revision->name);
  g_clear_pointer (&revision->findings, g_ptr_array_unref);
  g_clear_pointer (&revision->new_cases, g_ptr_array_unref);
  g_clear_pointer (&revision->unknown_speakers, g_ptr_array_unref);
  g_free (revision);
}

/* The same words that replace the same version are one version in every copy; the first text of a
 * document that comes back is a version of its own. `layout_key` NULL unless nothing but the layout
 * tells the two apart. */
static Uuid
version_identity (const Uuid *document, const guint8 text_hash[32], const Uuid *replaces,
                  const guint8 *layout_key)
{
  g_autofree char *document_text = uuid_dup_text (document), *hash = hex_encode (text_hash, 32),
                  *replaces_text = uuid_dup_text (replaces),
                  *layout = layout_key != NULL ? hex_encode (layout_key, 32) : NULL;
  return uuid_derived ("document_version", document_text, hash, replaces_text, layout, NULL);
}

gboolean
revision_origin (EspStudy *study, const Uuid *document, char **name, char **reader, GError **error)
{
  g_autoptr (Query) query = store_query (
      study, "SELECT original_name, reader FROM document_version WHERE document_id = :document"
             " AND gone = 0 ORDER BY replaces_id IS NOT NULL, made_at, id LIMIT 1");
  query_bind_uuid (query, ":document", document);
  if (!query_step (query, error))
    return !query_failed (query) && fail (error, ESP_ERROR_DAMAGED, "a document has no text");
  *name = g_strdup (query_text (query, 0));
  *reader = g_strdup (query_text (query, 1));
  return TRUE;
}

/* ---- what may not be */

/* Two rows of a sheet may say the same, and are known by their labels. */
static gboolean
is_new_text (EspStudy *study, const DocText *doc, const Intake *intake, gboolean *same_text,
             GError **error)
{
  g_autoptr (Query) same = store_query (study, "SELECT text_hash = :text, layout_hash = :layout"
                                               " FROM document_version WHERE id = :version");
  query_bind_blob (same, ":text", intake->text_hash, 32);
  query_bind_blob (same, ":layout", intake->layout_key, 32);
  query_bind_uuid (same, ":version", &doc->version_id);
  if (!query_step (same, error))
    return !query_failed (same)
           && fail (error, ESP_ERROR_DAMAGED, "a text of '%s' is missing", doc->name);
  *same_text = query_int (same, 0) != 0;
  if (*same_text && query_int (same, 1) != 0)
    return fail (error, ESP_ERROR_EXISTS,
                 "'%s' has the words of '%s' already; there is nothing to correct", doc->name,
                 intake->name);
  if (intake->row > 0 || *same_text)
    return TRUE;
  g_autoptr (Query) other = store_query (
      study, "SELECT d.name FROM document_version v JOIN document d ON d.id = v.document_id WHERE"
             " v.text_hash = :text AND v.gone = 0 AND d.gone = 0 AND d.id <> :document"
             " ORDER BY d.name LIMIT 1");
  query_bind_blob (other, ":text", intake->text_hash, 32);
  query_bind_uuid (other, ":document", &doc->document_id);
  if (query_step (other, error))
    return fail (error, ESP_ERROR_EXISTS, "'%s' is the text of another document, '%s'",
                 intake->name, query_text (other, 0));
  return !query_failed (other);
}

gboolean
revision_is_doubtful (const Revision *revision)
{
  const DifferenceWords *words = &revision->words;
  return (double)(words->before - words->removed) < LEFT_LEAST * (double)words->before;
}

/* ---- who speaks */

/* Folded name -> KnownSpeaker, of one version. */
static GHashTable *
load_known (EspStudy *study, const Uuid *version, GError **error)
{
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (Query) query = store_query (
      study, "SELECT name, part, case_id FROM speaker WHERE version_id = :version AND gone = 0");
  query_bind_uuid (query, ":version", version);
  while (query_step (query, error))
    {
      const KnownSpeaker one
          = { part_of_stored_name (query_text (query, 1)), query_uuid (query, 2) };
      g_hash_table_insert (known, text_fold_name (query_text (query, 0)),
                           g_memdup2 (&one, sizeof one));
    }
  return query_failed (query) ? NULL : g_steal_pointer (&known);
}

Belonging *
revision_decide (const Rulebook *book, Intake *intake, const char *origin, GError **error)
{
  g_autofree char *name = g_strdup (intake->name);
  const guint findings = intake->source->findings->len;
  intake_name (intake, origin);
  Belonging *belonging = belonging_decide (book, intake, error);
  intake_name (intake, name);
  g_ptr_array_set_size (intake->source->findings, (gint)findings);
  return belonging;
}

static void
note (Revision *revision, char *what, const char *done)
{
  g_ptr_array_add (revision->findings, finding_new (ESP_GRADE_WARNING, 0, what, done));
}

/* Speakers that the text had not before: those whom nobody knows are listed, of the others it is
 * told whose words they speak now. */
static void
note_new (Revision *revision, const Belonging *belonging, GHashTable *known)
{
  for (guint i = 0; i < belonging->speakers->len; i++)
    {
      const SpeakerPlan *plan = belonging->speakers->pdata[i];
      g_autofree char *folded = text_fold_name (plan->name);
      if (g_hash_table_contains (known, folded))
        continue;
      if (plan->part == ESP_PART_UNKNOWN || plan->unidentified)
        g_ptr_array_add (revision->unknown_speakers, g_strdup (plan->name));
      else
        note (revision,
              g_strdup_printf ("'%s' speaks in it, who did not in the text before", plan->name),
              "look whether a label was changed");
    }
}

/* Speakers of the text before who say nothing any more, once those of the new one are stored. A
 * case that speaks under another name now has lost nothing. */
static gboolean
note_gone (EspStudy *study, Revision *revision, const Belonging *belonging, const Uuid *before,
           GError **error)
{
  g_autoptr (GHashTable) now = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < belonging->speakers->len; i++)
    {
      const SpeakerPlan *plan = belonging->speakers->pdata[i];
      g_hash_table_add (now, text_fold_name (plan->name));
    }
  g_autoptr (Query) query = store_query (
      study, "SELECT s.name, s.part FROM speaker s WHERE s.version_id = :version AND s.gone = 0"
             " AND NOT EXISTS (SELECT 1 FROM speaker n WHERE n.version_id = :now AND n.gone = 0"
             " AND n.case_id = s.case_id) ORDER BY s.name, s.id");
  query_bind_uuid (query, ":version", before);
  query_bind_uuid (query, ":now", &revision->version);
  while (query_step (query, error))
    {
      g_autofree char *folded = text_fold_name (query_text (query, 0));
      if (!g_hash_table_contains (now, folded))
        note (revision,
              g_strdup_printf ("'%s', who spoke in the text before, does not in this one",
                               query_text (query, 0)),
              g_str_equal (query_text (query, 1), "case")
                  ? "what is coded there does not count as their words; look at the labels of the "
                    "file"
                  : "what they said is somebody else's in it, or nobody's; look at the labels of "
                    "the file");
    }
  return !query_failed (query);
}

/* ---- the whole */

static gboolean
store_revision (EspStudy *study, const Rulebook *book, Intake *intake, const DocText *doc,
                const Belonging *belonging, const Difference *difference, Revision *revision,
                GError **error)
{
  const Storing storing = { study, book, revision->new_cases };
  g_autofree char *written = difference_write (difference);
  g_autoptr (GHashTable) known = load_known (study, &doc->version_id, error);
  if (known == NULL)
    return FALSE;
  note_new (revision, belonging, known);
  return stored_words (study, intake, FALSE, NULL, error)
         && stored_version (study, intake, &doc->document_id, &revision->version, &doc->version_id,
                            written, error)
         && stored_speakers (&storing, belonging, &revision->version, &doc->case_id, known, error)
         && note_gone (study, revision, belonging, &doc->version_id, error)
         && memo_write_comments (study, intake->source, intake->index, &revision->version, error);
}

static Revision *
revision_new (const DocText *doc, const Intake *intake, gboolean same_text)
{
  Revision *revision = g_new0 (Revision, 1);
  revision->document = doc->document_id;
  revision->version = version_identity (&doc->document_id, intake->text_hash, &doc->version_id,
                                        same_text ? intake->layout_key : NULL);
  revision->same_text = same_text;
  revision->name = g_strdup (doc->name);
  revision->findings = g_ptr_array_new_with_free_func (finding_free);
  revision->new_cases = g_ptr_array_new_with_free_func (g_free);
  revision->unknown_speakers = g_ptr_array_new_with_free_func (g_free);
  return revision;
}

Revision *
revision_take (EspStudy *study, const Rulebook *book, const DocText *doc, Intake *intake,
               const Belonging *belonging, GError **error)
{
  gboolean same_text = FALSE;
  if (!is_new_text (study, doc, intake, &same_text, error))
    return NULL;
  g_autoptr (Difference) difference = difference_make (doc->text, intake->source->text);
  g_autoptr (Revision) revision = revision_new (doc, intake, same_text);
  revision->words = difference_words (difference, doc->text, intake->source->text);
  if (!store_revision (study, book, intake, doc, belonging, difference, revision, error))
    return NULL;
  while (intake->source->findings->len > 0)
    g_ptr_array_add (revision->findings, g_ptr_array_steal_index (intake->source->findings, 0));
  return g_steal_pointer (&revision);
}

/* The one text that a file has for a document; or, of a sheet, the row that is this document. */
static Intake *
read_text (Rulebook *book, const DocText *doc, const char *origin, const char *file,
           const EspReviseOptions *options, Belonging **belonging, GError **error)
{
  g_autofree char *base = g_path_get_basename (file), *name = g_filename_display_name (base);
  g_autoptr (Intake) intake = NULL;
  if (sheet_revision_is_sheet (book, name))
    return sheet_revision_row (book, doc, origin, file, options, belonging, error);
  const LayoutNames names = rulebook_names (book, origin);
  const ReadOptions reading = { .encoding = options->encoding };
  intake = intake_read (file, &names, &reading, options->keep_original);
  if (intake->error != NULL)
    {
      g_propagate_prefixed_error (error, g_steal_pointer (&intake->error),
                                  "cannot read '%s': ", intake->name);
      return NULL;
    }
  *belonging = revision_decide (book, intake, origin, error);
  return *belonging != NULL ? g_steal_pointer (&intake) : NULL;
}

static gboolean
is_correction (const Revision *revision, const char *name, GError **error)
{
  const DifferenceWords *words = &revision->words;
  if (revision_is_doubtful (revision))
    return fail (error, ESP_ERROR_INPUT,
                 "only %" G_GSIZE_FORMAT " of the %" G_GSIZE_FORMAT
                 " words of '%s' are in '%s': is it another transcript? --anyway takes it",
                 words->before - words->removed, words->before, revision->name, name);
  return (double)(words->after - words->inserted) >= LEFT_LEAST * (double)words->after
         || fail (error, ESP_ERROR_INPUT,
                  "%" G_GSIZE_FORMAT " of the %" G_GSIZE_FORMAT
                  " words of '%s' are not in '%s': is another transcript in it? --anyway takes it",
                  words->inserted, words->after, name, revision->name);
}

Revision *
revision_make (EspStudy *study, const char *document, const char *file,
               const EspReviseOptions *options, GError **error)
{
  if (!store_in_change (study, error)
      || (options->encoding != NULL && !esp_encoding_check (options->encoding, error)))
    return NULL;
  g_autofree char *origin = NULL, *reader = NULL;
  g_autoptr (GArray) found = documents_find (study, document, error);
  if (found == NULL || !documents_only_one (study, found, document, error))
    return NULL;
  g_autoptr (DocText) doc
      = doc_text_load (study, &g_array_index (found, DocRef, 0).version_id, error);
  g_autoptr (Rulebook) book = doc != NULL ? rulebook_load (study, error) : NULL;
  if (book == NULL || !revision_origin (study, &doc->document_id, &origin, &reader, error))
    return NULL;
  g_autoptr (Belonging) belonging = NULL;
  g_autoptr (Intake) intake = read_text (book, doc, origin, file, options, &belonging, error);
  if (intake == NULL)
    return NULL;
  g_autoptr (Revision) revision = revision_take (study, book, doc, intake, belonging, error);
  if (revision == NULL || (!options->anyway && !is_correction (revision, intake->name, error)))
    return NULL;
  return g_steal_pointer (&revision);
}

/* ---- of two, one */

static gboolean
copy_speakers (EspStudy *study, const Uuid *from, const Uuid *to, GError **error)
{
  g_autofree char *to_text = uuid_dup_text (to);
  g_autoptr (Query) rows = store_query (
      study, "SELECT id, name FROM speaker WHERE version_id = :from AND gone = 0 ORDER BY id");
  g_autoptr (Query) insert = store_query (
      study,
      "INSERT INTO speaker (id, version_id, name, part, case_id) SELECT :id, :to, name, part,"
      " case_id FROM speaker WHERE id = :old ON CONFLICT (id) DO UPDATE SET gone = 0,"
      " part = excluded.part, case_id = excluded.case_id");
  query_bind_uuid (rows, ":from", from);
  while (query_step (rows, error))
    {
      const Uuid old = query_uuid (rows, 0);
      const Uuid id = uuid_derived ("speaker", to_text, query_text (rows, 1), NULL);
      query_bind_uuid (insert, ":id", &id);
      query_bind_uuid (insert, ":to", to);
      query_bind_uuid (insert, ":old", &old);
      if (!query_run (insert, error))
        return FALSE;
    }
  return !query_failed (rows);
}

gboolean
revision_prefer (EspStudy *study, const Uuid *kept, const Uuid *other, GError **error)
{
  g_autoptr (DocText) doc = doc_text_load (study, kept, error);
  g_autoptr (DocText) beside = doc != NULL ? doc_text_load (study, other, error) : NULL;
  if (beside == NULL)
    return FALSE;
  g_autoptr (Difference) difference = difference_make (beside->text, doc->text);
  g_autofree char *written = difference_write (difference);
  guint8 hash[32];
  sha256 (hash, doc->text, strlen (doc->text), NULL, 0);
  const Uuid id = version_identity (&doc->document_id, hash, other, NULL);
  g_autoptr (Query) insert = store_query (
      study, "INSERT INTO document_version (id, document_id, replaces_id, text_hash, layout_hash,"
             " original_hash, original_name, reader, coder_id, made_at, difference) SELECT :id,"
             " document_id, :other, text_hash, layout_hash, original_hash, original_name, reader,"
             " :coder, :now, :difference FROM document_version WHERE id = :kept"
             " ON CONFLICT (id) DO UPDATE SET gone = 0, made_at = excluded.made_at");
  query_bind_uuid (insert, ":id", &id);
  query_bind_uuid (insert, ":kept", kept);
  query_bind_uuid (insert, ":other", other);
  query_bind_uuid (insert, ":coder", store_coder (study));
  query_bind_text (insert, ":now", store_now (study));
  query_bind_text (insert, ":difference", written);
  return query_run (insert, error) && copy_speakers (study, kept, &id, error);
}

/* Who speaks: listing the speakers of documents, and saying who one is.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"
#include "base/near.h"
#include "base/text.h"
#include "corpus/document.h"
#include "corpus/handover.h"
#include "corpus/transcript.h"
#include "store/store.h"
#include "study/case.h"
#include "study/in_force.h"

#define FIRST_WORDS_CP 60
#define MOST_NAMED 4u /* documents, in a message */

/* ---- the speakers of the versions in force */

/* One of them, for whoever changes it. */
typedef struct
{
  Uuid id, version_id, document_id, case_id;
  char *document, *name;
  EspPart part;
  char *case_label, *case_kind; /* '' for none */
} SpeakerRow;

static void
speaker_row_free (gpointer row)
{
  SpeakerRow *one = row;
  g_free (one->document);
  g_free (one->name);
  g_free (one->case_label);
  g_free (one->case_kind);
  g_free (one);
}

static gboolean
is_unknown (const SpeakerRow *row)
{
  return row->part == ESP_PART_UNKNOWN || g_str_equal (row->case_kind, "unidentified");
}

/* SpeakerRow, by document and name. `document` NULL: of all documents. */
static GPtrArray *
load_speakers (EspStudy *study, const char *document, GError **error)
{
  g_autoptr (GArray) documents = document != NULL ? documents_find (study, document, error) : NULL;
  if (document != NULL && documents == NULL)
    return NULL;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (speaker_row_free);
  g_autoptr (Query) query = store_query (
      study, "SELECT s.id, v.id, d.id, s.case_id, d.name, s.name, s.part, ifnull (c.label, ''),"
             " ifnull (c.kind, '') FROM speaker s JOIN document_version v ON v.id = s.version_id"
             " JOIN document d ON d.id = v.document_id LEFT JOIN study_case c ON c.id = s.case_id"
             " WHERE s.gone = 0 AND d.gone = 0 AND v.id = " TEXT_IN_FORCE (
                 "d.id") " ORDER BY d.name, d.id, s.name");
  while (query_step (query, error))
    {
      const Uuid id = query_uuid (query, 2);
      if (!documents_hold (documents, &id))
        continue;
      SpeakerRow *row = g_new0 (SpeakerRow, 1);
      row->id = query_uuid (query, 0);
      row->version_id = query_uuid (query, 1);
      row->document_id = id;
      row->case_id = query_uuid (query, 3);
      row->document = g_strdup (query_text (query, 4));
      row->name = g_strdup (query_text (query, 5));
      row->part = part_of_stored_name (query_text (query, 6));
      row->case_label = g_strdup (query_text (query, 7));
      row->case_kind = g_strdup (query_text (query, 8));
      g_ptr_array_add (rows, row);
    }
  return query_failed (query) ? NULL : g_steal_pointer (&rows);
}

/* ---- listing */

void
esp_speaker_free (EspSpeaker *speaker)
{
  if (speaker == NULL)
    return;
  g_free (speaker->document);
  g_free (speaker->name);
  g_free (speaker->case_label);
  g_free (speaker->first_words);
  g_free (speaker);
}

static EspSpeaker *
speaker_of (const SpeakerRow *row)
{
  EspSpeaker *speaker = g_new0 (EspSpeaker, 1);
  speaker->document = g_strdup (row->document);
  speaker->name = g_strdup (row->name);
  speaker->part = row->part;
  speaker->case_label = g_strdup (row->case_label);
  speaker->is_known = !is_unknown (row);
  speaker->first_words = g_strdup ("");
  return speaker;
}

/* How often the speaker has the floor, and with which words first. Words that are lost are no
 * error here. */
static void
describe_turns (DocTexts *docs, const SpeakerRow *row, EspSpeaker *speaker)
{
  DocText *doc = doc_texts_get (docs, &row->version_id, NULL);
  for (guint i = 0; doc != NULL && i < doc->items->len; i++)
    {
      const TextItem *item = &g_array_index (doc->items, TextItem, i);
      if (item->kind != ESP_ITEM_TURN || !g_str_equal (item->speaker, row->name)
          || speaker->turns++ > 0)
        continue;
      g_autofree char *words = text_slice (doc->text, doc->index, item->start_cp, item->end_cp);
      g_free (speaker->first_words);
      speaker->first_words = text_excerpt (words, FIRST_WORDS_CP);
    }
}

GPtrArray *
esp_speakers (EspStudy *study, const char *document, gboolean only_unknown, GError **error)
{
  g_autoptr (GPtrArray) rows = load_speakers (study, document, error);
  if (rows == NULL)
    return NULL;
  g_autoptr (GPtrArray) speakers
      = g_ptr_array_new_with_free_func ((GDestroyNotify)esp_speaker_free);
  DocTexts *docs = NULL;
  const Uuid *loaded = NULL;
  for (guint i = 0; i < rows->len; i++)
    {
      const SpeakerRow *row = rows->pdata[i];
      if (only_unknown && !is_unknown (row))
        continue;
      /* One document at a time: the rows come by document. */
      if (loaded == NULL || !uuid_equal (loaded, &row->version_id))
        {
          doc_texts_free (docs);
          docs = doc_texts_new (study);
          loaded = &row->version_id;
        }
      EspSpeaker *speaker = speaker_of (row);
      describe_turns (docs, row, speaker);
      g_ptr_array_add (speakers, speaker);
    }
  doc_texts_free (docs);
  return g_steal_pointer (&speakers);
}

/* ---- saying who one is */

static gboolean
fail_no_speaker (const GPtrArray *rows, const char *name, const char *document, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  for (guint i = 0; i < rows->len; i++)
    {
      char *other = ((const SpeakerRow *)rows->pdata[i])->name;
      if (!g_ptr_array_find_with_equal_func (names, other, g_str_equal, NULL))
        g_ptr_array_add (names, other);
    }
  g_autofree char *near = near_names (name, names);
  return fail (error, ESP_ERROR_NOT_FOUND, "nobody speaks as '%s' %s%s%s", name,
               document != NULL ? "there; " : "whom the study does not know; ",
               near != NULL ? "near it are: " : "'espalier cases unknown' lists who is not known",
               near != NULL ? near : "");
}

/* Those that are meant: of that name; where no document is said, only those not known yet. They are
 * borrowed from `rows`. */
static GPtrArray *
pick_speakers (const GPtrArray *rows, const char *name, const char *document, GError **error)
{
  g_autofree char *folded = text_fold_name (name);
  g_autoptr (GPtrArray) picked = g_ptr_array_new ();
  for (guint i = 0; i < rows->len; i++)
    {
      SpeakerRow *row = rows->pdata[i];
      g_autofree char *other = text_fold_name (row->name);
      if (g_str_equal (other, folded) && (document != NULL || is_unknown (row)))
        g_ptr_array_add (picked, row);
    }
  if (picked->len > 0)
    return g_steal_pointer (&picked);
  for (guint i = 0; i < rows->len; i++)
    {
      const SpeakerRow *row = rows->pdata[i];
      g_autofree char *other = text_fold_name (row->name);
      if (!g_str_equal (other, folded))
        continue;
      fail (
          error, ESP_ERROR_NOT_FOUND,
          "who '%s' is in '%s' has been said already%s%s; --in DOCUMENT says where it is somebody "
          "else",
          row->name, row->document, *row->case_label != '\0' ? ": " : "", row->case_label);
      return NULL;
    }
  fail_no_speaker (rows, name, document, error);
  return NULL;
}

/* One person speaks in one document under a name, as a rule; a name that comes back elsewhere may
 * be somebody else. */
static gboolean
only_one_document (const GPtrArray *picked, const char *name, GError **error)
{
  g_autoptr (GString) documents = g_string_new (NULL);
  for (guint i = 0; i < picked->len && i < MOST_NAMED; i++)
    g_string_append_printf (documents, "%s'%s'", i > 0 ? ", " : "",
                            ((const SpeakerRow *)picked->pdata[i])->document);
  if (picked->len > MOST_NAMED)
    g_string_append_printf (documents, " and %u more", picked->len - MOST_NAMED);
  return picked->len == 1
         || fail (error, ESP_ERROR_AMBIGUOUS,
                  "'%s' speaks in %u documents (%s); say in which it is this person: --in DOCUMENT",
                  name, picked->len, documents->str);
}

/* In every version of the text, so that taking back a correction does not bring back the slip. */
static gboolean
write_speaker (EspStudy *study, const SpeakerRow *row, EspPart part, const Uuid *case_id,
               GError **error)
{
  g_autoptr (Query) update = store_query (
      study, "UPDATE speaker SET part = :part, case_id = :case WHERE gone = 0 AND name = :name"
             " AND (part, case_id) IS NOT (:part, :case) AND version_id IN"
             " (SELECT id FROM document_version WHERE document_id = :document)");
  query_bind_uuid (update, ":document", &row->document_id);
  query_bind_text (update, ":name", row->name);
  query_bind_text (update, ":part", part_stored_name (part));
  query_bind_uuid (update, ":case", part == ESP_PART_CASE ? case_id : NULL);
  return query_run (update, error);
}

/* The document of somebody who does not speak in it any more is that of who speaks in their place.
 */
static gboolean
pass_document (EspStudy *study, const SpeakerRow *row, const Uuid *case_id, const char *label,
               gboolean *passed, GError **error)
{
  *passed = FALSE;
  g_autoptr (Query) update = store_query (
      study, "UPDATE document SET case_id = :case WHERE id = :id AND case_id = :from"
             " AND case_id <> :case AND NOT EXISTS (SELECT 1 FROM speaker WHERE version_id ="
             " :version AND case_id = :from AND gone = 0) RETURNING 1");
  query_bind_uuid (update, ":id", &row->document_id);
  query_bind_uuid (update, ":version", &row->version_id);
  query_bind_uuid (update, ":from", &row->case_id);
  query_bind_uuid (update, ":case", case_id);
  *passed = !uuid_is_nil (case_id) && query_step (update, error);
  if (query_failed (update))
    return FALSE;
  query_end (g_steal_pointer (&update));
  return !*passed
         || document_follow_label (study, &row->document_id, row->case_label, label, error);
}

/* The document of the one case that speaks in it, where it is nobody's. */
static gboolean
give_document (EspStudy *study, const SpeakerRow *row, GError **error)
{
  g_autoptr (Query) update = store_query (
      study, "UPDATE document SET case_id = (SELECT s.case_id FROM speaker s WHERE s.version_id ="
             " :version AND s.gone = 0 AND s.part = 'case' LIMIT 1) WHERE id = :id AND case_id IS"
             " NULL AND group_id IS NULL AND 1 = (SELECT count (DISTINCT s.case_id) FROM speaker s"
             " JOIN study_case c ON c.id = s.case_id AND c.kind = 'participant' WHERE s.version_id"
             " = :version AND s.gone = 0) AND NOT EXISTS (SELECT 1 FROM speaker s LEFT JOIN"
             " study_case c ON c.id = s.case_id WHERE s.version_id = :version AND s.gone = 0 AND"
             " (s.part = 'unknown' OR c.kind = 'unidentified'))");
  query_bind_uuid (update, ":id", &row->document_id);
  query_bind_uuid (update, ":version", &row->version_id);
  return query_run (update, error);
}

void
esp_identified_free (EspIdentified *identified)
{
  if (identified == NULL)
    return;
  g_ptr_array_unref (identified->before);
  g_ptr_array_unref (identified->handovers);
  g_free (identified->case_label);
  g_free (identified);
}

static EspIdentified *
identified_new (void)
{
  EspIdentified *identified = g_new0 (EspIdentified, 1);
  identified->before = g_ptr_array_new_with_free_func ((GDestroyNotify)esp_speaker_free);
  identified->handovers = g_ptr_array_new_with_free_func ((GDestroyNotify)esp_handover_free);
  return identified;
}

static gboolean
identify_one (EspStudy *study, const SpeakerRow *row, EspPart part, const Uuid *case_id,
              EspIdentified *done, GError **error)
{
  const Uuid from = uuid_equal (&row->case_id, case_id) ? UUID_NIL : row->case_id;
  g_autoptr (Handover) handover = handover_begin (study, &row->document_id, &from, error);
  gboolean passed;
  if (handover == NULL || !write_speaker (study, row, part, case_id, error)
      || !pass_document (study, row, case_id, done->case_label, &passed, error)
      || !give_document (study, row, error))
    return FALSE;
  EspHandover *came = handover_end (study, handover, error);
  if (came == NULL)
    return FALSE;
  came->has_document = passed;
  g_ptr_array_add (done->handovers, came);
  g_ptr_array_add (done->before, speaker_of (row));
  return TRUE;
}

gboolean
esp_speaker_identify (EspStudy *study, const char *document, const char *name, EspPart part,
                      const char *label, EspIdentified **identified, GError **error)
{
  Uuid case_id = UUID_NIL;
  g_autoptr (EspIdentified) done = identified_new ();
  g_return_val_if_fail ((part == ESP_PART_CASE) == (label != NULL), FALSE);
  if (!store_in_change (study, error))
    return FALSE;
  g_autoptr (GPtrArray) rows = load_speakers (study, document, error);
  g_autoptr (GPtrArray) picked = rows != NULL ? pick_speakers (rows, name, document, error) : NULL;
  if (picked == NULL
      || (label != NULL
          && (!only_one_document (picked, name, error)
              || !case_named (study, label, &case_id, &done->case_label, &done->is_new, error))))
    return FALSE;
  if (label == NULL)
    done->case_label = g_strdup ("");
  for (guint i = 0; i < picked->len; i++)
    {
      if (!identify_one (study, picked->pdata[i], part, &case_id, done, error))
        return FALSE;
    }
  if (identified != NULL)
    *identified = g_steal_pointer (&done);
  return TRUE;
}

/* What a file that was read leaves in the study: its words, a version of a document, who speaks in
 * it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/stored.h"

#include "corpus/layout_lines.h"
#include "corpus/transcript.h"
#include "store/store.h"
#include "study/case.h"

gboolean
stored_words (EspStudy *study, const Intake *intake, gboolean only_lost, gboolean *some,
              GError **error)
{
  const struct
  {
    WordsKind kind;
    StoredWords words;
    const guint8 *key;
  } all[] = {
    { WORDS_TEXT,
      { intake->source->text, intake->source->size, NULL, 0, text_index_length (intake->index) },
      intake->text_hash },
    { WORDS_LAYOUT, layout_words (intake->lines, intake->text_hash), intake->layout_key },
    { WORDS_ORIGINAL, { intake->bytes, intake->bytes_size, NULL, 0, 0 }, intake->original_hash },
  };
  gboolean good = TRUE;
  for (guint i = 0; good && i < G_N_ELEMENTS (all); i++)
    {
      if ((all[i].kind == WORDS_ORIGINAL && intake->bytes == NULL)
          || (only_lost && store_words_lost (study, all[i].kind, all[i].key) == WORDS_NOT_LOST))
        continue;
      good = store_keep_words (study, all[i].kind, &all[i].words, all[i].key, error);
      if (some != NULL)
        *some = TRUE;
    }
  return good;
}

gboolean
stored_case (const Storing *storing, const Label *label, Uuid *id, GError **error)
{
  gboolean is_new;
  if (!case_ensure (storing->study, storing->book->schemes, label, id, &is_new, error))
    return FALSE;
  if (is_new)
    g_ptr_array_add (storing->new_cases, g_strdup (label->canonical));
  return TRUE;
}

gboolean
stored_version (EspStudy *study, const Intake *intake, const Uuid *document, const Uuid *version,
                const Uuid *replaces, const char *difference, GError **error)
{
  g_autoptr (Query) insert = store_query (
      study, "INSERT INTO document_version (id, document_id, replaces_id, text_hash, "
             "layout_hash, original_hash, original_name, reader,"
             " coder_id, made_at, difference) VALUES (:id, :document, :replaces, :text, :layout, "
             ":original, :name, :reader, :coder, :now, :difference)"
             " ON CONFLICT (id) DO UPDATE SET gone = 0, layout_hash = "
             "excluded.layout_hash, original_hash = excluded.original_hash,"
             " original_name = excluded.original_name, reader = excluded.reader, "
             "coder_id = excluded.coder_id,"
             " made_at = excluded.made_at, difference = excluded.difference");
  query_bind_uuid (insert, ":id", version);
  query_bind_uuid (insert, ":document", document);
  query_bind_uuid (insert, ":replaces", replaces);
  query_bind_text (insert, ":difference", difference);
  query_bind_blob (insert, ":text", intake->text_hash, 32);
  query_bind_blob (insert, ":layout", intake->layout_key, 32);
  query_bind_blob (insert, ":original", intake->original_hash, 32);
  query_bind_text (insert, ":name", intake->name);
  query_bind_text (insert, ":reader", intake->reader->name);
  query_bind_uuid (insert, ":coder", store_coder (study));
  query_bind_text (insert, ":now", store_now (study));
  return query_run (insert, error);
}

/* The case that speaks; *part is what the study says of the speaker. */
static gboolean
case_of_speaker (const Storing *storing, const Belonging *belonging, const SpeakerPlan *plan,
                 const Uuid *own_case, Uuid *case_id, EspPart *part, GError **error)
{
  gboolean is_new;
  *part = plan->part;
  if (plan->unidentified)
    {
      g_autofree char *label = g_strdup_printf ("%s, %s", belonging->name, plan->name);
      *part = ESP_PART_CASE;
      if (!case_ensure_unidentified (storing->study, label, case_id, &is_new, error))
        return FALSE;
      if (is_new)
        g_ptr_array_add (storing->new_cases, g_steal_pointer (&label));
    }
  else if (plan->label != NULL)
    return stored_case (storing, plan->label, case_id, error);
  else if (plan->part == ESP_PART_CASE)
    *case_id = *own_case;
  return TRUE;
}

gboolean
stored_speakers (const Storing *storing, const Belonging *belonging, const Uuid *version,
                 const Uuid *own_case, GHashTable *known, GError **error)
{
  g_autofree char *version_text = uuid_dup_text (version);
  g_autoptr (Query) insert = store_query (
      storing->study,
      "INSERT INTO speaker (id, version_id, name, part, case_id) VALUES (:id, :version, :name, "
      ":part, :case)"
      " ON CONFLICT (id) DO UPDATE SET gone = 0, part = excluded.part, case_id = excluded.case_id");
  for (guint i = 0; i < belonging->speakers->len; i++)
    {
      const SpeakerPlan *plan = belonging->speakers->pdata[i];
      Uuid id = uuid_derived ("speaker", version_text, plan->name, NULL), case_id = UUID_NIL;
      EspPart part;
      g_autofree char *folded = text_fold_name (plan->name);
      const KnownSpeaker *said = known != NULL ? g_hash_table_lookup (known, folded) : NULL;
      if (said == NULL
          && !case_of_speaker (storing, belonging, plan, own_case, &case_id, &part, error))
        return FALSE;
      if (said != NULL)
        {
          part = said->part;
          case_id = said->case_id;
        }
      query_bind_uuid (insert, ":id", &id);
      query_bind_uuid (insert, ":version", version);
      query_bind_text (insert, ":name", plan->name);
      query_bind_text (insert, ":part", part_stored_name (part));
      query_bind_uuid (insert, ":case", &case_id);
      if (!query_run (insert, error))
        return FALSE;
    }
  return TRUE;
}

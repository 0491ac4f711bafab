/* One version of a document in memory: its words, turns, and who speaks them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/transcript.h"

#include "base/error.h"
#include "corpus/document.h"
#include "corpus/layout_lines.h"
#include "corpus/text_version.h"
#include "store/store.h"

static const char *const part_names[] = { "interviewer", "case", "other", "unknown" };

static guint
position_in (const char *const *names, guint n, const char *name, guint fallback)
{
  for (guint i = 0; i < n; i++)
    if (g_str_equal (names[i], name))
      return i;
  return fallback;
}

const char *
esp_part_name (EspPart part)
{
  static const char *const printed[] = { "interviewer", "own", "other", "unknown", "document" };
  return printed[part];
}

const char *
part_stored_name (EspPart part)
{
  g_return_val_if_fail (part < G_N_ELEMENTS (part_names), "unknown");
  return part_names[part];
}

EspPart
part_of_stored_name (const char *name)
{
  return position_in (part_names, G_N_ELEMENTS (part_names), name, ESP_PART_UNKNOWN);
}

/* ---- loading */

static void
text_item_clear (gpointer item)
{
  TextItem *one = item;
  g_free (one->speaker);
  g_free (one->case_label);
}

void
doc_text_free (DocText *doc)
{
  if (doc == NULL)
    return;
  g_clear_pointer (&doc->folded, folded_text_free);
  g_free (doc->name);
  g_free (doc->case_label);
  g_free (doc->text);
  text_index_free (doc->index);
  g_array_unref (doc->items);
  version_tree_free (doc->versions);
  g_free (doc);
}

/* `what`: "words" or "turns"; `key` is theirs. */
static gboolean
fail_missing (EspStudy *study, const char *what, const char *document, const guint8 *key,
              GError **error)
{
  switch (key != NULL ? store_words_lost (
              study, g_str_equal (what, "turns") ? WORDS_LAYOUT : WORDS_TEXT, key)
                      : WORDS_NOT_LOST)
    {
    case WORDS_DAMAGED:
      return fail (error, ESP_ERROR_DAMAGED,
                   "the %s of the document '%s' are lost: import the same file again, or merge a "
                   "copy of the study that has them",
                   what, document);
    case WORDS_COMPACTED:
      return fail (error, ESP_ERROR_DAMAGED,
                   "the %s of the document '%s' were left out of this compact backup: merge a copy "
                   "of the study that has them",
                   what, document);
    default:
      return fail (error, ESP_ERROR_DAMAGED,
                   "the %s of the document '%s' are missing; run 'espalier check'", what, document);
    }
}

static gboolean
load_text (DocText *doc, EspStudy *study, GError **error)
{
  g_autoptr (Query) query = store_query (
      study,
      "SELECT d.id, d.name, d.case_id, ifnull (c.label, ''), t.body, v.text_hash,"
      " EXISTS (SELECT 1 FROM document_version o WHERE o.document_id = d.id AND o.id <> v.id)"
      " FROM document_version v JOIN document d ON d.id = v.document_id"
      " LEFT JOIN text_body t ON t.hash = v.text_hash"
      " LEFT JOIN study_case c ON c.id = d.case_id WHERE v.id = :version");
  query_bind_uuid (query, ":version", &doc->version_id);
  if (!query_step (query, error))
    return query_failed (query) ? FALSE
                                : fail (error, ESP_ERROR_DAMAGED,
                                        "a document is missing from '%s'; run 'espalier check'",
                                        esp_study_path (study));
  if (query_is_null (query, 4))
    return fail_missing (study, "words", query_text (query, 1), query_hash (query, 5), error);
  doc->document_id = query_uuid (query, 0);
  doc->name = g_strdup (query_text (query, 1));
  doc->case_id = query_uuid (query, 2);
  doc->case_label = g_strdup (query_text (query, 3));
  doc->text = g_strdup (query_text (query, 4));
  doc->index = text_index_new (doc->text, -1);
  return query_int (query, 6) == 0
         || (doc->versions = version_tree_load (study, &doc->document_id, error)) != NULL;
}

/* Who speaks under a name in this document. */
typedef struct
{
  EspPart part;
  Uuid case_id;
  char *case_label;
} Voice;

static void
voice_free (gpointer voice)
{
  g_free (((Voice *)voice)->case_label);
  g_free (voice);
}

/* Name -> Voice. */
static GHashTable *
load_voices (const DocText *doc, EspStudy *study, GError **error)
{
  g_autoptr (GHashTable) voices
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, voice_free);
  g_autoptr (Query) query
      = store_query (study, "SELECT s.name, s.part, s.case_id, ifnull (c.label, '') FROM speaker s"
                            " LEFT JOIN study_case c ON c.id = s.case_id"
                            " WHERE s.version_id = :version AND s.gone = 0");
  query_bind_uuid (query, ":version", &doc->version_id);
  while (query_step (query, error))
    {
      Voice *voice = g_new0 (Voice, 1);
      voice->part = position_in (part_names, G_N_ELEMENTS (part_names), query_text (query, 1),
                                 ESP_PART_UNKNOWN);
      voice->case_id = query_uuid (query, 2);
      voice->case_label = g_strdup (query_text (query, 3));
      g_hash_table_insert (voices, g_strdup (query_text (query, 0)), voice);
    }
  return query_failed (query) ? NULL : g_steal_pointer (&voices);
}

/* `from` gives its speaker away. */
static void
add_item (DocText *doc, const LayoutItem *from, GHashTable *voices, guint *number)
{
  const Voice *voice = g_hash_table_lookup (voices, from->speaker);
  TextItem item = { .kind = from->kind, .speaker = from->speaker, .time_ms = from->time_ms };
  if (item.kind == ESP_ITEM_TURN || item.kind == ESP_ITEM_PARAGRAPH)
    item.number = ++*number;
  item.part = *item.speaker == '\0' ? ESP_PART_NONE
              : voice != NULL       ? voice->part
                                    : ESP_PART_UNKNOWN;
  item.case_id = voice != NULL ? voice->case_id : UUID_NIL;
  item.case_label = g_strdup (voice != NULL ? voice->case_label : "");
  /* A damaged layout must not lead outside the text; check reports it. */
  item.end_cp = MIN (from->end_cp, text_index_length (doc->index));
  item.start_cp = MIN (from->start_cp, item.end_cp);
  g_array_append_val (doc->items, item);
}

static gboolean
load_items (DocText *doc, EspStudy *study, GError **error)
{
  guint number = 0;
  LayoutItem item;
  g_autoptr (GHashTable) voices = load_voices (doc, study, error);
  if (voices == NULL)
    return FALSE;
  g_autoptr (Query) query
      = store_query (study, "SELECT l.lines, v.layout_hash FROM document_version v"
                            " LEFT JOIN layout l ON l.hash = v.layout_hash WHERE v.id = :version");
  query_bind_uuid (query, ":version", &doc->version_id);
  if (!query_step (query, error))
    return !query_failed (query);
  if (query_is_null (query, 0))
    return fail_missing (study, "turns", doc->name, query_hash (query, 1), error);
  for (const char *lines = query_text (query, 0); layout_line_next (&lines, &item);)
    add_item (doc, &item, voices, &number);
  return TRUE;
}

DocText *
doc_text_load (EspStudy *study, const Uuid *version_id, GError **error)
{
  g_autoptr (DocText) doc = g_new0 (DocText, 1);
  doc->version_id = *version_id;
  doc->items = g_array_new (FALSE, FALSE, sizeof (TextItem));
  g_array_set_clear_func (doc->items, text_item_clear);
  if (!load_text (doc, study, error) || !load_items (doc, study, error))
    return NULL;
  return g_steal_pointer (&doc);
}

struct _DocTexts
{
  EspStudy *study;
  GHashTable *loaded;   /* Uuid -> DocText */
  GHashTable *in_force; /* as versions_in_force; NULL before it is asked */
};

DocTexts *
doc_texts_new (EspStudy *study)
{
  DocTexts *docs = g_new0 (DocTexts, 1);
  docs->study = study;
  docs->loaded
      = g_hash_table_new_full (uuid_hash, uuid_equal_func, NULL, (GDestroyNotify)doc_text_free);
  return docs;
}

void
doc_texts_free (DocTexts *docs)
{
  if (docs == NULL)
    return;
  g_hash_table_unref (docs->loaded);
  g_clear_pointer (&docs->in_force, g_hash_table_unref);
  g_free (docs);
}

DocText *
doc_texts_get (DocTexts *docs, const Uuid *version_id, GError **error)
{
  DocText *doc = g_hash_table_lookup (docs->loaded, version_id);
  if (doc == NULL && (doc = doc_text_load (docs->study, version_id, error)) != NULL)
    g_hash_table_insert (docs->loaded, &doc->version_id, doc);
  return doc;
}

/* ---- spans of any version in the text in force */

gboolean
doc_texts_in_force (DocTexts *docs, const Uuid *version_id, Uuid *in_force, GError **error)
{
  if (docs->in_force == NULL && (docs->in_force = versions_in_force (docs->study, error)) == NULL)
    return FALSE;
  const Uuid *found = g_hash_table_lookup (docs->in_force, version_id);
  *in_force = found != NULL ? *found : *version_id;
  return TRUE;
}

gboolean
doc_text_map (const DocText *doc, const Uuid *version_id, Span *span, EspCarried *carried,
              GError **error)
{
  const gsize length = text_index_length (doc->index);
  if (doc->versions != NULL && !uuid_equal (version_id, &doc->version_id)
      && !version_tree_map (doc->versions, version_id, &doc->version_id, span, carried, error))
    return FALSE;
  span->end_cp = MIN (span->end_cp, length);
  span->start_cp = MIN (span->start_cp, span->end_cp);
  return TRUE;
}

/* The words of a span on one line. */
static char *
plain_words (const DocText *doc, Span span)
{
  const gsize length = text_index_length (doc->index), end = MIN (span.end_cp, length);
  g_autofree char *words = text_slice (doc->text, doc->index, MIN (span.start_cp, end), end);
  return text_excerpt (words, G_MAXSIZE);
}

gboolean
doc_texts_same_speaker (const DocText *a, Span in_a, const DocText *b, Span in_b)
{
  Uuid case_a, case_b;
  return doc_text_part (a, in_a.start_cp, in_a.end_cp, &case_a)
             == doc_text_part (b, in_b.start_cp, in_b.end_cp, &case_b)
         && uuid_equal (&case_a, &case_b);
}

gboolean
doc_texts_place (DocTexts *docs, const Uuid *version_id, Span made, DocSpan *span, GError **error)
{
  Uuid in_force;
  *span = (DocSpan){ .at = made, .made_version = *version_id, .made = made };
  if (!doc_texts_in_force (docs, version_id, &in_force, error)
      || (span->doc = doc_texts_get (docs, &in_force, error)) == NULL
      || !doc_text_map (span->doc, version_id, &span->at, &span->carried, error))
    return FALSE;
  if (uuid_equal (version_id, &in_force))
    return TRUE;
  const DocText *made_in = doc_texts_get (docs, version_id, NULL);
  if (span->carried == ESP_CARRIED_CHANGED && made.start_cp < made.end_cp)
    {
      g_autofree char *now = plain_words (span->doc, span->at);
      g_autofree char *before = made_in != NULL ? plain_words (made_in, made) : NULL;
      if (*now == '\0')
        span->carried = ESP_CARRIED_WITHOUT_WORDS;
      else if (g_strcmp0 (now, before) == 0)
        span->carried = ESP_CARRIED_AS_IT_WAS;
    }
  if (span->carried == ESP_CARRIED_AS_IT_WAS && made_in != NULL
      && !doc_texts_same_speaker (made_in, made, span->doc, span->at))
    span->carried = ESP_CARRIED_ANOTHERS;
  if (span->carried != ESP_CARRIED_AS_IT_WAS)
    span->made_in = made_in;
  if (span->carried == ESP_CARRIED_WITHOUT_WORDS)
    span->at.end_cp = span->at.start_cp;
  return TRUE;
}

gboolean
doc_span_corrected_at (const DocSpan *span, const char **since, GError **error)
{
  *since = "";
  if (span->carried == ESP_CARRIED_AS_IT_WAS || span->doc->versions == NULL)
    return TRUE;
  return version_tree_since (span->doc->versions, &span->doc->version_id,
                             span->carried == ESP_CARRIED_CHANGED ? &span->at : NULL, since, error);
}

const char *
esp_carried_name (EspCarried carried)
{
  static const char *const names[] = { "", "changed", "without words", "another speaker" };
  return names[carried];
}

/* The text that tells of it, and where: NULL where that is lost. */
static const DocText *
telling_text (const DocSpan *span, Span *at)
{
  *at = span->carried == ESP_CARRIED_WITHOUT_WORDS ? span->made : span->at;
  return span->carried == ESP_CARRIED_WITHOUT_WORDS ? span->made_in : span->doc;
}

static char *
words_in (const DocText *doc, Span at)
{
  const gsize end = doc != NULL ? MIN (at.end_cp, text_index_length (doc->index)) : 0;
  return doc != NULL ? text_slice (doc->text, doc->index, MIN (at.start_cp, end), end)
                     : g_strdup ("");
}

/* Behind a label that the span begins with now, and that was among the words when it was marked: it
 * says who speaks, and is no words any more. */
static Span
without_label (const DocSpan *span, Span at)
{
  const TextItem *then
      = span->made_in != NULL ? doc_text_item (span->made_in, span->made.start_cp) : NULL;
  const TextItem *now = doc_text_first_item (span->doc, at.start_cp, at.end_cp);
  if (then != NULL && span->made.start_cp < then->end_cp && now != NULL
      && at.start_cp < now->start_cp)
    at.start_cp = now->start_cp;
  return at;
}

char *
doc_span_words (const DocSpan *span)
{
  Span at;
  const DocText *doc = telling_text (span, &at);
  return words_in (doc, doc == span->doc ? without_label (span, at) : at);
}

char *
doc_span_words_before (const DocSpan *span)
{
  return span->carried == ESP_CARRIED_AS_IT_WAS ? words_in (span->doc, span->at)
                                                : words_in (span->made_in, span->made);
}

char *
doc_span_where (const DocSpan *span)
{
  return span->carried == ESP_CARRIED_WITHOUT_WORDS
             ? g_strdup (esp_carried_name (span->carried))
             : doc_text_where (span->doc, span->at.start_cp, span->at.end_cp);
}

/* Somebody whose words were taken out is who speaks under that name in the text in force. */
static const TextItem *
item_of_speaker (const DocText *doc, const TextItem *then)
{
  for (guint i = 0; i < doc->items->len && *then->speaker != '\0'; i++)
    {
      const TextItem *item = &g_array_index (doc->items, TextItem, i);
      if (g_str_equal (item->speaker, then->speaker))
        return item;
    }
  return then;
}

const TextItem *
doc_span_item (const DocSpan *span)
{
  Span at;
  const DocText *doc = telling_text (span, &at);
  const TextItem *item = doc != NULL ? doc_text_first_item (doc, at.start_cp, at.end_cp) : NULL;
  return item != NULL && doc != span->doc ? item_of_speaker (span->doc, item) : item;
}

EspPart
doc_span_part (const DocSpan *span, Uuid *case_id)
{
  const TextItem *item = doc_span_item (span);
  if (case_id != NULL)
    *case_id = item != NULL && item->part == ESP_PART_CASE ? item->case_id : UUID_NIL;
  return item != NULL ? item->part : ESP_PART_NONE;
}

EspPart
doc_span_whose (const DocSpan *span, Uuid *case_id)
{
  const EspPart part = doc_span_part (span, case_id);
  if (uuid_is_nil (case_id))
    *case_id = span->doc->case_id;
  return part;
}

gboolean
doc_spans_overlap (const DocSpan *a, const DocSpan *b)
{
  if (a->doc != b->doc)
    return FALSE;
  return (a->at.start_cp < b->at.end_cp && b->at.start_cp < a->at.end_cp)
         || (uuid_equal (&a->made_version, &b->made_version) && a->made.start_cp < b->made.end_cp
             && b->made.start_cp < a->made.end_cp);
}

int
doc_span_compare (const DocSpan *a, const DocSpan *b)
{
  const gsize one[] = { a->at.start_cp, a->at.end_cp, a->made.start_cp, a->made.end_cp };
  const gsize other[] = { b->at.start_cp, b->at.end_cp, b->made.start_cp, b->made.end_cp };
  for (gsize i = 0; i < G_N_ELEMENTS (one); i++)
    if (one[i] != other[i])
      return one[i] < other[i] ? -1 : 1;
  return 0;
}

/* ---- asking */

const TextItem *
doc_text_item (const DocText *doc, gsize cp)
{
  guint low = 0, high = doc->items->len;
  while (low < high)
    {
      guint middle = (low + high) / 2;
      if (g_array_index (doc->items, TextItem, middle).start_cp <= cp)
        low = middle + 1;
      else
        high = middle;
    }
  return low == 0 ? NULL : &g_array_index (doc->items, TextItem, low - 1);
}

const TextItem *
doc_text_first_item (const DocText *doc, gsize start_cp, gsize end_cp)
{
  if (doc->items->len == 0)
    return NULL;
  const TextItem *item = doc_text_item (doc, start_cp);
  if (item != NULL && item->end_cp > start_cp)
    return item;
  const TextItem *next = item == NULL ? (const TextItem *)(gpointer)doc->items->data : item + 1;
  const TextItem *end = &g_array_index (doc->items, TextItem, doc->items->len);
  return next < end && next->start_cp < end_cp ? next : NULL;
}

char *
doc_text_where (const DocText *doc, gsize start_cp, gsize end_cp)
{
  const TextItem *first = doc_text_first_item (doc, start_cp, end_cp);
  const TextItem *last = doc_text_item (doc, end_cp > 0 ? end_cp - 1 : 0);
  if (first == NULL || last == NULL)
    return g_strdup_printf ("characters %" G_GSIZE_FORMAT " to %" G_GSIZE_FORMAT, start_cp, end_cp);
  if (first->number == 0)
    return g_strdup (first->kind == ESP_ITEM_HEADING ? "heading" : "note");
  const char *unit = item_kind_name (first->kind);
  if (last->number > first->number && last->kind == first->kind)
    return g_strdup_printf ("%ss %u to %u", unit, first->number, last->number);
  return g_strdup_printf ("%s %u", unit, first->number);
}

EspPart
doc_text_part (const DocText *doc, gsize start_cp, gsize end_cp, Uuid *case_id)
{
  const TextItem *item = doc_text_first_item (doc, start_cp, end_cp);
  if (case_id != NULL)
    *case_id = item != NULL && item->part == ESP_PART_CASE ? item->case_id : UUID_NIL;
  return item != NULL ? item->part : ESP_PART_NONE;
}

/* ---- the public form */

static void
item_free (gpointer item)
{
  EspItem *one = item;
  g_free (one->speaker);
  g_free (one->case_label);
  g_free (one->words);
  g_free (one);
}

static EspItem *
public_item (const DocText *doc, const TextItem *from)
{
  EspItem *item = g_new0 (EspItem, 1);
  item->kind = from->kind;
  item->number = from->number;
  item->speaker = g_strdup (from->speaker);
  item->part = from->part;
  item->case_label = g_strdup (from->case_label);
  item->start_cp = from->start_cp;
  item->end_cp = from->end_cp;
  item->time_ms = from->time_ms;
  item->words = text_slice (doc->text, doc->index, from->start_cp, from->end_cp);
  return item;
}

/* The document as it is listed; a name can mean others too, so it is told by its id. */
static EspDocument *
listed (EspStudy *study, const DocText *doc, GError **error)
{
  char id[UUID_TEXT_SIZE];
  uuid_to_text (&doc->document_id, id);
  g_autoptr (GPtrArray) documents = esp_documents (study, NULL, error);
  for (guint i = 0; documents != NULL && i < documents->len; i++)
    if (g_str_equal (((const EspDocument *)documents->pdata[i])->id, id))
      return g_ptr_array_steal_index (documents, i);
  if (documents != NULL)
    fail (error, ESP_ERROR_DAMAGED,
          "what belongs to the document '%s' is missing; run 'espalier check'", doc->name);
  return NULL;
}

EspTranscript *
esp_transcript_of (EspStudy *study, const char *name, const char *version, GError **error)
{
  TextVersion found;
  if (!text_version_find (study, name, version, &found, error))
    return NULL;
  g_autoptr (DocText) doc = doc_text_load (study, &found.id, error);
  if (doc == NULL)
    return NULL;
  EspDocument *listing = listed (study, doc, error);
  if (listing == NULL)
    return NULL;
  Uuid in_force;
  g_autoptr (DocTexts) docs = doc_texts_new (study);
  g_autofree char *said = text_version_said (study, &found.document, &found.id, error);
  g_autofree char *in_force_said
      = said != NULL && doc_texts_in_force (docs, &found.id, &in_force, error)
            ? text_version_said (study, &found.document, &in_force, error)
            : NULL;
  if (in_force_said == NULL)
    {
      esp_document_free (listing);
      return NULL;
    }
  EspTranscript *transcript = g_new0 (EspTranscript, 1);
  transcript->said = g_steal_pointer (&said);
  transcript->in_force_said = g_steal_pointer (&in_force_said);
  transcript->document = listing;
  transcript->version = found.number;
  transcript->in_force = found.in_force;
  transcript->items = g_ptr_array_new_with_free_func (item_free);
  for (guint i = 0; i < doc->items->len; i++)
    g_ptr_array_add (transcript->items,
                     public_item (doc, &g_array_index (doc->items, TextItem, i)));
  transcript->text = g_steal_pointer (&doc->text);
  g_clear_pointer (&doc->index, text_index_free);
  return transcript;
}

EspTranscript *
esp_transcript (EspStudy *study, const char *name, GError **error)
{
  return esp_transcript_of (study, name, NULL, error);
}

void
esp_transcript_free (EspTranscript *transcript)
{
  if (transcript == NULL)
    return;
  esp_document_free (transcript->document);
  g_free (transcript->text);
  g_free (transcript->said);
  g_free (transcript->in_force_said);
  g_ptr_array_unref (transcript->items);
  g_free (transcript);
}

/* Sessions: the occasion of an interview (date, length, mode, place, interviewers, others present),
 * as the definition or a person says it; and its length where only the transcript tells it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/session.h"

#include "base/error.h"
#include "base/text.h"
#include "corpus/document.h"
#include "corpus/layout_lines.h"
#include "store/store.h"
#include "study/attribute.h"
#include "study/in_force.h"

/* ---- what a person says */

#define LONGEST_MINUTES (7 * 24 * 60.0)

/* The value as it is stored; NULL with an error. '' takes away. */
typedef char *(*Normal) (const char *value, GError **error);

static char *
normal_date (const char *value, GError **error)
{
  static const EspAttribute date = { .name = (char *)"date", .type = (char *)"date" };
  char *normal = *value != '\0' ? attribute_normal (&date, value, NULL) : g_strdup ("");
  if (normal == NULL)
    fail (error, ESP_ERROR_INPUT, "'%s' is no date of a session; write it as 2026-03-14", value);
  return normal;
}

static char *
normal_minutes (const char *value, GError **error)
{
  char *end = NULL;
  const double minutes = g_ascii_strtod (value, &end);
  if (*value == '\0'
      || (strspn (value, "0123456789.") == strlen (value) && *end == '\0' && minutes > 0
          && minutes <= LONGEST_MINUTES))
    return g_strdup (value);
  fail (error, ESP_ERROR_INPUT,
        "'%s' is no length of a session; give minutes as a number, such as 66", value);
  return NULL;
}

static char *
normal_words (const char *value, GError **error)
{
  for (const char *at = value; *at != '\0'; at = g_utf8_next_char (at))
    if (g_unichar_iscntrl (g_utf8_get_char (at)))
      {
        fail (error, ESP_ERROR_INPUT,
              "what is said of a session stands on one line, without control characters");
        return NULL;
      }
  return g_strdup (value);
}

/* What can be said of a session: the words of the definition's <session>. */
static const struct
{
  const char *name;
  Normal normal;
  const char *update;
} facts[] = {
  { "date", normal_date, "UPDATE session SET held_on = :value WHERE id = :id" },
  { "minutes", normal_minutes, "UPDATE session SET minutes = :value WHERE id = :id" },
  { "mode", normal_words, "UPDATE session SET mode = :value WHERE id = :id" },
  { "place", normal_words, "UPDATE session SET place = :value WHERE id = :id" },
  { "interviewers", normal_words, "UPDATE session SET interviewers = :value WHERE id = :id" },
  { "others", normal_words, "UPDATE session SET others = :value WHERE id = :id" },
};

static gboolean
find_fact (const char *written, gsize *which, GError **error)
{
  g_autofree char *name = text_fold_name (written);
  for (*which = 0; *which < G_N_ELEMENTS (facts); ++*which)
    if (g_str_equal (facts[*which].name, name))
      return TRUE;
  return fail (error, ESP_ERROR_NOT_FOUND,
               "a session has no '%s'; it has date, minutes, mode, place, interviewers and others",
               written);
}

/* The row of the session, empty where it is new or had been taken back. */
static gboolean
ensure_session (EspStudy *study, const Uuid *document, Uuid *id, GError **error)
{
  g_autofree char *document_text = uuid_dup_text (document);
  *id = uuid_derived ("session", document_text, NULL);
  g_autoptr (Query) insert = store_query (
      study, "INSERT INTO session (id, document_id) VALUES (:id, :document) ON CONFLICT (id) DO"
             " UPDATE SET gone = 0, held_on = '', minutes = NULL, mode = '', place = '',"
             " interviewers = '', others = '' WHERE gone = 1");
  query_bind_uuid (insert, ":id", id);
  query_bind_uuid (insert, ":document", document);
  return query_run (insert, error);
}

/* One column by itself: what two people say of two of them is no conflict. */
static gboolean
write_fact (EspStudy *study, const Uuid *id, gsize which, const char *normal, GError **error)
{
  g_autoptr (Query) update = store_query_built (study, facts[which].update);
  query_bind_uuid (update, ":id", id);
  if (facts[which].normal == normal_minutes && *normal != '\0')
    query_bind_real (update, ":value", g_ascii_strtod (normal, NULL));
  else
    query_bind_text (update, ":value", facts[which].normal == normal_minutes ? NULL : normal);
  return query_run (update, error);
}

gboolean
esp_session_set (EspStudy *study, const char *document, const char *name, const char *value,
                 GError **error)
{
  Uuid id;
  gsize which;
  if (!store_in_change (study, error) || !find_fact (name, &which, error))
    return FALSE;
  g_autofree char *trimmed = g_strstrip (g_strdup (value));
  g_autofree char *normal = facts[which].normal (trimmed, error);
  g_autoptr (GArray) found = normal != NULL ? documents_find (study, document, error) : NULL;
  return found != NULL && documents_only_one (study, found, document, error)
         && ensure_session (study, &g_array_index (found, DocRef, 0).document_id, &id, error)
         && write_fact (study, &id, which, normal, error);
}

/* ---- what the definition says */

gboolean
session_store (EspStudy *study, const DocumentRule *rule, const Uuid *document, GError **error)
{
  if (rule == NULL || !rule->has_session)
    return TRUE;
  g_autofree char *document_text = uuid_dup_text (document);
  Uuid id = uuid_derived ("session", document_text, NULL);
  g_autoptr (Query) insert = store_query (
      study,
      "INSERT INTO session (id, document_id, held_on, minutes, mode, place, interviewers, others)"
      " VALUES (:id, :document, :held_on, :minutes, :mode, :place, :interviewers, :others)"
      " ON CONFLICT (id) DO UPDATE SET gone = 0, held_on = excluded.held_on, minutes = "
      "excluded.minutes,"
      " mode = excluded.mode, place = excluded.place, interviewers = excluded.interviewers, others "
      "= excluded.others");
  query_bind_uuid (insert, ":id", &id);
  query_bind_uuid (insert, ":document", document);
  query_bind_text (insert, ":held_on", rule->held_on);
  if (rule->minutes > 0)
    query_bind_real (insert, ":minutes", rule->minutes);
  query_bind_text (insert, ":mode", rule->mode);
  query_bind_text (insert, ":place", rule->place);
  query_bind_text (insert, ":interviewers", rule->interviewers);
  query_bind_text (insert, ":others", rule->others);
  return query_run (insert, error);
}

/* ---- what the transcript says */

#define MINUTE_MS 60000
#define TENTH_MS 6000 /* of a minute */

gint64
session_length_ms (const GArray *times_ms)
{
  gint64 all = 0, low = -1, high = -1;
  for (guint i = 0; i < times_ms->len; i++)
    {
      const gint64 time = g_array_index (times_ms, gint64, i);
      if (time < 0)
        continue;
      if (high >= 2 * MINUTE_MS && time < MINUTE_MS)
        {
          all += high - low;
          low = high = time;
        }
      low = low < 0 ? time : MIN (low, time);
      high = MAX (high, time);
    }
  return all + high - low;
}

/* Whether anybody speaks, and how long by the times of turns and paragraphs. */
typedef struct
{
  gboolean spoken;
  gint64 length_ms;
} Told;

static Told
read_layout (const char *lines)
{
  Told told = { 0 };
  LayoutItem item;
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (gint64));
  while (layout_line_next (&lines, &item))
    {
      told.spoken |= item.kind == ESP_ITEM_TURN;
      g_array_append_val (times, item.time_ms);
      g_free (item.speaker);
    }
  told.length_ms = session_length_ms (times);
  return told;
}

/* Document id, as text -> Told. A layout that is lost tells nothing. */
static GHashTable *
load_told (EspStudy *study, GError **error)
{
  g_autoptr (GHashTable) all = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (Query) query = store_query (
      study, "SELECT d.id, l.lines FROM document d JOIN document_version v ON v.id"
             " = " TEXT_IN_FORCE ("d.id") " JOIN layout l ON l.hash = v.layout_hash");
  while (query_step (query, error))
    {
      const Uuid id = query_uuid (query, 0);
      const Told told = read_layout (query_text (query, 1));
      g_hash_table_insert (all, uuid_dup_text (&id), g_memdup2 (&told, sizeof told));
    }
  return query_failed (query) ? NULL : g_steal_pointer (&all);
}

/* ---- listing */

void
esp_session_free (EspSession *session)
{
  if (session == NULL)
    return;
  esp_document_free (session->document);
  g_free (session);
}

static gboolean
is_recorded (const EspDocument *document)
{
  const char *const texts[] = { document->held_on, document->mode, document->place,
                                document->interviewers, document->others };
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (*texts[i] != '\0')
      return TRUE;
  return document->minutes > 0;
}

GPtrArray *
esp_sessions (EspStudy *study, const char *of, GError **error)
{
  g_autoptr (GPtrArray) documents = esp_documents (study, of, error);
  g_autoptr (GHashTable) all = documents != NULL ? load_told (study, error) : NULL;
  if (all == NULL)
    return NULL;
  g_autoptr (GPtrArray) sessions
      = g_ptr_array_new_with_free_func ((GDestroyNotify)esp_session_free);
  while (documents->len > 0)
    {
      EspDocument *document = g_ptr_array_steal_index (documents, 0);
      const Told *told = g_hash_table_lookup (all, document->id);
      if (!is_recorded (document)
          && (told == NULL || !told->spoken || g_str_equal (document->kind, "questionnaire")))
        {
          esp_document_free (document);
          continue;
        }
      EspSession *session = g_new0 (EspSession, 1);
      session->document = document;
      session->by_times = document->minutes <= 0 && told != NULL && told->length_ms > 0;
      session->minutes = session->by_times
                             ? (double)((told->length_ms + TENTH_MS / 2) / TENTH_MS) / 10
                             : document->minutes;
      g_ptr_array_add (sessions, session);
    }
  return g_steal_pointer (&sessions);
}

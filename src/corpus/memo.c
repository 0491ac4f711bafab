/* Writing memos.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/memo.h"

#include "store/store.h"

gboolean
memo_write (EspStudy *study, const MemoRow *row, GError **error)
{
  guint8 key[32];
  if (!store_add_prose (study, row->text, key, error))
    return FALSE;
  g_autoptr (Query) insert = store_query (
      study, "INSERT INTO memo (id, replaces_id, kind, version_id, start_cp, end_cp, case_id,"
             " theme_id, group_id, author, text_prose, coder_id, made_at) VALUES (:id, :replaces,"
             " :kind, :version, :start, :end, :case, :theme, :group, :author, :text, :coder, :now)"
             " ON CONFLICT (id) DO UPDATE SET gone = 0");
  query_bind_uuid (insert, ":id", &row->id);
  query_bind_uuid (insert, ":replaces", &row->replaces_id);
  query_bind_text (insert, ":kind", row->kind);
  query_bind_uuid (insert, ":version", &row->version_id);
  if (row->has_span)
    {
      query_bind_int (insert, ":start", (gint64)row->start_cp);
      query_bind_int (insert, ":end", (gint64)row->end_cp);
    }
  query_bind_uuid (insert, ":case", &row->case_id);
  query_bind_uuid (insert, ":theme", &row->theme_id);
  query_bind_uuid (insert, ":group", &row->group_id);
  query_bind_text (insert, ":author", row->author);
  query_bind_blob (insert, ":text", key, sizeof key);
  query_bind_uuid (insert, ":coder", store_coder (study));
  query_bind_text (insert, ":now", row->made_at != NULL ? row->made_at : store_now (study));
  return query_run (insert, error);
}

gboolean
memo_write_wording (EspStudy *study, const Uuid *old_id, const Uuid *new_id, const char *text,
                    GError **error)
{
  guint8 key[32];
  if (!store_add_prose (study, text, key, error))
    return FALSE;
  g_autoptr (Query) insert = store_query (
      study, "INSERT INTO memo (id, replaces_id, kind, version_id, start_cp, end_cp, case_id,"
             " theme_id, group_id, author, text_prose, coder_id, made_at) SELECT :id, id, kind,"
             " version_id, start_cp, end_cp, case_id, theme_id, group_id, author, :text, :coder,"
             " :now FROM memo WHERE id = :old");
  query_bind_uuid (insert, ":id", new_id);
  query_bind_uuid (insert, ":old", old_id);
  query_bind_blob (insert, ":text", key, sizeof key);
  query_bind_uuid (insert, ":coder", store_coder (study));
  query_bind_text (insert, ":now", store_now (study));
  return query_run (insert, error);
}

gboolean
memo_take_away (EspStudy *study, const Uuid *id, GError **error)
{
  g_autoptr (Query) update = store_query (
      study, "UPDATE memo SET gone = 1 WHERE gone = 0 AND id IN (WITH RECURSIVE wording (id) AS"
             " (SELECT :id UNION SELECT m.replaces_id FROM memo m JOIN wording ON m.id = wording.id"
             " WHERE m.replaces_id IS NOT NULL) SELECT id FROM wording)");
  query_bind_uuid (update, ":id", id);
  g_autoptr (Query) reviews = store_query (
      study, "UPDATE carried_review SET gone = 1 WHERE gone = 0 AND memo_id IN (SELECT id FROM memo"
             " WHERE gone = 1)");
  return query_run (update, error) && query_run (reviews, error);
}

/* A time as files have it, as the study has it; NULL when it is none. */
static char *
stored_time (const char *text)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, utc);
  g_autoptr (GDateTime) in_utc = time != NULL ? g_date_time_to_utc (time) : NULL;
  return in_utc != NULL ? g_date_time_format (in_utc, "%Y-%m-%dT%H:%M:%S.000Z") : NULL;
}

/* Whether an earlier text of the document had the comment: a corrected file has it still. It was
 * carried over, or somebody took it away. */
static gboolean
comment_is_known (EspStudy *study, const SourceComment *comment, const Uuid *version,
                  gboolean *known, GError **error)
{
  g_autoptr (Query) query = store_query (
      study, "SELECT 1 FROM document_version v JOIN document_version o ON o.document_id ="
             " v.document_id AND o.id <> v.id JOIN memo m ON m.version_id = o.id JOIN prose p ON"
             " p.hash = m.text_prose WHERE v.id = :version AND m.kind = 'comment' AND m.author ="
             " :author AND p.body = :text LIMIT 1");
  query_bind_uuid (query, ":version", version);
  query_bind_text (query, ":author", comment->author);
  query_bind_text (query, ":text", comment->text);
  *known = query_step (query, error);
  return !query_failed (query);
}

gboolean
memo_write_comments (EspStudy *study, const Source *source, const TextIndex *index,
                     const Uuid *version, GError **error)
{
  g_autofree char *version_text = uuid_dup_text (version);
  for (guint i = 0; i < source->comments->len; i++)
    {
      const SourceComment *comment = &g_array_index (source->comments, SourceComment, i);
      const gsize start_cp = text_index_cp (index, comment->start),
                  end_cp = text_index_cp (index, comment->end);
      g_autofree char *start = g_strdup_printf ("%zu", start_cp),
                      *end = g_strdup_printf ("%zu", end_cp),
                      *made_at = stored_time (comment->made_at);
      gboolean known;
      if (!comment_is_known (study, comment, version, &known, error))
        return FALSE;
      if (known)
        continue;
      const MemoRow row = {
        .id = uuid_derived ("memo", version_text, start, end, comment->author, comment->text, NULL),
        .kind = "comment",
        .text = comment->text,
        .author = comment->author,
        .made_at = made_at,
        .version_id = *version,
        .has_span = TRUE,
        .start_cp = start_cp,
        .end_cp = end_cp,
      };
      if (!memo_write (study, &row, error))
        return FALSE;
    }
  return TRUE;
}

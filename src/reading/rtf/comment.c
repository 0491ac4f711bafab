/* Collecting the comments of an RTF file.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/rtf/comment.h"

#include "reading/prose.h"

RtfComments *
rtf_comments_new (Source *source)
{
  RtfComments *self = g_new0 (RtfComments, 1);

  self->source = source;
  self->places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->written = g_array_new (FALSE, TRUE, sizeof (gboolean));
  self->text = g_string_new (NULL);
  return self;
}

void
rtf_comments_free (RtfComments *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->places);
  g_array_unref (self->written);
  g_string_free (self->text, TRUE);
  g_free (self->author);
  g_free (self->made_at);
  g_free (self);
}

static guint
comment_new (RtfComments *self)
{
  const guint place = source_comment (self->source, NULL, NULL, NULL);

  g_array_set_size (self->written, place + 1);
  return place;
}

guint
rtf_comments_place (RtfComments *self, const char *reference)
{
  guint place = GPOINTER_TO_UINT (g_hash_table_lookup (self->places, reference));

  if (place == 0)
    {
      place = comment_new (self) + 1;
      g_hash_table_insert (self->places, g_strdup (reference), GUINT_TO_POINTER (place));
    }
  return place - 1;
}

void
rtf_comments_refer (RtfComments *self, const char *reference)
{
  const guint place = GPOINTER_TO_UINT (g_hash_table_lookup (self->places, reference));

  self->has_place = place > 0 && !g_array_index (self->written, gboolean, place - 1);
  self->place = self->has_place ? place - 1 : 0;
}

void
rtf_comments_author (RtfComments *self, const char *author)
{
  g_free (self->author);
  self->author = g_strdup (author);
}

/* Minutes in 6 bits, hours in 5, then day, month and years since 1900. */
void
rtf_comments_date (RtfComments *self, const char *number)
{
  const guint32 bits = (guint32)g_ascii_strtoll (number, NULL, 10);
  const guint minute = bits & 63, hour = (bits >> 6) & 31, day = (bits >> 11) & 31;
  const guint month = (bits >> 16) & 15, year = 1900 + ((bits >> 20) & 511);

  g_free (self->made_at);
  self->made_at = NULL;
  if (g_date_valid_dmy ((GDateDay)day, (GDateMonth)month, (GDateYear)year) && hour < 24
      && minute < 60)
    self->made_at = g_strdup_printf ("%04u-%02u-%02uT%02u:%02u:00", year, month, day, hour, minute);
}

guint
rtf_comments_end (RtfComments *self, gboolean *is_new)
{
  *is_new = !self->has_place;
  const guint place = self->has_place ? self->place : comment_new (self);
  SourceComment *comment = &g_array_index (self->source->comments, SourceComment, place);

  g_free (comment->text);
  comment->text = g_strdup (g_strstrip (self->text->str));
  g_string_truncate (self->text, 0);
  if (self->author != NULL)
    {
      g_free (comment->author);
      comment->author = g_steal_pointer (&self->author);
    }
  if (self->made_at != NULL)
    {
      g_free (comment->made_at);
      comment->made_at = g_steal_pointer (&self->made_at);
    }
  self->has_place = FALSE;
  g_array_index (self->written, gboolean, place) = *comment->text != '\0';
  return place;
}

void
rtf_comments_finish (RtfComments *self)
{
  prose_comments_keep (self->source, self->written);
}

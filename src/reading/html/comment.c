/* Gathering the comments of a page.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/html/comment.h"

#include <string.h>

HtmlComments *
html_comments_new (Source *source)
{
  HtmlComments *self = g_new0 (HtmlComments, 1);

  self->source = source;
  self->places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->text = g_string_new (NULL);
  return self;
}

void
html_comments_free (HtmlComments *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->places);
  g_string_free (self->text, TRUE);
  g_free (self);
}

guint
html_comments_get (HtmlComments *self, const char *number, gboolean *is_new)
{
  const guint known = GPOINTER_TO_UINT (g_hash_table_lookup (self->places, number));

  *is_new = known == 0;
  if (known > 0)
    return known - 1;
  const guint place = source_comment (self->source, NULL, NULL, NULL);
  g_hash_table_insert (self->places, g_strdup (number), GUINT_TO_POINTER (place + 1));
  return place;
}

/* "20240131T0930" as "2024-01-31T09:30"; what is no such date is not kept. */
static char *
date_of_word (const char *written)
{
  static const char shape[] = "dddddddd-dddd";

  for (gsize i = 0; i < sizeof shape - 1; i++)
    if (shape[i] == 'd' ? !g_ascii_isdigit (written[i]) : g_ascii_toupper (written[i]) != 'T')
      return g_strdup ("");
  return g_strdup_printf ("%.4s-%.2s-%.2sT%.2s:%.2s", written, written + 4, written + 6,
                          written + 9, written + 11);
}

guint
html_comments_of_word (HtmlComments *self, const char *reference, const char *made_at,
                       gboolean *is_new)
{
  const char *line = strrchr (reference, '_');
  const guint place = html_comments_get (self, line != NULL ? line + 1 : reference, is_new);
  SourceComment *comment = &g_array_index (self->source->comments, SourceComment, place);

  if (*comment->author == '\0' && line != NULL)
    {
      g_free (comment->author);
      comment->author = g_utf8_make_valid (reference, line - reference);
    }
  if (*comment->made_at == '\0')
    {
      g_free (comment->made_at);
      comment->made_at = date_of_word (made_at);
    }
  return place;
}

void
html_comments_add (HtmlComments *self, const char *text, gsize size_bytes)
{
  for (const char *end = text + size_bytes; text < end; text++)
    {
      const char last = self->text->len > 0 ? self->text->str[self->text->len - 1] : '\n';
      if (!g_ascii_isspace (*text))
        g_string_append_c (self->text, *text);
      else if (!g_ascii_isspace (last))
        g_string_append_c (self->text, ' ');
    }
}

void
html_comments_break (HtmlComments *self)
{
  if (self->text->len > 0 && self->text->str[self->text->len - 1] != '\n')
    g_string_append_c (self->text, '\n');
}

void
html_comments_end (HtmlComments *self, guint place)
{
  SourceComment *comment = &g_array_index (self->source->comments, SourceComment, place);

  g_free (comment->text);
  comment->text = g_strdup (g_strstrip (self->text->str));
  g_string_truncate (self->text, 0);
}

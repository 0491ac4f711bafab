/* The comments of an OpenDocument text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/odt/comment.h"

void
odt_comments_init (OdtComments *self)
{
  self->text = g_string_new (NULL);
  self->author = g_string_new (NULL);
  self->date = g_string_new (NULL);
  self->places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

void
odt_comments_clear (OdtComments *self)
{
  g_string_free (self->text, TRUE);
  g_string_free (self->author, TRUE);
  g_string_free (self->date, TRUE);
  g_free (self->name);
  g_hash_table_unref (self->places);
}

gboolean
odt_comments_begin (OdtComments *self, const char *name)
{
  if (self->name != NULL)
    return FALSE;
  self->name = g_strdup (name != NULL ? name : "");
  g_string_truncate (self->text, 0);
  g_string_truncate (self->author, 0);
  g_string_truncate (self->date, 0);
  return TRUE;
}

void
odt_comments_end (OdtComments *self, Prose *prose)
{
  const guint place = source_comment (prose->source, g_strstrip (self->author->str),
                                      g_strstrip (self->date->str), g_strchomp (self->text->str));

  prose_anchor (prose, place, FALSE);
  if (*self->name != '\0')
    g_hash_table_replace (self->places, g_strdup (self->name), GUINT_TO_POINTER (place + 1));
  g_clear_pointer (&self->name, g_free);
}

void
odt_comments_close (const OdtComments *self, const char *name, Prose *prose)
{
  const guint place
      = name != NULL ? GPOINTER_TO_UINT (g_hash_table_lookup (self->places, name)) : 0;

  if (place > 0)
    prose_anchor (prose, place - 1, TRUE);
}

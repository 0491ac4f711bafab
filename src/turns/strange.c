/* Labels in a form that is none of the styles, told by coming back: nobody is made a speaker for
 * that, but a person is told.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "turns/strange.h"

#include "turns/stretch.h"

#include <string.h>

#define TIMES 3       /* that such a name comes back */
#define NAME_BYTES 40 /* bytes */
#define OF_LINES 4    /* one of so many lines, at least */

static const char *const signs[] = { ") ", " - ", " \u2013 ", " \u2014 ", "> " };

/* Whether one of them can stand there: most lines are passed over by that. */
static gboolean
may_hold_sign (const char *p, const char *end)
{
  while (p < end && *p != ')' && *p != '>' && *p != '-' && *p != signs[2][1])
    p++;
  return p < end;
}

/* The name before one of the signs; NULL: the line opens otherwise. */
static const Speaker *
line_opening (const Lines *lines, guint i, Speakers *speakers)
{
  const Line *line = lines_get (lines, i);
  const char *p = lines->source->text + line->start;
  const gsize most = MIN (line->end - line->start, NAME_BYTES);

  if (!may_hold_sign (p, p + most) || line->aside != ASIDE_NONE || line->colon
      || lines_para (lines, i)->kind != PARA_TEXT || lines_para (lines, i)->mark > 0)
    return NULL;
  p = stretch_skip_marks (p, p + most);
  for (gsize n = 0; n < G_N_ELEMENTS (signs); n++)
    {
      const char *sign = memmem (p, (gsize)(lines->source->text + line->start + most - p), signs[n],
                                 strlen (signs[n]));
      const Speaker *speaker = sign != NULL ? speakers_find (speakers, p, sign) : NULL;
      if (speaker != NULL && speaker->named)
        return speaker;
    }
  return NULL;
}

void
strange_mark (Lines *lines, Speakers *speakers)
{
  g_autoptr (GHashTable) counts = g_hash_table_new (NULL, NULL);
  guint all = 0, back = 0;

  for (guint i = 0; i < lines_count (lines); i++)
    {
      const Speaker *speaker = line_opening (lines, i, speakers);
      const guint count = GPOINTER_TO_UINT (g_hash_table_lookup (counts, speaker)) + 1;
      all += lines_para (lines, i)->kind == PARA_TEXT;
      if (speaker == NULL)
        continue;
      g_hash_table_insert (counts, (gpointer)speaker, GUINT_TO_POINTER (count));
      back += count == TIMES ? TIMES : count > TIMES;
    }
  if (OF_LINES * (guint64)back < all)
    return;
  for (guint i = 0; i < lines_count (lines) && back > 0; i++)
    {
      const Speaker *speaker = line_opening (lines, i, speakers);
      if (speaker != NULL && GPOINTER_TO_UINT (g_hash_table_lookup (counts, speaker)) >= TIMES)
        lines_get (lines, i)->slip = TRUE;
    }
}

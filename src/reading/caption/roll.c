/* Finding the lines that a cue shows again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/caption/roll.h"

void
roll_screen_read (RollScreen *self, const char *text, gsize size)
{
  const char *from = text;

  self->count = 0;
  for (Stretch line; stretch_next_line (&from, text + size, &line);)
    {
      for (guint i = 1; self->count == ROLL_LINES && i < ROLL_LINES; i++)
        self->lines[i - 1] = self->lines[i];
      self->count = MIN (self->count + 1, ROLL_LINES);
      self->lines[self->count - 1] = line;
    }
}

static gboolean
ends_with (const RollScreen *self, const Stretch *lines, guint count)
{
  const Stretch *last = self->lines + self->count - count;

  for (guint i = 0; i < count; i++)
    if (!stretch_equal (&last[i], &lines[i]))
      return FALSE;
  return TRUE;
}

guint
roll_screen_repeats (const RollScreen *self, const char *text, gsize size, gboolean *all)
{
  const char *from = text;
  Stretch lines[ROLL_LINES + 1];
  guint count = 0;

  while (count <= self->count && stretch_next_line (&from, text + size, &lines[count]))
    count++;
  *all = FALSE;
  for (guint some = count; some-- > 1;)
    if (ends_with (self, lines, some))
      return some;
  *all = count > 0 && count <= self->count && ends_with (self, lines, count);
  return *all ? count : 0;
}

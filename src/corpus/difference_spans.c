/* What a difference says, once it was made: written and read, held against the texts, and where a
 * span of the one text stands in the other.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"
#include "base/text.h"
#include "corpus/difference.h"

#include <string.h>

/* No text is longer. */
#define CP_MAX ((guint64)G_MAXUINT32)

void
difference_free (Difference *difference)
{
  if (difference == NULL)
    return;
  g_array_unref (difference->stretches);
  g_free (difference);
}

/* ---- as text */

char *
difference_write (const Difference *difference)
{
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < difference->stretches->len; i++)
    {
      const Stretch *one = &g_array_index (difference->stretches, Stretch, i);
      g_string_append_printf (
          text, "%" G_GSIZE_FORMAT " %" G_GSIZE_FORMAT " %" G_GSIZE_FORMAT " %" G_GSIZE_FORMAT "\n",
          one->before.start_cp, one->before.end_cp, one->after.start_cp, one->after.end_cp);
    }
  return g_string_free (text, FALSE);
}

/* A number as it is written, and what ends it. */
static gboolean
read_number (const char **at, char end, gsize *number)
{
  const char *from = *at;
  guint64 value = 0;
  for (; g_ascii_isdigit (**at) && value <= CP_MAX; ++*at)
    value = 10 * value + (guint64)(**at - '0');
  if (*at == from || value > CP_MAX || (*from == '0' && *at > from + 1) || **at != end)
    return FALSE;
  ++*at;
  *number = (gsize)value;
  return TRUE;
}

/* Stands behind the last stretch; what is between is as long on both sides. */
static gboolean
follows (const Stretch *last, const Stretch *one)
{
  if (one->before.end_cp < one->before.start_cp || one->after.end_cp < one->after.start_cp
      || (one->before.end_cp == one->before.start_cp && one->after.end_cp == one->after.start_cp))
    return FALSE;
  if (last == NULL)
    return one->before.start_cp == one->after.start_cp;
  return one->before.start_cp >= last->before.end_cp && one->after.start_cp >= last->after.end_cp
         && one->before.start_cp - last->before.end_cp == one->after.start_cp - last->after.end_cp;
}

Difference *
difference_read (const char *text, GError **error)
{
  g_autoptr (Difference) difference = g_new0 (Difference, 1);
  difference->stretches = g_array_new (FALSE, FALSE, sizeof (Stretch));
  GArray *stretches = difference->stretches;
  for (const char *at = text; *at != '\0';)
    {
      Stretch one;
      const Stretch *last
          = stretches->len > 0 ? &g_array_index (stretches, Stretch, stretches->len - 1) : NULL;
      if (!read_number (&at, ' ', &one.before.start_cp)
          || !read_number (&at, ' ', &one.before.end_cp)
          || !read_number (&at, ' ', &one.after.start_cp)
          || !read_number (&at, '\n', &one.after.end_cp) || !follows (last, &one))
        {
          fail (error, ESP_ERROR_DAMAGED,
                "line %u of what is said to differ between two texts makes no sense",
                stretches->len + 1);
          return NULL;
        }
      g_array_append_val (stretches, one);
    }
  return g_steal_pointer (&difference);
}

/* ---- held against the texts */

static gboolean
same_words (const char *before, const TextIndex *before_index, Span old, const char *after,
            const TextIndex *after_index, Span new)
{
  if (old.end_cp > text_index_length (before_index) || new.end_cp > text_index_length (after_index))
    return FALSE;
  const gsize from = text_index_bytes (before_index, old.start_cp),
              to = text_index_bytes (before_index, old.end_cp),
              other_from = text_index_bytes (after_index, new.start_cp),
              other_to = text_index_bytes (after_index, new.end_cp);
  return to - from == other_to - other_from
         && memcmp (before + from, after + other_from, to - from) == 0;
}

gboolean
difference_leads (const Difference *difference, const char *before, const char *after)
{
  g_autoptr (TextIndex) before_index = text_index_new (before, -1);
  g_autoptr (TextIndex) after_index = text_index_new (after, -1);
  Span old = { 0, 0 }, new = { 0, 0 };
  for (guint i = 0; i < difference->stretches->len; i++)
    {
      const Stretch *one = &g_array_index (difference->stretches, Stretch, i);
      old.end_cp = one->before.start_cp;
      new.end_cp = one->after.start_cp;
      if (!same_words (before, before_index, old, after, after_index, new))
        return FALSE;
      old.start_cp = one->before.end_cp;
      new.start_cp = one->after.end_cp;
    }
  old.end_cp = text_index_length (before_index);
  new.end_cp = text_index_length (after_index);
  return old.start_cp <= old.end_cp
         && new.start_cp
                <= new.end_cp &&same_words (before, before_index, old, after, after_index, new);
}

DifferenceWords
difference_words (const Difference *difference, const char *before, const char *after)
{
  g_autoptr (TextIndex) before_index = text_index_new (before, -1);
  g_autoptr (TextIndex) after_index = text_index_new (after, -1);
  DifferenceWords words = { text_count_words (before), text_count_words (after), 0, 0 };
  for (guint i = 0; i < difference->stretches->len; i++)
    {
      const Stretch *one = &g_array_index (difference->stretches, Stretch, i);
      g_autofree char *old
          = text_slice (before, before_index, one->before.start_cp, one->before.end_cp);
      g_autofree char *new
          = text_slice (after, after_index, one->after.start_cp, one->after.end_cp);
      words.removed += text_count_words (old);
      words.inserted += text_count_words (new);
    }
  return words;
}

/* ---- spans */

typedef struct
{
  Span from, to;
} Side;

static Side
side_of (const Difference *difference, gboolean backward, guint i)
{
  const Stretch *one = &g_array_index (difference->stretches, Stretch, i);
  return backward ? (Side){ one->after, one->before } : (Side){ one->before, one->after };
}

/* How many stretches end at or before a place; with `strictly`, before it. What was put in right
 * before a span is before it, and what was put in right behind it is behind. */
static guint
stretches_before (const Difference *difference, gboolean backward, gsize cp, gboolean strictly)
{
  guint low = 0, high = difference->stretches->len;
  while (low < high)
    {
      const guint middle = (low + high) / 2;
      const gsize end = side_of (difference, backward, middle).from.end_cp;
      if (strictly ? end < cp : end <= cp)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* Where a place stands that lies behind `n` stretches. */
static gsize
shifted (const Difference *difference, gboolean backward, guint n, gsize cp)
{
  if (n == 0)
    return cp;
  const Side last = side_of (difference, backward, n - 1);
  return cp - last.from.end_cp + last.to.end_cp;
}

Span
difference_map (const Difference *difference, gboolean backward, Span span, EspCarried *carried)
{
  const guint n = difference->stretches->len;
  const guint first = stretches_before (difference, backward, span.start_cp, FALSE);
  const gboolean is_point = span.start_cp == span.end_cp;
  if (first == n || side_of (difference, backward, first).from.start_cp >= span.end_cp)
    {
      const gsize start = shifted (difference, backward, first, span.start_cp);
      return (Span){ start, start + (span.end_cp - span.start_cp) };
    }
  if (is_point)
    {
      const gsize at = side_of (difference, backward, first).to.start_cp;
      *carried = MAX (*carried, ESP_CARRIED_CHANGED);
      return (Span){ at, at };
    }
  /* The last one that begins inside the span. */
  guint last = MAX (stretches_before (difference, backward, span.end_cp, TRUE), first);
  if (last == n
      || (last > first && side_of (difference, backward, last).from.start_cp >= span.end_cp))
    last--;
  const Side head = side_of (difference, backward, first),
             tail = side_of (difference, backward, last);
  const Span mapped
      = { head.from.start_cp < span.start_cp ? head.to.start_cp
                                             : shifted (difference, backward, first, span.start_cp),
          tail.from.end_cp > span.end_cp ? tail.to.end_cp
                                         : shifted (difference, backward, last + 1, span.end_cp) };
  const EspCarried now
      = mapped.start_cp == mapped.end_cp ? ESP_CARRIED_WITHOUT_WORDS : ESP_CARRIED_CHANGED;
  *carried = MAX (*carried, now);
  return mapped;
}

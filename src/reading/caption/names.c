/* Counting names in captions.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/caption/names.h"

#include <string.h>

#define NAME_BYTES 60
#define NAME_WORDS 4

typedef struct
{
  guint opens;  /* lines that it opens */
  guint inside; /* places after the end of a sentence */
} NameCount;

CaptionNames *
caption_names_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static gboolean
is_gap (char c)
{
  return c == ' ' || c == '\t';
}

static gboolean
is_stop (char c)
{
  return c == '.' || c == '?' || c == '!';
}

/* Bytes of a name that a colon and a space follow, or the end; 0: none stands here. The colon is
 * asked for first: most lines have none. */
static gsize
name_size (const char *p, const char *end)
{
  const char *colon = p < end ? memchr (p, ':', MIN ((gsize)(end - p), NAME_BYTES + 1)) : NULL;
  guint words = 1;

  if (colon == NULL || !g_unichar_isalpha (g_utf8_get_char (p)))
    return 0;
  for (const char *at = p; at < colon; at = g_utf8_next_char (at))
    {
      const gunichar c = g_utf8_get_char (at);
      words += c == ' ';
      if (!g_unichar_isalnum (c) && strchr (" -'_()&.", (int)MIN (c, 0x7F)) == NULL)
        return 0;
    }
  if (colon[-1] == ' ' || words > NAME_WORDS)
    return 0;
  return colon + 1 == end || is_gap (colon[1]) ? (gsize)(colon - p) : 0;
}

/* The first place after the end of a sentence and white space; NULL: there is none before `end`. */
static const char *
first_sentence (const char *p, const char *end)
{
  while (p < end)
    {
      const char *stop = p;
      while (stop < end && !is_stop (*stop))
        stop++;
      while (stop < end && (is_stop (*stop) || strchr ("\"')", *stop) != NULL))
        stop++;
      p = stop;
      while (p < end && is_gap (*p))
        p++;
      if (p > stop && p < end)
        return p;
    }
  return NULL;
}

static gboolean
is_between_sentences (char c)
{
  return is_gap (c) || is_stop (c) || strchr ("\"')", c) != NULL;
}

/* The next place where a sentence begins that may open with a name; NULL: no more. Only what stands
 * shortly before a colon is looked at. */
static const char *
next_sentence (const char *p, const char *end)
{
  for (const char *colon = p; (colon = memchr (colon, ':', (gsize)(end - colon))) != NULL; colon++)
    {
      const char *first = colon - MIN (colon - p, NAME_BYTES); /* where the name may begin */
      const char *from = first;
      while (from > p && first - from < NAME_BYTES && is_between_sentences (from[-1]))
        from--;
      const char *next = first_sentence (from, colon);
      while (next != NULL && next < first)
        next = first_sentence (next, colon);
      if (next != NULL)
        return next;
    }
  return NULL;
}

static NameCount *
names_find (const CaptionNames *self, const char *p, const char *end, gboolean *is_name,
            char **folded)
{
  const gsize size = name_size (p, end);

  *is_name = size > 0;
  if (size == 0)
    return NULL;
  *folded = g_utf8_casefold (p, (gssize)size);
  return g_hash_table_lookup ((GHashTable *)self, *folded);
}

static void
names_count (CaptionNames *self, const char *p, const char *end, gboolean opens)
{
  g_autofree char *folded = NULL;
  gboolean is_name;
  NameCount *count = names_find (self, p, end, &is_name, &folded);

  if (!is_name)
    return;
  if (count == NULL)
    {
      count = g_new0 (NameCount, 1);
      g_hash_table_insert (self, g_steal_pointer (&folded), count);
    }
  *(opens ? &count->opens : &count->inside) += 1;
}

void
caption_names_add (CaptionNames *self, const char *line, const char *end)
{
  names_count (self, line, end, TRUE);
  for (const char *at = line; (at = next_sentence (at, end)) != NULL;)
    names_count (self, at, end, FALSE);
}

gboolean
caption_names_open_line (const char *line, const char *end)
{
  return name_size (line, end) > 0;
}

gboolean
caption_names_open (const CaptionNames *self, const char *line, const char *end)
{
  g_autofree char *folded = NULL;
  gboolean is_name;
  const NameCount *count = names_find (self, line, end, &is_name, &folded);

  return count != NULL && count->opens > 0 && count->opens + count->inside > 1;
}

const char *
caption_names_inside (const CaptionNames *self, const char *line, const char *end)
{
  const char *at = line;

  while ((at = next_sentence (at, end)) != NULL)
    if (caption_names_open (self, at, end))
      return at;
  return NULL;
}

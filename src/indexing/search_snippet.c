/* The words around what was found in a turn, on one line.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexing/search_snippet.h"

#include "indexing/search_turn.h"

#include <string.h>

#define BEFORE_CP 70
#define LENGTH_CP 220

/* Where a snippet begins: some way before what was found, at the beginning of a word. */
static const char *
snippet_start (const char *words, const char *found)
{
  const char *at = found;
  for (guint n = 0; n < BEFORE_CP && at > words; n++)
    at = g_utf8_prev_char (at);
  if (at == words)
    return words;
  const char *word = at;
  while (word < found && !g_unichar_isspace (g_utf8_get_char (word)))
    word = g_utf8_next_char (word);
  if (word == found)
    return at;
  while (word < found && g_unichar_isspace (g_utf8_get_char (word)))
    word = g_utf8_next_char (word);
  return word;
}

/* Where it ends: after a word, and not before the first word that was found ends, unless that is
 * very long. */
static const char *
snippet_end (const char *start, const char *found)
{
  const char *at = start, *space = NULL;
  gboolean spaced = FALSE;
  for (guint n = 0; n < LENGTH_CP && *at != '\0'; n++, at = g_utf8_next_char (at))
    {
      const gboolean is_space = g_unichar_isspace (g_utf8_get_char (at));
      if (at > found && is_space && !spaced)
        space = at;
      spaced = is_space;
    }
  return *at == '\0' || space == NULL ? at : space;
}

/* White space as one space each. */
static void
append_line (GString *line, const char *from, const char *to)
{
  gboolean space = FALSE;
  for (; from < to; from = g_utf8_next_char (from))
    {
      const gunichar c = g_utf8_get_char (from);
      if (!g_unichar_isspace (c))
        g_string_append_unichar (line, c);
      else if (!space)
        g_string_append_c (line, ' ');
      space = g_unichar_isspace (c);
    }
}

static void
add_piece (GPtrArray *snippet, const char *before, const char *from, const char *to,
           const char *after)
{
  GString *piece = g_string_new (before);
  append_line (piece, from, to);
  g_string_append (piece, after);
  g_ptr_array_add (snippet, g_string_free (piece, FALSE));
}

GPtrArray *
search_snippet (const char *words, const GArray *found)
{
  GPtrArray *snippet = g_ptr_array_new_with_free_func (g_free);
  const FoundBytes *first = &g_array_index (found, FoundBytes, 0);
  const char *start = snippet_start (words, words + first->start),
             *end = snippet_end (start, words + first->end), *at = start;
  const char *before = start > words ? "… " : "";
  for (guint i = 0; i < found->len && at < end; i++)
    {
      const FoundBytes *one = &g_array_index (found, FoundBytes, i);
      if (words + one->start >= end)
        break;
      add_piece (snippet, before, at, words + one->start, "");
      before = "";
      at = MIN (end, words + one->end);
      add_piece (snippet, "", words + one->start, at, "");
    }
  add_piece (snippet, "", at, end, *end != '\0' ? " …" : "");
  return snippet;
}

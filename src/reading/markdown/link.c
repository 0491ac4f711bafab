/* Addresses of links.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/markdown/link.h"

#include "base/text.h"

#include <string.h>

#define ADDRESS_MAX 4000 /* bytes */
#define DEPTH_MAX 32     /* round brackets in one another */

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t';
}

/* An address beyond doubt, for a line that goes with it: '[Ann]: Mm...yeah' and '[Ann]: #metoo' are
 * said. */
gboolean
markdown_link_is_whole_address (const char *at, const char *end)
{
  static const char *const beginnings[]
      = { "http://", "https://", "ftp://", "mailto:", "www.", "./", "../", NULL };

  for (const char *const *one = beginnings; *one != NULL; one++)
    if ((gsize)(end - at) > strlen (*one) && strncmp (at, *one, strlen (*one)) == 0)
      return TRUE;
  return FALSE;
}

/* Whatever has a scheme, a path or a domain; '#' alone is a place on the page. */
gboolean
markdown_link_is_address (const char *at, const char *end)
{
  static const char *const beginnings[] = { "/", "./", "../", "mailto:", "www.", NULL };

  for (const char *const *one = beginnings; *one != NULL; one++)
    if ((gsize)(end - at) >= strlen (*one) && strncmp (at, *one, strlen (*one)) == 0)
      return TRUE;
  const char *from = at;
  if (end - at > 1 && *at == '#' && g_ascii_isalpha (at[1]))
    return TRUE;
  for (; at < end; at++)
    {
      if (g_ascii_isspace (*at) || *at == '<')
        return FALSE;
      if (end - at > 3 && strncmp (at, "://", 3) == 0)
        return TRUE;
      if (end - at > 2 && at > from && *at == '.' && g_ascii_isalnum (at[-1])
          && g_ascii_isalpha (at[1]) && g_ascii_isalnum (at[2]))
        return TRUE;
    }
  return FALSE;
}

char *
markdown_link_key (const char *words, gsize size)
{
  g_autofree char *copy = g_strndup (words, size);
  g_autofree char *line = text_excerpt (copy, MARKDOWN_LABEL_MAX + 1);

  return text_fold_name (line);
}

static const char *
skip_blanks (const char *at, const char *end)
{
  while (at < end && is_blank (*at))
    at++;
  return at;
}

const char *
markdown_link_behind_address (const char *at, const char *end)
{
  guint depth = 0;

  end = MIN (end, at + ADDRESS_MAX);
  const char *line_end = memchr (at, '\n', (gsize)(end - at));
  end = line_end != NULL ? line_end : end;
  if (at == end || *at != '(')
    return NULL;
  const char *from = at = skip_blanks (at + 1, end);
  const gboolean pointed = at < end && *at == '<';
  for (; at < end && (pointed ? *at != '>' : !is_blank (*at)); at++)
    {
      depth += *at == '(';
      if (depth > DEPTH_MAX || (pointed && *at == '<' && at > from))
        return NULL;
      if (*at == ')' && depth-- == 0 && !pointed)
        break;
      at += *at == '\\' && at + 1 < end && g_ascii_ispunct (at[1]);
    }
  if (at >= end || (at > from && !pointed && !markdown_link_is_address (from, at)))
    return NULL;
  at = skip_blanks (at + pointed, end);
  if (at < end && strchr ("\"'(", *at) != NULL)
    {
      const char close = *at == '(' ? ')' : *at;
      for (at++; at < end && *at != close; at++)
        at += *at == '\\' && at + 1 < end;
      at = skip_blanks (at + 1, end);
    }
  return at < end && *at == ')' ? at + 1 : NULL;
}

const char *
markdown_link_behind_label (const char *from, const char *close, const char *end, GHashTable *known)
{
  const char *behind = close + 1;

  if (g_hash_table_size (known) == 0)
    return NULL;
  if (behind < end && *behind == '[')
    {
      const char *stop = memchr (behind, ']', (gsize)MIN (end - behind, MARKDOWN_LABEL_MAX));
      if (stop != NULL && stop > behind + 1)
        {
          from = behind + 1;
          close = stop;
        }
      behind = stop != NULL ? stop + 1 : behind;
    }
  if (close - from > MARKDOWN_LABEL_MAX)
    return NULL;
  g_autofree char *key = markdown_link_key (from, (gsize)(close - from));
  return g_hash_table_contains (known, key) ? behind : NULL;
}

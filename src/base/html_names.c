/* Characters that HTML writes with their names or numbers: &eacute; &#233; &#xE9;
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/html.h"

#include <string.h>

/* ---- names */

static const char names[] =
#include "base/html_names.def"
    ;

#define NAMES_MAX 2200
#define NAME_LONGEST 31
#define NAME_LONGEST_OPEN 6 /* of those that may stand without a semicolon */

typedef struct
{
  const char *at[NAMES_MAX]; /* into names */
  guint count;
} NameIndex;

static const NameIndex *
name_index (void)
{
  static gsize done = 0;
  static NameIndex all;

  if (g_once_init_enter (&done))
    {
      for (const char *at = names; *at != '\0'; at = strchr (at, ' ') + 1)
        all.at[all.count++] = at;
      g_once_init_leave (&done, 1);
    }
  return &all;
}

static gsize
name_length (const char *name)
{
  return strcspn (name, ":!");
}

/* The entry of just this name, pointing at its ':' or '!'; NULL: there is none. */
static const char *
name_find (const char *name, gsize size)
{
  const NameIndex *all = name_index ();
  guint low = 0, high = all->count;

  while (low < high)
    {
      const guint middle = (low + high) / 2;
      const char *entry = all->at[middle];
      const gsize length = name_length (entry);
      int order = memcmp (name, entry, MIN (size, length));
      if (order == 0)
        order = (size > length) - (size < length);
      if (order == 0)
        return entry + length;
      if (order < 0)
        high = middle;
      else
        low = middle + 1;
    }
  return NULL;
}

static void
name_append (GString *text, const char *codes)
{
  do
    {
      char *end = NULL;
      g_string_append_unichar (text, (gunichar)g_ascii_strtoull (codes + 1, &end, 16));
      codes = end;
    }
  while (*codes == '+');
}

static gsize
reference_named (const char *at, const char *end, gboolean in_attribute, GString *text)
{
  gsize size = 0;

  while (size < NAME_LONGEST && at + size < end && g_ascii_isalnum (at[size]))
    size++;
  const char *codes = at + size < end && at[size] == ';' ? name_find (at, size) : NULL;
  if (codes != NULL)
    {
      name_append (text, codes);
      return size + 1;
    }
  for (size = MIN (size, NAME_LONGEST_OPEN); size > 0; size--)
    {
      codes = name_find (at, size);
      if (codes != NULL && *codes == '!')
        break;
    }
  if (size == 0)
    return 0;
  /* An address such as "?a=1&copy=2" is not to be changed. */
  if (in_attribute && at + size < end && (at[size] == '=' || g_ascii_isalnum (at[size])))
    return 0;
  name_append (text, codes);
  return size;
}

/* ---- numbers */

/* The places of C1 mean what windows-1252 has there. */
static const gunichar windows[32] = {
  0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
  0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
  0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178,
};

static gunichar
number_character (gunichar number)
{
  if (number >= 0x80 && number < 0xA0)
    return windows[number - 0x80];
  return number == 0 || !g_unichar_validate (number) ? 0xFFFD : number;
}

static gsize
reference_numbered (const char *at, const char *end, GString *text)
{
  const char *from = at;
  const gboolean hex = at < end && (*at == 'x' || *at == 'X');
  gunichar number = 0;

  at += hex;
  const char *digits = at;
  for (; at < end && (hex ? g_ascii_isxdigit (*at) : g_ascii_isdigit (*at)); at++)
    if (number < 0x110000)
      number = number * (hex ? 16 : 10) + (gunichar)g_ascii_xdigit_value (*at);
  if (at == digits)
    return 0;
  g_string_append_unichar (text, number_character (number));
  return (gsize)(at - from) + (at < end && *at == ';');
}

gsize
html_reference (const char *at, const char *end, gboolean in_attribute, GString *text)
{
  const gsize opening = end - at >= 3 && at[1] == '#' ? 2 : 1;
  gsize size = 0;

  if (opening == 2)
    size = reference_numbered (at + 2, end, text);
  else if (end - at >= 3)
    size = reference_named (at + 1, end, in_attribute, text);
  return size > 0 ? size + opening : 0;
}

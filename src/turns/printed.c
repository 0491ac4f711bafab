/* Telling apart what printing adds.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "turns/printed.h"

#include "turns/stretch.h"

#include <string.h>

#define NUMBER_DIGITS 5
#define LABEL_MAX 160     /* bytes in which a colon has to come after a number */
#define FURNITURE_MAX 200 /* bytes of a page's head or foot */
#define FURNITURE_DEPTH 3 /* lines at the head, and at the foot, of a page */
#define PAGES_MIN 2       /* page breaks; fewer repeat nothing */

/* ---- numbers of paragraphs */

const char *
printed_number (const char *p, const char *end, guint *number)
{
  const char *at = p;
  guint found = 0;

  while (at < end && g_ascii_isdigit (*at) && at - p < NUMBER_DIGITS)
    found = 10 * found + (guint)(*at++ - '0');
  if (at == p)
    return p;
  if (at < end && (*at == '.' || *at == ')'))
    at++;
  const char *words = stretch_skip_space (at, end);
  gboolean letter = words < end && (g_unichar_isalpha (g_utf8_get_char (words)) || *words == '*');
  if (words == at || !letter)
    return p;
  if (number != NULL)
    *number = found;
  return words;
}

gboolean
printed_is_numbered (const Source *source)
{
  guint numbered = 0, next = 0, labels = 0, last = 0;

  for (guint i = 0; i < source->paras->len; i++)
    {
      const Para *para = &g_array_index (source->paras, Para, i);
      const char *end = source->text + para->end;
      const char *p = stretch_skip_space (source->text + para->start, end);
      guint number;
      if (para->kind != PARA_TEXT || para->mark > 0 || !g_ascii_isdigit (*p))
        continue;
      const char *words = printed_number (p, end, &number);
      if (words == p)
        continue;
      numbered++;
      next += number == last + 1;
      last = number;
      labels += memchr (words, ':', (gsize)MIN (end - words, LABEL_MAX)) != NULL;
    }
  return labels >= 3 && 3 * labels >= numbered && 5 * next >= 4 * (numbered - 1);
}

/* ---- heads and feet of pages */

/* 'Page 3 of 10', 'Seite 3/10' and nothing else. */
static gboolean
is_page_count (const char *p, const char *end)
{
  static const char *const words[] = { "page ", "seite ", "página ", "pagina ", "p. " };
  gsize size = (gsize)(end - p);
  const char *at = NULL;

  if (size > 40)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (words) && at == NULL; i++)
    if (size > strlen (words[i]) && g_ascii_strncasecmp (p, words[i], strlen (words[i])) == 0)
      at = stretch_skip_space (p + strlen (words[i]), end);
  if (at == NULL || !g_ascii_isdigit (*at))
    return FALSE;
  while (at < end && g_ascii_isdigit (*at))
    at++;
  if (at == end)
    return TRUE;
  at = stretch_skip_space (at, end);
  while (at < end && (g_ascii_isalpha (*at) || *at == '/' || *at == ' ') && end - at < 12)
    at++;
  gboolean total = at < end && g_ascii_isdigit (*at);
  while (at < end && g_ascii_isdigit (*at))
    at++;
  return total && at == end;
}

/* The line with every number made the same, and where it stands; NULL when it is too long. */
static char *
furniture_of (const Lines *lines, guint i, gboolean head)
{
  const Line *line = lines_get (lines, i);
  const char *text = lines->source->text;

  if (line->end - line->start > FURNITURE_MAX || lines_para (lines, i)->kind == PARA_NOTE)
    return NULL;
  GString *shape = g_string_new (head ? "h" : "f");
  for (gsize at = line->start; at < line->end; at++)
    if (!g_ascii_isdigit (text[at]))
      g_string_append_c (shape, text[at]);
    else if (shape->str[shape->len - 1] != '#')
      g_string_append_c (shape, '#');
  return g_string_free (shape, FALSE);
}

typedef void (*FurnitureFunc) (Lines *lines, guint i, gboolean head, gpointer data);

/* Every line near a page break, as head of the page below or foot of the one above. */
static void
furniture_each (Lines *lines, FurnitureFunc func, gpointer data)
{
  guint count = lines_count (lines);

  for (guint i = 0; i < count; i++)
    {
      if (!lines_get (lines, i)->after_page)
        continue;
      for (guint n = 0; n < FURNITURE_DEPTH && i + n < count; n++)
        if (n == 0 || !lines_get (lines, i + n)->after_page)
          func (lines, i + n, TRUE, data);
        else
          break;
      for (guint n = 1; n <= FURNITURE_DEPTH && n <= i; n++)
        {
          func (lines, i - n, FALSE, data);
          if (lines_get (lines, i - n)->after_page)
            break;
        }
    }
}

static void
furniture_count (Lines *lines, guint i, gboolean head, gpointer shapes)
{
  g_autofree char *shape = furniture_of (lines, i, head);

  if (shape == NULL)
    return;
  guint times = GPOINTER_TO_UINT (g_hash_table_lookup (shapes, shape));
  g_hash_table_insert (shapes, g_steal_pointer (&shape), GUINT_TO_POINTER (times + 1));
}

typedef struct
{
  GHashTable *shapes; /* of a line -> how often */
  guint breaks;
} Furniture;

/* A name alone on its line may open many pages; furniture has more than one word, or a number. */
static void
furniture_mark (Lines *lines, guint i, gboolean head, gpointer data)
{
  const Furniture *furniture = data;
  Line *line = lines_get (lines, i);
  g_autofree char *shape = furniture_of (lines, i, head);

  if (shape == NULL || (line->speaker != NULL && line->speaker->known))
    return;
  guint times = GPOINTER_TO_UINT (g_hash_table_lookup (furniture->shapes, shape));
  gboolean number = strchr (shape, '#') != NULL;
  gboolean telling = number || (strchr (shape, ' ') != NULL && line->speaker == NULL);
  if (times >= PAGES_MIN && 5 * times >= 3 * furniture->breaks && telling)
    line->aside = ASIDE_NOTE;
}

void
printed_mark (Lines *lines)
{
  const char *text = lines->source->text;
  Furniture furniture = { 0 };

  for (guint i = 0; i < lines_count (lines); i++)
    {
      Line *line = lines_get (lines, i);
      furniture.breaks += line->after_page;
      const Para *para = lines_para (lines, i);
      gboolean plain = para->kind == PARA_TEXT && para->speaker == 0 && !para->has_time;
      if (plain && line->aside == ASIDE_NONE
          && is_page_count (text + line->start, text + line->end))
        line->aside = ASIDE_NOTE;
    }
  if (furniture.breaks < PAGES_MIN)
    return;
  furniture.shapes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  furniture_each (lines, furniture_count, furniture.shapes);
  furniture_each (lines, furniture_mark, &furniture);
  g_hash_table_unref (furniture.shapes);
}

/* What turns open with in a print.
 *
 * Where an answer fills its last line, nothing in the places of the lines shows that the next one
 * begins a turn; but a name that opens turns stands at the beginnings of lines, and in the middle
 * of one hardly ever, while words of a sentence fall on a beginning once in ten times or so.
 * Figures count as alike, so that P1 and P2, and all times, are of one form.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/pdf/opening.h"

#include <string.h>

/* Letters of a name in brackets, or on a line of its own. */
#define MOST_LETTERS 40

typedef struct
{
  guint opens;  /* paragraphs, for all that the places of their lines say */
  guint begins; /* lines */
  guint inside; /* lines, behind their beginning */
} Standing;

struct PdfOpenings
{
  GHashTable *standings; /* the form -> Standing */
};

/* ---- forms */

/* Bytes of a time such as 00:14:03 or [14:03], with the blanks behind it; 0: none. */
static gsize
time_size (const char *words)
{
  const char *at = words + (*words == '[' || *words == '(');
  const gsize figures = strspn (at, "0123456789");

  if (figures == 0 || at[figures] != ':')
    return 0;
  at += strspn (at, "0123456789:.,");
  at += *at == ']' || *at == ')';
  return *at == ' ' ? (gsize)(at - words) + strspn (at, " ") : 0;
}

/* Bytes of "[Anna]". */
static gsize
bracket_size (const char *words)
{
  const char *end = *words == '[' ? strchr (words, ']') : NULL;

  return end != NULL && end > words + 1 && g_utf8_strlen (words, end - words) <= MOST_LETTERS
             ? (gsize)(end + 1 - words)
             : 0;
}

/* All bytes of a line with a few words that end no sentence: a name on a line of its own. */
static gsize
line_size (const char *words)
{
  const gsize size = strlen (words);

  if (size == 0 || !g_unichar_isalpha (g_utf8_get_char (words))
      || g_utf8_strlen (words, (gssize)size) > MOST_LETTERS)
    return 0;
  return g_unichar_isalnum (g_utf8_get_char (g_utf8_prev_char (words + size))) ? size : 0;
}

/* Bytes of what the words open with; 0: nothing that a turn may open with. `whole`: the words are a
 * line, and not the end of one. */
static gsize
opening_size (const char *words, gboolean whole)
{
  const gsize time = whole ? time_size (words) : 0;
  const gsize label = pdf_label_size (words + time);

  if (label > 0)
    return time + label;
  if (time == 0 && bracket_size (words) > 0)
    return bracket_size (words);
  return whole ? line_size (words) : 0;
}

/* What the bytes are counted under; to be freed. */
static char *
form_of (const char *words, gsize size)
{
  const gboolean alone = words[size] == '\0' && words[size - 1] != ':';
  char *form = g_strdup_printf ("%.*s%s", (int)size, words, alone ? "\n" : "");

  for (char *at = form; *at != '\0'; at++)
    if (g_ascii_isdigit (*at))
      *at = '0';
  return form;
}

/* ---- counting */

static Standing *
openings_standing (PdfOpenings *self, const char *words, gsize size)
{
  g_autofree char *form = form_of (words, size);
  Standing *standing = g_hash_table_lookup (self->standings, form);

  if (standing == NULL)
    {
      standing = g_new0 (Standing, 1);
      g_hash_table_insert (self->standings, g_steal_pointer (&form), standing);
    }
  return standing;
}

/* What stands behind the beginning of a line: at each word. */
static void
openings_count_inside (PdfOpenings *self, const char *words)
{
  for (const char *at = strchr (words, ' '); at != NULL; at = strchr (at, ' '))
    {
      at += strspn (at, " ");
      const gsize size = opening_size (at, FALSE);
      if (size > 0)
        openings_standing (self, at, size)->inside++;
    }
}

PdfOpenings *
pdf_openings_new (const PdfText *text)
{
  PdfOpenings *self = g_new0 (PdfOpenings, 1);

  self->standings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < text->words->len; i++)
    {
      const char *words = pdf_text_words (text, i);
      const gsize size = opening_size (words, TRUE);
      if (size > 0)
        openings_standing (self, words, size)->begins++;
      openings_count_inside (self, words + size);
    }
  return self;
}

void
pdf_openings_free (PdfOpenings *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->standings);
  g_free (self);
}

void
pdf_openings_learn (PdfOpenings *self, const char *words)
{
  const gsize size = opening_size (words, TRUE);

  if (size > 0)
    openings_standing (self, words, size)->opens++;
}

/* ---- asking */

gboolean
pdf_openings_has (const PdfOpenings *self, const char *words)
{
  const gsize size = opening_size (words, TRUE);
  g_autofree char *form = size > 0 ? form_of (words, size) : NULL;
  const Standing *standing = form != NULL ? g_hash_table_lookup (self->standings, form) : NULL;

  return standing != NULL
         && (standing->opens >= 2
             || (standing->begins >= 3 && standing->inside * 4 <= standing->begins));
}

/* Words of lines, and words that a line end divides.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/pdf/text.h"

#include <string.h>

#define SOFT_HYPHEN 0x00AD
#define HYPHEN 0x2010

/* ---- letters */

static gboolean
letter_is_shape (gunichar letter)
{
  return (letter >= 0xFB00 && letter <= 0xFDFF) || (letter >= 0xFE70 && letter <= 0xFEFC);
}

static gboolean
letter_is_private (gunichar letter)
{
  return (letter >= 0xE000 && letter <= 0xF8FF) || letter >= 0xF0000;
}

/* Marks of direction are poppler's, and the rest is not seen. */
static gboolean
letter_is_nothing (gunichar letter)
{
  return g_unichar_iscntrl (letter) || letter == SOFT_HYPHEN || letter == 0xFEFF
         || (letter >= 0x200B && letter <= 0x200F && letter != 0x200C && letter != 0x200D)
         || (letter >= 0x2028 && letter <= 0x202E) || (letter >= 0x2060 && letter <= 0x2069)
         || (letter & 0xFFFE) == 0xFFFE;
}

gboolean
pdf_letter_add (GString *into, gunichar letter)
{
  gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];

  if (letter_is_shape (letter))
    {
      const gsize count = g_unichar_fully_decompose (letter, TRUE, parts, G_N_ELEMENTS (parts));
      for (gsize i = 0; i < count; i++)
        g_string_append_unichar (into, parts[i]);
    }
  else if (letter == 0xF0B7 || letter == 0xF0A7 || letter == 0xF0D8) /* bullets of Symbol */
    g_string_append_unichar (into, 0x2022);
  else if (letter_is_private (letter) || !g_unichar_validate (letter))
    {
      g_string_append_unichar (into, 0xFFFD);
      return TRUE;
    }
  else if (g_unichar_isspace (letter))
    g_string_append_c (into, ' ');
  else if (!letter_is_nothing (letter))
    g_string_append_unichar (into, letter);
  return FALSE;
}

/* ---- lines */

const PdfLine *
pdf_text_line (const PdfText *self, guint line)
{
  return &g_array_index (self->order->lines, PdfLine, line);
}

const char *
pdf_text_words (const PdfText *self, guint line)
{
  return self->words->pdata[line];
}

const PdfPiece *
pdf_text_piece (const PdfText *self, const PdfLine *line, guint piece)
{
  return pdf_page_piece (pdf_book_page (self->book, line->page),
                         g_array_index (self->order->pieces, guint, line->first + piece));
}

gboolean
pdf_text_apart (const PdfText *self, const PdfLine *line, guint piece)
{
  if (piece == 0)
    return FALSE;
  const PdfPiece *one = pdf_text_piece (self, line, piece - 1);
  const PdfPiece *two = pdf_text_piece (self, line, piece);
  return MAX (two->x1 - one->x2, one->x1 - two->x2) > MIN (one->size, two->size) * 0.15f;
}

/* A soft hyphen at the end is kept, as a hyphen, to be seen there. */
static char *
line_words (const PdfText *self, const PdfLine *line)
{
  const PdfPage *page = pdf_book_page (self->book, line->page);
  GString *words = g_string_new (NULL);
  gunichar last = 0;

  for (guint i = 0; i < line->count; i++)
    {
      const PdfPiece *piece = pdf_text_piece (self, line, i);
      if (pdf_text_apart (self, line, i))
        g_string_append_c (words, ' ');
      for (guint at = piece->first; at < piece->end; at++)
        {
          last = pdf_page_glyph (page, at)->letter;
          pdf_letter_add (words, last);
        }
    }
  if (last == SOFT_HYPHEN)
    g_string_append_unichar (words, SOFT_HYPHEN);
  return g_string_free (words, FALSE);
}

/* ---- words that are known whole */

static gboolean
letter_is_word (gunichar letter)
{
  return g_unichar_isalnum (letter) || letter == '-' || letter == HYPHEN || letter == '\''
         || letter == 0x2019;
}

static char *
fold_word (const char *from, gsize size)
{
  g_autofree char *word = g_strndup (from, size);

  return g_utf8_strdown (word, -1);
}

/* The end of the word that begins at `from`; `from` itself when none does. */
static const char *
word_end (const char *from)
{
  while (*from != '\0' && letter_is_word (g_utf8_get_char (from)))
    from = g_utf8_next_char (from);
  return from;
}

/* Words of a line that do not stand at its end, where they may be divided. */
static void
text_learn (PdfText *self, const char *words)
{
  for (const char *at = words; *at != '\0';)
    {
      const char *end = word_end (at);
      if (end == at)
        {
          at = g_utf8_next_char (at);
          continue;
        }
      if (*end != '\0' && at > words)
        g_hash_table_add (self->known, fold_word (at, (gsize)(end - at)));
      at = end;
    }
}

/* ---- joining */

/* The letter before `at`; 0 at the beginning. */
static gunichar
letter_before (const char *words, const char *at)
{
  return at > words ? g_utf8_get_char (g_utf8_prev_char (at)) : 0;
}

/* Where the hyphen stands that ends the line; NULL: none does, or it is a dash. */
static const char *
hyphen_at_end (const char *words)
{
  const char *end = words + strlen (words);
  const gunichar last = letter_before (words, end);

  if (last != '-' && last != HYPHEN && last != SOFT_HYPHEN)
    return NULL;
  const char *hyphen = g_utf8_prev_char (end);
  return g_unichar_isalnum (letter_before (words, hyphen)) ? hyphen : NULL;
}

static const char *
last_word (const char *words, const char *end)
{
  while (end > words && letter_is_word (letter_before (words, end)))
    end = g_utf8_prev_char (end);
  return end;
}

/* 1: known whole, so the hyphen goes; -1: known with a hyphen; 0: not known. */
static int
text_knows (const PdfText *self, const char *words, const char *hyphen, const char *next)
{
  const char *from = last_word (words, hyphen);
  g_autofree char *head = fold_word (from, (gsize)(hyphen - from));
  g_autofree char *tail = fold_word (next, (gsize)(word_end (next) - next));
  g_autofree char *whole = g_strconcat (head, tail, NULL);
  g_autofree char *with_hyphen = g_strconcat (head, "-", tail, NULL);

  return g_hash_table_contains (self->known, whole)         ? 1
         : g_hash_table_contains (self->known, with_hyphen) ? -1
                                                            : 0;
}

static gboolean
letter_is_east_asian (gunichar letter)
{
  switch (g_unichar_get_script (letter))
    {
    case G_UNICODE_SCRIPT_HAN:
    case G_UNICODE_SCRIPT_HIRAGANA:
    case G_UNICODE_SCRIPT_KATAKANA:
    case G_UNICODE_SCRIPT_BOPOMOFO:
      return TRUE;
    default:
      return (letter >= 0x3000 && letter <= 0x303F) || (letter >= 0xFF00 && letter <= 0xFFEF);
    }
}

PdfJoin
pdf_text_join (const PdfText *self, guint line, guint next)
{
  const char *words = pdf_text_words (self, line), *after = pdf_text_words (self, next);
  const char *hyphen = hyphen_at_end (words);
  const gunichar last = letter_before (words, words + strlen (words));
  const gunichar first = g_utf8_get_char (after);

  if (hyphen == NULL)
    return letter_is_east_asian (last) && letter_is_east_asian (first) ? PDF_JOIN_TIGHT
                                                                       : PDF_JOIN_BLANK;
  if (last == SOFT_HYPHEN)
    return PDF_JOIN_HYPHEN;
  if (!g_unichar_isalnum (first))
    return PDF_JOIN_BLANK;
  if (!g_unichar_islower (first) || !g_unichar_isalpha (letter_before (words, hyphen)))
    return PDF_JOIN_TIGHT;
  const int known = text_knows (self, words, hyphen, after);
  return known > 0 || (known == 0 && self->divides) ? PDF_JOIN_HYPHEN : PDF_JOIN_TIGHT;
}

/* Whether a line in fifty ends with a hyphen, and no fewer than two: or those that are known say
 * so. */
static void
text_find_dividing (PdfText *self)
{
  guint ends = 0, whole = 0, own = 0;

  for (guint i = 0; i + 1 < self->words->len; i++)
    {
      const char *words = pdf_text_words (self, i), *hyphen = hyphen_at_end (words);
      const int known
          = hyphen == NULL ? 0 : text_knows (self, words, hyphen, pdf_text_words (self, i + 1));
      ends += hyphen != NULL;
      whole += known > 0;
      own += known < 0;
    }
  self->divides = whole > own || (whole == own && ends >= 2 && ends * 50 >= self->words->len);
}

/* ---- beginnings of lines */

gsize
pdf_mark_size (const char *words, gboolean *bullet)
{
  static const gunichar bullets[]
      = { 0x2022, 0x25CF, 0x25CB, 0x25AA, 0x25AB, 0x25A0, 0x25A1, 0x2023,
          0x2043, 0x2219, 0x25E6, 0x2013, '-',    '*',    0x27A2, 0x2713 };
  const gunichar first = g_utf8_get_char (words);
  const char *at = words + (*words == '(');

  *bullet = FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (bullets); i++)
    if (first == bullets[i] && *g_utf8_next_char (words) == ' ')
      {
        *bullet = TRUE;
        return (gsize)(g_utf8_next_char (words) - words) + 1;
      }
  const gsize figures = strspn (at, "0123456789");
  if (figures > (*words == '(' ? 2 : 3))
    return 0;
  at += figures > 0 ? figures : g_ascii_isalpha (*at) ? 1 : 0;
  if (at == words + (*words == '(') || (*at != '.' && *at != ')') || at[1] != ' ')
    return 0;
  return *words == '(' && *at != ')' ? 0 : (gsize)(at + 2 - words);
}

gsize
pdf_label_size (const char *words)
{
  guint letters = 0;

  if (!g_unichar_isalnum (g_utf8_get_char (words)) || g_unichar_islower (g_utf8_get_char (words)))
    return 0;
  for (const char *at = words; *at != '\0' && letters <= 40; at = g_utf8_next_char (at), letters++)
    {
      const gunichar letter = g_utf8_get_char (at);
      if (letter == ':' || letter == 0xFF1A)
        {
          const char *after = g_utf8_next_char (at);
          return letter == ':' && *after != ' ' && *after != '\0' ? 0 : (gsize)(after - words);
        }
      if (!g_unichar_isalnum (letter) && strchr (" .'()-/&_", (int)MIN (letter, 127)) == NULL
          && letter != 0x2019)
        return 0;
    }
  return 0;
}

/* ---- all of it */

PdfText *
pdf_text_new (const PdfBook *book, const PdfOrder *order)
{
  PdfText *self = g_new0 (PdfText, 1);

  self->book = book;
  self->order = order;
  self->words = g_ptr_array_new_with_free_func (g_free);
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < order->lines->len; i++)
    {
      g_ptr_array_add (self->words, line_words (self, pdf_text_line (self, i)));
      text_learn (self, pdf_text_words (self, i));
    }
  text_find_dividing (self);
  return self;
}

void
pdf_text_free (PdfText *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->words);
  g_hash_table_unref (self->known);
  g_free (self);
}

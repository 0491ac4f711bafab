/* Taking the numbers of lines out of a plain text.
 *
 * They stand before every line, or every fifth, and count up from page to page or over the whole
 * text. A list of answers counts up, too ('1 yes', '2 no'): so there must be lines that go on in
 * the middle of a sentence (not all of them: some people write small letters only), or names of
 * speakers behind the numbers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/line_numbers.h"

#include "reading/counting.h"

#include <string.h>

#define DIGITS_MAX 5
#define TAB 8 /* columns */
#define INDENT_MAX 64
#define ONES_MIN 10  /* numbers; fewer may be a list */
#define WIDTH_MIN 40 /* bytes of the longest line, where lines were wrapped */
#define WIDTH_MAX 240
#define LABEL_MAX 60 /* bytes from the beginning of a name to its colon */

/* A line that begins with a number, maybe after white space. */
typedef struct
{
  guint para; /* among those of the source */
  guint value;
  guint words;  /* bytes from the beginning of the line to its words, or to its end */
  guint column; /* where the number ends */
  gboolean is_taken;
} Numbered;

typedef struct
{
  Source *source;
  GArray *lines; /* Numbered */
  gboolean by_five;
  guint indent; /* the column in which most lines without a number begin */
} Numbers;

static const Para *
para_get (const Numbers *self, guint i)
{
  return &g_array_index (self->source->paras, Para, i);
}

static Numbered *
line_get (const Numbers *self, guint i)
{
  return &g_array_index (self->lines, Numbered, i);
}

static gboolean
is_gap (char c)
{
  return c == ' ' || c == '\t';
}

/* Over white space; *column grows by it. */
static const char *
skip_gap (const char *at, const char *end, guint *column)
{
  for (; at < end && is_gap (*at); at++)
    *column += *at == '\t' ? TAB - *column % TAB : 1;
  return at;
}

/* The number and its words; a value of 0: the line has none. */
static Numbered
line_read (const Numbers *self, guint i)
{
  const Para *para = para_get (self, i);
  const char *from = self->source->text + para->start, *end = self->source->text + para->end;
  Numbered line = { .para = i };
  const char *digits = skip_gap (from, end, &line.column), *at = digits;

  for (; at < end && g_ascii_isdigit (*at) && at - digits < DIGITS_MAX; at++)
    line.value = line.value * 10 + (guint)(*at - '0');
  if (at == digits || (at < end && !is_gap (*at)))
    return (Numbered){ .para = i, .column = line.column };
  line.column += (guint)(at - digits);
  guint behind = line.column;
  line.words = (guint)(skip_gap (at, end, &behind) - from);
  return line;
}

/* ---- whether they count */

static void
numerals_add (GArray *numerals, guint value)
{
  const Numeral *last
      = numerals->len > 0 ? &g_array_index (numerals, Numeral, numerals->len - 1) : NULL;
  const guint page = last == NULL ? 0 : last->page + (value < last->value);
  const Numeral next = { .page = page, .value = value };

  g_array_append_val (numerals, next);
}

/* Blank lines are counted, or not; lines at the head and foot of a page have no number. */
#define LINES_BETWEEN 6
#define STEP_MAX 25

static gboolean
follows (const Numbers *self, const Numbered *last, const Numbered *next)
{
  const guint printed = para_get (self, next->para)->line - para_get (self, last->para)->line;
  const guint written = next->para - last->para;
  const guint lines = next->value - last->value;

  return next->value > last->value && lines <= STEP_MAX && lines <= printed
         && written <= lines + LINES_BETWEEN;
}

static gboolean
is_of_kind (const Numbers *self, const Numbered *line)
{
  return !self->by_five
         || (line->value % 5 == 0 && (self->indent == 0 || line->column <= self->indent));
}

/* The next number that may be one of lines; NULL: none comes. */
static const Numbered *
numbers_next (const Numbers *self, guint i)
{
  for (i++; i < self->lines->len; i++)
    if (is_of_kind (self, line_get (self, i)))
      return line_get (self, i);
  return NULL;
}

/* The first of the text, or of a page: only where another follows it. */
static gboolean
begins (const Numbers *self, const Numbered *last, guint i)
{
  const Numbered *line = line_get (self, i), *next = numbers_next (self, i);
  const gboolean anew = line->value == 1 || (self->by_five && line->value == 5);

  return (last == NULL || (anew && last->value >= 10)) && next != NULL
         && follows (self, line, next);
}

/* Marks the numbers that follow one another; returns how many. */
static guint
numbers_follow (Numbers *self)
{
  const Numbered *last = NULL;
  guint taken = 0;

  for (guint i = 0; i < self->lines->len; i++)
    {
      Numbered *line = line_get (self, i);
      line->is_taken = is_of_kind (self, line)
                       && ((last != NULL && follows (self, last, line)) || begins (self, last, i));
      taken += line->is_taken;
      if (line->is_taken)
        last = line;
    }
  return taken;
}

/* ---- whether they are lines, and no list */

static gboolean
has_label (const char *words, const char *end)
{
  const char *colon = memchr (words, ':', (gsize)MIN (end - words, LABEL_MAX));

  return colon != NULL && colon > words && g_unichar_isalpha (g_utf8_get_char (words));
}

static gsize
line_width (const Numbers *self, const Numbered *line)
{
  const Para *para = para_get (self, line->para);

  return para->end - para->start - line->words;
}

/* Of a text that was wrapped, how many lines go on in the middle of a sentence, the line above
 * being full. */
static guint
numbers_middle (const Numbers *self)
{
  const char *text = self->source->text;
  gsize width = 0, above = 0;
  guint middle = 0;

  for (guint i = 0; i < self->lines->len; i++)
    width = MAX (width, line_width (self, line_get (self, i)));
  if (width < WIDTH_MIN || width > WIDTH_MAX)
    return 0;
  for (guint i = 0; i < self->lines->len; i++)
    {
      const Numbered *line = line_get (self, i);
      const char *words = text + para_get (self, line->para)->start + line->words;
      const gsize size = line_width (self, line);
      middle += size > 0 && above * 4 >= width * 3 && g_unichar_islower (g_utf8_get_char (words));
      above = size;
    }
  return middle;
}

/* Every line has its number, and the words behind are a transcript: lines that go on in the middle
 * of a sentence, or names. */
static gboolean
ones_are_of_lines (const Numbers *self, guint taken)
{
  const char *text = self->source->text;
  guint labels = 0;

  for (guint i = 0; i < self->lines->len; i++)
    {
      const Numbered *line = line_get (self, i);
      const Para *para = para_get (self, line->para);
      labels += has_label (text + para->start + line->words, text + para->end);
    }
  const guint middle = numbers_middle (self);

  /* Where every line begins with a small letter that says nothing: people wrote so. */
  return taken >= ONES_MIN && taken * 10ull >= self->source->paras->len * 9ull
         && ((middle * 100ull >= taken * 15ull && middle * 10ull <= taken * 9ull)
             || (labels >= 3 && labels * 3ull >= taken));
}

/* They go over the whole text, and hardly one is out of place. */
static gboolean
fives_are_of_lines (const Numbers *self, guint taken, guint numerals)
{
  /* Where nearly every line has a number, every fifth of them is no number of its own kind. */
  return self->lines->len * 2ull <= self->source->paras->len && taken * 10ull >= numerals * 9ull
         && taken * 5ull * 10 >= self->source->paras->len * 7ull;
}

static gboolean
numbers_count (Numbers *self, gboolean by_five)
{
  g_autoptr (GArray) numerals = g_array_new (FALSE, FALSE, sizeof (Numeral));

  self->by_five = by_five;
  for (guint i = 0; i < self->lines->len; i++)
    if (is_of_kind (self, line_get (self, i)))
      numerals_add (numerals, line_get (self, i)->value);
  const Counting counting = counting_of (numerals);
  if (!counting.counts || counting.by_five != by_five)
    return FALSE;
  const guint taken = numbers_follow (self);
  return by_five ? fives_are_of_lines (self, taken, numerals->len)
                 : ones_are_of_lines (self, taken);
}

/* ---- taking them out */

/* Bytes of white space before the words of lines without a number, which stand below the others. */
static guint
line_indent (const Numbers *self, const Para *para, guint column)
{
  const char *from = self->source->text + para->start;
  guint size = 0;

  while (size < column && para->start + size < para->end && is_gap (from[size]))
    size++;
  return size;
}

static guint
numbers_remove (Numbers *self)
{
  GString *text = g_string_sized_new (self->source->size);
  GArray *paras = self->source->paras;
  guint next = 0, taken = 0, kept = 0, column = 0;
  gsize done = 0;

  for (guint i = 0; i < self->lines->len; i++)
    if (line_get (self, i)->is_taken)
      column = MAX (column, line_get (self, i)->words);
  for (guint i = 0; i < paras->len; i++)
    {
      Para para = g_array_index (paras, Para, i);
      const Numbered *line = next < self->lines->len && line_get (self, next)->para == i
                                 ? line_get (self, next)
                                 : NULL;
      next += line != NULL;
      const gboolean is_taken = line != NULL && line->is_taken;
      const gsize words = para.start + (is_taken ? line->words : line_indent (self, &para, column));
      const gsize end = para.end;
      taken += is_taken;
      g_string_append_len (text, self->source->text + done, (gssize)(para.start - done));
      para.start = text->len;
      g_string_append_len (text, self->source->text + words, (gssize)(end - words));
      para.end = text->len;
      done = end;
      if (para.end > para.start)
        g_array_index (paras, Para, kept++) = para;
    }
  g_string_append (text, self->source->text + done);
  g_array_set_size (paras, kept);
  g_free (self->source->text);
  self->source->size = text->len;
  self->source->text = g_string_free (text, FALSE);
  return taken;
}

guint
line_numbers_take_out (Source *source)
{
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (Numbered));
  Numbers self = { .source = source, .lines = lines };
  gboolean has_words = FALSE;

  guint columns[INDENT_MAX] = { 0 };

  for (guint i = 0; i < source->paras->len; i++)
    {
      const Numbered line = line_read (&self, i);
      if (line.value > 0)
        g_array_append_val (lines, line);
      else
        columns[MIN (line.column, INDENT_MAX - 1)]++;
      has_words = has_words || line.value == 0
                  || line.words < para_get (&self, i)->end - para_get (&self, i)->start;
    }
  for (guint i = 0; i < INDENT_MAX; i++)
    self.indent = columns[i] > columns[self.indent] ? i : self.indent;
  if (!has_words || !(numbers_count (&self, FALSE) || numbers_count (&self, TRUE)))
    return 0;
  return numbers_remove (&self);
}

/* Paragraphs.
 *
 * A line begins a paragraph when there is more space above it than usual; when the line before
 * ended although the first word of this one had room there; when it is set in where others are not;
 * when it opens with a bullet, or with a name that opens other paragraphs (reading/pdf/opening.h);
 * and when its letters are of another size. Over the end of a column or page there is no space to
 * see, and the others decide.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/pdf/flow.h"

#include "reading/pdf/opening.h"

#include <stdlib.h>
#include <string.h>

#define SAME_SIZE 0.08f
#define INDENT 0.8f /* of the size of the letters */

typedef struct
{
  const PdfText *text;
  gboolean numbered;
  guint count;      /* of lines */
  float *edges;     /* of each line: where lines like it end */
  float pitch;      /* usual distance of two lines, in sizes */
  gboolean hanging; /* the first line of a paragraph stands left of the others */
  PdfOpenings *openings;
  gboolean use_openings; /* they are known */
} Flow;

/* ---- measures */

static int
compare_floats (gconstpointer a, gconstpointer b)
{
  const float left = *(const float *)a, right = *(const float *)b;

  return left < right ? -1 : left > right;
}

static const PdfLine *
flow_line (const Flow *self, guint line)
{
  return pdf_text_line (self->text, line);
}

static float
line_pitch (const PdfLine *last, const PdfLine *line)
{
  return (line->y1 - last->y1) / MAX (MAX (last->size, line->size), 1);
}

static gboolean
lines_follow (const PdfLine *last, const PdfLine *line)
{
  return last->block == line->block && !line->cell && line->y1 > last->y1;
}

static gboolean
sizes_differ (float one, float two)
{
  return ABS (one - two) > MAX (one, two) * SAME_SIZE;
}

/* The right edge of many lines: the widest, but for a few that stick out. */
static float
edge_of (GArray *ends)
{
  if (ends->len == 0)
    return 0;
  g_array_sort (ends, compare_floats);
  return g_array_index (ends, float,
                        ends->len - 1
                            - (ends->len >= 60   ? 3
                               : ends->len >= 20 ? 1
                                                 : 0));
}

static gboolean
line_is_loose (const PdfLine *line)
{
  return !line->cell && line->right <= 0;
}

/* Lines of text that is set narrower than the page's, such as a quotation, end where it ends: when
 * three of those around end there. */
static float
edge_around (const Flow *self, guint line, float edge)
{
  const PdfLine *here = flow_line (self, line);
  float most = here->x2;
  guint same = 0;
  const guint from = line > 4 ? line - 4 : 0, end = MIN (self->count, line + 5);

  for (guint i = from; i < end; i++)
    if (flow_line (self, i)->block == here->block
        && ABS (flow_line (self, i)->x1 - here->x1) < here->size * 3)
      most = MAX (most, flow_line (self, i)->x2);
  if (most > edge - here->size * 3)
    return edge;
  for (guint i = from; i < end; i++)
    same += flow_line (self, i)->block == here->block
            && flow_line (self, i)->x2 > most - here->size * 1.5f;
  return same >= 3 && most - here->x1 > here->size * 20 ? most : edge;
}

/* Whether two lines may be of one paragraph, for all that their places say. */
static gboolean
lines_are_close (const Flow *self, guint last, guint line)
{
  const PdfLine *before = flow_line (self, last), *here = flow_line (self, line);

  return before->block == here->block && line_is_loose (here) && here->y1 > before->y1
         && line_pitch (before, here) < self->pitch * 1.25f + 0.1f
         && ABS (before->x1 - here->x1) < here->size * 4
         && !sizes_differ (before->size, here->size);
}

/* Where the lines of the page's text end. Where none stand close enough together to show it, as far
 * from the right as they begin from the left. */
static float
flow_loose_edge (const Flow *self)
{
  g_autoptr (GArray) ends = g_array_new (FALSE, FALSE, sizeof (float));
  float least = G_MAXFLOAT, most = 0, width = 0;

  for (guint i = 0; i < self->count; i++)
    {
      const PdfLine *line = flow_line (self, i);
      if (!line_is_loose (line))
        continue;
      least = MIN (least, line->x1);
      most = MAX (most, line->x2);
      width = MAX (width, pdf_book_page (self->text->book, line->page)->width);
      if ((i > 0 && lines_are_close (self, i - 1, i))
          || (i + 1 < self->count && lines_are_close (self, i, i + 1)))
        g_array_append_val (ends, line->x2);
    }
  return ends->len >= 3 ? edge_of (ends) : MAX (most, width - least);
}

static void
flow_find_edges (Flow *self)
{
  const float edge = flow_loose_edge (self);

  for (guint from = 0, end = 0; from < self->count; from = end)
    {
      float most = -G_MAXFLOAT;
      for (; end < self->count && flow_line (self, end)->block == flow_line (self, from)->block;
           end++)
        most = MAX (most, flow_line (self, end)->x2);
      const gboolean own = !line_is_loose (flow_line (self, from)) || most > edge * 1.1f;
      for (guint i = from; i < end; i++)
        self->edges[i] = own ? most : edge_around (self, i, edge);
    }
}

static void
flow_find_pitch (Flow *self)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (float));

  for (guint i = 1; i < self->count; i++)
    if (lines_follow (flow_line (self, i - 1), flow_line (self, i)))
      {
        const float pitch = line_pitch (flow_line (self, i - 1), flow_line (self, i));
        g_array_append_val (all, pitch);
      }
  g_array_sort (all, compare_floats);
  self->pitch = all->len > 0 ? g_array_index (all, float, all->len / 5) : 1.2f;
}

/* The width of the word that the line begins with: a letter, where words have no blanks. */
static float
first_word_width (const Flow *self, guint line)
{
  const PdfLine *here = flow_line (self, line);
  const PdfPiece *piece = pdf_text_piece (self->text, here, 0);
  const PdfPage *page = pdf_book_page (self->text->book, here->page);
  float from = pdf_page_glyph (page, piece->first)->x1, to = from;

  for (guint i = piece->first; i < piece->end; i++)
    {
      const PdfGlyph *glyph = pdf_page_glyph (page, i);
      if (glyph->letter == ' ')
        break;
      from = MIN (from, glyph->x1);
      to = MAX (to, glyph->x2);
      if (g_unichar_iswide (glyph->letter))
        break;
    }
  return to - from;
}

/* Whether the line ended before it had to: the first word of the next one had room on it. */
static gboolean
line_is_short (const Flow *self, guint line, guint next)
{
  const PdfLine *here = flow_line (self, line);

  return here->x2 + here->size * 0.35f + first_word_width (self, next)
         < self->edges[line] - here->size * 0.25f;
}

/* Second lines that are set in after a full line, against first lines that are after a short one.
 */
static void
flow_find_hanging (Flow *self)
{
  guint after_full = 0, after_short = 0;

  for (guint i = 1; i < self->count; i++)
    {
      const PdfLine *last = flow_line (self, i - 1), *line = flow_line (self, i);
      if (!lines_follow (last, line) || line->x1 < last->x1 + line->size * INDENT)
        continue;
      if (line_is_short (self, i - 1, i))
        after_short++;
      else
        after_full++;
    }
  self->hanging = after_full > after_short;
}

/* ---- where paragraphs begin */

static gboolean
ends_sentence (const char *words)
{
  const char *end = words + strlen (words);
  const gunichar last = end > words ? g_utf8_get_char (g_utf8_prev_char (end)) : 0;

  return last == 0 || g_unichar_ispunct (last);
}

/* The number that a line begins with; 0: none. */
static guint
line_number (const char *words)
{
  return (guint)strtoul (words + (*words == '('), NULL, 10);
}

/* `open`: the line that its paragraph began with, if it goes on. */
static gboolean
flow_opens_list (const Flow *self, guint open, guint last, guint line)
{
  const char *words = pdf_text_words (self->text, line);
  gboolean bullet = FALSE;

  return pdf_mark_size (words, &bullet) > 0
         && (bullet || ends_sentence (pdf_text_words (self->text, last))
             || ABS (flow_line (self, line)->x1 - flow_line (self, last)->x1)
                    > flow_line (self, line)->size * 0.5f
             || (line_number (words) > 1
                 && line_number (words) == line_number (pdf_text_words (self->text, open)) + 1));
}

/* In or out against the line before; `first`: that one began the paragraph. */
static gboolean
flow_is_set_in (const Flow *self, guint last, guint line, gboolean first)
{
  const PdfLine *before = flow_line (self, last), *here = flow_line (self, line);
  const float least = here->size * INDENT;

  if (ABS (here->x1 - before->x1) > least && before->x2 < self->edges[last] - here->size * 2
      && ABS (here->x1 + here->x2 - before->x1 - before->x2) < here->size * 0.5f)
    return TRUE; /* both are centred */
  if (here->x1 < before->x1 - least)
    return !first;
  if (here->x1 < before->x1 + least || self->hanging)
    return FALSE;
  return line + 1 >= self->count || flow_line (self, line + 1)->block != here->block
         || flow_line (self, line + 1)->x1 < here->x1 - least;
}

/* Over the end of a column or of a page. */
static gboolean
flow_begins_anew (const Flow *self, guint last, guint line)
{
  const PdfLine *before = flow_line (self, last), *here = flow_line (self, line);
  const char *words = pdf_text_words (self->text, line);
  const gboolean goes_on = g_unichar_islower (g_utf8_get_char (words))
                           && !ends_sentence (pdf_text_words (self->text, last));

  if (before->page == here->page && here->y1 > before->y1)
    return !goes_on; /* below a table, not in the next column */
  if (!self->hanging && line + 1 < self->count && flow_line (self, line + 1)->block == here->block
      && here->x1 > flow_line (self, line + 1)->x1 + here->size * INDENT)
    return TRUE;
  return !goes_on && line_is_short (self, last, line);
}

static gboolean
flow_begins (const Flow *self, guint open, guint last, guint line)
{
  const PdfLine *before = flow_line (self, last), *here = flow_line (self, line);

  if (before->footnote != here->footnote)
    return TRUE;
  if (here->footnote > 0) /* its sign is smaller, and may have lines to itself */
    return FALSE;
  if (sizes_differ (before->size, here->size) || before->cell != here->cell)
    return TRUE;
  if (self->numbered)
    return here->starts;
  if ((self->use_openings && pdf_openings_has (self->openings, pdf_text_words (self->text, line)))
      || flow_opens_list (self, open, last, line))
    return TRUE;
  if (!lines_follow (before, here))
    return flow_begins_anew (self, last, line);
  return line_pitch (before, here) > self->pitch * 1.25f + 0.1f || line_is_short (self, last, line)
         || flow_is_set_in (self, last, line, last == open);
}

static GArray *
flow_parts (const Flow *self)
{
  GArray *parts = g_array_new (FALSE, FALSE, sizeof (PdfPart));
  PdfPart *open = NULL;

  for (guint i = 0; i < self->count; i++)
    {
      const PdfLine *line = flow_line (self, i);
      const gboolean goes_on
          = open != NULL
            && (line->cell ? open->row && flow_line (self, i - 1)->row == line->row
                           : !flow_begins (self, open->first, i - 1, i));
      if (goes_on)
        {
          open->count++;
          continue;
        }
      const PdfPart part = { .first = i, .count = 1, .row = line->cell };
      g_array_append_val (parts, part);
      open = &g_array_index (parts, PdfPart, parts->len - 1);
    }
  return parts;
}

static void
flow_learn_openings (Flow *self, const GArray *parts)
{
  for (guint i = 0; i < parts->len; i++)
    pdf_openings_learn (self->openings,
                        pdf_text_words (self->text, g_array_index (parts, PdfPart, i).first));
  self->use_openings = TRUE;
}

/* ---- headings */

static gboolean
flow_is_heading (const Flow *self, const PdfPart *part, float body)
{
  gsize letters = 0;
  gboolean some = FALSE;

  if (part->row || part->count > 3 || flow_line (self, part->first)->size < body * 1.15f + 0.25f)
    return FALSE;
  for (guint i = part->first; i < part->first + part->count; i++)
    for (const char *at = pdf_text_words (self->text, i); *at != '\0'; at = g_utf8_next_char (at))
      {
        letters++;
        some = some || g_unichar_isalpha (g_utf8_get_char (at));
      }
  return some && letters <= 200;
}

/* The largest is 1, and so on to 6. */
static void
flow_find_headings (const Flow *self, GArray *parts)
{
  const float body = pdf_order_body_size (self->text->book, self->text->order);
  g_autoptr (GArray) sizes = g_array_new (FALSE, FALSE, sizeof (float));

  for (guint i = 0; i < parts->len; i++)
    {
      PdfPart *part = &g_array_index (parts, PdfPart, i);
      part->level = flow_is_heading (self, part, body) ? 1 : 0;
      if (part->level > 0)
        g_array_append_val (sizes, flow_line (self, part->first)->size);
    }
  g_array_sort (sizes, compare_floats);
  float steps[6] = { 0 };
  guint count = 0;
  for (guint i = sizes->len; i > 0 && count < 6; i--)
    if (count == 0 || sizes_differ (steps[count - 1], g_array_index (sizes, float, i - 1)))
      steps[count++] = g_array_index (sizes, float, i - 1);
  for (guint i = 0; i < parts->len; i++)
    {
      PdfPart *part = &g_array_index (parts, PdfPart, i);
      const float size = flow_line (self, part->first)->size;
      for (guint step = 0; part->level > 0 && step < count; step++)
        if (size <= steps[step])
          part->level = step + 1;
    }
}

GArray *
pdf_flow (const PdfText *text, gboolean numbered)
{
  Flow self = { .text = text, .numbered = numbered, .count = text->words->len };

  self.edges = g_new0 (float, self.count + 1);
  flow_find_pitch (&self);
  flow_find_edges (&self);
  flow_find_hanging (&self);
  GArray *parts = flow_parts (&self);
  if (!numbered)
    {
      self.openings = pdf_openings_new (text);
      flow_learn_openings (&self, parts);
      g_array_unref (parts);
      parts = flow_parts (&self);
    }
  flow_find_headings (&self, parts);
  pdf_openings_free (self.openings);
  g_free (self.edges);
  return parts;
}

/* Telling page furniture from text.
 *
 * Headers and footers: the same words, figures aside, at the same height of many pages, apart from
 * the text. Numbers of pages: figures there that go up with the pages. Numbers of paragraphs and
 * lines: a column of figures left of all text that goes up steadily.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/pdf/furniture.h"

#include "reading/counting.h"

#include <stdlib.h>
#include <string.h>

/* ---- pieces of a page from top to bottom */

static int
compare_heights (gconstpointer a, gconstpointer b, gpointer data)
{
  const PdfPage *page = data;
  const guint left = *(const guint *)a, right = *(const guint *)b;
  const PdfPiece *one = pdf_page_piece (page, left), *two = pdf_page_piece (page, right);
  const float by = one->y1 + one->y2 - two->y1 - two->y2;

  return by < 0 ? -1 : by > 0 ? 1 : left < right ? -1 : left > right;
}

/* guint: pieces that are not left out. */
static GArray *
page_from_top (PdfPage *page)
{
  GArray *order = g_array_sized_new (FALSE, FALSE, sizeof (guint), page->pieces->len);

  for (guint i = 0; i < page->pieces->len; i++)
    if (!pdf_page_piece (page, i)->left)
      g_array_append_val (order, i);
  g_array_sort_with_data (order, compare_heights, page);
  return order;
}

static int
compare_floats (gconstpointer a, gconstpointer b)
{
  const float left = *(const float *)a, right = *(const float *)b;

  return left < right ? -1 : left > right;
}

/* The value below which one in `part` of them lie; sorts. */
static float
floats_part (GArray *values, guint part)
{
  if (values->len == 0)
    return 0;
  g_array_sort (values, compare_floats);
  return g_array_index (values, float, values->len / part);
}

/* ---- numbers beside the text */

typedef struct
{
  guint page, piece, value;
} Number;

/* Figures and nothing else: its value; 0: it is something else. */
static guint
piece_number (const PdfPage *page, const PdfPiece *piece)
{
  guint value = 0;

  if (piece->end - piece->first > 5)
    return 0;
  for (guint i = piece->first; i < piece->end; i++)
    {
      const gunichar letter = pdf_page_glyph (page, i)->letter;
      if (letter < '0' || letter > '9')
        return 0;
      value = value * 10 + (letter - '0');
    }
  return value;
}

/* Where the text begins: nine of ten pieces that are no number begin right of it. */
static float
book_left_edge (const PdfBook *book)
{
  g_autoptr (GArray) edges = g_array_new (FALSE, FALSE, sizeof (float));

  for (guint p = 0; p < book->pages->len; p++)
    {
      const PdfPage *page = pdf_book_page (book, p);
      for (guint i = 0; i < page->pieces->len; i++)
        if (piece_number (page, pdf_page_piece (page, i)) == 0)
          g_array_append_val (edges, pdf_page_piece (page, i)->x1);
    }
  return floats_part (edges, 10);
}

static GArray *
numbers_left_of (PdfBook *book, float edge)
{
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (Number));

  for (guint p = 0; p < book->pages->len; p++)
    {
      PdfPage *page = pdf_book_page (book, p);
      g_autoptr (GArray) order = page_from_top (page);
      for (guint i = 0; i < order->len; i++)
        {
          const guint at = g_array_index (order, guint, i);
          const PdfPiece *piece = pdf_page_piece (page, at);
          const Number number = { p, at, piece_number (page, piece) };
          if (number.value > 0 && piece->x2 <= edge + 1)
            g_array_append_val (numbers, number);
        }
    }
  return numbers;
}

static Counting
numbers_counting (const GArray *numbers)
{
  g_autoptr (GArray) numerals = g_array_new (FALSE, FALSE, sizeof (Numeral));

  for (guint i = 0; i < numbers->len; i++)
    {
      const Number *one = &g_array_index (numbers, Number, i);
      const Numeral numeral = { .page = one->page, .value = one->value };
      g_array_append_val (numerals, numeral);
    }
  return counting_of (numerals);
}

/* Whether text stands in the column of the numbers, other than at the head and foot of a page: then
 * it is a table. */
static gboolean
column_has_text (const PdfBook *book, const GArray *numbers)
{
  float right = 0;
  guint strangers = 0;

  for (guint i = 0; i < numbers->len; i++)
    {
      const Number *one = &g_array_index (numbers, Number, i);
      right = MAX (right, pdf_page_piece (pdf_book_page (book, one->page), one->piece)->x2);
    }
  for (guint p = 0; p < book->pages->len; p++)
    {
      const PdfPage *page = pdf_book_page (book, p);
      for (guint i = 0; i < page->pieces->len; i++)
        {
          const PdfPiece *piece = pdf_page_piece (page, i);
          strangers += piece->x1 < right && piece->y1 > page->height * 0.08f
                       && piece->y2 < page->height * 0.92f && piece_number (page, piece) == 0;
        }
    }
  return strangers > numbers->len / 50;
}

/* The piece that the number stands beside, or above. `order` is from top to bottom, *from a place
 * in it that only goes on. */
static void
number_mark (PdfPage *page, const PdfPiece *number, const GArray *order, guint *from)
{
  PdfPiece *beside = NULL, *below = NULL;

  while (*from < order->len
         && pdf_page_piece (page, g_array_index (order, guint, *from))->y2 < number->y1)
    (*from)++;
  for (guint i = *from; i < order->len && i < *from + 200; i++)
    {
      PdfPiece *piece = pdf_page_piece (page, g_array_index (order, guint, i));
      if (piece->y1 > number->y2 + 2 * number->size)
        break;
      if (pdf_beside (number->y1, number->y2, piece->y1, piece->y2))
        beside = beside == NULL || piece->x1 < beside->x1 ? piece : beside;
      else if (below == NULL && piece->y1 > number->y1)
        below = piece;
    }
  if (beside != NULL || below != NULL)
    (beside != NULL ? beside : below)->starts = TRUE;
}

static void
numbers_mark (PdfBook *book, const GArray *numbers)
{
  g_autoptr (GArray) order = NULL;
  guint page = G_MAXUINT, from = 0;

  for (guint i = 0; i < numbers->len; i++)
    {
      const Number *one = &g_array_index (numbers, Number, i);
      PdfPage *at = pdf_book_page (book, one->page);
      if (one->page != page)
        {
          g_clear_pointer (&order, g_array_unref);
          order = page_from_top (at);
          from = 0;
        }
      page = one->page;
      number_mark (at, pdf_page_piece (at, one->piece), order, &from);
    }
}

/* Lines of the print, those without number too. */
static guint
book_count_rows (PdfBook *book)
{
  guint rows = 0;

  for (guint p = 0; p < book->pages->len; p++)
    {
      PdfPage *page = pdf_book_page (book, p);
      g_autoptr (GArray) order = page_from_top (page);
      const PdfPiece *first = NULL;
      for (guint i = 0; i < order->len; i++)
        {
          const PdfPiece *piece = pdf_page_piece (page, g_array_index (order, guint, i));
          if (first != NULL && pdf_beside (first->y1, first->y2, piece->y1, piece->y2))
            continue;
          first = piece;
          rows++;
        }
    }
  return rows;
}

/* Numbers beside nearly every line are those of lines, when lines between go on in the middle of a
 * sentence; else every paragraph is a line long. */
static gboolean
numbers_are_of_lines (PdfBook *book, guint numbers)
{
  guint begun = 0, middle = 0;

  for (guint p = 0; p < book->pages->len; p++)
    {
      const PdfPage *page = pdf_book_page (book, p);
      for (guint i = 0; i < page->pieces->len; i++)
        {
          const PdfPiece *piece = pdf_page_piece (page, i);
          begun += piece->starts;
          middle
              += piece->starts && g_unichar_islower (pdf_page_glyph (page, piece->first)->letter);
        }
    }
  return numbers * 10 >= book_count_rows (book) * 8 && middle * 100 >= begun * 15;
}

static void
numbers_unmark (PdfBook *book)
{
  for (guint p = 0; p < book->pages->len; p++)
    for (guint i = 0; i < pdf_book_page (book, p)->pieces->len; i++)
      pdf_page_piece (pdf_book_page (book, p), i)->starts = FALSE;
}

static void
find_numbers (PdfBook *book, PdfFurniture *found)
{
  g_autoptr (GArray) numbers = numbers_left_of (book, book_left_edge (book));
  const Counting counting = numbers_counting (numbers);

  if (!counting.counts || column_has_text (book, numbers))
    return;
  for (guint i = 0; i < numbers->len; i++)
    {
      const Number *one = &g_array_index (numbers, Number, i);
      pdf_page_piece (pdf_book_page (book, one->page), one->piece)->left = TRUE;
    }
  numbers_mark (book, numbers);
  if (counting.by_five || counting.again > 0 || numbers_are_of_lines (book, numbers->len))
    {
      found->lines = numbers->len;
      numbers_unmark (book);
    }
  else
    found->paragraphs = numbers->len;
}

/* ---- headers and footers */

/* How many rows of an edge, and how many pieces of it, may be furniture. */
#define EDGE_ROWS 3
#define EDGE_PIECES 40

/* A piece at the edge of a page. */
typedef struct
{
  guint page, piece;
  gboolean bottom;
  float at;          /* its middle */
  float apart;       /* from the next row inward, in sizes of its letters; 1 where there is none */
  guint first, last; /* the first and last figures in it */
  char *mask;        /* its words, every figure '#' */
} Edge;

static void
edge_clear (gpointer edge)
{
  g_free (((Edge *)edge)->mask);
}

static void
edge_read (Edge *edge, const PdfPage *page, const PdfPiece *piece)
{
  GString *mask = g_string_new (edge->bottom ? "v" : "^");
  gboolean in_number = FALSE;

  for (guint i = piece->first; i < piece->end; i++)
    {
      const gunichar letter = pdf_page_glyph (page, i)->letter;
      const gboolean figure = letter >= '0' && letter <= '9';
      if (figure && !in_number)
        {
          g_string_append_c (mask, '#');
          edge->last = 0;
        }
      if (figure)
        edge->last = (edge->last * 10 + (letter - '0')) % 1000000;
      if (figure && strchr (mask->str, '#') == mask->str + mask->len - 1)
        edge->first = edge->last;
      if (!figure && letter != ' ')
        g_string_append_unichar (mask, g_unichar_tolower (letter));
      in_number = figure;
    }
  edge->mask = g_string_free (mask, FALSE);
}

/* Nothing but a number, with what people put around one. */
static gboolean
mask_is_number (const char *mask)
{
  static const char *const words[]
      = { "page", "seite", "pagina", "página", "pág", "of", "von", "de", "di", "sur", "p", "s" };
  gboolean some = FALSE;

  for (const char *at = mask + 1; *at != '\0';)
    {
      gsize size = 0;
      for (guint i = 0; i < G_N_ELEMENTS (words) && size == 0; i++)
        size = g_str_has_prefix (at, words[i]) ? strlen (words[i]) : 0;
      if (size == 0 && g_unichar_isalpha (g_utf8_get_char (at)))
        return FALSE;
      some = some || *at == '#';
      at = size > 0 ? at + size : g_utf8_next_char (at);
    }
  return some;
}

/* Rows from one edge of a page inward. */
static void
edges_of_page (GArray *edges, PdfPage *page, guint number, const GArray *order, gboolean bottom)
{
  guint row_from = edges->len, rows = 0;
  const PdfPiece *row = NULL;

  for (guint i = 0; i < order->len && i < EDGE_PIECES; i++)
    {
      const guint at = g_array_index (order, guint, bottom ? order->len - 1 - i : i);
      const PdfPiece *piece = pdf_page_piece (page, at);
      const float middle = (piece->y1 + piece->y2) / 2;
      if (row == NULL || !pdf_beside (row->y1, row->y2, piece->y1, piece->y2))
        {
          const float gap = row == NULL ? 0 : bottom ? row->y1 - piece->y2 : piece->y1 - row->y2;
          for (; row_from < edges->len; row_from++)
            g_array_index (edges, Edge, row_from).apart = gap / MAX (piece->size, 1);
          row = piece;
          if (rows++ == EDGE_ROWS)
            return;
        }
      const float zone = page->height * (rows == 1 ? 0.35f : 0.2f);
      if (bottom ? middle < page->height - zone : middle > zone)
        return;
      Edge edge = { .page = number, .piece = at, .bottom = bottom, .at = middle, .apart = 1 };
      edge_read (&edge, page, piece);
      g_array_append_val (edges, edge);
    }
}

static GArray *
book_edges (PdfBook *book, guint *pages)
{
  GArray *edges = g_array_new (FALSE, FALSE, sizeof (Edge));

  g_array_set_clear_func (edges, edge_clear);
  for (guint p = 0; p < book->pages->len; p++)
    {
      PdfPage *page = pdf_book_page (book, p);
      g_autoptr (GArray) order = page_from_top (page);
      *pages += order->len > 0;
      edges_of_page (edges, page, p, order, FALSE);
      edges_of_page (edges, page, p, order, TRUE);
    }
  return edges;
}

static int
compare_edges (gconstpointer a, gconstpointer b)
{
  const Edge *left = a, *right = b;
  const int by = strcmp (left->mask, right->mask);

  return by != 0                     ? by
         : left->page != right->page ? (left->page < right->page ? -1 : 1)
                                     : compare_floats (&left->at, &right->at);
}

static gboolean
edge_is_at (const Edge *edge, float at)
{
  return ABS (edge->at - at) < 6;
}

/* Whether the numbers of those at the usual height go up with the pages: first or last of each. */
static gboolean
group_counts_pages (const Edge *group, guint count, float at)
{
  guint first = 0, last = 0, steps = 0;
  const Edge *before = NULL;

  for (guint i = 0; i < count; i++)
    {
      if (!edge_is_at (&group[i], at))
        continue;
      const guint pages = before != NULL ? group[i].page - before->page : 0;
      steps += before != NULL;
      first += pages > 0 && group[i].first == before->first + pages;
      last += pages > 0 && group[i].last == before->last + pages;
      before = &group[i];
    }
  return steps > 0 && MAX (first, last) * 10 >= steps * 9;
}

/* Figures, and that no page says another: "1/1" on a print of one page. */
static gboolean
group_is_only_page (const Edge *group, guint count, guint pages)
{
  return pages == 1 && count == 1 && group->first == 1 && group->last == 1
         && (strcmp (group->mask + 1, "#/#") == 0 || strcmp (group->mask + 1, "page#of#") == 0);
}

/* Of the group those at its usual height; sets `apart` to what is usual. */
static guint
group_pages (const Edge *group, guint count, float *at, float *apart)
{
  g_autoptr (GArray) heights = g_array_new (FALSE, FALSE, sizeof (float));
  g_autoptr (GArray) gaps = g_array_new (FALSE, FALSE, sizeof (float));
  guint pages = 0, last = G_MAXUINT;

  for (guint i = 0; i < count; i++)
    {
      g_array_append_val (heights, group[i].at);
      g_array_append_val (gaps, group[i].apart);
    }
  *at = floats_part (heights, 2);
  *apart = floats_part (gaps, 2);
  for (guint i = 0; i < count; i++)
    if (edge_is_at (&group[i], *at) && group[i].page != last)
      {
        last = group[i].page;
        pages++;
      }
  return pages;
}

/* On more than half of the pages, or on every second one: left and right pages differ. */
static gboolean
group_is_furniture (const Edge *group, guint count, guint pages, gboolean number, float *at)
{
  float apart = 0;
  const guint on = group_pages (group, count, at, &apart);

  if (group_is_only_page (group, count, pages))
    return TRUE;
  if (on < 2 || on * 10 < pages * (pages >= 4 ? 4 : 6))
    return FALSE;
  return number ? group_counts_pages (group, count, *at) : apart >= 0.45f;
}

typedef struct
{
  guint headers, footers, numbers; /* last page that was counted, from 1 on */
} Counted;

static void
count_page (guint *pages, guint *last, guint page)
{
  *pages += *last != page + 1;
  *last = page + 1;
}

static int
compare_pages (gconstpointer a, gconstpointer b)
{
  const Edge *left = *(const Edge *const *)a, *right = *(const Edge *const *)b;

  return left->page < right->page ? -1 : left->page > right->page;
}

static void
find_edges (PdfBook *book, PdfFurniture *found)
{
  guint pages = 0;
  g_autoptr (GArray) edges = book_edges (book, &pages);
  g_autoptr (GPtrArray) gone = g_ptr_array_new ();
  Counted counted = { 0 };

  g_array_sort (edges, compare_edges);
  for (guint from = 0, end = 0; from < edges->len; from = end)
    {
      const Edge *group = &g_array_index (edges, Edge, from);
      float at = 0;
      while (end < edges->len && strcmp (group->mask, g_array_index (edges, Edge, end).mask) == 0)
        end++;
      if (!group_is_furniture (group, end - from, pages, mask_is_number (group->mask), &at))
        continue;
      for (guint i = from; i < end; i++)
        if (edge_is_at (&g_array_index (edges, Edge, i), at))
          g_ptr_array_add (gone, &g_array_index (edges, Edge, i));
    }
  g_ptr_array_sort (gone, compare_pages);
  for (guint i = 0; i < gone->len; i++)
    {
      const Edge *edge = gone->pdata[i];
      pdf_page_piece (pdf_book_page (book, edge->page), edge->piece)->left = TRUE;
      if (mask_is_number (edge->mask))
        count_page (&found->numbers, &counted.numbers, edge->page);
      else if (edge->bottom)
        count_page (&found->footers, &counted.footers, edge->page);
      else
        count_page (&found->headers, &counted.headers, edge->page);
    }
}

/* ---- lines that are printed twice */

/* Whether the last pieces of one page are the first of the next. */
static gboolean
pages_share (const PdfPage *last, const GArray *end, const PdfPage *next, const GArray *begin,
             guint count)
{
  if (end->len < count || begin->len < count)
    return FALSE;
  for (guint i = 0; i < count; i++)
    {
      const PdfPiece *one = pdf_page_piece (last, g_array_index (end, guint, end->len - count + i));
      const PdfPiece *two = pdf_page_piece (next, g_array_index (begin, guint, i));
      g_autofree char *words = pdf_piece_words (last, one);
      g_autofree char *again = pdf_piece_words (next, two);
      if (strcmp (words, again) != 0 || ABS (one->x1 - two->x1) > 1)
        return FALSE;
    }
  return TRUE;
}

/* A line that two pages cut through is on both of them: half of it stands out over an edge. */
static guint
find_twice_on (PdfPage *last, PdfPage *next)
{
  g_autoptr (GArray) end = page_from_top (last);
  g_autoptr (GArray) begin = page_from_top (next);

  if (end->len == 0 || begin->len == 0)
    return 0;
  const PdfPiece *bottom = pdf_page_piece (last, g_array_index (end, guint, end->len - 1));
  const PdfPiece *top = pdf_page_piece (next, g_array_index (begin, guint, 0));
  if (top->y1 > next->height * 0.005f && bottom->y2 < last->height * 0.995f)
    return 0;
  guint count = 3;
  while (count > 0 && !pages_share (last, end, next, begin, count))
    count--;
  for (guint i = 0; i < count; i++)
    pdf_page_piece (next, g_array_index (begin, guint, i))->left = TRUE;
  return count;
}

PdfFurniture
pdf_furniture_find (PdfBook *book)
{
  PdfFurniture found = { 0 };

  find_numbers (book, &found);
  find_edges (book, &found);
  for (guint i = 1; i < book->pages->len; i++)
    found.twice += find_twice_on (pdf_book_page (book, i - 1), pdf_book_page (book, i));
  return found;
}

/* Finding places: quotes in a folded text, turns by number, spans within bounds.
 *
 * A quote is exact when it equals its span after folding of typographic quotes, dashes and spaces. It is edited when its pieces, as
 * ellipses and square brackets part it, occur in order inside the span; journals print more than half of their quotes so. What stands
 * in the source literally, an ellipsis or a bracket, matches first.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/place.h"

#include "base/error.h"

#include <string.h>

/* ---- folding, with the way back */

struct _FoldedText
{
  GString *text;
  GArray *cps; /* guint32: the code point that each byte of text comes from; one more at the end */
};

void
folded_text_free (FoldedText *folded)
{
  if (folded == NULL)
    return;
  g_string_free (folded->text, TRUE);
  g_array_unref (folded->cps);
  g_free (folded);
}

/* What a character is compared as; 0: not at all. */
static gunichar
fold (gunichar c)
{
  switch (c)
    {
    case 0x2018: /* single quotes, apostrophes, primes */
    case 0x2019:
    case 0x201a:
    case 0x201b:
    case 0x2032:
    case 0x00b4:
    case '`':
    case 0x2039:
    case 0x203a:
      return '\'';
    case 0x201c: /* double quotes */
    case 0x201d:
    case 0x201e:
    case 0x201f:
    case 0x2033:
    case 0x00ab:
    case 0x00bb:
      return '"';
    case 0x2212: /* minus */
      return '-';
    case 0x00ad: /* soft hyphen, zero width characters */
    case 0x200b:
    case 0x200c:
    case 0x200d:
    case 0x2060:
    case 0xfeff:
      return 0;
    default:
      break;
    }
  if (g_unichar_isspace (c))
    return ' ';
  return g_unichar_type (c) == G_UNICODE_DASH_PUNCTUATION ? '-' : c;
}

static void
folded_append (FoldedText *folded, gunichar c, guint32 cp)
{
  gsize before = folded->text->len;
  g_string_append_unichar (folded->text, c);
  for (gsize i = before; i < folded->text->len; i++)
    g_array_append_val (folded->cps, cp);
}

/* Runs of spaces become one; runs of hyphens ('--' for a dash) too; '…' is written as three dots. */
static FoldedText *
folded_text_new (const char *text)
{
  FoldedText *folded = g_new0 (FoldedText, 1);
  folded->text = g_string_sized_new (strlen (text) + 1);
  folded->cps = g_array_sized_new (FALSE, FALSE, sizeof (guint32), (guint) strlen (text) + 1);
  guint32 cp = 0;
  gunichar last = ' ';
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p), cp++)
    {
      gunichar c = g_utf8_get_char (p);
      if (c == 0x2026)
        {
          for (int i = 0; i < 3; i++)
            folded_append (folded, '.', cp);
          last = '.';
          continue;
        }
      c = fold (c);
      if (c == 0 || ((c == ' ' || c == '-') && c == last))
        continue;
      folded_append (folded, c, cp);
      last = c;
    }
  g_array_append_val (folded->cps, cp);
  return folded;
}

static const FoldedText *
folded_of (DocText *doc)
{
  if (doc->folded == NULL)
    doc->folded = folded_text_new (doc->text);
  return doc->folded;
}

static char *
fold_quote (const char *quote)
{
  FoldedText *folded = folded_text_new (quote);
  char *text = g_strdup (g_strstrip (folded->text->str));
  folded_text_free (folded);
  return text;
}

static Span
span_of_bytes (const FoldedText *folded, gsize start, gsize end)
{
  Span span = { g_array_index (folded->cps, guint32, start), g_array_index (folded->cps, guint32, end - 1) + 1 };
  return span;
}

/* The first byte of the folded text that comes from the code point or a later one. */
static gsize
byte_from (const FoldedText *folded, gsize cp)
{
  gsize low = 0, high = folded->text->len;
  while (low < high)
    {
      gsize middle = (low + high) / 2;
      if (g_array_index (folded->cps, guint32, middle) < cp)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* ---- pieces of an edited quote */

/* Parts a folded quote at ellipses and square brackets; '' when nothing of it is left. */
static GPtrArray *
pieces_of (const char *quote)
{
  GPtrArray *pieces = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) piece = g_string_new (NULL);
  for (const char *p = quote;; p++)
    {
      gboolean ellipsis = strncmp (p, "...", 3) == 0;
      const char *bracket = *p == '[' ? strchr (p, ']') : NULL;
      if (*p == '\0' || ellipsis || bracket != NULL)
        {
          g_strstrip (piece->str);
          if (*piece->str != '\0')
            g_ptr_array_add (pieces, g_strdup (piece->str));
          g_string_truncate (piece, 0);
          if (*p == '\0')
            return pieces;
          p = bracket != NULL ? bracket : p + 2;
          while (p[1] == '.')
            p++;
          continue;
        }
      g_string_append_c (piece, *p);
    }
}

static gboolean
is_edited (const char *folded_quote)
{
  return strstr (folded_quote, "...") != NULL || strchr (folded_quote, '[') != NULL;
}

static const char *
find_within (const char *haystack, const char *end, const char *needle)
{
  return g_strstr_len (haystack, end - haystack, needle);
}

/* All pieces in order from `from`, ending before `end`. */
static gboolean
match_pieces (const GPtrArray *pieces, const char *from, const char *end, const char **first, const char **last)
{
  for (guint i = 0; i < pieces->len; i++)
    {
      const char *piece = pieces->pdata[i];
      const char *at = find_within (from, end, piece);
      if (at == NULL)
        return FALSE;
      if (i == 0)
        *first = at;
      from = at + strlen (piece);
      *last = from;
    }
  return pieces->len > 0;
}

/* ---- occurrences of a quote */

static void
find_exact (DocText *doc, const char *quote, GArray *spans)
{
  const FoldedText *folded = folded_of (doc);
  const char *text = folded->text->str;
  gsize size = strlen (quote);
  for (const char *at = strstr (text, quote); at != NULL; at = strstr (at + 1, quote))
    {
      Span span = span_of_bytes (folded, (gsize) (at - text), (gsize) (at - text) + size);
      g_array_append_val (spans, span);
    }
}

/* An edited quote is looked for inside each turn: words of two turns are two quotes. */
static void
find_edited (DocText *doc, const char *quote, GArray *spans)
{
  const FoldedText *folded = folded_of (doc);
  g_autoptr (GPtrArray) pieces = pieces_of (quote);
  for (guint i = 0; i < doc->items->len && pieces->len > 0; i++)
    {
      const TextItem *item = &g_array_index (doc->items, TextItem, i);
      const char *from = folded->text->str + byte_from (folded, item->start_cp);
      const char *end = folded->text->str + byte_from (folded, item->end_cp);
      const char *first, *last;
      while (from < end && match_pieces (pieces, from, end, &first, &last))
        {
          Span span = span_of_bytes (folded, (gsize) (first - folded->text->str), (gsize) (last - folded->text->str));
          g_array_append_val (spans, span);
          from = first + 1;
        }
    }
}

/* Quotation marks around the whole are the writer's, not the speaker's. */
static char *
without_marks (const char *folded_quote)
{
  gsize size = strlen (folded_quote);
  char mark = *folded_quote;
  if (size > 2 && (mark == '"' || mark == '\'') && folded_quote[size - 1] == mark)
    return g_strndup (folded_quote + 1, size - 2);
  return NULL;
}

static GArray *
find_quote (DocText *doc, const char *quote)
{
  GArray *spans = g_array_new (FALSE, FALSE, sizeof (Span));
  g_autofree char *folded = fold_quote (quote);
  if (*folded == '\0')
    return spans;
  find_exact (doc, folded, spans);
  if (spans->len == 0 && is_edited (folded))
    find_edited (doc, folded, spans);
  g_autofree char *bare = spans->len == 0 ? without_marks (folded) : NULL;
  if (bare != NULL)
    {
      find_exact (doc, bare, spans);
      if (spans->len == 0 && is_edited (bare))
        find_edited (doc, bare, spans);
    }
  return spans;
}

EspQuoteMatch
quote_match (const DocText *doc, Span span, const char *quote)
{
  gsize length = text_index_length (doc->index);
  g_autofree char *source = text_slice (doc->text, doc->index, MIN (span.start_cp, length), MIN (span.end_cp, length));
  g_autofree char *words = fold_quote (source);
  g_autofree char *wanted = fold_quote (quote);
  g_autofree char *bare = without_marks (wanted);
  if (g_str_equal (words, wanted) || (bare != NULL && g_str_equal (words, bare)))
    return ESP_QUOTE_EXACT;
  g_autoptr (GPtrArray) pieces = pieces_of (bare != NULL && !is_edited (wanted) ? bare : wanted);
  const char *first, *last;
  return match_pieces (pieces, words, words + strlen (words), &first, &last) ? ESP_QUOTE_EDITED : ESP_QUOTE_NOT_FOUND;
}

const char *
esp_quote_match_name (EspQuoteMatch match)
{
  static const char *const names[] = { "span", "exact", "edited", "not found" };
  return names[match];
}

/* ---- a place */

static gboolean
fail_several (GPtrArray *docs, GArray *const *spans, guint total, const char *quote, GError **error)
{
  g_autoptr (GString) places = g_string_new (NULL);
  guint named = 0;
  for (guint d = 0; d < docs->len; d++)
    for (guint i = 0; i < spans[d]->len && named < 6; i++, named++)
      {
        const DocText *doc = docs->pdata[d];
        Span span = g_array_index (spans[d], Span, i);
        g_autofree char *where = doc_text_where (doc, span.start_cp, span.end_cp);
        g_string_append_printf (places, "%s%s, %s (%" G_GSIZE_FORMAT "-%" G_GSIZE_FORMAT ")", named > 0 ? "; " : "", doc->name, where,
                                span.start_cp, span.end_cp);
      }
  g_autofree char *excerpt = text_excerpt (quote, 60);
  return fail (error, ESP_ERROR_AMBIGUOUS, "the quote '%s' occurs %u times: %s%s; give more of its words, or the span", excerpt, total,
               places->str, total > named ? "; and more" : "");
}

/* Where the longest beginning of a quote that does occur stands, to help find the slip; NULL when not even two words do. */
static char *
find_beginning (GPtrArray *docs, const char *quote)
{
  g_autofree char *folded = fold_quote (quote);
  for (char *space = strrchr (folded, ' '); space != NULL && strchr (folded, ' ') != NULL; space = strrchr (folded, ' '))
    {
      *space = '\0';
      if (strchr (folded, ' ') == NULL)
        break;
      for (guint d = 0; d < docs->len; d++)
        {
          g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (Span));
          find_exact (docs->pdata[d], folded, spans);
          if (spans->len == 0)
            continue;
          const DocText *doc = docs->pdata[d];
          Span span = g_array_index (spans, Span, 0);
          g_autofree char *where = doc_text_where (doc, span.start_cp, span.end_cp);
          g_autofree char *excerpt = text_excerpt (folded, 60);
          return g_strdup_printf ("its beginning '%s' stands in %s, %s", excerpt, doc->name, where);
        }
    }
  return NULL;
}

static gboolean
fail_missing (GPtrArray *docs, const char *quote, GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);
  for (guint d = 0; d < docs->len; d++)
    g_string_append_printf (names, "%s%s", d > 0 ? ", " : "", ((const DocText *) docs->pdata[d])->name);
  g_autofree char *excerpt = text_excerpt (quote, 60);
  g_autofree char *beginning = find_beginning (docs, quote);
  return fail (error, ESP_ERROR_NOT_FOUND, "the quote '%s' does not occur in %s%s%s", excerpt, names->str,
               beginning != NULL ? "; " : "", beginning != NULL ? beginning : "");
}

static gboolean
find_quote_among (GPtrArray *docs, const char *quote, DocText **doc, Span *span, GError **error)
{
  guint total = 0;
  g_autofree GArray **spans = g_new0 (GArray *, docs->len);
  for (guint d = 0; d < docs->len; d++)
    {
      spans[d] = find_quote (docs->pdata[d], quote);
      total += spans[d]->len;
      if (spans[d]->len == 1)
        {
          *doc = docs->pdata[d];
          *span = g_array_index (spans[d], Span, 0);
        }
    }
  gboolean found = total == 1;
  if (total == 0)
    fail_missing (docs, quote, error);
  else if (total > 1)
    fail_several (docs, spans, total, quote, error);
  for (guint d = 0; d < docs->len; d++)
    g_array_unref (spans[d]);
  return found;
}

static gboolean
find_turn (const DocText *doc, guint number, Span *span, GError **error)
{
  guint last = 0;
  const char *unit = "turn";
  for (guint i = 0; i < doc->items->len; i++)
    {
      const TextItem *item = &g_array_index (doc->items, TextItem, i);
      if (item->number == 0)
        continue;
      unit = item_kind_name (item->kind);
      last = item->number;
      if (item->number == number)
        {
          *span = (Span){ item->start_cp, item->end_cp };
          return TRUE;
        }
    }
  return fail (error, ESP_ERROR_NOT_FOUND, "there is no %s %u in '%s'; its last is %u", unit, number, doc->name, last);
}

static gboolean
find_span (const DocText *doc, const EspPlace *place, Span *span, GError **error)
{
  gsize length = text_index_length (doc->index);
  if (place->end_cp <= place->start_cp)
    return fail (error, ESP_ERROR_INPUT, "the span %" G_GSIZE_FORMAT "-%" G_GSIZE_FORMAT " is empty", place->start_cp, place->end_cp);
  if (place->end_cp > length)
    return fail (error, ESP_ERROR_INPUT,
                 "the span %" G_GSIZE_FORMAT "-%" G_GSIZE_FORMAT " is outside '%s', which has %" G_GSIZE_FORMAT " characters",
                 place->start_cp, place->end_cp, doc->name, length);
  *span = (Span){ place->start_cp, place->end_cp };
  g_autofree char *words = text_slice (doc->text, doc->index, span->start_cp, span->end_cp);
  if (*g_strstrip (words) == '\0')
    return fail (error, ESP_ERROR_INPUT, "the span %" G_GSIZE_FORMAT "-%" G_GSIZE_FORMAT " of '%s' has no words", place->start_cp,
                 place->end_cp, doc->name);
  return TRUE;
}

static gboolean
place_says_one (const EspPlace *place, GError **error)
{
  int said = (place->quote != NULL) + (place->turn > 0) + (place->end_cp > 0 || place->start_cp > 0);
  if (said != 1)
    return fail (error, ESP_ERROR_USAGE, "a place is given by a quote, by a turn or by a span, one of them");
  if (place->quote != NULL && *place->quote == '\0')
    return fail (error, ESP_ERROR_INPUT, "the quote is empty");
  return TRUE;
}

gboolean
place_find_among (GPtrArray *docs, const EspPlace *place, DocText **doc, Span *span, GError **error)
{
  if (!place_says_one (place, error))
    return FALSE;
  if (place->quote != NULL)
    return find_quote_among (docs, place->quote, doc, span, error);
  if (docs->len != 1)
    return fail (error, ESP_ERROR_AMBIGUOUS, "a turn or a span needs one document, and there are %u; say which", docs->len);
  *doc = docs->pdata[0];
  return place->turn > 0 ? find_turn (*doc, place->turn, span, error) : find_span (*doc, place, span, error);
}

gboolean
place_find (DocText *doc, const EspPlace *place, Span *span, GError **error)
{
  g_autoptr (GPtrArray) docs = g_ptr_array_new ();
  g_ptr_array_add (docs, doc);
  DocText *found;
  return place_find_among (docs, place, &found, span, error);
}

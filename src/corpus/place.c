/* Finding places: quotes in a folded text, turns by number, spans within bounds.
 *
 * A quote is exact when it equals its span after folding of typographic quotes, dashes and spaces.
 * It is edited when its pieces, as ellipses and square brackets part it, occur in order inside the
 * span; journals print more than half of their quotes so. What stands in the source literally, an
 * ellipsis or a bracket, matches first.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/place.h"

#include "base/error.h"
#include "base/folded.h"
#include "corpus/layout_lines.h"
#include "study/case.h"

#include <string.h>

#define BEGINNING_BYTES 200

static const FoldedText *
folded_of (DocText *doc)
{
  if (doc->folded == NULL)
    doc->folded = folded_text_new (doc->text);
  return doc->folded;
}

static Span
span_of_bytes (const FoldedText *folded, gsize start, gsize end)
{
  Span span = { folded_text_start_cp (folded, start), folded_text_end_cp (folded, end - 1) };
  return span;
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
is_edited (const char *folded)
{
  return strstr (folded, "...") != NULL || strchr (folded, '[') != NULL;
}

static const char *
find_within (const char *haystack, const char *end, const char *needle)
{
  return g_strstr_len (haystack, end - haystack, needle);
}

/* All pieces in order from `from`, ending before `end`. */
static gboolean
match_pieces (const GPtrArray *pieces, const char *from, const char *end, const char **first,
              const char **last)
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
  const char *text = folded_text_words (folded);
  gsize size = strlen (quote);
  for (const char *at = strstr (text, quote); at != NULL; at = strstr (at + 1, quote))
    {
      Span span = span_of_bytes (folded, (gsize)(at - text), (gsize)(at - text) + size);
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
      const char *from = folded_text_words (folded) + folded_text_byte (folded, item->start_cp);
      const char *end = folded_text_words (folded) + folded_text_byte (folded, item->end_cp);
      const char *first, *last;
      while (from < end && match_pieces (pieces, from, end, &first, &last))
        {
          const char *words = folded_text_words (folded);
          Span span = span_of_bytes (folded, (gsize)(first - words), (gsize)(last - words));
          /* Of several that end at one place the shortest is meant. */
          if (spans->len > 0 && g_array_index (spans, Span, spans->len - 1).end_cp == span.end_cp)
            g_array_set_size (spans, spans->len - 1);
          g_array_append_val (spans, span);
          from = first + 1;
        }
    }
}

/* Quotation marks around the whole are the writer's, not the speaker's. */
static char *
without_marks (const char *folded)
{
  gsize size = strlen (folded);
  char mark = *folded;
  if (size > 2 && (mark == '"' || mark == '\'') && folded[size - 1] == mark)
    return g_strndup (folded + 1, size - 2);
  return NULL;
}

static GArray *
find_quote (DocText *doc, const char *quote)
{
  GArray *spans = g_array_new (FALSE, FALSE, sizeof (Span));
  g_autofree char *folded = folded_quote (quote);
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

static gboolean
holds_pieces (const char *words, const char *quote)
{
  const char *first, *last;
  g_autoptr (GPtrArray) pieces = pieces_of (quote);
  return match_pieces (pieces, words, words + strlen (words), &first, &last);
}

EspQuoteMatch
quote_match (const DocText *doc, Span span, const char *quote)
{
  gsize length = text_index_length (doc->index);
  g_autofree char *source
      = text_slice (doc->text, doc->index, MIN (span.start_cp, length), MIN (span.end_cp, length));
  g_autofree char *words = folded_quote (source);
  g_autofree char *wanted = folded_quote (quote);
  g_autofree char *bare = without_marks (wanted);
  if (g_str_equal (words, wanted) || (bare != NULL && g_str_equal (words, bare)))
    return ESP_QUOTE_EXACT;
  return holds_pieces (words, wanted) || (bare != NULL && holds_pieces (words, bare))
             ? ESP_QUOTE_EDITED
             : ESP_QUOTE_NOT_FOUND;
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
        g_string_append_printf (places, "%s%s, %s (%" G_GSIZE_FORMAT "-%" G_GSIZE_FORMAT ")",
                                named > 0 ? "; " : "", doc->name, where, span.start_cp,
                                span.end_cp);
      }
  g_autofree char *excerpt = text_excerpt (quote, 60);
  return fail (error, ESP_ERROR_AMBIGUOUS,
               "the quote '%s' occurs %u times: %s%s; give more of its words, or the span", excerpt,
               total, places->str, total > named ? "; and more" : "");
}

/* Where the longest beginning of a quote that does occur stands, to help find the slip; NULL when
 * not even two words do. */
static char *
find_beginning (GPtrArray *docs, const char *quote)
{
  g_autofree char *folded = folded_quote (quote);
  /* Some dozens of words are enough to find the slip, and each word costs a search. */
  if (strlen (folded) > BEGINNING_BYTES)
    *((char *)g_utf8_find_prev_char (folded, folded + BEGINNING_BYTES + 1)) = '\0';
  for (char *space = strrchr (folded, ' '); space != NULL && strchr (folded, ' ') != NULL;
       space = strrchr (folded, ' '))
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

/* How many bytes of `words` are `quote` but for capitals; 0 when they are not. */
static gsize
match_caseless (const char *words, const char *quote)
{
  const char *at = words;
  for (; *quote != '\0'; quote = g_utf8_next_char (quote), at = g_utf8_next_char (at))
    if (*at == '\0'
        || g_unichar_tolower (g_utf8_get_char (at)) != g_unichar_tolower (g_utf8_get_char (quote)))
      return 0;
  return (gsize)(at - words);
}

/* Where a quote stands with other capitals; NULL when it does not. */
static char *
find_other_capitals (GPtrArray *docs, const char *quote)
{
  g_autofree char *folded = folded_quote (quote);
  for (guint d = 0; d < docs->len; d++)
    {
      DocText *doc = docs->pdata[d];
      const char *words = folded_text_words (folded_of (doc));
      for (const char *at = words; *at != '\0'; at = g_utf8_next_char (at))
        {
          gsize size = match_caseless (at, folded);
          if (size == 0)
            continue;
          gsize start = (gsize)(at - words);
          Span span = span_of_bytes (folded_of (doc), start, start + size);
          g_autofree char *where = doc_text_where (doc, span.start_cp, span.end_cp);
          g_autofree char *there = text_slice (doc->text, doc->index, span.start_cp, span.end_cp);
          g_autofree char *excerpt = text_excerpt (there, 60);
          return g_strdup_printf ("it stands there with other capitals: '%s', %s%s%s", excerpt,
                                  docs->len > 1 ? doc->name : "", docs->len > 1 ? ", " : "", where);
        }
    }
  return NULL;
}

static gboolean
fail_missing (GPtrArray *docs, const char *quote, GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);
  for (guint d = 0; d < docs->len; d++)
    g_string_append_printf (names, "%s%s", d > 0 ? ", " : "",
                            ((const DocText *)docs->pdata[d])->name);
  g_autofree char *excerpt = text_excerpt (quote, 60);
  g_autofree char *near = find_other_capitals (docs, quote);
  if (near == NULL)
    near = find_beginning (docs, quote);
  return fail (error, ESP_ERROR_NOT_FOUND, "the quote '%s' does not occur in %s%s%s", excerpt,
               names->str, near != NULL ? "; " : "", near != NULL ? near : "");
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
  return fail (error, ESP_ERROR_NOT_FOUND, "there is no %s %u in '%s'; its last is %u", unit,
               number, doc->name, last);
}

static gboolean
find_span (const DocText *doc, const EspPlace *place, Span *span, GError **error)
{
  gsize length = text_index_length (doc->index);
  if (place->end_cp <= place->start_cp)
    return fail (error, ESP_ERROR_INPUT,
                 "the span %" G_GSIZE_FORMAT "-%" G_GSIZE_FORMAT " is empty", place->start_cp,
                 place->end_cp);
  if (place->end_cp > length)
    return fail (error, ESP_ERROR_INPUT,
                 "the span %" G_GSIZE_FORMAT "-%" G_GSIZE_FORMAT
                 " is outside '%s', which has %" G_GSIZE_FORMAT " characters",
                 place->start_cp, place->end_cp, doc->name, length);
  *span = (Span){ place->start_cp, place->end_cp };
  g_autofree char *words = text_slice (doc->text, doc->index, span->start_cp, span->end_cp);
  if (*g_strstrip (words) == '\0')
    return fail (error, ESP_ERROR_INPUT,
                 "the span %" G_GSIZE_FORMAT "-%" G_GSIZE_FORMAT " of '%s' has no words",
                 place->start_cp, place->end_cp, doc->name);
  return TRUE;
}

static gboolean
place_says_one (const EspPlace *place, GError **error)
{
  int said
      = (place->quote != NULL) + (place->turn > 0) + (place->end_cp > 0 || place->start_cp > 0);
  if (said != 1)
    return fail (error, ESP_ERROR_USAGE,
                 "a place is given by a quote, by a turn or by a span, one of them");
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
    return fail (error, ESP_ERROR_AMBIGUOUS,
                 "a turn or a span needs one document, and there are %u; say which", docs->len);
  *doc = docs->pdata[0];
  return place->turn > 0 ? find_turn (*doc, place->turn, span, error)
                         : find_span (*doc, place, span, error);
}

gboolean
place_find (DocText *doc, const EspPlace *place, Span *span, GError **error)
{
  g_autoptr (GPtrArray) docs = g_ptr_array_new ();
  g_ptr_array_add (docs, doc);
  DocText *found;
  return place_find_among (docs, place, &found, span, error);
}

/* ---- in the documents of a name */

static GPtrArray *
load_all (DocTexts *docs, const GArray *refs, GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  for (guint i = 0; i < refs->len; i++)
    {
      DocText *doc = doc_texts_get (docs, &g_array_index (refs, DocRef, i).version_id, error);
      if (doc == NULL)
        return NULL;
      g_ptr_array_add (all, doc);
    }
  return g_steal_pointer (&all);
}

/* Where a quote is looked for: in all that the case of that label has or speaks in, also where one
 * of these is called by the label; else in the document of that name. */
static GArray *
find_quoted (EspStudy *study, const char *name, GError **error)
{
  Uuid case_id;
  g_autofree char *label = NULL;
  if (case_find (study, name, &case_id, &label, NULL))
    {
      g_autofree char *wanted = text_fold_name (name);
      g_autofree char *found = text_fold_name (label);
      g_autoptr (GArray) all = documents_of_case (study, &case_id, error);
      if (all == NULL)
        return NULL;
      if (all->len > 0 && g_str_equal (wanted, found))
        return g_steal_pointer (&all);
    }
  return documents_find (study, name, error);
}

gboolean
place_find_named (EspStudy *study, DocTexts *docs, const char *document, const EspPlace *place,
                  DocText **doc, Span *span, GError **error)
{
  g_autoptr (GArray) refs = place->quote != NULL ? find_quoted (study, document, error)
                                                 : documents_find (study, document, error);
  if (refs == NULL || (place->quote == NULL && !documents_only_one (study, refs, document, error)))
    return FALSE;
  g_autoptr (GPtrArray) named = load_all (docs, refs, error);
  return named != NULL && place_find_among (named, place, doc, span, error);
}

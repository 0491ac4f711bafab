/* Finding in one turn what a person searches for: every place of it.
 *
 * The turn is cut into tokens as the full-text index cuts it; for each word of the query the tokens
 * that are it are noted; phrases, NEAR and operators are told from these places.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexing/search_turn.h"

#include <string.h>

struct _TurnSearch
{
  const Tokenizer *tokenizer;
  const SearchQuery *query;
  const Pattern *pattern;
  GArray *by_first[256]; /* guint: the terms that begin with a byte; NULL for none */
  GArray **places;       /* guint: for each term the tokens of the turn that are it */
  GArray *tokens;        /* FoundBytes of each token */
  GArray *found;         /* FoundBytes */
  const char *words;     /* the turn that is searched */
  gsize size_bytes;
};

TurnSearch *
turn_search_new (const Tokenizer *tokenizer, const SearchQuery *query, const Pattern *pattern)
{
  TurnSearch *search = g_new0 (TurnSearch, 1);
  const guint n = query != NULL ? query->terms->len : 0;
  search->tokenizer = tokenizer;
  search->query = query;
  search->pattern = pattern;
  search->tokens = g_array_new (FALSE, FALSE, sizeof (FoundBytes));
  search->found = g_array_new (FALSE, FALSE, sizeof (FoundBytes));
  search->places = g_new0 (GArray *, n + 1);
  for (guint i = 0; i < n; i++)
    {
      const SearchTerm *term = query->terms->pdata[i];
      GArray **list = &search->by_first[(guchar)term->folded[0]];
      if (*list == NULL)
        *list = g_array_new (FALSE, FALSE, sizeof (guint));
      g_array_append_val (*list, i);
      search->places[i] = g_array_new (FALSE, FALSE, sizeof (guint));
    }
  return search;
}

void
turn_search_free (TurnSearch *search)
{
  if (search == NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (search->by_first); i++)
    g_clear_pointer (&search->by_first[i], g_array_unref);
  for (GArray **places = search->places; *places != NULL; places++)
    g_array_unref (*places);
  g_free (search->places);
  g_array_unref (search->tokens);
  g_array_unref (search->found);
  g_free (search);
}

/* ---- tokens */

/* Signs on a letter, such as vowels of Hindi and Thai, part words for the tokenizer, but nobody
 * finds a word without its last one. */
static gsize
with_signs (const TurnSearch *search, gsize end)
{
  while (end < search->size_bytes && g_unichar_ismark (g_utf8_get_char (search->words + end)))
    end = (gsize)(g_utf8_next_char (search->words + end) - search->words);
  return end;
}

static void
note_token (const Token *token, gpointer data)
{
  TurnSearch *search = data;
  const FoundBytes bytes = { token->start, with_signs (search, token->end) };
  const guint number = search->tokens->len;
  g_array_append_val (search->tokens, bytes);
  const GArray *list = token->size > 0 ? search->by_first[(guchar)token->folded[0]] : NULL;
  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      const guint index = g_array_index (list, guint, i);
      const SearchTerm *term = search->query->terms->pdata[index];
      if ((term->is_beginning ? token->size >= term->size : token->size == term->size)
          && memcmp (term->folded, token->folded, term->size) == 0)
        g_array_append_val (search->places[index], number);
    }
}

/* The first of ascending numbers that is not below `least`. */
static guint
first_from (const GArray *numbers, guint least)
{
  guint low = 0, high = numbers->len;
  while (low < high)
    {
      const guint middle = (low + high) / 2;
      if (g_array_index (numbers, guint, middle) < least)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static gboolean
has_number (const GArray *numbers, guint number)
{
  const guint at = first_from (numbers, number);
  return at < numbers->len && g_array_index (numbers, guint, at) == number;
}

/* ---- phrases: where in the tokens they begin */

static GArray *
phrase_places (const TurnSearch *search, const SearchNode *phrase)
{
  GArray *places = g_array_new (FALSE, FALSE, sizeof (guint));
  const GArray *first = search->places[g_array_index (phrase->terms, guint, 0)];
  for (guint i = 0; i < first->len; i++)
    {
      const guint at = g_array_index (first, guint, i);
      guint n = 1;
      while (n < phrase->terms->len
             && has_number (search->places[g_array_index (phrase->terms, guint, n)], at + n))
        n++;
      if (n == phrase->terms->len)
        g_array_append_val (places, at);
    }
  return places;
}

static void
add_phrase (TurnSearch *search, guint first, guint n)
{
  const FoundBytes bytes = { g_array_index (search->tokens, FoundBytes, first).start,
                             g_array_index (search->tokens, FoundBytes, first + n - 1).end };
  g_array_append_val (search->found, bytes);
}

static gboolean
run_phrase (TurnSearch *search, const SearchNode *node)
{
  g_autoptr (GArray) places = phrase_places (search, node);
  for (guint i = 0; i < places->len; i++)
    add_phrase (search, g_array_index (places, guint, i), node->terms->len);
  return places->len > 0;
}

/* ---- NEAR: there is a last phrase, and one of each other ends at most `distance` words before it
 */

typedef struct
{
  const SearchNode *node;
  GPtrArray *places; /* GArray of guint: for each phrase */
} Nearness;

/* The places of a phrase that are near a last one at token `last`: [*from, *to). */
static gboolean
near_places (const Nearness *near, guint phrase, guint last, guint *from, guint *to)
{
  const GArray *places = near->places->pdata[phrase];
  const guint reach = ((const SearchNode *)near->node->children->pdata[phrase])->terms->len
                      + near->node->distance;
  *from = first_from (places, last > reach ? last - reach : 0);
  *to = first_from (places, last + 1);
  return *from < *to;
}

static gboolean
all_near (const Nearness *near, guint last)
{
  guint from, to;
  for (guint i = 0; i < near->places->len; i++)
    if (!near_places (near, i, last, &from, &to))
      return FALSE;
  return TRUE;
}

/* Each place is added once, whatever it is near to: those before `done` are. */
static void
add_near (TurnSearch *search, const Nearness *near, guint last, guint *done)
{
  for (guint i = 0; i < near->places->len; i++)
    {
      const GArray *places = near->places->pdata[i];
      const SearchNode *phrase = near->node->children->pdata[i];
      guint from, to;
      near_places (near, i, last, &from, &to);
      for (guint at = MAX (from, done[i]); at < to; at++)
        add_phrase (search, g_array_index (places, guint, at), phrase->terms->len);
      done[i] = MAX (done[i], to);
    }
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  const guint x = *(const guint *)a, y = *(const guint *)b;
  return (x > y) - (x < y);
}

static gboolean
run_near (TurnSearch *search, const SearchNode *node)
{
  g_autoptr (GPtrArray) places = g_ptr_array_new_with_free_func ((GDestroyNotify)g_array_unref);
  g_autoptr (GArray) lasts = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree guint *done = g_new0 (guint, node->children->len);
  const Nearness near = { node, places };
  gboolean any = FALSE;
  for (guint i = 0; i < node->children->len; i++)
    {
      GArray *one = phrase_places (search, node->children->pdata[i]);
      g_ptr_array_add (places, one);
      if (one->len == 0)
        return FALSE;
      g_array_append_vals (lasts, one->data, one->len);
    }
  g_array_sort (lasts, compare_numbers);
  for (guint i = 0; i < lasts->len; i++)
    {
      const guint last = g_array_index (lasts, guint, i);
      if ((i > 0 && last == g_array_index (lasts, guint, i - 1)) || !all_near (&near, last))
        continue;
      any = TRUE;
      add_near (search, &near, last, done);
    }
  return any;
}

/* ---- operators */

static gboolean run_node (TurnSearch *search, const SearchNode *node);

static gboolean
run_all (TurnSearch *search, const SearchNode *node)
{
  for (guint i = 0; i < node->children->len; i++)
    if (!run_node (search, node->children->pdata[i]))
      return FALSE;
  return TRUE;
}

/* Finds what fits the node; what it adds for a part that does not fit in the end is taken back. */
static gboolean
run_node (TurnSearch *search, const SearchNode *node)
{
  const guint before = search->found->len;
  gboolean fits = FALSE;
  switch (node->kind)
    {
    case SEARCH_PHRASE:
      return run_phrase (search, node);
    case SEARCH_NEAR:
      return run_near (search, node);
    case SEARCH_OR:
      for (guint i = 0; i < node->children->len; i++)
        fits |= run_node (search, node->children->pdata[i]);
      return fits;
    case SEARCH_AND:
      fits = run_all (search, node);
      break;
    case SEARCH_NOT:
      fits = !run_node (search, node->children->pdata[0]);
      break;
    default:
      g_assert_not_reached ();
    }
  if (!fits)
    g_array_set_size (search->found, before);
  return fits;
}

/* ---- the whole */

static int
compare_found (gconstpointer a, gconstpointer b)
{
  const FoundBytes *x = a, *y = b;
  return x->start != y->start ? (x->start > y->start) - (x->start < y->start)
                              : (x->end > y->end) - (x->end < y->end);
}

/* Puts what was found in order, and joins what overlaps. */
static void
put_in_order (GArray *found)
{
  g_array_sort (found, compare_found);
  guint kept = 0;
  for (guint i = 0; i < found->len; i++)
    {
      const FoundBytes one = g_array_index (found, FoundBytes, i);
      FoundBytes *last = kept > 0 ? &g_array_index (found, FoundBytes, kept - 1) : NULL;
      if (last != NULL && one.start < last->end)
        last->end = MAX (last->end, one.end);
      else
        g_array_index (found, FoundBytes, kept++) = one;
    }
  g_array_set_size (found, kept);
}

static gboolean
run_pattern (TurnSearch *search, const char *words, gsize size_bytes, GError **error)
{
  g_autoptr (PatternScan) scan = pattern_scan_new (search->pattern, words, size_bytes);
  FoundBytes bytes;
  GError *why = NULL;
  while (pattern_scan_next (scan, &bytes.start, &bytes.end, &why))
    g_array_append_val (search->found, bytes);
  if (why != NULL)
    g_propagate_error (error, why);
  return why == NULL;
}

const GArray *
turn_search_run (TurnSearch *search, const char *words, gsize size_bytes, GError **error)
{
  g_array_set_size (search->found, 0);
  if (search->query == NULL)
    return run_pattern (search, words, size_bytes, error) ? search->found : NULL;
  g_array_set_size (search->tokens, 0);
  for (GArray **places = search->places; *places != NULL; places++)
    g_array_set_size (*places, 0);
  search->words = words;
  search->size_bytes = size_bytes;
  tokenizer_cut (search->tokenizer, words, size_bytes, note_token, search);
  if (run_node (search, search->query->root))
    put_in_order (search->found);
  else
    g_array_set_size (search->found, 0);
  return search->found;
}

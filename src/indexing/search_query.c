/* What a person searches for, read into a tree, and what the full-text index is asked for it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexing/search_query.h"

#include "base/error.h"

#include <string.h>

#define WORDS_MAX 500
#define NESTED_MAX 12 /* FTS5 reads its expressions with a small stack */
#define NEAR_USUAL 10
#define NEAR_MAX 10000

typedef enum
{
  WORD_END,
  WORD_OPEN,
  WORD_CLOSE,
  WORD_AND,
  WORD_OR,
  WORD_NOT,
  WORD_NEAR,      /* between two words */
  WORD_NEAR_LIST, /* before words in parentheses */
  WORD_PHRASE,    /* a word or a quoted phrase */
} WordKind;

typedef struct
{
  const Tokenizer *tokenizer;
  SearchQuery *query;
  const char *written;
  const char *at; /* after the word at hand */
  guint nested, words;

  /* The word at hand. */
  WordKind kind;
  const char *start;           /* of it, with its quotation mark */
  const char *inside, *finish; /* of a phrase, without them */
  guint distance;              /* of NEAR */
} Reading;

static SearchNode *read_any (Reading *reading, GError **error);

static void
search_node_free (gpointer node)
{
  SearchNode *one = node;
  if (one == NULL)
    return;
  g_clear_pointer (&one->terms, g_array_unref);
  g_clear_pointer (&one->children, g_ptr_array_unref);
  g_free (one->match);
  g_free (one);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SearchNode, search_node_free)

static SearchNode *
search_node_new (SearchKind kind)
{
  SearchNode *node = g_new0 (SearchNode, 1);
  node->kind = kind;
  if (kind == SEARCH_PHRASE)
    node->terms = g_array_new (FALSE, FALSE, sizeof (guint));
  else
    node->children = g_ptr_array_new_with_free_func (search_node_free);
  return node;
}

/* A node of this kind that begins with `first`; `first` itself when it is one and stands alone. */
static SearchNode *
search_node_over (SearchKind kind, SearchNode *first)
{
  SearchNode *node = search_node_new (kind);
  g_ptr_array_add (node->children, first);
  return node;
}

static SearchNode *
fail_at (const Reading *reading, const char *place, GError **error, const char *what)
{
  const glong character = g_utf8_pointer_to_offset (reading->written, place) + 1;
  if (*place == '\0')
    fail (error, ESP_ERROR_INPUT, "the search is not complete at its end: %s", what);
  else
    fail (error, ESP_ERROR_INPUT, "the search cannot be read at its character %ld: %s", character,
          what);
  return NULL;
}

/* ---- words */

static gboolean
is_quote (gunichar c)
{
  return c == '"' || c == 0x201c || c == 0x201d || c == 0x201e || c == 0xab || c == 0xbb;
}

static gboolean
ends_word (gunichar c)
{
  return c == 0 || c == '(' || c == ')' || is_quote (c) || g_unichar_isspace (c);
}

static const char *
skip_space (const char *at)
{
  while (g_unichar_isspace (g_utf8_get_char (at)))
    at = g_utf8_next_char (at);
  return at;
}

/* NEAR, NEAR/5; FALSE with an error for NEAR/ and no number. */
static gboolean
take_near (Reading *reading, const char *word, GError **error)
{
  guint64 distance = NEAR_USUAL;
  const char *after = g_str_has_prefix (word, "NEAR") ? word + strlen ("NEAR") : "-";
  if (*after != '\0' && *after != '/')
    return TRUE;
  if (*after == '/' && !g_ascii_string_to_unsigned (after + 1, 10, 0, NEAR_MAX, &distance, NULL))
    return fail_at (reading, reading->start, error,
                    "NEAR/ wants how many words may be between, as in hope NEAR/5 dog")
           != NULL;
  reading->kind = *after == '\0' && *skip_space (reading->at) == '(' ? WORD_NEAR_LIST : WORD_NEAR;
  reading->distance = (guint)distance;
  return TRUE;
}

static gboolean
take_word (Reading *reading, GError **error)
{
  static const struct
  {
    const char *name;
    WordKind kind;
  } operators[] = { { "AND", WORD_AND }, { "OR", WORD_OR }, { "NOT", WORD_NOT } };
  const char *end = reading->start;
  while (!ends_word (g_utf8_get_char (end)))
    end = g_utf8_next_char (end);
  reading->kind = WORD_PHRASE;
  reading->inside = reading->start;
  reading->finish = reading->at = end;
  g_autofree char *word = g_strndup (reading->start, (gsize)(end - reading->start));
  for (gsize i = 0; i < G_N_ELEMENTS (operators); i++)
    if (g_str_equal (word, operators[i].name))
      reading->kind = operators[i].kind;
  return reading->kind != WORD_PHRASE || take_near (reading, word, error);
}

/* A star after the closing mark belongs to the phrase as one before it does. */
static gboolean
take_quoted (Reading *reading, GError **error)
{
  const char *at = g_utf8_next_char (reading->start);
  reading->kind = WORD_PHRASE;
  reading->inside = at;
  while (*at != '\0' && !is_quote (g_utf8_get_char (at)))
    at = g_utf8_next_char (at);
  reading->finish = at;
  if (*at == '\0')
    return fail_at (reading, reading->start, error,
                    "the quotation mark that opens here is never closed")
           != NULL;
  reading->at = g_utf8_next_char (at);
  return TRUE;
}

static gboolean
next_word (Reading *reading, GError **error)
{
  reading->start = skip_space (reading->at);
  const gunichar c = g_utf8_get_char (reading->start);
  if (is_quote (c))
    return take_quoted (reading, error);
  reading->at = reading->start;
  if (c == 0)
    reading->kind = WORD_END;
  else if (c == '(' || c == ')')
    {
      reading->kind = c == '(' ? WORD_OPEN : WORD_CLOSE;
      reading->at++;
    }
  else
    return take_word (reading, error);
  return TRUE;
}

/* ---- phrases */

static guint
term_index (SearchQuery *query, const Token *token, gboolean is_beginning)
{
  for (guint i = 0; i < query->terms->len; i++)
    {
      const SearchTerm *term = query->terms->pdata[i];
      if (term->is_beginning == is_beginning && term->size == token->size
          && memcmp (term->folded, token->folded, token->size) == 0)
        return i;
    }
  SearchTerm *term = g_new0 (SearchTerm, 1);
  term->folded = g_strndup (token->folded, token->size);
  term->size = token->size;
  term->is_beginning = is_beginning;
  g_ptr_array_add (query->terms, term);
  return query->terms->len - 1;
}

/* Words [start, end) of a phrase as a string of FTS5, in which nothing is an operator. */
static void
append_string (GString *match, const char *start, const char *end, gboolean is_beginning)
{
  g_string_append (match, match->len > 0 ? " AND \"" : "\"");
  GString *apart = tokenizer_apart (start, (gsize)(end - start), NULL);
  const char *words = apart != NULL ? apart->str : start;
  for (gsize left = apart != NULL ? apart->len : (gsize)(end - start); left > 0; left--, words++)
    g_string_append_printf (match, *words == '"' ? "\"\"" : "%c", *words);
  if (apart != NULL)
    g_string_free (apart, TRUE);
  g_string_append (match, is_beginning ? "\" *" : "\"");
}

typedef struct
{
  Reading *reading;
  SearchNode *node;
  GString *match;
  const char *from;     /* of the words that are not in `match` yet; NULL: none */
  const char *end;      /* of the last token */
  gboolean star_out;    /* a star follows the closing mark */
  gboolean star_before; /* the last token was a beginning */
  gboolean star_within; /* letters follow a star: it would be taken for more than it is */
  guint stars;          /* that made beginnings */
} PhraseMaking;

static void
add_token (const Token *token, gpointer data)
{
  PhraseMaking *making = data;
  if (++making->reading->words > WORDS_MAX)
    return;
  const char *words = making->reading->inside, *start = words + token->start,
             *end = words + token->end;
  const gboolean is_beginning = end < making->reading->finish ? *end == '*' : making->star_out;
  making->star_within |= making->star_before && start == making->end + 1;
  making->star_before = is_beginning;
  making->stars += is_beginning;
  making->end = end;
  if (making->from == NULL)
    making->from = start;
  /* FTS5 knows beginnings at the end of a phrase only. */
  if (is_beginning)
    {
      append_string (making->match, making->from, end, TRUE);
      making->from = NULL;
    }
  const guint index = term_index (making->reading->query, token, is_beginning);
  g_array_append_val (making->node->terms, index);
}

static guint
count_stars (const char *start, const char *end)
{
  guint stars = 0;
  for (; start < end; start++)
    stars += *start == '*';
  return stars;
}

/* Thai, Lao, Tibetan, Burmese, Khmer: the index has them in pieces, cut at the vowels that stand
 * above and below. */
static gboolean
has_unspaced (const char *at, const char *end)
{
  for (; at < end; at = g_utf8_next_char (at))
    {
      const gunichar c = g_utf8_get_char (at);
      if ((c >= 0x0e00 && c <= 0x109f) || (c >= 0x1780 && c <= 0x17ff))
        return TRUE;
    }
  return FALSE;
}

/* The word or phrase at hand; goes on to the next. */
static SearchNode *
read_phrase (Reading *reading, GError **error)
{
  g_autoptr (SearchNode) node = search_node_new (SEARCH_PHRASE);
  g_autoptr (GString) match = g_string_new (NULL);
  PhraseMaking making = { .reading = reading, .node = node, .match = match };
  if (has_unspaced (reading->inside, reading->finish))
    return fail_at (reading, reading->start, error,
                    "in this writing words cannot be told apart; --regex finds them");
  if (is_quote (g_utf8_get_char (reading->start)) && *reading->at == '*')
    {
      making.star_out = TRUE;
      reading->at++;
    }
  tokenizer_cut (reading->tokenizer, reading->inside, (gsize)(reading->finish - reading->inside),
                 add_token, &making);
  if (reading->words > WORDS_MAX)
    {
      fail (error, ESP_ERROR_INPUT, "the search has more than %d words; search for less at a time",
            WORDS_MAX);
      return NULL;
    }
  if (making.star_within
      || making.stars != count_stars (reading->inside, reading->finish) + making.star_out)
    return fail_at (reading, reading->start, error,
                    "a star stands for any ending, right after the beginning of a word");
  if (node->terms->len == 0)
    return fail_at (reading, reading->start, error,
                    "there is no letter and no digit to search for; --regex finds other signs");
  if (making.from != NULL)
    append_string (match, making.from, making.end, FALSE);
  node->match = g_strdup (match->str);
  return next_word (reading, error) ? g_steal_pointer (&node) : NULL;
}

/* ---- NEAR */

/* Takes the distance of NEAR (a b, 5) off the word at hand, which may be nothing but that. */
static gboolean
take_distance (Reading *reading, SearchNode *node, GError **error)
{
  const char *comma = g_strrstr_len (reading->inside, reading->finish - reading->inside, ",");
  if (comma == NULL || is_quote (g_utf8_get_char (reading->start)))
    return TRUE;
  const char *number = skip_space (comma + 1), *end = number;
  while (g_ascii_isdigit (*end))
    end++;
  if (end == number || *skip_space (end) != ')')
    return TRUE;
  guint64 distance;
  g_autofree char *digits = g_strndup (number, (gsize)(end - number));
  if (!g_ascii_string_to_unsigned (digits, 10, 0, NEAR_MAX, &distance, NULL))
    return fail_at (reading, number, error, "so many words are never near") != NULL;
  node->distance = (guint)distance;
  reading->finish = comma;
  reading->at = end;
  return TRUE;
}

/* What stands between the parentheses of NEAR; the opening one is at hand. */
static SearchNode *
read_near_list (Reading *reading, GError **error)
{
  g_autoptr (SearchNode) node = search_node_new (SEARCH_NEAR);
  node->distance = NEAR_USUAL;
  if (!next_word (reading, error))
    return NULL;
  while (reading->kind != WORD_CLOSE)
    {
      if (reading->kind != WORD_PHRASE)
        return fail_at (reading, reading->start, error,
                        "NEAR takes words and phrases, as in NEAR (hope \"my dog\", 5)");
      if (!take_distance (reading, node, error))
        return NULL;
      const gboolean is_phrase = reading->finish > reading->start;
      SearchNode *phrase = is_phrase ? read_phrase (reading, error) : NULL;
      if (is_phrase ? phrase == NULL : !next_word (reading, error))
        return NULL;
      if (is_phrase)
        g_ptr_array_add (node->children, phrase);
    }
  if (node->children->len < 2)
    return fail_at (reading, reading->start, error, "NEAR takes two words or more");
  return next_word (reading, error) ? g_steal_pointer (&node) : NULL;
}

/* `first` and what stands near it: a NEAR/5 b NEAR/5 c. */
static SearchNode *
read_near_chain (Reading *reading, SearchNode *first, GError **error)
{
  g_autoptr (SearchNode) node = search_node_over (SEARCH_NEAR, first);
  node->distance = reading->distance;
  while (reading->kind == WORD_NEAR)
    {
      if (first->kind != SEARCH_PHRASE)
        return fail_at (reading, reading->start, error,
                        "NEAR takes words and phrases, as in hope NEAR/5 \"my dog\"");
      if (reading->distance != node->distance)
        return fail_at (reading, reading->start, error, "a row of NEAR has one distance");
      if (!next_word (reading, error))
        return NULL;
      if (reading->kind != WORD_PHRASE)
        return fail_at (reading, reading->start, error,
                        "NEAR takes words and phrases, as in hope NEAR/5 \"my dog\"");
      SearchNode *phrase = read_phrase (reading, error);
      if (phrase == NULL)
        return NULL;
      g_ptr_array_add (node->children, phrase);
    }
  return g_steal_pointer (&node);
}

/* ---- operators */

static SearchNode *
read_nested (Reading *reading, GError **error)
{
  if (++reading->nested > NESTED_MAX)
    return fail_at (reading, reading->start, error, "too many parentheses inside each other");
  const char *opened = reading->start;
  if (!next_word (reading, error))
    return NULL;
  g_autoptr (SearchNode) node = read_any (reading, error);
  if (node == NULL)
    return NULL;
  if (reading->kind != WORD_CLOSE)
    return fail_at (reading, opened, error, "the parenthesis that opens here is never closed");
  reading->nested--;
  return next_word (reading, error) ? g_steal_pointer (&node) : NULL;
}

static SearchNode *
read_one (Reading *reading, GError **error)
{
  if (reading->kind == WORD_OPEN)
    return read_nested (reading, error);
  if (reading->kind == WORD_NEAR_LIST)
    return next_word (reading, error) ? read_near_list (reading, error) : NULL;
  if (reading->kind == WORD_PHRASE)
    return read_phrase (reading, error);
  return fail_at (reading, reading->start, error, "a word or a phrase is missing");
}

static SearchNode *
read_near (Reading *reading, GError **error)
{
  SearchNode *node = read_one (reading, error);
  return node != NULL && reading->kind == WORD_NEAR ? read_near_chain (reading, node, error) : node;
}

static SearchNode *
read_not (Reading *reading, GError **error)
{
  if (reading->kind != WORD_NOT)
    return read_near (reading, error);
  if (!next_word (reading, error))
    return NULL;
  SearchNode *node = read_near (reading, error);
  return node != NULL ? search_node_over (SEARCH_NOT, node) : NULL;
}

static gboolean
goes_on (const Reading *reading, SearchKind kind)
{
  if (kind == SEARCH_OR)
    return reading->kind == WORD_OR;
  return reading->kind == WORD_AND || reading->kind == WORD_NOT || reading->kind == WORD_PHRASE
         || reading->kind == WORD_OPEN || reading->kind == WORD_NEAR_LIST;
}

/* A row of what `part` reads. */
static SearchNode *
read_row (Reading *reading, SearchKind kind, SearchNode *(*part) (Reading *, GError **),
          GError **error)
{
  g_autoptr (SearchNode) node = part (reading, error);
  if (node == NULL || !goes_on (reading, kind))
    return g_steal_pointer (&node);
  node = search_node_over (kind, g_steal_pointer (&node));
  while (goes_on (reading, kind))
    {
      if ((reading->kind == WORD_AND || reading->kind == WORD_OR) && !next_word (reading, error))
        return NULL;
      SearchNode *next = part (reading, error);
      if (next == NULL)
        return NULL;
      g_ptr_array_add (node->children, next);
    }
  return g_steal_pointer (&node);
}

static SearchNode *
read_all (Reading *reading, GError **error)
{
  return read_row (reading, SEARCH_AND, read_not, error);
}

static SearchNode *
read_any (Reading *reading, GError **error)
{
  return read_row (reading, SEARCH_OR, read_all, error);
}

/* ---- what the index is asked */

/* What NOT forbids in one turn may stand in another of the same text, so the index is not asked
 * about it. NULL where nothing else is said. */
static char *
candidates_of (const SearchNode *node)
{
  if (node->kind == SEARCH_PHRASE)
    return g_strdup (node->match);
  if (node->kind == SEARCH_NOT)
    return NULL;
  g_autoptr (GString) all = g_string_new (NULL);
  for (guint i = 0; i < node->children->len; i++)
    {
      g_autofree char *one = candidates_of (node->children->pdata[i]);
      if (one == NULL && node->kind == SEARCH_OR)
        return NULL;
      if (one != NULL)
        g_string_append_printf (all, "%s(%s)",
                                all->len == 0             ? ""
                                : node->kind == SEARCH_OR ? " OR "
                                                          : " AND ",
                                one);
    }
  return all->len > 0 ? g_strdup (all->str) : NULL;
}

static void
search_term_free (gpointer term)
{
  g_free (((SearchTerm *)term)->folded);
  g_free (term);
}

void
search_query_free (SearchQuery *query)
{
  if (query == NULL)
    return;
  g_ptr_array_unref (query->terms);
  search_node_free (query->root);
  g_free (query->candidates);
  g_free (query);
}

SearchQuery *
search_query_read (const Tokenizer *tokenizer, const char *written, GError **error)
{
  g_autoptr (SearchQuery) query = g_new0 (SearchQuery, 1);
  query->terms = g_ptr_array_new_with_free_func (search_term_free);
  Reading reading = { .tokenizer = tokenizer, .query = query, .written = written, .at = written };
  if (!g_utf8_validate (written, -1, NULL))
    {
      fail (error, ESP_ERROR_INPUT, "the search is not valid UTF-8");
      return NULL;
    }
  if (*skip_space (written) == '\0')
    {
      fail (error, ESP_ERROR_INPUT, "there is nothing to search for; give a word or a phrase");
      return NULL;
    }
  if (!next_word (&reading, error) || (query->root = read_any (&reading, error)) == NULL)
    return NULL;
  if (reading.kind != WORD_END)
    {
      fail_at (&reading, reading.start, error, "a parenthesis is closed that was not opened");
      return NULL;
    }
  query->candidates = candidates_of (query->root);
  if (query->candidates != NULL)
    return g_steal_pointer (&query);
  fail (error, ESP_ERROR_INPUT,
        "the search says only what must not stand in a turn; say what to find as well, as in hope "
        "NOT dog");
  return NULL;
}

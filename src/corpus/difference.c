/* Differences of texts: made by words after Myers (1986, "An O(ND) difference algorithm and its
 * variations", section 4b: linear space), with a bound on how long a middle is looked for.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/difference.h"

#include <string.h>

/* A difference of more stretches than this is told in fewer, larger ones. */
#define STRETCHES_MAX 50000
/* Steps that all searches for a middle may take together, roughly, and bounds for one of them. */
#define STEPS_MAX 400000000
#define COST_MIN 48
#define COST_MAX 2000

/* ---- texts as tokens */

typedef struct
{
  GArray *numbers; /* guint32: the same for the same token */
  GArray *starts;  /* guint32, in code points; one more than tokens: the end */
  GArray *breaks;  /* guint8: whether it has a line end */
} Tokens;

typedef struct
{
  const char *at;
  gsize size;
} Token;

static guint
token_hash (gconstpointer key)
{
  const Token *token = key;
  guint hash = 2166136261u;
  for (gsize i = 0; i < token->size; i++)
    hash = (hash ^ (guint8)token->at[i]) * 16777619u;
  return hash;
}

static gboolean
token_equal (gconstpointer a, gconstpointer b)
{
  const Token *one = a, *other = b;
  return one->size == other->size && memcmp (one->at, other->at, one->size) == 0;
}

typedef enum
{
  CLASS_WORD,
  CLASS_SPACE,
  CLASS_SINGLE,
} TokenClass;

/* Scripts that put no space between words: each character counts as one. */
static gboolean
is_unspaced (gunichar c)
{
  switch (g_unichar_get_script (c))
    {
    case G_UNICODE_SCRIPT_HAN:
    case G_UNICODE_SCRIPT_HIRAGANA:
    case G_UNICODE_SCRIPT_KATAKANA:
    case G_UNICODE_SCRIPT_THAI:
    case G_UNICODE_SCRIPT_LAO:
    case G_UNICODE_SCRIPT_KHMER:
    case G_UNICODE_SCRIPT_MYANMAR:
      return TRUE;
    default:
      return FALSE;
    }
}

static TokenClass
class_of (gunichar c)
{
  if (c < 0x80)
    return g_ascii_isalnum ((char)c)   ? CLASS_WORD
           : g_ascii_isspace ((char)c) ? CLASS_SPACE
                                       : CLASS_SINGLE;
  if (g_unichar_isspace (c))
    return CLASS_SPACE;
  return g_unichar_isalnum (c) && !is_unspaced (c) ? CLASS_WORD : CLASS_SINGLE;
}

/* The end of the token that begins here: a word, a run of spaces, a single mark; what combines with
 * a character goes with it. */
static const char *
token_end (const char *at, gsize *length_cp)
{
  const TokenClass class = class_of (g_utf8_get_char (at));
  *length_cp = 0;
  do
    {
      at = g_utf8_next_char (at);
      ++*length_cp;
    }
  while (*at != '\0'
         && (((guint8)*at >= 0x80 && g_unichar_ismark (g_utf8_get_char (at)))
             || (class != CLASS_SINGLE && class_of (g_utf8_get_char (at)) == class)));
  return at;
}

static void
tokens_init (Tokens *tokens, const char *text, GHashTable *known)
{
  guint32 at_cp = 0;
  tokens->numbers = g_array_new (FALSE, FALSE, sizeof (guint32));
  tokens->starts = g_array_new (FALSE, FALSE, sizeof (guint32));
  tokens->breaks = g_array_new (FALSE, FALSE, sizeof (guint8));
  g_array_append_val (tokens->starts, at_cp);
  for (const char *at = text, *end; *at != '\0'; at = end)
    {
      gsize length_cp;
      end = token_end (at, &length_cp);
      const Token token = { at, (gsize)(end - at) };
      gpointer number = g_hash_table_lookup (known, &token);
      if (number == NULL)
        {
          number = GUINT_TO_POINTER (g_hash_table_size (known) + 1);
          g_hash_table_insert (known, g_memdup2 (&token, sizeof token), number);
        }
      const guint32 value = GPOINTER_TO_UINT (number);
      const guint8 has_break = memchr (token.at, '\n', token.size) != NULL;
      g_array_append_val (tokens->numbers, value);
      g_array_append_val (tokens->breaks, has_break);
      at_cp += (guint32)length_cp;
      g_array_append_val (tokens->starts, at_cp);
    }
}

static void
tokens_clear (Tokens *tokens)
{
  g_array_unref (tokens->numbers);
  g_array_unref (tokens->starts);
  g_array_unref (tokens->breaks);
}

/* ---- the search
 *
 * In a box of the plane that the two texts span, paths go from one corner to the other: a step to
 * the right takes a token out, one down puts one in, and equal tokens are passed on the diagonal
 * for nothing. The furthest points that cost c are known from those that cost c - 1. Paths are
 * followed from both corners; where they meet, the box is divided in two. */

typedef struct
{
  gint x0, x1, y0, y1;
} Box;

typedef struct
{
  const guint32 *a, *b;
  guint8 *a_changed, *b_changed;
  gint cost_max;
  gint *forward, *backward; /* x on a diagonal, counted from that of the corner */
} Search;

typedef struct
{
  gint min, max;    /* diagonals in use */
  const gint *from; /* x by diagonal, from -cost_max - 1 on */
} Front;

/* The best that can be had when no middle was found in time: the point that is furthest from its
 * corner, of either side. */
static void
settle_for (const Box *box, const Front *forward, const Front *backward, gint *x, gint *y)
{
  gint best = -1, last = G_MAXINT;
  gint back_x = box->x1, back_y = box->y1;
  const gint first = box->x0 - box->y0, other = box->x1 - box->y1;
  for (gint d = forward->max; d >= forward->min; d -= 2)
    {
      gint at_x = MIN (forward->from[d - first], box->x1), at_y = at_x - d;
      if (at_y > box->y1)
        {
          at_x = box->y1 + d;
          at_y = box->y1;
        }
      if (at_x + at_y > best)
        {
          best = at_x + at_y;
          *x = at_x;
          *y = at_y;
        }
    }
  for (gint d = backward->max; d >= backward->min; d -= 2)
    {
      gint at_x = MAX (backward->from[d - other], box->x0), at_y = at_x - d;
      if (at_y < box->y0)
        {
          at_x = box->y0 + d;
          at_y = box->y0;
        }
      if (at_x + at_y < last)
        {
          last = at_x + at_y;
          back_x = at_x;
          back_y = at_y;
        }
    }
  if (box->x1 + box->y1 - last > best - box->x0 - box->y0)
    {
      *x = back_x;
      *y = back_y;
    }
}

/* Widens a front by one diagonal on either side, within those that the box has. */
static void
front_widen (Front *front, gint *at, gint corner, gint lowest, gint highest, gint nowhere)
{
  if (front->min > lowest)
    at[--front->min - 1 - corner] = nowhere;
  else
    front->min++;
  if (front->max < highest)
    at[++front->max + 1 - corner] = nowhere;
  else
    front->max--;
}

static gboolean
step_forward (const Search *search, const Box *box, Front *forward, const Front *backward, gint *x,
              gint *y)
{
  gint *at = search->forward;
  const gint corner = box->x0 - box->y0, other = box->x1 - box->y1;
  front_widen (forward, at, corner, box->x0 - box->y1, box->x1 - box->y0, -1);
  for (gint d = forward->max; d >= forward->min; d -= 2)
    {
      const gint low = at[d - 1 - corner], high = at[d + 1 - corner];
      *x = low < high ? high : low + 1;
      for (*y = *x - d; *x < box->x1 && *y < box->y1 && search->a[*x] == search->b[*y]; ++*x)
        ++*y;
      at[d - corner] = *x;
      if (((corner - other) & 1) != 0 && d >= backward->min && d <= backward->max
          && backward->from[d - other] <= *x)
        return TRUE;
    }
  return FALSE;
}

static gboolean
step_backward (const Search *search, const Box *box, const Front *forward, Front *backward, gint *x,
               gint *y)
{
  gint *at = search->backward;
  const gint corner = box->x1 - box->y1, other = box->x0 - box->y0;
  front_widen (backward, at, corner, box->x0 - box->y1, box->x1 - box->y0, G_MAXINT);
  for (gint d = backward->max; d >= backward->min; d -= 2)
    {
      const gint low = at[d - 1 - corner], high = at[d + 1 - corner];
      *x = low < high ? low : high - 1;
      for (*y = *x - d; *x > box->x0 && *y > box->y0 && search->a[*x - 1] == search->b[*y - 1];
           --*x)
        --*y;
      at[d - corner] = *x;
      if (((corner - other) & 1) == 0 && d >= forward->min && d <= forward->max
          && *x <= forward->from[d - other])
        return TRUE;
    }
  return FALSE;
}

/* Where to divide a box that has something on both sides, and whose corners differ. */
static void
find_middle (const Search *search, const Box *box, gint *x, gint *y)
{
  const gint first = box->x0 - box->y0, other = box->x1 - box->y1;
  Front forward = { first, first, search->forward }, backward = { other, other, search->backward };
  search->forward[0] = box->x0;
  search->backward[0] = box->x1;
  for (gint cost = 1; cost <= search->cost_max; cost++)
    if (step_forward (search, box, &forward, &backward, x, y)
        || step_backward (search, box, &forward, &backward, x, y))
      return;
  settle_for (box, &forward, &backward, x, y);
}

/* Marks what is not on the path from corner to corner as changed. */
static void
compare_box (Search *search, Box whole)
{
  g_autoptr (GArray) rest = g_array_new (FALSE, FALSE, sizeof (Box));
  g_array_append_val (rest, whole);
  while (rest->len > 0)
    {
      Box box = g_array_index (rest, Box, rest->len - 1);
      g_array_set_size (rest, rest->len - 1);
      while (box.x0 < box.x1 && box.y0 < box.y1 && search->a[box.x0] == search->b[box.y0])
        box.x0++, box.y0++;
      while (box.x0 < box.x1 && box.y0 < box.y1 && search->a[box.x1 - 1] == search->b[box.y1 - 1])
        box.x1--, box.y1--;
      if (box.x0 == box.x1 || box.y0 == box.y1)
        {
          memset (search->a_changed + box.x0, 1, (gsize)(box.x1 - box.x0));
          memset (search->b_changed + box.y0, 1, (gsize)(box.y1 - box.y0));
          continue;
        }
      gint x = box.x0, y = box.y0;
      find_middle (search, &box, &x, &y);
      const Box parts[] = { { box.x0, x, box.y0, y }, { x, box.x1, y, box.y1 } };
      g_array_append_vals (rest, parts, 2);
    }
}

/* ---- where whole lines come and go
 *
 * What was put in, or taken out, between tokens that both texts have can often stand in several
 * places: "[Ann: yes. ]Ann: no." is "Ann: [yes. Ann: ]no.". Where it can begin a line it does, as
 * it is turns that come and go. */

/* One side that has something where the other has nothing. */
typedef struct
{
  const Tokens *tokens;
  guint8 *changed;
  const guint8 *other_changed;
  guint start, end; /* what it has */
  guint at;         /* where the other one has not got it */
} Alone;

static gboolean
begins_line (const Alone *alone, guint i)
{
  return i == 0 || g_array_index (alone->tokens->breaks, guint8, i - 1) != 0;
}

static gboolean
is_same (const Alone *alone, guint i, guint k)
{
  return g_array_index (alone->tokens->numbers, guint32, i)
         == g_array_index (alone->tokens->numbers, guint32, k);
}

/* By how many tokens it would have to go to the left to begin a line; 0: it cannot, or would meet
 * another change there, whose words would then seem to be replaced by it. */
static guint
steps_left (const Alone *alone)
{
  for (guint n = 1; n <= MIN (alone->start, alone->at); n++)
    {
      if (alone->changed[alone->start - n] || alone->other_changed[alone->at - n]
          || !is_same (alone, alone->start - n, alone->end - n))
        return 0;
      if (begins_line (alone, alone->start - n))
        return alone->at > n && alone->other_changed[alone->at - n - 1] ? 0 : n;
    }
  return 0;
}

static guint
steps_right (const Alone *alone)
{
  for (guint n = 1; alone->end + n <= alone->tokens->numbers->len; n++)
    {
      if (alone->changed[alone->end + n - 1] || alone->other_changed[alone->at + n - 1]
          || !is_same (alone, alone->start + n - 1, alone->end + n - 1))
        return 0;
      if (begins_line (alone, alone->start + n))
        return alone->other_changed[alone->at + n] ? 0 : n;
    }
  return 0;
}

/* Whether it went to the right. */
static gboolean
slide_one (const Alone *alone)
{
  if (begins_line (alone, alone->start))
    return FALSE;
  const guint left = steps_left (alone), right = left > 0 ? 0 : steps_right (alone);
  const gsize size = alone->end - alone->start;
  memset (alone->changed + alone->start, 0, size);
  memset (alone->changed + alone->start - left + right, 1, size);
  return right > 0;
}

static void
slide_to_lines (const Search *search, const Tokens *before, const Tokens *after)
{
  const guint n = before->numbers->len, m = after->numbers->len;
  for (guint i = 0, j = 0; i < n || j < m; i++, j++)
    {
      const guint from_i = i, from_j = j;
      while (i < n && search->a_changed[i])
        i++;
      while (j < m && search->b_changed[j])
        j++;
      const Alone out = { before, search->a_changed, search->b_changed, from_i, i, j },
                  in = { after, search->b_changed, search->a_changed, from_j, j, i };
      if ((i > from_i && j == from_j && slide_one (&out))
          || (i == from_i && j > from_j && slide_one (&in)))
        {
          i = from_i;
          j = from_j;
        }
    }
}

/* ---- from the search to stretches */

static guint32
start_of (const Tokens *tokens, guint i)
{
  return g_array_index (tokens->starts, guint32, i);
}

static guint
first_break (const Tokens *tokens, guint from, guint end)
{
  while (from < end && g_array_index (tokens->breaks, guint8, from) == 0)
    from++;
  return from;
}

static void
add_stretch (const Tokens *before, guint from_i, guint i, const Tokens *after, guint from_j,
             guint j, GArray *stretches)
{
  const Stretch one = { { start_of (before, from_i), start_of (before, i) },
                        { start_of (after, from_j), start_of (after, j) } };
  if (from_i < i || from_j < j)
    g_array_append_val (stretches, one);
}

/* How many tokens from (i, j) on, which both texts have, stand before `line_end` as well. */
static guint
count_shifted (const Search *search, const Tokens *before, guint i, const Tokens *after, guint j,
               guint from_j, guint line_end)
{
  const guint n = before->numbers->len, m = after->numbers->len;
  for (guint t = MIN (MIN (line_end - from_j, n - i), m - j); t > 0; t--)
    {
      guint k = 0;
      while (k < t && !search->a_changed[i + k] && !search->b_changed[j + k]
             && search->b[line_end - t + k] == search->b[j + k])
        k++;
      if (k == t)
        return t;
    }
  return 0;
}

/* Words of one line stay on one line: lines that came with what replaces them, somebody else's turn
 * perhaps, are behind them, and so is a full stop that ends both. */
static void
collect_stretches (const Search *search, const Tokens *before, const Tokens *after,
                   GArray *stretches)
{
  const guint n = before->numbers->len, m = after->numbers->len;
  for (guint i = 0, j = 0; i < n || j < m;)
    {
      const guint from_i = i, from_j = j;
      while (i < n && search->a_changed[i])
        i++;
      while (j < m && search->b_changed[j])
        j++;
      const guint line_end = first_break (after, from_j, j);
      if (i == from_i && j == from_j)
        i++, j++;
      else if (i == from_i || line_end == from_j || line_end == j
               || first_break (before, from_i, i) < i)
        add_stretch (before, from_i, i, after, from_j, j, stretches);
      else
        {
          const guint shifted = count_shifted (search, before, i, after, j, from_j, line_end);
          add_stretch (before, from_i, i, after, from_j, line_end - shifted, stretches);
          i += shifted;
          j += shifted;
          add_stretch (before, i, i, after, line_end, j, stretches);
        }
    }
}

/* Joins stretches that are near each other until there are not too many. */
static void
bound_stretches (GArray *stretches)
{
  for (gsize near = 2; stretches->len > STRETCHES_MAX; near *= 2)
    {
      guint n = 1;
      for (guint i = 1; i < stretches->len; i++)
        {
          const Stretch one = g_array_index (stretches, Stretch, i);
          Stretch *last = &g_array_index (stretches, Stretch, n - 1);
          if (one.before.start_cp - last->before.end_cp <= near)
            {
              last->before.end_cp = one.before.end_cp;
              last->after.end_cp = one.after.end_cp;
            }
          else
            g_array_index (stretches, Stretch, n++) = one;
        }
      g_array_set_size (stretches, n);
    }
}

Difference *
difference_make (const char *before, const char *after)
{
  Difference *difference = g_new0 (Difference, 1);
  Tokens a, b;
  g_autoptr (GHashTable) known = g_hash_table_new_full (token_hash, token_equal, g_free, NULL);
  difference->stretches = g_array_new (FALSE, FALSE, sizeof (Stretch));
  tokens_init (&a, before, known);
  tokens_init (&b, after, known);
  const gsize tokens = (gsize)a.numbers->len + b.numbers->len;
  const gint cost_max = (gint)CLAMP (STEPS_MAX / (tokens + 1), COST_MIN, COST_MAX);
  const gsize diagonals = 2 * (gsize)cost_max + 5;
  g_autofree gint *forward = g_new (gint, diagonals), *backward = g_new (gint, diagonals);
  g_autofree guint8 *a_changed = g_new0 (guint8, a.numbers->len + 1),
                    *b_changed = g_new0 (guint8, b.numbers->len + 1);
  Search search = { .a = (const guint32 *)(gpointer)a.numbers->data,
                    .b = (const guint32 *)(gpointer)b.numbers->data,
                    .a_changed = a_changed,
                    .b_changed = b_changed,
                    .cost_max = cost_max,
                    .forward = forward + diagonals / 2,
                    .backward = backward + diagonals / 2 };
  compare_box (&search, (Box){ 0, (gint)a.numbers->len, 0, (gint)b.numbers->len });
  slide_to_lines (&search, &a, &b);
  collect_stretches (&search, &a, &b, difference->stretches);
  bound_stretches (difference->stretches);
  tokens_clear (&a);
  tokens_clear (&b);
  return difference;
}

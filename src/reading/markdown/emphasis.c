/* Pairing runs of marks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/markdown/emphasis.h"

#include <string.h>

/* A run of '*', '_' or '~'. */
typedef struct
{
  gsize at; /* in the words */
  guint count;
  guint left;   /* of them, that belong to nothing yet */
  guint closed; /* of them, at the beginning, that ended something */
  char mark;
  gboolean opens, closes;
  int before, after; /* runs that may still belong to something; -1: none */
} Run;

typedef struct
{
  gsize from, to; /* in the words */
} Bold;

static Run *
run_get (const MarkdownEmphasis *self, int at)
{
  return &g_array_index (self->runs, Run, at);
}

MarkdownEmphasis *
markdown_emphasis_new (void)
{
  MarkdownEmphasis *self = g_new0 (MarkdownEmphasis, 1);

  self->runs = g_array_new (FALSE, FALSE, sizeof (Run));
  self->bolds = g_array_new (FALSE, FALSE, sizeof (Bold));
  self->cut = g_byte_array_new ();
  self->last = -1;
  return self;
}

void
markdown_emphasis_free (MarkdownEmphasis *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->runs);
  g_array_unref (self->bolds);
  g_byte_array_unref (self->cut);
  g_free (self);
}

/* ---- what goes, and what is bold */

void
markdown_emphasis_cut (MarkdownEmphasis *self, gsize from, gsize size)
{
  if (self->cut->len < from + size)
    {
      const guint known = self->cut->len;
      g_byte_array_set_size (self->cut, (guint)(from + size));
      memset (self->cut->data + known, 0, from + size - known);
    }
  memset (self->cut->data + from, 1, size);
}

gboolean
markdown_emphasis_goes (const MarkdownEmphasis *self, gsize at)
{
  return at < self->cut->len && self->cut->data[at] != 0;
}

gsize
markdown_emphasis_bold_end (const MarkdownEmphasis *self)
{
  gsize first = 0, end = 0;

  while (markdown_emphasis_goes (self, first))
    first++;
  for (guint i = 0; i < self->bolds->len; i++)
    {
      const Bold *bold = &g_array_index (self->bolds, Bold, i);
      if (bold->from <= first)
        end = MAX (end, bold->to);
    }
  return end;
}

/* ---- pairs */

static gboolean
is_mark_of_sentence (gunichar c)
{
  return g_unichar_ispunct (c) || (c < 0x80 && g_ascii_ispunct ((char)c));
}

/* Whether a run can begin or end emphasis, as what stands beside it says. After the colon of a name
 * it can end it whatever follows, as in texts without blanks. */
void
markdown_emphasis_add (MarkdownEmphasis *self, gsize at, char mark, gsize size, gunichar before,
                       gunichar after)
{
  const gboolean mark_before = is_mark_of_sentence (before),
                 mark_after = is_mark_of_sentence (after);
  const gboolean left
      = !g_unichar_isspace (after) && (!mark_after || g_unichar_isspace (before) || mark_before);
  const gboolean right
      = !g_unichar_isspace (before) && (!mark_before || g_unichar_isspace (after) || mark_after);
  Run run = { .at = at,
              .count = (guint)MIN (size, G_MAXINT),
              .left = (guint)MIN (size, G_MAXINT),
              .mark = mark,
              .opens = left && (mark != '_' || !right || mark_before),
              .closes = right && (mark != '_' || !left || mark_after),
              .before = self->last,
              .after = -1 };

  run.closes = run.closes || before == ':' || before == 0xFF1A;
  if (mark == '~' && size != 2)
    return;
  if (self->last >= 0)
    run_get (self, self->last)->after = (int)self->runs->len;
  self->last = (int)self->runs->len;
  g_array_append_val (self->runs, run);
}

static void
run_forget (MarkdownEmphasis *self, int at)
{
  const Run *run = run_get (self, at);

  if (run->before >= 0)
    run_get (self, run->before)->after = run->after;
  if (run->after >= 0)
    run_get (self, run->after)->before = run->before;
  else
    self->last = run->before;
}

static gboolean
runs_fit (const Run *opener, const Run *closer)
{
  if (opener->mark != closer->mark || !opener->opens)
    return FALSE;
  return (!opener->closes && !closer->opens) || (opener->count + closer->count) % 3 != 0
         || (opener->count % 3 == 0 && closer->count % 3 == 0);
}

/* Which openers need not be looked at again, for a closer of a kind. */
static guint
closer_kind (const Run *closer)
{
  const guint mark = closer->mark == '*' ? 0 : closer->mark == '_' ? 1 : 2;

  return (mark * 2 + closer->opens) * 3 + closer->count % 3;
}

/* One pair: takes its marks away, and forgets what stands between and belongs to nothing. */
static void
runs_pair (MarkdownEmphasis *self, int opener_at, int closer_at)
{
  Run *opener = run_get (self, opener_at), *closer = run_get (self, closer_at);
  const guint size = opener->left >= 2 && closer->left >= 2 ? 2 : 1;
  const Bold bold = { opener->at + opener->count, closer->at };

  while (opener->after != closer_at)
    run_forget (self, opener->after);
  opener->left -= size;
  markdown_emphasis_cut (self, opener->at + opener->closed + opener->left, size);
  markdown_emphasis_cut (self, closer->at + closer->closed, size);
  closer->closed += size;
  closer->left -= size;
  if (size == 2 && closer->mark != '~')
    g_array_append_val (self->bolds, bold);
}

void
markdown_emphasis_settle (MarkdownEmphasis *self, int bottom)
{
  int known[18];
  int closer = bottom;

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    known[i] = bottom;
  closer = self->last;
  while (closer > bottom && run_get (self, closer)->before > bottom)
    closer = run_get (self, closer)->before;
  while (closer > bottom)
    {
      const Run *run = run_get (self, closer);
      int *least = &known[closer_kind (run)], opener = run->before;
      if (!run->closes)
        {
          closer = run->after;
          continue;
        }
      while (opener > *least && !runs_fit (run_get (self, opener), run))
        opener = run_get (self, opener)->before;
      const int after = run->after, before = run->before;
      if (opener > *least)
        {
          runs_pair (self, opener, closer);
          if (run_get (self, opener)->left == 0)
            run_forget (self, opener);
          if (run_get (self, closer)->left > 0)
            continue;
          run_forget (self, closer);
        }
      else
        {
          *least = before;
          if (!run->opens)
            run_forget (self, closer);
        }
      closer = after;
    }
  while (self->last > bottom)
    run_forget (self, self->last);
}

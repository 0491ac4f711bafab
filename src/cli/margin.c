/* The margin of a text: marks beside the lines that they cover, in lanes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/margin.h"

#include "cli/terminal.h"
#include "cli/wording.h"

#include <stdio.h>
#include <string.h>

#define GAP 1u        /* between lanes */
#define MORE_WIDTH 4u /* "+999" */
#define SHORTEST_LABEL 6u
#define NO_LANE G_MAXUINT

typedef struct
{
  gsize start_cp, end_cp;
  char *label;
  guint colour;
  gboolean tentative;
} Mark;

/* A mark, or several of one label that meet, on lines. */
typedef struct
{
  const char *label; /* of its first mark; where it is cut, the end of it */
  gboolean cut;
  guint colour, first, last;
  gboolean tentative;
  gboolean opens, closes; /* begins and ends here, and not in what is not shown */
  guint lane;
} Bracket;

struct _Margin
{
  gboolean draws;   /* brackets, not lists */
  GPtrArray *marks; /* Mark */
  GArray *brackets; /* Bracket, by first line */
  GArray *lanes;    /* guint: the width of each */
  GArray *open;     /* guint: the brackets on the line that is printed */
  guint next;       /* of the brackets: the first that no line has reached */
  guint line;       /* that is printed */
  guint width;
};

static void
mark_free (gpointer mark)
{
  g_free (((Mark *)mark)->label);
  g_free (mark);
}

Margin *
margin_new (gboolean brackets)
{
  Margin *margin = g_new0 (Margin, 1);
  margin->draws = brackets;
  margin->marks = g_ptr_array_new_with_free_func (mark_free);
  margin->brackets = g_array_new (FALSE, FALSE, sizeof (Bracket));
  margin->lanes = g_array_new (FALSE, TRUE, sizeof (guint));
  margin->open = g_array_new (FALSE, FALSE, sizeof (guint));
  return margin;
}

void
margin_free (Margin *margin)
{
  if (margin == NULL)
    return;
  g_ptr_array_unref (margin->marks);
  g_array_unref (margin->brackets);
  g_array_unref (margin->lanes);
  g_array_unref (margin->open);
  g_free (margin);
}

void
margin_mark (Margin *margin, gsize start_cp, gsize end_cp, const char *label, guint colour,
             gboolean tentative)
{
  Mark *mark = g_new0 (Mark, 1);
  *mark = (Mark){ start_cp, end_cp, wording_line (label), colour, tentative };
  g_ptr_array_add (margin->marks, mark);
}

/* ---- laying out */

/* By label, then by place: those that may be joined follow each other. */
static int
mark_compare (gconstpointer a, gconstpointer b)
{
  const Mark *one = *(Mark *const *)a, *other = *(Mark *const *)b;
  int labels = strcmp (one->label, other->label);
  if (labels != 0)
    return labels;
  return (one->start_cp > other->start_cp) - (one->start_cp < other->start_cp);
}

static int
bracket_compare (gconstpointer a, gconstpointer b)
{
  const Bracket *one = a, *other = b;
  if (one->first != other->first)
    return one->first < other->first ? -1 : 1;
  if (one->last != other->last)
    return one->last > other->last ? -1 : 1;
  return strcmp (one->label, other->label);
}

/* The first line that ends after a code point; `n` for none. */
static guint
line_ending_after (const MarginLine *lines, guint n, gsize cp)
{
  guint low = 0, high = n;
  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      if (lines[middle].end_cp <= cp)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* The first line that begins at a code point or after it. */
static guint
line_beginning_at (const MarginLine *lines, guint n, gsize cp)
{
  guint low = 0, high = n;
  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      if (lines[middle].start_cp < cp)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* Makes a bracket of a mark, or makes the last one longer. */
static void
margin_add_bracket (Margin *margin, const Mark *mark, guint first, guint last, gboolean opens,
                    gboolean closes)
{
  Bracket *before = margin->brackets->len > 0
                        ? &g_array_index (margin->brackets, Bracket, margin->brackets->len - 1)
                        : NULL;
  if (before != NULL && strcmp (before->label, mark->label) == 0 && first <= before->last)
    {
      before->last = MAX (before->last, last);
      before->opens &= opens;
      before->closes &= closes;
      before->tentative &= mark->tentative;
      return;
    }
  const Bracket bracket = { .label = mark->label,
                            .colour = mark->colour,
                            .first = first,
                            .last = last,
                            .tentative = mark->tentative,
                            .opens = opens,
                            .closes = closes,
                            .lane = NO_LANE };
  g_array_append_val (margin->brackets, bracket);
}

/* Cuts what leaves no room for others at its beginning: paths differ at the end. */
static void
bracket_cut (Bracket *bracket, guint room)
{
  guint width = wording_width (bracket->label), most = MAX (room / 2, SHORTEST_LABEL);
  bracket->cut = width > most;
  while (bracket->cut && *bracket->label != '\0' && wording_width (bracket->label) >= most)
    bracket->label = wording_next (bracket->label);
}

static guint
bracket_width (const Bracket *bracket)
{
  return 1u + bracket->cut + wording_width (bracket->label);
}

/* Gives each bracket the first lane that is free on its lines, while there is room. */
static void
margin_fill_lanes (Margin *margin, guint room)
{
  g_autoptr (GArray) ends = g_array_new (FALSE, TRUE, sizeof (guint)); /* 1 + last line of each */
  gboolean more = FALSE;
  guint used = 0;
  for (guint i = 0; i < margin->brackets->len; i++)
    {
      Bracket *bracket = &g_array_index (margin->brackets, Bracket, i);
      bracket_cut (bracket, room);
      guint lane = 0, wide = bracket_width (bracket);
      while (lane < ends->len && g_array_index (ends, guint, lane) > bracket->first)
        lane++;
      guint has = lane < ends->len ? g_array_index (margin->lanes, guint, lane) : 0;
      guint grown = lane < ends->len ? MAX (wide, has) - has : wide + GAP;
      if (used + grown > room)
        {
          more = TRUE;
          continue;
        }
      if (lane == ends->len)
        {
          g_array_set_size (ends, lane + 1);
          g_array_set_size (margin->lanes, lane + 1);
        }
      used += grown;
      bracket->lane = lane;
      g_array_index (ends, guint, lane) = bracket->last + 1;
      g_array_index (margin->lanes, guint, lane) = MAX (wide, has);
    }
  margin->width = used > 0 ? used - GAP : 0;
  if (more)
    margin->width += MORE_WIDTH + (used > 0 ? GAP : 0);
}

/* The widest list of labels that a line has. */
static void
margin_measure_lists (Margin *margin, guint room)
{
  g_autoptr (GArray) open = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < margin->brackets->len; i++)
    {
      const Bracket *bracket = &g_array_index (margin->brackets, Bracket, i);
      guint width = wording_width (bracket->label);
      for (guint j = 0; j < open->len; j++)
        {
          const Bracket *other
              = &g_array_index (margin->brackets, Bracket, g_array_index (open, guint, j));
          if (other->last < bracket->first)
            g_array_remove_index (open, j--);
          else
            width += GAP + wording_width (other->label);
        }
      g_array_append_val (open, i);
      margin->width = MAX (margin->width, MIN (width, room));
    }
}

void
margin_lay (Margin *margin, const MarginLine *lines, guint n, gsize shown_cp, gsize shown_end_cp,
            guint room)
{
  g_array_set_size (margin->brackets, 0);
  g_array_set_size (margin->lanes, 0);
  g_array_set_size (margin->open, 0);
  margin->next = margin->width = 0;
  g_ptr_array_sort (margin->marks, mark_compare);
  for (guint i = 0; i < margin->marks->len; i++)
    {
      const Mark *mark = margin->marks->pdata[i];
      guint first = line_ending_after (lines, n, mark->start_cp);
      guint after = line_beginning_at (lines, n, mark->end_cp);
      if (first < after)
        margin_add_bracket (margin, mark, first, after - 1, mark->start_cp >= shown_cp,
                            mark->end_cp <= shown_end_cp);
    }
  g_array_sort (margin->brackets, bracket_compare);
  if (margin->draws)
    margin_fill_lanes (margin, room > MORE_WIDTH + GAP ? room - MORE_WIDTH - GAP : 0);
  else
    margin_measure_lists (margin, room);
}

guint
margin_width (const Margin *margin)
{
  return margin->width;
}

/* ---- printing */

static void
print_spaces (guint n)
{
  printf ("%*s", (int)n, "");
}

/* Keeps the brackets that the line is in, and adds those that begin on it. */
static void
margin_advance (Margin *margin, guint line)
{
  for (guint i = 0; i < margin->open->len; i++)
    if (g_array_index (margin->brackets, Bracket, g_array_index (margin->open, guint, i)).last
        < line)
      g_array_remove_index (margin->open, i--);
  for (; margin->next < margin->brackets->len
         && g_array_index (margin->brackets, Bracket, margin->next).first <= line;
       margin->next++)
    g_array_append_val (margin->open, margin->next);
}

static const char *
bracket_sign (const Bracket *bracket, guint line)
{
  gboolean begins = bracket->opens && line == bracket->first;
  gboolean ends = bracket->closes && line == bracket->last;
  if (begins && ends)
    return "[";
  if (begins)
    return "┌";
  if (ends)
    return "└";
  return bracket->tentative ? "┊" : "│";
}

/* The bracket that is in a lane on this line; NULL for none. */
static const Bracket *
margin_in_lane (const Margin *margin, guint lane)
{
  for (guint i = 0; i < margin->open->len; i++)
    {
      const Bracket *bracket
          = &g_array_index (margin->brackets, Bracket, g_array_index (margin->open, guint, i));
      if (bracket->lane == lane)
        return bracket;
    }
  return NULL;
}

static guint
margin_print_lanes (const Margin *margin)
{
  guint printed = 0, due = 0, more = 0;
  for (guint lane = 0; lane < margin->lanes->len; lane++)
    {
      const Bracket *bracket = margin_in_lane (margin, lane);
      if (bracket != NULL)
        {
          gboolean named = margin->line == bracket->first;
          g_autofree char *text
              = g_strconcat (bracket_sign (bracket, margin->line), named && bracket->cut ? "…" : "",
                             named ? bracket->label : "", NULL);
          print_spaces (due - printed);
          terminal_print (STYLE_MARK + bracket->colour % TERMINAL_MARKS, text);
          printed = due + wording_width (text);
        }
      due += g_array_index (margin->lanes, guint, lane) + GAP;
    }
  for (guint i = 0; i < margin->open->len; i++)
    more += g_array_index (margin->brackets, Bracket, g_array_index (margin->open, guint, i)).lane
            == NO_LANE;
  if (more > 0)
    {
      g_autofree char *text = g_strdup_printf ("+%u", MIN (more, 999));
      print_spaces (due - printed);
      terminal_print (STYLE_FAINT, text);
      printed = due + wording_width (text);
    }
  return printed;
}

/* For the brackets that are open: their places among all, by label. */
static int
open_compare (gconstpointer a, gconstpointer b, gpointer brackets)
{
  return strcmp (g_array_index ((GArray *)brackets, Bracket, *(const guint *)a).label,
                 g_array_index ((GArray *)brackets, Bracket, *(const guint *)b).label);
}

static guint
margin_print_list (const Margin *margin)
{
  guint printed = 0;
  g_array_sort_with_data (margin->open, open_compare, margin->brackets);
  for (guint i = 0; i < margin->open->len; i++)
    {
      const Bracket *bracket
          = &g_array_index (margin->brackets, Bracket, g_array_index (margin->open, guint, i));
      print_spaces (i > 0 ? GAP : 0);
      terminal_print (STYLE_PLAIN, bracket->label);
      printed += (i > 0 ? GAP : 0) + wording_width (bracket->label);
    }
  return printed;
}

gboolean
margin_marks (Margin *margin, guint line)
{
  margin_advance (margin, line);
  margin->line = line;
  return margin->open->len > 0;
}

guint
margin_print (const Margin *margin)
{
  return margin->draws ? margin_print_lanes (margin) : margin_print_list (margin);
}

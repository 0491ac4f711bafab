/* What stands in the margin of a document, and what it means.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/show_marks.h"

#include "cli/terminal.h"
#include "cli/wording.h"

#include <stdio.h>
#include <string.h>

#define GAP 2u
#define NARROWEST 30u

/* ---- marks */

/* Themes of one section have one colour. */
static guint
coding_colour (const EspCoding *coding)
{
  guint64 section = g_ascii_strtoull (coding->theme_number, NULL, 10);
  g_autofree char *name = g_strndup (coding->theme_path, strcspn (coding->theme_path, "/"));
  return section > 0 ? (guint)((section - 1) % TERMINAL_MARKS) : g_str_hash (name) % TERMINAL_MARKS;
}

/* What nothing is left of after a correction has no place in the text. */
static void
coding_add (const ShowMarks *marks, Margin *margin, const EspCoding *coding)
{
  if (coding->carried == ESP_CARRIED_WITHOUT_WORDS)
    return;
  gboolean proposed = strcmp (coding->origin, "proposed") == 0;
  gboolean by_path = marks->paths || coding->theme_number[0] == '\0';
  g_autofree char *label = g_strconcat (by_path ? coding->theme_path : coding->theme_number,
                                        proposed ? "?" : "", NULL);
  margin_mark (margin, coding->start_cp, coding->end_cp, label, coding_colour (coding), proposed);
}

/* The end of a memo's span, which may be a place between two characters. */
static gsize
memo_end (const EspMemo *memo)
{
  return MAX (memo->end_cp, memo->start_cp + 1);
}

void
show_marks_add (const ShowMarks *marks, Margin *margin)
{
  guint n = 0;
  for (guint i = 0; i < marks->codings->len; i++)
    coding_add (marks, margin, marks->codings->pdata[i]);
  for (guint i = 0; i < marks->memos->len; i++)
    {
      const EspMemo *memo = marks->memos->pdata[i];
      if (!memo->has_span)
        continue;
      g_autofree char *label = g_strdup_printf ("*%u", ++n);
      margin_mark (margin, memo->start_cp, memo_end (memo), label, 0, FALSE);
    }
}

/* ---- what they mean */

/* Prints a mark and what it means, in lines that stand under each other. */
static void
explain (const char *mark, guint mark_width, const char *meaning, guint width)
{
  guint indent = mark_width + GAP;
  guint room = width == 0 ? 0 : MAX (NARROWEST, width > indent ? width - indent : 0);
  g_autoptr (GPtrArray) lines = wording_wrap (meaning, room);
  for (guint i = 0; i < lines->len; i++)
    {
      terminal_print (STYLE_FAINT, i == 0 ? mark : "");
      printf ("%*s", (int)(indent - (i == 0 ? wording_width (mark) : 0)), "");
      terminal_print (STYLE_PLAIN, lines->pdata[i]);
      putchar ('\n');
    }
}

static void
explain_themes (const ShowMarks *marks, gsize start_cp, gsize end_cp, guint width)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  guint wide = 0;
  for (guint i = 0; i < marks->codings->len && !marks->paths; i++)
    {
      const EspCoding *coding = marks->codings->pdata[i];
      if (coding->carried != ESP_CARRIED_WITHOUT_WORDS && coding->start_cp < end_cp
          && coding->end_cp > start_cp && g_hash_table_add (seen, coding->theme_path))
        wide = MAX (wide, wording_width (coding->theme_number));
    }
  if (wide == 0)
    return;
  putchar ('\n');
  for (guint i = 0; i < marks->themes->len; i++)
    {
      const EspTheme *theme = marks->themes->pdata[i];
      if (g_hash_table_contains (seen, theme->path))
        explain (theme->number, wide, theme->title, width);
    }
}

static void
explain_memo (const EspMemo *memo, guint n, guint wide, guint width)
{
  g_autofree char *mark = memo->has_span ? g_strdup_printf ("*%u", n) : g_strdup ("*");
  g_autofree char *words = wording_line (memo->text);
  g_autofree char *meaning = g_strdup_printf (
      "%s%s%s: %s", memo->kind, memo->author[0] != '\0' ? " by " : "", memo->author, words);
  explain (mark, wide, meaning, width);
}

static void
explain_memos (const ShowMarks *marks, gsize start_cp, gsize end_cp, guint width)
{
  guint n = 0, printed = 0;
  g_autofree char *longest = g_strdup_printf ("*%u", marks->memos->len);
  for (guint i = 0; i < marks->memos->len; i++)
    {
      const EspMemo *memo = marks->memos->pdata[i];
      n += memo->has_span;
      if (memo->has_span && (memo->start_cp >= end_cp || memo_end (memo) <= start_cp))
        continue;
      if (printed++ == 0)
        putchar ('\n');
      explain_memo (memo, n, wording_width (longest), width);
    }
}

void
show_marks_explain (const ShowMarks *marks, gsize start_cp, gsize end_cp, guint width)
{
  explain_themes (marks, start_cp, end_cp, width);
  explain_memos (marks, start_cp, end_cp, width);
}

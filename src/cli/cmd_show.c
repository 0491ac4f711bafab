/* espalier show: a document with its turns, and what is coded in the margin.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"
#include "cli/margin.h"
#include "cli/show_json.h"
#include "cli/show_lines.h"
#include "cli/show_marks.h"
#include "cli/show_versions.h"
#include "cli/terminal.h"
#include "cli/wording.h"

#include <stdio.h>
#include <string.h>

#define NARROWEST 30u   /* words are never wrapped to less */
#define GAP 2u          /* between columns */
#define NUMBER_WIDTH 4u /* at least */
#define TIME_WIDTH 8u   /* 00:14:03 */
#define MOST_WIDENED 3u /* times that the margin is made wider before it must do */
#define LIST_WIDTH 24u  /* of the margin where there is no terminal; longer lists push the words */

/* What is shown of a document, and how. */
typedef struct
{
  const EspTranscript *transcript;
  ShowMarks marks;
  gboolean lines, paragraphs, spans;
  guint64 turn, last_turn; /* 0 and G_MAXUINT64: all */
  guint first, end;        /* of the items: those from `first` to before `end` */
  guint width;             /* of the terminal; 0: none */
  /* Found out. */
  gboolean times;                      /* some turn has one */
  guint numbers, margin_width, indent; /* columns of a number, of the margin, before the words */
} Show;

/* ---- columns */

static guint
show_digits (guint64 number)
{
  guint digits = 1;
  for (; number >= 10; number /= 10)
    digits++;
  return MAX (digits, NUMBER_WIDTH);
}

static void
show_measure (Show *show)
{
  const GPtrArray *items = show->transcript->items;
  guint64 most = 0;
  for (guint i = 0; i < items->len; i++)
    {
      const EspItem *item = items->pdata[i];
      most = MAX (most, item->number);
      show->times |= item->time_ms >= 0 && i >= show->first && i < show->end;
    }
  if (show->lines)
    {
      ShowPlace place = show_place_new (show->transcript);
      show_place_go (&place, G_MAXSIZE);
      most = MAX (most, place.line);
    }
  show->numbers = show_digits (most);
}

static void
show_set_indent (Show *show)
{
  guint columns = 1u + show->lines + show->paragraphs;
  show->indent = columns * (show->numbers + GAP) + (show->times ? TIME_WIDTH + GAP : 0)
                 + (show->margin_width > 0 ? show->margin_width + GAP : 0);
}

static void
show_lay_margin (const Show *show, const ShowLines *lines, Margin *margin, guint room)
{
  const GPtrArray *items = show->transcript->items;
  g_autofree MarginLine *spans = g_new (MarginLine, lines->lines->len + 1);
  for (guint i = 0; i < lines->lines->len; i++)
    {
      const ShowLine *line = &g_array_index (lines->lines, ShowLine, i);
      spans[i] = (MarginLine){ line->start_cp, line->end_cp };
    }
  gsize from = show->first > 0 ? ((const EspItem *)items->pdata[show->first - 1])->end_cp : 0;
  gsize to
      = show->end < items->len ? ((const EspItem *)items->pdata[show->end])->start_cp : G_MAXSIZE;
  margin_lay (margin, spans, lines->lines->len, from, to, room);
}

/* The wider the margin, the less room have the words, and the more lines has the margin to do with:
 * until both agree. */
static void
show_lay (Show *show, ShowLines *lines, Margin *margin)
{
  guint room = show->width > 0 ? show->width / 3 : LIST_WIDTH;
  for (guint widened = 0;; widened++)
    {
      show_set_indent (show);
      guint words = show->width > show->indent + NARROWEST ? show->width - show->indent : NARROWEST;
      show_lines_wrap (lines, show->transcript, show->width > 0 ? words : 0);
      show_lay_margin (show, lines, margin, widened < MOST_WIDENED ? room : show->margin_width);
      if (margin_width (margin) <= show->margin_width)
        return;
      show->margin_width = margin_width (margin);
    }
}

/* ---- printing */

/* Spaces are due when something follows them: no line ends with any. */
static void
show_fill (guint *printed, guint column)
{
  if (*printed < column)
    printf ("%*s", (int)(column - *printed), "");
  *printed = MAX (*printed, column);
}

static void
show_fact (guint *printed, guint column, const char *text)
{
  if (text[0] == '\0')
    return;
  show_fill (printed, column);
  terminal_print (STYLE_FAINT, text);
  *printed += wording_width (text);
}

/* Prints a number so that it ends at the right of a column, which *column then is after. */
static void
show_number (const Show *show, guint *printed, guint *column, guint number)
{
  g_autofree char *text
      = number > 0 ? g_strdup_printf ("%*u", (int)show->numbers, number) : g_strdup ("");
  show_fact (printed, *column, text);
  *column += show->numbers + GAP;
}

static char *
show_time (gint64 time_ms)
{
  gint64 seconds = time_ms / 1000;
  return time_ms < 0 ? g_strdup ("")
                     : g_strdup_printf ("%02d:%02d:%02d", (int)(seconds / 3600),
                                        (int)(seconds / 60 % 60), (int)(seconds % 60));
}

/* The piece of a line that lies between two places of its item's text. */
static void
show_piece (const ShowLine *line, gsize from, gsize to, TerminalStyle style)
{
  const char *text = line->item->text;
  const char *start = MAX (line->start, text + from), *end = MIN (line->end, text + to);
  if (start >= end)
    return;
  g_autofree char *piece = g_strndup (start, (gsize)(end - start));
  terminal_print (style, piece);
}

static void
show_words (const ShowLine *line)
{
  const ShowItem *item = line->item;
  gboolean asks = item->item->part == ESP_PART_INTERVIEWER;
  TerminalStyle words = item->item->kind == ESP_ITEM_HEADING        ? STYLE_HEADING
                        : asks || item->item->kind == ESP_ITEM_NOTE ? STYLE_FAINT
                                                                    : STYLE_PLAIN;
  show_piece (line, 0, item->speaker, STYLE_FAINT);
  show_piece (line, item->speaker, item->words, asks ? STYLE_FAINT : STYLE_HEADING);
  show_piece (line, item->words, G_MAXINT32, words);
}

static void
show_line (const Show *show, const ShowLines *lines, Margin *margin, guint n)
{
  const ShowLine *line = &g_array_index (lines->lines, ShowLine, n);
  gboolean first = line->item->first_line == n;
  g_autofree char *time = show_time (first ? line->item->item->time_ms : -1);
  guint printed = 0, column = 0;
  if (show->lines)
    show_number (show, &printed, &column, line->number);
  if (show->paragraphs)
    show_number (show, &printed, &column, line->paragraph);
  show_number (show, &printed, &column, first ? line->item->item->number : 0);
  show_fact (&printed, column, time);
  if (margin_marks (margin, n))
    {
      show_fill (&printed, show->indent - show->margin_width - GAP);
      printed += margin_print (margin);
    }
  if (line->start < line->end)
    show_fill (&printed, MAX (show->indent, printed + GAP * (printed > show->indent)));
  show_words (line);
  putchar ('\n');
}

/* "B-SM-001: interview, micro, 2014-03-06, 66 minutes, face to face, health board offices, RW" */
static void
show_heading (const EspTranscript *transcript, guint width)
{
  const EspDocument *document = transcript->document;
  g_autofree char *number = wording_number (document->minutes);
  g_autofree char *minutes
      = document->minutes > 0 ? g_strconcat (number, " minutes", NULL) : g_strdup ("");
  const char *const facts[] = {
    document->kind,       document->level,   document->case_label,
    document->group_name, document->held_on, minutes,
    document->mode,       document->place,   document->interviewers,
  };
  g_autoptr (GString) line = g_string_new (document->name);
  const char *between = ": ";
  for (gsize i = 0; i < G_N_ELEMENTS (facts); i++)
    if (facts[i][0] != '\0' && strcmp (facts[i], document->name) != 0)
      {
        g_string_append_printf (line, "%s%s", between, facts[i]);
        between = ", ";
      }
  if (document->version > 1 || !transcript->in_force)
    g_string_append_printf (line, "%sversion %s of the text", between, transcript->said);
  if (!transcript->in_force)
    g_string_append_printf (line, ", not the one in force, which is version %s",
                            transcript->in_force_said);
  g_autoptr (GPtrArray) lines = wording_wrap (line->str, width);
  for (guint i = 0; i < lines->len; i++)
    {
      terminal_print (STYLE_HEADING, lines->pdata[i]);
      putchar ('\n');
    }
  putchar ('\n');
}

/* What stands in which column, where there are several of numbers. */
static void
show_column_heads (const Show *show)
{
  if (!show->lines && !show->paragraphs)
    return;
  const char *const heads[]
      = { show->lines ? "line" : NULL, show->paragraphs ? "par." : NULL, "turn" };
  g_autoptr (GString) text = g_string_new (NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (heads); i++)
    if (heads[i] != NULL)
      g_string_append_printf (text, "%s%*s", text->len > 0 ? "  " : "", (int)show->numbers,
                              heads[i]);
  terminal_print (STYLE_HEADING, text->str);
  putchar ('\n');
}

static void
show_text (Show *show)
{
  show->width = terminal_width ();
  g_autoptr (ShowLines) lines
      = show_lines_new (show->transcript, show->first, show->end, show->spans);
  g_autoptr (Margin) margin = margin_new (show->width > 0);
  show_marks_add (&show->marks, margin);
  show_measure (show);
  show_lay (show, lines, margin);
  TerminalPager *pager = terminal_page_begin ();
  show_heading (show->transcript, show->width);
  show_column_heads (show);
  for (guint i = 0; i < lines->lines->len; i++)
    show_line (show, lines, margin, i);
  const GArray *all = lines->lines;
  if (all->len > 0)
    show_marks_explain (&show->marks, g_array_index (all, ShowLine, 0).start_cp,
                        g_array_index (all, ShowLine, all->len - 1).end_cp, show->width);
  terminal_page_end (pager);
}

/* ---- what is asked for */

/* "14", "3-9" or "3..9". */
static gboolean
show_read_turns (const char *turns, Show *show, GError **error)
{
  if (turns == NULL)
    return TRUE;
  g_auto (GStrv) ends = g_strsplit (turns, strstr (turns, "..") != NULL ? ".." : "-", 2);
  const char *last = ends[0] != NULL && ends[1] != NULL ? ends[1] : ends[0];
  if (last == NULL || !g_ascii_string_to_unsigned (ends[0], 10, 1, G_MAXUINT32, &show->turn, NULL)
      || !g_ascii_string_to_unsigned (last, 10, show->turn, G_MAXUINT32, &show->last_turn, NULL))
    return call_wrong_usage (error, "'%s' names no turns; --turns wants one or a range, as in 3-9",
                             turns);
  return TRUE;
}

/* Finds the items of the turns asked for, with what stands between them. */
static gboolean
show_find (Show *show, int around, GError **error)
{
  const GPtrArray *items = show->transcript->items;
  guint last = 0;
  show->end = items->len;
  if (show->turn == 0)
    return TRUE;
  for (guint i = 0; i < items->len; i++)
    last = MAX (last, ((const EspItem *)items->pdata[i])->number);
  if (show->turn > last)
    {
      g_set_error (error, ESP_ERROR, ESP_ERROR_NOT_FOUND,
                   "there is no turn %" G_GUINT64_FORMAT " in '%s'; its last is %u", show->turn,
                   show->transcript->document->name, last);
      return FALSE;
    }
  guint64 from = show->turn > (guint64)around ? show->turn - (guint64)around : 1;
  guint64 to = show->last_turn + (guint64)around;
  show->end = 0;
  for (guint i = 0; i < items->len; i++)
    {
      guint64 number = ((const EspItem *)items->pdata[i])->number;
      if (number == from)
        show->first = i;
      if (number >= from && number <= to)
        show->end = i + 1;
    }
  return TRUE;
}

/* What may stand in the margin. */
typedef struct
{
  GPtrArray *codings, *themes, *memos;
} Notes;

static void
notes_clear (Notes *notes)
{
  g_clear_pointer (&notes->codings, g_ptr_array_unref);
  g_clear_pointer (&notes->themes, g_ptr_array_unref);
  g_clear_pointer (&notes->memos, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Notes, notes_clear)

/* The document's codings, proposals too, and memos; none at a theme when the study has no analysis
 * yet, and none where another text is shown than the one on which they stand. */
static gboolean
notes_load (Notes *notes, Call *call, const EspTranscript *transcript, gboolean wanted,
            const char *theme, const char *coder, GError **error)
{
  const char *document = transcript->document->name;
  const EspCodingFilter filter = { .analysis = call->analysis,
                                   .document = document,
                                   .theme = theme,
                                   .coder = coder,
                                   .origin = "any" };
  const EspMemoFilter memos = { .document = document, .author = coder };
  g_autoptr (GPtrArray) analyses = esp_analyses (call->study, error);
  if (analyses == NULL)
    return FALSE;
  const gboolean some = wanted && analyses->len > 0;
  notes->codings = some ? esp_codings (call->study, &filter, error) : g_ptr_array_new ();
  if (notes->codings != NULL)
    notes->themes = some ? esp_framework (call->study, call->analysis, error) : g_ptr_array_new ();
  if (notes->themes != NULL)
    notes->memos
        = wanted && theme == NULL ? esp_memos (call->study, &memos, error) : g_ptr_array_new ();
  return notes->memos != NULL;
}

static gboolean
run (Call *call, GError **error)
{
  g_autofree char *turns = NULL, *theme = NULL, *coder = NULL, *version = NULL, *changes = NULL;
  gboolean versions = FALSE;
  int around = 0;
  Show show = { .last_turn = G_MAXUINT64 };
  const GOptionEntry options[] = {
    { "turns", 0, 0, G_OPTION_ARG_FILENAME, &turns, "Only these", "N or N-M" },
    { "around", 0, 0, G_OPTION_ARG_INT, &around, "And so many before and after them", "N" },
    { "theme", 0, 0, G_OPTION_ARG_FILENAME, &theme,
      "In the margin only this theme and those below it", "THEME" },
    { "coder", 0, 0, G_OPTION_ARG_FILENAME, &coder, "In the margin only what this person coded",
      "NAME" },
    { "paths", 0, 0, G_OPTION_ARG_NONE, &show.marks.paths,
      "The paths of themes in the margin, not their numbers", NULL },
    { "lines", 0, 0, G_OPTION_ARG_NONE, &show.lines, "Number the lines of the text", NULL },
    { "paragraphs", 0, 0, G_OPTION_ARG_NONE, &show.paragraphs, "Number the paragraphs of the text",
      NULL },
    { "spans", 0, 0, G_OPTION_ARG_NONE, &show.spans,
      "Show where each turn begins and ends, in characters", NULL },
    { "versions", 0, 0, G_OPTION_ARG_NONE, &versions,
      "List the texts that it has had: who corrected it, when and why", NULL },
    { "version", 0, 0, G_OPTION_ARG_FILENAME, &version,
      "An earlier text, without a margin: a number or an id of --versions", "N" },
    { "changes", 0, 0, G_OPTION_ARG_FILENAME, &changes,
      "What was changed to make a version, or from one version to another", "N or N-M" },
    G_OPTION_ENTRY_NULL,
  };
  if (!call_begin (call, options, 1, 1, error) || !show_read_turns (turns, &show, error))
    return FALSE;
  if (around < 0 || (around > 0 && turns == NULL))
    return call_wrong_usage (error, "--around is a number of turns around those of --turns");
  if (versions + (version != NULL) + (changes != NULL) > 1)
    return call_wrong_usage (error, "--versions, --version and --changes are shown one at a time");
  if (versions)
    return show_versions (call, call->arguments[0], error);
  if (changes != NULL)
    return show_changes (call, call->arguments[0], changes, error);
  g_autoptr (EspTranscript) transcript
      = esp_transcript_of (call->study, call->arguments[0], version, error);
  g_auto (Notes) notes = { 0 };
  if (transcript == NULL
      || !notes_load (&notes, call, transcript, version == NULL, theme, coder, error))
    return FALSE;
  show.transcript = transcript;
  show.marks.codings = notes.codings;
  show.marks.themes = notes.themes;
  show.marks.memos = notes.memos;
  if (!show_find (&show, around, error))
    return FALSE;
  if (call->json)
    call_json (call, show_json (transcript, notes.codings, show.first, show.end));
  else
    show_text (&show);
  return TRUE;
}

const Command command_show = {
  .name = "show",
  .stage = "corpus",
  .about = "read a document, with turn numbers and what is coded in the margin",
  .usage = "DOCUMENT or CASE",
  .example = "espalier show B-SM-001 --turns 1-4",
  .needs = STUDY_READ,
  .run = run,
};

/* The history as a web page, for an audit trail: who did how much at which stage, which copies were
 * joined, which conflicts there were, and every change, day by day. It says what the lines of the
 * history say and no more: no summary, no quote.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"
#include "exchange/page.h"
#include "exchange/words.h"

#include <string.h>

/* Days that stand open when the page is opened: as many as hold about so many changes. */
#define OPEN_CHANGES 200

typedef struct
{
  char *title; /* of the study */
  const EspLogFilter *filter;
  GPtrArray *changes; /* EspChange, by their time, the newest first */
  GPtrArray *merges, *settled, *open;
  GHashTable *shown; /* ids of the changes on the page */
  EspSeal *seal;     /* NULL: the history does not hold, and why_not says how */
  char *why_not;
  Markup *markup;
} Report;

static void
report_clear (Report *report)
{
  g_free (report->title);
  g_clear_pointer (&report->changes, g_ptr_array_unref);
  g_clear_pointer (&report->merges, g_ptr_array_unref);
  g_clear_pointer (&report->settled, g_ptr_array_unref);
  g_clear_pointer (&report->open, g_ptr_array_unref);
  g_clear_pointer (&report->shown, g_hash_table_unref);
  esp_seal_free (report->seal);
  g_free (report->why_not);
  markup_free (report->markup);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Report, report_clear)

/* ---- gathering */

static gint
compare_times (gconstpointer a, gconstpointer b)
{
  const EspChange *const *one = a, *const *other = b;
  return strcmp ((*other)->made_at, (*one)->made_at);
}

/* A history that does not hold is for the report to say, not a reason to write none. */
static gboolean
gather_seal (Report *report, EspStudy *study, GError **error)
{
  g_autoptr (GError) wrong = NULL;
  report->seal = esp_log_verify (study, &wrong);
  if (report->seal != NULL)
    return TRUE;
  if (!g_error_matches (wrong, ESP_ERROR, ESP_ERROR_DAMAGED))
    {
      g_propagate_error (error, g_steal_pointer (&wrong));
      return FALSE;
    }
  report->why_not = g_strdup (wrong->message);
  return TRUE;
}

static gboolean
gather (Report *report, EspStudy *study, GError **error)
{
  if ((report->title = esp_study_title (study, error)) == NULL
      || (report->changes = esp_log (study, report->filter, error)) == NULL
      || (report->merges = esp_merges (study, error)) == NULL
      || (report->settled = esp_settled (study, error)) == NULL
      || (report->open = esp_conflicts (study, error)) == NULL
      || !gather_seal (report, study, error))
    return FALSE;
  /* People look for a day. The order in which copies were joined is another. */
  g_ptr_array_sort (report->changes, compare_times);
  report->shown = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < report->changes->len; i++)
    g_hash_table_add (report->shown, ((const EspChange *)report->changes->pdata[i])->id);
  return TRUE;
}

/* ---- tables */

static void
table_begin (Markup *markup, const char *caption, const char *const *headings, gsize n)
{
  page_open (markup, "div", "scroll");
  markup_attr (markup, "role", "region");
  markup_attr (markup, "aria-label", caption);
  markup_attr (markup, "tabindex", "0");
  page_open (markup, "table", "history");
  markup_open (markup, "thead");
  markup_open (markup, "tr");
  for (gsize i = 0; i < n; i++)
    {
      markup_open (markup, "th");
      markup_attr (markup, "scope", "col");
      markup_text (markup, headings[i]);
      markup_close (markup);
    }
  markup_close (markup);
  markup_close (markup);
  markup_open (markup, "tbody");
}

static void
table_end (Markup *markup)
{
  markup_close (markup);
  markup_close (markup);
  markup_close (markup);
}

/* Words of people: their direction is their own. */
static void
cell_words (Markup *markup, const char *words)
{
  markup_open (markup, "td");
  markup_attr (markup, "dir", "auto");
  if (*words != '\0')
    markup_text (markup, words);
  markup_close (markup);
}

static void
cell_number (Markup *markup, guint64 number)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GUINT64_FORMAT, number);
  page_leaf (markup, "td", "number", number > 0 ? digits : "");
}

static void
row_heading (Markup *markup, const char *words)
{
  markup_open (markup, "th");
  markup_attr (markup, "scope", "row");
  markup_attr (markup, "dir", "auto");
  markup_text (markup, words);
  markup_close (markup);
}

/* A moment in full: "22 November 2026, 10:20 CET", and in UTC where that is another. */
static void
cell_time (Markup *markup, const char *time)
{
  g_autofree char *local = words_local_time (time), *utc = words_time (time);
  markup_open (markup, "td");
  markup_open (markup, "time");
  markup_attr (markup, "datetime", time);
  markup_text (markup, local);
  markup_close (markup);
  if (strcmp (local, utc) != 0)
    page_leaf (markup, "p", "about", utc);
  markup_close (markup);
}

static void
section_begin (Markup *markup, const char *id, const char *heading)
{
  page_open (markup, "section", "themes");
  markup_attr (markup, "id", id);
  markup_leaf (markup, "h2", heading);
}

/* ---- the head of the page */

static void
append_condition (GString *words, const char *what, const char *value)
{
  if (value != NULL && *value != '\0')
    g_string_append_printf (words, "%s%s %s", words->len > 0 ? ", " : "", what, value);
}

/* What was chosen; '' for everything. */
static char *
filter_words (const EspLogFilter *filter)
{
  g_autoptr (GString) words = g_string_new (NULL);
  if (filter == NULL)
    return g_strdup ("");
  g_autofree char *commands
      = filter->commands != NULL ? g_strjoinv (" or ", (char **)filter->commands) : NULL;
  append_condition (words, "by", filter->coder);
  append_condition (words, "of the kind", commands);
  append_condition (words, "on the case", filter->case_label);
  append_condition (words, "in the analysis", filter->analysis);
  append_condition (words, "on the theme", filter->theme);
  append_condition (words, "since", filter->since);
  append_condition (words, "until", filter->until);
  if (filter->limit > 0)
    g_string_append_printf (words, "%sthe newest %u", words->len > 0 ? ", " : "", filter->limit);
  return words->len > 0 ? g_strdup_printf ("only changes %s", words->str) : g_strdup ("");
}

static const char *
change_time (const Report *report, guint i)
{
  return ((const EspChange *)report->changes->pdata[i])->made_at;
}

static void
report_seal (const Report *report)
{
  if (report->seal == NULL)
    {
      g_autofree char *attention
          = g_strdup_printf ("Attention: %s. 'espalier check' tells more.", report->why_not);
      page_leaf (report->markup, "p", "problem", attention);
      return;
    }
  g_autofree char *changes = words_count (report->seal->changes, "change", "changes");
  g_autofree char *proven = g_strdup_printf (
      "The history of the study holds %s, and every line is as it was written, after those it "
      "follows. Two copies of the study with this seal have the same history:",
      changes);
  page_leaf (report->markup, "p", "how", proven);
  markup_open (report->markup, "p");
  page_leaf (report->markup, "code", "seal", report->seal->seal);
  markup_close (report->markup);
}

static guint
count_coders (const Report *report)
{
  g_autoptr (GHashTable) coders = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < report->changes->len; i++)
    g_hash_table_add (coders, ((const EspChange *)report->changes->pdata[i])->coder);
  return g_hash_table_size (coders);
}

static void
report_head (const Report *report)
{
  Markup *markup = report->markup;
  const guint n = report->changes->len;
  const PageFrame frame = { report->title, "History of the study", "history" };
  g_autofree char *shown = filter_words (report->filter);
  g_autofree char *changes = words_count (n, "change", "changes");
  g_autofree char *people = words_count (count_coders (report), "person", "people");
  g_autofree char *extent = g_strdup_printf ("%s by %s", changes, people);
  page_begin (markup, &frame);
  page_facts_begin (markup);
  page_fact (markup, "On this page", extent);
  page_fact (markup, "Chosen", shown);
  if (n > 0)
    {
      page_fact_time (markup, "From", change_time (report, n - 1));
      page_fact_time (markup, "To", change_time (report, 0));
    }
  page_facts_end (markup);
  report_seal (report);
}

static void
report_contents (const Report *report)
{
  static const char *const parts[][2] = { { "#people", "Who did what" },
                                          { "#merges", "Copies merged" },
                                          { "#conflicts", "Conflicts" },
                                          { "#changes", "Every change" } };
  Markup *markup = report->markup;
  markup_open (markup, "nav");
  markup_attr (markup, "aria-label", "Parts of this page");
  markup_open (markup, "ul");
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      markup_open (markup, "li");
      markup_open (markup, "a");
      markup_attr (markup, "href", parts[i][0]);
      markup_text (markup, parts[i][1]);
      markup_close (markup);
      markup_close (markup);
    }
  markup_close (markup);
  markup_close (markup);
}

/* ---- people by stage */

typedef enum
{
  STAGE_STUDY,
  STAGE_CORPUS,
  STAGE_FRAMEWORK,
  STAGE_INDEXING,
  STAGE_CHART,
  STAGE_COPIES,
  STAGE_UNDO,
  STAGE_OTHER,
  N_STAGES,
} Stage;

static const char *const stage_names[N_STAGES]
    = { "Study",    "Material",          "Framework", "Indexing",
        "Charting", "Copies, conflicts", "Undo",      "Other" };

/* The stage of the method that a command belongs to: by its first word. */
static Stage
stage_of (const char *command)
{
  static const struct
  {
    const char *word;
    Stage stage;
  } stages[] = {
    { "new", STAGE_STUDY },        { "analyses", STAGE_STUDY },      { "import", STAGE_CORPUS },
    { "documents", STAGE_CORPUS }, { "cases", STAGE_CORPUS },        { "attributes", STAGE_CORPUS },
    { "groups", STAGE_CORPUS },    { "framework", STAGE_FRAMEWORK }, { "code", STAGE_INDEXING },
    { "uncode", STAGE_INDEXING },  { "autocode", STAGE_INDEXING },   { "codings", STAGE_INDEXING },
    { "chart", STAGE_CHART },      { "clone", STAGE_COPIES },        { "resolve", STAGE_COPIES },
    { "undo", STAGE_UNDO },        { "memos", STAGE_INDEXING },      { "search", STAGE_INDEXING },
    { "sessions", STAGE_CORPUS },  { "revise", STAGE_CORPUS },       { "carried", STAGE_CORPUS },
  };
  const gsize size = strcspn (command, " ");
  for (gsize i = 0; i < G_N_ELEMENTS (stages); i++)
    if (strlen (stages[i].word) == size && strncmp (stages[i].word, command, size) == 0)
      return stages[i].stage;
  return STAGE_OTHER;
}

typedef struct
{
  const char *name;
  guint at[N_STAGES], all, undone;
} Person;

static gint
compare_people (gconstpointer a, gconstpointer b)
{
  return strcmp (((const Person *)a)->name, ((const Person *)b)->name);
}

static void
count_change (Person *person, const EspChange *change)
{
  person->at[stage_of (change->command)]++;
  person->all++;
  person->undone += *change->undone_by != '\0';
}

/* Person, by name; the last one counts everything. */
static GArray *
count_people (const Report *report)
{
  g_autoptr (GHashTable) places = g_hash_table_new (g_str_hash, g_str_equal);
  GArray *people = g_array_new (FALSE, TRUE, sizeof (Person));
  Person all = { .name = "Everyone" };
  for (guint i = 0; i < report->changes->len; i++)
    {
      const EspChange *change = report->changes->pdata[i];
      guint place = GPOINTER_TO_UINT (g_hash_table_lookup (places, change->coder));
      if (place == 0)
        {
          const Person person = { .name = change->coder };
          g_array_append_val (people, person);
          place = people->len;
          g_hash_table_insert (places, change->coder, GUINT_TO_POINTER (place));
        }
      count_change (&g_array_index (people, Person, place - 1), change);
      count_change (&all, change);
    }
  g_array_sort (people, compare_people);
  g_array_append_val (people, all);
  return people;
}

static void
report_person (Markup *markup, const Person *person, const Person *all)
{
  markup_open (markup, "tr");
  row_heading (markup, person->name);
  for (guint stage = 0; stage < N_STAGES; stage++)
    if (all->at[stage] > 0)
      cell_number (markup, person->at[stage]);
  cell_number (markup, person->all);
  cell_number (markup, person->undone);
  markup_close (markup);
}

static void
report_people (const Report *report)
{
  Markup *markup = report->markup;
  g_autoptr (GArray) people = count_people (report);
  const Person *all = &g_array_index (people, Person, people->len - 1);
  const char *headings[N_STAGES + 3] = { "Person" };
  gsize n = 1;
  for (guint stage = 0; stage < N_STAGES; stage++)
    if (all->at[stage] > 0)
      headings[n++] = stage_names[stage];
  headings[n++] = "All changes";
  headings[n++] = "Of these undone";
  section_begin (markup, "people", "Who did what");
  page_leaf (markup, "p", "about",
             "Changes: what one command did at one time, such as one coding, one summary, or an "
             "import of many files.");
  table_begin (markup, "Changes by person and stage", headings, n);
  for (guint i = 0; i < people->len; i++)
    report_person (markup, &g_array_index (people, Person, i), all);
  table_end (markup);
  markup_close (markup);
}

/* ---- copies and conflicts */

static void
report_merges (const Report *report)
{
  static const char *const headings[] = { "When", "Merged by", "Copy", "Changes", "What came" };
  Markup *markup = report->markup;
  section_begin (markup, "merges", "Copies merged");
  if (report->merges->len == 0)
    page_leaf (markup, "p", "state", "No copy was merged into this file.");
  else
    {
      page_leaf (markup, "p", "about", "Into this file; another copy has a list of its own.");
      table_begin (markup, "Copies merged", headings, G_N_ELEMENTS (headings));
      for (guint i = 0; i < report->merges->len; i++)
        {
          const EspMergeLine *line = report->merges->pdata[i];
          markup_open (markup, "tr");
          cell_time (markup, line->merged_at);
          cell_words (markup, line->coder);
          cell_words (markup, line->copy);
          cell_number (markup, line->changes);
          cell_words (markup, line->about);
          markup_close (markup);
        }
      table_end (markup);
    }
  markup_close (markup);
}

/* Who wrote a side and when; never what, as that may be words of participants. */
static void
report_side (Markup *markup, const EspConflictSide *side)
{
  g_autofree char *when = words_local_time (side->made_at);
  g_autofree char *line = g_strdup_printf ("%s, %s, '%s'%s", side->coder, when, side->command,
                                           side->holds ? " (stands now)" : "");
  markup_open (markup, "li");
  markup_attr (markup, "dir", "auto");
  markup_text (markup, line);
  markup_close (markup);
}

static void
report_open (const Report *report)
{
  static const char *const headings[] = { "About", "What happened", "By whom" };
  static const char *const kinds[][2] = { { "value", "given two values" },
                                          { "versions", "worded twice" },
                                          { "twins", "made twice" },
                                          { "removed", "removed by one, built on by another" } };
  Markup *markup = report->markup;
  table_begin (markup, "Open conflicts", headings, G_N_ELEMENTS (headings));
  for (guint i = 0; i < report->open->len; i++)
    {
      const EspConflict *conflict = report->open->pdata[i];
      const char *what = conflict->kind;
      for (gsize kind = 0; kind < G_N_ELEMENTS (kinds); kind++)
        if (strcmp (kinds[kind][0], conflict->kind) == 0)
          what = kinds[kind][1];
      markup_open (markup, "tr");
      row_heading (markup, conflict->subject);
      cell_words (markup, what);
      markup_open (markup, "td");
      markup_open (markup, "ul");
      for (guint side = 0; side < conflict->sides->len; side++)
        report_side (markup, conflict->sides->pdata[side]);
      markup_close (markup);
      markup_close (markup);
      markup_close (markup);
    }
  table_end (markup);
}

static void
report_settled (const Report *report)
{
  static const char *const headings[] = { "About", "Kept", "Settled by", "When" };
  Markup *markup = report->markup;
  table_begin (markup, "Settled conflicts", headings, G_N_ELEMENTS (headings));
  for (guint i = 0; i < report->settled->len; i++)
    {
      const EspSettled *one = report->settled->pdata[i];
      markup_open (markup, "tr");
      row_heading (markup, one->subject);
      cell_words (markup, one->kept);
      cell_words (markup, one->coder);
      cell_time (markup, one->made_at);
      markup_close (markup);
    }
  table_end (markup);
}

static void
report_conflicts (const Report *report)
{
  Markup *markup = report->markup;
  section_begin (markup, "conflicts", "Conflicts");
  page_leaf (markup, "p", "about",
             "What people did in different copies without having seen each other's work.");
  if (report->open->len + report->settled->len == 0)
    page_leaf (markup, "p", "state", "There were none.");
  if (report->open->len > 0)
    {
      g_autofree char *heading = g_strdup_printf ("Open: %u", report->open->len);
      markup_leaf (markup, "h3", heading);
      report_open (report);
    }
  if (report->settled->len > 0)
    {
      g_autofree char *heading = g_strdup_printf ("Settled: %u", report->settled->len);
      markup_leaf (markup, "h3", heading);
      report_settled (report);
    }
  markup_close (markup);
}

/* ---- every change */

static void
change_link (const Report *report, const char *words, const char *id)
{
  g_autofree char *brief = g_strndup (id, 8), *target = g_strdup_printf ("#c-%s", id);
  const gboolean is_here = g_hash_table_contains (report->shown, id);
  markup_open (report->markup, "p");
  markup_text (report->markup, words);
  if (is_here)
    {
      markup_open (report->markup, "a");
      markup_attr (report->markup, "href", target);
    }
  markup_text (report->markup, brief);
  if (is_here)
    markup_close (report->markup);
  markup_close (report->markup);
}

/* The time of the day: "10:20 CET", and in UTC where that is another. */
static void
change_clock (Markup *markup, const char *time)
{
  g_autofree char *local = words_clock (time, TRUE), *utc = words_clock (time, FALSE);
  markup_open (markup, "td");
  markup_open (markup, "time");
  markup_attr (markup, "datetime", time);
  markup_text (markup, local);
  markup_close (markup);
  if (strcmp (local, utc) != 0)
    page_leaf (markup, "p", "about", utc);
  markup_close (markup);
}

static void
report_change (const Report *report, const EspChange *change)
{
  Markup *markup = report->markup;
  g_autofree char *brief = g_strndup (change->id, 8), *id = g_strdup_printf ("c-%s", change->id);
  markup_open (markup, "tr");
  markup_attr (markup, "id", id);
  change_clock (markup, change->made_at);
  cell_words (markup, change->coder);
  page_leaf (markup, "td", "command", change->command);
  markup_open (markup, "td");
  markup_attr (markup, "dir", "auto");
  markup_leaf (markup, "p", change->about);
  for (guint i = 0; i < change->undoes->len; i++)
    change_link (report, "takes back ", change->undoes->pdata[i]);
  if (*change->undone_by != '\0')
    change_link (report, "undone by ", change->undone_by);
  markup_close (markup);
  cell_words (markup, change->reason);
  cell_number (markup, change->rows);
  page_leaf (markup, "td", "command", brief);
  markup_close (markup);
}

/* The names of those who changed something from `from` to before `to`. */
static char *
day_people (const Report *report, guint from, guint to)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  for (guint i = from; i < to; i++)
    {
      char *coder = ((const EspChange *)report->changes->pdata[i])->coder;
      if (!g_ptr_array_find_with_equal_func (names, coder, g_str_equal, NULL))
        g_ptr_array_add (names, coder);
    }
  g_ptr_array_add (names, NULL);
  return g_strjoinv (", ", (char **)names->pdata);
}

static void
report_day (const Report *report, const char *day, guint from, guint to)
{
  static const char *const headings[]
      = { "Time", "Who", "Command", "What", "Why", "Rows", "Change" };
  Markup *markup = report->markup;
  g_autofree char *changes = words_count (to - from, "change", "changes");
  g_autofree char *people = day_people (report, from, to);
  g_autofree char *extent = g_strdup_printf (" %s by %s", changes, people);
  page_open (markup, "details", "day");
  if (from < OPEN_CHANGES)
    markup_attr (markup, "open", "");
  markup_open (markup, "summary");
  markup_leaf (markup, "h3", day);
  page_leaf (markup, "span", "about", extent);
  markup_close (markup);
  table_begin (markup, day, headings, G_N_ELEMENTS (headings));
  for (guint i = from; i < to; i++)
    report_change (report, report->changes->pdata[i]);
  table_end (markup);
  markup_close (markup);
}

static void
report_changes (const Report *report)
{
  const guint n = report->changes->len;
  section_begin (report->markup, "changes", "Every change");
  page_leaf (report->markup, "p", "about",
             "The newest first. 'Rows' counts what was added or altered; a change is called by the "
             "first eight characters of its identifier.");
  if (n == 0)
    page_leaf (report->markup, "p", "state", "No change.");
  for (guint from = 0, to; from < n; from = to)
    {
      g_autofree char *day = words_day (change_time (report, from));
      for (to = from + 1; to < n; to++)
        {
          g_autofree char *next = words_day (change_time (report, to));
          if (strcmp (day, next) != 0)
            break;
        }
      report_day (report, day, from, to);
    }
  markup_close (report->markup);
}

/* ---- the whole */

gboolean
esp_log_report_write (EspStudy *study, const EspLogFilter *filter, const char *to, GError **error)
{
  if (strcmp (to, "-") != 0 && !g_str_has_suffix (to, ".html"))
    return fail (error, ESP_ERROR_USAGE,
                 "the history is written as a web page: end the name '%s' with .html", to);
  g_auto (Report) report = { .filter = filter };
  if (!gather (&report, study, error))
    return FALSE;
  Output *output
      = output_open (to, "history", "<meta name=\"generator\" content=\"Espalier history ", error);
  if (output == NULL)
    return FALSE;
  report.markup = markup_new (output, TRUE);
  report_head (&report);
  report_contents (&report);
  page_main (report.markup);
  report_people (&report);
  report_merges (&report);
  report_conflicts (&report);
  report_changes (&report);
  page_end_plain (
      report.markup,
      "It names people and cases, and says what was done: keep it as the study is kept.");
  return output_close (output, error);
}

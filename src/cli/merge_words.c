/* What a merge brought, in the researcher's words.
 *
 * A copy brings rows of many kinds. Those that people work on are named first; then what comes with
 * them (the speakers of a document, the attributes that follow from a label).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/merge_words.h"

#include "cli/wording.h"

#include <string.h>

typedef enum
{
  RANK_WORK,    /* named */
  RANK_DETAIL,  /* named after these */
  RANK_SETTLED, /* a conflict settled: a thing done rather than a thing added */
  RANK_CARRIER, /* comes with every change, and is no content: never told */
} Rank;

typedef struct
{
  const char *element; /* as in the archive */
  Rank rank;
  const char *one, *several;
} Noun;

static const Noun nouns[] = {
  { "study", RANK_WORK, "title or note of the study", "titles or notes of the study" },
  { "coder", RANK_CARRIER, "person", "persons" },
  { "analysis", RANK_WORK, "analysis", "analyses" },
  { "attribute", RANK_WORK, "attribute", "attributes" },
  { "attribute-value", RANK_DETAIL, "value of an attribute", "values of attributes" },
  { "label-scheme", RANK_WORK, "label scheme", "label schemes" },
  { "label-example", RANK_DETAIL, "example of a label", "examples of labels" },
  { "label-part", RANK_DETAIL, "part of a label", "parts of labels" },
  { "label-value", RANK_DETAIL, "code in a label", "codes in labels" },
  { "label-derived", RANK_DETAIL, "attribute that follows from a label",
    "attributes that follow from labels" },
  { "speaker-name", RANK_DETAIL, "name of a speaker", "names of speakers" },
  { "case", RANK_WORK, "case", "cases" },
  { "case-attribute", RANK_DETAIL, "attribute of a case", "attributes of cases" },
  { "group-kind", RANK_DETAIL, "kind of group", "kinds of groups" },
  { "group", RANK_WORK, "group", "groups" },
  { "group-member", RANK_DETAIL, "member of a group", "members of groups" },
  { "group-rule", RANK_DETAIL, "rule for groups", "rules for groups" },
  { "group-rule-member", RANK_DETAIL, "part of a rule for groups", "parts of rules for groups" },
  { "schedule", RANK_WORK, "interview schedule", "interview schedules" },
  { "question", RANK_WORK, "question", "questions" },
  { "question-theme", RANK_DETAIL, "theme that a question asks about",
    "themes that questions ask about" },
  { "document-rule", RANK_DETAIL, "rule for documents", "rules for documents" },
  { "sheet-column", RANK_DETAIL, "column of a sheet", "columns of sheets" },
  { "not-speech", RANK_DETAIL, "pattern of lines that nobody says",
    "patterns of lines that nobody says" },
  { "document", RANK_WORK, "document", "documents" },
  { "document-version", RANK_DETAIL, "text of a document", "texts of documents" },
  { "speaker", RANK_DETAIL, "speaker in a document", "speakers in documents" },
  { "session", RANK_DETAIL, "session", "sessions" },
  { "framework-revision", RANK_DETAIL, "state of the framework", "states of the framework" },
  { "theme", RANK_WORK, "theme", "themes" },
  { "theme-text", RANK_WORK, "wording of a theme", "wordings of themes" },
  { "coding", RANK_WORK, "coding", "codings" },
  { "summary", RANK_WORK, "summary", "summaries" },
  { "evidence", RANK_WORK, "piece of evidence", "pieces of evidence" },
  { "summary-check", RANK_WORK, "check of a summary", "checks of summaries" },
  { "memo", RANK_WORK, "memo", "memos" },
  { "carried-review", RANK_WORK, "look at what was carried over",
    "looks at what was carried over" },
  { "resolution", RANK_SETTLED, "conflict", "conflicts" },
};

/* What a newer kind of row is called here: a detail. */
static const Noun other = { "", RANK_DETAIL, "other row", "other rows" };

static const Noun *
noun_of (const EspCount *count)
{
  for (gsize i = 0; i < G_N_ELEMENTS (nouns); i++)
    if (strcmp (nouns[i].element, count->what) == 0)
      return &nouns[i];
  return &other;
}

/* Appends the counts of one rank, or only adds them up where `words` is NULL; gives their sum. */
static guint
append_rank (GString *words, const GArray *counts, Rank rank)
{
  guint sum = 0;
  for (guint i = 0; i < counts->len; i++)
    {
      const EspCount *count = &g_array_index (counts, EspCount, i);
      const Noun *noun = noun_of (count);
      if (noun->rank != rank || count->n == 0)
        continue;
      sum += count->n;
      if (words != NULL)
        g_string_append_printf (words, "%s%u %s", words->len > 0 ? ", " : "", count->n,
                                count->n == 1 ? noun->one : noun->several);
    }
  return sum;
}

/* "214 codings, 3 themes, 14 speakers in documents"; '' when there is nothing to tell. */
static char *
list_counts (const GArray *counts)
{
  GString *words = g_string_new (NULL);
  append_rank (words, counts, RANK_WORK);
  append_rank (words, counts, RANK_DETAIL);
  return g_string_free (words, FALSE);
}

/* Appends what was done to so much: "31 summaries added", "would add 31 summaries". */
static void
append_deed (GString *line, gboolean would, const char *would_do, const char *done,
             const char *what)
{
  if (*what == '\0')
    return;
  const char *between = line->len > 0 ? "; " : "";
  if (would)
    g_string_append_printf (line, "%s%s %s", between, would_do, what);
  else
    g_string_append_printf (line, "%s%s %s", between, what, done);
}

static void
append_counts (GString *line, gboolean would, const char *would_do, const char *done,
               const GArray *counts)
{
  g_autofree char *what = list_counts (counts);
  append_deed (line, would, would_do, done, what);
}

static void
append_settled (GString *line, gboolean would, const char *would_do, const char *done,
                const GArray *counts)
{
  const guint n = append_rank (NULL, counts, RANK_SETTLED);
  g_autofree char *what = n > 0 ? wording_count (n, "conflict") : g_strdup ("");
  append_deed (line, would, would_do, done, what);
}

char *
merge_words_person (const EspMergePerson *person, gboolean would)
{
  g_autoptr (GString) line = g_string_new (NULL);
  append_counts (line, would, "add", "added", person->added);
  append_counts (line, would, "remove", "removed", person->removed);
  append_counts (line, would, "alter", "altered", person->altered);
  append_settled (line, would, "settle", "settled", person->added);
  append_settled (line, would, "open again", "opened again", person->removed);
  if (line->len > 0)
    return g_strdup_printf (would ? "%s would %s" : "%s: %s", person->coder, line->str);
  g_autofree char *changes = wording_count (person->changes, "change");
  return g_strdup_printf ("%s: %s that %s the study as it was", person->coder, changes,
                          person->changes == 1 ? "leaves" : "leave");
}

/* ---- corrected texts */

static char *
join_names (const GPtrArray *names)
{
  GString *line = g_string_new (NULL);
  for (guint i = 0; i < names->len; i++)
    g_string_append_printf (line, "%s%s",
                            i == 0                ? ""
                            : i + 1 == names->len ? " and "
                                                  : ", ",
                            (const char *)names->pdata[i]);
  return g_string_free (line, FALSE);
}

char *
merge_words_text (const EspMergeText *text, gboolean would)
{
  g_autofree char *names = join_names (text->coders);
  g_autofree char *items
      = text->to_look_at > 0 ? wording_count (text->to_look_at, "item") : g_strdup ("");
  g_autofree char *look
      = text->to_look_at == 0 ? g_strdup ("")
        : would               ? g_strdup_printf ("%s on changed words would be to look at", items)
                : g_strdup_printf ("%s on changed words to look at: 'espalier carried %s'", items,
                                   text->document);
  if (text->coders->len == 0)
    return g_strdup_printf ("%s, whose text was corrected: %s", text->document, look);
  return g_strdup_printf ("%s corrected the text of %s%s%s", names, text->document,
                          *look != '\0' ? "; " : "", look);
}

/* ---- conflicts */

#define CONFLICTS_TOLD 3

/* char *: who made the sides, each once, borrowed. */
static GPtrArray *
people_of (const EspConflict *conflict)
{
  GPtrArray *people = g_ptr_array_new ();
  for (guint i = 0; i < conflict->sides->len; i++)
    {
      const EspConflictSide *side = conflict->sides->pdata[i];
      if (!g_ptr_array_find_with_equal_func (people, side->coder, g_str_equal, NULL))
        g_ptr_array_add (people, side->coder);
    }
  return people;
}

static char *
conflict_words (const EspConflict *conflict)
{
  g_autoptr (GPtrArray) people = people_of (conflict);
  if (strcmp (conflict->kind, "twins") == 0)
    return g_strdup_printf ("%s was made twice", conflict->subject);
  if (strcmp (conflict->kind, "removed") == 0)
    return g_strdup (conflict->subject);
  if (people->len == 1)
    return g_strdup_printf ("%s changed %s in two copies", (const char *)people->pdata[0],
                            conflict->subject);
  return g_strdup_printf ("%s changed %s", people->len == 2 ? "both" : "several people",
                          conflict->subject);
}

char *
merge_words_conflicts (const GPtrArray *conflicts)
{
  g_autofree char *count = wording_count (conflicts->len, "conflict");
  g_autoptr (GString) list = g_string_new (NULL);
  for (guint i = 0; i < MIN (conflicts->len, CONFLICTS_TOLD); i++)
    {
      g_autofree char *one = conflict_words (conflicts->pdata[i]);
      g_string_append_printf (list, "%s%s", i > 0 ? "; " : "", one);
    }
  if (conflicts->len > CONFLICTS_TOLD)
    g_string_append_printf (list, "; and %u more", conflicts->len - CONFLICTS_TOLD);
  return g_strdup_printf ("%s (%s)", count, list->str);
}

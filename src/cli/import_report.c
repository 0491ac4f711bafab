/* The report of an import: each file, what needs a look, and a closing page to act on.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/import_report.h"

#include "cli/cases_gaps.h"
#include "cli/terminal.h"
#include "cli/wording.h"

#include <stdio.h>
#include <string.h>

#define MOST_LISTED 12u /* on a line of the closing page */
#define MOST_SPEAKERS 5u

static const char *
report_outcome (EspOutcome outcome)
{
  static const char *const names[] = {
    [ESP_OUTCOME_IMPORTED] = "imported",
    [ESP_OUTCOME_SKIPPED] = "skipped",
    [ESP_OUTCOME_REFUSED] = "refused",
  };
  return names[outcome];
}

static json_t *
report_findings_json (const EspImportedFile *file)
{
  json_t *array = json_array ();
  for (guint i = 0; i < file->findings->len; i++)
    {
      const EspFinding *finding = file->findings->pdata[i];
      json_array_append_new (
          array, json_pack ("{s:s, s:i, s:o, s:o}", "grade", esp_grade_name (finding->grade),
                            "line", (int)finding->line, "what", table_json_text (finding->what),
                            "done", table_json_text (finding->done)));
    }
  return array;
}

/* A count of what was read; for people nothing stands where nothing was. */
static void
report_count (Table *table, const EspImportedFile *file, gsize count, gboolean json)
{
  if (json || file->outcome == ESP_OUTCOME_IMPORTED)
    table_uint (table, count);
  else
    table_text (table, "");
}

static void
report_add (Table *table, const EspImportedFile *file, gboolean json)
{
  g_autofree char *name = g_path_get_basename (file->path);
  table_text (table, report_outcome (file->outcome));
  table_text (table, name);
  table_text (table, file->path);
  table_uint (table, file->row);
  table_text (table, file->document);
  table_text (table, file->kind);
  table_text (table, file->belongs_to);
  report_count (table, file, file->turns, json);
  report_count (table, file, file->speakers, json);
  report_count (table, file, file->length_cp, json);
  table_text (table, file->reader);
  table_text (table, file->style);
  table_uint (table, file->confidence);
  table_uint (table, file->unfit);
  table_list (table, file->first_turns);
  table_json (table, report_findings_json (file));
}

static void
report_files (Call *call, const EspImportReport *report)
{
  static const char *const columns[][2] = {
    { "outcome", "outcome" }, { "file", "file" },         { "path", NULL },
    { "row", NULL },          { "document", "document" }, { "kind", "kind" },
    { "of", "of" },           { "turns", "turns" },       { "speakers", "speakers" },
    { "length_cp", NULL },    { "reader", "as" },         { "style", "speakers by" },
    { "confidence", NULL },   { "unfit", NULL },          { "first_turns", NULL },
    { "findings", NULL },
  };
  g_autoptr (Table) table = table_new (call->json);
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    table_column (table, columns[i][0], columns[i][1]);
  for (guint i = 0; i < report->files->len; i++)
    report_add (table, report->files->pdata[i], call->json);
  call_table (call, table, "no files");
}

/* The first turns of each file: before anything is stored, a person sees whether they are right. */
static void
report_first_turns (const EspImportReport *report)
{
  for (guint i = 0; i < report->files->len; i++)
    {
      const EspImportedFile *file = report->files->pdata[i];
      if (file->first_turns->len == 0)
        continue;
      g_autofree char *fit = file->unfit == 0 ? g_strdup ("every line fits")
                             : file->unfit == 1
                                 ? g_strdup ("1 line does not fit")
                                 : g_strdup_printf ("%u lines do not fit", file->unfit);
      g_autofree char *how = *file->style != '\0'
                                 ? g_strdup_printf ("speakers as '%s', %u %% sure, %s", file->style,
                                                    file->confidence, fit)
                                 : g_strdup ("nobody is named as a speaker");
      g_autofree char *heading = g_strdup_printf ("\n%s: %s\n", file->document, how);
      terminal_print (STYLE_HEADING, heading);
      for (guint j = 0; j < file->first_turns->len; j++)
        {
          g_autofree char *turn = wording_line (file->first_turns->pdata[j]);
          printf ("  %s\n", turn);
        }
    }
}

static void
report_finding (const EspImportedFile *file, const EspFinding *finding)
{
  /* Of a row of a sheet the words themselves say which. */
  const gboolean says_row = g_str_has_prefix (finding->what, "row ");
  g_autofree char *line
      = finding->line > 0 && !says_row ? g_strdup_printf (":%u", finding->line) : g_strdup ("");
  g_autofree char *given = g_strdup_printf ("%s%s: %s%s%s", file->path, line, finding->what,
                                            finding->done[0] != '\0' ? "; " : "", finding->done);
  /* One line: a file's name or a label can hold an end of line, and with it another report. */
  g_autofree char *text = wording_line (given);
  terminal_print (finding->grade == ESP_GRADE_REFUSED ? STYLE_BAD : STYLE_HEADING,
                  esp_grade_name (finding->grade));
  fputs ("  ", stdout);
  terminal_print (STYLE_PLAIN, text);
  putchar ('\n');
}

/* What a person must look at, the refused first; returns how many notes were left out. */
static guint
report_findings (const EspImportReport *report, gboolean notes)
{
  guint left_out = 0, printed = 0;
  for (int grade = ESP_GRADE_REFUSED; grade >= ESP_GRADE_NOTE; grade--)
    for (guint i = 0; i < report->files->len; i++)
      {
        const EspImportedFile *file = report->files->pdata[i];
        for (guint j = 0; j < file->findings->len; j++)
          {
            const EspFinding *finding = file->findings->pdata[j];
            if ((int)finding->grade != grade)
              continue;
            if (grade == ESP_GRADE_NOTE && !notes)
              {
                left_out++;
                continue;
              }
            if (printed++ == 0)
              putchar ('\n');
            report_finding (file, finding);
          }
      }
  return left_out;
}

/* "25 interviews, 1 focus group, 2 policies": counted in the order in which the kinds come. */
static char *
report_kinds (const EspImportReport *report)
{
  g_autoptr (GPtrArray) kinds = g_ptr_array_new ();
  g_autoptr (GHashTable) counts = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < report->files->len; i++)
    {
      const EspImportedFile *file = report->files->pdata[i];
      if (file->outcome != ESP_OUTCOME_IMPORTED)
        continue;
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, file->kind));
      if (n == 0)
        g_ptr_array_add (kinds, file->kind);
      g_hash_table_insert (counts, file->kind, GUINT_TO_POINTER (n + 1));
    }
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < kinds->len; i++)
    {
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, kinds->pdata[i]));
      g_autofree char *counted = wording_count (n, kinds->pdata[i]);
      g_string_append_printf (text, "%s%s", i > 0 ? ", " : ": ", counted);
    }
  return g_string_free (text, FALSE);
}

/* How many values of an attribute the cases have among them. */
static guint
report_values (const GPtrArray *cases, const char *attribute)
{
  g_autoptr (GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < cases->len; i++)
    {
      char *value = g_hash_table_lookup (((const EspCase *)cases->pdata[i])->attributes, attribute);
      if (value != NULL && value[0] != '\0')
        g_hash_table_add (values, value);
    }
  return g_hash_table_size (values);
}

/* What the labels of all cases are like now, on a line of its own; '' where there is nothing to
 * see. */
static char *
report_labels (Call *call, const EspImportReport *report, GError **error)
{
  g_autoptr (GPtrArray) notes
      = report->imported > 0 ? esp_label_notes (call->study, error) : g_ptr_array_new ();
  g_autofree char *line = notes != NULL ? cases_gaps_line (notes) : NULL;
  if (line == NULL || line[0] == '\0')
    return g_steal_pointer (&line);
  return g_strdup_printf ("\n%s: 'espalier cases gaps' lists them", line);
}

char *
import_report_cases (Call *call, const EspImportReport *report, GError **error)
{
  g_autoptr (GPtrArray) cases = esp_cases (call->study, NULL, error);
  g_autoptr (GPtrArray) attributes = cases != NULL ? esp_attributes (call->study, error) : NULL;
  if (attributes == NULL)
    return NULL;
  g_autofree char *counted = wording_count (cases->len, "case");
  GString *line = g_string_new (NULL);
  if (cases->len == 0)
    g_string_append (line, "the study has no cases yet");
  else
    g_string_printf (line, "the study has %s, %u of them new", counted, report->new_cases->len);
  const char *between = ": ";
  for (guint i = 0; i < attributes->len; i++)
    {
      const EspAttribute *attribute = attributes->pdata[i];
      guint n = attribute->is_key ? report_values (cases, attribute->name) : 0;
      g_autofree char *values = wording_count (n, attribute->name);
      if (n == 0)
        continue;
      g_string_append_printf (line, "%s%s", between, values);
      between = ", ";
    }
  g_autofree char *labels = report_labels (call, report, error);
  if (labels != NULL)
    g_string_append (line, labels);
  return g_string_free (line, labels == NULL);
}

static void
report_list (const GPtrArray *texts, const char *noun, const char *more)
{
  if (texts->len == 0)
    return;
  g_autofree char *counted = wording_count (texts->len, noun);
  g_autofree char *list = wording_list (texts, MOST_LISTED);
  printf ("%s%s: %s\n", counted, more, list);
}

/* A name under which somebody speaks of whom nothing is known. */
typedef struct
{
  const EspSpeaker *first;
  guint documents;
} UnknownName;

/* Those in the most documents first: one command tells who such a one is in all of them. */
static int
unknown_compare (gconstpointer a, gconstpointer b)
{
  const UnknownName *one = a, *other = b;
  return (one->documents < other->documents) - (one->documents > other->documents);
}

static GArray *
report_names (const EspImportReport *report)
{
  GArray *names = g_array_new (FALSE, FALSE, sizeof (UnknownName));
  g_autoptr (GHashTable) places = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < report->unknown_speakers->len; i++)
    {
      const EspSpeaker *speaker = report->unknown_speakers->pdata[i];
      const guint place = GPOINTER_TO_UINT (g_hash_table_lookup (places, speaker->name));
      const UnknownName name = { speaker, 1 };
      if (place > 0)
        g_array_index (names, UnknownName, place - 1).documents++;
      else
        {
          g_array_append_val (names, name);
          g_hash_table_insert (places, speaker->name, GUINT_TO_POINTER (names->len));
        }
    }
  g_array_sort (names, unknown_compare);
  return names;
}

/* Who is not known, in which document; and what to type to say who the first of them is. */
static void
report_unknown (const EspImportReport *report)
{
  const guint n = report->unknown_speakers->len;
  if (n == 0)
    return;
  g_autoptr (GArray) names = report_names (report);
  g_autofree char *counted = wording_count (n, "unknown speaker");
  printf ("%s: ", counted);
  for (guint i = 0; i < names->len && i < MOST_SPEAKERS; i++)
    {
      const UnknownName *name = &g_array_index (names, UnknownName, i);
      g_autofree char *where = name->documents > 1
                                   ? g_strdup_printf ("%u documents", name->documents)
                                   : g_strdup_printf ("in %s", name->first->document);
      g_autofree char *given = g_strdup_printf ("%s (%s)", name->first->name, where);
      g_autofree char *line = wording_line (given);
      printf ("%s%s", i > 0 ? ", " : "", line);
    }
  if (names->len > MOST_SPEAKERS)
    printf (" and %u more names", names->len - MOST_SPEAKERS);
  const EspSpeaker *first = g_array_index (names, UnknownName, 0).first;
  g_autofree char *name = wording_argument (first->name), *in = wording_argument (first->document);
  g_autofree char *command = g_strdup_printf ("espalier cases name %s CASE --in %s", name, in);
  g_autofree char *line = wording_line (command);
  printf ("\nwho %s? 'espalier cases unknown' shows their words; then: %s (no case: --as "
          "interviewer)\n",
          n == 1 ? "is it" : "are they", line);
}

/* Documents that are nobody's, where nobody's label tells otherwise. */
static void
report_ownerless (const EspImportReport *report)
{
  guint n = 0;
  const char *first = NULL;
  for (guint i = 0; i < report->files->len; i++)
    {
      const EspImportedFile *file = report->files->pdata[i];
      if (file->outcome != ESP_OUTCOME_IMPORTED || *file->belongs_to != '\0' || file->speakers > 1)
        continue;
      first = n++ == 0 ? file->document : first;
    }
  if (n == 0)
    return;
  g_autofree char *counted = wording_count (n, "document"), *quoted = wording_argument (first);
  g_autofree char *line = wording_line (quoted);
  printf ("%s of no case or group: espalier documents set %s --case CASE (or --group GROUP) says "
          "whose\n",
          counted, line);
}

const char *
import_report_noun (const EspImportReport *report)
{
  for (guint i = 0; i < report->files->len; i++)
    if (((const EspImportedFile *)report->files->pdata[i])->row > 0)
      return "document";
  return "file";
}

static void
report_closing (Call *call, const EspImportReport *report, const char *cases, guint notes_left_out)
{
  g_autofree char *kinds = report_kinds (report);
  g_autofree char *imported = wording_count (report->imported, import_report_noun (report));
  printf ("\n%s%s imported, %u there already, %u refused%s\n%s\n",
          call->dry_run ? "dry run, nothing is stored: " : "", imported, report->skipped,
          report->refused, kinds, cases);
  report_list (report->corrected_labels, "corrected label", "");
  report_unknown (report);
  report_ownerless (report);
  report_list (report->passed_over, "folder",
               " inside passed over (--recurse takes what is in them)");
  if (notes_left_out > 0)
    {
      g_autofree char *notes = wording_count (notes_left_out, "note");
      printf ("%s left out; --verbose shows them\n", notes);
    }
}

void
import_report_print (Call *call, const EspImportReport *report, const char *cases, gboolean notes)
{
  if (call->json || !call->quiet)
    report_files (call, report);
  if (call->json)
    return;
  if (call->dry_run && !call->quiet)
    report_first_turns (report);
  guint left_out = report_findings (report, notes);
  if (!call->quiet)
    report_closing (call, report, cases, left_out);
}

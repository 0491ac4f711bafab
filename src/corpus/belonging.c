/* What a document is and whose: from the definition's rules, from labels in its name, headings and
 * speakers.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/belonging.h"

#include "base/error.h"
#include "base/near.h"
#include "store/store.h"
#include "study/attribute.h"

#include <fnmatch.h>
#include <string.h>

/* ---- the rulebook */

/* Names that need no definition. What the definition says of a name goes before this. */
static const struct
{
  const char *name;
  EspPart part;
} usual_names[] = {
#define ASKS(name) { name, ESP_PART_INTERVIEWER },
#define ANSWERS(name) { name, ESP_PART_CASE },
#define UNKNOWN(name) { name, ESP_PART_UNKNOWN },
#include "corpus/usual_names.def"
#undef ASKS
#undef ANSWERS
#undef UNKNOWN
};

static EspPart
part_of_stored (const char *name)
{
  return g_str_equal (name, "interviewer") ? ESP_PART_INTERVIEWER
         : g_str_equal (name, "case")      ? ESP_PART_CASE
         : g_str_equal (name, "other")     ? ESP_PART_OTHER
                                           : ESP_PART_UNKNOWN;
}

static gboolean
load_speakers (Rulebook *book, EspStudy *study, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (usual_names); i++)
    g_hash_table_insert (book->speakers, g_strdup (usual_names[i].name),
                         GINT_TO_POINTER (usual_names[i].part + 1));
  g_autoptr (Query) query = store_query (
      study, "SELECT name, part FROM speaker_name WHERE gone = 0 ORDER BY sort_key, id");
  while (query_step (query, error))
    g_hash_table_insert (book->speakers, text_fold_name (query_text (query, 0)),
                         GINT_TO_POINTER (part_of_stored (query_text (query, 1)) + 1));
  return !query_failed (query);
}

static void
document_rule_free (gpointer rule)
{
  DocumentRule *one = rule;
  char *texts[] = { one->file,       one->kind,       one->level,         one->case_label,
                    one->group_kind, one->group_name, one->schedule_name, one->held_on,
                    one->mode,       one->place,      one->interviewers,  one->others };
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
  sheet_map_free (one->map);
  g_free (one);
}

static gboolean
load_rules (Rulebook *book, EspStudy *study, GError **error)
{
  g_autoptr (Query) query
      = store_query (study, "SELECT file, kind, level, case_label, group_kind, group_name, "
                            "schedule_name, held_on, mode, place, interviewers,"
                            " others, ifnull (minutes, 0), has_session, style, rows, id FROM "
                            "document_rule WHERE gone = 0 ORDER BY sort_key, id");
  while (query_step (query, error))
    {
      DocumentRule *rule = g_new0 (DocumentRule, 1);
      char **texts[]
          = { &rule->file,       &rule->kind,       &rule->level,         &rule->case_label,
              &rule->group_kind, &rule->group_name, &rule->schedule_name, &rule->held_on,
              &rule->mode,       &rule->place,      &rule->interviewers,  &rule->others };
      for (int i = 0; i < (int)G_N_ELEMENTS (texts); i++)
        *texts[i] = g_strdup (query_text (query, i));
      rule->minutes = query_real (query, 12);
      rule->has_session = query_int (query, 13) != 0;
      const gboolean is_style = style_from_name (query_text (query, 14), &rule->style);
      const SheetRows rows = sheet_rows_from_name (query_text (query, 15));
      const Uuid id = query_uuid (query, 16);
      const gboolean is_kept = sheet_map_is_kept (&id, rule->file);
      g_ptr_array_add (is_kept ? book->sheets : is_style ? book->styles : book->rules, rule);
      if (rows != SHEET_ROWS_NONE && (rule->map = sheet_map_load (study, &id, rows, error)) == NULL)
        return FALSE;
      if (is_kept && rule->map != NULL)
        rule->map->is_kept = TRUE;
    }
  return !query_failed (query);
}

Rulebook *
rulebook_load (EspStudy *study, GError **error)
{
  g_autoptr (Rulebook) book = g_new0 (Rulebook, 1);
  book->speakers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  book->rules = g_ptr_array_new_with_free_func (document_rule_free);
  book->styles = g_ptr_array_new_with_free_func (document_rule_free);
  book->sheets = g_ptr_array_new_with_free_func (document_rule_free);
  book->schemes = label_schemes_load (study, error);
  if (book->schemes == NULL || (book->attributes = attributes_load (study, error)) == NULL
      || (book->unspoken = unspoken_lines_load (study, error)) == NULL
      || !load_speakers (book, study, error) || !load_rules (book, study, error))
    return NULL;
  return g_steal_pointer (&book);
}

void
rulebook_free (Rulebook *book)
{
  if (book == NULL)
    return;
  label_schemes_free (book->schemes);
  g_hash_table_unref (book->speakers);
  g_ptr_array_unref (book->rules);
  g_ptr_array_unref (book->styles);
  g_ptr_array_unref (book->sheets);
  g_clear_pointer (&book->attributes, g_ptr_array_unref);
  unspoken_lines_free (book->unspoken);
  g_free (book);
}

#define INITIALS_MOST 3
#define ASKING_MIN 3 /* letters of a name that may be numbered: 'I 2' may be an informant */

/* 'Interviewer (KL)': a few letters in brackets are whose initials they are. Cuts `folded`; FALSE:
 * there are none. */
static gboolean
cut_initials (char *folded)
{
  char *open = strrchr (folded, '(');
  const char *at = open != NULL ? open + 1 : folded;
  guint letters = 0;

  for (; g_unichar_isalpha (g_utf8_get_char (at)) || *at == '.'; at = g_utf8_next_char (at))
    letters += *at != '.';
  if (open == NULL || open == folded || letters == 0 || letters > INITIALS_MOST
      || strcmp (at, ")") != 0)
    return FALSE;
  while (open > folded && open[-1] == ' ')
    open--;
  *open = '\0';
  return strlen (folded) >= ASKING_MIN;
}

/* 'Interviewer 1', 'Interviewer A', 'INT2' and 'Int.' ask, as those without a number or a stop do.
 * Participants who are numbered are several people, and not the case. Cuts `folded`; FALSE: there
 * is nothing to cut. */
static gboolean
cut_number (char *folded)
{
  gsize size = strlen (folded), whole = size;

  while (size > 0 && g_ascii_isdigit (folded[size - 1]))
    size--;
  if (size == whole && size > 2 && folded[size - 2] == ' ' && g_ascii_isalpha (folded[size - 1]))
    size--;
  while (size > 0 && (folded[size - 1] == ' ' || folded[size - 1] == '.'))
    size--;
  folded[size] = '\0';
  return size < whole && size >= ASKING_MIN;
}

gboolean
rulebook_part (const Rulebook *book, const char *name, EspPart *part)
{
  g_autofree char *folded = text_fold_name (name);
  gpointer value = g_hash_table_lookup (book->speakers, folded);
  /* Initials first: 'Interviewer 1 (KL)'. */
  const gboolean initials = value == NULL && cut_initials (folded);
  if (initials)
    value = g_hash_table_lookup (book->speakers, folded);
  const gboolean number = value == NULL && cut_number (folded);
  if (initials || number)
    {
      if (value == NULL)
        value = g_hash_table_lookup (book->speakers, folded);
      if (value != NULL && GPOINTER_TO_INT (value) - 1 != ESP_PART_INTERVIEWER)
        return FALSE;
    }
  if (value == NULL)
    return FALSE;
  *part = GPOINTER_TO_INT (value) - 1;
  return TRUE;
}

static gboolean
is_speaker (const char *name, gpointer data)
{
  const Rulebook *book = data;
  EspPart part;
  g_autofree char *why = NULL;
  return rulebook_part (book, name, &part) || label_read (book->schemes, name, NULL, &why)
         || why != NULL;
}

static Unspoken
unspoken (const char *line, gpointer data)
{
  const Rulebook *book = data;
  return unspoken_line (book->unspoken, line);
}

static const DocumentRule *
find_among (const GPtrArray *rules, const char *file_name)
{
  for (guint i = 0; i < rules->len; i++)
    {
      const DocumentRule *rule = rules->pdata[i];
      if (g_str_equal (rule->file, file_name) || fnmatch (rule->file, file_name, 0) == 0)
        return rule;
    }
  return NULL;
}

const DocumentRule *
rulebook_rule (const Rulebook *book, const char *file_name)
{
  return find_among (book->rules, file_name);
}

const SheetMap *
rulebook_kept_map (const Rulebook *book, const char *file_name)
{
  for (guint i = 0; i < book->sheets->len; i++)
    {
      const DocumentRule *rule = book->sheets->pdata[i];
      if (g_str_equal (rule->file, file_name))
        return rule->map;
    }
  return NULL;
}

static Style
style_of (const Rulebook *book, const char *file_name)
{
  const DocumentRule *rule = find_among (book->styles, file_name);
  return rule != NULL ? rule->style : STYLE_FOUND;
}

LayoutNames
rulebook_names (Rulebook *book, const char *file_name)
{
  return (LayoutNames){ .is_speaker = is_speaker,
                        .unspoken = unspoken,
                        .data = book,
                        .style = style_of (book, file_name) };
}

/* ---- whose document */

static void
note_correction (Belonging *belonging, Intake *intake, guint line, const char *written,
                 const Label *label)
{
  if (!label->corrected)
    return;
  g_ptr_array_add (belonging->corrected,
                   g_strdup_printf ("'%s' to '%s'", written, label->canonical));
  g_autofree char *done = g_strdup_printf ("read as '%s'", label->canonical);
  source_find (intake->source, ESP_GRADE_WARNING, line,
               g_strdup_printf ("the label '%s' is not written as the scheme has it", written),
               done);
}

/* The label in the name of the file; a label that the scheme does not know refuses the file. */
static gboolean
label_from_name (const Rulebook *book, Belonging *belonging, Intake *intake, GError **error)
{
  g_autofree char *why = NULL;
  if (label_read (book->schemes, intake->stem, &belonging->label, &why)
      || (why == NULL && label_find_in (book->schemes, intake->stem, &belonging->label, &why)))
    note_correction (belonging, intake, 0, intake->stem, belonging->label);
  else if (why != NULL)
    return fail (error, ESP_ERROR_INPUT, "%s (in the file's name)", why);
  return TRUE;
}

#define HEAD_CP 2000 /* of a paragraph before the first turn: a whole text may be on one line */

/* The label in what stands before the first turn: a heading, a line 'Interview B-SM-001'. */
static void
label_from_head (const Rulebook *book, Belonging *belonging, Intake *intake)
{
  const GArray *items = intake->layout->items;
  for (guint i = 0; i < items->len && belonging->label == NULL; i++)
    {
      const LayoutItem *item = &g_array_index (items, LayoutItem, i);
      if (item->kind == ESP_ITEM_TURN || i > 12)
        return;
      if (item->kind == ESP_ITEM_PARAGRAPH && i > 2)
        return;
      g_autofree char *words = text_slice (intake->source->text, intake->index, item->start_cp,
                                           MIN (item->end_cp, item->start_cp + HEAD_CP));
      if (label_find_in (book->schemes, words, &belonging->label, NULL))
        note_correction (belonging, intake, item->line, words, belonging->label);
    }
}

/* The label that a sheet gives in a column of its own. */
static void
label_from_sheet (Belonging *belonging, Intake *intake)
{
  belonging->label = g_steal_pointer (&intake->label);
  note_correction (belonging, intake, intake->row, intake->written, belonging->label);
}

static gboolean
label_from_rule (const Rulebook *book, Belonging *belonging, GError **error)
{
  g_autofree char *why = NULL;
  const char *written = belonging->rule->case_label;
  if (label_read (book->schemes, written, &belonging->label, &why))
    return TRUE;
  return fail (error, ESP_ERROR_INPUT,
               "the definition says that it is of the case '%s', which is no label%s%s", written,
               why != NULL ? ": " : "", why != NULL ? why : "");
}

/* ---- who speaks */

static void
speaker_plan_free (gpointer plan)
{
  SpeakerPlan *one = plan;
  g_free (one->name);
  label_free (one->label);
  g_free (one);
}

static gboolean
plan_speaker (const Rulebook *book, Belonging *belonging, Intake *intake, const LayoutItem *item,
              GError **error)
{
  SpeakerPlan *plan = g_new0 (SpeakerPlan, 1);
  g_ptr_array_add (belonging->speakers, plan);
  plan->name = g_strdup (item->speaker);
  plan->line = item->line;
  /* Who answered is called by the label that the sheet gives to the case. */
  if (intake->written != NULL && g_str_equal (plan->name, belonging->label->canonical))
    {
      plan->part = ESP_PART_CASE;
      plan->stated = TRUE;
      return TRUE;
    }
  plan->stated = rulebook_part (book, plan->name, &plan->part);
  if (plan->stated)
    return TRUE;
  g_autofree char *why = NULL;
  if (label_read (book->schemes, plan->name, &plan->label, &why))
    {
      plan->part = ESP_PART_CASE;
      note_correction (belonging, intake, item->line, plan->name, plan->label);
      return TRUE;
    }
  plan->part = ESP_PART_UNKNOWN;
  if (why != NULL)
    return fail (error, ESP_ERROR_INPUT, "line %u: %s", item->line, why);
  return TRUE;
}

static gboolean
plan_speakers (const Rulebook *book, Belonging *belonging, Intake *intake, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  const GArray *items = intake->layout->items;
  for (guint i = 0; i < items->len; i++)
    {
      const LayoutItem *item = &g_array_index (items, LayoutItem, i);
      if (item->kind != ESP_ITEM_TURN || *item->speaker == '\0'
          || !g_hash_table_add (seen, item->speaker))
        continue;
      if (!plan_speaker (book, belonging, intake, item, error))
        return FALSE;
    }
  return TRUE;
}

/* Whether a name is a Roman number, as participants may be numbered: I to XXXIX. */
static gboolean
is_roman (const char *name)
{
  const gsize size = strspn (name, "IVX");
  return size > 0 && name[size] == '\0';
}

/* 'IV' is short for the interviewer, unless the people here are numbered 'II', 'III', 'IV'. */
static void
settle_roman (Belonging *belonging, Intake *intake)
{
  guint others = 0;
  SpeakerPlan *fourth = NULL;
  for (guint i = 0; i < belonging->speakers->len; i++)
    {
      SpeakerPlan *plan = belonging->speakers->pdata[i];
      if (g_ascii_strcasecmp (plan->name, "IV") == 0 && plan->part == ESP_PART_INTERVIEWER)
        fourth = plan;
      else
        others += is_roman (plan->name) && g_ascii_strcasecmp (plan->name, "I") != 0;
    }
  if (fourth == NULL)
    return;
  if (others > 0)
    {
      fourth->part = ESP_PART_UNKNOWN;
      fourth->stated = FALSE;
      return;
    }
  source_find (intake->source, ESP_GRADE_WARNING, fourth->line,
               g_strdup_printf ("'%s' is taken to be the interviewer", fourth->name),
               "if it is the number of a participant, say so in the study definition");
}

static guint
count_part (const Belonging *belonging, EspPart part, gboolean labelled_only, SpeakerPlan **last)
{
  guint n = 0;
  for (guint i = 0; i < belonging->speakers->len; i++)
    {
      SpeakerPlan *plan = belonging->speakers->pdata[i];
      if (plan->part != part || (labelled_only && plan->label == NULL))
        continue;
      n++;
      *last = plan;
    }
  return n;
}

#define NAMES_TOLD 8

/* "'Ann', 'Bo' and 3 more" */
static char *
names_told (const GPtrArray *names)
{
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < names->len && i < NAMES_TOLD; i++)
    g_string_append_printf (text, "%s'%s'", i > 0 ? ", " : "", (const char *)names->pdata[i]);
  if (names->len > NAMES_TOLD)
    g_string_append_printf (text, " and %u more", names->len - NAMES_TOLD);
  return g_string_free (text, FALSE);
}

/* One warning for all of a document: a group of people is one question to whoever reads it. */
static void
warn_unknown (Intake *intake, const GPtrArray *names, const char *done_of_one,
              const char *done_of_more)
{
  g_autofree char *told = names_told (names);
  if (names->len == 1)
    source_find (intake->source, ESP_GRADE_WARNING, 0,
                 g_strdup_printf ("it is not known who %s is", told), done_of_one);
  else if (names->len > 1)
    source_find (
        intake->source, ESP_GRADE_WARNING, 0,
        g_strdup_printf ("it is not known who %u of its speakers are: %s", names->len, told),
        done_of_more);
}

static void
settle_unknown (Belonging *belonging, Intake *intake)
{
  g_autoptr (GPtrArray) unidentified = g_ptr_array_new (), nobodys = g_ptr_array_new ();
  for (guint i = 0; i < belonging->speakers->len; i++)
    {
      SpeakerPlan *plan = belonging->speakers->pdata[i];
      const gboolean caseless
          = plan->part == ESP_PART_CASE && plan->label == NULL && belonging->label == NULL;
      if (plan->part != ESP_PART_UNKNOWN && !caseless)
        continue;
      plan->unidentified = caseless || !plan->stated;
      plan->part = ESP_PART_UNKNOWN;
      g_ptr_array_add (belonging->unknown, g_strdup (plan->name));
      g_ptr_array_add (plan->unidentified ? unidentified : nobodys, plan->name);
    }
  warn_unknown (intake, unidentified, "a case of its own stands for them",
                "a case of its own stands for each; 'espalier cases unknown' lists them");
  warn_unknown (intake, nobodys, "their words count as nobody's",
                "their words count as nobody's; 'espalier cases unknown' lists them");
}

/* Whether a name is nearly that of one who asks. */
static gboolean
nearly_asks (const Rulebook *book, const char *name)
{
  GHashTableIter iter;
  gpointer asking, part;
  g_hash_table_iter_init (&iter, book->speakers);
  while (g_hash_table_iter_next (&iter, &asking, &part))
    if (GPOINTER_TO_INT (part) - 1 == ESP_PART_INTERVIEWER && near_label_slip (name, asking))
      return TRUE;
  return FALSE;
}

/* The only speaker whom nobody knows, apart from slips in the name of who asks; NULL: none, or
 * several. */
static SpeakerPlan *
only_unknown (const Rulebook *book, const Belonging *belonging)
{
  SpeakerPlan *only = NULL;
  for (guint i = 0; i < belonging->speakers->len; i++)
    {
      SpeakerPlan *plan = belonging->speakers->pdata[i];
      if (plan->part != ESP_PART_UNKNOWN || nearly_asks (book, plan->name))
        continue;
      if (only != NULL)
        return NULL;
      only = plan;
    }
  return only;
}

/* One labelled speaker in a document that nothing else says whose it is: theirs. One speaker nobody
 * knows, in a document whose case does not speak otherwise: the case, as a guess. */
static void
settle_speakers (const Rulebook *book, Belonging *belonging, Intake *intake)
{
  SpeakerPlan *plan = NULL;
  gboolean has_group = belonging->rule != NULL && *belonging->rule->group_name != '\0';
  if (belonging->label == NULL && !has_group
      && count_part (belonging, ESP_PART_CASE, TRUE, &plan) == 1)
    belonging->label = g_steal_pointer (&plan->label);

  if (belonging->label != NULL && count_part (belonging, ESP_PART_CASE, FALSE, &plan) == 0
      && (plan = only_unknown (book, belonging)) != NULL)
    {
      plan->part = ESP_PART_CASE;
      source_find (intake->source, ESP_GRADE_WARNING, 0,
                   g_strdup_printf ("'%s' is not known as a speaker; taken to be %s", plan->name,
                                    belonging->label->canonical),
                   "say so in the study definition if it is another person");
    }
  settle_unknown (belonging, intake);
}

/* ---- what it is */

static const char *
usual_kind (const Belonging *belonging, gboolean answers, gboolean speaks)
{
  SpeakerPlan *plan;
  if (answers)
    return "questionnaire";
  if (!speaks)
    return "document";
  return belonging->label == NULL && count_part (belonging, ESP_PART_CASE, TRUE, &plan) > 1
             ? "focus group"
             : "interview";
}

static void
settle_kind (const Rulebook *book, Belonging *belonging, const Intake *intake)
{
  const DocumentRule *rule = belonging->rule;
  gboolean speaks = belonging->speakers->len > 0;
  g_autoptr (Label) named = NULL;
  belonging->kind = g_strdup (rule != NULL && *rule->kind != '\0'
                                  ? rule->kind
                                  : usual_kind (belonging, intake->answers, speaks));
  if (rule != NULL && *rule->level != '\0')
    belonging->level = g_strdup (rule->level);
  else
    belonging->level = g_strdup (speaks || belonging->label != NULL ? "micro" : "meso");
  /* A file that is called by its label, with or without a slip, is the document of that label. */
  if (intake->answers)
    belonging->name = g_strdup_printf ("%s, %s", belonging->label->canonical, intake->stem);
  else if (label_read (book->schemes, intake->stem, &named, NULL))
    belonging->name = g_strdup (named->canonical);
  else
    belonging->name = g_strdup (intake->stem);
  if (belonging->label == NULL && (rule == NULL || *rule->group_name == '\0')
      && belonging->speakers->len < 2)
    {
      g_autofree char *document = text_typed (belonging->name);
      g_autofree char *done = g_strdup_printf (
          "name the file by its label, or say it: espalier documents set %s --case CASE (or "
          "--group "
          "GROUP)",
          document);
      source_find (intake->source, ESP_GRADE_WARNING, 0,
                   g_strdup ("nothing says which case or group it belongs to"), done);
    }
}

/* ---- who speaks where they are not looked for */

/* In the document of one case other cases seldom speak; a slip in a label looks the same. */
static void
look_for_strangers (const Belonging *belonging, Intake *intake)
{
  gboolean own_speaks = FALSE;
  if (belonging->label == NULL || belonging->speakers->len == 0
      || g_str_equal (belonging->kind, "focus group"))
    return;
  const char *own = belonging->label->canonical;
  for (guint i = 0; i < belonging->speakers->len; i++)
    {
      const SpeakerPlan *plan = belonging->speakers->pdata[i];
      if (plan->part != ESP_PART_CASE)
        continue;
      if (plan->label == NULL || g_str_equal (plan->label->canonical, own))
        {
          own_speaks = TRUE;
          continue;
        }
      g_autofree char *said = text_typed (plan->name), *mine = text_typed (own);
      g_autofree char *document = text_typed (belonging->name);
      g_autofree char *done = g_strdup_printf (
          "its words count for %s; if it is a slip: espalier cases name %s %s --in %s",
          plan->label->canonical, said, mine, document);
      source_find (intake->source, ESP_GRADE_WARNING, plan->line,
                   g_strdup_printf ("'%s' speaks in the %s of %s", plan->label->canonical,
                                    belonging->kind, own),
                   done);
    }
  if (!own_speaks)
    source_find (intake->source, ESP_GRADE_WARNING, 0,
                 g_strdup_printf ("%s, whose %s it is, never speaks in it", own, belonging->kind),
                 "look at the labels of the speakers");
}

Belonging *
belonging_decide (const Rulebook *book, Intake *intake, GError **error)
{
  g_autoptr (Belonging) belonging = g_new0 (Belonging, 1);
  belonging->speakers = g_ptr_array_new_with_free_func (speaker_plan_free);
  belonging->corrected = g_ptr_array_new_with_free_func (g_free);
  belonging->unknown = g_ptr_array_new_with_free_func (g_free);
  belonging->rule = rulebook_rule (book, intake->name);
  gboolean has_group = belonging->rule != NULL && *belonging->rule->group_name != '\0';
  if (intake->label != NULL)
    label_from_sheet (belonging, intake);
  else if (belonging->rule != NULL && *belonging->rule->case_label != '\0')
    {
      if (!label_from_rule (book, belonging, error))
        return NULL;
    }
  else if (!has_group)
    {
      if (!label_from_name (book, belonging, intake, error))
        return NULL;
      label_from_head (book, belonging, intake);
    }
  if (!plan_speakers (book, belonging, intake, error))
    return NULL;
  settle_roman (belonging, intake);
  settle_speakers (book, belonging, intake);
  settle_kind (book, belonging, intake);
  look_for_strangers (belonging, intake);
  return g_steal_pointer (&belonging);
}

gboolean
belonging_is_spoken (const Belonging *belonging)
{
  return belonging->rule == NULL || g_str_equal (belonging->kind, "interview")
         || g_str_equal (belonging->kind, "focus group");
}

void
belonging_free (Belonging *belonging)
{
  if (belonging == NULL)
    return;
  label_free (belonging->label);
  g_free (belonging->name);
  g_free (belonging->kind);
  g_free (belonging->level);
  g_ptr_array_unref (belonging->speakers);
  g_ptr_array_unref (belonging->corrected);
  g_ptr_array_unref (belonging->unknown);
  g_free (belonging);
}

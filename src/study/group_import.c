/* Importing who is in which group from a sheet: a row a member. What is there stays; what differs
 * is told.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"
#include "base/sheet_headings.h"
#include "base/text.h"
#include "store/store.h"
#include "study/group.h"
#include "study/personal.h"
#include "study/roster.h"

#include <string.h>

enum
{
  USE_GROUP,
  USE_CASE,
  USE_PART,
  USE_KIND,
  USES
};

static const char *const use_names[USES] = { "group", "case", "part", "kind" };

/* A group that the file names. */
typedef struct
{
  EspGroup group; /* as the study writes it; its members as they were before */
  Uuid id;
  GHashTable *said; /* char *: labels that the file has, owned -> part, owned */
} Named;

typedef struct
{
  EspStudy *study;
  const EspGroupOptions *options;
  EspGroupReport *report;
  Sheet *sheet;
  SheetHeadings *headings;
  Roster *roster;
  GPtrArray *groups;   /* EspGroup: those that were there */
  GPtrArray *named;    /* Named */
  GHashTable *by_name; /* folded "kind: name" (owned) -> Named */
  GHashTable *there;   /* the same -> EspGroup: those that were there */
  guint columns[USES]; /* 0: none */
  char *kind;          /* of all rows; NULL: a column says it */
} Import;

/* ---- freeing */

static void
imported_member_free (gpointer data)
{
  EspImportedMember *member = data;
  g_free (member->kind);
  g_free (member->group);
  g_free (member->label);
  g_free (member->part);
  g_free (member->now);
  g_free (member);
}

void
esp_group_report_free (EspGroupReport *report)
{
  if (report == NULL)
    return;
  g_free (report->sheet);
  g_ptr_array_unref (report->members);
  g_ptr_array_unref (report->findings);
  g_free (report);
}

static void
named_free (gpointer data)
{
  Named *named = data;
  g_free (named->group.kind);
  g_free (named->group.name);
  g_ptr_array_unref (named->group.members);
  g_hash_table_unref (named->said);
  g_free (named);
}

static void
import_clear (Import *self)
{
  g_clear_pointer (&self->report, esp_group_report_free);
  sheet_free (self->sheet);
  sheet_headings_free (self->headings);
  g_clear_pointer (&self->roster, roster_free);
  g_clear_pointer (&self->groups, g_ptr_array_unref);
  g_clear_pointer (&self->named, g_ptr_array_unref);
  g_clear_pointer (&self->by_name, g_hash_table_unref);
  g_clear_pointer (&self->there, g_hash_table_unref);
  g_free (self->kind);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Import, import_clear)

const char *
esp_member_fate_name (EspMemberFate fate)
{
  static const char *const names[] = { "added", "same", "kept", "not in the file", "refused" };
  return names[fate];
}

/* ---- the report */

static void
note (const Import *self, EspGrade grade, guint row, const char *done, char *what_taken)
{
  g_ptr_array_add (self->report->findings, finding_new (grade, row, what_taken, done));
}

static EspImportedMember *
member_report (const Import *self, guint row, const EspGroup *group, const char *label,
               const char *part, EspMemberFate fate)
{
  EspImportedMember *member = g_new0 (EspImportedMember, 1);
  guint *const counts[] = { &self->report->added, &self->report->same, &self->report->kept,
                            &self->report->not_in, &self->report->refused };
  member->row = row;
  member->kind = g_strdup (group->kind);
  member->group = g_strdup (group->name);
  member->label = g_strdup (label);
  member->part = g_strdup (part);
  member->now = g_strdup ("");
  member->fate = fate;
  ++*counts[fate];
  g_ptr_array_add (self->report->members, member);
  return member;
}

/* ---- columns */

/* The column of a use: by the heading that the person named, else by the use's own name. */
static gboolean
find_column (Import *self, guint use, const char *wanted, gboolean needed, GError **error)
{
  const char *name = wanted != NULL ? wanted : use_names[use];
  g_autoptr (GError) why = NULL;
  const SheetHeading *heading = sheet_headings_find (self->headings, name, &why);
  if (heading != NULL)
    self->columns[use] = heading->column;
  if (heading != NULL || (wanted == NULL && !needed && why->code == ESP_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&why));
  if ((*error)->code == ESP_ERROR_NOT_FOUND)
    {
      g_autofree char *message = g_steal_pointer (&(*error)->message);
      (*error)->message = g_strdup_printf ("%s; say which one has it, such as --column "
                                           "'HEADING=%s'",
                                           message, use_names[use]);
    }
  return FALSE;
}

/* Where neither the person nor a column says the kind: the only one that is stated. */
static gboolean
only_kind (Import *self, GError **error)
{
  g_autoptr (GString) kinds = g_string_new (NULL);
  guint n = 0;
  g_autoptr (Query) query = store_query (
      self->study, "SELECT name FROM group_kind WHERE gone = 0 AND from_attribute_id IS NULL"
                   " ORDER BY sort_key, id");
  while (query_step (query, error))
    {
      g_string_append_printf (kinds, "%s%s", n++ > 0 ? ", " : "", query_text (query, 0));
      g_free (self->kind);
      self->kind = g_strdup (query_text (query, 0));
    }
  if (query_failed (query))
    return FALSE;
  if (n == 0)
    return fail (error, ESP_ERROR_NOT_FOUND,
                 "the study has no kind of group for it; add one: espalier groups kind triad");
  return n == 1
         || fail (error, ESP_ERROR_NOT_FOUND,
                  "it does not say of which kind the groups are; give --kind, one of: %s",
                  kinds->str);
}

static gboolean
read_headings (Import *self, GError **error)
{
  const EspGroupOptions *options = self->options;
  self->headings = sheet_headings_read (self->sheet, self->report->findings, error);
  if (self->headings == NULL || !find_column (self, USE_GROUP, options->group_column, TRUE, error)
      || !find_column (self, USE_CASE, options->case_column, TRUE, error)
      || !find_column (self, USE_PART, options->part_column, FALSE, error)
      || !find_column (self, USE_KIND, options->kind_column, FALSE, error))
    return FALSE;
  for (guint i = 0; i < self->headings->all->len; i++)
    {
      const SheetHeading *heading = self->headings->all->pdata[i];
      gboolean used = FALSE;
      for (guint use = 0; use < USES; use++)
        used |= self->columns[use] == heading->column;
      if (!used)
        note (self, ESP_GRADE_NOTE, 0, "left out",
              g_strdup_printf ("the column '%s' says nothing of groups", heading->name));
    }
  if (options->kind != NULL)
    return group_kind_find (self->study, options->kind, NULL, &self->kind, NULL, error);
  return self->columns[USE_KIND] > 0 || only_kind (self, error);
}

/* ---- rows */

/* The group as the study has it, made where it is new. NULL with an error for a kind that is not
 * there, or a name that it cannot have. */
static Named *
named_group (Import *self, const char *kind, const char *name, GError **error)
{
  g_autofree char *own_kind = NULL, *own = NULL;
  if (!group_normal (self->study, kind, name, NULL, &own_kind, &own, error))
    return NULL;
  g_autofree char *both = g_strdup_printf ("%s: %s", own_kind, own);
  g_autofree char *folded = text_fold_name (both);
  Named *named = g_hash_table_lookup (self->by_name, folded);
  if (named != NULL)
    return named;
  const EspGroup *there = g_hash_table_lookup (self->there, folded);
  Uuid id;
  if (!group_ensure (self->study, own_kind, there != NULL ? there->name : own, &id, error))
    return NULL;
  named = g_new0 (Named, 1);
  named->id = id;
  named->group.kind = g_steal_pointer (&own_kind);
  named->group.name = there != NULL ? g_strdup (there->name) : g_steal_pointer (&own);
  named->group.members = there != NULL ? g_ptr_array_ref (there->members) : g_ptr_array_new ();
  named->said = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_ptr_array_add (self->named, named);
  g_hash_table_insert (self->by_name, g_steal_pointer (&folded), named);
  self->report->groups += there == NULL;
  return named;
}

static const EspGroupMember *
member_before (const Named *named, const char *label)
{
  for (guint i = 0; i < named->group.members->len; i++)
    {
      const EspGroupMember *member = named->group.members->pdata[i];
      if (g_str_equal (member->label, label))
        return member;
    }
  return NULL;
}

/* A member that the study has already: the same, or as something else. */
static void
take_known (const Import *self, guint row, const Named *named, const EspGroupMember *before,
            const char *part)
{
  const gboolean is_same = *part == '\0' || text_same_name (part, before->part);
  EspImportedMember *member = member_report (self, row, &named->group, before->label, part,
                                             is_same ? ESP_MEMBER_SAME : ESP_MEMBER_KEPT);
  g_free (member->now);
  member->now = g_strdup (before->part);
  member->present = before->present;
  if (!is_same)
    note (self, ESP_GRADE_WARNING, row, "kept as it is",
          g_strdup_printf ("row %u: %s is in '%s' as '%s' in the study, as '%s' in the file", row,
                           before->label, named->group.name, before->part, part));
}

static gboolean
take_member (const Import *self, guint row, const Named *named, const char *label,
             gboolean is_present, const char *part, GError **error)
{
  const char *said = g_hash_table_lookup (named->said, label);
  const EspGroupMember *before = member_before (named, label);
  if (said != NULL && !text_same_name (said, part))
    note (self, ESP_GRADE_WARNING, row, "the first one counts",
          g_strdup_printf ("row %u: %s is in '%s' twice, as '%s' and as '%s'", row, label,
                           named->group.name, said, part));
  if (said != NULL)
    return TRUE;
  g_hash_table_insert (named->said, g_strdup (label), g_strdup (part));
  if (before != NULL)
    {
      take_known (self, row, named, before, part);
      return TRUE;
    }
  EspImportedMember *member
      = member_report (self, row, &named->group, label, part, ESP_MEMBER_ADDED);
  member->present = is_present;
  return group_member_ensure (self->study, &named->group, &named->id, label, part, error);
}

static void
refuse (Import *self, guint row, const char *kind, const char *name, const char *label,
        char *what_taken)
{
  char *no_kind = g_strdup (kind), *no_name = g_strdup (name);
  const EspGroup group = { no_kind, no_name, NULL };
  member_report (self, row, &group, label, "", ESP_MEMBER_REFUSED);
  note (self, ESP_GRADE_REFUSED, row, "left out", what_taken);
  g_free (no_kind);
  g_free (no_name);
}

static char *
cell_words (const Import *self, guint from, guint to, guint use)
{
  const SheetCell *cell
      = self->columns[use] > 0 ? sheet_find (self->sheet, from, to, self->columns[use]) : NULL;
  return cell != NULL && !cell->is_error ? text_fold_label (cell->text) : g_strdup ("");
}

/* A group may be written with its kind, 'region: South', as the study prints it: then that is its
 * kind. What there is to say, where the row or the person says another one; NULL: nothing. */
static char *
part_kind (const Import *self, char **kind, char **name)
{
  const char *colon = strchr (*name, ':');
  g_autofree char *first = colon != NULL ? g_strndup (*name, (gsize)(colon - *name)) : NULL,
                  *own = NULL;
  if (colon == NULL || !group_kind_find (self->study, first, NULL, &own, NULL, NULL))
    return NULL;
  if (**kind != '\0' && !text_same_name (*kind, own))
    return g_strdup_printf ("'%s' is of the kind '%s', and not of '%s'", *name, own, *kind);
  char *rest = g_strstrip (g_strdup (colon + 1));
  g_free (*name);
  g_free (*kind);
  *name = rest;
  *kind = g_steal_pointer (&own);
  return NULL;
}

/* FALSE only when the study cannot be written. */
static gboolean
take_row (Import *self, guint from, guint to, GError **error)
{
  const guint row = g_array_index (self->sheet->cells, SheetCell, from).row;
  g_autofree char *name = cell_words (self, from, to, USE_GROUP);
  g_autofree char *written = cell_words (self, from, to, USE_CASE);
  g_autofree char *part = cell_words (self, from, to, USE_PART);
  g_autofree char *kind
      = self->kind != NULL ? g_strdup (self->kind) : cell_words (self, from, to, USE_KIND);
  g_autofree char *label = NULL, *why = NULL, *other = part_kind (self, &kind, &name);
  gboolean corrected;
  const char *empty = *name == '\0' ? "group" : *written == '\0' ? "case" : *kind ? NULL : "kind";
  if (empty != NULL)
    {
      refuse (self, row, kind, name, written, g_strdup_printf ("row %u has no %s", row, empty));
      return TRUE;
    }
  if (other != NULL)
    {
      refuse (self, row, kind, name, written, g_strdup_printf ("row %u: %s", row, other));
      return TRUE;
    }
  const RosterFind found = roster_find (self->roster, written, &label, &corrected, &why);
  if (found == ROSTER_NONE)
    {
      g_autofree char *trouble = roster_trouble (self->roster, written, why);
      refuse (self, row, kind, name, personal_label (written) ? "" : written,
              g_strdup_printf ("row %u: %s", row, trouble));
      return TRUE;
    }
  g_autoptr (GError) no_group = NULL;
  const Named *named = named_group (self, kind, name, &no_group);
  if (named == NULL && no_group->code != ESP_ERROR_NOT_FOUND && no_group->code != ESP_ERROR_INPUT)
    {
      g_propagate_error (error, g_steal_pointer (&no_group));
      return FALSE;
    }
  if (named == NULL)
    {
      refuse (self, row, kind, name, label, g_strdup_printf ("row %u: %s", row, no_group->message));
      return TRUE;
    }
  if (corrected)
    {
      g_autofree char *done = g_strdup_printf ("read as '%s'", label);
      note (self, ESP_GRADE_WARNING, row, done,
            g_strdup_printf ("row %u: the label is written '%s'", row, written));
    }
  return take_member (self, row, named, label, found == ROSTER_CASE, part, error);
}

/* Members in the study that the file, which names their group, has not. */
static void
note_missing (const Import *self)
{
  for (guint i = 0; i < self->named->len; i++)
    {
      const Named *named = self->named->pdata[i];
      for (guint m = 0; m < named->group.members->len; m++)
        {
          const EspGroupMember *before = named->group.members->pdata[m];
          if (g_hash_table_contains (named->said, before->label))
            continue;
          EspImportedMember *member
              = member_report (self, 0, &named->group, before->label, "", ESP_MEMBER_NOT_IN);
          g_free (member->now);
          member->now = g_strdup (before->part);
          member->present = before->present;
          note (self, ESP_GRADE_NOTE, 0, "it stays",
                g_strdup_printf ("%s is in '%s: %s' and not in the file", before->label,
                                 named->group.kind, named->group.name));
        }
    }
}

/* ---- the whole */

static gboolean
read_sheet (Import *self, const char *file, GError **error)
{
  const SheetOptions options = { self->options->sheet, self->options->encoding };
  self->sheet = sheet_read_file (file, &options, error);
  if (self->sheet == NULL)
    return FALSE;
  self->report = g_new0 (EspGroupReport, 1);
  self->report->sheet = g_strdup (self->sheet->name);
  self->report->members = g_ptr_array_new_with_free_func (imported_member_free);
  self->report->findings = g_ptr_array_ref (self->sheet->findings);
  return TRUE;
}

static gboolean
load_study (Import *self, GError **error)
{
  self->named = g_ptr_array_new_with_free_func (named_free);
  self->by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->roster = roster_load (self->study, error);
  self->there = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->groups = self->roster != NULL ? esp_groups (self->study, error) : NULL;
  for (guint i = 0; self->groups != NULL && i < self->groups->len; i++)
    {
      EspGroup *group = self->groups->pdata[i];
      g_autofree char *both = group_display (group);
      g_hash_table_insert (self->there, text_fold_name (both), group);
    }
  return self->groups != NULL;
}

EspGroupReport *
esp_groups_import (EspStudy *study, const char *file, const EspGroupOptions *options,
                   GError **error)
{
  static const EspGroupOptions none = { 0 };
  g_auto (Import) self = { .study = study, .options = options != NULL ? options : &none };
  if (!store_in_change (study, error) || !load_study (&self, error))
    return NULL;
  if (!read_sheet (&self, file, error) || !read_headings (&self, error))
    {
      g_prefix_error (error, "cannot import '%s': ", file);
      return NULL;
    }
  for (guint from = self.headings->first_row, to; sheet_row (self.sheet, from, &to); from = to)
    if (!take_row (&self, from, to, error))
      return NULL;
  note_missing (&self);
  return g_steal_pointer (&self.report);
}

/* espalier merge: joins what colleagues did in their copies.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"
#include "cli/merge_words.h"
#include "cli/terminal.h"
#include "cli/wording.h"

#include <stdio.h>

/* ---- for people */

/* One line, also in the middle of a report. */
static void G_GNUC_PRINTF (1, 2) say_line (const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *line = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  terminal_print (STYLE_PLAIN, line);
  putchar ('\n');
}

/* Whose copy it is: the only person who did something in it; NULL when that cannot be told. */
static const char *
owner_of (const EspMerge *merge)
{
  return merge->people->len == 1 ? ((const EspMergePerson *)merge->people->pdata[0])->coder : NULL;
}

static void
say_lacking (const EspMerge *merge, const char *copy)
{
  if (merge->unseen == 0)
    return;
  g_autofree char *changes = wording_count (merge->unseen, "change");
  const char *owner = owner_of (merge);
  say_line ("'%s' lacks %s of this study: send this study back, or let %s merge it", copy, changes,
            owner != NULL ? owner : "its owner");
}

static void
say_nothing_new (const EspMerge *merge, const char *copy)
{
  g_autofree char *changes = wording_count (merge->unseen, "change");
  if (merge->unseen > 0)
    say_line ("nothing new in '%s' (it has not seen %s of yours: send this study back)", copy,
              changes);
  else
    say_line ("nothing new in '%s': it and this study have the same history", copy);
}

static void
say_merge (Call *call, const EspMerge *merge, const char *copy)
{
  for (guint i = 0; i < merge->notes->len; i++)
    call_warn (call, "note: %s", (const char *)merge->notes->pdata[i]);
  if (call->quiet)
    return;
  if (merge->changes == 0)
    {
      say_nothing_new (merge, copy);
      return;
    }
  g_autofree char *changes = wording_count (merge->changes, "change");
  if (call->dry_run)
    say_line ("dry run, nothing is stored: merging '%s' would bring %s", copy, changes);
  else
    say_line ("merged '%s': %s", copy, changes);
  for (guint i = 0; i < merge->people->len; i++)
    {
      g_autofree char *person = merge_words_person (merge->people->pdata[i], call->dry_run);
      say_line ("  %s", person);
    }
  for (guint i = 0; i < merge->texts->len; i++)
    {
      g_autofree char *text = merge_words_text (merge->texts->pdata[i], call->dry_run);
      say_line ("  %s", text);
    }
  if (merge->conflicts->len > 0)
    {
      g_autofree char *conflicts = merge_words_conflicts (merge->conflicts);
      if (call->dry_run)
        say_line ("  there would be %s", conflicts);
      else
        say_line ("  %s; 'espalier conflicts' shows both sides", conflicts);
    }
  if (!call->dry_run)
    say_lacking (merge, copy);
}

/* ---- for programs */

static json_t *
counts_json (const GArray *counts)
{
  json_t *object = json_object ();
  for (guint i = 0; i < counts->len; i++)
    {
      const EspCount *count = &g_array_index (counts, EspCount, i);
      json_object_set_new (object, count->what, json_integer (count->n));
    }
  return object;
}

static json_t *
people_json (const GPtrArray *people)
{
  json_t *array = json_array ();
  for (guint i = 0; i < people->len; i++)
    {
      const EspMergePerson *person = people->pdata[i];
      json_array_append_new (
          array, json_pack ("{s:o, s:i, s:o, s:o, s:o}", "coder", table_json_text (person->coder),
                            "changes", (int)person->changes, "added", counts_json (person->added),
                            "altered", counts_json (person->altered), "removed",
                            counts_json (person->removed)));
    }
  return array;
}

static json_t *
conflicts_json (const GPtrArray *conflicts)
{
  json_t *array = json_array ();
  for (guint i = 0; i < conflicts->len; i++)
    {
      const EspConflict *conflict = conflicts->pdata[i];
      json_array_append_new (array,
                             json_pack ("{s:o, s:o, s:o}", "id", table_json_text (conflict->id),
                                        "kind", table_json_text (conflict->kind), "subject",
                                        table_json_text (conflict->subject)));
    }
  return array;
}

static json_t *
texts_json (const GPtrArray *texts)
{
  json_t *array = json_array ();
  for (guint i = 0; i < texts->len; i++)
    {
      const EspMergeText *text = texts->pdata[i];
      json_t *coders = json_array ();
      for (guint k = 0; k < text->coders->len; k++)
        json_array_append_new (coders, table_json_text (text->coders->pdata[k]));
      json_array_append_new (array, json_pack ("{s:o, s:o, s:i}", "document",
                                               table_json_text (text->document), "corrected_by",
                                               coders, "to_look_at", (int)text->to_look_at));
    }
  return array;
}

static json_t *
merge_json (const EspMerge *merge, const char *copy)
{
  json_t *notes = json_array ();
  for (guint i = 0; i < merge->notes->len; i++)
    json_array_append_new (notes, table_json_text (merge->notes->pdata[i]));
  return json_pack ("{s:o, s:i, s:i, s:o, s:o, s:o, s:o}", "copy", table_json_text (copy),
                    "changes", (int)merge->changes, "unseen", (int)merge->unseen, "people",
                    people_json (merge->people), "notes", notes, "texts", texts_json (merge->texts),
                    "conflicts", conflicts_json (merge->conflicts));
}

/* ---- merging */

typedef struct
{
  guint merged;       /* copies joined, those with nothing new too */
  json_t *copies;     /* an answer for each of them */
  json_t *refused;    /* and for each that was refused */
  GPtrArray *reasons; /* GError: why, in the order of the copies */
} Merging;

static void
merging_clear (Merging *merging)
{
  json_decref (merging->copies);
  json_decref (merging->refused);
  g_ptr_array_unref (merging->reasons);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Merging, merging_clear)

static void
merge_one (Call *call, Merging *merging, const char *copy)
{
  GError *reason = NULL;
  g_autoptr (EspMerge) merge = esp_merge (call->study, copy, call->coder, call->dry_run, &reason);
  if (merge == NULL)
    {
      json_array_append_new (merging->refused,
                             json_pack ("{s:o, s:o}", "copy", table_json_text (copy), "why",
                                        table_json_text (reason->message)));
      g_ptr_array_add (merging->reasons, reason);
      return;
    }
  merging->merged++;
  if (call->json)
    json_array_append_new (merging->copies, merge_json (merge, copy));
  else
    say_merge (call, merge, copy);
}

/* What was refused does not take back what was merged. */
static gboolean
tell_refused (Call *call, const Merging *merging, GError **error)
{
  if (merging->reasons->len == 0)
    return TRUE;
  if (merging->merged == 0 && merging->reasons->len == 1)
    {
      g_propagate_error (error, g_error_copy (merging->reasons->pdata[0]));
      return FALSE;
    }
  fflush (stdout);
  for (guint i = 0; i < merging->reasons->len; i++)
    {
      g_autofree char *why
          = wording_message (((const GError *)merging->reasons->pdata[i])->message);
      fprintf (stderr, "espalier: not merged: %s\n", why);
    }
  call->status = merging->merged > 0 ? STATUS_IN_PART : STATUS_FAILED;
  return TRUE;
}

static gboolean
run (Call *call, GError **error)
{
  if (!call_begin (call, NULL, 1, -1, error))
    return FALSE;
  g_auto (Merging) merging
      = { .copies = json_array (),
          .refused = json_array (),
          .reasons = g_ptr_array_new_with_free_func ((GDestroyNotify)g_error_free) };
  for (guint i = 0; i < call->n_arguments; i++)
    merge_one (call, &merging, call->arguments[i]);
  if (call->json && merging.merged > 0)
    call_json (call, json_pack ("{s:O, s:O, s:b}", "copies", merging.copies, "refused",
                                merging.refused, "dry_run", call->dry_run));
  return tell_refused (call, &merging, error);
}

const Command command_merge = {
  .name = "merge",
  .stage = "study",
  .about = "join what colleagues did in their copies of the study",
  .usage = "COPY …",
  .example = "espalier merge copies/care-C2.espalier",
  .needs = STUDY_MERGE,
  .run = run,
};

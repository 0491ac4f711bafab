/* The numbers in labels: which are missing between others, and what stands twice. A label that
 * somebody typed wrong, or a recording that was not transcribed, shows here first.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/store.h"
#include "study/label.h"

void
esp_label_note_free (EspLabelNote *note)
{
  if (note == NULL)
    return;
  g_free (note->first);
  g_free (note->last);
  g_free (note->kind);
  g_free (note->beside);
  g_free (note);
}

static void
note_add (GPtrArray *notes, EspLabelsWhat what, char *first_taken, char *last_taken, guint64 count,
          const char *kind, char *beside_taken)
{
  EspLabelNote *note = g_new0 (EspLabelNote, 1);
  *note = (EspLabelNote){ what, first_taken, last_taken, count, g_strdup (kind), beside_taken };
  g_ptr_array_add (notes, note);
}

/* ---- numbers */

/* By scheme and what stands around the number, then by number. */
static int
label_compare (gconstpointer a, gconstpointer b)
{
  const Label *one = *(Label *const *)a, *other = *(Label *const *)b;
  int order = memcmp (one->scheme_id.bytes, other->scheme_id.bytes, sizeof one->scheme_id.bytes);
  if (order == 0)
    order = g_strcmp0 (one->before, other->before);
  if (order == 0)
    order = g_strcmp0 (one->after, other->after);
  if (order == 0)
    order = (one->number > other->number) - (one->number < other->number);
  return order != 0 ? order : g_strcmp0 (one->canonical, other->canonical);
}

static gboolean
are_one_row (const Label *one, const Label *other)
{
  return uuid_equal (&one->scheme_id, &other->scheme_id) && g_str_equal (one->before, other->before)
         && g_str_equal (one->after, other->after);
}

/* Label: of the cases that have a number; as their own scheme reads them. */
static GPtrArray *
load_labels (EspStudy *study, GError **error)
{
  g_autoptr (LabelSchemes) schemes = label_schemes_load (study, error);
  if (schemes == NULL)
    return NULL;
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func ((GDestroyNotify)label_free);
  g_autoptr (Query) query = store_query (
      study, "SELECT label FROM study_case WHERE gone = 0 AND scheme_id IS NOT NULL");
  while (query_step (query, error))
    {
      g_autoptr (Label) label = NULL;
      if (label_read (schemes, query_text (query, 0), &label, NULL) && label->before != NULL)
        {
          /* The case's label, should the scheme write it otherwise now. */
          g_free (label->canonical);
          label->canonical = g_strdup (query_text (query, 0));
          g_ptr_array_add (labels, g_steal_pointer (&label));
        }
    }
  return query_failed (query) ? NULL : g_steal_pointer (&labels);
}

/* The label of a row with another number. */
static char *
label_numbered (const Label *like, guint64 number)
{
  return g_strdup_printf ("%s%0*" G_GUINT64_FORMAT "%s", like->before, (int)like->digits, number,
                          like->after);
}

static void
note_numbers (GPtrArray *notes, GPtrArray *labels, EspLabelsWhat what)
{
  for (guint i = 1; i < labels->len; i++)
    {
      const Label *one = labels->pdata[i - 1], *next = labels->pdata[i];
      if (!are_one_row (one, next))
        continue;
      if (what == ESP_LABELS_MISSING && next->number > one->number + 1)
        note_add (notes, what, label_numbered (one, one->number + 1),
                  label_numbered (one, next->number - 1), next->number - one->number - 1, "",
                  g_strdup_printf ("%s, %s", one->canonical, next->canonical));
      if (what == ESP_LABELS_ONE_NUMBER && next->number == one->number)
        note_add (notes, what, g_strdup (one->canonical), g_strdup (next->canonical), 2, "",
                  g_strdup (""));
    }
}

/* ---- documents */

static gboolean
note_documents (EspStudy *study, GPtrArray *notes, GError **error)
{
  g_autoptr (Query) query = store_query (
      study, "SELECT c.label, d.kind, count (*), group_concat (d.name, ', ') FROM (SELECT case_id,"
             " kind, name FROM document WHERE gone = 0 AND case_id IS NOT NULL ORDER BY name, id) d"
             " JOIN study_case c ON c.id = d.case_id AND c.gone = 0 GROUP BY c.id, d.kind"
             " HAVING count (*) > 1 ORDER BY c.label, d.kind");
  while (query_step (query, error))
    note_add (notes, ESP_LABELS_SEVERAL, g_strdup (query_text (query, 0)),
              g_strdup (query_text (query, 0)), (guint64)query_int (query, 2),
              query_text (query, 1), g_strdup (query_text (query, 3)));
  return !query_failed (query);
}

GPtrArray *
esp_label_notes (EspStudy *study, GError **error)
{
  g_autoptr (GPtrArray) labels = load_labels (study, error);
  if (labels == NULL)
    return NULL;
  g_autoptr (GPtrArray) notes
      = g_ptr_array_new_with_free_func ((GDestroyNotify)esp_label_note_free);
  g_ptr_array_sort (labels, label_compare);
  note_numbers (notes, labels, ESP_LABELS_MISSING);
  note_numbers (notes, labels, ESP_LABELS_ONE_NUMBER);
  return note_documents (study, notes, error) ? g_steal_pointer (&notes) : NULL;
}

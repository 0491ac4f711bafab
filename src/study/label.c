/* Labels of participants, read by the study's label schemes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/label.h"
#include "base/pattern.h"
#include "base/text.h"
#include "store/store.h"
#include "study/attribute.h"

typedef struct
{
  const Attribute *attribute;
  char *value;
} Derived;

typedef struct
{
  Uuid id;
  char *code, *name;
  GArray *derived; /* Derived */
} CodeValue;

typedef struct
{
  Uuid id;
  char *name;
  const Attribute *attribute; /* NULL: the part means nothing more */
  GPtrArray *values;          /* CodeValue; empty: what is read is the value */
} Part;

typedef struct
{
  Uuid id;
  char *canonical;
  Pattern *whole;  /* matches a label and nothing else */
  Pattern *inside; /* finds a label in a longer text */
  GPtrArray *parts;
} Scheme;

struct _LabelSchemes
{
  GPtrArray *attributes; /* Attribute */
  GPtrArray *schemes;    /* Scheme, in order */
};

/* ---- loading */

static void
derived_clear (gpointer data)
{
  g_free (((Derived *)data)->value);
}

static void
code_value_free (gpointer data)
{
  CodeValue *value = data;
  g_free (value->code);
  g_free (value->name);
  g_array_unref (value->derived);
  g_free (value);
}

static void
part_free (gpointer data)
{
  Part *part = data;
  g_free (part->name);
  g_ptr_array_unref (part->values);
  g_free (part);
}

static void
scheme_free (gpointer data)
{
  Scheme *scheme = data;
  g_free (scheme->canonical);
  pattern_free (scheme->whole);
  pattern_free (scheme->inside);
  g_ptr_array_unref (scheme->parts);
  g_free (scheme);
}

void
label_schemes_free (LabelSchemes *schemes)
{
  if (!schemes)
    return;
  g_ptr_array_unref (schemes->schemes);
  g_ptr_array_unref (schemes->attributes);
  g_free (schemes);
}

static const Attribute *
attribute_by_id (const LabelSchemes *schemes, const Uuid *id)
{
  for (guint i = 0; i < schemes->attributes->len; i++)
    {
      const Attribute *attribute = g_ptr_array_index (schemes->attributes, i);
      if (uuid_equal (&attribute->id, id))
        return attribute;
    }
  return NULL;
}

/* The pattern without the anchors at its ends. */
static char *
without_anchors (const char *pattern)
{
  gsize from = 0, to = strlen (pattern);
  if (pattern[0] == '^')
    from = 1;
  else if (g_str_has_prefix (pattern, "\\A"))
    from = 2;
  gsize mark = to;
  if (to > from && pattern[to - 1] == '$')
    mark = to - 1;
  else if (to > from + 1
           && (g_str_has_suffix (pattern, "\\z") || g_str_has_suffix (pattern, "\\Z")))
    mark = to - 2;
  gsize escapes = 0; /* "\$" is a dollar sign, "\\$" a backslash and an anchor */
  while (mark > from + escapes && pattern[mark - 1 - escapes] == '\\')
    escapes++;
  if (escapes % 2 == 0)
    to = mark;
  return g_strndup (pattern + from, to - from);
}

/* A pattern that must stand at its place as it is (with verbs at its start, say) finds whole texts
 * only. */
static Pattern *
inside_new (const char *pattern, GError **error)
{
  g_autofree char *bare = without_anchors (pattern);
  g_autofree char *between = g_strdup_printf ("(?<![\\p{L}\\p{N}])(?:%s)(?![\\p{L}\\p{N}])", bare);
  Pattern *inside = pattern_new (between, PATTERN_PLAIN, NULL);
  return inside ? inside : pattern_new (pattern, PATTERN_WHOLE, error);
}

static gboolean
load_schemes (LabelSchemes *schemes, EspStudy *study, GHashTable *by_id, GError **error)
{
  g_autoptr (Query) query
      = store_query (study, "SELECT id, pattern, canonical, name FROM label_scheme"
                            " WHERE gone = 0 ORDER BY sort_key, id");
  while (query_step (query, error))
    {
      Scheme *scheme = g_new0 (Scheme, 1);
      scheme->parts = g_ptr_array_new_with_free_func (part_free);
      g_ptr_array_add (schemes->schemes, scheme);
      scheme->id = query_uuid (query, 0);
      scheme->canonical = g_strdup (query_text (query, 2));
      scheme->whole = pattern_new (query_text (query, 1), PATTERN_WHOLE, error);
      scheme->inside = scheme->whole ? inside_new (query_text (query, 1), error) : NULL;
      if (!scheme->inside)
        {
          g_prefix_error (error, "in the label scheme '%s': ", query_text (query, 3));
          return FALSE;
        }
      g_hash_table_insert (by_id, &scheme->id, scheme);
    }
  return !query_failed (query);
}

static gboolean
load_parts (const LabelSchemes *schemes, EspStudy *study, GHashTable *by_id, GError **error)
{
  g_autoptr (Query) query
      = store_query (study, "SELECT id, scheme_id, name, attribute_id FROM label_part"
                            " WHERE gone = 0 ORDER BY sort_key, id");
  while (query_step (query, error))
    {
      const Uuid scheme_id = query_uuid (query, 1), attribute_id = query_uuid (query, 3);
      const Scheme *scheme = g_hash_table_lookup (by_id, &scheme_id);
      if (!scheme)
        continue;
      Part *part = g_new0 (Part, 1);
      part->id = query_uuid (query, 0);
      part->name = g_strdup (query_text (query, 2));
      part->attribute = attribute_by_id (schemes, &attribute_id);
      part->values = g_ptr_array_new_with_free_func (code_value_free);
      g_ptr_array_add (scheme->parts, part);
      g_hash_table_insert (by_id, &part->id, part);
    }
  return !query_failed (query);
}

static gboolean
load_values (EspStudy *study, GHashTable *by_id, GError **error)
{
  g_autoptr (Query) query = store_query (study, "SELECT id, part_id, code, name FROM label_value"
                                                " WHERE gone = 0 ORDER BY sort_key, id");
  while (query_step (query, error))
    {
      const Uuid part_id = query_uuid (query, 1);
      const Part *part = g_hash_table_lookup (by_id, &part_id);
      if (!part)
        continue;
      CodeValue *value = g_new0 (CodeValue, 1);
      value->id = query_uuid (query, 0);
      value->code = g_strdup (query_text (query, 2));
      value->name = g_strdup (query_text (query, 3));
      value->derived = g_array_new (FALSE, FALSE, sizeof (Derived));
      g_array_set_clear_func (value->derived, derived_clear);
      g_ptr_array_add (part->values, value);
      g_hash_table_insert (by_id, &value->id, value);
    }
  return !query_failed (query);
}

static gboolean
load_derived (const LabelSchemes *schemes, EspStudy *study, GHashTable *by_id, GError **error)
{
  g_autoptr (Query) query
      = store_query (study, "SELECT label_value_id, attribute_id, value FROM label_derived"
                            " WHERE gone = 0 ORDER BY id");
  while (query_step (query, error))
    {
      const Uuid value_id = query_uuid (query, 0), attribute_id = query_uuid (query, 1);
      const CodeValue *value = g_hash_table_lookup (by_id, &value_id);
      const Attribute *attribute = attribute_by_id (schemes, &attribute_id);
      if (!value || !attribute)
        continue;
      const Derived derived = { attribute, g_strdup (query_text (query, 2)) };
      g_array_append_val (value->derived, derived);
    }
  return !query_failed (query);
}

LabelSchemes *
label_schemes_load (EspStudy *study, GError **error)
{
  GPtrArray *attributes = attributes_load (study, error);
  if (!attributes)
    return NULL;
  g_autoptr (LabelSchemes) schemes = g_new0 (LabelSchemes, 1);
  schemes->attributes = attributes;
  schemes->schemes = g_ptr_array_new_with_free_func (scheme_free);
  /* Ids of schemes, parts and values alike: they are never the same. */
  g_autoptr (GHashTable) by_id = g_hash_table_new (uuid_hash, uuid_equal_func);
  if (!load_schemes (schemes, study, by_id, error) || !load_parts (schemes, study, by_id, error)
      || !load_values (study, by_id, error) || !load_derived (schemes, study, by_id, error))
    return NULL;
  return g_steal_pointer (&schemes);
}

guint
label_schemes_count (const LabelSchemes *schemes)
{
  return schemes->schemes->len;
}

gboolean
label_schemes_have_part (const LabelSchemes *schemes, const char *part)
{
  g_autofree char *braced = g_strdup_printf ("{%s}", part);
  for (guint i = 0; i < schemes->schemes->len; i++)
    {
      const Scheme *scheme = g_ptr_array_index (schemes->schemes, i);
      if (strstr (scheme->canonical, braced))
        return TRUE;
      for (guint j = 0; j < scheme->parts->len; j++)
        if (g_str_equal (((const Part *)scheme->parts->pdata[j])->name, part))
          return TRUE;
    }
  return FALSE;
}

/* ---- reading */

static void
fact_clear (gpointer data)
{
  g_free (((LabelFact *)data)->value);
}

void
label_free (Label *label)
{
  if (!label)
    return;
  g_free (label->canonical);
  g_array_unref (label->facts);
  g_free (label->before);
  g_free (label->after);
  g_hash_table_unref (label->parts);
  g_free (label);
}

static Label *
label_new (const Uuid *scheme)
{
  Label *label = g_new0 (Label, 1);
  label->scheme_id = *scheme;
  label->facts = g_array_new (FALSE, FALSE, sizeof (LabelFact));
  g_array_set_clear_func (label->facts, fact_clear);
  label->parts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return label;
}

Label *
label_plain (const char *text)
{
  Label *label = label_new (&UUID_NIL);
  label->canonical = text_fold_label (text);
  return label;
}

/* The first to say an attribute is right: a part itself before what follows from others comes first
 * in the definition. */
static void
label_add_fact (Label *label, const Attribute *attribute, char *value_taken)
{
  for (guint i = 0; i < label->facts->len; i++)
    if (uuid_equal (&g_array_index (label->facts, LabelFact, i).attribute_id, &attribute->id))
      {
        g_free (value_taken);
        return;
      }
  const LabelFact fact = { attribute->id, attribute->info.name, value_taken };
  g_array_append_val (label->facts, fact);
}

static const CodeValue *
part_value (const Part *part, const char *code)
{
  g_autofree char *folded = text_fold_name (code);
  const CodeValue *like = NULL;
  for (guint i = 0; i < part->values->len; i++)
    {
      const CodeValue *value = g_ptr_array_index (part->values, i);
      if (g_str_equal (value->code, code))
        return value;
      g_autofree char *own = text_fold_name (value->code);
      if (!like && g_str_equal (own, folded))
        like = value;
    }
  return like;
}

/* A part whose codes are listed. NULL with *why when `read` is none of them. */
static char *
decode_listed (const Part *part, const char *read, Label *label, char **why)
{
  const CodeValue *value = part_value (part, read);
  if (!value)
    {
      *why = g_strdup_printf ("the %s '%s' is not in the label scheme", part->name, read);
      return NULL;
    }
  if (part->attribute)
    label_add_fact (label, part->attribute, g_strdup (value->name));
  for (guint i = 0; i < value->derived->len; i++)
    {
      const Derived *derived = &g_array_index (value->derived, Derived, i);
      label_add_fact (label, derived->attribute, g_strdup (derived->value));
    }
  return g_strdup (value->code);
}

/* Reads one part into facts, and gives its code as the canonical label writes it. NULL with *why.
 */
static char *
decode_part (const Part *part, const PatternScan *scan, Label *label, char **why)
{
  g_autofree char *read = pattern_scan_group (scan, part->name);
  if (!read || *read == '\0')
    {
      if (part->values->len == 0)
        return g_strdup ("");
      *why = g_strdup_printf ("it has no %s", part->name);
      return NULL;
    }
  if (part->values->len > 0)
    return decode_listed (part, read, label, why);
  if (part->attribute)
    {
      g_autoptr (GError) error = NULL;
      char *value = attribute_normal (&part->attribute->info, read, &error);
      if (!value)
        {
          *why = g_strdup (error->message);
          return NULL;
        }
      label_add_fact (label, part->attribute, value);
    }
  return g_steal_pointer (&read);
}

#define MOST_DIGITS 18

/* Whether a part counts: its codes are not listed, and this one is a number. */
static gboolean
part_counts (const Scheme *scheme, const char *name, const char *code)
{
  for (guint i = 0; i < scheme->parts->len; i++)
    {
      const Part *part = g_ptr_array_index (scheme->parts, i);
      if (part->values->len > 0 && g_str_equal (part->name, name))
        return FALSE;
    }
  const gsize size = strlen (code);
  return size > 0 && size <= MOST_DIGITS && strspn (code, "0123456789") == size;
}

/* The code of a part; a named group that the definition says nothing of becomes a part as it was
 * read. */
static const char *
part_code (Label *label, const PatternScan *scan, const char *name)
{
  const char *code = g_hash_table_lookup (label->parts, name);
  if (code != NULL)
    return code;
  char *read = pattern_scan_group (scan, name);
  if (read == NULL)
    read = g_strdup ("");
  g_hash_table_insert (label->parts, g_strdup (name), read);
  return read;
}

/* Gives the label its canonical form, '{site}-{role}-{number}' with the codes in place of the
 * names, and finds the part that counts. */
static void
label_write (Label *label, const Scheme *scheme, const PatternScan *scan)
{
  g_autoptr (GString) canonical = g_string_new (NULL);
  gsize number = 0;
  for (const char *at = scheme->canonical; *at;)
    {
      const char *close = *at == '{' ? strchr (at, '}') : NULL;
      if (!close)
        {
          g_string_append_c (canonical, *at++);
          continue;
        }
      g_autofree char *name = g_strndup (at + 1, (gsize)(close - at - 1));
      const char *code = part_code (label, scan, name);
      if (part_counts (scheme, name, code))
        {
          number = canonical->len;
          label->digits = (guint)strlen (code);
        }
      g_string_append (canonical, code);
      at = close + 1;
    }
  if (label->digits > 0)
    {
      label->before = g_strndup (canonical->str, number);
      label->after = g_strdup (canonical->str + number + label->digits);
      g_autofree char *digits = g_strndup (canonical->str + number, label->digits);
      label->number = g_ascii_strtoull (digits, NULL, 10);
    }
  label->canonical = g_strdup (canonical->str);
}

static const CodeValue *
value_named (const Part *part, const char *name)
{
  for (guint i = 0; i < part->values->len; i++)
    {
      const CodeValue *value = g_ptr_array_index (part->values, i);
      if (g_str_equal (value->name, name))
        return value;
    }
  return NULL;
}

/* Adds what a part of the label says, or a person in its place, and what follows from that. */
static void
part_say (const Part *part, const Label *read, GHashTable *given, Label *label)
{
  const char *code = g_hash_table_lookup (read->parts, part->name);
  const char *said
      = part->attribute != NULL ? g_hash_table_lookup (given, &part->attribute->id) : NULL;
  const CodeValue *value = said != NULL   ? value_named (part, said)
                           : code != NULL ? part_value (part, code)
                                          : NULL;
  if (said != NULL)
    label_add_fact (label, part->attribute, g_strdup (said));
  else if (part->attribute != NULL && value != NULL)
    label_add_fact (label, part->attribute, g_strdup (value->name));
  for (guint i = 0; value != NULL && i < value->derived->len; i++)
    {
      const Derived *derived = &g_array_index (value->derived, Derived, i);
      label_add_fact (label, derived->attribute, g_strdup (derived->value));
    }
}

static const Scheme *
scheme_of (const LabelSchemes *schemes, const Label *label)
{
  for (guint i = 0; i < schemes->schemes->len; i++)
    {
      const Scheme *scheme = g_ptr_array_index (schemes->schemes, i);
      if (uuid_equal (&scheme->id, &label->scheme_id))
        return scheme;
    }
  return NULL;
}

GArray *
label_facts_given (const LabelSchemes *schemes, const Label *read, GHashTable *given)
{
  g_autoptr (Label) label = label_new (&read->scheme_id);
  const Scheme *scheme = scheme_of (schemes, read);
  for (guint i = 0; scheme != NULL && i < scheme->parts->len; i++)
    {
      const Part *part = g_ptr_array_index (scheme->parts, i);
      if (part->values->len > 0)
        part_say (part, read, given, label);
      else
        for (guint j = 0; part->attribute != NULL && j < read->facts->len; j++)
          {
            const LabelFact *fact = &g_array_index (read->facts, LabelFact, j);
            if (uuid_equal (&fact->attribute_id, &part->attribute->id))
              label_add_fact (label, part->attribute, g_strdup (fact->value));
          }
    }
  return g_array_ref (label->facts);
}

/* What a match means. `written` is the folded text that matched. */
static Label *
scheme_decode (const Scheme *scheme, const PatternScan *scan, const char *written, char **why)
{
  g_autoptr (Label) label = label_new (&scheme->id);
  for (guint i = 0; i < scheme->parts->len; i++)
    {
      Part *part = g_ptr_array_index (scheme->parts, i);
      char *code = decode_part (part, scan, label, why);
      if (!code)
        return NULL;
      g_hash_table_insert (label->parts, g_strdup (part->name), code);
    }
  label_write (label, scheme, scan);
  label->corrected = !g_str_equal (label->canonical, written);
  return g_steal_pointer (&label);
}

/* Hands out what was found, or why not. */
static gboolean
give (Label *found_taken, char *reason_taken, Label **label, char **why)
{
  g_autoptr (Label) found = found_taken;
  g_autofree char *reason = reason_taken;
  const gboolean is_label = found != NULL;
  if (label)
    *label = g_steal_pointer (&found);
  if (why)
    *why = is_label ? NULL : g_steal_pointer (&reason);
  return is_label;
}

gboolean
label_read (const LabelSchemes *schemes, const char *written, Label **label, char **why)
{
  g_autofree char *folded = text_fold_label (written);
  for (guint i = 0; i < schemes->schemes->len; i++)
    {
      const Scheme *scheme = g_ptr_array_index (schemes->schemes, i);
      g_autoptr (PatternScan) scan = pattern_scan_new (scheme->whole, folded, strlen (folded));
      g_autoptr (GError) error = NULL;
      gsize start, end;
      if (pattern_scan_next (scan, &start, &end, &error))
        {
          char *reason = NULL;
          Label *found = scheme_decode (scheme, scan, folded, &reason);
          return give (found, reason, label, why);
        }
      if (error)
        return give (NULL, g_strdup (error->message), label, why);
    }
  return give (NULL, NULL, label, why);
}

typedef struct
{
  Label *label;
  gsize start; /* of the label */
  char *why;   /* of the first that cannot be read */
  gsize why_start;
} Finding;

/* The first readable label of one scheme, where it stands before what was found. */
static void
scheme_find (const Scheme *scheme, const char *folded, Finding *best)
{
  g_autoptr (PatternScan) scan = pattern_scan_new (scheme->inside, folded, strlen (folded));
  gsize start, end;
  while (pattern_scan_next (scan, &start, &end, NULL) && (!best->label || start < best->start))
    {
      g_autofree char *written = g_strndup (folded + start, end - start);
      char *why = NULL;
      Label *label = scheme_decode (scheme, scan, written, &why);
      if (label)
        {
          label_free (best->label);
          best->label = label;
          best->start = start;
          return;
        }
      if (!best->why || start < best->why_start)
        {
          g_free (best->why);
          best->why = why;
          best->why_start = start;
        }
      else
        g_free (why);
    }
}

gboolean
label_find_in (const LabelSchemes *schemes, const char *text, Label **label, char **why)
{
  g_autofree char *folded = text_fold_label (text);
  Finding best = { 0 };
  for (guint i = 0; i < schemes->schemes->len; i++)
    scheme_find (g_ptr_array_index (schemes->schemes, i), folded, &best);
  return give (best.label, best.why, label, why);
}

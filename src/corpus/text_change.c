/* How one text of a document differs from another, turn by turn, for people to read.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"
#include "corpus/text_version.h"
#include "corpus/transcript.h"

#include <string.h>

/* Code points of what both texts have that are shown around a change, and how many stand between
 * two changes before something is left out there. */
#define AROUND_CP 50
#define BETWEEN_CP 120

static void
change_free (gpointer change)
{
  EspTextChange *one = change;
  g_free (one->where_before);
  g_free (one->where);
  g_free (one->speaker_before);
  g_free (one->speaker);
  g_ptr_array_unref (one->before);
  g_ptr_array_unref (one->after);
  g_free (one);
}

void
esp_text_changes_free (EspTextChanges *changes)
{
  if (changes == NULL)
    return;
  g_free (changes->document);
  g_free (changes->from_said);
  g_free (changes->to_said);
  g_ptr_array_unref (changes->changes);
  g_free (changes);
}

/* ---- one side of a change */

typedef struct
{
  const DocText *doc;
  gboolean is_after;
} TextSide;

static Span
span_on (const TextSide *side, const Stretch *stretch)
{
  return side->is_after ? stretch->after : stretch->before;
}

/* The turn that a place is in; a place on a line before a turn is of that one. */
static const TextItem *
home_item (const DocText *doc, gsize cp)
{
  const TextItem *item = doc_text_item (doc, cp),
                 *first = (const TextItem *)(gconstpointer)doc->items->data,
                 *end = first + doc->items->len;
  if (item == NULL)
    return first < end ? first : NULL;
  return item->end_cp < cp && item + 1 < end ? item + 1 : item;
}

/* With white space as one space. */
static char *
slice_on (const TextSide *side, gsize start_cp, gsize end_cp)
{
  g_autofree char *words = text_slice (side->doc->text, side->doc->index, start_cp, end_cp);
  GString *line = g_string_new (NULL);
  gboolean space = FALSE;
  for (const char *at = words; *at != '\0'; at = g_utf8_next_char (at))
    {
      const gunichar c = g_utf8_get_char (at);
      if (!g_unichar_isspace (c))
        g_string_append_unichar (line, c);
      else if (!space)
        g_string_append_c (line, ' ');
      space = g_unichar_isspace (c);
    }
  return g_string_free (line, FALSE);
}

/* Where a word begins at or behind a place, but not behind `most`. */
static gsize
word_after (const TextSide *side, gsize cp, gsize most)
{
  const TextIndex *index = side->doc->index;
  for (gsize at = cp; at < most; at++)
    if (g_unichar_isspace (g_utf8_get_char (side->doc->text + text_index_bytes (index, at))))
      return at + 1;
  return cp;
}

/* Where a word ends at or before a place, but not before `least`. */
static gsize
word_before (const TextSide *side, gsize cp, gsize least)
{
  const TextIndex *index = side->doc->index;
  for (gsize at = cp; at > least; at--)
    if (g_unichar_isspace (g_utf8_get_char (side->doc->text + text_index_bytes (index, at - 1))))
      return at - 1;
  return cp;
}

/* What both have between two changes; where that is long, its two ends. */
static char *
piece_between (const TextSide *side, gsize start_cp, gsize end_cp)
{
  if (end_cp - start_cp <= BETWEEN_CP)
    return slice_on (side, start_cp, end_cp);
  g_autofree char *first
      = slice_on (side, start_cp, word_before (side, start_cp + AROUND_CP, start_cp));
  g_autofree char *last = slice_on (side, word_after (side, end_cp - AROUND_CP, end_cp), end_cp);
  return g_strdup_printf ("%s … %s", first, last);
}

static char *
piece_first (const TextSide *side, gsize least, gsize end_cp)
{
  if (end_cp - least <= AROUND_CP)
    return slice_on (side, least, end_cp);
  g_autofree char *words = slice_on (side, word_after (side, end_cp - AROUND_CP, end_cp), end_cp);
  return g_strconcat ("… ", words, NULL);
}

static char *
piece_last (const TextSide *side, gsize start_cp, gsize most)
{
  if (most - start_cp <= AROUND_CP)
    return slice_on (side, start_cp, most);
  g_autofree char *words
      = slice_on (side, start_cp, word_before (side, start_cp + AROUND_CP, start_cp));
  return g_strconcat (words, " …", NULL);
}

/* Where the label of a turn begins that a place before its words is in: on the line of that place,
 * behind the turn before. */
static gsize
label_start (const TextSide *side, const TextItem *item, gsize cp)
{
  const gboolean is_first = item == (const TextItem *)(gconstpointer)side->doc->items->data;
  const gsize least = is_first ? 0 : item[-1].end_cp;
  gsize start = cp;
  for (; cp > least; cp--)
    {
      const gsize byte = text_index_bytes (side->doc->index, cp - 1);
      const gunichar c = g_utf8_get_char (side->doc->text + byte);
      if (c == '\n')
        break;
      start = g_unichar_isspace (c) ? start : cp - 1;
    }
  return start;
}

/* The words from the first to the last of some stretches, and what is around them in the turns that
 * they touch, a label whole; with `alone` nothing around them. */
static GPtrArray *
pieces_on (const TextSide *side, const Stretch *stretches, guint n, gboolean alone)
{
  GPtrArray *pieces = g_ptr_array_new_with_free_func (g_free);
  const Span head = span_on (side, &stretches[0]), tail = span_on (side, &stretches[n - 1]);
  const TextItem *first = home_item (side->doc, head.start_cp);
  const TextItem *last = home_item (side->doc, MAX (tail.end_cp, 1) - 1);
  const gsize least = first == NULL || alone             ? head.start_cp
                      : first->start_cp <= head.start_cp ? first->start_cp
                                                         : label_start (side, first, head.start_cp);
  const gsize most = last != NULL && !alone ? MAX (last->end_cp, tail.end_cp) : tail.end_cp;
  gsize at = head.start_cp;
  for (guint i = 0; i < n; i++)
    {
      const Span span = span_on (side, &stretches[i]);
      if (span.start_cp == span.end_cp)
        continue;
      g_ptr_array_add (pieces, pieces->len == 0 ? piece_first (side, least, span.start_cp)
                                                : piece_between (side, at, span.start_cp));
      g_ptr_array_add (pieces, slice_on (side, span.start_cp, span.end_cp));
      at = span.end_cp;
    }
  if (pieces->len > 0)
    g_ptr_array_add (pieces, piece_last (side, at, most));
  else
    {
      g_autofree char *before = piece_first (side, least, at),
                      *after = piece_last (side, at, MAX (most, at));
      g_ptr_array_add (pieces, g_strconcat (before, after, NULL));
    }
  return pieces;
}

/* ---- one change */

/* Whether what was put in or taken out is one or more whole turns: then the other text has nothing
 * to show there. */
static gboolean
is_nothing (const TextSide *side, const TextSide *other, const Stretch *stretches, guint n)
{
  const Span here
      = { span_on (side, &stretches[0]).start_cp, span_on (side, &stretches[n - 1]).end_cp },
      there
      = { span_on (other, &stretches[0]).start_cp, span_on (other, &stretches[n - 1]).end_cp };
  if (here.start_cp < here.end_cp)
    return FALSE;
  g_autofree char *words
      = text_slice (other->doc->text, other->doc->index, there.start_cp, there.end_cp);
  return strchr (words, '\n') != NULL;
}

static void
tell_place (const TextSide *side, const Stretch *stretches, guint n, char **where, char **speaker)
{
  const gsize start_cp = span_on (side, &stretches[0]).start_cp,
              end_cp = span_on (side, &stretches[n - 1]).end_cp;
  const TextItem *item = home_item (side->doc, start_cp);
  const gsize from_cp = item != NULL ? MAX (start_cp, item->start_cp) : start_cp;
  *where = doc_text_where (side->doc, MIN (from_cp, item != NULL ? item->end_cp - 1 : from_cp),
                           MAX (end_cp, from_cp + 1));
  *speaker = g_strdup (item != NULL ? item->speaker : "");
}

static void
fill_side (const TextSide *side, const TextSide *other, const Stretch *stretches, guint n,
           char **where, char **speaker, GPtrArray **pieces)
{
  if (is_nothing (side, other, stretches, n))
    {
      *where = g_strdup ("");
      *speaker = g_strdup ("");
      *pieces = g_ptr_array_new_with_free_func (g_free);
      return;
    }
  tell_place (side, stretches, n, where, speaker);
  *pieces = pieces_on (side, stretches, n, is_nothing (other, side, stretches, n));
}

/* Two turns that are one, before and after. */
typedef struct
{
  const TextItem *old, *new;
} TurnPair;

/* A change, and where it is in both texts. */
typedef struct
{
  gsize after_cp, before_cp;
  EspTextChange *change;
} Told;

/* What differs, as it is found. */
typedef struct
{
  TextSide old, new;
  GArray *told;      /* Told */
  GHashTable *pairs; /* TurnPair: of what was told already */
} Collecting;

static guint
pair_hash (gconstpointer pair)
{
  const TurnPair *one = pair;
  return g_direct_hash (one->old) * 31 + g_direct_hash (one->new);
}

static gboolean
pair_equal (gconstpointer a, gconstpointer b)
{
  const TurnPair *one = a, *other = b;
  return one->old == other->old && one->new == other->new;
}

static EspTextChange *
told_new (const Collecting *all, gsize before_cp, gsize after_cp)
{
  EspTextChange *change = g_new0 (EspTextChange, 1);
  const Told told = { after_cp, before_cp, change };
  g_array_append_val (all->told, told);
  return change;
}

static void
add_change (const Collecting *all, const Stretch *stretches, guint n)
{
  const gsize before_cp = stretches->before.start_cp, after_cp = stretches->after.start_cp;
  const TurnPair pair = { home_item (all->old.doc, before_cp), home_item (all->new.doc, after_cp) };
  EspTextChange *change = told_new (all, before_cp, after_cp);
  g_hash_table_add (all->pairs, g_memdup2 (&pair, sizeof pair));
  fill_side (&all->old, &all->new, stretches, n, &change->where_before, &change->speaker_before,
             &change->before);
  fill_side (&all->new, &all->old, stretches, n, &change->where, &change->speaker, &change->after);
}

/* Words that both texts have, and that were one's and are another's. */
static void
add_passed (const Collecting *all, const TurnPair *pair, gsize before_cp, gsize after_cp,
            gsize length_cp)
{
  const Stretch same = { { before_cp, before_cp + length_cp }, { after_cp, after_cp + length_cp } };
  EspTextChange *change = told_new (all, before_cp, after_cp);
  g_hash_table_add (all->pairs, g_memdup2 (pair, sizeof *pair));
  tell_place (&all->old, &same, 1, &change->where_before, &change->speaker_before);
  tell_place (&all->new, &same, 1, &change->where, &change->speaker);
  change->before = g_ptr_array_new_with_free_func (g_free);
  change->after = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (change->before,
                   piece_between (&all->old, same.before.start_cp, same.before.end_cp));
  g_ptr_array_add (change->after,
                   piece_between (&all->new, same.after.start_cp, same.after.end_cp));
}

/* ---- all of them */

static gboolean
same_turns (const DocText *old, const DocText *new, const Stretch *a, const Stretch *b)
{
  return home_item (old, a->before.start_cp) == home_item (old, b->before.start_cp)
         && home_item (new, a->after.start_cp) == home_item (new, b->after.start_cp);
}

static gboolean
is_blank_on (const TextSide *side, const Stretch *stretch)
{
  const Span span = span_on (side, stretch);
  const TextIndex *index = side->doc->index;
  return text_is_blank (side->doc->text + text_index_bytes (index, span.start_cp),
                        side->doc->text + text_index_bytes (index, span.end_cp));
}

/* Tells where words that both texts have went from one speaker to another. `end_cp`: of these words
 * in the corrected text. */
static void
collect_passed (const Collecting *all, gsize before_cp, gsize after_cp, gsize end_cp)
{
  while (after_cp < end_cp)
    {
      const TextItem *new = doc_text_first_item (all->new.doc, after_cp, end_cp);
      const TextItem *old
          = doc_text_first_item (all->old.doc, before_cp, before_cp + (end_cp - after_cp));
      if (new == NULL || old == NULL)
        return;
      /* To where both are in a turn, and from there to where either ends. */
      const gsize skip = MAX (MAX (new->start_cp, after_cp) - after_cp,
                              MAX (old->start_cp, before_cp) - before_cp);
      after_cp += skip;
      before_cp += skip;
      if (after_cp >= end_cp || after_cp >= new->end_cp || before_cp >= old->end_cp)
        continue;
      const gsize length = MIN (MIN (new->end_cp, end_cp) - after_cp, old->end_cp - before_cp);
      const Stretch same = { { before_cp, before_cp + length }, { after_cp, after_cp + length } };
      const TurnPair pair = { old, new };
      if (strcmp (old->speaker, new->speaker) != 0 && !is_blank_on (&all->new, &same)
          && !g_hash_table_contains (all->pairs, &pair))
        add_passed (all, &pair, before_cp, after_cp, length);
      after_cp += length;
      before_cp += length;
    }
}

static int
compare_told (gconstpointer a, gconstpointer b)
{
  const Told *one = a, *other = b;
  if (one->after_cp != other->after_cp)
    return one->after_cp < other->after_cp ? -1 : 1;
  return one->before_cp < other->before_cp ? -1 : one->before_cp > other->before_cp;
}

/* What lies between the stretches is the same on both sides. */
static void
collect_all_passed (const Collecting *all, const GArray *stretches)
{
  gsize before_cp = 0, after_cp = 0;
  for (guint i = 0; i < stretches->len; i++)
    {
      const Stretch *one = &g_array_index (stretches, Stretch, i);
      collect_passed (all, before_cp, after_cp, one->after.start_cp);
      before_cp = one->before.end_cp;
      after_cp = one->after.end_cp;
    }
  collect_passed (all, before_cp, after_cp, text_index_length (all->new.doc->index));
}

static void
collect (EspTextChanges *changes, const DocText *old, const DocText *new)
{
  g_autoptr (Difference) difference = difference_make (old->text, new->text);
  const DifferenceWords words = difference_words (difference, old->text, new->text);
  g_autoptr (GArray) differ = g_array_new (FALSE, FALSE, sizeof (Stretch)),
                     told = g_array_new (FALSE, FALSE, sizeof (Told));
  g_autoptr (GHashTable) pairs = g_hash_table_new_full (pair_hash, pair_equal, g_free, NULL);
  const Collecting all = { { old, FALSE }, { new, TRUE }, told, pairs };
  changes->words_before = words.before;
  changes->words_after = words.after;
  changes->words_removed = words.removed;
  changes->words_inserted = words.inserted;
  for (guint i = 0; i < difference->stretches->len; i++)
    {
      const Stretch *one = &g_array_index (difference->stretches, Stretch, i);
      if (is_blank_on (&all.old, one) && is_blank_on (&all.new, one))
        changes->spaces++;
      else
        g_array_append_vals (differ, one, 1);
    }
  for (guint i = 0, n; i < differ->len; i += n)
    {
      const Stretch *first = &g_array_index (differ, Stretch, i);
      for (n = 1; i + n < differ->len && same_turns (old, new, first, &first[n]);)
        n++;
      add_change (&all, first, n);
    }
  collect_all_passed (&all, difference->stretches);
  g_array_sort (told, compare_told);
  for (guint i = 0; i < told->len; i++)
    g_ptr_array_add (changes->changes, g_array_index (told, Told, i).change);
}

EspTextChanges *
esp_text_changes (EspStudy *study, const char *document, const char *from, const char *to,
                  GError **error)
{
  TextVersion earlier = { 0 }, later;
  if (!text_version_find (study, document, to, &later, error)
      || (from != NULL && !text_version_find (study, document, from, &earlier, error)))
    return NULL;
  if (from == NULL)
    earlier = (TextVersion){ .id = later.replaces, .number = later.number - 1 };
  g_autoptr (DocText) new = doc_text_load (study, &later.id, error);
  if (new == NULL)
    return NULL;
  if (uuid_is_nil (&earlier.id))
    {
      fail (error, ESP_ERROR_NOT_FOUND,
            "version 1 of '%s' is the text as it was imported; nothing was changed in it",
            new->name);
      return NULL;
    }
  g_autoptr (DocText) old = doc_text_load (study, &earlier.id, error);
  if (old == NULL)
    return NULL;
  g_autofree char *from_said = text_version_said (study, &later.document, &earlier.id, error);
  g_autofree char *to_said
      = from_said != NULL ? text_version_said (study, &later.document, &later.id, error) : NULL;
  if (to_said == NULL)
    return NULL;
  EspTextChanges *changes = g_new0 (EspTextChanges, 1);
  changes->from_said = g_steal_pointer (&from_said);
  changes->to_said = g_steal_pointer (&to_said);
  changes->document = g_strdup (new->name);
  changes->from = earlier.number;
  changes->to = later.number;
  changes->changes = g_ptr_array_new_with_free_func (change_free);
  collect (changes, old, new);
  return changes;
}

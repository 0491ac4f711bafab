/* In which encoding a text may be. What a statistics of bytes says (uchardet) is good for scripts
 * other than Latin, and for long texts in the commonest languages; in a text that is mostly ASCII,
 * as an English interview with curly quotes is, it is as good as nothing. There the readings that
 * the language allows are compared: which of them puts letters and signs where they can stand.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/guess.h"

#include "base/conversion.h"
#include "base/tongue.h"

#include <string.h>
#include <uchardet.h>

/* What is looked at: so many bytes from where the first one outside ASCII stands, and so many of
 * those. */
#define WINDOW ((gsize)1 << 20)
#define BEFORE ((gsize)1 << 16)
#define SAMPLES_MAX 4000

/* ---------------------------------------------------------------- a code page */

typedef struct
{
  gunichar chars[256]; /* 0 where it has none */
} CodePage;

/* The one character that a byte alone is; 0 for none. */
static gunichar
code_page_char (GIConv converter, char byte)
{
  char text[16] = "", *from = &byte, *to = text;
  gsize left = 1, room = sizeof text - 1;

  /* A letter may be held back until what combines with it can be told: the second call ends that.
   */
  const gboolean one = g_iconv (converter, &from, &left, &to, &room) != (gsize)-1
                       && g_iconv (converter, NULL, NULL, &to, &room) != (gsize)-1;
  g_iconv (converter, NULL, NULL, NULL, NULL);
  return one && to > text && g_utf8_next_char (text) == to ? g_utf8_get_char (text) : 0;
}

/* NULL when iconv does not know it, or it has more than one byte a character. */
static CodePage *
code_page_new (const char *name)
{
  GIConv converter = g_iconv_open ("UTF-8", name);
  if (converter == (GIConv)-1)
    return NULL;
  g_autofree CodePage *self = g_new (CodePage, 1);
  guint known = 0;
  for (guint i = 0; i < 256; i++)
    {
      const gunichar c = i < 0x80 ? i : code_page_char (converter, (char)i);
      self->chars[i] = c;
      known += i >= 0x80 && c != 0;
    }
  g_iconv_close (converter);
  /* Shift_JIS has 63 kana of one byte. */
  return known >= 72 ? g_steal_pointer (&self) : NULL;
}

/* ---------------------------------------------------------------- the bytes outside ASCII */

typedef struct
{
  guint8 before, byte, after;
} Sample;

typedef struct
{
  const char *bytes; /* the window */
  gsize size;
  GArray *samples;
  GHashTable *pages;   /* name, interned -> CodePage; NULL for what is none */
  gsize high, letters; /* bytes outside ASCII; letters in ASCII */
} Sight;

static void
sight_init (Sight *self, const char *bytes, gsize size)
{
  gsize first = 0;
  while (first < size && (guint8)bytes[first] < 0x80 && bytes[first] != 0x1b)
    first++;
  const gsize begin = first > BEFORE ? first - BEFORE : 0;
  *self = (Sight){ .bytes = bytes + begin, .size = MIN (size - begin, WINDOW) };
  self->samples = g_array_new (FALSE, FALSE, sizeof (Sample));
  self->pages = g_hash_table_new_full (g_direct_hash, g_direct_equal, NULL, g_free);
  for (gsize i = 0; i < self->size; i++)
    {
      const guint8 byte = (guint8)self->bytes[i];
      self->letters += g_ascii_isalpha (byte);
      if (byte < 0x80)
        continue;
      self->high++;
      const Sample sample = { i > 0 ? (guint8)self->bytes[i - 1] : '\n', byte,
                              i + 1 < self->size ? (guint8)self->bytes[i + 1] : '\n' };
      if (self->samples->len < SAMPLES_MAX)
        g_array_append_val (self->samples, sample);
    }
}

/* ---------------------------------------------------------------- whether a character can stand
 * where it does: its weight, less than 0 when it hardly can */

#define NEVER (-40)
#define BAD (-10)

typedef struct
{
  gunichar before, self, after;
  const Tongue *tongue;
} Place;

static gboolean
is_between_letters (const Place *at)
{
  return g_unichar_isalpha (at->before) && g_unichar_isalpha (at->after);
}

static gboolean
is_beside_letter (const Place *at)
{
  return g_unichar_isalpha (at->before) || g_unichar_isalpha (at->after);
}

static int
weigh_neighbour (gunichar self, gunichar neighbour)
{
  const GUnicodeScript own = g_unichar_get_script (self), other = g_unichar_get_script (neighbour);

  if (!g_unichar_isalpha (neighbour))
    return g_unichar_isdigit (neighbour) ? -4 : 0;
  if (own != other && other != G_UNICODE_SCRIPT_COMMON && other != G_UNICODE_SCRIPT_INHERITED)
    return BAD;
  return own == G_UNICODE_SCRIPT_LATIN && neighbour >= 0x80 ? -3 : 0;
}

static int
weigh_case (const Place *at)
{
  if (g_unichar_isupper (at->self) && g_unichar_islower (at->before))
    return BAD;
  if (g_unichar_isupper (at->self) && g_unichar_isupper (at->before)
      && g_unichar_islower (at->after))
    return -6;
  if (g_unichar_islower (at->self) && g_unichar_isupper (at->after))
    return BAD;
  if (g_unichar_islower (at->self) && g_unichar_isupper (at->before)
      && g_unichar_isupper (at->after))
    return BAD;
  return 0;
}

static int
weigh_letter (const Place *at)
{
  static const char alone[] = "àáéèíìóòöåæø";
  int weight = 4;

  if (g_unichar_get_script (at->self) == G_UNICODE_SCRIPT_LATIN)
    {
      if (tongue_weight (at->tongue, at->self) > 0)
        weight = tongue_weight (at->tongue, at->self);
      else
        weight = at->tongue == tongue_western () && at->self < 0x180 ? 2 : -3;
      if (!is_beside_letter (at))
        weight -= g_utf8_strchr (alone, -1, g_unichar_tolower (at->self)) != NULL ? 2 : 8;
    }
  else if (!is_beside_letter (at))
    weight = 0; /* Greek letters are among the signs of DOS */
  return weight + weigh_neighbour (at->self, at->before) + weigh_neighbour (at->self, at->after)
         + weigh_case (at);
}

static gboolean
opens (const Place *at)
{
  return !g_unichar_isalnum (at->before) && !g_unichar_isspace (at->after);
}

static gboolean
closes (const Place *at)
{
  return !g_unichar_isspace (at->before) && !g_unichar_isalnum (at->after);
}

static int
weigh_quote (const Place *at)
{
  switch (at->self)
    {
    case 0x2019: /* right single: an apostrophe, too */
      return is_between_letters (at) ? 6 : closes (at) ? 4 : opens (at) ? 1 : -6;
    case 0x201a: /* low single: German, inside others */
      return opens (at) && at->before != at->self ? 1 : -6;
    case 0x2018: /* left single, left double, low double; the left double closes in German */
    case 0x201c:
    case 0x201e:
      return opens (at) ? 6 : at->self == 0x201c && closes (at) ? 4 : -6;
    case 0x201d: /* right double; it opens in Swedish */
      return closes (at) ? 6 : opens (at) ? 3 : -6;
    default: /* guillemets; French has a space inside, Danish has them turned */
      return is_between_letters (at)                                           ? BAD
             : g_unichar_isdigit (at->before)                                  ? -4
             : g_unichar_isspace (at->before) && g_unichar_isspace (at->after) ? 1
                                                                               : 4;
    }
}

static int
weigh_sign (const Place *at)
{
  const gboolean between = is_between_letters (at);

  switch (at->self)
    {
    case 0xa0: /* no-break space: "Dr Smith" */
      return between && !g_unichar_isupper (at->after) ? -2 : 1;
    case 0x2013: /* dashes */
    case 0x2014:
      return between ? 0 : 4;
    case 0x2026: /* ellipsis */
      return between ? -1 : g_unichar_isspace (at->before) ? 1 : 4;
    case 0xa3: /* pound, yen, euro */
    case 0xa5:
    case 0x20ac:
      return g_unichar_isdigit (at->after)    ? 6
             : is_beside_letter (at)          ? -8
             : g_unichar_isdigit (at->before) ? 3
                                              : 1;
    case 0xa4: /* currency: the euro stands in its place, or a letter */
      return -6;
    case 0xa1: /* turned exclamation and question mark */
    case 0xbf:
      return g_unichar_isalpha (at->after) && !g_unichar_isalnum (at->before) ? 6 : -8;
    case 0xb0: /* degree, ordinals */
    case 0xaa:
    case 0xba:
      return between ? BAD : 2;
    case 0xb7: /* middle dot; Catalan has it in words */
      return between ? tongue_weight (at->tongue, 0xb7) > 0 ? 6 : BAD : 2;
    case 0x2022: /* bullet */
      return g_unichar_isspace (at->after) ? 4 : -3;
    case 0xb2: /* raised digits, fractions */
    case 0xb3:
    case 0xb9:
    case 0xbc:
    case 0xbd:
    case 0xbe:
      return g_unichar_isalpha (at->after)    ? BAD
             : g_unichar_isalpha (at->before) ? -3
             : g_unichar_isdigit (at->before) ? 4
                                              : 2;
    case 0xa9: /* copyright, registered, trade mark */
    case 0xae:
    case 0x2122:
      return g_unichar_isalnum (at->after) ? -5 : 3;
    default:
      break;
    }
  if (at->self >= 0x2500 && at->self < 0x25a0) /* lines and blocks */
    return g_unichar_isalnum (at->before) || g_unichar_isalnum (at->after) ? -8 : 1;
  return between ? BAD : is_beside_letter (at) ? -5 : -1;
}

static int
weigh (const Place *at)
{
  if (at->self == 0 || (at->self >= 0x80 && at->self < 0xa0) || !g_unichar_isdefined (at->self))
    return NEVER;
  if (at->self == 0xaa || at->self == 0xba)
    return weigh_sign (at);
  if (g_unichar_isalpha (at->self))
    return weigh_letter (at);
  if (g_unichar_ismark (at->self))
    return g_unichar_isalpha (at->before) || g_unichar_ismark (at->before) ? 4 : BAD;
  switch (g_unichar_type (at->self))
    {
    case G_UNICODE_INITIAL_PUNCTUATION:
    case G_UNICODE_FINAL_PUNCTUATION:
      return weigh_quote (at);
    default:
      return at->self == 0x201a || at->self == 0x201e ? weigh_quote (at) : weigh_sign (at);
    }
}

/* ---------------------------------------------------------------- readings */

static const CodePage *
sight_page (const Sight *sight, const char *interned)
{
  gpointer page = NULL;

  if (!g_hash_table_lookup_extended (sight->pages, interned, NULL, &page))
    {
      page = code_page_new (interned);
      g_hash_table_insert (sight->pages, (gpointer)interned, page);
    }
  return page;
}

/* The mean weight of the bytes outside ASCII, read in an encoding of one byte a character; NEVER
 * for another. */
static double
reading_weight (const Sight *sight, const char *interned, const Tongue *tongue)
{
  const CodePage *page = sight_page (sight, interned);
  double sum = 0;

  if (sight->samples->len == 0 || page == NULL)
    return NEVER;
  for (guint i = 0; i < sight->samples->len; i++)
    {
      const Sample *sample = &g_array_index (sight->samples, Sample, i);
      const Place at = { page->chars[sample->before], page->chars[sample->byte],
                         page->chars[sample->after], tongue };
      sum += weigh (&at);
    }
  return sum / sight->samples->len;
}

typedef struct
{
  const char *name; /* interned; NULL for none */
  double weight;
} Reading;

#define READING_NONE                                                                               \
  (Reading)                                                                                        \
  {                                                                                                \
    NULL, NEVER                                                                                    \
  }

/* What an encoding that is likely for other reasons has before the others, for all of the text. */
#define LIKELY 2.0

/* Puts the best of several encodings, joined by spaces, in its place if it is better. */
static void
reading_better (Reading *best, const Sight *sight, const char *names, const Tongue *tongue,
                double more)
{
  g_auto (GStrv) all = g_strsplit (names, " ", -1);

  for (char **name = all; *name != NULL; name++)
    {
      const char *interned = g_intern_string (*name);
      const double weight
          = **name != '\0' ? reading_weight (sight, interned, tongue) + more : NEVER;
      if (weight > best->weight)
        *best = (Reading){ interned, weight };
    }
}

static gboolean
is_first (const char *name, const char *joined)
{
  const gsize size = strlen (name);

  return strncmp (joined, name, size) == 0 && (joined[size] == ' ' || joined[size] == '\0');
}

/* In one language: the first of its encodings is likely, and the one that statistics found. */
static void
reading_better_in (Reading *best, const Sight *sight, const Tongue *tongue, const char *counted,
                   double more)
{
  const double likely = LIKELY / MAX (1, sight->samples->len);
  g_auto (GStrv) all = g_strsplit (tongue->encodings, " ", -1);

  for (char **name = all; *name != NULL; name++)
    reading_better (best, sight, *name, tongue,
                    name == all || is_first (*name, counted) ? more + likely : more);
  reading_better (best, sight, counted, tongue, more);
}

/* The best reading in any language that has at least half as many small words in the text as the
 * first of them; in any at all when small words do not tell. */
static Reading
reading_latin (const Sight *sight, const guint *hits, gboolean tells, const char *counted)
{
  Reading best = READING_NONE;
  guint most = 1;

  for (guint i = 0; i < TONGUES_MAX; i++)
    most = MAX (most, hits[i]);
  for (guint i = 0; tongue_get (i) != NULL; i++)
    if (!tells || hits[i] * 2 >= most)
      reading_better_in (&best, sight, tongue_get (i), counted,
                         (tells ? 1.0 : 3.0) * hits[i] / most);
  return best;
}

/* ---------------------------------------------------------------- what the statistics says */

/* What is kept by one name is often in a larger encoding of Microsoft's; which of them can be told
 * only by where their signs stand. */
static const struct
{
  const char *name, *instead;
} relatives[] = {
  { "ISO-8859-1", "WINDOWS-1252" },
  { "ISO-8859-2", "ISO-8859-2 WINDOWS-1250" },
  { "ISO-8859-4", "ISO-8859-4 WINDOWS-1257" },
  { "ISO-8859-6", "ISO-8859-6 WINDOWS-1256" },
  { "ISO-8859-7", "WINDOWS-1253 ISO-8859-7" },
  { "ISO-8859-8", "WINDOWS-1255 ISO-8859-8" },
  { "ISO-8859-9", "WINDOWS-1254" },
  { "ISO-8859-11", "WINDOWS-874" },
  { "ISO-8859-13", "WINDOWS-1257 ISO-8859-13" },
  { "ISO-8859-15", "WINDOWS-1252 ISO-8859-15" },
  { "ISO-8859-16", "ISO-8859-16 WINDOWS-1250 ISO-8859-2" },
  { "KOI8-R", "KOI8-R KOI8-U" },
  { "TIS-620", "TIS-620 WINDOWS-874" },
  { "WINDOWS-1250", "WINDOWS-1250 ISO-8859-2" },
  { "WINDOWS-1253", "WINDOWS-1253 ISO-8859-7" },
  { "SHIFT_JIS", "CP932" },
  { "EUC-KR", "UHC" },
  { "GB2312", "GB18030" },
  { "BIG5", "CP950 BIG5-HKSCS" },
  { "EUC-JP", "EUC-JP EUC-JP-MS" },
};

/* '' when it has nothing to say. */
static char *
statistics_ask (const Sight *sight)
{
  uchardet_t detector = uchardet_new ();
  char *name = g_strdup ("");

  if (uchardet_handle_data (detector, sight->bytes, sight->size) == 0)
    {
      uchardet_data_end (detector);
      g_free (name);
      name = g_ascii_strup (uchardet_get_charset (detector), -1);
    }
  uchardet_delete (detector);
  /* It is known by now not to be one of these. */
  if (g_str_equal (name, "ASCII") || g_str_has_prefix (name, "UTF-"))
    *name = '\0';
  for (gsize i = 0; i < G_N_ELEMENTS (relatives); i++)
    if (g_str_equal (name, relatives[i].name))
      {
        g_free (name);
        return g_strdup (relatives[i].instead);
      }
  return name;
}

/* ---------------------------------------------------------------- all together */

/* A reading in Latin letters that is as good as this needs no other; one that is worse than the
 * least is none. A few bytes in a text of ASCII must read better than that, or they are stray. */
#define GOOD 2.0
#define LEAST (-2.0)
#define LEAST_OF_FEW 0.0

static void
add_name (GPtrArray *names, const char *name)
{
  if (name != NULL && !g_ptr_array_find (names, name, NULL))
    g_ptr_array_add (names, (gpointer)name);
}

/* Encodings of several bytes a character, in their order: whether the text is in one shows when it
 * is converted. */
static void
add_wide (GPtrArray *names, const Sight *sight, const char *joined)
{
  g_auto (GStrv) all = g_strsplit (joined, " ", -1);

  for (char **name = all; *name != NULL; name++)
    if (**name != '\0' && sight_page (sight, g_intern_string (*name)) == NULL)
      add_name (names, g_intern_string (*name));
}

static void
add_all (GPtrArray *names, const Sight *sight)
{
  guint hits[TONGUES_MAX];
  const gboolean tells = tongue_count (sight->bytes, sight->size, hits);
  g_autofree char *counted = statistics_ask (sight);
  const Reading latin = reading_latin (sight, hits, tells, counted);
  const double least = conversion_are_few ((guint)sight->high, sight->size) ? LEAST_OF_FEW : LEAST;
  Reading other = READING_NONE;

  reading_better (&other, sight, counted, tongue_western (), 0);
  if ((tells || sight->high * 3 < sight->letters) && latin.weight >= GOOD
      && latin.weight >= other.weight)
    add_name (names, latin.name);
  add_wide (names, sight, counted);
  if (other.weight >= least)
    add_name (names, other.name);
  if (latin.weight >= GOOD)
    add_name (names, latin.name);
  reading_better_in (&other, sight, tongue_western (), "", 0);
  if (other.weight >= least)
    add_name (names, other.name);
}

const char **
guess_encodings (const char *bytes, gsize size)
{
  GPtrArray *names = g_ptr_array_new ();
  Sight sight;

  sight_init (&sight, bytes, size);
  add_all (names, &sight);
  g_hash_table_unref (sight.pages);
  g_array_unref (sight.samples);
  g_ptr_array_add (names, NULL);
  return (const char **)g_ptr_array_free (names, FALSE);
}

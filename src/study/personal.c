/* Telling values that say who a person is: by their form only, so that it errs on the side of
 * asking.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/personal.h"

#include "base/text.h"

#include <string.h>
#include <time.h>

#define YEARS_LEAST 10
#define YEARS_MOST 110
#define WORDS_MOST 5

static gboolean
is_in (const char *const *list, const char *word)
{
  return g_strv_contains (list, word);
}

/* Runs of letters and digits, case folded; to be freed. */
static char **
words_of (const char *text)
{
  g_autofree char *folded = text_fold_name (text);
  GPtrArray *words = g_ptr_array_new ();
  for (const char *at = folded; *at != '\0';)
    {
      const char *from = at;
      while (g_unichar_isalnum (g_utf8_get_char (at)))
        at = g_utf8_next_char (at);
      if (at > from)
        g_ptr_array_add (words, g_strndup (from, (gsize)(at - from)));
      else
        at = g_utf8_next_char (at);
    }
  g_ptr_array_add (words, NULL);
  return (char **)g_ptr_array_free (words, FALSE);
}

/* ---- NHS numbers */

/* NHS Data Dictionary, "NHS NUMBER": weights 10 to 2, 11 less the rest of 11 is the last digit; 11
 * counts as 0, and 10 is none. */
static gboolean
nhs_check (const guint *digits)
{
  guint sum = 0;
  for (guint i = 0; i < 9; i++)
    sum += digits[i] * (10 - i);
  return (11 - sum % 11) % 11 == digits[9];
}

/* Ten digits from here on, with one space or hyphen after the third and the sixth or none. */
static gboolean
nhs_here (const char *at)
{
  guint digits[10], n = 0;
  for (; n < 10; at++)
    if (g_ascii_isdigit (*at))
      digits[n++] = (guint)(*at - '0');
    else if (!((*at == ' ' || *at == '-') && (n == 3 || n == 6) && g_ascii_isdigit (at[1])))
      return FALSE;
  return !g_ascii_isdigit (*at) && nhs_check (digits);
}

gboolean
personal_nhs_number (const char *text)
{
  g_autofree char *folded = text_fold_label (text);
  for (const char *at = folded; *at != '\0'; at++)
    if (g_ascii_isdigit (*at) && (at == folded || !g_ascii_isdigit (at[-1])) && nhs_here (at))
      return TRUE;
  return FALSE;
}

/* ---- dates */

/* A month by its first letters, in English, French, German and Spanish; 0 for none. */
static guint
month_of (const char *word)
{
  static const struct
  {
    const char *begins;
    guint month;
  } months[]
      = { { "jan", 1 },      { "feb", 2 },      { "f\u00e9v", 2 }, { "ene", 1 },  { "mar", 3 },
          { "m\u00e4r", 3 }, { "apr", 4 },      { "avr", 4 },      { "abr", 4 },  { "may", 5 },
          { "mai", 5 },      { "juin", 6 },     { "jun", 6 },      { "jul", 7 },  { "juil", 7 },
          { "aug", 8 },      { "ao\u00fb", 8 }, { "ago", 8 },      { "sep", 9 },  { "oct", 10 },
          { "okt", 10 },     { "nov", 11 },     { "dec", 12 },     { "dez", 12 }, { "dic", 12 },
          { "d\u00e9c", 12 } };
  for (gsize i = 0; i < G_N_ELEMENTS (months); i++)
    if (g_str_has_prefix (word, months[i].begins))
      return months[i].month;
  return 0;
}

/* A number, also "3rd"; 0 for none. */
static guint
number_of (const char *word)
{
  static const char *const endings[] = { "", "st", "nd", "rd", "th", "er", NULL };
  char *end = NULL;
  const guint64 number = g_ascii_isdigit (*word) ? g_ascii_strtoull (word, &end, 10) : 0;
  return number > 0 && number < 10000 && is_in (endings, end) ? (guint)number : 0;
}

/* A year of two digits is the last such year that has been. */
static guint
year_of (const char *word, const GDate *today)
{
  const guint number = number_of (word), this_year = g_date_get_year (today);
  if (strlen (word) != 2 || !g_ascii_isdigit (word[0]))
    return number;
  const guint year = this_year - this_year % 100 + number;
  return year > this_year ? year - 100 : year;
}

static gboolean
is_long_ago (guint day, guint month, guint year, const GDate *today)
{
  GDate date, least = *today, most = *today;
  if (day > 31 || month > 12 || year > 9999
      || !g_date_valid_dmy ((GDateDay)day, (GDateMonth)month, (GDateYear)year))
    return FALSE;
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay)day, (GDateMonth)month, (GDateYear)year);
  g_date_subtract_years (&least, YEARS_LEAST);
  g_date_subtract_years (&most, YEARS_MOST);
  return g_date_compare (&date, &least) <= 0 && g_date_compare (&date, &most) >= 0;
}

/* Whether the three words are such a date. */
static gboolean
is_birth (char *const *words, gboolean under_births, const GDate *today)
{
  const guint first = number_of (words[0]), second = number_of (words[1]);
  if (first >= 1000)
    return under_births
           && is_long_ago (number_of (words[2]), second > 0 ? second : month_of (words[1]), first,
                           today);
  const guint year = year_of (words[2], today);
  if (first > 0 && second > 0)
    return is_long_ago (first, second, year, today) || is_long_ago (second, first, year, today);
  return (first > 0 && is_long_ago (first, month_of (words[1]), year, today))
         || (second > 0 && is_long_ago (second, month_of (words[0]), year, today));
}

/* Whether numbers that stand together, as in "3.4.1956", are such a date. */
static gboolean
token_is_birth (const char *token, gboolean under_births, const GDate *today)
{
  g_auto (GStrv) words = words_of (token);
  return g_strv_length (words) == 3 && is_birth (words, under_births, today);
}

/* In a longer text: "born 3.4.1956 in Leeds", "came on 12 March 1961". Three numbers that merely
 * follow each other are no date. */
static gboolean
has_birth_inside (const char *text, char *const *words, guint n, gboolean under_births,
                  const GDate *today)
{
  for (guint i = 0; i + 2 < n; i++)
    if (month_of (words[i]) + month_of (words[i + 1]) > 0
        && is_birth (words + i, under_births, today))
      return TRUE;
  /* "3. 4. 1956" */
  g_autoptr (GString) closed = g_string_new (text);
  for (gsize i = 0; i + 2 < closed->len; i++)
    if (closed->str[i] == '.' && closed->str[i + 1] == ' ' && g_ascii_isdigit (closed->str[i + 2]))
      g_string_erase (closed, (gssize)i + 1, 1);
  g_auto (GStrv) tokens = g_strsplit_set (closed->str, " \t\n", -1);
  for (char **token = tokens; *token != NULL; token++)
    if (token_is_birth (*token, under_births, today))
      return TRUE;
  return FALSE;
}

/* Words of a text, without those that stand inside a date: "12th of March", "12 de marzo de 1961".
 */
static char **
words_of_dates (const char *text)
{
  g_auto (GStrv) words = words_of (text);
  GStrvBuilder *builder = g_strv_builder_new ();
  for (char **word = words; *word != NULL; word++)
    if (!g_str_equal (*word, "of") && !g_str_equal (*word, "de"))
      g_strv_builder_add (builder, *word);
  char **kept = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);
  return kept;
}

gboolean
personal_birth_date (const char *text, gboolean under_births, const GDate *today)
{
  g_auto (GStrv) words = words_of_dates (text);
  const guint n = g_strv_length (words);
  if (n < 3)
    return FALSE;
  /* A midnight or another time may follow. */
  if ((n == 3 || strchr (text, ':') != NULL) && is_birth (words, under_births, today))
    return TRUE;
  const gboolean tells = under_births || g_strv_contains ((const char *const *)words, "born");
  return n > 3 && has_birth_inside (text, words, n, tells, today);
}

/* ---- names */

static const char *const titles[]
    = { "mr",        "mrs",  "ms",       "miss",   "mx",         "dr",          "prof",
        "professor", "sir",  "lady",     "lord",   "sister",     "herr",        "frau",
        "mme",       "mlle", "monsieur", "madame", "se\u00f1or", "se\u00f1ora", NULL };
static const char *const particles[]
    = { "de",  "del", "della", "der", "den", "di", "da", "dos", "du", "la", "le",
        "van", "von", "zu",    "bin", "ibn", "al", "el", "ap",  "y",  NULL };
/* Words of places, jobs and groups, which are written with capitals as names are. */
static const char *const no_names[] = {
  "north",      "south",    "east",       "west",     "northern",     "southern",    "eastern",
  "western",    "central",  "upper",      "lower",    "great",        "new",         "united",
  "british",    "english",  "welsh",      "scottish", "irish",        "european",    "indian",
  "chinese",    "african",  "caribbean",  "asian",    "black",        "white",       "mixed",
  "other",      "not",      "prefer",     "unknown",  "full",         "part",        "time",
  "self",       "care",     "carer",      "nurse",    "nursing",      "social",      "support",
  "health",     "mental",   "community",  "service",  "services",     "team",        "manager",
  "senior",     "junior",   "general",    "practice", "practitioner", "coordinator", "worker",
  "user",       "hospital", "clinic",     "centre",   "center",       "school",      "college",
  "university", "city",     "town",       "county",   "street",       "road",        "house",
  "home",       "high",     "low",        "medium",   "level",        "degree",      "primary",
  "secondary",  "higher",   "group",      "study",    "site",         "region",      "wales",
  "england",    "scotland", "ireland",    "kingdom",  "trust",        "board",       "church",
  "greater",    "single",   "married",    "living",   "employed",     "retired",     "therapist",
  "therapy",    "officer",  "director",   "doctor",   "assistant",    "student",     "teacher",
  "engineer",   "driver",   "midwife",    "lead",     "consultant",   "pharmacist",  "clerk",
  "catholic",   "orthodox", "specialist", NULL
};

/* "Anne-Marie", "O'Neill", "J.": a capital, then letters. */
static gboolean
is_name_word (const char *word, gboolean *is_initial)
{
  glong letters = 0;
  if (!g_unichar_isupper (g_utf8_get_char (word)))
    return FALSE;
  for (const char *at = word; *at != '\0'; at = g_utf8_next_char (at))
    {
      const gunichar c = g_utf8_get_char (at);
      if (g_unichar_isalpha (c))
        letters++;
      else if (c != '\'' && c != '`' && c != 0xB4 && c != 0x2019 && text_fold_char (c) != '-'
               && c != '.' && c != ',')
        return FALSE;
    }
  *is_initial = letters == 1;
  const gboolean is_capitals
      = letters > 1 && g_unichar_isupper (g_utf8_get_char (g_utf8_next_char (word)));
  return !is_capitals || strpbrk (word, "'`") != NULL || strstr (word, "\u2019") != NULL
         || strstr (word, "\u00b4") != NULL;
}

/* A word as it stands in a sentence, without the marks around it; *ends: a pause follows it. */
static char *
bare_word (const char *word, gboolean *ends)
{
  const gsize opening = strspn (word, "\"'([");
  char *bare = g_strdup (word + opening);
  gsize length = strlen (bare);
  *ends = FALSE;
  while (length > 0 && strchr (",;:.!?)]\"'", bare[length - 1]) != NULL)
    {
      *ends = TRUE;
      bare[--length] = '\0';
    }
  return bare;
}

static gboolean
is_bare_name (const char *bare)
{
  gboolean is_initial = FALSE;
  g_autofree char *low = g_utf8_strdown (bare, -1);
  return is_name_word (bare, &is_initial) && !is_initial && !is_in (no_names, low);
}

/* In a sentence: a title and a name, "sees Dr Patel"; or two names that do not merely begin the
 * sentence, "lives with Mary O'Neill". */
static gboolean
has_name_inside (char *const *words)
{
  gboolean begins = TRUE, ends;
  for (guint i = 0; words[i] != NULL && words[i + 1] != NULL; i++)
    {
      gboolean next_ends;
      g_autofree char *word = bare_word (words[i], &ends);
      g_autofree char *next = bare_word (words[i + 1], &next_ends);
      g_autofree char *low = g_utf8_strdown (word, -1);
      const gboolean is_title = is_in (titles, low) && g_ascii_isupper (*word);
      const gboolean is_stop = ends && !is_title;
      if (is_title ? is_bare_name (next)
                   : !begins && !is_stop && is_bare_name (word) && is_bare_name (next))
        return TRUE;
      begins = is_stop && strchr (".!?", words[i][strlen (words[i]) - 1]) != NULL;
    }
  return FALSE;
}

/* Whether all of a text is a name. */
static gboolean
is_name (char *const *words)
{
  guint names = 0, initials = 0;
  gboolean has_title = FALSE;
  for (guint i = 0; words[i] != NULL; i++)
    {
      gboolean is_initial = FALSE;
      g_autofree char *low = g_utf8_strdown (words[i], -1);
      if (g_str_has_suffix (low, ".") || g_str_has_suffix (low, ","))
        low[strlen (low) - 1] = '\0';
      if (i == WORDS_MOST || is_in (no_names, low))
        return FALSE;
      if (i == 0 && is_in (titles, low))
        has_title = TRUE;
      else if (is_name_word (words[i], &is_initial))
        *(is_initial ? &initials : &names) += 1;
      else if (!is_in (particles, words[i]))
        return FALSE;
    }
  return names >= 1 && (has_title || names + initials >= 2);
}

gboolean
personal_name (const char *text)
{
  g_autofree char *folded = text_fold_label (text);
  g_auto (GStrv) words = g_strsplit (folded, " ", -1);
  return is_name (words) || has_name_inside (words);
}

/* ---- headings */

gboolean
personal_births_heading (const char *heading)
{
  static const char *const begins[]
      = { "birth", "born", "dob", "geb", "naiss", "n\u00e9", "nacim", "nasc", "nascit", "geboor" };
  g_auto (GStrv) words = words_of (heading);
  for (char **word = words; *word != NULL; word++)
    for (gsize i = 0; i < G_N_ELEMENTS (begins); i++)
      if (g_str_has_prefix (*word, begins[i]))
        return TRUE;
  g_autofree char *joined = g_strjoinv ("", words);
  return strcmp (joined, "dob") == 0 || strstr (joined, "birth") != NULL;
}

gboolean
personal_names_heading (const char *heading)
{
  static const char *const names[]
      = { "name",     "names",  "surname",  "forename",    "firstname", "lastname",
          "fullname", "nom",    "noms",     "pr\u00e9nom", "prenom",    "nachname",
          "vorname",  "nombre", "apellido", "apellidos",   NULL };
  g_auto (GStrv) words = words_of (heading);
  for (char **word = words; *word != NULL; word++)
    if (is_in (names, *word))
      return TRUE;
  return FALSE;
}

gboolean
personal_label (const char *text)
{
  GDate today;
  g_date_clear (&today, 1);
  g_date_set_time_t (&today, time (NULL));
  return personal_name (text) || personal_nhs_number (text)
         || personal_birth_date (text, TRUE, &today);
}

/* What can be a speaker's name, and what only looks like one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "turns/speaker.h"

#include "turns/stretch.h"

#include <string.h>

#define MAX_CP 60 /* outside parentheses */
#define MAX_WORDS 8

/* ---- words that are no names */

/* clang-format off */

/* Fields of a document's header. A final number is taken off first, so 'goal 3' is 'goal'. */
static const char *const field_names[] = {
  "date", "time", "place", "location", "venue", "site", "setting", "duration", "length",
  "interview", "interview date", "transcript", "title", "project", "study", "file", "filename",
  "recording", "recorded", "recorded on", "note", "notes", "summary", "subject", "topic",
  "topics", "keywords", "summary keywords", "tags", "reference", "ref", "present", "participants",
  "attendees", "speakers", "interviewers", "conducted by", "transcribed by", "transcriber",
  "transcript by", "date of interview", "source", "version", "language", "status", "page", "mode",
  "others present", "also present", "in attendance", "group", "session", "question", "questions",
  "goal", "day", "week", "month", "year", "phase", "stage", "task", "objective", "step", "part", "section", "chapter", "figure", "table", "item", "appendix", "theme",
  "example", "datum", "ort", "dauer", "lieu", "durée", "fecha", "lugar", "duración", "url",
  "http", "https", "ftp", "mailto", "web", "link", "links", "video", "audio", "however", "ps",
  "nb", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", NULL,
};

/* Roles that a header names a person for: 'Interviewer: RW'. */
static const char *const role_names[] = {
  "interviewer", "interviewers", "facilitator", "facilitators", "moderator", "moderators",
  "participant", "interviewee", "respondent", "speaker", "observer", "note taker", NULL,
};

/* 'He said: ...' is the words of the one who speaks. */
static const char *const sayings[] = {
  "said", "says", "say", "saying", "asked", "asks", "ask", "told", "like", "thought", "think",
  "wrote", "goes", "went", "replied", "answered", "was", "is", "are", "were", "this", "that",
  "following", "example", "instance", "things", NULL,
};

/* How a sentence goes on: 'Second: a place to go'. */
static const char *const openings[] = {
  "first", "second", "third", "fourth", "firstly", "secondly", "thirdly", "finally", "lastly",
  "last", "next", "then", "also", "again", "anyway", "well", "so", "but", "and", "because", "yes",
  "yeah", "no", "okay", "ok", "right", "result", "conclusion", "reason", "problem", "answer",
  "point", "fact", "remember", "imagine", "therefore", "otherwise", "meaning", "basically",
  "another", "another thing", "one", "one thing", "two", "three", "erstens", "zweitens",
  "drittens", "beispiel", "also gut", "premièrement", "deuxièmement", "primero", "segundo",
  "tercero", NULL,
};

/* What is heard and is no word, or could not be heard: '[laughter]', '(inaudible 00:01)'. */
static const char *const sounds[] = {
  "laugh", "laughs", "laughing", "laughter", "chuckle", "chuckles", "giggles", "inaudible",
  "unintelligible", "indiscernible", "unclear", "crosstalk", "overlapping", "pause", "pauses",
  "silence", "sigh", "sighs", "cough", "coughs", "coughing", "applause", "music", "noise",
  "phonetic", "sic", "redacted", "interruption", "interrupted", "gap", "vocalsound", "disfmarker",
  "crying", "cries", "sneezes", "clears", "smiles", "nods", "break", "recording", "rires", "rire",
  "lachen", "lacht", "pausa", "risas", "risos", NULL,
};

/* The part that asks. A final number is taken off first. */
static const char *const asking_names[] = {
  "interviewer", "moderator", "mod", "facilitator", "researcher", "int", "i", "q", "question", NULL,
};

/* Words that stay small inside a name. */
static const char *const particles[] = {
  "of", "the", "and", "de", "van", "von", "der", "den", "du", "da", "di", "la", "le", "el", "al",
  "bin", "y", "e", "und", "et", "for", "des", "dos", NULL,
};

/* clang-format on */

/* Without a number at its end. */
static char *
base_name (const char *folded)
{
  char *name = g_strdup (folded);
  gsize length = strlen (name);

  while (
      length > 0
      && (g_ascii_isdigit (name[length - 1]) || name[length - 1] == ' ' || name[length - 1] == '.'))
    name[--length] = '\0';
  return name;
}

static gboolean
is_sound (const char *folded)
{
  g_auto (GStrv) words = g_strsplit (folded, " ", -1);

  for (char **word = words; *word != NULL; word++)
    if (g_strv_contains (sounds, *word))
      return TRUE;
  return FALSE;
}

/* Four capitals or more, and a number perhaps: as whoever asks is set apart from unmarked text. */
static gboolean
is_capitals (const char *spelling)
{
  gsize capitals = strspn (spelling, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");

  return capitals >= 4 && capitals <= 20
         && strspn (spelling + capitals, " 0123456789") == strlen (spelling + capitals);
}

/* 'And then', 'Because of that': no name opens so. */
static gboolean
opens_in_speech (const char *folded)
{
  static const char *const words[] = { "and ", "but ", "because ", "then ", "also ", NULL };

  for (guint i = 0; words[i] != NULL; i++)
    if (g_str_has_prefix (folded, words[i]))
      return TRUE;
  return FALSE;
}

static gboolean
ends_in_saying (const char *folded)
{
  static const char *const verbs[] = { "說", "说", "道", "曰", "問", "问", NULL };
  const char *last = strrchr (folded, ' ');

  for (guint i = 0; verbs[i] != NULL; i++)
    if (g_str_has_suffix (folded, verbs[i]) && strcmp (folded, verbs[i]) != 0)
      return TRUE;
  return last != NULL && g_strv_contains (sayings, last + 1);
}

/* Whether every word opens with a capital letter, a digit or a letter of a script without case. */
static gboolean
is_title_case (const char *speaker)
{
  g_auto (GStrv) words = g_strsplit (speaker, " ", -1);
  gboolean inside = FALSE;

  for (char **word = words; *word != NULL; word++)
    {
      inside = inside || **word == '(';
      gunichar first = g_utf8_get_char (*word);
      if (!inside && g_unichar_islower (first)
          && !g_strv_contains ((const char *const *)particles, *word))
        return FALSE;
      inside = inside && strchr (*word, ')') == NULL;
    }
  return TRUE;
}

/* ---- names */

/* Characters that no name has outside parentheses. */
static gboolean
ends_a_name (gunichar c)
{
  static const char never[] = "?!;\"<>={}“”„«»「」『』。，、？！；،؛؟۔।…%#*$^~";

  return g_unichar_iscntrl (c) || g_utf8_strchr (never, -1, c) != NULL;
}

/* A full stop is part of a name after an initial or a short title ('J. Smith', 'Hon. Member'), and
 * ends a sentence else. */
static gboolean
stop_is_abbreviation (const char *start, const char *stop)
{
  glong letters = 0;
  const char *p = stop;

  while (p > start)
    {
      p = g_utf8_prev_char (p);
      if (!g_unichar_isalpha (g_utf8_get_char (p)))
        break;
      letters++;
    }
  return letters >= 1 && letters <= 4;
}

/* Whether a stretch of text can be a name at all: short, no sentence, a letter in it. */
static gboolean
is_plausible (const char *p, const char *end)
{
  guint outside = 0, total = 0, depth = 0, words = 1;
  gboolean letter = FALSE;
  const char *start = p;

  if (p >= end || (!g_unichar_isalnum (g_utf8_get_char (p)) && *p != '['))
    return FALSE;
  for (; p < end; p = stretch_after (p))
    {
      gunichar c = g_utf8_get_char (p);
      letter = letter || g_unichar_isalpha (c);
      if (c == '(')
        depth++;
      else if (c == ')' && depth > 0)
        depth--;
      else if (depth == 0)
        {
          outside++;
          words += g_unichar_isspace (c);
          if (ends_a_name (c) || (c == '.' && !stop_is_abbreviation (start, p)))
            return FALSE;
        }
      if (++total > SPEAKER_MAX_CP || outside > MAX_CP || words > MAX_WORDS)
        return FALSE;
    }
  return letter && depth == 0;
}

/* What 'Interviewer 1' and 'interviewer1' are both: blanks before digits are taken out. */
static char *
fold_spelling (const char *spelling)
{
  char *folded = text_fold_name (spelling);
  char *to = folded;

  for (const char *p = folded; *p != '\0'; p++)
    if (*p != ' ' || !g_ascii_isdigit (p[1]) || p == folded || g_ascii_isdigit (p[-1]))
      *to++ = *p;
  *to = '\0';
  return folded;
}

/* The stretch as a name: marks of Markdown out, spaces folded. */
static char *
spelling_of (const char *p, const char *end)
{
  GString *name = g_string_sized_new ((gsize)(end - p) + 1);
  gboolean gap = FALSE;

  for (; p < end; p = stretch_after (p))
    {
      gunichar c = g_utf8_get_char (p);
      /* Joiners shape the letters of some scripts. */
      const gboolean joins = c == 0x200c || c == 0x200d;
      if ((c < 0x80 && stretch_is_mark ((char)c) && c != '_') || (text_is_unseen (c) && !joins))
        continue;
      if (g_unichar_isspace (c))
        {
          gap = name->len > 0;
          continue;
        }
      if (gap)
        g_string_append_c (name, ' ');
      gap = FALSE;
      g_string_append_unichar (name, c);
    }
  return g_string_free (name, FALSE);
}

/* 'Speaker 2', 'SPEAKER_02': as programs that listen name them. */
static gboolean
is_machine_name (const char *folded)
{
  const char *rest = g_str_has_prefix (folded, "speaker") ? folded + strlen ("speaker") : folded;

  return g_str_equal (folded, "unknown speaker")
         || (rest > folded && strcspn (rest, "0123456789") < strlen (rest)
             && strspn (rest, "_ 0123456789") == strlen (rest));
}

static void
speaker_free (gpointer data)
{
  Speaker *speaker = data;

  g_free (speaker->name);
  g_free (speaker);
}

static Speaker *
speaker_new (const LayoutNames *names, const char *spelling, const char *folded)
{
  Speaker *speaker = g_new0 (Speaker, 1);

  speaker->name = g_strdup (spelling);
  speaker->known
      = names != NULL && names->is_speaker != NULL && names->is_speaker (spelling, names->data);
  g_autofree char *base = base_name (folded);
  speaker->field = g_strv_contains (field_names, base);
  speaker->keyed = is_machine_name (folded);
  speaker->role = g_strv_contains (role_names, folded);
  speaker->sound = is_sound (folded);
  speaker->coded = g_ascii_isdigit (spelling[strlen (spelling) - 1]);
  speaker->asks = g_strv_contains (asking_names, base) || is_capitals (spelling);
  speaker->saying
      = ends_in_saying (folded) || opens_in_speech (folded) || g_strv_contains (openings, folded);
  speaker->named
      = !speaker->field && !speaker->saying && !speaker->sound && is_title_case (spelling);
  /* 'interviewee 1' is a name in whatever letters. */
  const gboolean part = speaker->coded && g_strv_contains (role_names, base);
  speaker->named = speaker->named || part;
  speaker->lower = !part && g_unichar_islower (g_utf8_get_char (spelling));
  return speaker;
}

/* ---- slips */

#define SLIP_MOST 13

/* Roles that are long enough to be known by most of their letters. */
static const char *const long_roles[]
    = { "interviewer", "interviewee", "participant", "respondent", "facilitator", "moderator" };

/* Words that are near a role and none. */
static const char *const no_slips[]
    = { "interviewed",  "interviewers", "interviewees", "participants", "respondents",
        "facilitators", "facilitated",  "moderators",   "moderated",    NULL };

gboolean
speaker_is_no_slip (const char *folded)
{
  return g_strv_contains (no_slips, folded);
}

/* Whether one letter more or less, or another one, makes one word the other. */
static gboolean
is_one_letter_off (const char *a, const char *b)
{
  const gsize a_size = strlen (a), b_size = strlen (b);
  gsize head = 0, tail = 0;

  if (MAX (a_size, b_size) - MIN (a_size, b_size) > 1)
    return FALSE;
  while (a[head] != '\0' && a[head] == b[head])
    head++;
  while (tail + head < MIN (a_size, b_size) && a[a_size - 1 - tail] == b[b_size - 1 - tail])
    tail++;
  return head + tail + 1 >= MAX (a_size, b_size);
}

/* Whether the letters of one word in another order are the other. */
static gboolean
has_same_letters (const char *a, const char *b)
{
  gint letters[26] = { 0 };

  for (gsize i = 0; a[i] != '\0'; i++)
    letters[a[i] - 'a']++;
  for (gsize i = 0; b[i] != '\0'; i++)
    letters[b[i] - 'a']--;
  for (gsize i = 0; i < G_N_ELEMENTS (letters); i++)
    if (letters[i] != 0)
      return FALSE;
  return a[0] == b[0];
}

gboolean
speaker_is_slip (const char *p, const char *end)
{
  char word[SLIP_MOST + 1];
  gsize size = 0;

  while (p + size < end && size < SLIP_MOST && g_ascii_isalpha (p[size]))
    {
      word[size] = g_ascii_tolower (p[size]);
      size++;
    }
  word[size] = '\0';
  const char *after = p + size;
  if (size < 8 || after == end || !g_ascii_isupper (*p) || g_ascii_isalpha (*after))
    return FALSE;
  const gboolean marked = strchr (";.,-", *after) != NULL && after + 1 < end && after[1] == ' ';
  for (gsize i = 0; i < G_N_ELEMENTS (long_roles); i++)
    if (g_str_equal (word, long_roles[i]))
      return marked;
  for (gsize i = 0; i < G_N_ELEMENTS (long_roles); i++)
    if (is_one_letter_off (word, long_roles[i]) || has_same_letters (word, long_roles[i]))
      return !speaker_is_no_slip (word);
  return FALSE;
}

/* ---- all of a document */

Speakers *
speakers_new (const LayoutNames *names)
{
  Speakers *speakers = g_new0 (Speakers, 1);

  speakers->names = names;
  speakers->written = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  speakers->folded = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, speaker_free);
  return speakers;
}

void
speakers_free (Speakers *speakers)
{
  if (speakers == NULL)
    return;
  g_hash_table_unref (speakers->written);
  g_hash_table_unref (speakers->folded);
  g_free (speakers);
}

#define LABEL_MOST 40

gboolean
speakers_miss_colon (const Speakers *speakers, const char *p, const char *end)
{
  char label[LABEL_MOST + 1];
  gsize size = 0;
  gboolean counted = FALSE;

  if (speakers->names == NULL || speakers->names->is_speaker == NULL || p == end
      || !g_ascii_isalpha (*p))
    return FALSE;
  while (p + size < end && size < LABEL_MOST && strchr (" \t;:", p[size]) == NULL)
    {
      label[size] = p[size];
      counted = counted || g_ascii_isdigit (p[size]);
      size++;
    }
  if (size == LABEL_MOST)
    return FALSE;
  label[size] = '\0';
  const char *after = p + size;
  const char *words = stretch_skip_space (after < end ? after + 1 : end, end);
  if (!counted || words >= end || words == after || *after == ':'
      || (*after != ';' && !g_unichar_isupper (g_utf8_get_char (words))))
    return FALSE;
  return speakers->names->is_speaker (label, speakers->names->data);
}

/* '[Ann]' is Ann. */
static void
strip_brackets (const char **p, const char **end)
{
  if (*end - *p > 2 && **p == '[' && memchr (*p, ']', (gsize)(*end - *p)) == *end - 1)
    {
      *p = stretch_skip_space (*p + 1, *end - 1);
      *end = stretch_trim_space (*p, *end - 1);
    }
}

Speaker *
speakers_find (Speakers *speakers, const char *p, const char *end)
{
  end = stretch_trim_space (p, end);
  strip_brackets (&p, &end);
  if (p >= end || end - p > SPEAKER_MAX_BYTES)
    return NULL;
  g_autofree char *written = g_strndup (p, (gsize)(end - p));
  Speaker *speaker = g_hash_table_lookup (speakers->written, written);
  if (speaker != NULL || !is_plausible (p, end))
    return speaker;
  g_autofree char *spelling = spelling_of (p, end);
  g_autofree char *folded = fold_spelling (spelling);
  speaker = g_hash_table_lookup (speakers->folded, folded);
  if (speaker == NULL)
    {
      speaker = speaker_new (speakers->names, spelling, folded);
      g_hash_table_insert (speakers->folded, g_steal_pointer (&folded), speaker);
    }
  g_hash_table_insert (speakers->written, g_steal_pointer (&written), speaker);
  return speaker;
}

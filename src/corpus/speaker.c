/* What can be a speaker's name, and what only looks like one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/speaker.h"

#include "corpus/stretch.h"

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
  "goal", "step", "part", "section", "chapter", "figure", "table", "item", "appendix", "theme",
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

/* Words that stay small inside a name. */
static const char *const particles[] = {
  "of", "the", "and", "de", "van", "von", "der", "den", "du", "da", "di", "la", "le", "el", "al",
  "bin", "y", "e", "und", "et", "for", "des", "dos", NULL,
};

/* clang-format on */

static gboolean
is_field_name (const char *folded)
{
  g_autofree char *name = g_strdup (folded);
  gsize length = strlen (name);

  while (
      length > 0
      && (g_ascii_isdigit (name[length - 1]) || name[length - 1] == ' ' || name[length - 1] == '.'))
    name[--length] = '\0';
  return g_strv_contains (field_names, name);
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
  static const char never[] = "?!;\"<>={}“”„«»「」『』。，、？！；…%#*$^~";

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

/* The stretch as a name: marks of Markdown out, spaces folded. */
static char *
spelling_of (const char *p, const char *end)
{
  GString *name = g_string_sized_new ((gsize)(end - p) + 1);
  gboolean gap = FALSE;

  for (; p < end; p = stretch_after (p))
    {
      gunichar c = g_utf8_get_char (p);
      if (c < 0x80 && stretch_is_mark ((char)c) && c != '_')
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
  speaker->field = is_field_name (folded);
  speaker->role = g_strv_contains (role_names, folded);
  speaker->saying = ends_in_saying (folded);
  speaker->named = !speaker->field && !speaker->saying && is_title_case (spelling);
  speaker->lower = g_unichar_islower (g_utf8_get_char (spelling));
  return speaker;
}

/* ---- all of a document */

Speakers *
speakers_new (const LayoutNames *names)
{
  Speakers *speakers = g_new0 (Speakers, 1);

  speakers->names = names;
  speakers->spelled = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  speakers->folded = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, speaker_free);
  return speakers;
}

void
speakers_free (Speakers *speakers)
{
  if (speakers == NULL)
    return;
  g_hash_table_unref (speakers->spelled);
  g_hash_table_unref (speakers->folded);
  g_free (speakers);
}

Speaker *
speakers_find (Speakers *speakers, const char *p, const char *end)
{
  end = stretch_trim_space (p, end);
  if (!is_plausible (p, end))
    return NULL;
  g_autofree char *spelling = spelling_of (p, end);
  Speaker *speaker = g_hash_table_lookup (speakers->spelled, spelling);
  if (speaker != NULL)
    return speaker;
  g_autofree char *folded = text_fold_name (spelling);
  speaker = g_hash_table_lookup (speakers->folded, folded);
  if (speaker == NULL)
    {
      speaker = speaker_new (speakers->names, spelling, folded);
      g_hash_table_insert (speakers->folded, g_steal_pointer (&folded), speaker);
    }
  g_hash_table_insert (speakers->spelled, g_steal_pointer (&spelling), speaker);
  return speaker;
}

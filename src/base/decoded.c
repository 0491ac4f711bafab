/* What there is to say of a decoding: in which encoding a text is, what was no character of it, what
 * was left out. All that decodes says it in these words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/decoded.h"

#include "base/error.h"

#include <string.h>

typedef struct
{
  const Decoded *decoded;
  const char *name; /* of the encoding */
  GPtrArray *findings;
} Say;

static void
say (const Say *self, EspGrade grade, guint line, char *what, const char *done)
{
  g_ptr_array_add (self->findings, finding_new (grade, line, what, done));
}

/* ---------------------------------------------------------------- the encoding */

#define WORD_BYTES 40

/* The first word that has a letter beyond ASCII, by which people see whether a guess is right: ",
 * with 'café' in line 3"; '' without one. */
static char *
first_word (const char *text)
{
  const char *at = text, *line_start = text;
  gsize line = 1;

  for (; *at != '\0' && (guint8)*at < 0x80; at++)
    if (*at == '\n')
      {
        line++;
        line_start = at + 1;
      }
  if (*at == '\0')
    return g_strdup ("");
  const char *from = at, *to = at;
  while (from > line_start && !g_ascii_isspace (from[-1]) && from[-1] != '>'
         && at - from < WORD_BYTES)
    from--;
  while (strchr ("<", *to) == NULL && !g_unichar_isspace (g_utf8_get_char (to))
         && to - at < WORD_BYTES)
    to = g_utf8_next_char (to);
  return g_strdup_printf (", with '%.*s' in line %" G_GSIZE_FORMAT, (int)(to - from), from, line);
}

static void
say_encoding (const Say *self, const char *text)
{
  const Decoded *decoded = self->decoded;
  g_autofree char *word = NULL;

  switch (decoded->by)
    {
    case DECODED_PLAIN:
      break;
    case DECODED_MARKED:
      if (decoded->doubtful)
        say (self, ESP_GRADE_WARNING, 0, g_strdup_printf ("begins with the mark of %s", self->name),
             "read as that, whatever --encoding says");
      else if (!g_str_equal (self->name, "UTF-8"))
        say (self, ESP_GRADE_NOTE, 0, g_strdup_printf ("is in %s", self->name), "stored as UTF-8");
      break;
    case DECODED_TOLD:
      if (decoded->doubtful)
        say (self, ESP_GRADE_WARNING, 0,
             g_strdup_printf ("is valid UTF-8, and was read as %s because --encoding says so",
                              self->name),
             "stored as UTF-8");
      else
        say (self, ESP_GRADE_NOTE, 0, g_strdup_printf ("is in %s, as was said", self->name),
             "stored as UTF-8");
      break;
    case DECODED_GUESSED:
      word = first_word (text);
      say (self, ESP_GRADE_WARNING, 0,
           g_strdup_printf ("is in %s, as far as can be told%s", self->name, word),
           "stored as UTF-8; --encoding says another");
      break;
    }
}

/* ---------------------------------------------------------------- what is wrong in it */

/* "line 3", "lines 3, 7 and 9", "lines 1, 2, 3, 4, 5 and others". */
static char *
lines_said (const DecodedFaults *faults)
{
  const guint count = faults->lines_count + faults->has_more_lines;
  GString *said = g_string_new (count > 1 ? "lines " : "line ");

  for (guint i = 0; i < faults->lines_count; i++)
    g_string_append_printf (said, "%s%" G_GSIZE_FORMAT,
                            i == 0           ? ""
                            : i + 1 == count ? " and "
                                             : ", ",
                            faults->lines[i]);
  if (faults->has_more_lines)
    g_string_append (said, " and others");
  return g_string_free (said, FALSE);
}

static void
say_faults (const Say *self)
{
  const DecodedFaults *lost = &self->decoded->lost, *nuls = &self->decoded->nuls;
  g_autofree char *lost_lines = lines_said (lost), *nul_lines = lines_said (nuls);

  if (self->decoded->is_cut)
    say (self, ESP_GRADE_WARNING, 0, g_strdup ("ends in the middle of a character"),
         "read up to there; it may be cut off: look at its end, or get a new copy of it");
  if (lost->count > (self->decoded->is_cut ? 1u : 0u))
    say (self, ESP_GRADE_WARNING, 0,
         g_strdup_printf ("has %u byte%s in %s that %s no character of %s", lost->count,
                          lost->count == 1 ? "" : "s", lost_lines, lost->count == 1 ? "is" : "are",
                          self->name),
         "read as U+FFFD (\uFFFD); mend the file and read it again, or say another with "
         "--encoding");
  if (nuls->count > 0)
    say (self, ESP_GRADE_WARNING, 0,
         g_strdup_printf ("has %u NUL character%s in %s", nuls->count, nuls->count == 1 ? "" : "s",
                          nul_lines),
         "left out; letters may be missing there");
}

void
decoded_find (const Decoded *decoded, const char *text, GPtrArray *findings)
{
  g_autofree char *name = g_strdup (decoded->encoding);
  const Say self = { decoded, name, findings };

  if (g_str_has_prefix (name, "WINDOWS-"))
    memcpy (name, "windows", 7);
  say_encoding (&self, text);
  say_faults (&self);
}

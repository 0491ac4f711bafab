/* What a person gives besides names: long texts, also from standard input, and places in a
 * document.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/input.h"

#include <stdio.h>
#include <string.h>

static void
input_strip_line_end (GString *text)
{
  if (text->len > 0 && text->str[text->len - 1] == '\n')
    g_string_truncate (text, text->len - 1);
  if (text->len > 0 && text->str[text->len - 1] == '\r')
    g_string_truncate (text, text->len - 1);
}

static char *
input_read (GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char buffer[4096];
  gsize size;
  while ((size = fread (buffer, 1, sizeof buffer, stdin)) > 0)
    g_string_append_len (text, buffer, (gssize)size);
  if (ferror (stdin))
    {
      g_set_error_literal (error, ESP_ERROR, ESP_ERROR_INPUT, "cannot read standard input");
      return NULL;
    }
  if (!g_utf8_validate (text->str, (gssize)text->len, NULL))
    {
      g_set_error_literal (
          error, ESP_ERROR, ESP_ERROR_INPUT,
          "what stands on standard input is not UTF-8 text; save it as UTF-8 and try again");
      return NULL;
    }
  input_strip_line_end (text);
  return g_strdup (text->str);
}

gboolean
input_text (Call *call, const char *option, char **text, GError **error)
{
  if (*text == NULL || strcmp (*text, "-") != 0)
    return TRUE;
  if (call->input_read)
    return call_wrong_usage (
        error, "'%s -' comes too late: standard input was read for another option", option);
  call->input_read = TRUE;
  char *read = input_read (error);
  if (read == NULL)
    return FALSE;
  g_free (*text);
  *text = read;
  return TRUE;
}

gboolean
input_span (const char *option, const char *text, EspPlace *place, GError **error)
{
  g_auto (GStrv) ends = g_strsplit (text, "-", 2);
  guint64 start, end;
  if (g_strv_length (ends) != 2
      || !g_ascii_string_to_unsigned (ends[0], 10, 0, G_MAXUINT32, &start, NULL)
      || !g_ascii_string_to_unsigned (ends[1], 10, 0, G_MAXUINT32, &end, NULL) || end <= start)
    return call_wrong_usage (
        error, "'%s' is no span; '%s' wants two character positions, as in 412-498", text, option);
  *place = (EspPlace){ .start_cp = start, .end_cp = end };
  return TRUE;
}

gboolean
input_turn (const char *option, const char *text, EspPlace *place, GError **error)
{
  guint64 turn;
  if (!g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT32, &turn, NULL))
    return call_wrong_usage (error, "'%s' is no number of a turn; '%s' wants one, as in %s 14",
                             text, option, option);
  *place = (EspPlace){ .turn = (guint)turn };
  return TRUE;
}

gboolean
input_place (Call *call, char **quote, const char *turn, const char *span, EspPlace *place,
             GError **error)
{
  if ((*quote != NULL) + (turn != NULL) + (span != NULL) != 1)
    return call_wrong_usage (error,
                             "say where: give one of --quote WORDS, --turn N and --span START-END");
  if (turn != NULL)
    return input_turn ("--turn", turn, place, error);
  if (span != NULL)
    return input_span ("--span", span, place, error);
  if (!input_text (call, "--quote", quote, error))
    return FALSE;
  *place = (EspPlace){ .quote = *quote };
  return TRUE;
}

gboolean
input_unit (const char *name, EspUnit *unit, GError **error)
{
  static const struct
  {
    const char *name;
    EspUnit unit;
  } units[] = { { "match", ESP_UNIT_MATCH },
                { "sentence", ESP_UNIT_SENTENCE },
                { "turn", ESP_UNIT_TURN } };
  if (name == NULL)
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    if (strcmp (units[i].name, name) == 0)
      {
        *unit = units[i].unit;
        return TRUE;
      }
  return call_wrong_usage (error, "'%s' is no unit; --unit takes match, sentence or turn", name);
}

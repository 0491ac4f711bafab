/* espalier code: attaches a passage to a theme.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"
#include "cli/coding_table.h"
#include "cli/input.h"

static gboolean
run (Call *call, GError **error)
{
  g_autofree char *quote = NULL, *turn = NULL, *span = NULL;
  g_autoptr (EspCoding) coding = NULL;
  EspPlace place;
  const GOptionEntry options[] = {
    { "quote", 0, 0, G_OPTION_ARG_FILENAME, &quote,
      "The words, which occur once; - reads standard input", "WORDS" },
    { "turn", 0, 0, G_OPTION_ARG_FILENAME, &turn, "A whole turn, or paragraph", "N" },
    { "span", 0, 0, G_OPTION_ARG_FILENAME, &span,
      "From one character to before another, counted from 0", "START-END" },
    G_OPTION_ENTRY_NULL,
  };
  if (!call_begin (call, options, 2, 2, error)
      || !input_place (call, &quote, turn, span, &place, error)
      || !esp_code (call->study, call->analysis, call->arguments[0], call->arguments[1], &place,
                    &coding, error))
    return FALSE;
  g_autofree char *about = coding_about (coding);
  if (!call_commit (call, about, error))
    return FALSE;
  if (call->json)
    call_json (call, coding_json (coding));
  g_autofree char *line = coding_line (coding);
  call_say (call, "coded %s", line);
  return TRUE;
}

const Command command_code = {
  .name = "code",
  .stage = "indexing",
  .about = "code a passage of a document with a theme",
  .usage = "DOCUMENT THEME (--quote WORDS | --turn N | --span START-END)",
  .example = "espalier code B-SM-001 recovery/meaning --quote \"hope is part of it\"",
  .needs = STUDY_WRITE,
  .run = run,
};

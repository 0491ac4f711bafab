/* What reading a sheet brought up, for people and as JSON.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/findings.h"

#include "cli/terminal.h"
#include "cli/wording.h"

#include <stdio.h>

json_t *
findings_json (const GPtrArray *findings)
{
  json_t *array = json_array ();
  for (guint i = 0; i < findings->len; i++)
    {
      const EspFinding *finding = findings->pdata[i];
      json_array_append_new (
          array, json_pack ("{s:s, s:i, s:o, s:o}", "grade", esp_grade_name (finding->grade), "row",
                            (int)finding->line, "what", table_json_text (finding->what), "done",
                            table_json_text (finding->done)));
    }
  return array;
}

void
findings_print (const Call *call, const GPtrArray *findings)
{
  for (int grade = ESP_GRADE_REFUSED; grade >= ESP_GRADE_NOTE; grade--)
    for (guint i = 0; i < findings->len; i++)
      {
        const EspFinding *finding = findings->pdata[i];
        if ((int)finding->grade != grade || (call->quiet && grade == ESP_GRADE_NOTE))
          continue;
        g_autofree char *given = g_strdup_printf (
            "%s%s%s", finding->what, *finding->done != '\0' ? "; " : "", finding->done);
        g_autofree char *text = wording_line (given);
        terminal_print (grade == ESP_GRADE_REFUSED ? STYLE_BAD : STYLE_HEADING,
                        esp_grade_name (finding->grade));
        fputs ("  ", stdout);
        terminal_print (STYLE_PLAIN, text);
        putchar ('\n');
      }
}

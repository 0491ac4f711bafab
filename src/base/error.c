/* Making errors of the one domain, and the table that gives each its exit status.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"

G_DEFINE_QUARK (esp-error-quark, esp_error)

int
esp_error_exit_status (const GError *error)
{
  return g_error_matches (error, ESP_ERROR, ESP_ERROR_USAGE) ? 2 : 1;
}

const char *
esp_version (void)
{
  return ESPALIER_VERSION;
}

const char *
esp_grade_name (EspGrade grade)
{
  static const char *const names[] = { "note", "warning", "refused" };
  return names[grade];
}

gboolean
fail (GError **error, EspError code, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  if (error != NULL)
    *error = g_error_new_valist (ESP_ERROR, (gint) code, format, args);
  va_end (args);
  return FALSE;
}

EspFinding *
finding_new (EspGrade grade, guint line, char *what_taken, const char *done)
{
  EspFinding *finding = g_new0 (EspFinding, 1);
  finding->grade = grade;
  finding->line = line;
  finding->what = what_taken;
  finding->done = g_strdup (done != NULL ? done : "");
  return finding;
}

void
finding_free (gpointer finding)
{
  EspFinding *one = finding;
  if (one == NULL)
    return;
  g_free (one->what);
  g_free (one->done);
  g_free (one);
}

/* The report of an import of attributes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/attribute_report.h"

static void
value_free (gpointer data)
{
  EspImportedValue *value = data;
  g_free (value->column);
  g_free (value->case_label);
  g_free (value->attribute);
  g_free (value->now);
  g_free (value->given);
  g_free (value);
}

EspAttributeReport *
attribute_report_new (const char *sheet, GPtrArray *findings)
{
  EspAttributeReport *report = g_new0 (EspAttributeReport, 1);
  report->sheet = g_strdup (sheet);
  report->values = g_ptr_array_new_with_free_func (value_free);
  report->findings = g_ptr_array_ref (findings);
  report->unknown_columns = g_ptr_array_new_with_free_func (g_free);
  return report;
}

void
esp_attribute_report_free (EspAttributeReport *report)
{
  g_free (report->sheet);
  g_ptr_array_unref (report->values);
  g_ptr_array_unref (report->findings);
  g_ptr_array_unref (report->unknown_columns);
  g_free (report);
}

const char *
esp_value_fate_name (EspValueFate fate)
{
  static const char *const names[] = { "set", "same", "replaced", "kept", "refused", "questioned" };
  return names[fate];
}

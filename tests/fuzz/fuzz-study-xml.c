/* Any bytes as the definition of a study, loaded into a study that has one; then forgotten again.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "memory-study.h"
#include "study/label.h"

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  g_autoptr (GError) error = NULL;
  EspStudy *study = memory_study ();
  g_autofree char *file = memory_file ("study.xml", bytes, size);

  HOLDS (esp_change_begin (study, "fuzz", "Anna", NULL, NULL));
  gboolean loaded = esp_definition_load (study, file, &error);
  g_unlink (file);
  HOLDS (loaded == (error == NULL));
  if (loaded)
    {
      g_autoptr (LabelSchemes) schemes = label_schemes_load (study, NULL);
      g_autoptr (GPtrArray) attributes = esp_attributes (study, NULL);
      HOLDS (schemes != NULL && attributes != NULL);
    }
  esp_change_abandon (study);
  return 0;
}

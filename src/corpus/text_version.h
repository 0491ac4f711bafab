/* The texts that a document has had, and the one of them that a person means.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CORPUS_TEXT_VERSION_H
#define CORPUS_TEXT_VERSION_H

#include "base/uuid.h"
#include "espalier.h"

typedef struct
{
  Uuid document, id, replaces; /* `replaces` nil: the first text */
  guint number;
  gboolean in_force;
} TextVersion;

/* `version` as in esp_transcript_of. */
gboolean text_version_find (EspStudy *study, const char *document, const char *version,
                            TextVersion *found, GError **error);

/* "3"; "3 (Lou, 3ac6be09)" where another text of the document has that number too. NULL with error;
 * to be freed. */
char *text_version_said (EspStudy *study, const Uuid *document, const Uuid *version,
                         GError **error);

#endif

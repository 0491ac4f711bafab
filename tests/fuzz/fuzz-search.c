/* Any bytes as what a person searches for: it is refused in words, or the index loses no turn that
 * looking at all of them finds, and every place lies in its turn.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexing/search_turn.h"
#include "memory-study.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size);

static const char *const texts[] = {
  "Interviewer: Hope, or a dog?\n\nParticipant: Hope is part of it \xE2\x80\x93 my dog, I mean; "
  "and "
  "the caf\xC3\xA9.\n\nInterviewer: AND NOT the near one?\n\nParticipant: He didn\xE2\x80\x99t ask "
  "(\"words:hope\" * 3.5 ^a).\n",
  "Interviewer: \xD9\x85\xD8\xB1\xD8\xAD\xD8\xA8\xD8\xA7 e\xCC\x81te\xCC\x81 \xF0\x9F\x98\x80 a b "
  "c\n\nParticipant: b a OR c {x} + y, NEAR a a b.\n",
};

/* Imports a text and keeps its EspTranscript. */
static void
import_text (EspStudy *study, const char *name, const char *text, GPtrArray *transcripts)
{
  g_autofree char *path = memory_file (name, text, strlen (text));
  const char *const paths[] = { path, NULL };
  const EspImportOptions options = { 0 };
  g_autoptr (EspImportReport) report = esp_import (study, paths, &options, NULL);
  g_unlink (path);
  HOLDS (report != NULL && report->imported == 1);
  const EspImportedFile *file = report->files->pdata[0];
  EspTranscript *transcript = esp_transcript (study, file->document, NULL);
  HOLDS (transcript != NULL);
  g_ptr_array_add (transcripts, transcript);
}

/* One study for all runs, with the texts; a file that is unlinked cannot be written any more. */
static EspStudy *
texts_study (GPtrArray **transcripts)
{
  static EspStudy *study;
  static GPtrArray *all;
  if (study == NULL)
    {
      g_autofree char *path = memory_file ("search.espalier", "", 0);
      g_unlink (path);
      study = esp_study_create (path, NULL);
      all = g_ptr_array_new ();
      HOLDS (study != NULL && esp_change_begin (study, "fuzz", "Anna", NULL, NULL));
      import_text (study, "a.txt", texts[0], all);
      import_text (study, "b.txt", texts[1], all);
      HOLDS (esp_change_commit (study, "", NULL));
      g_unlink (path);
    }
  *transcripts = all;
  return study;
}

/* Whether a turn fits; every place must lie in it, in order. */
static gboolean
turn_fits (TurnSearch *search, const EspItem *item)
{
  const gsize size = strlen (item->words);
  const GArray *found = turn_search_run (search, item->words, size, NULL);
  gsize last = 0;
  for (guint i = 0; i < found->len; i++)
    {
      const FoundBytes *one = &g_array_index (found, FoundBytes, i);
      HOLDS (one->start >= last && one->end > one->start && one->end <= size);
      last = one->end;
    }
  return found->len > 0 && item->number > 0;
}

static guint
count_without_index (const Tokenizer *tokenizer, const SearchQuery *query,
                     const GPtrArray *transcripts)
{
  g_autoptr (TurnSearch) search = turn_search_new (tokenizer, query, NULL);
  guint fits = 0;
  for (guint i = 0; i < transcripts->len; i++)
    {
      const EspTranscript *transcript = transcripts->pdata[i];
      for (guint n = 0; n < transcript->items->len; n++)
        fits += turn_fits (search, transcript->items->pdata[n]);
    }
  return fits;
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  static Tokenizer *tokenizer;
  g_autoptr (GError) error = NULL, why = NULL;
  g_autofree char *what = g_strndup ((const char *)bytes, size);
  GPtrArray *transcripts;
  EspStudy *study = texts_study (&transcripts);

  if (tokenizer == NULL)
    tokenizer = tokenizer_new (study, NULL);
  g_autoptr (SearchQuery) query = search_query_read (tokenizer, what, &error);
  g_autoptr (EspSearchResult) result = esp_search (study, what, NULL, &why);
  HOLDS ((query == NULL) == (error != NULL) && (query == NULL) == (result == NULL));
  HOLDS (query != NULL
         || (error->code == ESP_ERROR_INPUT && g_str_equal (error->message, why->message)));
  if (query != NULL)
    HOLDS (result->total->turns == count_without_index (tokenizer, query, transcripts));
  return 0;
}

/* One version of a document in memory: its words, turns, and who speaks them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CORPUS_TRANSCRIPT_H
#define CORPUS_TRANSCRIPT_H

#include "base/folded.h"
#include "base/text.h"
#include "base/uuid.h"
#include "corpus/version.h"

typedef struct
{
  EspItemKind kind;
  guint number; /* among turns and paragraphs together; 0 for headings and notes */
  gsize start_cp, end_cp;
  char *speaker; /* '' for none */
  EspPart part;
  Uuid case_id;     /* whose words, for ESP_PART_CASE; else nil */
  char *case_label; /* '' else */
  gint64 time_ms;   /* -1: none */
} TextItem;

typedef struct
{
  Uuid document_id, version_id;
  char *name;   /* of the document */
  Uuid case_id; /* whose document it is; nil for none */
  char *case_label;
  char *text;
  TextIndex *index;
  GArray *items;         /* TextItem */
  FoldedText *folded;    /* made at need, for finding quotes; NULL before */
  VersionTree *versions; /* NULL where this is the only one */
} DocText;

DocText *doc_text_load (EspStudy *study, const Uuid *version_id, GError **error);
void doc_text_free (DocText *doc);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DocText, doc_text_free)

/* Documents loaded once each. */
typedef struct _DocTexts DocTexts;
DocTexts *doc_texts_new (EspStudy *study);
void doc_texts_free (DocTexts *docs);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DocTexts, doc_texts_free)
/* Borrowed; stays until the texts are freed. NULL with error. */
DocText *doc_texts_get (DocTexts *docs, const Uuid *version_id, GError **error);

/* A span that was marked on any version of a document, in the text in force. Texts are borrowed. */
typedef struct
{
  DocText *doc; /* the text in force */
  Span at;      /* where it stands there; empty where it is without words */
  EspCarried carried;
  Uuid made_version;
  const DocText *made_in; /* that text, where another one is in force; NULL where that is lost */
  Span made;
} DocSpan;

/* The version in force that stands for a version. FALSE with error. */
gboolean doc_texts_in_force (DocTexts *docs, const Uuid *version_id, Uuid *in_force,
                             GError **error);

/* Whether the words of two spans count for the same case, interviewer or other. */
gboolean doc_texts_same_speaker (const DocText *a, Span in_a, const DocText *b, Span in_b);

/* Where a span stands now. It is not changed where it has the same words, however they are broken
 * into lines, and it is without words where nothing but spaces is left. The same words may be
 * another's now. */
gboolean doc_texts_place (DocTexts *docs, const Uuid *version_id, Span made, DocSpan *span,
                          GError **error);

/* The same as a place only, in a text that is loaded. */
gboolean doc_text_map (const DocText *doc, const Uuid *version_id, Span *span, EspCarried *carried,
                       GError **error);

/* Since when the words that were corrected under a span are what they are now: "" where they were
 * not. What was taken out, or is said by another, counts from the text in force on. */
gboolean doc_span_corrected_at (const DocSpan *span, const char **since, GError **error);

/* As those of a DocText below. Of one without words they tell of the words that it had. */
char *doc_span_words (const DocSpan *span);
char *doc_span_words_before (const DocSpan *span);
char *doc_span_where (const DocSpan *span);
EspPart doc_span_part (const DocSpan *span, Uuid *case_id);
/* The same; context (an interviewer's words, a care plan) is of the document's case. */
EspPart doc_span_whose (const DocSpan *span, Uuid *case_id);
const TextItem *doc_span_item (const DocSpan *span);

/* Whether two spans touch the same words, now or where both were marked. */
gboolean doc_spans_overlap (const DocSpan *a, const DocSpan *b);

/* By place in the text in force, then as they were marked. */
int doc_span_compare (const DocSpan *a, const DocSpan *b);

/* The item that holds a code point, or the last one before it; NULL before the first. */
const TextItem *doc_text_item (const DocText *doc, gsize cp);

/* The first item that a span touches; NULL when it touches none. */
const TextItem *doc_text_first_item (const DocText *doc, gsize start_cp, gsize end_cp);

/* "turn 14", "turns 14 to 15", "paragraph 3"; "characters 0 to 12" where no turn is. To be freed.
 */
char *doc_text_where (const DocText *doc, gsize start_cp, gsize end_cp);

/* Whose words a span begins with; *case_id (may be NULL) nil unless it is a case. */
EspPart doc_text_part (const DocText *doc, gsize start_cp, gsize end_cp, Uuid *case_id);

/* The name of a part as the study file has it. */
const char *part_stored_name (EspPart part);
EspPart part_of_stored_name (const char *name);

#endif

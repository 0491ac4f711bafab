/* What a document is and whose: from the definition's rules, from labels in its name, headings and
 * speakers.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CORPUS_BELONGING_H
#define CORPUS_BELONGING_H

#include "base/uuid.h"
#include "corpus/intake.h"
#include "corpus/unspoken.h"
#include "study/label.h"
#include "study/sheet_map.h"

/* What the definition says of documents and speakers; read once an import, then only read. */
typedef struct
{
  LabelSchemes *schemes;
  GHashTable *speakers;  /* folded name -> EspPart + 1 */
  GPtrArray *rules;      /* DocumentRule */
  GPtrArray *styles;     /* DocumentRule that only say a style */
  GPtrArray *sheets;     /* DocumentRule that only say what a person said of a sheet's columns */
  GPtrArray *attributes; /* Attribute */
  UnspokenLines *unspoken;
} Rulebook;

typedef struct
{
  char *file; /* a name or glob */
  char *kind, *level, *case_label, *group_kind, *group_name, *schedule_name;
  gboolean has_session;
  char *held_on, *mode, *place, *interviewers, *others;
  double minutes; /* 0: not said */
  Style style;
  SheetMap *map; /* of a sheet; NULL: it is none */
} DocumentRule;

Rulebook *rulebook_load (EspStudy *study, GError **error);
void rulebook_free (Rulebook *book);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Rulebook, rulebook_free)

/* What the study knows a name as, FALSE for nothing: "Interviewer", "Participant". */
gboolean rulebook_part (const Rulebook *book, const char *name, EspPart *part);
/* What the definition says of a file: NULL for nothing. */
const DocumentRule *rulebook_rule (const Rulebook *book, const char *file_name);
/* What was said of the columns of a sheet of exactly that name when it was imported; NULL for
 * nothing. */
const SheetMap *rulebook_kept_map (const Rulebook *book, const char *file_name);
/* What layout_make is to know of a file that is called so: the names of speakers and labels, lines
 * that nobody says, the style. Borrows the book; thread-safe. */
LayoutNames rulebook_names (Rulebook *book, const char *file_name);

typedef struct
{
  char *name;
  EspPart part;
  guint line;            /* of its first words */
  gboolean stated;       /* the study knows the name, and as what */
  gboolean unidentified; /* a case that stands for somebody nobody has named */
  Label *label; /* of the case that speaks, when the name is a label; NULL: the document's own case,
                   for ESP_PART_CASE */
} SpeakerPlan;

/* What will be written of a document. */
typedef struct
{
  const DocumentRule *rule; /* NULL when none fits */
  Label *label;             /* whose document; NULL for none */
  char *name, *kind, *level;
  GPtrArray *speakers;  /* SpeakerPlan, in order of first words */
  GPtrArray *corrected; /* char *: "'D-CC- 004' to 'D-CC-004'" */
  GPtrArray *unknown;   /* char *: speakers nobody knows */
} Belonging;

/* Decides; findings go to the intake's source. FALSE when the file must be refused: `error` says
 * why (a label that the scheme does not know, with its line). */
Belonging *belonging_decide (const Rulebook *book, Intake *intake, GError **error);
/* Whether people are to be expected to speak: no rule says what it is, or that it is an interview
 * or a focus group. */
gboolean belonging_is_spoken (const Belonging *belonging);
void belonging_free (Belonging *belonging);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Belonging, belonging_free)

#endif

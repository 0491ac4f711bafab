/* What the columns of a sheet hold, when its rows are turns or the answers of a respondent: as the
 * study definition says it, or a person on the command line.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef STUDY_SHEET_MAP_H
#define STUDY_SHEET_MAP_H

#include "base/uuid.h"
#include "espalier.h"

typedef enum
{
  SHEET_ROWS_NONE, /* it is not said */
  SHEET_ROWS_TURN,
  SHEET_ROWS_RESPONDENT,
} SheetRows;

typedef enum
{
  SHEET_CASE,     /* the label of the case whose row it is */
  SHEET_DOCUMENT, /* rows of one value are one document */
  SHEET_SPEAKER,  /* of a turn; blank: who spoke before goes on */
  SHEET_WORDS,    /* of a turn */
  SHEET_TIME,     /* of a turn, from the beginning of the recording */
  SHEET_QUESTION, /* the answer to one question */
  SHEET_ATTRIBUTE,
  SHEET_NOTHING, /* left out without a word about it */
  SHEET_USES
} SheetUse;

typedef struct
{
  char *name; /* the heading, compared folded */
  SheetUse use;
  char *title;     /* of the section of a question; '': the heading */
  char *attribute; /* '': the heading */
} SheetMapColumn;

typedef struct
{
  SheetRows rows;
  GPtrArray *columns; /* SheetMapColumn; none: they are guessed by their headings */
  gboolean is_kept;   /* a person said it when a file of that name was imported */
} SheetMap;

SheetMap *sheet_map_new (SheetRows rows);
void sheet_map_free (SheetMap *map);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SheetMap, sheet_map_free)

/* Each string may be NULL, for ''. */
void sheet_map_add (SheetMap *map, const char *name, SheetUse use, const char *title,
                    const char *attribute);

/* Whether the columns can be read together: what is missing, there twice, or of the other kind of
 * rows, is an error that says what to do. */
gboolean sheet_map_check (const SheetMap *map, GError **error);

/* "turn", "respondent"; '' for SHEET_ROWS_NONE. */
const char *sheet_rows_name (SheetRows rows);
SheetRows sheet_rows_from_name (const char *name);
/* "case", "question" ...: as the study stores it. */
const char *sheet_use_name (SheetUse use);
gboolean sheet_use_from_name (const char *name, SheetUse *use);

/* What a person says: each column as 'HEADING=USE', or 'HEADING=question:TITLE',
 * 'HEADING=attribute:NAME'. `columns` may be NULL. An error (ESP_ERROR_USAGE) says what is wrong.
 */
SheetMap *sheet_map_said (const char *rows, const char *const *columns, GError **error);

/* The columns that the study has for a rule of documents. */
SheetMap *sheet_map_load (EspStudy *study, const Uuid *rule_id, SheetRows rows, GError **error);
/* Makes them all that the study has for the rule of a file. `scope` is part of their ids: NULL for
 * what the definition says. `attributes`: Attribute, for columns that are one. */
gboolean sheet_map_store (EspStudy *study, const SheetMap *map, const char *file, const char *scope,
                          const Uuid *rule_id, const GPtrArray *attributes, GError **error);

/* Keeps what a person said of the file of that name, for the next time; what was said before of it
 * is forgotten. */
gboolean sheet_map_keep (EspStudy *study, const SheetMap *map, const char *file,
                         const GPtrArray *attributes, GError **error);
/* Whether a rule of documents is such a one. */
gboolean sheet_map_is_kept (const Uuid *rule_id, const char *file);

#endif

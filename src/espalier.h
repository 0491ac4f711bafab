/* Espalier: an engine for qualitative framework analysis. The whole public API, in the order of the
 * method.
 *
 * Copyright (C) 2026 The Espalier authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Conventions
 * - A function that can fail takes a GError last, of the domain ESP_ERROR, and returns FALSE or
 * NULL when it sets it.
 * - A pointer returned without `const` belongs to the caller, who frees it with the type's _free
 * function (or g_autoptr); a `const` pointer, and whatever a struct holds, is borrowed and lives as
 * long as what it came from.
 * - Strings are UTF-8 and never NULL in structs, unless the field says so; '' stands for "none".
 * GPtrArrays hold the type named.
 * - Spans are Unicode code points, half-open [start_cp, end_cp), in the immutable text of a
 * document.
 * - Words of the method (case, theme, coding, summary, evidence) mean what docs/architecture.md
 * says.
 * - Functions that write work inside a change (esp_change_begin); all of a change is stored, or
 * nothing of it. */
#ifndef ESPALIER_H
#define ESPALIER_H

#include <glib.h>

G_BEGIN_DECLS

#define ESP_API __attribute__ ((visibility ("default")))

/* ---------------------------------------------------------------- errors and findings */

#define ESP_ERROR (esp_error_quark ())
ESP_API GQuark esp_error_quark (void);

typedef enum
{
  ESP_ERROR_INPUT,     /* what was given cannot be read or does not hold together */
  ESP_ERROR_NOT_FOUND, /* no such case, theme, document, quote ... */
  ESP_ERROR_AMBIGUOUS, /* several fit; the message lists them */
  ESP_ERROR_EXISTS,    /* it is there already */
  ESP_ERROR_NOT_STUDY, /* the file is not a study */
  ESP_ERROR_NEWER,     /* the study was made by a newer Espalier */
  ESP_ERROR_DAMAGED,   /* the study file is damaged */
  ESP_ERROR_BUSY,      /* another program is writing */
  ESP_ERROR_STORAGE,   /* disk full, no permission, ... */
  ESP_ERROR_STANDS,    /* an undo would take away what later work stands on */
  ESP_ERROR_USAGE,     /* called with arguments that make no sense */
} EspError;

/* The exit status of a program that ends with this error: 1, or 2 for ESP_ERROR_USAGE. */
ESP_API int esp_error_exit_status (const GError *error);

typedef enum
{
  ESP_GRADE_NOTE,    /* worth knowing */
  ESP_GRADE_WARNING, /* read, but look at it */
  ESP_GRADE_REFUSED, /* not read */
} EspGrade;

/* Something that reading a file brought up: data, for a report. */
typedef struct
{
  EspGrade grade;
  guint line; /* 1-based line or paragraph of the file; 0: the whole file */
  char *what; /* "the label 'D-CC- 004' has a space inside" */
  char *done; /* "read as 'D-CC-004'"; '' when nothing was done */
} EspFinding;

ESP_API const char *esp_version (void);

/* A name for a grade: "note", "warning", "refused". */
ESP_API const char *esp_grade_name (EspGrade grade);

/* ---------------------------------------------------------------- the study file */

typedef struct _EspStudy EspStudy;

/* Makes a new study file without a title, readable by its owner only; nothing may stand at the path
 * yet. */
ESP_API EspStudy *esp_study_create (const char *path, GError **error);

/* Opens a study. A study opened with for_writing FALSE can be on a medium that cannot be written.
 */
ESP_API EspStudy *esp_study_open (const char *path, gboolean for_writing, GError **error);

/* Opens a study for esp_check and esp_study_backup only: also one whose tables are missing or
 * altered, which esp_study_open refuses. */
ESP_API EspStudy *esp_study_examine (const char *path, GError **error);

/* Closes; a change that is not committed is abandoned. NULL is allowed. */
ESP_API void esp_study_close (EspStudy *study);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EspStudy, esp_study_close)

ESP_API const char *esp_study_path (const EspStudy *study);
/* The copy that was made beside a study of an older schema before opening brought it up to date;
 * NULL when it was not. */
ESP_API const char *esp_study_copy_before (const EspStudy *study);
ESP_API char *esp_study_title (EspStudy *study, GError **error);
/* Gives the study another title, inside a change. */
ESP_API gboolean esp_study_set_title (EspStudy *study, const char *title, GError **error);

/* Copies the study, while others may go on using it, to a path where nothing stands yet. */
ESP_API gboolean esp_study_backup (EspStudy *study, const char *to, GError **error);

/* Copies it without the words of what was taken back, and without empty space. What was taken back
 * cannot be brought back in the copy. *dropped gets the number of texts and prose left out. */
ESP_API gboolean esp_study_compact (EspStudy *study, const char *to, guint *dropped,
                                    GError **error);

/* Copies it for another person, who is made known to the copy. */
ESP_API gboolean esp_study_clone (EspStudy *study, const char *to, const char *coder,
                                  GError **error);

/* Begins a change: one transaction, one line of the history. `command` is what the person called
 * ("chart set"); `coder` the person's name, made known to the study when new; `reason` may be NULL.
 * Waits a while when another program writes. */
ESP_API gboolean esp_change_begin (EspStudy *study, const char *command, const char *coder,
                                   const char *reason, GError **error);

/* Stores the change. `about` is one line for the history, in the person's words. A change that
 * changed nothing leaves no line in the history. On failure everything is as before the change. */
ESP_API gboolean esp_change_commit (EspStudy *study, const char *about, GError **error);

/* Forgets the change: everything is as before it began. Does nothing when no change is open. */
ESP_API void esp_change_abandon (EspStudy *study);

typedef struct
{
  char *id; /* 36 characters; commands take the first 8 */
  char *coder;
  char *made_at; /* UTC, YYYY-MM-DDThh:mm:ss.sssZ */
  char *command;
  char *about;
  char *reason;
  GPtrArray *undoes; /* char *: ids of the changes that this one undid, the newest first */
  char *undone_by;   /* id of the change that undid this one, or '' */
  guint rows;        /* rows of content added or changed */
} EspChange;

typedef struct
{
  const char *coder;           /* all may be NULL: any */
  const char *const *commands; /* "chart": 'chart set', 'chart check' and so on */
  const char *case_label; /* what touches the case: its attributes, words, codings, summaries */
  const char *analysis, *theme; /* what touches the theme or one below it; like a case, it may have
                                   been removed */
  const char *since, *until;    /* "2026-11-03", or a time as in EspChange: from, and before; a day
                                   as `until` is included */
  guint limit;                  /* at most so many; 0: all */
} EspLogFilter;

/* EspChange, newest first. `filter` NULL: all. */
ESP_API GPtrArray *esp_log (EspStudy *study, const EspLogFilter *filter, GError **error);

typedef struct
{
  guint changes;
  char *seal; /* 64 hexadecimal digits: equal in two copies when their histories are */
} EspSeal;

/* Proves the history: each line is what was written, after those it follows. ESP_ERROR_DAMAGED
 * names the first line that is not. */
ESP_API EspSeal *esp_log_verify (EspStudy *study, GError **error);
ESP_API void esp_seal_free (EspSeal *seal);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EspSeal, esp_seal_free)

/* Undoes a change, inside a change that is open: what it added is marked gone, what it altered gets
 * its old value, wholly or not at all (ESP_ERROR_STANDS names the later changes in the way).
 * `id`: the change's id or its beginning; NULL: the last change of `coder` that is not undone (and
 * is no undo). With `with_later` the changes in the way are undone too. EspChange, the newest
 * first: what was undone. */
ESP_API GPtrArray *esp_undo (EspStudy *study, const char *id, const char *coder,
                             gboolean with_later, GError **error);

ESP_API void esp_change_free (EspChange *change);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EspChange, esp_change_free)

/* ---------------------------------------------------------------- copies joined */

/* So many of one kind: "coding", 214. */
typedef struct
{
  const char *what; /* an element of the archive: "coding", "summary", "theme" */
  guint n;
} EspCount;

/* What came of one person. */
typedef struct
{
  char *coder;
  guint changes;
  GArray *added, *altered, *removed; /* EspCount, in the order of the method */
} EspMergePerson;

/* A document whose text somebody corrected, or on whose text codings came that were made before it
 * was corrected. */
typedef struct
{
  char *document;
  GPtrArray *coders; /* char *: who corrected it, of what came; often nobody or one */
  guint to_look_at;  /* codings, pieces of evidence and memos on changed words that were not to be
                        looked at before (esp_carried) */
} EspMergeText;

typedef struct
{
  guint changes;     /* that came; 0: the copy had nothing new */
  guint unseen;      /* changes of this study that the copy has not */
  GPtrArray *people; /* EspMergePerson, by name */
  GPtrArray *notes;  /* char *: worth looking at: "Ben's clock is ahead: a change of 2031-01-01" */
  GPtrArray *conflicts; /* EspConflict: those that were not there before */
  GPtrArray *texts;     /* EspMergeText, by name of the document */
} EspMerge;

/* Joins what a copy of the study has and this one has not: adds its changes, makes the study anew
 * from all of them, and stores it whole or not at all. No change may be open; `coder` is who
 * merges. The copy is only read, and trusted in nothing. With `dry_run` nothing is stored. */
ESP_API EspMerge *esp_merge (EspStudy *study, const char *copy, const char *coder, gboolean dry_run,
                             GError **error);
ESP_API void esp_merge_free (EspMerge *merge);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EspMerge, esp_merge_free)

/* One side of a conflict. */
typedef struct
{
  char *coder, *made_at, *command; /* of the change that made it */
  char *change;                    /* its id */
  char *value;                     /* in words: a name, a text, "removed" */
  gboolean holds;                  /* what the study has now */
} EspConflictSide;

/* Something that people did without seeing each other, and that no one has settled. */
typedef struct
{
  char *id;   /* 64 hexadecimal digits; commands take the first 8 */
  char *kind; /* value: one thing was given two values; versions: two wordings of one thing are in
                 force; twins: one thing was made twice; removed: what was removed is built on */
  char *subject;    /* "the name of Recovery / Meaning" */
  GPtrArray *sides; /* EspConflictSide, two or more, in the order of the history */
  gboolean is_text;       /* of one document: it has one text, so that just a side can be kept */
  gboolean is_settlement; /* two people settled one conflict in two ways */
  char *kept;             /* in words, once it is settled; '' else */
} EspConflict;

/* EspConflict: open ones, by kind and subject. */
ESP_API GPtrArray *esp_conflicts (EspStudy *study, GError **error);
ESP_API void esp_conflict_free (EspConflict *conflict);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EspConflict, esp_conflict_free)

/* Settles a conflict, inside a change. `id`: its id or the beginning. `keep`: the side that stays,
 * from 1 on; 0: all of them, where both can stay, and of a settlement what the study has now. `other`, when not NULL, is a third value or
 * wording, and `keep` is not looked at. *settled gets the conflict as it was. */
ESP_API gboolean esp_resolve (EspStudy *study, const char *id, guint keep, const char *other,
                              EspConflict **settled, GError **error);

/* A conflict that somebody settled. */
typedef struct
{
  char *conflict;        /* its id, 64 hexadecimal digits */
  char *kind, *subject;  /* as they were */
  char *kept;            /* in words */
  char *coder, *made_at; /* who settled it, and when */
} EspSettled;

/* EspSettled, newest first. */
ESP_API GPtrArray *esp_settled (EspStudy *study, GError **error);
ESP_API void esp_settled_free (EspSettled *settled);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EspSettled, esp_settled_free)

typedef struct
{
  guint number;
  char *merged_at, *coder, *copy, *about;
  guint changes;
} EspMergeLine;

/* EspMergeLine, newest first: which copies were merged into this file. */
ESP_API GPtrArray *esp_merges (EspStudy *study, GError **error);
ESP_API void esp_merge_line_free (EspMergeLine *line);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EspMergeLine, esp_merge_line_free)

/* ---------------------------------------------------------------- checking and recovering */

typedef struct
{
  char *name; /* "texts", "history", ... */
  gboolean whole;
  char *detail; /* "26 texts match their checksums" or what is wrong */
} EspCheckItem;

/* EspCheckItem for each thing checked; never changes the file. */
ESP_API GPtrArray *esp_check (EspStudy *study, GError **error);

typedef struct
{
  guint changes, changes_lost; /* lines of the history found whole; and not */
  guint words, words_lost;     /* texts, layouts, prose and originals */
  guint rows_as_found;         /* rows that no line proves, taken from the tables as they are */
  GPtrArray *lost;             /* char *: what is missing, in words */
} EspRecovery;

/* Writes what can be read of a damaged study to a new one at `to`. The damaged file is only read.
 * Fails when it has nothing of a study. */
ESP_API EspRecovery *esp_recover (const char *damaged, const char *to, const char *coder,
                                  GError **error);
ESP_API void esp_recovery_free (EspRecovery *recovery);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EspRecovery, esp_recovery_free)

/* ---------------------------------------------------------------- definition: labels, attributes,
 * groups, schedules */

/* Loads a study definition (urn:espalier:study:1) into the study, inside a change. What is there
 * already and is said again stays. */
ESP_API gboolean esp_definition_load (EspStudy *study, const char *file, GError **error);

typedef enum
{
  ESP_PART_INTERVIEWER, /* asks: never a case */
  ESP_PART_CASE,        /* the case's own words */
  ESP_PART_OTHER,       /* someone else who was present */
  ESP_PART_UNKNOWN,     /* not known who speaks */
  ESP_PART_NONE,        /* words that nobody speaks: a policy, a care plan */
} EspPart;

/* "interviewer", "own", "other", "unknown", "document": whose words, as printed. */
ESP_API const char *esp_part_name (EspPart part);

typedef struct
{
  char *name;
  char *title;
  char *type;        /* text, integer, real, boolean, date, ordered */
  gboolean is_key;   /* printed beside the case in every matrix */
  GPtrArray *values; /* char *: the values allowed, in order; empty: any */
} EspAttribute;

/* EspAttribute, in the order of the definition. */
ESP_API GPtrArray *esp_attributes (EspStudy *study, GError **error);

typedef struct
{
  char *label;            /* canonical */
  char *kind;             /* participant, unidentified, unit */
  GHashTable *attributes; /* char * name -> char * value */
  GPtrArray *groups;      /* char *: "triad: Triad Burgundy" */
  guint documents;        /* documents it has, or speaks in */
} EspCase;

/* A theme that a question asks about and the framework has not. */
typedef struct
{
  char *path;
  char *near; /* themes that may be meant: "recovery/barriers"; '' when none is like it */
} EspUnknownPath;

/* EspUnknownPath, each path once. None where the schedules ask about no theme of the framework at
 * all: that of another analysis. */
ESP_API GPtrArray *esp_schedule_unknown_paths (EspStudy *study, const char *analysis,
                                               GError **error);

/* EspCase, by label: those that fit all of `where`, each "ATTRIBUTE=VALUE", or "KIND=GROUP" for a
 * kind of group that is no attribute; NULL or empty: all. An attribute that the study has not, or a
 * value that no case has, is an error that says what there is. */
ESP_API GPtrArray *esp_cases (EspStudy *study, const char *const *where, GError **error);

typedef struct
{
  char *document;
  char *name;       /* as written there */
  EspPart part;
  char *case_label; /* '' for none */
  gboolean is_known; /* FALSE: nobody has said who it is */
  guint turns;
  char *first_words;
} EspSpeaker;

/* EspSpeaker, by document and name: of a document or a case (NULL: of all). */
ESP_API GPtrArray *esp_speakers (EspStudy *study, const char *document, gboolean only_unknown,
                                 GError **error);
ESP_API void esp_speaker_free (EspSpeaker *speaker);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EspSpeaker, esp_speaker_free)

/* What follows when words, or a document, become another case's. */
typedef struct
{
  char *from;       /* the case that had them; '' for none */
  gboolean is_gone; /* it went, as nothing was left of it */
  gboolean keeps_words; /* it has a document, or speaks in one */
  GPtrArray *left;  /* char *, what else it has: "summary of Meaning", "triad: North 001", "age = 31" */
  gboolean has_document; /* the document was the old case's, and is the new one's too */
  guint codings;    /* that count for another case now, or for none */
  guint context;    /* of these, words of no case, that stand as context with ... */
  char *context_of; /* ... the case of the document; '' where none do */
  GPtrArray *cells; /* char *: themes; its cells that rest on words of the document */
} EspHandover;

ESP_API void esp_handover_free (EspHandover *handover);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EspHandover, esp_handover_free)

/* What came of saying who one is. */
typedef struct
{
  GPtrArray *before;  /* EspSpeaker: who it was there, without turns and words, by document */
  char *case_label;   /* as it stands in the study; '' for no case */
  gboolean is_new;    /* the case was made now */
  GPtrArray *handovers; /* EspHandover, one for each of `before` */
} EspIdentified;

ESP_API void esp_identified_free (EspIdentified *identified);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EspIdentified, esp_identified_free)

/* Says who speaks under a name, inside a change: in a document, or (NULL) in all in which it is not
 * known who that is. `part` ESP_PART_CASE with the label of a case, which is made where there is
 * none yet, and then in one document only; or interviewer, other, unknown, with `label` NULL.
 * *identified (may be NULL) gets what was done. */
ESP_API gboolean esp_speaker_identify (EspStudy *study, const char *document, const char *name,
                                       EspPart part, const char *label,
                                       EspIdentified **identified, GError **error);

/* Sets an attribute of a case by hand, inside a change. The value is checked against the
 * attribute's type and values. */
ESP_API gboolean esp_case_set_attribute (EspStudy *study, const char *label, const char *attribute,
                                         const char *value, GError **error);
/* Takes away what was given by hand, inside a change; *now (may be NULL) gets what the label says,
 * which holds again; '' for nothing. Without a value by hand that is an error. */
ESP_API gboolean esp_case_clear_attribute (EspStudy *study, const char *label,
                                           const char *attribute, char **now, GError **error);

/* What became of a value of a file. */
typedef enum
{
  ESP_VALUE_SET,        /* the case had none */
  ESP_VALUE_SAME,       /* it had this one */
  ESP_VALUE_REPLACED,   /* it had another one, which gave way */
  ESP_VALUE_KEPT,       /* it has another one, which stays */
  ESP_VALUE_REFUSED,    /* the attribute cannot have it */
  ESP_VALUE_QUESTIONED, /* it looks like a name, a birth date or an NHS number */
} EspValueFate;

/* "set", "same", "replaced", "kept", "refused", "questioned". */
ESP_API const char *esp_value_fate_name (EspValueFate fate);

typedef struct
{
  guint row;        /* of the sheet, from 1 on */
  char *column;     /* its heading */
  char *case_label; /* as in the study */
  char *attribute;  /* its name */
  char *now;        /* '' for none */
  gboolean by_label; /* what it has now follows from the label */
  char *given;       /* in the file; '' when questioned: it is told to nobody */
  EspValueFate fate;
} EspImportedValue;

typedef struct
{
  char *sheet;                /* of a workbook; '' for a list */
  GPtrArray *values;          /* EspImportedValue, by row, without those that are the same */
  GPtrArray *findings;        /* EspFinding; the line is a row */
  GPtrArray *unknown_columns; /* char *: headings that are no attribute */
  guint cases;                /* with a row that was read */
  guint rows_left_out;        /* without a case of the study, or at odds with another row */
  guint set, same, replaced, kept, refused, questioned;
} EspAttributeReport;

typedef struct
{
  const char *sheet;         /* of a workbook; NULL: the first that is not hidden */
  const char *encoding;      /* of a list; NULL: it is found out */
  const char *case_column;   /* the heading of the labels; NULL: the first column */
  const char *const *accept; /* columns or attributes that are not questioned; NULL: none */
  gboolean replace;          /* what a case has gives way to the file */
} EspAttributeOptions;

/* Imports attributes from a sheet (csv, xlsx), inside a change: one row a case, one column an
 * attribute by its name or title. Empty cells change nothing, and no case is made. Only a file that
 * cannot be read, or has no case or no attribute of the study, is an error; the rest is in the
 * report. */
ESP_API EspAttributeReport *esp_attributes_import (EspStudy *study, const char *file,
                                                   const EspAttributeOptions *options,
                                                   GError **error);
ESP_API void esp_attribute_report_free (EspAttributeReport *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EspAttributeReport, esp_attribute_report_free)

typedef struct
{
  char *kind;
  char *name;
  GPtrArray *members; /* EspGroupMember */
} EspGroup;

typedef struct
{
  char *label;
  char *part;       /* as what: "carer", or '' */
  gboolean present; /* there is a case of that label */
} EspGroupMember;

/* EspGroup, by kind and name; groups that follow from an attribute included. */
ESP_API GPtrArray *esp_groups (EspStudy *study, GError **error);

/* A group that a rule of the definition proposes: the cases for which its name comes out the same.
 * Nothing of it is stored before a person confirms it. */
typedef struct
{
  char *kind;
  char *name;
  gboolean is_there;  /* the group is there: these would join it */
  GPtrArray *members; /* EspGroupMember */
  GPtrArray *lacking; /* char *: "carer missing"; empty: it is complete */
  GPtrArray *excess;  /* char *: "2 as carer, at most 1" */
} EspGroupProposal;

/* A case that a rule cannot place. */
typedef struct
{
  char *kind;
  char *label;
  char *part; /* as what, or '' */
  char *why;  /* "it has no 'number'" */
} EspGroupStray;

/* EspGroupProposal, the complete ones first, without those that are there already or that somebody
 * rejected. `kind` NULL: of all kinds. *strays (may be NULL) gets EspGroupStray. */
ESP_API GPtrArray *esp_group_proposals (EspStudy *study, const char *kind, GPtrArray **strays,
                                        GError **error);

/* Makes a proposed group one of the study, inside a change: by its name ("B-3", "triad: B-3"), also
 * where some are missing and where it was rejected; `kind` NULL: of any kind. One that has too many
 * is refused. `name` NULL: all that are complete. *confirmed gets char *: "triad: B-3". */
ESP_API gboolean esp_groups_confirm (EspStudy *study, const char *kind, const char *name,
                                     GPtrArray **confirmed, GError **error);

/* A proposed group that is none, inside a change: it is not proposed again until somebody confirms
 * it. *display (may be NULL) gets "triad: B-3". */
ESP_API gboolean esp_group_reject (EspStudy *study, const char *kind, const char *name,
                                   char **display, GError **error);

/* Groups by hand, inside a change. A group is named "Burgundy" or "site: Burgundy"; *display (may
 * be NULL) gets the latter. */

/* Adds a kind. `from`: the attribute each of whose values makes a group; NULL: none. */
ESP_API gboolean esp_group_kind_add (EspStudy *study, const char *kind, const char *from,
                                     GError **error);
/* Adds a group without members. One that is there is an error. */
ESP_API gboolean esp_group_add (EspStudy *study, const char *kind, const char *name,
                                char **display, GError **error);
/* Takes a group away, with who is in it. Refused while documents or memos are its own. */
ESP_API gboolean esp_group_remove (EspStudy *study, const char *group, char **display,
                                   GError **error);
/* Puts a case into a group as `part` ("carer"; '' none; NULL: as it is there). A label that a scheme
 * reads may be put in before its transcript is there. *member (may be NULL) gets what it is there. A
 * group that a rule proposes is none before it is confirmed. */
ESP_API gboolean esp_group_put (EspStudy *study, const char *group, const char *label,
                                const char *part, char **display, EspGroupMember **member,
                                GError **error);
ESP_API void esp_group_member_free (EspGroupMember *member);
/* Takes a case out of a group. One that is in it by its attribute is an error. */
ESP_API gboolean esp_group_take (EspStudy *study, const char *group, const char *label,
                                 char **display, char **own, GError **error);

typedef enum
{
  ESP_MEMBER_ADDED,
  ESP_MEMBER_SAME,
  ESP_MEMBER_KEPT,    /* in the group as something else, which stays */
  ESP_MEMBER_NOT_IN,  /* in the group and not in the file; stays */
  ESP_MEMBER_REFUSED, /* no label, no such kind, ... */
} EspMemberFate;

/* "added", "same", "kept", "not in the file", "refused". */
ESP_API const char *esp_member_fate_name (EspMemberFate fate);

typedef struct
{
  guint row;       /* of the sheet, from 1 on; 0 for one that is not in the file */
  char *kind, *group;
  char *label;     /* as in the study; as in the file when refused */
  char *part;      /* as in the file */
  char *now;       /* as what it is in the group already */
  gboolean present; /* there is a case of that label */
  EspMemberFate fate;
} EspImportedMember;

typedef struct
{
  char *sheet;         /* of a workbook; '' for a list */
  GPtrArray *members;  /* EspImportedMember, by row */
  GPtrArray *findings; /* EspFinding; the line is a row */
  guint groups;        /* that are new */
  guint added, same, kept, not_in, refused;
} EspGroupReport;

typedef struct
{
  const char *sheet;    /* of a workbook; NULL: the first that is not hidden */
  const char *encoding; /* of a list; NULL: it is found out */
  const char *kind;     /* of all groups; NULL: a column says it, or the study has only one that is
                           not made by an attribute */
  /* Headings; NULL: "group", "case", "part", "kind". */
  const char *group_column, *case_column, *part_column, *kind_column;
} EspGroupOptions;

/* Imports who is in which group from a sheet (csv, xlsx), inside a change: one row a member. What is
 * there stays, and what differs is in the report. Only a file that cannot be read, or has none of
 * the columns, is an error. */
ESP_API EspGroupReport *esp_groups_import (EspStudy *study, const char *file,
                                           const EspGroupOptions *options, GError **error);
ESP_API void esp_group_report_free (EspGroupReport *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EspGroupReport, esp_group_report_free)

/* char *: the names of everyone who has changed the study. */
ESP_API GPtrArray *esp_coders (EspStudy *study, GError **error);

/* char *: the names of the analyses, in order. */
ESP_API GPtrArray *esp_analyses (EspStudy *study, GError **error);

/* Adds an analysis, inside a change. */
ESP_API gboolean esp_analysis_add (EspStudy *study, const char *name, GError **error);

/* ---------------------------------------------------------------- corpus */

typedef enum
{
  ESP_OUTCOME_IMPORTED,
  ESP_OUTCOME_SKIPPED, /* the same file or text is in the study */
  ESP_OUTCOME_REFUSED,
} EspOutcome;

/* A file, or a document of a sheet. */
typedef struct
{
  char *path;
  guint row; /* of a sheet, the first one of the document; 0: the whole file */
  EspOutcome outcome;
  char *reader;   /* text, markdown, docx; '' when none took it */
  char *document; /* name in the study; '' when refused */
  char *kind;
  char *belongs_to; /* "B-SM-001", "country: Wales", or '' */
  char *style;      /* how speakers are marked: "Name: text", ... ; '' for none */
  guint turns;      /* numbered turns or paragraphs */
  guint speakers;
  guint confidence; /* how sure the style is, 0 to 100 */
  guint unfit;      /* lines that look like a speaker's and were not taken for one */
  gsize length_cp;
  GPtrArray *first_turns; /* char *: the first few, "Ann: I hope so.", cut */
  GPtrArray *findings;    /* EspFinding */
} EspImportedFile;

typedef struct
{
  GPtrArray *files; /* EspImportedFile, in the order of names */
  guint imported, skipped, refused;
  GPtrArray *new_cases;        /* char *: labels */
  GPtrArray *corrected_labels; /* char *: "`D-CC- 004` to `D-CC-004`" */
  GPtrArray *unknown_speakers; /* EspSpeaker, with document and name */
  GPtrArray *passed_over;      /* char *: folders inside folders that were not looked into */
} EspImportReport;

typedef struct
{
  gboolean keep_originals; /* keep the files' bytes in the study */
  gboolean recurse;        /* into folders inside folders */
  const char *encoding;    /* of plain texts without a mark of their own; NULL: it is found out */
  /* Of sheets (csv, tsv, xlsx) of which the study definition says nothing; all may be NULL. */
  const char *rows;           /* what a row is: "turn", "respondent"; NULL: sheets are refused */
  const char *const *columns; /* "HEADING=USE": case, document, speaker, words, time, question,
                                 attribute, nothing; "Q1=question:What helps?", "Alter=attribute:age".
                                 NULL: told by their headings */
  const char *sheet;          /* of a workbook; NULL: the first that is not hidden */
  const char *const *accept;  /* columns of attributes that are not questioned, as in
                                 EspAttributeOptions; of labels too */
  /* Called from the calling thread after each file; may be NULL. */
  void (*progress) (guint done, guint total, const char *path, gpointer data);
  gpointer progress_data;
} EspImportOptions;

/* Imports files and folders, inside a change: reads them in parallel, stores what is good, and
 * reports on each. Only a failure of the study itself is an error; refused files are in the report.
 * An archive (XML) is not imported here but by esp_archive_import. */
ESP_API EspImportReport *esp_import (EspStudy *study, const char *const *paths,
                                     const EspImportOptions *options, GError **error);
ESP_API void esp_import_report_free (EspImportReport *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EspImportReport, esp_import_report_free)

/* Whether texts can be said to be in an encoding of this name (ESP_ERROR_USAGE). esp_import asks
 * too. */
ESP_API gboolean esp_encoding_check (const char *name, GError **error);

typedef struct
{
  char *id;
  char *name;
  char *kind;
  char *level;      /* micro, meso, macro */
  char *case_label; /* '' when it belongs to a group or to nothing yet */
  char *group_kind, *group_name;
  char *original_name;
  char *reader;
  char *coder, *made_at; /* who imported it, when */
  gsize length_cp;
  guint turns;   /* numbered turns, or paragraphs where nobody speaks */
  guint codings; /* accepted and by hand, in all analyses */
  guint version; /* 1; 2 once its text was corrected (esp_revise) */
  char *held_on, *mode, *place, *interviewers, *others; /* the session; '' where not recorded */
  double minutes;                                       /* 0: not recorded */
} EspDocument;

/* EspDocument, by name. `of` NULL: all; else a document's name, or a case's label for all that it
 * has or speaks in. */
ESP_API GPtrArray *esp_documents (EspStudy *study, const char *of, GError **error);
ESP_API void esp_document_free (EspDocument *document);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EspDocument, esp_document_free)

/* The occasion of an interview. */
typedef struct
{
  EspDocument *document; /* with the date, mode, place, interviewers and others present */
  double minutes;        /* as recorded, else by the times in the transcript; 0: not known */
  gboolean by_times;     /* the length is that from the first to the last time in the transcript */
} EspSession;

/* EspSession, as esp_documents: of each document in which somebody speaks, and of every other that
 * has one recorded. */
ESP_API GPtrArray *esp_sessions (EspStudy *study, const char *of, GError **error);
ESP_API void esp_session_free (EspSession *session);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EspSession, esp_session_free)

/* Says something of the session of a document, inside a change. `name`: date (2026-03-14), minutes,
 * mode, place, interviewers or others; `value` '' takes away what was said. */
ESP_API gboolean esp_session_set (EspStudy *study, const char *document, const char *name,
                                  const char *value, GError **error);

/* What there is to see in the labels of cases. */
typedef enum
{
  ESP_LABELS_MISSING,    /* numbers between those of two cases that no case has */
  ESP_LABELS_ONE_NUMBER, /* two labels that differ only in the zeros of their number */
  ESP_LABELS_SEVERAL,    /* a case has several documents of a kind */
} EspLabelsWhat;

typedef struct
{
  EspLabelsWhat what;
  char *first, *last; /* labels: of those that are missing; of one number; or twice the case's */
  guint64 count;      /* missing numbers, labels, or documents */
  char *kind;         /* of the documents; '' else */
  char *beside;       /* "B-SM-002, B-SM-004"; the names of the documents; '' for labels of one
                         number */
} EspLabelNote;

/* EspLabelNote: gaps in numbering and what stands twice, by label within each kind. */
ESP_API GPtrArray *esp_label_notes (EspStudy *study, GError **error);
ESP_API void esp_label_note_free (EspLabelNote *note);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EspLabelNote, esp_label_note_free)

/* Two cases that are one. */
typedef struct
{
  char *from, *to;      /* labels: the case that went, and the one that has all of it now */
  gboolean is_new;      /* that one was made now: another label for the case */
  GPtrArray *documents; /* char *: its own, as they are called now */
  GPtrArray *spoken_in; /* char *: those of others in which it spoke */
  guint turns;          /* of it in these */
  guint summaries;      /* that came along */
  GPtrArray *not_taken; /* char *, "age = 31", "son in 'household: Lane'": of the other
                           it is otherwise */
} EspCaseJoined;

ESP_API void esp_case_joined_free (EspCaseJoined *joined);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EspCaseJoined, esp_case_joined_free)

/* Gives all that a case has to another one, which may be new, inside a change: documents, words,
 * summaries, memos, groups, and attributes by hand where the other has none. *joined may be NULL. */
ESP_API gboolean esp_case_join (EspStudy *study, const char *from, const char *to,
                                EspCaseJoined **joined, GError **error);

/* What has names that people write by hand. */
typedef enum
{
  ESP_NAME_CASE,     /* labels */
  ESP_NAME_VALUE,    /* of an attribute of type text, without listed values */
  ESP_NAME_GROUP,    /* of a kind, by hand or by a rule */
  ESP_NAME_SESSION,  /* the mode, place and interviewers of a session */
  ESP_NAME_DOCUMENT, /* of no case and no group */
  ESP_NAME_SPEAKER,  /* whom nobody knows */
} EspNameSort;

/* The names that a study has at one time. */
typedef struct _EspNames EspNames;
ESP_API EspNames *esp_names (EspStudy *study, GError **error);
ESP_API void esp_names_free (EspNames *names);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EspNames, esp_names_free)

/* A new name that is nearly another: a slip, perhaps. */
typedef struct
{
  EspNameSort sort;
  char *of;           /* "region"; "case"; "household"; "mode" */
  char *name, *near;  /* "Nroth", "North"; "EP 01", "EP01"; "XP05", "EP05, WP05" */
  GPtrArray *holders; /* char *: the cases, groups ("household: Lane") or documents of the new name */
  guint near_holders; /* how many have the other */
  guint near_labels;  /* of a document or a speaker: how many labels `near` has */
  char *near_case;    /* of a speaker: the case that speaks under the name `near` there, or ... */
  EspPart near_part;  /* ... what part they have who do; ESP_PART_UNKNOWN: it is no such name */
  gboolean by_label;  /* a value that labels say of their cases */
} EspSlip;

/* EspSlip: each name that was not there `before`, and is another one but for case, spaces, or a
 * letter or two (numbers and short codes are never slips of each other); and each such name of a
 * document or a speaker that is nearly a label of the schemes. */
ESP_API GPtrArray *esp_slips (EspStudy *study, const EspNames *before, GError **error);
ESP_API void esp_slip_free (EspSlip *slip);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EspSlip, esp_slip_free)

/* What is said of a document; NULL: as it is. */
typedef struct
{
  const char *kind;       /* interview, care plan, policy, ... */
  const char *level;      /* micro, meso, macro */
  const char *name;       /* what it is called */
  const char *case_label; /* whose it is: a case, or ... */
  const char *group;      /* ... a group: "Burgundy", "site: Burgundy" */
} EspDocumentFacts;

/* What was done. */
typedef struct
{
  char *name, *old_name; /* of the document; they differ where it was called by its case's label */
  char *owner;           /* the case or group, as the study writes it; '' where none was said */
  gboolean is_new;       /* the case was made now */
  EspHandover *handover; /* NULL where it belongs to whom it did */
} EspDocumentSet;

ESP_API void esp_document_set_free (EspDocumentSet *set);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EspDocumentSet, esp_document_set_free)

/* Says whose a document is, its level, kind and name, inside a change. What was spoken as its case's
 * own words are then those of the new case, which is made where its label is new; a document that is
 * called by the label of its case is called by the new one. *set may be NULL. */
ESP_API gboolean esp_document_set (EspStudy *study, const char *document,
                                   const EspDocumentFacts *facts, EspDocumentSet **set,
                                   GError **error);

typedef enum
{
  ESP_ITEM_TURN,      /* numbered: "turn 14" */
  ESP_ITEM_PARAGRAPH, /* numbered: "paragraph 3" */
  ESP_ITEM_HEADING,
  ESP_ITEM_NOTE, /* preamble, stage direction: not numbered */
} EspItemKind;

/* A piece of a document, in order. */
typedef struct
{
  EspItemKind kind;
  guint number;  /* 1-based among turns and paragraphs together; 0 for headings and notes */
  char *speaker; /* as written; '' for none */
  EspPart part;
  char *case_label; /* whose words, when part is ESP_PART_CASE; '' else */
  gsize start_cp, end_cp;
  gint64 time_ms; /* -1: not given */
  char *words;
} EspItem;

typedef struct
{
  EspDocument *document;
  char *text;       /* all of it */
  GPtrArray *items; /* EspItem */
  guint version;    /* number of the text; that of the document is the one in force */
  gboolean in_force;
  char *said, *in_force_said; /* of the text, and of the one in force: "3", or "3 (Lou, 3ac6be09)"
                                 where two have that number */
} EspTranscript;

/* One document with its words; `name` is its name, or the label of a case that has exactly one. */
ESP_API EspTranscript *esp_transcript (EspStudy *study, const char *name, GError **error);

/* The same of any of its texts. `version`: a number of esp_text_versions that only one text has, or
 * at least 4 digits of an id; NULL: the one in force. */
ESP_API EspTranscript *esp_transcript_of (EspStudy *study, const char *name, const char *version,
                                          GError **error);
ESP_API void esp_transcript_free (EspTranscript *transcript);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EspTranscript, esp_transcript_free)

/* A text of a document. */
typedef struct
{
  char *id;
  guint number; /* 1: as it was imported; 2: the first correction. Two that were made side by side
                   have one number */
  gboolean in_force;
  gboolean beside; /* the text in force was not made from it */
  char *coder, *made_at, *reason, *original_name, *reader;
  gsize words;                         /* 0 where they are lost */
  gsize words_removed, words_inserted; /* against the text that it replaces */
} EspTextVersion;

/* EspTextVersion, by number and time. */
ESP_API GPtrArray *esp_text_versions (EspStudy *study, const char *document, GError **error);
ESP_API void esp_text_version_free (EspTextVersion *version);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EspTextVersion, esp_text_version_free)

/* A place at which two texts of a document differ, in words or in who speaks them. */
typedef struct
{
  char *where_before, *where;     /* "turn 14"; '' where the text has nothing there */
  char *speaker_before, *speaker; /* '' where nobody speaks */
  GPtrArray *before, *after;      /* char *: what both have around it, what differs, what both have,
                                     and so on; white space is one space; nothing where the text has
                                     nothing there; one each where only the speaker differs */
} EspTextChange;

typedef struct
{
  char *document;
  guint from, to;                      /* numbers of the texts */
  char *from_said, *to_said;           /* "3", or "3 (Lou, 3ac6be09)" where two have that number */
  gsize words_before, words_after;     /* of each */
  gsize words_removed, words_inserted; /* of these, what differs */
  guint spaces;                        /* places that differ in white space only, which are no
                                          change */
  GPtrArray *changes;                  /* EspTextChange, in the order of the text */
} EspTextChanges;

/* How one text of a document differs from another. Texts as in esp_transcript_of; `from` NULL: the
 * one that `to` replaces. */
ESP_API EspTextChanges *esp_text_changes (EspStudy *study, const char *document, const char *from,
                                          const char *to, GError **error);
ESP_API void esp_text_changes_free (EspTextChanges *changes);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EspTextChanges, esp_text_changes_free)

typedef struct
{
  gboolean keep_original; /* keep the file's bytes in the study */
  const char *encoding;   /* as in EspImportOptions */
  gboolean anyway; /* also where less than half of the words are left, or more than half are new */
  /* Of sheets, as in EspImportOptions; what the study knows of the file comes first. */
  const char *rows;
  const char *const *columns;
  const char *sheet;
  const char *const *accept;
  const char *of; /* for esp_revise_sheet: the name of the sheet that the documents came from */
} EspReviseOptions;

/* What became of a span that was marked on a text which was corrected since. */
typedef enum
{
  ESP_CARRIED_AS_IT_WAS,     /* the same words */
  ESP_CARRIED_CHANGED,       /* some of its words were corrected */
  ESP_CARRIED_WITHOUT_WORDS, /* nothing of it is left; it is told with the words that it had */
  ESP_CARRIED_ANOTHERS,      /* the same words, which somebody else says now */
} EspCarried;

/* "", "changed", "without words". */
ESP_API const char *esp_carried_name (EspCarried carried);

/* A place in a document, as a person gives it: set exactly one of quote, turn, or a span (end_cp >
 * 0). A quote must occur exactly once; typographic quotes, dashes, hyphens and spaces are folded;
 * an ellipsis may skip words and brackets may add or replace some. */
typedef struct
{
  const char *quote;
  guint turn; /* number of a turn or paragraph */
  gsize start_cp, end_cp;
} EspPlace;

/* ---------------------------------------------------------------- framework */

typedef struct
{
  char *id;
  char *number; /* "3.1" */
  char *name;   /* "Meaning" */
  char *path;   /* "recovery/meaning" */
  char *title;  /* "Recovery / Meaning" */
  char *origin; /* a priori, emergent */
  gboolean is_other;
  guint depth;                             /* 0: a section */
  guint children;                          /* themes directly below */
  gint parent;                             /* index in the array, -1 for a section */
  char *definition;                        /* '' when none */
  GPtrArray *include, *exclude, *examples; /* char * */
  guint codings;                           /* at this theme itself; proposals not counted */
} EspTheme;

/* EspTheme, depth first, in order. Everywhere below, `analysis` NULL means the only or first one.
 */
ESP_API GPtrArray *esp_framework (EspStudy *study, const char *analysis, GError **error);

/* Imports a framework (urn:espalier:framework:1) into an analysis that has none, inside a change;
 * makes the first analysis, called "main", when the study has none. Every section gets its "Other".
 */
ESP_API gboolean esp_framework_import (EspStudy *study, const char *analysis, const char *file,
                                       GError **error);

/* Writes the framework as XML, to be imported again. */
ESP_API gboolean esp_framework_export (EspStudy *study, const char *analysis, const char *to,
                                       GError **error);

/* ---------------------------------------------------------------- indexing */

typedef struct
{
  char *id; /* 36 characters; commands take the first 8 */
  char *document;
  char *case_label; /* whose words, or whose document; '' for a group's */
  char *theme_number, *theme_path, *theme_title;
  char *coder;
  char *origin; /* hand, proposed, accepted, imported */
  char *made_at;
  gsize start_cp, end_cp;
  char *where;  /* "turn 14", "turns 14 to 15", "paragraph 3" */
  EspPart part; /* whose words; of the first words of the span */
  EspCarried carried; /* whether its words were corrected after it was made */
  char *words;
} EspCoding;

/* Codes a place in a document with a theme that is no section, inside a change. Where `document` is
 * the label of a case, a quote is looked for in all that the case has or speaks in, as evidence is,
 * also when one of these has that label for its name; a turn or a span is in the document of the
 * name. */
ESP_API gboolean esp_code (EspStudy *study, const char *analysis, const char *document,
                           const char *theme, const EspPlace *place, EspCoding **coding,
                           GError **error);

/* Takes a coding away, inside a change: `id` or its beginning. */
ESP_API gboolean esp_uncode (EspStudy *study, const char *id, EspCoding **coding, GError **error);

typedef struct
{
  const char *analysis;
  const char *case_label; /* all of these may be NULL: any */
  const char *theme;      /* with the themes below it */
  const char *coder;
  const char *document;
  const char *origin; /* NULL: all but proposals; "any": proposals too */
  const char *id;     /* the beginning of an id */
} EspCodingFilter;

/* EspCoding, by document and place. */
ESP_API GPtrArray *esp_codings (EspStudy *study, const EspCodingFilter *filter, GError **error);

/* Turns the proposals that the filter selects into codings, inside a change (origin is taken as
 * "proposed"). */
ESP_API gboolean esp_codings_accept (EspStudy *study, const EspCodingFilter *filter,
                                     guint *accepted, GError **error);

/* Takes the proposals that the filter selects away, inside a change. */
ESP_API gboolean esp_codings_reject (EspStudy *study, const EspCodingFilter *filter,
                                     guint *rejected, GError **error);
ESP_API void esp_coding_free (EspCoding *coding);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EspCoding, esp_coding_free)

/* A note on anything. */
typedef struct
{
  char *id;
  char *kind; /* familiarisation, analytic, reflexive, decision; comment: it came with a file */
  char *text;
  char *author;                                /* the coder; of a comment, whom the file names */
  char *made_at;                               /* of a comment, as its file says, if it does */
  char *about;                                 /* in words: "N-SU-001, turn 14", "the study" */
  char *document, *case_label;                 /* '' for what it is not on */
  char *theme_path, *group;                    /* "recovery/meaning", "triad: B-1"; or '' */
  gboolean has_span;                           /* on a place in the document */
  gsize start_cp, end_cp;                      /* may be equal: between two characters */
  char *where, *words;                         /* of the span; '' without one */
} EspMemo;

typedef struct
{
  const char *analysis, *theme; /* all may be NULL: any; with the themes below it */
  const char *case_label;       /* on the case, or in its documents */
  const char *document;
  const char *kind, *author;
  const char *id; /* the beginning of an id */
} EspMemoFilter;

/* EspMemo, in their newest wording: those on documents by document and place, then the others by
 * time. */
ESP_API GPtrArray *esp_memos (EspStudy *study, const EspMemoFilter *filter, GError **error);

typedef struct
{
  const char *kind; /* NULL: analytic */
  const char *text;
  const char *document; /* or one of the others; all NULL: on the study */
  const EspPlace *place; /* in the document, as for esp_code; NULL: on the whole of it */
  const char *case_label;
  const char *analysis, *theme; /* with a case: on a cell */
  const char *group;            /* "triad: B-1" */
} EspMemoEntry;

/* Inside a change; *memo gets it as it is listed. */
ESP_API gboolean esp_memo_add (EspStudy *study, const EspMemoEntry *entry, EspMemo **memo,
                               GError **error);

/* Gives a memo (its id or the beginning of it) other words, inside a change; those that it had stay
 * in the history. Comments keep theirs. */
ESP_API gboolean esp_memo_reword (EspStudy *study, const char *id, const char *text,
                                  EspMemo **memo, GError **error);

/* Takes a memo away, inside a change; *memo gets what it was. */
ESP_API gboolean esp_memo_remove (EspStudy *study, const char *id, EspMemo **memo,
                                  GError **error);
ESP_API void esp_memo_free (EspMemo *memo);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EspMemo, esp_memo_free)

typedef enum
{
  ESP_UNIT_MATCH,
  ESP_UNIT_SENTENCE,
  ESP_UNIT_TURN,
} EspUnit;

typedef struct
{
  EspUnit unit;
  const char *const *where; /* "role=service user": only the speech of cases that have all of these;
                               NULL: of every case */
  gboolean with_unspoken;   /* also words that nobody speaks: care plans, policies */
} EspAutocodeOptions;

typedef struct
{
  char *theme_path;
  char *rule;      /* as written in the sheet */
  guint matches;   /* places found */
  guint proposals; /* new ones made of them: overlaps joined, and not coded or proposed there before
                    */
  guint documents; /* in how many documents */
  guint cases;     /* and of how many cases */
} EspAutocodeRow;

/* Proposes codings by the rules of a file (csv or XML urn:espalier:rules:1), inside a change.
 * EspAutocodeRow for each rule. The interviewer's words are never coded. */
ESP_API GPtrArray *esp_autocode (EspStudy *study, const char *analysis, const char *file,
                                 const EspAutocodeOptions *options, GError **error);

/* ---------------------------------------------------------------- searching */

typedef struct
{
  gsize start_cp, end_cp;
} EspSpan;

typedef struct
{
  gboolean is_pattern;  /* what is searched for is a PCRE2 pattern, in any case of letters */
  const char *analysis; /* of `within` */
  const char *within;   /* only what overlaps codings at this theme or below it; NULL: anywhere */
  const char *case_label;   /* only turns of this case: in its own words, or else in its documents */
  const char *document;     /* a document's name, or a case's label */
  const char *const *where; /* "role=service user": only turns of cases that have all of these */
  guint parts;              /* whose words: 1u << ESP_PART_CASE and so on; 0: everyone's */
  const char *by;           /* an attribute or a kind of group to count by; NULL: none */
  guint limit;              /* keep at most so many hits, and count all; 0: keep all */
} EspSearchOptions;

/* A turn or paragraph in which it was found. */
typedef struct
{
  char *document;
  char *case_label; /* whose words, or else whose document; '' for none */
  char *speaker;    /* as written; '' for none */
  EspPart part;
  char *where;   /* "turn 14", "paragraph 3" */
  guint number;  /* of the turn */
  char *time;    /* "00:14:03"; '' where none is given */
  gsize start_cp, end_cp; /* of the turn */
  char *words;            /* of the turn */
  GArray *matches;    /* EspSpan in the document, in order, none overlapping another; at least one */
  GPtrArray *snippet; /* char *: words around the first match, on one line: in turn such that are
                         around, and such that match */
} EspSearchHit;

typedef struct
{
  char *name;      /* "all", a case's label, a value, a group; '' for those without */
  guint turns;     /* in which it was found */
  guint own_turns; /* of these, in the own words of a case */
  guint cases;     /* that these turns are of */
  guint own_cases; /* cases in whose own words it was found */
  guint of_cases;  /* cases with a document, among those that were searched; 0: not counted, as the
                      search was in one document */
} EspSearchCount;

typedef struct
{
  GPtrArray *hits; /* EspSearchHit, by document and place */
  guint documents; /* in which it was found */
  guint matches;
  EspSearchCount *total;
  GPtrArray *by_case;  /* EspSearchCount for each case in which it was found, by label */
  char *by;            /* what was asked to count by; '' for nothing */
  GPtrArray *by_group; /* EspSearchCount for each value or group; empty for nothing */
  GPtrArray *lost;     /* char *: documents that have lost their words: not searched */
} EspSearchResult;

/* Searches turns and paragraphs for words, phrases, beginnings (hop*), NEAR and AND, OR, NOT, all
 * of it within one turn, with case and diacritics folded; or for a pattern. */
ESP_API EspSearchResult *esp_search (EspStudy *study, const char *what,
                                     const EspSearchOptions *options, GError **error);
ESP_API void esp_search_result_free (EspSearchResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EspSearchResult, esp_search_result_free)

/* What coding all that was found did. */
typedef struct
{
  guint codings;   /* new ones */
  guint already;   /* places that were coded with the theme by this person before */
  guint documents; /* with a new one */
} EspSearchCoding;

/* Codes all hits by hand with a theme that is no section, inside a change; the result is of the
 * study as it is in this change, and no hit was left out by a limit. Overlapping units are one. */
ESP_API gboolean esp_search_code (EspStudy *study, const char *analysis,
                                  const EspSearchResult *result, const char *theme, EspUnit unit,
                                  EspSearchCoding *coded, GError **error);

/* Writes the hits by the suffix of `to` (.csv): as esp_matrix_write. */
ESP_API gboolean esp_search_result_write (const EspSearchResult *result, const char *to,
                                          const char *format, GError **error);

/* ---------------------------------------------------------------- charting */

typedef enum
{
  ESP_CONTENT_NONE, /* not known: nothing charted, and the schedule does not say "not asked" */
  ESP_CONTENT_SUMMARISED,
  ESP_CONTENT_NOTHING_SAID,
  ESP_CONTENT_NOT_ASKED,
  ESP_CONTENT_NOT_APPLICABLE,
} EspContent;

typedef enum
{
  ESP_WORK_NOT_STARTED,
  ESP_WORK_DRAFT,
  ESP_WORK_CHARTED,
} EspWork;

/* "summarised" and so on; '' for ESP_CONTENT_NONE. */
ESP_API const char *esp_content_name (EspContent content);
/* "not started", "draft", "charted". */
ESP_API const char *esp_work_name (EspWork work);

typedef enum
{
  ESP_QUOTE_SPAN,      /* given as a turn or a span: the words are the source's own */
  ESP_QUOTE_EXACT,     /* equals its span after folding */
  ESP_QUOTE_EDITED,    /* pieces in order inside the span */
  ESP_QUOTE_NOT_FOUND, /* does not stand there: the study needs looking at */
} EspQuoteMatch;

ESP_API const char *esp_quote_match_name (EspQuoteMatch match);

typedef struct
{
  char *document;
  char *where; /* "turn 14" */
  gsize start_cp, end_cp;
  EspPart part; /* whose words */
  gboolean own; /* the words of the case itself; else context, and marked so */
  char *speaker;
  char *words; /* the quote as given, or the words of the span */
  EspQuoteMatch match;
  EspCarried carried; /* whether the words of the span were corrected after it was given */
  char *before;       /* if so, the words that it had; else '' */
} EspEvidence;

/* A check of one version of a summary by a person. */
typedef struct
{
  char *coder, *made_at;
  char *verdict; /* "agreed", "to discuss", "disagreed" */
  char *note;
} EspSummaryCheck;

typedef struct
{
  char *id;
  EspContent content;
  EspWork work;
  char *text; /* '' unless summarised */
  char *coder, *made_at;
  guint version;       /* 1, 2 ... : how many it replaces, and itself */
  gboolean recoded;    /* the codings of the cell have changed since it was written */
  gboolean corrected;  /* words that it rests on were corrected since it was written, and nobody
                          has agreed to it since */
  gboolean stale;      /* one of these: it is to be read again */
  GPtrArray *evidence; /* EspEvidence */
  GPtrArray *checks;   /* EspSummaryCheck, oldest first */
} EspSummary;

/* A case on a theme. */
typedef struct
{
  EspContent content; /* of the newest charted summary, or else draft; else "not asked" when the
                         schedule has no question on it */
  EspWork work;
  gboolean
      asked; /* counts in "of m asked": a question was put, or something was said all the same */
  GPtrArray *summaries; /* EspSummary: the newest version of each that stands by itself, oldest
                           first; usually none or one */
  guint codings;        /* of the case at the theme */
  guint own_codings;    /* of these, in the case's own words, which still stand in the text */
  guint uncharted;      /* of these, not touched by the evidence of a summary */
} EspCell;

typedef struct
{
  EspContent content;       /* ESP_CONTENT_NONE: summarised, as there is a text */
  EspWork work;             /* ESP_WORK_NOT_STARTED: charted */
  const char *text;         /* NULL unless summarised */
  const EspPlace *evidence; /* n_evidence places, each looked for in the case's documents */
  gsize n_evidence;
  const char *document; /* where all of it stands; NULL: quotes in any document of the case, turns
                           and spans where it has just one */
} EspChartEntry;

/* Writes a new version of a cell, inside a change: it replaces the newest one of the same coder, or
 * else the newest one. With `independent` it stands by itself beside the others. */
ESP_API gboolean esp_chart_set (EspStudy *study, const char *analysis, const char *case_label,
                                const char *theme, const EspChartEntry *entry, gboolean independent,
                                GError **error);

/* Records a check of a summary of a cell, inside a change: `verdict` as in EspSummaryCheck, `note`
 * may be NULL. `of`: by whom the summary is; NULL when all that are in force are by one person. */
ESP_API gboolean esp_chart_check (EspStudy *study, const char *analysis, const char *case_label,
                                  const char *theme, const char *of, const char *verdict,
                                  const char *note, GError **error);

typedef struct
{
  char *case_label;
  EspTheme *theme;
  EspCell *cell;
  GPtrArray *versions;  /* EspSummary: all that were ever written, oldest first */
  GPtrArray *codings;   /* EspCoding of the case at the theme */
  GPtrArray *uncharted; /* EspCoding: those that no evidence touches */
} EspCellView;

ESP_API EspCellView *esp_chart_show (EspStudy *study, const char *analysis, const char *case_label,
                                     const char *theme, GError **error);
ESP_API void esp_cell_view_free (EspCellView *view);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EspCellView, esp_cell_view_free)

/* ---------------------------------------------------------------- texts that were corrected */

/* A coding, a piece of evidence of a summary in force, or a memo, whose words were corrected after it
 * was made. Nothing is rewritten: it says where and on which text it was made, and stands where the
 * words in their place are. */
typedef struct
{
  char *id;
  const char *kind; /* "coding", "evidence", "memo" */
  char *document;
  char *where; /* in the text in force; "without words" where nothing is left of it */
  gsize start_cp, end_cp;
  char *case_label, *analysis, *theme_number, *theme_title; /* '' where it is of none */
  char *coder;
  EspCarried carried;
  char *before, *after; /* its words */
  char *quote;          /* of evidence, as given: the words it had, or an edited one; '' else */
  EspQuoteMatch match;  /* how that stands to the words now */
  char *looked_at_by;   /* '' while nobody has */
} EspCarriedItem;

ESP_API void esp_carried_item_free (EspCarriedItem *item);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EspCarriedItem, esp_carried_item_free)

/* EspCarriedItem, by document and place: what nobody has looked at since its words were last
 * corrected; with `all`, the rest too. `document` NULL: of all documents. Proposals are not among
 * them: they are looked at when they are accepted. */
ESP_API GPtrArray *esp_carried (EspStudy *study, const char *document, gboolean all,
                                GError **error);

/* Records that somebody looked at an item and lets it stand, inside a change: `id` or its
 * beginning; NULL: all that esp_carried gives for the document. *accepted gets how many. */
ESP_API gboolean esp_carried_accept (EspStudy *study, const char *document, const char *id,
                                     guint *accepted, GError **error);

typedef struct
{
  guint as_they_were, changed;
} EspCarriedCount;

typedef struct
{
  char *document;
  guint version;                         /* 2 for the first correction */
  gboolean same_text;                    /* only its turns, speakers or times are others */
  gsize words_before, words_after;       /* of the texts */
  gsize words_removed, words_inserted;   /* of these, in stretches that differ */
  EspCarriedCount codings, evidence, memos;
  GPtrArray *changed;                    /* EspCarriedItem: those that are to be looked at */
  GPtrArray *findings;                   /* EspFinding */
  GPtrArray *new_cases;                  /* char *: labels */
  GPtrArray *unknown_speakers;           /* char *: names that the text had not before */
} EspRevision;

/* Makes a file the new text of a document, inside a change. What was coded, given as evidence or
 * noted on an earlier text stays with it, and is shown where its words stand now. Of a sheet, the
 * row or rows that are the document are its new text. */
ESP_API EspRevision *esp_revise (EspStudy *study, const char *document, const char *file,
                                 const EspReviseOptions *options, GError **error);
ESP_API void esp_revision_free (EspRevision *revision);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EspRevision, esp_revision_free)

typedef struct
{
  char *sheet;          /* the name of the file by which the documents came */
  GPtrArray *revisions; /* EspRevision: of the documents that differ, in the order of the rows */
  guint same;           /* documents that are as they were */
  guint refused;        /* rows that cannot be read */
  guint unknown;        /* rows that are no document of the study: left out */
  guint left;           /* documents of which the sheet says nothing: left as they are */
  GPtrArray *findings;  /* EspFinding; the line is a row of the sheet */
} EspSheetRevision;

/* Corrects all documents that came from a sheet by that sheet as it is now, inside a change: the new
 * state of the one that has the file's name, or `of`, or of the only one. */
ESP_API EspSheetRevision *esp_revise_sheet (EspStudy *study, const char *file,
                                            const EspReviseOptions *options, GError **error);
ESP_API void esp_sheet_revision_free (EspSheetRevision *revision);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EspSheetRevision, esp_sheet_revision_free)

/* The framework matrix: cases x themes, built once, then only read. */
typedef struct
{
  char *study; /* title */
  char *analysis;
  char *framework;       /* its name */
  char *title;           /* "Recovery", or "All sections" */
  char *made_at;         /* of the newest change in the study */
  GPtrArray *attributes; /* EspAttribute: the key ones, printed beside each case */
  GPtrArray *themes;     /* EspTheme: the columns, depth first, without the sections */
  GPtrArray *sections;   /* EspTheme: the sections that the columns belong to, in order */
  guint *section_of;     /* for each column the index of its section */
  GPtrArray *cases;      /* EspCase: the rows, by label */
  EspCell *cells;        /* row-major: cases->len x themes->len */
} EspMatrix;

/* `section` NULL: all of them. Cases without any document are left out; so are those that `where`
 * ("site=Burgundy") does not fit. */
ESP_API EspMatrix *esp_matrix (EspStudy *study, const char *analysis, const char *section,
                               const char *const *where, GError **error);
ESP_API const EspCell *esp_matrix_cell (const EspMatrix *matrix, guint row, guint column);
ESP_API void esp_matrix_free (EspMatrix *matrix);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EspMatrix, esp_matrix_free)

/* How much of a matrix is charted: one row for each theme and one for each case. */
typedef struct
{
  char *name;                                      /* "3.1 Recovery / Meaning", "B-SM-001", "all" */
  guint cells, asked, charted, draft, not_started; /* of those asked */
  guint summarised, nothing_said, not_asked, not_applicable;
  guint uncharted; /* codings that no evidence touches */
} EspCoverage;

/* EspCoverage: one for each case when by_case, else for each theme; the last one counts everything.
 */
ESP_API GPtrArray *esp_coverage (const EspMatrix *matrix, gboolean by_case);

/* ---------------------------------------------------------------- comparing */

/* One theme in one group of cases. */
typedef struct
{
  guint cases;     /* in the group */
  guint asked;     /* m of "mentioned by n of m asked" */
  guint mentioned; /* n: something is summarised that rests on the case's own words; where nothing
                      is charted, coded in them */
  GPtrArray *rows; /* guint as pointers: rows of the matrix that are in this group */
} EspGroupCell;

typedef struct
{
  EspMatrix *matrix;   /* owned */
  char *title;         /* "Within Burgundy", "Across sites" */
  char *by;            /* the attribute compared by, '' for a within-case reading */
  GPtrArray *groups;   /* char *: their names, in order; one for a within-case reading */
  GPtrArray *left_out; /* char *: labels of cases that have no value of the attribute */
  EspGroupCell *cells; /* row-major: matrix->themes->len x groups->len */
} EspComparison;

/* `of`: a case's label, or a group's name ("Burgundy", "triad: Triad Burgundy"). */
ESP_API EspComparison *esp_compare_within (EspStudy *study, const char *analysis,
                                           const char *section, const char *of, GError **error);
/* `by`: an attribute, or a kind of group. */
ESP_API EspComparison *esp_compare_across (EspStudy *study, const char *analysis,
                                           const char *section, const char *by, GError **error);
ESP_API const EspGroupCell *esp_comparison_cell (const EspComparison *comparison, guint theme,
                                                 guint group);
ESP_API void esp_comparison_free (EspComparison *comparison);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EspComparison, esp_comparison_free)

/* ---------------------------------------------------------------- exchange */

/* Writes by the suffix of `to`: a matrix to .html .xml .csv; a comparison to .html .xml .txt. `to`
 * is replaced only when all is written; "-" with a suffix given in `format` (else NULL) writes to
 * standard output. */
ESP_API gboolean esp_matrix_write (const EspMatrix *matrix, const char *to, const char *format,
                                   GError **error);
ESP_API gboolean esp_comparison_write (const EspComparison *comparison, const char *to,
                                       const char *format, GError **error);

/* The history as a page (.html) for an audit: who did how much at which stage, every change with
 * its reason, what was undone, which copies were merged and which conflicts settled. `filter` NULL:
 * all. `to` is replaced only when all is written. */
ESP_API gboolean esp_log_report_write (EspStudy *study, const EspLogFilter *filter, const char *to,
                                       GError **error);

/* The whole study as XML (urn:espalier:archive:1): everything but the history. */
ESP_API gboolean esp_archive_write (EspStudy *study, const char *to, GError **error);

typedef struct
{
  guint added; /* parts of every kind that were not there before; of these: */
  guint documents, codings, summaries, checks;
  GPtrArray *coders; /* char *: whose codings, summaries and checks these are, by name */
} EspArchiveReport;

/* Reads an archive into a study, inside a change, and says what it added. What is there already
 * must be the same; else it is refused. */
ESP_API EspArchiveReport *esp_archive_import (EspStudy *study, const char *from, GError **error);
ESP_API void esp_archive_report_free (EspArchiveReport *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EspArchiveReport, esp_archive_report_free)

G_END_DECLS

#endif

/* Comments of an RTF file. RTF says where the words begin and end that a comment is about, then who
 * wrote it, and then what.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READING_RTF_COMMENT_H
#define READING_RTF_COMMENT_H

#include "reading/reader.h"

typedef struct
{
  Source *source;     /* borrowed */
  GHashTable *places; /* reference -> place among the comments of the source, plus 1 */
  GArray *written;    /* gboolean, one a comment: its words were found */
  /* Of the comment that is being read. */
  GString *text;
  char *author, *made_at;
  guint place;
  gboolean has_place;
} RtfComments;

RtfComments *rtf_comments_new (Source *source);
void rtf_comments_free (RtfComments *comments);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RtfComments, rtf_comments_free)

/* The place of the comment with this reference. */
guint rtf_comments_place (RtfComments *comments, const char *reference);
/* What is said of the comment that is being read: one of the reference, the author, the date (a
 * number that packs it, as \atndate has it). */
void rtf_comments_refer (RtfComments *comments, const char *reference);
void rtf_comments_author (RtfComments *comments, const char *author);
void rtf_comments_date (RtfComments *comments, const char *number);
/* It ends: its place. `*is_new` when it was not referred to, or twice: nothing says what it is
 * about. */
guint rtf_comments_end (RtfComments *comments, gboolean *is_new);
/* After the source has its words: those that have none go. */
void rtf_comments_finish (RtfComments *comments);

#endif

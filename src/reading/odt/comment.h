/* The comments of an OpenDocument text as they are met in it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READING_ODT_COMMENT_H
#define READING_ODT_COMMENT_H

#include "reading/prose.h"

typedef struct
{
  GString *text, *author, *date; /* of the one that is being read */
  char *name;                    /* of it: its end is known by that; NULL: none is being read */
  GHashTable *places;            /* name -> place among the source's comments, from 1 on */
} OdtComments;

void odt_comments_init (OdtComments *comments);
void odt_comments_clear (OdtComments *comments);

/* FALSE when one is being read: a comment in a comment, whose words are of the outer one. */
gboolean odt_comments_begin (OdtComments *comments, const char *name);
/* It is finished: the words that it is about begin here. */
void odt_comments_end (OdtComments *comments, Prose *prose);
/* The words that the comment of that name is about end here. */
void odt_comments_close (const OdtComments *comments, const char *name, Prose *prose);

#endif

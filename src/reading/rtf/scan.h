/* The bytes of an RTF file, cut into what they are: groups, control words, letters.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READING_RTF_SCAN_H
#define READING_RTF_SCAN_H

#include "espalier.h"

typedef enum
{
  RTF_OPEN,   /* { */
  RTF_CLOSE,  /* } */
  RTF_WORD,   /* \word, \word12 */
  RTF_SYMBOL, /* \~ */
  RTF_BYTE,   /* \'e9 */
  RTF_TEXT,   /* bytes of text as they stand in the file, without line ends */
} RtfKind;

/* Longer control words are cut: there are none. */
#define RTF_WORD_MAX 31

typedef struct
{
  RtfKind kind;
  char word[RTF_WORD_MAX + 1];
  gboolean has_number;
  int number;        /* of a word; the value of a byte; the character of a symbol */
  const char *bytes; /* of text, borrowed from the file */
  gsize size;
} RtfToken;

typedef struct
{
  const char *at, *end;
} RtfScan;

/* Whether the bytes begin as RTF does; `*start` (may be NULL) is where. */
gboolean rtf_scan_is_rtf (const char *bytes, gsize size, gsize *start);
/* The next token; FALSE at the end. The data of \bin is passed over. */
gboolean rtf_scan_next (RtfScan *scan, RtfToken *token);

#endif

/* UTF-8 text: between code points and bytes, folded for comparing. The only place where bytes
 * count.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "espalier.h"

/* Code points <-> bytes of one text, in constant time each. The text is borrowed and must outlive
 * the index. */
typedef struct _TextIndex TextIndex;
TextIndex *text_index_new (const char *text, gssize size_bytes);
void text_index_free (TextIndex *index);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TextIndex, text_index_free)
gsize text_index_length (const TextIndex *index); /* in code points */
gsize text_index_bytes (const TextIndex *index, gsize cp);
gsize text_index_cp (const TextIndex *index,
                     gsize byte); /* of the code point that the byte belongs to */

/* A copy of the words of a span; start and end inside the text. */
char *text_slice (const char *text, const TextIndex *index, gsize start_cp, gsize end_cp);

/* Code points that begin within `size` bytes. */
gsize text_count_cp (const char *text, gsize size);

/* Whether there is nothing but white space, in any script, from `text` up to `end`. */
gboolean text_is_blank (const char *text, const char *end);

/* What a character is compared as: '-' for hyphens and dashes, ' ' for spaces, 0 for what is not
 * seen at all. */
gunichar text_fold_char (gunichar c);
/* Whether a character has no width and no ink: marks of direction, joiners, the soft hyphen. */
gboolean text_is_unseen (gunichar c);

/* For comparing names and labels: NFC, any hyphen, dash or minus to '-', any space (no-break too)
 * to one ' ', soft hyphens and zero-width characters dropped, trimmed. Case stays. */
char *text_fold_label (const char *text);

/* text_fold_label, and case folded. */
char *text_fold_name (const char *text);
/* Whether two fold to the same. */
gboolean text_same_name (const char *text, const char *other);

/* A short name for paths: folded, [a-z0-9]+ joined by '-'; letters outside ASCII stay as they are.
 */
char *text_slug (const char *name);

/* Number of words, as a person would count them (runs of letters and digits). */
gsize text_count_words (const char *text);

/* One line of at most `max_cp` code points: white space folded, cut at a word with '…'. */
char *text_excerpt (const char *text, gsize max_cp);

/* A name as it is typed: in quotation marks where a shell needs them. */
char *text_typed (const char *name);

#endif

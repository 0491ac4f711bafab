/* Writing XML and HTML: escaped, indented, streamed to a file that replaces the old one only when
 * all is written.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_MARKUP_H
#define BASE_MARKUP_H

#include "espalier.h"

/* Where a writer writes. Errors are kept and told by output_close. */
typedef struct _Output Output;
/* `to` "-" is standard output. The file is made beside its final name, 0600 while it is written,
 * and renamed at the end. What stands there already is replaced only when it is empty or begins as
 * the new one will: `own_mark` is in its first 4 KiB. `what` calls it in the refusal: "archive". */
Output *output_open (const char *to, const char *what, const char *own_mark, GError **error);
void output_bytes (Output *output, const char *bytes, gsize size_bytes);
void output_text (Output *output, const char *text);
void output_printf (Output *output, const char *format, ...) G_GNUC_PRINTF (2, 3);
gboolean output_close (Output *output,
                       GError **error); /* frees it; on failure the old file stands as it was */
void output_abandon (Output *output);   /* frees it; the old file stands as it was */

/* An escaping writer over an output. Indents elements unless a text was written beside them. */
typedef struct _Markup Markup;
/* html: void elements are not closed, attributes of value '' bare. It writes nothing by itself: an
 * XML declaration or a DOCTYPE comes first by markup_raw. */
Markup *markup_new (Output *output, gboolean html);
void markup_free (Markup *markup);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Markup, markup_free)
void markup_open (Markup *markup, const char *name);
void markup_attr (Markup *markup, const char *name,
                  const char *value); /* after open; NULL value: nothing */
void markup_attr_some (Markup *markup, const char *name,
                       const char *value); /* only when value is neither NULL nor '' */
void markup_attr_uint (Markup *markup, const char *name, guint64 value);
void markup_text (Markup *markup,
                  const char *text); /* escaped; refuses nothing: C0 controls become U+FFFD */
void markup_close (Markup *markup);
void markup_leaf (Markup *markup, const char *name, const char *text); /* open, text, close */
void markup_raw (Markup *markup, const char *bytes); /* as it is: for a style sheet, a script */

#endif

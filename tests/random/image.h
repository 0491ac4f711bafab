/* The content of a study file as rows and values, read with SQLite alone: nothing of the program is
 * trusted here.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef RANDOM_IMAGE_H
#define RANDOM_IMAGE_H

#include <glib.h>

#define SQLITE_ENABLE_SESSION
#define SQLITE_ENABLE_PREUPDATE_HOOK
#include <sqlite3.h>

typedef struct
{
  char *name;
  GPtrArray *columns; /* char *: "id", "gone", ... */
  GPtrArray *refs;    /* by column: char *, the table that it refers to; NULL for none */
  sqlite3_stmt *each; /* its rows; owned by the image that it belongs to */
} ImageTable;

typedef struct
{
  const ImageTable *table;
  char *key;     /* "theme:0123456789abcdef..." */
  char **values; /* a text for each column, see image_text; NULL: the row is not there */
  guint64 hash;  /* of the values as they stand in the file */
  gboolean seen;
} ImageRow;

typedef struct
{
  sqlite3 *db;
  GPtrArray *tables; /* ImageTable */
  GHashTable *rows;  /* key -> ImageRow */
} Image;

/* A row that is not as it was. */
typedef struct
{
  const ImageTable *table;
  char *key;
  char **before, **after; /* NULL: there was, or is, no such row */
} ImageDifference;

/* Says what is wrong; always FALSE. Told from the program's own errors by its domain. */
gboolean image_fault (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);
#define IMAGE_FAULT (g_quark_from_static_string ("image-fault"))

/* Opens the file; nothing is read yet. NULL with error. */
Image *image_open (const char *path, GError **error);
void image_free (Image *image);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Image, image_free)

/* Reads all rows of content. What is not as it was at the last reading: ImageDifference, by key. */
GPtrArray *image_read (Image *image, GError **error);
void image_difference_free (gpointer difference);

const ImageTable *image_table (const Image *image, const char *name);
/* -1 when there is no such column. */
gint image_column (const ImageTable *table, const char *name);
/* The value of a row; NULL when the row is not there. */
const char *image_value (const Image *image, const char *key, guint column);

/* A value as a text that no other value has: n, i42, r0.5, t and the text, b and hexadecimal
 * digits. */
char *image_text (sqlite3_value *value);
char *image_key (const char *table, sqlite3_value *id);

/* A checksum over everything in a file that merging brings: content, words and history, whatever
 * the order of the rows in the file; to be freed. */
char *image_digest (const char *path, GError **error);

/* What no study may be: rows that refer to nothing, themes in a circle. */
gboolean image_holds_together (Image *image, GError **error);

#endif

/* UUIDs: random (v4) for what people make by hand, derived (v5, RFC 9562 section 5.5) for what
 * follows from an outside fact.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_UUID_H
#define BASE_UUID_H

#include "espalier.h"

typedef struct
{
  guint8 bytes[16];
} Uuid;

#define UUID_NIL ((Uuid){ { 0 } })
#define UUID_TEXT_SIZE 37 /* with the NUL */

Uuid uuid_random (void);

/* Derived from `kind` ("case", "coding", ...) and the parts, NULL-terminated strings; the same
 * parts give the same id anywhere. */
Uuid uuid_derived (const char *kind, ...) G_GNUC_NULL_TERMINATED;

gboolean uuid_equal (const Uuid *a, const Uuid *b);
gboolean uuid_is_nil (const Uuid *uuid);
guint uuid_hash (gconstpointer uuid); /* for GHashTable, with uuid_equal_func */
gboolean uuid_equal_func (gconstpointer a, gconstpointer b);
int uuid_compare (gconstpointer a, gconstpointer b); /* two Uuid, for sorting and searching */
void uuid_to_text (const Uuid *uuid, char text[UUID_TEXT_SIZE]);
char *uuid_dup_text (const Uuid *uuid);
gboolean uuid_from_text (const char *text, Uuid *uuid);

/* The beginning of an id, as people give it: 4 digits or more, with or without dashes, in any case.
 * Those that begin so are from *least to *greatest. FALSE when it is none. */
gboolean uuid_bounds (const char *beginning, Uuid *least, Uuid *greatest);
/* Whether an id is from one to another, both included. */
gboolean uuid_between (const Uuid *uuid, const Uuid *least, const Uuid *greatest);

/* Lower-case hexadecimal digits of n bytes; to be freed. */
char *hex_encode (const guint8 *bytes, gsize n);
gboolean hex_decode (const char *hex, guint8 *bytes, gsize n); /* exactly n bytes */

/* SHA-256 into hash[32]; two pieces, the second may be NULL with size 0. */
void sha256 (guint8 hash[32], const void *a, gsize a_size, const void *b, gsize b_size);

#endif

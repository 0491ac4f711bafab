/* The text of schema.sql, made a string by the build.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/sqlite.h"

const char store_schema_sql[] =
#include "store/schema.sql.inc"
    ;

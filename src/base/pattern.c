/* Regular expressions: the only file that knows PCRE2.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/error.h"
#include "base/pattern.h"

#define MATCH_LIMIT 10000000
#define DEPTH_LIMIT 1000
#define HEAP_LIMIT_KIB (64 * 1024)
#define JIT_STACK_START (32 * 1024)
#define JIT_STACK_MOST (8 * 1024 * 1024)
#define LONGEST_PATTERN (64 * 1024)

struct _Pattern
{
  pcre2_code *code;
  char *source;
  char **names;
};

struct _PatternScan
{
  const Pattern *pattern;
  const char *subject;
  gsize size, from;
  gboolean checked; /* the subject is known to be valid UTF-8 */
  gboolean matched; /* `data` holds a match */
  pcre2_match_data *data;
};

/* What a thread needs while it matches. The stack is only address space until a pattern uses it. */
typedef struct
{
  pcre2_match_context *context;
  pcre2_jit_stack *stack;
} Workspace;

static void
workspace_free (gpointer data)
{
  Workspace *workspace = data;
  pcre2_match_context_free (workspace->context);
  pcre2_jit_stack_free (workspace->stack);
  g_free (workspace);
}

static GPrivate workspace_key = G_PRIVATE_INIT (workspace_free);

static Workspace *
workspace_get (void)
{
  Workspace *workspace = g_private_get (&workspace_key);
  if (workspace)
    return workspace;
  workspace = g_new0 (Workspace, 1);
  workspace->context = pcre2_match_context_create (NULL);
  workspace->stack = pcre2_jit_stack_create (JIT_STACK_START, JIT_STACK_MOST, NULL);
  pcre2_set_match_limit (workspace->context, MATCH_LIMIT);
  pcre2_set_depth_limit (workspace->context, DEPTH_LIMIT);
  pcre2_set_heap_limit (workspace->context, HEAP_LIMIT_KIB);
  if (workspace->stack)
    pcre2_jit_stack_assign (workspace->context, NULL, workspace->stack);
  g_private_set (&workspace_key, workspace);
  return workspace;
}

/* ---- compiling */

static gboolean
compile_failed (GError **error, const char *source, int number, gsize offset)
{
  PCRE2_UCHAR words[256] = { 0 };
  pcre2_get_error_message (number, words, sizeof words);
  const gsize size = strlen (source);
  const glong character = g_utf8_strlen (source, (gssize)MIN (offset, size));
  if (offset >= size)
    return fail (error, ESP_ERROR_INPUT, "the pattern '%s' is not complete at its end: %s", source,
                 (const char *)words);
  return fail (error, ESP_ERROR_INPUT,
               "the pattern '%s' cannot be read after its character %ld: %s", source, character,
               (const char *)words);
}

/* PCRE2 keeps the names in a table sorted by name: two bytes of number, then the name, in entries
 * of one size. */
static char **
names_of (const pcre2_code *code)
{
  uint32_t count = 0, entry_size = 0;
  PCRE2_SPTR table = NULL;
  pcre2_pattern_info (code, PCRE2_INFO_NAMECOUNT, &count);
  pcre2_pattern_info (code, PCRE2_INFO_NAMEENTRYSIZE, &entry_size);
  pcre2_pattern_info (code, PCRE2_INFO_NAMETABLE, &table);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  for (uint32_t i = 0; i < count; i++)
    {
      const char *name = (const char *)table + (gsize)i * entry_size + 2;
      if (names->len == 0 || strcmp (g_ptr_array_index (names, names->len - 1), name) != 0)
        g_ptr_array_add (names, g_strdup (name));
    }
  g_ptr_array_add (names, NULL);
  return (char **)g_ptr_array_steal (names, NULL);
}

Pattern *
pattern_new (const char *source, PatternOptions options, GError **error)
{
  if (!g_utf8_validate (source, -1, NULL))
    {
      fail (error, ESP_ERROR_INPUT, "a pattern is not valid UTF-8");
      return NULL;
    }
  uint32_t flags = PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C;
  if (options & PATTERN_CASELESS)
    flags |= PCRE2_CASELESS;
  if (options & PATTERN_WHOLE)
    flags |= PCRE2_ANCHORED | PCRE2_ENDANCHORED;
  pcre2_compile_context *context = pcre2_compile_context_create (NULL);
  pcre2_set_max_pattern_length (context, LONGEST_PATTERN);
  int number = 0;
  PCRE2_SIZE offset = 0;
  pcre2_code *code
      = pcre2_compile ((PCRE2_SPTR)source, PCRE2_ZERO_TERMINATED, flags, &number, &offset, context);
  pcre2_compile_context_free (context);
  if (!code)
    {
      compile_failed (error, source, number, offset);
      return NULL;
    }
  /* Without JIT, as on some machines, the interpreter does the same more slowly. */
  pcre2_jit_compile (code, PCRE2_JIT_COMPLETE);
  Pattern *pattern = g_new0 (Pattern, 1);
  pattern->code = code;
  pattern->source = g_strdup (source);
  pattern->names = names_of (code);
  return pattern;
}

void
pattern_free (Pattern *pattern)
{
  if (!pattern)
    return;
  pcre2_code_free (pattern->code);
  g_free (pattern->source);
  g_strfreev (pattern->names);
  g_free (pattern);
}

const char *const *
pattern_names (const Pattern *pattern)
{
  return (const char *const *)pattern->names;
}

gboolean
pattern_has_name (const Pattern *pattern, const char *name)
{
  return g_strv_contains (pattern_names (pattern), name);
}

/* ---- matching */

PatternScan *
pattern_scan_new (const Pattern *pattern, const char *subject, gsize size_bytes)
{
  PatternScan *scan = g_new0 (PatternScan, 1);
  scan->pattern = pattern;
  scan->subject = subject;
  scan->size = size_bytes;
  scan->data = pcre2_match_data_create_from_pattern (pattern->code, NULL);
  return scan;
}

void
pattern_scan_free (PatternScan *scan)
{
  if (!scan)
    return;
  pcre2_match_data_free (scan->data);
  g_free (scan);
}

static gboolean
match_failed (GError **error, const PatternScan *scan, int number)
{
  const char *source = scan->pattern->source;
  if (number == PCRE2_ERROR_MATCHLIMIT || number == PCRE2_ERROR_DEPTHLIMIT
      || number == PCRE2_ERROR_HEAPLIMIT || number == PCRE2_ERROR_JIT_STACKLIMIT)
    return fail (error, ESP_ERROR_INPUT,
                 "the pattern '%s' is too costly on this text; make its repeated parts more exact",
                 source);
  if (number <= PCRE2_ERROR_UTF8_ERR1 && number >= PCRE2_ERROR_UTF8_ERR21)
    return fail (error, ESP_ERROR_INPUT, "the text for the pattern '%s' is not valid UTF-8",
                 source);
  PCRE2_UCHAR words[256] = { 0 };
  pcre2_get_error_message (number, words, sizeof words);
  return fail (error, ESP_ERROR_INPUT, "the pattern '%s' could not be used on this text: %s",
               source, (const char *)words);
}

gboolean
pattern_scan_next (PatternScan *scan, gsize *start, gsize *end, GError **error)
{
  scan->matched = FALSE;
  if (scan->from > scan->size)
    return FALSE;
  const Workspace *workspace = workspace_get ();
  PCRE2_SPTR subject = (PCRE2_SPTR)scan->subject;
  uint32_t flags = PCRE2_NOTEMPTY | (scan->checked ? PCRE2_NO_UTF_CHECK : 0);
  int found = pcre2_match (scan->pattern->code, subject, scan->size, scan->from, flags, scan->data,
                           workspace->context);
  if (found == PCRE2_ERROR_JIT_STACKLIMIT)
    found = pcre2_match (scan->pattern->code, subject, scan->size, scan->from, flags | PCRE2_NO_JIT,
                         scan->data, workspace->context);
  if (found == PCRE2_ERROR_NOMATCH)
    {
      scan->from = scan->size + 1;
      return FALSE;
    }
  if (found < 0)
    {
      scan->from = scan->size + 1;
      return match_failed (error, scan, found);
    }
  const PCRE2_SIZE *bounds = pcre2_get_ovector_pointer (scan->data);
  *start = bounds[0];
  *end = bounds[1];
  scan->from = bounds[1];
  scan->checked = TRUE;
  scan->matched = TRUE;
  return TRUE;
}

void
pattern_scan_resume (PatternScan *scan, gsize byte)
{
  scan->from = byte;
}

char *
pattern_scan_group (const PatternScan *scan, const char *name)
{
  if (!scan->matched)
    return NULL;
  PCRE2_UCHAR *words = NULL;
  PCRE2_SIZE size = 0;
  if (pcre2_substring_get_byname (scan->data, (PCRE2_SPTR)name, &words, &size) != 0)
    return NULL;
  char *copy = g_strndup ((const char *)words, size);
  pcre2_substring_free (words);
  return copy;
}

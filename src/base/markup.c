/* Writing to files that are replaced only when all is written, and escaped markup on top of that.
 *
 * An output collects bytes and writes them in large pieces. Its first failure is kept; whatever
 * comes after is dropped, so that a writer need not look after each call, and output_close tells it
 * once, in words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/markup.h"

#include "base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define OUTPUT_PIECE_BYTES (64 * 1024)
#define OUTPUT_MARK_BYTES 4096

struct _Output
{
  int fd;
  int failed; /* errno of the first failure, 0 for none */
  char *to;
  char *temporary; /* NULL for standard output */
  GString *waiting;
};

/* ---- outputs */

static char *
output_reason (int error_number)
{
  switch (error_number)
    {
    case ENOSPC:
      return g_strdup ("the disk is full");
    case EDQUOT:
      return g_strdup ("your share of the disk is used up");
    case EFBIG:
      return g_strdup ("it would be larger than a file may be here");
    case EACCES:
    case EPERM:
      return g_strdup ("you may not write in that folder");
    case EROFS:
      return g_strdup ("the disk can only be read");
    case ENOENT:
    case ENOTDIR:
      return g_strdup ("there is no such folder; make it first");
    case ENAMETOOLONG:
      return g_strdup ("its name is too long");
    case EPIPE:
      return g_strdup ("the program that was reading it has stopped");
    default:
      return g_strdup_printf ("the system says '%s'", g_strerror (error_number));
    }
}

static gboolean
output_fail (const char *to, int error_number, GError **error)
{
  g_autofree char *reason = output_reason (error_number);
  return fail (error, ESP_ERROR_STORAGE, "cannot write %s%s%s: %s", strcmp (to, "-") ? "'" : "",
               strcmp (to, "-") ? to : "to standard output", strcmp (to, "-") ? "'" : "", reason);
}

/* Whether a file is empty or begins as Espalier's own do. A NUL ends the looking, so no study does.
 */
static gboolean
output_is_own (const char *path, const char *own_mark)
{
  char head[OUTPUT_MARK_BYTES];
  int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  gssize size = fd >= 0 ? read (fd, head, sizeof head) : -1;
  if (fd >= 0)
    (void)close (fd);
  return size == 0 || (size > 0 && g_strstr_len (head, size, own_mark) != NULL);
}

/* A rename would silently put a file in the place of a link, a device or another's work, so these
 * are refused beforehand. */
static gboolean
output_may_replace (const char *to, const char *what, const char *own_mark, GError **error)
{
  struct stat found;
  if (*to == '\0')
    return fail (error, ESP_ERROR_USAGE, "cannot write: the name of the file is empty");
  if (g_lstat (to, &found) != 0)
    return TRUE;
  if (S_ISLNK (found.st_mode))
    return fail (error, ESP_ERROR_STORAGE,
                 "cannot write '%s': it is a link to another file; give that file's own name", to);
  if (S_ISDIR (found.st_mode))
    return fail (error, ESP_ERROR_STORAGE,
                 "cannot write '%s': it is a folder; give the name of a file in it", to);
  if (!S_ISREG (found.st_mode))
    return fail (error, ESP_ERROR_STORAGE,
                 "cannot write '%s': it is not an ordinary file; '-' writes to standard output",
                 to);
  return output_is_own (to, own_mark)
         || fail (
             error, ESP_ERROR_EXISTS,
             "'%s' is there and is no %s that Espalier wrote; choose another name or remove it "
             "first",
             to, what);
}

static void
output_free (Output *output)
{
  g_string_free (output->waiting, TRUE);
  g_free (output->temporary);
  g_free (output->to);
  g_free (output);
}

Output *
output_open (const char *to, const char *what, const char *own_mark, GError **error)
{
  gboolean standard = strcmp (to, "-") == 0;
  if (!standard && !output_may_replace (to, what, own_mark, error))
    return NULL;
  Output *output = g_new0 (Output, 1);
  output->to = g_strdup (to);
  output->waiting = g_string_sized_new (OUTPUT_PIECE_BYTES + 4096);
  if (standard)
    {
      output->fd = STDOUT_FILENO;
      return output;
    }
  /* The name beside it is short, so that a long but allowed name does not grow too long. */
  g_autofree char *folder = g_path_get_dirname (to);
  output->temporary = g_build_filename (folder, ".espalier-XXXXXX", NULL);
  output->fd = g_mkstemp_full (output->temporary, O_WRONLY | O_CLOEXEC, 0600);
  if (output->fd >= 0)
    return output;
  output_fail (to, errno, error);
  output_free (output);
  return NULL;
}

static void
output_flush (Output *output)
{
  const char *bytes = output->waiting->str;
  gsize left = output->waiting->len;
  while (left > 0 && output->failed == 0)
    {
      gssize written = write (output->fd, bytes, left);
      if (written > 0)
        {
          bytes += written;
          left -= (gsize)written;
        }
      else if (written < 0 && errno != EINTR)
        output->failed = errno;
    }
  g_string_truncate (output->waiting, 0);
}

static void
output_flush_when_full (Output *output)
{
  if (output->waiting->len >= OUTPUT_PIECE_BYTES)
    output_flush (output);
}

void
output_bytes (Output *output, const char *bytes, gsize size_bytes)
{
  g_string_append_len (output->waiting, bytes, (gssize)size_bytes);
  output_flush_when_full (output);
}

void
output_text (Output *output, const char *text)
{
  output_bytes (output, text, strlen (text));
}

void
output_printf (Output *output, const char *format, ...)
{
  va_list values;
  va_start (values, format);
  g_string_append_vprintf (output->waiting, format, values);
  va_end (values);
  output_flush_when_full (output);
}

/* After a power cut the new name must not stand on an empty file: the bytes first, then the name,
 * then the folder. */
static void
output_put_in_place (Output *output)
{
  if (output->failed == 0 && fsync (output->fd) != 0)
    output->failed = errno;
  if (close (output->fd) != 0 && output->failed == 0)
    output->failed = errno;
  if (output->failed == 0 && g_rename (output->temporary, output->to) != 0)
    output->failed = errno;
  if (output->failed != 0)
    {
      g_unlink (output->temporary);
      return;
    }
  g_autofree char *folder = g_path_get_dirname (output->to);
  int fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  if (fd < 0)
    return; /* a folder may be writable but not readable: the file is complete all the same */
  (void)fsync (fd);
  (void)close (fd);
}

gboolean
output_close (Output *output, GError **error)
{
  output_flush (output);
  if (output->temporary != NULL)
    output_put_in_place (output);
  gboolean good = output->failed == 0 || output_fail (output->to, output->failed, error);
  output_free (output);
  return good;
}

void
output_abandon (Output *output)
{
  if (output->temporary != NULL)
    {
      close (output->fd);
      g_unlink (output->temporary);
    }
  output_free (output);
}

/* ---- markup */

typedef struct
{
  char *name;
  gboolean has_text;
  gboolean has_elements;
} Element;

struct _Markup
{
  Output *output;
  GArray *open; /* Element, outermost first */
  gboolean html;
  gboolean tag_open; /* the innermost start tag still takes attributes */
};

static void
element_clear (gpointer element)
{
  g_free (((Element *)element)->name);
}

Markup *
markup_new (Output *output, gboolean html)
{
  Markup *markup = g_new0 (Markup, 1);
  markup->output = output;
  markup->html = html;
  markup->open = g_array_new (FALSE, FALSE, sizeof (Element));
  g_array_set_clear_func (markup->open, element_clear);
  return markup;
}

void
markup_free (Markup *markup)
{
  if (markup == NULL)
    return;
  g_array_unref (markup->open);
  g_free (markup);
}

static Element *
markup_innermost (Markup *markup)
{
  return markup->open->len ? &g_array_index (markup->open, Element, markup->open->len - 1) : NULL;
}

static void
markup_end_tag (Markup *markup)
{
  if (markup->tag_open)
    output_bytes (markup->output, ">", 1);
  markup->tag_open = FALSE;
}

static void
markup_new_line (Markup *markup, guint depth)
{
  static const char spaces[] = "\n                                ";
  output_bytes (markup->output, spaces, MIN (1 + 2 * (gsize)depth, sizeof spaces - 1));
}

void
markup_open (Markup *markup, const char *name)
{
  markup_end_tag (markup);
  Element *parent = markup_innermost (markup);
  if (parent != NULL && !parent->has_text)
    markup_new_line (markup, markup->open->len);
  if (parent != NULL)
    parent->has_elements = TRUE;
  Element element = { g_strdup (name), FALSE, FALSE };
  g_array_append_val (markup->open, element);
  output_bytes (markup->output, "<", 1);
  output_text (markup->output, name);
  markup->tag_open = TRUE;
}

/* How the character at `at` is written when it cannot stand for itself, NULL when it can; `*size`
 * gets its bytes. */
static const char *
markup_escape (const char *at, gboolean in_attribute, gsize *size)
{
  guchar byte = (guchar)*at;
  *size = 1;
  switch (byte)
    {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return in_attribute ? "&quot;" : NULL;
    case '\t':
      return in_attribute ? "&#9;" : NULL;
    case '\n':
      return in_attribute ? "&#10;" : NULL;
    case '\r':
      return "&#13;";
    case 0xEF: /* U+FFFE and U+FFFF are not characters of XML */
      if ((guchar)at[1] != 0xBF || (guchar)at[2] < 0xBE)
        return NULL;
      *size = 3;
      return "\xEF\xBF\xBD";
    default:
      return byte < 0x20 ? "\xEF\xBF\xBD" : NULL;
    }
}

static void
markup_escaped (Markup *markup, const char *text, gboolean in_attribute)
{
  g_autofree char *valid = g_utf8_validate (text, -1, NULL) ? NULL : g_utf8_make_valid (text, -1);
  const char *from = valid ? valid : text;
  const char *at = from;
  while (*at != '\0')
    {
      gsize size;
      const char *written = markup_escape (at, in_attribute, &size);
      if (written != NULL)
        {
          output_bytes (markup->output, from, (gsize)(at - from));
          output_text (markup->output, written);
          from = at + size;
        }
      at += size;
    }
  output_bytes (markup->output, from, (gsize)(at - from));
}

void
markup_attr (Markup *markup, const char *name, const char *value)
{
  g_return_if_fail (markup->tag_open);
  if (value == NULL)
    return;
  output_bytes (markup->output, " ", 1);
  output_text (markup->output, name);
  if (markup->html && *value == '\0')
    return;
  output_bytes (markup->output, "=\"", 2);
  markup_escaped (markup, value, TRUE);
  output_bytes (markup->output, "\"", 1);
}

void
markup_attr_some (Markup *markup, const char *name, const char *value)
{
  if (value != NULL && *value != '\0')
    markup_attr (markup, name, value);
}

void
markup_attr_uint (Markup *markup, const char *name, guint64 value)
{
  char digits[24];
  g_snprintf (digits, sizeof digits, "%" G_GUINT64_FORMAT, value);
  markup_attr (markup, name, digits);
}

static void
markup_begin_text (Markup *markup)
{
  markup_end_tag (markup);
  Element *element = markup_innermost (markup);
  if (element != NULL)
    element->has_text = TRUE;
}

void
markup_text (Markup *markup, const char *text)
{
  markup_begin_text (markup);
  markup_escaped (markup, text, FALSE);
}

void
markup_raw (Markup *markup, const char *bytes)
{
  markup_begin_text (markup);
  output_text (markup->output, bytes);
}

static gboolean
element_is_void (const char *name)
{
  static const char *const names[] = { "area",  "base", "br",   "col",    "embed", "hr",  "img",
                                       "input", "link", "meta", "source", "track", "wbr", NULL };
  return g_strv_contains (names, name);
}

void
markup_close (Markup *markup)
{
  Element *element = markup_innermost (markup);
  g_return_if_fail (element != NULL);
  guint depth = markup->open->len - 1;
  gboolean empty = markup->tag_open;
  if (empty && !markup->html)
    output_bytes (markup->output, "/>", 2);
  else
    {
      markup_end_tag (markup);
      if (element->has_elements && !element->has_text)
        markup_new_line (markup, depth);
      if (!(empty && element_is_void (element->name)))
        output_printf (markup->output, "</%s>", element->name);
    }
  markup->tag_open = FALSE;
  g_array_set_size (markup->open, depth);
  if (depth == 0)
    output_bytes (markup->output, "\n", 1);
}

void
markup_leaf (Markup *markup, const char *name, const char *text)
{
  markup_open (markup, name);
  if (*text != '\0')
    markup_text (markup, text);
  markup_close (markup);
}

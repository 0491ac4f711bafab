/* Choosing a writer by the suffix of a file, and writing all or nothing.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/writer.h"

#include "base/error.h"

#include <string.h>

#define WRITER(name) extern const struct Writer writer_##name;
#include "exchange/writers.def"
#undef WRITER

const Writer *const *
writers_all (void)
{
  static const Writer *const all[] = {
#define WRITER(name) &writer_##name,
#include "exchange/writers.def"
#undef WRITER
    NULL
  };
  return all;
}

/* What can be written, as messages call it. */
typedef enum
{
  WRITTEN_MATRIX,
  WRITTEN_COMPARISON,
  WRITTEN_SEARCH,
} Written;

static const char *const written_names[] = { "matrix", "comparison", "search" };

/* The mark of what was written before; NULL where the writer does not write it. */
static const char *
writer_mark (const Writer *writer, Written what)
{
  switch (what)
    {
    case WRITTEN_MATRIX:
      return writer->write_matrix != NULL ? writer->matrix_mark : NULL;
    case WRITTEN_COMPARISON:
      return writer->write_comparison != NULL ? writer->comparison_mark : NULL;
    default:
      return writer->write_search != NULL ? writer->search_mark : NULL;
    }
}

static char *
writer_list (Written what)
{
  g_autoptr (GString) list = g_string_new (NULL);
  for (const Writer *const *writer = writers_all (); *writer != NULL; writer++)
    if (writer_mark (*writer, what) != NULL)
      g_string_append_printf (list, "%s%s", list->len ? ", " : "", (*writer)->suffix);
  return g_string_free (g_steal_pointer (&list), FALSE);
}

/* The suffix of a path without its dot, '' when it has none; a name that only begins with a dot has
 * none. */
static const char *
writer_suffix (const char *path)
{
  const char *name = strrchr (path, G_DIR_SEPARATOR);
  name = name != NULL ? name + 1 : path;
  const char *dot = strrchr (name, '.');
  return dot != NULL && dot != name ? dot + 1 : "";
}

static const Writer *
writer_for (const char *to, const char *format, Written what, GError **error)
{
  const char *name = written_names[what];
  const char *suffix = format != NULL ? format + (*format == '.') : writer_suffix (to);
  g_autofree char *list = writer_list (what);
  for (const Writer *const *writer = writers_all (); *writer != NULL; writer++)
    if (writer_mark (*writer, what) != NULL
        && (g_ascii_strcasecmp (suffix, (*writer)->suffix + 1) == 0
            || (format != NULL && g_ascii_strcasecmp (suffix, (*writer)->name) == 0)))
      return *writer;
  if (*suffix != '\0')
    fail (error, ESP_ERROR_USAGE, "cannot write a %s as '.%s'; choose one of %s", name, suffix,
          list);
  else if (strcmp (to, "-") == 0)
    fail (error, ESP_ERROR_USAGE,
          "writing a %s to standard output needs a format; choose one of %s", name, list);
  else
    fail (error, ESP_ERROR_USAGE, "the name '%s' does not say the format; end it with one of %s",
          to, list);
  return NULL;
}

/* Where it is written, and by which writer; NULL with error. */
static Output *
writer_open (const char *to, const char *format, Written what, const Writer **writer,
             GError **error)
{
  *writer = writer_for (to, format, what, error);
  return *writer != NULL ? output_open (to, written_names[what], writer_mark (*writer, what), error)
                         : NULL;
}

gboolean
esp_matrix_write (const EspMatrix *matrix, const char *to, const char *format, GError **error)
{
  const Writer *writer;
  Output *output = writer_open (to, format, WRITTEN_MATRIX, &writer, error);
  if (output == NULL)
    return FALSE;
  writer->write_matrix (matrix, output);
  return output_close (output, error);
}

gboolean
esp_comparison_write (const EspComparison *comparison, const char *to, const char *format,
                      GError **error)
{
  const Writer *writer;
  Output *output = writer_open (to, format, WRITTEN_COMPARISON, &writer, error);
  if (output == NULL)
    return FALSE;
  writer->write_comparison (comparison, output);
  return output_close (output, error);
}

gboolean
esp_search_result_write (const EspSearchResult *result, const char *to, const char *format,
                         GError **error)
{
  const Writer *writer;
  Output *output = writer_open (to, format, WRITTEN_SEARCH, &writer, error);
  if (output == NULL)
    return FALSE;
  writer->write_search (result, output);
  return output_close (output, error);
}

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

static gboolean
writer_can (const Writer *writer, gboolean for_matrix)
{
  return for_matrix ? writer->write_matrix != NULL : writer->write_comparison != NULL;
}

static char *
writer_list (gboolean for_matrix)
{
  g_autoptr (GString) list = g_string_new (NULL);
  for (const Writer *const *writer = writers_all (); *writer != NULL; writer++)
    if (writer_can (*writer, for_matrix))
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
writer_for (const char *to, const char *format, gboolean for_matrix, GError **error)
{
  const char *what = for_matrix ? "matrix" : "comparison";
  const char *suffix = format != NULL ? format + (*format == '.') : writer_suffix (to);
  g_autofree char *list = writer_list (for_matrix);
  for (const Writer *const *writer = writers_all (); *writer != NULL; writer++)
    if (writer_can (*writer, for_matrix)
        && (g_ascii_strcasecmp (suffix, (*writer)->suffix + 1) == 0
            || (format != NULL && g_ascii_strcasecmp (suffix, (*writer)->name) == 0)))
      return *writer;
  if (*suffix != '\0')
    fail (error, ESP_ERROR_USAGE, "cannot write a %s as '.%s'; choose one of %s", what, suffix,
          list);
  else if (strcmp (to, "-") == 0)
    fail (error, ESP_ERROR_USAGE,
          "writing a %s to standard output needs a format; choose one of %s", what, list);
  else
    fail (error, ESP_ERROR_USAGE, "the name '%s' does not say the format; end it with one of %s",
          to, list);
  return NULL;
}

gboolean
esp_matrix_write (const EspMatrix *matrix, const char *to, const char *format, GError **error)
{
  const Writer *writer = writer_for (to, format, TRUE, error);
  Output *output = writer != NULL ? output_open (to, "matrix", writer->matrix_mark, error) : NULL;
  if (output == NULL)
    return FALSE;
  writer->write_matrix (matrix, output);
  return output_close (output, error);
}

gboolean
esp_comparison_write (const EspComparison *comparison, const char *to, const char *format,
                      GError **error)
{
  const Writer *writer = writer_for (to, format, FALSE, error);
  Output *output
      = writer != NULL ? output_open (to, "comparison", writer->comparison_mark, error) : NULL;
  if (output == NULL)
    return FALSE;
  writer->write_comparison (comparison, output);
  return output_close (output, error);
}

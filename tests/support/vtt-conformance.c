/* vtt-conformance FOLDER: every WebVTT file below, as our parser reads it, against the parse that
 * stands beside it as JSON: NAME.json has the cues, NAME-proc.json what the text of each is made
 * of. A file without either has that of its folder (bad-*.json). Says what it found in TAP.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/decode.h"
#include "reading/caption/caption.h"
#include "reading/caption/vtt.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

/* A cue that the standard has and a file's parse has not, because it is older. All of them say
 * "Test". */
typedef struct
{
  const char *path, *why;
  size_t place; /* among the cues, from 0 on */
  double start, end;
} Older;

static const Older older[] = {
  { "file-layout/header-no-new-line", "a line with an arrow ends the header", 0, 11, 13 },
  { "integration/id", "a second line with an arrow opens a cue", 3, 4, 5 },
};

static const Older *
older_find (const char *path)
{
  for (gsize i = 0; i < G_N_ELEMENTS (older); i++)
    if (g_str_has_suffix (path, older[i].path))
      return &older[i];
  return NULL;
}

/* ---- our parse as JSON */

static json_t *
json_slice (const char *text, gsize size)
{
  return json_stringn (text, size);
}

static json_t *
cue_json (const VttBlock *block)
{
  return json_pack ("{s:o, s:f, s:f, s:o}", "id", json_slice (block->id, block->id_size),
                    "startTime", (double)block->start_ms / 1000, "endTime",
                    (double)block->end_ms / 1000, "text", json_slice (block->words, block->size));
}

/* The tree of one cue's text while it grows. */
typedef struct
{
  GPtrArray *open; /* json_t, borrowed: childNodes of what is open */
} Tree;

static char *
decoded (const char *text, gsize size)
{
  GString *out = g_string_new (NULL);

  caption_decode (text, size, out);
  return g_string_free (out, FALSE);
}

/* Words that stand beside words become one. */
static void
nodes_add_words (json_t *nodes, const char *words)
{
  json_t *last = json_array_get (nodes, json_array_size (nodes) - 1);
  json_t *data = json_object_get (last, "data");

  if (data != NULL)
    {
      g_autofree char *both = g_strconcat (json_string_value (data), words, NULL);
      json_string_set (data, both);
    }
  else
    json_array_append_new (nodes, json_pack ("{s:s}", "data", words));
}

static gboolean
tree_piece (const VttPiece *piece, gpointer data)
{
  static const char *const elements[] = { "", "b", "span", "i", "span", "rt", "ruby", "u", "span" };
  Tree *self = data;
  json_t *nodes = self->open->pdata[self->open->len - 1];

  if (piece->kind == VTT_CLOSE)
    g_ptr_array_set_size (self->open, (gint)self->open->len - 1);
  if (piece->kind == VTT_WORDS)
    {
      g_autofree char *words = decoded (piece->text, piece->text_size);
      nodes_add_words (nodes, words);
    }
  if (piece->kind == VTT_OPEN)
    {
      g_autofree char *classes = g_strndup (piece->classes, piece->classes_size);
      g_autofree char *said = decoded (piece->annotation, piece->annotation_size);
      g_strdelimit (classes, ".", ' ');
      json_t *children = json_array ();
      json_array_append_new (
          nodes,
          json_pack ("{s:s, s:s, s:s, s:s, s:o}", "localName", elements[piece->tag], "className",
                     g_strstrip (classes), "title", piece->tag == VTT_TAG_V ? said : "", "lang",
                     piece->tag == VTT_TAG_LANG ? said : "", "childNodes", children));
      g_ptr_array_add (self->open, children);
    }
  return TRUE;
}

static json_t *
text_json (const VttBlock *block)
{
  json_t *root = json_array ();
  Tree tree = { g_ptr_array_new () };

  g_ptr_array_add (tree.open, root);
  vtt_text_each (block->words, block->size, tree_piece, &tree);
  g_ptr_array_unref (tree.open);
  return root;
}

/* ---- what is expected, in the same form */

static json_t *
cue_expected (const json_t *cue)
{
  return json_pack ("{s:O, s:f, s:f, s:O}", "id", json_object_get (cue, "id"), "startTime",
                    json_number_value (json_object_get (cue, "startTime")), "endTime",
                    json_number_value (json_object_get (cue, "endTime")), "text",
                    json_object_get (cue, "text"));
}

static json_t *
nodes_expected (const json_t *nodes)
{
  json_t *out = json_array ();
  size_t i;
  json_t *node;

  json_array_foreach (nodes, i, node)
  {
    const json_t *tag = json_object_get (node, "tagName");
    const json_t *data = json_object_get (node, "data");
    if (tag != NULL)
      json_array_append_new (
          out,
          json_pack ("{s:O, s:O, s:O, s:O, s:o}", "localName", json_object_get (node, "localName"),
                     "className", json_object_get (node, "className"), "title",
                     json_object_get (node, "title"), "lang", json_object_get (node, "lang"),
                     "childNodes", nodes_expected (json_object_get (node, "childNodes"))));
    /* A time between the words has a target. */
    else if (data != NULL && json_object_get (node, "target") == NULL)
      nodes_add_words (out, json_string_value (data));
  }
  return out;
}

static json_t *
text_expected (const json_t *cue)
{
  const json_t *box = json_array_get (json_object_get (cue, "childNodes"), 0);

  return nodes_expected (json_object_get (box, "childNodes"));
}

/* ---- one file */

static void
parse (const char *path, json_t **cues, json_t **texts)
{
  g_autofree char *bytes = NULL;
  gsize size = 0;
  Vtt vtt;

  *cues = json_array ();
  *texts = json_array ();
  if (!g_file_get_contents (path, &bytes, &size, NULL))
    return;
  g_autofree char *text = decode_strict (bytes, size, NULL);
  if (text == NULL || !vtt_open (&vtt, text, strlen (text)))
    return;
  for (VttBlock block; vtt_next (&vtt, &block);)
    if (block.kind == VTT_CUE)
      {
        json_array_append_new (*cues, cue_json (&block));
        json_array_append_new (*texts, text_json (&block));
      }
}

static gboolean
compare (const json_t *got, const json_t *wanted, json_t *(*form) (const json_t *), json_t *more,
         size_t place, const char *what)
{
  json_t *all = json_array ();
  size_t i;
  json_t *one;

  json_array_foreach (wanted, i, one) json_array_append_new (all, form (one));
  if (more != NULL)
    json_array_insert (all, place, more);
  const gboolean same = json_equal (got, all);
  if (!same)
    {
      g_autofree char *g = json_dumps (got, JSON_SORT_KEYS);
      g_autofree char *w = json_dumps (all, JSON_SORT_KEYS);
      printf ("# %s: got    %s\n# %s: wanted %s\n", what, g, what, w);
    }
  json_decref (all);
  return same;
}

/* The parse that stands beside a file, or in its folder for all that are wrong in one way. */
static json_t *
expectation (const char *stem, const char *suffix)
{
  g_autofree char *path = g_strconcat (stem, suffix, NULL);

  return json_load_file (path, 0, NULL);
}

static json_t *
folder_expectation (const char *stem)
{
  g_autofree char *folder = g_path_get_dirname (stem);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  for (const char *name; dir != NULL && (name = g_dir_read_name (dir)) != NULL;)
    if (g_str_has_prefix (name, "bad-") && g_str_has_suffix (name, ".json")
        && !g_str_has_suffix (name, "-proc.json"))
      {
        g_autofree char *path = g_build_filename (folder, name, NULL);
        return json_load_file (path, 0, NULL);
      }
  return NULL;
}

static gboolean
check (const char *path)
{
  g_autofree char *stem = g_strndup (path, strlen (path) - strlen (".vtt"));
  json_t *cues, *texts;
  gboolean same = TRUE;
  json_t *plain = expectation (stem, ".json");
  json_t *tree = expectation (stem, "-proc.json");
  const Older *known = older_find (stem);

  if (plain == NULL && tree == NULL)
    plain = folder_expectation (stem);
  parse (path, &cues, &texts);
  json_t *cue = NULL, *text = NULL;
  if (known != NULL)
    {
      cue = json_pack ("{s:s, s:f, s:f, s:s}", "id", "", "startTime", known->start, "endTime",
                       known->end, "text", "Test");
      text = json_pack ("[{s:s}]", "data", "Test");
    }
  const size_t place = known != NULL ? known->place : 0;
  if (plain == NULL && tree == NULL)
    same = FALSE;
  if (plain != NULL)
    same
        = compare (cues, json_object_get (plain, "cues"), cue_expected, cue, place, "cues") && same;
  if (tree != NULL)
    same = compare (texts, tree, text_expected, text, place, "text") && same;
  json_decref (cue);
  json_decref (text);
  json_decref (cues);
  json_decref (texts);
  json_decref (plain);
  json_decref (tree);
  return same;
}

/* ---- all of them */

static void
collect (GPtrArray *files, const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  for (const char *name; dir != NULL && (name = g_dir_read_name (dir)) != NULL;)
    {
      char *path = g_build_filename (folder, name, NULL);
      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        collect (files, path);
      if (g_str_has_suffix (name, ".vtt"))
        g_ptr_array_add (files, path);
      else
        g_free (path);
    }
}

static int
by_text (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
  guint failed = 0;

  if (argc != 2)
    return 2;
  collect (files, argv[1]);
  g_ptr_array_sort (files, by_text);
  for (guint i = 0; i < files->len; i++)
    {
      const char *path = files->pdata[i];
      const gboolean same = check (path);
      const char *shown = path + MIN (strlen (argv[1]) + 1, strlen (path));
      g_autofree char *stem = g_strndup (path, strlen (path) - strlen (".vtt"));
      const Older *known = older_find (stem);
      failed += !same;
      printf ("%s %u - %s%s%s\n", same ? "ok" : "not ok", i + 1, shown,
              known != NULL ? ", but for a cue of the standard that is newer: " : "",
              known != NULL ? known->why : "");
    }
  printf ("1..%u\n", files->len);
  return files->len == 0 || failed > 0;
}

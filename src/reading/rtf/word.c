/* The table of control words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading/rtf/word.h"

#include <string.h>

#define DEST(name, dest)                                                                           \
  {                                                                                                \
    name, RTF_DOES_DEST, RTF_DEST_##dest                                                           \
  }
#define LETTER(name, c)                                                                            \
  {                                                                                                \
    name, RTF_DOES_LETTER, c                                                                       \
  }
#define DOES(name, does, value)                                                                    \
  {                                                                                                \
    name, RTF_DOES_##does, value                                                                   \
  }

static const RtfWord words[] = {
  /* letters */
  LETTER ("tab", '\t'),
  LETTER ("line", '\n'),
  LETTER ("lbr", '\n'),
  LETTER ("emdash", 0x2014),
  LETTER ("endash", 0x2013),
  LETTER ("emspace", 0x2003),
  LETTER ("enspace", 0x2002),
  LETTER ("qmspace", 0x2005),
  LETTER ("bullet", 0x2022),
  LETTER ("lquote", 0x2018),
  LETTER ("rquote", 0x2019),
  LETTER ("ldblquote", 0x201C),
  LETTER ("rdblquote", 0x201D),
  LETTER ("ltrmark", 0x200E),
  LETTER ("rtlmark", 0x200F),
  LETTER ("zwj", 0x200D),
  LETTER ("zwnj", 0x200C),
  LETTER ("zwbo", 0x200B),
  LETTER ("zwnbo", 0x2060),
  DOES ("u", UNICODE, 0),
  DOES ("uc", UNICODE_SKIP, 0),
  /* code pages and fonts */
  DOES ("ansi", PAGE, 1252),
  DOES ("mac", PAGE, 10000),
  DOES ("pc", PAGE, 437),
  DOES ("pca", PAGE, 850),
  DOES ("ansicpg", PAGE, 0),
  DOES ("deff", DEFAULT_FONT, 0),
  DOES ("f", FONT, 0),
  DOES ("af", FONT_RTL, 0),
  DOES ("rtlch", RTL, TRUE),
  DOES ("ltrch", RTL, FALSE),
  DOES ("fcharset", CHARSET, 0),
  DOES ("cpg", FONT_PAGE, 0),
  /* letters in a form of their own */
  DOES ("b", BOLD, 0),
  DOES ("v", HIDDEN, 0),
  DOES ("deleted", DELETED, 0),
  DOES ("mvf", DELETED, 0),
  DOES ("plain", PLAIN, 0),
  DOES ("cs", STYLE_LETTERS, 0),
  /* paragraphs and tables */
  DOES ("pard", PLAIN_PARAGRAPH, 0),
  DOES ("s", STYLE, 0),
  DOES ("ds", STYLE_OTHER, 0),
  DOES ("ts", STYLE_OTHER, 0),
  DOES ("sbasedon", BASED_ON, 0),
  DOES ("outlinelevel", OUTLINE, 0),
  DOES ("intbl", IN_TABLE, 0),
  DOES ("itap", TABLE_DEPTH, 0),
  DOES ("par", PARAGRAPH, 0),
  DOES ("page", PARAGRAPH, 0),
  DOES ("column", PARAGRAPH, 0),
  DOES ("sect", PARAGRAPH, 0),
  DOES ("cell", CELL, 0),
  DOES ("nestcell", NESTED_CELL, 0),
  DOES ("row", ROW, 0),
  DOES ("nestrow", NESTED_ROW, 0),
  /* groups with words */
  DEST ("fonttbl", FONTS),
  DEST ("stylesheet", STYLES),
  DEST ("info", INFO),
  DEST ("author", PERSON),
  DEST ("operator", PERSON),
  DEST ("manager", PERSON),
  DEST ("listtext", MARK),
  DEST ("pntext", MARK),
  DEST ("fldinst", FIELD),
  DEST ("atnauthor", AUTHOR),
  DEST ("annotation", COMMENT),
  DEST ("atndate", DATE),
  DEST ("atnref", REFERENCE),
  DEST ("atrfstart", RANGE_START),
  DEST ("atrfend", RANGE_END),
  DEST ("footnote", NOTE),
  DEST ("header", PAGE),
  DEST ("headerl", PAGE),
  DEST ("headerr", PAGE),
  DEST ("headerf", PAGE),
  DEST ("footer", PAGE),
  DEST ("footerl", PAGE),
  DEST ("footerr", PAGE),
  DEST ("footerf", PAGE),
  DEST ("shp", SILENT),
  DEST ("shpinst", SILENT),
  DEST ("shpgrp", SILENT),
  DEST ("do", SILENT),
  DEST ("object", SILENT),
  DOES ("objemb", EMBED, 0),
  DEST ("shptxt", BOX),
  DEST ("dptxbxtext", BOX),
  DEST ("result", BACK),
  DEST ("upr", EITHER),
  DEST ("ud", BACK),
  DEST ("nesttableprops", PROPS),
  DOES ("fldrslt", NOTHING, 0),
  DOES ("field", NOTHING, 0),
  DOES ("moMath", NOTHING, 0),
  DOES ("moMathPara", NOTHING, 0),
  /* groups without */
  DEST ("aftncn", SKIP),
  DEST ("aftnsep", SKIP),
  DEST ("aftnsepc", SKIP),
  DEST ("atnid", SKIP),
  DEST ("background", SKIP),
  DEST ("bkmkend", SKIP),
  DEST ("bkmkstart", SKIP),
  DEST ("colortbl", SKIP),
  DEST ("datafield", SKIP),
  DEST ("falt", SKIP),
  DEST ("filetbl", SKIP),
  DEST ("fldtype", SKIP),
  DEST ("fname", SKIP),
  DEST ("fontemb", SKIP),
  DEST ("fontfile", SKIP),
  DEST ("formfield", SKIP),
  DEST ("ftncn", SKIP),
  DEST ("ftnsep", SKIP),
  DEST ("ftnsepc", SKIP),
  DEST ("generator", SKIP),
  DEST ("lfolevel", SKIP),
  DEST ("list", SKIP),
  DEST ("listlevel", SKIP),
  DEST ("listoverride", SKIP),
  DEST ("listoverridetable", SKIP),
  DEST ("listtable", SKIP),
  DEST ("mmathPict", SKIP),
  DEST ("nonesttables", SKIP),
  DEST ("nonshppict", SKIP),
  DEST ("objclass", SKIP),
  DEST ("objdata", SKIP),
  DEST ("objname", SKIP),
  DEST ("panose", SKIP),
  DEST ("pict", SKIP),
  DEST ("pn", SKIP),
  DEST ("pnseclvl", SKIP),
  DEST ("pntxta", SKIP),
  DEST ("pntxtb", SKIP),
  DEST ("revtbl", SKIP),
  DEST ("rsidtbl", SKIP),
  DEST ("rxe", SKIP),
  DEST ("shppict", SKIP),
  DEST ("shprslt", SKIP),
  DEST ("sp", SKIP),
  DEST ("tc", SKIP),
  DEST ("tcn", SKIP),
  DEST ("template", SKIP),
  DEST ("txe", SKIP),
  DEST ("xe", SKIP),
};

/* The properties of a formula: \mrPr, \mfPr and thirty more. */
static const RtfWord math_properties = DEST ("", SKIP);

const RtfWord *
rtf_word_find (const char *name)
{
  static gsize made = 0;

  if (g_once_init_enter (&made))
    {
      GHashTable *all = g_hash_table_new (g_str_hash, g_str_equal);
      for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
        g_hash_table_insert (all, (gpointer)words[i].name, (gpointer)&words[i]);
      g_once_init_leave (&made, (gsize)all);
    }
  const RtfWord *word = g_hash_table_lookup ((GHashTable *)made, name);
  if (word == NULL && name[0] == 'm' && g_str_has_suffix (name, "Pr"))
    return &math_properties;
  return word;
}

/* Reads Rich Text Format (.rtf, and .doc files that are RTF). What is not imported (tracked
 * deletions, hidden text, objects) is said in the findings.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"
#include "reading/left_out.h"
#include "reading/reader.h"
#include "reading/rtf/body.h"
#include "reading/rtf/scan.h"

extern const Reader reader_rtf;

/* ---- what is said of it */

static void
rtf_find_letters (Source *source, const RtfOmissions *omissions)
{
  if (omissions->lost > 0)
    source_find (source, ESP_GRADE_WARNING, 0,
                 g_strdup_printf ("has %u letter%s that its code page does not have",
                                  omissions->lost, left_out_plural (omissions->lost)),
                 "read as U+FFFD");
  if (omissions->nuls > 0)
    source_find (source, ESP_GRADE_WARNING, 0,
                 g_strdup_printf ("has %u NUL character%s", omissions->nuls,
                                  left_out_plural (omissions->nuls)),
                 "left out; letters may be missing there");
  if (omissions->unknown_page > 0)
    source_find (
        source, ESP_GRADE_WARNING, 0,
        g_strdup_printf ("is in code page %u, which is not known here", omissions->unknown_page),
        "only its ASCII letters are read; save it as .docx");
}

static void
rtf_find_damage (Source *source, const RtfOmissions *omissions)
{
  if (omissions->is_cut)
    source_find (source, ESP_GRADE_WARNING, 0,
                 g_strdup ("is cut short: it ends in the middle of the document"),
                 "read up to there; get a new copy of it");
  if (omissions->rest > 0)
    source_find (
        source, ESP_GRADE_WARNING, 0,
        g_strdup_printf ("goes on after its end, with %" G_GSIZE_FORMAT " bytes", omissions->rest),
        "left out, as word processors do");
}

static gboolean
rtf_refuse_empty (const RtfOmissions *omissions, GError **error)
{
  if (omissions->is_cut && omissions->pictures > 0)
    return fail (error, ESP_ERROR_INPUT,
                 "there are only pictures in it, or it is cut short before its first words; get a "
                 "new copy of it");
  if (omissions->is_cut)
    return fail (error, ESP_ERROR_INPUT,
                 "it is cut short before its first words; get a new copy of it");
  if (omissions->pictures > 0)
    return fail (error, ESP_ERROR_INPUT, "there are no words in it, only pictures");
  return fail (error, ESP_ERROR_INPUT, "there are no words in it");
}

/* ---- the reader */

static Source *
rtf_read (const char *bytes, gsize size, const ReadOptions *options G_GNUC_UNUSED, GError **error)
{
  g_autoptr (Source) source = source_new ();
  RtfOmissions omissions = { 0 };

  if (!rtf_scan_is_rtf (bytes, size, NULL))
    {
      fail (error, ESP_ERROR_INPUT, "it is no RTF file");
      return NULL;
    }
  if (!rtf_body_read (source, bytes, size, &omissions, error))
    return NULL;
  if (source->paras->len == 0)
    {
      rtf_refuse_empty (&omissions, error);
      return NULL;
    }
  left_out_find (source, &omissions.left);
  rtf_find_letters (source, &omissions);
  rtf_find_damage (source, &omissions);
  return g_steal_pointer (&source);
}

static int
rtf_bid (const char *bytes, gsize size, const char *name G_GNUC_UNUSED)
{
  return rtf_scan_is_rtf (bytes, size, NULL) ? 95 : 0;
}

const Reader reader_rtf = {
  .name = "rtf",
  .about = "Rich Text Format (.rtf)",
  .bid = rtf_bid,
  .read = rtf_read,
};

# The library, in the order of the arrows, and the program.

# Texts of the program that are C strings: the schema, the RELAX NG schemas, the look of a page. TEXT.inc is a list of
# string literals, one a line; base/schemas.c, store/schema.c and exchange/page.c include them.
text_to_c = $(SED) -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/^/"/' -e 's/$$/\\n"/'
schema_texts = \
	%D%/base/study.rng.inc %D%/base/framework.rng.inc %D%/base/rules.rng.inc \
	%D%/base/archive.rng.inc %D%/base/matrix.rng.inc %D%/base/comparison.rng.inc
$(schema_texts): %D%/base/%.inc: $(srcdir)/docs/schemas/%
	$(AM_V_GEN)$(MKDIR_P) $(@D) && $(text_to_c) $< > $@.part && mv $@.part $@
%D%/store/schema.sql.inc: $(srcdir)/%D%/store/schema.sql
	$(AM_V_GEN)$(MKDIR_P) $(@D) && $(text_to_c) $< > $@.part && mv $@.part $@
%D%/store/schema_2.sql.inc: $(srcdir)/%D%/store/schema_2.sql
	$(AM_V_GEN)$(MKDIR_P) $(@D) && $(text_to_c) $< > $@.part && mv $@.part $@
%D%/exchange/page.css.inc: $(srcdir)/%D%/exchange/page.css
	$(AM_V_GEN)$(MKDIR_P) $(@D) && $(text_to_c) $< > $@.part && mv $@.part $@
%D%/exchange/page.js.inc: $(srcdir)/%D%/exchange/page.js
	$(AM_V_GEN)$(MKDIR_P) $(@D) && $(text_to_c) $< > $@.part && mv $@.part $@
generated_texts = $(schema_texts) %D%/store/schema.sql.inc %D%/store/schema_2.sql.inc %D%/exchange/page.css.inc %D%/exchange/page.js.inc
BUILT_SOURCES += $(generated_texts)
CLEANFILES += $(generated_texts)
EXTRA_DIST += %D%/store/schema.sql %D%/store/schema_2.sql %D%/exchange/page.css %D%/exchange/page.js

include_HEADERS += %D%/espalier.h

# Everything is here, with hidden visibility; the shared library exports esp_* only, unit tests link this one and reach all.
noinst_LTLIBRARIES += libespalier-all.la
libespalier_all_la_CPPFLAGS = $(AM_CPPFLAGS) -I$(builddir)/src
libespalier_all_la_CFLAGS = $(AM_CFLAGS) $(POPPLER_CFLAGS)
libespalier_all_la_LIBADD = $(ALL_LIBS)
libespalier_all_la_SOURCES = \
	%D%/base/archive.c %D%/base/archive.h \
	%D%/base/conversion.c %D%/base/conversion.h \
	%D%/base/csv.c %D%/base/csv.h \
	%D%/base/decode.c %D%/base/decode.h \
	%D%/base/decoded.c %D%/base/decoded.h \
	%D%/base/element.c %D%/base/element.h \
	%D%/base/error.c %D%/base/error.h \
	%D%/base/file.c %D%/base/file.h \
	%D%/base/folded.c %D%/base/folded.h \
	%D%/base/guess.c %D%/base/guess.h \
	%D%/base/html.c %D%/base/html.h %D%/base/html_names.c %D%/base/html_names.def \
	%D%/base/markup.c %D%/base/markup.h \
	%D%/base/near.c %D%/base/near.h \
	%D%/base/pattern.c %D%/base/pattern.h \
	%D%/base/schemas.c %D%/base/schemas.h \
	%D%/base/sheet.c %D%/base/sheet.h %D%/base/sheet_build.h \
	%D%/base/sheet_format.c %D%/base/sheet_format.h \
	%D%/base/sheet_headings.c %D%/base/sheet_headings.h \
	%D%/base/sheet_package.c %D%/base/sheet_package.h %D%/base/sheet_xlsx.c \
	%D%/base/text.c %D%/base/text.h \
	%D%/base/tongue.c %D%/base/tongue.h \
	%D%/base/uuid.c %D%/base/uuid.h \
	%D%/base/xml.c %D%/base/xml.h \
	%D%/base/xml_parser.c %D%/base/xml_parser.h %D%/base/xml_scan.c \
	%D%/base/xml_valid.c %D%/base/xml_valid.h \
	\
	%D%/reading/caption/caption.c %D%/reading/caption/caption.h %D%/reading/caption/names.c %D%/reading/caption/names.h \
	%D%/reading/docx/body.c %D%/reading/docx/body.h \
	%D%/reading/docx/number.c %D%/reading/docx/number.h \
	%D%/reading/docx/package.c %D%/reading/docx/package.h \
	%D%/reading/docx/style.c %D%/reading/docx/style.h \
	%D%/reading/html/comment.c %D%/reading/html/comment.h \
	%D%/reading/html/element.c %D%/reading/html/element.h \
	%D%/reading/html/encoding.c %D%/reading/html/encoding.h \
	%D%/reading/html/list.c %D%/reading/html/list.h \
	%D%/reading/html/page.c %D%/reading/html/page.h \
	%D%/reading/html/plan.c %D%/reading/html/plan.h \
	%D%/reading/html/span.c %D%/reading/html/span.h \
	%D%/reading/html/stack.c %D%/reading/html/stack.h \
	%D%/reading/html/style.c %D%/reading/html/style.h \
	%D%/reading/html/trait.c %D%/reading/html/trait.h \
	%D%/reading/html/words.c %D%/reading/html/words.h \
	%D%/reading/left_out.c %D%/reading/left_out.h \
	%D%/reading/counting.c %D%/reading/counting.h \
	%D%/reading/line_numbers.c %D%/reading/line_numbers.h \
	%D%/reading/list_number.c %D%/reading/list_number.h \
	%D%/reading/markdown/emphasis.c %D%/reading/markdown/emphasis.h \
	%D%/reading/markdown/inline.c %D%/reading/markdown/inline.h \
	%D%/reading/markdown/link.c %D%/reading/markdown/link.h \
	%D%/reading/odt/attr.c %D%/reading/odt/attr.h \
	%D%/reading/odt/body.c %D%/reading/odt/body.h \
	%D%/reading/odt/comment.c %D%/reading/odt/comment.h \
	%D%/reading/odt/list.c %D%/reading/odt/list.h \
	%D%/reading/odt/page.c %D%/reading/odt/page.h \
	%D%/reading/odt/place.c %D%/reading/odt/place.h \
	%D%/reading/odt/style.c %D%/reading/odt/style.h \
	%D%/reading/odt/white.c %D%/reading/odt/white.h \
	%D%/reading/pdf/book.c %D%/reading/pdf/book.h \
	%D%/reading/pdf/flow.c %D%/reading/pdf/flow.h \
	%D%/reading/pdf/footnote.c %D%/reading/pdf/footnote.h \
	%D%/reading/pdf/furniture.c %D%/reading/pdf/furniture.h \
	%D%/reading/pdf/load.c %D%/reading/pdf/load.h \
	%D%/reading/pdf/opening.c %D%/reading/pdf/opening.h \
	%D%/reading/pdf/order.c %D%/reading/pdf/order.h \
	%D%/reading/pdf/sense.c %D%/reading/pdf/sense.h \
	%D%/reading/pdf/text.c %D%/reading/pdf/text.h \
	%D%/reading/pdf/write.c %D%/reading/pdf/write.h \
	%D%/reading/prose.c %D%/reading/prose.h \
	%D%/reading/read_docx.c \
	%D%/reading/read_html.c \
	%D%/reading/read_markdown.c \
	%D%/reading/read_odt.c \
	%D%/reading/read_pdf.c \
	%D%/reading/read_rtf.c \
	%D%/reading/read_srt.c \
	%D%/reading/read_text.c \
	%D%/reading/read_vtt.c \
	%D%/reading/reader.c %D%/reading/reader.h \
	%D%/reading/readers.def \
	%D%/reading/rtf/body.c %D%/reading/rtf/body.h \
	%D%/reading/rtf/comment.c %D%/reading/rtf/comment.h \
	%D%/reading/rtf/flow.c %D%/reading/rtf/flow.h \
	%D%/reading/rtf/group.c \
	%D%/reading/rtf/letters.c %D%/reading/rtf/letters.h \
	%D%/reading/rtf/scan.c %D%/reading/rtf/scan.h \
	%D%/reading/rtf/state.h \
	%D%/reading/rtf/symbol.c %D%/reading/rtf/symbol.h \
	%D%/reading/rtf/tables.c %D%/reading/rtf/tables.h \
	%D%/reading/rtf/text.c \
	%D%/reading/rtf/word.c %D%/reading/rtf/word.h \
	%D%/reading/source_lines.c \
	%D%/reading/caption/roll.c %D%/reading/caption/roll.h %D%/reading/caption/stretch.c %D%/reading/caption/stretch.h \
	%D%/reading/caption/vtt.c %D%/reading/caption/vtt.h \
	%D%/reading/caption/vtt_text.c \
	\
	%D%/turns/aside.c %D%/turns/aside.h %D%/turns/frontmatter.c %D%/turns/frontmatter.h %D%/turns/initials.c %D%/turns/initials.h %D%/turns/lost_letters.c %D%/turns/lost_letters.h %D%/turns/layout.c \
	%D%/turns/layout.h %D%/turns/line.c %D%/turns/line.h %D%/turns/lines.c %D%/turns/printed.c %D%/turns/printed.h %D%/turns/row.c %D%/turns/row.h \
	%D%/turns/speaker.c %D%/turns/speaker.h %D%/turns/strange.c %D%/turns/strange.h %D%/turns/stretch.c %D%/turns/stretch.h %D%/turns/style.c %D%/turns/style.h %D%/turns/timestamp.c \
	%D%/turns/timestamp.h %D%/turns/timing.c %D%/turns/timing.h \
	%D%/store/coder.c %D%/store/fulltext.c %D%/store/query.c %D%/store/row.c %D%/store/row.h %D%/store/schema.c %D%/store/sqlite.h %D%/store/store.h \
	%D%/store/structure.c %D%/store/study.c %D%/store/table.c %D%/store/tables.def %D%/store/tokenizer.c %D%/store/tokenizer.h %D%/store/transaction.c \
	%D%/store/words.c %D%/store/words.h %D%/store/words_take.c \
	%D%/history/change.c %D%/history/changeset.c %D%/history/changeset.h %D%/history/fold.c %D%/history/fold.h %D%/history/fold_write.c \
	%D%/history/history.c %D%/history/history.h %D%/history/history_write.c %D%/history/log.c %D%/history/log.h %D%/history/merge.c %D%/history/merge.h \
	%D%/history/register.c %D%/history/register.h %D%/history/register_write.c %D%/history/sight.c %D%/history/standing.c %D%/history/standing.h \
	%D%/history/takeback.c %D%/history/takeback.h %D%/history/trace.c %D%/history/trace.h %D%/history/undo.c \
	%D%/upkeep/check.c %D%/upkeep/check.h %D%/upkeep/compact.c %D%/upkeep/copy.c %D%/upkeep/migrate.c %D%/upkeep/opening.c %D%/upkeep/recover.c \
	%D%/upkeep/recover.h %D%/upkeep/recover_history.c %D%/upkeep/recover_pages.c %D%/upkeep/recover_rows.c %D%/upkeep/upkeep.h \
	\
	%D%/study/analysis.c %D%/study/analysis.h \
	%D%/study/attribute.c %D%/study/attribute.h %D%/study/attribute_import.c %D%/study/attribute_import.h \
	%D%/study/attribute_known.c %D%/study/attribute_known.h \
	%D%/study/attribute_report.c %D%/study/attribute_report.h \
	%D%/study/case.c %D%/study/case.h \
	%D%/study/definition.c \
	%D%/study/definition.h %D%/study/definition_attributes.c %D%/study/definition_documents.c \
	%D%/study/definition_groups.c %D%/study/definition_group_rules.c %D%/study/definition_labels.c \
	%D%/study/definition_schedules.c %D%/study/definition_speakers.c \
	%D%/study/definition_transcripts.c \
	%D%/study/group.c %D%/study/group.h %D%/study/grouping.c %D%/study/grouping.h \
	%D%/study/group_import.c %D%/study/group_proposal.c \
	%D%/study/group_rule.c %D%/study/group_rule.h %D%/study/group_write.c \
	%D%/study/roster.c %D%/study/roster.h \
	%D%/study/in_force.h \
	%D%/study/label.c %D%/study/label.h %D%/study/label_near.c %D%/study/label_near.h \
	%D%/study/personal.c %D%/study/personal.h \
	%D%/study/schedule.c %D%/study/schedule.h \
	%D%/study/sheet_map.c %D%/study/sheet_map.h \
	%D%/study/stated_row.c %D%/study/stated_row.h \
	%D%/study/selection.c %D%/study/selection.h \
	%D%/study/sortkey.c %D%/study/sortkey.h \
	\
	%D%/corpus/belonging.c %D%/corpus/belonging.h %D%/corpus/usual_names.def \
	%D%/corpus/document.c %D%/corpus/document.h %D%/corpus/document_set.c \
	%D%/corpus/difference.c %D%/corpus/difference.h %D%/corpus/difference_spans.c \
	%D%/corpus/handover.c %D%/corpus/handover.h \
	%D%/corpus/import.c \
	%D%/corpus/misfit.c %D%/corpus/misfit.h %D%/corpus/intake.c %D%/corpus/intake.h \
	%D%/corpus/layout_lines.c %D%/corpus/layout_lines.h \
	%D%/corpus/memo.c %D%/corpus/memo.h \
	%D%/corpus/naming.c \
	%D%/corpus/numbering.c \
	%D%/corpus/place.c %D%/corpus/place.h \
	%D%/corpus/read_ahead.c %D%/corpus/read_ahead.h \
	%D%/corpus/revision.c %D%/corpus/revision.h \
	%D%/corpus/session.c %D%/corpus/session.h \
	%D%/corpus/sheet_columns.c %D%/corpus/sheet_columns.h \
	%D%/corpus/sheet_documents.c %D%/corpus/sheet_documents.h \
	%D%/corpus/sheet_part.c %D%/corpus/sheet_part.h \
	%D%/corpus/sheet_revision.c %D%/corpus/sheet_revision.h \
	%D%/corpus/slip.c \
	%D%/corpus/stored.c %D%/corpus/stored.h \
	%D%/corpus/text_change.c %D%/corpus/text_version.c %D%/corpus/text_version.h \
	%D%/corpus/transcript.c %D%/corpus/transcript.h \
	%D%/corpus/unspoken.c %D%/corpus/unspoken.h \
	%D%/corpus/version.c %D%/corpus/version.h \
	\
	%D%/framework/framework.c %D%/framework/theme.c %D%/framework/theme.h \
	\
	%D%/indexing/autocode.c %D%/indexing/coding.c %D%/indexing/coding.h %D%/indexing/memo.c \
	%D%/indexing/rules.c %D%/indexing/rules.h \
	%D%/indexing/search.c %D%/indexing/search.h %D%/indexing/search_code.c %D%/indexing/search_counts.c \
	%D%/indexing/search_query.c %D%/indexing/search_query.h \
	%D%/indexing/search_snippet.c %D%/indexing/search_snippet.h \
	%D%/indexing/search_turn.c %D%/indexing/search_turn.h %D%/indexing/unit.c %D%/indexing/unit.h \
	\
	%D%/chart/carried.c %D%/chart/cell.c %D%/chart/cell.h %D%/chart/check.c %D%/chart/check.h %D%/chart/coverage.c %D%/chart/join.c %D%/chart/join.h %D%/chart/matrix.c %D%/chart/summary.c %D%/chart/trail.c \
	\
	%D%/merging/conflict.c %D%/merging/conflict.h %D%/merging/corrected.c %D%/merging/corrected.h %D%/merging/case_join.c \
	%D%/merging/merge.c %D%/merging/removed.c \
	%D%/merging/resolve.c %D%/merging/resolve.h %D%/merging/settle.c %D%/merging/settle_twins.c %D%/merging/settled.c \
	%D%/merging/subject.c %D%/merging/twins.c %D%/merging/versions.c \
	\
	%D%/compare/comparison.c \
	\
	%D%/exchange/archive_read.c %D%/exchange/archive_write.c %D%/exchange/history_report.c \
	%D%/exchange/html_comparison.c %D%/exchange/html_comparison.h \
	%D%/exchange/page.c %D%/exchange/page.h \
	%D%/exchange/words.c %D%/exchange/words.h \
	%D%/exchange/write_csv.c %D%/exchange/write_html.c %D%/exchange/write_text.c %D%/exchange/write_xml.c \
	%D%/exchange/writer.c %D%/exchange/writer.h %D%/exchange/writers.def

lib_LTLIBRARIES += libespalier.la
libespalier_la_SOURCES =
libespalier_la_LIBADD = libespalier-all.la
libespalier_la_LDFLAGS = $(AM_LDFLAGS) -version-info 0:0:0 -export-symbols-regex '^esp_' -no-undefined

bin_PROGRAMS += espalier
espalier_CFLAGS = $(AM_CFLAGS) $(JANSSON_CFLAGS)
espalier_LDADD = libespalier.la $(GLIB_LIBS) $(JANSSON_LIBS)
espalier_SOURCES = \
	%D%/cli/call.c \
	%D%/cli/call.h %D%/cli/slips.c \
	%D%/cli/handover.c %D%/cli/handover.h \
	%D%/cli/change_table.c \
	%D%/cli/change_table.h \
	%D%/cli/attributes_import.c %D%/cli/chart_check.c \
	%D%/cli/cases_gaps.c %D%/cli/cases_gaps.h \
	%D%/cli/findings.c %D%/cli/findings.h \
	%D%/cli/groups_change.c %D%/cli/groups_import.c %D%/cli/groups_propose.c \
	%D%/cli/chart_coverage.c \
	%D%/cli/chart_set.c \
	%D%/cli/chart_show.c \
	%D%/cli/cmd_analyses.c \
	%D%/cli/cmd_attributes.c \
	%D%/cli/cmd_autocode.c \
	%D%/cli/cmd_backup.c \
	%D%/cli/carried_table.c %D%/cli/carried_table.h \
	%D%/cli/cmd_carried.c \
	%D%/cli/cmd_cases.c \
	%D%/cli/cmd_chart.c \
	%D%/cli/cmd_check.c \
	%D%/cli/cmd_clone.c \
	%D%/cli/cmd_code.c \
	%D%/cli/cmd_coders.c \
	%D%/cli/cmd_codings.c \
	%D%/cli/cmd_compare.c \
	%D%/cli/cmd_conflicts.c \
	%D%/cli/cmd_documents.c \
	%D%/cli/cmd_export.c \
	%D%/cli/cmd_revise.c \
	%D%/cli/cmd_framework.c \
	%D%/cli/cmd_groups.c \
	%D%/cli/cmd_help.c \
	%D%/cli/cmd_import.c \
	%D%/cli/sheet_options.h \
	%D%/cli/cmd_log.c \
	%D%/cli/cmd_memos.c %D%/cli/cmd_merge.c \
	%D%/cli/cmd_new.c \
	%D%/cli/cmd_resolve.c \
	%D%/cli/cmd_search.c \
	%D%/cli/cmd_sessions.c \
	%D%/cli/cmd_show.c \
	%D%/cli/cmd_uncode.c \
	%D%/cli/cmd_undo.c \
	%D%/cli/coding_table.c \
	%D%/cli/coding_table.h \
	%D%/cli/command.c \
	%D%/cli/command.h \
	%D%/cli/commands.def \
	%D%/cli/filter.c \
	%D%/cli/filter.h \
	%D%/cli/import_report.c \
	%D%/cli/import_report.h \
	%D%/cli/input.c \
	%D%/cli/input.h \
	%D%/cli/locate.c \
	%D%/cli/locate.h \
	%D%/cli/main.c \
	%D%/cli/found.c %D%/cli/found.h \
	%D%/cli/margin.c %D%/cli/margin.h \
	%D%/cli/merge_words.c \
	%D%/cli/merge_words.h \
	%D%/cli/show_versions.c %D%/cli/show_versions.h \
	%D%/cli/show_json.c %D%/cli/show_json.h %D%/cli/show_lines.c %D%/cli/show_lines.h \
	%D%/cli/show_marks.c %D%/cli/show_marks.h \
	%D%/cli/table.c \
	%D%/cli/table.h \
	%D%/cli/terminal.c \
	%D%/cli/terminal.h \
	%D%/cli/verbs.h \
	%D%/cli/wording.c \
	%D%/cli/wording.h

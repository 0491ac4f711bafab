# The tests. `make check` runs all that need no other build; `make fuzz` the fuzz targets of a build with --enable-fuzzers.
#
# .t speaks the Test Anything Protocol; .sh is one promise each, told by its exit status (77: skipped).
TEST_EXTENSIONS = .t .sh
T_LOG_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
T_LOG_COMPILER = $(SHELL)
SH_LOG_COMPILER = $(SHELL)
AM_TESTS_ENVIRONMENT = CC='$(CC)' MAKE='$(MAKE)' NM='$(NM)' top_builddir='$(abs_top_builddir)'; \
	export CC MAKE NM top_builddir;

EXTRA_DIST += %D%/fixtures %D%/studies %D%/corpora

# ---- unit tests: one program, which reaches the inside of every room
TESTS += %D%/unit/unit.t
EXTRA_DIST += %D%/unit/unit.t %D%/support/lsan.supp %D%/support/valgrind.supp %D%/support/workbooks.py %D%/support/pages.py
if HAVE_CRITERION
check_PROGRAMS += %D%/unit/unit
endif
%C%_unit_unit_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests
%C%_unit_unit_CFLAGS = $(AM_CFLAGS) $(CRITERION_CFLAGS)
%C%_unit_unit_LDADD = libespalier-all.la $(CRITERION_LIBS) $(ALL_LIBS)
%C%_unit_unit_SOURCES = \
	%D%/support/captions.h \
	%D%/support/changeset_oracle.h \
	%D%/support/copies.h \
	%D%/support/faults.h \
	%D%/support/formats.c %D%/support/formats.h \
	%D%/support/layout_text.h \
	%D%/support/packed.h \
	%D%/support/pair.h \
	%D%/support/sources.h \
	%D%/support/sql.h \
	%D%/support/temporary_study.h \
	%D%/support/undoing.h \
	%D%/support/written_words.h \
	%D%/unit/test_archive.c \
	%D%/unit/test_archive_xml.c \
	%D%/unit/test_attribute_import.c \
	%D%/unit/test_autocode.c \
	%D%/unit/test_case_join.c \
	%D%/unit/test_change.c \
	%D%/unit/test_changeset.c \
	%D%/unit/test_chart.c \
	%D%/unit/test_check.c \
	%D%/unit/test_coding.c \
	%D%/unit/test_compare.c \
	%D%/unit/test_conflict.c \
	%D%/unit/test_csv.c \
	%D%/unit/test_decode.c \
	%D%/unit/test_definition.c \
	%D%/unit/test_document_names.c \
	%D%/unit/test_file.c \
	%D%/unit/test_fold.c \
	%D%/unit/test_framework.c \
	%D%/unit/test_history_report.c \
	%D%/unit/test_group.c \
	%D%/unit/test_group_names.c \
	%D%/unit/test_grouping.c \
	%D%/unit/test_html.c \
	%D%/unit/test_import.c \
	%D%/unit/test_label.c \
	%D%/unit/test_label_forms.c \
	%D%/unit/test_label_near.c \
	%D%/unit/test_layout.c \
	%D%/unit/test_left_out.c \
	%D%/unit/test_log.c \
	%D%/unit/test_matrix.c \
	%D%/unit/test_memo.c \
	%D%/unit/test_migrate.c \
	%D%/unit/test_opening.c \
	%D%/unit/test_merge.c \
	%D%/unit/test_naming.c \
	%D%/unit/test_naming_kept.c \
	%D%/unit/test_numbering.c \
	%D%/unit/test_pattern.c \
	%D%/unit/test_personal.c \
	%D%/unit/test_place.c \
	%D%/unit/test_difference.c \
	%D%/unit/test_docx_lists.c \
	%D%/unit/test_read_docx.c \
	%D%/unit/test_read_html.c \
	%D%/unit/test_read_markdown.c \
	%D%/unit/test_read_odt.c \
	%D%/unit/test_read_srt.c \
	%D%/unit/test_read_rtf.c \
	%D%/unit/test_read_pdf.c \
	%D%/unit/test_read_text.c \
	%D%/unit/test_read_vtt.c \
	%D%/unit/test_text_change.c \
	%D%/unit/test_revise.c \
	%D%/unit/test_search.c \
	%D%/unit/test_session.c \
	%D%/unit/test_slip.c \
	%D%/unit/test_sheet.c \
	%D%/unit/test_sheet_columns.c \
	%D%/unit/test_sheet_documents.c \
	%D%/unit/test_sheet_rows.c \
	%D%/unit/test_sheet_revision.c \
	%D%/unit/test_sight.c \
	%D%/unit/test_recover.c \
	%D%/unit/test_snippet.c \
	%D%/unit/test_stray_bytes.c \
	%D%/unit/test_study.c \
	%D%/unit/test_text.c \
	%D%/unit/test_turns.c \
	%D%/unit/test_turns_chance.c \
	%D%/unit/test_turns_kept.c \
	%D%/unit/test_twins.c \
	%D%/unit/test_undo.c \
	%D%/unit/test_undo_chance.c \
	%D%/unit/test_uuid.c \
	%D%/unit/test_words_kept.c \
	%D%/unit/test_words_lost.c \
	%D%/unit/test_writers.c \
	%D%/unit/test_xml.c

# ---- how much of the readers the unit tests run, in a build with --enable-coverage
coverage: all %D%/unit/unit
	@$(SHELL) $(srcdir)/%D%/coverage.sh $(abs_builddir) $(abs_srcdir)
.PHONY: coverage
EXTRA_DIST += %D%/coverage.sh
CLEANFILES += coverage.log

# ---- the program, as a person meets it
cli_tests = \
	%D%/cli/attributes.t \
	%D%/cli/sheets.t \
	%D%/cli/survey-services.t \
	%D%/cli/workbooks.t \
	%D%/cli/commands.t \
	%D%/cli/docs.t \
	%D%/cli/corpora.t %D%/cli/corpora-table.t \
	%D%/cli/faults.t \
	%D%/cli/groups.t \
	%D%/cli/people.t \
	%D%/cli/hostile-copies.t \
	%D%/cli/import-encoding.t \
	%D%/cli/kills.t \
	%D%/cli/log.t \
	%D%/cli/main-job.t \
	%D%/cli/man-examples.t \
	%D%/cli/reading.t \
	%D%/cli/recover.t \
	%D%/cli/search.t \
	%D%/cli/team.t \
	%D%/cli/vtt-conformance.t \
	%D%/cli/writers.t
TESTS += $(cli_tests)
EXTRA_DIST += $(cli_tests) %D%/cli/lib.sh
check_PROGRAMS += %D%/support/forge %D%/support/kills %D%/support/vtt-conformance %D%/support/writers
%C%_support_forge_SOURCES = %D%/support/forge.c
%C%_support_forge_LDADD = libespalier-all.la $(ALL_LIBS)
%C%_support_kills_SOURCES = %D%/support/kills.c
%C%_support_kills_LDADD = libespalier.la $(GLIB_LIBS)
%C%_support_vtt_conformance_SOURCES = %D%/support/vtt-conformance.c
%C%_support_vtt_conformance_CFLAGS = $(AM_CFLAGS) $(JANSSON_CFLAGS)
%C%_support_vtt_conformance_LDADD = libespalier-all.la $(ALL_LIBS) $(JANSSON_LIBS)
%C%_support_writers_SOURCES = %D%/support/writers.c
%C%_support_writers_LDADD = libespalier.la $(GLIB_LIBS)

# ---- at random: copies worked on and joined in every order, and undo (ESP_ROUNDS, ESP_UNDO_STEPS, ESP_SEED)
TESTS += %D%/random/rounds.t
EXTRA_DIST += %D%/random/rounds.t
check_PROGRAMS += %D%/random/rounds
%C%_random_rounds_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests
%C%_random_rounds_LDADD = libespalier-all.la $(ALL_LIBS)
%C%_random_rounds_SOURCES = \
	%D%/random/chance.c %D%/random/chance.h \
	%D%/random/image.c %D%/random/image.h \
	%D%/random/operations.c %D%/random/operations.h \
	%D%/random/operations_command.c %D%/random/operations_group.c %D%/random/operations_history.c %D%/random/operations_raw.c \
	%D%/random/oracle.c %D%/random/oracle.h \
	%D%/random/rounds.c \
	%D%/random/seat.c %D%/random/seat.h \
	%D%/random/undos.c %D%/random/undos.h \
	%D%/support/written_words.h

# ---- promises: what the design says of the whole tree
promise_tests = \
	%D%/promises/arrows.sh \
	%D%/promises/commands.sh \
	%D%/promises/distribution.sh \
	%D%/promises/files.sh \
	%D%/promises/header.t \
	%D%/promises/schema.sh \
	%D%/promises/studies.sh \
	%D%/promises/symbols.sh \
	%D%/promises/tables.sh
TESTS += $(promise_tests)
EXTRA_DIST += $(promise_tests)

# ---- fuzz targets (clang; --enable-fuzzers --enable-sanitizers): make fuzz FUZZ_SECONDS=20
FUZZ_SECONDS = 20
fuzz_names = changeset docx html label layout markdown odt open pdf rows rtf rules search sheet srt study-xml text vtt xml
fuzz_programs = $(fuzz_names:%=%D%/fuzz/fuzz-%)
EXTRA_DIST += %D%/fuzz/seeds %D%/fuzz/fuzz.sh %D%/fuzz/docx.dict %D%/fuzz/html.dict %D%/fuzz/layout.dict %D%/fuzz/markdown.dict %D%/fuzz/odt.dict %D%/fuzz/pdf.dict %D%/fuzz/rows.dict %D%/fuzz/rtf.dict %D%/fuzz/search.dict %D%/fuzz/sheet.dict %D%/fuzz/srt.dict %D%/fuzz/text.dict %D%/fuzz/vtt.dict %D%/fuzz/xml.dict
if FUZZERS
noinst_PROGRAMS += %D%/fuzz/fuzz-changeset \
	%D%/fuzz/fuzz-docx \
	%D%/fuzz/fuzz-html \
	%D%/fuzz/fuzz-label \
	%D%/fuzz/fuzz-layout \
	%D%/fuzz/fuzz-markdown \
	%D%/fuzz/fuzz-odt \
	%D%/fuzz/fuzz-open \
	%D%/fuzz/fuzz-pdf \
	%D%/fuzz/fuzz-rows \
	%D%/fuzz/fuzz-rtf \
	%D%/fuzz/fuzz-rules \
	%D%/fuzz/fuzz-search \
	%D%/fuzz/fuzz-sheet \
	%D%/fuzz/fuzz-srt \
	%D%/fuzz/fuzz-vtt \
	%D%/fuzz/fuzz-study-xml \
	%D%/fuzz/fuzz-text \
	%D%/fuzz/fuzz-xml
endif
%C%_fuzz_fuzz_changeset_SOURCES = %D%/fuzz/fuzz-changeset.c %D%/fuzz/memory-study.h %D%/fuzz/source-check.h
%C%_fuzz_fuzz_changeset_LDADD = libespalier-all.la $(ALL_LIBS)
%C%_fuzz_fuzz_changeset_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
%C%_fuzz_fuzz_docx_SOURCES = %D%/fuzz/fuzz-docx.c %D%/fuzz/source-check.h %D%/support/packed.h
%C%_fuzz_fuzz_docx_LDADD = libespalier-all.la $(ALL_LIBS)
%C%_fuzz_fuzz_docx_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
%C%_fuzz_fuzz_html_SOURCES = %D%/fuzz/fuzz-html.c %D%/fuzz/source-check.h
%C%_fuzz_fuzz_html_LDADD = libespalier-all.la $(ALL_LIBS)
%C%_fuzz_fuzz_html_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
%C%_fuzz_fuzz_label_SOURCES = %D%/fuzz/fuzz-label.c %D%/fuzz/memory-study.h %D%/fuzz/source-check.h
%C%_fuzz_fuzz_label_LDADD = libespalier-all.la $(ALL_LIBS)
%C%_fuzz_fuzz_label_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
%C%_fuzz_fuzz_layout_SOURCES = %D%/fuzz/fuzz-layout.c %D%/fuzz/source-check.h
%C%_fuzz_fuzz_layout_LDADD = libespalier-all.la $(ALL_LIBS)
%C%_fuzz_fuzz_layout_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
%C%_fuzz_fuzz_markdown_SOURCES = %D%/fuzz/fuzz-markdown.c %D%/fuzz/source-check.h
%C%_fuzz_fuzz_markdown_LDADD = libespalier-all.la $(ALL_LIBS)
%C%_fuzz_fuzz_markdown_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
%C%_fuzz_fuzz_odt_SOURCES = %D%/fuzz/fuzz-odt.c %D%/fuzz/source-check.h %D%/support/packed.h
%C%_fuzz_fuzz_odt_LDADD = libespalier-all.la $(ALL_LIBS)
%C%_fuzz_fuzz_odt_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
%C%_fuzz_fuzz_open_SOURCES = %D%/fuzz/fuzz-open.c %D%/fuzz/memory-study.h %D%/fuzz/source-check.h
%C%_fuzz_fuzz_open_LDADD = libespalier-all.la $(ALL_LIBS)
%C%_fuzz_fuzz_open_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
%C%_fuzz_fuzz_pdf_SOURCES = %D%/fuzz/fuzz-pdf.c %D%/fuzz/source-check.h
%C%_fuzz_fuzz_pdf_LDADD = libespalier-all.la $(ALL_LIBS)
%C%_fuzz_fuzz_pdf_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
%C%_fuzz_fuzz_rows_SOURCES = %D%/fuzz/fuzz-rows.c %D%/fuzz/memory-study.h %D%/fuzz/source-check.h
%C%_fuzz_fuzz_rows_LDADD = libespalier-all.la $(ALL_LIBS)
%C%_fuzz_fuzz_rows_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
%C%_fuzz_fuzz_rtf_SOURCES = %D%/fuzz/fuzz-rtf.c %D%/fuzz/source-check.h
%C%_fuzz_fuzz_rtf_LDADD = libespalier-all.la $(ALL_LIBS)
%C%_fuzz_fuzz_rtf_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
%C%_fuzz_fuzz_rules_SOURCES = %D%/fuzz/fuzz-rules.c %D%/fuzz/memory-study.h %D%/fuzz/source-check.h
%C%_fuzz_fuzz_rules_LDADD = libespalier-all.la $(ALL_LIBS)
%C%_fuzz_fuzz_rules_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
%C%_fuzz_fuzz_search_SOURCES = %D%/fuzz/fuzz-search.c %D%/fuzz/memory-study.h %D%/fuzz/source-check.h
%C%_fuzz_fuzz_search_LDADD = libespalier-all.la $(ALL_LIBS)
%C%_fuzz_fuzz_search_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
%C%_fuzz_fuzz_sheet_SOURCES = %D%/fuzz/fuzz-sheet.c %D%/fuzz/source-check.h %D%/support/packed.h
%C%_fuzz_fuzz_sheet_LDADD = libespalier-all.la $(ALL_LIBS)
%C%_fuzz_fuzz_sheet_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
%C%_fuzz_fuzz_study_xml_SOURCES = %D%/fuzz/fuzz-study-xml.c %D%/fuzz/memory-study.h %D%/fuzz/source-check.h
%C%_fuzz_fuzz_study_xml_LDADD = libespalier-all.la $(ALL_LIBS)
%C%_fuzz_fuzz_study_xml_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
%C%_fuzz_fuzz_text_SOURCES = %D%/fuzz/fuzz-text.c %D%/fuzz/source-check.h
%C%_fuzz_fuzz_text_LDADD = libespalier-all.la $(ALL_LIBS)
%C%_fuzz_fuzz_text_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
%C%_fuzz_fuzz_srt_SOURCES = %D%/fuzz/fuzz-srt.c %D%/fuzz/source-check.h
%C%_fuzz_fuzz_srt_LDADD = libespalier-all.la $(ALL_LIBS)
%C%_fuzz_fuzz_srt_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
%C%_fuzz_fuzz_vtt_SOURCES = %D%/fuzz/fuzz-vtt.c %D%/fuzz/source-check.h
%C%_fuzz_fuzz_vtt_LDADD = libespalier-all.la $(ALL_LIBS)
%C%_fuzz_fuzz_vtt_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
%C%_fuzz_fuzz_xml_SOURCES = %D%/fuzz/fuzz-xml.c
%C%_fuzz_fuzz_xml_LDADD = libespalier-all.la $(ALL_LIBS)
%C%_fuzz_fuzz_xml_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer

fuzz: all
	@$(SHELL) $(srcdir)/%D%/fuzz/fuzz.sh $(builddir)/%D%/fuzz $(srcdir) $(FUZZ_SECONDS) $(fuzz_names)
.PHONY: fuzz

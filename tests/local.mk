# The tests. `make check` runs all that need no other build; `make fuzz` the fuzz targets of a build with --enable-fuzzers.
#
# .t speaks the Test Anything Protocol; .sh is one promise each, told by its exit status (77: skipped).
TEST_EXTENSIONS = .t .sh
T_LOG_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
T_LOG_COMPILER = $(SHELL)
SH_LOG_COMPILER = $(SHELL)
AM_TESTS_ENVIRONMENT = CC='$(CC)' MAKE='$(MAKE)' NM='$(NM)' top_builddir='$(abs_top_builddir)'; \
	export CC MAKE NM top_builddir;

EXTRA_DIST += %D%/fixtures

# ---- unit tests: one program, which reaches the inside of every room
TESTS += %D%/unit/unit.t
EXTRA_DIST += %D%/unit/unit.t %D%/support/lsan.supp
if HAVE_CRITERION
check_PROGRAMS += %D%/unit/unit
endif
%C%_unit_unit_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests
%C%_unit_unit_CFLAGS = $(AM_CFLAGS) $(CRITERION_CFLAGS)
%C%_unit_unit_LDADD = libespalier-all.la $(CRITERION_LIBS) $(ALL_LIBS)
%C%_unit_unit_SOURCES = \
	%D%/support/temporary_study.h \
	%D%/unit/test_archive.c \
	%D%/unit/test_csv.c \
	%D%/unit/test_definition.c \
	%D%/unit/test_framework.c \
	%D%/unit/test_label.c \
	%D%/unit/test_layout.c \
	%D%/unit/test_pattern.c \
	%D%/unit/test_read_docx.c \
	%D%/unit/test_read_markdown.c \
	%D%/unit/test_read_text.c \
	%D%/unit/test_xml.c

# ---- the program, as a person meets it
cli_tests = %D%/cli/commands.t %D%/cli/man-examples.t
TESTS += $(cli_tests)
EXTRA_DIST += $(cli_tests) %D%/cli/lib.sh

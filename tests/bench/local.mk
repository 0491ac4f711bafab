# `make bench`: how fast the program is, beside tools that everyone has. Never part of `make check`.
EXTRA_PROGRAMS += %D%/generate %D%/work
%C%_generate_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests
%C%_generate_CFLAGS = $(AM_CFLAGS)
%C%_generate_LDADD = $(GLIB_LIBS) $(ZIP_LIBS) -lm
%C%_generate_SOURCES = %D%/generate.c %D%/vocabulary.h \
	tests/support/formats.c tests/support/formats.h tests/support/packed.h
%C%_work_SOURCES = %D%/work.c
%C%_work_LDADD = libespalier-all.la $(ALL_LIBS)
CLEANFILES += %D%/generate$(EXEEXT) %D%/work$(EXEEXT)
EXTRA_DIST += %D%/bench.sh %D%/study.xml

.PHONY: bench
bench: all %D%/generate$(EXEEXT) %D%/work$(EXEEXT)
	$(SHELL) $(srcdir)/%D%/bench.sh ./espalier$(EXEEXT) %D% $(srcdir)/%D%

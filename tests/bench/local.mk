# `make bench`: how fast the program is, beside tools that everyone has. Never part of `make check`.
EXTRA_PROGRAMS += %D%/generate
%C%_generate_CFLAGS = $(AM_CFLAGS)
%C%_generate_LDADD = $(GLIB_LIBS) $(ZIP_LIBS) -lm
%C%_generate_SOURCES = %D%/generate.c %D%/vocabulary.h
CLEANFILES += %D%/generate$(EXEEXT)
EXTRA_DIST += %D%/bench.sh %D%/study.xml

.PHONY: bench
bench: all %D%/generate$(EXEEXT)
	$(SHELL) $(srcdir)/%D%/bench.sh ./espalier$(EXEEXT) %D%/generate$(EXEEXT) $(srcdir)/%D%

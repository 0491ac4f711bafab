# Man pages, one for each command, and the documents for those who look inside.
dist_man_MANS += \
	%D%/man/espalier-analyses.1 \
	%D%/man/espalier-attributes.1 \
	%D%/man/espalier-autocode.1 \
	%D%/man/espalier-backup.1 \
	%D%/man/espalier-carried.1 \
	%D%/man/espalier-cases.1 \
	%D%/man/espalier-chart.1 \
	%D%/man/espalier-check.1 \
	%D%/man/espalier-clone.1 \
	%D%/man/espalier-code.1 \
	%D%/man/espalier-coders.1 \
	%D%/man/espalier-codings.1 \
	%D%/man/espalier-compare.1 \
	%D%/man/espalier-conflicts.1 \
	%D%/man/espalier-documents.1 \
	%D%/man/espalier-export.1 \
	%D%/man/espalier-framework.1 \
	%D%/man/espalier-groups.1 \
	%D%/man/espalier-help.1 \
	%D%/man/espalier-import.1 \
	%D%/man/espalier-log.1 \
	%D%/man/espalier-memos.1 \
	%D%/man/espalier-merge.1 \
	%D%/man/espalier-new.1 \
	%D%/man/espalier-resolve.1 \
	%D%/man/espalier-revise.1 \
	%D%/man/espalier-search.1 \
	%D%/man/espalier-sessions.1 \
	%D%/man/espalier-show.1 \
	%D%/man/espalier-uncode.1 \
	%D%/man/espalier-undo.1 \
	%D%/man/espalier.1

EXTRA_DIST += %D%/schemas %D%/pictures
EXTRA_DIST += \
	%D%/adding-things.md \
	%D%/architecture.md \
	%D%/conventions.md \
	%D%/formats.md \
	%D%/guide.md

# The sample study: a folder, as one of its files has a space in its name on purpose.
EXTRA_DIST += %D%/recovery-care

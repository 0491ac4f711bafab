EXTRA_DIST += %D%/schemas

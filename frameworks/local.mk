EXTRA_DIST += %D%/care-planning.xml %D%/care-coordination.xml %D%/involvement.xml

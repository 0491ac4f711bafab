# The frameworks that ship, installed beside the program's data.
frameworksdir = $(pkgdatadir)/frameworks
dist_frameworks_DATA = %D%/care-planning.xml %D%/care-coordination.xml %D%/involvement.xml

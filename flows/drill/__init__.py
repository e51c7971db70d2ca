"""The analyst's drill-down: unprotected numbers of one release, counted when somebody asks.

Belongs here: what may be asked, counting it, and judging an analyst's own SQL. Does not belong here:
pages (reports.drill), and who is let in (pipelines.drilling).
"""

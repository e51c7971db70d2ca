"""The drill-down's pages: unprotected numbers, marked so on every page, figure and table.

Belongs here: how they look and read. Does not belong here: counting (flows.drill), who is let in
(pipelines.drilling), and the published pages, which never use this package.
"""

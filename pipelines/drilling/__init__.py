"""`vardflode drill`: unprotected numbers of one release, in a browser, inside the house.

Belongs here: who is let in, the log, the addresses and what each page is given. Does not belong here:
counting (flows.drill) and how a page looks (reports.drill).
"""

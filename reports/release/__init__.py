"""The pages about the release as a whole: start, method, what is new, downloads, accessibility.

Belongs here: what each of them says, in either language. Does not belong here: the groups' own pages, the
quality declaration (reports.quality) and which pages there are (reports.release_pages).
"""

"""What readers see: pages made from published frames, never from person rows.

`reports.pages.write_site` is the way in. Words live in `texts/`, looks in
`static/` and `templates/`; nothing here opens a database or reads a register.
"""

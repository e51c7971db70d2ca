"""Marks a published page that shows unprotected numbers: red band, watermark, figures.

Belongs here: what is put into a page that was made for publishing. Does not belong here: the page.
"""

import re

from reports.drill.pages import english_or_swedish

HEAD = """<link rel="stylesheet" href="../static/drill.css">
<script src="../static/mark.js"></script>
</head>"""


def marked_page(content: bytes, ending: str, language: str) -> bytes:
    """The page with its marks; any other file as it is. ValueError when a page cannot be marked."""
    if ending != ".html":
        return content
    words = english_or_swedish(language).texts["drill"]
    band = (
        f'<aside class="red-band" aria-label="{words["mark"]}"><strong>{words["mark"]}</strong> '
        f'{words["band"]} <a href="../">{words["back"]}</a></aside>\n'
        f'<div class="whole-mark" data-mark="{words["mark"]}"></div>'
    )
    text, heads = re.subn("</head>", lambda _: HEAD, content.decode("utf-8"), count=1)
    text, bodies = re.subn("<body[^>]*>", lambda found: f"{found[0]}\n{band}", text, count=1)
    text = re.sub("<title>", f"<title>{words['mark']} – ", text, count=1)
    if heads != 1 or bodies != 1:
        raise ValueError("a page without head or body cannot be marked")
    return text.encode("utf-8")

"""What stands around every page: the menus, and which release it is.

Belongs here: their order and words. Does not belong here: which pages there are (reports.release_pages).
"""

from collections.abc import Sequence

from reports.language import Language
from reports.site import Page, Site


def in_menu(pages: Sequence[Page], language: Language, *, is_foot: bool = False) -> list[tuple[str, str]]:
    """Name and title of every page of the menu, in the order of the text file; the footer has more."""
    titles = language.texts["menu"]
    keys = {page.menu or (page.foot if is_foot else ""): page.name for page in pages}
    return [(keys[key], title) for key, title in titles.items() if key in keys]


def about_release(site: Site, language: Language) -> list[str]:
    """Which release it is, of which date, and that it is not official statistics."""
    words, release = language.texts["navigation"], site.release
    values = {"release": release.name, "received": release.received_on.isoformat(), "version": site.version}
    said = words["versioned" if site.version else "unversioned"].format(**values)
    return [said, words["unofficial"]]

"""The accessibility statement that Swedish law asks for, said of this release.

Belongs here: what of it depends on the release. Does not belong here: its sentences (texts/).
"""

from typing import Any

from reports.language import Language
from reports.site import Site

REPORT_TO = "https://www.digg.se/tdosanmalan"
"""The one address outside the site: the law asks for a link to it. Nothing is fetched from there."""


def accessibility_context(site: Site, language: Language) -> dict[str, Any]:
    """What the template of the statement needs."""
    words, release = language.texts["accessibility"], site.release
    date = words["date"].format(release=release.name, received=release.received_on.isoformat())
    return {"date": date, "report_to": REPORT_TO}

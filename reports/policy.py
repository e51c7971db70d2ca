"""What a page may load and do: its content-security policy, the same from disk and from a server.

Belongs here: the policy and why each part of it stands there. Does not belong here: the pages.
"""

EMPTY_STYLE = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
"""An empty style element: plotly.js makes one and fills it by script."""
MAP_STYLE = "'sha256-ji27qzEtxXZW+7dun6UwjHXJ18e6WAin1VvNtkzIE/o='"
"""The style element, for maps that no page has, that this version of plotly.js makes as it is read."""

# A browser need not take 'self' to mean the folder of a page opened from disk: file: says it.
# plotly.js sets style attributes on what it draws; no template has any.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self' file:",
        f"style-src 'self' file: {EMPTY_STYLE} {MAP_STYLE}",
        "style-src-attr 'unsafe-inline'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    )
)

"""Pages on paper: printed by the browser to PDF, and read back with poppler's pdftotext and pdfinfo.

Belongs here: printing and the check of what is on the paper. Does not belong here: the screen
(tests.browser.drawn).
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from tests.browser.drawn import Reader

PDFTOTEXT, PDFINFO = shutil.which("pdftotext"), shutil.which("pdfinfo")
A4 = (595, 842)


def on_paper(reader: Reader, folder: Path) -> list[str]:
    """What is wrong with the open page when it is printed: size, controls, tables that are not whole."""
    page, pdf = reader.page, folder / "page.pdf"
    pdf.write_bytes(page.pdf(prefer_css_page_size=True))
    page.emulate_media(media="print")
    faults = [f"printed: {one}" for one in reader.asked("controls")]
    page.emulate_media(media="null")
    faults += [f"a page of {size}" for size in _sizes(pdf) if size != A4]
    rows: list[list[str]] = page.evaluate("looks.lastRows()")
    text = _text(pdf)
    lines = [line.split() for line in text.splitlines()]
    words = " ".join(text.split())
    return faults + [fault for row in rows if (fault := _missing(row, lines, words))]


def _missing(row: list[str], lines: list[list[str]], words: str) -> str:
    """What the paper lacks of a row: its numbers in order on one line, and every word of its texts.

    A text may go over several lines, between which pdftotext puts what stands beside it.
    """
    texts = [cell for cell in row if re.search(r"[^\W\d]", cell)]
    numbers = [word for cell in row if cell not in texts for word in cell.split()]
    if not all(word in words for cell in texts for word in cell.split()):
        return f"not on paper: {' | '.join(texts)}"
    if not any(_in_order(numbers, line) for line in lines):
        return f"not whole on paper: {' | '.join(row)}"
    return ""


def _in_order(wanted: list[str], line: list[str]) -> bool:
    rest = iter(line)
    return all(word in rest for word in wanted)


def _sizes(pdf: Path) -> list[tuple[int, int]]:
    said = subprocess.run(
        [str(PDFINFO), "-l", "-1", str(pdf)], capture_output=True, text=True, check=True
    ).stdout
    found = re.findall(r"Page.* size:\s+([\d.]+) x ([\d.]+)", said)
    return [(round(float(width)), round(float(height))) for width, height in found]


def _text(pdf: Path) -> str:
    command = [str(PDFTOTEXT), "-layout", "-enc", "UTF-8", str(pdf), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout

"""A catalogue of the tables in DCAT-AP-SE, for the Swedish data portal and its European one.

Belongs here: which data sets there are, who publishes them, where their files lie. Does not belong here: the
files. Addresses are relative to the catalogue's own, so that it holds wherever the site is put; no node is
nameless, so that the same tables give the same bytes.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from typing import Any

from rdflib import DCAT, DCTERMS, FOAF, RDF, XSD, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from reports.files.csv_metadata import LANGUAGES, LICENCE
from reports.files.table import FORMATS, TableFile
from reports.language import Language

CATALOGUE = "dcat.rdf"
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
AUTHORITY = "http://publications.europa.eu/resource/authority"
THEMES = ("HEAL", "EDUC")
SPATIAL = URIRef(f"{AUTHORITY}/country/SWE")
ACCESS_RIGHT = f"{AUTHORITY}/access-right"
FREQUENCY = URIRef(f"{AUTHORITY}/frequency/TRIENNIAL")
SPEECH = {"sv": URIRef(f"{AUTHORITY}/language/SWE"), "en": URIRef(f"{AUTHORITY}/language/ENG")}
PUBLISHER = URIRef("https://www.socialstyrelsen.se/")
MAIL = URIRef("mailto:socialstyrelsen@socialstyrelsen.se")
AGENT_TYPE = URIRef("http://purl.org/adms/publishertype/NationalAuthority")
CONTACT, LIST = URIRef("#contact"), URIRef("#catalogue")
MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "sv.csv": "text/csv",
    "csv": "text/csv",
    "px": "text/x-pcaxis",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
}
Triple = tuple[URIRef, URIRef, URIRef | Literal]


class SortedGraph(Graph):
    """A graph that is written in one order; a plain one gives its subjects in that of a set."""

    def subjects(self, *wanted: Any, **how: Any) -> Generator[Node, None, None]:
        """Subjects by name."""
        yield from sorted(set(super().subjects(*wanted, **how)), key=str)


def write_catalogue(files: Sequence[TableFile], path: Path) -> None:
    """Writes the catalogue of all tables of a release."""
    graph = SortedGraph()
    for prefix, namespace in (("dcat", DCAT), ("dcterms", DCTERMS), ("foaf", FOAF), ("vcard", VCARD)):
        graph.bind(prefix, namespace)
    for file in files:
        for triple in (*_catalogue(file), *_data_set(file)):
            graph.add(triple)
    path.write_text(graph.serialize(format="xml"), encoding="utf-8", newline="\n")


def _both(subject: URIRef, predicate: URIRef, key: str) -> Iterator[Triple]:
    """A text of the files' section in both languages."""
    for language in LANGUAGES:
        text = language.texts["files"]["catalogue"].get(key) or language.texts["files"][key]
        yield subject, predicate, Literal(text, lang=language.code)


def _catalogue(file: TableFile) -> Iterator[Triple]:
    """The catalogue itself, its publisher, whom to ask."""
    yield LIST, RDF.type, DCAT.Catalog
    yield from _both(LIST, DCTERMS.title, "title")
    yield from _both(LIST, DCTERMS.description, "description")
    yield LIST, DCTERMS.publisher, PUBLISHER
    yield LIST, DCTERMS.license, URIRef(LICENCE)
    yield LIST, DCTERMS.spatial, SPATIAL
    yield LIST, DCTERMS.issued, _day(file)
    yield from ((LIST, DCTERMS.language, speech) for speech in SPEECH.values())
    yield LIST, DCAT.dataset, URIRef(f"#{file.name}")
    yield PUBLISHER, RDF.type, FOAF.Agent
    yield PUBLISHER, DCTERMS.type, AGENT_TYPE
    yield from _both(PUBLISHER, FOAF.name, "publisher")
    yield CONTACT, RDF.type, VCARD.Organization
    yield from _both(CONTACT, VCARD.fn, "publisher")
    yield CONTACT, VCARD.hasEmail, MAIL


def _data_set(file: TableFile) -> Iterator[Triple]:
    """One table as a data set, with a distribution per format."""
    own, period = URIRef(f"#{file.name}"), URIRef(f"#{file.name}-period")
    yield own, RDF.type, DCAT.Dataset
    yield from _described(own, file)
    yield own, DCTERMS.publisher, PUBLISHER
    yield own, DCAT.contactPoint, CONTACT
    yield own, DCTERMS.identifier, Literal(file.name)
    yield own, DCTERMS.issued, _day(file)
    access = "NON_PUBLIC" if file.release.is_rehearsal else "PUBLIC"
    yield own, DCTERMS.accessRights, URIRef(f"{ACCESS_RIGHT}/{access}")
    yield own, DCTERMS.spatial, SPATIAL
    yield own, DCTERMS.accrualPeriodicity, FREQUENCY
    yield from ((own, DCAT.theme, URIRef(f"{AUTHORITY}/data-theme/{theme}")) for theme in THEMES)
    yield from ((own, DCTERMS.language, speech) for speech in SPEECH.values())
    first, last = file.years()
    yield own, DCTERMS.temporal, period
    yield period, RDF.type, DCTERMS.PeriodOfTime
    yield period, DCAT.startDate, Literal(f"{first}-01-01", datatype=XSD.date)
    yield period, DCAT.endDate, Literal(f"{last}-12-31", datatype=XSD.date)
    for ending in FORMATS:
        yield from _distribution(own, file, ending)


def _described(own: URIRef, file: TableFile) -> Iterator[Triple]:
    for language in LANGUAGES:
        yield own, DCTERMS.title, Literal(file.marked_title(language), lang=language.code)
        yield own, DCTERMS.description, Literal("\n".join(file.notes(language)), lang=language.code)
        for word in _keywords(language):
            yield own, DCAT.keyword, Literal(word, lang=language.code)


def _keywords(language: Language) -> list[str]:
    return list(language.texts["files"]["catalogue"]["keywords"])


def _distribution(own: URIRef, file: TableFile, ending: str) -> Iterator[Triple]:
    """One format of a table."""
    address = URIRef(f"{file.name}.{ending}")
    one = URIRef(f"#{file.name}-{ending}")
    yield own, DCAT.distribution, one
    yield one, RDF.type, DCAT.Distribution
    yield one, DCAT.accessURL, address
    yield one, DCAT.downloadURL, address
    yield one, DCTERMS.license, URIRef(LICENCE)
    yield one, DCTERMS["format"], Literal(MEDIA[ending])
    yield one, DCTERMS.issued, _day(file)
    for language in LANGUAGES:
        name = language.texts["downloads"]["formats"][ending]
        yield one, DCTERMS.title, Literal(name, lang=language.code)
    if ending == "csv":
        yield one, FOAF.page, URIRef(f"{file.name}.csv-metadata.json")


def _day(file: TableFile) -> Literal:
    return Literal(file.release.received_on.isoformat(), datatype=XSD.date)

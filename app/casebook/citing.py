"""How a case is cited: its facts once, and each format made from them.

The author is an institution, and each format has its own way of saying so; the date
is that of the last reading through. Formats that want it say when the page was seen.
"""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from app.content import text
from app.content.types import Case
from app.look import day, full_url

AUTHOR = "Alongside Casebook"
SITE = "Alongside"
LANGUAGE = "en-GB"
_LINE_END = "\r\n"  # of RIS


@dataclass(frozen=True)
class Citation:
    """What every format says of a case; each text is plain and on one line."""

    slug: str
    title: str
    summary: str
    reviewed: date
    version: int
    url: str

    @property
    def key(self) -> str:
        """What reference managers call it."""
        return f"alongside-{self.slug}"

    @property
    def reference(self) -> str:
        """The citation as a reader writes it out."""
        return (
            f"{AUTHOR}, “{self.title}”, version {self.version}, "
            f"{day(self.reviewed)}. {self.url}"
        )


def of(case: Case) -> Citation:
    """The facts of a case's citation."""
    return Citation(
        slug=case.slug,
        title=" ".join(case.title.split()),
        summary=text.plain(case.summary),
        reviewed=case.reviewed,
        version=len(case.changes),
        url=full_url("casebook.show_case", slug=case.slug),
    )


# -- files for reference managers ---------------------------------------------


def bibtex(cited: Citation, seen: date) -> str:
    """A BibTeX entry, for BibTeX's own styles as for biblatex.

    The address stands in `howpublished`, since the former know no `url`. Two pairs of
    braces keep the capitals of a title's names, and an institution's name whole.
    """
    month = f"{cited.reviewed:%b}".lower()
    seen_on = f"Version {cited.version}, reviewed {day(cited.reviewed)}"
    fields = {
        "author": f"{{{{{_tex(AUTHOR)}}}}}",
        "title": f"{{{{{_tex(cited.title)}}}}}",
        "year": f"{{{cited.reviewed.year}}}",
        "month": month,
        "howpublished": f"{{\\url{{{cited.url}}}}}",
        "note": f"{{{seen_on}. Accessed {day(seen)}}}",
    }
    body = ",\n".join(f"  {name} = {value}" for name, value in fields.items())
    return f"@misc{{{cited.key},\n{body}\n}}\n"


_TEX = str.maketrans(
    {c: f"\\{c}" for c in "&%$#_{}"}
    | {"~": "\\textasciitilde{}", "^": "\\textasciicircum{}"}
    | {"\\": "\\textbackslash{}"}
)


def _tex(words: str) -> str:
    """Text with what TeX would read as a command, or as a dash, made harmless."""
    return words.translate(_TEX).replace("--", "-{}-")


def ris(cited: Citation, seen: date) -> str:
    """A RIS record. The comma after the author says that it is no person's name."""
    lines = (
        ("TY", "ELEC"),
        ("AU", f"{AUTHOR},"),
        ("TI", cited.title),
        ("PY", str(cited.reviewed.year)),
        ("DA", f"{cited.reviewed:%Y/%m/%d}"),
        ("Y2", f"{seen:%Y/%m/%d}"),
        ("ET", f"Version {cited.version}"),
        ("AB", cited.summary),
        ("PB", SITE),
        ("LA", LANGUAGE),
        ("UR", cited.url),
        ("ID", cited.key),
        ("ER", ""),
    )
    return "".join(f"{tag}  - {value}{_LINE_END}" for tag, value in lines)


def csl_json(cited: Citation, seen: date) -> str:
    """CSL-JSON: a list of one item."""
    item = {
        "id": cited.key,
        "type": "webpage",
        "title": cited.title,
        "author": [{"literal": AUTHOR}],
        "container-title": SITE,
        "issued": _date_parts(cited.reviewed),
        "accessed": _date_parts(seen),
        "version": str(cited.version),
        "abstract": cited.summary,
        "language": LANGUAGE,
        "URL": cited.url,
    }
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"


def _date_parts(on: date) -> dict[str, list[list[int]]]:
    return {"date-parts": [[on.year, on.month, on.day]]}


# -- in the page, for machines that read it -----------------------------------


def meta(cited: Citation) -> list[tuple[str, str]]:
    """Names and contents of `meta` elements: Highwire's, then Dublin Core's."""
    return [
        ("citation_title", cited.title),
        ("citation_author", AUTHOR),
        ("citation_publication_date", f"{cited.reviewed:%Y/%m/%d}"),
        ("citation_online_date", f"{cited.reviewed:%Y/%m/%d}"),
        ("citation_publisher", SITE),
        ("citation_language", LANGUAGE),
        ("citation_public_url", cited.url),
        ("citation_fulltext_html_url", cited.url),
        ("DC.title", cited.title),
        ("DC.creator", AUTHOR),
        ("DC.publisher", SITE),
        ("DC.date", cited.reviewed.isoformat()),
        ("DC.description", cited.summary),
        ("DC.identifier", cited.url),
        ("DC.language", LANGUAGE),
        ("DC.type", "Text"),
    ]


def coins(cited: Citation) -> str:
    """The title of a COinS span (OpenURL in key and value, NISO Z39.88-2004).

    `aucorp` is how Zotero, which prefers COinS, learns that the author is no person.
    """
    return urlencode(
        {
            "ctx_ver": "Z39.88-2004",
            "rft_val_fmt": "info:ofi/fmt:kev:mtx:dc",
            "rft.type": "webpage",
            "rft.title": cited.title,
            "rft.aucorp": AUTHOR,
            "rft.publisher": SITE,
            "rft.date": cited.reviewed.isoformat(),
            "rft.description": cited.summary,
            "rft.identifier": cited.url,
            "rft.language": LANGUAGE,
        }
    )


def json_ld(cited: Citation, case: Case) -> dict[str, Any]:
    """The case in the words of schema.org."""
    changed = [change.on for change in case.changes]
    site = {"@type": "Organization", "name": SITE, "url": full_url("pages.home")}
    casebook = {"name": AUTHOR, "url": full_url("casebook.index")}
    return {
        "@context": "https://schema.org",
        "@type": "Article",
        "@id": cited.url,
        "url": cited.url,
        "headline": cited.title,
        "abstract": cited.summary,
        "author": {"@type": "Organization"} | casebook,
        "publisher": site,
        "datePublished": min(changed).isoformat(),
        "dateModified": max(changed).isoformat(),
        "version": str(cited.version),
        "inLanguage": LANGUAGE,
        "isAccessibleForFree": True,
        "isPartOf": {"@type": "Collection"} | casebook,
        "mainEntityOfPage": {
            "@type": "WebPage",
            "@id": cited.url,
            "lastReviewed": cited.reviewed.isoformat(),
        },
        "temporalCoverage": f"{case.began:04}/{_until(case.ended)}",
        "contentLocation": _location(case),
        "citation": [_source(source.text, source.url) for source in case.sources],
    }


def _until(year: int | None) -> str:
    """The end of a period; two dots where it is open (ISO 8601-2)."""
    return ".." if year is None else f"{year:04}"


def _location(case: Case) -> dict[str, Any]:
    where = case.place
    return {
        "@type": "Place",
        "name": where.name,
        "address": {"@type": "PostalAddress", "addressCountry": where.country},
        "geo": {
            "@type": "GeoCoordinates",
            "latitude": where.lat,
            "longitude": where.lon,
        },
    }


def _source(words: str, url: str | None) -> dict[str, str]:
    work = {"@type": "CreativeWork", "name": text.plain(words)}
    return work | {"url": url} if url else work

"""Markdown files with YAML front matter between two lines of three dashes."""

import re
from collections.abc import Iterator, Mapping

import yaml

from kg.errors import ArticleError
from kg.sources.draft import Draft, Input

_FRONT_MATTER = re.compile(
    r"---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE
)
# The names front matter may use, and the field each one fills.
_FIELDS = {
    "id": "id",
    "title": "title",
    "published": "published",
    "date": "published",
    "url": "url",
    "publisher": "publisher",
    "author": "author",
    "language": "language",
}


class _Strings(yaml.SafeLoader):
    """Reads every scalar as it is written, so that a bad date can be named."""

    yaml_implicit_resolvers = {}  # noqa: RUF012 - PyYAML declares it without ClassVar


def read(source: Input) -> Iterator[Draft]:
    """Yield the one article of a Markdown file; the body is the text, as it stands.

    Raises:
        ArticleError: If the file is no text or its front matter is malformed.
    """
    content = source.read_text()
    fields: dict[str, str] = {}
    if content.startswith("---"):
        match = _FRONT_MATTER.match(content)
        if match is None:
            reason = "malformed front matter: no closing line '---'"
            raise ArticleError(source.name, reason)
        fields = _read_fields(source.name, match[1])
        content = content[match.end() :].lstrip("\r\n")
    yield Draft(**{"where": source.name, "id": source.stem, "text": content} | fields)


def _read_fields(where: str, front_matter: str) -> dict[str, str]:
    try:
        # The loader builds plain strings, lists and mappings only.
        found = yaml.load(front_matter, Loader=_Strings)  # noqa: S506 - see above
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 2}" if mark else ""
        problem = getattr(error, "problem", None) or str(error)
        reason = f"malformed front matter: {problem}"
        raise ArticleError(f"{where}{line}", reason) from error
    if found is None or found == "":
        return {}
    if not isinstance(found, Mapping):
        reason = "malformed front matter: expected lines of 'name: value'"
        raise ArticleError(where, reason)
    fields = {}
    for name, value in found.items():
        if name not in _FIELDS:
            continue
        if not isinstance(value, str):
            reason = f"malformed front matter: {name} needs one value, not {value!r}"
            raise ArticleError(where, reason)
        if value:
            fields[_FIELDS[name]] = value
    return fields

"""Scripts and styles that `make web` builds from server/web, with what a page needs.

Their names carry a hash of their content, so a browser may keep them for good. Each
lies there compressed as well, and goes out as the client likes it best.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, json, request, send_from_directory
from markupsafe import Markup

from server.http.negotiation import choose_encoding

blueprint = Blueprint("assets", __name__)

_BUILT = Path(__file__).parent / "static" / "built"
_MANIFEST = "manifest.json"
_SUFFIXES = {"br": ".br", "gzip": ".gz"}
# A year in seconds, the longest that caches honour.
_KEPT = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """What a page loads: its script, the parts that this imports, and its styles."""

    script: str
    parts: tuple[str, ...]
    styles: tuple[str, ...]


@cache
def read_bundles(folder: Path = _BUILT) -> Mapping[str, Bundle]:
    """Return the bundles by name; none where they have not been built."""
    manifest = folder / _MANIFEST
    if not manifest.is_file():
        return {}
    return {
        name: Bundle(
            script=fields["script"],
            parts=tuple(fields["parts"]),
            styles=tuple(fields["styles"]),
        )
        for name, fields in json.loads(manifest.read_text(encoding="utf-8")).items()
    }


@blueprint.route("/static/built/<name>")
def built(name: str) -> Response:
    """Send a script or a style sheet."""
    if name == _MANIFEST or Path(name).suffix in _SUFFIXES.values():
        abort(404)
    # Pieces of a file are pieces of the file itself.
    accepted = (
        "" if "Range" in request.headers else request.headers.get("Accept-Encoding", "")
    )
    encoding = choose_encoding(tuple(_SUFFIXES), accepted)
    suffix = _SUFFIXES[encoding] if encoding else ""
    if not (_BUILT / f"{name}{suffix}").is_file():
        encoding, suffix = None, ""
    response = send_from_directory(_BUILT, f"{name}{suffix}", etag=False)
    response.content_type = _media_type(name)
    response.headers["Cache-Control"] = _KEPT
    response.vary.add("Accept-Encoding")
    if encoding:
        response.content_encoding = encoding
    return response


def register_assets(app: Flask) -> None:
    """Give templates `scripts(name)` and `styles(name)`: tags that load a bundle."""
    app.register_blueprint(blueprint)
    app.jinja_env.globals.update(scripts=_scripts, styles=_styles)


def _scripts(name: str) -> Markup:
    bundle = read_bundles().get(name)
    if bundle is None:
        return Markup()
    tags = [
        Markup('<link rel="modulepreload" href="{}">').format(_address(part))
        for part in bundle.parts
    ]
    script = Markup('<script type="module" src="{}"></script>')
    return Markup("\n  ").join([*tags, script.format(_address(bundle.script))])


def _styles(name: str) -> Markup:
    bundle = read_bundles().get(name)
    sheets = bundle.styles if bundle else ()
    return Markup("\n  ").join(
        Markup('<link rel="stylesheet" href="{}">').format(_address(sheet))
        for sheet in sheets
    )


def _address(name: str) -> str:
    return f"{request.script_root}/static/built/{name}"


def _media_type(name: str) -> str:
    known = {
        ".js": "text/javascript; charset=utf-8",
        ".css": "text/css; charset=utf-8",
        ".txt": "text/plain; charset=utf-8",
        ".map": "application/json",
        ".woff2": "font/woff2",
    }
    return known.get(Path(name).suffix, "application/octet-stream")

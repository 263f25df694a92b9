"""The file of a text index: its tables, and how they are asked.

`document` holds each thing once, the things of a kind side by side. Two indices of
FTS5 stand over it: `stemmed` knows words by their English stem, `written` as they are
written and by their beginnings. Both were given the text in plain letters, one for
one, so the places they find are right in the text itself. `name` holds whole names,
folded. See https://www.sqlite.org/fts5.html.
"""

# Written into the file; another number is another layout.
LAYOUT = 1

CREATE = f"""
PRAGMA page_size = 4096;
PRAGMA auto_vacuum = NONE;
PRAGMA journal_mode = OFF;
PRAGMA user_version = {LAYOUT};
CREATE TABLE document (
    id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
    articles INTEGER NOT NULL, title TEXT NOT NULL, aliases TEXT NOT NULL,
    words TEXT NOT NULL, text TEXT NOT NULL
);
CREATE TABLE name (
    folded TEXT NOT NULL, id INTEGER NOT NULL, is_title INTEGER NOT NULL,
    PRIMARY KEY (folded, id)
) WITHOUT ROWID;
CREATE TABLE kind (
    kind TEXT PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL
) WITHOUT ROWID;
CREATE VIRTUAL TABLE stemmed USING fts5 (
    title, aliases, words, text, content = 'document', content_rowid = 'id',
    tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE written USING fts5 (
    title, aliases, words, text, content = 'document', content_rowid = 'id',
    tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);
"""
ADD_DOCUMENT = "INSERT INTO document VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
ADD_WORDS = tuple(
    f"INSERT INTO {table} (rowid, title, aliases, words, text) VALUES (?, ?, ?, ?, ?)"  # noqa: S608 - the names above
    for table in ("stemmed", "written")
)
ADD_NAME = "INSERT OR IGNORE INTO name VALUES (?, ?, ?)"
ADD_KINDS = "INSERT INTO kind SELECT kind, min(id), max(id) FROM document GROUP BY kind"
# One tree instead of many: smaller, quicker, and the same for the same content.
FINISH = (
    "INSERT INTO stemmed (stemmed) VALUES ('optimize')",
    "INSERT INTO written (written) VALUES ('optimize')",
)

# The templates below take the name of an index, as `among` ranges of numbers, and what
# gives the score; the rest are parameters. FTS5 gives better matches lower numbers; its
# weights say how much a match tells in title, aliases, words of articles and text.
BETTER = "-bm25({table}, 10.0, 5.0, 2.0, 1.0)"

COUNT = "SELECT count(*) FROM {table} WHERE {table} MATCH :match AND {among}"

# Whole names come first: titles, then aliases.
SEARCH = """
SELECT rowid, {better} AS score
FROM {table} WHERE {table} MATCH :match AND {among}
ORDER BY CASE
    WHEN rowid IN (SELECT id FROM name WHERE folded = :whole AND is_title) THEN 0
    WHEN rowid IN (SELECT id FROM name WHERE folded = :whole) THEN 1
    ELSE 2 END, score DESC, rowid
LIMIT :limit OFFSET :offset"""

# Title, text, aliases and words, each with its matches marked.
PASSAGES = """
SELECT
    highlight({table}, 0, :open, :close),
    snippet({table}, 3, :open, :close, '…', 40),
    snippet({table}, 1, :open, :close, '…', 20),
    snippet({table}, 2, :open, :close, '…', 20)
FROM {table} WHERE {table} MATCH :match AND rowid = :number"""

MATCHES = """
SELECT iri, score FROM (
    SELECT rowid AS number, {better} AS score FROM {table}
    WHERE {table} MATCH :match ORDER BY score DESC, number LIMIT :limit
) JOIN document ON id = number"""

SCORE = """
SELECT {better} FROM {table} WHERE {table} MATCH :match AND rowid = :number"""

# Who is called exactly so, then whose name begins so, then who is most spoken of.
SUGGEST = """
SELECT iri, kind, document.title
FROM {table} JOIN document ON id = {table}.rowid
WHERE {table} MATCH :match AND {among}
ORDER BY CASE
    WHEN id IN (SELECT id FROM name WHERE folded = :whole) THEN 0
    WHEN id IN (SELECT id FROM name WHERE folded >= :whole AND folded < :after) THEN 1
    ELSE 2 END, articles DESC, {better} DESC, id
LIMIT :limit"""

DOCUMENT = "SELECT iri, kind FROM document WHERE id = ?"
NUMBER = "SELECT id FROM document WHERE iri = ?"
TITLE = "SELECT title FROM document WHERE iri = ?"
KINDS = "SELECT kind, first, last FROM kind"

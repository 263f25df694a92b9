"""The endpoint over HTTP: formats, entailment, errors, the page for people."""

import csv
import json
from io import StringIO
from urllib.parse import urlencode

import pytest
from rdflib import Dataset, Graph

QUERY = """PREFIX araz: <https://w3id.org/araz/ontology#>
PREFIX ent: <https://w3id.org/araz/entity/>
SELECT ?who ?whom WHERE { ?who araz:threatens ?whom }"""


def test_smoke(client):
    for path in ['/', '/health', '/sparql', '/sparql?format=html', '/entity/Iran', '/entity/Iran.ttl', '/ontology', '/article/baku-speech', '/article/teheran/%3Cb%3Eanswer%3C/b%3E%20&%20more%3F', '/dump/araz.ttl','/dump/araz.nq.gz']:
        r = client.get(path, headers={'Accept':'text/html'} if not path.startswith('/dump') else {})
        print(path, r.status_code, r.content_type, len(r.data)); print(r.text[:3000] if r.content_type.startswith('text') and 'dump' not in path else '')

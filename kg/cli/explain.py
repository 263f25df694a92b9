"""`kg explain`: why a triple holds, down to sentences in articles."""

from collections.abc import Iterator
from typing import Any

import click
from rdflib import URIRef

from kg.cli.options import json_option, settings_options
from kg.cli.output import print_error, print_json
from kg.cli.terms import read_term, shorten
from kg.config import Settings
from kg.pipeline.inference import read_conclusions
from kg.rdf.reading import sentences
from kg.rdf.store import Store, open_store
from kg.rdf.terms import Names, NodeTriple
from kg.reasoning.conclusions import Conclusions
from kg.reasoning.engine import Proof


@click.command()
@click.argument("subject")
@click.argument("predicate")
@click.argument("object", metavar="OBJECT")
@json_option
@settings_options("store", "base_iri")
def explain(
    subject: str,
    predicate: str,
    object: str,  # noqa: A002 - the name of the argument
    as_json: bool,  # noqa: FBT001 - click passes flags by name
    settings: Settings,
) -> None:
    """Print the proof of a triple: the rules applied, and who says what it rests on.

    Terms are IRIs, prefixed names (ent:Iran, araz:threatens), or local names: of an
    entity for SUBJECT and OBJECT, of a relation for PREDICATE. After the predicate
    "a", OBJECT is a class.
    """
    names = Names(settings.base_iri)
    relation = read_term(predicate, names, bare=str(names.ontology))
    entities, classes = names.prefixes["ent"], names.prefixes["araz"]
    triple = (
        read_term(subject, names, bare=entities),
        relation,
        read_term(object, names, bare=classes if predicate == "a" else entities),
    )
    with open_store(settings.store, read_only=True, names=names) as store:
        conclusions = read_conclusions(store, names)
        proof = conclusions.explain(triple)
        told = _Telling(store, names, conclusions)
        if proof is None:
            print_error(
                f"{told.triple(triple)}: nothing says so, and nothing implies it"
            )
            click.get_current_context().exit(1)
        elif as_json:
            print_json(told.fields(proof))
        else:
            for line in told.lines(proof):
                click.echo(line)


class _Telling:
    """Tells a proof in words, with the sentences of the articles."""

    def __init__(self, store: Store, names: Names, conclusions: Conclusions) -> None:
        self._store = store
        self._names = names
        self._conclusions = conclusions

    def triple(self, triple: NodeTriple) -> str:
        return " ".join(shorten(term, self._names) for term in triple)

    def lines(self, proof: Proof, depth: int = 0) -> Iterator[str]:
        indent = "  " * depth
        reason = f"by {proof.rule} from" if proof.rule else "asserted in"
        asserting = self._graphs(proof)
        graphs = ", ".join(shorten(graph, self._names) for graph in asserting)
        yield (
            f"{indent}{self.triple(proof.conclusion)}  [{reason} {graphs}".rstrip()
            + "]"
        )
        for graph in asserting:
            for quote in self._sentences(proof, graph):
                yield f'{indent}  "{quote}"'
        for premise in proof.premises:
            yield from self.lines(premise, depth + 1)

    def fields(self, proof: Proof) -> dict[str, Any]:
        found: dict[str, Any] = {
            "triple": [str(term) for term in proof.conclusion],
            "rule": proof.rule,
        }
        if proof.rule:
            found["premises"] = [self.fields(premise) for premise in proof.premises]
        else:
            found["asserted"] = [
                {"graph": str(g), "sentences": list(self._sentences(proof, g))}
                for g in self._graphs(proof)
            ]
        return found

    def _graphs(self, proof: Proof) -> tuple[URIRef, ...]:
        return () if proof.rule else self._conclusions.graphs(proof.conclusion)

    def _sentences(self, proof: Proof, graph: URIRef) -> tuple[str, ...]:
        return sentences(self._store, self._names, graph, proof.conclusion)

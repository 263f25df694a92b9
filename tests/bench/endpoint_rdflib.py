"""rdflib's endpoint over data in memory, in a process of its own.

python -m tests.bench.endpoint_rdflib TRIPLES PORT
"""

import sys
from pathlib import Path

import uvicorn
from rdflib import Dataset
from rdflib_endpoint import SparqlEndpoint


def main(triples: Path, port: int) -> None:
    """Serve a file of N-Triples until told to stop."""
    dataset = Dataset(default_union=True)
    dataset.default_graph.parse(triples, format="nt")
    application = SparqlEndpoint(graph=dataset, path="/")
    uvicorn.run(application, host="127.0.0.1", port=port, log_level="error")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))

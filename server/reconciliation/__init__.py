"""The Entity Reconciliation API: names in, entities of the graph and gazetteer out.

Version 0.2, as OpenRefine speaks it, and the matching of the draft of 1.0. See
https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/.
"""

from server.reconciliation.views import blueprint

__all__ = ["blueprint"]

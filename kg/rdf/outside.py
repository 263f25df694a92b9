class SparqlCaller:
    def __init__(self, allowed): pass

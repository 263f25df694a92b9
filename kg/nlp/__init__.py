"""Natural-language analysis: the only part that speaks spaCy."""

import os

# Before numpy is loaded: the matrices of a text are so small that a second thread
# spends its time waiting. Who wants more threads sets the variable.
os.environ.setdefault("OMP_NUM_THREADS", "1")

"""Making the gazetteer's index at set-up, so that no later start has to wait for it.

python -m kg.gazetteer
"""

import sys

from kg.config import read_settings
from kg.errors import KgError
from kg.gazetteer.opening import read_gazetteer


def main() -> int:
    """Make the index for the tables that the settings name, if there is none yet."""
    try:
        read_gazetteer(read_settings().gazetteer)
    except KgError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

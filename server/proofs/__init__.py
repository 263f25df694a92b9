"""Why a triple holds, as an argument that a person can read."""

"""The front: takes requests, keeps to the limits, has workers answer, sends it on.

It never opens the store and never waits for anything: one thread, many connections.
"""

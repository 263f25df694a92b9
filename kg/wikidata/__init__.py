"""Wikidata online: asked politely, kept on disk, turned into links and facts."""

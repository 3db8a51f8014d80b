"""ingest sees the outside world: it turns files, pages and feeds into articles and keeps them in the library."""

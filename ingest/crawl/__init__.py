"""A run over the web: what is due at each source is found, fetched, read and kept, and everything left out is counted."""

"""Fetching from the web: politely, safely and never twice what has not changed."""

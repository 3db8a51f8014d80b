"""graph sees all articles: it keeps what was extracted, decides what is the same, and projects it into a Cypher store."""

"""extract sees one article: it finds names, figures, claims and relations in it, each at an exact place in the text."""

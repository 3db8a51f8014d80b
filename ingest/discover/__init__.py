"""Finding what an outlet has published: feeds, sitemaps, listing pages; and deciding what of it concerns us."""

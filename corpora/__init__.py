"""The data racegraph ships with: known names, topics, sources, demo briefs and their annotations; no logic lives here."""

"""The steps of the pipeline, in the order they run. Each is one file here that adds its part to the draft, and one line below."""

COMPONENTS = (
    "blocks",
    "quotes",
    "known_names",
    "new_names",
    "credits",
    "coreference",
    "dates",
    "figures",
    "measures",
    "claims",
    "relations",
    "topics",
    "confidence",
)

"""The weekly digest: what changed in the race, as one mail that people read to the end."""

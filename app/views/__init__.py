"""What a reader looks at: plain functions over the graph, the library and the ledger, shared by pages, JSON API and commands."""

"""Chat with a language model that may only use what the graph gives it, and whose every sentence is checked before it is shown."""

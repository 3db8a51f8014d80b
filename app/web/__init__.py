"""The web application: a chat whose every sentence can be read where it stands. Loaded only by `serve` and `demo`."""

"""app sees the reader: commands, answers, web pages and mails over the graph."""

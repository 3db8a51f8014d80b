"""app sees the reader: the command line, the answers, the pages and the weekly mail; everything here reads what the other floors keep."""

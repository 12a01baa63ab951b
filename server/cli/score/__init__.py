"""``sverka score``: a table of links in, the same table with verdicts out, in bounded memory."""

"""A noun phrase to a name; an article to the mentions of its actors."""

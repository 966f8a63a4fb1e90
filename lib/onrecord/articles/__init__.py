"""A saved page to an article: headline, body, furniture, outlet, dates."""

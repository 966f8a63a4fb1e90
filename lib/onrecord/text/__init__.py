"""Characters to quotations, tokens, lines and spans; it knows no news."""

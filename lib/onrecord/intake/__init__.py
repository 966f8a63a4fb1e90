"""Take in files of every kind: to the text of each article, and what the file says of it."""

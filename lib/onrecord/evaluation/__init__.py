"""The extractor beside what readers have marked by hand."""

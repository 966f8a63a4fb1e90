"""An article to its statements: clauses, cues, contents, proposals, speakers."""

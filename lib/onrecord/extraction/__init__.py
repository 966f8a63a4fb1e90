"""An article to its statements: clauses, cues, contents, proposals, speakers.

The steps, each a record that the next one takes up:

1. ``text.tokens`` cuts a paragraph into items (words, marks, whole quotations) and sentences.
2. ``reading`` looks at each word that may be a cue and finds what it attributes there (of a verb,
   by asking ``verbs``): a ``Proposal``, in items. Both read the clause (``clauses``), look for the
   content (``contents``; right of a verb ``complements``), and name the rule that they follow.
3. ``draft`` gives a proposal its places in the file: a ``Draft``.
4. ``learned`` gives it a score and adds what only a network finds, which reads the paragraph in
   ``pieces`` (``tagger``).
5. ``resolve`` finds whom the words of the source stand for: a ``Resolved``.
6. ``extract`` puts these in order, with parents and repeats: the ``Statement`` of ``records``.

One name stands for one thing throughout: ``s`` a Sentence, ``p`` its Paragraph, ``g`` its Grammar,
``k`` the item of the cue, ``vg`` its verb group, ``x``, ``y``, ``z`` other items; ``a`` and ``b``
are the ends of a range, ``e`` the last item of what stands left of the cue.
"""

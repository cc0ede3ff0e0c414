"""Rules for running text: narratives, comments, e-mail, the text of a page."""

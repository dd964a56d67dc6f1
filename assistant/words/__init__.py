"""What words say, whoever asks: this room knows no question and no answer.

It is a shelf of word lists and readers, each a module that is taken by its name: `dates days relative_dates` (when),
`names sounds people doers pronouns` (who), `numbers numbered`, `kinds` (of things), `meanings` (of words),
`reading speech` (sentences and who says them), `languages` (the files of assistant/languages) and `phrases`
(our own sentences).
"""

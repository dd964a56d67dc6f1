"""The fixed sentences of ours: the only ones in an answer that need no citation."""

ABSTENTION = "The documents do not answer this question."
NO_WORDS = "The question holds no words."
TOO_LONG = "The question is longer than {limit:,} characters. Ask it in fewer words."
NOTHING_CLOSE = "Nothing in the documents comes close to the question."
WORDS_MISSING = "The documents do not mention {words}."
NOT_ANSWERED = "The documents touch on this, but no sentence was found that answers it."

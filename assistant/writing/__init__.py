"""Let a language model write the answer: evidence and prompts, its stream, its failures, and what is shown of it."""

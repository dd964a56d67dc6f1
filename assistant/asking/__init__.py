"""Read a question: its language, names and kind, what it leans on in the talk before it, and what it asks for."""

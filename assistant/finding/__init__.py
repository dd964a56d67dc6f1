"""Find what the documents hold on a question: hybrid search, ranked sentences, a reader, and how sure that is."""

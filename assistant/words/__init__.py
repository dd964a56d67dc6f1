"""What words say, whoever asks: names, dates, numbers, people, speech, kinds of things; no question, no answer."""

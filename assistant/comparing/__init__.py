"""Tell where documents tell one thing differently.

question -> the matter asked for -> what each ranked sentence tells of it -> versions that cannot all be right.
"""

from assistant.comparing.disagreement import find_disagreements

__all__ = [
    "find_disagreements",
]

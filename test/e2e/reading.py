"""reading.py -- how hard a text is: the Flesch-Kincaid grade, syllables by a rough count."""
import re


def syllables(word):
    """A rough count, good to about one syllable in ten: groups of vowels, without a silent ending."""
    word = re.sub(r"[^a-z]", "", word.lower())
    if len(word) <= 3:
        return 1
    return max(1, len(re.findall(r"[aeiouy]+", re.sub(r"(?:[^laeiouy]es|[^td]ed|[^laeiouy]e)$", "", word))))


def grade(text):
    words = re.findall(r"[A-Za-z’']+", text)
    sentences = len(re.findall(r"[.!?](?=\s|$)", text))
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59

"""Korean particles, which depend on the last sound of the word before them, and names as a family says them."""

# What a syllable block is made of: 19 first sounds x 21 vowels x 28 last ones, the first of which is none
# (The Unicode Standard, 3.12, "Hangul Syllable Composition").
FIRST_SYLLABLE, LAST_SYLLABLE, LAST_SOUNDS = "가", "힣", 28
# Not names but words for people, which take no 이 at their end: 딸에게, 아들에게, 형님에게.
RELATIONS = ("딸", "아들", "님", "삼촌", "동생", "남편", "사촌", "선생", "사장", "큰형", "이웃", "쌤", "댁")
# Of digits and Latin letters that are read with a consonant at their end: 영 일 삼 육 칠 팔, 엘 엠 엔 아르.
SOUND_CLOSED = (*"013678LMNRlmnr", "ng", "NG")  # Minjung: 민정


def ends_in_consonant(word: str) -> bool:
    """Return whether the last sound of a word is a consonant."""
    word = word.strip()
    last = word[-1:]
    if FIRST_SYLLABLE <= last <= LAST_SYLLABLE and last:
        return (ord(last) - ord(FIRST_SYLLABLE)) % LAST_SOUNDS > 0
    return word.endswith(SOUND_CLOSED)


def as_called(name: str) -> str:
    """Return a given name as a family says it in a sentence: 지은 is 지은이, 민수 stays 민수.

    Only names of two syllables are. A longer one has its family name before it, and is left as it was written.
    """
    is_given = len(name) == 2 and all(FIRST_SYLLABLE <= sound <= LAST_SYLLABLE for sound in name)
    return f"{name}이" if is_given and ends_in_consonant(name) and not name.endswith(RELATIONS) else name


def with_subject(name: str) -> str:
    """Return a name with 이 or 가."""
    called = as_called(name)
    return called + ("이" if ends_in_consonant(called) else "가")

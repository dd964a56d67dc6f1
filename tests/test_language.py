"""Which language a text is in."""

import pytest

from index.language import detect_language, stop_words


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param("Who did Bogdanov invite to Moscow?", "en", id="English"),
        pytest.param("¿Quién invitó a las facciones a Moscú?", "es", id="Spanish"),
        pytest.param("Welche Gruppen hat Russland nach Moskau eingeladen?", "de", id="German"),
        pytest.param("Qui a été invité à Moscou par la Russie et quand ?", "fr", id="French"),
        pytest.param("Kim Moskova'ya davet edildi ve neden?", "tr", id="Turkish"),
        pytest.param("Chi è il capo della delegazione e quando è stato?", "it", id="Italian"),
        pytest.param("Quem foi convidado para a reunião em Moscou?", "pt", id="Portuguese"),
        pytest.param("Wie heeft het voorstel gedaan en waar is dat niet?", "nl", id="Dutch"),
        pytest.param("Кого пригласил Богданов?", "ru", id="Cyrillic"),
        pytest.param("من دعا بوغدانوف؟", "ar", id="Arabic"),
        pytest.param("את מי הזמין בוגדנוב?", "he", id="Hebrew"),
        pytest.param("波格丹诺夫邀请了谁？", "zh", id="Chinese"),
        pytest.param("ボグダノフは誰を招待したか", "ja", id="Japanese"),
        pytest.param("不参加国の代表は誰か", "ja", id="Japanese with a Chinese word"),
        pytest.param("누구를 초대했나요?", "ko", id="Korean"),
        pytest.param("Ποιον κάλεσε;", "el", id="Greek"),
        pytest.param("किसने बुलाया?", "hi", id="Hindi"),
        pytest.param("ใครเชิญ", "th", id="Thai"),
        pytest.param("The 北京 office of the company is in the city", "en", id="mostly English"),
        pytest.param("Bogdanov Moscow", "en", id="names only"),
        pytest.param("12 + 30 = 42 😀", "en", id="no letters"),
        pytest.param("", "en", id="empty"),
        pytest.param("\ud800\0 \u202e", "en", id="no language at all"),
    ],
)
def test_the_language_is_told_from_script_and_function_words(text: str, language: str) -> None:
    assert detect_language(text) == language


def test_stop_words_are_known_as_people_type_them() -> None:
    assert {"dónde", "donde"} <= stop_words("es")
    assert {"für", "fur"} <= stop_words("de")
    assert "какой" in stop_words("ru")
    # Without its breve it would be another word.
    assert "какои" not in stop_words("ru")

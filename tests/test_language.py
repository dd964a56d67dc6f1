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


QUESTIONS = {
    "he": """
        מי הזמין את החמאס?
        מתי התקיימה הפגישה במוסקבה?
        היכן נערכו השיחות?
        כמה ארגונים השתתפו?
        למה רוסיה הזמינה אותם?
        מה אמר Bogdanov?
        באיזו שנה נבחר Emmanuel Macron?
        מי זה Yevgeny Primakov?
        איך הגיב ראש הממשלה?
        האם ישראל הסכימה?
        לאן נסע שר החוץ?
        איזה חברה קנתה את Twitter?
        כמה עולה iPhone?
        של מי הבית?
        תאריך הפגישה?
        """,
    "fr": """
        Qui a invité le Hamas ?
        Quand la réunion a-t-elle eu lieu ?
        Où se trouve Energiprojekt AB ?
        Combien de groupes ont participé ?
        Pourquoi Lavrov est-il venu ?
        Que dit Bogdanov ?
        Qu'est-ce que le Kremlin espère ?
        En quelle année est mort Tesla ?
        Quel pays soutient le Hezbollah ?
        Comment s'appelle le ministre ?
        Avec qui Poutine a-t-il parlé ?
        Ou se tiennent les negociations ?
        Quelle est la date limite ?
        Quels otages ont été libérés ?
        D'où vient Marzouk ?
        """,
    "tr": """
        Hamas'ı kim davet etti?
        Toplantı ne zaman yapıldı?
        Görüşmeler nerede?
        Kaç grup katıldı?
        Rusya neden davet etti?
        Bogdanov ne dedi?
        Erdoğan kiminle görüştü?
        Tesla hangi yılda öldü?
        The New York Times ne yazdı?
        Lavrov nereye gitti?
        Bakan kimdir?
        Toplanti nasil gecti?
        İstanbul'da kaç kişi var?
        Bu karar niçin alındı?
        Fatah lideri kimdi?
        """,
    "zh": """
        谁邀请了哈马斯？
        会议什么时候举行？
        会谈在哪里？
        有多少组织参加？
        俄罗斯为什么邀请他们？
        Bogdanov 说了什么？
        哪一年 Emmanuel Macron 当选？
        The New York Times 报道了什么？
        外长去了哪个国家？
        总理怎么回应？
        以色列同意吗？
        会议日期
        谁买了 Twitter？
        Tesla 是谁？
        释放了几名人质？
        """,
    "en": """
        Who is Müller?
        Did Erdoğan visit Ankara?
        What does Владимир Владимирович Путин want?
        Who plays for La Liga's Atlético de Madrid?
        What did Le Monde say about Los Angeles?
        When was Der Spiegel founded?
        What is 北京?
        Who founded El País?
        When did the war start?
        Why didn't Macron come?
        Is Der Spiegel a weekly?
        Name a man who met Lula da Silva.
        Where is São Paulo?
        Officials met Bogdanov on Tuesday.
        Who owns a car, and what era is it from?
        """,
    "de": """
        Was hat Lady Gaga gesungen?
        Wen lud The Guardian ein?
        Fuer wen arbeitet er?
        """,
    "ru": """
        Что делала компания Tesla Electric Light & Manufacturing?
        Назовите дату.
        """,
    "es": """
        ¿Cuántas universidades tiene Newcastle?
        Quien invito a Hamas
        """,
    "ar": """
        أين يقع Energiprojekt AB؟
        من هو Peyton Manning؟
        """,
}


@pytest.mark.parametrize(
    ("question", "language"),
    [
        pytest.param(question.strip(), language, id=f"{language}: {question.strip()}")
        for language, questions in QUESTIONS.items()
        for question in questions.strip().splitlines()
    ],
)
def test_a_short_question_stays_in_its_language_with_foreign_names(question: str, language: str) -> None:
    assert detect_language(question) == language


def test_stop_words_are_known_as_people_type_them() -> None:
    assert {"dónde", "donde"} <= stop_words("es")
    assert {"für", "fur"} <= stop_words("de")
    assert "какой" in stop_words("ru")
    # Without its breve it would be another word.
    assert "какои" not in stop_words("ru")

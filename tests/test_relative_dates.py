"""Which days "yesterday" and "on Friday" mean in a text of a known date."""

from datetime import date

import pytest

from assistant.words.days import Days
from assistant.words.relative_dates import relative_dates

MONDAY, WEDNESDAY, SATURDAY, SUNDAY = (date(2024, 2, day) for day in (19, 21, 24, 25))


def meant(text: str, published: date = MONDAY, around: str = "") -> list[tuple[str, str, str]]:
    return [
        (found.span.of(text), str(found.days.first), str(found.days.last))
        for found in relative_dates(text, published, around)
    ]


@pytest.mark.parametrize(
    ("text", "words", "first", "last"),
    [
        pytest.param("He came yesterday.", "yesterday", "2024-02-18", "2024-02-18", id="yesterday"),
        pytest.param("They meet tomorrow.", "tomorrow", "2024-02-20", "2024-02-20", id="tomorrow"),
        pytest.param("Tomorrow's summit is the first.", "Tomorrow", "2024-02-20", "2024-02-20", id="tomorrow's event"),
        pytest.param("They will meet today.", "today", "2024-02-19", "2024-02-19", id="today, to come"),
        pytest.param("The court ruled today.", "today", "2024-02-19", "2024-02-19", id="today, past"),
        pytest.param("They meet from today to Friday.", "today", "2024-02-19", "2024-02-19", id="from today"),
        pytest.param("It fell over the weekend.", "over the weekend", "2024-02-17", "2024-02-18", id="weekend, past"),
        pytest.param("It will open at the weekend.", "at the weekend", "2024-02-24", "2024-02-25", id="weekend ahead"),
        pytest.param("It ends last weekend.", "last weekend", "2024-02-17", "2024-02-18", id="last weekend"),
        pytest.param("It will end this weekend.", "this weekend", "2024-02-24", "2024-02-25", id="this weekend"),
        pytest.param("It fell last week.", "last week", "2024-02-12", "2024-02-18", id="last week"),
        pytest.param("Earlier this week it fell.", "Earlier this week", "2024-02-19", "2024-02-25", id="this week"),
        pytest.param("It ends next month.", "next month", "2024-03-01", "2024-03-31", id="next month"),
        pytest.param("It fell last year.", "last year", "2023-01-01", "2023-12-31", id="last year"),
        pytest.param("It fell last October.", "last October", "2023-10-01", "2023-10-31", id="last October"),
        pytest.param(
            "Since October last year.", "October last year", "2023-10-01", "2023-10-31", id="October last year"
        ),
        pytest.param("On 7 May last year.", "7 May last year", "2023-05-07", "2023-05-07", id="a day last year"),
        pytest.param("In October they met.", "October", "2023-10-01", "2023-10-31", id="a month that is past"),
        pytest.param("In January they met.", "January", "2024-01-01", "2024-01-31", id="a month of this year"),
        pytest.param("She said on Friday it fell.", "Friday", "2024-02-16", "2024-02-16", id="Friday, past"),
        pytest.param("She said on Monday it fell.", "Monday", "2024-02-19", "2024-02-19", id="the day itself"),
        pytest.param("They are due to meet on Friday.", "Friday", "2024-02-23", "2024-02-23", id="Friday ahead"),
        pytest.param("They met last Friday.", "last Friday", "2024-02-16", "2024-02-16", id="last Friday"),
        pytest.param("Three days ago it fell.", "Three days ago", "2024-02-16", "2024-02-16", id="days ago"),
    ],
)
def test_words_that_tell_a_time_from_the_day_of_publication(text: str, words: str, first: str, last: str) -> None:
    assert meant(text) == [(words, first, last)]


@pytest.mark.parametrize(
    ("text", "published"),
    [
        pytest.param("Today, the port is known for its bridge.", MONDAY, id="these days"),
        pytest.param("Today's world is small.", MONDAY, id="no event"),
        pytest.param("The council meets on Friday.", MONDAY, id="an open tense"),
        pytest.param("They would meet on Friday.", MONDAY, id="what would be"),
        pytest.param("The united front on Friday.", MONDAY, id="no verb"),
        pytest.param("They met on Friday, February 16.", MONDAY, id="a date stands beside"),
        pytest.param("They met on Friday nights.", MONDAY, id="every week"),
        pytest.param("They will meet on Monday.", MONDAY, id="this Monday or the next"),
        pytest.param("They met last Monday.", WEDNESDAY, id="of this week or the week before"),
        pytest.param("It fell over the weekend.", SATURDAY, id="on a weekend"),
        pytest.param("It fell last week.", SUNDAY, id="on the edge of two weeks"),
        pytest.param("It rose over the last year.", MONDAY, id="a length of time"),
        pytest.param("The last week of May was warm.", MONDAY, id="a week of something else"),
        pytest.param("It fell last January.", MONDAY, id="this year's or last year's"),
        pytest.param("In October 1999 they met.", MONDAY, id="a year stands behind"),
        pytest.param("In October they will meet.", MONDAY, id="a month ahead"),
        pytest.param("In February they met.", MONDAY, id="the month itself"),
    ],
)
def test_words_that_could_mean_two_times_mean_none(text: str, published: date) -> None:
    assert meant(text, published) == []


def test_a_month_may_belong_to_a_year_that_stands_around_it() -> None:
    assert meant("In October they met.", around="The war began in 1914.") == []


def test_of_a_day_that_does_not_exist_the_year_is_left() -> None:
    assert meant("On 31 April last year it fell.") == [("last year", "2023-01-01", "2023-12-31")]


def test_each_clause_has_its_own_tense() -> None:
    assert meant("He said on Friday that the talks will be held on Thursday.") == [
        ("Friday", "2024-02-16", "2024-02-16"),
        ("Thursday", "2024-02-22", "2024-02-22"),
    ]


def test_months_are_counted_across_the_turn_of_the_year() -> None:
    assert meant("It fell last month.", date(2024, 1, 5)) == [("last month", "2023-12-01", "2023-12-31")]
    assert meant("It ends next month.", date(2024, 12, 5)) == [("next month", "2025-01-01", "2025-01-31")]


def test_a_week_a_month_and_a_year_are_whole() -> None:
    assert Days.week(SUNDAY) == Days(MONDAY, SUNDAY)
    assert Days.month(2024, 2).is_month
    assert Days.year(2024).is_year
    assert not Days(MONDAY, SUNDAY).is_month

"""Answering: a form, a page that shows what will be counted, and one ballot a person."""

import asyncio

import pytest
from pydantic import SecretStr
from sqlalchemy.orm import Session

from bot.models import Post, Pulse
from bot.partnership.members import Who
from bot.pulse import acts, ballots
from bot.pulse.questionnaire import STATEMENTS
from sandbox.slack.people import HOME
from tests import polling
from tests.polling import (
    FIRST_ITEMS,
    OPENING,
    answers,
    ballots_in,
    breaks,
    newest_pulse,
    opened,
    openings,
    peopled,
    reviews,
)
from tests.world import World


async def test_the_form_says_how_answers_are_kept_before_the_first_question(world: World) -> None:
    people, post = await opened(world)

    await people[3].presses(post, "pulse.take")

    form = people[3].form
    assert form is not None
    first = form.payload["blocks"][0]
    assert first["type"] == "rich_text"
    assert "your answers are kept without your name" in form.plain
    assert polling.items(people[3]) == list(FIRST_ITEMS)
    for block in form.payload["blocks"][2:]:
        assert [option["text"]["text"] for option in block["element"]["options"]][-1] == "Not my part"
        assert len(block["element"]["options"]) == 6

    await people[3].presses(form, "pulse.how")

    assert people[3].form is not None
    assert "can’t change it afterwards" in people[3].form.plain
    assert "if everybody else compared their answers, they could often guess yours." in people[3].form.plain
    assert "could open them and work out whose they are. Their key is kept there too" in people[3].form.plain
    await people[3].closes()
    assert polling.items(people[3]) == list(FIRST_ITEMS)


async def test_from_the_channel_to_send_takes_eight_presses(world: World) -> None:
    people, post = await opened(world)
    person, presses = people[3], 1
    await person.presses(post, "pulse.take")
    presses += len(polling.items(person))
    assert await person.submits(dict.fromkeys(polling.items(person), "4")) is None
    presses += 1
    assert await person.submits() is None
    presses += 1

    assert presses <= 9
    assert await ballots_in(world) == 1


async def test_the_page_before_sending_shows_exactly_what_is_counted(world: World) -> None:
    people, post = await opened(world)
    chosen = {"kept": 1, "heard": 2, "now": 3, "door": 0, "celebrated": 5}
    await reviews(people[3], post, chosen)

    form = people[3].form
    assert form is not None
    assert [
        line.removeprefix(STATEMENTS[key].text).strip()
        for key, line in zip(chosen, form.plain.splitlines()[2:7], strict=True)
    ] == [
        "Never",
        "Seldom",
        "Sometimes",
        "Not my part",
        "Always",
    ]
    assert "It’s counted among everybody, and by sector: private and public." in form.plain
    assert await ballots_in(world) == 0
    assert await people[3].submits() is None
    pulse = await newest_pulse(world)
    tally = await world.bot.database.read(_opened, pulse.id)
    [counts] = tally.by_group.values()
    assert {key: list(counts[key]).index(1) for key in chosen} == chosen


def _opened(session: Session, pulse_id: int) -> ballots.Tally:
    pulse = session.get_one(Pulse, pulse_id)
    token = session.get_one(Post, pulse.post_id).token
    key = ballots.key(session, pulse, token, None)
    return ballots.count(pulse, token, key, ballots.sealed(session, [pulse_id])[pulse_id])


async def test_one_can_go_back_and_change_an_answer_before_sending(world: World) -> None:
    people, post = await opened(world)
    person = people[3]
    await reviews(person, post, 2)
    await person.closes()
    assert polling.items(person) == list(FIRST_ITEMS)

    assert await person.submits(dict.fromkeys(FIRST_ITEMS, "5")) is None

    assert person.form is not None
    assert "Always" in person.form.plain
    assert "Seldom" not in person.form.plain


async def test_both_workspaces_answer_by_channel_standing_post_and_my_pencil(world: World) -> None:
    people, post = await opened(world)
    priya, marek = world.person("Dr Priya Raman"), world.person("Marek Nowak")
    await answers(priya, post)
    await answers(marek, world.room[0])
    await people[0].presses(world.room[0], "mine.open")
    assert people[0].form is not None
    await people[0].presses(people[0].form, "pulse.take")
    assert await people[0].submits(dict.fromkeys(FIRST_ITEMS, "3")) is None
    assert await people[0].submits() is None

    assert await ballots_in(world) == 3


async def test_nobody_answers_twice(world: World) -> None:
    people, post = await opened(world)
    person = people[3]
    await answers(person, post, 5)

    await person.presses(post, "pulse.take")

    assert person.form is None
    assert "You have answered this pulse" in person.private()[-1].plain
    assert await ballots_in(world) == 1


async def test_two_open_forms_of_one_person_make_one_ballot(world: World) -> None:
    people, post = await opened(world)
    person = people[3]
    who = Who(person.about.team_id, person.user_id)
    token = next(value for _, action, value in post.buttons if action == "pulse.take")
    assert token is not None

    outcomes = await asyncio.gather(
        *(
            world.bot.database.run(acts.send, token, who, dict.fromkeys(FIRST_ITEMS, answer), None, OPENING)
            for answer in (1, 2, 3, 4, 5)
        ),
        return_exceptions=True,
    )

    assert sum(isinstance(outcome, ballots.AnsweredError) for outcome in outcomes) == 4
    assert await ballots_in(world) == 1


@pytest.mark.parametrize(
    "forged",
    [
        "",
        "kept:4",
        "kept:4,heard:4,now:4,door:4,nearer:6",
        "kept:4,heard:4,now:4,door:4,nearer:-1",
        "kept:4,heard:4,now:4,door:4,usual:4",
        "kept:4,kept:4,heard:4,now:4,door:4,nearer:4",
        "kept:4,heard:4,now:4,door:4,nearer:4,candid:4",
        "kept:٤,heard:4,now:4,door:4,nearer:4",
    ],
)
async def test_forged_answers_are_turned_away_whole(world: World, forged: str) -> None:
    people, post = await opened(world)
    person = people[3]
    await reviews(person, post)
    assert person.form is not None
    channel, token, _ = person.form.payload["private_metadata"].split(" ", 2)
    person.form.payload["private_metadata"] = f"{channel} {token} {forged}".strip()

    assert await person.submits() is None

    assert person.form is not None
    assert "Something is wrong with this form" in person.form.plain
    assert await ballots_in(world) == 0


async def test_a_forged_pulse_is_not_there(world: World) -> None:
    people, post = await opened(world)
    await reviews(people[3], post)
    assert people[3].form is not None
    people[3].form.payload["private_metadata"] = f"{HOME} elsewhere kept:4"

    assert await people[3].submits() is None

    assert people[3].form is not None
    assert "That pulse is gone" in people[3].form.plain


async def test_with_the_key_back_what_stands_in_the_form_can_be_sent(world: World) -> None:
    people = await peopled(world)
    settings = world.bot.settings
    object.__setattr__(settings, "pencil_key", SecretStr("k" * 40))
    await world.moves_to(OPENING)
    await reviews(people[7], openings(world)[0], 2)
    object.__setattr__(settings, "pencil_key", None)
    assert await people[7].submits() is None

    object.__setattr__(settings, "pencil_key", SecretStr("k" * 40))
    assert await people[7].submits() is None

    assert people[7].form is not None
    assert "Your answers will be counted" in people[7].form.plain


async def test_a_database_that_fails_leaves_the_answers_in_the_form(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    people, post = await opened(world)
    await reviews(people[3], post, 2)
    with monkeypatch.context() as broken:
        broken.setattr(ballots, "cast", breaks)
        assert await people[3].submits() is None
    assert people[3].form is not None
    assert "Nothing is lost" in people[3].form.plain

    assert await people[3].submits() is None

    assert "Your answers will be counted" in people[3].form.plain

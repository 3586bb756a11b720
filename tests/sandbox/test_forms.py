"""Forms with many choices, and forms that lie on each other: what is chosen below is still there afterwards."""

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from sandbox.actors.refusal import CannotError
from sandbox.api.limits import view_faults
from sandbox.page.routes import with_page
from sandbox.server import Sandbox
from sandbox.slack.people import HOME
from tests.sandbox.small_app import (
    FINDING,
    HELPERS,
    LAST,
    MANIFEST,
    QUESTIONS,
    SmallApp,
    button,
    opens,
    option,
    plain,
    question,
)

AMINA, BEN, PRIYA = "U0001HUB", "U0002HUB", "U0013EST"
ALL = {f"q{n}": "m" for n in range(1, 6)}
REQUIRED = "Please complete this required field."


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with with_page(Sandbox(MANIFEST)) as made:
        yield made


@pytest.fixture
async def app(sandbox: Sandbox) -> AsyncIterator[SmallApp]:
    made = SmallApp(sandbox)
    made.replies = {"questions": {"response_action": "push", "view": LAST}, "last": {"response_action": "clear"}}
    await made.start()
    yield made
    await made.stop()


def chosen(payload: dict[str, Any]) -> dict[str, str | None]:
    values = payload["view"]["state"]["values"]
    return {block: (field["v"]["selected_option"] or {}).get("value") for block, field in values.items()}


def radios(*options: dict[str, Any], **more: Any) -> dict[str, Any]:
    element = {"type": "radio_buttons", "action_id": "v", "options": list(options), **more}
    return {**QUESTIONS, "blocks": [{"type": "input", "label": plain("Which?"), "element": element}]}


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        (radios(*[option("x", str(n)) for n in range(10)]), radios(*[option("x", str(n)) for n in range(11)])),
        (radios(option("x", "1")), radios()),
        (radios(option("x" * 75, "1")), radios(option("x" * 76, "1"))),
        (radios(option("x", "1" * 150)), radios(option("x", "1" * 151))),
        (radios(option("x", "1")), radios(option("x", ""))),
        (
            radios({**option("x", "1"), "description": plain("x" * 75)}),
            radios({**option("x", "1"), "description": plain("x" * 76)}),
        ),
        (
            radios(option("x", "1"), initial_option=option("x", "1")),
            radios(option("x", "1"), initial_option=option("x", "2")),
        ),
    ],
)
def test_each_limit_of_radio_buttons_holds(good: dict[str, Any], bad: dict[str, Any]) -> None:
    assert view_faults(good) == []
    assert view_faults(bad) != []


async def test_five_questions_are_answered_by_value_and_none_may_be_left_out(sandbox: Sandbox, app: SmallApp) -> None:
    opens(sandbox, AMINA, QUESTIONS)
    amina = sandbox.person(AMINA)
    assert await amina.submits({"q1": "s", "q3": "m"}) == dict.fromkeys(("q2", "q4", "q5"), REQUIRED)
    assert app.sent == []
    assert await amina.submits({"q2": "s", "q4": "s", "q5": "m"}) is None
    assert chosen(app.sent[-1]) == {"q1": "s", "q2": "s", "q3": "m", "q4": "s", "q5": "m"}


async def test_closing_goes_back_to_what_was_filled_in(sandbox: Sandbox, app: SmallApp) -> None:
    below = opens(sandbox, AMINA, QUESTIONS)
    amina = sandbox.person(AMINA)
    await amina.submits(ALL)
    above = amina.form
    assert above is not None
    assert (above.previous_id, above.root_id) == (below.id, below.id)
    await amina.closes()
    assert amina.form is below
    await amina.submits({"q5": "s"})
    assert chosen(app.sent[-1]) == {**ALL, "q5": "s"}
    await amina.submits()
    assert amina.form is None


async def test_nobody_is_told_of_a_closing_they_did_not_ask_about(sandbox: Sandbox, app: SmallApp) -> None:
    amina = sandbox.person(AMINA)
    opens(sandbox, AMINA, {**QUESTIONS, "notify_on_close": True})
    await amina.submits(ALL)
    await amina.closes()
    assert [payload["type"] for payload in app.sent] == ["view_submission"]
    await amina.closes()
    assert amina.form is None
    assert (app.sent[-1]["type"], app.sent[-1]["is_cleared"]) == ("view_closed", False)


@pytest.mark.parametrize("everything", [False, True])
async def test_a_form_may_close_all_that_lies_below_it(sandbox: Sandbox, app: SmallApp, *, everything: bool) -> None:
    amina = sandbox.person(AMINA)
    app.replies["questions"]["view"] = LAST if everything else {**LAST, "clear_on_close": True}
    opens(sandbox, AMINA, {**QUESTIONS, "notify_on_close": True})
    await amina.submits(ALL)
    await amina.closes(everything=everything)
    assert amina.form is None
    assert (app.sent[-1]["type"], app.sent[-1]["is_cleared"]) == ("view_closed", True)


async def test_a_form_drawn_anew_keeps_the_answers_to_the_same_questions(sandbox: Sandbox, app: SmallApp) -> None:
    others = radios(option("Now", "now"))["blocks"][0] | {"block_id": "q1"}
    anew = {**QUESTIONS, "blocks": [others, *QUESTIONS["blocks"][1:]]}
    app.replies["questions"] = {"response_action": "update", "view": anew}
    opens(sandbox, AMINA, QUESTIONS)
    amina = sandbox.person(AMINA)
    await amina.submits(ALL)
    assert await amina.submits() == {"q1": REQUIRED}
    assert await amina.submits({"q1": "now"}) is None
    assert chosen(app.sent[-1]) == {**ALL, "q1": "now"}


async def test_an_answer_that_is_not_offered_cannot_be_given(sandbox: Sandbox, app: SmallApp) -> None:
    opens(sandbox, AMINA, QUESTIONS)
    with pytest.raises(CannotError, match="no choice xl"):
        await sandbox.person(AMINA).submits({**ALL, "q1": "xl"})
    assert app.sent == []


async def does(sandbox: Sandbox, path: str, **posted: Any) -> str:
    data = {"as": AMINA, **posted}
    async with aiohttp.ClientSession() as session, session.post(sandbox.url + path, data=data) as answer:
        assert answer.status == 200
        return await answer.text()


def posted(**answers: str) -> dict[str, str]:
    return {json.dumps([block, "v"]): value for block, value in answers.items()}


async def test_the_page_goes_back_to_what_was_chosen(sandbox: Sandbox, app: SmallApp) -> None:
    below = opens(sandbox, AMINA, QUESTIONS)
    page = await does(sandbox, "/submit", at=below.id, **posted(q1="s", q2="m"))
    assert page.count(REQUIRED) == 3
    assert page.partition("<dialog")[2].count(" checked") == 2
    page = await does(sandbox, "/submit", at=below.id, **posted(**ALL))
    assert "One more thing" in page
    above = sandbox.person(AMINA).form
    assert above is not None
    page = await does(sandbox, "/close", at=above.id)
    assert "Five questions" in page
    assert page.partition("<dialog")[2].count(" checked") == 5
    assert REQUIRED not in page
    page = await does(sandbox, "/close", at=above.id)
    assert "Five questions" in page
    await does(sandbox, "/submit", at=below.id, **posted(**ALL))
    above = sandbox.person(AMINA).form
    assert above is not None
    assert "dialog" not in await does(sandbox, "/close", at=above.id, all="yes")


async def test_slacks_own_list_of_people_shows_those_of_ones_workspace(sandbox: Sandbox, app: SmallApp) -> None:
    fields = [
        question(kind, "Who?", {"type": kind, "action_id": "v"}) for kind in ("users_select", "multi_users_select")
    ]
    begun = {"type": "users_select", "action_id": "v", "initial_user": PRIYA}
    opens(sandbox, AMINA, {**QUESTIONS, "blocks": [*fields, question("begun", "Who?", begun)]})
    amina = sandbox.person(AMINA)

    with pytest.raises(CannotError, match=PRIYA):
        await amina.submits({"users_select": PRIYA})
    with pytest.raises(CannotError, match=PRIYA):
        await amina.submits({"users_select": BEN, "multi_users_select": [BEN, PRIYA]})
    assert await amina.submits({"users_select": BEN, "multi_users_select": [BEN, AMINA]}) is None

    values = app.sent[-1]["view"]["state"]["values"]
    assert values["begun"]["v"]["selected_user"] == PRIYA


async def test_a_list_whose_choices_the_app_has_is_asked_for_as_somebody_types(sandbox: Sandbox, app: SmallApp) -> None:
    app.replies["finding"] = {"response_action": "clear"}
    view = opens(sandbox, AMINA, FINDING)
    amina = sandbox.person(AMINA)

    assert await amina.searches("one", "br") == [("Bram", "B")]
    asked = app.sent[-1]
    assert (asked["type"], asked["value"]) == ("block_suggestion", "br")
    assert (asked["block_id"], asked["action_id"]) == ("one", "v")
    assert asked["container"] == {"type": "view", "view_id": view.id}
    with pytest.raises(CannotError, match="A"):
        await amina.submits({"one": "A"})  # which was not among what was shown
    assert await amina.submits({"one": "B", "some": ["A", "C"]}) is None

    values = app.sent[-1]["view"]["state"]["values"]
    assert values["one"]["v"]["selected_option"] == HELPERS[1]
    assert values["some"]["v"]["selected_options"] == [HELPERS[0], HELPERS[2]]


async def test_choices_slack_would_not_show_are_complained_of(sandbox: Sandbox, app: SmallApp) -> None:
    opens(sandbox, AMINA, FINDING)
    sandbox.app.check_options([option("x" * 76, "1")])
    sandbox.app.check_options([option("x", str(n)) for n in range(101)])
    assert len(sandbox.slack.complaints) == 2


async def test_lists_beside_words_and_in_rows_are_part_of_the_state(sandbox: Sandbox, app: SmallApp) -> None:
    app.replies["rows"] = {"response_action": "clear"}
    options = [option("Third", "3"), option("Fourth", "4")]
    pick = {"type": "static_select", "options": options}
    rows = [
        {"type": "section", "block_id": "words", "text": plain("Which?"), "accessory": {**pick, "action_id": "s"}},
        {
            "type": "actions",
            "block_id": "row",
            "elements": [
                {**pick, "action_id": "a", "initial_option": options[0]},
                {"type": "multi_users_select", "action_id": "m"},
                button("Look", "b"),
                {"type": "overflow", "action_id": "o", "options": options},
            ],
        },
        question("why", "Why?", {"type": "plain_text_input", "action_id": "v"}, optional=True),
    ]
    opens(sandbox, AMINA, {**QUESTIONS, "callback_id": "rows", "blocks": rows})
    amina = sandbox.person(AMINA)
    assert amina.form is not None

    await amina.presses(amina.form, "s", choose="4")
    assert app.sent[-1]["view"]["state"]["values"]["words"]["s"]["selected_option"] == options[1]
    assert await amina.submits({"why": "x"}) is None

    assert app.sent[-1]["view"]["state"]["values"] == {
        "words": {"s": {"type": "static_select", "selected_option": options[1]}},
        "row": {
            "a": {"type": "static_select", "selected_option": options[0]},
            "m": {"type": "multi_users_select", "selected_users": []},
        },
        "why": {"v": {"type": "plain_text_input", "value": "x"}},
    }


async def test_a_word_beside_what_is_no_field_is_taken_amiss(sandbox: Sandbox, app: SmallApp) -> None:
    opens(sandbox, AMINA, QUESTIONS)
    for errors in ({"nowhere": "x"}, {}):
        app.replies["questions"] = {"response_action": "errors", "errors": errors}
        assert "trouble connecting" in (await sandbox.person(AMINA).submits(ALL) or {})[""]
    assert len(sandbox.slack.complaints) == 2


async def test_what_lists_on_a_message_hold_comes_with_a_press(sandbox: Sandbox, app: SmallApp) -> None:
    pick = {"type": "static_select", "action_id": "s", "options": [option("Third", "3"), option("Fourth", "4")]}
    row = {"type": "actions", "block_id": "row", "elements": [pick, button("Look", "b")]}
    message = sandbox.slack.add(HOME, sandbox.slack.bot_user, "Which?", [row])
    amina = sandbox.person(AMINA)

    await amina.presses(message, "s", choose="4")
    await amina.presses(message, "b")

    for sent in app.sent[-2:]:
        assert sent["state"]["values"]["row"]["s"]["selected_option"]["value"] == "4"

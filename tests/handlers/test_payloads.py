"""What somebody did is read to the last field: from payloads that Slack was recorded to send, and others like them."""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from bot.lib.marks import BEGIN, END
from bot.lib.refusals import GarbledError
from bot.partnership.members import Who
from handlers import payloads
from handlers.payloads import Command, Payload, Press, Search, Shortcut, Submission

FOLDER = Path(__file__).parent.parent / "slack-payloads" / "payloads"
COMMAND = "slash_command/bolt-python_test_wsgi_http_108"
PRIVATE = "interactive/block_actions/bolt-python_test_block_actions_161"
PUBLIC = "interactive/block_actions/java-slack-sdk_BlockActionRequestTest_35"
FORM = "interactive/view_submission/bolt-python_test_view_submission_17"
LIST = "interactive/block_suggestion/java-slack-sdk_BlockSuggestionPayloadTest_13"
MESSAGE = "interactive/message_action/bolt-python_test_app_using_methods_in_class_61"
BUTTON = {"type": "button", "action_id": "win.undo", "value": "7"}


def _recorded(name: str, **other: Any) -> Payload:
    payload: Payload = json.loads((FOLDER / f"{name}.json").read_text())["payload"]
    return {**payload, **other}


def _filled(values: Payload, **view: Any) -> Payload:
    """A form that was sent in with these fields."""
    payload = _recorded(FORM)
    return {**payload, "view": {**payload["view"], "private_metadata": "C1 win 7", "state": {"values": values}, **view}}


def _sent(**answers: Payload) -> Submission:
    return payloads.submission(_filled({block: {"any": answer} for block, answer in answers.items()}), "T9")


def _pressed(action: Payload, **other: Any) -> Press:
    return payloads.press(_recorded(PRIVATE, actions=[action], **other), "T9")


def test_a_command_is_who_said_what_where() -> None:
    who = Who("T111", "W111", "C111", enterprise_id="E111")
    said = Command("win", "Hi", who, "C111", "command:111.111.xxx", "T111", trigger="111.111.xxx")
    assert asdict(payloads.command(_recorded(COMMAND), "win")) == asdict(said)
    bare = payloads.command(_recorded(COMMAND, text=None, enterprise_id=""), "win")
    assert (bare.text, bare.who.enterprise_id, bare.thread, bare.sure) == ("", None, None, False)


def test_a_press_is_on_a_message_that_one_person_sees_or_everybody() -> None:
    who = Who("T111", "W111", "C111", enterprise_id="E111")
    url = "https://hooks.slack.com/actions/T111/111/random-value"
    private = Press("a", "click_me_123", who, "C111", "111.222.valid", url, "111.222", private=True, team="T9")
    assert asdict(payloads.press(_recorded(PRIVATE), "T9")) == asdict(private)

    public = payloads.press(_recorded(PUBLIC), "T9")
    assert asdict(public.who) == asdict(Who("T9TK3CUKW", "UA8RXUSPL", "CBR2V3XEX"))
    assert (public.message_ts, public.private) == ("1548261231.000200", False)
    unnamed = payloads.press(_recorded(PUBLIC, channel=None), "T9")
    assert (unnamed.channel, unnamed.who.at) == ("CBR2V3XEX", "CBR2V3XEX")


def test_a_press_in_a_form_or_at_home_is_on_no_message() -> None:
    shown = {"container": {"type": "view", "view_id": "V1"}, "channel": None, "response_url": None}
    in_form = _pressed(BUTTON, **shown, view={"id": "V1", "type": "modal"})
    assert (in_form.in_form, in_form.view, in_form.who.at) == (True, "V1", "")
    assert (in_form.channel, in_form.response_url, in_form.message_ts, in_form.private) == (None, None, None, False)
    at_home = _pressed(BUTTON, **shown, view={"id": "V1", "type": "home"})
    assert (at_home.in_form, at_home.view) == (False, "")
    assert not _pressed(BUTTON, container={"type": "message"}, view={"id": "V1", "type": "modal"}).in_form
    assert _pressed(BUTTON, container=None, channel=None).channel is None


@pytest.mark.parametrize(
    ("action_id", "action", "part"),
    [("win", "win", ""), ("win.undo", "win.undo", ""), ("win.undo.2", "win.undo", "2"), ("a.b.c.d", "a.b", "c.d")],
)
def test_what_was_pressed_is_a_noun_a_verb_and_which_of_several(action_id: str, action: str, part: str) -> None:
    press = _pressed({**BUTTON, "action_id": action_id})
    assert (press.action, press.part, press.value) == (action, part, "7")


def test_an_option_is_chosen_and_boxes_are_ticked() -> None:
    option = {"type": "static_select", "action_id": "win.more", "selected_option": {"value": "edit"}}
    assert _pressed(option).value == "edit"
    assert _pressed({**option, "selected_option": None}).value == ""
    boxes = {"type": "checkboxes", "action_id": "win.more", "selected_options": [{"value": "1"}, {"value": "2"}]}
    assert _pressed(boxes).chosen == ["1", "2"]
    assert (_pressed({**boxes, "selected_options": None}).chosen, _pressed(BUTTON).chosen) == ([], [])


@pytest.mark.parametrize(
    ("user", "team", "enterprise", "known"),
    [
        ("T1", {"id": "T1", "enterprise_id": "E1"}, None, "E1"),
        ("T1", {"id": "T1"}, {"id": "E1"}, "E1"),
        ("T1", {"id": "T1", "enterprise_id": "E2"}, {"id": "E1"}, "E1"),
        ("E1", {"id": "T1", "enterprise_id": "E1"}, None, "E1"),
        ("T2", {"id": "T1", "enterprise_id": "E1"}, {"id": "E1"}, None),
        ("T1", {"id": "T1"}, {}, None),
        ("T1", None, None, None),
    ],
)
def test_an_enterprise_is_somebodys_own_where_the_payloads_workspace_is(
    user: str, team: Payload | None, enterprise: Payload | None, known: str | None
) -> None:
    payload = _recorded(PRIVATE, user={"id": "U1", "team_id": user}, team=team, enterprise=enterprise)
    assert asdict(payloads.press(payload, "T9").who) == asdict(Who(user, "U1", "C111", enterprise_id=known))


def test_who_comes_from_nowhere_known_comes_from_where_pencil_is() -> None:
    who = payloads.press(_recorded(PUBLIC, user={"id": "U1"}), "T9").who
    assert asdict(who) == asdict(Who("T9", "U1", "CBR2V3XEX"))


def test_a_form_is_read_with_all_that_was_written_and_chosen() -> None:
    values = {
        "hspI": {"maBWU": {"type": "plain_text_input", "value": "We did it"}},
        "how": {"how": {"type": "plain_text_input", "value": "Together"}},
        "none": {"none": {"type": "plain_text_input", "value": None}},
        "day": {"day": {"type": "datepicker", "selected_date": "2026-03-02"}},
    }
    who = Who("T111", "W111", "C1", in_form=True, enterprise_id="E111")
    answers = {"hspI": "We did it", "how": "Together", "none": None, "day": "2026-03-02"}
    sent = Submission("view-id", "C1", "win 7", answers, who, "form:V111", "T9", "We did it\nTogether", field="hspI")
    assert asdict(payloads.submission(_filled(values), "T9")) == asdict(sent)
    bare = payloads.submission(_filled({}, private_metadata=None, state=None, blocks=None), "T9")
    assert (bare.channel, bare.about, bare.answers, bare.field) == ("", "", {}, "")


@pytest.mark.parametrize(
    ("field", "answer"),
    [
        ({"type": "checkboxes", "selected_options": [{"value": "1"}, {"value": "2"}]}, ["1", "2"]),
        ({"type": "checkboxes", "selected_options": None}, []),
        ({"type": "multi_users_select", "selected_users": ["U1", "U2"]}, ["U1", "U2"]),
        ({"type": "multi_conversations_select", "selected_conversations": ["C1"]}, ["C1"]),
        ({"type": "static_select", "selected_option": {"value": "council"}}, "council"),
        ({"type": "static_select", "selected_option": None}, None),
        ({"type": "users_select", "selected_user": "U1"}, "U1"),
        ({"type": "datepicker", "selected_date": "2026-03-02"}, "2026-03-02"),
        ({"type": "timepicker", "selected_time": "10:30"}, "10:30"),
        ({"type": "email_text_input", "value": "a@example.org"}, "a@example.org"),
    ],
    ids=lambda value: value["type"] if isinstance(value, dict) else "",
)
def test_each_kind_of_field_gives_its_answer_and_is_not_typed(field: Payload, answer: Any) -> None:
    sent = _sent(it=field)
    assert (sent.answers, sent.typed) == ({"it": answer}, "")


def test_an_answer_is_a_text_or_several_and_nothing_where_nothing_was_given() -> None:
    sent = _sent(text={"value": "x"}, people={"selected_users": ["U1"]}, none={"value": None})
    assert (sent.text("text"), sent.text("none"), sent.text("missing")) == ("x", "", "")
    assert (sent.chosen("people"), sent.chosen("none"), sent.chosen("missing")) == (["U1"], [], [])
    assert (sent.people("text"), sent.people("people"), sent.people("missing")) == (["x"], ["U1"], [])
    for read, block in ((sent.text, "people"), (sent.chosen, "text")):
        with pytest.raises(GarbledError):
            read(block)


def test_what_is_looked_for_in_a_list_belongs_where_the_form_does() -> None:
    view = {"private_metadata": "C1 win 7"}
    who = Who("T123", "U123", "C1", in_form=True)
    found = payloads.search(_recorded(LIST, view=view), "T9")
    assert asdict(found) == asdict(Search("a", "This is a test", "C1", who))
    assert payloads.search(_recorded(LIST, view=view, value=None), "T9").typed == ""


def test_a_message_is_pointed_at_with_its_words_and_its_author() -> None:
    pointed = Shortcut(
        "test-shortcut",
        Who("T9", "W111", "C111"),
        "C111",
        "111.222.xxx",
        "https://hooks.slack.com/app/T111/111/xxx",
        "<@W222> test",
        "W111",
        "T9",
    )
    assert asdict(payloads.shortcut(_recorded(MESSAGE), "T9")) == asdict(pointed)
    by_a_bot = payloads.shortcut(_recorded(MESSAGE, message={"user": "U0BOT", "bot_id": "B1", "text": None}), "T9")
    assert (by_a_bot.author, by_a_bot.text) == (None, "")


@pytest.mark.parametrize("odd", ["\0", BEGIN, END, *map(chr, (0xD800, 0xDFFF))], ids=ascii)
def test_what_cannot_be_kept_or_means_something_to_us_alone_is_garbled_unless_it_was_typed(odd: str) -> None:
    garbled: list[Callable[[], Any]] = [
        lambda: _pressed({**BUTTON, "value": f"7{odd}"}),
        lambda: _pressed({**BUTTON, "selected_options": [{"value": "1"}, {"value": f"2{odd}"}]}),
        lambda: payloads.command(_recorded(COMMAND, trigger_id=f"1{odd}"), "win"),
        lambda: payloads.submission(_filled({}, callback_id=f"win{odd}"), "T9"),
    ]
    for read in garbled:
        with pytest.raises(GarbledError):
            read()
    kept = "" if odd in {BEGIN, END} else odd
    assert payloads.command(_recorded(COMMAND, text=f"We{odd} did it"), "win").text == f"We{kept} did it"
    sent = _sent(text={"type": "plain_text_input", "value": f"We{odd} did it"}, people={"selected_users": ["U1"]})
    assert sent.answers == {"text": f"We{kept} did it", "people": ["U1"]}
    assert sent.typed == f"We{kept} did it"


@pytest.mark.parametrize(
    ("name", "other"),
    [
        (COMMAND, {"text": 7}),
        (COMMAND, {"text": ["x"]}),
        (COMMAND, {"user_id": None}),
        (COMMAND, {"enterprise_id": 7}),
        (PRIVATE, {"actions": []}),
        (PRIVATE, {"actions": [{**BUTTON, "value": 7}]}),
        (PRIVATE, {"actions": [{**BUTTON, "selected_options": [{"value": 7}]}]}),
        (PRIVATE, {"user": {"id": 7}}),
        (PRIVATE, {"response_url": 7}),
        (FORM, _filled({"text": {"text": {"value": 7}}})),
        (FORM, _filled({"text": {"text": {"selected_users": [7]}}})),
        (FORM, _filled({"text": {"text": {"selected_users": {"id": "U1"}}}})),
        (FORM, {"view": None}),
        (LIST, {"value": 7}),
        (MESSAGE, {"channel": "C111"}),
    ],
)
def test_what_is_of_another_shape_is_garbled(name: str, other: Payload) -> None:
    readers = {PRIVATE: payloads.press, FORM: payloads.submission, LIST: payloads.search, MESSAGE: payloads.shortcut}
    with pytest.raises(GarbledError):
        readers.get(name, payloads.command)(_recorded(name, **other), "T9")

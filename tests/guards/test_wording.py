"""Whatever can be said has words: kinds of post, stages, acts of hosts, what waits, settings."""

from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from bot.checkins import suggestions
from bot.checkins.stages import STAGES, Stage, Word
from bot.checkins.views import checkin
from bot.home import waiting
from bot.home.preview import OUTLOOKS
from bot.home.views import waiting as waiting_view
from bot.models import Member
from bot.partnership import audit_log
from bot.partnership.partnerships import KEPT
from bot.partnership.views import audit_log as deed
from bot.schedule import timetable
from bot.settings import Settings
from bot.slack.views import wording as words
from jobs.composers import COMPOSERS
from tests.conftest import ROOT


def test_every_kind_has_a_time_a_rule_and_a_name() -> None:
    assert list(COMPOSERS) == list(timetable.KINDS)
    assert set(COMPOSERS) == set(words.KINDS) == set(OUTLOOKS)


@pytest.mark.parametrize("stage", Stage)
def test_every_stage_has_questions_steps_and_facts_with_words(stage: Stage) -> None:
    about = STAGES[stage]
    steps = suggestions.STEPS[stage]
    assert len(set(about.questions)) >= 3
    assert set(steps) == set(Word)
    assert all(len(set(for_answer)) >= 2 for for_answer in steps.values())
    assert len({step for for_answer in steps.values() for step in for_answer}) == sum(map(len, steps.values()))
    assert 2 <= len(about.facts) <= 4
    assert set(about.facts) <= set(checkin.FACTS)
    assert all(question.endswith("?") for question in about.questions)
    assert all(step.endswith(".") for for_answer in steps.values() for step in for_answer)
    assert len(set(suggestions.FOR_HOSTS[stage])) == 2


def test_every_setting_is_explained_to_people() -> None:
    explained = {line.partition("=")[0] for line in (ROOT / ".env.example").read_text().splitlines() if "=" in line}
    assert {name.upper() for name in Settings.model_fields} <= explained


def test_every_act_of_hosts_has_words_and_no_other_is_recorded() -> None:
    assert audit_log.ACTIONS
    assert set(deed.ACTION_WORDS) == audit_log.ACTIONS
    with Session() as session, pytest.raises(audit_log.UnknownActionError):
        audit_log.record(session, Member(), "host.danced", datetime.now(UTC))  # type: ignore[arg-type]


def test_all_that_waits_has_words() -> None:
    assert set(waiting.KINDS) == set(waiting_view.KINDS)


def test_the_page_on_privacy_tells_those_who_never_did_anything_what_is_kept_and_how_it_goes() -> None:
    page = (ROOT / "docs/privacy/what-is-kept.md").read_text()
    theirs = page.partition("## If you never did anything here\n")[2].partition("\n## ")[0]
    for told in ("came into the channel", "thanked you", "you helped", "Why this may be kept", "6(1)(f)"):
        assert told in theirs
    for typed in ("/partnership my-data", "/partnership forget-me"):
        assert typed in theirs
    assert f"keeps things for {KEPT} months" in page

"""The house keeps its shape: imports, manifest, migrations, tables, limits."""

import ast
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from hypothesis import example, given, settings
from hypothesis import strategies as st
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View
from sqlalchemy import Table

from bot.blockers.entries import BlockerView
from bot.blockers.facts import BlockerList, Closed, ClosingForm, DraftView, Raised, TakenOn, TextForm
from bot.blockers.helpers_consent import PastHelp
from bot.blockers.views import blocker
from bot.blockers.views import help_requests as help_view
from bot.blockers.views import helpers_consent as proof
from bot.checkins.evidence import Figure
from bot.checkins.stages import STAGES, CheckinView, Stage, UrgencyFacts
from bot.checkins.views import checkin
from bot.db.columns import Moment
from bot.db.engine import engine
from bot.home import waiting
from bot.home.preview import OUTLOOKS
from bot.home.settings_page import AtStake, PartnershipSettings, SettingsPage
from bot.home.views import catch_up as catching_up
from bot.home.views import commands, for_hosts, mine, ours, settings_page, welcome
from bot.home.views import waiting as waiting_view
from bot.home.waiting import Waiting
from bot.hosts.views import delivery_alert as trouble
from bot.hosts.views import hosts
from bot.hosts.views import step_back as stepping
from bot.lib.periods import Period
from bot.models import Base
from bot.outbox.kinds import TAKEN_BACK, Lateness
from bot.outbox.undelivered import Undelivered
from bot.outbox.views import files as parcel
from bot.partnership.audit_log import Entry
from bot.partnership.partners import Joined, Listed, Listing, Perhaps, Sector
from bot.partnership.preferences import Held, Preferences
from bot.partnership.rhythm import Line
from bot.partnership.views import audit_log as deed
from bot.partnership.views import partner, partnership, preferences, why
from bot.partnership.views.partner import Choice
from bot.partnership.why import History, Reason, Written
from bot.privacy import facts as privacy_facts
from bot.privacy.retention import Stake
from bot.privacy.views import deletion as ending
from bot.privacy.views import forget_me as forgetting
from bot.privacy.views import my_data
from bot.pulse import disclosure_control, releases
from bot.pulse.ballots import HELD
from bot.pulse.questionnaire import asked as statements_of
from bot.pulse.views import controls as pulse_controls
from bot.pulse.views import pulse, response, results
from bot.report.views import messages as story
from bot.schedule import timetable
from bot.schedule.recurrence import Fire
from bot.schedule.timetable import Due
from bot.settings import Settings
from bot.skills.entries import SkillView
from bot.skills.facts import OfferReceipt, RemovedSkill, SkillChoice, SkillForm, SkillList, SkillSearch
from bot.skills.names import TypedSkills
from bot.skills.views import skill
from bot.slack import messages as kit
from bot.slack.forms import VIEW_BLOCKS
from bot.slack.text import cut
from bot.slack.views import errors as door
from bot.slack.views import fewer_posts as wish
from bot.slack.views import wording as words
from bot.vision.aims import AimWording, Wording
from bot.vision.facts import (
    AimView,
    AssentQuestion,
    DecisionForm,
    ExplanationForm,
    HistoryEntry,
    ProposalForm,
    VisionHistory,
)
from bot.vision.proposals import ProposalView
from bot.vision.versions import Version, VisionView
from bot.vision.views import drift, proposal, vision
from bot.vision.views import forms as proposing
from bot.wins.aim import AimChoice
from bot.wins.consent import Audience
from bot.wins.entries import WinView
from bot.wins.facts import NamedIn, NamedWin, Receipt, SpotlightForm, SpotlightReceipt, WinForm, WinList
from bot.wins.views import celebration, spotlight, win
from bot.wins.views import organisation_name as naming_view
from handlers import ACTIONS, COMMANDS, EVENTS, FORMS, SHORTCUTS
from jobs.composers import COMPOSERS
from sandbox.api.limits import faults, view_faults
from sandbox.slack.blocks import walk
from sandbox.slack.state import Message
from tests.conftest import MANIFEST, ROOT

BASE = "https://raw.githubusercontent.com/slackapi/manifest-schema/v0.5.0/schemas"
WHEN = datetime(2026, 3, 6, 15, tzinfo=UTC)
MAY_IMPORT = {
    "bot": {"bot"},
    "handlers": {"handlers", "bot"},
    "jobs": {"jobs", "bot"},
    "sandbox": {"sandbox"},
    "migrations": {"bot"},
}
FOLDERS = {*MAY_IMPORT, "tests"}


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


@pytest.mark.parametrize("folder", MAY_IMPORT)
def test_imports_point_the_way_the_house_says(folder: str) -> None:
    files = [path for path in (ROOT / folder).rglob("*.py") if path.name != "__main__.py"]
    assert files
    for path in files:
        for name in _imports(path):
            top = name.partition(".")[0]
            assert top not in FOLDERS or top in MAY_IMPORT[folder], f"{path.relative_to(ROOT)} imports {name}"


def test_no_two_rooms_of_the_bot_need_each_other() -> None:
    names = {path: ".".join(path.relative_to(ROOT).with_suffix("").parts) for path in (ROOT / "bot").rglob("*.py")}
    graph: dict[str, set[str]] = {}
    for path, name in names.items():
        wanted = set()
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module:
                wanted |= {node.module, *(f"{node.module}.{one.name}" for one in node.names)}
        graph[name] = (wanted & set(names.values())) - {name}
    list(TopologicalSorter(graph).static_order())


def test_views_know_no_database_and_no_wire() -> None:
    for path in (ROOT / "bot" / "views").glob("*.py"):
        for name in _imports(path):
            assert not name.startswith(("sqlalchemy", "aiohttp", "slack_sdk.web", "slack_bolt")), f"{path}: {name}"


def test_the_manifest_says_what_the_tables_say() -> None:
    features = MANIFEST["features"]
    assert {one["command"] for one in features["slash_commands"]} == set(Settings(_env_file=None).commands.values())
    assert set(Settings(_env_file=None).commands) == set(COMMANDS)
    assert all(one["should_escape"] for one in features["slash_commands"])
    assert {one["callback_id"] for one in features["shortcuts"]} == set(SHORTCUTS)
    assert sorted(MANIFEST["settings"]["event_subscriptions"]["bot_events"]) == sorted(EVENTS)
    assert MANIFEST["settings"]["socket_mode_enabled"] is True


def test_the_manifest_is_one_slack_takes() -> None:
    folder = ROOT / "tests/slack-payloads/manifest-schema"
    schemas = [json.loads(path.read_text()) for path in sorted(folder.glob("manifest.schema.*.json"))]
    registry: Registry[Any] = Registry().with_resources(
        (f"{BASE}/{path.name}", Resource.from_contents(schema, default_specification=DRAFT7))
        for path, schema in zip(sorted(folder.glob("manifest.schema.*.json")), schemas, strict=True)
    )
    schema = json.loads((folder / "manifest.schema.json").read_text())
    jsonschema.validators.validator_for(schema)(schema, registry=registry).validate(MANIFEST)


def test_the_manifest_asks_for_the_least() -> None:
    scopes = MANIFEST["oauth_config"]["scopes"]
    assert sorted(scopes["bot"]) == [
        "app_mentions:read",
        "channels:read",  # who joins and leaves a public home
        "chat:write",
        "commands",
        "files:write",
        "groups:read",  # who joins and leaves a private one
        "im:write",
        "mpim:write",  # introducing whoever can help to whoever is stuck
        "users:read",
    ]
    assert all(scope.endswith(":history") for scope in scopes["bot_optional"])


def test_every_kind_has_a_time_a_rule_and_a_name() -> None:
    assert list(COMPOSERS) == list(timetable.KINDS)
    assert set(COMPOSERS) == set(words.KINDS) == set(OUTLOOKS)


def test_what_would_be_skipped_has_the_right_of_way() -> None:
    order = [kind.lateness for kind in timetable.KINDS.values()]
    assert order == sorted(order, key=lambda one: one is not Lateness.SAME_DAY)


@pytest.mark.parametrize("stage", Stage)
def test_every_stage_has_questions_steps_and_facts_with_words(stage: Stage) -> None:
    about = STAGES[stage]
    assert len(set(about.questions)) >= 3
    assert len(set(about.steps)) >= 3
    assert 2 <= len(about.facts) <= 4
    assert set(about.facts) <= set(checkin.FACTS)
    assert all(question.endswith("?") for question in about.questions)
    assert all(step.endswith(".") for step in about.steps)


def test_migrations_make_what_the_models_say(database_url: str) -> None:
    on = engine(database_url)
    with on.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    on.dispose()


def test_what_an_open_pulse_holds_has_no_order_and_points_at_nobody() -> None:
    for table in HELD:
        made = table.__table__
        assert isinstance(made, Table)
        assert made.dialect_options["sqlite"]["with_rowid"] is False
        assert not made.foreign_keys
        assert not [column.name for column in made.columns if isinstance(column.type, Moment)]


def test_every_row_but_the_pace_belongs_to_a_partnership() -> None:
    for table in Base.metadata.sorted_tables:
        if table.name not in {"pace", "partnerships"}:
            assert "partnership_id" in table.columns, table.name


def test_every_setting_is_explained_to_people() -> None:
    explained = {line.partition("=")[0] for line in (ROOT / ".env.example").read_text().splitlines() if "=" in line}
    assert {name.upper() for name in Settings.model_fields} <= explained


class Words(str):
    """Text of any length that a report shows shortly."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"{str(self)[:60]!r}… ({len(self)})"


class Wins(list[WinView]):
    """Many wins, shown shortly."""

    def __repr__(self) -> str:
        return f"{len(self)} of {self[0].text!r}, {len(self[0].partners)} partners"


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=5_000).map(Words)
LONG = st.sampled_from(
    ["x" * 40_000, "👩‍👩‍👧‍👦" * 900, "שלום " * 2_000, "<!channel> @here <@U0STRANGER> & <b>" * 300]
).map(Words)
NAME = st.text(min_size=1, max_size=80)
COUNTS = st.sampled_from([0, 1, 39, 40, 41, 99, 100, 101, 500])


@st.composite
def tellings(draw: st.DrawFn) -> Wins:
    number = draw(st.sampled_from([1, 2, 40, 41, 120]))
    text, name = draw(TEXT | LONG), draw(NAME)
    shared = draw(st.sampled_from([0, 1, 2, 5, 6, 40]))
    thanked = draw(st.sampled_from([0, 1, 10, 11, 60]))
    return Wins(
        WinView(
            id=place,
            text=text,
            author="U0001HUB",
            organisation=name if shared else None,
            partners=tuple((one, name) for one in range(shared)),
            thanked=tuple(f"U{one}" for one in range(thanked)),
            recorded_at=WHEN,
            post_id=None,
            undone=False,
            aim=text[:150] if thanked % 2 else None,
        )
        for place in range(number)
    )


_TOLD = WinView(1, "x" * 40_000, "U1", None, ((1, "x" * 80),) * 40, ("U1",) * 200, WHEN, None, undone=False)


def _choice(number: int, name: str) -> Choice:
    return Choice([(one, name) for one in range(number)])


def _stuck(text: str, name: str, number: int, *, fixed: bool = False) -> BlockerView:
    people = tuple(f"U{one}" for one in range(number))
    return BlockerView(
        id=1,
        text=text,
        author="U1" if number % 2 else None,
        organisation=name,
        raised_at=WHEN,
        taken_by=people,
        helped=people,
        fixed_by="U2" if fixed else None,
        fixed_at=WHEN if fixed else None,
        outcome=text if fixed else None,
        undone=False,
        post_id=1,
    )


def _skill(name: str, place: int) -> SkillView:
    user_id = f"U{place // 3}"
    return SkillView(
        place,
        name[:60],
        name,
        user_id,
        name,
        hidden=bool(place % 2),
        announce=True,
        askable=False,
        post_id=None,
        helped=(name,) * 3,
    )


def _of_blockers(text: str, name: str, number: int) -> list[kit.Message]:
    stuck, fixed = _stuck(text, name, number), _stuck(text, name, number, fixed=True)
    return [
        blocker.preview(DraftView(1, text), public=True),
        blocker.dropped(text),
        blocker.card(stuck, "Europe/London"),
        blocker.card(fixed, "Europe/London"),
        blocker.taken_note(stuck, "U1"),
        blocker.fixed_note(fixed),
        blocker.reopened_note(stuck, "U1"),
        blocker.receipt(Raised(stuck, "1.secret", 1, _choice(number, name))),
        blocker.undone(Raised(stuck, "1", 1)),
        blocker.taken(TakenOn(stuck, 1, _choice(number, name))),
        blocker.fixed(Closed(fixed, None)),
        blocker.fixed(Closed(fixed, Receipt(_TOLD))),
        blocker.fixed_already(fixed, text),
        blocker.listing(BlockerList([stuck] * number, number), WHEN, "/blocker"),
        blocker.called("/blocker"),
        blocker.help_("/blocker"),
    ]


def _of_skills(text: str, name: str, number: int) -> list[kit.Message]:
    offered = [_skill(name, place) for place in range(number)]
    waits = [proof.Helped(1, text, None)]
    typed = TypedSkills((), (text,), (text,), (text,) * number)
    fits = [(_stuck(text, name, 1), _skill(name, 1))] * 5
    return [
        skill.receipt(OfferReceipt(offered[:20], typed, _choice(number, name), 1)),
        skill.settled(_skill(name, 1)),
        skill.removed(RemovedSkill(1, name)),
        skill.which(SkillChoice(offered, text)),
        skill.search(SkillSearch(text, offered[:12], [PastHelp(text, "U1", name)] * min(number, 6)), "/skill"),
        skill.listing(SkillList(offered, [(name[:60], 2)] * number, [text] * number, waits * number), "/skill"),
        skill.called("/skill"),
        skill.help_("/skill"),
        skill.discovered(offered or [_skill(name, 1)], fits, "t" * 24),
    ]


def _of_checkins(text: str, number: int) -> list[kit.Message]:
    facts = tuple(Figure(fact, number, None if number % 2 else number, WHEN) for fact in list(checkin.FACTS)[:3])
    old = [_stuck(text, "x", 1)] * number
    urgency = UrgencyFacts(text[:300], WHEN, "Europe/London")
    asked = [
        CheckinView("Wins", "How?", "Do.", facts, {"moving": number}, closed=closed, urgency=urgency)
        for closed in (False, True)
    ]
    return [
        *(checkin.post(one, old, "t" * 24) for one in asked),
        *(checkin.summary(one) for one in asked),
        checkin.answered("stuck"),
        checkin.stages(
            checkin.Stages([("wins", "Wins")] * 8, "Wins", by_host=True, host=True, quiet=False), "/partnership"
        ),
        checkin.staged("Wins"),
        checkin.unknown_stage(["wins"], "/partnership"),
        wish.for_hosts("checkins", number or 1, "C0"),
    ]


def _wordings(text: str) -> tuple[Wording, Wording]:
    """As long as they may be, and as different as two versions can be."""
    said = " ".join(text.split())[:150] or "x"
    before = Wording((said * 2)[:300], tuple(AimWording(said, place) for place in range(1, 8)))
    after = Wording(
        (said[::-1] * 2)[:300], (*(AimWording(said[::-1], place) for place in range(5, 1, -1)), AimWording(said))
    )
    return before, after


def _proposed(text: str, name: str) -> list[ProposalView]:
    before, after = _wordings(text)
    made = ProposalView(1, "U1", "Europe/London", before, after, text[:600], WHEN)
    by = {"decided_by": "U2", "decided_at": WHEN, "because": text[:600], "number": 12}
    return [
        made,
        replace(made, before=Wording("")),
        replace(made, carried=True, assents=(name,) * 40),
        replace(made, stale=True, assents=()),
        *(replace(made, outcome=outcome, **by) for outcome in ("pencilled", "rubbed", "renewed")),  # type: ignore[arg-type]
        replace(made, outcome="rubbed", decided_by="U1", decided_at=WHEN),
    ]


def _about_the_vision(text: str, number: int) -> VisionView:
    before, after = _wordings(text)
    now, was = Version(number + 1, after, WHEN, "U1"), Version(number, before, WHEN, "U1")
    return VisionView(1, "Europe/London", Reason(before.text, "U1", WHEN), now, was, {1: number}, number)


def _of_the_vision(text: str, name: str, number: int) -> list[kit.Message]:
    before, _after = _wordings(text)
    said = [Reason(before.text, "U1", WHEN)] * number
    proposed = _proposed(text, name)
    about = _about_the_vision(text, number)
    was = about.before
    first = replace(about, now=None, before=None)
    entries = [*(HistoryEntry(was, one) for one in proposed), *(HistoryEntry(None, one) for one in proposed)] * number
    near = list(enumerate(before.aims, 1))
    drifting = drift.Drift(10, 10, [(1, text)] * 10)
    return [
        *(
            why.shown(History(said, "Europe/London", 1, host=True), "/partnership", whole=whole)
            for whole in (True, False)
        ),
        why.kept(Written(Reason(before.text, "U1", WHEN), 1, new=True)),
        why.too_long(text, 300),
        vision.overview(about, "/partnership"),
        vision.overview(replace(about, before=None), "/partnership"),
        vision.overview(first, "/partnership"),
        *(vision.history(VisionHistory(1, "Europe/London", entries), start) for start in (0, 3)),
        vision.aim(AimView(7, text[:150], WHEN, "Europe/London", number, [text] * 5)),
        vision.unknown_aim(text, near, text),
        vision.unknown_aim(text, []),
        vision.help_("/partnership", text),
        vision.called("/partnership", 1),
        *(proposal.card(one) for one in proposed),
        *(proposal.receipt(one, aims_kept=True) for one in proposed),
        *(proposal.decided(one) for one in proposed),
        *(note(proposed[4]) for note in (proposal.pencilled_note, proposal.rubbed_note, proposal.decided_already)),
        proposal.stale(proposed[3], text),
        proposal.offered_again(proposed[0]),
        proposal.whose_assent(AssentQuestion(_choice(number, name), 1)),
        proposal.too_many(number, text),
        proposal.too_long(text, 150, text),
        drift.asking(about, drifting, near, "t" * 24),
        drift.asking(about, None, near[:1], "t" * 24),
        drift.asking(first, None, [], "t" * 24),
    ]


def _forms_of_the_vision(text: str, name: str) -> list[dict[str, Any]]:
    before, after = _wordings(text)
    one = _proposed(text, name)[4]
    eight = Wording(before.text, (*before.aims, AimWording(text[:150])))
    return [
        why.edit_form("C0", before.text),
        proposing.proposal(ProposalForm("C0", Wording(""))),
        proposing.proposal(ProposalForm("C0", eight, before.aims, about="1")),
        proposing.change(ProposalForm("C0", after, before.aims, text, about="1")),
        *(
            proposing.decision(DecisionForm(one, "C0", pencil=pencil, own=own))
            for pencil in (True, False)
            for own in (True, False)
        ),
        proposing.explanation(ExplanationForm(one, "C0")),
    ]


def _aiming(text: str) -> AimChoice:
    aims = [(place, f"{place}. {text[:150]}") for place in range(1, 9)]
    return AimChoice(aims, 8, "public")


_GROUPS = (releases.Group("public", ("public",), 40), releases.Group("others", (None, "private", "voluntary"), 40))


def _results(text: str, rounds: int, *, told: bool = True) -> results.Results:
    """Two years of pulses, with figures or without."""
    counts = (1, 2, 3, 9, 9) if told else (1, 0, 0, 0, 1)
    tallies = {one.name: {item.key: counts for item in statements_of(rounds)} for one in _GROUPS}
    released = disclosure_control.release(tallies, 48, 80, _GROUPS)
    months = [date(2024 + month // 12, month % 12 + 1, 1) for month in range(30)]
    history = {key: [(month, released.whole[key]) for month in months] for key in ("kept", "heard")}
    again = {item.key: 3 for item in statements_of(rounds)}
    said = response.HostsResponse(text, "U1", WHEN.date(), None, text)
    return results.Results(1, months[-1], released, history, _GROUPS, again, said)


def _about(state: pulse.State) -> pulse.PulseView:
    return pulse.PulseView("t" * 24, state, 4_000, 50, WHEN, WHEN, "Europe/London")


def _questionnaire(rounds: int) -> pulse.Questionnaire:
    asked = statements_of(rounds)
    return pulse.Questionnaire(_about(pulse.State.OPEN), asked, "C0", _GROUPS[1], own_key=bool(rounds % 2))


def _of_stories(text: str, name: str, number: int) -> list[kit.Message]:
    period = Period(WHEN.date(), WHEN.date(), "Europe/London")
    return [
        *(
            story.answer(story.Requested(name, period, audience, readable, number), "/partnership")
            for audience in Audience
            for readable in (0, number)
        ),
        story.answer(story.Nothing(period, WHEN.date()), "/partnership"),
    ]


def _story_forms(text: str, name: str) -> list[dict[str, Any]]:
    return [
        story.request_form(story.ReportForm("C0", name, WHEN.date(), list(Audience))),
    ]


def _of_pulses(text: str, name: str) -> list[kit.Message]:
    undone = response.HostsResponse(None, None, None, text, None)
    doing = response.HostsResponse(text, "U1", WHEN.date(), None, None)
    overview = pulse_controls.Overview(
        _about(pulse.State.OPEN), _results(text, 1), WHEN, "Europe/London", host=True, floor=5
    )
    return [
        *(
            pulse.opening(_about(state), response.since_then(WHEN.date(), said))
            for state in pulse.State
            for said in (None, undone, doing)
        ),
        *(pulse.note(_about(state)) for state in pulse.State),
        *(pulse.closed(_about(state)) for state in pulse.State),
        pulse.not_invited(WHEN, WHEN, "Europe/London"),
        pulse.not_invited(WHEN, None, "Europe/London"),
        pulse.nudge(_about(pulse.State.OPEN), "C0"),
        pulse_controls.overview(overview, "/partnership"),
        pulse_controls.too_few_members(3, 10, "C0", "/partnership"),
        pulse_controls.did_not_open("C0"),
        pulse_controls.no_key("C0", "/partnership"),
        pulse_controls.skipped(pulse_controls.Skipped(1, "2026-03", WHEN, WHEN, "Europe/London")),
        pulse_controls.unskipped(pulse_controls.Unskipped(WHEN, "Europe/London")),
        pulse_controls.floor_set(8),
        *(
            results.results(_results(text, rounds, told=told), "t" * 24)
            for rounds in range(6)
            for told in (True, False)
        ),
        results.results(replace(_results(text, 1), response=None), "t" * 24),
        response.receipt(doing, 1),
        response.receipt(undone, 1),
        response.announced(response.HostsResponse(text, "U1", WHEN.date(), None, text)),
        *(response.reminder(WHEN.date(), "C0", 1, said) for said in (None, doing)),
        partnership.standing(name, pulse.status(_about(pulse.State.OPEN))),
    ]


def _of_the_door(text: str, name: str, number: int) -> list[kit.Message]:
    away = (1, WHEN) if number % 2 else None
    stuck = _stuck(text, name, 0)
    open_pulse = _about(pulse.State.OPEN)
    full = welcome.Welcome(
        1, name, "Europe/London", text, text, _choice(number, name), None, None, stuck, open_pulse, invited=True
    )
    news = catching_up.CatchUp(
        name=name,
        since=WHEN,
        zone="Europe/London",
        people=number,
        joined=(name,) * number,
        stepped_back=(name,) * number,
        returned=(name,) * number,
        wins=number,
        shared=number,
        quoted=[text, text],
        raised=number,
        fixed=number,
        still_open=number,
        skills=number,
        hidden=number,
        checkin=("Wins", {"moving": number}),
        pulse=catching_up.PulseNews(_results(text, 1), WHEN),
        vision=number,
        why=True,
        paused=bool(number % 2),
        next=("celebrations", WHEN),
    )
    nothing = catching_up.CatchUp(
        name, WHEN, "UTC", 0, (), (), (), 0, 0, (), 0, 0, 0, 0, 0, None, None, None, why=False, paused=True, next=None
    )
    present = [hosts.Host("U1", name if number % 2 else None)] * number
    return [
        *(
            welcome.welcome(replace(full, organisation=from_, away=away, invited=invited))
            for from_ in (None, name)
            for invited in (True, False)
        ),
        welcome.welcome(replace(full, why=None, vision=None, stuck=None, pulse=None)),
        welcome.back(name, 1, WHEN, "Europe/London"),
        catching_up.catch_up(news),
        catching_up.catch_up(nothing),
        partner.joined(Joined(name, (1, WHEN), "Europe/London")),
        partner.listing(Listing([Listed(name, None, number, WHEN, WHEN)] * number, "Europe/London"), "/partnership"),
        stepping.stepped_back(name, "1.1"),
        stepping.returned(name, "1.1"),
        *(stepping.taken_back(name, away=gone) for gone in (True, False)),
        *(stepping.already(name, since, "Europe/London") for since in (WHEN, None)),
        *(stepping.which(text, [(1, name)] * min(number, 3), back=back, command="/p") for back in (True, False)),
        stepping.none_of_yours("return", "/partnership"),
        *(
            stepping.for_hosts(name, "U1", away=gone, undone=undone)
            for gone in (True, False)
            for undone in (True, False)
        ),
        *(hosts.listing(hosts.Hosts(present, 1, mine=mine_), "/partnership") for mine_ in (True, False)),
        hosts.listing(hosts.Hosts([], 1, mine=False), "/partnership"),
        hosts.chosen_by_form(hosts.ASK_FORM, 1),
        hosts.added("U1"),
        hosts.handed_over("U1"),
        hosts.asked("U1"),
        hosts.made_host(name, "U1", "C0", 1),
        hosts.question(name, "U1", "C0", "1:2:2026-03-02"),
        hosts.said_yes(name, "C0"),
        hosts.said_not_now(name),
        *(hosts.answer("U1", 1, 2, yes=yes) for yes in (True, False)),
        hosts.hostless(),
        hosts.hosted_again("U1"),
    ]


def _of_help(text: str, name: str, number: int) -> list[kit.Message]:
    messages: list[kit.Message] = []
    for stuck in (_stuck(text, name, number), _stuck(text, name, number + 1, fixed=True)):
        asked = help_view.HelpRequest(1, stuck, name[:60] if number % 2 else None, "U1" if number % 3 else None, "C0")
        note = help_view.in_a_line(blocker.taken_note(stuck, "U1").payload()["blocks"])
        story = help_view.History(stuck, [note] * number, "C0")
        helped = proof.Helped(1, text, name[:60] if number % 2 else None)
        messages += [
            proof.question(helped),
            *(proof.answered(helped, agreed=agreed) for agreed in (True, False)),
            proof.withdrawn(helped),
            help_view.question(asked),
            help_view.over(stuck),
            help_view.said_yes(stuck),
            help_view.said_no(stuck),
            help_view.said_knows(stuck, "U1"),
            help_view.friend_asked("U1"),
            help_view.friend_not_asked("U1"),
            help_view.introduction(story, "U2", name, name[:60], WHEN),
            help_view.introduction(story, "U2", None, None, WHEN),
            help_view.for_hosts(stuck, "C0"),
        ]
    return messages


def _pulse_forms(text: str) -> list[dict[str, Any]]:
    asked = _questionnaire(5)
    answers = {key: place for place, key in enumerate(asked.keys)}
    doing = response.HostsResponse(text, "U1", WHEN.date(), text, text)
    return [
        *(pulse.answer_form(_questionnaire(rounds)) for rounds in range(6)),
        pulse.review(asked, answers),
        pulse.sent(_about(pulse.State.OPEN)),
        pulse.instead(pulse.not_invited(WHEN, None, "Europe/London")),
        response.response_form(response.ResponseForm(1, WHEN.date(), "C0", None, "U1")),
        response.response_form(response.ResponseForm(1, WHEN.date(), "C0", doing, "U1")),
        response.outcome_form(response.ResponseForm(1, WHEN.date(), "C0", doing, "U1")),
    ]


@settings(max_examples=10, deadline=None)
@given(tellings(), TEXT | LONG, NAME, COUNTS)
@example([_TOLD], "x" * 40_000, "x" * 80, 600)
def test_every_message_is_one_slack_takes(told: list[WinView], text: str, name: str, number: int) -> None:
    line = Line("celebrations", "fri", "15:00", 1, on=True, next_at=WHEN)
    messages = [
        celebration.celebration(told, cheers=number, weekly=True, token="t" * 24),
        celebration.celebration(told[:1], cheers=number, weekly=False, token="t" * 24),
        celebration.nothing_to_celebrate("C0", 1),
        celebration.celebration(told, cheers=number, weekly=True, token="t" * 24, lines=[(name, "x" * 600)] * 3),
        spotlight.offer(name, "C0", 1, 1),
        spotlight.receipt(SpotlightReceipt(1, name, "x" * 600, stands=False, next_at=WHEN, zone="Europe/London")),
        spotlight.withdrawn(1),
        naming_view.about(NamedIn(name, [NamedWin(1, text, confirmed=False, withheld=False)] * 20)),
        win.receipt(Receipt(told[0], next_at=WHEN, organisations=_choice(number, name))),
        win.receipt(Receipt(told[0], next_at=WHEN, organisations=_choice(number, name), aims=_aiming(text))),
        win.undone(told[0]),
        win.celebrated(told[0]),
        win.listing(WinList(told, number, "Europe/London", frozenset(one.id for one in told)), "/win"),
        win.help_("/win"),
        win.called("/win"),
        partner.asking(_choice(number, name)),
        partner.perhaps(Perhaps(name, Sector.PUBLIC, [(1, name), (2, name), (3, name)]), "12"),
        partner.joined(Joined(name)),
        *(
            partner.listing(
                Listing([Listed(name, "public", number, WHEN)] * number, "Europe/London", own), "/partnership"
            )
            for own in (None, (1, name, True), (1, name, False))
        ),
        partnership.none_here(text),
        partnership.started(partnership.Started(name, "Europe/London", WHEN), "/partnership"),
        partnership.already(name),
        partnership.standing(name),
        partnership.timetable(partnership.Timetable([line], "Europe/London", "Paused.", host=True), "/partnership"),
        partnership.preview([(line, "with 3 wins so far")], "Europe/London"),
        commands.help_(Settings(_env_file=None).commands, text),
        *_of_blockers(text, name, number),
        *_of_skills(text, name, number),
        *_of_checkins(text, number),
        *_of_pulses(text, name),
        *_of_the_vision(text, name, number),
        *_of_the_door(text, name, number),
        *_of_my_pencil_by_text(name, number),
        *_of_help(text, name, number),
        partnership.paused(WHEN, "Europe/London", "/partnership"),
        partnership.resumed(WHEN, "Europe/London"),
        partnership.unclear_time("/partnership"),
        partnership.unclear_date("/partnership"),
        *_of_stories(text, name, number),
        *(words for what in parcel.NAMES for words in (parcel.unclear(what), parcel.failed(what))),
        door.called(),
        door.failed(text),
        door.unknown_command(text),
        *(
            trouble.undelivered(Undelivered(1, 1, "C0", "celebrations", fate, "is_archived", WHEN, 1))
            for fate in ("refused", "unknown", None)
        ),
        *(trouble.late(kind, Due(1, "C0", "Europe/London", Fire(WHEN.date(), WHEN)), "C0") for kind in COMPOSERS),
    ]
    for message in messages:
        payload = message.payload()
        assert faults(payload["blocks"]) == []
        assert [block.to_dict() for block in Block.parse_all(payload["blocks"])] == payload["blocks"]
        assert 0 < len(payload["text"]) <= 4_000


@settings(max_examples=10, deadline=None)
@given(tellings(), TEXT | LONG, NAME, COUNTS)
@example([_TOLD], "x" * 40_000, "x" * 80, 600)
def test_every_form_is_one_slack_takes(told: list[WinView], text: str, name: str, number: int) -> None:
    partners = [(one, name) for one in range(number)]
    views: list[dict[str, Any]] = [
        spotlight.lines_form(SpotlightForm(1, name, "C0", "x" * 600)),
        win.new_form(WinForm("C0", partners, text=text, thanked=["U1"] * 3, chosen=[0, 5], about="12")),
        partner.adding("C0", "12", name),
        partnership.starting("C0"),
        partnership.pausing("C0", "1"),
        blocker.text_form(TextForm("C0", text, "12.secret"), blocker.EDIT_FORM),
        blocker.closing_form(ClosingForm(_stuck(text, name, number), "C0")),
        skill.offer_form("C0"),
        skill.change_form(SkillForm(_skill(name, 1), "C0")),
        *_pulse_forms(text),
        *_forms_of_the_vision(text, name),
        win.edit_form(WinForm("C0", partners, _aiming(text), text)),
        help_view.friend_form(help_view.FriendForm(1, text, "C0")),
        *(hosts.choosing(one, "C0") for one in (hosts.ADD_FORM, hosts.HAND_FORM, hosts.ASK_FORM)),
        *_story_forms(text, name),
        *_of_my_pencil(told, text, name, number),
    ]
    for view in views:
        assert view_faults(view) == []
        assert View(**view).to_dict() == view


@settings(max_examples=10, deadline=None)
@given(tellings())
def test_what_people_write_notifies_only_those_named_by_pencil(told: list[WinView]) -> None:
    payload = celebration.celebration(told, cheers=0, weekly=True, token="t").payload()
    message = Message("1", "C0", "U0", payload["text"], payload["blocks"], WHEN)
    meant = {"U0001HUB", *(user for one in told for user in one.thanked)}
    assert message.notifies <= meant
    assert Message("1", "C0", "U0", payload["text"], [], WHEN).notifies <= meant


@pytest.mark.parametrize(("length", "most"), [(9, 10), (10, 10), (11, 10)])
def test_text_is_cut_with_an_ellipsis_only_when_it_has_to_be(length: int, most: int) -> None:
    shown = cut("a" * length, most)
    assert len(shown) <= most
    assert shown.endswith("…") == (length > most)


def test_every_deed_has_words() -> None:
    said = {
        node.args[2].value
        for path in [*(ROOT / "bot").rglob("*.py"), *(ROOT / "handlers").rglob("*.py")]
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "audit_log.record"
        and isinstance(node.args[2], ast.Constant)
    }
    assert said
    assert said <= set(deed.DEEDS)


def test_all_that_waits_has_words() -> None:
    assert set(waiting.KINDS) == set(waiting_view.KINDS)


def _pressable(view: dict[str, Any]) -> list[Any]:
    return [block for block in view["blocks"] if block["type"] != "input"]


def test_each_button_leads_somewhere() -> None:
    told = WinView(1, "x", "U1", None, (), (), WHEN, None, undone=False)
    shown = [
        win.receipt(Receipt(told, next_at=WHEN, organisations=_choice(9, "x"))),
        win.undone(told),
        celebration.celebration([told], cheers=0, weekly=True, token="t"),
        partner.perhaps(Perhaps("x", None, [(1, "x")]), ""),
        partnership.standing("x"),
        partnership.none_here(),
        *_of_blockers("x", "x", 1),
        *_of_skills("x", "x", 3),
        *_of_checkins("x", 1),
        *_of_pulses("x", "x"),
        *_of_the_vision("x", "x", 3),
        win.receipt(Receipt(told, next_at=WHEN, aims=_aiming("x"))),
        *_of_the_door("x", "x", 3),
        *_of_stories("x", "x", 1),
        naming_view.about(NamedIn("x", [NamedWin(1, "x", confirmed=False, withheld=off) for off in (True, False)])),
        celebration.celebration([replace(told, withheld=("x",))], cheers=0, weekly=True, token="t"),
        spotlight.offer("x", "C0", 1, 1),
        spotlight.receipt(SpotlightReceipt(1, "x", "x", stands=True, next_at=None, zone="Europe/London")),
        *_of_my_pencil_by_text("x", 1),
        *_of_help("x", "x", 3),
        trouble.undelivered(Undelivered(1, 1, "C0", "win", "refused", None, WHEN, 1)),
    ]
    pressed = {
        ".".join(part["action_id"].split(".")[:2])
        for blocks in [
            *(message.payload()["blocks"] for message in shown),
            *(_pressable(view) for view in _of_my_pencil([told], "x", "x", 7)),
        ]
        for part in walk(blocks)
        if "action_id" in part
    }
    assert pressed == set(ACTIONS)


def _held(number: int) -> Preferences:
    return Preferences("20:00", "08:00", "Europe/London", 5, WHEN if number % 2 else None, named=bool(number % 2))


def _pages(told: list[WinView], text: str, name: str, number: int) -> list[mine.Page]:
    """Every part, as full as it can be."""
    waits = [Waiting(kind, 1, text) for kind in waiting.KINDS]
    own = mine.Mine(
        partnership_id=1,
        channel_id="C0",
        zone="Europe/London",
        organisation=None,
        choice=_choice(number, name),
        waiting=(waits, number),
        pulse=pulse.status(_about(pulse.State.OPEN)),
        wins=told,
        more=number,
        next_at=WHEN,
        uncelebrated=(3, 1),
        stuck=([_stuck(text, name, number)] * min(number, 40), number),
        skills=[_skill(name, 1)] * number,
        preferences=_held(number),
    )
    line = Line("celebrations", "fri", "15:00", 1, on=True, next_at=WHEN)
    figures = [Figure(fact, 1_000_000, None, WHEN) for fact in checkin.FACTS]
    shared = ours.Ours(
        name=name,
        zone="Europe/London",
        partners=number,
        people=number,
        partnership_id=1,
        why=False,
        vision=vision.shown(_about_the_vision(text, number)),
        stages=[(name, figures)] * 8,
        next_stage=name,
        lines=[line] * 8,
        paused="Paused.",
        pulse=[*pulse.status(_about(pulse.State.OPEN)), *results.summary(_results(text, 1))],
    )
    troubles = [Undelivered(1, 1, "C0", "celebrations", fate, "x", WHEN, 1) for fate in ("refused", "unknown", None)]
    hosting = for_hosts.ForHosts(
        partnership_id=1,
        channel_id="C0",
        settings=PartnershipSettings(name, "Europe/London", by_assent=True, floor=5, keep_months=24),
        troubles=troubles * 2,
        more_troubles=number,
        posted=[for_hosts.Posted("win", WHEN, fate, gone=False) for fate in ("sent", "refused", "unknown", None)] * 2,
        done=[Entry(kind, name, "U1", WHEN) for kind in list(deed.DEEDS)[:5]],
        more_done=number,
        paused=partnership.paused_note(WHEN, WHEN, "Europe/London"),
        reflecting=bool(number % 2),
    )
    usual = replace(hosting, paused=None, reflecting=False)
    bodies: dict[mine.Part, mine.Body] = {
        mine.Part.MINE: own,
        mine.Part.OURS: shared,
        mine.Part.HOSTS: hosting,
    }
    return [
        *(mine.Page(1, name, "C0", part, host=True, body=body) for part, body in bodies.items()),
        mine.Page(1, name, "C0", mine.Part.HOSTS, host=True, body=usual),
    ]


def _of_my_pencil(told: list[WinView], text: str, name: str, number: int) -> list[dict[str, Any]]:
    places = [mine.Place(one, name, number) for one in range(number)]
    pages = _pages(told, text, name, number)
    current = PartnershipSettings(name, "Europe/London", by_assent=True, floor=5, keep_months=24)
    stake = [Stake("win", "wins", number)] * 9
    views = [
        *(mine.as_form(page) for page in pages),
        *(mine.as_home(page, places) for page in pages),
        mine.as_home(None),
        preferences.edit_form(Held(_held(number), "C0", 1)),
        settings_page.edit_form(SettingsPage(current, 1, "C0", host=True)),
        settings_page.confirm_form(AtStake(24, stake, 1, "C0")),
        forgetting.forget_form(privacy_facts.ForgetMe(1, "C0", name, dict.fromkeys(TAKEN_BACK, number), number)),
        ending.end_form(privacy_facts.Ending(1, "C0", name, {"person": number, "pulse": number})),
    ]
    for view in views:
        assert len(view["blocks"]) < VIEW_BLOCKS  # nothing was left off
    return views


def _of_my_pencil_by_text(name: str, number: int) -> list[kit.Message]:
    current = PartnershipSettings(name, "Europe/London", by_assent=True, floor=5, keep_months=24)
    done = [Entry(kind, name, "U1", WHEN) for kind in [*deed.DEEDS, "some.thing_new"]]
    return [
        mine.calling(),
        preferences.shown(Held(_held(number), "C0", 1), "/partnership"),
        preferences.unclear_hours("/partnership"),
        preferences.unclear_day("/partnership"),
        preferences.unclear_asks("/partnership"),
        preferences.unclear_named("/partnership"),
        settings_page.shown(SettingsPage(current, 1, "C0", host=True), "/partnership", first="Done."),
        settings_page.at_stake(AtStake(24, [Stake("win", "wins", number)] * 9, 1, "C0")),
        settings_page.kept(24),
        settings_page.unclear("/partnership"),
        deed.log(done, number, "Europe/London"),
        deed.log([], 0, "Europe/London"),
        my_data.summary(privacy_facts.MyData(name, privacy_facts.Held(dict.fromkeys(my_data.NAMES, number), number))),
        my_data.summary(privacy_facts.MyData(name, None)),
        forgetting.called(privacy_facts.ForgetMe(1, "C0", name, {}, number)),
        forgetting.forgotten(privacy_facts.Forgotten(name, number)),
        ending.warning(privacy_facts.Ending(1, "C0", name, {"person": number, "pulse": number})),
        ending.ended(name),
    ]


def test_each_form_leads_somewhere() -> None:
    modules = (
        *(
            blocker,
            ending,
            forgetting,
            hosts,
            settings_page,
            partner,
            partnership,
            preferences,
            proposing,
            pulse,
            response,
        ),
        *(skill, spotlight, story, why, win, help_view),
    )
    named = {getattr(module, name) for module in modules for name in dir(module) if name.endswith("FORM")}
    assert named == set(FORMS)

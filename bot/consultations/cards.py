"""The posts of a consultation: a question each week, and in the end what people said."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.consultations import entries
from bot.consultations.entries import KIND
from bot.consultations.facts import ConsultationView, Digest
from bot.consultations.views import consultation as view
from bot.consultations.views import digest as digest_view
from bot.models import Consultation, ConsultationPrompt, Post
from bot.outbox import posts


def ask(session: Session, prompts: Sequence[ConsultationPrompt], now: datetime) -> None:
    """These questions, each of another consultation, are asked in their channels."""
    for prompt in prompts:
        prompt.asked_at = now
    session.flush()
    shown = _loaded(session, [prompt.consultation_id for prompt in prompts])
    new_posts = []
    for prompt in prompts:
        here, token = shown[prompt.consultation_id], posts.new_token()
        card = view.card(here, prompt.id, token)
        new_posts.append(posts.NewPost(here.partnership_id, KIND, f"{prompt.id}.{token}", here.channel_id, card, token))
    for prompt, post_id in zip(prompts, posts.write_all(session, new_posts, now), strict=True):
        prompt.post_id = post_id
    session.flush()


def _loaded(session: Session, consultation_ids: Sequence[int]) -> dict[int, ConsultationView]:
    rows = session.scalars(select(Consultation).where(Consultation.id.in_(consultation_ids))).all()
    return {shown.id: shown for shown in entries.load(session, rows)}


def post_digests(session: Session, consultations: Sequence[Consultation], now: datetime) -> None:
    """What people said, wherever somebody has answered; the questions are closed."""
    session.flush()
    digests = {digest.consultation.id: digest for digest in _digests(session, consultations) if digest.answers}
    answered = [row for row in consultations if row.id in digests]
    new_posts = []
    for row in answered:
        here, token = digests[row.id].consultation, posts.new_token()
        message = digest_view.post(digests[row.id], token)
        new_posts.append(posts.NewPost(here.partnership_id, KIND, f"said.{row.id}", here.channel_id, message, token))
    for row, post_id in zip(answered, posts.write_all(session, new_posts, now), strict=True):
        row.post_id = post_id
    redraw(session, consultations)


def _digests(session: Session, consultations: Sequence[Consultation]) -> list[Digest]:
    answers = entries.answers_of(session, [row.id for row in consultations])
    return [Digest(shown, answers[shown.id]) for shown in entries.load(session, consultations)]


def redraw(session: Session, consultations: Sequence[Consultation]) -> None:
    """What stands in the channel says what is so now; of one that is taken back nothing stands there."""
    if not consultations:
        return
    session.flush()
    digests = _digests(session, consultations)
    shown = [digest.consultation for digest in digests]
    kept = [prompt.post_id for here in shown for prompt in here.prompts] + [here.post_id for here in shown]
    known = select(Post.id, Post.token).where(Post.id.in_([post_id for post_id in kept if post_id is not None]))
    tokens = {post_id: token for post_id, token in session.execute(known)}  # noqa: C416  # a row is no pair to mypy
    wanted = {
        prompt.post_id: None if here.undone else view.card(here, prompt.id, tokens[prompt.post_id])
        for here in shown
        for prompt in here.prompts
        if prompt.post_id in tokens
    }
    for digest in digests:
        if (post_id := digest.consultation.post_id) in tokens:
            wanted[post_id] = digest_view.post(digest, tokens[post_id])
    if wanted:
        posts.revise_all(session, wanted)


def redraw_newest(session: Session, partnership_id: int) -> None:
    """The one that is open, or else the last, says what organisations are called by now."""
    newest = entries.newest(session, partnership_id)
    if newest is not None:
        redraw(session, [newest])

"""The page of the sandbox: everything seen and done there, one person at a time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from aiohttp import web
from aiohttp.helpers import content_disposition_header

from sandbox.page import contents, places
from sandbox.page.actions import Actions
from sandbox.page.guide import Guide
from sandbox.page.mishaps import GROUPS
from sandbox.page.rendering import Reader, environment

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sandbox.actors.person import Person
    from sandbox.page.choices import Posted
    from sandbox.server import Sandbox

    Action = Callable[[Person, Posted], Awaitable[None]]

STATIC = Path(__file__).parent / "static"
POLICY = {
    "Content-Security-Policy": "default-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
NO_GUIDE = Guide()
LOOPBACK = {"127.0.0.1", "localhost"}


def routes(sandbox: Sandbox, guide: Guide) -> list[web.AbstractRouteDef]:
    """The page, its pieces, and a POST for each thing a person can do."""
    page = Page(sandbox, guide)
    actions = page.actions
    posts = {
        "/type": actions.types,
        "/press": actions.presses,
        "/submit": actions.submits,
        "/close": actions.closes,
        "/shortcut": actions.uses_shortcut,
        "/react": actions.reacts,
        "/join": actions.joins,
        "/leave": actions.leaves,
        "/clock": actions.moves_clock,
        "/try": actions.tries,
        "/card": actions.puts_card_away,
        "/misbehave": actions.misbehaves,
        "/behave": actions.behaves,
    }
    return [
        web.get("/", page.whole),
        web.get("/fragment", page.fragment),
        web.get("/file/{id}", page.file),
        web.static("/static", STATIC),
        *(web.post(path, page.doing(action)) for path, action in posts.items()),
    ]


def with_page(sandbox: Sandbox, guide: Guide = NO_GUIDE) -> Sandbox:
    """The sandbox, which serves its page too once it starts; with a guide, visitors are welcomed."""
    sandbox.serve(routes(sandbox, guide))
    return sandbox


class Page:
    """What is shown of one sandbox, and to whom."""

    def __init__(self, sandbox: Sandbox, guide: Guide) -> None:
        self.sandbox = sandbox
        self.actions = Actions(sandbox, guide)
        self.templates = environment()

    async def whole(self, request: web.Request) -> web.Response:
        """The page; coming to App Home tells Pencil so, as Slack does."""
        _refuse_strangers(request)
        person, place = self._where(request)
        if place.kind == "home" and not self.sandbox.story:
            await person.opens_home()
        return await self._show("page.html", person, place, request.query.get("thread", ""))

    async def fragment(self, request: web.Request) -> web.Response:
        """Nothing, or the pieces of the page once something has changed."""
        _refuse_strangers(request)
        await self.actions.timeline.asks_upcoming()
        if request.query.get("version") == self._version():
            return web.Response(status=204)
        return await self._show("fragment.html", *self._where(request), request.query.get("thread", ""))

    async def file(self, request: web.Request) -> web.Response:
        """A picture's bytes, or another file to be saved: nothing that was sent is ever shown as a page."""
        _refuse_strangers(request)
        file = self.sandbox.slack.files.get(request.match_info["id"])
        if file is None or not file.complete:
            raise web.HTTPNotFound(headers=POLICY)
        if file.kind:
            return web.Response(body=file.content, content_type=file.kind, headers=POLICY)
        saved = {"Content-Disposition": content_disposition_header("attachment", filename=file.name)}
        return web.Response(body=file.content, content_type="application/octet-stream", headers=POLICY | saved)

    def doing(self, action: Action) -> Callable[[web.Request], Awaitable[web.Response]]:
        """A POST that does something as a person, and leads back to where she was."""

        async def post(request: web.Request) -> web.Response:
            _refuse_strangers(request)
            form = await request.post()
            posted = {key: [str(value).replace("\r\n", "\n") for value in form.getall(key)] for key in form}
            person = self._person(posted.get("as", [""])[0])
            await self.actions.do(action, person, posted)
            where = [(key, posted[key][0]) for key in ("in", "thread") if key in posted]
            back = urlencode([("as", person.user_id), *where])
            raise web.HTTPSeeOther(f"/?{back}", headers=POLICY)

        return post

    def _where(self, request: web.Request) -> tuple[Person, places.Place]:
        person = self._person(request.query.get("as", ""))
        everywhere = places.places(self.sandbox, person.user_id)
        return person, places.place(everywhere, request.query.get("in", ""))

    def _person(self, user_id: str) -> Person:
        people = self.sandbox.slack.people
        return self.sandbox.person(user_id if user_id in people else next(iter(people)))

    def _version(self) -> str:
        sandbox = self.sandbox
        self.actions.misbehaviour.look()
        moves = f"{self.actions.moves}-{self.actions.timeline.version}-{self.actions.misbehaviour.version}"
        return f"{sandbox.slack.version}-{sandbox.clock.now():%Y%m%d%H%M}-{moves}"

    async def _show(self, template: str, person: Person, place: places.Place, thread_ts: str) -> web.Response:
        sandbox, slack, user_id = self.sandbox, self.sandbox.slack, person.user_id
        actions, timeline = self.actions, self.actions.timeline
        if not sandbox.story:
            await person.looks_into_lists()
        version = self._version()
        reader = Reader(slack, user_id)
        channel_id = actions.channel(person, place.id)
        shown, earlier = contents.messages(sandbox, user_id, channel_id)
        visit = actions.visit(person)
        return self._html(
            template,
            version=version,
            eyes=reader,
            me=slack.people[user_id],
            workspace=places.workspace(slack, user_id),
            may_command=person.may_command,
            everyone=reader.people_by_organisation(),
            places=places.places(sandbox, user_id),
            place=place,
            messages=shown,
            earlier=earlier,
            thread=next((message for message in shown if message.ts == thread_ts), None),
            home=contents.home(person) if place.kind == "home" else None,
            form=contents.form(person, visit),
            commands=places.commands(sandbox.app.manifest) if person.may_command else [],
            shortcuts=places.shortcuts(sandbox.app.manifest) if person.may_command else [],
            mentionable=places.mentionable(slack, channel_id, user_id),
            now=reader.local(sandbox.clock.now()),
            story=sandbox.story,
            timeline=timeline,
            misbehaviour=actions.misbehaviour,
            mishaps=GROUPS,
            news=contents.news(timeline.came, slack, user_id),
            card=contents.card(actions, person, place) if not sandbox.story else None,
            note=visit.take_note() if template == "page.html" else "",
        )

    def _html(self, template: str, **words: object) -> web.Response:
        text = self.templates.get_template(template).render(**words)
        headers = POLICY | {"X-Version": str(words.get("version", ""))}
        return web.Response(text=text, content_type="text/html", headers=headers)


def _refuse_strangers(request: web.Request) -> None:
    """Only this page may read and act here: another site in the same browser may be nobody."""
    host = urlsplit(f"//{request.host}")
    origin = request.headers.get("Origin")
    elsewhere = origin is not None and urlsplit(origin).netloc != request.host
    crossing = request.method == "POST" and request.headers.get("Sec-Fetch-Site") == "cross-site"
    if host.hostname not in LOOPBACK or elsewhere or crossing:
        raise web.HTTPForbidden(text="Only the sandbox's own page may do this.", headers=POLICY)

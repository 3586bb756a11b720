"""Who may is asked first: whoever acts is handed on before anything is read of what they point at.

As far as it can be read off the code. What it does not see, `tests/attacks/` tries.
"""

import ast
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from bot import models
from tests.conftest import ROOT

# Where it is decided who may; here rows are found by the names that buttons and forms give them.
DECIDED = {"bot/partnership/members.py", "bot/partnership/partnerships.py"}
TABLES = {name for name, kind in vars(models).items() if isinstance(kind, type)} | {"Table"}
FINDING = {"partnerships.find"}  # by the channel, of which nothing else is read
NAMES = {"id", "token", "number"}  # by which a row is pointed at

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(path: Path) -> Iterator[Function]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, Function):
            yield node


def parameters(function: Function) -> dict[str, str]:
    """Names of parameters, with what they are."""
    given = function.args
    return {
        parameter.arg: ast.unparse(parameter.annotation) if parameter.annotation else ""
        for parameter in chain(given.posonlyargs, given.args, given.kwonlyargs)
    }


def calls(node: ast.AST) -> Iterator[ast.Call]:
    """Every call, in the order in which they are made."""
    for inner in ast.iter_child_nodes(node):
        yield from calls(inner)
    if isinstance(node, ast.Call):
        yield node


def mentioned(call: ast.Call) -> set[str]:
    """What the call is made of, by name."""
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    if isinstance(call.func, ast.Attribute):
        given.append(call.func.value)
    names = [node for part in given for node in ast.walk(part) if isinstance(node, ast.Name | ast.Attribute)]
    return {ast.unparse(name) for name in names}


def reading_first(path: Path) -> Iterator[str]:
    """Functions that are told who acts, and give their session to something that is not."""
    for function in functions(path):
        named = parameters(function)
        people = {name for name, kind in named.items() if kind == "Who"}
        if "session" not in named or not people or TABLES.intersection(named.values()):
            continue  # whoever is handed a row besides has been let in
        made = chain.from_iterable(calls(statement) for statement in function.body)
        asked = [call for call in made if "session" in mentioned(call) and ast.unparse(call.func) not in FINDING]
        if asked and not people & mentioned(asked[0]):
            yield f"{path.stem}.{function.name}: {ast.unparse(asked[0])}"


def reading_by_name(path: Path) -> Iterator[str]:
    """Functions that are told who acts, and read a row by what they were given to find it by."""
    for function in functions(path):
        named = parameters(function)
        if "session" not in named or "Who" not in named.values():
            continue
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {"session.get", "session.get_one"}:
                by = [inner for inner in ast.walk(node.args[1]) if isinstance(inner, ast.Name | ast.Attribute)]
                of_a_row = any(isinstance(inner, ast.Attribute) for inner in by)
                read = not of_a_row and bool(named.keys() & {ast.unparse(inner) for inner in by})
            elif isinstance(node, ast.Compare) and isinstance(node.left, ast.Attribute) and node.left.attr in NAMES:
                read = ast.unparse(node.left.value) in TABLES and ast.unparse(node.comparators[0]) in named
            else:
                continue
            if read:
                yield f"{path.stem}.{function.name}: {ast.unparse(node)}"


def keeping_back(path: Path) -> Iterator[str]:
    """Handlers of buttons and forms that do not hand on whose act it is."""
    for function in functions(path):
        if not {"Press", "Submission", "Who"} & set(parameters(function).values()):
            continue
        for call in calls(function):
            if ast.unparse(call.func) in {"bot.database.run", "bot.database.read"}:
                handed_on = {name.rpartition(".")[2] for name in mentioned(call)}
                if "who" not in handed_on:
                    yield f"{path.stem}.{function.name}: {ast.unparse(call)}"


def test_whoever_acts_is_let_in_before_anything_is_read() -> None:
    modules = [path for path in sorted((ROOT / "bot").rglob("*.py")) if str(path.relative_to(ROOT)) not in DECIDED]
    told = [function for path in modules for function in functions(path) if "Who" in parameters(function).values()]
    assert len(told) > 100
    assert [fault for path in modules for fault in reading_first(path)] == []
    assert [fault for path in modules for fault in reading_by_name(path)] == []


def test_a_button_or_form_says_whose_act_it_is_wherever_something_is_asked_of_the_database() -> None:
    modules = sorted((ROOT / "handlers").glob("*.py"))
    assert len(modules) > 20
    assert [fault for path in modules for fault in keeping_back(path)] == []


def test_what_reads_first_would_be_noticed(tmp_path: Path) -> None:
    rule = tmp_path / "rule.py"
    rule.write_text(
        "def reads(session: Session, win_id: int, who: Who) -> Win:\n"
        "    win = entries.load(session, [win_id])\n"
        "    members.visit(session, win.partnership_id, who)\n"
        "def asks(session: Session, win_id: int, who: Who) -> Win:\n"
        "    win = partnerships.enter_row(session, Win, win_id, who)\n"
        "    aim = session.get_one(Aim, win.aim_id)\n"
        "    option = session.get(Aim, win_id)\n"
        "    return session.scalar(select(Win).where(Win.id == win_id))\n"
        "def follows(session: Session, win: Win, who: Who) -> None:\n"
        "    session.flush()\n"
    )
    assert [fault.partition(":")[0] for fault in reading_first(rule)] == ["rule.reads"]
    assert [fault.partition(": ")[2] for fault in reading_by_name(rule)] == [
        "session.get(Aim, win_id)",
        "Win.id == win_id",
    ]

    handler = tmp_path / "handler.py"
    handler.write_text(
        "async def press(bot: Bot, act: Press) -> Reply:\n"
        "    await bot.database.run(acts.undo, act.value, act.who)\n"
        "    await bot.database.read(acts.show, act.value)\n"
        "async def called(bot: Bot, act: Command) -> Reply:\n"
        "    await bot.database.read(acts.listing, act.channel)\n"
    )
    assert list(keeping_back(handler)) == ["handler.press: bot.database.read(acts.show, act.value)"]

"""The addresses of the drill-down, and which page each answers with.

Belongs here: requests, and a line in the log for every answer with a number in it. Does not belong
here: letting in (pipelines.drilling.guard), counting, words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from flows.drill.console import ROWS, SECONDS, Answer
from flows.drill.groups import MOST_COLUMNS, SMALLEST
from pipelines.drilling import overviews
from pipelines.drilling.answers import answer_table, answered
from pipelines.drilling.desk import Desk
from pipelines.drilling.guard import Guard
from pipelines.drilling.questions import choices_of, mended
from pipelines.drilling.ready import READY
from reports.drill.naming import measure_title
from reports.drill.pages import static
from reports.words import window_text
from schemas.faults import UserError

DONE, NOT_FOUND, REFUSED, UNAVAILABLE = 200, 404, 400, 503
KINDS = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
WATERMARK = "mark.svg"
EXAMPLE = """select sex, age, sum(persons) as persons
from counted_people
where model = 'education'
group by all
order by all"""


def drill_app(desk: Desk, token: str, hosts: list[str]) -> Guard:
    """The whole drill-down behind its guard."""
    views: Mapping[str, tuple[Callable[[Desk, Request], Response], list[str]]] = {
        "/": (_start, ["GET"]),
        "/group/{profession}": (_group, ["GET"]),
        "/ask": (_ask, ["GET"]),
        "/definition/{name}": (_definition, ["GET"]),
        "/console": (_console, ["GET"]),
        "/publish": (_publish, ["GET"]),
        "/static/{name}": (_static, ["GET"]),
        "/site/{name:path}": (_site, ["GET"]),
    }
    routes = [Route(path, _answering(desk, view), methods=verbs) for path, (view, verbs) in views.items()]
    routes.append(Route("/console", _running(desk), methods=["POST"]))
    handlers = {404: lambda request, error: _refused(desk, request, NOT_FOUND, [])}
    return Guard(Starlette(routes=routes, exception_handlers=handlers), token, hosts)


def _answering(desk: Desk, view: Callable[[Desk, Request], Response]) -> Any:
    async def answer(request: Request) -> Response:
        return await run_in_threadpool(_guarded, desk, request, lambda: view(desk, request))

    return answer


def _running(desk: Desk) -> Any:
    async def answer(request: Request) -> Response:
        sql = parse_qs((await request.body()).decode("utf-8", "replace")).get("sql", [""])[0]
        return await run_in_threadpool(_guarded, desk, request, lambda: _run(desk, sql))

    return answer


def _guarded(desk: Desk, request: Request, view: Callable[[], Response]) -> Response:
    """The view's answer; a fault as a page. What cannot be logged is not answered."""
    try:
        return view()
    except UserError as error:
        status = UNAVAILABLE if any(f.key == "drill_log" for f in error.faults) else REFUSED
        return _refused(desk, request, status, [f.text(desk.language.code) for f in error.faults])


def _refused(desk: Desk, request: Request, status: int, said: list[str]) -> Response:
    root = "../" * (request.url.path.strip("/").count("/"))
    title = desk.words["not_found" if status == NOT_FOUND else "not_possible"]
    page = desk.pages.render("refused", root or "./", title=title, said=said)
    return HTMLResponse(page, status)


def _start(desk: Desk, request: Request) -> Response:
    context = overviews.start(desk)
    desk.log.write("start")
    return HTMLResponse(desk.pages.render("start", "./", **context))


def _group(desk: Desk, request: Request) -> Response:
    profession = request.path_params["profession"]
    if profession not in desk.names:
        return _refused(desk, request, NOT_FOUND, [])
    context = overviews.group(desk, profession)
    desk.log.write("group", profession=profession)
    return HTMLResponse(desk.pages.render("group", "../", **context))


def _ask(desk: Desk, request: Request) -> Response:
    asked, changed = mended(desk, request.query_params)
    words = desk.words["ask"]
    counted = desk.drill.count(asked)
    desk.log.write("ask", **vars(asked), rows=counted.cells.height, ms=counted.milliseconds)
    unit = words["months" if asked.quartile else "share"]
    shown = words["shown"].format(
        profession=desk.names[asked.profession], cohort=window_text(asked.cohort), unit=unit
    )
    said = [words["changed"].format(what=", ".join(words[key].lower() for key in changed))] if changed else []
    context = answered(desk, counted) | {"choices": choices_of(desk, asked), "said": said, "shown": shown}
    title = measure_title(asked.model, asked.measure, desk.language)
    return HTMLResponse(desk.pages.render("ask", "./", title=title, **context))


def _definition(desk: Desk, request: Request) -> Response:
    context = overviews.definition(desk, request.path_params["name"])
    if context is None:
        return _refused(desk, request, NOT_FOUND, [])
    return HTMLResponse(desk.pages.render("definition", "../", **context))


def _publish(desk: Desk, request: Request) -> Response:
    return HTMLResponse(desk.pages.render("publish", "./"))


def _console(desk: Desk, request: Request) -> Response:
    sql = READY.get(request.query_params.get("ready", ""), EXAMPLE)
    return HTMLResponse(_console_page(desk, sql, [], None))


def _run(desk: Desk, sql: str) -> Response:
    try:
        answer = desk.console.answer(sql)
    except UserError as error:
        desk.log.write("sql", sql=sql, refused=[f.key for f in error.faults])
        said = [f.text(desk.language.code) for f in error.faults]
        return HTMLResponse(_console_page(desk, sql, said, None), REFUSED)
    desk.log.write("sql", sql=sql, rows=answer.rows.height, ms=answer.milliseconds)
    return HTMLResponse(_console_page(desk, sql, [], answer))


def _console_page(desk: Desk, sql: str, said: list[str], answer: Answer | None) -> str:
    words, note = desk.words["console"], ""
    if answer is not None:
        fields = {"rows": answer.rows.height, "milliseconds": answer.milliseconds}
        note = words["cut" if answer.is_cut else "note"].format(**fields)
    limits = {"smallest": SMALLEST, "most_columns": MOST_COLUMNS, "seconds": SECONDS, "rows": ROWS}
    ready = [(name, desk.words["ready"][name]) for name in READY]
    context = {"sql": sql, "said": said, "note": note, "tables": desk.console.described(), "ready": ready}
    table = None if answer is None else answer_table(desk, answer)
    return desk.pages.render("console", "./", table=table, **context, **limits)


def _static(desk: Desk, request: Request) -> Response:
    name = request.path_params["name"]
    found = (desk.pages.watermark(), "image/svg+xml") if name == WATERMARK else static(name)
    if found is None:
        return _refused(desk, request, NOT_FOUND, [])
    return Response(found[0], media_type=found[1])


def _site(desk: Desk, request: Request) -> Response:
    """A published page on the numbers before protection."""
    name = request.path_params["name"] or "index.html"
    found, (_, dot, ending) = desk.site.get(name), name.rpartition(".")
    if found is None:
        return _refused(desk, request, NOT_FOUND, [])
    if ending == "html":
        desk.log.write("site", page=name)
    return Response(found, media_type=KINDS.get(dot + ending, "application/octet-stream"))

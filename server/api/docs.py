"""``/docs``: the API explained on one plain page, made from the OpenAPI document.

The framework's own pages load scripts from a public network; this one loads nothing from anywhere.
"""

from __future__ import annotations

import json
import re
from html import escape
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse

from server.api.openapi import describe_api
from server.problem_types import PROBLEMS

if TYPE_CHECKING:
    from collections.abc import Iterable

router = APIRouter(include_in_schema=False)

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
_STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { max-width: 56rem; margin: 2rem auto; padding: 0 1rem }
code, pre { font-family: ui-monospace, monospace; font-size: .9em }
pre { overflow: auto; padding: .75rem; border: 1px solid #8884; border-radius: .5rem }
table { border-collapse: collapse; width: 100%; margin: 1rem 0 }
th, td { text-align: left; vertical-align: top;
padding: .25rem .75rem .25rem 0; border-bottom: 1px solid #8884 } .method { font-weight: 700 }
"""
_CODE = re.compile(r"`([^`]+)`")
_HEAD = (
    "<!doctype html><html lang=en><head><meta charset=utf-8>"
    f"<meta name=viewport content='width=device-width'><style>{_STYLE}</style>"
)
_LINKS = (
    '<p><a href="#endpoints">Endpoints</a> · <a href="#schemas">Schemas</a> · '
    '<a href="#problems">Problems</a> · <a href="/openapi.json">openapi.json</a></p>'
)


@router.get("/")
async def index() -> RedirectResponse:
    """Lead a visitor to the documentation."""
    return RedirectResponse("/docs")


@router.get("/docs")
async def docs(request: Request) -> HTMLResponse:
    """Show every endpoint, schema and problem."""
    state = request.app.state
    if state.docs_page is None:
        state.docs_page = render(describe_api(request.app))
    return HTMLResponse(state.docs_page, headers={"Content-Security-Policy": POLICY})


@router.get("/problems/{slug}")
async def problem(slug: str) -> RedirectResponse:
    """Lead from a problem's ``type`` to its explanation."""
    known = any(kind.slug == slug for kind in PROBLEMS)
    return RedirectResponse(f"/docs#problem-{slug}" if known else "/docs#problems")


def render(document: dict[str, Any]) -> str:
    """Return the page of an OpenAPI document."""
    info = document["info"]
    parts = [
        f"<h1>{escape(info['title'])} {escape(info['version'])}</h1>",
        f"<p>{escape(info.get('description', ''))}</p>",
        _LINKS,
        "<h2 id=endpoints>Endpoints</h2>",
        *(
            _endpoint(path, method, operation)
            for path, methods in document["paths"].items()
            for method, operation in methods.items()
        ),
        "<h2 id=schemas>Schemas</h2>",
        *(_schema(name, schema) for name, schema in document["components"]["schemas"].items()),
        "<h2 id=problems>Problems</h2>",
        "<p>Every error is an <code>application/problem+json</code> document (RFC 9457).</p>",
        _table(
            ("type", "status", "meaning", "what to do"), (_problem_row(kind) for kind in PROBLEMS)
        ),
    ]
    title = f"<title>{escape(info['title'])} API</title>"
    return f"{_HEAD}{title}</head><body>{''.join(parts)}</body></html>"


def _problem_row(kind: Any) -> tuple[str, ...]:
    name = f"<code id=problem-{kind.slug}>{escape(kind.uri)}</code>"
    return name, str(kind.status), escape(kind.title), escape(kind.remedy)


def _endpoint(path: str, method: str, operation: dict[str, Any]) -> str:
    statuses = (
        (f"<code>{status}</code>", escape(answer["description"]), _kinds(answer.get("content", {})))
        for status, answer in operation["responses"].items()
    )
    parameters = (
        (f"<code>{escape(row['name'])}</code> ({row['in']})", escape(row.get("description", "")))
        for row in operation.get("parameters", ())
    )
    body = operation.get("requestBody", {}).get("content", {})
    return "".join(
        (
            f"<h3><span class=method>{method.upper()}</span> <code>{escape(path)}</code></h3>",
            f"<p><b>{escape(operation.get('summary', ''))}</b></p>",
            f"<p>{_prose(operation.get('description', ''))}</p>",
            f"<pre>{escape(_curl(path, method, body))}</pre>",
            f"<p>Body: {_kinds(body)}</p>" if body else "",
            _table(("parameter", "meaning"), parameters),
            _table(("status", "meaning", "body"), statuses),
        )
    )


def _prose(text: str) -> str:
    return _CODE.sub(r"<code>\1</code>", escape(text))


def _curl(path: str, method: str, body: dict[str, Any]) -> str:
    example = {
        "/v1/check": {"url": "https://avito.example/pay/1"},
        "/v1/check/bulk": {
            "items": ["https://avito.example/pay/1", {"url": "https://shop.example/"}]
        },
        "/v1/reports": {"kind": "false-alarm", "url": "https://shop.example/cart"},
    }.get(path)
    data = (
        f" \\\n  -H 'Content-Type: application/json' -d '{json.dumps(example)}'"
        if body and example
        else ""
    )
    return f"curl -X {method.upper()} http://127.0.0.1:8000{path}{data}"


def _kinds(content: dict[str, Any]) -> str:
    return ", ".join(
        f"<code>{escape(kind)}</code> {_type(row['schema'])}" for kind, row in content.items()
    )


def _schema(name: str, schema: dict[str, Any]) -> str:
    required = set(schema.get("required", ()))
    rows = (
        (
            f"<code>{escape(field)}</code>{' *' if field in required else ''}",
            _type(row),
            _prose(row.get("description", "")),
        )
        for field, row in schema.get("properties", {}).items()
    )
    choices = ", ".join(f"<code>{escape(str(value))}</code>" for value in schema.get("enum", ()))
    note = _prose(schema.get("description", ""))
    return f"<h3 id='schema-{escape(name)}'>{escape(name)}</h3><p>{note} {choices}</p>" + _table(
        ("field (* required)", "type", "meaning"), rows
    )


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        name = escape(schema["$ref"].rpartition("/")[2])
        return f"<a href='#schema-{name}'>{name}</a>"
    if "anyOf" in schema:
        return " or ".join(_type(choice) for choice in schema["anyOf"])
    if "enum" in schema:
        return ", ".join(f"<code>{escape(str(value))}</code>" for value in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    limit = f" ≤ {schema['maxLength']} characters" if "maxLength" in schema else ""
    return escape(f"{schema.get('type', schema.get('const', 'any'))}{limit}")


def _table(head: Iterable[str], rows: Iterable[tuple[str, ...]]) -> str:
    lines = ["".join(f"<td>{cell}</td>" for cell in row) for row in rows]
    if not lines:
        return ""
    titles = "".join(f"<th>{title}</th>" for title in head)
    return f"<table><tr>{titles}</tr>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"

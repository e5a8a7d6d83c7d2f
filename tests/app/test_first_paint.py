"""The styles of the first paint are in every page that the server sends, and in nothing else."""

from pages.shared.first_paint import FirstPaint, scripts, styles
from pages.shared.lessons.course import LESSONS
from tests.coroutines import finish

PAGE = b"<html><head></head><body><p>Hello</p></body></html>"


def answer(kind: str, accept: str = "text/html", method: str = "GET", body: bytes = PAGE) -> tuple[dict, bytes]:
    """The headers and body that come back from an app that answers with this type of content, in two pieces."""

    async def app(scope, receive, send):
        headers = [(b"content-type", kind.encode()), (b"content-length", b"%d" % len(body)), (b"etag", b"old")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body[:9], "more_body": True})
        await send({"type": "http.response.body", "body": body[9:]})

    messages = []

    async def send(message):
        messages.append(message)

    scope = {"type": "http", "method": method, "headers": [(b"accept", accept.encode())]}
    finish(FirstPaint(app)(scope, None, send))
    return dict(messages[0]["headers"]), b"".join(message["body"] for message in messages[1:])


def test_a_page_carries_the_frames_styles_and_the_places_of_all_pictures():
    headers, body = answer("text/html; charset=utf-8")
    early, tools = (script.encode() for script in scripts())
    assert body.startswith(b"<html><head><script>" + early + b"</script></head><body><p>Hello</p><style>")
    assert body.endswith(b"</style><script>" + tools + b"</script></body></html>")
    assert int(headers[b"content-length"]) == len(body)
    assert b"etag" not in headers
    for name in LESSONS:
        assert f".st-key-lesson-{name}-picture".encode() in body


def test_what_is_no_page_is_left_as_it_is():
    for kind, accept, method in (
        ("application/javascript", "text/html", "GET"),
        ("text/html", "*/*", "GET"),
        ("text/html", "text/html", "HEAD"),
    ):
        headers, body = answer(kind, accept, method)
        assert body == PAGE and headers[b"etag"] == b"old"


def test_html_without_a_body_is_left_as_it_is():
    assert answer("text/html", body=b"<p>alone</p>")[1] == b"<p>alone</p>"


def test_no_style_or_script_can_end_its_own_element():
    assert "</" not in "".join([styles(), *scripts()])

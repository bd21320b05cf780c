"""A client for Dapur that knows only its OpenAPI document. Python's standard library is enough."""

import json
import urllib.error
import urllib.parse
import urllib.request


class Refused(Exception):
    """The server said no: `status`, `message`, and what is wrong with each value in `data`."""

    def __init__(self, status, answer):
        super().__init__(answer.get("message", ""))
        self.status, self.data = status, answer.get("data", {})


class Dapur:
    def __init__(self, url):
        self.url, self.token = url.rstrip("/"), ""
        self._read_document()

    def _read_document(self):
        document = self._send("GET", "/api/openapi.json")
        self.operations = {
            operation["operationId"]: (method.upper(), path)
            for path, item in document["paths"].items()
            for method, operation in item.items()
        }

    def call(self, operation, body=None, query=None, **path):
        """call("orders.update", {"status": "done"}, id="…"): an operation of the document, by its name."""
        method, template = self.operations[operation]
        quoted = {name: urllib.parse.quote(str(value), safe="") for name, value in path.items()}
        address = template.format(**quoted)
        if query:
            address += "?" + urllib.parse.urlencode(query)
        return self._send(method, address, body)

    def sign_in(self, collection, email, password):
        """Who is signed in may do more: the document is read anew."""
        answer = self.call(f"{collection}.auth-with-password", {"identity": email, "password": password})
        self.token = answer["token"]
        self._read_document()
        return answer["record"]

    def listen(self, *topics):
        """Yields None once it listens, then (topic, change) for each change. For a thread of its own."""
        with self._open("GET", "/api/realtime") as stream:
            event = ""
            for line in stream:
                name, _, value = line.decode().rstrip("\n").partition(":")
                if name == "event":
                    event = value.strip()
                elif name == "data" and event == "PB_CONNECT":
                    client = json.loads(value)["clientId"]
                    self.call("realtime.subscribe", {"clientId": client, "subscriptions": list(topics)})
                    yield None
                elif name == "data":
                    yield event, json.loads(value)

    def _send(self, method, address, body=None):
        with self._open(method, address, body) as answer:
            text = answer.read()
            return json.loads(text) if text else None

    def _open(self, method, address, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + address, data, method=method)
        request.add_header("Content-Type", "application/json")
        if self.token:
            request.add_header("Authorization", self.token)
        try:
            return urllib.request.urlopen(request)
        except urllib.error.HTTPError as error:
            raise Refused(error.code, json.loads(error.read())) from None


def quote(text):
    """A text as it stands in a filter: only the quote is escaped, and no text may end in a backslash."""
    if text.endswith("\\"):
        raise ValueError("A text in a filter cannot end in a backslash.")
    return "'" + text.replace("'", "\\'") + "'"

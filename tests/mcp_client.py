"""A small client of the Model Context Protocol, for the tests of `assay mcp` and `assay serve --mcp`."""

import http.client
import json
import queue
import subprocess
import threading

from whole_program import PROGRAM

VERSION = "2026-07-28"
META = {"io.modelcontextprotocol/protocolVersion": VERSION, "io.modelcontextprotocol/clientCapabilities": {}}


def request(number, method, meta=None, **params):
    return {"jsonrpc": "2.0", "id": number, "method": method, "params": {"_meta": {**META, **(meta or {})}, **params}}


class Stdio:
    """`assay mcp` as a child; what it says is read by a thread of its own."""

    def __init__(self, *words, cwd=None):
        self.process = subprocess.Popen([PROGRAM, "mcp", *words], cwd=cwd, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.said, self.number = queue.Queue(), 0
        threading.Thread(target=lambda: [self.said.put(line) for line in self.process.stdout], daemon=True).start()

    def write(self, text):
        self.process.stdin.write(text if isinstance(text, bytes) else text.encode())
        self.process.stdin.flush()

    def send(self, message):
        self.write(json.dumps(message) + "\n")

    def hear(self, timeout=120):
        return json.loads(self.said.get(timeout=timeout))

    def answer(self, number, timeout=120):
        while True:
            message = self.hear(timeout)
            if message.get("id") == number:
                return message

    def ask(self, method, meta=None, **params):
        self.number += 1
        self.send(request(self.number, method, meta, **params))
        return self.answer(self.number)

    def call(self, name, **arguments):
        """The structured result; of an error, its text."""
        result = self.ask("tools/call", name=name, arguments=arguments)["result"]
        return result["content"][0]["text"] if result.get("isError") else result["structuredContent"]

    def close(self):
        self.process.stdin.close()
        return self.process.wait(30)


class Http:
    """`assay serve --mcp` as a child."""

    def __init__(self, *words, cwd=None):
        self.process = subprocess.Popen([PROGRAM, "serve", "--mcp", "--port", "0", *words], cwd=cwd, stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().strip()
        self.port = int(self.url.split(":")[2].split("/")[0])

    def send(self, method, body=None, headers=None, timeout=120):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        connection.request(method, "/mcp", body, headers or {})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, dict(answer.getheaders()), text

    @staticmethod
    def headers(message, **more):
        params = message.get("params", {})
        headers = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream", "MCP-Protocol-Version": VERSION,
                   "Mcp-Method": message["method"]}
        if "name" in params or "uri" in params:
            headers["Mcp-Name"] = params.get("name", params.get("uri"))
        return {**headers, **{name.replace("_", "-"): value for name, value in more.items()}}

    def ask(self, method, number=1, **params):
        message = request(number, method, **params)
        status, _, text = self.send("POST", json.dumps(message), self.headers(message))
        events = [line[6:] for line in text.splitlines() if line.startswith("data: ")]
        return status, json.loads(events[-1] if events else text)

    def close(self):
        self.process.terminate()
        self.process.wait(30)
        self.process.stdout.close()

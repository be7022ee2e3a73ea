"""Assistants: the Model Context Protocol over both transports and in both eras, against the program itself."""

import concurrent.futures
import json
import os
import pathlib
import random
import shutil
import signal
import socket
import time
import unittest

import jsonschema
from mcp_client import META, Http, Stdio, request
from whole_program import GOOD, INDEXED, ROOT, Folder, assay, main


class WithStdio(Folder):
    def start(self, *words):
        client = Stdio(*words, cwd=self.folder)
        self.addCleanup(lambda: (client.process.kill(), client.process.wait(), client.process.stdin.close(), client.process.stdout.close(),
                                 client.process.stderr.close()))
        return client


class Protocol(WithStdio):
    def test_modern(self):
        client = self.start()
        found = client.ask("server/discover")["result"]
        self.assertIn("2026-07-28", found["supportedVersions"])
        self.assertEqual(found["resultType"], "complete")
        self.assertEqual(found["_meta"]["io.modelcontextprotocol/serverInfo"]["name"], "assay")
        for method in ("tools/list", "prompts/list", "resources/list", "resources/templates/list"):
            result = client.ask(method)["result"]
            self.assertGreaterEqual(result["ttlMs"], 0)
            self.assertIn(result["cacheScope"], ("public", "private"))
        self.assertEqual(client.ask("ping")["error"]["code"], -32601)
        wrong = client.ask("tools/list", meta={"io.modelcontextprotocol/protocolVersion": "1900-01-01"})["error"]
        self.assertEqual((wrong["code"], wrong["data"]["requested"]), (-32022, "1900-01-01"))
        self.assertEqual(client.ask("resources/read", uri="assay://rule/no/such")["error"]["data"]["uri"], "assay://rule/no/such")
        self.assertEqual(client.close(), 0)

    def test_legacy(self):
        client = self.start()
        client.send({"jsonrpc": "2.0", "id": 1, "method": "tools/list"})
        self.assertEqual(client.answer(1)["error"]["code"], -32600, "a session begins with initialize")
        client.send({"jsonrpc": "2.0", "id": 2, "method": "initialize",
                     "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}})
        self.assertEqual(client.answer(2)["result"]["protocolVersion"], "2025-06-18")
        client.send({"jsonrpc": "2.0", "method": "notifications/initialized"})
        client.send({"jsonrpc": "2.0", "id": 3, "method": "ping"})
        self.assertEqual(client.answer(3)["result"], {})
        client.send({"jsonrpc": "2.0", "id": 4, "method": "tools/list", "params": {}})
        result = client.answer(4)["result"]
        self.assertNotIn("resultType", result)
        self.assertIn("check", [tool["name"] for tool in result["tools"]])
        self.assertEqual(client.ask("server/discover")["result"]["resultType"], "complete", "both eras in one process")

    def test_what_is_no_message(self):
        client = self.start()
        for text, code in ((b"no json\n", -32700), (b"[]\n", -32600), (b'{"id":1}\n', -32600), (b'{"jsonrpc":"2.0","id":null,"method":"x"}\n', -32600),
                           (b'{"jsonrpc":"2.0","id":1,"method":"x","params":[]}\n', -32602), (b"\xff\xfe{}\n", -32700), (b"[" * 1000 + b"\n", -32700),
                           (b'"' + b"x" * 5_000_000 + b"\n", -32700)):
            client.write(text)
            self.assertEqual(client.hear()["error"]["code"], code, text[:40])
        self.assertEqual(client.ask("server/discover")["result"]["resultType"], "complete", "it goes on")

    def test_pages_of_a_list(self):
        client = self.start()
        seen, cursor = [], None
        while True:
            result = client.ask("resources/list", **({"cursor": cursor} if cursor else {}))["result"]
            seen += [each["uri"] for each in result["resources"]]
            cursor = result.get("nextCursor")
            if not cursor:
                break
        self.assertEqual(len(seen), len(set(seen)))
        self.assertIn("assay://rule/postgres/unindexed-foreign-key", seen)
        self.assertEqual(client.ask("resources/list", cursor="x")["error"]["code"], -32602)
        text = client.ask("resources/read", uri="assay://rule/postgres/unindexed-foreign-key")["result"]["contents"][0]["text"]
        self.assertIn("## Why it matters", text)
        values = client.ask("completion/complete", ref={"type": "ref/resource", "uri": "assay://rule/{domain}/{name}"},
                            argument={"name": "name", "value": "unindexed-f"})["result"]["completion"]["values"]
        self.assertEqual(values, ["unindexed-foreign-key"])

    def test_a_prompt_for_each_occasion(self):
        client = self.start()
        names = [prompt["name"] for prompt in client.ask("prompts/list")["result"]["prompts"]]
        self.assertEqual(names, ["learn", "design_schema", "choose", "optimise_query", "build_api", "implement_auth", "scale", "plan_migration"])
        self.assertEqual(client.ask("prompts/get", name="learn")["error"]["code"], -32602, "an argument is missing")
        text = client.ask("prompts/get", name="learn", arguments={"about": "locks"})["result"]["messages"][0]["content"]["text"]
        self.assertIn("locks", text)

    def test_subscription(self):
        self.write("schema.sql", GOOD)
        client = self.start()
        client.send(request("s", "subscriptions/listen", notifications={"resourcesListChanged": True, "toolsListChanged": True}))
        first = client.hear()
        self.assertEqual(first["method"], "notifications/subscriptions/acknowledged")
        self.assertEqual(first["params"]["notifications"], {"resourcesListChanged": True}, "the tools never change")
        client.send(request(9, "tools/call", name="check", arguments={"prove": "none"}))
        told = [client.hear(), client.hear()]
        changed = [each for each in told if each.get("method") == "notifications/resources/list_changed"]
        self.assertEqual(changed[0]["params"]["_meta"]["io.modelcontextprotocol/subscriptionId"], "s")
        client.send({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": "s"}})
        self.assertNotIn("method", client.ask("tools/call", name="check", arguments={"prove": "none"}))


ROWS = GOOD + "insert into parent select generate_series(1, 50); insert into child select i, 1 + i % 50 from generate_series(1, 5000) i;\n"


class Tools(WithStdio):
    def test_listing_is_short_and_results_fit_their_schemas(self):
        self.write("schema.sql", GOOD)
        client = self.start()
        tools = client.ask("tools/list")["result"]["tools"]
        self.assertLessEqual(len(tools), 12)
        self.assertLess(len(json.dumps(tools, separators=(",", ":"))) / 4, 4_000, "tokens, at four characters each")
        schemas = {}
        for tool in tools:
            self.assertTrue(tool["annotations"]["readOnlyHint"])
            jsonschema.Draft202012Validator.check_schema(tool["inputSchema"])
            jsonschema.Draft202012Validator.check_schema(tool["outputSchema"])
            schemas[tool["name"]] = tool["outputSchema"]
        report = client.call("check")
        key = report["findings"][0]["key"]
        calls = [("check", {}), ("report", {"report": report["report"]}), ("report", {"report": report["report"], "key": key}),
                 ("report", {"report": report["report"], "key": key, "replay": True}), ("fix", {"report": report["report"], "keys": [key]}),
                 ("map", {"report": report["report"]}), ("map", {"report": report["report"], "query": "select name from tables"}),
                 ("map", {"report": report["report"], "table": "columns"}), ("map", {"sources": ["schema.sql"]}),
                 ("explain", {"rule": key}), ("explain", {"about": "index"}), ("explain", {"topic": "keyset-pagination"}),
                 ("explain", {"question": "page 500 is slow"}), ("query_lint", {"sql": "select * from child limit 1"}),
                 ("query_explain", {"plan": "Seq Scan on child  (cost=0.00..35.50 rows=2550 width=4) (actual time=0.010..9.0 rows=100 loops=1)\n"}),
                 ("query_lint", {"sql": "select * from parent where id in (select parent_id from child)", "base": "rows.sql", "rewrite": True}),
                 ("query_index", {"base": "rows.sql", "sql": "select * from child where parent_id = 5;", "time": "5s"}), ("doctor", {}),
                 ("migrate", {"sql": "alter table child add column note text;", "base": "rows.sql"}),
                 ("migrate", {"sql": "create index on child(parent_id);", "base": "rows.sql", "trace": True}),
                 ("migrate", {"sql": "create index on child(parent_id);", "base": "rows.sql", "plan": True})]
        for name, arguments in calls:
            with self.subTest(name, **arguments):
                if arguments.get("base") == "rows.sql":  # not before: the folder's other calls read one schema
                    self.write("rows.sql", ROWS)
                result = client.ask("tools/call", name=name, arguments=arguments)["result"]
                self.assertFalse(result.get("isError"), result["content"][0]["text"])
                jsonschema.validate(result["structuredContent"], schemas[name])
                self.assertEqual(json.loads(result["content"][0]["text"]), result["structuredContent"])
                self.assertLess(len(result["content"][0]["text"]), 8_000 * 4)
        self.assertEqual({name for name, _ in calls} | {"query_log", "sql"}, set(schemas))

    def test_bad_arguments_say_what_was_expected(self):
        client = self.start()
        for name, arguments, words in (("check", {"source": ["x"]}, "did you mean 'sources'"), ("check", {"sources": "x"}, "a list of texts"),
                                       ("check", {"prove": "much"}, "one of none, top, all"), ("report", {}, "needs 'report'"), ("sql", {"sql": "select 1"}, "'database' and 'sql'"), ("sql", {"database": "x", "sql": "select 1"}, "no database is named"),
                                       ("report", {"report": "x"}, "check again"), ("explain", {"rule": "unindexed-foreign-ky"}, "did you mean"),
                                       ("query_log", {"files": ["x"], "by": "name"}, "total_time"), ("query_explain", {}, "expected 'plan'")):
            self.assertIn(words, client.call(name, **arguments))
        self.assertEqual(client.ask("tools/call", name="drop_database")["error"]["code"], -32602)

    def test_a_log(self):
        self.write("postgresql.log", "".join(
            f"2026-01-01 12:00:0{n}.000 UTC [7] LOG:  duration: {n}00.000 ms  statement: select * from child where parent_id = {n}\n" for n in range(1, 6)))
        result = self.start().call("query_log", files=["postgresql.log"])
        self.assertEqual((result["queries"][0]["calls"], result["queries"][0]["total_ms"]), (5, 1500))
        self.assertNotIn("= 5", json.dumps(result), "values are masked")

    def test_an_assistant_mends_the_example(self):
        shutil.copytree(ROOT / "examples/bookshop", self.folder, dirs_exist_ok=True)
        client = self.start()
        report = client.call("check", sources=["migrations"], prove="none", rules=["duplicate-index", "unindexed-foreign-key", "default-null-string", "policy-but-rls-off",
                                                                                   "frozen-default", "fk-narrower-than-key"])
        keys = []
        while len(keys) < 5:
            keys += [finding["key"] for finding in report["findings"] if "fix" in finding]
            if report["next"] is None:
                break
            report = client.call("report", report=report["report"], **{"from": report["next"]})
        keys = keys[:5]
        self.assertEqual(len(keys), 5)
        written = set()
        for fix in client.call("fix", report=report["report"], keys=keys)["fixes"]:
            for edit in fix["edits"]:
                self.assertEqual(edit["action"], "create")
                self.assertNotIn(edit["file"].split("__")[0], written, "each migration has a number of its own")
                written.add(edit["file"].split("__")[0])
                (self.folder / edit["file"]).write_text(edit["text"])
        self.assertEqual(len(written), 5)
        again = client.call("check", sources=["migrations"], prove="none", rules=[key.split("@")[0] for key in keys])
        left = []
        while True:
            left += [finding["key"] for finding in again["findings"]]
            if again["next"] is None:
                break
            again = client.call("report", report=again["report"], **{"from": again["next"]})
        self.assertFalse(set(left) & set(keys), "what was mended is gone")


class Roots(WithStdio):
    def test_only_what_is_inside(self):
        inside, outside = self.folder / "inside", self.folder / "outside"
        outside.mkdir()
        (outside / "secret.sql").write_text("create table secret (id int);\n")
        self.write("inside/schema.sql", GOOD)
        os.symlink(outside, inside / "folder")
        os.symlink(outside / "secret.sql", inside / "link.sql")
        self.write("inside/include.sql", "\\i ../outside/secret.sql\n")
        client = self.start("--root", str(inside))
        for source in ("/etc/passwd", "..", "../outside", "folder", "folder/secret.sql", "link.sql", str(outside), "/proc/self/environ", "-", "\0", "~"):
            self.assertIn("no such file or folder", client.call("check", sources=[source]), source)
            self.assertIn("no such file or folder", client.call("query_log", files=[source]), source)
        for source in ("postgres://localhost/x", "postgresql://localhost/x", "service=x", "host=localhost"):
            self.assertNotIn("report", client.call("check", sources=[source]), source)
        found = client.call("map", sources=["include.sql"], query="select name from tables")
        self.assertNotIn("secret", json.dumps(found), "\\i leads nowhere")
        whole = client.call("map", query="select name from tables")
        self.assertEqual(sorted(row[0] for row in whole["rows"]), ["child", "parent"])

    def test_a_database_has_a_name_and_no_password(self):
        client = self.start("--database", "shop=postgres://reader:pw-7f3a@127.0.0.1:1/shop", "--database", "odd=postgres://reader:pw-7f3a@x@y/shop")
        self.assertEqual(client.call("doctor")["databases"], ["odd", "shop"])
        self.assertTrue(all(tool["annotations"]["openWorldHint"] for tool in client.ask("tools/list")["result"]["tools"]))
        for name in ("shop", "odd"):
            for tool, arguments in (("check", {"sources": [name]}), ("map", {"sources": [name]}), ("query_index", {"base": name}), ("check", {"base": name})):
                client.send(request(tool + name, "tools/call", meta={"progressToken": 1}, name=tool, arguments=arguments))
                while True:
                    message = client.hear()
                    self.assertNotIn("pw-7f3a", json.dumps(message))
                    if message.get("id") == tool + name:
                        break
        self.assertNotIn("pw-7f3a", json.dumps(client.ask("resources/list")))

    def test_settings_name_no_server(self):
        self.write("assay.toml", '[check]\nsources = ["postgres://127.0.0.1:1/x"]\n')
        self.assertIn("--database", self.start().call("check"))
        for option in ("base", "workload"):
            self.write("assay.toml", f'[check]\nsources = ["."]\n{option} = "postgres://127.0.0.1:1/x"\n')
            self.assertIn("--database", self.start().call("check"), option)

    def test_a_query_of_the_map_reads_the_map_only(self):
        self.write("schema.sql", GOOD)
        client = self.start()
        report = client.call("map")["report"]
        for query in ("attach '/etc/passwd' as x", "pragma database_list", "create table x (a)", "vacuum into '/tmp/x'", "select load_extension('x')",
                      "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"):
            self.assertIsInstance(client.call("map", report=report, query=query), str, query)
        self.assertEqual(client.call("map", report=report, query="select count(*) from tables")["rows"], [["2"]])


def leftovers(pid):
    """Folders and processes that belong to a process that has ended."""
    places = [pathlib.Path(place) for place in ("/tmp", "/dev/shm", "/var/tmp")] + list(pathlib.Path("/var/tmp").glob("assay-*"))
    found = [place / name for place in places if place.is_dir() for name in os.listdir(place) if name.startswith("assay-") and f"-{pid}-" in name]
    for process in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if f"-{pid}-".encode() in process.read_bytes() and b"assay-" in process.read_bytes():
                found.append(process)
        except OSError:
            pass
    return found


class Ends(WithStdio):
    def begin(self):
        self.write("schema.sql", GOOD)
        client = self.start()
        client.send(request(1, "tools/call", meta={"progressToken": 1}, name="check", arguments={"prove": "all"}))
        return client

    def assert_gone(self, pid):
        until = time.time() + 15
        while leftovers(pid) and time.time() < until:
            time.sleep(0.2)
        self.assertEqual(leftovers(pid), [])

    def test_cancelled_is_silent_and_the_rest_goes_on(self):
        client = self.begin()
        self.assertEqual(client.hear()["method"], "notifications/progress")
        client.send({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 1}})
        client.number = 1
        self.assertIn("rules", client.call("explain", about="index"))
        time.sleep(2)
        while not client.said.empty():
            self.assertNotEqual(client.hear().get("id"), 1, "nothing is said after it was cancelled")

    def test_the_end_of_the_input_ends_it(self):
        client = self.begin()
        client.hear()
        began = time.time()
        client.close()
        self.assertLess(time.time() - began, 20)
        self.assert_gone(client.process.pid)

    def test_killed_at_any_moment(self):
        for how in (signal.SIGTERM, signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            client = self.begin()
            time.sleep(random.random())
            client.process.send_signal(how)
            client.process.wait(30)
            self.assert_gone(client.process.pid)

    def test_killed_hard(self):
        pids = []
        for _ in range(4):
            client = self.begin()
            time.sleep(random.random())
            client.process.kill()
            client.process.wait(30)
            pids.append(client.process.pid)
        assay("check", "--prove", "none", "schema.sql", cwd=self.folder)  # whoever starts a lab next sweeps
        for pid in pids:
            until = time.time() + 10
            while [each for each in leftovers(pid) if "proc" in str(each)] and time.time() < until:
                time.sleep(0.2)
            self.assertEqual([each for each in leftovers(pid) if "proc" in str(each) or "postgres" in str(each)], [])


class OverHttp(Folder):
    def start(self, *words):
        self.write("schema.sql", INDEXED)
        server = Http(*words, cwd=self.folder)
        self.addCleanup(server.close)
        return server

    def test_headers_and_doors(self):
        server = self.start()
        message = request(1, "tools/list")
        body = json.dumps(message)
        good = server.headers(message)
        for change, status in (({}, 200), ({"Host": "evil.example.com"}, 403), ({"Origin": "http://evil.example.com"}, 403), ({"Origin": "null"}, 403),
                               ({"Origin": "http://localhost:3000"}, 200), ({"Mcp-Method": "prompts/list"}, 400), ({"Mcp-Method": None}, 400),
                               ({"MCP-Protocol-Version": None}, 400), ({"Content-Type": "text/plain"}, 415)):
            headers = {name: value for name, value in {**good, **change}.items() if value}
            self.assertEqual(server.send("POST", body, headers)[0], status, change)
        for method in ("GET", "DELETE"):
            self.assertEqual(server.send(method, headers={"MCP-Protocol-Version": "2026-07-28"})[0], 405)
        self.assertEqual(server.ask("no/such")[0], 404)
        self.assertEqual(server.send("POST", "{", good)[0], 400)
        self.assertEqual(server.send("POST", json.dumps({"jsonrpc": "2.0", "method": "notifications/x"}), good)[0], 202)

    def test_token(self):
        self.write("token", "a-token-of-some-length\n")
        server = self.start("--token-file", "token")
        message = request(1, "tools/list")
        self.assertEqual(server.ask("tools/list")[0], 401)
        for token, status in (("a-token-of-some-length", 200), ("a-token-of-some-lengtH", 401), ("", 401)):
            headers = server.headers(message, Authorization="Bearer " + token)
            status_, headers_, _ = server.send("POST", json.dumps(message), headers)
            self.assertEqual(status_, status)
            self.assertEqual("WWW-Authenticate" in headers_, status == 401)
        refused = assay("serve", "--mcp", "--host", "0.0.0.0", "--port", "0", cwd=self.folder)
        self.assertEqual(refused.returncode, 2)
        self.assertIn("token", refused.stderr)

    def test_session_of_the_older_era(self):
        server = self.start()
        plain = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
        begin = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}}
        status, headers, _ = server.send("POST", json.dumps(begin), plain)
        self.assertEqual(status, 200)
        mine = {**plain, "Mcp-Session-Id": headers["Mcp-Session-Id"]}
        tools = json.dumps({"jsonrpc": "2.0", "id": 2, "method": "tools/list", "params": {}})
        self.assertEqual(server.send("POST", tools, mine)[0], 200)
        self.assertEqual(server.send("POST", tools, plain)[0], 400)
        self.assertEqual(server.send("POST", tools, {**plain, "Mcp-Session-Id": "x"})[0], 404)
        self.assertEqual(server.send("DELETE", headers=mine)[0], 200)
        self.assertEqual(server.send("POST", tools, mine)[0], 404)

    def test_a_check_is_streamed(self):
        status, answer = self.start().ask("tools/call", name="check", arguments={})
        self.assertEqual(status, 200)
        self.assertEqual(answer["result"]["structuredContent"]["read"][0]["source"], "schema.sql")

    def test_closing_the_stream_cancels(self):
        shutil.copytree(ROOT / "examples/bookshop/migrations", self.folder / "migrations")
        server = self.start()
        message = request(1, "tools/call", meta={"progressToken": 1}, name="check", arguments={"sources": ["migrations"], "prove": "all"})
        body = json.dumps(message)
        head = "".join(f"{name}: {value}\r\n" for name, value in {**server.headers(message), "Host": "localhost", "Content-Length": len(body)}.items())
        with socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
            connection.sendall(f"POST /mcp HTTP/1.1\r\n{head}\r\n{body}".encode())
            heard = b""
            while b"proving" not in heard:
                heard += connection.recv(4096)
        self.assertIn(b"text/event-stream", heard)
        self.assertTrue(leftovers(server.process.pid), "its lab runs")
        until = time.time() + 40
        while leftovers(server.process.pid) and time.time() < until:
            time.sleep(0.2)
        self.assertEqual(leftovers(server.process.pid), [], "its lab is gone")
        self.assertEqual(server.ask("server/discover")[0], 200)

    def test_many_at_once(self):
        server = self.start()
        rules = [resource["uri"].removeprefix("assay://rule/") for resource in server.ask("resources/list")[1]["result"]["resources"] if "/rule/" in resource["uri"]]
        slowest = []

        def client(number):
            for turn in range(20):
                rule = rules[(number * 7 + turn) % len(rules)]
                began = time.time()
                status, answer = server.ask("tools/call", number * 1000 + turn, name="explain", arguments={"rule": rule})
                slowest.append(time.time() - began)
                self.assertEqual((status, answer["id"], answer["result"]["structuredContent"]["rule"]), (200, number * 1000 + turn, rule))

        with concurrent.futures.ThreadPoolExecutor(20) as pool:
            list(pool.map(client, range(20)))
        self.assertLess(sorted(slowest)[len(slowest) * 99 // 100], 5, "seconds, on a machine that does other things too")


if __name__ == "__main__":
    main()

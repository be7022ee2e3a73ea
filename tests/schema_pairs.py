"""Pairs of random schemas: one, and what a few random changes make of it. Each is written out on its own, so that the second is no patch
of the first. Equal seeds, equal pairs. Usage as a program: schema_pairs.py FOLDER COUNT [SEED]
"""

import copy
import pathlib
import random
import sys

TYPES = ["integer", "bigint", "smallint", "text", "varchar(20)", "varchar(60)", "numeric(10,2)", "numeric", "boolean", "date", "timestamptz",
         "timestamp", "uuid", "jsonb", "text[]", "double precision", "char(3)", "interval", "bytea", "inet"]
DEFAULTS = {"integer": ["0", "1"], "bigint": ["0", "42"], "smallint": ["7"], "text": ["'x'", "'it''s'"], "varchar(20)": ["'new'"], "varchar(60)": ["'new'"],
            "numeric(10,2)": ["0", "9.99"], "numeric": ["1.5"], "boolean": ["true", "false"], "date": ["current_date", "'2024-02-29'"],
            "timestamptz": ["now()"], "timestamp": ["localtimestamp"], "uuid": ["gen_random_uuid()"], "jsonb": ["'{}'"], "text[]": ["'{}'"],
            "double precision": ["0.5"], "char(3)": ["'EUR'"], "interval": ["'1 day'"]}
CHECKS = {"integer": "{c} > 0", "bigint": "{c} between 1 and 100 and {c} <> 7", "smallint": "{c} in (1, 2, 3)", "text": "length({c}) < 100",
          "varchar(20)": "{c} in ('new', 'old')", "varchar(60)": "{c} <> '' and ({c} like 'a%' or {c} not in ('b', 'c'))", "numeric(10,2)": "{c} >= 0",
          "numeric": "{c} is null or {c} < 1e6", "boolean": "{c} is not false", "date": "{c} > '2000-01-01'", "timestamptz": "{c} > '2000-01-01'",
          "char(3)": "{c} ~ '^[A-Z]+$'", "jsonb": "jsonb_typeof({c}) = 'object'", "double precision": "coalesce({c}, 0) >= 0"}
NAMES = ["id", "name", "email", "state", "total", "note", "made_at", "Kind", "owner", "code", "amount", "tags", "data", "flag", "day", "order", "user"]
WORDS = ["customer", "orders", "item", "event", "Account", "invoice", "user", "log", "session", "payment", "address", "product", "stock", "price"]
ROLES = ["reader", "writer"]
COMPARABLE = {"integer", "bigint", "smallint", "text", "varchar(20)", "varchar(60)", "numeric(10,2)", "numeric", "date", "timestamptz", "timestamp", "uuid",
              "char(3)", "boolean", "double precision", "inet", "interval", "bytea", "text[]"}


def q(name):
    return name if name.islower() and name not in ("user", "order") else f'"{name}"'


def lit(text):
    return "'" + text.replace("'", "''") + "'"


class Maker:
    """Makes one schema, changes it, and writes it."""

    def __init__(self, seed):
        self.r = random.Random(seed)
        self.count = 0

    def some(self, chance):
        return self.r.random() < chance

    def fresh(self, word):
        self.count += 1
        return f"{word}_{self.count}"

    # --- parts

    def column(self, types, name):
        kind = self.r.choice(types) if not self.own_types or self.some(0.85) else self.r.choice(self.own_types)
        column = {"name": name, "type": kind, "not_null": self.some(0.4), "default": None, "identity": None, "generated": None, "comment": None, "extra": []}
        self.dress(column)
        return column

    def dress(self, column):
        kind = column["type"]
        if kind in DEFAULTS and self.some(0.4):
            column["default"] = self.r.choice(DEFAULTS[kind])
        if kind in self.schema["enums"] and self.some(0.5):
            column["default"] = lit(self.r.choice(self.schema["enums"][kind]["values"]))
        if self.some(0.1):
            column["comment"] = self.r.choice(["what it is", "it's so"])
        if kind in ("text", "jsonb", "bytea") and self.some(0.1):
            column["extra"].append(("storage", self.r.choice(["external", "main"])))
        if self.some(0.06):
            column["extra"].append(("statistics", self.r.choice([50, 500])))

    @property
    def own_types(self):
        return list(self.schema["enums"]) + list(self.schema["domains"])

    def table(self, name):
        columns = []
        first = self.column(["bigint", "integer", "uuid"], "id")
        first.update(type=self.r.choice(["bigint", "integer", "uuid"]), default=None, not_null=True)
        if first["type"] != "uuid" and self.some(0.5):
            first["identity"] = self.r.choice(["always", "by default"])
        elif first["type"] != "uuid" and self.some(0.5):
            first["serial"] = True
        columns.append(first)
        for each in self.r.sample(NAMES[1:], self.r.randint(1, 7)):
            columns.append(self.column(TYPES, each))
        table = {"name": name, "columns": columns, "pk": self.some(0.9), "checks": {}, "uniques": {}, "indexes": {}, "fks": {}, "policies": {}, "triggers": {},
                 "rls": False, "options": {}, "unlogged": False, "comment": None, "grants": set(), "partitions": None, "statistics": {}, "identity_full": False}
        if self.some(0.12):
            table["partitions"] = {"p1": "(0)", "p2": "(1)"}
            table["pk"] = False
            columns[0].update(identity=None)
            columns[0].pop("serial", None)
        for maker in (self.add_check, self.add_unique, self.add_index, self.add_index, self.add_policy, self.add_trigger, self.add_grant, self.add_statistics):
            if self.some(0.35):
                maker(table)
        if self.some(0.15):
            table["options"]["fillfactor"] = self.r.choice([70, 90])
        table["unlogged"] = table["partitions"] is None and self.some(0.05)
        if self.some(0.2):
            table["comment"] = "a table"
        if self.some(0.2) and table["partitions"] is None:
            expression = self.generated_of(table)
            if expression:
                columns.append({"name": "made", "type": "text", "not_null": False, "default": None, "identity": None, "generated": expression, "comment": None, "extra": []})
        return table

    def generated_of(self, table):
        texts = [c["name"] for c in table["columns"] if c["type"] in ("text", "varchar(20)", "varchar(60)") and not c["generated"]]
        return f"upper({q(self.r.choice(texts))})" if texts else None

    def plain(self, table):
        return [c for c in table["columns"] if c["type"] in COMPARABLE]

    def add_check(self, table):
        candidates = [c for c in table["columns"] if c["type"] in CHECKS and not c["generated"]]
        if candidates:
            c = self.r.choice(candidates)
            table["checks"][self.fresh("check")] = (c["name"], CHECKS[c["type"]].format(c=q(c["name"])), self.some(0.15))

    def add_unique(self, table):
        candidates = self.plain(table)
        if candidates and table["partitions"] is None:
            table["uniques"][self.fresh("unique")] = ([c["name"] for c in self.r.sample(candidates, min(len(candidates), self.r.randint(1, 2)))], self.some(0.2))

    def add_index(self, table):
        candidates = self.plain(table)
        if not candidates:
            return
        keys = [c["name"] for c in self.r.sample(candidates, min(len(candidates), self.r.randint(1, 2)))]
        texts = [c["name"] for c in candidates if c["type"] == "text"]
        table["indexes"][self.fresh("index")] = {"keys": keys, "down": self.some(0.3), "unique": self.some(0.15) and table["partitions"] is None,
                                                 "where": keys[0] if self.some(0.25) else None, "lower": self.r.choice(texts) if texts and self.some(0.3) else None,
                                                 "include": table["columns"][0]["name"] if self.some(0.15) else None}

    def add_policy(self, table):
        table["rls"] = True
        column = self.r.choice(table["columns"])["name"]
        table["policies"][self.fresh("policy")] = {"column": column, "for": self.r.choice(["all", "select", "delete"]), "to": self.r.choice(["public", *ROLES]),
                                                   "restrictive": self.some(0.2)}

    def add_trigger(self, table):
        table["triggers"][self.fresh("trigger")] = {"when": self.r.choice(["before insert", "after update", "before insert or update"]), "off": self.some(0.15)}

    def add_grant(self, table):
        for _ in range(self.r.randint(1, 2)):
            table["grants"].add((self.r.choice(["select", "insert", "update"]), self.r.choice(ROLES), self.some(0.15)))

    def add_statistics(self, table):
        columns = [c["name"] for c in self.plain(table)]
        if len(columns) >= 2 and table["partitions"] is None:
            table["statistics"][self.fresh("statistics")] = sorted(self.r.sample(columns, 2))

    def add_fk(self, table):
        targets = [t for t in self.schema["tables"].values() if t["pk"] and t["partitions"] is None and not t["unlogged"]]
        if not targets or table["partitions"] is not None or table["unlogged"]:
            return
        target = self.r.choice(targets)
        name = self.fresh("parent")
        column = {"name": name, "type": target["columns"][0]["type"], "not_null": self.some(0.5), "default": None, "identity": None, "generated": None, "comment": None, "extra": []}
        table["columns"].append(column)
        table["fks"][self.fresh("fk")] = {"column": name, "target": target["name"], "delete": self.r.choice(["", " on delete cascade", " on delete set null"]),
                                          "deferrable": self.some(0.15)}

    def add_view(self):
        sources = list(self.schema["tables"].values())
        table = self.r.choice(sources)
        columns = [c["name"] for c in self.r.sample(table["columns"], self.r.randint(1, len(table["columns"])))]
        kind = "materialized" if self.some(0.2) else "view"
        name = self.fresh("view")
        self.schema["views"][name] = {"kind": kind, "over": ("table", table["name"]), "columns": columns, "star": self.some(0.3) and kind == "view",
                                      "barrier": kind == "view" and self.some(0.2), "grants": {("select", "reader")} if self.some(0.3) else set(),
                                      "where": self.r.choice(columns) if self.some(0.4) else None}
        if kind == "view" and self.some(0.3):
            upper = self.fresh("view")
            self.schema["views"][upper] = {"kind": "view", "over": ("view", name), "columns": columns[: max(1, len(columns) - 1)], "star": False, "barrier": False,
                                           "grants": set(), "where": None}

    def add_function(self):
        name = self.fresh("function")
        self.schema["functions"][name] = {"body": self.r.choice(["select 1", "select a + 1", "select coalesce(a, 0)"]), "volatility": self.r.choice(["immutable", "stable", "volatile"]),
                                          "default": self.some(0.3), "result": "integer", "definer": self.some(0.2), "closed": self.some(0.2)}

    def add_enum(self):
        self.schema["enums"][self.fresh("mood")] = {"values": self.r.sample(["sad", "ok", "happy", "glad", "it's"], self.r.randint(2, 4))}

    def add_domain(self):
        self.schema["domains"][self.fresh("domain")] = {"base": self.r.choice(["text", "integer", "varchar(60)"]), "checks": {self.fresh("rule"): self.r.choice(["value is not null", "value <> value or true"])},
                                                        "not_null": False}

    def add_sequence(self):
        self.schema["sequences"][self.fresh("sequence")] = {"start": self.r.choice([1, 100]), "increment": self.r.choice([1, 5]), "cycle": self.some(0.2)}

    # --- the whole

    def make(self):
        self.schema = {"enums": {}, "domains": {}, "sequences": {}, "tables": {}, "views": {}, "functions": {}, "defaults": self.some(0.1)}
        for maker, most in ((self.add_enum, 2), (self.add_domain, 2), (self.add_sequence, 1)):
            for _ in range(self.r.randint(0, most)):
                maker()
        for name in self.r.sample(WORDS, self.r.randint(2, 6)):
            self.schema["tables"][name] = self.table(name)
            if self.some(0.5):
                self.add_fk(self.schema["tables"][name])
        for _ in range(self.r.randint(0, 3)):
            self.add_view()
        for _ in range(self.r.randint(0, 3)):
            self.add_function()
        return self.schema

    def change(self, most=8):
        """A changed copy becomes the schema. What stood on something that is gone goes with it."""
        self.schema = copy.deepcopy(self.schema)
        for _ in range(self.r.randint(1, most)):
            self.r.choice([self.change_table, self.change_table, self.change_table, self.change_column, self.change_column, self.change_column, self.change_rest])()
        self.repair()
        return self.schema

    def change_table(self):
        tables = self.schema["tables"]
        table = self.r.choice(list(tables.values()))
        part = self.r.choice(["checks", "uniques", "indexes", "policies", "triggers", "fks", "statistics"])
        makers = {"checks": self.add_check, "uniques": self.add_unique, "indexes": self.add_index, "policies": self.add_policy, "triggers": self.add_trigger, "fks": self.add_fk,
                  "statistics": self.add_statistics}
        what = self.r.random()
        if what < 0.08 and len(tables) > 1:
            del tables[table["name"]]
        elif what < 0.2:
            left = [w for w in WORDS if w not in tables]
            if left:
                tables[left[0]] = self.table(left[0])
        elif what < 0.45:
            makers[part](table)
        elif what < 0.65 and table[part]:
            del table[part][self.r.choice(list(table[part]))]
        elif what < 0.72:
            self.add_grant(table)
        elif what < 0.79 and table["grants"]:
            table["grants"].discard(sorted(table["grants"])[0])
        elif what < 0.85:
            table["options"] = {"fillfactor": self.r.choice([60, 80])} if not table["options"] else {}
        elif what < 0.9:
            table["comment"] = None if table["comment"] else "changed"
        elif what < 0.95 and table["partitions"] is not None:
            table["partitions"][self.fresh("p")] = f"({self.count})"
        elif table["triggers"]:
            trigger = self.r.choice(list(table["triggers"].values()))
            trigger["off"] = not trigger["off"]

    def change_column(self):
        table = self.r.choice(list(self.schema["tables"].values()))
        column = self.r.choice(table["columns"])
        what = self.r.random()
        if what < 0.2:
            name = self.fresh("column")
            table["columns"].append(self.column(TYPES, name))
        elif what < 0.25:
            table["columns"].insert(self.r.randint(1, len(table["columns"])), self.column(TYPES, self.fresh("column")))
        elif what < 0.45 and column["name"] != "id" and len(table["columns"]) > 2:
            table["columns"].remove(column)
        elif what < 0.6 and column["name"] != "id" and not column["generated"] and not column["name"].startswith("parent"):
            column["type"] = self.r.choice(TYPES)
            column["default"], column["extra"] = None, []
            self.dress(column)
        elif what < 0.75 and column["name"] != "id":
            column["not_null"] = not column["not_null"]
        elif what < 0.85 and column["type"] in DEFAULTS and not column["generated"] and column["name"] != "id":
            column["default"] = None if column["default"] else self.r.choice(DEFAULTS[column["type"]])
        elif what < 0.9:
            column["comment"] = None if column["comment"] else "what it is now"
        elif column["generated"]:
            column["generated"] = None if self.some(0.5) else self.generated_of(table)
        elif column.get("identity"):
            column["identity"] = "always" if column["identity"] == "by default" else "by default"

    def change_rest(self):
        s = self.schema
        what = self.r.choice(["enum", "enum", "domain", "sequence", "view", "view", "view", "function", "function", "defaults", "add enum", "add view", "add function", "drop view", "drop function"])
        if what == "enum" and s["enums"]:
            values = self.r.choice(list(s["enums"].values()))["values"]
            left = [v for v in ["sad", "ok", "happy", "glad", "it's"] if v not in values]
            if left and self.some(0.7):
                values.insert(self.r.randint(0, len(values)), left[0])
            elif len(values) > 2:
                values.pop(self.r.randrange(len(values)))
        elif what == "domain" and s["domains"]:
            domain = self.r.choice(list(s["domains"].values()))
            if self.some(0.4):
                domain["checks"] = {self.fresh("rule"): "value is not null"}
            elif self.some(0.5):
                domain["base"] = {"text": "varchar(60)", "varchar(60)": "text", "integer": "bigint", "bigint": "integer"}[domain["base"]]
            else:
                domain["not_null"] = not domain["not_null"]
        elif what == "sequence" and s["sequences"]:
            sequence = self.r.choice(list(s["sequences"].values()))
            sequence["increment"], sequence["cycle"] = sequence["increment"] + 1, not sequence["cycle"]
        elif what == "view" and s["views"]:
            view = self.r.choice(list(s["views"].values()))
            if self.some(0.5):
                view["where"] = None if view["where"] else view["columns"][0]
            elif view["over"][0] == "table" and view["over"][1] in s["tables"]:
                columns = [c["name"] for c in s["tables"][view["over"][1]]["columns"]]
                view["columns"] = self.r.sample(columns, self.r.randint(1, len(columns))) if self.some(0.5) else view["columns"] + [c for c in columns if c not in view["columns"]][:1]
        elif what == "function" and s["functions"]:
            function = self.r.choice(list(s["functions"].values()))
            key = self.r.choice(["body", "default", "result", "definer", "closed", "volatility"])
            if key == "body":
                function["body"] = "select a * 2"
            elif key == "result":
                function["result"] = "bigint"
            elif key == "volatility":
                function["volatility"] = "stable"
            else:
                function[key] = not function[key]
        elif what == "defaults":
            s["defaults"] = not s["defaults"]
        elif what == "add enum":
            self.add_enum()
        elif what == "add view":
            self.add_view()
        elif what == "add function":
            self.add_function()
        elif what == "drop view" and s["views"]:
            del s["views"][self.r.choice(list(s["views"]))]
        elif what == "drop function" and s["functions"]:
            del s["functions"][self.r.choice(list(s["functions"]))]

    def repair(self):
        s = self.schema
        for table in s["tables"].values():
            types = {c["name"]: c["type"] for c in table["columns"]}
            for column in list(table["columns"]):
                if column["generated"] and not any(f"({q(n)})" in column["generated"] and t in ("text", "varchar(20)", "varchar(60)") for n, t in types.items()):
                    table["columns"].remove(column)
                    types.pop(column["name"])
                if column["type"] in s["enums"] and column["default"] and column["default"] not in map(lit, s["enums"][column["type"]]["values"]):
                    column["default"] = None
            table["checks"] = {n: c for n, c in table["checks"].items() if c[0] in types and types[c[0]] in CHECKS and CHECKS[types[c[0]]].format(c=q(c[0])) == c[1]}
            comparable = {n for n, t in types.items() if t in COMPARABLE}
            table["uniques"] = {n: u for n, u in table["uniques"].items() if set(u[0]) <= comparable}
            table["statistics"] = {n: u for n, u in table["statistics"].items() if set(u) <= comparable}
            table["indexes"] = {n: i for n, i in table["indexes"].items() if set(i["keys"]) <= comparable and (i["lower"] is None or types.get(i["lower"]) == "text")
                                and (i["include"] is None or i["include"] in types)}
            table["policies"] = {n: p for n, p in table["policies"].items() if p["column"] in types}
            table["fks"] = {n: f for n, f in table["fks"].items() if f["column"] in types and f["target"] in s["tables"] and s["tables"][f["target"]]["pk"]
                            and types[f["column"]] == s["tables"][f["target"]]["columns"][0]["type"] and s["tables"][f["target"]]["partitions"] is None}
        for _ in range(2):
            for name, view in list(s["views"].items()):
                kind, over = view["over"]
                if kind == "table":
                    have = [c["name"] for c in s["tables"][over]["columns"]] if over in s["tables"] else None
                else:
                    have = s["views"][over]["columns"] if over in s["views"] else None
                if have is None or not [c for c in view["columns"] if c in have]:
                    del s["views"][name]
                    continue
                view["columns"] = [c for c in view["columns"] if c in have]
                if view["where"] not in have:
                    view["where"] = None


def write(s):
    out = [f"create role {role};" for role in ROLES]
    if s["defaults"]:
        out.append("alter default privileges grant select on tables to reader;")
    for name, enum in s["enums"].items():
        out.append(f"create type {name} as enum ({', '.join(map(lit, enum['values']))});")
    for name, domain in s["domains"].items():
        checks = "".join(f" constraint {n} check ({c})" for n, c in domain["checks"].items())
        out.append(f"create domain {name} as {domain['base']}{' not null' if domain['not_null'] else ''}{checks};")
    for name, sequence in s["sequences"].items():
        out.append(f"create sequence {name} increment {sequence['increment']} start {sequence['start']}{' cycle' if sequence['cycle'] else ''};")
    out.append("create function touch() returns trigger language plpgsql as $$ begin return new; end $$;")
    for name, function in s["functions"].items():
        out.append(f"create function {name}(a integer{' default 1' if function['default'] else ''}) returns {function['result']} language sql {function['volatility']}"
                   f"{' security definer' if function['definer'] else ''} as $$ {function['body']} $$;")
        if function["closed"]:
            out.append(f"revoke execute on function {name}(integer) from public;")
    for table in s["tables"].values():
        out += write_table(table)
    for table in s["tables"].values():
        for name, fk in table["fks"].items():
            out.append(f"alter table {q(table['name'])} add constraint {name} foreign key ({q(fk['column'])}) references {q(fk['target'])}{fk['delete']}"
                       f"{' deferrable' if fk['deferrable'] else ''};")
    for name, view in s["views"].items():
        out += write_view(name, view)
    return "\n".join(out) + "\n"


def write_table(table):
    name = q(table["name"])
    parts = []
    for c in table["columns"]:
        kind = {"integer": "serial", "bigint": "bigserial"}[c["type"]] if c.get("serial") else c["type"]
        text = f"{q(c['name'])} {kind}"
        if c["identity"]:
            text += f" generated {c['identity']} as identity"
        if c["generated"]:
            text += f" generated always as ({c['generated']}) stored"
        elif c["default"]:
            text += f" default {c['default']}"
        parts.append(text + (" not null" if c["not_null"] else ""))
    if table["pk"]:
        parts.append("primary key (id)")
    parts += [f"constraint {n} unique ({', '.join(map(q, columns))}){' deferrable' if late else ''}" for n, (columns, late) in table["uniques"].items()]
    parts += [f"constraint {n} check ({expression})" for n, (_, expression, late) in table["checks"].items() if not late]
    options = " with (" + ", ".join(f"{k} = {v}" for k, v in table["options"].items()) + ")" if table["options"] and table["partitions"] is None else ""
    by = " partition by hash (id)" if table["partitions"] is not None else ""
    out = [f"create {'unlogged ' if table['unlogged'] else ''}table {name} (\n  " + ",\n  ".join(parts) + f"\n){by}{options};"]
    if table["partitions"] is not None:
        modulus = 64
        for i, part in enumerate(table["partitions"]):
            out.append(f"create table {q(table['name'] + '_' + part)} partition of {name} for values with (modulus {modulus}, remainder {i});")
    out += [f"alter table {name} add constraint {n} check ({expression}) not valid;" for n, (_, expression, late) in table["checks"].items() if late]
    for n, i in table["indexes"].items():
        keys = [q(k) + (" desc nulls last" if i["down"] else "") for k in i["keys"]] + ([f"lower({q(i['lower'])})"] if i["lower"] else [])
        include = f" include ({q(i['include'])})" if i["include"] else ""
        where = f" where {q(i['where'])} is not null" if i["where"] else ""
        out.append(f"create {'unique ' if i['unique'] else ''}index {n} on {name} ({', '.join(keys)}){include}{where};")
    for c in table["columns"]:
        for what, value in c["extra"]:
            out.append(f"alter table only {name} alter column {q(c['name'])} set {what} {value};")
        if c["comment"]:
            out.append(f"comment on column {name}.{q(c['name'])} is {lit(c['comment'])};")
    if table["comment"]:
        out.append(f"comment on table {name} is {lit(table['comment'])};")
    if table["rls"]:
        out.append(f"alter table {name} enable row level security;")
    for n, p in table["policies"].items():
        out.append(f"create policy {n} on {name}{' as restrictive' if p['restrictive'] else ''} for {p['for']} to {p['to']} using ({q(p['column'])} is not null);")
    for n, t in table["triggers"].items():
        out.append(f"create trigger {n} {t['when']} on {name} for each row execute function touch();")
        if t["off"]:
            out.append(f"alter table {name} disable trigger {n};")
    for n, columns in table["statistics"].items():
        out.append(f"create statistics {n} on {', '.join(map(q, columns))} from {name};")
    for privilege, role, option in sorted(table["grants"]):
        out.append(f"grant {privilege} on {name} to {role}{' with grant option' if option else ''};")
    return out


def write_view(name, view):
    source = q(view["over"][1])
    columns = ", ".join(map(q, view["columns"]))
    where = f" where {q(view['where'])} is not null" if view["where"] else ""
    out = [f"create {'materialized ' if view['kind'] == 'materialized' else ''}view {name}{' with (security_barrier)' if view['barrier'] else ''} as "
           f"select {'*' if view['star'] and view['over'][0] == 'view' else columns} from {source}{where};"]
    out += [f"grant {privilege} on {name} to {role};" for privilege, role in sorted(view["grants"])]
    return out


def pair(seed):
    maker = Maker(seed)
    first = write(maker.make())
    return first, write(maker.change())


if __name__ == "__main__":
    folder, count = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    start = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    folder.mkdir(parents=True, exist_ok=True)
    for seed in range(start, start + count):
        a, b = pair(seed)
        (folder / f"{seed}a.sql").write_text(a)
        (folder / f"{seed}b.sql").write_text(b)

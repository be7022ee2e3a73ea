// What bodies of functions do: the relations they name, and the statements they put together.
#include <map>

#include "domain/postgres/map/body.h"
#include "domain/postgres/map/load.h"

namespace assay::postgres {

namespace {

struct Relations {
    std::map<std::pair<std::string, std::string>, std::int64_t> by_name = {};

    std::int64_t find(const std::string& schema, const std::string& name) const {
        const auto found = by_name.find({schema, name});
        return found == by_name.end() ? 0 : found->second;
    }
    // Without a schema: the function's own first, then public.
    std::int64_t find_unqualified(const std::string& name, const std::string& own_schema) const {
        const auto own = find(own_schema, name);
        return own ? own : find("public", name);
    }
};

struct Mention {
    std::size_t name = 0;  // the token where a relation's name begins
    bool is_written = false;
};

// The token after which a relation must stand: FROM, JOIN, INTO of an INSERT, UPDATE, TRUNCATE.
std::vector<Mention> mentions_of(const Body& body) {
    std::vector<Mention> found;
    for (std::size_t i = 0; i + 1 < body.tokens.size(); ++i) {
        std::size_t next = i + 1;
        bool written = false;
        if (body.is(i, "from") || body.is(i, "join") || body.is(i, "using"))
            written = i > 0 && body.is(i - 1, "delete");
        else if (body.is(i, "into"))
            written = i > 0 && (body.is(i - 1, "insert") || body.is(i - 1, "merge"));
        else if (body.is(i, "update") || body.is(i, "truncate"))
            written = !(i > 0 && (body.is(i - 1, "for") || body.is(i - 1, "do") || body.is(i - 1, "key")));
        else
            continue;
        while (body.is(next, "only") || body.is(next, "table") || body.is(next, "lateral")) ++next;
        if (body.is_name(next)) found.push_back({next, written});
    }
    return found;
}

void write_tables(const Body& body, const Relations& relations, std::int64_t database_id, MapStatement& insert) {
    for (const auto& mention : mentions_of(body)) {
        const bool qualified = body.at(mention.name + 1) == "." && body.is_name(mention.name + 2);
        const auto first = sql::identifier_name(body.at(mention.name));
        const auto relation = qualified ? relations.find(first, sql::identifier_name(body.at(mention.name + 2)))
                                        : relations.find_unqualified(first, body.schema);
        if (!relation) continue;
        insert.bind(1, body.id);
        insert.bind(2, database_id);
        insert.bind(3, relation);
        insert.bind(4, std::int64_t{qualified});
        insert.bind(5, std::int64_t{mention.is_written});
        insert.step();
        insert.reset();
    }
}

Relations read_relations(std::int64_t database_id, MapBuilder& builder) {
    Relations relations;
    auto rows = builder.prepare("select schema, relname, id from relations where database_id = ? and kind <> 'composite'");
    rows.bind(1, database_id);
    while (rows.step()) relations.by_name[{std::string{rows.text(0)}, std::string{rows.text(1)}}] = rows.integer(2);
    return relations;
}

}  // namespace

void load_bodies(std::int64_t database_id, MapBuilder& builder) {
    const auto relations = read_relations(database_id, builder);
    auto tables = builder.prepare("insert into function_tables values (?, ?, ?, ?, ?)");
    auto dynamic = builder.prepare("insert into dynamic_sql values (?, ?, ?, ?, ?)");
    auto rows = builder.prepare("select id, schema, proname, language, body, arguments, argument_types from functions "
                                "where database_id = ? and not is_extension and language in ('sql', 'plpgsql')");
    rows.bind(1, database_id);
    const auto parsed = sql::with_parser_thread([&](const sql::Parser& parser) {
        while (rows.step()) {
            Body body{rows.integer(0), std::string{rows.text(1)}, std::string{rows.text(2)}, std::string{rows.text(3)},
                      std::string{rows.text(4)}};
            body.tokens = sql::tokens_of(body.text);
            write_tables(body, relations, database_id, tables);
            if (body.language == "plpgsql")
                write_dynamic_sql(body, rows.text(5), rows.text(6), database_id, parser, dynamic);
        }
    });
    if (!parsed) builder.set_available(database_id, 'S', "not read", parsed.error().text());
}

}  // namespace assay::postgres

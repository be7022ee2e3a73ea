// For tests: schemas of texts, in the lab and as models, and the changes of tests/data/diff.
#pragma once

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/text.h"
#include "domain/domain.h"
#include "domain/migration/diff/read_model.h"
#include "domain/postgres/model/catalogue.h"
#include "face/session.h"
#include "map/map.h"
#include "world/files.h"

namespace assay::migration::diff {

struct TestSchema {
    std::shared_ptr<lab::Server> server;
    std::unique_ptr<Workspace> workspace;
    std::unique_ptr<Map> map;
    std::int64_t database_id = 0;
    std::shared_ptr<lab::Database> database;
};

inline std::shared_ptr<lab::Server>& schema_server() {
    static std::shared_ptr<lab::Server> server;
    return server;
}

inline const Domain& postgres_domain() {
    for (const Domain* domain : catalogue::domains())
        if (domain->name == "postgres") return *domain;
    FAIL("the PostgreSQL domain is not there");
    return *catalogue::domains().front();
}

// Every statement must go through.
inline TestSchema schema_of(const std::string& text) {
    TestSchema made;
    made.workspace = std::make_unique<Workspace>();
    Progress progress{[](std::string_view) {}};
    Report report;
    ReadContext context{progress, report, 0, false, {}, schema_server()};
    const auto done = postgres_domain().read_case(text, "", context, *made.workspace);
    if (!done) FAIL(done.error().text());
    made.server = schema_server();
    made.map = build_map(*made.workspace);
    const auto* catalogue = made.workspace->all<postgres::Catalogue>().front();
    for (const auto& note : catalogue->notes)
        if (note.kind == "failed" || note.kind == "refused") FAIL_CHECK(note.statement << ": " << note.message);
    made.database_id = catalogue->database_id;
    made.database = catalogue->laboratory;
    return made;
}

inline Model model_in(const Map& map, std::int64_t database_id) {
    auto model = read_model(map, database_id);
    if (!model) FAIL(model.error().text());
    return std::move(*model);
}
inline Model model_of(const TestSchema& schema) { return model_in(*schema.map, schema.database_id); }

// What the database holds by now.
inline Model reread(const TestSchema& schema, lab::Database& database) {
    auto session = database.connect_as_superuser();
    REQUIRE(session);
    REQUIRE(session->query("begin"));
    Workspace fresh;
    const auto read = postgres_domain().read_again(*schema.workspace, schema.database_id, *session, fresh);
    if (!read) FAIL(read.error().text());
    const auto map = build_map(fresh);
    return model_in(*map, map->databases().front());
}

// A copy of the schema's database, with statements applied; they must go through.
inline std::unique_ptr<lab::Database> copy_with(const TestSchema& schema, const std::string& sql) {
    auto copy = schema.server->copy_database(*schema.database);
    if (!copy) FAIL(copy.error().text());
    for (const std::string_view extension : {"create extension pg_trgm;"})
        if (sql.find(extension) != sql.npos) REQUIRE((*copy)->create_extension("pg_trgm", "public"));
    auto session = (*copy)->connect();
    REQUIRE(session);
    const auto done = session->query(replaced(sql, "create extension pg_trgm;", ""));
    if (!done) FAIL_CHECK(done.error().text() << " in " << sql);
    return std::move(*copy);
}

struct Change {
    std::string title;
    std::string sql;
};

inline std::string data_text(std::string_view name) {
    auto text = read_file(std::string{ASSAY_ROOT "/tests/data/diff/"}.append(name));
    if (!text) FAIL(text.error().text());
    return std::move(*text);
}
inline std::string base_text() { return data_text("base.sql"); }

inline std::vector<Change> changes() {
    const auto text = data_text("changes.sql");
    std::vector<Change> all;
    constexpr std::string_view mark = "-- change: ";
    for (const auto line : lines_of(text))
        if (starts_with(line, mark))
            all.push_back({std::string{line.substr(mark.size())}, {}});
        else
            all.back().sql.append(line).append("\n");
    return all;
}

}  // namespace assay::migration::diff

#include "index_setup.h"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "core/text.h"
#include "domain/postgres/model/catalogue.h"
#include "face/base_lab.h"
#include "sql/parser.h"
#include "sql/script.h"
#include "world/files.h"

namespace assay::bench {

namespace {

Result<void> read_queries(const std::string& path, Setup& setup) {
    auto text = read_file(path);
    if (!text) return tl::unexpected(text.error());
    auto pieces = sql::split(*text, path);
    if (!pieces) return tl::unexpected(pieces.error());
    const std::vector<std::string_view> left_out{"Q2", "Q17", "Q20"};  // as in the literature: they outweigh all others
    for (const auto& piece : *pieces) {
        if (piece.kind != sql::PieceKind::statement) continue;
        const auto at = piece.before.rfind("-- name: ");
        const auto name = at == piece.before.npos ? fmt::format("{}", setup.names.size() + 1) : std::string{trimmed(piece.before.substr(at + 9))};
        setup.is_tpch = setup.is_tpch || name == "Q17";
        if (std::find(left_out.begin(), left_out.end(), name) != left_out.end()) continue;
        setup.names.push_back(name);
        setup.statements.emplace_back(piece.text);
    }
    return {};
}

Result<void> open_statistics(const std::string& folder, Setup& setup) {
    auto server = lab::Server::start();
    if (!server) return tl::unexpected(server.error());
    setup.server = std::move(*server);
    auto database = setup.server->create_database();
    if (!database) return tl::unexpected(database.error());
    setup.own = std::move(*database);
    auto owner = setup.own->connect();
    auto root = setup.own->connect_as_superuser();
    auto schema = read_file(folder + "/schema.sql"), statistics = read_file(folder + "/sf1-stats.sql");
    auto bytes = read_file(folder + "/sf1-relation-bytes.txt");
    if (!owner || !root || !schema || !statistics || !bytes) return fail("cannot read " + folder);
    std::string ddl;
    for (const auto line : lines_of(*schema))
        if (!starts_with(line, "\\")) ddl.append(line).append("\n");
    if (auto done = owner->query(ddl); !done) return tl::unexpected(done.error());
    if (auto done = root->query("set search_path = public; " + *statistics); !done) return tl::unexpected(done.error());
    std::vector<std::pair<std::string, std::int64_t>> sizes;
    for (const auto line : lines_of(*bytes))
        if (const auto parts = split(line, '|'); parts.size() == 2)
            sizes.emplace_back("public." + std::string{parts[0]}, std::stoll(std::string{parts[1]}));
    return lab::give_sizes(*setup.own, sizes);
}

Result<void> open_base(const std::string& source, Setup& setup) {
    Request request;
    request.sources = {source};
    request.reader = "postgres";
    setup.session = std::make_unique<Session>(std::move(request));
    if (auto read = setup.session->read(); !read) return read;
    const auto catalogues = setup.session->workspace().all<postgres::Catalogue>();
    if (catalogues.empty()) return fail("no database in " + source);
    auto schema = setup.session->laboratory(catalogues.front()->database_id);
    if (!schema) return tl::unexpected(schema.error());
    auto statistics = statistics_of(source);
    if (!statistics) return tl::unexpected(statistics.error());
    auto planning = planning_lab(**schema, *statistics);
    if (!planning) return tl::unexpected(planning.error());
    setup.planning = std::move(*planning);
    return {};
}

// Of each statement the columns by the number of `universe.columns`.
Result<void> find_columns(const Setup& setup, const query::Tables& tables, Universe& universe) {
    if (setup.is_tpch) {
        for (const auto& statement : setup.statements) {
            auto& own = universe.query_columns.emplace_back();
            for (std::size_t i = 0; i < universe.columns.size(); ++i)
                if (statement.find(universe.columns[i].name) != std::string::npos) own.push_back(static_cast<int>(i));
        }
        return {};
    }
    const auto roles = roles_of_all(setup, tables);
    if (!roles) return tl::unexpected(roles.error());
    for (const auto& each : *roles) {
        std::set<int> own;
        for (const auto& use : each.uses)
            for (std::size_t i = 0; i < universe.columns.size(); ++i)
                if (universe.columns[i].table == use.table->name && std::count(use.read.begin(), use.read.end(), universe.columns[i].name))
                    own.insert(static_cast<int>(i));
        universe.query_columns.emplace_back(own.begin(), own.end());
    }
    return {};
}

}  // namespace

Result<Setup> open_setup(const std::string& base, const std::string& queries) {
    Setup setup;
    if (auto done = read_queries(queries, setup); !done) return tl::unexpected(done.error());
    std::error_code none;
    if (std::filesystem::exists(base + "/sf1-stats.sql", none)) {
        if (auto done = open_statistics(base, setup); !done) return tl::unexpected(done.error());
        return setup;
    }
    if (auto done = open_base(base, setup); !done) return tl::unexpected(done.error());
    return setup;
}

Result<std::vector<query::Roles>> roles_of_all(const Setup& setup, const query::Tables& tables) {
    std::vector<query::Roles> all;
    auto parsed = sql::with_parser_thread([&](const sql::Parser& parser) {
        for (const auto& statement : setup.statements) {
            const auto tree = sql::Tree::parse(parser, statement);
            all.push_back(tree ? query::roles_of((*tree->root()["stmts"].begin())["stmt"], tables) : query::Roles{});
        }
    });
    if (!parsed) return tl::unexpected(parsed.error());
    return all;
}

Result<Universe> universe_of(const Setup& setup, query::WhatIf& what_if, const query::Tables& tables) {
    Universe universe;
    for (const auto& [name, table] : tables)
        for (const auto& column : table.columns)
            if (std::count(column.methods.begin(), column.methods.end(), "btree")) universe.columns.push_back({name, column.name});
    std::stable_sort(universe.columns.begin(), universe.columns.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    if (auto done = find_columns(setup, tables, universe); !done) return tl::unexpected(done.error());
    std::set<int> named;
    for (const auto& columns : universe.query_columns) named.insert(columns.begin(), columns.end());
    const auto add = [&](const std::vector<int>& columns) -> Result<void> {
        query::IndexText text{.table = universe.columns[static_cast<std::size_t>(columns[0])].table};
        for (const int column : columns) text.keys.push_back(universe.columns[static_cast<std::size_t>(column)].name);
        const int number = what_if.add(text);
        auto bytes = what_if.hypopg_bytes(number);
        if (!bytes) return tl::unexpected(bytes.error());
        universe.numbers[columns] = number;
        universe.candidates.push_back(columns);
        universe.bytes.push_back(*bytes);
        return {};
    };
    for (const int a : named) {
        if (auto done = add({a}); !done) return tl::unexpected(done.error());
        for (const int b : named)
            if (a != b && universe.columns[static_cast<std::size_t>(a)].table == universe.columns[static_cast<std::size_t>(b)].table)
                if (auto done = add({a, b}); !done) return tl::unexpected(done.error());
    }
    return universe;
}

}  // namespace assay::bench

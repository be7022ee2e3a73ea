#include "domain/migration/diff/hazards.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "core/text.h"
#include "domain/migration/model/effects.h"
#include "domain/migration/model/types.h"
#include "sql/parser.h"
#include "sql/statement.h"

namespace assay::migration::diff {

namespace {

std::string plain(std::string_view name) { return std::string{starts_with(name, "public.") ? name.substr(7) : name}; }

// "varchar(20)" of "character varying(20)": as statements name types, which is how changes of them are judged.
std::string type_in_statements(const sql::Parser& parser, const std::string& printed) {
    std::string text = printed;
    if (const auto tree = sql::Tree::parse(parser, "select null::" + printed))
        tree->root().each("TypeCast", [&](sql::Node cast) { text = type_text(cast["typeName"]); });
    return text;
}

migration::Schema schema_of(const sql::Parser& parser, const Model& model) {
    migration::Schema schema;
    std::map<std::string, std::string, std::less<>> types;
    const auto type_of = [&](const std::string& printed) -> const std::string& {
        const auto [at, is_new] = types.try_emplace(printed);
        if (is_new) at->second = type_in_statements(parser, printed);
        return at->second;
    };
    for (const auto& object : model.objects) {
        if (object.kind == diff::Kind::table) {
            auto& table = schema.tables[plain(object.name)];
            table.partitioned = object.fact("kind") == "partitioned";
            table.parent = plain(object.fact("partition of"));
        } else if (object.kind == diff::Kind::column) {
            schema.tables[plain(model.parent_of(object)->name)].columns[object.fact("_column")] = {type_of(std::string{object.fact("type")}), object.has("not null")};
        } else if (object.kind == diff::Kind::view && object.fact("kind") == "materialized") {
            schema.tables.try_emplace(plain(object.name));
        } else if (object.kind == diff::Kind::index) {
            schema.indexes[plain(object.name)].table = plain(model.parent_of(object)->name);
        } else if (object.kind == diff::Kind::function) {
            schema.functions[plain(object.name.substr(0, object.name.find('(')))] = object.fact("_volatility").empty() ? '?' : object.fact("_volatility")[0];
        }
    }
    return schema;
}

std::string_view type_of(Mode mode) {
    if (mode == Mode::access_exclusive) return hazard::access_exclusive;
    return mode == Mode::share ? hazard::share : mode > Mode::share ? hazard::share_row_exclusive : std::string_view{};
}

bool has(const DiffStatement& statement, std::string_view type) {
    return std::any_of(statement.hazards.begin(), statement.hazards.end(), [&](const Hazard& hazard) { return hazard.type == type; });
}

void add(const Change& change, const migration::Schema& before, DiffStatement& statement) {
    if (!change.is_slow()) return;
    for (const auto& lock : change.locks) {
        const auto type = type_of(lock.mode);
        if (type.empty() || !before.table(lock.relation) || has(statement, type)) continue;
        const std::string_view why = change.rewrites ? "written anew" : "read";
        statement.hazards.push_back({type, fmt::format("{} of {} wait while it is {}", blocked_by(lock.mode), lock.relation, why)});
    }
    if (change.rewrites && !has(statement, hazard::performance) && before.table(change.relation))
        statement.hazards.push_back({hazard::performance, fmt::format("{} and its indexes are written anew", change.relation)});
}

}  // namespace

void add_lock_hazards(const Model& before, std::vector<DiffStatement>& statements) {
    (void)sql::with_parser_thread([&](const sql::Parser& parser) {
        const auto schema = schema_of(parser, before);
        for (auto& statement : statements) {
            const auto rewritten = sql::rewrite_for_15(statement.text);
            const auto tree = sql::Tree::parse(parser, rewritten.notes.empty() ? std::string_view{statement.text} : std::string_view{rewritten.text});
            if (!tree) continue;
            for (const auto each : tree->root()["stmts"])
                for (auto& change : changes_in(each["stmt"])) {
                    const auto* table = schema.table(change.relation);
                    if (!table) continue;
                    const int version = before.version / 10000;
                    meet_table(change, *table, version);
                    add_effects(change, schema, version);
                    add(change, schema, statement);
                }
        }
    });
}

}  // namespace assay::migration::diff

#include <fmt/core.h>

#include <map>
#include <vector>

#include "render/conversion.h"

namespace assay::rendering {

namespace {

using migration::Conversion;
using migration::Loss;

void write_place(JsonWriter& json, std::string_view name, const Location& place) {
    if (place.line == 0) return json.null_member(name);
    json.object(name, [&] {
        json.member("line", place.line);
        json.member("column", place.column);
    });
}

void write_loss(JsonWriter& json, const Loss& loss) {
    json.object([&] {
        json.member("kind", loss.kind->id);
        json.member("harm", migration::name(loss.kind->harm));
        json.member("object", loss.object);
        json.member("lost", loss.kind->title);
        json.member_or_null("detail", loss.detail);
        json.member("advice", loss.kind->advice);
        json.member_or_null("statement", loss.statement);
        write_place(json, "from", loss.place);
    });
}

// A table's own statement bears the losses of its columns; those of a key stand at the key's place.
std::vector<std::vector<const Loss*>> by_statement(const Conversion& conversion) {
    std::map<std::pair<std::string, std::pair<int, int>>, std::size_t> exact;
    std::map<std::string, std::size_t> first;
    for (std::size_t i = 0; i < conversion.statements.size(); ++i) {
        const auto& statement = conversion.statements[i];
        exact.emplace(std::pair{statement.owner, std::pair{statement.from.line, statement.from.column}}, i);
        if (statement.phase == migration::Phase::tables || statement.sql.rfind("CREATE VIEW", 0) == 0) first.emplace(statement.owner, i);
    }
    std::vector<std::vector<const Loss*>> losses(conversion.statements.size());
    for (const auto& loss : conversion.losses) {
        const auto at = exact.find({loss.owner, {loss.place.line, loss.place.column}});
        const auto owner = first.find(loss.owner);
        if (at != exact.end()) losses[at->second].push_back(&loss);
        else if (owner != first.end()) losses[owner->second].push_back(&loss);
    }
    return losses;
}

void write_statements(JsonWriter& json, const Conversion& conversion) {
    const auto losses = by_statement(conversion);
    json.array("statements", [&] {
        for (std::size_t i = 0; i < conversion.statements.size(); ++i)
            json.object([&] {
                const auto& statement = conversion.statements[i];
                json.member("statement", statement.sql);
                write_place(json, "from", statement.from);
                json.member_or_null("error", statement.error);
                json.array("losses", [&] {
                    for (const auto* loss : losses[i]) write_loss(json, *loss);
                });
            });
    });
}

}  // namespace

std::string conversion_json(const Conversion& conversion) {
    JsonWriter json;
    json.object([&] {
        json.member("assay", ASSAY_VERSION);
        json.member("schema_version", 1);
        json.object("conversion", [&] {
            json.member("source", conversion.source);
            json.member_or_null("engine", conversion.engine);
            json.member_or_null("tried_on", conversion.tried_on);
            write_statements(json, conversion);
            json.array("losses", [&] {
                for (const auto& loss : conversion.losses) write_loss(json, loss);
            });
            json.array("unconverted", [&] {
                for (const auto& each : conversion.unconverted)
                    json.object([&] {
                        json.member("what", each.what);
                        json.member_or_null("name", each.name);
                        json.member_or_null("reason", each.reason);
                        write_place(json, "from", each.place);
                    });
            });
            json.member("rows_in_source", conversion.rows_in_source);
            json.array("rows", [&] {
                for (const auto& table : conversion.loaded)
                    json.object([&] {
                        json.member("table", table.name);
                        json.member("in_source", table.rows);
                        json.member("loaded", table.loaded);
                    });
            });
        });
    });
    return json.take();
}

}  // namespace assay::rendering

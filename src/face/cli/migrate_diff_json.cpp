// The JSON of `assay migrate diff` and `assay migrate drift`; docs/schema/migrate_diff.schema.json and migrate_drift.schema.json are their
// contracts.
#include "face/cli/migrate_diff.h"
#include "render/json_writer.h"

namespace assay::cli {

using rendering::JsonWriter;

namespace {

void write_texts(JsonWriter& json, std::string_view name, const std::vector<std::string>& texts) {
    json.array(name, [&] {
        for (const auto& text : texts) json.value(text);
    });
}

void write_statement(JsonWriter& json, const migration::diff::DiffStatement& statement) {
    json.object([&] {
        json.member("statement", statement.text);
        json.member("object", statement.object);
        json.member("transaction", !statement.committed);
        json.array("hazards", [&] {
            for (const auto& hazard : statement.hazards)
                json.object([&] {
                    json.member("type", hazard.type);
                    json.member("message", hazard.message);
                });
        });
    });
}

void write_place(JsonWriter& json, const migration::diff::Object* object) {
    json.key("location");
    if (!object || object->place.file.empty()) return json.null();
    json.object([&] {
        json.member("file", object->place.file);
        json.member("line", object->place.line);
        json.member("column", object->place.column);
    });
}

void write_value(JsonWriter& json, std::string_view name, const std::optional<std::string>& value) {
    json.key(name);
    value ? json.value(*value) : json.null();
}

}  // namespace

std::string diff_json(const MigrateDiff& made) {
    JsonWriter json;
    json.object([&] {
        json.member("assay", ASSAY_VERSION);
        json.member("schema_version", 1);
        json.member("from", made.a);
        json.member("to", made.b);
        json.array("diff", [&] {
            for (const auto& statement : made.diff.statements) write_statement(json, statement);
        });
        json.array("renames", [&] {
            for (const auto& guess : made.diff.renames)
                json.object([&] {
                    json.member("kind", guess.kind);
                    json.member("before", guess.before);
                    json.member("after", guess.after);
                    json.member("score", guess.score);
                    json.member("evidence", guess.evidence);
                });
        });
        json.member("proven", made.proven);
        json.member_or_null("doubt", made.doubt);
        auto notes = made.diff.notes;
        notes.insert(notes.end(), made.notes.begin(), made.notes.end());
        write_texts(json, "notes", notes);
    });
    return json.take();
}

std::string drift_json(const MigrateDrift& made) {
    const auto &a = made.pair.a, &b = made.pair.b;
    JsonWriter json;
    json.object([&] {
        json.member("assay", ASSAY_VERSION);
        json.member("schema_version", 1);
        json.member("from", a.source);
        json.member("to", b.source);
        json.array("drift", [&] {
            for (const auto& each : made.differences) {
                const auto* is = each.in_a < 0 ? nullptr : &a.model.objects[static_cast<std::size_t>(each.in_a)];
                const auto* wanted = each.in_b < 0 ? nullptr : &b.model.objects[static_cast<std::size_t>(each.in_b)];
                json.object([&] {
                    json.member("object", migration::diff::spoken(is ? *is : *wanted));
                    json.member("state", !is ? "missing" : !wanted ? "extra" : "differs");
                    json.member_or_null("fact", each.fact);
                    write_value(json, "is", each.a);
                    write_value(json, "expected", each.b);
                    write_place(json, wanted ? wanted : is);
                });
            }
        });
        auto notes = a.notes;
        notes.insert(notes.end(), b.notes.begin(), b.notes.end());
        write_texts(json, "notes", notes);
    });
    return json.take();
}

}  // namespace assay::cli

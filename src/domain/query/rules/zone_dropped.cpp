#include <string_view>

#include "domain/query/model/clauses.h"
#include "domain/query/model/statements.h"

namespace assay::query {

namespace {

// "2024-05-01 10:00+02", "…T10:00:00Z", "… 10:00 UTC": a time of day, and a zone behind it.
std::string_view zone_of(std::string_view text) {
    const auto colon = text.find(':');
    if (colon == text.npos) return {};
    const auto sign = text.find_first_of("+-", colon);
    if (sign != text.npos) return text.substr(sign);
    const auto letter = text.find_first_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ", colon);
    if (letter == text.npos) return {};
    const auto word = text.substr(letter);
    return word == "AM" || word == "PM" || word.starts_with("AM ") || word.starts_with("PM ") ? std::string_view{} : word;
}

}  // namespace

static void check(const Statements& statements, Report& report) {
    for (const auto& statement : statements.all)
        statement.root().each("TypeCast", [&](sql::Node cast) {
            const auto literal = cast["arg"].as("A_Const");
            if (last_name(cast["typeName"]["names"]) != "timestamp") return;
            if (const auto zone = zone_of(literal["sval"]["sval"].text()); !zone.empty())
                report.add(finding_at(statement, literal.offset(), "timestamp", "the zone " + std::string{zone} + " is dropped without a word: timestamptz keeps the instant"));
        });
}

extern constinit const Rule zone_dropped = rule<check>({
    .id = "query/zone-dropped", .title = "time zones in a timestamp without time zone",
    .effect = Effect::correctness, .severity = Severity::warning, .since = "0.1",
    .basis = "PostgreSQL manual 8.5.1.3, Time Stamps"});

}  // namespace assay::query

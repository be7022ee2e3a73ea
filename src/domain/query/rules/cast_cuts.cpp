#include <cstdint>
#include <string>

#include "domain/query/model/clauses.h"
#include "domain/query/model/statements.h"

namespace assay::query {

namespace {

struct Cut {
    std::int64_t length = 0;  // characters that are left; 0: none are lost
    bool padded = false;
};

Cut cut_of(sql::Node type) {
    const auto name = last_name(type["names"]);
    if (name != "bpchar" && name != "varchar") return {};
    for (const sql::Node modifier : type["typmods"]) return {modifier.as("A_Const")["ival"]["ival"].integer(), name == "bpchar"};
    return {};
}

}  // namespace

static void check(const Statements& statements, Report& report) {
    for (const auto& statement : statements.all)
        statement.root().each("TypeCast", [&](sql::Node cast) {
            const auto [length, padded] = cut_of(cast["typeName"]);
            if (length == 0 || cast["typeName"]["arrayBounds"]) return;
            if (const auto literal = cast["arg"].as("A_Const"); literal && static_cast<std::int64_t>(sql::constant_text(cast["arg"]).size()) <= length) return;
            auto finding = finding_at(statement, cast.offset(), padded ? "char" : "varchar",
                                      "the cast keeps " + std::to_string(length) + (length == 1 ? " character" : " characters") + " and drops the rest without an error");
            // char alone is char(1): hardly ever meant.
            if (length == 1 && padded) finding.chosen_severity = Severity::warning;
            // A view that casts all of its columns is one thing to look at.
            else finding.cause = statement.name();
            report.add(std::move(finding));
        });
}

extern constinit const Rule cast_cuts = rule<check>({
    .id = "query/cast-cuts", .title = "casts that cut texts short",
    .effect = Effect::correctness, .severity = Severity::note, .since = "0.1",
    .basis = "PostgreSQL manual 8.3, Character Types"});

}  // namespace assay::query

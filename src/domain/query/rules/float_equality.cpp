#include <string_view>

#include "domain/query/model/clauses.h"
#include "domain/query/model/statements.h"

namespace assay::query {

namespace {

bool is_float(sql::Node side) {
    const auto type = last_name(side.as("TypeCast")["typeName"]["names"]);
    return type == "float8" || type == "float4";
}

// Whole numbers are exact.
bool is_whole(sql::Node side) {
    if (const auto cast = side.as("TypeCast")) return is_whole(cast["arg"]);
    const auto constant = side.as("A_Const");
    return constant["ival"] || (constant["sval"] && constant["sval"]["sval"].text().find('.') == std::string_view::npos);
}

}  // namespace

static void check(const Statements& statements, Report& report) {
    for (const auto& statement : statements.all)
        statement.root().each("A_Expr", [&](sql::Node expression) {
            const auto operation = last_name(expression["name"]);
            if (expression["kind"].text() != "AEXPR_OP" || (operation != "=" && operation != "<>")) return;
            const auto left = expression["lexpr"], right = expression["rexpr"];
            if ((!is_float(left) && !is_float(right)) || is_whole(left) || is_whole(right)) return;
            report.add(finding_at(statement, expression.offset(), std::string{operation}, "compares floating point numbers exactly: 0.1 + 0.2 is not 0.3"));
        });
}

extern constinit const Rule float_equality = rule<check>({
    .id = "query/float-equality", .title = "floating point numbers compared exactly",
    .effect = Effect::correctness, .severity = Severity::warning, .since = "0.1",
    .basis = "PostgreSQL manual 8.1.3, Floating-Point Types"});

}  // namespace assay::query

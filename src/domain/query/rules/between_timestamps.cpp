#include "domain/query/model/statements.h"
#include "sql/names.h"

namespace assay::query {

namespace {

bool names_a_moment(std::string_view column) {
    const auto words = sql::words_of(column);
    for (const auto& word : words)
        if (word == "time" || word == "timestamp" || word == "ts" || word == "datetime" || (word == "at" && &word == &words.back())) return true;
    return false;
}

// "2024-01-31", without a time of day.
bool is_day(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
    return text.find_first_not_of("0123456789-") == text.npos;
}

}  // namespace

static void check(const Statements& statements, Report& report) {
    for (const auto& statement : statements.all)
        statement.root().each("A_Expr", [&](sql::Node expression) {
            if (expression["kind"].text() != "AEXPR_BETWEEN") return;
            std::string_view column, bound;
            for (const sql::Node part : expression["lexpr"].as("ColumnRef")["fields"]) column = part.string();
            for (const sql::Node item : expression["rexpr"].as("List")["items"]) bound = item.as("A_Const")["sval"]["sval"].text();
            if (names_a_moment(column) && is_day(bound))
                report.add(finding_at(statement, expression.offset(), std::string{column},
                                      "BETWEEN ends at midnight: of the last day, " + std::string{bound} + ", only its first instant is in"));
        });
}

extern constinit const Rule between_timestamps = rule<check>({
    .id = "query/between-timestamps", .title = "BETWEEN two dates on a time stamp",
    .effect = Effect::correctness, .severity = Severity::warning, .since = "0.1",
    .basis = "PostgreSQL wiki, Don't Do This"});

}  // namespace assay::query

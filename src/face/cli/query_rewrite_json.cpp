// The JSON of `assay query rewrite`; docs/schema/query_rewrite.schema.json is its contract.
#include "face/cli/query_rewrite.h"
#include "render/json_writer.h"

namespace assay::cli {

using query::Equivalence;
using rendering::JsonWriter;

namespace {

void write_location(JsonWriter& json, const Location& place) {
    json.object("location", [&] {
        json.member("file", place.file);
        json.member("line", place.line);
        json.member("column", place.column);
    });
}

constexpr std::string_view verdict_name(Equivalence::Verdict verdict) {
    return verdict == Equivalence::Verdict::equal ? "equal" : verdict == Equivalence::Verdict::differs ? "differs" : "undetermined";
}

constexpr std::string_view state_name(query::RewriteState state) {
    using State = query::RewriteState;
    return state == State::recommended ? "recommended" : state == State::not_cheaper ? "not_cheaper" : state == State::refuted ? "refuted" : "undetermined";
}

void write_values(JsonWriter& json, const std::vector<std::optional<std::string>>& values) {
    for (const auto& value : values) value ? json.value(*value) : json.null();
}

void write_counterexample(JsonWriter& json, const Equivalence& found) {
    json.key("counterexample");
    if (!found.counterexample) return json.null();
    const auto& example = *found.counterexample;
    json.object([&] {
        json.array("tables", [&] {
            for (const auto& table : example.tables)
                json.object([&] {
                    json.member("name", table.name);
                    json.texts("columns", table.columns);
                    json.array("rows", [&] {
                        for (const auto& row : table.rows) json.array([&] { write_values(json, row); });
                    });
                });
        });
        json.array("parameters", [&] { write_values(json, example.parameters); });
        json.member("time_zone", example.time_zone);
        json.member("original_answers", example.original);
        json.member("rewritten_answers", example.rewritten);
        json.member("order_only", example.order_only);
    });
}

void write_proof(JsonWriter& json, const Equivalence& found) {
    json.key("proof");
    if (!found.proof) return json.null();
    json.object([&] {
        json.member("method", found.proof->method());
        json.member("before", found.proof->before());
        json.member("after", found.proof->after());
    });
}

void write_equivalence(JsonWriter& json, const Equivalence& found) {
    json.member("verdict", verdict_name(found.verdict));
    json.member_or_null("reason", found.reason);
    json.member("trials", found.trials);
    json.member("trials_with_rows", found.with_rows);
    json.member("trials_that_failed", found.failed);
    if (found.data_rows)
        json.member("data_rows", *found.data_rows);
    else
        json.null_member("data_rows");
    json.texts("notes", found.notes);
    write_proof(json, found);
    write_counterexample(json, found);
}

void number_or_null(JsonWriter& json, std::string_view name, const std::optional<double>& number) {
    if (number)
        json.member(name, *number);
    else
        json.null_member(name);
}

void write_cost(JsonWriter& json, const std::optional<query::RewriteCost>& cost) {
    json.key("cost");
    if (!cost) return json.null();
    json.object([&] {
        json.member("basis", cost->basis);
        json.member("before", cost->before);
        json.member("after", cost->after);
        number_or_null(json, "ms_before", cost->ms_before);
        number_or_null(json, "ms_after", cost->ms_after);
        json.member("original_cut_off", cost->cut_off);
        number_or_null(json, "generic_before", cost->generic_before);
        number_or_null(json, "generic_after", cost->generic_after);
    });
}

void write_rewrite(JsonWriter& json, const query::RewriteAdvice& advice, const query::TriedRewrite& tried) {
    json.object([&] {
        json.member("rule", tried.rule);
        json.member("title", tried.title);
        json.member("state", state_name(tried.state));
        json.member("original", advice.original);
        json.member("rewritten", tried.text);
        write_location(json, advice.place);
        json.texts("rests_on", tried.rests_on);
        write_equivalence(json, tried.equivalence);
        write_cost(json, tried.cost);
    });
}

bool is_shown(const RewriteReport& report, const query::TriedRewrite& tried) { return report.all || tried.state == query::RewriteState::recommended; }

}  // namespace

std::string rewrite_json(const RewriteReport& report) {
    JsonWriter json;
    json.object([&] {
        json.member("assay", ASSAY_VERSION);
        json.member("schema_version", 1);
        json.array("rewrites", [&] {
            for (const auto& statement : report.statements)
                for (const auto& tried : statement.rewrites)
                    if (is_shown(report, tried)) write_rewrite(json, statement, tried);
        });
        json.array("statements", [&] {
            for (const auto& statement : report.statements)
                json.object([&] {
                    json.member("original", statement.original);
                    write_location(json, statement.place);
                    json.member("proposed", statement.rewrites.size());
                    json.member_or_null("unread", statement.unread);
                    json.texts("notes", statement.notes);
                    json.member("seconds", statement.seconds);
                });
        });
        json.array("checks", [&] {
            for (const auto& check : report.checks)
                json.object([&] {
                    json.member("original", check.original);
                    json.member("rewritten", check.rewritten);
                    write_location(json, check.place);
                    write_equivalence(json, check.equivalence);
                    json.member("seconds", check.seconds);
                });
        });
        json.texts("notes", report.notes);
    });
    return json.take();
}

}  // namespace assay::cli

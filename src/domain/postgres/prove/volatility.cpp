// Calls the function as it is declared: whether it is refused, or a plan keeps one answer in place of the call.
#include <fmt/core.h>

#include "core/finding.h"
#include "core/text.h"
#include "domain/postgres/prove/plan_look.h"
#include "domain/postgres/prove/synthetic.h"
#include "domain/postgres/prove/trial_table.h"
#include "map/map.h"
#include "sql/names.h"

namespace assay::postgres {

namespace {

struct Called {
    std::string call;  // with a constant for each argument
    std::string signature;
    bool is_immutable = false;
};

std::optional<Called> call_of(const Map& map, std::int64_t id) {
    auto row = map.prepare("select schema, proname, argument_types, volatility, name from functions where id = ? and kind = 'function'");
    row.bind(1, id);
    if (!row.step()) return {};
    std::string arguments;
    for (const auto type : split(row.text(2), ',')) {
        const std::string name{trimmed(type)};
        if (name.empty()) continue;
        auto base = map.value(fmt::format("select min(type_name) from attributes where type = {}", sql::quote_literal(name)));
        const auto value = value_expression(map, {{}, name, base.value_or(name), 0, 0}, "1");
        arguments += (arguments.empty() ? "" : ", ") + value.value_or(fmt::format("null::{}", name));
    }
    return Called{fmt::format("{}.{}({})", sql::quote_identifier(std::string{row.text(0)}), sql::quote_identifier(std::string{row.text(1)}), arguments),
                  std::string{row.text(4)}, row.text(3) == "immutable"};
}

// What the plan of a query says behind one of these words, the first that it has.
std::string planned(Lab& lab, const std::string& query, const std::vector<std::string_view>& words) {
    const auto plan = lab.run("explain (verbose, costs off) " + query);
    if (!plan) return {};
    for (const auto word : words)
        for (int i = 0; i < plan->size(); ++i)
            if (const auto line = trimmed(plan->text(i, 0)); starts_with(line, word)) return std::string{line};
    return {};
}

// A query, and where its plan says how the call is made; for an IMMUTABLE one with constants that is while planning.
struct Trial {
    std::string query;
    std::vector<std::string_view> words;
    std::string_view truth, kept;
};

// A STABLE call is made once for a search of an index, a VOLATILE one for each row that is looked at.
bool make_answers(Lab& lab, const std::string& call, const std::string& schema) {
    for (const auto& statement : {"create schema " + schema, fmt::format("create table {}.answers as select {} as answer from generate_series(1, 100)", schema, call),
                                  fmt::format("create index on {}.answers (answer)", schema), std::string{"set local enable_seqscan = off"},
                                  std::string{"set local enable_bitmapscan = off"}})
        if (!lab.run(statement)) return false;
    return true;
}

}  // namespace

Outcome volatility(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{40})) return Outcome::out_of_budget();
    const auto function = call_of(subject.map, subject.id);
    if (!function) return Outcome::needs("a function that a query can call");
    const auto query = "select " + function->call;
    const auto method = fmt::format("planned and called {} with constants", function->signature);
    if (!lab.run(query)) {
        if (lab.last_error().message.find("not allowed in a non-volatile function") == std::string::npos)
            return Outcome::needs("arguments that it takes: " + lab.last_error().message);
        return Outcome::proven(lab.proof(method, "declared so that it may not write", last_error_text(lab)));
    }
    const auto schema = lab.scratch_schema();
    Trial trial{query, {"Output: "}, "STABLE", "holds an answer in place of the call"};
    if (!function->is_immutable) {
        if (!make_answers(lab, function->call, schema)) return Outcome::needs("an index of what it answers: " + lab.last_error().message);
        trial = {fmt::format("select count(*) from {}.answers where answer = {}", schema, function->call), {"Index Cond: ", "Filter: "}, "VOLATILE",
                 "makes the call once for all rows"};
    }
    const auto kept = planned(lab, trial.query, trial.words);
    if (!lab.run(fmt::format("alter function {} {}", function->signature, trial.truth))) return Outcome::needs(lab.last_error().message);
    const auto called = planned(lab, trial.query, trial.words);
    if (kept.empty() || called.empty()) return Outcome::needs(lab.last_error().message);
    auto proof = lab.proof(method, fmt::format("the plan {}: {}", trial.kept, kept), fmt::format("declared {}: {}", trial.truth, called));
    return kept != called ? Outcome::proven(std::move(proof)) : Outcome::refuted(std::move(proof));
}

}  // namespace assay::postgres

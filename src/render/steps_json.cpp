#include <cmath>

#include "render/steps.h"

namespace assay::rendering {

namespace {

using migration::Plan;
using migration::Step;

double tidy(double value_ms) { return std::round(value_ms * 10) / 10; }

void names(JsonWriter& json, std::string_view name, const std::vector<std::string>& list) {
    json.array(name, [&] {
        for (const auto& each : list) json.value(each);
    });
}

void write_proof(JsonWriter& json, const Step& step) {
    if (!step.proof) return json.null_member("proof");
    const auto& proof = *step.proof;
    json.object("proof", [&] {
        json.member("holds", proof.holds());
        json.member_or_null("problem", proof.problem);
        json.member("took_ms", tidy(proof.took_ms));
        json.member("worst_wait_ms", tidy(proof.worst_wait_ms));
        json.member_or_null("worst_statement", proof.worst_statement);
        json.member("statements_beside", proof.statements);
        json.member("tries", proof.tries);
        json.member("rolled_back", proof.rolled_back);
        json.member_or_null("rollback_problem", proof.rollback_problem);
    });
}

void write_step(JsonWriter& json, const Step& step) {
    json.object([&] {
        json.member("stage", name(step.stage));
        json.member("title", step.title);
        json.member("statement", step.statement);
        json.member("transaction", name(step.runs));
        json.member_or_null("deploy", step.deploy);
        json.member_or_null("rollback", step.rollback);
        json.member_or_null("loses", step.loses);
        json.member("planned", step.of);
        write_proof(json, step);
    });
}

void write_end(JsonWriter& json, const Plan& plan) {
    if (!plan.proof) return json.null_member("end");
    json.object("end", [&] {
        json.member("equal", plan.proof->equal());
        json.member_or_null("problem", plan.proof->problem);
        names(json, "differences", plan.proof->differences);
        names(json, "column_order", plan.proof->order);
        names(json, "rows", plan.proof->rows);
        json.member("tables", plan.proof->tables);
        json.member("compared_rows", plan.proof->compared_rows);
    });
}

}  // namespace

void write_steps(JsonWriter& json, const Plan& plan) {
    json.array("planned", [&] {
        for (const auto& statement : plan.statements)
            json.object([&] {
                json.member("statement", statement.text);
                json.member_or_null("file", statement.place.file);
                json.member("line", statement.place.line);
                json.member_or_null("recipe", statement.recipe);
            });
    });
    json.member("lock_timeout_ms", plan.lock_timeout_ms);
    json.array("steps", [&] {
        for (const auto& step : plan.steps) write_step(json, step);
    });
    write_end(json, plan);
    names(json, "random_columns", plan.volatile_columns);
    names(json, "plan_notes", plan.notes);
}

}  // namespace assay::rendering

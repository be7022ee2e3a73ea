// Every case of every recipe's page: the plan is made, runs beside readers and writers, ends where the migration ends, and leads back.
#include <doctest/doctest.h>
#include <fmt/core.h>

#include <algorithm>
#include <atomic>
#include <future>

#include "core/catalogue.h"
#include "core/text.h"
#include "domain/migration/plan/planner.h"
#include "domain/migration/prove/fill.h"
#include "domain/migration/prove/plan_prover.h"
#include "face/lab_schema.h"
#include "lab/test_server.h"
#include "sql/script.h"

namespace assay::migration {

namespace {

struct Case {
    std::string name, before, change;
    std::vector<std::string> steps;
};

// "### name", then ```sql before, ```sql change and ```steps.
std::vector<Case> cases_of(std::string_view page) {
    std::vector<Case> cases;
    std::string fence;
    for (const auto line : lines_of(page)) {
        if (starts_with(line, "### ")) cases.push_back({std::string{line.substr(4)}, {}, {}, {}});
        else if (starts_with(line, "```")) fence = line.substr(3);
        else if (cases.empty() || fence.empty()) continue;
        else if (fence == "sql before") cases.back().before.append(line).append("\n");
        else if (fence == "sql change") cases.back().change.append(line).append("\n");
        else if (fence == "steps") cases.back().steps.emplace_back(line);
    }
    return cases;
}

Result<Plan> planned(const Case& each) {
    const auto before = lab::test_database();
    {
        auto session = lab::must(before->connect());
        lab::must(session.query(each.before));
    }
    std::vector<StatementToPlan> statements;
    const auto pieces = lab::must(sql::split(each.change, "case"));
    for (const auto& piece : pieces) statements.push_back({std::string{piece.text}, {}});
    const auto scratch = lab::must(before->server().copy_database(*before));
    auto plan = make_plan(statements, *scratch, {.batch_rows = 100, .pause_ms = 0});
    if (!plan) return plan;
    std::map<std::string, std::int64_t, std::less<>> rows;
    for (const auto& relation : plan->relations) {
        auto session = lab::must(before->connect());
        if (lab::value(session, fmt::format("select exists (select from {}) or relkind <> 'r' from pg_class where oid = '{}'::regclass", relation,
            relation)) == "f") rows[relation] = 250;
    }
    fill_tables(*before, rows, 250, {}, plan->notes);
    lab::must(prove_plan(*plan, statements, *before, {.schema = lab_schema, .holds = Milliseconds{0}}));
    return plan;
}

// How long somebody waited is the machine's to say, and the bench's to tell.
bool is_about_time(const std::string& problem) { return problem.find(" ms beside it") != std::string::npos; }

std::string text_of(const Plan& plan) {
    std::string text;
    for (const auto& step : plan.steps) text += fmt::format("{} | {}\n", name(step.stage), step.title);
    return text;
}

struct Tried {
    const Recipe* recipe;
    Case of;
    Result<Plan> plan = fail("not tried");
};

std::vector<Tried> all_cases() {
    std::vector<Tried> cases;
    for (const auto* recipe : recipes()) {
        const auto page = catalogue::text("domain/migration/plan/recipes/" + replaced(recipe->name, "-", "_") + ".md");
        REQUIRE_MESSAGE(starts_with(page, fmt::format("# {}\n", recipe->title)), recipe->name);
        for (auto& each : cases_of(page)) cases.push_back({recipe, std::move(each)});
    }
    return cases;
}

void check_step(const Step& step, const std::string& where) {
    const auto place = fmt::format("{}, {}\n{}\nback: {}\n", where, step.title, step.statement, step.rollback);
    REQUIRE_MESSAGE(step.proof, place);
    CHECK_MESSAGE((step.proof->problem.empty() || is_about_time(step.proof->problem)), place << step.proof->problem);
    CHECK_MESSAGE(step.proof->rollback_problem.empty(), place << step.proof->rollback_problem);
    CHECK_MESSAGE((!step.rollback.empty() || !step.loses.empty() || step.runs == Runs::alone), place);
}

}  // namespace

TEST_CASE("plans: every case of every recipe") {
    auto cases = all_cases();
    CHECK(cases.size() >= 25);
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
        for (std::size_t i = next++; i < cases.size(); i = next++) cases[i].plan = planned(cases[i].of);
    };
    (void)lab::test_server();
    auto other = std::async(std::launch::async, work);
    work();
    other.wait();
    for (const auto& [recipe, each, plan] : cases) {
        const auto where = fmt::format("{}, {}", recipe->name, each.name);
        REQUIRE_MESSAGE(plan, where << ": " << (plan ? "" : plan.error().text()));
        CHECK_MESSAGE(text_of(*plan) == joined(each.steps, "\n") + "\n", where << " has the steps\n" << text_of(*plan));
        CHECK_MESSAGE(std::any_of(plan->statements.begin(), plan->statements.end(),
            [&](const auto& statement) { return statement.recipe == recipe->name; }), where << " does not need the recipe");
        REQUIRE(plan->proof);
        CHECK_MESSAGE(plan->proof->equal(), where << ": " << plan->proof->problem << joined(plan->proof->differences, "; ") << joined(plan->proof->rows, "; "));
        CHECK_MESSAGE(plan->proof->compared_rows >= 100, where);
        for (const auto& step : plan->steps) check_step(step, where);
    }
}

}  // namespace assay::migration

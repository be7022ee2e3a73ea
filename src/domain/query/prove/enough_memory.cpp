// Runs what spilled in the base, with the memory that the plan had and with what the fix gives.
#include <fmt/core.h>

#include <algorithm>
#include <charconv>

#include "core/finding.h"
#include "core/shown.h"
#include "core/text.h"
#include "domain/query/prove/plan_scan.h"
#include "domain/query/read/plan_tree.h"

namespace assay::query {

namespace {

constexpr int most_memory_mb = 4'096;  // what a statement's session should be given at all

// Megabytes of "SET work_mem = '64MB';"; 0 when it gives none.
int memory_in(std::string_view statement) {
    const auto quote = statement.find('\'');
    int megabytes = 0;
    if (quote != statement.npos) std::from_chars(statement.data() + quote + 1, statement.data() + statement.size(), megabytes);
    return std::max(megabytes, 0);
}

struct Spilled {
    std::string statement;  // of the plan, where it says it
    std::string memory;     // work_mem of the plan's session
    std::optional<PlanScan> sorted;  // by a sort right above a scan
    double rows = 0;        // that went through it
    bool parallel = false;
};

Spilled spilled_at(const Map& map, std::int64_t node) {
    auto row = map.prepare(
        "select coalesce((select s.value from plan_settings s where s.plan_id = p.id and s.name = 'work_mem'), '4MB'), "
        "coalesce(n.rows_total, 0), n.participants > 1 from plan_nodes n join plans p on p.id = n.plan_id where n.id = ?");
    row.bind(1, node);
    if (!row.step()) return {};
    return Spilled{.statement = select_of_plan(map, node), .memory = std::string{row.text(0)}, .sorted = scan_of(map, node), .rows = row.real(1),
                   .parallel = row.integer(2) != 0};
}

// The plan's own statement, else the sort of one table again.
Result<std::string> statement_for(Lab& lab, const Spilled& spilled) {
    if (!spilled.statement.empty()) return spilled.statement;
    if (!spilled.sorted || spilled.sorted->order.empty()) return fail("the plan's statement with its values (Query Text)");
    const auto table = base_table(lab, *spilled.sorted);
    if (!table) return tl::unexpected(table.error());
    if (!table->filled) return fail("rows of " + table->name + ": statistics alone cannot be sorted");
    return statement_of(*spilled.sorted, *table);
}

struct Run {
    double temporary_kb = 0, ms = 0;
    std::string shown() const {
        return temporary_kb > 0 ? fmt::format("{:.0f} kB through temporary files, {}", temporary_kb, shown_ms(ms)) : fmt::format("all in memory, {}", shown_ms(ms));
    }
};

Result<Run> run_once(Lab& lab, const std::string& statement) {
    (void)lab.query(statement);  // so that its blocks are in memory
    const auto text = lab.explain_analyze(statement);
    if (!text) return tl::unexpected(text.error());
    auto trees = read_plan_json(*text);
    if (!trees || trees->statements.empty()) return fail("a plan of the statement in the base");
    const auto plan = plan_of(trees->statements.front());
    if (!plan) return tl::unexpected(plan.error());
    return Run{.temporary_kb = 8 * plan->nodes.front().buffers.temp_written, .ms = plan->total_ms};
}

}  // namespace

Outcome enough_memory(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{2'000})) return Outcome::out_of_budget();
    const auto spilled = spilled_at(subject.map, subject.id);
    const auto statement = statement_for(lab, spilled);
    if (!statement) return Outcome::needs(statement.error().message);
    if (!lab.run("set local work_mem = " + pg::quote_literal(spilled.memory))) return Outcome::needs(lab.last_error().message);
    if (!spilled.parallel && !lab.run("set local max_parallel_workers_per_gather = 0")) return Outcome::needs(lab.last_error().message);
    const auto before = run_once(lab, *statement);
    if (!before) return Outcome::needs(before.error().message);
    if (before->temporary_kb == 0) return Outcome::needs(fmt::format("rows as many as in the plan, {:.0f}: those of the base fit into {}", spilled.rows, spilled.memory));
    constexpr std::string_view method = "ran it on the base's rows, with the memory that it had and with more";
    auto given = subject.finding.fix ? memory_in(subject.finding.fix->statement) : 0;
    if (given == 0) return Outcome::proven(lab.proof("ran it on the base's rows", before->shown(), "more memory than should be given"));
    for (const int first = given; given <= most_memory_mb; given *= 2) {
        const auto statement_of_fix = fmt::format("SET work_mem = '{}MB'", given);
        if (!lab.run(statement_of_fix)) return Outcome::needs(lab.last_error().message);
        const auto after = run_once(lab, *statement);
        if (!after) return Outcome::needs(after.error().message);
        const bool fits = after->temporary_kb == 0;
        if (!fits && 2 * given <= most_memory_mb && budget.has(Milliseconds{2'000})) continue;
        auto proof = lab.proof(std::string{method}, before->shown(), after->shown());
        if (!fits) return Outcome::proven(std::move(proof));
        auto tried = proof;
        if (given == first) return Outcome::proven(std::move(proof), std::move(tried));
        Fix fix = *subject.finding.fix;
        fix.statement = statement_of_fix + ";";
        fix.proof = std::move(tried);
        return Outcome::proven_with(std::move(proof), std::move(fix));
    }
    return Outcome::proven(lab.proof("ran it on the base's rows", before->shown(), "more memory than should be given"));
}

}  // namespace assay::query

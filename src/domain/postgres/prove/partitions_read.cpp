// Plans the query itself in the lab, and counts the partitions that the plan reads.
#include <fmt/core.h>

#include "core/finding.h"
#include "core/text.h"
#include "lab/lab.h"
#include "map/map.h"
#include "world/clock.h"

namespace assay::postgres {

namespace {

// The highest of $1, $2, …
int parameters_of(std::string_view statement) {
    int most = 0;
    for (std::size_t at = statement.find('$'); at != statement.npos; at = statement.find('$', at + 1)) {
        int number = 0;
        for (auto i = at + 1; i < statement.size() && statement[i] >= '0' && statement[i] <= '9' && number < 1000; ++i) number = number * 10 + (statement[i] - '0');
        most = std::max(most, number);
    }
    return most;
}

// With parameters, as a plan for any values.
Result<pg::Rows> explain(Lab& lab, const std::string& statement) {
    const int parameters = parameters_of(statement);
    if (parameters == 0) return lab.run("explain " + statement);
    std::string nulls = "null";
    for (int i = 1; i < parameters; ++i) nulls += ", null";
    for (const auto& step : {std::string{"set local plan_cache_mode = force_generic_plan"}, "prepare assay_query as " + statement})
        if (auto done = lab.run(step); !done) return done;
    auto plan = lab.run("explain execute assay_query(" + nulls + ")");
    (void)lab.query("deallocate assay_query");
    return plan;
}

}  // namespace

Outcome partitions_read(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{100})) return Outcome::out_of_budget();
    auto row = subject.map.prepare("select q.statement, u.relation_id from query_tables u join queries q on q.id = u.query_id where u.id = ?");
    row.bind(1, subject.id);
    if (!row.step()) return Outcome::needs("the query on the map");
    const auto relation = row.integer(1);
    const auto plan = explain(lab, std::string{row.text(0)});
    if (!plan) return Outcome::needs(lab.last_error().message);
    std::string text;
    for (int line = 0; line < plan->size(); ++line) text += std::string{plan->text(line, 0)} + "\n";
    auto partition = subject.map.prepare("select relname from relations where parent_id = ? and is_partition");
    partition.bind(1, relation);
    int all = 0, read = 0;
    while (partition.step()) {
        ++all;
        const std::string name{partition.text(0)};
        read += text.find("on " + name + " ") != text.npos || text.find("on " + name + "\n") != text.npos || text.find(" on \"" + name + "\"") != text.npos;
    }
    auto proof = lab.proof("planned the query", fmt::format("{} partitions", all), fmt::format("the plan reads {} of them", read));
    return read == all ? Outcome::proven(std::move(proof)) : Outcome::refuted(std::move(proof));
}

}  // namespace assay::postgres

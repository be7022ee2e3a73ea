#include "domain/query/prove/rewrite/rewrite_cost.h"

#include <fmt/core.h>

#include <algorithm>

#include "domain/query/prove/what_if.h"

namespace assay::query {

namespace {

constexpr int time_limit_ms = 400;

// Of one row; without one, NULL for each.
ParameterValues values_in(const pg::Rows& rows) {
    ParameterValues values;
    for (int column = 0; column < rows.columns(); ++column)
        values.push_back(rows.size() == 0 || rows.is_null(0, column) ? "null" : pg::quote_literal(rows.text(0, column)));
    return values;
}

class Clock {
public:
    explicit Clock(pg::Connection& session) : session_{session} {}

    // With parameters as the generic plan is.
    std::optional<double> planned(const std::string& statement) {
        const int parameters = parameters_in(statement);
        if (parameters > 0) return planned_generic(statement, parameters);
        auto rows = safely("explain (format json) " + statement);
        return rows ? plan_number(rows->text(0, 0), "Total Cost") : std::nullopt;
    }
    // Nothing where it failed; the limit itself where it ran into it.
    std::optional<double> ran(const std::string& statement, bool& cut_off) {
        auto rows = safely("explain (analyze, timing off, format json) " + statement);
        if (rows) return plan_number(rows->text(0, 0), "Execution Time");
        if (session_.last_error().sqlstate != "57014" && last_state_ != "57014") return {};
        cut_off = true;
        return time_limit_ms;
    }

private:
    std::optional<double> planned_generic(const std::string& statement, int parameters) {
        if (!safely("prepare assay_cost as " + statement)) return {};  // which outlives the savepoint
        std::string nothing = "null";
        for (int i = 1; i < parameters; ++i) nothing += ", null";
        (void)session_.query("set local plan_cache_mode = force_generic_plan");
        auto rows = safely(fmt::format("explain (format json) execute assay_cost({})", nothing));
        (void)session_.query("set local plan_cache_mode = auto; deallocate assay_cost");
        return rows ? plan_number(rows->text(0, 0), "Total Cost") : std::nullopt;
    }

    std::optional<pg::Rows> safely(const std::string& sql) {
        (void)session_.query(fmt::format("savepoint assay_cost; set local statement_timeout = {}", time_limit_ms));
        auto rows = session_.query(sql, pg::Parameters{});
        last_state_ = rows ? std::string{} : session_.last_error().sqlstate;
        (void)session_.query("rollback to savepoint assay_cost; release savepoint assay_cost");
        if (!rows) return {};
        return std::move(*rows);
    }

    pg::Connection& session_;
    std::string last_state_;
};

}  // namespace

// What the planner calls cheaper must not be slower by the clock, up to the clock's own spread, nor dearer without values.
bool RewriteCost::cheaper() const {
    if (after > before * 0.98) return false;
    if (generic_before && generic_after && *generic_after > *generic_before * 1.02) return false;
    return !ms_before || !ms_after || *ms_after <= std::max(*ms_before * 1.1, *ms_before + 0.3);
}

namespace {

// A B B A: what warms up or slows down meets both alike. What ran into the limit is not run again.
void run_in_turns(Clock& clock, const std::string& original, const std::string& rewritten, bool& original_cut, RewriteCost& cost) {
    bool rewritten_cut = false;
    for (const bool first : {true, false, false, true}) {
        if (first ? original_cut && cost.ms_before : rewritten_cut) continue;
        auto ms = first ? original_cut ? std::optional<double>{time_limit_ms} : clock.ran(original, original_cut) : clock.ran(rewritten, rewritten_cut);
        auto& least = first ? cost.ms_before : cost.ms_after;
        if (ms) least = std::min(*ms, least.value_or(*ms));
    }
    cost.cut_off = original_cut;
}

}  // namespace

std::vector<std::optional<RewriteCost>> costs_of(Lab& lab, const std::vector<CostedStatement>& statements, const ParameterValues& values, const std::string& basis,
                                                 bool run) {
    std::vector<std::optional<RewriteCost>> costs(statements.size());
    auto session = lab.session();
    if (!session || statements.empty()) return costs;
    Clock clock{**session};
    const auto& prepared = statements[0].text;
    const auto original = PlannedStatement::of(prepared, values);
    const auto before = clock.planned(original.text);
    if (!before) return costs;
    const bool has_parameters = parameters_in(prepared) > 0, has_values = original.parameters == 0;
    const auto generic_before = has_parameters && has_values ? clock.planned(prepared) : std::nullopt;
    bool original_cut = false;
    for (std::size_t i = 1; i < statements.size(); ++i) {
        auto text = statements[i].text;
        if (!statements[i].values_query.empty())
            if (const auto row = (*session)->query(statements[i].values_query, pg::Parameters{})) text = with_values(text, values_in(*row));
        const auto rewritten = has_values ? PlannedStatement::of(text, values) : PlannedStatement{text};
        const auto after = clock.planned(rewritten.text);
        if (!after) continue;
        RewriteCost cost{.basis = has_values ? basis : basis + "; planned without the parameters' values, not run", .before = *before, .after = *after};
        if (generic_before) {
            cost.generic_before = generic_before;
            cost.generic_after = clock.planned(text);
        }
        if (run && has_values) run_in_turns(clock, original.text, rewritten.text, original_cut, cost);
        costs[i] = std::move(cost);
    }
    return costs;
}

}  // namespace assay::query

#include "domain/query/prove/rewrite/rewrite_cost.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>

#include "domain/query/prove/what_if.h"
#include "sql/tokens.h"

namespace assay::query {

namespace {

constexpr int time_limit_ms = 400;

// $1 and so on replaced by the values of one row.
std::string with_values(const std::string& text, const pg::Rows& values) {
    std::string made;
    std::size_t done = 0;
    for (const auto& token : sql::tokens_of(text)) {
        if (token.kind != sql::TokenKind::parameter) continue;
        int number = 0;
        std::from_chars(text.data() + token.begin + 1, text.data() + token.end, number);
        if (number < 1 || number > values.columns()) continue;
        made += text.substr(done, token.begin - done);
        made += values.size() == 0 || values.is_null(0, number - 1) ? "null" : pg::quote_literal(values.text(0, number - 1));
        done = token.end;
    }
    return made + text.substr(done);
}

int parameters_of(const std::string& text) {
    int most = 0;
    for (const auto& token : sql::tokens_of(text)) {
        int number = 0;
        if (token.kind == sql::TokenKind::parameter) std::from_chars(text.data() + token.begin + 1, text.data() + token.end, number);
        most = std::max(most, number);
    }
    return most;
}

class Clock {
public:
    explicit Clock(pg::Connection& session) : session_{session} {}

    // With parameters as the generic plan is.
    std::optional<double> planned(const std::string& statement) {
        const int parameters = parameters_of(statement);
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

// What the planner calls cheaper must not be slower by the clock, up to the clock's own spread.
bool RewriteCost::cheaper() const {
    if (after > before * 0.98) return false;
    return !ms_before || !ms_after || *ms_after <= std::max(*ms_before * 1.1, *ms_before + 0.3);
}

std::vector<std::optional<RewriteCost>> costs_of(Lab& lab, const std::vector<CostedStatement>& statements, const std::string& basis, bool run) {
    std::vector<std::optional<RewriteCost>> costs(statements.size());
    auto session = lab.session();
    if (!session || statements.empty()) return costs;
    Clock clock{**session};
    const auto& original = statements[0].text;
    const auto before = clock.planned(original);
    if (!before) return costs;
    const bool generic = parameters_of(original) > 0;
    bool original_cut = false;  // then it is not run again
    for (std::size_t i = 1; i < statements.size(); ++i) {
        auto text = statements[i].text;
        if (!statements[i].values_query.empty())
            if (const auto values = (*session)->query(statements[i].values_query, pg::Parameters{})) text = with_values(text, *values);
        const auto after = clock.planned(text);
        if (!after) continue;
        RewriteCost cost{generic ? basis + "; planned without the parameters' values, not run" : basis, *before, *after};
        bool rewritten_cut = false;
        // A B B A: what warms up or slows down meets both alike.
        for (const bool first : {true, false, false, true}) {
            if (!run || generic || (first ? original_cut && cost.ms_before : rewritten_cut)) continue;
            auto ms = first ? original_cut ? std::optional<double>{time_limit_ms} : clock.ran(original, original_cut) : clock.ran(text, rewritten_cut);
            auto& least = first ? cost.ms_before : cost.ms_after;
            if (ms) least = std::min(*ms, least.value_or(*ms));
        }
        cost.cut_off = original_cut;
        costs[i] = std::move(cost);
    }
    return costs;
}

}  // namespace assay::query

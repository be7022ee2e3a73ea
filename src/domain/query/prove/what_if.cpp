// helper: hypothetical indexes, one session.
#include "domain/query/prove/what_if.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>

#include "core/text.h"
#include "world/limits.h"

namespace assay::query {

namespace {

constexpr int most_made = 2000;  // a session has some 2500 numbers for hypothetical indexes

// Every index of a plan in JSON: "Index Name": "<14012>btree_orders_o_custkey".
template <class Found>
void each_hypothetical(std::string_view plan, Found found) {
    constexpr std::string_view key = "\"Index Name\": \"<";
    for (auto at = plan.find(key); at != plan.npos; at = plan.find(key, at + 1)) {
        const auto start = at + key.size(), end = plan.find('>', start);
        if (end != plan.npos) found(plan.substr(start, end - start));
    }
}

}  // namespace

std::optional<double> plan_number(std::string_view plan, std::string_view name) {
    const auto key = fmt::format("\"{}\": ", name);
    const auto at = plan.find(key);
    if (at == plan.npos) return {};
    double number = 0;
    std::from_chars(plan.data() + at + key.size(), plan.data() + plan.size(), number);
    return number;
}

double total_cost(std::string_view plan) { return plan_number(plan, "Total Cost").value_or(0); }

double rows_written(std::string_view plan) {
    const auto below = plan.find("\"Plans\": ");
    return below == plan.npos ? 1 : plan_number(plan.substr(below), "Plan Rows").value_or(0);
}

bool uses_existing(std::string_view plan, std::string_view index) {
    const auto dot = index.rfind('.');
    auto name = dot == index.npos ? index : index.substr(dot + 1);
    if (name.size() > 1 && name.front() == '"') name = name.substr(1, name.size() - 2);
    return plan.find(fmt::format("\"Index Name\": \"{}\"", name)) != plan.npos;
}

Result<WhatIf> WhatIf::open(lab::Database& database) {
    if (!database.server().has_extension("hypopg"))
        return fail(fmt::format("indexes cannot be tried: the lab's PostgreSQL {} has no HypoPG (Debian's package is postgresql-{}-hypopg). Without it "
                                "nothing can be said of the costs that an index would save, of the plans that would use it, nor which of several is best",
                                database.server().installation().version, database.server().installation().major));
    auto root = database.connect_as_superuser();
    if (!root) return tl::unexpected(root.error());
    // In a schema of its own, so that names of the user's are not shadowed.
    auto made = root->query("create schema if not exists assay_what_if; grant usage on schema assay_what_if to public; "
                            "create extension if not exists hypopg schema assay_what_if");
    if (!made) return tl::unexpected(made.error());
    auto session = database.connect();
    if (!session) return tl::unexpected(session.error());
    WhatIf what_if{std::move(*session)};
    // The extension's library acts in a session once it is loaded.
    if (auto loaded = what_if.session_.query("select assay_what_if.hypopg_reset(); set plan_cache_mode = force_generic_plan"); !loaded) return tl::unexpected(loaded.error());
    return what_if;
}

Result<void> WhatIf::set(const std::string& statements) {
    auto done = session_.query(statements);
    if (!done) return tl::unexpected(done.error());
    return {};
}

int WhatIf::add(const IndexText& index) {
    const auto [at, is_new] = numbers_.try_emplace(index, candidates());
    if (is_new) texts_.push_back(index);
    return at->second;
}

int WhatIf::add_query(std::string statement, int parameters) {
    queries_.push_back({std::move(statement), parameters});
    return static_cast<int>(queries_.size()) - 1;
}

std::vector<std::string> WhatIf::changes_to(const IndexSet& indexes) {
    std::vector<std::string> statements;
    if (made_ > most_made) {
        statements.emplace_back("select assay_what_if.hypopg_reset()");
        present_.clear();
        made_ = 0;
    }
    for (auto each = present_.begin(); each != present_.end();) {
        if (std::binary_search(indexes.begin(), indexes.end(), each->first)) {
            ++each;
            continue;
        }
        statements.push_back(fmt::format("select assay_what_if.hypopg_drop_index({})", each->second));
        each = present_.erase(each);
    }
    return statements;
}

Result<std::string> WhatIf::explain(int query, const IndexSet& indexes) {
    auto statements = changes_to(indexes);
    std::vector<int> missing;
    const auto first_made = statements.size();
    for (const int index : indexes)
        if (!present_.count(index)) {
            missing.push_back(index);
            statements.push_back("select indexrelid from assay_what_if.hypopg_create_index(" + pg::quote_literal(text(index).statement()) + ")");
        }
    const auto& [statement, parameters] = queries_[static_cast<std::size_t>(query)];
    if (parameters > 0) {
        // Prepared anew each time: a plan that is kept would not see the hypothetical indexes change.
        std::string nulls = "null";
        for (int i = 1; i < parameters; ++i) nulls += ", null";
        statements.push_back("prepare assay_statement as " + statement);
        statements.push_back("explain (format json) execute assay_statement(" + nulls + ")");
        statements.emplace_back("deallocate assay_statement");
    } else {
        statements.push_back("explain (format json) " + statement);
    }
    const auto answers = session_.pipeline(statements, limits::statement_time);
    for (std::size_t i = 0; i < missing.size(); ++i) {
        const auto& answer = answers[first_made + i];
        if (answer && answer->size() > 0) {
            present_[missing[i]] = answer->text(0, 0);
            ++made_;
        } else if (first_error_.empty()) {
            first_error_ = text(missing[i]).statement() + ": " + (answer ? "refused" : answer.error().message);
        }
    }
    const auto& plan = answers[answers.size() - (parameters > 0 ? 2 : 1)];
    if (!plan) {
        const auto& prepared = answers[answers.size() - (parameters > 0 ? 3 : 1)];
        return fail((prepared ? plan : prepared).error().message);
    }
    return std::string{plan->text(0, 0)};
}

Result<void> WhatIf::without_existing(const std::vector<std::string>& names, const std::function<void()>& work) {
    if (auto dropped = session_.query("begin; drop index " + joined(names, ", ")); !dropped) {
        session_.query("rollback");
        return tl::unexpected(dropped.error());
    }
    work();
    if (auto back = session_.query("rollback"); !back) return tl::unexpected(back.error());
    return {};
}

Answer WhatIf::plan(int query, const IndexSet& indexes) {
    auto plan = explain(query, indexes);
    if (!plan) {
        if (first_error_.empty()) first_error_ = plan.error().message;
        return {};
    }
    Answer answer{.cost = total_cost(*plan)};
    each_hypothetical(*plan, [&](std::string_view oid) {
        for (const auto& [index, own] : present_)
            if (own == oid) answer.used = with(answer.used, index);
    });
    return answer;
}

bool WhatIf::accepts(const IndexText& index) {
    const auto answers = session_.pipeline({"select from assay_what_if.hypopg_create_index(" + pg::quote_literal(index.statement()) + ")",
                                            "select assay_what_if.hypopg_reset()"});
    present_.clear();
    return answers[0] && answers[0]->size() > 0;
}

Result<double> WhatIf::rows(const std::string& table, const std::string& condition) {
    auto plan = session_.query("explain (format json) select from " + table + " where " + condition);
    if (!plan) return tl::unexpected(plan.error());
    return plan_number(plan->text(0, 0), "Plan Rows").value_or(0);
}

Result<double> WhatIf::hypopg_bytes(int index) {
    auto bytes = session_.query("select assay_what_if.hypopg_relation_size(indexrelid) from assay_what_if.hypopg_create_index(" +
                                pg::quote_literal(text(index).statement()) + ")");
    if (!bytes) return tl::unexpected(bytes.error());
    const double size = bytes->size() > 0 ? bytes->real(0, 0) : 0;
    if (auto gone = session_.query("select assay_what_if.hypopg_reset()"); !gone) return tl::unexpected(gone.error());
    present_.clear();
    made_ = 0;
    return size;
}

}  // namespace assay::query

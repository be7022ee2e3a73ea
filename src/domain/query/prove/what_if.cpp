// helper: hypothetical indexes, one session.
#include "domain/query/prove/what_if.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>

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

double total_cost(std::string_view plan) {
    constexpr std::string_view key = "\"Total Cost\": ";
    const auto at = plan.find(key);  // the first is the root's
    double cost = 0;
    if (at != plan.npos) std::from_chars(plan.data() + at + key.size(), plan.data() + plan.size(), cost);
    return cost;
}

}  // namespace

Result<WhatIf> WhatIf::open(lab::Database& database) {
    if (!database.server().has_extension("hypopg"))
        return fail("indexes cannot be tried: the lab's PostgreSQL has no HypoPG (package postgresql-15-hypopg)");
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
    if (auto loaded = what_if.session_.query("select assay_what_if.hypopg_reset()"); !loaded) return tl::unexpected(loaded.error());
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

int WhatIf::add_query(std::string statement) {
    queries_.push_back(std::move(statement));
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
    if (query >= 0) statements.push_back("explain (format json) " + queries_[static_cast<std::size_t>(query)]);
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
    if (query < 0) return std::string{};
    const auto& plan = answers.back();
    if (!plan) return fail(plan.error().message);
    return std::string{plan->text(0, 0)};
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

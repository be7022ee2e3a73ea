// helper: one existing index after another is left out.
#include "domain/query/prove/index_drops.h"

#include <fmt/core.h>

#include <algorithm>

#include "core/text.h"

namespace assay::query {

namespace {

bool begins_with(const std::vector<std::string>& keys, const std::vector<std::string>& start) {
    return start.size() <= keys.size() && std::equal(start.begin(), start.end(), keys.begin());
}

}  // namespace

Drops::Drops(WhatIf& what_if, const Tables& tables, IndexSet chosen, const std::vector<ExistingIndex>& existing, const AdviceOptions& options,
             IndexAdvice& advice)
    : what_if_{what_if}, tables_{tables}, chosen_{std::move(chosen)}, existing_{existing}, options_{options}, advice_{advice} {
    for (int query = 0; query < static_cast<int>(advice.queries.size()); ++query) {
        auto plan = what_if_.explain(query, chosen_);
        ++calls_;
        plans_.push_back(plan ? std::move(*plan) : std::string{});
    }
}

std::vector<std::size_t> Drops::users(const ExistingIndex& index) const {
    std::vector<std::size_t> all;
    for (std::size_t query = 0; query < plans_.size(); ++query)
        if (uses_existing(plans_[query], index.name)) all.push_back(query);
    return all;
}

// A recommended or an existing index that begins with this one's keys; of two that are equal the second one's name is
// longer than itself. Empty when there is none.
std::string Drops::longer_than(const ExistingIndex& index) const {
    if (!index.plain) return {};
    for (const auto& made : advice_.indexes)
        if (made.text.table == index.table && made.text.method == "btree" && made.text.predicate.empty() && begins_with(made.text.keys, index.keys))
            return "the recommended " + made.text.columns();
    for (const auto& other : existing_)
        if (other.name != index.name && other.table == index.table && other.plain && begins_with(other.keys, index.keys) &&
            std::find(gone_.begin(), gone_.end(), other.name) == gone_.end() &&
            (other.keys.size() > index.keys.size() || other.needed || other.name < index.name))
            return other.name;
    return {};
}

double Drops::cost_now() const { return advice_.drops.empty() ? advice_.cost_after : advice_.drops.back().cost_after; }

void Drops::add(const ExistingIndex& index, std::string reason, double cost_after) {
    gone_.push_back(index.name);
    for (auto& made : advice_.indexes)
        if (made.text.table == index.table && index.plain && made.text.predicate.empty() && begins_with(made.text.keys, index.keys))
            made.makes_redundant.push_back(index.name);
    advice_.drops.push_back({index.name, (tables_.at(index.table).partitioned ? "DROP INDEX " : "DROP INDEX CONCURRENTLY ") + index.name, std::move(reason), index.bytes,
                              cost_now(), cost_after});
}

// Longer keys make a larger index, so that plans cost a little more: what that may be is a fiftieth of the statement.
std::optional<Drops::Without> Drops::planned_without(const std::vector<std::string>& names, const std::vector<std::size_t>& queries,
                                                     const IndexSet& indexes) {
    constexpr double little = 1.02;
    Without made{plans_, cost_now()};
    bool is_little = true;
    auto gone = gone_;
    gone.insert(gone.end(), names.begin(), names.end());
    const auto tried = what_if_.without_existing(gone, [&] {
        for (const auto query : queries) {
            auto plan = what_if_.explain(static_cast<int>(query), indexes);
            ++calls_;
            const double before = total_cost(plans_[query]), after = plan ? total_cost(*plan) : 0;
            is_little = is_little && plan && after <= before * little;
            if (!is_little) return;
            made.cost += advice_.queries[query].calls * (after - before);
            made.plans[query] = std::move(*plan);
        }
    });
    if (!tried || !is_little) return {};
    return made;
}

void Drops::try_without(const ExistingIndex& index, const std::string& longer) {
    const auto own = users(index);
    auto made = planned_without({index.name}, own, chosen_);
    if (!made) return;
    plans_ = std::move(made->plans);
    add(index, own.empty() ? fmt::format("its keys are the first of {}", longer)
                           : fmt::format("its keys are the first of {}, which does its work: planned without it, no statement costs more than 2 % more", longer),
        made->cost);
}

// Keys of the first, then what the second has more.
bool Drops::try_merge(const ExistingIndex& first, const ExistingIndex& second) {
    constexpr std::size_t most_keys = 4;
    IndexText merged{.table = first.table, .keys = first.keys};
    for (const auto& key : second.keys)
        if (std::find(merged.keys.begin(), merged.keys.end(), key) == merged.keys.end()) merged.keys.push_back(key);
    const double bytes = index_bytes(tables_, merged);
    if (merged.keys.size() > most_keys || bytes >= first.bytes + second.bytes) return false;
    const int number = what_if_.add(merged);
    auto queries = users(first);
    for (const auto query : users(second))
        if (std::find(queries.begin(), queries.end(), query) == queries.end()) queries.push_back(query);
    auto made = planned_without({first.name, second.name}, queries, with(chosen_, number));
    if (!made) return false;
    plans_ = std::move(made->plans);
    chosen_ = with(chosen_, number);
    RecommendedIndex index{.text = merged, .bytes = bytes};
    for (const auto query : queries) index.serves.push_back({query, advice_.queries[query].cost_before, total_cost(plans_[query])});
    for (const auto query : queries) advice_.queries[query].cost_after = total_cost(plans_[query]);
    advice_.cost_after = made->cost;
    advice_.indexes.push_back(std::move(index));
    const auto reason = [&](const ExistingIndex& other) {
        return fmt::format("merged with {} into {}: planned so, no statement costs more than 2 % more", other.name, merged.columns());
    };
    add(first, reason(second), cost_now());
    add(second, reason(first), cost_now());
    return true;
}

void Drops::merge() {
    const auto may_go = [&](const ExistingIndex& index) {
        return index.plain && !index.needed && std::find(gone_.begin(), gone_.end(), index.name) == gone_.end() && !users(index).empty();
    };
    for (const auto& first : existing_)
        for (const auto& second : existing_) {
            if (options_.stop()) return;
            if (first.name == second.name || first.table != second.table || !may_go(first) || !may_go(second)) continue;
            if (first.keys.front() != second.keys.front() || begins_with(first.keys, second.keys) || begins_with(second.keys, first.keys)) continue;
            try_merge(first, second);
        }
}

void Drops::judge_unused(const ExistingIndex& index) {
    const auto scans = options_.counters.scans(index.name);
    if (scans && *scans == 0)
        add(index, fmt::format("no statement of this workload uses it, and the server counted no scan of it since {} (ask the standbys too: each counts its own)",
                               options_.counters.since),
            cost_now());
    else
        not_used_.push_back(scans ? fmt::format("{} ({:.0f} scans counted)", index.name, *scans) : index.name);
}

void Drops::find() {
    merge();
    for (const auto& index : existing_) {
        if (options_.stop() || index.needed || std::find(gone_.begin(), gone_.end(), index.name) != gone_.end()) continue;
        if (const auto longer = longer_than(index); !longer.empty())
            try_without(index, longer);
        else if (users(index).empty())
            judge_unused(index);
    }
    if (not_used_.empty()) return;
    advice_.notes.push_back(fmt::format("not used by this workload, but perhaps by others{}: {}",
                                        options_.counters.known() ? "" : " (only the server's counters tell; a snapshot has them)", joined(not_used_, ", ")));
}

}  // namespace assay::query

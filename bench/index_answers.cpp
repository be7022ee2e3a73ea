#include "index_answers.h"

#include <fmt/core.h>
#include <xxhash.h>

#include <algorithm>
#include <sstream>

#include "core/text.h"

namespace assay::bench {

namespace {

constexpr std::string_view ended = " .";  // of each line of the file

std::uint64_t hash_of(const std::string& text) { return XXH3_64bits(text.data(), text.size()); }

}  // namespace

Answers::Answers(query::WhatIf& planner, const std::vector<std::string>& statements, const std::string& path) : planner_{planner} {
    for (int query = 0; query < static_cast<int>(statements.size()); ++query) {
        const auto answer = planner_.plan(query, {});
        queries_.push_back(hash_of(fmt::format("{} {}", answer.cost, statements[static_cast<std::size_t>(query)])));
        known_[{query, {}}] = answer;
    }
    if (!path.empty()) read(path);
}

void Answers::read(const std::string& path) {
    std::ifstream before{path};
    for (std::string line; std::getline(before, line);) {
        if (!ends_with(line, ended)) continue;  // a run was stopped within this line
        std::istringstream words{line};
        std::uint64_t key = 0;
        Kept kept;
        words >> std::hex >> key >> std::dec >> kept.cost;
        for (std::size_t place = 0; words >> place;) kept.used.push_back(place);
        kept_[key] = std::move(kept);
    }
    file_.open(path, std::ios::app);
    file_ << '\n';
}

std::uint64_t Answers::key(int query, const query::IndexSet& indexes) {
    for (auto next = indexes_.size(); next < static_cast<std::size_t>(planner_.candidates()); ++next)
        indexes_.push_back(hash_of(planner_.text(static_cast<int>(next)).statement()));
    std::vector<std::uint64_t> parts{queries_[static_cast<std::size_t>(query)]};
    for (const int index : indexes) parts.push_back(indexes_[static_cast<std::size_t>(index)]);
    return XXH3_64bits(parts.data(), parts.size() * sizeof parts[0]);
}

void Answers::keep(std::uint64_t key, const query::IndexSet& indexes, const query::Answer& answer) {
    file_ << fmt::format("{:x} {:.17g}", key, answer.cost);
    for (const int index : answer.used) file_ << ' ' << std::lower_bound(indexes.begin(), indexes.end(), index) - indexes.begin();
    file_ << ended << '\n';
}

query::Answer Answers::plan(int query, const query::IndexSet& indexes) {
    const auto [at, is_new] = known_.try_emplace({query, indexes});
    if (!is_new) return at->second;
    const auto own = key(query, indexes);
    if (const auto kept = kept_.find(own); kept != kept_.end()) {
        at->second.cost = kept->second.cost;
        for (const auto place : kept->second.used) at->second.used.push_back(indexes.at(place));
        return at->second;
    }
    at->second = planner_.plan(query, indexes);
    if (file_.is_open()) keep(own, indexes, at->second);
    return at->second;
}

}  // namespace assay::bench

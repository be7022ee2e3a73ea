#include "domain/query/advise/candidates.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace assay::query {

namespace {

using Keys = std::vector<std::string>;

bool has(const Keys& keys, const std::string& key) { return std::find(keys.begin(), keys.end(), key) != keys.end(); }

void append(Keys& keys, const Keys& more) {
    for (const auto& key : more)
        if (!has(keys, key)) keys.push_back(key);
}

class Maker {
public:
    Maker(const TableUse& use, const CandidateOptions& options) : use_{use}, options_{options} {}

    std::vector<IndexText> all() {
        equal_ = use_.equal;
        std::erase_if(equal_, [&](const auto& column) { return !can_be_key(column); });
        std::stable_sort(equal_.begin(), equal_.end(), [&](const auto& a, const auto& b) { return distinct(a) > distinct(b); });
        singles();
        combinations();
        orders();
        const std::set<Keys> sequences = sequences_;
        for (const auto& keys : sequences) put(keys, {}, {});
        if (options_.covering) covering(sequences);
        if (options_.partial) partial(sequences);
        if (options_.brin) brin();
        if (options_.hash) hash();
        return {made_.begin(), made_.end()};
    }

private:
    double distinct(const std::string& column) const {
        const Column* found = use_.table->find(column);
        return found ? found->statistics.distinct : 0;
    }
    bool can_be_key(const std::string& column) const {
        const Column* found = use_.table->find(column);
        return !found || has(found->methods, "btree");  // an expression: the server says
    }

    void sequence(Keys keys) {
        std::erase_if(keys, [&](const auto& key) { return !can_be_key(key); });
        if (keys.size() > options_.most_keys) keys.resize(options_.most_keys);
        if (!keys.empty()) sequences_.insert(std::move(keys));
    }

    void singles() {
        for (const auto* columns : {&use_.equal, &use_.ranged, &use_.joined, &use_.grouped, &use_.equal_expressions})
            for (const auto& column : *columns) sequence({column});
        for (const auto& column : use_.prefixes) sequence({column + " text_pattern_ops"});
    }

    void combinations() {
        Keys restricted = equal_;
        append(restricted, use_.equal_expressions);
        sequence(restricted);
        for (const auto& a : restricted)
            for (const auto& b : restricted)
                if (a != b) sequence({a, b});
        for (const auto& range : use_.ranged) {
            Keys keys = restricted;
            if (keys.size() >= options_.most_keys) keys.resize(options_.most_keys - 1);
            append(keys, {range});
            sequence(keys);
            for (const auto& one : restricted)
                if (one != range) sequence({one, range});
        }
        for (const auto& join : use_.joined) {
            Keys joined_first{join}, joined_last = restricted;
            append(joined_first, restricted);
            sequence(joined_first);
            append(joined_last, {join});
            sequence(joined_last);
            for (const Keys& others : {restricted, use_.ranged, use_.joined, use_.grouped})
                for (const auto& other : others)
                    if (other != join) {
                        sequence({join, other});
                        sequence({other, join});
                    }
            for (const auto& range : use_.ranged)
                for (const auto& one : restricted)
                    if (range != join && one != join && one != range) sequence({join, one, range});
        }
        sequence(use_.grouped);
        Keys grouped = restricted;
        append(grouped, use_.grouped);
        sequence(grouped);
    }

    // An index is read both ways, so only columns that run against each other need to be told.
    void orders() {
        if (use_.ordered.empty()) return;
        const bool backwards = use_.ordered[0].descending;
        Keys order;
        for (const auto& item : use_.ordered) {
            const bool descending = item.descending != backwards, nulls_first = item.nulls_first != backwards;
            std::string key = item.column;
            if (descending) key += " DESC";
            const Column* column = use_.table->find(item.column);
            if (nulls_first != descending && (!column || column->nullable)) key += nulls_first ? " NULLS FIRST" : " NULLS LAST";
            append(order, {key});
        }
        sequence(order);
        Keys keys = equal_;
        std::erase_if(keys, [&](const auto& key) { return has(order, key); });
        if (keys.size() + 1 > options_.most_keys) keys.resize(options_.most_keys - 1);
        append(keys, order);
        sequence(keys);
        for (const auto& one : equal_) {
            Keys pair{one};
            append(pair, order);
            sequence(pair);
        }
        for (const auto& join : use_.joined) {
            Keys pair{join};
            append(pair, order);
            sequence(pair);
        }
    }

    void put(const Keys& keys, const Keys& included, const std::string& predicate) {
        made_.insert({.table = use_.table->name, .keys = keys, .included = included, .predicate = predicate});
    }

    static bool names(const Keys& keys, const std::string& column) {
        return std::any_of(keys.begin(), keys.end(), [&](const auto& key) { return key.substr(0, key.find(' ')) == column; });
    }

    void covering(const std::set<Keys>& sequences) {
        if (use_.reads_all || use_.read.empty()) return;
        for (const auto& keys : sequences) {
            Keys rest;
            for (const auto& column : use_.read)
                if (!names(keys, column)) rest.push_back(column);
            std::sort(rest.begin(), rest.end());
            if (!rest.empty() && keys.size() + rest.size() <= options_.most_columns) put(keys, rest, {});
        }
    }

    // Worth it where the condition names a value of few, or NULL or truth: what the statement always asks for.
    void partial(const std::set<Keys>& sequences) {
        constexpr double few_values = 50;
        for (const auto& condition : use_.fixed) {
            const bool compares = condition.text.find(" = ") != std::string::npos;
            const double values = distinct(condition.column);
            if (compares && (values <= 0 || values > few_values)) continue;
            for (const auto& keys : sequences) {
                Keys rest = keys;
                std::erase_if(rest, [&](const auto& key) { return key.substr(0, key.find(' ')) == condition.column; });
                if (!rest.empty() && rest.size() <= 2) put(rest, {}, condition.text);
            }
        }
    }

    void brin() {
        constexpr double large_pages = 4000, in_order = 0.9;
        for (const auto& column : use_.ranged)
            if (const Column* found = use_.table->find(column);
                found && use_.table->pages >= large_pages && std::abs(found->correlation) >= in_order && has(found->methods, "brin"))
                made_.insert({.table = use_.table->name, .keys = {column}, .included = {}, .predicate = {}, .method = "brin"});
    }

    // Half the size of a B-tree or less where keys are long, and good for equality alone.
    void hash() {
        constexpr double long_key_bytes = 48;
        for (const auto& column : use_.equal) {
            const Column* found = use_.table->find(column);
            if (!found || !has(found->methods, "hash") || found->statistics.widths.empty() || found->statistics.widths[0].bytes < long_key_bytes) continue;
            const bool ordered = std::any_of(use_.ordered.begin(), use_.ordered.end(), [&](const auto& item) { return item.column == column; });
            if (!ordered && !has(use_.ranged, column) && !has(use_.prefixes, column) && !has(use_.grouped, column))
                made_.insert({.table = use_.table->name, .keys = {column}, .included = {}, .predicate = {}, .method = "hash"});
        }
    }

    const TableUse& use_;
    const CandidateOptions& options_;
    Keys equal_;
    std::set<Keys> sequences_;
    std::set<IndexText> made_;
};

}  // namespace

std::vector<IndexText> candidates_for(const TableUse& use, const CandidateOptions& options) { return Maker{use, options}.all(); }

int shorter_form(const std::vector<IndexText>& candidates, int index) {
    IndexText shorter = candidates[static_cast<std::size_t>(index)];
    const auto find = [&] {
        const auto at = std::find(candidates.begin(), candidates.end(), shorter);
        return at == candidates.end() ? -1 : static_cast<int>(at - candidates.begin());
    };
    if (!shorter.included.empty()) {
        shorter.included.clear();
        if (const int found = find(); found >= 0) return found;
    }
    while (shorter.keys.size() > 1) {
        shorter.keys.pop_back();
        if (const int found = find(); found >= 0) return found;
    }
    return -1;
}

}  // namespace assay::query

#include "domain/postgres/model/coverage.h"

#include <algorithm>
#include <tuple>

namespace assay::postgres {

namespace {

bool first_keys_are(const Index& index, const std::vector<int>& numbers) {
    if (index.keys.size() < numbers.size()) return false;
    std::vector<int> leading, wanted = numbers;
    for (std::size_t i = 0; i < numbers.size(); ++i) leading.push_back(index.keys[i].number);
    std::sort(leading.begin(), leading.end());
    std::sort(wanted.begin(), wanted.end());
    return leading == wanted;
}

// Equality is strict: it implies that each of its columns is not null, and nothing else.
bool implied_by_equality(const Index& index, const ForeignKey& key) {
    return std::all_of(index.conjuncts.begin(), index.conjuncts.end(), [&](const std::string& conjunct) {
        return std::find(key.not_null_conjuncts.begin(), key.not_null_conjuncts.end(), conjunct) !=
               key.not_null_conjuncts.end();
    });
}

bool serves_method(const Index& index, std::size_t columns) {
    if (index.method == "btree") return true;
    return index.method == "hash" && columns == 1;
}

bool same_scope(const Index& a, const Index& b) {
    return a.relation_id == b.relation_id && a.method == b.method && a.predicate == b.predicate;
}

bool same_keys(const Index& a, const Index& b) { return a.keys == b.keys; }

bool keys_lead(const std::vector<IndexKey>& shorter, const std::vector<IndexKey>& longer) {
    return shorter.size() <= longer.size() && std::equal(shorter.begin(), shorter.end(), longer.begin());
}

// An index read backwards: every direction turned, and where the NULLs go with it.
std::vector<IndexKey> mirrored(std::vector<IndexKey> keys) {
    for (auto& key : keys) {
        key.descending = !key.descending;
        key.nulls_first = !key.nulls_first;
    }
    return keys;
}

bool includes_all(const Index& covering, const Index& index) {
    return std::all_of(index.included.begin(), index.included.end(), [&](int number) {
        const bool included = std::find(covering.included.begin(), covering.included.end(), number) != covering.included.end();
        return included || std::any_of(covering.keys.begin(), covering.keys.end(),
                                       [&](const IndexKey& key) { return key.number == number; });
    });
}

bool enforces(const Index& index) {
    return index.unique || index.exclusion || index.constraint || index.replica_identity ||
           index.used_by_foreign_key;
}

// What nothing else replaces: a primary key, what a foreign key or logical replication refers to by name, a part
// of a partitioned index.
bool irreplaceable(const Index& index) {
    return index.primary || index.replica_identity || index.used_by_foreign_key || index.attached;
}

// Of twins the one that enforces more stays, then the older: constraints cannot be dropped as indexes.
auto worth(const Index& index) {
    return std::tuple{index.primary, index.constraint, index.replica_identity, index.used_by_foreign_key,
                      index.attached, index.unique, index.clustered, -index.id};
}

// B enforces at least what A does. Two unique indexes must agree on NULLs and on when they are checked.
bool enforces_as_much(const Index& b, const Index& a) {
    if (a.exclusion || b.exclusion || (a.constraint && !b.constraint)) return false;
    if (!a.unique) return true;
    return b.unique && a.nulls_not_distinct == b.nulls_not_distinct && (!b.deferrable || a.deferrable);
}

std::optional<CoverageKind> covers(const Index& b, const Index& a) {
    if (!b.valid || !a.valid || irreplaceable(a) || !same_scope(a, b) || !includes_all(b, a)) return {};
    if (same_keys(a, b)) {
        // Options such as fillfactor are a choice; a difference makes the twins differ.
        if (!enforces_as_much(b, a) || a.options != b.options) return {};
        // Equal in everything: exactly one of the two goes.
        const bool twins = enforces_as_much(a, b) && includes_all(a, b) && !irreplaceable(b);
        if (twins && !(worth(a) < worth(b))) return {};
        if (!twins && a.clustered && !enforces(b)) return {};
        return CoverageKind::duplicate;
    }
    if (enforces(a) || a.method != "btree" || a.clustered) return {};
    if (a.keys == mirrored(b.keys)) {
        const bool twins = !enforces(b) && includes_all(a, b) && !irreplaceable(b);
        if (twins && !(worth(a) < worth(b))) return {};
        return CoverageKind::mirror;
    }
    if (keys_lead(a.keys, b.keys) || keys_lead(mirrored(a.keys), b.keys)) return CoverageKind::prefix;
    return {};
}

// The most like it first, then the narrowest, then what is worth most.
bool is_better(const Index& b, CoverageKind kind, const Index& than, CoverageKind its_kind) {
    const auto width = [](const Index& index) { return index.keys.size() + index.included.size(); };
    const auto rank = [](CoverageKind of) { return of == CoverageKind::duplicate ? 0 : of == CoverageKind::mirror ? 1 : 2; };
    if (kind != its_kind) return rank(kind) < rank(its_kind);
    if (width(b) != width(than)) return width(b) < width(than);
    return worth(than) < worth(b);
}

}  // namespace

Service service_of(const ForeignKey& key, const std::vector<Index>& indexes) {
    Service service;
    for (const auto& index : indexes) {
        if (index.relation_id != key.relation_id || !index.valid) continue;
        if (!serves_method(index, key.numbers.size())) continue;
        if (first_keys_are(index, key.numbers)) {
            auto& slot = implied_by_equality(index, key) ? service.serving : service.partial;
            if (!slot) slot = index.id;
        } else if (index.conjuncts.empty() && !index.keys.empty() && !service.prefix &&
                   std::find(key.numbers.begin(), key.numbers.end(), index.keys[0].number) != key.numbers.end()) {
            service.prefix = index.id;
        }
    }
    return service;
}

std::vector<Coverage> coverage_of(const std::vector<Index>& indexes) {
    const auto is_covered = [&](const Index& a) {
        return std::any_of(indexes.begin(), indexes.end(), [&](const Index& b) { return a.id != b.id && covers(b, a); });
    };
    std::vector<bool> covered;
    for (const auto& index : indexes) covered.push_back(is_covered(index));
    std::vector<Coverage> found;
    for (std::size_t i = 0; i < indexes.size(); ++i) {
        const Index* best = nullptr;
        auto kind = CoverageKind::prefix;
        // To cover is transitive, so what is covered at all is covered by one that stays.
        for (std::size_t j = 0; j < indexes.size(); ++j) {
            if (i == j || !covered[i] || covered[j]) continue;
            const auto its_kind = covers(indexes[j], indexes[i]);
            if (its_kind && (!best || is_better(indexes[j], *its_kind, *best, kind))) best = &indexes[j], kind = *its_kind;
        }
        if (best) found.push_back({indexes[i].id, best->id, kind});
    }
    return found;
}

}  // namespace assay::postgres

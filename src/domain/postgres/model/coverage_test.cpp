#include "domain/postgres/model/coverage.h"

#include <doctest/doctest.h>

#include <optional>

using namespace assay::postgres;

namespace {

constexpr std::int64_t text_ops = 1, pattern_ops = 2;

IndexKey key(int number) { return {number, "column" + std::to_string(number), text_ops, text_ops, 0, false, false}; }

Index index(std::int64_t id, const std::vector<int>& numbers) {
    Index made;
    made.id = id;
    made.relation_id = 1;
    made.method = "btree";
    for (int number : numbers) made.keys.push_back(key(number));
    return made;
}

// What the first index is said to be superfluous beside, and how.
std::optional<Coverage> coverage(const std::vector<Index>& indexes, std::int64_t id) {
    for (const auto& found : coverage_of(indexes))
        if (found.index == id) return found;
    return {};
}

bool covered(const Index& a, const Index& b) { return coverage({a, b}, a.id).has_value(); }

}  // namespace

TEST_CASE("of two equal indexes the younger goes, and only that") {
    const auto a = index(1, {1}), b = index(2, {1});
    CHECK_FALSE(covered(a, b));
    REQUIRE(covered(b, a));
    CHECK(coverage({a, b}, 2)->kind == CoverageKind::duplicate);
    CHECK(coverage_of({a, b, index(3, {1})}).size() == 2);
}

TEST_CASE("what is kept: constraint, replica identity, clustered, older") {
    auto older = index(1, {1}), younger = index(2, {1});
    younger.clustered = true;
    CHECK(covered(older, younger));
    CHECK_FALSE(covered(younger, older));
    older.unique = older.replica_identity = true;
    CHECK(covered(younger, older));
    auto constraint = index(3, {1});
    constraint.unique = constraint.constraint = true;
    auto unique = index(1, {1});
    unique.unique = true;
    CHECK(covered(unique, constraint));
    CHECK_FALSE(covered(constraint, unique));
}

TEST_CASE("a primary key is never superfluous") {
    auto primary = index(2, {1}), unique = index(1, {1});
    primary.unique = primary.primary = primary.constraint = unique.unique = true;
    CHECK_FALSE(covered(primary, unique));
    CHECK(covered(unique, primary));
    unique.included = {2};
    CHECK_FALSE(covered(primary, unique));
    CHECK_FALSE(covered(unique, primary));
}

TEST_CASE("what a foreign key refers to, and a part of a partitioned index, stays") {
    auto used = index(2, {1}), other = index(1, {1});
    used.unique = other.unique = true;
    CHECK(covered(used, other));
    used.used_by_foreign_key = true;
    CHECK_FALSE(covered(used, other));
    CHECK(covered(other, used));
    auto part = index(2, {1}), own = index(1, {1});
    part.attached = true;
    CHECK_FALSE(covered(part, own));
    CHECK(covered(own, part));
    CHECK_FALSE(covered(part, index(1, {1, 2})));
}

TEST_CASE("a leading part is superfluous beside the whole") {
    const auto found = coverage({index(1, {1}), index(2, {1, 2})}, 1);
    REQUIRE(found);
    CHECK(found->kind == CoverageKind::prefix);
    CHECK_FALSE(covered(index(1, {2}), index(2, {1, 2})));
    CHECK_FALSE(covered(index(1, {2, 1}), index(2, {1, 2})));
    CHECK_FALSE(covered(index(1, {1, 2}), index(2, {1})));
}

TEST_CASE("expression, class and collation must be the same") {
    const auto longer = index(2, {1, 2});
    auto shorter = index(1, {1});
    shorter.keys[0].operator_class = shorter.keys[0].operator_family = pattern_ops;
    CHECK_FALSE(covered(shorter, longer));
    shorter = index(1, {1});
    shorter.keys[0].collation = 950;
    CHECK_FALSE(covered(shorter, longer));
    shorter = index(1, {1});
    shorter.keys[0].number = 0;
    shorter.keys[0].expression = "lower(column1)";
    CHECK_FALSE(covered(shorter, longer));
    auto also = longer;
    also.keys[0] = shorter.keys[0];
    CHECK(covered(shorter, also));
    also.keys[0].expression = "upper(column1)";
    CHECK_FALSE(covered(shorter, also));
}

TEST_CASE("a scan backwards serves the turned order, all of it or none") {
    auto turned = index(2, {1, 2});
    for (auto& each : turned.keys) each.descending = each.nulls_first = true;
    REQUIRE(covered(turned, index(1, {1, 2})));
    CHECK(coverage({turned, index(1, {1, 2})}, 2)->kind == CoverageKind::mirror);
    CHECK_FALSE(covered(index(1, {1, 2}), turned));
    CHECK(covered(index(1, {1}), turned));
    turned.keys[1].descending = false;
    CHECK_FALSE(covered(turned, index(1, {1, 2})));
    auto nulls_last = index(2, {1});
    nulls_last.keys[0].descending = true;
    CHECK_FALSE(covered(nulls_last, index(1, {1})));
}

TEST_CASE("predicate, method, table and validity must be the same") {
    auto partial = index(1, {1});
    partial.predicate = "a";
    CHECK_FALSE(covered(partial, index(2, {1, 2})));
    auto longer = index(2, {1, 2});
    longer.predicate = "a";
    CHECK(covered(partial, longer));
    CHECK_FALSE(covered(index(1, {1}), longer));
    auto hash = index(1, {1});
    hash.method = "hash";
    CHECK_FALSE(covered(hash, index(2, {1})));
    auto elsewhere = index(2, {1});
    elsewhere.relation_id = 2;
    CHECK_FALSE(covered(elsewhere, index(1, {1})));
    auto invalid = index(1, {1});
    invalid.valid = false;
    CHECK_FALSE(covered(index(2, {1}), invalid));
    CHECK_FALSE(covered(invalid, index(2, {1})));
}

TEST_CASE("what is included must be in the other, as a key or included") {
    auto with = index(1, {1});
    with.included = {3};
    CHECK_FALSE(covered(with, index(2, {1, 2})));
    CHECK(covered(with, index(2, {1, 3})));
    auto other = index(2, {1, 2});
    other.included = {3};
    CHECK(covered(with, other));
    // The younger has more: the older goes.
    auto plain = index(1, {1});
    other = index(2, {1});
    other.included = {3};
    CHECK(covered(plain, other));
    CHECK_FALSE(covered(other, plain));
}

TEST_CASE("a unique index is superfluous only beside one that refuses the same rows") {
    auto unique = index(2, {1});
    unique.unique = true;
    CHECK_FALSE(covered(unique, index(1, {1})));
    CHECK_FALSE(covered(unique, index(1, {1, 2})));
    CHECK(covered(index(1, {1}), unique));
    auto twin = index(1, {1});
    twin.unique = true;
    CHECK(covered(unique, twin));
    twin.nulls_not_distinct = true;
    CHECK_FALSE(covered(unique, twin));
    twin.nulls_not_distinct = false;
    twin.deferrable = true;
    CHECK_FALSE(covered(unique, twin));
    unique.exclusion = true;
    CHECK_FALSE(covered(unique, twin));
}

TEST_CASE("options are a choice: twins that differ in them are none") {
    auto b = index(2, {1});
    b.options = "fillfactor=70";
    CHECK_FALSE(covered(b, index(1, {1})));
    CHECK(covered(b, index(1, {1, 2})));
}

TEST_CASE("the one that covers is not itself superfluous, and the narrowest such") {
    const auto found = coverage({index(1, {1}), index(2, {1, 2}), index(3, {1, 2, 3}), index(4, {1, 4, 5, 6})}, 1);
    REQUIRE(found);
    CHECK(found->covering == 3);
}

TEST_CASE("a foreign key is served by its columns first, in any order, and by a predicate that = implies") {
    const ForeignKey two{1, 1, {1, 2}, {"a", "b"}, {"a IS NOT NULL", "b IS NOT NULL"}};
    CHECK(service_of(two, {index(7, {2, 1, 3})}).serving == 7);
    CHECK_FALSE(service_of(two, {index(7, {3, 1, 2})}).serving);
    CHECK(service_of(two, {index(7, {1})}).prefix == 7);
    auto partial = index(8, {1, 2});
    partial.predicate = partial.conjuncts.emplace_back("a IS NOT NULL");
    CHECK(service_of(two, {partial}).serving == 8);
    partial.predicate = partial.conjuncts.emplace_back("c IS NULL");
    CHECK_FALSE(service_of(two, {partial}).serving);
    CHECK(service_of(two, {partial}).partial == 8);
    auto invalid = index(9, {1, 2});
    invalid.valid = false;
    CHECK_FALSE(service_of(two, {invalid}).serving);
    const ForeignKey one{1, 1, {1}, {"a"}, {"a IS NOT NULL"}};
    auto hash = index(9, {1});
    hash.method = "hash";
    CHECK(service_of(one, {hash}).serving == 9);
    hash.method = "brin";
    CHECK_FALSE(service_of(one, {hash}).serving);
}

// Coverage: the exact algebra of indexes: which serves a foreign key, which makes another superfluous.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace assay::postgres {

struct IndexKey {
    int number = 0;             // attribute, 0 for an expression
    std::string expression;     // as pg_get_indexdef prints it
    std::int64_t operator_class = 0;
    std::int64_t operator_family = 0;
    std::int64_t collation = 0;
    bool descending = false;
    bool nulls_first = false;
    bool operator==(const IndexKey&) const = default;
};

struct Index {
    std::int64_t id = 0;
    std::int64_t relation_id = 0;
    std::string method;
    std::vector<IndexKey> keys;
    std::vector<int> included;   // attribute numbers, sorted
    std::string predicate;       // normal form; empty for a full index
    std::vector<std::string> conjuncts;  // of the predicate, normal forms
    std::string options;
    bool unique = false;
    bool primary = false;
    bool exclusion = false;
    bool constraint = false;     // implements one
    bool deferrable = false;     // of its constraint
    bool valid = true;
    bool clustered = false;
    bool replica_identity = false;
    bool nulls_not_distinct = false;
    bool used_by_foreign_key = false;  // some foreign key refers to it
    bool attached = false;             // part of a partitioned table's index: not to be dropped by itself
};

struct ForeignKey {
    std::int64_t id = 0;
    std::int64_t relation_id = 0;
    std::vector<int> numbers;
    std::vector<std::string> names;    // quoted
    std::vector<std::string> not_null_conjuncts;  // normal form of "name IS NOT NULL", per column
};

struct Service {
    std::optional<std::int64_t> serving, partial, prefix;
};

// A lookup by equality on all columns is served by a valid btree or hash index whose first keys are these
// columns in any order; a predicate is allowed when the equality implies it ("a IS NOT NULL" is implied).
Service service_of(const ForeignKey& key, const std::vector<Index>& indexes);

enum class CoverageKind { duplicate, prefix, mirror };
struct Coverage {
    std::int64_t index = 0, covering = 0;
    CoverageKind kind = CoverageKind::duplicate;
};

// For each index of one table that another makes superfluous, the best such other, which no third makes
// superfluous. An index that enforces something (unique, constraint, replica identity) is superfluous only
// beside an exact duplicate that enforces the same; a primary key never is.
std::vector<Coverage> coverage_of(const std::vector<Index>& indexes);

}  // namespace assay::postgres

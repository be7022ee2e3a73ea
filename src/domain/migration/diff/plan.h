// Plan: what becomes of each object of two schemas on the way from one to the other.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "domain/migration/diff/compare.h"

namespace assay::migration::diff {

enum class Fate : unsigned char { keep, alter, replace, drop };

struct Planned {
    Fate fate = Fate::keep;
    int other = -1;  // the object of the same name in B
    std::set<std::string, std::less<>> changed = {};  // facts that differ
    bool retyped = false;        // a column: it gets another type, if only because the type is made anew
    bool default_reset = false;  // a column: what its default calls is made anew
    bool reattached = false;     // a table: its parent is made anew; a publication: a member is
};

struct Plan {
    std::vector<Planned> of_a;
    std::vector<bool> created;  // of B: made, because A has none or because A's is replaced
    std::vector<int> before;    // of B: the object of the same name in A; -1: none

    bool is_gone(int a) const { return a >= 0 && (of_a[static_cast<std::size_t>(a)].fate == Fate::drop || of_a[static_cast<std::size_t>(a)].fate == Fate::replace); }
};

// Replaces only what cannot be altered, and what stands on it: views, keys, policies and the like, which hold no rows of their own.
Plan make_plan(const Model& a, const Model& b, const CompareOptions& options);

// Values to add to an enum of A's, each with where, so that it is B's: "'x' AFTER 'a'". None when values were taken away or moved.
std::optional<std::vector<std::string>> values_to_add(const Object& a, const Object& b);

// What ALTER TYPE does to a composite type of A's so that it is B's: "ADD ATTRIBUTE c date". None when it cannot.
std::optional<std::vector<std::string>> attribute_changes(const Object& a, const Object& b);

}  // namespace assay::migration::diff

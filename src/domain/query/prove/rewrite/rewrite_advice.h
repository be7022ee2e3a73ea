// Rewrite advice: what was proposed for a statement, whether it answers the same, and whether it costs less.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/result.h"
#include "domain/query/model/tables.h"
#include "domain/query/prove/rewrite/equivalence.h"
#include "domain/query/prove/rewrite/rewrite_cost.h"

namespace assay::query {

enum class RewriteState : unsigned char { recommended, not_cheaper, refuted, undetermined };

struct TriedRewrite {
    std::string rule, title;  // several, joined by "+" and "; ", where they were tried together
    std::string text;
    std::vector<std::string> rests_on;
    RewriteState state = RewriteState::undetermined;
    Equivalence equivalence = {};
    std::optional<RewriteCost> cost = {};
    std::string values_query = {};  // gives the parameters that only the rewritten has
};

struct RewriteAdvice {
    std::string original;
    Location place;
    std::vector<TriedRewrite> rewrites;  // recommended first, by what they save
    std::vector<std::string> notes;
    std::string unread = {};  // why nothing could be tried
    double seconds = 0;
};

struct RewriteOptions {
    EquivalenceOptions equivalence = {};
    lab::Database* planning = nullptr;  // with a live system's statistics; nullptr: there are none
    const Tables* tables = nullptr;     // with statistics, for usual values of parameters; nullptr: statements with parameters are planned without
};

// `lab` is in no transaction, and in none afterwards. A statement that is no query, or cannot be run, says so in `unread`. `values`
// are those that its parameters are known to be called with.
Result<RewriteAdvice> advise_rewrites(const sql::Parser& parser, Lab& lab, const SchemaFacts& facts, const std::string& statement, const ParameterValues& values,
                                      const RewriteOptions& options);

}  // namespace assay::query

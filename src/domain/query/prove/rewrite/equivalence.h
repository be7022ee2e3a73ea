// Equivalence: whether two statements answer the same, by the lab's rows and by many small databases made for them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/proof.h"
#include "domain/query/model/schema_facts.h"
#include "lab/lab.h"
#include "sql/parser.h"

namespace assay::query {

// Rows for which the two answer differently, as few as were found.
struct CounterTable {
    std::string name;
    std::vector<std::string> columns;
    std::vector<std::vector<std::optional<std::string>>> rows;
};
struct Counterexample {
    std::vector<CounterTable> tables;
    std::vector<std::optional<std::string>> parameters;
    std::string time_zone;
    std::string original, rewritten;  // what each answered: an array of rows as text, or its error
    bool order_only = false;          // the same rows in another order
    bool failed = false;              // the rewritten statement gave an error, where the original answered
};

struct EquivalenceOptions {
    int trials = 320;
    std::uint64_t seed = 1;
    Milliseconds data_limit{2'000};  // for comparing on the lab's rows
};

struct Equivalence {
    enum class Verdict : unsigned char { equal, differs, undetermined };
    Verdict verdict = Verdict::undetermined;
    std::string reason = {};  // why it is not equal, in words
    std::optional<Counterexample> counterexample = {};
    int trials = 0, with_rows = 0, failed = 0;  // databases made; those on which the original had an answer; had none, for an error
    std::optional<std::int64_t> data_rows = {};  // that the lab's rows gave, when they were compared
    std::vector<std::string> notes = {};
    std::optional<Proof> proof = {};  // when equal
};

// `lab` is in no transaction; what is done there is rolled back. An Error when the original cannot be prepared or the
// lab fails; that the rewritten cannot be is a difference.
Result<Equivalence> compare_queries(const sql::Parser& parser, Lab& lab, const SchemaFacts& facts, const std::string& original, const std::string& rewritten,
                                    const EquivalenceOptions& options = {});

}  // namespace assay::query

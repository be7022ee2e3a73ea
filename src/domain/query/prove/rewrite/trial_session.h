// TrialSession: the tables of two queries emptied within the experiment's transaction, filled and asked, trial by trial.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/query/prove/rewrite/trial_rows.h"
#include "lab/lab.h"

namespace assay::query {

// Two statements that should answer the same.
struct QueryPair {
    std::string original, rewritten;  // without a semicolon at the end
    int parameters = 0;
    std::size_t columns = 0;          // of the result
    std::vector<std::size_t> order;   // positions of the columns that ORDER BY promises, from 0
};

// What one statement answered: rows as text.
struct AnswerRows {
    bool failed = false;
    std::string error = {};
    std::int64_t count = 0;
    std::string rows = {};    // sorted, as an array's text
    std::string keys = {};    // of ORDER BY, in the order of the answer
};

struct TrialAnswers {
    AnswerRows original, rewritten;
    bool agree() const;
};

// Within a transaction: empties the tables, with all that refers to them, and leaves foreign keys to the rows that are
// made; triggers do not fire.
Result<void> empty_tables(pg::Connection& session, const std::vector<PooledTable>& tables);

class TrialSession {
public:
    // With the tables empty.
    static Result<TrialSession> open(Lab& lab, const std::vector<PooledTable>& tables, const QueryPair& pair);

    // Settings and prepared statements for what follows: constants of type timestamptz are read when a statement is
    // prepared. `variant` also chooses how the planner works, so that no order comes by habit.
    Result<void> prepare(std::size_t variant);
    // Ends with the first trial, if any, of which a statement fails and the answers differ.
    Result<std::vector<TrialAnswers>> run(const std::vector<Trial>& trials);
    Result<TrialAnswers> run(const Trial& trial);

private:
    TrialSession(Lab& lab, const std::vector<PooledTable>& tables, const QueryPair& pair);
    std::string fill(const Trial& trial) const;
    std::string execute(const char* name, const Trial& trial) const;
    Result<TrialAnswers> run_alone(const Trial& trial);

    Lab& lab_;
    const std::vector<PooledTable>& tables_;
    const QueryPair& pair_;
    std::vector<std::string> heads_;  // of each table's INSERT
    std::string cleaning_;            // an array of what takes away rows that refer to nothing
    bool prepared_ = false;
};

}  // namespace assay::query

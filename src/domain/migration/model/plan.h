// Plans: a migration as steps that keep the application running, and what the lab showed of each.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace assay::migration {

enum class Stage : unsigned char { expand, backfill, validate, switch_over, contract };
std::string_view name(Stage);  // "expand" … "switch", "contract"

// How a step's text is run.
enum class Runs : unsigned char {
    in_transaction,  // all of it in one, and again from the start when a lock is not had in time
    alone,           // one statement that no transaction may hold
    in_batches,      // one statement that commits by itself after each batch
    as_written,      // in one transaction, but not tried again: it is no DDL, or answers rows
};
std::string_view name(Runs);  // "one", "none", "batches"; as_written is "one" too

// What the lab saw while the step ran beside readers and writers.
struct StepProof {
    std::string problem = {};           // what speaks against it; empty: nothing
    double took_ms = 0;
    double worst_wait_ms = 0;           // of any statement of the readers and writers, its own time included
    std::string worst_statement = {};   // "UPDATE orders"
    std::int64_t statements = 0;        // that these ran meanwhile
    int tries = 1;                      // until the step had its locks
    std::string rollback_problem = {};  // empty: it led back to the step before, but for what the step says it loses
    bool rolled_back = false;           // whether that was tried

    bool holds() const { return problem.empty() && rollback_problem.empty(); }
};

struct Step {
    Stage stage = Stage::expand;
    std::string title;
    std::string statement;         // statements with their semicolons
    Runs runs = Runs::in_transaction;
    std::string deploy = {};       // what the application has to be before this step; empty: as before
    std::string rollback = {};     // empty: nothing leads back
    Runs rollback_runs = Runs::in_transaction;
    std::string loses = {};        // what is lost on the way back, in words
    // The same for comparisons: "orders" or "orders.note", whose rows or values, and place among the columns, do not return.
    std::vector<std::string> lost = {};
    std::size_t of = 0;            // the number of the migration's statement that it is for
    std::optional<StepProof> proof = {};
};

// A statement of the migration, and what became of it.
struct PlannedStatement {
    std::string text;              // one line
    Location place = {};
    std::string_view recipe = {};  // empty: it may stay as it is, or there is no other way, which a note then says
};

// What came out at the end, beside what the migration makes by itself.
struct PlanProof {
    std::vector<std::string> differences = {};  // of the catalogues
    std::vector<std::string> order = {};        // "orders: id, note, total instead of id, total, note"
    std::vector<std::string> rows = {};         // tables and columns whose rows differ
    std::int64_t tables = 0, compared_rows = 0;
    std::string problem = {};                   // why there is nothing to compare
    bool equal() const { return problem.empty() && differences.empty() && rows.empty(); }
};

struct Plan {
    std::vector<PlannedStatement> statements = {};
    std::vector<Step> steps = {};
    std::vector<std::string> notes = {};
    std::vector<std::string> relations = {};  // that it touches and that were there before, each once
    std::vector<std::string> unique_columns = {};  // "orders.code": in the end no two rows may share a value of it
    // Columns whose values are made at random or by the clock: no two runs give the same.
    std::vector<std::string> volatile_columns = {};
    int lock_timeout_ms = 100;
    std::optional<PlanProof> proof = {};
};

// How much longer than lock_timeout anybody may wait: what the machine itself takes.
inline constexpr double wait_slack_ms = 20;

}  // namespace assay::migration

// What programs write that know nothing of a migration: one row takes the values of another, in columns that nothing keeps apart.
#pragma once

#include <string>
#include <vector>

#include "domain/migration/model/plan.h"
#include "domain/migration/plan/table_facts.h"
#include "world/pg.h"

namespace assay::migration {

class OldWrites {
    struct Table {
        std::string relation, columns;
        std::vector<std::string> rows;  // conditions that find one each
    };

public:
    // For the tables that the plan touches, as they are now.
    static OldWrites of(pg::Connection& session, const Plan& plan);
    // Leaves out tables whose rows cannot be written even without a plan: a CHECK that is NOT VALID, a trigger that refuses.
    void keep_what_works(pg::Connection& session, std::size_t rounds);
    // The statements of the next round, the same in every run.
    std::vector<std::string> next();

private:
    static std::string statement(const Table& table, std::size_t round);
    void learn(pg::Connection& session, const TableFacts& facts, const std::vector<std::string>& unique);

    std::vector<Table> tables_;
    std::size_t round_ = 0;
};

}  // namespace assay::migration

// What the catalogue of a lab's database says of one table: what a plan has to carry over when it makes a column or a table anew.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "world/pg.h"

namespace assay::migration {

struct ColumnFacts {
    std::string name;
    std::string type;               // as format_type writes it: "numeric(10,2)"
    std::string default_text = {};  // of a column that is neither generated nor an identity
    bool not_null = false;
    char identity = '\0';           // 'a' always, 'd' by default
    bool generated = false;
    std::string sequence = {};      // that it owns, qualified as it must be; of an identity too
};

struct ConstraintFacts {
    std::string name;
    char type = 'c';                // as pg_constraint has it: c, f, p, u, x
    std::string definition;         // "FOREIGN KEY (a) REFERENCES b(id)"
    std::string relation;           // that it stands on
    std::vector<std::string> columns = {};  // of that relation
    bool validated = true;
};

struct IndexFacts {
    std::string name;
    std::string definition;         // CREATE [UNIQUE] INDEX …
    std::string constraint = {};    // that it serves
    bool unique = false, primary = false;
    std::vector<std::string> columns = {};  // that it reads anywhere: as keys, in expressions, in its condition
};

struct TableFacts {
    std::string relation;           // "orders", "audit.events"
    char kind = '\0';               // as pg_class has it; '\0': there is no such relation
    std::vector<ColumnFacts> columns = {};
    std::vector<std::string> key = {};                // a primary key's columns, else those of a unique index without NULLs
    std::vector<ConstraintFacts> constraints = {};    // of its own
    std::vector<ConstraintFacts> references = {};     // foreign keys of other tables, and its own, that refer to it
    std::vector<IndexFacts> indexes = {};
    std::vector<std::string> partitions = {};
    std::string default_partition = {};
    std::vector<std::string> update_triggers = {};    // of the user's

    const ColumnFacts* column(std::string_view name) const;
    const ConstraintFacts* constraint(std::string_view name) const;
    bool is_partitioned() const { return kind == 'p'; }
};

// As the session sees it now, with its search path.
Result<TableFacts> table_facts(pg::Connection& session, const std::string& relation);

// What else than constraints, indexes, defaults and sequences hangs on a column, as the server describes it: "view order_view".
Result<std::vector<std::string>> column_dependants(pg::Connection& session, const std::string& relation, const std::string& column);

}  // namespace assay::migration

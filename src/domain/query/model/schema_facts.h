// SchemaFacts: what rewrites rest on: types, NOT NULL, unique keys and foreign keys of the tables of one database.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace assay::query {

struct FactColumn {
    std::string name;
    std::string type;      // "numeric(10,2)"
    std::string base;      // the type's own name, of a domain that of its base: "int4", "timestamptz", "_text"
    std::string category;  // pg_type.typcategory: "N", "S", "D", …
    bool not_null = false;
    bool generated = false;  // GENERATED ALWAYS AS (…): no one may write it
    std::vector<std::string> labels = {};  // of an enum
};

struct UniqueKey {
    std::string name;
    std::vector<std::string> columns;
};

struct ForeignKeyFact {
    std::string name;
    std::vector<std::string> columns;
    std::int64_t parent = 0;  // oid
    std::vector<std::string> parent_columns;
    bool validated = true;
};

struct FactTable {
    std::int64_t oid = 0;
    std::string schema, name;
    char kind = 'r';             // pg_class.relkind
    std::vector<FactColumn> columns = {};
    std::vector<UniqueKey> keys = {};
    std::vector<ForeignKeyFact> foreign_keys = {};
    std::vector<std::string> checks = {};  // conditions of CHECK, as SQL

    const FactColumn* find(std::string_view column) const {
        for (const auto& each : columns)
            if (each.name == column) return &each;
        return nullptr;
    }
    // Keys whose columns are all NOT NULL tell rows apart.
    bool key_is_total(const UniqueKey& key) const {
        for (const auto& column : key.columns)
            if (const auto* found = find(column); !found || !found->not_null) return false;
        return true;
    }
};

struct SchemaFacts {
    std::vector<FactTable> tables;

    const FactTable* by_oid(std::int64_t oid) const {
        for (const auto& table : tables)
            if (table.oid == oid) return &table;
        return nullptr;
    }
    // A name without a schema means the table in public, else the only one of this name.
    const FactTable* find(std::string_view schema, std::string_view name) const;
};

}  // namespace assay::query

// Schema: what the files have made so far, as far as their text tells. What they did not make is unknown, not absent.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/migration/model/change.h"

namespace assay::migration {

// Where in the chain something was made.
struct Moment {
    std::size_t file = 0;
    int transaction = 0;
    int line = 0;
};

struct Column {
    std::string type;
    bool not_null = false;
};

struct Constraint {
    Kind kind = Kind::add_check;
    std::vector<std::string> columns = {};  // of a CHECK: those that it keeps from being NULL
    std::vector<std::string> mentions = {};  // of a CHECK: all that it reads
    std::string other = {};
    bool validated = true;
    Moment made = {};
};

struct Index {
    std::string table;
    std::vector<std::string> columns = {};
};

struct Table {
    Moment made = {};
    bool temporary = false;
    bool partitioned = false;
    std::string default_partition = {};
    std::string parent = {};  // that it is a partition of
    std::map<std::string, Column, std::less<>> columns = {};
    std::map<std::string, Constraint, std::less<>> constraints = {};
};

struct Schema {
    std::map<std::string, Table, std::less<>> tables;        // materialized views too
    std::map<std::string, Index, std::less<>> indexes;
    std::map<std::string, Moment, std::less<>> enums;
    std::map<std::string, bool, std::less<>> domains;        // whether they have constraints
    std::map<std::string, char, std::less<>> functions;      // 'i', 's', 'v': how volatile

    const Table* table(std::string_view name) const;
    const Constraint* constraint(std::string_view table, std::string_view name) const;

    // Takes a change in. `now` is where it stands.
    void apply(const Change& change, Moment now);

private:
    void make_table(const Change& change, Moment now);
    void add_column(Table& table, const std::string& name, sql::Node definition, Moment now);
    void add_constraint(Table& table, const std::string& table_name, sql::Node constraint, std::string_view of_column, Moment now);
    void rename(const Change& change);
    void drop_relation(const std::string& name);
    void note_default(const std::string& parent, const std::string& partition);
};

// The columns that a condition keeps from being NULL: x IS NOT NULL, alone or joined by AND.
std::vector<std::string> never_null(sql::Node condition);

}  // namespace assay::migration

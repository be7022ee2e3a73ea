// What the parts of a conversion share: names, types that were chosen, collations, and where losses are written down.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "domain/migration/engines/losses.h"
#include "domain/migration/engines/mysql/convert.h"
#include "domain/migration/engines/mysql/expression.h"
#include "domain/migration/engines/names.h"

namespace assay::migration::mysql {

class Mapping {
public:
    Mapping(const Dump& dump, const Facts& facts, const Options& options);

    const Dump& dump() const { return dump_; }
    const Options& options() const { return options_; }
    const TableFacts& facts(const Table& table) const;
    const ColumnFacts& facts(const Table& table, const Column& column) const;

    target::Name name_of(const TableName& name) const;
    std::string column_name(std::string_view name) const;
    // How expressions and queries name things.
    Scope scope() const;
    // The names of relations (and types) of a schema.
    Taken& relations(const std::string& schema) { return relations_[schema]; }
    // A name for an index, unique in the schema: its own where no other has it, else with the table's before it.
    std::string index_name(const Table& table, const std::string& wanted);

    const CastResult& cast_of_column(const Column& column) const { return casts_.at(&column); }
    const Table* find(const TableName& name, const Table& from) const;
    // Whether comparisons of the column ignore case; ignoring accents goes with most of these.
    bool ignores_case(const Table& table, const Column& column) const;
    bool ignores_accents(const Table& table, const Column& column) const;

    void lose(const LossKind& kind, const Table& table, std::string_view part, const Location& place, std::string detail = {}, std::string statement = {});

    Converted result;

private:
    std::string collation_of(const Table& table, const Column& column) const;
    void name_tables();
    void choose_types();

    const Dump& dump_;
    const Facts& facts_;
    Options options_;
    bool has_schemas_ = false;
    std::map<std::string, target::Name> names_;       // by TableName::shown()
    std::map<std::string, Taken> relations_;
    std::map<std::string, int> index_names_;          // how many indexes want the name
    std::map<const Column*, CastResult> casts_;
    std::map<std::string, bool, std::less<>> booleans_;  // by a column's name in PostgreSQL: all of that name are
};

// A column's definition, with the checks that go with it, and the route of its values.
void convert_columns(Mapping& mapping, const Table& table, target::Table& made, TableRoute& route);
// What stands for a DEFAULT; empty where there is none.
std::string convert_default(Mapping& mapping, const Table& table, const Column& column, const ValueShape& shape, bool& drops_not_null);
void convert_keys(Mapping& mapping, const Table& table, target::Table& made);
void convert_foreign_keys(Mapping& mapping, const Table& table, target::Table& made);
void convert_checks(Mapping& mapping, const Table& table, target::Table& made);
void convert_partitions(Mapping& mapping, const Table& table, target::Table& made);
void convert_views(Mapping& mapping);

}  // namespace assay::migration::mysql

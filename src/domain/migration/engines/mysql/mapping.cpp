#include "domain/migration/engines/mysql/mapping.h"

#include <algorithm>

#include "core/text.h"
#include "domain/migration/engines/mysql/lexer.h"

namespace assay::migration::mysql {

Mapping::Mapping(const Dump& dump, const Facts& facts, const Options& options) : dump_{dump}, facts_{facts}, options_{options} {
    name_tables();
    choose_types();
}

// One database's objects go where they are; those of several into schemas of their names.
void Mapping::name_tables() {
    std::set<std::string> databases;
    for (const auto& table : dump_.tables) databases.insert(table.name.database);
    for (const auto& view : dump_.views) databases.insert(view.name.database);
    has_schemas_ = databases.size() > 1;
    std::map<std::string, int> folded;
    const auto fold = [&](const TableName& name) { return lower(name.shown()); };
    for (const auto& table : dump_.tables) ++folded[fold(table.name)];
    for (const auto& view : dump_.views) ++folded[fold(view.name)];
    const auto add = [&](const TableName& name) {
        const auto schema = has_schemas_ ? column_name(name.database) : std::string{};
        const bool keeps = folded[fold(name)] > 1;  // names that differ in case alone
        names_[name.shown()] = {schema, relations_[schema].take(keeps ? name.name : column_name(name.name))};
    };
    for (const auto& table : dump_.tables) add(table.name);
    for (const auto& view : dump_.views) add(view.name);
    for (const auto& sequence : dump_.sequences) add(sequence.name);
    for (const auto& table : dump_.tables)
        for (const auto& key : table.keys) ++index_names_[name_of(table.name).schema + "." + column_name(key.name)];
}

void Mapping::choose_types() {
    for (const auto& table : dump_.tables)
        for (const auto& column : table.columns) {
            const auto chosen = casts_.emplace(&column, cast(column, facts(table, column))).first;
            const bool boolean = chosen->second.form == Form::boolean;
            const auto name = booleans_.emplace(column_name(column.name), boolean).first;
            name->second = name->second && boolean;
        }
}

const TableFacts& Mapping::facts(const Table& table) const {
    static const TableFacts none;
    const auto found = facts_.find(table.name.shown());
    return found == facts_.end() ? none : found->second;
}

const ColumnFacts& Mapping::facts(const Table& table, const Column& column) const {
    static const ColumnFacts none;
    const auto& columns = facts(table).columns;
    const auto found = columns.find(column.name);
    return found == columns.end() ? none : found->second;
}

target::Name Mapping::name_of(const TableName& name) const {
    const auto found = names_.find(name.shown());
    return found == names_.end() ? target::Name{"", column_name(name.name)} : found->second;
}

std::string Mapping::column_name(std::string_view name) const { return short_name(options_.lower_names ? lower(name) : std::string{name}); }

Scope Mapping::scope() const {
    Scope scope;
    scope.name = [this](std::string_view name) {
        for (const auto& table : dump_.tables)
            if (table.name.name == name) return name_of(table.name).name;
        return column_name(name);
    };
    scope.is_boolean = [this](std::string_view name) {
        const auto found = booleans_.find(column_name(name));
        return found != booleans_.end() && found->second;
    };
    scope.is_database = [this](std::string_view name) {
        const auto is_of = [&](const auto& each) { return each.name.database == name; };
        return std::any_of(dump_.tables.begin(), dump_.tables.end(), is_of) || std::any_of(dump_.views.begin(), dump_.views.end(), is_of);
    };
    scope.schema = [this](std::string_view database) { return has_schemas_ ? column_name(database) : std::string{}; };
    return scope;
}

std::string Mapping::index_name(const Table& table, const std::string& wanted) {
    const auto name = name_of(table.name);
    const auto own = column_name(wanted);
    auto& taken = relations(name.schema);
    const bool alone = index_names_[name.schema + "." + own] <= 1;
    return taken.take(alone && !taken.has(own) ? own : name.name + "_" + own);
}

const Table* Mapping::find(const TableName& name, const Table& from) const {
    auto wanted = name;
    if (wanted.database.empty()) wanted.database = from.name.database;
    const auto is_like = [&](const Table& each) { return each.name.database == wanted.database && is_word(each.name.name, lower(wanted.name)); };
    const auto exact = std::find_if(dump_.tables.begin(), dump_.tables.end(), [&](const Table& each) { return each.name == wanted; });
    const auto found = exact != dump_.tables.end() ? exact : std::find_if(dump_.tables.begin(), dump_.tables.end(), is_like);
    return found == dump_.tables.end() ? nullptr : &*found;
}

// What is said nearest to the column counts; a character set without a collation means its default, which ignores case.
std::string Mapping::collation_of(const Table& table, const Column& column) const {
    const auto said = [](const std::string& collation, const std::string& charset) {
        if (!collation.empty()) return collation;
        return charset.empty() ? std::string{} : charset == "binary" ? "binary" : charset + "_ci";
    };
    if (auto own = said(column.type.collation, column.type.charset); !own.empty()) return own;
    if (auto own = said(table.collation, table.charset); !own.empty()) return own;
    const auto* database = dump_.database(table.name.database);
    auto own = database ? said(database->collation, database->charset) : std::string{};
    return own.empty() ? "default_ci" : own;
}

bool Mapping::ignores_case(const Table& table, const Column& column) const {
    if (!is_text(column.type)) return false;
    const auto form = cast_of_column(column).form;
    return form == Form::text && ends_with(collation_of(table, column), "_ci");
}

bool Mapping::ignores_accents(const Table& table, const Column& column) const { return !ends_with(collation_of(table, column), "_as_ci"); }

void Mapping::lose(const LossKind& kind, const Table& table, std::string_view part, const Location& place, std::string detail, std::string statement) {
    const auto object = part.empty() ? table.name.name : table.name.name + "." + std::string{part};
    result.losses.push_back({&kind, object, std::move(detail), std::move(statement), place, name_of(table.name).shown()});
}

}  // namespace assay::migration::mysql

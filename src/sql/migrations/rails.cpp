#include "sql/migrations/rails.h"

#include <fmt/core.h>

#include <algorithm>
#include <functional>
#include <unordered_map>

#include "core/text.h"
#include "sql/migrations/patchwork.h"
#include "sql/migrations/rails_words.h"
#include "sql/migrations/ruby.h"
#include "sql/names.h"

namespace assay::sql {

namespace {

using rails::names_in;
using rails::quoted_list;
using ruby::Call;
using ruby::Value;
using std::string;
using std::string_view;

// ActiveRecord::Migration[7.0], ActiveRecord::Schema[7.0]: 70. Without a version it is older than 5.0.
int version_in(string_view text) {
    const auto at = text.find('[');
    if (at == text.npos || at + 3 >= text.size()) return 42;
    return (text[at + 1] - '0') * 10 + (text[at + 3] - '0');
}

bool says(const Call& call, string_view option, string_view word) {
    const Value* given = call.option(option);
    return given && given->is_text() && given->text == word;
}
bool is_true(const Value& options, string_view name) {
    const Value* given = options.find(name);
    return given && given->is_true();
}
bool is_false(const Value& options, string_view name) {
    const Value* given = options.find(name);
    return given && given->is_false();
}
string text_in(const Value& options, string_view name) {
    const Value* given = options.find(name);
    return given && given->is_text() && !given->is_computed ? given->text : string{};
}

string on_actions(const Value& options) {
    string made;
    for (const auto& [option, words] : {std::pair{"on_delete", "ON DELETE"}, {"on_update", "ON UPDATE"}}) {
        const auto action = text_in(options, option);
        if (action == "cascade") made += fmt::format(" {} CASCADE", words);
        if (action == "nullify") made += fmt::format(" {} SET NULL", words);
        if (action == "restrict") made += fmt::format(" {} RESTRICT", words);
    }
    return made;
}

// What one method does to one table, as SQL. Empty: the method is not known, or its arguments are made by the program.
class Sentences {
public:
    explicit Sentences(int version) : version_{version} {}

    string of(const Call& call) const;

private:
    using Make = string (Sentences::*)(const Call&) const;
    static const std::unordered_map<string_view, Make>& makers();

    string table(const Call&) const;
    string join_table(const Call&) const;
    string change_table(const Call&) const;
    string drop_table(const Call&) const;
    string rename_table(const Call& call) const { return fmt::format("ALTER TABLE {} RENAME TO {};", quote_relation(call.text(0)), quote_relation(call.text(1))); }
    string add_column(const Call&) const;
    string remove_columns(const Call&) const;
    string rename_column(const Call& call) const { return fmt::format("ALTER TABLE {} RENAME COLUMN {} TO {};", quote_relation(call.text(0)), quote_identifier(call.text(1)), quote_identifier(call.text(2))); }
    string change_column(const Call&) const;
    string change_null(const Call&) const;
    string change_default(const Call&) const;
    string timestamps(const Call&) const;
    string remove_timestamps(const Call& call) const { return fmt::format("ALTER TABLE {0} DROP COLUMN created_at; ALTER TABLE {0} DROP COLUMN updated_at;", quote_relation(call.text(0))); }
    string add_reference(const Call&) const;
    string remove_reference(const Call&) const;
    string add_index(const Call&) const;
    string remove_index(const Call&) const;
    string rename_index(const Call& call) const { return fmt::format("ALTER INDEX {} RENAME TO {};", quote_relation(call.text(1)), quote_identifier(call.text(2))); }
    string add_foreign_key(const Call&) const;
    string remove_foreign_key(const Call&) const;
    string validate_foreign_key(const Call&) const;
    string add_check(const Call&) const;
    string named_check(const Call&) const;
    string add_unique(const Call&) const;
    string extension(const Call& call) const { return fmt::format("{} {};", call.name == "enable_extension" ? "CREATE EXTENSION IF NOT EXISTS" : "DROP EXTENSION IF EXISTS", quote_identifier(call.text(0))); }
    string create_enum(const Call&) const;
    string add_enum_value(const Call&) const;
    string schema(const Call& call) const { return fmt::format("{} SCHEMA {};", call.name == "create_schema" ? "CREATE" : "DROP", quote_identifier(call.text(0))); }

    string columns_of(const Call& in_table, string_view table, std::vector<string>& after) const;
    string reference_columns(string_view name, const Value& options) const;
    string reference_key(string_view table, string_view name, const Value& options) const;
    string index(string_view table, std::vector<string> columns, const Value& options) const;
    string foreign_key(string_view from, string_view to, const Value& options) const;
    string key_of_reference(string_view table, string_view to, const Value& options) const;
    int version_;
};

// "customer_id bigint NOT NULL" of t.references :customer; a type beside it where it may refer to several tables.
string Sentences::reference_columns(string_view name, const Value& options) const {
    auto type = rails::type_of(text_in(options, "type"), {.kind = Value::Kind::pairs}, version_);
    if (type.empty()) type = version_ >= 51 ? "bigint" : "integer";
    string made = fmt::format("{} {}{}", quote_identifier(string{name} + "_id"), type, rails::column_constraints(options));
    if (options.find("polymorphic") && !is_false(options, "polymorphic"))
        made += fmt::format(", {} character varying{}", quote_identifier(string{name} + "_type"), is_false(options, "null") ? " NOT NULL" : "");
    return made;
}

// The index and foreign key that come with a reference.
string Sentences::reference_key(string_view table, string_view name, const Value& options) const {
    string made;
    const Value* indexed = options.find("index");
    const bool polymorphic = options.find("polymorphic") && !is_false(options, "polymorphic");
    if (indexed ? !indexed->is_false() && indexed->kind != Value::Kind::nil : version_ >= 50) {
        std::vector<string> columns{string{name} + "_id"};
        if (polymorphic) columns.insert(columns.begin(), string{name} + "_type");
        const Value none{.kind = Value::Kind::pairs};
        auto sql = index(table, columns, indexed && indexed->kind == Value::Kind::pairs ? *indexed : none);
        if (polymorphic && !(indexed && indexed->find("name"))) sql = replaced(sql, rails::index_name(table, columns), fmt::format("index_{}_on_{}", table, name));
        made += " " + sql;
    }
    const Value* key = options.find("foreign_key");
    if (!key || key->is_false()) return made;
    Value given = key->kind == Value::Kind::pairs ? *key : Value{.kind = Value::Kind::pairs};
    if (!given.find("column")) given.pairs.emplace_back("column", Value{.kind = Value::Kind::text, .text = string{name} + "_id"});
    const auto to = text_in(given, "to_table");
    return made + " " + foreign_key(table, to.empty() ? rails::plural(name) : to, given);
}

// The columns that the block of create_table names; indexes and keys of theirs go behind the table.
string Sentences::columns_of(const Call& in_table, string_view table, std::vector<string>& after) const {
    string list;
    const auto add = [&](const string& column) {
        if (!column.empty()) list += (list.empty() ? "" : ", ") + column;
    };
    for (const auto& call : in_table.block) {
        if (call.receiver != in_table.block_parameter) continue;
        const auto& options = call.options;
        if (call.name == "timestamps") {
            const auto type = rails::type_of(version_ >= 70 || options.find("precision") ? "datetime" : "timestamp", options, version_);
            const bool nullable = is_true(options, "null") || (version_ < 50 && !is_false(options, "null"));
            for (const char* name : {"created_at", "updated_at"}) add(fmt::format("{} {}{}", name, type, nullable ? "" : " NOT NULL"));
        } else if (call.name == "references" || call.name == "belongs_to") {
            for (std::size_t i = 0; i < call.arguments.size(); ++i) {
                add(reference_columns(call.text(i), options));
                after.push_back(reference_key(table, call.text(i), options));
            }
        } else if (call.name == "index") {
            after.push_back(index(table, names_in(call.arguments.empty() ? nullptr : &call.arguments[0]), options));
        } else if (call.name == "foreign_key") {
            after.push_back(foreign_key(table, call.text(0), options));
        } else if (call.name == "check_constraint") {
            add(fmt::format("CHECK ({})", call.text(0)));
        } else if (call.name == "unique_constraint") {
            add(fmt::format("UNIQUE ({})", quoted_list(names_in(call.arguments.empty() ? nullptr : &call.arguments[0]))));
        } else if (call.name == "column") {
            if (const auto type = rails::type_of(call.text(1), options, version_); !type.empty() || !call.text(1).empty())
                add(fmt::format("{} {}{}", quote_identifier(call.text(0)), type.empty() ? string{call.text(1)} : type, rails::column_constraints(options)));
        } else if (const auto type = rails::type_of(call.name, options, version_); !type.empty()) {
            for (std::size_t i = 0; i < call.arguments.size(); ++i) {
                add(fmt::format("{} {}{}", quote_identifier(call.text(i)), type, rails::column_constraints(options)));
                const Value* indexed = options.find("index");
                if (indexed && !indexed->is_false())
                    after.push_back(index(table, {string{call.text(i)}}, indexed->kind == Value::Kind::pairs ? *indexed : Value{.kind = Value::Kind::pairs}));
            }
        }
    }
    return list;
}

string key_column(const Call& call, int version) {
    const Value* id = call.option("id");
    const Value* key = call.option("primary_key");
    if (id && id->is_false()) return {};
    if (key && key->kind == Value::Kind::list) return fmt::format("PRIMARY KEY ({})", quoted_list(names_in(key)));
    const auto name = key && key->is_text() ? key->text : string{"id"};
    auto type = id && id->is_text() ? rails::type_of(id->text, call.options, version) : string{};
    if (id && id->is_text() && id->text == "uuid" && !call.option("default")) type = version >= 51 ? "uuid DEFAULT gen_random_uuid()" : "uuid DEFAULT uuid_generate_v4()";
    if (type == "integer") type = "serial";
    if (type.empty() || type == "bigint") type = version >= 51 || type == "bigint" ? "bigserial" : "serial";
    return fmt::format("{} {} PRIMARY KEY", quote_identifier(name), type);
}

string Sentences::table(const Call& call) const {
    const auto name = call.text(0);
    if (name.empty()) return {};
    std::vector<string> after;
    auto columns = key_column(call, version_);
    if (const auto more = columns_of(call, name, after); !more.empty()) columns += (columns.empty() ? "" : ", ") + more;
    string made;
    if (const Value* force = call.option("force"); force && !force->is_false()) made = fmt::format("DROP TABLE IF EXISTS {}{}; ", quote_relation(name), says(call, "force", "cascade") ? " CASCADE" : "");
    made += fmt::format("CREATE {}TABLE {}{} ({});", is_true(call.options, "temporary") ? "TEMPORARY " : "", is_true(call.options, "if_not_exists") ? "IF NOT EXISTS " : "", quote_relation(name), columns);
    for (const auto& each : after) made += " " + each;
    return made;
}

string Sentences::join_table(const Call& call) const {
    std::vector<string> names{string{call.text(0)}, string{call.text(1)}};
    std::sort(names.begin(), names.end());
    const auto given = text_in(call.options, "table_name");
    const auto name = given.empty() ? joined(names, "_") : given;
    if (call.name == "drop_join_table") return fmt::format("DROP TABLE {};", quote_relation(name));
    std::vector<string> after;
    string columns;
    for (std::size_t i = 0; i < 2; ++i)
        columns += fmt::format("{}{} {} NOT NULL", i == 0 ? "" : ", ", quote_identifier(rails::singular(call.text(i)) + "_id"), version_ >= 51 ? "bigint" : "integer");
    if (const auto more = columns_of(call, name, after); !more.empty()) columns += ", " + more;
    string made = fmt::format("CREATE TABLE {} ({});", quote_relation(name), columns);
    for (const auto& each : after) made += " " + each;
    return made;
}

// t.string :name in the block of change_table is add_column of its table.
string Sentences::change_table(const Call& call) const {
    static const std::unordered_map<string_view, string_view> renamed{{"remove", "remove_columns"}, {"rename", "rename_column"}, {"change", "change_column"},
        {"change_default", "change_column_default"}, {"change_null", "change_column_null"}, {"index", "add_index"}, {"remove_index", "remove_index"},
        {"references", "add_reference"}, {"belongs_to", "add_reference"}, {"remove_references", "remove_reference"}, {"timestamps", "add_timestamps"},
        {"remove_timestamps", "remove_timestamps"}, {"foreign_key", "add_foreign_key"}, {"remove_foreign_key", "remove_foreign_key"}, {"column", "add_column"},
        {"check_constraint", "add_check_constraint"}, {"rename_index", "rename_index"}};
    string made;
    for (const auto& inner : call.block) {
        if (inner.receiver != call.block_parameter || call.arguments.empty()) continue;
        Call whole = inner;
        whole.receiver.clear();
        whole.arguments.insert(whole.arguments.begin(), call.arguments[0]);
        const auto known = renamed.find(inner.name);
        if (known != renamed.end()) {
            whole.name = known->second;
            made += " " + of(whole);
        } else {
            for (const auto& name : inner.arguments) {
                whole.name = "add_column";
                whole.arguments = {call.arguments[0], name, Value{.kind = Value::Kind::symbol, .text = inner.name}};
                made += " " + of(whole);
            }
        }
    }
    return made.empty() ? string{";"} : made;
}

string Sentences::drop_table(const Call& call) const {
    string made;
    for (std::size_t i = 0; i < call.arguments.size(); ++i)
        made += fmt::format("DROP TABLE {}{}{};", is_true(call.options, "if_exists") ? "IF EXISTS " : "", quote_relation(call.text(i)), says(call, "force", "cascade") ? " CASCADE" : "");
    return made;
}

string Sentences::add_column(const Call& call) const {
    if (call.text(0).empty() || call.text(1).empty()) return {};
    auto type = rails::type_of(call.text(2), call.options, version_);
    if (type.empty()) type = call.text(2);
    if (type.empty()) return {};
    return fmt::format("ALTER TABLE {} ADD COLUMN {}{} {}{};{}", quote_relation(call.text(0)), is_true(call.options, "if_not_exists") ? "IF NOT EXISTS " : "",
                       quote_identifier(call.text(1)), type, rails::column_constraints(call.options),
                       is_true(call.options, "index") ? " " + index(call.text(0), {string{call.text(1)}}, {.kind = Value::Kind::pairs}) : "");
}

// remove_column(table, name, type): the type is there for going back.
string Sentences::remove_columns(const Call& call) const {
    string made;
    const auto last = call.name == "remove_column" ? std::min<std::size_t>(call.arguments.size(), 2) : call.arguments.size();
    for (std::size_t i = 1; i < last; ++i)
        if (!call.text(i).empty()) made += fmt::format("ALTER TABLE {} DROP COLUMN {}{};", quote_relation(call.text(0)), is_true(call.options, "if_exists") ? "IF EXISTS " : "", quote_identifier(call.text(i)));
    return made;
}

string Sentences::change_column(const Call& call) const {
    const auto table = quote_relation(call.text(0)), column = quote_identifier(call.text(1));
    auto type = rails::type_of(call.text(2), call.options, version_);
    if (type.empty()) type = call.text(2);
    if (type.empty() || call.text(0).empty()) return {};
    const auto cast = text_in(call.options, "using");
    string made = fmt::format("ALTER TABLE {} ALTER COLUMN {} TYPE {}{};", table, column, type, cast.empty() ? "" : " USING " + cast);
    if (const Value* given = call.option("default")) made += fmt::format(" ALTER TABLE {} ALTER COLUMN {} {};", table, column, given->kind == Value::Kind::nil ? "DROP DEFAULT" : "SET DEFAULT " + rails::literal(*given));
    if (const Value* null = call.option("null")) made += fmt::format(" ALTER TABLE {} ALTER COLUMN {} {} NOT NULL;", table, column, null->is_false() ? "SET" : "DROP");
    return made;
}

string Sentences::change_null(const Call& call) const {
    if (call.arguments.size() < 3) return {};
    const auto table = quote_relation(call.text(0)), column = quote_identifier(call.text(1));
    string made;
    if (call.arguments.size() > 3) made = fmt::format("UPDATE {0} SET {1} = {2} WHERE {1} IS NULL; ", table, column, rails::literal(call.arguments[3]));
    return made + fmt::format("ALTER TABLE {} ALTER COLUMN {} {} NOT NULL;", table, column, call.arguments[2].is_false() ? "SET" : "DROP");
}

string Sentences::change_default(const Call& call) const {
    const Value* to = call.option("to");
    if (!to && call.arguments.size() > 2) to = &call.arguments[2];
    if (!to) return {};
    const auto text = rails::literal(*to);
    if (text.empty()) return {};
    return fmt::format("ALTER TABLE {} ALTER COLUMN {} {};", quote_relation(call.text(0)), quote_identifier(call.text(1)), to->kind == Value::Kind::nil ? "DROP DEFAULT" : "SET DEFAULT " + text);
}

string Sentences::timestamps(const Call& call) const {
    const auto type = rails::type_of("datetime", call.options, version_);
    const auto rest = rails::column_constraints(call.options) + (is_true(call.options, "null") || call.option("null") ? "" : version_ >= 50 ? " NOT NULL" : "");
    return fmt::format("ALTER TABLE {0} ADD COLUMN created_at {1}{2}; ALTER TABLE {0} ADD COLUMN updated_at {1}{2};", quote_relation(call.text(0)), type, rest);
}

string Sentences::add_reference(const Call& call) const {
    if (call.text(0).empty() || call.text(1).empty()) return {};
    string made;
    for (const auto& column : {reference_columns(call.text(1), call.options)}) {
        const auto comma = call.option("polymorphic") ? column.rfind(", ") : string::npos;
        made += fmt::format("ALTER TABLE {} ADD COLUMN {};", quote_relation(call.text(0)), column.substr(0, comma));
        if (comma != string::npos) made += fmt::format(" ALTER TABLE {} ADD COLUMN {};", quote_relation(call.text(0)), column.substr(comma + 2));
    }
    return made + reference_key(call.text(0), call.text(1), call.options);
}

string Sentences::remove_reference(const Call& call) const {
    return fmt::format("ALTER TABLE {} DROP COLUMN {};", quote_relation(call.text(0)), quote_identifier(string{call.text(1)} + "_id"));
}

string Sentences::index(string_view table, std::vector<string> columns, const Value& options) const {
    if (columns.empty() || table.empty()) return {};
    auto name = text_in(options, "name");
    if (name.empty()) name = rails::index_name(table, columns);
    // One text that is no name is an expression.
    const bool expression = columns.size() == 1 && columns[0].find_first_of("( ") != string::npos;
    auto list = expression ? columns[0] : quoted_list(columns);
    const auto method = text_in(options, "using"), where = text_in(options, "where"), include = quoted_list(names_in(options.find("include")));
    return fmt::format("CREATE {}INDEX {}{}{} ON {}{} ({}){}{};", is_true(options, "unique") ? "UNIQUE " : "", text_in(options, "algorithm") == "concurrently" ? "CONCURRENTLY " : "",
                       is_true(options, "if_not_exists") ? "IF NOT EXISTS " : "", quote_identifier(name), quote_relation(table), method.empty() ? "" : " USING " + method, list,
                       include.empty() ? "" : " INCLUDE (" + include + ")", where.empty() ? "" : " WHERE " + where);
}

string Sentences::add_index(const Call& call) const {
    if (call.arguments.size() < 2) return {};
    return index(call.text(0), names_in(&call.arguments[1]), call.options);
}

string Sentences::remove_index(const Call& call) const {
    auto name = text_in(call.options, "name");
    if (name.empty()) {
        auto columns = names_in(call.option("column"));
        if (columns.empty() && call.arguments.size() > 1) columns = names_in(&call.arguments[1]);
        if (columns.empty()) return {};
        name = rails::index_name(call.text(0), columns);
    }
    return fmt::format("DROP INDEX {}{}{};", says(call, "algorithm", "concurrently") ? "CONCURRENTLY " : "", is_true(call.options, "if_exists") ? "IF EXISTS " : "", quote_identifier(name));
}

string Sentences::foreign_key(string_view from, string_view to, const Value& options) const {
    if (from.empty() || to.empty()) return {};
    auto columns = names_in(options.find("column"));
    if (columns.empty()) columns = {rails::singular(to) + "_id"};
    auto keys = names_in(options.find("primary_key"));
    if (keys.empty()) keys = {"id"};
    auto name = text_in(options, "name");
    if (name.empty()) name = rails::foreign_key_name(from, columns.front());
    return fmt::format("ALTER TABLE {} ADD CONSTRAINT {} FOREIGN KEY ({}) REFERENCES {} ({}){}{};", quote_relation(from), quote_identifier(name), quoted_list(columns), quote_relation(to), quoted_list(keys),
                       on_actions(options), is_false(options, "validate") ? " NOT VALID" : "");
}

string Sentences::add_foreign_key(const Call& call) const { return foreign_key(call.text(0), call.text(1), call.options); }

// The name that it was given: by hand, or of its column, or of the table that it refers to.
string Sentences::key_of_reference(string_view table, string_view to, const Value& options) const {
    if (auto name = text_in(options, "name"); !name.empty()) return name;
    auto columns = names_in(options.find("column"));
    if (columns.empty()) columns = {rails::singular(to) + "_id"};
    return rails::foreign_key_name(table, columns.front());
}

string Sentences::remove_foreign_key(const Call& call) const {
    const auto to = call.text(1).empty() ? text_in(call.options, "to_table") : string{call.text(1)};
    return fmt::format("ALTER TABLE {} DROP CONSTRAINT {}{};", quote_relation(call.text(0)), is_true(call.options, "if_exists") ? "IF EXISTS " : "", quote_identifier(key_of_reference(call.text(0), to, call.options)));
}

string Sentences::validate_foreign_key(const Call& call) const {
    const auto name = call.name == "validate_constraint" ? string{call.text(1)} : key_of_reference(call.text(0), call.text(1), call.options);
    return fmt::format("ALTER TABLE {} VALIDATE CONSTRAINT {};", quote_relation(call.text(0)), quote_identifier(name));
}

string Sentences::add_check(const Call& call) const {
    if (call.text(1).empty()) return {};
    auto name = text_in(call.options, "name");
    if (name.empty()) name = rails::check_name(call.text(0), call.text(1));
    return fmt::format("ALTER TABLE {} ADD CONSTRAINT {} CHECK ({}){};", quote_relation(call.text(0)), quote_identifier(name), call.text(1), is_false(call.options, "validate") ? " NOT VALID" : "");
}

string Sentences::named_check(const Call& call) const {
    auto name = text_in(call.options, "name");
    if (name.empty()) name = rails::check_name(call.text(0), call.text(1));
    return fmt::format("ALTER TABLE {} {} CONSTRAINT {};", quote_relation(call.text(0)), starts_with(call.name, "remove") ? "DROP" : "VALIDATE", quote_identifier(name));
}

string Sentences::add_unique(const Call& call) const {
    const auto by_index = text_in(call.options, "using_index");
    const auto columns = call.arguments.size() > 1 ? names_in(&call.arguments[1]) : std::vector<string>{};
    auto name = text_in(call.options, "name");
    if (name.empty()) name = by_index.empty() ? string{call.text(0)} + "_" + joined(columns, "_") + "_key" : by_index;
    return fmt::format("ALTER TABLE {} ADD CONSTRAINT {} UNIQUE {};", quote_relation(call.text(0)), quote_identifier(name), by_index.empty() ? "(" + quoted_list(columns) + ")" : "USING INDEX " + quote_identifier(by_index));
}

string Sentences::create_enum(const Call& call) const {
    if (call.name == "drop_enum") return fmt::format("DROP TYPE {};", quote_relation(call.text(0)));
    string values;
    for (const auto& value : names_in(call.arguments.size() > 1 ? &call.arguments[1] : nullptr)) values += (values.empty() ? "" : ", ") + quote_literal(value);
    return fmt::format("CREATE TYPE {} AS ENUM ({});", quote_relation(call.text(0)), values);
}

string Sentences::add_enum_value(const Call& call) const {
    if (call.name == "rename_enum_value") return fmt::format("ALTER TYPE {} RENAME VALUE {} TO {};", quote_relation(call.text(0)), quote_literal(text_in(call.options, "from")), quote_literal(text_in(call.options, "to")));
    return fmt::format("ALTER TYPE {} ADD VALUE {}{};", quote_relation(call.text(0)), is_true(call.options, "if_not_exists") ? "IF NOT EXISTS " : "", quote_literal(call.text(1)));
}

const std::unordered_map<string_view, Sentences::Make>& Sentences::makers() {
    static const std::unordered_map<string_view, Make> all{
        {"create_table", &Sentences::table}, {"create_join_table", &Sentences::join_table}, {"drop_join_table", &Sentences::join_table}, {"change_table", &Sentences::change_table},
        {"drop_table", &Sentences::drop_table}, {"rename_table", &Sentences::rename_table}, {"add_column", &Sentences::add_column}, {"remove_column", &Sentences::remove_columns},
        {"remove_columns", &Sentences::remove_columns}, {"rename_column", &Sentences::rename_column}, {"change_column", &Sentences::change_column},
        {"change_column_null", &Sentences::change_null}, {"change_column_default", &Sentences::change_default}, {"add_timestamps", &Sentences::timestamps},
        {"remove_timestamps", &Sentences::remove_timestamps}, {"add_reference", &Sentences::add_reference}, {"add_belongs_to", &Sentences::add_reference},
        {"remove_reference", &Sentences::remove_reference}, {"remove_belongs_to", &Sentences::remove_reference}, {"add_index", &Sentences::add_index},
        {"remove_index", &Sentences::remove_index}, {"rename_index", &Sentences::rename_index}, {"add_foreign_key", &Sentences::add_foreign_key},
        {"remove_foreign_key", &Sentences::remove_foreign_key}, {"validate_foreign_key", &Sentences::validate_foreign_key}, {"validate_constraint", &Sentences::validate_foreign_key},
        {"add_check_constraint", &Sentences::add_check}, {"validate_check_constraint", &Sentences::named_check}, {"remove_check_constraint", &Sentences::named_check},
        {"add_unique_constraint", &Sentences::add_unique}, {"enable_extension", &Sentences::extension}, {"disable_extension", &Sentences::extension},
        {"create_enum", &Sentences::create_enum}, {"drop_enum", &Sentences::create_enum}, {"add_enum_value", &Sentences::add_enum_value},
        {"rename_enum_value", &Sentences::add_enum_value}, {"create_schema", &Sentences::schema}, {"drop_schema", &Sentences::schema}};
    return all;
}

string Sentences::of(const Call& call) const {
    const auto known = makers().find(call.name);
    const bool computed = std::any_of(call.arguments.begin(), call.arguments.end(), [](const Value& value) { return value.is_computed || value.kind == Value::Kind::code; });
    if (known == makers().end() || computed) return {};
    return (this->*known->second)(call);
}

// Walks the calls of a file and lays out what they stand for.
class Renderer {
public:
    explicit Renderer(MigrationText& made) : made_{made}, patches_{made.original} {}

    void run() {
        const auto program = ruby::read(made_.original);
        outside(program);
        made_.sql = patches_.finish();
        if (strangers_ > 1) made_.unread.back().reason += fmt::format(" ({} more such places)", strangers_ - 1);
    }

private:
    // Down to the method that goes up.
    void outside(const std::vector<Call>& calls) {
        for (const auto& call : calls) {
            if (call.name == "class") version_ = version_in(call.header);
            if (call.name == "disable_ddl_transaction!") made_.in_transaction = false;
            const bool schema = call.name == "define" && starts_with(call.receiver, "ActiveRecord::Schema");
            if (call.name == "def" && (is_method(call, "change") || is_method(call, "up"))) inside(call.block);
            else if (schema) version_ = 80, inside(call.block);
            else if (call.has_block && call.name != "def") outside(call.block);
        }
    }

    static bool is_method(const Call& call, string_view name) {
        string_view header = call.header;
        if (starts_with(header, "self.")) header.remove_prefix(5);
        return header.substr(0, header.find_first_of("( ;")) == name;
    }

    void inside(const std::vector<Call>& calls) {
        for (const auto& call : calls) one(call);
    }

    void one(const Call& call) {
        if (call.name == "execute" || call.name == "exec_query" || call.name == "exec_update") return statement(call);
        const bool direction = call.name == "down";
        if (direction) return;
        const auto sql = Sentences{version_}.of(call);
        if (!sql.empty()) return patches_.put(call.begin, call.end, sql);
        const bool holds = call.has_block && (call.receiver.empty() || call.name == "up" || call.name == "transaction" || call.name == "tap");
        if (call.name == "safety_assured") made_.vouched.push_back({call.begin, call.end, call.name});
        if (holds && call.name != "def") return inside(call.block);
        if (!is_harmless(call)) stranger(call);
    }

    void statement(const Call& call) {
        const Value* text = call.arguments.empty() ? nullptr : &call.arguments[0];
        if (!text || text->kind != Value::Kind::text || text->is_computed) {
            made_.unread.push_back({call.begin, "SQL that the program puts together is not read"});
            return;
        }
        if (!text->verbatim) return patches_.put(text->begin, text->end, text->text + ";");
        patches_.keep(text->begin, text->end);
        patches_.put(text->end, std::min(text->end + 1, made_.original.size()), ";");
    }

    static bool is_harmless(const Call& call) {
        if (call.name == "transaction" || call.name == "…") return false;
        for (const string_view word : {"say", "say_with_time", "puts", "reset_column_information", "change_table_comment", "change_column_comment", "raise", "return", "private", "attr_accessor", "set_lock_timeout", "require", "include", "sleep"})
            if (call.name == word) return true;
        return call.receiver.empty() && call.arguments.empty() && call.options.pairs.empty() && !call.has_block && call.name.size() < 2;
    }

    void stranger(const Call& call) {
        if (++strangers_ > 1) return;
        const auto line = made_.original.substr(call.begin, std::min(call.end - call.begin, made_.original.find('\n', call.begin) - call.begin));
        made_.unread.push_back({call.begin, fmt::format("Ruby that is no statement of a schema is not read: {}", line.substr(0, 60))});
    }

    MigrationText& made_;
    Patchwork patches_;
    int version_ = 42;
    int strangers_ = 0;
};

}  // namespace

MigrationText rails_text(string text) {
    MigrationText made{.original = std::move(text)};
    Renderer{made}.run();
    return made;
}

}  // namespace assay::sql

#include "sql/migrations/rails_words.h"

#include <fmt/core.h>
#include <openssl/sha.h>

#include <array>

#include "core/text.h"
#include "sql/names.h"

namespace assay::sql::rails {

using ruby::Value;
using Kind = Value::Kind;

namespace {

std::string number_of(const Value& options, std::string_view name) {
    const Value* given = options.find(name);
    return given && given->kind == Kind::number ? given->text : std::string{};
}

std::string sized(std::string_view type, const std::string& size) { return size.empty() ? std::string{type} : fmt::format("{}({})", type, size); }

std::string integer_of(const std::string& limit) {
    if (limit == "1" || limit == "2") return "smallint";
    return limit.size() == 1 && limit[0] > '4' ? "bigint" : "integer";
}

std::string moment(std::string_view type, const Value& options, int version) {
    const Value* given = options.find("precision");
    if (given && given->kind == Kind::nil) return std::string{type};
    auto precision = number_of(options, "precision");
    if (precision.empty() && version >= 70 && type != "time") precision = "6";
    return type == "timestamptz" ? sized("timestamp", precision).append(" with time zone") : sized(type, precision);
}

std::string scaled(const Value& options) {
    const auto precision = number_of(options, "precision"), scale = number_of(options, "scale");
    return precision.empty() ? "numeric" : scale.empty() ? fmt::format("numeric({})", precision) : fmt::format("numeric({},{})", precision, scale);
}

// Ten hex digits of a SHA-256, as Active Record takes them for names.
std::string short_hash(std::string_view text) {
    unsigned char digest[SHA256_DIGEST_LENGTH];
    SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest);
    std::string hex;
    for (int i = 0; i < 5; ++i) hex += fmt::format("{:02x}", digest[i]);
    return hex;
}

constexpr std::array<std::string_view, 37> same_in_sql{"text", "bigint", "date", "boolean", "json", "jsonb", "uuid", "inet", "cidr", "macaddr", "hstore", "ltree",
    "citext", "point", "line", "lseg", "box", "path", "polygon", "circle", "int4range", "int8range", "numrange", "daterange", "tsrange", "tstzrange", "tsvector", "xml",
    "money", "interval", "bit", "oid", "serial", "bigserial", "smallserial", "smallint", "numeric"};

}  // namespace

std::string type_of(std::string_view type, const Value& options, int version) {
    std::string made;
    const auto limit = number_of(options, "limit");
    if (type == "string") made = sized("character varying", limit);
    else if (type == "integer") made = integer_of(limit);
    else if (type == "float") made = "double precision";
    else if (type == "decimal") made = scaled(options);
    else if (type == "datetime" || type == "timestamp") made = moment("timestamp", options, version);
    else if (type == "timestamptz" || type == "time") made = moment(type, options, version);
    else if (type == "binary" || type == "blob") made = "bytea";
    else if (type == "bit_varying") made = sized("bit varying", limit);
    else if (type == "primary_key") made = version >= 51 ? "bigserial PRIMARY KEY" : "serial PRIMARY KEY";
    else if (type == "enum") made = options.find("enum_type") ? quote_relation(options.find("enum_type")->text) : std::string{};
    else if (type == "virtual") made = options.find("type") ? type_of(options.find("type")->text, {.kind = Kind::pairs}, version) : std::string{};
    else if (type == "bit") made = sized("bit", limit);
    else
        for (const auto same : same_in_sql)
            if (type == same) made = type;
    if (const Value* array = options.find("array"); array && array->is_true() && !made.empty()) made += "[]";
    return made;
}

std::string literal(const Value& value) {
    switch (value.kind) {
        case Kind::nil: return "NULL";
        case Kind::boolean: case Kind::number: return value.text;
        case Kind::text: case Kind::symbol: return value.is_computed ? std::string{} : quote_literal(value.text);
        case Kind::lambda: return value.text;
        case Kind::list: {
            std::vector<std::string> items;
            for (const auto& item : value.items) items.push_back(item.text);
            return quote_literal("{" + joined(items, ",") + "}");
        }
        case Kind::pairs: return value.pairs.empty() ? "'{}'" : std::string{};
        case Kind::code: break;
    }
    return {};
}

std::string column_constraints(const Value& options) {
    std::string made;
    if (const Value* collation = options.find("collation"); collation && collation->is_text()) made += fmt::format(" COLLATE {}", quote_identifier(collation->text));
    if (const Value* as = options.find("as"); as && as->is_text()) made += fmt::format(" GENERATED ALWAYS AS ({}) STORED", as->text);
    // A default that only the program knows still is one.
    if (const Value* given = options.find("default"); given && given->kind != Kind::nil)
        if (const auto text = literal(*given); !text.empty()) made += " DEFAULT " + text;
    if (const Value* null = options.find("null"); null && null->is_false()) made += " NOT NULL";
    if (const Value* key = options.find("primary_key"); key && key->is_true()) made += " PRIMARY KEY";
    return made;
}

std::vector<std::string> names_in(const Value* value) {
    std::vector<std::string> names;
    if (!value) return names;
    if (value->is_text() && !value->is_computed) names.push_back(value->text);
    for (const auto& item : value->items)
        if (item.is_text() && !item.is_computed) names.push_back(item.text);
    return names;
}

std::string quoted_list(const std::vector<std::string>& names) {
    std::string list;
    for (const auto& name : names) list += (list.empty() ? "" : ", ") + quote_identifier(name);
    return list;
}

std::string index_name(std::string_view table, const std::vector<std::string>& columns) {
    return fmt::format("index_{}_on_{}", table, joined(columns, "_and_"));
}

std::string foreign_key_name(std::string_view table, std::string_view column) { return "fk_rails_" + short_hash(fmt::format("{}_{}_fk", table, column)); }
std::string check_name(std::string_view table, std::string_view expression) { return "chk_rails_" + short_hash(fmt::format("{}_{}_chk", table, expression)); }

std::string singular(std::string_view table) {
    if (const auto dot = table.rfind('.'); dot != table.npos) table = table.substr(dot + 1);
    if (ends_with(table, "ies")) return std::string{table.substr(0, table.size() - 3)} + "y";
    for (const std::string_view end : {"sses", "shes", "ches", "xes", "zes", "statuses", "addresses"})
        if (ends_with(table, end)) return std::string{table.substr(0, table.size() - 2)};
    if (table == "people") return "person";
    if (table == "children") return "child";
    return ends_with(table, "s") && !ends_with(table, "ss") ? std::string{table.substr(0, table.size() - 1)} : std::string{table};
}

std::string plural(std::string_view name) {
    if (name == "person") return "people";
    if (name == "child") return "children";
    const bool vowel_y = name.size() > 1 && std::string_view{"aeiou"}.find(name[name.size() - 2]) != std::string_view::npos;
    if (ends_with(name, "y") && !vowel_y) return std::string{name.substr(0, name.size() - 1)} + "ies";
    for (const std::string_view end : {"s", "sh", "ch", "x", "z"})
        if (ends_with(name, end)) return std::string{name} + "es";
    return std::string{name} + "s";
}

}  // namespace assay::sql::rails

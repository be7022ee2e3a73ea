#include "domain/migration/engines/mysql/casts.h"

#include <fmt/core.h>

#include <algorithm>

#include "core/text.h"

namespace assay::migration::mysql {

namespace {

using enum Cast::Keeps;

// After pgloader's default casts (its manual, "MySQL Database Casting Rules"), and where they differ: FLOAT stays four bytes,
// DATETIME is no instant, CHAR(n) reads back as MySQL gives it, BIGINT UNSIGNED stays an integer, JSON becomes jsonb.
constexpr Cast casts[]{
    {"tinyint", "smallint", "smallint", nothing, Form::number},
    {"smallint", "smallint", "integer", nothing, Form::number},
    {"mediumint", "integer", "integer", nothing, Form::number},
    {"int", "integer", "bigint", nothing, Form::number},
    {"bigint", "bigint", "bigint", nothing, Form::number},
    {"decimal", "numeric", {}, digits, Form::number},
    {"float", "real", {}, nothing, Form::number},
    {"double", "double precision", {}, nothing, Form::number},
    {"bit", "bit", {}, length, Form::bits},
    {"date", "date", {}, nothing, Form::date},
    {"datetime", "timestamp", {}, precision, Form::date},
    {"timestamp", "timestamptz", {}, precision, Form::date},
    {"time", "time", {}, precision, Form::time},
    {"year", "smallint", {}, nothing, Form::number},
    {"char", "varchar", {}, length, Form::text},
    {"varchar", "varchar", {}, length, Form::text},
    {"tinytext", "text", {}, nothing, Form::text},
    {"text", "text", {}, nothing, Form::text},
    {"mediumtext", "text", {}, nothing, Form::text},
    {"longtext", "text", {}, nothing, Form::text},
    {"binary", "bytea", {}, nothing, Form::bytes},
    {"varbinary", "bytea", {}, nothing, Form::bytes},
    {"tinyblob", "bytea", {}, nothing, Form::bytes},
    {"blob", "bytea", {}, nothing, Form::bytes},
    {"mediumblob", "bytea", {}, nothing, Form::bytes},
    {"longblob", "bytea", {}, nothing, Form::bytes},
    {"enum", "", {}, nothing, Form::enumerated},
    {"set", "", {}, nothing, Form::set},
    {"json", "jsonb", {}, nothing, Form::json},
    {"uuid", "uuid", {}, nothing, Form::text},
    {"inet4", "inet", {}, nothing, Form::text},
    {"inet6", "inet", {}, nothing, Form::text},
    {"xmltype", "xml", {}, nothing, Form::text},
    {"vector", "bytea", {}, nothing, Form::bytes},
    {"point", "point", {}, nothing, Form::point},
    {"linestring", "path", {}, nothing, Form::path},
    {"polygon", "bytea", {}, nothing, Form::wkb},
    {"geometry", "bytea", {}, nothing, Form::wkb},
    {"multipoint", "bytea", {}, nothing, Form::wkb},
    {"multilinestring", "bytea", {}, nothing, Form::wkb},
    {"multipolygon", "bytea", {}, nothing, Form::wkb},
    {"geometrycollection", "bytea", {}, nothing, Form::wkb},
};

constexpr int largest_float_precision = 24;  // FLOAT(p) beyond it is a DOUBLE

std::string with_arguments(const Cast& cast, const Type& type) {
    const std::string name{cast.target};
    switch (cast.keeps) {
        case nothing: return name;
        case length: return fmt::format("{}({})", name, std::max(type.length(), 1));
        case precision: return fmt::format("{}({})", name, std::max(type.length(), 0));
        case digits: return type.arguments.empty() ? name + "(10,0)" : fmt::format("{}({})", name, joined(type.arguments, ","));
    }
    return name;
}

}  // namespace

const Cast& cast_of(std::string_view type) {
    const auto found = std::find_if(std::begin(casts), std::end(casts), [&](const Cast& each) { return each.source == type; });
    constexpr auto is_long_text = [](const Cast& each) { return each.source == "longtext"; };
    return found == std::end(casts) ? *std::find_if(std::begin(casts), std::end(casts), is_long_text) : *found;
}

bool is_text(const Type& type) { return cast_of(type.name).form == Form::text && (type.name.find("char") != std::string::npos || type.name.find("text") != std::string::npos); }

bool is_boolean(const Type& type) { return (type.name == "tinyint" || type.name == "bit") && type.length() == 1 && !type.zerofill; }

CastResult cast(const Column& column, const ColumnFacts& facts) {
    const auto& type = column.type;
    const auto& cast = cast_of(type.name);
    if (type.name == "bit" && type.length() <= 1) return {"boolean", Form::boolean};
    if (is_boolean(type) && !column.auto_increment && !facts.beyond_boolean) return {"boolean", Form::boolean};
    if (type.name == "bigint" && type.is_unsigned && facts.beyond_bigint) return {"numeric(20,0)", Form::number};
    if (type.name == "float" && (type.length() > largest_float_precision && type.arguments.size() == 1)) return {"double precision", Form::number};
    if (type.name == "time" && facts.beyond_day) return {with_arguments({"", "interval", {}, precision, Form::time}, type), Form::interval};
    if (type.name == "geometry" && facts.has_values && !facts.not_point) return {"point", Form::point};
    if (type.is_unsigned && !cast.target_unsigned.empty()) return {std::string{cast.target_unsigned}, cast.form};
    return {with_arguments(cast, type), cast.form};
}

}  // namespace assay::migration::mysql

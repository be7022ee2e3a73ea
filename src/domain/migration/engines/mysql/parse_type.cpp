// The data types of MySQL 8.4 (manual, chapter 13) and MariaDB 11, under one name each.
#include <algorithm>

#include "domain/migration/engines/mysql/parse.h"

namespace assay::migration::mysql {

namespace {

struct Synonym {
    std::string_view words, name;
};
// The longer ones first: each begins like the shorter.
constexpr Synonym synonyms[]{
    {"double precision", "double"}, {"national character varying", "varchar"}, {"national char varying", "varchar"}, {"national varchar", "varchar"},
    {"national character", "char"}, {"national char", "char"}, {"character varying", "varchar"}, {"char varying", "varchar"}, {"char byte", "binary"},
    {"nchar varchar", "varchar"}, {"nchar varying", "varchar"}, {"long varbinary", "mediumblob"}, {"long varchar", "mediumtext"}, {"long", "mediumtext"},
    {"character", "char"}, {"nchar", "char"}, {"nvarchar", "varchar"}, {"varcharacter", "varchar"}, {"varchar2", "varchar"}, {"clob", "longtext"},
    {"raw", "varbinary"}, {"integer", "int"}, {"int1", "tinyint"}, {"int2", "smallint"}, {"int3", "mediumint"}, {"middleint", "mediumint"}, {"int4", "int"},
    {"int8", "bigint"}, {"dec", "decimal"}, {"numeric", "decimal"}, {"fixed", "decimal"}, {"number", "decimal"}, {"bool", "boolean"}, {"real", "double"},
    {"float8", "double"}, {"float4", "float"}, {"geomcollection", "geometrycollection"}};

constexpr std::string_view names[]{
    "tinyint", "smallint", "mediumint", "int", "bigint", "decimal", "float", "double", "bit", "boolean", "serial", "date", "datetime", "timestamp", "time",
    "year", "char", "varchar", "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob", "tinytext", "text", "mediumtext", "longtext", "enum", "set",
    "json", "geometry", "point", "linestring", "polygon", "multipoint", "multilinestring", "multipolygon", "geometrycollection", "uuid", "inet4", "inet6",
    "vector", "xmltype"};

std::string parse_name(Cursor& cursor) {
    for (const auto& synonym : synonyms)
        if (cursor.accept(synonym.words)) return std::string{synonym.name};
    const auto word = lower(cursor.text());
    if (cursor.token().kind == TokenKind::word && std::find(std::begin(names), std::end(names), word) != std::end(names)) {
        cursor.skip();
        return word;
    }
    cursor.fail_expecting("a data type");
    return {};
}

void parse_arguments(Cursor& cursor, Type& type) {
    if (!cursor.accept_symbol("(")) return;
    const bool of_strings = type.name == "enum" || type.name == "set";
    do type.arguments.push_back(of_strings ? cursor.string("a value in quotes") : cursor.number("a number"));
    while (cursor.accept_symbol(","));
    cursor.expect_symbol(")");
}

}  // namespace

int Type::length() const {
    if (arguments.empty() || name == "enum" || name == "set") return -1;
    int length = 0;
    for (const char c : arguments.front()) {
        if (c < '0' || c > '9' || length > 100'000'000) return -1;
        length = length * 10 + (c - '0');
    }
    return length;
}

Type parse_type(Cursor& cursor) {
    Type type{parse_name(cursor)};
    parse_arguments(cursor, type);
    if (type.name == "boolean") type = {"tinyint", {"1"}};
    for (;;) {
        if (cursor.accept("unsigned")) type.is_unsigned = true;
        else if (cursor.accept("zerofill")) type.is_unsigned = type.zerofill = true;
        else if (cursor.accept("character set") || cursor.accept("charset")) type.charset = lower(cursor.option_value());
        else if (cursor.accept("collate")) type.collation = lower(cursor.option_value());
        else if (cursor.accept("ascii")) type.charset = "latin1";
        else if (cursor.accept("unicode")) type.charset = "ucs2";
        else if (cursor.accept("binary")) type.collation = "charset_bin";  // the character set's own
        else if (!cursor.accept("signed") && !cursor.accept("byte")) return type;
    }
}

}  // namespace assay::migration::mysql

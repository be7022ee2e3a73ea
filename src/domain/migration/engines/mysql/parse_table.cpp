// CREATE TABLE: columns, keys, constraints and options (MySQL manual 15.1.20; MariaDB's "CREATE TABLE").
#include <fmt/core.h>

#include "domain/migration/engines/mysql/parse.h"

namespace assay::migration::mysql {

namespace {

// A literal, a call, a keyword, or an expression in parentheses.
Expression parse_default(Cursor& cursor) {
    if (cursor.sees_symbol("(")) return cursor.group();
    Expression value{"", cursor.place()};
    const auto take = [&] {
        value.text += cursor.text();
        cursor.skip();
    };
    if (cursor.sees_symbol("-") || cursor.sees_symbol("+")) take();
    const bool introduces = cursor.token().kind == TokenKind::word && !cursor.text().empty() && cursor.text().front() == '_';
    if (introduces && cursor.token(1).kind != TokenKind::symbol) take();
    if (cursor.at_end()) cursor.fail_expecting("a value");
    take();
    while (cursor.sees_symbol(".")) {
        take();
        take();
    }
    if (cursor.sees_symbol("(")) value.text += "(" + cursor.group().text + ")";
    return value;
}

std::string parse_action(Cursor& cursor) {
    for (const std::string_view action : {"cascade", "restrict", "set null", "set default", "no action"})
        if (cursor.accept(action)) return std::string{action};
    cursor.fail_expecting("CASCADE, RESTRICT, SET NULL, SET DEFAULT or NO ACTION");
    return {};
}

// REFERENCES parent (columns) …
void parse_references(Cursor& cursor, ForeignKey& key) {
    cursor.expect("references");
    key.parent = cursor.table_name("the table that is referred to");
    if (cursor.sees_symbol("(")) key.parent_columns = cursor.names_in_parentheses("a column");
    for (;;) {
        if (cursor.accept("on delete")) key.on_delete = parse_action(cursor);
        else if (cursor.accept("on update")) key.on_update = parse_action(cursor);
        else if (cursor.accept("match")) cursor.skip();
        else return;
    }
}

Check parse_check(Cursor& cursor, std::string name) {
    Check check{std::move(name), cursor.group()};
    if (cursor.accept("not enforced")) check.enforced = false;
    else cursor.accept("enforced");
    return check;
}

Key key_of(const Column& column, Key::Kind kind) {
    Key key{.kind = kind, .place = column.place};
    key.parts.push_back({column.name});
    return key;
}

bool parse_generated(Cursor& cursor, Column& column) {
    if (!cursor.accept("generated always as") && !cursor.accept("as")) return false;
    column.generated = cursor.group();
    if (cursor.accept("stored") || cursor.accept("persistent")) column.stored = true;
    else cursor.accept("virtual");
    return true;
}

// Keys and constraints that stand in a column's definition.
bool parse_column_constraint(Cursor& cursor, Column& column, Table& table) {
    std::string name;
    if (cursor.accept("constraint") && !cursor.sees("check")) name = cursor.name("a constraint's name");
    if (cursor.accept("check")) return table.checks.push_back(parse_check(cursor, name)), true;
    if (cursor.accept("unique")) return cursor.accept("key"), table.keys.push_back(key_of(column, Key::Kind::unique)), true;
    if (cursor.accept("primary key") || cursor.accept("primary") || cursor.accept("key")) {
        column.not_null = true;
        return table.keys.push_back(key_of(column, Key::Kind::primary)), true;
    }
    if (!cursor.sees("references")) return false;
    // MySQL before 9 reads these and makes nothing of them, MariaDB from 10.5 on makes a foreign key.
    ForeignKey key{.name = name, .columns = {column.name}, .place = cursor.place()};
    parse_references(cursor, key);
    table.foreign_keys.push_back(std::move(key));
    return true;
}

bool parse_attribute(Cursor& cursor, Column& column, Table& table) {
    if (cursor.accept("not null")) column.not_null = true;
    else if (cursor.accept("null")) column.not_null = false;
    else if (cursor.accept("default")) column.default_value = parse_default(cursor);
    else if (cursor.accept("on update")) column.on_update = true, parse_default(cursor);
    else if (cursor.accept("auto_increment")) column.auto_increment = true;
    else if (cursor.accept("serial default value")) column.auto_increment = column.not_null = true, table.keys.push_back(key_of(column, Key::Kind::unique));
    else if (cursor.accept("comment")) column.comment = cursor.string("a comment in quotes");
    else if (cursor.accept("collate")) column.type.collation = lower(cursor.option_value());
    else if (cursor.accept("character set") || cursor.accept("charset")) column.type.charset = lower(cursor.option_value());
    else if (cursor.accept("column_format") || cursor.accept("storage") || cursor.accept("srid") || cursor.accept("ref_system_id") ||
             cursor.accept("engine_attribute") || cursor.accept("secondary_engine_attribute")) cursor.option_value();
    else if (cursor.accept("invisible")) column.invisible = true;
    else if (cursor.accept("compressed")) { if (cursor.accept_symbol("=")) cursor.skip(); }
    else if (cursor.accept("visible") || cursor.accept("without system versioning") || cursor.accept("with system versioning") || cursor.accept("unsigned")) {}
    else return parse_generated(cursor, column) || parse_column_constraint(cursor, column, table);
    return true;
}

// "UNIQUE KEY", "FULLTEXT INDEX", "KEY" …; nothing where a column begins.
std::optional<Key::Kind> accept_key_words(Cursor& cursor) {
    using Kind = Key::Kind;
    if (cursor.accept("primary key")) return Kind::primary;
    constexpr std::pair<std::string_view, Kind> kinds[]{{"unique", Kind::unique}, {"fulltext", Kind::fulltext}, {"spatial", Kind::spatial}};
    for (const auto& [word, kind] : kinds) {
        if (!cursor.accept(word)) continue;
        if (!cursor.accept("key")) cursor.accept("index");
        return kind;
    }
    if (cursor.accept("key") || cursor.accept("index")) return Kind::index;
    return std::nullopt;
}

}  // namespace

std::vector<KeyPart> parse_key_parts(Cursor& cursor) {
    std::vector<KeyPart> parts;
    cursor.expect_symbol("(");
    do {
        KeyPart part;
        if (cursor.sees_symbol("(")) {
            part.expression = cursor.group();
        } else {
            part.column = cursor.name("a column");
            if (cursor.accept_symbol("(")) {
                part.prefix = Type{"prefix", {cursor.number("a prefix length")}}.length();
                cursor.expect_symbol(")");
            }
        }
        if (cursor.accept("desc")) part.descending = true;
        else cursor.accept("asc");
        parts.push_back(std::move(part));
    } while (cursor.accept_symbol(","));
    cursor.expect_symbol(")");
    return parts;
}

void parse_key_options(Cursor& cursor, Key& key) {
    for (;;) {
        if (cursor.accept("using") || cursor.accept("type")) key.method = lower(cursor.option_value());
        else if (cursor.accept("comment")) key.comment = cursor.option_value();
        else if (cursor.accept("key_block_size") || cursor.accept("engine_attribute") || cursor.accept("secondary_engine_attribute") ||
                 cursor.accept("clustering")) cursor.option_value();
        else if (cursor.accept("with parser")) cursor.name("a parser");
        else if (cursor.accept("invisible") || cursor.accept("ignored")) key.invisible = true;
        else if (!cursor.accept("visible") && !cursor.accept("not ignored")) return;
    }
}

// From its name on.
Key parse_key(Cursor& cursor, Key::Kind kind) {
    Key key{.kind = kind, .place = cursor.place()};
    cursor.accept("if not exists");
    if (!cursor.sees_symbol("(") && !cursor.sees("using")) key.name = cursor.name("an index's name or its columns");
    if (cursor.accept("using")) key.method = lower(cursor.option_value());
    key.parts = parse_key_parts(cursor);
    parse_key_options(cursor, key);
    return key;
}

Column parse_column(Cursor& cursor, Table& table) {
    Column column;
    column.place = cursor.place();
    column.name = cursor.name("a column or a key");
    column.type = parse_type(cursor);
    if (column.type.name == "serial") {
        column.type = {"bigint", {}, true};
        column.not_null = column.auto_increment = true;
        table.keys.push_back(key_of(column, Key::Kind::unique));
    }
    while (parse_attribute(cursor, column, table)) {}
    return column;
}

void parse_element(Cursor& cursor, Table& table) {
    const auto place = cursor.place();
    // A column may have a keyword's name without quotes, but not these.
    std::string constraint;
    if (cursor.accept("constraint") && !cursor.sees("primary key") && !cursor.sees("unique") && !cursor.sees("foreign key") && !cursor.sees("check"))
        constraint = cursor.name("a constraint's name");
    if (cursor.accept("foreign key")) {
        ForeignKey key{.name = constraint, .place = place};
        cursor.accept("if not exists");
        if (!cursor.sees_symbol("(")) {
            const auto index = cursor.name("a foreign key's name or its columns");
            if (key.name.empty()) key.name = index;
        }
        key.columns = cursor.names_in_parentheses("a column");
        parse_references(cursor, key);
        table.foreign_keys.push_back(std::move(key));
    } else if (cursor.sees("check") && cursor.sees_symbol("(", 1)) {
        cursor.skip();
        table.checks.push_back(parse_check(cursor, constraint));
    } else if (cursor.accept("period for")) {
        cursor.name("a period");
        cursor.skip_group();
        table.system_versioned = true;
    } else if (const auto kind = accept_key_words(cursor)) {
        auto key = parse_key(cursor, *kind);
        if (key.name.empty()) key.name = constraint;
        key.place = place;
        table.keys.push_back(std::move(key));
    } else {
        table.columns.push_back(parse_column(cursor, table));
    }
}

bool parse_table_option(Cursor& cursor, Table& table) {
    cursor.accept("default");
    if (cursor.accept("engine") || cursor.accept("type")) return table.engine = lower(cursor.option_value()), true;
    if (cursor.accept("character set") || cursor.accept("charset")) return table.charset = lower(cursor.option_value()), true;
    if (cursor.accept("collate")) return table.collation = lower(cursor.option_value()), true;
    if (cursor.accept("comment")) return table.comment = cursor.option_value(), true;
    if (cursor.accept("auto_increment")) return table.auto_increment = cursor.option_value(), true;
    if (cursor.accept("with system versioning")) return table.system_versioned = true;
    if (cursor.accept("union")) return cursor.accept_symbol("="), cursor.skip_group(), true;
    if (cursor.accept("data directory") || cursor.accept("index directory")) return cursor.option_value(), true;
    // NAME = value, of whatever engine.
    if (cursor.token().kind != TokenKind::word || !(cursor.sees_symbol("=", 1) || cursor.token(1).kind == TokenKind::number)) return false;
    cursor.skip();
    cursor.option_value();
    return true;
}

void parse_create_table(Cursor& cursor, Table& table) {
    cursor.expect_symbol("(");
    do parse_element(cursor, table);
    while (cursor.accept_symbol(","));
    cursor.expect_symbol(")");
    while (parse_table_option(cursor, table)) cursor.accept_symbol(",");
    if (cursor.sees("partition by")) table.partitioning = parse_partitioning(cursor);
    if (cursor.accept("as") || cursor.sees("select")) cursor.fail("CREATE TABLE … AS SELECT defines columns that only a server knows: expected its definition, as SHOW CREATE TABLE gives it");
    if (!cursor.at_end()) cursor.fail_expecting("a table option or the end");
    for (const auto& key : table.keys)
        if (key.kind == Key::Kind::primary)
            for (auto& column : table.columns)
                for (const auto& part : key.parts)
                    if (part.column == column.name) column.not_null = true;
}

}  // namespace assay::migration::mysql

// ALTER TABLE, as dumps and phpMyAdmin's exports write it: keys, AUTO_INCREMENT and constraints after the rows.
#include <algorithm>

#include "domain/migration/engines/mysql/parse.h"

namespace assay::migration::mysql {

namespace {

void place_column(Cursor& cursor, Table& table, Column column) {
    auto at = table.columns.end();
    if (cursor.accept("first")) at = table.columns.begin();
    if (cursor.accept("after")) {
        const auto before = cursor.name("a column");
        at = std::find_if(table.columns.begin(), table.columns.end(), [&](const Column& each) { return is_word(each.name, lower(before)); });
        if (at != table.columns.end()) ++at;
    }
    table.columns.insert(at, std::move(column));
}

// MODIFY and CHANGE: the new definition stands for the old one.
void redefine(Cursor& cursor, Table& table, const std::string& old) {
    const auto found = std::find_if(table.columns.begin(), table.columns.end(), [&](const Column& each) { return is_word(each.name, lower(old)); });
    if (found == table.columns.end()) return cursor.fail("no column " + old + " in this table");
    auto column = parse_column(cursor, table);
    const auto index = found - table.columns.begin();
    table.columns[static_cast<std::size_t>(index)] = column;
    if (!cursor.sees("first") && !cursor.sees("after")) return;
    table.columns.erase(table.columns.begin() + index);
    place_column(cursor, table, std::move(column));
}

bool begins_key(const Cursor& cursor) {
    for (const std::string_view word : {"primary", "unique", "fulltext", "spatial", "key", "index", "constraint", "foreign", "check"})
        if (cursor.sees(word)) return true;
    return false;
}

void add(Cursor& cursor, Table& table) {
    if (begins_key(cursor)) return parse_element(cursor, table);
    cursor.accept("column");
    cursor.accept("if not exists");
    if (!cursor.accept_symbol("(")) return place_column(cursor, table, parse_column(cursor, table));
    do parse_element(cursor, table);
    while (cursor.accept_symbol(","));
    cursor.expect_symbol(")");
}

template <class Things>
void erase_named(Things& things, const std::string& name) {
    things.erase(std::remove_if(things.begin(), things.end(), [&](const auto& each) { return is_word(each.name, lower(name)); }), things.end());
}

void drop(Cursor& cursor, Table& table) {
    if (cursor.accept("primary key")) {
        table.keys.erase(std::remove_if(table.keys.begin(), table.keys.end(), [](const Key& key) { return key.kind == Key::Kind::primary; }), table.keys.end());
        return;
    }
    const bool foreign = cursor.accept("foreign key"), constraint = !foreign && cursor.accept("constraint");
    const bool key = !foreign && !constraint && (cursor.accept("key") || cursor.accept("index"));
    if (!foreign && !constraint && !key) cursor.accept("column");
    cursor.accept("if exists");
    const auto name = cursor.name("a name");
    if (foreign || constraint) erase_named(table.foreign_keys, name);
    if (key || constraint) erase_named(table.keys, name);
    if (constraint) erase_named(table.checks, name);
    if (!foreign && !constraint && !key) erase_named(table.columns, name);
}

void change_default(Cursor& cursor, Table& table) {
    cursor.accept("column");
    const auto name = cursor.name("a column");
    const auto column = std::find_if(table.columns.begin(), table.columns.end(), [&](const Column& each) { return is_word(each.name, lower(name)); });
    if (column == table.columns.end()) return cursor.fail("no column " + name + " in this table");
    if (cursor.accept("drop default")) return column->default_value.reset();
    cursor.expect("set default");
    const auto place = cursor.place();
    if (cursor.sees_symbol("(")) {
        column->default_value = cursor.group();
    } else {
        column->default_value = Expression{std::string{cursor.text()}, place};
        cursor.skip();
    }
}

void rename(Cursor& cursor, Table& table) {
    if (cursor.accept("column")) {
        const auto old = cursor.name("a column");
        cursor.expect("to");
        const auto name = cursor.name("a new name");
        for (auto& column : table.columns)
            if (is_word(column.name, lower(old))) column.name = name;
        return;
    }
    if (cursor.accept("key") || cursor.accept("index")) {
        const auto old = cursor.name("an index");
        cursor.expect("to");
        const auto name = cursor.name("a new name");
        for (auto& key : table.keys)
            if (is_word(key.name, lower(old))) key.name = name;
        return;
    }
    if (!cursor.accept("to")) cursor.accept("as");
    table.name.name = cursor.table_name("a new name").name;
}

void alter(Cursor& cursor, Table& table) {
    if (cursor.accept("add")) return add(cursor, table);
    if (cursor.accept("modify")) {
        cursor.accept("column");
        return redefine(cursor, table, name_of(cursor.text()));
    }
    if (cursor.accept("change")) {
        cursor.accept("column");
        const auto old = cursor.name("a column");
        return redefine(cursor, table, old);
    }
    if (cursor.accept("drop")) return drop(cursor, table);
    if (cursor.accept("alter")) return change_default(cursor, table);
    if (cursor.accept("rename")) return rename(cursor, table);
    if (cursor.accept("disable keys") || cursor.accept("enable keys") || cursor.accept("force")) return;
    if (cursor.sees("partition by")) return void(table.partitioning = parse_partitioning(cursor));
    cursor.accept("convert to");
    if (!parse_table_option(cursor, table)) return cursor.fail_expecting("an action of ALTER TABLE that a dump has");
    while (parse_table_option(cursor, table)) {}
}

}  // namespace

void parse_alter_table(Cursor& cursor, Table& table) {
    do alter(cursor, table);
    while (cursor.accept_symbol(","));
    if (!cursor.at_end()) cursor.fail_expecting("the end of the statement");
}

}  // namespace assay::migration::mysql

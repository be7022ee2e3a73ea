#include "domain/migration/engines/mysql/parse.h"

#include <fmt/core.h>

#include <algorithm>

#include "core/text.h"
#include "core/utf8.h"
#include "world/limits.h"

namespace assay::migration::mysql {

namespace {

constexpr std::size_t shown_statement_bytes = 80;

class Reader {
public:
    Reader(const Statement& statement, Settings& settings, Dump& dump)
        : statement_{statement}, settings_{settings}, dump_{dump}, cursor_{statement.text, {dump.file, statement.line, statement.column}, settings.ansi_quotes} {}

    void read() {
        const auto place = cursor_.place();
        if (cursor_.accept("use")) settings_.database = cursor_.name("a database");
        else if (cursor_.accept("set")) set();
        else if (cursor_.accept("create")) create(place);
        else if (cursor_.accept("alter")) alter();
        else if (cursor_.accept("drop")) drop();
        else if (cursor_.accept("rename table")) rename_tables();
        else if (cursor_.accept("do")) set_sequence();
        else cursor_.fail("this kind of statement is not taken over");
        if (cursor_.error()) problem(cursor_.error()->message, cursor_.error()->location);
    }

private:
    void problem(const std::string& message, Location place) {
        const auto text = trimmed(statement_.text);
        dump_.problems.push_back({message, std::string{text.substr(0, utf8::boundary(text, shown_statement_bytes))}, std::move(place)});
    }

    TableName qualified(TableName name) const {
        if (name.database.empty()) name.database = settings_.database;
        return name;
    }

    // Of all that a dump sets, only what an INSERT of 0 and what double quotes mean matter here.
    void set() {
        const auto text = lower(cursor_.rest().text);
        if (text.find("sql_mode") == text.npos) return;
        if (text.find("no_auto_value_on_zero") != text.npos) settings_.zero_means_zero = true;
        if (text.find("ansi") != text.npos) settings_.ansi_quotes = true;
    }

    void create(const Location& place) {
        cursor_.accept("or replace");
        if (cursor_.accept("database") || cursor_.accept("schema")) return create_database();
        const bool temporary = cursor_.accept("temporary");
        if (cursor_.accept("table")) return create_table(place, temporary);
        if (cursor_.accept("sequence")) return create_sequence(place);
        if (create_index()) return;
        create_view_or_routine(place);
    }

    void create_database() {
        cursor_.accept("if not exists");
        Database database{cursor_.name("a database")};
        Table options;
        while (parse_table_option(cursor_, options)) {}
        database.charset = options.charset;
        database.collation = options.collation;
        if (!dump_.database(database.name)) dump_.databases.push_back(std::move(database));
    }

    void create_table(const Location& place, bool temporary) {
        cursor_.accept("if not exists");
        Table table{qualified(cursor_.table_name("a table"))};
        table.place = place;
        if (cursor_.accept("like") || (cursor_.sees_symbol("(") && is_word(cursor_.text(1), "like"))) {
            if (cursor_.accept_symbol("(")) cursor_.skip();
            const auto* model = dump_.table(qualified(cursor_.table_name("a table")));
            if (!model) return cursor_.fail("the table that it is to be like is not in the dump");
            auto copy = *model;
            copy.name = table.name;
            copy.place = place;
            copy.foreign_keys.clear();
            table = std::move(copy);
        } else {
            parse_create_table(cursor_, table);
        }
        if (cursor_.error() || temporary) return;
        if (auto* old = dump_.table(table.name)) *old = std::move(table);
        else dump_.tables.push_back(std::move(table));
        if (dump_.tables.size() > limits::folder_files) cursor_.fail("too many tables");
    }

    bool create_index() {
        using Kind = Key::Kind;
        constexpr std::pair<std::string_view, Kind> forms[]{{"unique index", Kind::unique}, {"fulltext index", Kind::fulltext}, {"spatial index", Kind::spatial},
                                                            {"unique key", Kind::unique},   {"index", Kind::index}};
        for (const auto& [words, kind] : forms) {
            if (!cursor_.accept(words)) continue;
            Key key{.kind = kind, .place = cursor_.place()};
            cursor_.accept("if not exists");
            key.name = cursor_.name("an index's name");
            if (cursor_.accept("using")) key.method = lower(cursor_.option_value());
            cursor_.expect("on");
            auto* table = existing(cursor_.table_name("a table"));
            key.parts = parse_key_parts(cursor_);
            parse_key_options(cursor_, key);
            while (cursor_.accept("algorithm") || cursor_.accept("lock")) cursor_.option_value();
            if (table && !cursor_.error()) table->keys.push_back(std::move(key));
            return true;
        }
        return false;
    }

    Table* existing(const TableName& name) {
        auto* table = dump_.table(qualified(name));
        if (!table) cursor_.fail(fmt::format("no table {} before this statement", name.shown()));
        return table;
    }

    void create_sequence(const Location& place) {
        cursor_.accept("if not exists");
        Sequence sequence{.name = qualified(cursor_.table_name("a sequence")), .place = place};
        const auto number = [&] {
            cursor_.accept_symbol("=");
            const bool negative = cursor_.accept_symbol("-");
            return (negative ? "-" : "") + cursor_.number("a number");
        };
        for (;;) {
            if (cursor_.accept("start with") || cursor_.accept("start")) sequence.start = number();
            else if (cursor_.accept("minvalue")) sequence.minimum = number();
            else if (cursor_.accept("maxvalue")) sequence.maximum = number();
            else if (cursor_.accept("increment by") || cursor_.accept("increment")) sequence.increment = number();
            else if (cursor_.accept("cache")) number();
            else if (cursor_.accept("cycle")) sequence.cycles = true;
            else if (cursor_.accept("engine")) cursor_.option_value();
            else if (!cursor_.accept("nocache") && !cursor_.accept("nocycle") && !cursor_.accept("nominvalue") && !cursor_.accept("nomaxvalue")) break;
        }
        if (!cursor_.at_end()) return cursor_.fail_expecting("an option of a sequence");
        if (!cursor_.error()) dump_.sequences.push_back(std::move(sequence));
    }

    // DO SETVAL(`name`, next, 0), as MariaDB's dumps leave a sequence; other DO statements are no definitions.
    void set_sequence() {
        if (!cursor_.accept("setval")) return void(cursor_.rest());
        cursor_.expect_symbol("(");
        const auto name = qualified(cursor_.table_name("a sequence"));
        cursor_.expect_symbol(",");
        const auto next = cursor_.number("a number");
        for (auto& sequence : dump_.sequences)
            if (sequence.name == name) sequence.start = next;
    }

    // ALGORITHM, DEFINER and SQL SECURITY may stand before what is made.
    void create_view_or_routine(const Location& place) {
        bool invoker = false;
        for (;;) {
            if (cursor_.accept("algorithm")) cursor_.option_value();
            else if (cursor_.accept("definer")) definer();
            else if (cursor_.accept("sql security invoker")) invoker = true;
            else if (!cursor_.accept("sql security definer") && !cursor_.accept("aggregate")) break;
        }
        if (cursor_.accept("view")) return create_view(place, invoker);
        for (const std::string_view kind : {"trigger", "procedure", "function", "event", "package body", "package"}) {
            if (!cursor_.accept(kind)) continue;
            cursor_.accept("if not exists");
            Routine routine{std::string{kind}, qualified(cursor_.table_name("a name")), "", place};
            while (kind == "trigger" && !cursor_.at_end() && !cursor_.sees("on")) cursor_.skip();
            if (cursor_.accept("on") && kind == "trigger") routine.table = cursor_.table_name("a table").name;
            dump_.routines.push_back(std::move(routine));
            return;
        }
        for (const std::string_view kind : {"user", "role", "server", "tablespace", "logfile group", "resource group"})
            if (cursor_.accept(kind)) return void(dump_.routines.push_back({std::string{kind}, {"", name_of(cursor_.text())}, "", place}));
        cursor_.fail_expecting("TABLE, VIEW, INDEX, TRIGGER or another object that a dump makes");
    }

    // `user`@`host`, 'user'@'host', CURRENT_USER()
    void definer() {
        cursor_.accept_symbol("=");
        cursor_.skip();
        if (cursor_.sees_symbol("(")) cursor_.skip_group();
        if (cursor_.token().kind != TokenKind::variable) return;
        const bool has_host = cursor_.text().size() > 1;
        cursor_.skip();
        if (!has_host) cursor_.skip();
    }

    void create_view(const Location& place, bool invoker) {
        cursor_.accept("if not exists");
        View view{.name = qualified(cursor_.table_name("a view")), .security_invoker = invoker, .place = place};
        if (cursor_.sees_symbol("(")) view.columns = cursor_.names_in_parentheses("a column");
        cursor_.expect("as");
        view.query = cursor_.rest();
        if (cursor_.error()) return;
        // mysqldump makes a stand-in first, of the view's columns as constants, and the view itself at the end.
        const auto old = std::find_if(dump_.views.begin(), dump_.views.end(), [&](const View& each) { return each.name == view.name; });
        if (old != dump_.views.end()) dump_.views.erase(old);
        dump_.tables.erase(std::remove_if(dump_.tables.begin(), dump_.tables.end(), [&](const Table& each) { return each.name == view.name; }), dump_.tables.end());
        dump_.views.push_back(std::move(view));
    }

    void alter() {
        if (cursor_.accept("database") || cursor_.accept("schema")) return alter_database();
        cursor_.accept("online");
        cursor_.accept("ignore");
        cursor_.expect("table");
        cursor_.accept("if exists");
        if (auto* table = existing(cursor_.table_name("a table"))) {
            auto changed = *table;  // all of the statement or nothing
            parse_alter_table(cursor_, changed);
            if (!cursor_.error()) *table = std::move(changed);
        }
    }

    void alter_database() {
        auto name = settings_.database;
        if (!cursor_.sees("character set") && !cursor_.sees("default") && !cursor_.sees("charset") && !cursor_.sees("collate")) name = cursor_.name("a database");
        Table options;
        while (parse_table_option(cursor_, options)) {}
        for (auto& database : dump_.databases)
            if (database.name == name) database.charset = options.charset, database.collation = options.collation;
    }

    void drop() {
        cursor_.accept("temporary");
        const bool table = cursor_.accept("table") || cursor_.accept("tables"), view = !table && cursor_.accept("view");
        if (!table && !view) return;  // databases, triggers, routines: of what was there before
        cursor_.accept("if exists");
        do {
            const auto name = qualified(cursor_.table_name("a name"));
            const auto is_named = [&](const auto& each) { return each.name == name; };
            if (table) dump_.tables.erase(std::remove_if(dump_.tables.begin(), dump_.tables.end(), is_named), dump_.tables.end());
            else dump_.views.erase(std::remove_if(dump_.views.begin(), dump_.views.end(), is_named), dump_.views.end());
        } while (cursor_.accept_symbol(","));
    }

    void rename_tables() {
        do {
            auto* table = existing(cursor_.table_name("a table"));
            cursor_.expect("to");
            const auto name = qualified(cursor_.table_name("a new name"));
            if (table && !cursor_.error()) table->name = name;
        } while (cursor_.accept_symbol(","));
    }

    const Statement& statement_;
    Settings& settings_;
    Dump& dump_;
    Cursor cursor_;
};

}  // namespace

Table* Dump::table(const TableName& name) {
    const auto found = std::find_if(tables.begin(), tables.end(), [&](const Table& each) { return each.name == name; });
    if (found != tables.end()) return &*found;
    // Unless the server's files tell them apart, names differ in more than case.
    const auto is_like = [&](const Table& each) { return each.name.database == name.database && is_word(each.name.name, lower(name.name)); };
    const auto like = std::find_if(tables.begin(), tables.end(), is_like);
    return like == tables.end() ? nullptr : &*like;
}

const Database* Dump::database(std::string_view name) const {
    const auto found = std::find_if(databases.begin(), databases.end(), [&](const Database& each) { return each.name == name; });
    return found == databases.end() ? nullptr : &*found;
}

const Column* Table::column(std::string_view wanted) const {
    const auto found = std::find_if(columns.begin(), columns.end(), [&](const Column& each) { return is_word(each.name, lower(wanted)); });
    return found == columns.end() ? nullptr : &*found;
}

Purpose purpose_of(std::string_view statement) {
    Lexer lexer{statement};
    const auto token = lexer.next();
    if (token.kind == TokenKind::end) return Purpose::nothing;
    const auto word = lower(token.in(statement));
    for (const std::string_view rows : {"insert", "replace"})
        if (word == rows) return Purpose::rows;
    // What opens and closes a session, and what a shell prints.
    for (const std::string_view session : {"lock", "unlock", "start", "begin", "commit", "flush", "analyze", "optimize", "check", "repair", "show", "source", "select",
                                           "delimiter", "\\", "grant", "revoke", "explain", "call", "connect", "warnings", "nowarning", "charset", "change", "system"})
        if (word == session) return Purpose::session;
    return Purpose::definition;
}

void read_statement(const Statement& statement, Settings& settings, Dump& dump) {
    if (statement.too_long || statement.text.size() > limits::statement_bytes) {
        dump.problems.push_back({fmt::format("larger than {} MiB, the most that is read of a definition", limits::statement_bytes >> 20), "", {dump.file, statement.line, statement.column}});
        return;
    }
    Reader{statement, settings, dump}.read();
}

}  // namespace assay::migration::mysql

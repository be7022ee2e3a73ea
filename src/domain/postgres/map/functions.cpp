// SQL functions for this domain's rules: names quoted as PostgreSQL would, and statements of fixes.
#include <fmt/core.h>
#include <sqlite3.h>

#include <algorithm>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "core/pattern.h"
#include "core/text.h"
#include "domain/postgres/map/argument.h"
#include "domain/postgres/map/load.h"
#include "map/map.h"
#include "sql/names.h"

namespace assay::postgres {

namespace {

std::string text_of(sqlite3_value* value) { return std::string{argument(value)}; }

void give(sqlite3_context* context, const std::string& text) {
    sqlite3_result_text(context, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
}

std::string look_up(sqlite3_context* context, std::string_view query, sqlite3_value* id) {
    MapStatement statement{sqlite3_context_db_handle(context), query};
    if (!statement.ok()) return {};
    statement.bind(1, std::int64_t{sqlite3_value_int64(id)});
    return statement.step() ? std::string{statement.text(0)} : std::string{};
}

// quote_ident(name)
void quote_ident(sqlite3_context* context, int, sqlite3_value** values) {
    give(context, sql::quote_identifier(text_of(values[0])));
}

// quote_literal(text)
void quote_literal(sqlite3_context* context, int, sqlite3_value** values) {
    give(context, sql::quote_literal(text_of(values[0])));
}

// create_index(relation_id, columns [, predicate]): columns as they stand in the statement. Partitioned
// tables take no CONCURRENTLY.
void create_index(sqlite3_context* context, int count, sqlite3_value** values) {
    const auto table = look_up(context, "select name from relations where id = ?", values[0]);
    const auto relname = look_up(context, "select relname from relations where id = ?", values[0]);
    const auto kind = look_up(context, "select kind from relations where id = ?", values[0]);
    const auto columns = text_of(values[1]);
    const auto predicate = count > 2 ? text_of(values[2]) : std::string{};
    give(context, fmt::format("CREATE INDEX {}{} ON {} ({}){};", kind == "partitioned" ? "" : "CONCURRENTLY ",
                              sql::quote_identifier(sql::index_name(relname, columns)), table, columns,
                              predicate.empty() ? "" : " WHERE " + predicate));
}

// drop_index(index_id)
void drop_index(sqlite3_context* context, int, sqlite3_value** values) {
    const auto name = look_up(context, "select name from indexes where id = ?", values[0]);
    const auto kind = look_up(context, "select r.kind from indexes i join relations r on r.id = i.relation_id where i.id = ?", values[0]);
    give(context, fmt::format("DROP INDEX {}{};", kind == "partitioned" ? "" : "CONCURRENTLY ", name));
}

// words(name): the words of an identifier, lower case, joined by one blank: "userEmailID" is "user email id".
void words(sqlite3_context* context, int, sqlite3_value** values) {
    give(context, joined(sql::words_of(argument(values[0])), " "));
}

// Words separated by blanks, split once for a query.
class WordList {
public:
    explicit WordList(std::string_view text) {
        for (const auto word : split(text, ' ')) words_.emplace(word);
    }
    bool has(const std::string& word) const { return words_.contains(word); }

private:
    std::unordered_set<std::string> words_;
};

// has_word(name, list): whether a word of the name is one of the words of the list, separated by blanks.
void has_word(sqlite3_context* context, int, sqlite3_value** values) {
    auto* list = static_cast<WordList*>(sqlite3_get_auxdata(context, 1));
    const bool is_new = !list;
    if (is_new) list = new WordList{argument(values[1])};
    const auto named = sql::words_of(argument(values[0]));
    sqlite3_result_int(context, std::any_of(named.begin(), named.end(), [&](const std::string& word) { return list->has(word); }));
    // Last: SQLite owns it from here on, and may drop it at once.
    if (is_new) sqlite3_set_auxdata(context, 1, list, [](void* kept) { delete static_cast<WordList*>(kept); });
}

// The patterns of one connection, each compiled once. Some queries put them together from names: those are many, and
// searched with once or twice.
class Patterns {
public:
    const Pattern& of(std::string_view text) {
        constexpr std::size_t most = 1000;
        auto found = patterns_.find(std::string{text});
        if (found == patterns_.end()) {
            if (patterns_.size() == most) patterns_.clear();
            found = patterns_.emplace(text, Used{Pattern{text}}).first;
        } else if (++found->second.again == uses_before_fast) {
            found->second.pattern.make_fast();
        }
        return found->second.pattern;
    }

private:
    static constexpr int uses_before_fast = 10;
    struct Used {
        Pattern pattern;
        int again = 0;
    };
    std::unordered_map<std::string, Used> patterns_;
};

// matches(text, pattern): whether a Perl-compatible regular expression is found in the text, whatever the case.
void matches(sqlite3_context* context, int, sqlite3_value** values) {
    const auto& pattern = static_cast<Patterns*>(sqlite3_user_data(context))->of(argument(values[1]));
    if (!pattern.valid()) return sqlite3_result_error(context, "matches(): the pattern is no regular expression", -1);
    sqlite3_result_int(context, pattern.found_in(argument(values[0])));
}

void define(sqlite3* database, const char* name, int arguments,
            void (*function)(sqlite3_context*, int, sqlite3_value**)) {
    sqlite3_create_function(database, name, arguments, SQLITE_UTF8 | SQLITE_DETERMINISTIC, nullptr, function, nullptr, nullptr);
}

}  // namespace

void register_functions(sqlite3* database) {
    define(database, "quote_ident", 1, quote_ident);
    define(database, "quote_literal", 1, quote_literal);
    define(database, "create_index", 2, create_index);
    define(database, "create_index", 3, create_index);
    define(database, "drop_index", 1, drop_index);
    define(database, "words", 1, words);
    define(database, "has_word", 2, has_word);
    sqlite3_create_function_v2(database, "matches", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC, new Patterns, matches, nullptr, nullptr,
                               [](void* patterns) { delete static_cast<Patterns*>(patterns); });
    register_type_functions(database);
    register_key_functions(database);
    register_rights_functions(database);
    register_check_functions(database);
}

}  // namespace assay::postgres

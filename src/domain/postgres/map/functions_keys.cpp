// SQL functions for rules about keys.
#include <sqlite3.h>

#include <set>
#include <string>

#include "core/text.h"
#include "domain/postgres/map/load.h"

namespace assay::postgres {

namespace {

std::string lower_text(sqlite3_value* value) {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_value_text(value));
    std::string text = bytes ? std::string{bytes, static_cast<std::size_t>(sqlite3_value_bytes(value))} : std::string{};
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        else if (c == '\n' || c == '\t' || c == '\r') c = ' ';
    return text;
}

bool is_name_character(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '"' || c == '$'; }

void skip_blanks(const std::string& text, std::size_t& at) {
    while (at < text.size() && text[at] == ' ') ++at;
}

// A name without quotes and schema: the last part of a."b".c.
std::string name_at(const std::string& text, std::size_t& at) {
    std::string name;
    for (; at < text.size() && (is_name_character(text[at]) || text[at] == '.'); ++at) {
        if (text[at] == '.') name.clear();
        else if (text[at] != '"') name += text[at];
    }
    return name;
}

bool take_words(const std::string& text, std::size_t& at, std::string_view first, std::string_view second) {
    std::size_t here = at;
    if (text.compare(here, first.size(), first) != 0) return false;
    here += first.size();
    const auto before = here;
    skip_blanks(text, here);
    if (here == before || text.compare(here, second.size(), second) != 0) return false;
    at = here + second.size();
    return true;
}

std::set<std::string> names_of(std::string_view list) {
    std::set<std::string> names;
    for (auto part : split(list, ',')) {
        std::string name;
        for (char c : trimmed(part))
            if (c != '"') name += c;
        names.insert(name);
    }
    return names;
}

// has_conflict_target(body, table, columns, constraint): whether the text holds an INSERT INTO this table with
// ON CONFLICT on exactly these columns, or on this constraint. Names without quotes; lower case is enough here.
void has_conflict_target(sqlite3_context* context, int, sqlite3_value** values) {
    const auto body = lower_text(values[0]), table = lower_text(values[1]), constraint = lower_text(values[3]);
    const auto columns = names_of(lower_text(values[2]));
    std::string inserted;  // the table of the INSERT that was met last
    bool found = false;
    for (std::size_t at = 0; at < body.size() && !found; ++at) {
        if (at > 0 && is_name_character(body[at - 1])) continue;
        std::size_t here = at;
        if (take_words(body, here, "insert", "into")) {
            skip_blanks(body, here);
            inserted = name_at(body, here);
        } else if (here = at; take_words(body, here, "on", "conflict") && inserted == table) {
            skip_blanks(body, here);
            if (here < body.size() && body[here] == '(') {
                const auto end = body.find(')', here);
                found = end != body.npos && names_of(std::string_view{body}.substr(here + 1, end - here - 1)) == columns;
            } else if (take_words(body, here, "on", "constraint")) {
                skip_blanks(body, here);
                found = name_at(body, here) == constraint;
            }
        }
    }
    sqlite3_result_int(context, found);
}

}  // namespace

void register_key_functions(sqlite3* database) {
    sqlite3_create_function(database, "has_conflict_target", 4, SQLITE_UTF8 | SQLITE_DETERMINISTIC, nullptr, has_conflict_target, nullptr,
                            nullptr);
}

}  // namespace assay::postgres

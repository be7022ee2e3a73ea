#include "sql/names.h"

#include "core/text.h"
#include "core/utf8.h"
#include "sql/byte_class.h"
#include "world/pg.h"

namespace assay::sql {

std::string quote_identifier(std::string_view name) { return pg::quote_identifier(name); }
std::string quote_literal(std::string_view text) { return pg::quote_literal(text); }

std::string index_name(std::string_view table, std::string_view columns) {
    const auto belongs = [](char c) { return bytes::class_of(c) == bytes::letter || bytes::class_of(c) == bytes::digit; };
    std::string name{table};
    for (const auto column : split(columns, ',')) {
        name += '_';
        for (const char c : trimmed(column))
            if (belongs(c)) name += c;
    }
    constexpr std::size_t room = 63 - std::string_view{"_idx"}.size();
    name.resize(utf8::boundary(name, room));
    return name + "_idx";
}

std::string quote_relation(std::string_view relation) {
    const auto dot = relation.find('.');
    if (dot == relation.npos) return quote_identifier(relation);
    return quote_identifier(relation.substr(0, dot)) + "." + quote_identifier(relation.substr(dot + 1));
}

std::string_view last_part(std::string_view relation) { return relation.substr(relation.rfind('.') + 1); }

namespace {

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 128; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// A word starts at a capital after a small letter, at the last capital of a run before a small letter, and
// where letters and digits meet.
bool starts_word(std::string_view text, std::size_t i) {
    const char before = text[i - 1], here = text[i];
    if (is_digit(before) != is_digit(here)) return true;
    if (!is_upper(here)) return false;
    return is_lower(before) || (i + 1 < text.size() && is_lower(text[i + 1]));
}

}  // namespace

std::vector<std::string> words_of(std::string_view identifier) {
    std::vector<std::string> words;
    bool open = false;
    for (std::size_t i = 0; i < identifier.size(); ++i) {
        const char c = identifier[i];
        if (!is_upper(c) && !is_lower(c) && !is_digit(c)) {
            open = false;
            continue;
        }
        if (!open || starts_word(identifier, i)) words.emplace_back();
        open = true;
        words.back() += is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return words;
}

}  // namespace assay::sql

#include "render/sql_layout.h"

#include <algorithm>
#include <iterator>

#include "core/text.h"
#include "render/plain.h"

namespace assay::rendering {

namespace {

// What can't be broken: a word, with the quotes and comments that touch it.
struct Atom {
    std::string text;
    bool starts_line = false;  // stood first on its line
    int indent = 0;            // spaces before it, where it starts a line
    bool starts_clause = false;
    int depth = 0;  // of the parentheses around it
};

constexpr std::string_view statement_words[]{
    "alter",  "analyze", "begin",    "call",   "cluster",  "comment",  "commit", "copy",
    "create", "delete",  "do",       "drop",   "end",      "grant",    "insert", "lock",
    "merge",  "refresh", "reindex",  "revoke", "rollback", "security", "select", "truncate",
    "update", "vacuum",  "validate", "values", "with"};

constexpr std::string_view clause_words[]{
    "add",     "alter",     "and",        "cross",    "drop",      "except",  "exclude", "execute",
    "foreign", "from",      "full",       "group",    "having",    "include", "inner",   "intersect",
    "join",    "left",      "limit",      "not",      "offset",    "on",      "or",      "order",
    "owner",   "partition", "references", "rename",   "returning", "right",   "select",  "set",
    "to",      "union",     "using",      "validate", "values",    "where",   "with"};

template <std::size_t N>
bool is_one_of(const std::string_view (&words)[N], std::string_view word) {
    return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

std::string lowered(std::string_view text) {
    std::string lower{text};
    for (char& c : lower)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return lower;
}

bool is_word_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

// The end of the quote that opens at `at`; the whole text when it never closes.
std::size_t quote_end(std::string_view sql, std::size_t at) {
    const char quote = sql[at];
    const bool escapes = quote == '\'' && at > 0 && (sql[at - 1] == 'e' || sql[at - 1] == 'E') &&
                         (at < 2 || !is_word_byte(sql[at - 2]));
    for (std::size_t i = at + 1; i < sql.size(); ++i) {
        if (escapes && sql[i] == '\\')
            ++i;
        else if (sql[i] == quote)
            return i + 1;  // a doubled quote opens again at once
    }
    return sql.size();
}

// The end of $tag$…$tag$ at `at`, or `at` when there is none.
std::size_t dollar_end(std::string_view sql, std::size_t at) {
    if (at > 0 && (is_word_byte(sql[at - 1]) || sql[at - 1] == '$')) return at;
    std::size_t tag = at + 1;
    while (tag < sql.size() && is_word_byte(sql[tag])) ++tag;
    if (tag == sql.size() || sql[tag] != '$' || (sql[at + 1] >= '0' && sql[at + 1] <= '9')) return at;
    const std::string_view delimiter = sql.substr(at, tag + 1 - at);
    const std::size_t close = sql.find(delimiter, tag + 1);
    return close == sql.npos ? sql.size() : close + delimiter.size();
}

// The end of a block comment at `at`; they nest.
std::size_t comment_end(std::string_view sql, std::size_t at) {
    int depth = 0;
    for (std::size_t i = at; i + 1 < sql.size(); ++i) {
        if (sql[i] == '/' && sql[i + 1] == '*') {
            ++depth;
            ++i;
        } else if (sql[i] == '*' && sql[i + 1] == '/') {
            ++i;
            if (--depth == 0) return i + 1;
        }
    }
    return sql.size();
}

// Past what stands at `at` and holds together: a quote, a comment, or one byte.
std::size_t step(std::string_view sql, std::size_t at) {
    const std::string_view rest = sql.substr(at);
    if (rest[0] == '\'' || rest[0] == '"') return quote_end(sql, at);
    if (rest[0] == '$') return std::max(dollar_end(sql, at), at + 1);
    if (rest.starts_with("--")) return std::min(sql.find('\n', at), sql.size());
    if (rest.starts_with("/*")) return comment_end(sql, at);
    return at + 1;
}

std::vector<Atom> atoms_of(std::string_view sql) {
    std::vector<Atom> atoms;
    int depth = 0;
    bool new_line = true;
    int spaces = 0;
    for (std::size_t at = 0; at < sql.size();) {
        if (sql[at] == '\n' || sql[at] == ' ') {
            spaces = sql[at] == '\n' ? 0 : spaces + 1;
            new_line = new_line || sql[at] == '\n';
            ++at;
            continue;
        }
        const std::size_t begin = at;
        const int outer_depth = depth;
        while (at < sql.size() && sql[at] != ' ' && sql[at] != '\n') {
            if (sql[at] == '(') ++depth;
            if (sql[at] == ')') --depth;
            at = step(sql, at);
        }
        const std::string_view text = sql.substr(begin, at - begin);
        atoms.push_back({.text = std::string{text},
                         .starts_line = new_line,
                         .indent = spaces,
                         .starts_clause = is_one_of(clause_words, lowered(text)),
                         .depth = outer_depth});
        new_line = false;
        spaces = 0;
    }
    return atoms;
}

// Columns that the clause beginning at `first` takes on one line, with all that is nested in it.
int clause_width(const std::vector<Atom>& atoms, std::size_t first) {
    int width = display_width(atoms[first].text);
    for (std::size_t i = first + 1; i < atoms.size(); ++i) {
        if (atoms[i].starts_line || (atoms[i].starts_clause && atoms[i].depth <= atoms[first].depth)) break;
        width += 1 + display_width(atoms[i].text);
    }
    return width;
}

// "left join", "not valid", "on delete set null": the second word does not begin a clause.
bool continues_clause(const Atom& before, const Atom& atom) {
    static constexpr std::string_view leading[]{
        "left",     "right", "full",  "inner", "cross", "outer", "delete", "update",  "on",
        "validate", "do",    "add",   "is",    "and",   "or",    "column", "default", "foreign",
        "drop",     "not",   "alter", "if",    "where", "when",  "with"};
    return atom.starts_clause && is_one_of(leading, lowered(before.text));
}

std::vector<std::string> strings(const std::vector<std::string_view>& views) {
    return {views.begin(), views.end()};
}

std::vector<std::string> laid_out(std::vector<Atom> atoms, int width) {
    for (std::size_t i = 1; i < atoms.size(); ++i)
        if (continues_clause(atoms[i - 1], atoms[i])) atoms[i].starts_clause = false;
    std::string out;
    int columns = 0;
    int base = 0;  // the indentation of the line that is being broken
    const auto new_line = [&](int indent) {
        out += '\n';
        out.append(static_cast<std::size_t>(indent), ' ');
        columns = indent;
    };
    for (std::size_t i = 0; i < atoms.size(); ++i) {
        const Atom& atom = atoms[i];
        if (atom.starts_line) {
            if (i > 0) out += '\n';
            base = columns = atom.indent;
            out.append(static_cast<std::size_t>(base), ' ');
        } else if (atom.starts_clause && columns + 1 + clause_width(atoms, i) > width) {
            new_line(base + 2 + 2 * std::clamp(atom.depth, 0, 8));
        } else if (columns + 1 + display_width(atom.text) > width) {
            new_line(base + 4);
        } else {
            out += ' ';
            ++columns;
        }
        out += atom.text;
        const std::size_t last_line = atom.text.rfind('\n');
        if (last_line == std::string::npos)
            columns += display_width(atom.text);
        else
            columns = display_width(std::string_view{atom.text}.substr(last_line + 1));
    }
    return strings(lines_of(out));
}

bool looks_like_sql(std::string_view statement) {
    while (statement.starts_with("--") || statement.starts_with('\n'))
        statement.remove_prefix(std::min(statement.find('\n', 1), statement.size()));
    const std::size_t end = statement.find_first_of(" \n;(");
    return is_one_of(statement_words, lowered(statement.substr(0, end)));
}

}  // namespace

std::vector<std::string> sql_lines(std::string_view statement, int width) {
    const auto lines = lines_of(statement);
    const bool fits = std::all_of(lines.begin(), lines.end(),
                                  [&](std::string_view line) { return display_width(line) <= width; });
    if (fits || !looks_like_sql(statement)) return strings(lines);
    return laid_out(atoms_of(statement), width);
}

}  // namespace assay::rendering

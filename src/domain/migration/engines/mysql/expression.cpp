#include "domain/migration/engines/mysql/expression.h"

#include <fmt/core.h>

#include <algorithm>

#include "core/text.h"
#include "domain/migration/engines/mysql/functions.h"
#include "domain/migration/engines/mysql/lexer.h"
#include "sql/names.h"

namespace assay::migration::mysql {

namespace {

using std::string_view;

constexpr int deepest = 200;  // parentheses within one another

constexpr string_view keywords[]{
    "all", "and", "any", "as", "asc", "between", "both", "by", "case", "cross", "current", "current_date", "current_time", "current_timestamp", "desc",
    "distinct", "else", "end", "escape", "except", "exists", "false", "following", "from", "group", "having", "in", "inner", "intersect", "is", "join",
    "lateral", "leading", "left", "like", "limit", "localtime", "localtimestamp", "natural", "not", "null", "offset", "on", "or", "order", "outer", "over",
    "partition", "preceding", "range", "recursive", "right", "row", "rows", "select", "some", "then", "trailing", "true", "unbounded", "union", "unknown",
    "using", "values", "when", "where", "window", "with"};
// Followed by a parenthesis these are no functions.
constexpr string_view not_functions[]{"all", "and", "any", "as", "between", "by", "case", "distinct", "else", "exists", "from", "having", "in", "is", "join", "like",
                                      "not", "on", "or", "over", "select", "some", "then", "union", "using", "values", "when", "where", "with"};
// Hints of MySQL's to its own planner.
constexpr string_view hints[]{"sql_no_cache", "sql_cache", "sql_calc_found_rows", "sql_small_result", "sql_big_result", "sql_buffer_result", "high_priority"};

template <std::size_t N>
bool is_one_of(const string_view (&words)[N], string_view word) {
    return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

// "$.a.b[0]" as "{a,b,0}"; "" where it is more than a path of names and numbers.
std::string json_path(string_view path) {
    if (path.substr(0, 1) != "$") return {};
    std::string steps;
    for (const char c : path.substr(1)) {
        if (c == '*' || c == '"' || c == ' ' || c == '{' || c == '}' || c == ',' || c == '\\') return {};
        if (c == '.' || c == '[') steps += steps.empty() ? "" : ",";
        else if (c != ']') steps += c;
    }
    return "{" + steps + "}";
}

class Translator {
public:
    Translator(string_view text, const Scope& scope) : text_{text}, tokens_{tokens_of(text)}, scope_{scope} {}

    Translated translate() {
        Translated result;
        result.sql = sequence(false);
        if (problem_.empty() && next_ < tokens_.size()) problem_ = "a parenthesis is closed that was not opened";
        if (!problem_.empty()) result.sql.clear();
        result.problem = problem_;
        return result;
    }

private:
    bool at_end() const { return next_ >= tokens_.size(); }
    TokenKind kind(std::size_t ahead = 0) const { return next_ + ahead < tokens_.size() ? tokens_[next_ + ahead].kind : TokenKind::end; }
    string_view token(std::size_t ahead = 0) const { return next_ + ahead < tokens_.size() ? tokens_[next_ + ahead].in(text_) : string_view{}; }
    bool sees(string_view word, std::size_t ahead = 0) const { return kind(ahead) == TokenKind::word && is_word(token(ahead), word); }
    bool sees_symbol(string_view symbol, std::size_t ahead = 0) const { return kind(ahead) == TokenKind::symbol && token(ahead) == symbol; }
    bool accept(string_view word) { return sees(word) && (++next_, true); }
    bool accept_symbol(string_view symbol) { return sees_symbol(symbol) && (++next_, true); }
    std::string give_up(std::string problem) {
        if (problem_.empty()) problem_ = std::move(problem);
        next_ = tokens_.size();
        return {};
    }

    static void append(std::string& to, string_view what) {
        if (what.empty()) return;
        const bool tight = to.empty() || to.back() == '(' || to.back() == ' ' || what.front() == ',' || what.front() == ')';
        if (!tight) to += ' ';
        to += what;
    }

    // Up to the parenthesis that closes, to a comma where those separate, or to one of two words.
    std::string sequence(bool up_to_comma, string_view stop = {}, string_view other_stop = {}) {
        std::string sql;
        was_boolean_ = false;
        while (!at_end() && !sees_symbol(")") && !(up_to_comma && sees_symbol(","))) {
            if ((!stop.empty() && sees(stop)) || (!other_stop.empty() && sees(other_stop))) break;
            step(sql);
        }
        return sql;
    }

    void step(std::string& sql) {
        const bool boolean_before = was_boolean_;
        was_boolean_ = false;
        if (kind() == TokenKind::symbol && !sees_symbol("(")) return operation(sql, boolean_before);
        if (kind() == TokenKind::word && keyword(sql)) return;
        append(sql, primary());
    }

    void operation(std::string& sql, bool boolean_before) {
        const auto symbol = token();
        ++next_;
        const bool compares = symbol == "=" || symbol == "<>" || symbol == "!=" || symbol == "<=>";
        if (symbol == "/") {
            append(sql, "* 1.0 /");  // a quotient of integers is no integer
            return append(sql, fmt::format("nullif({}, 0)", primary()));
        }
        if (symbol == "->" || symbol == "->>") return json_step(sql, symbol);
        constexpr std::pair<string_view, string_view> others[]{{"<=>", "IS NOT DISTINCT FROM"}, {"&&", "AND"}, {"||", "OR"}, {"!", "NOT"}, {"!=", "<>"}, {"^", "#"}};
        const auto other = std::find_if(std::begin(others), std::end(others), [&](const auto& each) { return each.first == symbol; });
        append(sql, other == std::end(others) ? symbol : other->second);
        if (symbol == ":=") give_up("it assigns to a variable");
        if (compares && boolean_before) boolean_operand(sql);
    }

    // active = 1, where active is boolean now.
    void boolean_operand(std::string& sql) {
        auto digits = token();
        if (kind() == TokenKind::string) digits = digits.substr(1, digits.size() > 1 ? digits.size() - 2 : 0);
        else if (kind() == TokenKind::bits) digits = digits_of_bits(digits);
        if (digits != "0" && digits != "1") return;
        ++next_;
        append(sql, digits == "1" ? "true" : "false");
    }

    void json_step(std::string& sql, string_view symbol) {
        const auto path = kind() == TokenKind::string ? json_path(bytes_of_string(token())) : std::string{};
        if (path.empty()) return void(give_up("it takes a JSON path apart that is more than names and numbers"));
        ++next_;
        append(sql, fmt::format("{} {}", symbol == "->" ? "#>" : "#>>", sql::quote_literal(path)));
    }

    // Words that are no names; false where one is.
    bool keyword(std::string& sql) {
        const auto word = lower(token());
        const bool before_parenthesis = sees_symbol("(", 1);
        if (is_one_of(hints, word)) return ++next_, true;
        if (word == "binary" && !before_parenthesis) return ++next_, true;
        if (word == "collate") return next_ += 2, true;
        if (word == "as" && kind(1) == TokenKind::string) {  // AS 'name'
            append(sql, "AS " + sql::quote_identifier(scope_.name(name_of(token(1)))));
            return next_ += 2, true;
        }
        if (word == "interval") return interval(sql), true;
        if ((word == "use" || word == "force" || word == "ignore") && (sees("index", 1) || sees("key", 1))) return index_hint(), true;
        if (word == "limit") return limit(sql), true;
        if (word == "from" && sees("dual", 1)) return next_ += 2, true;
        if (word == "not" && (sees("regexp", 1) || sees("rlike", 1))) return next_ += 2, append(sql, "!~*"), true;
        constexpr std::pair<string_view, string_view> operators[]{{"div", "/"}, {"mod", "%"}, {"rlike", "~*"}, {"regexp", "~*"}, {"straight_join", "JOIN"}, {"distinctrow", "DISTINCT"}};
        for (const auto& [name, said] : operators)
            if (word == name && !before_parenthesis) return ++next_, append(sql, said), true;
        if (word == "xor") return give_up("it uses XOR"), true;
        if (word == "match" && before_parenthesis) return give_up("it searches by MATCH … AGAINST"), true;
        if (!is_one_of(keywords, word) || (before_parenthesis && !is_one_of(not_functions, word))) return false;
        ++next_;
        std::string upper = word;
        std::transform(upper.begin(), upper.end(), upper.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
        append(sql, upper);
        return true;
    }

    // "1 day": a number or a text, then the unit.
    void interval(std::string& sql) {
        ++next_;
        const bool literal = kind() == TokenKind::number || kind() == TokenKind::string;
        const auto amount = kind() == TokenKind::string ? bytes_of_string(token()) : std::string{token()};
        std::string computed;
        if (literal) ++next_;
        else computed = primary();
        const auto unit = lower(token());
        constexpr string_view units[]{"microsecond", "second", "minute", "hour", "day", "week", "month", "year"};
        if (!is_one_of(units, unit)) return void(give_up(unit == "quarter" ? "it adds quarters" : "it adds an interval of several units"));
        ++next_;
        append(sql, literal ? fmt::format("interval '{} {}'", amount, unit) : fmt::format("({} * interval '1 {}')", computed, unit));
    }

    void index_hint() {
        while (!at_end() && !sees_symbol("(")) ++next_;
        int depth = 0;
        do {
            if (sees_symbol("(")) ++depth;
            if (sees_symbol(")")) --depth;
            ++next_;
        } while (!at_end() && depth > 0);
    }

    // LIMIT skipped, rows
    void limit(std::string& sql) {
        ++next_;
        const auto first = token();
        ++next_;
        if (!accept_symbol(",")) return append(sql, fmt::format("LIMIT {}", first));
        append(sql, fmt::format("LIMIT {} OFFSET {}", token(), first));
        next_ += at_end() ? 0 : 1;
    }

    // A literal, a name with its qualifiers, a call, or what stands in parentheses.
    std::string primary() {
        if (at_end()) return give_up("it ends within an expression");
        if (++depth_ > deepest) return give_up(fmt::format("its parentheses are more than {} deep", deepest));
        auto sql = primary_within();
        --depth_;
        return sql;
    }

    std::string primary_within() {
        if (sees_symbol("-") || sees_symbol("+") || sees_symbol("~")) {
            const std::string sign{token()};
            ++next_;
            return sign + primary();
        }
        if (accept_symbol("(")) return parenthesis();
        switch (kind()) {
            case TokenKind::string: return strings();
            case TokenKind::number: return std::string{tokens_[next_++].in(text_)};
            case TokenKind::hex: return hex();
            case TokenKind::bits: return fmt::format("B'{}'", digits_of_bits(tokens_[next_++].in(text_)));
            case TokenKind::variable: return give_up(fmt::format("it reads the variable {}", token()));
            case TokenKind::quoted: return names();
            case TokenKind::word: break;
            default: return give_up(fmt::format("'{}' stands where a value is expected", token()));
        }
        const bool introduces = token().front() == '_' && (kind(1) == TokenKind::string || kind(1) == TokenKind::hex);
        if (introduces) {
            ++next_;
            return primary();
        }
        return sees_symbol("(", 1) ? call() : names();
    }

    std::string parenthesis() {
        std::string sql = "(";
        do {
            if (sql.size() > 1) sql += ", ";
            const auto before = sql.size();
            append(sql, sequence(true));
            if (sql.size() == before && at_end()) break;
        } while (accept_symbol(","));
        if (!accept_symbol(")")) return give_up("a parenthesis is not closed");
        was_boolean_ = false;
        return sql + ")";
    }

    std::string strings() {
        std::string bytes;
        for (; kind() == TokenKind::string; ++next_) bytes += bytes_of_string(token());
        if (bytes.find('\0') != bytes.npos) return give_up("a text in it holds a NUL byte");
        return sql::quote_literal(bytes);
    }

    std::string hex() {
        const auto bytes = bytes_of_hex(tokens_[next_++].in(text_));
        const bool plain = std::all_of(bytes.begin(), bytes.end(), [](char c) { return c >= ' ' && c <= '~'; });
        if (plain) return sql::quote_literal(bytes);
        std::string digits;
        for (const char c : bytes) digits += fmt::format("{:02x}", static_cast<unsigned char>(c));
        return fmt::format("'\\x{}'::bytea", digits);
    }

    // a, a.b, a.b.c, a.*
    std::string names() {
        std::vector<std::string> parts;
        do {
            if (sees_symbol("*")) {
                ++next_;
                parts.emplace_back("*");
                break;
            }
            parts.push_back(name_of(token()));
            ++next_;
        } while (accept_symbol(".") && !at_end());
        std::string sql;
        std::size_t first = 0;
        if (parts.size() > 1 && scope_.is_database(parts[0])) {
            if (const auto schema = scope_.schema(parts[0]); !schema.empty()) sql = sql::quote_identifier(schema) + ".";
            first = 1;
        }
        for (auto i = first; i < parts.size(); ++i) {
            if (i > first) sql += '.';
            sql += parts[i] == "*" ? "*" : sql::quote_identifier(scope_.name(parts[i]));
        }
        was_boolean_ = scope_.is_boolean(parts.back());
        return sql;
    }

    std::string call() {
        const auto name = lower(token());
        next_ += 2;
        if (name == "cast" || name == "convert") return cast(name == "cast");
        if (name == "group_concat") return group_concat();
        if (name == "timestampdiff" || name == "date_format" || name == "str_to_date" || name == "time_format") return give_up(fmt::format("it uses {}(), whose units and formats are MySQL's own", name));
        if (name == "json_valid") {
            skip_arguments();
            return "true";
        }
        std::vector<std::string> arguments;
        const bool distinct = accept("distinct");
        bool first_is_condition = false;
        while (!at_end() && !sees_symbol(")")) {
            const auto begin = next_;
            arguments.push_back(sequence(true));
            if (begin == next_ && !sees_symbol(",")) break;
            if (arguments.size() == 1) first_is_condition = is_condition(begin);
            if (!accept_symbol(",")) break;
        }
        if (!accept_symbol(")")) return give_up("a parenthesis is not closed");
        was_boolean_ = false;
        return said(name, arguments, distinct, first_is_condition);
    }

    // Whether what began there and ends here is more than a name or a number.
    bool is_condition(std::size_t begin) const {
        if (next_ != begin + 1 && !(next_ == begin + 3 && tokens_[begin + 1].in(text_) == ".")) return true;
        const auto& last = tokens_[next_ - 1];
        return last.kind != TokenKind::number && scope_.is_boolean(name_of(last.in(text_)));
    }

    std::string said(const std::string& name, const std::vector<std::string>& arguments, bool distinct, bool first_is_condition) {
        if (name == "json_extract" && arguments.size() == 2) {
            const auto path = json_path(trimmed_quotes(arguments[1]));
            return path.empty() ? give_up("it takes a JSON path apart that is more than names and numbers") : fmt::format("({} #> {})", arguments[0], sql::quote_literal(path));
        }
        if (name == "concat") return concatenated(arguments);
        const auto* function = find_function(name, static_cast<int>(arguments.size()));
        if (!function) {
            return fmt::format("{}({}{})", name, distinct ? "DISTINCT " : "", joined(arguments, ", "));
        }
        std::string sql;
        const auto pattern = function->pattern;
        for (std::size_t i = 0; i < pattern.size(); ++i) {
            if (pattern[i] != '$') {
                sql += pattern[i];
                continue;
            }
            const bool condition = pattern[i + 1] == '?';
            i += condition ? 2 : 1;
            if (pattern[i] == '*') {
                sql += joined(arguments, ", ");
                continue;
            }
            const auto& argument = arguments.at(static_cast<std::size_t>(pattern[i] - '1'));
            sql += condition && !first_is_condition ? argument + " <> 0" : argument;
        }
        return sql;
    }

    // PostgreSQL's concat() leaves NULLs out, MySQL's is NULL then.
    static std::string concatenated(const std::vector<std::string>& arguments) {
        std::vector<std::string> texts;
        for (const auto& argument : arguments) texts.push_back(starts_with(argument, "'") ? argument : "(" + argument + ")::text");
        return "(" + joined(texts, " || ") + ")";
    }

    static string_view trimmed_quotes(string_view literal) {
        return literal.size() > 1 && literal.front() == '\'' ? literal.substr(1, literal.size() - 2) : literal;
    }

    void skip_arguments() {
        int depth = 1;
        for (; !at_end() && depth > 0; ++next_) {
            if (sees_symbol("(")) ++depth;
            if (sees_symbol(")")) --depth;
        }
    }

    // CAST(x AS type), CONVERT(x, type), CONVERT(x USING charset)
    std::string cast(bool is_cast) {
        const auto value = sequence(true, is_cast ? "as" : "using");
        if (!is_cast && accept("using")) {
            ++next_;
            if (!accept_symbol(")")) return give_up("a parenthesis is not closed");
            return value;
        }
        if (!(is_cast ? accept("as") : accept_symbol(","))) return give_up("a CAST without a type");
        const auto word = lower(token());
        next_ += at_end() ? 0 : 1;
        std::string arguments;
        if (accept_symbol("(")) arguments = parenthesis();
        while (!at_end() && !sees_symbol(")")) ++next_;  // INTEGER, CHARACTER SET x
        if (!accept_symbol(")")) return give_up("a parenthesis is not closed");
        constexpr std::pair<string_view, string_view> types[]{{"signed", "bigint"}, {"unsigned", "bigint"}, {"integer", "bigint"}, {"char", "varchar"}, {"nchar", "varchar"}, {"date", "date"},
                                                              {"datetime", "timestamp"}, {"time", "time"}, {"decimal", "numeric"}, {"double", "double precision"}, {"float", "real"},
                                                              {"real", "double precision"}, {"binary", "bytea"}, {"json", "jsonb"}, {"year", "integer"}};
        for (const auto& [name, type] : types)
            if (word == name) return fmt::format("({})::{}{}", value, type, type == "bytea" || type == "bigint" ? std::string{} : arguments);
        return give_up(fmt::format("it casts to {}", word));
    }

    // GROUP_CONCAT([DISTINCT] x, … [ORDER BY …] [SEPARATOR 's'])
    std::string group_concat() {
        const bool distinct = accept("distinct");
        std::vector<std::string> parts;
        do parts.push_back(sequence(true, "order", "separator"));
        while (accept_symbol(","));
        std::string order, separator = "','";
        if (sees("order")) order = " " + sequence(false, "separator");
        if (accept("separator")) separator = strings();
        if (!accept_symbol(")")) return give_up("a parenthesis is not closed");
        const auto value = parts.size() == 1 ? fmt::format("({})::text", parts[0]) : concatenated(parts);
        if (distinct) order = replaced(order, "ORDER BY " + parts[0], "ORDER BY " + value);  // of what is distinct nothing else can be the order
        return fmt::format("string_agg({}{}, {}{})", distinct ? "DISTINCT " : "", value, separator, order);
    }

    string_view text_;
    std::vector<Token> tokens_;
    const Scope& scope_;
    std::size_t next_ = 0;
    int depth_ = 0;
    bool was_boolean_ = false;  // what was read last is a boolean column
    std::string problem_;
};

}  // namespace

Translated translate(string_view text, const Scope& scope) { return Translator{text, scope}.translate(); }

}  // namespace assay::migration::mysql

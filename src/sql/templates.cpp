#include "sql/templates.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "sql/script.h"
#include "sql/tokens.h"

namespace assay::sql {

using std::size_t;
using std::string;
using std::string_view;

namespace {

constexpr size_t longest_template = 2000;

enum class Form : unsigned char { braces, block, dollar, percent, colon, at_sign };

struct Found {
    Form form = Form::braces;
    size_t begin = 0;
    size_t end = 0;
    string_view inside = {};
};

// Which quotes the scan stands in. Bodies in dollar quotes are read like the rest, since templates are
// rendered there too, but the forms that plain SQL also knows (:name, @name) are left alone in them.
enum class Quote : unsigned char { none, string, identifier };

bool is_control(string_view inside) {
    while (!inside.empty() && (inside[0] == ' ' || inside[0] == '-' || inside[0] == '~'))
        inside.remove_prefix(1);
    if (inside.empty()) return true;
    if (string_view{"#/^!>"}.find(inside[0]) != string_view::npos) return true;
    size_t end = 0;
    while (end < inside.size() && continues_identifier(inside[end])) ++end;
    for (const string_view word :
         {"if", "else", "end", "range", "with", "define", "block", "template", "break", "continue"})
        if (inside.substr(0, end) == word) return true;
    return false;
}

// '{{1,2},{3,4}}' is an array, '{{ name }}' and '{{.Name}}' are templates.
bool looks_like_template(string_view inside, char next) {
    if (inside.empty() || inside.find_first_of("{}") != inside.npos) return false;
    return next == '.' || string_view{" .-$"}.find(inside[0]) != string_view::npos;
}

string name_from(string_view inside) {
    size_t end = inside.size();
    while (end > 0 && !(continues_identifier(inside[end - 1]) && inside[end - 1] != '$')) --end;
    size_t begin = end;
    while (begin > 0 && continues_identifier(inside[begin - 1]) && inside[begin - 1] != '$') --begin;
    string name = identifier_name(inside.substr(begin, end - begin));
    if (name.empty() || !starts_identifier(name[0])) name = "x" + name;
    return name;
}

bool is_word_in(string_view word, std::initializer_list<string_view> words) {
    return std::any_of(words.begin(), words.end(), [&](string_view each) { return is_word(word, each); });
}

class Renderer {
public:
    explicit Renderer(string_view text) : text_{text}, replacer_{text} { heed_psql(); }

    Replaced run() {
        while (at_ < text_.size()) {
            if (next_data_ < data_.size() && at_ >= data_[next_data_].first) {
                at_ = std::max(at_, data_[next_data_++].second);
                quote_ = Quote::none;
                continue;
            }
            if (const Found found = find(); found.end != 0) {
                replace(found);
                at_ = found.end;
            } else {
                step();
            }
        }
        return replacer_.finish();
    }

private:
    // Data of COPY is no SQL, and what \set sets is psql's.
    void heed_psql() {
        const auto pieces = split(text_, {});
        if (!pieces) return;
        for (const Piece& piece : *pieces) {
            if (piece.kind == PieceKind::copy_data)
                data_.emplace_back(piece.offset, piece.offset + piece.text.size());
            if (piece.kind != PieceKind::meta || !piece.text.starts_with("\\set ")) continue;
            if (const auto tokens = tokens_of(piece.text.substr(5)); !tokens.empty())
                variables_.insert(tokens[0].in(piece.text.substr(5)));
        }
    }

    char byte(size_t index) const { return index < text_.size() ? text_[index] : '\0'; }

    // Past one byte, or past a comment; keeps track of quotes and bodies.
    void step() {
        const char c = text_[at_];
        if (quote_ == Quote::none && c == '-' && byte(at_ + 1) == '-') {
            at_ = std::min(text_.find('\n', at_), text_.size());
            return;
        }
        if (quote_ == Quote::none && c == '/' && byte(at_ + 1) == '*') {
            at_ = std::min(text_.find("*/", at_ + 2), text_.size());
            return;
        }
        if (c == '\\' && quote_ == Quote::string && escapes_ && at_ + 1 < text_.size()) {
            at_ += 2;
            return;
        }
        if (c == '\'' && quote_ != Quote::identifier) {
            quote_ = quote_ == Quote::string ? Quote::none : Quote::string;
            const char prefix = at_ > 0 ? text_[at_ - 1] : ' ';
            escapes_ = (prefix == 'e' || prefix == 'E') && (at_ < 2 || !continues_identifier(text_[at_ - 2]));
        }
        if (c == '"' && quote_ != Quote::string)
            quote_ = quote_ == Quote::identifier ? Quote::none : Quote::identifier;
        else if (c == '$' && quote_ != Quote::identifier)
            dollar_quote();
        if (c == '[') ++brackets_;
        if (c == ']' && brackets_ > 0) --brackets_;
        if (quote_ == Quote::none && c == ';') brackets_ = 0;
        ++at_;
    }

    void dollar_quote() {
        if (at_ > 0 && continues_identifier(text_[at_ - 1])) return;
        size_t end = at_ + 1;
        while (end < text_.size() && continues_identifier(text_[end]) && text_[end] != '$') ++end;
        if (byte(end) != '$' || (byte(at_ + 1) >= '0' && byte(at_ + 1) <= '9')) return;
        const string_view tag = text_.substr(at_, end + 1 - at_);
        if (body_.empty() && quote_ == Quote::none) {
            body_ = tag;
        } else if (body_ == tag) {
            body_ = {};
            quote_ = Quote::none;
        } else {
            return;
        }
        at_ = end;
    }

    Found find() const {
        switch (text_[at_]) {
            case '{':
                return braces();
            case '$':
                return byte(at_ + 1) == '{' ? enclosed(Form::dollar, "${", "}") : Found{};
            case '%':
                return percent();
            case ':':
                return colon();
            case '@':
                return at_sign();
            default:
                return {};
        }
    }

    Found enclosed(Form form, string_view open, string_view close) const {
        const size_t inside = at_ + open.size();
        const size_t end =
            text_.substr(0, std::min(text_.size(), inside + longest_template)).find(close, inside);
        if (end == text_.npos) return {};
        return {form, at_, end + close.size(), text_.substr(inside, end - inside)};
    }

    Found braces() const {
        const char next = byte(at_ + 1);
        if (next == '%') return quote_ == Quote::none ? enclosed(Form::block, "{%", "%}") : Found{};
        if (next == '#') return quote_ == Quote::none ? enclosed(Form::block, "{#", "#}") : Found{};
        if (next != '{') return {};
        Found found =
            byte(at_ + 2) == '{' ? enclosed(Form::braces, "{{{", "}}}") : enclosed(Form::braces, "{{", "}}");
        if (found.end == 0) return {};
        if (quote_ == Quote::string && !looks_like_template(found.inside, byte(found.end))) return {};
        if (is_control(found.inside)) found.form = Form::block;
        return found;
    }

    Found percent() const {
        if (byte(at_ + 1) != '(' || quote_ != Quote::none) return {};
        const Found found = enclosed(Form::percent, "%(", ")s");
        const bool name = !found.inside.empty() &&
                          std::all_of(found.inside.begin(), found.inside.end(), continues_identifier);
        return name ? found : Found{};
    }

    Found colon() const {
        const char before = at_ > 0 ? text_[at_ - 1] : ' ';
        const bool plain = quote_ == Quote::none && body_.empty() && brackets_ == 0;
        if (!plain || before == ':' || continues_identifier(before) || before == '"' || before == '\'')
            return {};
        const Found found = named(Form::colon);
        return variables_.contains(found.inside) ? Found{} : found;
    }

    Found at_sign() const {
        if (quote_ != Quote::none || !body_.empty()) return {};
        const Found found = named(Form::at_sign);
        if (found.end == 0) return {};
        const string before = word_before();
        const bool operand = !before.empty() && !is_place_of_table(before);
        const bool schema = byte(found.end) == '.' || is_word(before, "schema");
        return schema && !operand ? found : Found{};
    }

    Found named(Form form) const {
        size_t end = at_ + 1;
        if (!starts_identifier(byte(end))) return {};
        while (end < text_.size() && continues_identifier(text_[end])) ++end;
        return {form, at_, end, text_.substr(at_ + 1, end - at_ - 1)};
    }

    // The token before this place on the same or an earlier line: a word, or one byte of anything else.
    string word_before() const {
        size_t end = at_;
        while (end > 0 && (text_[end - 1] == ' ' || (text_[end - 1] >= '\t' && text_[end - 1] <= '\r')))
            --end;
        size_t begin = end;
        while (begin > 0 && end - begin < 64 && continues_identifier(text_[begin - 1])) --begin;
        if (begin == end && end > 0) --begin;
        return string{text_.substr(begin, end - begin)};
    }

    static bool is_place_of_table(string_view before) {
        return before == "," || before == "(" || before == ";" ||
               is_word_in(before, {"table",   "from",   "join",       "into",      "update",   "references",
                                   "on",      "exists", "index",      "view",      "sequence", "truncate",
                                   "only",    "schema", "function",   "procedure", "type",     "domain",
                                   "trigger", "delete", "by",         "execute",   "copy",     "analyze",
                                   "vacuum",  "using",  "to",         "as",        "cluster",  "lock",
                                   "reindex", "column", "constraint", "add"});
    }

    bool is_place_of_schema(const Found& found, string_view before) const {
        size_t next = found.end;
        if (quote_ == Quote::identifier && byte(next) == '"') ++next;
        return byte(next) == '.' || is_word_in(before, {"schema", "search_path"});
    }

    static bool is_place_of_value(Form form, string_view before) {
        if (before.size() == 1 && string_view{"=<>+*/%|-"}.find(before[0]) != string_view::npos) return true;
        if (is_word_in(before, {"limit", "offset", "default", "values", "then", "else", "like", "ilike",
                                "between", "and", "or", "when", "interval", "in", "any"}))
            return true;
        const bool parameter = form == Form::percent || form == Form::colon;
        return parameter &&
               (before == "(" || before == "," || is_word_in(before, {"select", "return", "where"}));
    }

    string value_for(const Found& found) const {
        const string before = word_before();
        if (is_place_of_schema(found, before)) return "public";
        const bool glued = (found.begin > 0 && continues_identifier(text_[found.begin - 1])) ||
                           continues_identifier(byte(found.end));
        if (quote_ != Quote::none || glued) return name_from(found.inside);
        if (before == ":") return "text";
        if (is_place_of_value(found.form, before)) return "NULL";
        return name_from(found.inside);
    }

    void replace(const Found& found) {
        const string_view old = text_.substr(found.begin, found.end - found.begin);
        const bool block = found.form == Form::block;
        string value = block ? string{} : value_for(found);
        string what =
            string{old} + (block ? " was left out, what it holds was read" : " was read as " + value);
        const bool glued_before = found.begin > 0 && continues_identifier(text_[found.begin - 1]);
        const bool glued_after = continues_identifier(byte(found.end));
        if (glued_before && !block && quote_ == Quote::none && value == "NULL") value = " NULL";
        if (block || (quote_ == Quote::none && !glued_after))
            pad(value, old);
        else
            value += string(static_cast<size_t>(std::count(old.begin(), old.end(), '\n')), '\n');
        replacer_.replace(found.begin, found.end, value, std::move(what));
    }

    static void pad(string& value, string_view old) {
        for (size_t i = 0; i < old.size(); ++i) {
            if (old[i] == '\n')
                value += '\n';
            else if (i >= value.size())
                value += ' ';
        }
    }

    string_view text_;
    Replacer replacer_;
    size_t at_ = 0;
    Quote quote_ = Quote::none;
    string_view body_ = {};
    int brackets_ = 0;
    bool escapes_ = false;
    std::vector<std::pair<size_t, size_t>> data_ = {};
    size_t next_data_ = 0;
    std::set<string_view> variables_ = {};
};

}  // namespace

// Whether there is anything that could begin a template: most scripts have casts and no more.
static bool may_hold_templates(string_view script) {
    for (size_t at = script.find_first_of("{$%:@"); at < script.size(); at = script.find_first_of("{$%:@", at + 1)) {
        const char next = at + 1 < script.size() ? script[at + 1] : '\0';
        switch (script[at]) {
            case '{': if (next == '{' || next == '%' || next == '#') return true; break;
            case '$': if (next == '{') return true; break;
            case '%': if (next == '(') return true; break;
            case ':': if (starts_identifier(next) && (at == 0 || script[at - 1] != ':')) return true; break;
            default: if (starts_identifier(next)) return true; break;
        }
    }
    return false;
}

Replaced render_templates(string_view script) {
    if (!may_hold_templates(script)) return {string{script}, {}};
    return Renderer{script}.run();
}

}  // namespace assay::sql

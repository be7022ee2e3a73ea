// Reads SelectText from tokens, level by level of parentheses.
#include <algorithm>
#include <array>

#include "domain/query/model/select_text.h"

namespace assay::query {

using std::size_t;
using std::string_view;
using sql::TokenKind;

namespace {

constexpr size_t none = static_cast<size_t>(-1);
constexpr int deepest = 64;  // queries within queries: each takes a part of the stack

// Words that cannot be an alias without AS, as far as they may follow an item of FROM or a target.
constexpr std::array<string_view, 23> ends_item{"on",    "using",  "join",   "inner", "left",  "right",   "full",  "cross",
                                                "natural", "where", "group", "having", "window", "order", "limit", "offset",
                                                "fetch", "for",    "union",  "intersect", "except", "tablesample", "as"};

}  // namespace

// Reads by tokens: [first, last) are numbers of tokens.
class SelectReader {
public:
    explicit SelectReader(SelectText& out) : out_{out} {}

    bool read() {
        out_.tokens_ = sql::tokens_of(out_.text_);
        while (!out_.tokens_.empty() && at(out_.tokens_.size() - 1) == ";") out_.tokens_.pop_back();
        if (!match()) return false;
        const auto last = out_.tokens_.size();
        if (!begins_query(0)) return false;
        query(0, last, QueryText::Place::top, -1);
        return !too_deep_ && !out_.queries_.empty() && !out_.queries_[0].selects.empty();
    }

private:
    string_view at(size_t index) const { return index < out_.tokens_.size() ? out_.tokens_[index].in(out_.text_) : string_view{}; }
    bool word(size_t index, string_view lower) const {
        return index < out_.tokens_.size() && out_.tokens_[index].kind == TokenKind::word && sql::is_word(at(index), lower);
    }
    bool name(size_t index) const {
        return index < out_.tokens_.size() && (out_.tokens_[index].kind == TokenKind::word || out_.tokens_[index].kind == TokenKind::identifier);
    }
    TextSpan span(size_t first, size_t last) const {
        last = std::min(last, out_.tokens_.size());
        if (first >= last) return {};
        return {out_.tokens_[first].begin, out_.tokens_[last - 1].end};
    }

    bool match() {
        std::vector<size_t> open;
        out_.partner_.resize(out_.tokens_.size());
        for (size_t i = 0; i < out_.tokens_.size(); ++i) {
            out_.partner_[i] = i;
            if (!out_.tokens_[i].closed) return false;
            if (at(i) == "(" || at(i) == "[") open.push_back(i);
            if (at(i) != ")" && at(i) != "]") continue;
            if (open.empty()) return false;
            out_.partner_[i] = open.back();
            out_.partner_[open.back()] = i;
            open.pop_back();
        }
        return open.empty();
    }
    // The next token on this level.
    size_t after(size_t i) const { return (at(i) == "(" || at(i) == "[" ? out_.partner_[i] : i) + 1; }

    bool begins_query(size_t i) const {
        while (at(i) == "(") ++i;
        return word(i, "select") || word(i, "with") || word(i, "values");
    }

    template <class Test>
    size_t find(size_t first, size_t last, Test test) const {
        for (size_t i = first; i < last; i = after(i))
            if (test(i)) return i;
        return last;
    }

    bool starts_tail(size_t i) const {
        return (word(i, "order") && word(i + 1, "by")) || word(i, "limit") || word(i, "offset") || word(i, "fetch") ||
               (word(i, "for") && (word(i + 1, "update") || word(i + 1, "share") || word(i + 1, "no") || word(i + 1, "key")));
    }

    int query(size_t first, size_t last, QueryText::Place place, int parent) {
        const auto number = static_cast<int>(out_.queries_.size());
        out_.queries_.emplace_back();
        QueryText own;
        const Level level{depth_};
        if (depth_ > deepest) {
            too_deep_ = true;
            return number;
        }
        own.place = place;
        own.parent = parent;
        own.whole = span(first, last);
        size_t i = word(first, "with") ? with(own, first, parent) : first;
        while (i < last) {
            const auto end = find(i, last, [&](size_t k) { return word(k, "union") || word(k, "intersect") || word(k, "except") || starts_tail(k); });
            member(own, number, i, end, parent);
            i = end;
            if (i >= last || starts_tail(i)) break;
            SetOperator operation{{}, std::string{at(i)}, word(i + 1, "all")};
            std::transform(operation.word.begin(), operation.word.end(), operation.word.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
            const auto next = i + (operation.all || word(i + 1, "distinct") ? 2 : 1);
            operation.words = span(i, next);
            own.operators.push_back(operation);
            i = next;
        }
        tail(own, i, last);
        inner_queries(i, last, own.selects.size() == 1 ? own.selects[0] : parent);
        out_.queries_[static_cast<size_t>(number)] = std::move(own);
        return number;
    }

    // The token behind WITH and its tables.
    size_t with(QueryText& own, size_t first, int parent) {
        size_t i = first + 1;
        own.recursive = word(i, "recursive");
        if (own.recursive) ++i;
        for (;;) {
            CommonTable table;
            const auto begin = i;
            table.name = sql::identifier_name(at(i++));
            if (at(i) == "(") i = after(i);
            if (word(i, "as")) ++i;
            if (word(i, "materialized") || (word(i, "not") && word(i + 1, "materialized"))) {
                const auto words = word(i, "not") ? 2u : 1u;
                table.materialized = span(i, i + words);
                i += words;
            }
            if (at(i) != "(") break;
            table.opening = out_.tokens_[i].begin;
            const auto closing = out_.partner_[i];
            if (begins_query(i + 1)) table.query = query(i + 1, closing, QueryText::Place::common_table, parent);
            i = closing + 1;
            table.whole = span(begin, i);
            own.common_tables.push_back(std::move(table));
            if (at(i) != ",") break;
            ++i;
        }
        own.with = {span(first, i), span(first + 1, i)};
        return i;
    }

    void member(QueryText& own, int number, size_t first, size_t last, int parent) {
        if (first < last && at(first) == "(" && out_.partner_[first] + 1 == last) {
            query(first + 1, last - 1, QueryText::Place::member, parent);
            own.selects.push_back(-1);
            return;
        }
        if (!word(first, "select")) {
            own.selects.push_back(-1);
            return;
        }
        own.selects.push_back(select(first, last, number));
    }

    void tail(QueryText& own, size_t i, size_t last) {
        while (i < last) {
            const auto end = find(i + 1, last, [&](size_t k) { return starts_tail(k); });
            const bool order = word(i, "order");
            Clause clause{span(i, end), span(i + (order ? 2 : 1), end)};
            if (order) clause.parts = commas(i + 2, end);
            Clause& place = order ? own.order : word(i, "offset") ? own.offset : word(i, "for") ? own.locking : own.limit;
            place = std::move(clause);
            i = end;
        }
    }

    std::vector<TextSpan> commas(size_t first, size_t last) const {
        std::vector<TextSpan> parts;
        while (first < last) {
            const auto end = find(first, last, [&](size_t k) { return at(k) == ","; });
            parts.push_back(span(first, end));
            first = end + 1;
        }
        return parts;
    }

    int select(size_t first, size_t last, int number) {
        const auto own_number = static_cast<int>(out_.selects_.size());
        out_.selects_.emplace_back();
        Select own;
        own.query = number;
        own.whole = span(first, last);
        own.readable = true;
        size_t i = first + 1;
        if (word(i, "all")) ++i;
        if (word(i, "distinct")) {
            own.distinct_on = word(i + 1, "on");
            const auto end = own.distinct_on ? after(i + 2) : i + 1;
            own.distinct = span(i, end);
            i = end;
        }
        const auto clause_end = [&](size_t from) { return find(from, last, [&](size_t k) { return k > from && starts_clause(k); }); };
        auto end = starts_clause(i) ? i : clause_end(i);
        own.targets_clause = {span(i, end), span(i, end), commas(i, end)};
        for (const auto part : own.targets_clause.parts) own.targets.push_back(target(part));
        while (end < last) {
            const auto begin = end;
            end = clause_end(begin);
            clause(own, begin, end, own_number);
        }
        inner_queries(i, last, own_number, own.from_clause.whole);
        out_.selects_[static_cast<size_t>(own_number)] = std::move(own);
        return own_number;
    }

    bool starts_clause(size_t i) const {
        if (word(i, "from")) return !(i > 0 && word(i - 1, "distinct") && i > 1 && (word(i - 2, "is") || word(i - 2, "not")));
        return word(i, "where") || (word(i, "group") && word(i + 1, "by")) || word(i, "having") || word(i, "window");
    }

    void clause(Select& own, size_t begin, size_t end, int number) {
        const auto body = begin + (word(begin, "group") ? 2u : 1u);
        Clause made{span(begin, end), span(body, end)};
        if (word(begin, "from")) {
            own.from_clause = std::move(made);
            from(own, body, end, number);
        } else if (word(begin, "where") || word(begin, "having")) {
            made.parts = out_.split(made.body, "and");
            (word(begin, "where") ? own.where : own.having) = std::move(made);
        } else if (word(begin, "group")) {
            made.parts = commas(body, end);
            own.group = std::move(made);
        } else {
            own.window = std::move(made);
        }
    }

    Target target(TextSpan part) const {
        const auto tokens = out_.tokens(part);
        Target made{part, part};
        const auto count = tokens.size();
        const auto text = [&](size_t i) { return tokens[i].in(out_.text_); };
        const auto is_name = [&](size_t i) { return tokens[i].kind == TokenKind::word || tokens[i].kind == TokenKind::identifier; };
        if (count >= 3 && is_name(count - 1) && sql::is_word(text(count - 2), "as") && tokens[count - 2].kind == TokenKind::word) {
            made.name = sql::identifier_name(text(count - 1));
            made.expression.end = tokens[count - 3].end;
        } else if (count >= 2 && is_name(count - 1) && !sql::is_word(text(count - 1), "end") && !sql::is_word(text(count - 1), "null") &&
                   (is_name(count - 2) || text(count - 2) == ")" || tokens[count - 2].kind == TokenKind::number || tokens[count - 2].kind == TokenKind::string) &&
                   !sql::is_word(text(count - 2), "not") && !sql::is_word(text(count - 2), "is")) {
            made.name = sql::identifier_name(text(count - 1));
            made.expression.end = tokens[count - 2].end;
        } else if (count == 1 || (count >= 3 && text(count - 2) == ".")) {
            if (is_name(count - 1)) made.name = sql::identifier_name(text(count - 1));
        }
        return made;
    }

    void from(Select& own, size_t first, size_t last, int number) {
        size_t i = first;
        while (i < last) {
            JoinedItem item;
            const auto begin = i;
            i = join_words(item, i);
            if (!own.from.empty() && i == begin) {
                own.readable = false;
                return;
            }
            const auto end = from_item(own, item, i, last, number);
            if (end == none) {
                own.readable = false;
                return;
            }
            item.item = span(i, end);
            i = join_condition(item, end, last);
            item.whole = span(at(begin) == "," ? begin + 1 : begin, i);
            own.from.push_back(std::move(item));
        }
    }

    size_t join_words(JoinedItem& item, size_t i) const {
        using Join = JoinedItem::Join;
        if (at(i) == ",") return i + 1;
        const std::array<std::pair<string_view, Join>, 6> kinds{{{"inner", Join::inner}, {"left", Join::left}, {"right", Join::right},
                                                                 {"full", Join::full}, {"cross", Join::cross}, {"natural", Join::natural}}};
        item.join = word(i, "join") ? Join::inner : Join::comma;
        for (const auto& [text, kind] : kinds)
            if (word(i, text)) item.join = kind;
        while (word(i, "inner") || word(i, "left") || word(i, "right") || word(i, "full") || word(i, "cross") || word(i, "natural") || word(i, "outer")) ++i;
        return word(i, "join") ? i + 1 : i;
    }

    // The token behind "orders o" or "(SELECT …) o"; none when it is neither.
    size_t from_item(Select&, JoinedItem& item, size_t i, size_t last, int number) {
        if (word(i, "lateral")) {
            item.lateral = true;
            ++i;
        }
        if (at(i) == "(") {
            if (!begins_query(i + 1)) return none;
            item.query = query(i + 1, out_.partner_[i], QueryText::Place::from, number);
            i = after(i);
        } else {
            if (word(i, "only") || !name(i)) return none;
            item.table = sql::identifier_name(at(i++));
            if (at(i) == ".") {
                if (i + 1 >= last || !name(i + 1)) return none;
                item.schema = std::move(item.table);
                item.table = sql::identifier_name(at(i + 1));
                i += 2;
            }
            if (at(i) == "(" || at(i) == "*" || word(i, "tablesample")) return none;
            item.alias = item.table;
        }
        if (i < last && word(i, "as")) ++i;
        if (i < last && name(i) && !std::any_of(ends_item.begin(), ends_item.end(), [&](string_view each) { return word(i, each); }))
            item.alias = sql::identifier_name(at(i++));
        if (i < last && at(i) == "(") return none;  // names of columns
        return i < last && word(i, "tablesample") ? none : i;
    }

    size_t join_condition(JoinedItem& item, size_t i, size_t last) const {
        if (i < last && word(i, "using")) {
            for (size_t k = i + 2; k < out_.partner_[i + 1]; ++k)
                if (name(k)) item.using_columns.push_back(sql::identifier_name(at(k)));
            return after(i + 1);
        }
        if (i >= last || !word(i, "on")) return i;
        const auto end = find(i + 1, last, [&](size_t k) {
            if (at(k) == ",") return true;
            if (!(word(k, "join") || word(k, "inner") || word(k, "left") || word(k, "right") || word(k, "full") || word(k, "cross") || word(k, "natural"))) return false;
            return at(k + 1) != "(";  // left('abc', 1)
        });
        item.on = span(i + 1, end);
        return end;
    }

    // Sub-selects within expressions; those of FROM have been read.
    void inner_queries(size_t first, size_t last, int parent, TextSpan but = {}) {
        for (size_t i = first; i < last; ++i) {
            if (at(i) != "(" || !(word(i + 1, "select") || word(i + 1, "with"))) continue;
            const auto begin = out_.tokens_[i].begin;
            const bool in_from = begin >= but.begin && begin < but.end;
            if (!in_from || !is_known(out_.tokens_[i + 1].begin)) query(i + 1, out_.partner_[i], QueryText::Place::expression, parent);
            i = out_.partner_[i];
        }
    }
    bool is_known(size_t begin) const {
        return std::any_of(out_.queries_.begin(), out_.queries_.end(), [&](const auto& each) { return each.whole.begin == begin; });
    }

    // One level of parentheses more, as long as it lives.
    struct Level {
        explicit Level(int& of) : depth{of} { ++depth; }
        ~Level() { --depth; }
        Level(const Level&) = delete;
        Level& operator=(const Level&) = delete;
        int& depth;
    };

    SelectText& out_;
    int depth_ = 0;
    bool too_deep_ = false;
};

std::optional<SelectText> SelectText::read(string_view text) {
    SelectText made;
    made.text_ = text;
    if (!SelectReader{made}.read()) return {};
    return made;
}

}  // namespace assay::query

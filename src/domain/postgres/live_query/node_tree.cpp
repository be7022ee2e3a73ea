#include "domain/postgres/live_query/node_tree.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <iterator>

#include "core/text.h"
#include "world/limits.h"

namespace assay::postgres::live {

using std::string_view;

namespace {

// All lists below are sorted.
template <std::size_t Size>
bool is_among(string_view word, const string_view (&sorted)[Size]) {
    return std::binary_search(std::begin(sorted), std::end(sorted), word);
}

// Nodes of queries that only read, under their names of versions 12 to 18. What locks rows, writes, or asks a sequence
// for its next value is not among them.
constexpr string_view known_tags[]{
    "AGGREF", "ALIAS", "ARRAY", "ARRAYCOERCEEXPR", "ARRAYEXPR", "BOOLEANTEST", "BOOLEXPR", "CASE", "CASEEXPR", "CASETESTEXPR", "CASEWHEN",
    "COALESCE", "COALESCEEXPR", "COERCETODOMAIN", "COERCETODOMAINVALUE", "COERCEVIAIO", "COLLATE", "COLLATEEXPR", "COMMONTABLEEXPR", "CONST",
    "CONVERTROWTYPEEXPR", "CTECYCLECLAUSE", "CTESEARCHCLAUSE", "DISTINCTEXPR", "FIELDSELECT", "FROMEXPR", "FUNCEXPR", "GROUPINGFUNC",
    "GROUPINGSET", "JOINEXPR", "JSONBEHAVIOR", "JSONCONSTRUCTOREXPR", "JSONEXPR", "JSONFORMAT", "JSONISPREDICATE", "JSONRETURNING",
    "JSONTABLEPATH", "JSONTABLEPATHSCAN", "JSONTABLESIBLINGJOIN", "JSONVALUEEXPR", "MINMAX", "MINMAXEXPR", "NAMEDARGEXPR", "NULLIFEXPR",
    "NULLTEST", "OPEXPR", "PARAM", "QUERY", "RANGETBLENTRY", "RANGETBLFUNCTION", "RANGETBLREF", "RELABELTYPE", "ROW", "ROWCOMPARE",
    "ROWCOMPAREEXPR", "ROWEXPR", "RTE", "RTEPERMISSIONINFO", "SCALARARRAYOPEXPR", "SETOPERATIONSTMT", "SORTGROUPCLAUSE", "SQLVALUEFUNCTION",
    "SUBLINK", "SUBSCRIPTINGREF", "TABLEFUNC", "TABLESAMPLECLAUSE", "TARGETENTRY", "VAR", "WHEN", "WINDOWCLAUSE", "WINDOWFUNC",
    "WINDOWFUNCRUNCONDITION", "XMLEXPR"};
constexpr string_view function_fields[]{"aggfnoid", "elemfuncid", "endInRangeFunc", "funcid", "hashfuncid", "negfuncid", "opfuncid", "startInRangeFunc", "winfnoid"};
constexpr string_view operator_fields[]{"cycle_mark_neop", "eqop", "opno", "opnos", "sortop"};
constexpr string_view type_fields[]{"aggargtypes", "aggtranstype", "aggtype", "array_typeid", "casetype", "coalescetype", "colTypes", "coltypes",
                                    "consttype", "ctecoltypes", "cycle_mark_type", "element_typeid", "funccoltypes", "funcresulttype", "minmaxtype",
                                    "opresulttype", "paramtype", "refcontainertype", "refelemtype", "refrestype", "resulttype", "row_typeid",
                                    "typeId", "typid", "vartype", "wintype"};
// Fields whose names end like those above and hold something else.
constexpr string_view other_fields[]{"booltesttype", "btype", "cmptype", "commandType", "format_type", "functype", "item_type", "jointype", "nulltesttype", "rctype", "subLinkType", "type", "varreturningtype"};

struct Item {
    enum class Kind : unsigned char { atom, list, node };
    Kind kind = Kind::atom;
    string_view field = {};  // in its node
    string_view text = {};   // of an atom; of a node its tag
    std::uint32_t first = 0, next = 0;
};

// Values in the order of the text; the first is nothing, so that 0 says "none".
class Reader {
public:
    explicit Reader(string_view text) : text_{text}, items_(1) {}

    Result<std::vector<Item>> read() {
        while (peek(), at_ < text_.size())
            if (!step()) return fail("the server's tree cannot be read: " + problem_);
        if (!open_.empty() || items_.size() < 2) return fail("the server's tree cannot be read: it ends too early");
        return std::move(items_);
    }

private:
    struct Level {
        std::uint32_t item;
        std::uint32_t last = 0;
    };

    // The first character of the next token; NUL at the end.
    char peek() {
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\t')) ++at_;
        return at_ < text_.size() ? text_[at_] : '\0';
    }

    static bool separates(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '(' || c == ')' || c == '{' || c == '}'; }

    // As pg_strtok: a backslash takes the meaning from what follows it.
    string_view atom() {
        peek();
        const auto begin = at_;
        while (at_ < text_.size() && !separates(text_[at_])) at_ += text_[at_] == '\\' && at_ + 1 < text_.size() ? 2 : 1;
        at_ = std::min(at_, text_.size());
        return text_.substr(begin, at_ - begin);
    }

    std::uint32_t add(Item item) {
        const auto index = static_cast<std::uint32_t>(items_.size());
        items_.push_back(item);
        if (open_.empty()) return index;
        auto& level = open_.back();
        (level.last ? items_[level.last].next : items_[level.item].first) = index;
        level.last = index;
        return index;
    }

    bool stop(std::string problem) {
        problem_ = std::move(problem);
        return false;
    }

    bool in_node() const { return !open_.empty() && items_[open_.back().item].kind == Item::Kind::node; }

    bool step() {
        const char c = peek();
        if (c == ')' || c == '}') {
            if (open_.empty() || in_node() != (c == '}')) return stop("a bracket closes nothing");
            open_.pop_back();
            ++at_;
            return true;
        }
        if (!in_node()) return value({});
        const auto label = atom();
        if (label.size() < 2 || label.front() != ':') return stop("a field has no name");
        return value(label.substr(1));
    }

    // What follows a label is its value, whatever it looks like: a name may begin with ':' as well.
    bool value(string_view field) {
        const char c = peek();
        if (c == '(' || c == '{') {
            ++at_;
            Item item{c == '{' ? Item::Kind::node : Item::Kind::list, field, {}, 0, 0};
            if (c == '{') item.text = atom();
            open_.push_back({add(item)});
            return true;
        }
        const auto text = atom();
        if (text.empty()) return stop("a field has no value");
        add({Item::Kind::atom, field, text, 0, 0});
        return bytes(field);
    }

    // A constant's value is its length and then its bytes in brackets, which become a list.
    bool bytes(string_view field) {
        if (field != "constvalue" || peek() != '[') return true;
        atom();
        open_.push_back({add({Item::Kind::list, field, {}, 0, 0})});
        for (auto next = atom(); next != "]"; next = atom()) {
            if (next.empty()) return stop("a constant does not end");
            add({Item::Kind::atom, {}, next, 0, 0});
        }
        open_.pop_back();
        return true;
    }

    string_view text_;
    std::size_t at_ = 0;
    std::vector<Item> items_;
    std::vector<Level> open_;
    std::string problem_;
};

class Walk {
public:
    explicit Walk(const std::vector<Item>& items) : items_{items} {}

    Result<NamedObjects> run() {
        for (std::uint32_t i = 1; i < items_.size(); ++i) {
            if (items_[i].kind == Item::Kind::node && !node(i)) return fail(problem_);
            if (!items_[i].field.empty() && !field(items_[i])) return fail(problem_);
        }
        return std::move(found_);
    }

private:
    static Oid number(string_view text) {
        Oid id = 0;
        std::from_chars(text.data(), text.data() + text.size(), id);
        return id;
    }

    const Item* of(std::uint32_t node, string_view name) const {
        for (auto i = items_[node].first; i; i = items_[i].next)
            if (items_[i].field == name) return &items_[i];
        return nullptr;
    }
    bool is(std::uint32_t node, string_view name, string_view wanted) const {
        const auto* item = of(node, name);
        return item && item->text == wanted;
    }

    bool stop(std::string problem) {
        problem_ = std::move(problem);
        return false;
    }

    bool node(std::uint32_t index) {
        const auto tag = items_[index].text;
        if (!is_among(tag, known_tags)) return stop(fmt::format("a step that is not known to only read ({})", tag));
        if (tag == "QUERY" && !only_reads(index)) return stop("it does more than read");
        if (tag == "TABLESAMPLECLAUSE") {
            const auto* handler = of(index, "tsmhandler");
            if (!handler) return stop("a sample of a table without a method");
            found_.samplers.insert(number(handler->text));
        }
        found_.makes_json = found_.makes_json || starts_with(tag, "JSON");
        columns(index);
        setting(index);
        return true;
    }

    bool only_reads(std::uint32_t query) const {
        return is(query, "commandType", "1") && is(query, "utilityStmt", "<>") && is(query, "resultRelation", "0") && is(query, "rowMarks", "<>") &&
               is(query, "hasModifyingCTE", "false") && is(query, "hasForUpdate", "false");
    }

    // Bits are numbers of columns, moved so that those of the system fit.
    void columns(std::uint32_t index) {
        constexpr int moved = 7;  // FirstLowInvalidHeapAttributeNumber of 12 and newer
        const auto *relation = of(index, "relid"), *bits = of(index, "selectedCols");
        if (!relation || !bits) return;
        for (auto i = bits->first; i; i = items_[i].next)
            if (items_[i].text != "b") found_.columns[number(relation->text)].insert(static_cast<int>(number(items_[i].text)) - moved);
    }

    // current_setting(text), current_setting(text, boolean): by their ids, which never change.
    void setting(std::uint32_t index) {
        if (items_[index].text != "FUNCEXPR") return;
        const auto *id = of(index, "funcid"), *arguments = of(index, "args");
        if (!id || (id->text != "2077" && id->text != "3294")) return;
        std::string name;
        if (arguments && arguments->first && items_[arguments->first].text == "CONST") name = constant_text(arguments->first);
        found_.settings.insert(std::move(name));
    }

    // Of a constant of type text: its bytes after the four of its length.
    std::string constant_text(std::uint32_t constant) const {
        constexpr std::size_t header = 4;
        std::string text;
        for (auto i = items_[constant].first; i; i = items_[i].next) {
            if (items_[i].field != "constvalue" || items_[i].kind != Item::Kind::list) continue;
            for (auto byte = items_[i].first; byte; byte = items_[byte].next) {
                int value = 0;
                std::from_chars(items_[byte].text.data(), items_[byte].text.data() + items_[byte].text.size(), value);
                text += static_cast<char>(value);
            }
        }
        return text.size() > header ? text.substr(header) : std::string{};
    }

    bool field(const Item& item) {
        if (is_among(item.field, function_fields)) return take(item, found_.functions);
        if (is_among(item.field, operator_fields)) return take(item, found_.operators);
        if (is_among(item.field, type_fields)) return take(item, found_.types);
        if (item.field == "relid") return take(item, found_.relations);
        // A field that a later version may have, and that is none of these.
        if (is_suspicious(item.field) && item.kind == Item::Kind::atom && number(item.text) != 0 && !is_among(item.field, other_fields))
            return stop(fmt::format("an id whose meaning is not known ({} {})", item.field, item.text));
        return true;
    }

    static bool is_suspicious(string_view field) {
        for (const auto end : {"funcid", "fnoid", "Func", "opno", "type", "typeid", "typid", "Type", "handler"})
            if (ends_with(field, end) && field != "tsmhandler") return true;
        return false;
    }

    bool take(const Item& item, std::set<Oid>& ids) {
        const auto keep = [&](string_view text) {
            if (const Oid id = number(text); id != 0) ids.insert(id);
        };
        if (item.kind == Item::Kind::atom) keep(item.text);
        if (item.kind == Item::Kind::list)
            for (auto i = item.first; i; i = items_[i].next) keep(items_[i].text);
        return true;
    }

    const std::vector<Item>& items_;
    NamedObjects found_;
    std::string problem_;
};

}  // namespace

Result<NamedObjects> named_objects(string_view tree) {
    if (tree.size() > limits::node_tree_bytes) return fail(fmt::format("what it does takes the server more than {} bytes to say", limits::node_tree_bytes));
    const auto items = Reader{tree}.read();
    if (!items) return tl::unexpected(items.error());
    return Walk{*items}.run();
}

}  // namespace assay::postgres::live

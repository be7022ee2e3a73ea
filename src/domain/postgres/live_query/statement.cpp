#include "domain/postgres/live_query/statement.h"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>

#include "core/text.h"
#include "sql/tokens.h"
#include "sql/tree.h"
#include "world/limits.h"

namespace assay::postgres::live {

using std::string_view;

namespace {

constexpr string_view expected = "expected one SELECT, VALUES, TABLE or WITH … SELECT, or EXPLAIN of one";
constexpr string_view explain_options[]{"analyze", "buffers", "costs", "format", "generic_plan", "memory", "serialize", "settings", "summary", "timing", "verbose", "wal"};

std::string lower(string_view text) {
    std::string result{text};
    std::transform(result.begin(), result.end(), result.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return result;
}

// EXPLAIN's options are read by tokens, so that they are written anew and what follows is a query of its own.
class ExplainReader {
public:
    ExplainReader(string_view text, const std::vector<sql::Token>& tokens) : text_{text}, tokens_{tokens} {}

    // Nothing where the text does not begin with EXPLAIN.
    Result<Statement> read() {
        if (!is("explain")) return Statement{std::string{text_}, {}, {}};
        ++at_;
        std::vector<std::string> options;
        if (is("(")) {
            if (auto good = in_brackets(options); !good) return tl::unexpected(good.error());
        } else {
            for (; is("analyze") || is("verbose"); ++at_) options.push_back(word());
        }
        const auto begin = at_ < tokens_.size() ? tokens_[at_].begin : text_.size();
        return Statement{std::string{text_.substr(begin)}, options.empty() ? "explain " : "explain (" + joined(options, ", ") + ") ", {}};
    }

private:
    std::string word() const {
        auto text = at_ < tokens_.size() ? lower(tokens_[at_].in(text_)) : std::string{};
        return text == "analyse" ? "analyze" : text;
    }
    bool is(string_view wanted) const { return word() == wanted; }

    Result<void> in_brackets(std::vector<std::string>& options) {
        do {
            ++at_;
            auto option = word();
            if (std::find(std::begin(explain_options), std::end(explain_options), option) == std::end(explain_options))
                return fail(fmt::format("EXPLAIN has no option '{}' here", option));
            for (++at_; at_ < tokens_.size() && !is(",") && !is(")"); ++at_) {
                const auto kind = tokens_[at_].kind;
                if (kind != sql::TokenKind::word && kind != sql::TokenKind::number) return fail("EXPLAIN: an option's value is a word here");
                option += " " + word();
            }
            options.push_back(std::move(option));
        } while (is(","));
        if (!is(")")) return fail("EXPLAIN: the list of options has no end");
        ++at_;
        return {};
    }

    string_view text_;
    const std::vector<sql::Token>& tokens_;
    std::size_t at_ = 0;
};

std::set<std::string> words_of_tree(const sql::Tree& tree) {
    std::set<std::string> words;
    for (std::uint32_t i = 1; i <= tree.size(); ++i)
        if (const auto text = tree.at(i).text(); !text.empty()) words.emplace(text);
    return words;
}

// Where the grammar is newer than ours: as names are folded, and as they stand. U&"…" may be any name, which "" says.
std::set<std::string> words_of_tokens(string_view text) {
    std::set<std::string> words;
    for (const auto& token : sql::tokens_of(text)) {
        const auto written = token.in(text);
        const bool escaped = token.kind == sql::TokenKind::identifier && written.front() != '"';
        words.insert(escaped ? std::string{} : sql::identifier_name(written));
        words.emplace(written);
    }
    return words;
}

// What a SELECT may hold that writes, locks, or waits for values.
Result<void> only_reads(const sql::Tree& tree) {
    const auto root = tree.root();
    const auto statements = root["stmts"];
    if (statements.size() != 1) return fail(fmt::format("{}; these are {} statements", expected, statements.size()));
    const auto tag = (*statements.begin())["stmt"].tag();
    if (tag != "SelectStmt") return fail(fmt::format("{}; this is {}", expected, ends_with(tag, "Stmt") ? tag.substr(0, tag.size() - 4) : tag));
    std::string problem;
    for (const auto& [key, what] : {std::pair<string_view, string_view>{"intoClause", "SELECT INTO makes a table"}, {"lockingClause", "FOR UPDATE and the like lock rows"},
                                    {"InsertStmt", "INSERT writes"}, {"UpdateStmt", "UPDATE writes"}, {"DeleteStmt", "DELETE writes"}, {"MergeStmt", "MERGE writes"},
                                    {"ParamRef", "$1 and the like have no value here: write the values"}})
        root.each(key, [&, found = what](sql::Node) { problem = found; });
    return problem.empty() ? Result<void>{} : fail(problem);
}

}  // namespace

Result<Statement> read_question(const sql::Parser& parser, string_view text) {
    text = trimmed(text);
    if (text.empty()) return fail(fmt::format("{}; this is empty", expected));
    if (text.size() > limits::question_bytes) return fail(fmt::format("a statement of {} bytes: at most {} are taken here", text.size(), limits::question_bytes));
    if (text.find('\0') != text.npos) return fail("a NUL byte");
    const auto tokens = sql::tokens_of(text);
    auto statement = ExplainReader{text, tokens}.read();
    if (!statement) return statement;
    const auto tree = sql::Tree::parse(parser, statement->query);
    if (!tree) {
        statement->words = words_of_tokens(statement->query);
        return statement;
    }
    if (auto good = only_reads(*tree); !good) return tl::unexpected(good.error());
    statement->words = words_of_tree(*tree);
    return statement;
}

std::set<std::string> words_of(const sql::Parser& parser, string_view query) {
    const auto tree = sql::Tree::parse(parser, query);
    return tree ? words_of_tree(*tree) : words_of_tokens(query);
}

}  // namespace assay::postgres::live

// DO blocks: the SQL in them that runs as it stands.
#include <algorithm>
#include <array>

#include "core/text.h"
#include "domain/migration/read/read.h"
#include "sql/tokens.h"

namespace assay::migration {

namespace {

using sql::Token;
using sql::TokenKind;

constexpr std::array<std::string_view, 15> verbs{"alter", "create", "drop", "update", "delete", "insert", "truncate", "lock", "refresh",
                                                 "reindex", "cluster", "comment", "grant", "revoke", "with"};
constexpr std::array<std::string_view, 5> openers{"begin", "then", "else", "loop", "declare"};

template <std::size_t N>
bool is_one(std::string_view word, const std::array<std::string_view, N>& words) {
    return std::any_of(words.begin(), words.end(), [&](std::string_view each) { return sql::is_word(word, each); });
}

// The body between its quotes, and where it stands in the statement.
std::string_view body_of(std::string_view statement, std::size_t& offset) {
    for (const auto& token : sql::tokens_of(statement)) {
        if (token.kind != TokenKind::dollar_string && token.kind != TokenKind::string) continue;
        const auto body = sql::string_body(token.in(statement));
        offset = static_cast<std::size_t>(body.data() - statement.data());
        return body;
    }
    return {};
}

class Block {
public:
    Block(const sql::Parser& parser, Statement& statement) : parser_{parser}, statement_{statement} {}

    void read() {
        body_ = body_of(statement_.text, offset_);
        const auto tokens = sql::tokens_of(body_);
        std::size_t first = 0;  // token that the present piece begins with
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            const auto word = tokens[i].in(body_);
            const bool in_sql = first < i && is_one(tokens[first].in(body_), verbs);
            if (tokens[i].kind == TokenKind::symbol && word == ";") {
                take(tokens, first, i);
                first = i + 1;
            } else if (tokens[i].kind == TokenKind::word && !in_sql && is_one(word, openers)) {
                first = i + 1;
            }
        }
    }

private:
    void take(const std::vector<Token>& tokens, std::size_t first, std::size_t end) {
        if (first >= end) return;
        const auto word = tokens[first].in(body_);
        if (is_one(word, verbs)) return parse(body_.substr(tokens[first].begin, tokens[end].begin - tokens[first].begin), tokens[first].begin);
        if (!sql::is_word(word, "execute")) return;
        const auto& text = tokens[first + 1 < end ? first + 1 : first];
        const bool plain = first + 2 == end && (text.kind == TokenKind::string || text.kind == TokenKind::dollar_string);
        if (!plain) {
            statement_.opaque = true;
            return;
        }
        const auto inside = sql::string_body(text.in(body_));
        parse(replaced(inside, "''", "'"), static_cast<std::size_t>(inside.data() - body_.data()));
    }

    void parse(std::string_view text, std::size_t begin) {
        auto tree = sql::Tree::parse(parser_, text);
        if (!tree) return;
        auto& kept = statement_.inner.emplace_back(std::make_unique<sql::Tree>(std::move(*tree)));
        for (const sql::Node each : kept->root()["stmts"])
            for (auto& change : changes_in(each["stmt"])) {
                change.offset += offset_ + begin;
                change.in_block = true;
                statement_.changes.push_back(std::move(change));
            }
    }

    const sql::Parser& parser_;
    Statement& statement_;
    std::string_view body_;
    std::size_t offset_ = 0;
};

}  // namespace

void read_block(const sql::Parser& parser, Statement& statement) { Block{parser, statement}.read(); }

}  // namespace assay::migration

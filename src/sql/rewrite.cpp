#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <utility>

#include "sql/facts.h"

namespace assay::sql {

using std::size_t;
using std::string;
using std::string_view;

namespace {

// Settings that came after 15 and that dumps and migrations set.
constexpr std::array<string_view, 14> newer_settings{"transaction_timeout",
                                                     "event_triggers",
                                                     "allow_alter_system",
                                                     "restrict_nonsystem_relation_kind",
                                                     "createrole_self_grant",
                                                     "scram_iterations",
                                                     "reserved_connections",
                                                     "vacuum_buffer_usage_limit",
                                                     "idle_replication_slot_timeout",
                                                     "io_method",
                                                     "io_combine_limit",
                                                     "file_copy_method",
                                                     "enable_self_join_elimination",
                                                     "enable_distinct_reordering"};

struct Change {
    size_t end;
    string replacement;
};

// Collects changes by tokens. A shorter replacement is padded with blanks, line breaks are kept, so that
// what follows stays where it was whenever it can.
class Rewriter {
public:
    explicit Rewriter(string_view text) : text_{text}, tokens_{tokens_of(text)} {}
    Rewriter(string_view text, const std::vector<Token>& tokens) : text_{text}, tokens_{tokens} {}

    size_t size() const { return tokens_.size(); }
    string_view at(size_t index) const {
        return index < tokens_.size() ? tokens_[index].in(text_) : string_view{};
    }
    TokenKind kind(size_t index) const {
        return index < tokens_.size() ? tokens_[index].kind : TokenKind::end;
    }
    bool word(size_t index, string_view lower_case) const {
        return kind(index) == TokenKind::word && is_word(at(index), lower_case);
    }
    bool name(size_t index) const {
        return kind(index) == TokenKind::word || kind(index) == TokenKind::identifier;
    }
    // The index after the parenthesis that closes the one at `index`; size() when none does.
    size_t after_parentheses(size_t index) {
        if (after_.empty()) match_parentheses();
        return after_[index];
    }

    // Replaces the tokens [first, last).
    void replace(size_t first, size_t last, string replacement) {
        if (first >= last || last > tokens_.size()) return;
        changes_.insert({tokens_[first].begin, {tokens_[last - 1].end, std::move(replacement)}});
    }
    void insert_after(size_t index, string addition) {
        changes_.insert({tokens_[index].end, {tokens_[index].end, std::move(addition)}});
    }

    string apply() {
        string out;
        out.reserve(text_.size());
        size_t done = 0;
        for (const auto& [begin, change] : changes_) {
            if (begin < done) continue;
            out += text_.substr(done, begin - done);
            out += change.replacement;
            const string_view replaced = text_.substr(begin, change.end - begin);
            for (size_t i = 0; i < replaced.size(); ++i)
                if (replaced[i] == '\n' || i >= change.replacement.size())
                    out += replaced[i] == '\n' ? '\n' : ' ';
            done = change.end;
        }
        out += text_.substr(done);
        return out;
    }

private:
    void match_parentheses() {
        after_.assign(tokens_.size(), tokens_.size());
        std::vector<size_t> open;
        for (size_t i = 0; i < tokens_.size(); ++i) {
            if (at(i) == "(") open.push_back(i);
            if (at(i) != ")" || open.empty()) continue;
            after_[open.back()] = i + 1;
            open.pop_back();
        }
    }

    string_view text_;
    std::vector<Token> tokens_;
    std::vector<size_t> after_ = {};  // for each token that opens a parenthesis
    std::multimap<size_t, Change> changes_ = {};  // by where they begin; what came first stays first
};

// What the rewriting for 15 carries along.
class For15 {
public:
    explicit For15(string_view text) : text_{text}, tokens_{text} {}

    Rewrite run() {
        if (skipped_setting()) return {{}, std::move(notes_)};
        table_ = starts_table();
        if (tokens_.word(0, "grant")) grant_of_role();
        for (size_t i = 0; i < tokens_.size(); ++i) {
            const string_view token = tokens_.at(i);
            if (token == "(") ++depth_;
            if (token == ")") --depth_;
            if (tokens_.kind(i) == TokenKind::number) number(i);
            if (!table_ || tokens_.kind(i) != TokenKind::word) continue;
            generated(i);
            enforced(i);
            not_null(i);
            storage(i);
            temporal(i);
        }
        if (notes_.empty()) return {string{text_}, {}};
        return {tokens_.apply(), std::move(notes_)};
    }

private:
    void note(string text) {
        if (std::find(notes_.begin(), notes_.end(), text) == notes_.end()) notes_.push_back(std::move(text));
    }

    bool skipped_setting() {
        size_t name = 1;
        if (tokens_.word(1, "session") || tokens_.word(1, "local")) name = 2;
        if (!tokens_.word(0, "set") && !tokens_.word(0, "reset")) return false;
        for (const string_view setting : newer_settings)
            if (tokens_.word(name, setting)) {
                note("skipped: PostgreSQL 15 has no setting " + string{setting});
                return true;
            }
        return false;
    }

    bool starts_table() const {
        if (!tokens_.word(0, "create") && !tokens_.word(0, "alter")) return false;
        for (size_t i = 1; i < 4; ++i)
            if (tokens_.word(i, "table")) return true;
        return false;
    }

    void generated(size_t i) {
        if (!tokens_.word(i, "generated") || !tokens_.word(i + 1, "always") || !tokens_.word(i + 2, "as") ||
            tokens_.at(i + 3) != "(")
            return;
        const size_t after = tokens_.after_parentheses(i + 3);
        if (tokens_.word(after, "stored")) return;
        if (tokens_.word(after, "virtual"))
            tokens_.replace(after, after + 1, "STORED");
        else if (tokens_.at(after - 1) == ")")
            tokens_.insert_after(after - 1, " STORED");
        else
            return;
        note("a VIRTUAL generated column became STORED");
    }

    void enforced(size_t i) {
        if (!tokens_.word(i, "enforced")) return;
        const string_view before = tokens_.at(i - 1);
        const bool ends = i + 1 == tokens_.size() || tokens_.at(i + 1) == "," || tokens_.at(i + 1) == ")";
        if (tokens_.word(i - 1, "not")) {
            tokens_.replace(i - 1, i + 1, "");
            note("NOT ENFORCED was left out: the constraint is enforced here");
        } else if (ends && before != "," && before != "(" && !tokens_.word(i - 1, "column")) {
            tokens_.replace(i, i + 1, "");
            note("ENFORCED was left out: it is what PostgreSQL 15 does");
        }
    }

    // NOT NULL as a constraint of the table, with a name or without.
    void not_null(size_t i) {
        if (!tokens_.word(i, "not") || !tokens_.word(i + 1, "null") || !tokens_.name(i + 2) || i < 1) return;
        size_t start = i;
        if (i >= 3 && tokens_.word(i - 2, "constraint")) start = i - 2;
        const bool element = (tokens_.at(start - 1) == "," && depth_ == 1) ||
                             (tokens_.at(start - 1) == "(" && depth_ == 1) ||
                             (tokens_.word(start - 1, "add") && depth_ == 0);
        if (!element) return;
        tokens_.replace(i, i + 3, "CHECK (" + string{tokens_.at(i + 2)} + " IS NOT NULL)");
        note("a NOT NULL constraint of the table became a CHECK");
    }

    void storage(size_t i) {
        if (!tokens_.word(i, "storage") || depth_ != 1 || !tokens_.word(0, "create") || i < 2) return;
        if (tokens_.at(i - 1) == "," || tokens_.at(i - 1) == "(") return;
        for (const string_view mode : {"plain", "external", "extended", "main", "default"})
            if (tokens_.word(i + 1, mode)) {
                tokens_.replace(i, i + 2, "");
                note("STORAGE in CREATE TABLE was left out");
                return;
            }
    }

    void temporal(size_t i) {
        if (tokens_.word(i, "without") && tokens_.word(i + 1, "overlaps")) {
            tokens_.replace(i, i + 2, "");
            note("WITHOUT OVERLAPS was left out: the key compares whole ranges here");
        }
        if (tokens_.word(i, "period") && depth_ > 0 && tokens_.name(i + 1) && tokens_.at(i + 2) == ")" &&
            tokens_.at(i - 1) == ",") {
            tokens_.replace(i, i + 1, "");
            note("PERIOD was left out: the foreign key compares whole ranges here");
        }
    }

    // 1_000 and 0xff: PostgreSQL 15 reads "1 AS _000" without a word.
    void number(size_t i) {
        const string_view token = tokens_.at(i);
        string digits;
        for (const char c : token)
            if (c != '_') digits += c;
        if (digits.size() > 2 && digits[0] == '0' &&
            string_view{"xXoObB"}.find(digits[1]) != string_view::npos) {
            const int base = digits[1] == 'x' || digits[1] == 'X'   ? 16
                             : digits[1] == 'o' || digits[1] == 'O' ? 8
                                                                    : 2;
            unsigned long long value = 0;
            const char* end = digits.data() + digits.size();
            const auto [stop, failed] = std::from_chars(digits.data() + 2, end, value, base);
            if (failed != std::errc{} || stop != end) return;
            digits = std::to_string(value);
        } else if (digits.size() == token.size()) {
            return;
        }
        tokens_.replace(i, i + 1, digits);
        note("a number was written as PostgreSQL 15 reads it: " + digits);
    }

    // GRANT role TO role WITH INHERIT TRUE, SET FALSE, ADMIN TRUE.
    void grant_of_role() {
        size_t with = 0;
        size_t end = tokens_.size();
        bool newer = false;
        bool admin = false;
        for (size_t i = 1; i < tokens_.size(); ++i) {
            if (tokens_.word(i, "on")) return;
            if (tokens_.word(i, "with")) with = i;
            if (tokens_.word(i, "granted") && with != 0) end = std::min(end, i);
            if (with == 0 || i >= end) continue;
            newer = newer || tokens_.word(i, "inherit") || tokens_.word(i, "set") ||
                    tokens_.word(i, "true") || tokens_.word(i, "false");
            admin = admin || (tokens_.word(i, "admin") && !tokens_.word(i + 1, "false"));
        }
        if (!newer) return;
        tokens_.replace(with, end, admin ? "WITH ADMIN OPTION" : "");
        note("the options of a role's grant that PostgreSQL 15 lacks were left out");
    }

    string_view text_;
    Rewriter tokens_;
    bool table_ = false;
    int depth_ = 0;
    std::vector<string> notes_ = {};
};

// REINDEX (VERBOSE, CONCURRENTLY) …: blanks the option and one comma, or the parentheses when it is alone.
void blank_option(Rewriter& rewriter, size_t open, size_t option) {
    const size_t close = rewriter.after_parentheses(open) - 1;
    size_t end = option + 1;
    while (end < close && rewriter.at(end) != ",") ++end;
    if (option == open + 1 && end == close)
        rewriter.replace(open, close + 1, "");
    else if (end < close)
        rewriter.replace(option, end + 1, "");
    else
        rewriter.replace(option - 1, end, "");
}

}  // namespace

Rewrite rewrite_for_15(string_view text) {
    return For15{text}.run();
}

std::optional<string> without_concurrently(string_view text, const std::vector<Token>& tokens) {
    Rewriter rewriter{text, tokens};
    const bool last = rewriter.word(0, "alter");
    size_t found = 0;
    size_t open = 0;
    bool inside = false;
    for (size_t i = 1; i < rewriter.size() && (found == 0 || last); ++i) {
        if (rewriter.at(i) == "(") open = i;
        if (rewriter.at(i) == ")") open = 0;
        if (!rewriter.word(i, "concurrently")) continue;
        found = i;
        inside = open != 0 && rewriter.word(0, "reindex");
    }
    if (found == 0) return std::nullopt;
    if (inside)
        blank_option(rewriter, open, found);
    else
        rewriter.replace(found, found + 1, "");
    return rewriter.apply();
}

}  // namespace assay::sql

#include "sql/script.h"

#include <algorithm>
#include <cstring>

#include "sql/tokens.h"

namespace assay::sql {
namespace {

using std::size_t;
using std::string_view;

constexpr string_view byte_order_mark = "\xef\xbb\xbf";

int count_lines(string_view text) {
    return static_cast<int>(std::count(text.begin(), text.end(), '\n'));
}

size_t line_end(string_view text, size_t from) {
    const size_t end = text.find('\n', from);
    return end == text.npos ? text.size() : end;
}

// Lines and columns of ever larger offsets; each byte is looked at once.
class Lines {
public:
    explicit Lines(string_view text, size_t start) : text_{text}, at_{start}, line_start_{start} {}

    void advance(size_t offset) {
        if (offset <= at_) return;
        const string_view passed = text_.substr(at_, offset - at_);
        line_ += count_lines(passed);
        const size_t newline = passed.rfind('\n');
        if (newline != passed.npos) line_start_ = at_ + newline + 1;
        at_ = offset;
    }
    int line() const { return line_; }
    int column() const { return static_cast<int>(at_ - line_start_) + 1; }

private:
    string_view text_;
    size_t at_;
    size_t line_start_;
    int line_ = 1;
};

// Commands that send what stands before them, as a semicolon does.
bool sends_the_statement(string_view command) {
    for (const string_view known : {"g", "gx", "gexec", "gset", "gdesc", "watch", "crosstabview", "parse",
                                    "bind", "bind_named", "sendpipeline"})
        if (command == known) return true;
    return false;
}

// What is known of the statement that is being read.
struct Open {
    bool begun = false;
    size_t start = 0;
    size_t end = 0;  // of its last token
    size_t parentheses = 0;
    size_t first_open = 0;        // where the outermost open parenthesis or atomic body stands
    size_t bodies = 0;            // BEGIN ATOMIC and the CASEs within
    size_t hidden_semicolon = 0;  // the first one within them; 0: none
    int words = 0;
    bool create = false;
    bool routine = false;
    bool copy = false;
    bool copy_from = false;
    bool copy_from_stdin = false;
    bool after_begin = false;
};

class Splitter {
public:
    Splitter(string_view input, size_t start)
        : input_{input}, lexer_{input, start}, lines_{input, start}, last_end_{start} {}

    std::vector<Piece> run() {
        while (true) {
            const Token token = lexer_.next();
            const bool stuck = token.kind == TokenKind::end || !token.closed;
            if (stuck && recover_at_hidden_semicolon()) continue;
            if (!token.closed) unclosed(token);
            if (stuck) break;
            if (token.kind != TokenKind::comment) take(token);
        }
        if (open_.begun) end_statement({});
        return std::move(pieces_);
    }

private:
    void take(const Token& token) {
        if (token.kind == TokenKind::backslash) return backslash(token);
        const char c = input_[token.begin];
        if (token.kind == TokenKind::symbol && c == ';' && semicolon(token)) return;
        if (!open_.begun) {
            open_ = Open{};
            open_.begun = true;
            open_.start = token.begin;
        }
        open_.end = token.end;
        if (token.kind == TokenKind::word) return word(token);
        open_.after_begin = false;
        if (token.kind != TokenKind::symbol || !count_parentheses_) return;
        if (c == '(' && open_.parentheses++ == 0 && open_.bodies == 0) open_.first_open = token.begin;
        if (c == ')' && open_.parentheses > 0) --open_.parentheses;
    }

    // True when it ends the statement (or is an empty one), false when it stands within it.
    bool semicolon(const Token& token) {
        if (open_.begun && (open_.parentheses > 0 || open_.bodies > 0)) {
            if (open_.hidden_semicolon == 0) open_.hidden_semicolon = token.begin;
            return false;
        }
        if (open_.begun)
            end_statement(token.in(input_));
        else
            last_end_ = token.end;
        return true;
    }

    void word(const Token& token) {
        const string_view text = token.in(input_);
        const int index = open_.words < 100 ? open_.words++ : open_.words;
        if (index == 0 && is_word(text, "delimiter")) return delimiter(token);
        if (index == 0) {
            open_.create = is_word(text, "create");
            open_.copy = is_word(text, "copy");
        } else if (open_.create && index <= 3) {
            if (is_word(text, "function") || is_word(text, "procedure"))
                open_.routine = true;
            else if (!is_word(text, "or") && !is_word(text, "replace"))
                open_.create = false;
        }
        if (open_.routine && count_parentheses_ && open_.parentheses == 0) body_word(token, text);
        if (open_.copy && open_.parentheses == 0) {
            if (open_.copy_from && is_word(text, "stdin")) open_.copy_from_stdin = true;
            open_.copy_from = is_word(text, "from");
        }
    }

    // Inside a function that is written in SQL proper, CASE … END stands within BEGIN ATOMIC … END.
    void body_word(const Token& token, string_view text) {
        if (open_.bodies == 0) {
            if (open_.after_begin && is_word(text, "atomic")) {
                open_.bodies = 1;
                open_.first_open = token.begin;
            }
            open_.after_begin = is_word(text, "begin");
        } else if (is_word(text, "case")) {
            ++open_.bodies;
        } else if (is_word(text, "end")) {
            --open_.bodies;
        }
    }

    void delimiter(const Token& token) {
        const size_t end = line_end(input_, token.begin);
        add_broken(token.begin, end, "DELIMITER is a command of MySQL's client; statements end with ;");
        lexer_.seek(end);
        open_ = Open{};
    }

    Piece& add(PieceKind kind, size_t begin, size_t end) {
        lines_.advance(begin);
        Piece piece;
        piece.kind = kind;
        piece.text = input_.substr(begin, end - begin);
        piece.before = input_.substr(last_end_, begin - last_end_);
        piece.offset = begin;
        piece.line = lines_.line();
        piece.column = lines_.column();
        last_end_ = end;
        return pieces_.emplace_back(std::move(piece));
    }

    void add_broken(size_t begin, size_t end, std::string problem) {
        while (end > begin && (input_[end - 1] == '\n' || input_[end - 1] == '\r' || input_[end - 1] == ' '))
            --end;
        add(PieceKind::broken, begin, end).problem = std::move(problem);
    }

    void end_statement(string_view terminator) {
        Piece& piece = add(PieceKind::statement, open_.start, open_.end);
        piece.terminator = terminator;
        if (!terminator.empty())
            last_end_ = static_cast<size_t>(terminator.data() - input_.data()) + terminator.size();
        heed_string_setting(piece.text);
        const bool data = open_.copy_from_stdin && terminator == ";";
        open_ = Open{};
        if (data) copy_data();
    }

    // Dumps of old servers say in the file how their strings are to be read.
    void heed_string_setting(string_view statement) {
        if (statement.size() > 80 || statement.empty() || (statement[0] != 's' && statement[0] != 'S'))
            return;
        const auto tokens = tokens_of(statement);
        if (tokens.size() != 4 || !is_word(tokens[0].in(statement), "set") ||
            !is_word(tokens[1].in(statement), "standard_conforming_strings"))
            return;
        lexer_.let_backslash_escape(is_word(tokens[3].in(statement), "off"));
    }

    // The lines after this one, to a line of "\." or the end.
    void copy_data() {
        const size_t end_of_line = line_end(input_, lexer_.position());
        const string_view rest = input_.substr(lexer_.position(), end_of_line - lexer_.position());
        if (const auto tokens = tokens_of(rest); !tokens.empty())
            add_broken(lexer_.position() + tokens.front().begin, end_of_line,
                       "skipped: it stands on the line of COPY … FROM stdin, after its semicolon");
        const size_t begin = std::min(end_of_line + 1, input_.size());
        size_t end = begin;
        size_t next = begin;
        string_view mark;
        while (next < input_.size()) {
            end = next;
            const size_t stop = line_end(input_, next);
            next = std::min(stop + 1, input_.size());
            if (input_[end] == '\\' && (stop == end + 2 || (stop == end + 3 && input_[end + 2] == '\r')) &&
                input_[end + 1] == '.') {
                mark = input_.substr(end, 2);
                break;
            }
            end = next;
        }
        add(PieceKind::copy_data, begin, end).terminator = mark;
        last_end_ = mark.empty() ? end : end + 2;
        lexer_.seek(last_end_);
    }

    void backslash(const Token& token) {
        size_t name_end = token.end;
        while (name_end < input_.size() && starts_identifier(input_[name_end])) ++name_end;
        const string_view command = input_.substr(token.end, name_end - token.end);
        const char after = token.end < input_.size() ? input_[token.end] : '\n';
        if (command.empty() && (after == ';' || after == '\\')) {
            lexer_.seek(token.end + 1);
            if (open_.begun && after == ';') return end_statement(input_.substr(token.begin, 2));
            if (!open_.begun) last_end_ = token.end + 1;
            return;
        }
        const size_t end = command_end(name_end, command);
        const bool sends = sends_the_statement(command);
        const string_view arguments = input_.substr(name_end, end - name_end);
        const bool plain = sends && tokens_of(arguments).empty() && (command == "g" || command == "gx");
        if (open_.begun)
            end_statement(sends ? input_.substr(token.begin, name_end - token.begin) : string_view{});
        lexer_.seek(end);
        if (plain) {
            last_end_ = end;
            return;
        }
        meta(token.begin, end, command);
    }

    void meta(size_t begin, size_t end, string_view command) {
        while (end > begin + 1 &&
               (input_[end - 1] == ' ' || input_[end - 1] == '\t' || input_[end - 1] == '\r'))
            --end;
        // After \gset and the like the statement's terminator covers the command's name.
        last_end_ = std::min(last_end_, begin);
        Piece& piece = add(PieceKind::meta, begin, end);
        if (command != "copy") return;
        const string_view text = piece.text;
        bool from = false;
        for (const Token& token : tokens_of(text)) {
            const string_view here = token.in(text);
            if (from && (is_word(here, "stdin") || is_word(here, "pstdin"))) return copy_data();
            from = token.kind == TokenKind::word && is_word(here, "from");
        }
    }

    // A command runs to the end of the line, or to a backslash outside quotes. \copy and \! take the line.
    size_t command_end(size_t from, string_view command) const {
        const bool whole_line =
            command == "copy" || (command.empty() && from < input_.size() && input_[from] == '!');
        if (whole_line) return line_end(input_, from);
        char quote = '\0';
        for (size_t i = from; i < input_.size(); ++i) {
            const char c = input_[i];
            if (c == '\n') return i;
            if (quote == '\0') {
                if (c == '\\') return i;
                if (c == '\'' || c == '"' || c == '`') quote = c;
            } else if (c == quote) {
                quote = '\0';
            } else if (c == '\\' && quote == '\'' && i + 1 < input_.size() && input_[i + 1] != '\n') {
                ++i;
            }
        }
        return input_.size();
    }

    Location place(size_t offset) const {
        return locate(input_.substr(last_end_), offset - last_end_, place_of_last_end());
    }
    Location place_of_last_end() const {
        Lines lines = lines_;
        lines.advance(last_end_);
        return {{}, lines.line(), lines.column()};
    }

    static std::string at(const Location& location) {
        return "line " + std::to_string(location.line) + ", column " + std::to_string(location.column);
    }

    void unclosed(const Token& token) {
        const char* what = token.kind == TokenKind::comment         ? "comment"
                           : token.kind == TokenKind::identifier    ? "quoted identifier"
                           : token.kind == TokenKind::dollar_string ? "dollar-quoted string"
                                                                    : "string";
        const Location where = place(token.begin);
        const int skipped = count_lines(input_.substr(token.begin));
        const size_t begin = open_.begun ? open_.start : token.begin;
        add_broken(begin, input_.size(),
                   std::string{"the "} + what + " that begins at " + at(where) +
                       " is not closed: nothing after it could be read, " + std::to_string(skipped) +
                       (skipped == 1 ? " line" : " lines") + " to the end");
        open_ = Open{};
    }

    // At the end of the input with a parenthesis or body still open: what hid a semicolon is broken, and
    // from there on every semicolon ends a statement. Happens once, so the whole stays linear.
    bool recover_at_hidden_semicolon() {
        if (!open_.begun || open_.hidden_semicolon == 0 || !count_parentheses_) return false;
        if (open_.parentheses == 0 && open_.bodies == 0) return false;
        const char* what = open_.bodies > 0 ? "BEGIN ATOMIC" : "parenthesis";
        const size_t end = open_.hidden_semicolon;
        add_broken(open_.start, end,
                   std::string{"the "} + what + " at " + at(place(open_.first_open)) +
                       " is not closed: from its first semicolon on, every semicolon was taken as an end");
        last_end_ = end + 1;
        lexer_.seek(end + 1);
        count_parentheses_ = false;
        open_ = Open{};
        return true;
    }

    string_view input_;
    Lexer lexer_;
    Lines lines_;
    size_t last_end_;
    Open open_ = {};
    bool count_parentheses_ = true;
    std::vector<Piece> pieces_ = {};
};

}  // namespace

Location locate(string_view text, size_t offset, const Location& start) {
    const string_view passed = text.substr(0, std::min(offset, text.size()));
    const size_t newline = passed.rfind('\n');
    Location found = start;
    found.line += count_lines(passed);
    found.column = newline == passed.npos ? start.column + static_cast<int>(passed.size())
                                          : static_cast<int>(passed.size() - newline);
    return found;
}

Result<std::vector<Piece>> split(string_view input, const std::string& file) {
    if (input.starts_with("\xff\xfe") || input.starts_with("\xfe\xff"))
        return fail("this is UTF-16 text; save it as UTF-8", {file, 1, 1});
    const size_t start = input.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
    const void* nul = input.empty() ? nullptr : std::memchr(input.data(), '\0', input.size());
    if (nul) {
        const auto offset = static_cast<size_t>(static_cast<const char*>(nul) - input.data());
        return fail("a NUL byte: this is not SQL text (UTF-16, or a dump in pg_dump's own format?)",
                    locate(input, offset, {file, 1, 1}));
    }
    return Splitter{input, start}.run();
}

}  // namespace assay::sql

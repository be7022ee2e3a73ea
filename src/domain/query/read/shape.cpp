#include "domain/query/read/shape.h"

#include <xxhash.h>

#include <array>
#include <cstring>

#include "sql/byte_class.h"
#include "sql/tokens.h"

namespace assay::query {

namespace {

using std::size_t;
using std::string_view;

constexpr string_view folded_mark = " /*, ... */";  // as PostgreSQL 18 marks lists in pg_stat_statements

using namespace sql::bytes;

// In lower case where the byte may stand in a word, 0 where it may not.
constexpr std::array<char, 256> make_word_bytes() {
    std::array<char, 256> table{};
    for (unsigned i = 0; i < 256; ++i) {
        const char c = static_cast<char>(i);
        if (c >= 'A' && c <= 'Z')
            table[i] = static_cast<char>(c + 32);
        else if (class_of(c) == letter || class_of(c) == digit || c == '$')
            table[i] = c;
    }
    return table;
}
constexpr auto word_bytes = make_word_bytes();

// What a keyword says of the token after it.
enum Follows : unsigned char {
    nothing = 0,
    relation = 1,   // a name whose digits are folded
    apart = 2,      // "(" stands apart from it, and "-" is a sign
    in_list = 4,
    value_rows = 8,
    array = 16,
};

// The first eight bytes of a word, for a switch over keywords.
constexpr std::uint64_t packed(string_view word) {
    std::uint64_t value = 0;
    for (size_t i = 0; i < word.size() && i < 8; ++i)
        value |= static_cast<std::uint64_t>(static_cast<unsigned char>(word[i])) << (8 * i);
    return value;
}

// Reads eight bytes, however short the word is.
std::uint64_t packed_at(const char* word, size_t length) {
    std::uint64_t value = 0;
    std::memcpy(&value, word, 8);
    return length < 8 ? value & ((std::uint64_t{1} << (8 * length)) - 1) : value;
}

unsigned follows(const char* word, size_t length) {
    if (length < 2 || length > 10) return nothing;
    switch (packed_at(word, length)) {
        case packed("from"): case packed("join"): case packed("into"): case packed("update"): case packed("using"):
            return relation | apart;
        case packed("table"): case packed("only"): case packed("truncate"): case packed("copy"): case packed("index"):
        case packed("analyze"): case packed("vacuum"): case packed("savepoint"): case packed("release"):
        case packed("execute"): case packed("deallocate"): case packed("declare"): case packed("prepare"):
        case packed("fetch"): case packed("close"): case packed("to"): case packed("view"): case packed("exists"):
            return relation | apart;
        case packed("in"):
            return in_list | apart;
        case packed("values"):
            return value_rows | apart;
        case packed("array"):
            return array;
        case packed("select"): case packed("where"): case packed("and"): case packed("or"): case packed("not"):
        case packed("on"): case packed("as"): case packed("by"): case packed("case"): case packed("when"):
        case packed("then"): case packed("else"): case packed("limit"): case packed("offset"): case packed("between"):
        case packed("like"): case packed("ilike"): case packed("having"): case packed("set"): case packed("return"):
        case packed("returning"): case packed("union"): case packed("all"): case packed("except"):
        case packed("intersect"): case packed("distinct"): case packed("with"): case packed("lateral"):
        case packed("is"): case packed("over"): case packed("filter"): case packed("default"):
            return apart;
        default:
            return nothing;
    }
}

}  // namespace

// One statement on its way through the normaliser.
class Shaper::Pass {
public:
    Pass(string_view text, std::string& out, std::vector<Frame>& frames) : text_{text}, out_{out}, frames_{frames} {
        // Each byte of input makes at most two of output, and a list of seven bytes, in(1,1), a mark.
        if (const size_t most = text.size() * 3 + 64; out_.size() < most) out_.resize(most);
        write_ = out_.data();
        frames_.clear();
        frames_.push_back({});
    }

    string_view run() {
        while (at_ < text_.size()) token();
        end_rows();
        return {out_.data(), written()};
    }

private:
    size_t written() const { return static_cast<size_t>(write_ - out_.data()); }
    char peek(size_t index) const { return index < text_.size() ? text_[index] : '\0'; }

    void token();
    void word();
    void quoted_name(size_t quote);
    void literal(size_t end);
    void operators();
    void punctuation(char c);
    void open(char c);
    void close();
    void comma();
    size_t string_end(size_t quote, bool escapes) const;
    size_t number_end() const;
    bool dollar();
    bool comment();

    // A blank before the next token, unless it stands at a begin or after an opening bracket or dot.
    void separate() {
        if (!joined_ && write_ != out_.data()) *write_++ = ' ';
        joined_ = false;
    }
    void end_rows();
    bool end_element(Fold& fold);

    string_view text_;
    std::string& out_;
    std::vector<Frame>& frames_;
    size_t at_ = 0;
    char* write_ = nullptr;
    bool joined_ = false;        // the next token follows without a blank
    bool operand_ = false;       // the last token ends an operand: "-" after it is no sign
    bool after_word_ = false;    // the last token was a word that "(" may follow without a blank
    bool relation_ = false;      // the last word names a relation
    unsigned follows_ = nothing; // what the last keyword said
};

string_view Shaper::normal_form(string_view statement) {
    while (!statement.empty() && (class_of(statement.back()) == blank || statement.back() == ';')) statement.remove_suffix(1);
    return Pass{statement, out_, frames_}.run();
}

void Shaper::Pass::token() {
    const char c = text_[at_];
    switch (class_of(c)) {
        case blank:
            ++at_;
            return;
        case letter:
            return word();
        case digit:
            return literal(number_end());
        case operation:
            if (!comment()) operators();
            return;
        default:
            break;
    }
    if (c == '\'') return literal(string_end(at_, false));
    if (c == '"') return quoted_name(at_);
    if (c == '$' && dollar()) return;
    if (c == '.' && class_of(peek(at_ + 1)) == digit && !operand_) return literal(number_end());
    punctuation(c);
}

void Shaper::Pass::word() {
    const char next = peek(at_ + 1);
    if (next == '\'' || next == '&') {
        const char first = static_cast<char>(text_[at_] | 0x20);
        if (next == '\'' && (first == 'e' || first == 'b' || first == 'x' || first == 'n'))
            return literal(string_end(at_ + 1, first == 'e'));
        if (next == '&' && first == 'u' && peek(at_ + 2) == '\'') return literal(string_end(at_ + 2, false));
        if (next == '&' && first == 'u' && peek(at_ + 2) == '"') return quoted_name(at_ + 2);
    }
    end_rows();
    separate();
    char* const begin = write_;
    bool digits = false;
    while (at_ < text_.size()) {
        const char byte = word_bytes[static_cast<unsigned char>(text_[at_])];
        if (byte == 0) break;
        digits |= byte >= '0' && byte <= '9';
        *write_++ = byte;
        ++at_;
    }
    const auto length = static_cast<size_t>(write_ - begin);
    relation_ = (follows_ & relation) != 0;
    if (digits && relation_) {  // two digits or more become "#"
        char* to = begin;
        for (char* from = begin; from < write_;) {
            char* end = from;
            while (end < write_ && class_of(*end) == digit) ++end;
            if (end - from >= 2) *to++ = '#';
            if (end - from == 1) *to++ = *from;
            from = end;
            if (from < write_) *to++ = *from++;
        }
        write_ = to;
    }
    const unsigned said = digits ? static_cast<unsigned>(nothing) : follows(begin, length);
    follows_ = said;
    operand_ = said == nothing;
    after_word_ = !(said & apart);
    Frame& frame = frames_.back();
    if (said & value_rows) frame.rows = {.on = true};
}

void Shaper::Pass::quoted_name(size_t quote) {
    end_rows();
    separate();
    const bool fold = relation_ = (follows_ & relation) != 0;
    size_t end = quote + 1;
    while (end < text_.size()) {
        const void* found = std::memchr(text_.data() + end, '"', text_.size() - end);
        end = found ? static_cast<size_t>(static_cast<const char*>(found) - text_.data()) + 1 : text_.size();
        if (peek(end) != '"') break;
        ++end;
    }
    for (size_t i = at_; i < end;) {
        size_t run = i;
        while (fold && run < end && class_of(text_[run]) == digit) ++run;
        if (run - i >= 2) {
            *write_++ = '#';
            i = run;
        } else {
            *write_++ = text_[i++];
        }
    }
    at_ = end;
    follows_ = nothing;
    operand_ = after_word_ = true;
}

void Shaper::Pass::literal(size_t end) {
    end_rows();
    separate();
    *write_++ = '$';
    at_ = end;
    follows_ = nothing;
    operand_ = true;
    after_word_ = false;
}

size_t Shaper::Pass::string_end(size_t quote, bool escapes) const {
    size_t end = quote + 1;
    while (end < text_.size()) {
        if (escapes) {
            while (end < text_.size() && text_[end] != '\'' && text_[end] != '\\') ++end;
            if (peek(end) == '\\') {
                end += 2;
                continue;
            }
        } else {
            const void* found = std::memchr(text_.data() + end, '\'', text_.size() - end);
            end = found ? static_cast<size_t>(static_cast<const char*>(found) - text_.data()) : text_.size();
        }
        if (peek(end + 1) != '\'') return std::min(end + 1, text_.size());
        end += 2;
    }
    return text_.size();
}

size_t Shaper::Pass::number_end() const {
    size_t end = at_;
    bool point = false;
    while (end < text_.size()) {
        const char c = text_[end];
        const bool sign = (c == '+' || c == '-') && end > at_ && (text_[end - 1] | 0x20) == 'e' && class_of(peek(end + 1)) == digit;
        if (c == '.' && !point && peek(end + 1) != '.')
            point = true;
        else if (class_of(c) != digit && class_of(c) != letter && !sign)
            break;
        ++end;
    }
    return end;
}

// $1, or $tag$…$tag$.
bool Shaper::Pass::dollar() {
    size_t end = at_ + 1;
    if (class_of(peek(end)) == digit) {
        while (class_of(peek(end)) == digit) ++end;
        literal(end);
        return true;
    }
    while (class_of(peek(end)) == letter || class_of(peek(end)) == digit) ++end;
    if (peek(end) != '$') return false;
    const string_view tag = text_.substr(at_, end + 1 - at_);
    const size_t closing = text_.find(tag, end + 1);
    literal(closing == text_.npos ? text_.size() : closing + tag.size());
    return true;
}

// A comment at the current place is passed over.
bool Shaper::Pass::comment() {
    const char c = text_[at_], next = peek(at_ + 1);
    if ((c != '-' || next != '-') && (c != '/' || next != '*')) return false;
    sql::Lexer lexer{text_, at_};
    at_ = lexer.next().end;
    return true;
}

void Shaper::Pass::operators() {
    const char c = text_[at_];
    const char next = peek(at_ + 1);
    const bool number_follows = class_of(next) == digit || (next == '.' && class_of(peek(at_ + 2)) == digit);
    if (c == '-' && number_follows && !operand_) {  // the sign belongs to the number
        ++at_;
        return literal(number_end());
    }
    end_rows();
    if (c == '*' && joined_) {  // count(*), t.*
        *write_++ = '*';
        ++at_;
        joined_ = false;
        operand_ = true;
        after_word_ = false;
        follows_ = nothing;
        return;
    }
    separate();
    const size_t begin = at_;
    while (at_ < text_.size() && class_of(text_[at_]) == operation) {
        const char here = text_[at_], after = peek(at_ + 1);
        if (at_ > begin && ((here == '-' && after == '-') || (here == '/' && after == '*'))) break;
        // "a=-1": the sign is no part of the operator, as PostgreSQL's own lexer has it.
        if (at_ > begin && here == '-' && (class_of(after) == digit || class_of(after) == letter)) break;
        *write_++ = here;
        ++at_;
    }
    follows_ = nothing;
    operand_ = after_word_ = false;
}

void Shaper::Pass::punctuation(char c) {
    switch (c) {
        case '(':
        case '[':
            return open(c);
        case ')':
        case ']':
            return close();
        case ',':
            return comma();
        default:
            break;
    }
    end_rows();
    if (c == '.') {  // keeps what the keyword before the name said: schema.table_01
        *write_++ = '.';
        joined_ = true;
        ++at_;
        follows_ = after_word_ && relation_ ? static_cast<unsigned>(relation) : static_cast<unsigned>(nothing);
        operand_ = false;
        return;
    }
    const bool cast = c == ':' && peek(at_ + 1) == ':';
    if (!cast && c != ';') separate();
    *write_++ = c < 0x20 ? '?' : c;
    if (cast) *write_++ = ':';
    at_ += cast ? 2 : 1;
    joined_ = cast;
    follows_ = nothing;
    operand_ = after_word_ = false;
}

void Shaper::Pass::open(char c) {
    const bool row = c == '(' && frames_.back().rows.on;
    const bool list = c == '(' ? (follows_ & in_list) != 0 : (follows_ & array) != 0;
    if (c == '[' || (after_word_ && c == '(')) joined_ = true;
    if (row) joined_ = false;
    separate();
    if (row) frames_.back().rows.element = written();
    *write_++ = c;
    ++at_;
    frames_.push_back({});
    if (list) frames_.back().list = {.on = true, .element = written(), .first = written()};
    joined_ = true;
    follows_ = nothing;
    operand_ = after_word_ = false;
}

// The element that ends here: taken back when it is equal to the first. False when the list is no repetition.
bool Shaper::Pass::end_element(Fold& fold) {
    if (fold.first_end == 0) {
        fold.first = fold.element;
        fold.first_end = written();
        return true;
    }
    const string_view all{out_.data(), written()};
    const auto first = all.substr(fold.first, fold.first_end - fold.first);
    if (all.substr(fold.element) != first) return false;
    write_ = out_.data() + fold.first_end;
    fold.folded = true;
    return true;
}

void Shaper::Pass::close() {
    end_rows();
    if (frames_.size() > 1) {
        Fold& list = frames_.back().list;
        if (list.on) {
            end_element(list);
            if (list.folded) {
                std::memcpy(write_, folded_mark.data(), folded_mark.size());
                write_ += folded_mark.size();
            }
        }
    }
    *write_++ = text_[at_++];
    if (frames_.size() > 1) {
        frames_.pop_back();
        Fold& rows = frames_.back().rows;
        if (rows.on && !end_element(rows)) rows.on = false;
    }
    joined_ = false;
    follows_ = nothing;
    operand_ = true;
    after_word_ = false;
}

void Shaper::Pass::comma() {
    Frame& frame = frames_.back();
    if (frame.list.on && !end_element(frame.list)) frame.list.on = false;
    *write_++ = ',';
    ++at_;
    if (frame.list.on) {
        *write_++ = ' ';
        frame.list.element = written();
        joined_ = true;
    } else {
        joined_ = false;
    }
    follows_ = nothing;
    operand_ = after_word_ = false;
}

// Something other than a row or a comma: the rows of VALUES at this level are over.
void Shaper::Pass::end_rows() {
    Fold& rows = frames_.back().rows;
    if (!rows.on || rows.first_end == 0) return;
    if (rows.folded) {
        std::memcpy(write_, folded_mark.data(), folded_mark.size());
        write_ += folded_mark.size();
    }
    rows = {};
}

std::uint64_t shape_hash(string_view normal_form) { return XXH3_64bits(normal_form.data(), normal_form.size()); }

std::string shown_form(string_view normal_form) {
    std::string shown;
    shown.reserve(normal_form.size() + 16);
    bool quoted = false;
    int number = 0;
    for (size_t i = 0; i < normal_form.size(); ++i) {
        const char c = normal_form[i];
        quoted ^= c == '"';
        shown += c;
        const bool inside_word = i > 0 && word_bytes[static_cast<unsigned char>(normal_form[i - 1])] != 0;
        if (c == '$' && !quoted && !inside_word) shown += std::to_string(++number);
    }
    return shown;
}

std::string parsable_form(string_view normal_form) {
    std::string form = shown_form(normal_form);
    for (size_t at = form.find('#'); at != form.npos; at = form.find('#', at + 1))
        if (at > 0 && (word_bytes[static_cast<unsigned char>(form[at - 1])] != 0 || form[at - 1] == '"')) form.replace(at, 1, "00");
    return form;
}

string_view prepared_statement(string_view statement) {
    sql::Lexer lexer{statement};
    auto token = lexer.next();
    if (!sql::is_word(token.in(statement), "prepare")) return statement;
    while (token.kind != sql::TokenKind::end) {
        token = lexer.next();
        if (sql::is_word(token.in(statement), "as")) return statement.substr(token.end);
    }
    return statement;
}

}  // namespace assay::query

#include "sql/psql.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "sql/tokens.h"

namespace assay::sql {

using std::size_t;
using std::string;
using std::string_view;

namespace {

bool is_variable_byte(char c) {
    return continues_identifier(c) && c != '$';
}

string in_quotes(string_view text, char mark) {
    string out{mark};
    for (const char c : text) {
        if (c == mark) out += mark;
        out += c;
    }
    return out + mark;
}

// A variable's use that begins at a colon: its name, how it is quoted, and where it ends; end 0: none.
struct Use {
    string_view name = {};
    char quote = '\0';
    bool asks_if_set = false;  // :{?name}
    size_t end = 0;
};

Use use_at(string_view text, size_t colon) {
    Use use;
    size_t begin = colon + 1;
    if (begin >= text.size()) return use;
    if (text[begin] == '\'' || text[begin] == '"') use.quote = text[begin++];
    if (text.substr(begin, 2) == "{?") {
        use.asks_if_set = true;
        begin += 2;
    }
    size_t end = begin;
    while (end < text.size() && is_variable_byte(text[end])) ++end;
    use.name = text.substr(begin, end - begin);
    const char closing = use.asks_if_set ? '}' : use.quote;
    if (use.name.empty()) return use;
    if (closing != '\0' && (end >= text.size() || text[end] != closing)) return use;
    use.end = closing != '\0' ? end + 1 : end;
    return use;
}

// The text that takes its place; nothing when the variable is not set.
std::optional<string> value_of(const Use& use, const PsqlState& state) {
    const auto found = state.variables.find(use.name);
    if (use.asks_if_set) return found == state.variables.end() ? "FALSE" : "TRUE";
    if (found == state.variables.end()) return std::nullopt;
    if (use.quote != '\0') return in_quotes(found->second, use.quote);
    return found->second;
}

// Arguments ---------------------------------------------------------------------------------------------

class Arguments {
public:
    Arguments(string_view text, const PsqlState& state) : text_{text}, state_{state} {}

    // The next argument, with quotes taken off and variables put in; nothing at the end.
    std::optional<string> next() {
        while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
        if (at_ >= text_.size()) return std::nullopt;
        string argument;
        while (at_ < text_.size() && !is_blank(text_[at_])) {
            const char c = text_[at_];
            if (c == '\'')
                single_quoted(argument);
            else if (c == '"')
                double_quoted(argument);
            else if (c == ':')
                variable(argument);
            else {
                runs_program_ = runs_program_ || c == '`';
                argument += c;
                ++at_;
            }
        }
        return argument;
    }

    std::vector<string> all() {
        std::vector<string> arguments;
        while (auto argument = next()) arguments.push_back(std::move(*argument));
        return arguments;
    }

    bool runs_program() const { return runs_program_; }

private:
    static bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

    void single_quoted(string& argument) {
        for (++at_; at_ < text_.size(); ++at_) {
            const char c = text_[at_];
            if (c == '\'' && text_.substr(at_ + 1, 1) == "'")
                ++at_;
            else if (c == '\'')
                break;
            else if (c == '\\' && at_ + 1 < text_.size()) {
                argument += unescaped(text_[++at_]);
                continue;
            }
            argument += text_[at_];
        }
        if (at_ < text_.size()) ++at_;
    }

    static char unescaped(char c) {
        switch (c) {
            case 'n':
                return '\n';
            case 't':
                return '\t';
            case 'r':
                return '\r';
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            default:
                return c;
        }
    }

    void double_quoted(string& argument) {
        const size_t end = std::min(text_.find('"', at_ + 1), text_.size());
        argument += text_.substr(at_ + 1, end - at_ - 1);
        at_ = std::min(end + 1, text_.size());
    }

    void variable(string& argument) {
        const Use use = use_at(text_, at_);
        const auto value = use.end != 0 ? value_of(use, state_) : std::nullopt;
        argument += value ? *value : ":";
        at_ = value ? use.end : at_ + 1;
    }

    string_view text_;
    const PsqlState& state_;
    size_t at_ = 0;
    bool runs_program_ = false;
};

// \if ---------------------------------------------------------------------------------------------------

// As psql reads a boolean: any beginning of true, false, yes, no that is not ambiguous, on, off, 1, 0.
std::optional<bool> truth(string_view text) {
    string lower = identifier_name(text);
    if (lower.empty()) return std::nullopt;
    for (const auto& [word, value] :
         {std::pair<string_view, bool>{"true", true}, {"false", false}, {"yes", true}, {"no", false}})
        if (word.starts_with(lower)) return value;
    if (lower == "on" || lower == "1") return true;
    if (lower == "off" || lower == "of" || lower == "0") return false;
    return std::nullopt;
}

bool condition(const std::vector<string>& arguments, Meta& meta) {
    string expression;
    for (const string& argument : arguments) expression += (expression.empty() ? "" : " ") + argument;
    const auto value = truth(expression);
    if (!value) {
        meta.kind = MetaKind::broken;
        meta.reason =
            "\\" + meta.command + " wants true or false, not \"" + expression + "\": taken as false";
    }
    return value.value_or(false);
}

void broken(Meta& meta, string reason) {
    meta.kind = MetaKind::broken;
    meta.reason = std::move(reason);
}

// True when the command was one of \if, \elif, \else, \endif.
bool conditional(Meta& meta, const std::vector<string>& arguments, PsqlState& state) {
    const string& command = meta.command;
    if (command == "if") {
        const bool outer = !state.skipping();
        const bool holds = outer && condition(arguments, meta);
        state.branches.push_back({holds, holds, outer, false});
        return true;
    }
    if (command != "elif" && command != "else" && command != "endif") return false;
    if (state.branches.empty()) {
        broken(meta, "\\" + command + " without \\if");
        return true;
    }
    PsqlState::Branch& branch = state.branches.back();
    if (command == "endif") {
        state.branches.pop_back();
    } else if (branch.at_else) {
        broken(meta, "\\" + command + " after \\else");
    } else {
        const bool open = branch.outer_active && !branch.taken;
        branch.active = open && (command == "else" || condition(arguments, meta));
        branch.taken = branch.taken || branch.active;
        branch.at_else = command == "else";
    }
    return true;
}

// \copy -------------------------------------------------------------------------------------------------

// \copy TABLE [(columns)] | (query)  from | to  'file' | program 'command' | stdin | pstdin | stdout
// [options]
void copy(Meta& meta, string_view text) {
    const auto tokens = tokens_of(text);
    int depth = 0;
    size_t direction = tokens.size();
    for (size_t i = 0; i < tokens.size() && direction == tokens.size(); ++i) {
        const string_view token = tokens[i].in(text);
        if (token == "(") ++depth;
        if (token == ")") --depth;
        if (depth == 0 && i > 0 && (is_word(token, "from") || is_word(token, "to"))) direction = i;
    }
    if (direction + 1 >= tokens.size()) return broken(meta, "\\copy wants: table from 'file', or to 'file'");
    const Token& target = tokens[direction + 1];
    const string_view end = target.in(text);
    meta.copy_from = is_word(tokens[direction].in(text), "from");
    if (is_word(end, "program")) {
        meta.kind = MetaKind::refused;
        meta.reason = "\\copy … program runs a program";
        return;
    }
    // An unquoted file name runs to the next blank, whatever it holds.
    size_t target_end = target.end;
    if (target.kind == TokenKind::string) {
        meta.path = string_body(end);
    } else if (is_word(end, "stdin") || is_word(end, "pstdin") || is_word(end, "stdout") ||
               is_word(end, "pstdout")) {
        meta.copy_end = meta.copy_from ? CopyEnd::inline_data : CopyEnd::standard_output;
    } else {
        target_end = std::min(text.find_first_of(" \t\r", target.begin), text.size());
        meta.path = text.substr(target.begin, target_end - target.begin);
    }
    meta.kind = MetaKind::copy;
    const string_view what = text.substr(tokens[0].begin, tokens[direction - 1].end - tokens[0].begin);
    meta.statement = "COPY " + string{what} + (meta.copy_from ? " FROM STDIN" : " TO STDOUT") +
                     string{text.substr(target_end)};
}

// All others --------------------------------------------------------------------------------------------

struct Known {
    string_view command;
    string_view reason = {};  // refused for this reason; empty: of no consequence
};

constexpr std::array refused_commands = std::to_array<Known>({
    {"!", "\\! runs a program"},
    {"o", "\\o sends output to a file or a program"},
    {"out", "\\o sends output to a file or a program"},
    {"w", "\\w writes a file"},
    {"write", "\\w writes a file"},
    {"s", "\\s writes a file"},
    {"g", "\\g with a file or options sends output to a file or a program"},
    {"gx", "\\gx with a file or options sends output to a file or a program"},
    {"gexec", "\\gexec runs what the query returns, which is not known before"},
    {"gset", "\\gset sets variables to what the query returns, which is not known before"},
    {"watch", "\\watch runs the query again and again"},
    {"bind", "\\bind gives parameters to the query"},
    {"bind_named", "\\bind_named gives parameters to the query"},
    {"cd", "\\cd changes the folder that later files are looked for in"},
    {"e", "\\e opens an editor"},
    {"edit", "\\e opens an editor"},
    {"ef", "\\ef opens an editor"},
    {"ev", "\\ev opens an editor"},
    {"lo_import", "\\lo_import reads a file"},
    {"lo_export", "\\lo_export writes a file"},
    {"getenv", "\\getenv reads the environment"},
    {"setenv", "\\setenv changes the environment"},
});

constexpr std::array dropped_commands = std::to_array<string_view>({"echo",
                                                                    "qecho",
                                                                    "warn",
                                                                    "pset",
                                                                    "timing",
                                                                    "encoding",
                                                                    "prompt",
                                                                    "x",
                                                                    "a",
                                                                    "t",
                                                                    "T",
                                                                    "H",
                                                                    "f",
                                                                    "C",
                                                                    "restrict",
                                                                    "unrestrict",
                                                                    "conninfo",
                                                                    "copyright",
                                                                    "errverbose",
                                                                    "gdesc",
                                                                    "crosstabview",
                                                                    "h",
                                                                    "help",
                                                                    "p",
                                                                    "print",
                                                                    "password",
                                                                    "r",
                                                                    "reset",
                                                                    "sf",
                                                                    "sf+",
                                                                    "sv",
                                                                    "sv+",
                                                                    "z",
                                                                    "zS",
                                                                    "l",
                                                                    "l+",
                                                                    "list",
                                                                    "list+",
                                                                    "?",
                                                                    "html",
                                                                    "flush",
                                                                    "sendpipeline",
                                                                    "startpipeline",
                                                                    "endpipeline",
                                                                    "syncpipeline",
                                                                    "flushrequest",
                                                                    "getresults",
                                                                    "parse",
                                                                    "close_prepared",
                                                                    "lo_list",
                                                                    "lo_unlink"});

bool is_dropped(string_view command) {
    if (command.starts_with('d') && command.size() <= 6) return true;  // \d, \dt+, \dRs
    return std::find(dropped_commands.begin(), dropped_commands.end(), command) != dropped_commands.end();
}

void set_variable(const std::vector<string>& arguments, PsqlState& state) {
    if (arguments.empty()) return;
    string value;
    for (size_t i = 1; i < arguments.size(); ++i) value += arguments[i];
    state.variables[arguments[0]] = value;
}

void include(Meta& meta, const std::vector<string>& arguments) {
    if (arguments.empty()) return broken(meta, "\\" + meta.command + " wants a file");
    meta.kind = MetaKind::include;
    meta.path = arguments[0];
    meta.relative_to_file = meta.command == "ir" || meta.command == "include_relative";
}

void connect(Meta& meta, const std::vector<string>& arguments) {
    meta.kind = MetaKind::connect;
    meta.reason = arguments.empty() ? "reconnects" : "goes on in database " + arguments[0];
}

bool is_one_of(string_view command, std::initializer_list<string_view> names) {
    return std::find(names.begin(), names.end(), command) != names.end();
}

void other(Meta& meta, const std::vector<string>& arguments, PsqlState& state) {
    const string_view command = meta.command;
    if (command == "set") return set_variable(arguments, state);
    if (command == "unset") {
        if (!arguments.empty()) state.variables.erase(arguments[0]);
        return;
    }
    if (is_one_of(command, {"i", "include", "ir", "include_relative"})) return include(meta, arguments);
    if (is_one_of(command, {"c", "connect"})) return connect(meta, arguments);
    if (is_one_of(command, {"q", "quit"})) {
        meta.kind = MetaKind::quit;
        return;
    }
    for (const Known& known : refused_commands)
        if (known.command == command) {
            meta.kind = MetaKind::refused;
            meta.reason = known.reason;
            return;
        }
    if (!is_dropped(command)) broken(meta, "psql has no command \\" + meta.command);
}

// The command's name ends at a blank, or after a name's letters: \i'file', \!ls.
size_t command_end(string_view text) {
    if (text.size() > 1 && (text[1] == '!' || text[1] == '?')) return 2;
    size_t end = 1;
    while (end < text.size() && (continues_identifier(text[end]) || text[end] == '+' || text[end] == '.'))
        ++end;
    return end;
}

}  // namespace

Meta interpret(const Piece& piece, PsqlState& state) {
    Meta meta;
    const size_t end = std::min(command_end(piece.text), piece.text.size());
    meta.command = piece.text.substr(1, end - 1);
    const string_view rest = piece.text.substr(end);
    const bool whole_line = meta.command == "copy" || meta.command == "!";
    Arguments reader{rest, state};
    const auto arguments = whole_line ? std::vector<string>{} : reader.all();
    if (conditional(meta, arguments, state) || state.skipping()) return meta;
    if (reader.runs_program()) {
        meta.kind = MetaKind::refused;
        meta.reason = "backquotes run a program";
    } else if (meta.command == "copy") {
        copy(meta, rest);
    } else {
        other(meta, arguments, state);
    }
    return meta;
}

Replaced interpolate(string_view statement, const PsqlState& state, std::vector<string>& unknown) {
    Replacer replacer{statement};
    Lexer lexer{statement};
    int brackets = 0;
    for (Token token = lexer.next(); token.kind != TokenKind::end; token = lexer.next()) {
        const string_view text = token.in(statement);
        if (text == "[") ++brackets;
        if (text == "]") --brackets;
        if (token.kind != TokenKind::symbol || text != ":") continue;
        const Use use = use_at(statement, token.begin);
        if (use.end == 0) continue;
        const bool glued = token.begin > 0 && continues_identifier(statement[token.begin - 1]);
        if (const auto value = value_of(use, state)) {
            replacer.replace(token.begin, use.end, *value, "variable " + string{use.name});
        } else if (use.quote != '\0' || (brackets <= 0 && !glued && starts_identifier(use.name[0]))) {
            unknown.emplace_back(use.name);
        }
        lexer.seek(use.end);
    }
    return replacer.finish();
}

}  // namespace assay::sql

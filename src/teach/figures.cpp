#include "teach/figures.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <set>

#include "core/text.h"

namespace assay::teach {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) || (c & 0x80) != 0; }

// Words after which a number says which one, not how much.
constexpr std::array names{"PostgreSQL", "Postgres", "Python", "Node",   "Node.js", "Java",   "JDK",   "Redis",  "MongoDB", "Django",  "FastAPI", "Express", "Spring", "Boot",
                           "Kafka",      "RabbitMQ", "Pydantic", "SQLAlchemy", "TypeScript", "ECMAScript", "Debian", "RFC", "PEP", "JEP", "JSR", "ISO", "TLS", "OAuth", "OpenID",
                           "HTTP",       "OpenAPI", "Unicode", "CVE", "OWASP", "section", "chapter", "step", "version", "revision", "Lua", "Fastify", "React", "NIST", "FIPS", "top", "Top"};

bool is_name(std::string_view word) { return std::find(names.begin(), names.end(), word) != names.end(); }

struct Number {
    std::string_view text;
    std::size_t at = 0;
};

std::size_t end_of_number(std::string_view text, std::size_t at) {
    while (at < text.size() && (is_digit(text[at]) || ((text[at] == ',' || text[at] == '.') && at + 1 < text.size() && is_digit(text[at + 1])))) ++at;
    return at;
}

// Numbers that stand by themselves: not in "p99", "UTF-8", "HTTP/2", "3NF" or "5xx".
std::vector<Number> numbers_in(std::string_view text) {
    std::vector<Number> numbers;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (!is_digit(text[at])) continue;
        const auto end = end_of_number(text, at);
        const char before = at > 0 ? text[at - 1] : ' ', two_before = at > 1 ? text[at - 2] : ' ';
        const bool is_tail = is_letter(before) || before == '_' || ((before == '-' || before == '/' || before == '.') && (is_letter(two_before) || is_digit(two_before)));
        const auto next = text.substr(end, 2);
        const bool is_head = next.size() == 2 && ((std::isupper(static_cast<unsigned char>(next[0])) && std::isupper(static_cast<unsigned char>(next[1])) && next != "MB" && next != "GB" && next != "KB") || next == "xx");
        if (!is_tail && !is_head) numbers.push_back({text.substr(at, end - at), at});
        at = end;
    }
    return numbers;
}

std::string_view last_word(std::string_view text) {
    text = trimmed(text);
    const auto blank = text.find_last_of(" (");
    return blank == text.npos ? text : text.substr(blank + 1);
}

// "PostgreSQL 15", and what follows it: "12 to 18", "RFC 6749, 6750 and 7636".
bool says_which(std::string_view text, const Number& number, bool before_did, std::size_t before_end) {
    const auto word = last_word(text.substr(0, number.at));
    if (is_name(word)) return true;
    if (!before_did) return false;
    const auto between = trimmed(text.substr(before_end, number.at - before_end));
    return between == "to" || between == "and" || between == "or" || between == "," || between == "–";
}

// Without what stands between backquotes, the addresses of links, and citations.
std::string prose_of(std::string_view text) {
    std::string prose;
    bool code = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '`') {
            code = !code;
            prose += ' ';
        } else if (!code && text[i] == ']' && i + 1 < text.size() && text[i + 1] == '(') {
            const auto end = text.find(')', i);
            i = end == text.npos ? text.size() : end;
        } else {
            prose += code ? ' ' : text[i];
        }
    }
    return prose;
}

// What examples do and print: each number in them, without commas.
std::set<std::string> executed_numbers(const Topic& topic) {
    std::set<std::string> found;
    const auto take = [&](std::string_view text) {
        for (const auto& number : numbers_in(text)) found.insert(replaced(number.text, ",", ""));
        const auto plain = replaced(replaced(text, "_", ""), "=", " ");  // 100_000
        for (const auto& number : numbers_in(plain)) found.insert(replaced(number.text, ",", ""));
    };
    for (const auto& example : topic.examples) {
        if (example.role == Example::Role::words || example.language == "mongodb") continue;
        take(example.body);
        if (example.output) take(example.output->text);
    }
    return found;
}

struct Paragraph {
    std::string text;
    int line = 0;
};

bool begins_paragraph(std::string_view line) {
    const auto text = trimmed(line);
    return starts_with(text, "- ") || starts_with(text, "|") || starts_with(text, "* ") || (text.size() > 1 && is_digit(text[0]) && text.find(". ") < 4);
}

// Outside blocks and headings, from the first section on to the sources.
std::vector<Paragraph> paragraphs_of(const Topic& topic) {
    std::vector<Paragraph> paragraphs;
    for (const auto& section : topic.sections) {
        if (section.heading == "Sources") continue;
        int line = section.line;
        bool block = false, open = false;
        for (const auto each : lines_of(section.text)) {
            ++line;
            const bool fence = starts_with(each, "```");
            if (fence) block = !block;
            if (fence || block || trimmed(each).empty() || starts_with(each, "#")) {
                open = false;
                continue;
            }
            if (!open || begins_paragraph(each)) paragraphs.push_back({{}, line});
            open = true;
            paragraphs.back().text.append(each).append("\n");
        }
    }
    return paragraphs;
}

}  // namespace

std::vector<int> citations_in(std::string_view text) {
    std::vector<int> found;
    for (std::size_t at = text.find('['); at != text.npos; at = text.find('[', at + 1)) {
        if (at > 0 && text[at - 1] != ' ' && text[at - 1] != '\n') continue;  // ARGV[3]
        int number = 0;
        const auto [end, error] = std::from_chars(text.data() + at + 1, text.data() + text.size(), number);
        const auto closing = static_cast<std::size_t>(end - text.data());
        if (error == std::errc{} && closing < text.size() && text[closing] == ']' && (closing + 1 >= text.size() || text[closing + 1] != '(')) found.push_back(number);
    }
    return found;
}

std::vector<Figure> unbacked_figures(const Topic& topic) {
    const auto executed = executed_numbers(topic);
    std::vector<Figure> unbacked;
    for (const auto& paragraph : paragraphs_of(topic)) {
        const auto prose = prose_of(paragraph.text);
        if (!citations_in(prose).empty()) continue;
        bool which = false;
        std::size_t end = 0;
        for (const auto& number : numbers_in(prose)) {
            const bool is_item = number.at <= prose.find_first_not_of(' ') && begins_paragraph(prose);
            which = says_which(prose, number, which, end);
            end = number.at + number.text.size();
            if (which || is_item || executed.contains(replaced(number.text, ",", ""))) continue;
            const auto lines = std::count(prose.begin(), prose.begin() + static_cast<std::ptrdiff_t>(number.at), '\n');
            unbacked.push_back({std::string{number.text}, paragraph.line + static_cast<int>(lines)});
        }
    }
    return unbacked;
}

}  // namespace assay::teach

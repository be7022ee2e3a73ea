#include <algorithm>
#include <cctype>

#include "core/text.h"
#include "domain/query/read/plan_text.h"

namespace assay::query::text_plan {

namespace {

// Whether quotes and brackets are open after a piece of text; goes on where the last piece ended.
struct Balance {
    char quote = 0;
    int brackets = 0;

    void take(std::string_view text) {
        for (const char c : text) {
            if (quote) {
                if (c == quote) quote = 0;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == '(') {
                ++brackets;
            } else if (c == ')') {
                --brackets;
            }
        }
    }
    bool open() const { return quote != 0 || brackets > 0; }
};

// What begins a line of EXPLAIN's own: "->", "Name:", "CTE x", "SubPlan 1", or figures at its end.
bool begins_anew(std::string_view line) {
    const auto text = trimmed(line);
    if (text.empty() || starts_with(text, "->")) return true;
    for (const std::string_view word : {"InitPlan ", "SubPlan ", "CTE ", "Trigger ", "Planning", "Execution", "JIT:"})
        if (starts_with(text, word)) return true;
    if (std::isupper(static_cast<unsigned char>(text.front())) == 0) return false;
    const auto colon = text.find(':');
    const auto figures = text.find("  (cost=");
    const auto actual = text.find(" (actual ");
    const auto name = text.substr(0, std::min({colon, figures, actual}));
    if (name.size() == text.size()) return false;
    return name.find_first_of("'") == name.npos;
}

// The longest line of a text that a terminal of a fixed width wrapped; 0 when it looks unwrapped.
std::size_t wrapping_width(const std::vector<std::string_view>& lines) {
    std::size_t longest = 0;
    int as_long = 0;
    for (const auto line : lines) {
        if (line.size() > longest) as_long = 0;
        longest = std::max(longest, line.size());
        as_long += line.size() == longest;
    }
    return as_long > 1 ? longest : 0;
}

constexpr int most_joined = 1000;  // a quote that does not close within so many lines was no quote

class Joiner {
public:
    explicit Joiner(std::string_view text) : lines_{lines_of(text)}, width_{wrapping_width(lines_)} {}

    std::vector<Line> run() {
        std::vector<Line> joined;
        for (std::size_t i = 0; i < lines_.size();) {
            if (trimmed(lines_[i]).empty()) {
                ++i;
                continue;
            }
            joined.push_back(next(i));
        }
        return joined;
    }

private:
    // Joins from line i on, and moves i behind what was joined.
    Line next(std::size_t& i) {
        const auto first = lines_[i];
        Line line{std::string{first}, static_cast<int>(std::min(first.find_first_not_of(' '), first.size())), static_cast<int>(i) + 1, true};
        Balance balance;
        balance.take(first);
        std::size_t end = i + 1;
        while (end < lines_.size() && end - i < most_joined && goes_on(balance, end)) {
            const bool wrapped = lines_[end - 1].size() == width_;
            if (!wrapped) line.text += balance.quote ? "\n" : " ";
            line.text += lines_[end];
            balance.take(wrapped || balance.quote ? lines_[end] : trimmed(lines_[end]));
            ++end;
        }
        if (balance.open() && end - i > 1) {  // nothing closed it: the line stands alone
            line.text = first;
            end = i + 1;
        }
        line.whole = !balance.open();
        line.text = trimmed(line.text);
        i = end;
        return line;
    }

    bool goes_on(const Balance& balance, std::size_t next) const {
        if (balance.quote != 0) return true;
        const bool wrapped = width_ != 0 && lines_[next - 1].size() == width_;
        if (!wrapped && balance.brackets <= 0) return false;
        return !begins_anew(lines_[next]);
    }

    std::vector<std::string_view> lines_;
    std::size_t width_;
};

}  // namespace

std::vector<Line> logical_lines(std::string_view text) { return Joiner{text}.run(); }

}  // namespace assay::query::text_plan

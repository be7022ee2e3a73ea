#include "domain/query/prove/rewrite/small_limits.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <map>

#include "sql/tokens.h"

namespace assay::query {

namespace {

constexpr long long small = 3;

struct Number {
    std::size_t begin, end;
    long long value;
};

// The constants behind LIMIT and OFFSET.
std::vector<Number> limits_in(std::string_view text) {
    std::vector<Number> numbers;
    const auto tokens = sql::tokens_of(text);
    for (std::size_t i = 1; i < tokens.size(); ++i) {
        if (tokens[i].kind != sql::TokenKind::number || tokens[i - 1].kind != sql::TokenKind::word) continue;
        const auto word = tokens[i - 1].in(text);
        if (!sql::is_word(word, "limit") && !sql::is_word(word, "offset")) continue;
        Number number{tokens[i].begin, tokens[i].end, 0};
        const auto digits = tokens[i].in(text);
        if (std::from_chars(digits.data(), digits.data() + digits.size(), number.value).ptr == digits.data() + digits.size()) numbers.push_back(number);
    }
    return numbers;
}

std::string with(std::string_view text, const std::map<long long, long long>& smaller) {
    std::string made;
    std::size_t done = 0;
    for (const auto& number : limits_in(text)) {
        const auto found = smaller.find(number.value);
        if (found == smaller.end()) continue;
        made += text.substr(done, number.begin - done);
        made += std::to_string(found->second);
        done = number.end;
    }
    made += text.substr(done);
    return made;
}

}  // namespace

SmallLimits with_small_limits(const std::string& original, const std::string& rewritten) {
    std::map<long long, long long> smaller;
    for (const auto* text : {&original, &rewritten})
        for (const auto& number : limits_in(*text))
            if (number.value >= small) smaller[number.value] = 0;
    SmallLimits made;
    long long before = 0, now = small - 1, largest = small;
    for (auto& [value, chosen] : smaller) {
        now = before == 0 ? small : now + std::min<long long>(value - before, 2);
        chosen = largest = now;
        before = value;
        if (chosen != value) made.changes.push_back(fmt::format("{} as {}", value, chosen));
    }
    made.original = with(original, smaller);
    made.rewritten = with(rewritten, smaller);
    made.rows = smaller.empty() ? 0 : static_cast<std::size_t>(largest + smaller.begin()->second);
    return made;
}

}  // namespace assay::query

// The algebra of expressions: two expressions, parted by a line break.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string_view>
#include <utility>

#include "sql/expression.h"

using namespace assay::sql;

namespace {

void must(bool holds) {
    if (!holds) std::abort();
}

std::optional<Expression> parse(const Parser& parser, std::string_view text) {
    auto parsed = Expression::parse(parser, text);
    return parsed ? std::optional{std::move(*parsed)} : std::nullopt;
}

void check(const std::optional<Expression>& first, const std::optional<Expression>& second) {
    for (const auto* expression : {&first, &second}) {
        if (!*expression) continue;
        must(!(*expression)->normal_form().empty());
        must(!(*expression)->conjuncts().empty());
        (*expression)->is_always_true();
    }
    if (!first || !second) return;
    // Equal forms imply each other, unless a call is volatile or the form is false.
    const bool forward = implies(*first, *second);
    const bool backward = implies(*second, *first);
    if (first->normal_form() == second->normal_form()) must(forward == backward);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static auto thread = ParserThread::start();
    must(thread.has_value());
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const std::size_t middle = std::min(text.find('\n'), text.size());
    std::optional<Expression> first;
    std::optional<Expression> second;
    thread->run([&](const Parser& parser) {
        first = parse(parser, text.substr(0, middle));
        second = parse(parser, text.substr(middle));
    });
    check(first, second);
    return 0;
}
